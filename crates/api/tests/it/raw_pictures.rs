//! Pictures that machines of the line send.

use crate::app::{Answer, Client, TestApp, id, jpeg, png};
use axum::body::{Body, Bytes};
use axum::http::Method;
use fovea_store::{BlobHash, now};
use futures_util::stream;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

const DAY_MS: i64 = 24 * 3600 * 1000;

async fn push(client: &Client, project: &Value, query: &str, picture: Vec<u8>) -> Answer {
    let path = format!("/projects/{}/raw_pictures?{query}", id(project));
    client.send(Method::POST, &path, Body::from(picture), Some("image/jpeg")).await
}

/// As a form, with all that is said of it as JSON.
async fn form(client: &Client, project: &Value, about: &Value, picture: &[u8]) -> Answer {
    let part = |name: &str, bytes: &[u8]| {
        [format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes(), bytes, b"\r\n"]
            .concat()
    };
    let about = about.to_string();
    // The picture first: their order does not matter.
    let body = [part("image", picture), part("about", about.as_bytes()), b"--x--\r\n".to_vec()].concat();
    let path = format!("/projects/{}/raw_pictures", id(project));
    client.send(Method::POST, &path, Body::from(body), Some("multipart/form-data; boundary=x")).await
}

async fn list(client: &Client, project: &Value, query: &str) -> Value {
    client.get(&format!("/projects/{}/raw_pictures?{query}", id(project))).await.expect(200)
}

async fn names(client: &Client, project: &Value, query: &str) -> Vec<String> {
    let found = list(client, project, query).await;
    found["items"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap().to_string()).collect()
}

async fn change(client: &Client, project: &Value, what: &str, body: Value) -> Answer {
    client.post(&format!("/projects/{}/raw_pictures/{what}", id(project)), body).await
}

fn left_on_its_way(test: &TestApp) -> usize {
    std::fs::read_dir(test.folder().join("uploads/raw")).map_or(0, |all| all.count())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_the_line_is_kept_aside_once() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let query = "machine=AOI-1&product=P%201&station=front&flag=ng&serial=S1&version=2.0&name=a.jpg&taken_at=2026-03-01T08:00:00Z";
    let first = push(&admin, &project, query, jpeg(1)).await.expect(201);
    let told = json!([
        first["machine"],
        first["product"],
        first["station"],
        first["flag"],
        first["serial"],
        first["version"],
        first["name"],
        first["taken_at"],
        first["width"],
        first["format"],
        first["sent_by"],
        first["picture_id"]
    ]);
    let meant = json!([
        "AOI-1",
        "P 1",
        "front",
        "ng",
        "S1",
        "2.0",
        "a.jpg",
        "2026-03-01T08:00:00.000Z",
        64,
        "jpeg",
        "ada",
        null
    ]);
    assert_eq!(told, meant);
    assert_eq!(first["hash"], BlobHash::of(&jpeg(1)).to_string());
    let shown = admin.get(&format!("/raw_pictures/{}", id(&first))).await.expect(200);
    assert_eq!(shown, first);
    let file = admin.get(&format!("/raw_pictures/{}/file", id(&first))).await;
    assert_eq!((file.status.as_u16(), file.bytes), (200, jpeg(1)));
    assert_eq!(
        admin.get(&format!("/raw_pictures/{}/thumb", id(&first))).await.headers["content-type"],
        "image/jpeg"
    );

    // Sent again it is the same; at another moment, or by another machine, it is another.
    assert_eq!(push(&admin, &project, query, jpeg(1)).await.expect(200), first);
    push(&admin, &project, &query.replace("08:00", "08:01"), jpeg(1)).await.expect(201);
    push(&admin, &project, &query.replace("AOI-1", "AOI-2"), jpeg(1)).await.expect(201);
    // With a key that alone tells.
    let keyed = admin.with("idempotency-key", "k1");
    let once = push(&keyed, &project, "machine=M", jpeg(2)).await.expect(201);
    assert_eq!(push(&keyed, &project, "machine=M", jpeg(2)).await.expect(200), once);
    push(&keyed, &project, "machine=M", jpeg(3)).await.refused(422, "idempotency.mismatch");
    assert_eq!(list(&admin, &project, "").await["total"], 4);
    // None of it is the project's data yet.
    assert!(admin.pictures(&project, "").await.is_empty());
    assert_eq!(left_on_its_way(&test), 0);
    assert!(!test.store.blobs().holds(&BlobHash::of(&jpeg(3))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_used_is_refused_and_leaves_nothing() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let mut cut = jpeg(2);
    cut.truncate(cut.len() / 2);
    let problem = push(&admin, &project, "machine=M", cut).await.refused(422, "picture.unreadable");
    assert_eq!(problem["params"]["code"], "picture.truncated");
    assert!(!problem.to_string().contains(test.folder().to_str().unwrap()), "{problem}");
    let problem =
        push(&admin, &project, "machine=M", b"notes".to_vec()).await.refused(422, "picture.unreadable");
    assert_eq!(problem["params"]["code"], "import.unknown_kind");
    // It says that it has a trillion pixels.
    let mut bomb = png(1);
    bomb[16..24].copy_from_slice(&[0, 15, 0, 0, 0, 15, 0, 0]);
    push(&admin, &project, "machine=M", bomb).await.refused(422, "picture.unreadable");
    push(&admin, &project, "machine=M", Vec::new()).await.refused(422, "picture.unreadable");
    let wrong = push(&admin, &project, "station=front", jpeg(1)).await.refused(422, "request.fields");
    assert_eq!(wrong["fields"], json!({"machine": "field.required"}));
    push(&admin, &project, "machine=M&taken_at=2300-01-01T00:00:00Z", jpeg(1))
        .await
        .refused(422, "request.fields");
    let problem =
        push(&admin, &project, "machine=M&flag=perhaps", jpeg(1)).await.refused(400, "request.invalid");
    assert_eq!(problem["params"]["reason_code"], "request.query_choice");
    assert_eq!(problem["params"]["reason_params"], json!({"field": "flag", "choices": "ok, ng"}));
    // Cut on its way.
    let parts = [Ok(Bytes::from(jpeg(1))), Err(std::io::Error::other("hung up"))];
    let path = format!("/projects/{}/raw_pictures?machine=M", id(&project));
    admin
        .send(Method::POST, &path, Body::from_stream(stream::iter(parts)), None)
        .await
        .refused(400, "import.cut");
    // Forms that lack something, or have what does not fit.
    let about = json!({"machine": "M"});
    form(&admin, &project, &about, &jpeg(1)[..40]).await.refused(422, "picture.unreadable");
    let problem = form(&admin, &project, &json!({"machine": "M", "odd": 1}), &jpeg(1))
        .await
        .refused(400, "request.invalid");
    assert_eq!(problem["params"]["reason_code"], "request.json_unknown");
    assert_eq!(problem["params"]["reason_params"]["field"], "odd");
    let half = Body::from("--x\r\nContent-Disposition: form-data; name=\"about\"\r\n\r\n{}\r\n--x--\r\n");
    let path = format!("/projects/{}/raw_pictures", id(&project));
    admin
        .send(Method::POST, &path, half, Some("multipart/form-data; boundary=x"))
        .await
        .refused(400, "request.invalid");
    let outside = json!({"machine": "M", "labels": [{"class": "dent", "shape": {"kind": "box", "x": 60, "y": 4, "w": 900, "h": 8}}]});
    form(&admin, &project, &outside, &jpeg(1)).await.refused(422, "annotation.invalid");
    let both = json!({"machine": "M", "flag": "ok", "labels": [{"class": "dent", "shape": {"kind": "box", "x": 4, "y": 4, "w": 8, "h": 8}}]});
    form(&admin, &project, &both, &jpeg(1)).await.refused(422, "annotation.invalid");

    assert_eq!(list(&admin, &project, "").await["total"], 0);
    assert_eq!(left_on_its_way(&test), 0);
    assert!(!test.store.blobs().holds(&BlobHash::of(&jpeg(1))));
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_the_line_are_found_page_by_page() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    for number in 0..6_u32 {
        let (machine, flag) = if number % 2 == 0 { ("M%200", "ok") } else { ("M%201", "ng") };
        let query = format!(
            "machine={machine}&station=s{}&flag={flag}&name={number}.jpg&taken_at=2026-03-0{}T00:00:00Z",
            number / 3,
            number + 1
        );
        push(&admin, &project, &query, jpeg(number)).await.expect(201);
    }
    assert_eq!(names(&admin, &project, "").await, ["5.jpg", "4.jpg", "3.jpg", "2.jpg", "1.jpg", "0.jpg"]);
    assert_eq!(names(&admin, &project, "machine=M%201&station=s1").await, ["5.jpg", "3.jpg"]);
    assert_eq!(names(&admin, &project, "flag=ok").await, ["4.jpg", "2.jpg", "0.jpg"]);
    let time = "from=2026-03-02T00:00:00Z&to=2026-03-04T00:00:00Z";
    assert_eq!(names(&admin, &project, time).await, ["2.jpg", "1.jpg"]);
    assert!(names(&admin, &project, "machine=M").await.is_empty());

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = list(&admin, &project, &format!("limit=4{cursor}")).await;
        assert_eq!(page["total"], 6);
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap().to_string()),
        );
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["5.jpg", "4.jpg", "3.jpg", "2.jpg", "1.jpg", "0.jpg"]);
    admin
        .get(&format!("/projects/{}/raw_pictures?cursor=x", id(&project)))
        .await
        .refused(400, "list.bad_cursor");

    let choices = admin.get(&format!("/projects/{}/raw_pictures/choices", id(&project))).await.expect(200);
    assert_eq!(choices["machines"], json!([{"name": "M 0", "pictures": 3}, {"name": "M 1", "pictures": 3}]));
    assert_eq!((&choices["products"], choices["stations"].as_array().unwrap().len()), (&json!([]), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_taken_into_the_data_once_with_the_labels_that_are_known() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let shape = json!({"kind": "box", "x": 4, "y": 4, "w": 8, "h": 8});
    let about = json!({"machine": "A/B", "flag": "ng", "name": "a.jpg", "labels": [
        {"class": "Scratch", "shape": shape}, {"class": "burn", "shape": shape}, {"class": "good", "shape": shape}]});
    let marked = form(&admin, &project, &about, &jpeg(1)).await.expect(201);
    assert_eq!(
        marked["labels"][0],
        json!({"class": "Scratch", "shape": {"kind": "box", "x": 4.0, "y": 4.0, "w": 8.0, "h": 8.0}})
    );
    let fine = push(&admin, &project, "machine=C&flag=ok&name=b.jpg", jpeg(2)).await.expect(201);
    push(&admin, &project, "machine=C&flag=ng&name=c.jpg", jpeg(3)).await.expect(201);
    // The project has this one, and somebody said that it is good.
    admin.bring(&project, vec![("good/d.jpg", jpeg(4))]).await;
    push(&admin, &project, "machine=C&flag=ng&name=d.jpg", jpeg(4)).await.expect(201);

    let taken = change(&admin, &project, "take", json!({"ids": [id(&marked)]})).await.expect(200);
    let meant = json!({"added": 1, "duplicates": 0, "labelled": 1, "left": 0, "left_out": [
        {"class": "burn", "why": "unknown", "labels": 1}, {"class": "good", "why": "good", "labels": 1}]});
    assert_eq!(taken, meant);
    let found = admin.pictures(&project, "source=line").await;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0]["name"], &found[0]["verdict"], &found[0]["regions"]),
        (&json!("line/A_B/a.jpg"), &json!("bad"), &json!(1))
    );
    assert_eq!(found[0]["class_ids"], json!([admin.class_id(&project, "scratch").await]));
    let shown = admin.get(&format!("/raw_pictures/{}", id(&marked))).await.expect(200);
    assert_eq!((&shown["picture_id"], &shown["kept_until"]), (&found[0]["id"], &Value::Null));

    // All that a filter finds, with OK and NG.
    let wish = json!({"found": {"machine": "C"}, "flags": true});
    let taken = change(&admin, &project, "take", wish.clone()).await.expect(200);
    assert_eq!(taken, json!({"added": 2, "duplicates": 1, "labelled": 2, "left": 0, "left_out": []}));
    let said: Vec<_> = admin
        .pictures(&project, "sort=name")
        .await
        .iter()
        .map(|p| (p["name"].clone(), p["verdict"].clone()))
        .collect();
    let meant = [
        ("good/d.jpg", "good"),
        ("line/A_B/a.jpg", "bad"),
        ("line/C/b.jpg", "good"),
        ("line/C/c.jpg", "bad"),
    ];
    assert_eq!(said, meant.map(|(name, verdict)| (json!(name), json!(verdict))));
    // Again there is nothing to do.
    assert_eq!(change(&admin, &project, "take", wish).await.expect(200)["added"], 0);
    assert_eq!(list(&admin, &project, "taken=false").await["total"], 0);
    let rows =
        admin.get(&format!("/audit?project_id={}&action=raw_picture.take", id(&project))).await.expect(200);
    assert_eq!((&rows["total"], &rows["items"][0]["after"]["pictures"]), (&json!(2), &json!(3)));

    // What is deleted of the line stays in the data.
    assert_eq!(
        change(&admin, &project, "delete", json!({"ids": [id(&fine)]})).await.expect(200),
        json!({"deleted": 1, "left": 0})
    );
    admin.get(&format!("/raw_pictures/{}", id(&fine))).await.refused(404, "not_found");
    assert!(test.store.blobs().holds(&BlobHash::of(&jpeg(2))));
    assert_eq!(admin.pictures(&project, "name=b.jpg").await.len(), 1);
    change(&admin, &project, "take", json!({})).await.refused(422, "request.fields");
    change(&admin, &project, "delete", json!({"ids": [id(&marked)], "found": {}}))
        .await
        .refused(422, "request.fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_takes_goes_after_a_while_and_what_was_taken_stays() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let taken = push(&admin, &project, "machine=M&name=a.jpg", jpeg(1)).await.expect(201);
    let waits = push(&admin, &project, "machine=M&name=b.jpg", jpeg(2)).await.expect(201);
    let until = fovea_api::Time::parse(waits["kept_until"].as_str().unwrap()).unwrap().0;
    assert_eq!(
        until - fovea_api::Time::parse(waits["received_at"].as_str().unwrap()).unwrap().0,
        30 * DAY_MS
    );
    change(&admin, &project, "take", json!({"ids": [id(&taken)]})).await.expect(200);
    fovea_api::remove_old_raw(&test.app, now() + 29 * DAY_MS).await.unwrap();
    assert_eq!(list(&admin, &project, "").await["total"], 2);
    // Kept for ever by the house's wish.
    admin.patch("/settings", json!({"raw_picture_days": null})).await.expect(200);
    fovea_api::remove_old_raw(&test.app, now() + 31 * DAY_MS).await.unwrap();
    assert_eq!(list(&admin, &project, "").await["items"][0]["kept_until"], Value::Null);
    assert_eq!(list(&admin, &project, "").await["total"], 2);
    let set = admin.patch("/settings", json!({"raw_picture_days": 2})).await.expect(200);
    assert_eq!(set["raw_picture_days"], 2);
    admin.patch("/settings", json!({"raw_picture_days": 0})).await.refused(422, "request.fields");
    fovea_api::remove_old_raw(&test.app, now() + 3 * DAY_MS).await.unwrap();
    assert_eq!(names(&admin, &project, "").await, ["a.jpg"]);
    let holds = |number| test.store.blobs().holds(&BlobHash::of(&jpeg(number)));
    assert_eq!((holds(1), holds(2)), (true, false));
    // The content stays for the picture in the data, and goes with the project.
    fovea_api::sweep(&test.app, SystemTime::now() + Duration::from_secs(60)).await.unwrap();
    assert!(holds(1));
    push(&admin, &project, "machine=M", jpeg(3)).await.expect(201);
    fovea_api::sweep(&test.app, SystemTime::now() + Duration::from_secs(60)).await.unwrap();
    assert!(holds(3));
    admin.delete(&format!("/projects/{}", id(&project))).await.expect(204);
    fovea_api::remove_old_projects(&test.app, now() + 1).await.unwrap();
    assert_eq!((holds(1), holds(3)), (false, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_one_project_reaches_no_other() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let (own, other) = (admin.project().await, admin.project().await);
    let theirs = push(&admin, &other, "machine=M", jpeg(1)).await.expect(201);
    let wanted = json!({"name": "camera", "project_id": id(&own), "scopes": ["data.write"]});
    let made = admin.post("/tokens", wanted).await.expect(201);
    let camera =
        test.anonymous().with("authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()));
    let mine = push(&camera, &own, "machine=M", jpeg(2)).await.expect(201);
    push(&camera, &other, "machine=M", jpeg(2)).await.refused(404, "not_found");
    change(&camera, &other, "take", json!({"found": {}})).await.refused(404, "not_found");
    for what in ["", "/file", "/thumb"] {
        camera.get(&format!("/raw_pictures/{}{what}", id(&theirs))).await.refused(404, "not_found");
    }
    assert_eq!(camera.get(&format!("/raw_pictures/{}", id(&mine))).await.expect(200)["machine"], "M");
    // Ids of another project are none of this one.
    assert_eq!(change(&admin, &own, "take", json!({"ids": [id(&theirs)]})).await.expect(200)["added"], 0);
    assert_eq!(change(&admin, &own, "delete", json!({"ids": [id(&theirs)]})).await.expect(200)["deleted"], 0);
    let only = admin.post("/tokens", json!({"name": "reader", "scopes": ["data.read"]})).await.expect(201);
    let reader =
        test.anonymous().with("authorization", &format!("Bearer {}", only["secret"].as_str().unwrap()));
    push(&reader, &own, "machine=M", jpeg(4)).await.refused(403, "auth.forbidden");
    assert_eq!(list(&reader, &own, "").await["total"], 1);
}
