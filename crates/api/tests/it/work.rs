//! Files of a job's work folder.

use crate::app::{Answer, Client, TestApp, id};
use axum::body::Body;
use axum::http::Method;
use fovea_api::Settings;
use fovea_store::{JobKind, NewJob};
use serde_json::{Value, json};
use std::io::Read;
use std::path::PathBuf;

struct House {
    test: TestApp,
    admin: Client,
    job: Value,
}

impl House {
    async fn new() -> House {
        let test = TestApp::with(Settings { unsandboxed_jobs: true, ..Settings::default() }).await;
        let admin = test.administrator().await;
        let job = admin.post("/jobs", json!({"name": "t", "command": "true"})).await.expect(201);
        House { test, admin, job }
    }

    fn work(&self) -> PathBuf {
        self.test.app.engine.folder(id(&self.job).parse().unwrap()).work()
    }

    fn at(&self, of: &str) -> String {
        format!("/jobs/{}/files{of}", id(&self.job))
    }

    async fn save(&self, path: &str, text: &str, name: &'static str, value: &str) -> Answer {
        let client = self.admin.with(name, value);
        client
            .send(
                Method::PUT,
                &self.at(&format!("/content?path={path}")),
                Body::from(text.to_string()),
                Some("text/plain"),
            )
            .await
    }

    async fn begin(&self, path: &str, bytes: usize) -> Value {
        let wanted = json!({"path": path, "bytes": bytes, "mark": "m"});
        self.admin.post(&self.at("/uploads"), wanted).await.expect(201)
    }

    async fn part(&self, upload: &Value, at: usize, bytes: &[u8]) -> Answer {
        let path = self.at(&format!("/uploads/{}?at={at}", id(upload)));
        self.admin
            .send(Method::PUT, &path, Body::from(bytes.to_vec()), Some("application/octet-stream"))
            .await
    }
}

#[tokio::test]
async fn files_come_and_go_and_each_change_is_in_the_audit() {
    let house = House::new().await;
    let admin = &house.admin;
    // Before it was ever started there is nothing, which is no error.
    let none = admin.get(&house.at("")).await.expect(200);
    assert_eq!((&none["total"], &none["seen_as"]), (&json!(0), &json!("/home/ada")));
    let upload = house.begin("data/week 1/a.bin", 6).await;
    let half = house.part(&upload, 0, b"012").await.expect(200);
    assert_eq!((&half["received"], &half["file"]), (&json!(3), &Value::Null));
    house.part(&upload, 0, b"012").await.refused(409, "work.upload_place");
    // Begun once more it is the same one.
    let again = house.begin("data/week 1/a.bin", 6).await;
    assert_eq!((id(&again), &again["received"]), (id(&upload), &json!(3)));
    let whole = house.part(&upload, 3, b"345").await.expect(200);
    assert_eq!(whole["file"]["path"], "data/week 1/a.bin");
    admin.get(&house.at(&format!("/uploads/{}", id(&upload)))).await.refused(404, "not_found");
    admin.post(&house.at("/folders"), json!({"path": "out"})).await.expect(201);
    let moved = json!({"from": "data/week 1/a.bin", "to": "out/b.bin"});
    admin.post(&house.at("/move"), moved).await.expect(200);
    let listed = admin.get(&house.at("?path=out&sort=-bytes")).await.expect(200);
    assert_eq!((&listed["items"][0]["name"], &listed["items"][0]["bytes"]), (&json!("b.bin"), &json!(6)));
    admin.delete(&house.at("?path=out")).await.refused(409, "work.not_empty");
    admin.delete(&house.at("?path=out&all=true")).await.expect(204);
    admin.get(&house.at("?path=out")).await.refused(404, "work.not_found");
    let told = admin.get("/audit?object_kind=job&limit=10").await.expect(200);
    let actions: Vec<&str> =
        told["items"].as_array().unwrap().iter().map(|r| r["action"].as_str().unwrap()).collect();
    assert_eq!(
        actions,
        ["job_file.delete", "job_file.move", "job_file.folder", "job_file.upload", "job.create"]
    );
    assert_eq!(told["items"][3]["after"], json!({"path": "data/week 1/a.bin", "bytes": 6}));
}

#[tokio::test]
async fn a_text_is_read_changed_and_not_overwritten_unseen() {
    let house = House::new().await;
    house.save("run.sh", "echo 一", "x-none", "").await.refused(428, "precondition.required");
    let made = house.save("run.sh", "echo 一", "if-none-match", "*").await.expect(200);
    let read = house.admin.get(&house.at("/text?path=run.sh")).await.expect(200);
    assert_eq!(
        (&read["text"], &read["editable"], &read["next"]),
        (&json!("echo 一"), &json!(true), &Value::Null)
    );
    assert_eq!(read["etag"], made["etag"]);
    let tag = format!("\"{}\"", made["etag"].as_str().unwrap());
    house.save("run.sh", "echo 二", "if-match", &tag).await.expect(200);
    let late = house.save("run.sh", "echo 三", "if-match", &tag).await.refused(412, "work.changed");
    assert_eq!(late["params"]["path"], "run.sh");
    house.save("run.sh", "x", "if-none-match", "*").await.refused(409, "work.exists");
    let large = "x".repeat((1 << 20) + 1);
    house.save("large", &large, "if-none-match", "*").await.refused(413, "work.too_large");
    assert_eq!(std::fs::read_to_string(house.work().join("run.sh")).unwrap(), "echo 二");
}

#[tokio::test]
async fn a_download_is_given_in_parts_and_never_as_a_page() {
    let house = House::new().await;
    house.save("page.html", "<script>0123456789", "if-none-match", "*").await.expect(200);
    let path = house.at("/content?path=page.html");
    let all = house.admin.get(&path).await;
    assert_eq!((all.status.as_u16(), all.text().as_str()), (200, "<script>0123456789"));
    assert_eq!(all.headers["content-type"], "application/octet-stream");
    assert!(all.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let part = house.admin.with("range", "bytes=8-11").get(&path).await;
    assert_eq!((part.status.as_u16(), part.text().as_str()), (206, "0123"));
    assert_eq!(part.headers["content-range"], "bytes 8-11/18");
    house.admin.with("range", "bytes=99-").get(&path).await.refused(416, "work.range");
    let changed = house.admin.with("range", "bytes=8-11").with("if-range", "\"other\"").get(&path).await;
    assert_eq!((changed.status.as_u16(), changed.bytes.len()), (200, 18));
    let known = house.admin.with("if-none-match", &all.etag()).get(&path).await;
    assert_eq!((known.status.as_u16(), known.bytes.len()), (304, 0));
}

#[tokio::test]
async fn a_folder_is_an_archive_without_what_leads_out() {
    let house = House::new().await;
    std::fs::create_dir_all(house.work().join("out/deep")).unwrap();
    std::fs::write(house.work().join("out/deep/结果.txt"), "good").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", house.work().join("out/leak")).unwrap();
    let answer = house.admin.get(&house.at("/content?path=out")).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.headers["content-type"]),
        (200, &"application/zip".parse().unwrap())
    );
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(answer.bytes)).unwrap();
    let mut text = String::new();
    zip.by_name("deep/结果.txt").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "good");
    let mut left = String::new();
    zip.by_name("LEFT-OUT.txt").unwrap().read_to_string(&mut left).unwrap();
    assert!(left.starts_with("leak: ") && zip.by_name("leak").is_err(), "{left}");
}

#[tokio::test]
async fn what_leads_out_is_refused_by_name() {
    let house = House::new().await;
    std::fs::create_dir_all(house.work()).unwrap();
    std::os::unix::fs::symlink("/etc", house.work().join("etc")).unwrap();
    for path in ["../spec.json", "%2Fetc%2Fpasswd", "a/../../spec.json", "%5Cx2e%5Cx2e/spec.json", "a%00b"] {
        for of in ["?path=", "/entry?path=", "/text?path=", "/content?path="] {
            house.admin.get(&house.at(&format!("{of}{path}"))).await.refused(422, "work.bad_path");
        }
        house.admin.delete(&house.at(&format!("?path={path}&all=true"))).await.refused(422, "work.bad_path");
        house.save(path, "x", "if-none-match", "*").await.refused(422, "work.bad_path");
    }
    house.admin.get(&house.at("/content?path=etc/passwd")).await.refused(409, "work.link");
    house
        .admin
        .post(&house.at("/uploads"), json!({"path": "../x", "bytes": 1}))
        .await
        .refused(422, "work.bad_path");
    house
        .admin
        .post(&house.at("/uploads"), json!({"path": "etc/x", "bytes": 1}))
        .await
        .refused(409, "work.link");
    house.admin.delete(&house.at("")).await.refused(422, "work.bad_path");
    house.admin.get(&house.at("?sort=colour")).await.refused(400, "list.bad_sort");
    house.admin.get(&house.at("?cursor=zz")).await.refused(400, "list.bad_cursor");
}

#[tokio::test]
async fn a_full_disk_is_told_with_the_name_of_the_file() {
    let settings = Settings { unsandboxed_jobs: true, spare_bytes: u64::MAX / 2, ..Settings::default() };
    let test = TestApp::with(settings).await;
    let admin = test.administrator().await;
    let job = admin.post("/jobs", json!({"name": "t", "command": "true"})).await.expect(201);
    let path = format!("/jobs/{}/files/uploads", id(&job));
    let full = admin.post(&path, json!({"path": "big.bin", "bytes": 9})).await.refused(507, "work.disk_full");
    assert_eq!(full["params"]["path"], "big.bin");
}

#[tokio::test]
async fn the_files_of_another_are_not_there() {
    let house = House::new().await;
    house.save("a", "x", "if-none-match", "*").await.expect(200);
    let upload = house.begin("b", 3).await;
    // Somebody with jobs of their own, who sees no others.
    let bob = house.test.member(&house.admin, "bob", "annotator").await;
    let role = json!({"name": "own jobs", "permissions": ["job.write_own"]});
    let role = house.admin.post("/roles", role).await.expect(201);
    let me = bob.get("/session").await.expect(200);
    let holders = json!({"add_user_ids": [id(&me)]});
    house.admin.post(&format!("/roles/{}/holders", id(&role)), holders).await.expect(200);
    for path in
        [house.at(""), house.at("/entry?path=a"), house.at("/text?path=a"), house.at("/content?path=a")]
    {
        house.test.anonymous().get(&path).await.refused(401, "auth.required");
        bob.get(&path).await.refused(404, "not_found");
    }
    bob.delete(&house.at("?path=a")).await.refused(404, "not_found");
    bob.get(&house.at(&format!("/uploads/{}", id(&upload)))).await.refused(404, "not_found");
    bob.post(&house.at("/folders"), json!({"path": "x"})).await.refused(404, "not_found");
    // An upload belongs to its job.
    let other = house.admin.post("/jobs", json!({"name": "u", "command": "true"})).await.expect(201);
    let strange = format!("/jobs/{}/files/uploads/{}", id(&other), id(&upload));
    house.admin.get(&strange).await.refused(404, "not_found");
}

#[tokio::test]
async fn who_may_not_come_into_a_privileged_job_writes_nothing_into_its_folder_and_does_not_resume_it() {
    let house = House::new().await;
    let bob = house.test.member(&house.admin, "bob", "annotator").await;
    let role = json!({"name": "all jobs", "permissions": ["job.write"]});
    let role = house.admin.post("/roles", role).await.expect(201);
    let me = bob.get("/session").await.expect(200);
    let holders = json!({"add_user_ids": [id(&me)]});
    house.admin.post(&format!("/roles/{}/holders", id(&role)), holders).await.expect(200);
    bob.post(&house.at("/folders"), json!({"path": "x"})).await.expect(201);
    let owner = house.admin.get("/session").await.expect(200);
    let new = NewJob {
        kind: JobKind::Command,
        project_id: None,
        name: "all rights".into(),
        owner: Some(id(&owner).parse().unwrap()),
        spec: json!({
            "command": ["true"], "image": "localhost/tools:1", "privileged": true, "environment": {},
            "work": "/home/a", "processes": 64, "restart": "never", "most_restarts": 0
        }),
        service_id: None,
        virtual_cluster: None,
        priority: 100,
        ask: Default::default(),
    };
    let job = house.test.store.create_job(new).await.unwrap().id;
    let folders = format!("/jobs/{job}/files/folders");
    bob.post(&folders, json!({"path": "x"})).await.refused(403, "auth.forbidden");
    bob.post(&format!("/jobs/{job}/resume"), json!({})).await.refused(403, "auth.forbidden");
}

#[tokio::test]
async fn whoever_fills_a_job_file_looks_into_the_folders_that_jobs_see() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("screws/good")).unwrap();
    std::fs::write(folder.path().join("screws/good/1.jpg"), "x").unwrap();
    let settings = Settings { job_data: Some(folder.path().into()), ..Settings::default() };
    let test = TestApp::with(settings).await;
    let admin = test.administrator().await;
    let at = |rest: &str| format!("/jobs/places/{rest}");
    let found = admin.get(&at("data/entries")).await.expect(200);
    assert_eq!(
        (&found["items"][0]["name"], &found["items"][0]["kind"]),
        (&json!("screws"), &json!("folder"))
    );
    let found = admin.get(&at("data/entries?path=screws/good")).await.expect(200);
    assert_eq!((&found["total"], &found["items"][0]["name"]), (&json!(1), &json!("1.jpg")));
    // Where it lies on the machine is nobody's business.
    assert!(!found.to_string().contains(folder.path().to_str().unwrap()));
    admin.get(&at("data/entries?path=../x")).await.refused(422, "work.bad_path");
    admin.get(&at("data/entries?path=nuts")).await.refused(404, "work.not_found");
    // Nobody kept anything beside their jobs yet; and there are no other places.
    assert_eq!(admin.get(&at("home/entries")).await.expect(200)["total"], 0);
    admin.get(&at("other/entries")).await.refused(404, "not_found");
    let bare = TestApp::new().await;
    bare.administrator().await.get(&at("data/entries")).await.refused(404, "not_found");
}
