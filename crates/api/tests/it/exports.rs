//! Versions on their way out: jobs, their archives in parts, and what their formats lose.

use crate::app::{Client, TestApp, id, jpeg};
use serde_json::{Value, json};
use std::io::{Cursor, Read};

/// A version of three pictures: one with a box and points, a good one, and one of which nobody has said anything.
async fn version(admin: &Client) -> Value {
    let project = admin.project().await;
    admin.bring(&project, vec![("marked.jpg", jpeg(1)), ("sound.jpg", jpeg(2)), ("new.jpg", jpeg(3))]).await;
    let scratch = admin.class_id(&project, "scratch").await;
    let regions = json!([
        {"id": "1", "class_id": scratch, "shape": {"kind": "box", "x": 2, "y": 4, "w": 20, "h": 10}},
        {"id": "2", "class_id": scratch, "shape": {"kind": "points", "points": [[3, 3]]}},
    ]);
    for (name, label) in [("marked", json!({"regions": regions})), ("sound", json!({"verdict": "good"}))] {
        let picture = admin.pictures(&project, &format!("name={name}")).await.remove(0);
        let path = format!("/pictures/{}/annotation", id(&picture));
        let revision = admin.get(&path).await.etag();
        admin.with("if-match", &revision).put(&path, label).await.expect(200);
    }
    admin.post(&format!("/projects/{}/versions", id(&project)), json!({"held_back": 0})).await.expect(201)
}

async fn begun(admin: &Client, version: &Value, format: &str) -> Value {
    admin.post(&format!("/versions/{}/exports", id(version)), json!({"format": format})).await.expect(201)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_a_job_whose_archive_is_fetched_in_parts_and_tells_what_was_lost() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let version = version(&admin).await;
    let export = begun(&admin, &version, "voc").await;
    assert_eq!(
        (&export["state"], &export["bytes"], &export["losses"]),
        (&json!("running"), &Value::Null, &json!([]))
    );
    let job = admin.get(&format!("/jobs/{}", id(&export))).await.expect(200);
    assert_eq!((&job["kind"], &job["state"]), (&json!("export"), &json!("running")));
    let file = format!("/exports/{}/file", id(&export));
    admin.get(&file).await.refused(409, "export.not_done");
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let done = admin.get(&format!("/exports/{}", id(&export))).await.expect(200);
    assert_eq!((&done["state"], &done["pictures"]), (&json!("done"), &json!(2)));
    let lost = json!([
        {"what": "left_out", "kind": "picture", "count": 1}, {"what": "left_out", "kind": "points", "count": 1},
    ]);
    assert_eq!(done["losses"], lost);
    assert_eq!(admin.get(&format!("/jobs/{}", id(&export))).await.expect(200)["state"], "succeeded");
    let list = admin.get(&format!("/versions/{}/exports", id(&version))).await.expect(200);
    assert_eq!((&list["total"], &list["items"][0]["id"]), (&json!(1), &export["id"]));

    let whole = admin.get(&file).await;
    let tag = whole.etag();
    assert_eq!((whole.status.as_u16(), whole.bytes.len() as u64), (200, done["bytes"].as_u64().unwrap()));
    assert!(whole.headers["content-disposition"].to_str().unwrap().contains("-v1-voc.zip"));
    // A download that broke off goes on where it was, unless the archive is another by now.
    let from = whole.bytes.len() / 2;
    let rest = admin.with("range", &format!("bytes={from}-")).with("if-range", &tag).get(&file).await;
    assert_eq!((rest.status.as_u16(), &rest.bytes[..]), (206, &whole.bytes[from..]));
    let other = admin.with("range", &format!("bytes={from}-")).with("if-range", "\"other\"").get(&file).await;
    assert_eq!((other.status.as_u16(), other.bytes.len()), (200, whole.bytes.len()));
    admin.with("range", "bytes=99999999-").get(&file).await.refused(416, "work.range");
    assert_eq!(admin.with("if-none-match", &tag).get(&file).await.status, 304);
    let mut zip = zip::ZipArchive::new(Cursor::new(whole.bytes.clone())).unwrap();
    let mut report = String::new();
    zip.by_name("README.txt").unwrap().read_to_string(&mut report).unwrap();
    assert!(report.contains("- picture × 1: left out"), "{report}");
    // Only the archive stays in the job's folder.
    let left: Vec<_> =
        std::fs::read_dir(test.store.place().job(id(&export).parse().unwrap())).unwrap().collect();
    assert_eq!(left.len(), 1);

    // After a week it goes.
    fovea_api::clear_old_exports(&test.app, fovea_store::now() + 6 * 24 * 3_600_000).await.unwrap();
    assert_eq!(admin.get(&file).await.status, 200);
    fovea_api::clear_old_exports(&test.app, fovea_store::now() + 8 * 24 * 3_600_000).await.unwrap();
    admin.get(&file).await.refused(410, "export.gone");
    assert_eq!(admin.get(&format!("/exports/{}", id(&export))).await.expect(200)["bytes"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_stopped_or_paused_is_not_written_until_it_goes_on() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let version = version(&admin).await;
    let stopped = begun(&admin, &version, "coco").await;
    let ended = admin.post(&format!("/exports/{}/cancel", id(&stopped)), json!({})).await.expect(200);
    assert_eq!(ended["state"], "cancelled");
    assert_eq!(admin.get(&format!("/jobs/{}", id(&stopped))).await.expect(200)["state"], "stopped");
    admin.get(&format!("/exports/{}/file", id(&stopped))).await.refused(409, "export.not_done");
    // By its job as well.
    let by_job = begun(&admin, &version, "coco").await;
    admin.post(&format!("/jobs/{}/stop", id(&by_job)), json!({})).await.expect(200);
    assert_eq!(admin.get(&format!("/exports/{}", id(&by_job))).await.expect(200)["state"], "cancelled");
    let paused = begun(&admin, &version, "csv").await;
    admin.post(&format!("/jobs/{}/pause", id(&paused)), json!({})).await.expect(200);
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let told = admin.get(&format!("/exports/{}", id(&paused))).await.expect(200);
    assert_eq!((&told["state"], &told["paused"]), (&json!("running"), &json!(true)));
    // What was begun for a server that ended is begun anew by the next.
    let left = begun(&admin, &version, "datumaro").await;
    let folder = test.store.place().job(id(&left).parse().unwrap()).join("set");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("half"), "x").unwrap();
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    assert_eq!(admin.get(&format!("/exports/{}", id(&left))).await.expect(200)["state"], "done");
    assert!(!folder.exists());
    let actions = admin.get("/audit?limit=50").await.expect(200);
    let told =
        |action: &str| actions["items"].as_array().unwrap().iter().filter(|a| a["action"] == action).count();
    assert_eq!((told("export.begin"), told("export.end")), (4, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn chosen_pictures_are_exported_as_they_are_now_without_a_version() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let version = version(&admin).await;
    let project = version["project_id"].as_str().unwrap().to_string();
    let of_project = |below: &str| format!("/projects/{project}{below}");
    let tagged = json!({"found": {"name": "marked"}, "add": ["night"], "remove": []});
    admin.post(&of_project("/pictures/tags"), tagged).await.expect(200);
    let none = json!({"found": {"tags": "day"}, "format": "coco"});
    admin.post(&of_project("/exports"), none).await.refused(409, "export.none");
    let wanted = json!({"found": {"tags": "night"}, "format": "coco"});
    let export = admin.post(&of_project("/exports"), wanted).await.expect(201);
    assert_eq!((&export["version_id"], &export["state"]), (&Value::Null, &json!("running")));
    // What is said afterwards is not in it.
    let bulk = json!({"found": {"tags": "night"}, "verdict": "good", "class_id": null});
    admin.post(&of_project("/annotations/bulk"), bulk).await.expect(200);
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let done = admin.get(&format!("/exports/{}", id(&export))).await.expect(200);
    assert_eq!((&done["state"], &done["pictures"]), (&json!("done"), &json!(1)));
    let whole = admin.get(&format!("/exports/{}/file", id(&export))).await;
    let name = whole.headers["content-disposition"].to_str().unwrap().to_string();
    assert!(name.contains("-coco.zip") && !name.contains("-v"), "{name}");
    let mut zip = zip::ZipArchive::new(Cursor::new(whole.bytes.clone())).unwrap();
    let names: Vec<String> = zip.file_names().map(Into::into).collect();
    assert_eq!(names.iter().filter(|n| n.ends_with(".jpg")).count(), 1, "{names:?}");
    let mut labels = String::new();
    zip.by_name("annotations.json").unwrap().read_to_string(&mut labels).unwrap();
    let labels: Value = serde_json::from_str(&labels).unwrap();
    assert_eq!(labels["annotations"][0]["bbox"], json!([2.0, 4.0, 20.0, 10.0]));

    // It is no version: not in the list, and the next one has the next number.
    let versions = admin.get(&of_project("/versions")).await.expect(200);
    assert_eq!(versions["total"], 1);
    let next = admin.post(&of_project("/versions"), json!({"held_back": 0})).await.expect(201);
    assert_eq!(next["number"], 2);
    let list = admin.get(&of_project("/exports")).await.expect(200);
    assert_eq!((&list["total"], &list["items"][0]["id"]), (&json!(1), &export["id"]));
    let of_version = admin.get(&format!("/versions/{}/exports", id(&version))).await.expect(200);
    assert_eq!(of_version["total"], 0);
    // The version keeps the tag that a picture had when it was made.
    let kept = admin.get(&format!("/versions/{}/pictures?limit=10", id(&next))).await.expect(200);
    let tags: Vec<&Value> = kept["items"].as_array().unwrap().iter().map(|p| &p["tags"]).collect();
    assert!(tags.contains(&&json!(["night"])) && tags.contains(&&json!([])), "{tags:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_of_pictures_go_out_and_come_in_again() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let version = version(&admin).await;
    let of_project = |below: &str| format!("/projects/{}{below}", version["project_id"].as_str().unwrap());
    for name in ["marked", "new"] {
        let tagged = json!({"found": {"name": name}, "add": ["夜班", "line 3"]});
        admin.post(&of_project("/pictures/tags"), tagged).await.expect(200);
    }
    let version = admin.post(&of_project("/versions"), json!({"held_back": 0})).await.expect(201);
    for format in ["folders", "coco", "datumaro", "label_studio", "csv", "labelme", "yolo"] {
        let zip = admin.get(&format!("/versions/{}/export?format={format}", id(&version))).await.bytes;
        let other = admin.project().await;
        admin.bring(&other, vec![("again.zip", zip)]).await;
        let tags = async |name: &str| {
            admin.pictures(&other, &format!("name={name}")).await.first().map(|p| p["tags"].clone())
        };
        let both = json!(["line 3", "夜班"]);
        assert_eq!(tags("marked").await.as_ref(), Some(&both), "{format}");
        assert_eq!(tags("sound").await, Some(json!([])), "{format}");
        // Where silence means good, what nobody has said anything of is not among them.
        let left_out = matches!(format, "labelme" | "yolo");
        assert_eq!(tags("new").await, (!left_out).then_some(both), "{format}");
    }
    // Where a format has no place for them it is told.
    let export = begun(&admin, &version, "mvtec").await;
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let done = admin.get(&format!("/exports/{}", id(&export))).await.expect(200);
    let lost = json!({"what": "tags", "kind": "picture", "count": 1});
    assert!(done["losses"].as_array().unwrap().contains(&lost), "{done}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_puts_tags_to_pictures_that_are_there() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("set/a.jpg", jpeg(1)), ("set/b.jpg", jpeg(2))]).await;
    let table = "picture,tags\na.jpg,\"night, 夜班\"\nset/b.jpg,Night\nnone.jpg,x\n";
    let import = admin.bring(&project, vec![("tags.csv", table.as_bytes().to_vec())]).await;
    assert_eq!((&import["refused"], &import["columns"]), (&json!(1), &json!(0)), "{import}");
    let found = admin.pictures(&project, "sort=name&tags=night").await;
    let tags: Vec<&Value> = found.iter().map(|p| &p["tags"]).collect();
    assert_eq!(tags, [&json!(["night", "夜班"]), &json!(["night"])]);
}
