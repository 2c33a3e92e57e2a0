//! The catalogue of label sets.

use crate::app::{Client, TestApp, id, jpeg};
use serde_json::{Value, json};

async fn class_named(client: &Client, project: &Value, name: &str) -> Value {
    let found = client.get(&format!("/projects/{}", id(project))).await.expect(200);
    let all = found["classes"].as_array().unwrap().clone();
    all.into_iter().find(|c| c["name"] == name).unwrap_or(Value::Null)
}

fn whats(join: &Value) -> Vec<(&str, &str)> {
    let steps = join["steps"].as_array().unwrap();
    steps.iter().map(|s| (s["class"]["name"].as_str().unwrap(), s["what"].as_str().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn classes_of_a_project_are_kept_and_added_to_another_after_a_preview() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let (from, into) = (admin.project().await, admin.project().await);
    let scratch = class_named(&admin, &from, "scratch").await;
    let depth = json!([{"name": "depth", "kind": "choice", "choices": ["shallow", "deep"]}]);
    let wanted = json!({"colour": "#123456", "shape": "polygon", "key": "s", "attributes": depth});
    admin.patch(&format!("/classes/{}", id(&scratch)), wanted).await.expect(200);
    let hole = json!({"name": "hole", "colour": "#654321"});
    admin.post(&format!("/projects/{}/classes", id(&from)), hole).await.expect(201);
    let keep = format!("/projects/{}/label_sets", id(&from));
    let set = admin.post(&keep, json!({"name": "Castings"})).await.expect(201);
    assert_eq!(
        (&set["class_count"], &set["scope"], &set["may_change"]),
        (&json!(3), &json!("mine"), &json!(true))
    );
    assert_eq!(set["classes"][0]["attributes"], depth);
    admin.post(&keep, json!({"name": "castings"})).await.refused(409, "label_set.name_taken");

    let path = format!("/projects/{}/label_sets/{}", id(&into), id(&set));
    let told = [("scratch", "differs"), ("dent", "same"), ("hole", "new")];
    let seen = admin.get(&path).await.expect(200);
    assert_eq!(whats(&seen), told);
    assert_eq!(seen["steps"][0]["fields"], json!(["colour", "shape", "key", "attributes"]));
    // Looking changed nothing.
    assert_eq!(class_named(&admin, &into, "hole").await, Value::Null);
    assert_eq!(whats(&admin.post(&path, json!({})).await.expect(200)), told);
    assert_eq!(class_named(&admin, &into, "hole").await["colour"], "#654321");
    assert_eq!(class_named(&admin, &into, "scratch").await["shape"], Value::Null);
    // Labels stay where a class becomes as the set has it, and that is taken back like any change of a class.
    admin.bring(&into, vec![("scratch/a.jpg", jpeg(1))]).await;
    admin.post(&path, json!({"update": true})).await.expect(200);
    let now = class_named(&admin, &into, "scratch").await;
    assert_eq!(
        (&now["shape"], &now["key"], &now["colour"]),
        (&json!("polygon"), &json!("s"), &json!("#123456"))
    );
    assert_eq!(admin.pictures(&into, "").await[0]["class_ids"], json!([now["id"]]));
    let again = admin.post(&path, json!({"update": true})).await.expect(200);
    assert_eq!(whats(&again), [("scratch", "same"), ("dent", "same"), ("hole", "same")]);
    let edits = admin.get(&format!("/projects/{}/edits", id(&into))).await.expect(200);
    let undo = format!("/edits/{}/undo", id(&edits["items"][0]));
    admin.post(&undo, json!({})).await.expect(200);
    assert_eq!(class_named(&admin, &into, "scratch").await["shape"], Value::Null);
    let rows = admin.get("/audit?action=project.join_label_set").await.expect(200);
    assert_eq!((&rows["total"], &rows["items"][1]["after"]["added"]), (&json!(2), &json!(["hole"])));

    // A project begins with it.
    let wanted = json!({"name": "more", "scene": "free", "good_name": "good", "label_set_id": set["id"],
        "classes": [{"name": "pit"}]});
    let more = admin.post("/projects", wanted.clone()).await.expect(201);
    let names: Vec<&str> =
        more["classes"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["good", "scratch", "dent", "hole", "pit"]);
    assert_eq!((&more["classes"][1]["key"], &more["classes"][1]["attributes"]), (&json!("s"), &depth));
    let mut unknown = wanted;
    unknown["name"] = json!("others");
    unknown["label_set_id"] = json!(fovea_store::Id::new());
    let fault = admin.post("/projects", unknown).await.refused(422, "request.fields");
    assert_eq!(fault["fields"]["label_set_id"], "field.unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_is_somebodys_own_until_everybody_may_see_it_and_goes_out_and_in_as_a_file() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let bob = test.member(&admin, "bob", "platform_user").await;
    let eve = test.member(&admin, "eve", "platform_user").await;
    let classes =
        json!([{"name": "划痕", "colour": "#D55E00", "key": "H"}, {"name": "dent", "colour": "#0072b2"}]);
    let set =
        bob.post("/label_sets", json!({"name": "压铸件", "good_name": "良品", "classes": classes})).await;
    let set = set.expect(201);
    assert_eq!((&set["classes"][0]["colour"], &set["classes"][0]["key"]), (&json!("#d55e00"), &json!("h")));
    let path = format!("/label_sets/{}", id(&set));
    let project = eve.project().await;
    for hidden in [path.clone(), format!("{path}/file"), format!("/projects/{}{path}", id(&project))] {
        eve.get(&hidden).await.refused(404, "not_found");
    }
    assert_eq!(eve.get("/label_sets").await.expect(200)["total"], 0);
    let tag = bob.get(&path).await.etag();
    bob.with("if-match", &tag).patch(&path, json!({"scope": "all"})).await.expect(200);
    let seen = eve.get("/label_sets?scope=all&q=%E5%8E%8B").await.expect(200);
    assert_eq!((&seen["total"], &seen["items"][0]["owner"]), (&json!(1), &json!("bob")));
    assert_eq!(seen["items"][0]["may_change"], false);
    eve.delete(&path).await.refused(403, "auth.forbidden");

    // Its file is taken as it is.
    let mut file = eve.get(&format!("{path}/file")).await.expect(200);
    assert_eq!(file["good_name"], "良品");
    let copy = eve.post("/label_sets", file.clone()).await.expect(201);
    assert_eq!((&copy["classes"], &copy["scope"]), (&set["classes"], &json!("mine")));
    file["name"] = json!("bad");
    file["classes"][1]["name"] = json!("划痕");
    let fault = eve.post("/label_sets", file.clone()).await.refused(422, "request.fields");
    assert_eq!(fault["fields"]["classes.1.name"], "field.duplicate");
    file["classes"] = json!([]);
    eve.post("/label_sets", file).await.refused(422, "request.fields");
    // Whoever sets the house up may take it away.
    assert_eq!(admin.delete(&path).await.status, 204);
    bob.get(&path).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_is_shut_to_tokens_of_one_project_and_to_those_with_less_scopes() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let program = async |wanted: Value| {
        let made = admin.post("/tokens", wanted).await.expect(201);
        test.anonymous().with("authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()))
    };
    let keep = format!("/projects/{}/label_sets", id(&project));
    let set = admin.post(&keep, json!({"name": "Castings", "scope": "all"})).await.expect(201);
    let join = format!("{keep}/{}", id(&set));
    let bound = program(json!({"name": "bound", "project_id": project["id"]})).await;
    bound.get(&format!("/projects/{}", id(&project))).await.expect(200);
    bound.get("/label_sets").await.refused(403, "auth.project_only");
    bound.get(&format!("/label_sets/{}", id(&set))).await.refused(403, "auth.project_only");
    bound.get(&join).await.refused(403, "auth.project_only");
    bound.post(&join, json!({})).await.refused(403, "auth.project_only");
    bound.post(&keep, json!({"name": "out", "scope": "all"})).await.refused(403, "auth.project_only");
    assert_eq!(admin.get("/label_sets").await.expect(200)["total"], 1);
    let reader = program(json!({"name": "reader", "scopes": ["project.read"]})).await;
    reader.get(&join).await.expect(200);
    reader.post(&join, json!({})).await.refused(403, "auth.forbidden");
    reader.post(&keep, json!({"name": "out"})).await.refused(403, "auth.forbidden");
    reader.delete(&format!("/label_sets/{}", id(&set))).await.refused(403, "auth.forbidden");
}
