use crate::app::id;
use crate::line::{Line, model};
use serde_json::json;

#[tokio::test]
async fn a_service_starts_when_it_is_made_and_stops_when_asked() {
    let line = Line::new().await;
    let service = line.service("ng").await;
    let path = format!("/services/{}", id(&service));
    assert_eq!((&service["state"], &service["model_number"]), (&json!("queued"), &json!(1)));
    assert_eq!(service["address"], format!("/api/v1{path}/infer"));
    let same = line.client.post(&format!("{path}/start"), json!({})).await.expect(200);
    assert_eq!(same["job_id"], service["job_id"]);
    let stopped = line.client.post(&format!("{path}/stop"), json!({})).await.expect(200);
    assert_eq!(stopped["state"], "stopped");
    let again = line.client.post(&format!("{path}/start"), json!({})).await.expect(200);
    assert!(again["state"] == "queued" && again["job_id"] != service["job_id"], "{again}");
    let stats = line.client.get(&format!("{path}/stats")).await.expect(200);
    assert_eq!(stats["points"], json!([]));
}

#[tokio::test]
async fn one_that_is_stopping_is_started_again_when_it_has_stopped() {
    let line = Line::new().await;
    let service = line.running("ng").await;
    let path = format!("/services/{}", id(&service));
    let stopping = line.client.post(&format!("{path}/stop"), json!({})).await.expect(200);
    assert_eq!(stopping["state"], "stopping");
    line.client.post(&format!("{path}/start"), json!({})).await.expect(200);
    assert!(!line.house.store.start_again().await.unwrap());
    let job = service["job_id"].as_str().unwrap().parse().unwrap();
    line.house.store.move_job(job, fovea_domain::JobEvent::Failed, None).await.unwrap();
    assert!(line.house.store.start_again().await.unwrap());
    let again = line.client.get(&path).await.expect(200);
    assert!(again["state"] == "queued" && again["job_id"] != service["job_id"], "{again}");
    assert!(!line.house.store.start_again().await.unwrap());
}

#[tokio::test]
async fn changes_are_kept_and_another_model_needs_a_new_start() {
    let line = Line::new().await;
    let service = line.running("ng").await;
    let path = format!("/services/{}", id(&service));
    let changed = line.client.patch(&path, json!({ "name": "line 2", "keep": "all" })).await.expect(200);
    assert_eq!((&changed["name"], &changed["keep"]), (&json!("line 2"), &json!("all")));
    assert_eq!(changed["state"], "running");
    let second = model(&line.house, &line.client, &line.project).await;
    let early = line.client.patch(&path, json!({ "model_id": second })).await;
    assert_eq!(early.refused(409, "model.not_released")["params"]["stage"], "draft");
    line.release(&second).await;
    let changed = line.client.patch(&path, json!({ "model_id": second })).await.expect(200);
    assert_eq!((&changed["state"], &changed["model_number"]), (&json!("stopping"), &json!(2)));
}

#[tokio::test]
async fn models_that_are_foreign_or_not_released_are_not_served() {
    let line = Line::new().await;
    let other = line.client.project().await;
    let services = format!("/projects/{}/services", id(&other));
    let new = json!({ "model_id": line.model, "name": "x", "keep": "ng" });
    line.client.post(&services, new.clone()).await.refused(422, "request.fields");
    let path = format!("/models/{}", line.model);
    let services = format!("/projects/{}/services", id(&line.project));
    line.client.post(&services, new.clone()).await.refused(409, "model.not_released");
    let service = line.running("ng").await;
    let client = line.client.with("if-match", "\"2\"");
    client.patch(&path, json!({ "stage": "retired" })).await.expect(200);
    let refused = line.client.post(&services, new).await;
    assert_eq!(refused.refused(409, "model.not_released")["params"]["stage"], "retired");
    let again = format!("/services/{}/start", id(&service));
    line.client.post(&again, json!({})).await.refused(409, "model.not_released");
}

#[tokio::test]
async fn a_service_that_was_taken_away_is_not_found() {
    let line = Line::new().await;
    let service = line.running("ng").await;
    let path = format!("/services/{}", id(&service));
    line.client.delete(&path).await.expect(204);
    line.client.get(&path).await.refused(404, "not_found");
    line.client.delete(&path).await.refused(404, "not_found");
    let job = format!("/jobs/{}", service["job_id"].as_str().unwrap());
    assert_eq!(line.client.get(&job).await.expect(200)["state"], "stopping");
}

#[tokio::test]
async fn stages_go_forward_only_and_edits_need_the_revision() {
    let line = Line::new().await;
    let path = format!("/models/{}", line.model);
    line.client.patch(&path, json!({ "note": "x" })).await.refused(428, "precondition.required");
    let stale = line.client.with("if-match", "\"7\"");
    stale.patch(&path, json!({ "note": "x" })).await.refused(412, "precondition.failed");
    let first = line.client.with("if-match", "\"1\"");
    first.patch(&path, json!({ "stage": "retired" })).await.refused(409, "model.stage");
    first.patch(&path, json!({ "threshold": 1.5 })).await.refused(422, "request.fields");
    let changed = first.patch(&path, json!({ "stage": "released", "note": "好" })).await;
    assert_eq!(changed.etag(), "\"2\"");
    assert_eq!(changed.expect(200)["stage"], "released");
    for (stage, count) in [("released", 1), ("draft", 0)] {
        let list = line.client.get(&format!("/projects/{}/models?stage={stage}", id(&line.project))).await;
        assert_eq!(list.expect(200)["total"], count, "{stage}");
    }
    let second = line.client.with("if-match", "\"2\"");
    second.patch(&path, json!({ "stage": "draft" })).await.refused(409, "model.stage");
    // Nothing was trained, so there is nothing to look at.
    for part in ["evaluation", "evaluation/0/heat", "evaluation/x/heat", "report", "package"] {
        line.client.get(&format!("{path}/{part}")).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn lists_of_models_and_services_are_searched_and_sorted() {
    let line = Line::new().await;
    let second = model(&line.house, &line.client, &line.project).await;
    let path = format!("/models/{second}");
    let at_first = line.client.with("if-match", "\"1\"");
    let named = json!({ "name": "a nightly one", "note": "夜班 50% 返工" });
    at_first.patch(&path, named).await.expect(200);
    let services = format!("/projects/{}/services", id(&line.project));
    line.release(&line.model).await;
    for name in ["b cell", "A cell"] {
        line.client
            .post(&services, json!({ "model_id": line.model, "name": name, "keep": "ng" }))
            .await
            .expect(201);
    }
    let names = async |path: String| {
        let list = line.client.get(&path).await.expect(200);
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| item["name"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    let models = format!("/projects/{}/models", id(&line.project));
    let first = names(models.clone()).await[1].clone();
    assert_eq!(names(format!("{models}?sort=created_at")).await, [first.as_str(), "a nightly one"]);
    assert_eq!(names(format!("{models}?q=nightly")).await, ["a nightly one"]);
    assert_eq!(names(format!("{models}?q=%E5%A4%9C%E7%8F%AD")).await, ["a nightly one"], "by the note");
    assert!(names(format!("{models}?q=nightly&stage=released")).await.is_empty());
    assert!(names(format!("{models}?q=%25%25")).await.is_empty(), "signs of the search stand for themselves");
    assert_eq!(names(services.clone()).await, ["b cell", "A cell"]);
    assert_eq!(names(format!("{services}?sort=-created_at")).await, ["A cell", "b cell"]);
    assert_eq!(names(format!("{services}?q=b+c")).await, ["b cell"]);
    for path in [models, services] {
        line.client.get(&format!("{path}?sort=size")).await.refused(400, "list.bad_sort");
        let one = line.client.get(&format!("{path}?sort=name&limit=1")).await.expect(200);
        let next = one["next"].as_str().unwrap();
        let rest = names(format!("{path}?sort=name&limit=1&cursor={next}")).await;
        assert_ne!(rest, [one["items"][0]["name"].as_str().unwrap()]);
        let other = format!("{path}?sort=-created_at&cursor={next}");
        line.client.get(&other).await.refused(400, "list.bad_cursor");
    }
}
