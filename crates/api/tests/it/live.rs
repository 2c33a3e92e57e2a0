//! What moves, as a listener hears it: only what it may see, from where it was, and to the end.

use crate::app::{Client, TestApp, id};
use axum::body::Body;
use fovea_api::Settings;
use fovea_domain::JobEvent;
use fovea_jobs::{LogWriter, Stream};
use fovea_store::JobTask;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A line of events that is open.
struct Line {
    body: Body,
    text: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Told {
    name: String,
    id: String,
    data: Value,
}

impl Line {
    async fn open(client: &Client, path: &str) -> Line {
        let response = client.open(path).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut line = Line { body: response.into_body(), text: String::new() };
        assert_eq!(line.next().await.unwrap().name, "hello");
        line
    }

    /// `None` where the server ended it.
    async fn next(&mut self) -> Option<Told> {
        while !self.text.contains("\n\n") {
            let frame = tokio::time::timeout(Duration::from_secs(20), self.body.frame()).await;
            let bytes = frame.unwrap().map(|f| f.unwrap().into_data().unwrap())?;
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
        let (one, rest) = self.text.split_once("\n\n").unwrap();
        let field = |name: &str| {
            let value = one.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(": "));
            value.map(str::to_string)
        };
        let data = serde_json::from_str(&field("data").unwrap()).unwrap();
        let told =
            Told { name: field("event").unwrap_or_else(|| "message".into()), id: field("id").unwrap(), data };
        self.text = rest.to_string();
        Some(told)
    }

    /// Nothing comes for a while but that the line is there.
    async fn quiet(&mut self) {
        let heard = tokio::time::timeout(Duration::from_millis(300), self.next()).await;
        assert!(heard.is_err(), "{heard:?}");
    }
}

async fn house() -> TestApp {
    TestApp::with(Settings { unsandboxed_jobs: true, ..Settings::default() }).await
}

async fn submit(client: &Client, name: &str) -> String {
    id(&client.post("/jobs", json!({"name": name, "command": "true"})).await.expect(201)).to_string()
}

async fn runner(test: &TestApp, admin: &Client, name: &str) -> Client {
    let client = test.member(admin, name, "annotator").await;
    let me = client.get("/session").await.expect(200);
    let roles = admin.get("/roles?q=runner").await.expect(200);
    let role = match roles["items"].as_array().unwrap().first() {
        Some(role) => id(role).to_string(),
        None => {
            let role = json!({"name": "runner", "permissions": ["job.write_own"]});
            id(&admin.post("/roles", role).await.expect(201)).to_string()
        }
    };
    admin.post(&format!("/roles/{role}/holders"), json!({"add_user_ids": [id(&me)]})).await.expect(200);
    client
}

#[tokio::test]
async fn a_change_of_a_job_is_told_with_the_job() {
    let test = house().await;
    let admin = test.administrator().await;
    let mut line = Line::open(&admin, "/events").await;
    let job = submit(&admin, "t").await;
    let told = line.next().await.unwrap();
    assert_eq!((&told.data["type"], &told.data["id"]), (&json!("job"), &json!(job)));
    assert_eq!(told.data["job"]["state"], "queued");
    admin.post(&format!("/jobs/{job}/pause"), json!({})).await.expect(200);
    assert_eq!(line.next().await.unwrap().data["job"]["state"], "paused");
    // One that is gone is told without what it was.
    admin.post(&format!("/jobs/{job}/stop"), json!({})).await.expect(200);
    assert_eq!(line.next().await.unwrap().data["job"]["state"], "stopped");
    admin.delete(&format!("/jobs/{job}")).await.expect(204);
    let told = line.next().await.unwrap();
    assert_eq!((&told.data["id"], told.data.get("job")), (&json!(job), None));
}

#[tokio::test]
async fn an_annotator_is_told_of_their_own_work_alone() {
    let test = house().await;
    let admin = test.administrator().await;
    let bob = test.member(&admin, "bob", "annotator").await;
    let bob_id = id(&bob.get("/session").await.expect(200)).to_string();
    let project = admin.project().await;
    admin.bring(&project, vec![("a.jpg", crate::app::jpeg(1)), ("b.jpg", crate::app::jpeg(2))]).await;
    let mut line = Line::open(&bob, "/events").await;
    let me = id(&admin.get("/session").await.expect(200)).to_string();
    for person in [&me, &bob_id] {
        let wanted = json!({"name": "lot", "people": [person], "sample": 1});
        admin.post(&format!("/projects/{}/annotation_tasks", id(&project)), wanted).await.expect(201);
    }
    let told = line.next().await.unwrap();
    assert_eq!((&told.data["type"], &told.data["id"]), (&json!("annotation_task"), &json!(bob_id)));
}

#[tokio::test]
async fn another_users_jobs_are_not_told_of() {
    let test = house().await;
    let admin = test.administrator().await;
    let eve = runner(&test, &admin, "eveline").await;
    let mut line = Line::open(&eve, "/events?types=job").await;
    submit(&admin, "theirs").await;
    line.quiet().await;
    let own = submit(&eve, "own").await;
    assert_eq!(line.next().await.unwrap().data["id"], json!(own));
    // Whoever administers the virtual cluster sees those of others there.
    let me = eve.get("/session").await.expect(200);
    let clusters = admin.get("/virtual_clusters").await.expect(200);
    let cluster = id(&clusters["items"][0]).to_string();
    let members = json!({"add_user_ids": [id(&me)], "add_administrator_ids": [id(&me)]});
    admin.post(&format!("/virtual_clusters/{cluster}/members"), members).await.expect(200);
    let mut line = Line::open(&eve, "/events?types=job").await;
    let theirs = submit(&admin, "theirs").await;
    assert_eq!(line.next().await.unwrap().data["job"]["id"], json!(theirs));
}

#[tokio::test]
async fn a_token_of_a_project_hears_of_that_project_alone() {
    let test = house().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let made = admin.post("/tokens", json!({"name": "t", "project_id": id(&project)})).await.expect(201);
    let bound =
        test.anonymous().with("authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()));
    let mut line = Line::open(&bound, "/events").await;
    submit(&admin, "loose").await;
    admin.project().await;
    line.quiet().await;
    let job = submit(&bound, "here").await;
    assert_eq!(line.next().await.unwrap().data["id"], json!(job));
}

#[tokio::test]
async fn a_listener_goes_on_where_it_was_and_hears_the_newest_of_each_thing() {
    let test = house().await;
    let admin = test.administrator().await;
    let mut line = Line::open(&admin, "/events").await;
    let first = submit(&admin, "first").await;
    let last = line.next().await.unwrap();
    assert_eq!(last.data["id"], json!(first));
    drop(line);
    let second = submit(&admin, "second").await;
    admin.post(&format!("/jobs/{second}/pause"), json!({})).await.expect(200);
    admin.post(&format!("/jobs/{first}/pause"), json!({})).await.expect(200);
    let again = admin.with("last-event-id", &last.id);
    let mut line = Line::open(&again, "/events?types=job").await;
    let told = [line.next().await.unwrap(), line.next().await.unwrap()];
    assert_eq!(told.each_ref().map(|t| t.data["id"].clone()), [json!(second), json!(first)]);
    assert!(told.iter().all(|t| t.data["job"]["state"] == "paused"), "{told:?}");
    line.quiet().await;
    // A place that the server does not know any more, as after its restart: all is to be loaded again.
    for place in ["1-1", "nonsense"] {
        let mut line = Line::open(&admin.with("last-event-id", place), "/events").await;
        assert_eq!(line.next().await.unwrap().name, "missed");
        line.quiet().await;
    }
}

#[tokio::test]
async fn one_job_alone_can_be_listened_to_and_unknown_types_are_refused() {
    let test = house().await;
    let admin = test.administrator().await;
    let (job, other) = (submit(&admin, "t").await, submit(&admin, "other").await);
    let mut line = Line::open(&admin, &format!("/events?job={job}")).await;
    for id in [&other, &job] {
        admin.post(&format!("/jobs/{id}/pause"), json!({})).await.expect(200);
    }
    assert_eq!(line.next().await.unwrap().data["id"], json!(job));
    line.quiet().await;
    let problem = admin.get("/events?types=job,weather").await.refused(422, "request.fields");
    assert_eq!(problem["fields"]["types"], "field.unknown");
    test.anonymous().get("/events").await.refused(401, "auth.required");
}

#[tokio::test]
async fn a_line_on_which_nothing_happens_beats() {
    let test = house().await;
    let admin = test.administrator().await;
    let mut line = Line::open(&admin, "/events").await;
    let began = Instant::now();
    assert_eq!(line.next().await.unwrap().name, "beat");
    assert!(began.elapsed() > Duration::from_secs(9), "{:?}", began.elapsed());
}

#[tokio::test]
async fn whoever_is_logged_out_hears_no_more() {
    let test = house().await;
    let admin = test.administrator().await;
    let eve = runner(&test, &admin, "eveline").await;
    let mut line = Line::open(&eve, "/events").await;
    eve.delete("/session").await.expect(204);
    tokio::time::sleep(Duration::from_millis(2100)).await;
    submit(&admin, "t").await;
    assert_eq!(line.next().await, None);
}

#[tokio::test]
async fn a_log_is_told_as_it_grows_until_the_job_has_ended() {
    let test = house().await;
    let admin = test.administrator().await;
    let job = submit(&admin, "t").await;
    let number: fovea_store::Id = job.parse().unwrap();
    let folder = test.app.engine.folder(number);
    std::fs::create_dir_all(folder.root()).unwrap();
    let mut log = LogWriter::open(&folder).unwrap();
    let mut say = |text: &str| {
        log.add("2026-11-25T01:02:03.456Z", Stream::Out, text);
        log.flush();
    };
    say("first");
    let path = format!("/jobs/{job}/log/follow");
    let mut line = Line::open(&admin, &path).await;
    let told = line.next().await.unwrap();
    assert_eq!((&told.data["lines"][0]["text"], told.id.as_str()), (&json!("first"), "1"));
    say("second");
    let told = line.next().await.unwrap();
    assert_eq!((&told.data["lines"][0]["text"], &told.data["total"]), (&json!("second"), &json!(2)));
    drop(line);
    say("third");
    let mut line = Line::open(&admin.with("last-event-id", &told.id), &path).await;
    let third = line.next().await.unwrap();
    assert_eq!((&third.data["lines"][0]["n"], third.data["lines"].as_array().unwrap().len()), (&json!(2), 1));
    // What is written until the end is told before it.
    test.store.start_job(number, &[JobTask::of_cores("local", 1)], None).await.unwrap();
    say("last");
    test.store.move_job(number, JobEvent::Done, None).await.unwrap();
    assert_eq!(line.next().await.unwrap().data["lines"][0]["text"], "last");
    let end = line.next().await.unwrap();
    assert_eq!((end.name.as_str(), &end.data["state"]), ("end", &json!("succeeded")));
    assert_eq!(line.next().await, None);
    let eve = runner(&test, &admin, "eveline").await;
    eve.get(&path).await.refused(404, "not_found");
}
