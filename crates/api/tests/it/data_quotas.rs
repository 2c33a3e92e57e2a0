//! How many bytes of pictures somebody, or a virtual cluster, may keep.

use crate::app::{Answer, Client, TestApp, id, jpeg};
use axum::body::Body;
use axum::http::Method;
use fovea_api::Settings;
use serde_json::{Value, json};
use std::io::{Cursor, Write};

fn zip_of(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

async fn limit(client: &Client, what: &str, bytes: Option<usize>) -> Answer {
    let now = client.get(what).await.expect(200);
    let tag = format!("\"{}\"", now["revision"]);
    client.with("if-match", &tag).patch(what, json!({"data_quota_bytes": bytes})).await
}

async fn me(client: &Client) -> String {
    format!("/users/{}", id(&client.get("/session").await.expect(200)))
}

async fn codes(client: &Client, import: &Value) -> Vec<(String, String)> {
    let found = client.get(&format!("/imports/{}/refusals", id(import))).await.expect(200);
    let text = |value: &Value| value.as_str().unwrap().to_string();
    found["items"].as_array().unwrap().iter().map(|r| (text(&r["name"]), text(&r["code"]))).collect()
}

fn size(numbers: &[u32]) -> usize {
    numbers.iter().map(|n| jpeg(*n).len()).sum()
}

/// As clients send: with its length before it.
async fn file(client: &Client, import: &Value, number: u32) -> Answer {
    let sized = client.with("content-length", &jpeg(number).len().to_string());
    sized.file(import, &format!("{number}.jpg"), jpeg(number)).await
}

async fn push(client: &Client, project: &Value, number: u32) -> Answer {
    let client = client.with("content-length", &jpeg(number).len().to_string());
    let path = format!("/projects/{}/raw_pictures?machine=m{number}", id(project));
    client.send(Method::POST, &path, Body::from(jpeg(number)), Some("image/jpeg")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_refused_before_it_comes_by_each_way() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("3.jpg"), jpeg(3)).unwrap();
    let storages = vec![("lines".to_string(), folder.path().canonicalize().unwrap())];
    let test = TestApp::with(Settings { storages, ..Settings::default() }).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let user = me(&admin).await;
    let most = size(&[1, 2]) + 10;
    let told = limit(&admin, &user, Some(most)).await.expect(200);
    assert_eq!((&told["data_quota_bytes"], &told["data_used_bytes"]), (&json!(most), &json!(0)));
    admin.bring(&project, vec![("1.jpg", jpeg(1)), ("2.jpg", jpeg(2)), ("again.jpg", jpeg(2))]).await;
    let storage = admin.get("/virtual_clusters/storage").await.expect(200);
    assert_eq!(
        (&storage["own_used_bytes"], &storage["own_quota_bytes"]),
        (&json!(size(&[1, 2])), &json!(most))
    );

    let import = admin.import(&project).await;
    let refused = file(&admin, &import, 3).await.refused(413, "data_quota.user");
    assert_eq!(refused["params"], json!({"limit_bytes": most, "used_bytes": size(&[1, 2])}));
    let tus = admin.with("tus-resumable", "1.0.0").with("upload-length", "5000");
    let name = "filename My5qcGc=";
    let path = format!("/imports/{}/tus", id(&import));
    let begun = tus.with("upload-metadata", name).send(Method::POST, &path, Body::empty(), None).await;
    begun.refused(413, "data_quota.user");
    push(&admin, &project, 3).await.refused(413, "data_quota.user");
    // Labels are no pictures.
    admin.file(&import, "labels.csv", b"file,class\n1.jpg,scratch\n".to_vec()).await.expect(200);
    admin.finish(&import).await;

    // A storage, and linked from it.
    let begin = format!("/projects/{}/imports/from_storage", id(&project));
    for (link, added, refused) in [(false, 0, 1), (true, 1, 0)] {
        let wanted = json!({"storage": "lines", "path": "", "link": link});
        let begun = admin.post(&begin, wanted).await.expect(201);
        let ended = loop {
            let now = admin.get(&format!("/imports/{}", id(&begun))).await.expect(200);
            if now["state"] != "running" {
                break now;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        };
        assert_eq!((&ended["added"], &ended["refused"]), (&json!(added), &json!(refused)), "{ended}");
        if !link {
            assert_eq!(codes(&admin, &ended).await, [("3.jpg".to_string(), "import.data_quota".to_string())]);
        }
    }
    let told = admin.get(&user).await.expect(200);
    assert_eq!(told["data_used_bytes"], json!(size(&[1, 2])), "what is linked lies elsewhere");
    limit(&admin, &user, Some((1 << 50) + 1)).await.refused(422, "request.fields");
    limit(&admin, &user, None).await.expect(200);
    push(&admin, &project, 4).await.expect(201);
    let told = admin.get(&user).await.expect(200);
    assert_eq!(told["data_used_bytes"], json!(size(&[1, 2, 4])), "what waits from the line counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_archive_comes_what_fits_and_room_is_there_once_pictures_are_gone_for_good() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let user = me(&admin).await;
    let archive = zip_of(&[("1.jpg", jpeg(1)), ("2.jpg", jpeg(2)), ("3.jpg", jpeg(3)), ("one.jpg", jpeg(1))]);
    limit(&admin, &user, Some(size(&[1, 2]) + 10)).await.expect(200);
    let import = admin.import(&project).await;
    let told = admin.file(&import, "all.zip", archive).await.expect(200);
    assert_eq!((&told["added"], &told["duplicates"]), (&json!(2), &json!(1)), "{told}");
    assert_eq!(told["refused"][0]["code"], "import.data_quota");
    let ended = admin.finish(&import).await;
    assert_eq!((&ended["added"], &ended["duplicates"], &ended["refused"]), (&json!(2), &json!(1), &json!(1)));
    assert!(!test.store.blobs().knows(&fovea_store::BlobHash::of(&jpeg(3))), "nothing of it is left");

    // What is in the bin takes its room.
    let delete = format!("/projects/{}/pictures/delete", id(&project));
    admin.post(&delete, json!({"found": {}})).await.expect(200);
    let import = admin.import(&project).await;
    file(&admin, &import, 3).await.refused(413, "data_quota.user");
    let bin = admin.get(&format!("/projects/{}/bin", id(&project))).await.expect(200);
    let ids: Vec<&str> = bin["items"].as_array().unwrap().iter().map(|b| id(&b["picture"])).collect();
    let purge = format!("/projects/{}/bin/purge", id(&project));
    assert_eq!(admin.post(&purge, json!({"ids": ids})).await.expect(200)["changed"], 2);
    fovea_api::remove_old(&test.app, fovea_store::now() - 60_000).await.unwrap();
    assert_eq!(admin.get(&user).await.expect(200)["data_used_bytes"], 0);
    file(&admin, &import, 3).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_virtual_cluster_counts_for_those_who_work_in_it() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let first = admin.get("/virtual_clusters").await.expect(200)["items"][0].clone();
    let path = format!("/virtual_clusters/{}", id(&first));
    admin.bring(&project, vec![("1.jpg", jpeg(1))]).await;
    let told = limit(&admin, &path, Some(size(&[1]))).await.expect(200);
    assert_eq!(
        (&told["data_quota_bytes"], &told["data_used_bytes"]),
        (&json!(size(&[1])), &json!(size(&[1])))
    );
    let import = admin.import(&project).await;
    let refused = file(&admin, &import, 2).await.refused(413, "data_quota.vc");
    assert_eq!(refused["params"], json!({"limit_bytes": size(&[1]), "used_bytes": size(&[1])}));
    admin.file(&import, "same.jpg", Vec::new()).await.refused(413, "data_quota.vc");

    // One that names its members comes before one that is open to all.
    let own = json!({"name": "own", "user_ids": [id(&admin.get("/session").await.expect(200))]});
    let own = admin.post("/virtual_clusters", own).await.expect(201);
    file(&admin, &import, 2).await.expect(200);
    assert_eq!(admin.get(&path).await.expect(200)["data_used_bytes"], 0);
    let own = admin.get(&format!("/virtual_clusters/{}", id(&own))).await.expect(200);
    assert_eq!(own["data_used_bytes"], json!(size(&[1, 2])));
}
