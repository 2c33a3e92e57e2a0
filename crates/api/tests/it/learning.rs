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
    assert_eq!(told, json!({"labelled": 0, "pictures": 20, "since": null, "curves": []}));

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
