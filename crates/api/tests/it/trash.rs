//! Deleted projects: back again, or gone for good.

use crate::app::{TestApp, id, png};
use crate::line::Line;
use fovea_store::{BlobHash, Id, KEPT_MS, now};
use serde_json::{Value, json};

async fn deleted(line: &Line) -> Vec<Value> {
    let list = line.client.get("/projects?deleted=true").await.expect(200);
    list["items"].as_array().unwrap().clone()
}

async fn delete(line: &Line, service: &Value) {
    let stop = format!("/services/{}", id(service));
    line.client.delete(&stop).await.expect(204);
    let job = service["job_id"].as_str().unwrap().parse().unwrap();
    line.house.store.move_job(job, fovea_domain::JobEvent::Failed, None).await.unwrap();
    line.client.delete(&format!("/projects/{}", id(&line.project))).await.expect(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_project_comes_back_with_all_it_had() {
    let line = Line::new().await;
    let path = format!("/projects/{}", id(&line.project));
    assert!(deleted(&line).await.is_empty());
    line.client.delete(&path).await.expect(204);
    let listed = deleted(&line).await;
    assert_eq!((listed.len(), &listed[0]["id"]), (1, &line.project["id"]));
    assert!(listed[0]["deleted_at"].as_str() < listed[0]["kept_until"].as_str(), "{listed:?}");
    assert_eq!(line.client.get("/projects").await.expect(200)["total"], 0);
    let back = line.client.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!((&back["deleted_at"], &back["steps"]["publish"]["models"]), (&json!(null), &json!(1)));
    line.client.get(&format!("/models/{}", line.model)).await.expect(200);
    // Only what was deleted can be restored or given up.
    line.client.post(&format!("{path}/restore"), json!({})).await.refused(404, "not_found");
    line.client.post(&format!("{path}/purge"), json!({})).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_name_was_given_away_a_project_comes_back_under_another() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let wanted = json!({"name": "Screws", "scene": "free", "good_name": "good"});
    let first = admin.post("/projects", wanted.clone()).await.expect(201);
    admin.delete(&format!("/projects/{}", id(&first))).await.expect(204);
    admin.post("/projects", wanted).await.expect(201);
    let path = format!("/projects/{}/restore", id(&first));
    admin.post(&path, json!({})).await.refused(409, "project.name_taken");
    let back = admin.post(&path, json!({"name": "Screws 2"})).await.expect(200);
    assert_eq!(back["name"], "Screws 2");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_its_time_a_project_goes_with_its_files_but_not_with_what_others_have() {
    let line = Line::new().await;
    let (store, place) = (&line.house.store, line.house.store.place());
    let service = line.running("all").await;
    let infer = format!("/services/{}/infer?serial=1", id(&service));
    let sent = png(2);
    let body = axum::body::Body::from(sent.clone());
    line.client.send(axum::http::Method::POST, &infer, body, Some("image/png")).await.expect(200);
    // The picture of the data set is in another project as well.
    let other = line.client.project().await;
    line.client.bring(&other, vec![("same.png", png(1))]).await;
    let blob = |bytes: &[u8]| store.blobs().path(&BlobHash::of(bytes));
    let model: Id = line.model.parse().unwrap();
    std::fs::write(place.model(model), b"package").unwrap();
    let job: Id = service["job_id"].as_str().unwrap().parse().unwrap();
    assert!(place.job(job).is_dir() && blob(&sent).is_file() && blob(&png(1)).is_file());
    delete(&line, &service).await;

    // Not before its time.
    fovea_api::remove_old_projects(&line.house.app, now() - KEPT_MS).await.unwrap();
    assert!(place.model(model).is_file() && deleted(&line).await.len() == 1);

    fovea_api::remove_old_projects(&line.house.app, now() + 1).await.unwrap();
    assert!(deleted(&line).await.is_empty());
    assert!(!place.model(model).exists() && !place.job(job).exists());
    assert!(!blob(&sent).exists(), "nobody else has the picture of the record");
    assert!(blob(&png(1)).is_file(), "the other project has this one");
    assert_eq!(line.client.pictures(&other, "").await.len(), 1);
    assert!(store.project_to_purge(now() + 1).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_that_is_given_up_cannot_come_back() {
    let line = Line::new().await;
    let path = format!("/projects/{}", id(&line.project));
    line.client.delete(&path).await.expect(204);
    line.client.post(&format!("{path}/purge"), json!({})).await.expect(204);
    assert!(deleted(&line).await.is_empty());
    line.client.post(&format!("{path}/restore"), json!({})).await.refused(404, "not_found");
    // It is what the next tidying takes, long before thirty days.
    fovea_api::remove_old_projects(&line.house.app, now() - KEPT_MS).await.unwrap();
    let wanted: Id = id(&line.project).parse().unwrap();
    assert!(line.house.store.classes(wanted).await.unwrap().is_empty());
}
