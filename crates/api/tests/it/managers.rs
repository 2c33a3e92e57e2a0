//! Managers of one project: what they may there, and that it is closed to them elsewhere.

use crate::app::{Client, TestApp, id, jpeg};
use fovea_store::{Cursor, Id, Key};
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
    // A place in a list by time is none in one by name.
    let other = Cursor { key: Key::Number(7), id: Id::new() };
    let lists = [below(&own, "/managers"), "/label_sets".into(), "/annotation_tasks/annotators".into()];
    for list in lists {
        house.admin.get(&format!("{list}?cursor={other}")).await.refused(400, "list.bad_cursor");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_below_another_project_is_not_there_for_a_manager() {
    let house = house().await;
    let (bob, bob_id) = house.annotator("bob").await;
    let (_, eve_id) = house.annotator("eve").await;
    house.name("bob").await;
    let all = json!({"name": "all", "people": [eve_id], "pictures": {}});
    let foreign = house.admin.post(&below(&house.other, "/annotation_tasks"), all).await.expect(201);
    let task = format!("/annotation_tasks/{}", id(&foreign));
    for rest in [
        "",
        "/pictures",
        "/pictures/1",
        "/progress",
        "/batch?aql=1&level=II",
        "/pairs",
        "/pairs/1",
        "/agreement",
        "/review",
    ] {
        bob.get(&format!("{task}{rest}")).await.refused(404, "not_found");
    }
    for (rest, body) in [
        ("/hand_over", json!({"from": eve_id, "to": [bob_id]})),
        ("/batch", json!({"aql": 1.0, "level": "II"})),
        ("/pictures/1/review", json!({"verdict": "accept"})),
        ("/pictures/1/finish", json!({})),
        ("/next", json!({})),
    ] {
        bob.post(&format!("{task}{rest}"), body).await.refused(404, "not_found");
    }
    let now = bob.with("if-match", "\"1\"");
    now.patch(&task, json!({"closed": true})).await.refused(404, "not_found");
    now.post(&format!("{task}/pairs/1/settle"), json!({"take": "first"})).await.refused(404, "not_found");
    bob.delete(&format!("{task}/batch")).await.refused(404, "not_found");

    let picture = format!("/pictures/{}", id(&house.admin.pictures(&house.other, "").await[0]));
    for rest in ["", "/annotation", "/thumb", "/file"] {
        bob.get(&format!("{picture}{rest}")).await.refused(404, "not_found");
    }
    bob.put(&format!("{picture}/lease"), json!({})).await.refused(404, "not_found");
    let good = json!({"verdict": "good", "class_id": null, "regions": []});
    now.put(&format!("{picture}/annotation"), good).await.refused(404, "not_found");
    bob.post(&format!("{picture}/tags"), json!({"add": ["x"]})).await.refused(404, "not_found");
    bob.post(&format!("{picture}/proposal/refuse"), json!({})).await.refused(404, "not_found");
    let version = house.admin.post(&below(&house.other, "/versions"), json!({})).await.expect(201);
    for rest in ["", "/pictures", "/facts"] {
        bob.get(&format!("/versions/{}{rest}", id(&version))).await.refused(404, "not_found");
    }
    // Nor are figures of another project's statistics a choice of one's own pictures.
    let figures = house.admin.post(&below(&house.other, "/statistics"), json!({})).await.expect(201);
    let pictures = json!({"statistics": figures["id"], "facet": "near", "bin": 0});
    let lot = json!({"name": "lot", "people": [eve_id], "pictures": pictures});
    bob.post(&below(&house.project, "/annotation_tasks"), lot).await.refused(404, "not_found");
    assert_eq!(house.admin.get(&task).await.expect(200)["counts"]["open"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_manages_a_project_that_was_deleted_until_it_is_back() {
    let house = house().await;
    let (bob, _) = house.annotator("bob").await;
    house.name("bob").await;
    let own = below(&house.project, "");
    house.admin.delete(&own).await.expect(204);
    assert_eq!(bob.get("/session").await.expect(200)["manages"], json!([]));
    bob.get(&own).await.refused(404, "not_found");
    bob.get(&format!("{own}/annotation_tasks")).await.refused(403, "auth.forbidden");
    bob.get("/projects").await.refused(403, "auth.forbidden");
    house.admin.get(&format!("{own}/managers")).await.refused(404, "not_found");
    house.admin.post(&format!("{own}/managers"), json!({"user": "bob"})).await.refused(404, "not_found");
    house.admin.post(&format!("{own}/restore"), json!({})).await.expect(200);
    assert_eq!(bob.get("/projects").await.expect(200)["total"], 1);
    bob.get(&format!("{own}/annotation_tasks")).await.expect(200);
}
