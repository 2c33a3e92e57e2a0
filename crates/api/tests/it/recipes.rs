use crate::app::{Client, TestApp, id};
use crate::line::model;
use crate::trainings::labelled;
use fovea_api::Settings;
use fovea_domain::JobEvent;
use fovea_store::{Id, RecipeData};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

/// Says to each try that it can run, and of a picture that it is NG for its light. That it gives true verdicts is tested where
/// the program is at hand.
const PRETEND: &str = r#"#!/bin/sh
while read -r line; do
  id=$(printf '%s' "$line" | sed 's/^{"id":\([0-9]*\).*/\1/')
  case "$line" in
    *'"do":"drop"'*) continue ;;
    *'"picture":null'*) verdict='' ;;
    *) verdict='"verdicted":{"verdict":"ng","reasons":[{"step":"limits","rule":"sharp","verdict":"ng","kind":"below","measured":3.5,"limit":10}],"steps":[{"id":"shot","kind":"acquire","state":"done","ms":1.5}]},' ;;
  esac
  printf '{"id":%s,"said":"done",%s"asked":[],"width":64,"height":48,"decode_ms":1.0,"run_ms":2.0}\n' "$id" "$verdict"
done
"#;

async fn house() -> (TestApp, Client, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let program = dir.path().join("try");
    std::fs::write(&program, PRETEND).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let house = TestApp::with(Settings { trial_program: Some(program), ..Settings::default() }).await;
    let client = house.administrator().await;
    (house, client, dir)
}

fn recipe(least: f64) -> Value {
    json!({ "format": 1, "name": "any", "steps": [
        { "id": "shot", "kind": "acquire" },
        { "id": "limits", "kind": "rules", "rules": [
            { "name": "sharp", "kind": "number", "of": "shot", "field": "sharpness", "min": least } ] },
        { "id": "verdict", "kind": "verdict", "of": ["limits"] }
    ] })
}

async fn made(client: &Client, project: &Value) -> Value {
    let new = json!({ "name": "label", "draft": recipe(10.0) });
    client.post(&format!("/projects/{}/recipes", id(project)), new).await.expect(201)
}

#[tokio::test]
async fn a_draft_is_kept_as_it_is_written_and_never_over_that_of_another() {
    let (_house, client, _dir) = house().await;
    let project = client.project().await;
    let list = format!("/projects/{}/recipes", id(&project));
    let first = client.post(&list, json!({ "name": "first" })).await.expect(201);
    assert_eq!((&first["fault"], &first["revision"]), (&Value::Null, &json!(1)));
    client.post(&list, json!({ "name": "FIRST" })).await.refused(409, "recipe.name_taken");
    let path = format!("/recipes/{}", id(&first));
    let at_first = client.with("if-match", "\"1\"");
    // What cannot run is kept as well, and told with its place.
    let mut half = recipe(10.0);
    half["steps"][1]["rules"][0]["of"] = "nowhere".into();
    let kept = at_first.put(&format!("{path}/draft"), json!({ "draft": half })).await;
    assert_eq!(kept.etag(), "\"2\"");
    let kept = kept.expect(200);
    assert_eq!(kept["draft"], half);
    let fault = &kept["fault"];
    assert_eq!(
        (&fault["step"], &fault["field"], &fault["code"]),
        (&json!("limits"), &json!("rules[0].of"), &json!("unknown_step"))
    );
    at_first
        .put(&format!("{path}/draft"), json!({ "draft": recipe(1.0) }))
        .await
        .refused(412, "precondition.failed");
    client.put(&format!("{path}/draft"), json!({ "draft": {} })).await.refused(428, "precondition.required");
    let at_second = client.with("if-match", "\"2\"");
    at_second.put(&format!("{path}/draft"), json!({ "draft": [] })).await.refused(422, "request.fields");
    assert_eq!(at_second.patch(&path, json!({ "name": "other" })).await.expect(200)["name"], "other");
    let found = client.get(&format!("{list}?q=oth")).await.expect(200);
    assert_eq!((&found["total"], &found["items"][0]["newest"]), (&json!(1), &Value::Null));
    client.delete(&path).await.expect(204);
    client.get(&path).await.refused(404, "not_found");
    assert_eq!(client.get(&list).await.expect(200)["total"], 0);
}

#[tokio::test]
async fn a_try_tells_faults_and_results() {
    let (_house, client, _dir) = house().await;
    let project = labelled(&client, 1, 1).await;
    let recipe_made = made(&client, &project).await;
    let path = format!("/recipes/{}/trial", id(&recipe_made));
    let picture = client.pictures(&project, "").await[0].clone();
    let body = |draft: Value| json!({ "draft": draft, "picture_id": id(&picture), "desk": "one" });
    let told = client.post(&path, body(recipe(10.0))).await.expect(200);
    assert_eq!((&told["verdict"], &told["fault"]), (&json!("ng"), &Value::Null));
    assert_eq!(
        (&told["reasons"][0]["kind"], &told["reasons"][0]["measured"]),
        (&json!("below"), &json!(3.5))
    );
    assert_eq!(told["steps"][0]["ms"], 1.5);
    let mut other = recipe(10.0);
    other["steps"]
        .as_array_mut()
        .unwrap()
        .insert(1, json!({ "id": "look", "kind": "look", "on": "shot", "model": "models/7.fovea" }));
    let told = client.post(&path, body(other)).await.expect(200);
    assert_eq!((&told["fault"]["step"], &told["fault"]["field"]), (&json!("look"), &json!("model")));
    // A path of the server's is no name of a file.
    let mut outside = recipe(10.0);
    outside["steps"][0]["scene"] = json!({ "picture": "/etc/passwd" });
    let told = client.post(&path, body(outside)).await.expect(200);
    assert_eq!((&told["fault"]["step"], &told["fault"]["field"]), (&json!("shot"), &json!("scene.picture")));
    let strange = client.project().await;
    client.bring(&strange, vec![("a.png", crate::app::png(99))]).await;
    let strange = client.pictures(&strange, "").await[0].clone();
    let foreign = json!({ "draft": recipe(1.0), "picture_id": id(&strange), "desk": "one" });
    client.post(&path, foreign).await.refused(422, "request.fields");
}

#[tokio::test]
async fn versions_never_change_and_tell_how_they_differ() {
    let (_house, client, _dir) = house().await;
    let project = client.project().await;
    let recipe_made = made(&client, &project).await;
    let path = format!("/recipes/{}", id(&recipe_made));
    let versions = format!("{path}/versions");
    let first = client.post(&versions, json!({ "revision": 1, "note": "begun" })).await.expect(201);
    assert_eq!(
        (&first["number"], &first["note"], &first["created_by"]),
        (&json!(1), &json!("begun"), &json!("ada"))
    );
    assert_eq!((&first["document"]["version"], &first["document"]["name"]), (&json!(1), &json!("label")));
    let at_first = client.with("if-match", "\"1\"");
    at_first.put(&format!("{path}/draft"), json!({ "draft": recipe(25.0) })).await.expect(200);
    let changed = client.get(&format!("/recipe_versions/{}/diff", id(&first))).await.expect(200);
    assert_eq!(
        changed["changes"],
        json!([{ "change": "changed", "step": "limits", "field": "rules[0].min", "before": 10.0, "after": 25.0 }])
    );
    client.post(&versions, json!({ "revision": 1 })).await.refused(412, "precondition.failed");
    let second = client.post(&versions, json!({ "revision": 2 })).await.expect(201);
    let between = format!("/recipe_versions/{}/diff?from={}", id(&second), id(&first));
    assert_eq!(client.get(&between).await.expect(200)["changes"].as_array().unwrap().len(), 1);
    let list = client.get(&format!("{versions}?limit=1")).await.expect(200);
    assert_eq!((&list["total"], &list["items"][0]["number"]), (&json!(2), &json!(2)));
    let next = list["next"].as_str().unwrap();
    let rest = client.get(&format!("{versions}?limit=1&cursor={next}")).await.expect(200);
    assert_eq!((&rest["items"][0]["number"], &rest["next"]), (&json!(1), &Value::Null));
    let at_second = client.with("if-match", "\"2\"");
    at_second.put(&format!("{path}/draft"), json!({ "draft": { "steps": [] } })).await.expect(200);
    let refused = client.post(&versions, json!({ "revision": 3 })).await.refused(422, "recipe.fault");
    assert!(refused["params"]["fault"].is_string(), "{refused}");
}

#[tokio::test]
async fn a_run_is_a_job_on_labelled_pictures_and_can_be_stopped() {
    let (house, client, _dir) = house().await;
    let project = labelled(&client, 3, 2).await;
    let recipe_made = made(&client, &project).await;
    let path = format!("/recipes/{}", id(&recipe_made));
    let version = client.post(&format!("{path}/versions"), json!({ "revision": 1 })).await.expect(201);
    let runs = format!("/recipe_versions/{}/runs", id(&version));
    let run = client.post(&runs, json!({ "data": { "of": "project" } })).await.expect(201);
    assert_eq!((&run["state"], &run["number"], &run["summary"]), (&json!("queued"), &json!(1), &Value::Null));
    let job = client.get(&format!("/jobs/{}", id(&run))).await.expect(200);
    assert_eq!((&job["kind"], &job["spec"]["work"]["do"]), (&json!("recipe"), &json!("judge")));
    let project_id: Id = id(&project).parse().unwrap();
    let pictures = house.store.recipe_pictures(project_id, &RecipeData::Project, 100).await.unwrap();
    let good = pictures.iter().filter(|p| p.verdict.as_deref() == Some("good")).count();
    assert_eq!((pictures.len(), good), (5, 3));
    let empty = client.get(&format!("/recipe_runs/{}/pictures", id(&run))).await.expect(200);
    assert_eq!((&empty["total"], &empty["next"]), (&json!(0), &Value::Null));
    client.post(&format!("/jobs/{}/stop", id(&run)), json!({})).await.expect(200);
    assert_eq!(client.get(&format!("/recipe_runs/{}", id(&run))).await.expect(200)["state"], "stopped");
    assert_eq!(client.get(&format!("{path}/runs")).await.expect(200)["total"], 1);
    client
        .post(&runs, json!({ "data": { "of": "records", "service_id": null } }))
        .await
        .refused(422, "recipe.no_pictures");
    client
        .post(&runs, json!({ "data": { "of": "version", "version_id": Id::new() } }))
        .await
        .refused(422, "request.fields");
    let itself = json!({ "data": { "of": "project" }, "other_id": id(&version) });
    client.post(&runs, itself).await.refused(422, "request.fields");
}

#[tokio::test]
async fn what_a_recipe_names_stays_while_it_is_named() {
    let (house, client, _dir) = house().await;
    let project = labelled(&client, 2, 1).await;
    let recipe_made = made(&client, &project).await;
    let path = format!("/recipes/{}", id(&recipe_made));
    let picture = client.pictures(&project, "").await[0].clone();
    let name = format!("pictures/{}", id(&picture));
    let mut draft = recipe(1.0);
    draft["steps"][0]["scene"] = json!({ "picture": name });
    let at_first = client.with("if-match", "\"1\"");
    let kept = at_first.put(&format!("{path}/draft"), json!({ "draft": draft })).await.expect(200);
    assert_eq!(kept["files"], json!([name]));
    client.delete(&format!("/pictures/{}", id(&picture))).await.expect(204);
    fovea_api::remove_old(&house.app, fovea_store::now() + 1000).await.unwrap();
    let trial = json!({ "draft": draft, "desk": "one" });
    let told = client.post(&format!("{path}/trial"), trial).await.expect(200);
    assert_eq!(told["fault"], Value::Null);
    let hash = house.store.recipe_files(id(&recipe_made).parse().unwrap()).await.unwrap()[0].hash.clone();
    assert!(house.store.blobs().holds(&hash.parse().unwrap()), "the picture went");
    let sent = client
        .send(
            axum::http::Method::POST,
            &format!("{path}/files?name=layout.json"),
            axum::body::Body::from("{}"),
            Some("application/octet-stream"),
        )
        .await
        .expect(201);
    assert!(sent["name"].as_str().unwrap().ends_with("-layout.json"), "{sent}");
}

#[tokio::test]
async fn a_version_that_was_packed_is_a_model_that_is_served() {
    let (house, client, _dir) = house().await;
    let project = client.project().await;
    // The model beside it has number 1.
    model(&house, &client, &project).await;
    let recipe_made = made(&client, &project).await;
    let path = format!("/recipes/{}", id(&recipe_made));
    let version = client.post(&format!("{path}/versions"), json!({ "revision": 1 })).await.expect(201);
    let version_path = format!("/recipe_versions/{}", id(&version));
    let job = client.post(&format!("{version_path}/package"), json!({})).await.expect(201);
    let job_id: Id = id(&job).parse().unwrap();
    house.store.move_job(job_id, JobEvent::Start, None).await.unwrap();
    house.store.move_job(job_id, JobEvent::Up, None).await.unwrap();
    let new = fovea_store::NewModel {
        id: job["spec"]["work"]["model_id"].as_str().unwrap().parse().unwrap(),
        version_id: None,
        name: "label".into(),
        task: "recipe".into(),
        note: String::new(),
        threshold: 0.0,
        classes: Vec::new(),
        bytes: 1,
        summary: None,
    };
    let version_id: Id = id(&version).parse().unwrap();
    let made = house.store.finish_packing(job_id, version_id, new).await.unwrap();
    assert_eq!(made.number, 2);
    client.post(&format!("{version_path}/package"), json!({})).await.refused(409, "recipe.packed");
    let model_path = format!("/models/{}", made.id);
    let found = client.get(&model_path).await.expect(200);
    assert_eq!((&found["task"], &found["version_id"]), (&json!("recipe"), &Value::Null));
    assert_eq!(
        (&found["recipe"]["number"], &found["recipe"]["recipe_id"]),
        (&json!(1), &json!(id(&recipe_made)))
    );
    let at_first = client.with("if-match", "\"1\"");
    at_first.patch(&model_path, json!({ "threshold": 0.5 })).await.refused(409, "recipe.model");
    at_first.patch(&model_path, json!({ "stage": "released" })).await.expect(200);
    let new = json!({ "model_id": made.id, "name": "line", "keep": "ng" });
    let service = client.post(&format!("/projects/{}/services", id(&project)), new).await.expect(201);
    assert_eq!((&service["state"], &service["model_number"]), (&json!("queued"), &json!(2)));
    // The recipe goes out of sight; what was made of it stays.
    client.delete(&path).await.expect(204);
    client.get(&model_path).await.expect(200);
    client.get(&version_path).await.refused(404, "not_found");
}
