//! How quality rises with labels.

use crate::app::{Client, TestApp, id, jpeg};
use fovea_domain::JobEvent;
use fovea_store::{Id, JobKind, NewJob, NewModel};
use serde_json::{Value, json};

/// A model of a training that was never run, of what is labelled now, and what it reached.
async fn taught(test: &TestApp, admin: &Client, project: &Value, quality: f64, judged: &str) {
    let wanted = json!({"held_back": 0});
    let version = admin.post(&format!("/projects/{}/versions", id(project)), wanted).await.expect(201);
    let new = NewJob {
        kind: JobKind::Train,
        project_id: Some(id(project).parse().unwrap()),
        name: "t".into(),
        owner: None,
        spec: json!({}),
        service_id: None,
        virtual_cluster: None,
        priority: 100,
        ask: Default::default(),
    };
    let job = test.store.create_job(new).await.unwrap().id;
    test.store.move_job(job, JobEvent::Start, None).await.unwrap();
    let new = NewModel {
        id: Id::new(),
        version_id: Some(id(&version).parse().unwrap()),
        name: "m".into(),
        task: "classify".into(),
        note: String::new(),
        threshold: 0.5,
        classes: vec!["scratch".into()],
        bytes: 1,
        summary: Some(
            json!({"overkill": null, "escape": null, "auroc": 0.99, "accuracy": quality, "mean_iou": null,
            "pictures": 100, "judged": judged, "stopped_early": false}),
        ),
    };
    test.store.finish_training(job, (JobEvent::Done, None), new).await.unwrap();
}

async fn label(admin: &Client, project: &Value, more: usize) {
    let open = admin.pictures(project, "labelled=false&sort=name").await;
    let ids: Vec<&str> = open.iter().take(more).map(id).collect();
    assert_eq!(ids.len(), more);
    let bulk = json!({"ids": ids, "verdict": "good", "class_id": null});
    admin.post(&format!("/projects/{}/annotations/bulk", id(project)), bulk).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_training_is_a_point_and_three_sizes_tell_whether_more_labels_pay() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let names: Vec<String> = (1..=20).map(|n| format!("{n:03}.jpg")).collect();
    admin.bring(&project, names.iter().zip(1..).map(|(name, n)| (name.as_str(), jpeg(n))).collect()).await;
    let path = format!("/projects/{}/learning", id(&project));
    let told = admin.get(&path).await.expect(200);
    assert_eq!(told, json!({"labelled": 0, "pictures": 20, "since": null, "curves": [], "by_itself": null}));

    label(&admin, &project, 4).await;
    taught(&test, &admin, &project, 0.6, "held_back").await;
    label(&admin, &project, 4).await;
    taught(&test, &admin, &project, 0.8, "held_back").await;
    // Judged on what it had learnt: shown, but nothing is told from it.
    taught(&test, &admin, &project, 1.0, "all").await;
    label(&admin, &project, 1).await;
    let told = admin.get(&path).await.expect(200);
    assert_eq!((&told["labelled"], &told["since"]), (&json!(9), &json!(1)));
    let curve = &told["curves"][0];
    assert_eq!(
        (&curve["task"], &curve["measure"], &curve["outlook"]),
        (&json!("classify"), &json!("accuracy"), &Value::Null)
    );
    let points: Vec<_> = curve["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["labels"].as_u64().unwrap(), p["counts"].as_bool().unwrap()))
        .collect();
    assert_eq!(points, [(4, true), (8, true), (8, false)]);

    label(&admin, &project, 7).await;
    taught(&test, &admin, &project, 0.9, "held_back").await;
    let outlook = admin.get(&path).await.expect(200)["curves"][0]["outlook"].clone();
    assert_eq!((&outlook["labels"], &outlook["pays"]), (&json!(32), &json!(true)));
    assert!((outlook["quality"].as_f64().unwrap() - 0.95).abs() < 1e-9, "{outlook}");
    let annotator = test.member(&admin, "bob", "annotator").await;
    annotator.get(&path).await.refused(403, "auth.forbidden");
}

async fn turn(test: &TestApp) {
    fovea_api::turn_loops(&test.app).await.unwrap();
}

/// The job of this kind that is not over.
async fn running(admin: &Client, project: &Value, kind: &str) -> Value {
    let path = format!("/jobs?kind={kind}&project_id={}&state=queued", id(project));
    let jobs = admin.get(&path).await.expect(200)["items"].as_array().unwrap().clone();
    assert_eq!(jobs.len(), 1, "{kind}: {jobs:?}");
    jobs[0].clone()
}

async fn end_training(test: &TestApp, job: &Value) {
    let row = test.store.job(id(job).parse().unwrap()).await.unwrap();
    let spec: Value = serde_json::from_str(&row.spec).unwrap();
    let version = spec["version_id"].as_str().unwrap().parse().unwrap();
    test.store.move_job(row.id, JobEvent::Start, None).await.unwrap();
    let new = NewModel {
        id: Id::new(),
        version_id: Some(version),
        name: "m".into(),
        task: "anomaly".into(),
        note: String::new(),
        threshold: 0.5,
        classes: vec![],
        bytes: 1,
        summary: None,
    };
    test.store.finish_training(row.id, (JobEvent::Done, None), new).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_begin_a_training_by_themselves_whose_model_proposes_and_ranks_the_rest() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let names: Vec<String> = (1..=30).map(|n| format!("{n:03}.jpg")).collect();
    admin.bring(&project, names.iter().zip(1..).map(|(name, n)| (name.as_str(), jpeg(n))).collect()).await;
    let path = format!("/projects/{}/learning", id(&project));
    let by_itself = async || admin.get(&path).await.expect(200)["by_itself"].clone();
    let on = format!("{path}/loop");
    admin.put(&on, json!({"after": 0})).await.refused(422, "request.fields");
    let told = admin.put(&on, json!({"after": 10})).await.expect(200);
    assert_eq!((&told["stage"], &told["missing"]), (&json!("labels"), &json!(10)));

    label(&admin, &project, 9).await;
    turn(&test).await;
    assert_eq!(by_itself().await["missing"], 1);
    label(&admin, &project, 1).await;
    turn(&test).await;
    turn(&test).await;
    let training = running(&admin, &project, "train").await;
    let told = by_itself().await;
    assert_eq!(
        (&told["stage"], &told["job_id"], &told["kept"]),
        (&json!("training"), &training["id"], &Value::Null)
    );

    end_training(&test, &training).await;
    turn(&test).await;
    let proposing = running(&admin, &project, "prelabel").await;
    assert_eq!(by_itself().await["stage"], "proposing");
    let job = test.store.job(id(&proposing).parse().unwrap()).await.unwrap();
    test.store.move_job(job.id, JobEvent::Start, None).await.unwrap();
    let job = test.store.job(job.id).await.unwrap();
    test.store.finish_prelabels(&job, (JobEvent::Done, None), &[]).await.unwrap();
    turn(&test).await;
    running(&admin, &project, "advise").await;
    let told = by_itself().await;
    assert_eq!(
        (&told["stage"], &told["missing"], &told["kept"]),
        (&json!("labels"), &json!(10), &Value::Null)
    );

    // One that ends without a model is told, and the next begins with new labels only.
    label(&admin, &project, 10).await;
    turn(&test).await;
    let training = running(&admin, &project, "train").await;
    test.store.move_job(id(&training).parse().unwrap(), JobEvent::StopAsked, None).await.unwrap();
    turn(&test).await;
    turn(&test).await;
    let told = by_itself().await;
    assert_eq!((&told["stage"], &told["kept"]["code"]), (&json!("labels"), &json!("loop.failed")));

    admin.delete(&on).await.expect(204);
    assert_eq!(by_itself().await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_turned_it_on_must_still_be_allowed_to() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let names: Vec<String> = (1..=12).map(|n| format!("{n:03}.jpg")).collect();
    admin.bring(&project, names.iter().zip(1..).map(|(name, n)| (name.as_str(), jpeg(n))).collect()).await;
    let on = format!("/projects/{}/learning/loop", id(&project));
    let annotator = test.member(&admin, "bob", "annotator").await;
    annotator.put(&on, json!({"after": 10})).await.refused(403, "auth.forbidden");
    let user = test.member(&admin, "eve", "platform_user").await;
    user.put(&on, json!({"after": 5})).await.expect(200);
    label(&admin, &project, 10).await;
    let eve = admin.get("/users?q=eve").await.expect(200)["items"][0].clone();
    admin.post("/users/actions", json!({"action": "lock", "ids": [id(&eve)]})).await.expect(200);
    turn(&test).await;
    let told = admin.get(&format!("/projects/{}/learning", id(&project))).await.expect(200);
    assert_eq!(told["by_itself"]["kept"]["code"], "loop.owner");
}
