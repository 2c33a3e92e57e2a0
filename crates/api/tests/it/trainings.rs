use crate::app::{Client, TestApp, id, png};
use serde_json::{Value, json};

/// Six good parts and six with a scratch, by their folders.
pub async fn labelled(client: &Client, good: u32, bad: u32) -> Value {
    let project = client.project().await;
    let import = client.import(&project).await;
    for number in 0..good + bad {
        let class = if number < good { "good" } else { "scratch" };
        let letter = char::from(b'a' + number as u8);
        client.file(&import, &format!("{class}/{letter}.png"), png(number)).await.expect(200);
    }
    client.finish(&import).await;
    project
}

#[tokio::test]
async fn a_training_waits_in_the_queue_with_a_version_of_its_own() {
    let house = TestApp::new().await;
    let client = house.administrator().await;
    let project = labelled(&client, 12, 6).await;
    let path = format!("/projects/{}/trainings", id(&project));
    let job =
        client.post(&path, json!({ "budget_s": 60, "overkill": 0.01, "name": "螺丝 1" })).await.expect(201);
    assert_eq!(
        (&job["state"], &job["kind"], &job["owner"]),
        (&json!("queued"), &json!("train"), &json!("ada"))
    );
    assert_eq!((&job["name"], &job["spec"]["task"]), (&json!("螺丝 1"), &json!("anomaly")));
    let version =
        client.get(&format!("/versions/{}", job["spec"]["version_id"].as_str().unwrap())).await.expect(200);
    assert!(version["held_back"].as_u64().unwrap() > 0 && job["spec"]["judged"] == "held_back", "{version}");

    let found =
        client.get(&format!("/jobs?project_id={}&state=queued&kind=train", id(&project))).await.expect(200);
    assert_eq!((&found["total"], id(&found["items"][0])), (&json!(1), id(&job)));
    let none = client.get("/jobs?kind=service").await.expect(200);
    assert_eq!(none["total"], 0);
    let log = client.get(&format!("/jobs/{}/log", id(&job))).await.expect(200);
    assert_eq!(log, json!({ "lines": [], "total": 0, "next": null, "row": null, "complete": true }));

    client.delete(&format!("/projects/{}", id(&project))).await.refused(409, "project.in_use");
    for _ in 0..2 {
        let stopped = client.post(&format!("/jobs/{}/stop", id(&job)), json!({})).await.expect(200);
        assert_eq!(stopped["state"], "stopped");
    }
    client.delete(&format!("/projects/{}", id(&project))).await.expect(204);
    client.get(&format!("/jobs/{}", id(&job))).await.refused(404, "not_found");
}

#[tokio::test]
async fn what_cannot_teach_is_told_and_leaves_nothing() {
    let house = TestApp::new().await;
    let client = house.administrator().await;
    let project = labelled(&client, 4, 6).await;
    let path = format!("/projects/{}/trainings", id(&project));
    for (task, label) in [
        ("anomaly", "good"),
        ("classify", "classes"),
        ("segment", "marked"),
        ("detect", "boxes"),
        ("glue", "good"),
    ] {
        let problem = client.post(&path, json!({ "task": task })).await.refused(422, "training.not_enough");
        assert_eq!((&problem["params"]["label"], &problem["params"]["need"]), (&json!(label), &json!(5)));
    }
    let versions = client.get(&format!("/projects/{}/versions", id(&project))).await.expect(200);
    assert_eq!(versions["total"], 0);
    assert_eq!(client.get("/jobs?kind=train").await.expect(200)["total"], 0);
}

#[tokio::test]
async fn fields_that_cannot_be_are_named() {
    let house = TestApp::new().await;
    let client = house.administrator().await;
    let project = labelled(&client, 6, 6).await;
    let path = format!("/projects/{}/trainings", id(&project));
    for (body, field) in [
        (json!({ "budget_s": 1 }), "budget_s"),
        (json!({ "cost": 0 }), "cost"),
        (json!({ "overkill": 1.5 }), "overkill"),
        (json!({ "overkill": 0.1, "cost": 20 }), "overkill"),
        (json!({ "name": " " }), "name"),
        (json!({ "steps": 0 }), "steps"),
        (json!({ "task": "anomaly", "steps": 5 }), "steps"),
        (json!({ "size": 8 }), "size"),
        (json!({ "task": "anomaly", "tune": true }), "tune"),
    ] {
        let problem = client.post(&path, body).await.refused(422, "request.fields");
        assert!(problem["fields"][field].is_string(), "{problem}");
    }
    let job = client.post(&path, json!({ "task": "anomaly", "tune": false })).await.expect(201);
    assert_eq!(job["spec"]["tune"], Value::Null, "what is not asked for is not written down");
    let other = labelled(&client, 6, 6).await;
    let version = client.post(&format!("/projects/{}/versions", id(&other)), json!({})).await.expect(201);
    let foreign = json!({ "version_id": id(&version) });
    client.post(&path, foreign).await.refused(404, "not_found");
}
