//! A model and a service without a training: rows as the engine would leave them, and a process that only pretends to
//! judge.

use crate::app::{Client, TestApp, id};
use axum::Router;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use fovea_domain::JobEvent;
use fovea_store::{Id, JobKind, NewJob, NewModel};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;

pub struct Line {
    pub house: TestApp,
    pub client: Client,
    pub project: Value,
    pub model: String,
}

impl Line {
    pub async fn new() -> Line {
        let house = TestApp::new().await;
        let client = house.administrator().await;
        let project = client.project().await;
        let model = model(&house, &client, &project).await;
        Line { house, client, project, model }
    }

    /// Only a released model is deployed.
    pub async fn release(&self, model: &str) {
        let path = format!("/models/{model}");
        let found = self.client.get(&path).await;
        if found.expect(200)["stage"] == "draft" {
            let client = self.client.with("if-match", &found.etag());
            client.patch(&path, json!({ "stage": "released" })).await.expect(200);
        }
    }

    pub async fn service(&self, keep: &str) -> Value {
        self.release(&self.model).await;
        let new = json!({ "model_id": self.model, "name": "line 1", "keep": keep });
        self.client.post(&format!("/projects/{}/services", id(&self.project)), new).await.expect(201)
    }

    /// A service whose process answers.
    pub async fn running(&self, keep: &str) -> Value {
        let service = self.service(keep).await;
        let job: Id = service["job_id"].as_str().unwrap().parse().unwrap();
        for event in [JobEvent::Start, JobEvent::Up] {
            self.house.store.move_job(job, event, None).await.unwrap();
        }
        listen(self.house.store.place().job(job).join("work"));
        self.client.get(&format!("/services/{}", id(&service))).await.expect(200)
    }
}

/// A model of a project, from a training that was never run.
pub async fn model(house: &TestApp, client: &Client, project: &Value) -> String {
    model_of(house, client, project, "anomaly").await
}

/// One of this task.
pub async fn model_of(house: &TestApp, client: &Client, project: &Value, task: &str) -> String {
    let version = client.post(&format!("/projects/{}/versions", id(project)), json!({})).await;
    let version = match version.status {
        StatusCode::CREATED => id(&version.json()).to_string(),
        // Without pictures there is none.
        _ => {
            client.bring(project, vec![("a.png", crate::app::png(1))]).await;
            let made = client.post(&format!("/projects/{}/versions", id(project)), json!({})).await;
            id(&made.expect(201)).to_string()
        }
    };
    let project_id: Id = id(project).parse().unwrap();
    let (kind, name, spec) = (JobKind::Train, "t".to_string(), json!({}));
    let new = NewJob {
        kind,
        project_id: Some(project_id),
        name,
        owner: None,
        spec,
        service_id: None,
        virtual_cluster: None,
        priority: 100,
        ask: Default::default(),
    };
    let job = house.store.create_job(new).await.unwrap().id;
    house.store.move_job(job, JobEvent::Start, None).await.unwrap();
    let new = NewModel {
        id: Id::new(),
        version_id: Some(version.parse().unwrap()),
        name: "m".into(),
        task: task.into(),
        note: String::new(),
        threshold: 0.5,
        classes: vec!["anomaly".into()],
        bytes: 1,
        summary: None,
    };
    house.store.finish_training(job, (JobEvent::Done, None), new).await.unwrap().id.to_string()
}

/// Says what the first bytes of the picture ask for.
async fn pretend(Query(query): Query<HashMap<String, String>>, body: Bytes) -> Response {
    let problem = |status: StatusCode, code: &str| {
        (status, axum::Json(json!({ "code": code, "detail": "as asked" }))).into_response()
    };
    match &body[..] {
        b"busy" => ([(header::RETRY_AFTER, "1")], problem(StatusCode::TOO_MANY_REQUESTS, "service.busy"))
            .into_response(),
        b"broken" => problem(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        b"text" => problem(StatusCode::UNPROCESSABLE_ENTITY, "picture.unknown_format"),
        bytes => {
            let ng = bytes.ends_with(b"ng");
            let heat = match query["heat"].as_str() {
                "1" => true,
                "ng" => ng,
                _ => false,
            };
            let mut answer = json!({
                "verdict": if ng { "ng" } else { "ok" }, "score": if ng { 0.75 } else { 0.25 },
                "class": if ng { "anomaly" } else { "good" }, "scores": { "anomaly": 0.5 }, "regions": [],
                "ms": { "decode": 1.0, "run": 2.0, "total": 3.0 }, "width": 64, "height": 48,
            });
            if bytes.starts_with(b"spot") {
                let corners = [[10.0, 10.0], [18.0, 10.0], [18.0, 18.0], [10.0, 18.0]];
                answer["regions"] = json!([{
                    "class": "anomaly", "score": 0.75, "bbox": [10.0, 10.0, 8.0, 8.0], "polygon": corners, "area": 64.0,
                }]);
            }
            if heat {
                answer["heat_png"] = "iVBORw0KGgo=".into();
            }
            axum::Json(answer).into_response()
        }
    }
}

fn listen(work: PathBuf) {
    std::fs::create_dir_all(&work).unwrap();
    let listener = tokio::net::UnixListener::bind(work.join("s.sock")).unwrap();
    let routes = Router::new().route("/infer", post(pretend));
    tokio::spawn(async move { axum::serve(listener, routes).await });
}
