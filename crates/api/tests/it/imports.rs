use crate::app::{TestApp, id, jpeg, png};
use axum::body::{Body, Bytes};
use axum::http::Method;
use fovea_api::Settings;
use futures_util::stream;
use serde_json::{Value, json};

async fn refusals(admin: &crate::app::Client, import: &Value) -> Vec<(String, String)> {
    let found = admin.get(&format!("/imports/{}/refusals", id(import))).await.expect(200);
    let told = |r: &Value| (r["name"].as_str().unwrap().to_string(), r["code"].as_str().unwrap().to_string());
    found["items"].as_array().unwrap().iter().map(told).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_label_the_pictures_in_them() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let files = vec![
        ("set/good/1.jpg", jpeg(1)),
        ("set/bad/2.jpg", jpeg(2)),
        ("set/Scratch/3.jpg", jpeg(3)),
        ("set/crack/4.jpg", jpeg(4)),
    ];
    let import = admin.bring(&project, files).await;
    assert_eq!(
        (&import["state"], &import["added"], &import["labels"]),
        (&json!("done"), &json!(4), &json!(4))
    );
    let found = admin.pictures(&project, "sort=name").await;
    let said: Vec<_> =
        found.iter().map(|p| (p["name"].as_str().unwrap(), p["verdict"].as_str().unwrap())).collect();
    assert_eq!(
        said,
        [
            ("set/Scratch/3.jpg", "bad"),
            ("set/bad/2.jpg", "bad"),
            ("set/crack/4.jpg", "bad"),
            ("set/good/1.jpg", "good")
        ]
    );
    // `bad` names no kind; `crack` is a new one.
    assert_eq!(found[1]["class_ids"], json!([]));
    assert_eq!(found[0]["class_ids"], json!([admin.class_id(&project, "scratch").await]));
    assert_eq!(found[2]["class_ids"], json!([admin.class_id(&project, "crack").await]));
    assert_eq!(found[3]["class_ids"], json!([admin.class_id(&project, "good").await]));
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_without_folders_stay_unlabelled() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.bring(&project, vec![("1.jpg", jpeg(1)), ("my photos/2.jpg", jpeg(2))]).await;
    assert_eq!((&import["added"], &import["files"]), (&json!(2), &json!(2)));
    assert!(admin.pictures(&project, "labelled=true&name=1.jpg").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_picture_is_named_and_the_rest_comes_in() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    let mut cut = jpeg(2);
    cut.truncate(cut.len() / 2);
    assert_eq!(admin.file(&import, "a.jpg", jpeg(1)).await.expect(200)["added"], 1);
    let told = admin.file(&import, "cut.jpg", cut).await.expect(200);
    assert_eq!((&told["added"], &told["refused"][0]["code"]), (&json!(0), &json!("picture.truncated")));
    let detail = told["refused"][0]["detail"].as_str().unwrap();
    assert!(!detail.contains(test.folder().to_str().unwrap()), "{detail}");
    admin.file(&import, "notes.docx", b"no picture".to_vec()).await.expect(200);
    admin.file(&import, "empty.png", Vec::new()).await.expect(200);
    admin.file(&import, ".DS_Store", b"x".to_vec()).await.expect(200);
    let import = admin.finish(&import).await;
    assert_eq!((&import["added"], &import["refused"]), (&json!(1), &json!(3)));
    let names: Vec<_> = refusals(&admin, &import).await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["cut.jpg", "notes.docx", "empty.png"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_picture_twice_is_counted_not_doubled() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.jpg", jpeg(1))]).await;
    let import = admin.bring(&project, vec![("good/b.jpg", jpeg(1)), ("good/c.jpg", jpeg(2))]).await;
    assert_eq!((&import["added"], &import["duplicates"]), (&json!(1), &json!(1)));
    let found = admin.pictures(&project, "sort=name").await;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["verdict"], "good", "its second folder labels the first picture");
    // In another project it is another picture.
    let other = admin.project().await;
    assert_eq!(admin.bring(&other, vec![("a.jpg", jpeg(1))]).await["added"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_of_people_are_not_overwritten_by_files() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.jpg", jpeg(1))]).await;
    let picture = admin.pictures(&project, "").await.remove(0);
    let path = format!("/pictures/{}/annotation", id(&picture));
    admin.with("if-match", "\"1\"").put(&path, json!({"verdict": "bad"})).await.expect(200);
    let import = admin.bring(&project, vec![("good/a.jpg", jpeg(1)), ("dent/b.jpg", jpeg(2))]).await;
    assert_eq!(import["labels"], 1);
    assert_eq!(admin.get(&path).await.expect(200)["verdict"], "bad");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_lead_out_are_refused() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    for name in ["../a.jpg", "/etc/passwd", "a/../../b.jpg", "..\\a.jpg", ""] {
        admin.file(&import, name, jpeg(1)).await.refused(422, "import.bad_name");
    }
    assert!(admin.pictures(&project, "").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_cut_leaves_nothing() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    let bytes = Bytes::from(jpeg(1));
    let parts = [Ok(bytes), Err(std::io::Error::other("hung up"))];
    let body = Body::from_stream(stream::iter(parts));
    let path = format!("/imports/{}/files?name=a.jpg", id(&import));
    admin.send(Method::PUT, &path, body, None).await.refused(400, "import.cut");
    let pending = test.folder().join("uploads").join(id(&import)).join("pending");
    assert_eq!(std::fs::read_dir(pending).unwrap().count(), 0);
    let import = admin.finish(&import).await;
    assert_eq!((&import["added"], &import["received_bytes"]), (&json!(0), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_large_a_file_and_too_small_a_disk_are_told_before_the_body_is_read() {
    let test = TestApp::with(Settings { most_upload_bytes: 1000, ..Settings::default() }).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    let path = format!("/imports/{}/files?name=a.jpg", id(&import));
    let admin_with = admin.with("content-length", "1001");
    admin_with
        .send(Method::PUT, &path, Body::from(vec![0; 1001]), None)
        .await
        .refused(413, "import.too_large");
    let many = stream::iter((0..20).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![0; 100]))));
    admin.send(Method::PUT, &path, Body::from_stream(many), None).await.refused(413, "import.too_large");

    let test = TestApp::with(Settings { spare_bytes: u64::MAX, ..Settings::default() }).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    let told = admin.file(&import, "a.jpg", jpeg(1)).await.refused(507, "import.disk_full");
    assert!(told["params"]["free_bytes"].as_u64().unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_import_takes_nothing_more() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.bring(&project, vec![("a.jpg", jpeg(1))]).await;
    admin.file(&import, "b.jpg", jpeg(2)).await.refused(409, "import.ended");
    assert_eq!(admin.finish(&import).await["state"], "done", "asked again it says the same");
    admin.post(&format!("/imports/{}/cancel", id(&import)), json!({})).await.refused(409, "import.ended");
    assert!(!test.folder().join("uploads").join(id(&import)).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_import_keeps_what_came_in() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    admin.file(&import, "good/a.jpg", jpeg(1)).await.expect(200);
    let ended = admin.post(&format!("/imports/{}/cancel", id(&import)), json!({})).await.expect(200);
    assert_eq!(ended["state"], "cancelled");
    assert_eq!(admin.pictures(&project, "labelled=false").await.len(), 1);
    assert!(!test.folder().join("uploads").join(id(&import)).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_goes_on_after_its_server_was_killed() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    admin.file(&import, "good/a.jpg", jpeg(1)).await.expect(200);
    // It might be a mask, so it waits for the end.
    admin.file(&import, "dent/b_mask.png", png(2)).await.expect(200);
    // As if it had been killed between a blob and its row.
    let bytes = png(5);
    let hash = test.store.blobs().put(&bytes).unwrap();
    let kept = fovea_store::BlobHash::of(&jpeg(1));
    let uploads = test.folder().join("uploads");
    let pending = uploads.join(id(&import)).join("pending");
    std::fs::write(pending.join(format!("{hash}.1")), &bytes).unwrap();
    std::fs::write(pending.join(format!("{kept}.2")), jpeg(1)).unwrap();
    std::fs::write(pending.join(".half.part"), b"half").unwrap();
    // And one that ended, whose folder nobody could clear.
    let over = uploads.join(fovea_store::Id::new().to_string());
    std::fs::create_dir_all(over.join("tree")).unwrap();

    let test = test.again();
    let admin = test.known(&admin);
    assert_eq!(fovea_api::find_left_imports(&test.app).await.unwrap(), 0);
    assert!(!test.store.blobs().holds(&hash), "a blob without a row goes");
    assert!(test.store.blobs().holds(&kept), "a blob with a row stays");
    assert_eq!(std::fs::read_dir(&pending).unwrap().count(), 0);
    assert!(!over.exists());
    assert_eq!(admin.get(&format!("/imports/{}", id(&import))).await.expect(200)["state"], "running");
    assert_eq!(admin.get(&format!("/jobs/{}", id(&import))).await.expect(200)["state"], "running");
    // Whoever did not hear that a file had come sends it again.
    let again = admin.file(&import, "good/a.jpg", jpeg(1)).await.expect(200);
    assert_eq!((&again["added"], &again["duplicates"]), (&json!(0), &json!(1)));
    admin.file(&import, "dent/c.jpg", jpeg(3)).await.expect(200);
    let ended = admin.finish(&import).await;
    assert_eq!(
        (&ended["state"], &ended["added"], &ended["labels"]),
        (&json!("done"), &json!(3), &json!(3)),
        "{ended}"
    );
    assert_eq!(std::fs::read_dir(&uploads).unwrap().count(), 0);
    assert_eq!(admin.pictures(&project, "").await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_at_its_last_step_is_brought_to_its_end_by_the_next_server() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    admin.file(&import, "good/a.jpg", jpeg(1)).await.expect(200);
    admin.file(&import, "dent/b.jpg", jpeg(2)).await.expect(200);
    admin.file(&import, "dent/c_mask.png", png(3)).await.expect(200);
    let mut cut = png(4);
    cut.truncate(cut.len() / 2);
    admin.file(&import, "dent/cut_mask.png", cut).await.expect(200);
    // Killed as it began with the labels, one file on its way from the tree into the project.
    test.store.finish_import(id(&import).parse().unwrap()).await.unwrap();
    let folder = test.folder().join("uploads").join(id(&import));
    std::fs::create_dir_all(folder.join("held/dent")).unwrap();
    std::fs::rename(folder.join("tree/dent/c_mask.png"), folder.join("held/dent/c_mask.png")).unwrap();
    // And one of which it had said what is wrong, but which it had not taken away yet.
    std::fs::rename(folder.join("tree/dent/cut_mask.png"), folder.join("held/dent/cut_mask.png")).unwrap();
    let refused = fovea_store::NewRefusal {
        name: "dent/cut_mask.png".into(),
        code: "picture.damaged".into(),
        detail: "It is cut short.".into(),
    };
    let received = fovea_store::Received { refusals: vec![refused], ..Default::default() };
    test.store.receive(id(&import).parse().unwrap(), &received).await.unwrap();

    let test = test.again();
    let admin = test.known(&admin);
    fovea_api::find_left_imports(&test.app).await.unwrap();
    fovea_api::end_overdue_imports(&test.app, fovea_store::now()).await.unwrap();
    let path = format!("/imports/{}", id(&import));
    let ended = admin.get(&path).await.expect(200);
    assert_eq!(
        (&ended["state"], &ended["added"], &ended["labels"]),
        (&json!("done"), &json!(3), &json!(3)),
        "{ended}"
    );
    let told = refusals(&admin, &import).await;
    let cut = told.iter().filter(|(name, _)| name == "dent/cut_mask.png").count();
    assert_eq!(cut, 1, "{told:?}");
    fovea_api::end_overdue_imports(&test.app, fovea_store::now()).await.unwrap();
    assert_eq!(admin.get(&path).await.expect(200), ended);
    assert_eq!(refusals(&admin, &import).await, told, "nothing is told twice");
    assert_eq!(admin.get(&format!("/jobs/{}", id(&import))).await.expect(200)["state"], "succeeded");
    // Who asks for its end now is told how it ended.
    assert_eq!(admin.finish(&import).await, ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_a_job_with_events_progress_and_a_log() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    let at = |rest: &str| format!("/jobs/{}{rest}", id(&import));
    let mut cut = jpeg(2);
    cut.truncate(cut.len() / 2);
    admin.file(&import, "good/a.jpg", jpeg(1)).await.expect(200);
    admin.file(&import, "good/cut.jpg", cut).await.expect(200);
    let job = admin.get(&at("")).await.expect(200);
    assert_eq!(
        (&job["kind"], &job["name"], &job["state"], &job["owner"], &job["held"]),
        (&json!("import"), &project["name"], &json!("running"), &json!("ada"), &json!(0))
    );
    assert_eq!((&job["progress"]["phase"], &job["progress"]["done"]), (&json!("import_files"), &json!(2)));
    let listed = admin.get("/jobs?kind=import&state=running").await.expect(200);
    assert_eq!((&listed["total"], &listed["items"][0]["id"]), (&json!(1), &import["id"]));
    admin.finish(&import).await;
    let job = admin.get(&at("")).await.expect(200);
    assert_eq!((&job["state"], &job["progress"]["phase"]), (&json!("succeeded"), &json!("import_labels")));
    let events = admin.get(&at("/events")).await.expect(200);
    let told: Vec<&str> =
        events["items"].as_array().unwrap().iter().map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(told, ["submit", "start", "up", "done"]);
    let log = admin.get(&at("/log")).await.expect(200);
    let lines: Vec<&str> =
        log["lines"].as_array().unwrap().iter().map(|l| l["text"].as_str().unwrap()).collect();
    assert_eq!(lines[0], "good/a.jpg: 1 new, 0 known, 0 left out");
    assert!(lines.iter().any(|l| l.starts_with("good/cut.jpg was left out: ")), "{lines:?}");
    assert!(lines.last().unwrap().starts_with("ended: 1 new, 0 known, 1 left out, 1 labelled"), "{lines:?}");
    assert!(!log.to_string().contains(test.folder().to_str().unwrap()), "{log}");
    assert_eq!(admin.get(&at("/tasks")).await.expect(200)["items"], json!([]));
    assert_eq!(admin.get(&at("/metrics")).await.expect(200)["points"], json!([]));
    admin.delete(&at("")).await.expect(204);
    assert_eq!(admin.get(&format!("/imports/{}", id(&import))).await.expect(200)["state"], "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_paused_resumed_and_stopped_as_every_job() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    let (job, path) = (format!("/jobs/{}", id(&import)), format!("/imports/{}", id(&import)));
    let steer = async |what: &str| admin.post(&format!("{job}/{what}"), json!({})).await;
    admin.file(&import, "good/a.jpg", jpeg(1)).await.expect(200);
    assert_eq!(steer("pause").await.expect(200)["state"], "paused");
    assert_eq!(steer("pause").await.expect(200)["state"], "paused");
    let paused = admin.get(&path).await.expect(200);
    assert_eq!((&paused["state"], &paused["paused"]), (&json!("running"), &json!(true)));
    admin.file(&import, "good/b.jpg", jpeg(2)).await.refused(409, "import.paused");
    admin.post(&format!("{path}/finish"), json!({})).await.refused(409, "import.paused");
    assert_eq!(admin.get(&format!("{job}/why")).await.expect(200)["code"], "wait.paused");
    assert_eq!(steer("resume").await.expect(200)["state"], "queued");
    // Its turn comes by the engine, as for every job.
    let engine = test.app.engine.clone();
    tokio::spawn(async move { engine.run().await });
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while admin.get(&job).await.expect(200)["state"] != "running" {
        assert!(std::time::Instant::now() < until, "it never went on");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    admin.file(&import, "good/b.jpg", jpeg(2)).await.expect(200);
    assert_eq!(steer("stop").await.expect(200)["state"], "stopped");
    assert_eq!(steer("stop").await.expect(200)["state"], "stopped");
    admin.file(&import, "good/c.jpg", jpeg(3)).await.refused(409, "import.stopped_by_hand");
    let ended = admin.get(&path).await.expect(200);
    assert_eq!(
        (&ended["state"], &ended["added"], &ended["reason"]["code"]),
        (&json!("cancelled"), &json!(2), &json!("import.stopped_by_hand"))
    );
    test.app.engine.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_nobody_sends_to_is_ended_and_so_are_those_of_a_project_that_goes() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    admin.file(&import, "a.jpg", jpeg(1)).await.expect(200);
    let now = fovea_store::now();
    let hours = |n: i64| now + n * 3_600_000 + 60_000;
    fovea_api::end_overdue_imports(&test.app, hours(23)).await.unwrap();
    assert_eq!(admin.get(&format!("/imports/{}", id(&import))).await.expect(200)["state"], "running");
    fovea_api::end_overdue_imports(&test.app, hours(24)).await.unwrap();
    let told = admin.file(&import, "b.jpg", jpeg(2)).await.refused(409, "import.silent");
    assert_eq!(told["params"]["hours"], 24);
    let import = admin.import(&project).await;
    admin.file(&import, "b.jpg", jpeg(2)).await.expect(200);
    admin.delete(&format!("/projects/{}", id(&project))).await.expect(204);
    let job = test.store.open_jobs().await.unwrap();
    assert!(job.is_empty(), "{job:?}");
    fovea_api::end_overdue_imports(&test.app, now).await.unwrap();
    assert_eq!(std::fs::read_dir(test.folder().join("uploads")).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_all_come_in() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    let mut tasks = Vec::new();
    for number in 0..40 {
        let (admin, import) = (admin.clone(), import.clone());
        // Every picture is sent twice.
        tasks.push(tokio::spawn(async move {
            admin.file(&import, &format!("{number}.jpg"), jpeg(number / 2)).await.expect(200)
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let import = admin.finish(&import).await;
    assert_eq!(
        (&import["added"], &import["duplicates"], &import["files"]),
        (&json!(20), &json!(20), &json!(40))
    );
    assert_eq!(admin.pictures(&project, "").await.len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_that_end_an_import_at_once_each_is_told_the_same_end() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    for round in 0..8 {
        let project = admin.project().await;
        let import = admin.import(&project).await;
        // Those in `gt` might be masks and come in at the end only.
        for (name, number) in [("gt/1.jpg", 1), ("gt/2.jpg", 2), ("good/3.jpg", 3), ("dent/4.jpg", 4)] {
            admin.file(&import, name, jpeg(10 * round + number)).await.expect(200);
        }
        let ends: Vec<_> = (0..4)
            .map(|_| {
                let (admin, import) = (admin.clone(), import.clone());
                tokio::spawn(async move { admin.finish(&import).await })
            })
            .collect();
        for end in ends {
            let told = end.await.unwrap();
            assert_eq!(
                (&told["state"], &told["added"], &told["labels"]),
                (&json!("done"), &json!(4), &json!(4))
            );
        }
        assert_eq!(admin.pictures(&project, "").await.len(), 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hangs_up_while_an_import_ends_finds_it_ended() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    for round in 0..8 {
        let project = admin.project().await;
        let import = admin.import(&project).await;
        for (name, number) in [("gt/1.jpg", 1), ("gt/2.jpg", 2), ("good/3.jpg", 3), ("dent/4.jpg", 4)] {
            admin.file(&import, name, jpeg(10 * round + number)).await.expect(200);
        }
        let end = {
            let (admin, import) = (admin.clone(), import.clone());
            tokio::spawn(async move { admin.finish(&import).await })
        };
        tokio::time::sleep(std::time::Duration::from_micros(u64::from(round) * 700)).await;
        end.abort();
        let told = admin.finish(&import).await;
        assert_eq!((&told["added"], &told["labels"]), (&json!(4), &json!(4)), "round {round}");
        assert!(!test.folder().join("uploads").join(id(&import)).exists());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_comes_while_its_import_ends_is_refused_and_leaves_nothing() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    admin.file(&import, "good/a.jpg", jpeg(1)).await.expect(200);
    let (send, receive) = tokio::sync::mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    let body = Body::from_stream(stream::unfold(receive, |mut r| async { Some((r.recv().await?, r)) }));
    let path = format!("/imports/{}/files?name=b.jpg", id(&import));
    let sending = {
        let admin = admin.clone();
        tokio::spawn(async move { admin.send(Method::PUT, &path, body, None).await })
    };
    let bytes = jpeg(2);
    let half = bytes.len() / 2;
    for part in [&bytes[..half / 2], &bytes[half / 2..half]] {
        send.send(Ok(Bytes::copy_from_slice(part))).await.unwrap();
    }
    admin.finish(&import).await;
    send.send(Ok(Bytes::copy_from_slice(&bytes[half..]))).await.unwrap();
    drop(send);
    sending.await.unwrap().refused(409, "import.ended");
    assert_eq!(admin.pictures(&project, "").await.len(), 1);
    assert!(!test.folder().join("uploads").join(id(&import)).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_of_a_project_are_listed_with_who_and_how_many_were_left_out() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let first = admin.bring(&project, vec![("a.jpg", jpeg(1)), ("b.jpg", b"no picture".to_vec())]).await;
    let second = admin.bring(&project, vec![("a.jpg", jpeg(1))]).await;
    let path = format!("/projects/{}/imports", id(&project));
    let all = admin.get(&path).await.expect(200);
    assert_eq!(
        (&all["total"], &all["items"][0]["id"], &all["items"][1]["id"]),
        (&json!(2), &second["id"], &first["id"])
    );
    assert_eq!((&all["items"][0]["duplicates"], &all["items"][0]["source"]), (&json!(1), &json!(null)));
    assert_eq!((&all["items"][1]["refused"], &all["items"][1]["state"]), (&json!(1), &json!("done")));
    let me = admin.get("/session").await.expect(200);
    assert_eq!(all["items"][1]["created_by"], me["name"]);
    let page = admin.get(&format!("{path}?limit=1")).await.expect(200);
    let next = page["next"].as_str().unwrap();
    let rest = admin.get(&format!("{path}?limit=1&cursor={next}")).await.expect(200);
    assert_eq!((&rest["items"][0]["id"], &rest["next"]), (&first["id"], &json!(null)));
    admin.get(&format!("/projects/{}/imports", fovea_store::Id::new())).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn turned_and_wrongly_named_pictures_come_in_as_they_are_seen() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    // A note of a camera that was held upright.
    let mut note = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    note.extend([6, 0, 0, 0, 0, 0, 0]);
    let mut turned = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, u8::try_from(note.len() + 2).unwrap()];
    turned.extend(note);
    turned.extend(&jpeg(1)[2..]);
    let import = admin.bring(&project, vec![("turned.png", turned), ("plain.tif", jpeg(2))]).await;
    assert_eq!((&import["added"], &import["refused"]), (&json!(2), &json!(0)));
    let found = admin.pictures(&project, "sort=name").await;
    let facts: Vec<Value> =
        found.iter().map(|p| json!([p["name"], p["width"], p["height"], p["format"]])).collect();
    assert_eq!(facts, [json!(["plain.tif", 64, 48, "jpeg"]), json!(["turned.png", 48, 64, "jpeg"])]);
}
