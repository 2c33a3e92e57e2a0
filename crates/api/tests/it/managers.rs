//! Managers of one project: what they may there, and that it is closed to them elsewhere.

use crate::app::{Client, TestApp, id, jpeg};
use serde_json::{Value, json};

struct House {
    test: TestApp,
    admin: Client,
    project: Value,
    other: Value,
}

async fn house() -> House {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let (project, other) = (admin.project().await, admin.project().await);
    admin.bring(&project, vec![("a.jpg", jpeg(1)), ("b.jpg", jpeg(2))]).await;
    admin.bring(&other, vec![("c.jpg", jpeg(3))]).await;
    House { test, admin, project, other }
}

fn below(project: &Value, rest: &str) -> String {
    format!("/projects/{}{rest}", id(project))
}

impl House {
    async fn annotator(&self, name: &str) -> (Client, String) {
        let client = self.test.member(&self.admin, name, "annotator").await;
        let me = client.get("/session").await.expect(200);
        (client, id(&me).to_string())
    }

    async fn name(&self, user: &str) -> Value {
        self.admin.post(&below(&self.project, "/managers"), json!({ "user": user })).await.expect(201)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_hands_out_and_reviews_in_one_project_and_finds_no_other() {
    let house = house().await;
    let (bob, bob_id) = house.annotator("bob").await;
    let (eve, eve_id) = house.annotator("eve").await;
    let tasks = below(&house.project, "/annotation_tasks");
    let lot = json!({"name": "lot", "people": [eve_id], "pictures": {"labelled": false}});
    bob.post(&tasks, lot.clone()).await.refused(403, "auth.forbidden");
    bob.get(&below(&house.project, "")).await.refused(404, "not_found");
    bob.get("/projects").await.refused(403, "auth.forbidden");

    let made = house.name("bob").await;
    assert_eq!((&made["id"], &made["named_by"]), (&json!(bob_id), &json!("ada")));
    // Once more changes nothing.
    house.name("bob").await;
    let listed = bob.get(&below(&house.project, "/managers")).await.expect(200);
    assert_eq!((&listed["total"], &listed["items"][0]["name"]), (&json!(1), &json!("bob")));
    let told = house.admin.get("/audit?action=project.add_manager").await.expect(200);
    assert_eq!(told["total"], 1);
    assert_eq!(bob.get("/session").await.expect(200)["manages"], json!([id(&house.project)]));
    let seen = bob.get("/projects").await.expect(200);
    assert_eq!((&seen["total"], &seen["items"][0]["id"]), (&json!(1), &house.project["id"]));
    assert_eq!(bob.get(&below(&house.project, "/pictures")).await.expect(200)["total"], 2);

    assert_eq!(bob.get("/annotation_tasks/annotators?q=eve").await.expect(200)["total"], 1);
    let task = bob.post(&tasks, lot.clone()).await.expect(201);
    assert_eq!(task["counts"]["open"], 2);
    let task = format!("/annotation_tasks/{}", id(&task));
    let first = eve.post(&format!("{task}/next"), json!({})).await.expect(200)["next"].clone();
    let label = format!("/pictures/{}/annotation", id(&first["picture"]));
    let tag = eve.get(&label).await.etag();
    let good = json!({"verdict": "good", "class_id": null, "regions": []});
    eve.with("if-match", &tag).put(&label, good).await.expect(200);
    let piece = format!("{task}/pictures/{}", first["position"]);
    eve.post(&format!("{piece}/finish"), json!({})).await.expect(200);
    eve.post(&format!("{piece}/review"), json!({"verdict": "accept"})).await.refused(403, "auth.forbidden");
    let reviewed = bob.post(&format!("{piece}/review"), json!({"verdict": "accept"})).await.expect(200);
    assert_eq!(reviewed["state"], "accepted");
    bob.get(&format!("{task}/progress")).await.expect(200);
    let tag = bob.get(&task).await.etag();
    let closed = bob.with("if-match", &tag).patch(&task, json!({"closed": true})).await.expect(200);
    assert!(closed["closed_at"].is_string(), "{closed}");

    // The other project is not there for them, and of this one no more than that is theirs.
    let foreign = json!({"name": "all", "people": [], "pool": true});
    let foreign = house.admin.post(&below(&house.other, "/annotation_tasks"), foreign).await.expect(201);
    for path in
        [below(&house.other, ""), below(&house.other, "/annotation_tasks"), below(&house.other, "/pictures")]
    {
        bob.get(&path).await.refused(404, "not_found");
    }
    bob.post(&below(&house.other, "/annotation_tasks"), lot).await.refused(404, "not_found");
    bob.get(&format!("/annotation_tasks/{}/progress", id(&foreign))).await.refused(404, "not_found");
    for path in [below(&house.project, "/models"), below(&house.project, "/exports")] {
        bob.get(&path).await.refused(403, "auth.forbidden");
    }
    let tag = bob.get(&below(&house.project, "")).await.etag();
    let renamed = bob.with("if-match", &tag).patch(&below(&house.project, ""), json!({"note": "n"})).await;
    renamed.refused(403, "auth.forbidden");
    bob.post(&below(&house.project, "/managers"), json!({"user": "eve"}))
        .await
        .refused(403, "auth.forbidden");

    let gone = below(&house.project, &format!("/managers/{bob_id}"));
    assert_eq!(house.admin.delete(&gone).await.status, 204);
    house.admin.delete(&gone).await.refused(404, "not_found");
    bob.get(&tasks).await.refused(403, "auth.forbidden");
    assert_eq!(bob.get("/session").await.expect(200)["manages"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_with_scopes_is_no_manager_and_one_without_is() {
    let house = house().await;
    let (bob, _) = house.annotator("bob").await;
    house.name("bob").await;
    let tasks = below(&house.project, "/annotation_tasks");
    for (wanted, status) in
        [(json!({"name": "cut", "scopes": ["annotate"]}), 403), (json!({"name": "whole"}), 200)]
    {
        let made = bob.post("/tokens", wanted).await.expect(201);
        let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
        let program = house.test.anonymous().with("authorization", &bearer);
        program.get(&tasks).await.expect(status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gives_what_they_lack_but_the_owner_of_the_project() {
    let house = house().await;
    let maker = json!({"name": "maker", "permissions": ["project.write"]});
    let maker = house.admin.post("/roles", maker).await.expect(201);
    let mia = json!({"name": "mia", "role_ids": [id(&maker)]});
    let mia = house.test.accept(&house.admin.post("/users", mia).await.expect(201)).await;
    let wanted = json!({"user": "mia"});
    mia.post(&below(&house.project, "/managers"), wanted.clone()).await.refused(403, "auth.forbidden");
    let own = json!({"name": "mia's", "scene": "free", "good_name": "good", "classes": []});
    let own = mia.post("/projects", own).await.expect(201);
    mia.post(&below(&own, "/managers"), wanted).await.expect(201);
    mia.get(&below(&own, "/annotation_tasks")).await.expect(200);
    let faults =
        mia.post(&below(&own, "/managers"), json!({"user": "nobody"})).await.refused(422, "request.fields");
    assert_eq!(faults["fields"]["user"], "user.not_found");
    // A project has a limit of them.
    for number in 1..fovea_store::MOST_MANAGERS {
        let name = format!("m{number}");
        house.test.store.create_user(&name, "no hash").await.unwrap();
        mia.post(&below(&own, "/managers"), json!({ "user": name })).await.expect(201);
    }
    house.test.store.create_user("last", "no hash").await.unwrap();
    mia.post(&below(&own, "/managers"), json!({"user": "last"})).await.refused(409, "project.managers_full");
    let listed = mia.get(&below(&own, "/managers?limit=30")).await.expect(200);
    let rest = format!("/managers?limit=30&cursor={}", listed["next"].as_str().unwrap());
    let rest = mia.get(&below(&own, &rest)).await.expect(200);
    assert_eq!(
        (listed["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()),
        (30, 20)
    );
}
