//! Public keys of people, and who may come into a running job. The keeper within the job is played by the test.

use crate::app::{Client, TestApp, id};
use fovea_api::Settings;
use fovea_domain::JobEvent;
use fovea_jobs::enter::wire::{Ask, Told, What, read_ask};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::UnixListener;

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti ann@desk";
const PATH: &str = "/account/ssh_keys";

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_added_told_and_taken_away_by_its_owner_alone() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let made = admin.post(PATH, json!({ "public_key": KEY })).await.expect(201);
    assert_eq!(
        (&made["name"], &made["kind"], &made["bits"]),
        (&json!("ann@desk"), &json!("ssh-ed25519"), &json!(256))
    );
    assert_eq!(
        (&made["last_used_at"], made["fingerprint"].as_str().unwrap().starts_with("SHA256:")),
        (&Value::Null, true)
    );
    admin.post(PATH, json!({ "public_key": KEY, "name": "again" })).await.refused(409, "ssh_key.known");
    assert_eq!(admin.get(PATH).await.expect(200)["items"], json!([made]));

    // Somebody else may have the same key, and sees theirs alone.
    let ann = test.member(&admin, "ann", "annotator").await;
    assert_eq!(ann.get(PATH).await.expect(200)["items"], json!([]));
    let path = format!("{PATH}/{}", id(&made));
    ann.delete(&path).await.refused(404, "not_found");
    ann.post(PATH, json!({ "public_key": KEY, "name": " own " })).await.expect(201);
    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(admin.get(PATH).await.expect(200)["items"], json!([]));
    assert_eq!(ann.get(PATH).await.expect(200)["items"][0]["name"], "own");

    // A token with a part of the rights gives itself no more by a key.
    let token = admin.post("/tokens", json!({ "name": "t", "scopes": ["job.write_own"] })).await.expect(201);
    let program =
        test.anonymous().with("authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    program.post(PATH, json!({ "public_key": KEY })).await.refused(403, "auth.session_needed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_key_is_refused_at_its_field() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let long = "x".repeat(20_000);
    for (text, code) in [
        ("", "field.required"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "ssh_key.private"),
        ("no key", "ssh_key.unreadable"),
        (long.as_str(), "ssh_key.unreadable"),
        (&format!("{KEY}\n{KEY}"), "ssh_key.unreadable"),
        (&format!("no-pty {KEY}"), "ssh_key.unreadable"),
    ] {
        let problem = admin.post(PATH, json!({ "public_key": text })).await.refused(422, "request.fields");
        assert_eq!(problem["fields"]["public_key"], code, "{text:.40}");
    }
}

/// A job of this user that runs.
async fn job(test: &TestApp, owner: &Client) -> String {
    let job = owner.post("/jobs", json!({ "name": "t", "command": "x" })).await.expect(201);
    let key = id(&job).parse().unwrap();
    test.store.start_job(key, &[fovea_store::JobTask::of_cores("local", 1)], None).await.unwrap();
    test.store.move_job(key, JobEvent::Up, None).await.unwrap();
    std::fs::create_dir_all(test.store.place().job(key).join("sockets")).unwrap();
    id(&job).into()
}

/// Tells what it was asked for, and ends with 4.
async fn keeper(listener: UnixListener, asked: Arc<Mutex<Vec<Ask>>>) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let ask = read_ask(&mut stream).await.unwrap();
        asked.lock().unwrap().push(ask);
        for told in [Told::Begun, Told::Out(b"out".to_vec()), Told::Err(b"err".to_vec()), Told::Ended(4)] {
            told.write(&mut stream).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_runs_in_a_job_of_ones_own_and_stands_in_the_audit() {
    let test = TestApp::with(Settings { unsandboxed_jobs: true, ..Settings::default() }).await;
    let admin = test.administrator().await;
    let job = job(&test, &admin).await;
    let sockets = test.store.place().job(job.parse().unwrap()).join("sockets");
    let asked = Arc::<Mutex<Vec<Ask>>>::default();
    tokio::spawn(keeper(UnixListener::bind(sockets.join(".enter")).unwrap(), Arc::clone(&asked)));
    let path = format!("/jobs/{job}/exec");
    let wanted = json!({ "command": ["echo", "it's"] });
    let answer = admin.post(&path, wanted.clone()).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.headers["content-type"]),
        (200, &"application/octet-stream".parse().unwrap())
    );
    let mut expected = Vec::new();
    for told in [Told::Out(b"out".to_vec()), Told::Err(b"err".to_vec()), Told::Ended(4)] {
        told.write(&mut expected).await.unwrap();
    }
    assert_eq!(answer.bytes, expected);
    assert_eq!(asked.lock().unwrap()[0].what, What::Command(br"'echo' 'it'\''s'".to_vec()));

    // Being there is a use of the job, as one of its endpoints is, and no endpoint of it.
    let mut used = false;
    for _ in 0..400 {
        used = test.store.last_endpoint_uses().await.unwrap().contains_key(&job.parse().unwrap());
        if used {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(used, "the visit was no use of the job");
    assert_eq!(admin.get(&format!("/jobs/{job}/endpoints")).await.expect(200)["items"], json!([]));

    for (command, code) in [
        (json!([]), "field.required"),
        (json!(["a\u{0}b"]), "field.invalid"),
        (json!(["x".repeat(100_000)]), "field.too_long"),
    ] {
        let problem = admin.post(&path, json!({ "command": command })).await.refused(422, "request.fields");
        assert_eq!(problem["fields"]["command"], code);
    }
    let second = json!({ "command": ["x"], "rank": 1 });
    assert_eq!(admin.post(&path, second).await.refused(422, "job.no_task")["params"]["rank"], 1);

    // To see a job is not to come in, and another's is not there.
    let ann = test.member(&admin, "ann", "annotator").await;
    ann.post(&path, wanted.clone()).await.refused(403, "auth.forbidden");
    let user = test.member(&admin, "user", "platform_user").await;
    user.post(&path, wanted.clone()).await.refused(404, "not_found");
    assert_eq!(asked.lock().unwrap().len(), 1);

    test.store.move_job(job.parse().unwrap(), JobEvent::Done, None).await.unwrap();
    let told = admin.post(&path, wanted).await.refused(409, "job.not_running");
    assert_eq!(told["params"]["state"], "succeeded");
    // Whoever was in has left.
    for _ in 0..400 {
        let all = admin.get("/audit?limit=50").await.expect(200);
        let visits: Vec<&Value> =
            all["items"].as_array().unwrap().iter().filter(|r| r["object_id"] == json!(job)).collect();
        let of = |action: &str| visits.iter().find(|r| r["action"] == action).map(|r| r["after"].clone());
        if let (Some(enter), Some(leave)) = (of("job.enter"), of("job.leave")) {
            assert_eq!((&enter["way"], &enter["kinds"]), (&json!("exec"), &json!({ "command": 1 })));
            assert!(leave["seconds"].is_u64(), "{leave}");
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the end of the visit never came");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_ssh_says_so() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let none = json!({ "port": null, "fingerprint": null, "public_key": null });
    assert_eq!(admin.get("/jobs/ssh").await.expect(200), none);
}
