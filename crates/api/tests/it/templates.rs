use crate::app::{Client, TestApp, id};
use axum::body::Body;
use axum::http::Method;
use fovea_api::Settings;
use serde_json::{Value, json};

const FILE: &str = "name: train ${epochs}
command: |
  python3 train.py --epochs ${epochs} --note \"${note}\"
environment:
  OUT: out/${epochs}
parameters:
  - {name: epochs, type: number, min: 1, max: 100, whole: true, default: 10}
  - {name: note, type: text, default: ''}
";

async fn house() -> TestApp {
    TestApp::with(Settings { unsandboxed_jobs: true, ..Settings::default() }).await
}

/// Somebody who may submit jobs and no more.
async fn runner(test: &TestApp, admin: &Client, name: &str) -> Client {
    let roles = admin.get("/roles").await.expect(200);
    let found = roles["items"].as_array().unwrap().iter().find(|r| r["name"] == "runner").cloned();
    let role = match found {
        Some(role) => role,
        None => {
            let role = json!({"name": "runner", "permissions": ["job.write_own"]});
            admin.post("/roles", role).await.expect(201)
        }
    };
    let client = test.member(admin, name, "annotator").await;
    let me = client.get("/session").await.expect(200);
    let holders = json!({"add_user_ids": [id(&me)]});
    admin.post(&format!("/roles/{}/holders", id(&role)), holders).await.expect(200);
    client
}

async fn keep(client: &Client, name: &str, scope: &str) -> Value {
    client.post("/templates", json!({"name": name, "scope": scope, "file": FILE})).await.expect(201)
}

async fn names(client: &Client, query: &str) -> Vec<String> {
    let found = client.get(&format!("/templates?{query}")).await.expect(200);
    let all = found["items"].as_array().unwrap().iter();
    all.filter(|t| t["scope"] != "preset").map(|t| t["name"].as_str().unwrap().into()).collect()
}

#[tokio::test]
async fn a_template_is_kept_used_changed_and_deleted() {
    let test = house().await;
    let admin = test.administrator().await;
    let made = keep(&admin, "训练", "mine").await;
    assert_eq!((&made["scope"], &made["may_change"]), (&json!("mine"), &json!(true)));
    assert_eq!(made["parameters"][0]["name"], "epochs");
    let at = |rest: &str| format!("/templates/{}{rest}", id(&made));
    // Used with values: each in its place, and as a variable.
    let job = admin.post(&at("/jobs"), json!({"values": {"epochs": "3"}})).await.expect(201);
    assert_eq!(job["name"], "train 3");
    let command = job["spec"]["command"][2].as_str().unwrap();
    assert_eq!(command, "python3 train.py --epochs \"${epochs}\" --note \"${note}\"\n");
    assert_eq!(job["spec"]["environment"], json!({"OUT": "out/3", "epochs": "3", "note": ""}));
    let refused = admin.post(&at("/jobs"), json!({"values": {"epochs": "0"}})).await;
    let refused = refused.refused(422, "job_file.invalid");
    assert_eq!(
        (&refused["params"]["field"], &refused["fields"]),
        (&json!("values.epochs"), &json!({"values.epochs": "parameter.least"}))
    );
    // Exported as the job file that it is, which can be submitted as such.
    let file = admin.get(&at("/file")).await;
    assert_eq!(
        (file.text().as_str(), file.headers["content-type"].to_str().unwrap()),
        (FILE, "application/yaml")
    );
    let as_file = format!("{FILE}values: {{epochs: 7, note: hello}}\n");
    let job =
        admin.send(Method::POST, "/jobs", Body::from(as_file), Some("application/yaml")).await.expect(201);
    assert_eq!((&job["name"], &job["spec"]["environment"]["note"]), (&json!("train 7"), &json!("hello")));

    keep(&admin, "other", "mine").await;
    let same = json!({"name": "ＯＴＨＥＲ", "scope": "mine", "file": FILE});
    admin.post("/templates", same).await.refused(409, "template.name_taken");
    assert_eq!(names(&admin, "q=训").await, ["训练"]);
    admin.patch(&at(""), json!({"name": "x"})).await.refused(428, "precondition.required");
    let changed =
        admin.with("if-match", "\"1\"").patch(&at(""), json!({"name": "eval", "description": "d"})).await;
    let etag = changed.etag();
    assert_eq!((&changed.expect(200)["name"], etag.as_str()), (&json!("eval"), "\"2\""));
    admin
        .with("if-match", "\"1\"")
        .patch(&at(""), json!({"name": "y"}))
        .await
        .refused(412, "precondition.failed");
    let bad = admin.with("if-match", "\"2\"").patch(&at(""), json!({"file": "name: t\n"})).await;
    bad.refused(422, "job_file.invalid");

    admin.put("/templates/default", json!({"template_id": id(&made)})).await.expect(204);
    assert_eq!(admin.get(&at("")).await.expect(200)["is_default"], true);
    admin.delete(&at("")).await.expect(204);
    admin.get(&at("")).await.refused(404, "not_found");
    assert_eq!(names(&admin, "").await, ["other"]);
    let rows = admin.get("/audit?object_kind=template").await.expect(200);
    let actions: Vec<&str> =
        rows["items"].as_array().unwrap().iter().map(|r| r["action"].as_str().unwrap()).collect();
    assert_eq!(
        actions,
        ["template.delete", "template.default", "template.change", "template.create", "template.create"]
    );
}

#[tokio::test]
async fn who_sees_a_template_follows_its_scope() {
    let test = house().await;
    let admin = test.administrator().await;
    let (ann, bob) = (runner(&test, &admin, "ann").await, runner(&test, &admin, "bob").await);
    let ann_id = ann.get("/session").await.expect(200);
    let vc = json!({"name": "vision", "user_ids": [id(&ann_id)]});
    let vc = admin.post("/virtual_clusters", vc).await.expect(201);
    let mine = keep(&ann, "mine", "mine").await;
    let wanted = json!({"name": "team", "scope": "team", "virtual_cluster_id": id(&vc), "file": FILE});
    let team = ann.post("/templates", wanted.clone()).await.expect(201);
    assert_eq!(team["virtual_cluster"]["name"], "vision");
    let all = keep(&admin, "all", "all").await;

    assert_eq!(names(&ann, "").await, ["all", "mine", "team"]);
    assert_eq!(names(&bob, "").await, ["all"]);
    assert_eq!(names(&ann, "scope=team").await, ["team"]);
    for (hidden, client) in [(&mine, &bob), (&mine, &admin), (&team, &bob)] {
        let at = |rest: &str| format!("/templates/{}{rest}", id(hidden));
        client.get(&at("")).await.refused(404, "not_found");
        client.get(&at("/file")).await.refused(404, "not_found");
        client.delete(&at("")).await.refused(404, "not_found");
        client.with("if-match", "1").patch(&at(""), json!({"name": "x"})).await.refused(404, "not_found");
        client.post(&at("/jobs"), json!({})).await.refused(404, "not_found");
        client.put("/templates/default", json!({"template_id": id(hidden)})).await.refused(404, "not_found");
    }
    // Seen, but another's.
    let at = format!("/templates/{}", id(&all));
    bob.get(&at).await.expect(200);
    bob.delete(&at).await.refused(403, "auth.forbidden");
    bob.with("if-match", "1").patch(&at, json!({"name": "x"})).await.refused(403, "auth.forbidden");
    bob.post(&format!("{at}/jobs"), json!({})).await.expect(201);
    // Only where one may.
    bob.post("/templates", json!({"name": "a", "scope": "all", "file": FILE}))
        .await
        .refused(403, "auth.forbidden");
    bob.post("/templates", wanted).await.refused(422, "request.fields");
    bob.post("/templates", json!({"name": "a", "scope": "preset", "file": FILE}))
        .await
        .refused(422, "request.fields");
    let to_all =
        ann.with("if-match", "1").patch(&format!("/templates/{}", id(&mine)), json!({"scope": "all"})).await;
    to_all.refused(403, "auth.forbidden");
    // Somebody who leaves the team leaves its templates; what was theirs alone goes with them.
    admin
        .post(&format!("/virtual_clusters/{}/members", id(&vc)), json!({"remove_user_ids": [id(&ann_id)]}))
        .await
        .expect(200);
    assert_eq!(names(&ann, "").await, ["all", "mine"]);
    admin.delete(&format!("/users/{}", id(&ann_id))).await.expect(204);
    let mine: fovea_store::Id = id(&mine).parse().unwrap();
    let anybody: fovea_store::Id = id(&ann_id).parse().unwrap();
    assert!(test.store.template(anybody, mine).await.is_err());
    admin.delete(&format!("/virtual_clusters/{}", id(&vc))).await.expect(204);
    // Annotators have nothing to do here.
    let eve = test.member(&admin, "eve", "annotator").await;
    eve.get("/templates").await.refused(403, "auth.forbidden");
}

#[tokio::test]
async fn no_secret_is_kept_in_a_template() {
    let test = house().await;
    let admin = test.administrator().await;
    let token = format!("fovea_{}", "0a".repeat(32));
    for (more, code) in [
        ("environment: {DB_PASSWORD: hunter2}", "template.secret"),
        ("parameters: [{name: api_token, type: text, default: abc}]", "template.secret"),
        ("parameters: [{name: secret, type: text}]\nvalues: {secret: x}", "template.secret"),
        (&format!("environment: {{A: {token}}}"), "template.token"),
        ("environment: {A: '-----BEGIN PRIVATE KEY-----'}", "template.token"),
    ] {
        let file = format!("name: t\ncommand: x\n{more}\n");
        let refused = admin.post("/templates", json!({"name": "t", "scope": "mine", "file": file})).await;
        let refused = refused.refused(422, "job_file.invalid");
        assert_eq!(refused["params"]["reason_code"], code, "{more}");
        assert!(!refused.to_string().contains("hunter2") && !refused.to_string().contains(&token));
    }
    let asked = "name: t\ncommand: x\nenvironment: {DB_PASSWORD: '${password}', TOKENS: ''}\nparameters: [{name: password, type: text}]\n";
    admin.post("/templates", json!({"name": "t", "scope": "mine", "file": asked})).await.expect(201);
}

#[tokio::test]
async fn what_comes_with_the_product_is_there_for_all_and_stays() {
    let test = house().await;
    let admin = test.administrator().await;
    let found = admin.get("/templates?scope=preset").await.expect(200);
    let presets = found["items"].as_array().unwrap();
    assert!(presets.len() >= 2 && found["total"] == presets.len());
    for preset in presets {
        let at = format!("/templates/{}", id(preset));
        let detail = admin.get(&at).await.expect(200);
        assert!(detail["file"].as_str().unwrap().contains("parameters:"));
        admin.delete(&at).await.refused(409, "template.preset");
        admin.with("if-match", "0").patch(&at, json!({"name": "x"})).await.refused(409, "template.preset");
    }
    admin.put("/templates/default", json!({"template_id": id(&presets[0])})).await.expect(204);
    assert_eq!(admin.get("/templates").await.expect(200)["items"][0]["is_default"], true);
    admin.put("/templates/default", json!({"template_id": null})).await.expect(204);
    assert_eq!(admin.get("/templates").await.expect(200)["items"][0]["is_default"], false);
}

#[tokio::test]
async fn a_project_or_version_that_a_value_names_must_be_there() {
    let test = house().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("good/a.jpg", crate::app::jpeg(1))]).await;
    let version =
        admin.post(&format!("/projects/{}/versions", id(&project)), json!({"note": ""})).await.expect(201);
    let file = |kind: &str, value: &str| json!({"name": "t", "command": "echo \"${data}\"", "parameters": [{"name": "data", "type": kind}], "values": {"data": value}});
    let name = project["name"].as_str().unwrap();
    for (kind, value, there) in [
        ("project", name.to_string(), true),
        ("project", id(&project).into(), true),
        ("project", "nowhere".into(), false),
        ("version", format!("{name}/1"), true),
        ("version", id(&version).into(), true),
        ("version", format!("{name}/2"), false),
        ("version", name.into(), false),
    ] {
        let answer = admin.post("/jobs", file(kind, &value)).await;
        if there {
            assert_eq!(answer.expect(201)["spec"]["environment"]["data"], value);
        } else {
            let refused = answer.refused(422, "job_file.invalid");
            assert_eq!(refused["params"]["reason_code"], format!("{kind}.not_found"), "{value}");
        }
    }
    // Without the right to see projects nothing is told of them.
    let ann = runner(&test, &admin, "ann").await;
    let answer = ann.post("/jobs", file("version", &format!("{name}/1"))).await;
    assert!(answer.status == 201 || answer.status == 403);
}

#[tokio::test]
async fn what_a_value_would_do_to_the_command_is_refused_or_harmless() {
    let test = house().await;
    let admin = test.administrator().await;
    let file = |command: Value, value: &str| json!({"name": "t", "command": command, "parameters": [{"name": "x", "type": "text"}], "values": {"x": value}});
    let job = admin.post("/jobs", file(json!("ls ${x}; touch '$x'"), "a; rm -rf /")).await.expect(201);
    assert_eq!(job["spec"]["command"][2], "ls \"${x}\"; touch '$x'");
    assert_eq!(job["spec"]["environment"]["x"], "a; rm -rf /");
    for (command, value, code) in [
        (json!("ls '${x}'"), "a", "parameter.single_quotes"),
        (json!("ls `echo ${x}`"), "a", "parameter.backticks"),
        (json!("echo $((${x}))"), "a", "parameter.arithmetic"),
        (json!(["bash", "-c", "ls ${x}"]), "a", "parameter.code"),
        (json!("ls ${x}"), "-la", "parameter.hyphen"),
        (json!("ls ${x}"), "a\nb", "parameter.signs"),
    ] {
        let refused =
            admin.post("/jobs", file(command.clone(), value)).await.refused(422, "job_file.invalid");
        assert_eq!(refused["params"]["reason_code"], code, "{command} {value:?}");
    }
    let twice = json!({"name": "t", "command": "x", "environment": {"x": "1"}, "parameters": [{"name": "x", "type": "text", "default": "a"}]});
    let refused = admin.post("/jobs", twice).await.refused(422, "job_file.invalid");
    assert_eq!(refused["params"]["reason_code"], "parameter.variable");
}
