use crate::app::{Answer, Client, TestApp, id};
use axum::body::Body;
use axum::http::Method;
use fovea_api::Settings;
use serde_json::{Value, json};

/// A house where commands may be submitted, whatever the machine of the test can do.
async fn house() -> TestApp {
    TestApp::with(Settings { unsandboxed_jobs: true, ..Settings::default() }).await
}

async fn yaml(client: &Client, text: &str) -> Answer {
    client.send(Method::POST, "/jobs", Body::from(text.to_string()), Some("application/yaml")).await
}

async fn submit(client: &Client, name: &str) -> Value {
    client.post("/jobs", json!({"name": name, "command": "true"})).await.expect(201)
}

#[tokio::test]
async fn a_file_becomes_a_job_that_waits_and_says_what_was_asked() {
    let test = house().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let text = format!(
        "name: count\nproject: {}\nvirtual_cluster: Default\ncommand: [\"true\"]\nmemory: 64MiB\n\
         longest_run: 1h\npriority: 300\npreemptible: true\ntags: [night]\n",
        project["name"].as_str().unwrap()
    );
    let job = yaml(&admin, &text).await.expect(201);
    assert_eq!(
        (&job["kind"], &job["state"], &job["owner"]),
        (&json!("command"), &json!("queued"), &json!("ada"))
    );
    assert_eq!((&job["project_id"], &job["priority"]), (&project["id"], &json!(300)));
    assert_eq!(
        (&job["devices"], &job["memory_mib"], &job["tags"]),
        (&json!(1), &json!(64), &json!(["night"]))
    );
    assert_eq!((&job["preemptible"], &job["spec"]["work"]), (&json!(true), &json!("/home/ada")));
    // Of no project it is a job as well, and stands in the list.
    let loose = submit(&admin, "loose").await;
    assert_eq!(loose["project_id"], Value::Null);
    let listed = admin.get("/jobs?kind=command").await.expect(200);
    assert_eq!((&listed["total"], id(&listed["items"][0])), (&json!(2), id(&loose)));
    let of_project = admin.get(&format!("/jobs?project_id={}", id(&project))).await.expect(200);
    assert_eq!(of_project["total"], 1);
    let events = admin.get(&format!("/jobs/{}/events", id(&job))).await.expect(200);
    assert_eq!(
        (&events["items"][0]["event"], events["items"].as_array().unwrap().len()),
        (&json!("submit"), 1)
    );
    let why = admin.get(&format!("/jobs/{}/why", id(&job))).await.expect(200);
    assert_eq!((&why["waits"], &why["code"]), (&json!(true), &json!("wait.soon")));
    let told = admin.get("/audit?action=job.create").await.expect(200);
    assert_eq!(told["items"][0]["after"]["spec"]["command"], json!(["/bin/sh", "-c", "true"]));
}

#[tokio::test]
async fn what_a_command_is_for_is_told_and_found_and_it_is_a_command_all_the_same() {
    let test = house().await;
    let admin = test.administrator().await;
    let file = json!({"name": "mine", "command": "true", "kind": "training", "longest_run": "2h"});
    let own = admin.post("/jobs", file).await.expect(201);
    assert_eq!((&own["kind"], &own["longest_run_s"]), (&json!("training"), &json!(7200)));
    assert_eq!(own["cores_wanted"], Value::Null);
    let lab = json!([{"name": "lab", "kind": "jupyter"}]);
    let lab = json!({"name": "lab", "command": "sleep infinity", "endpoints": lab});
    let lab = admin.post("/jobs", lab).await.expect(201);
    assert_eq!((&lab["kind"], &lab["longest_run_s"]), (&json!("development"), &Value::Null));
    submit(&admin, "plain").await;
    let listed = admin.get("/jobs?kind=training,visualisation").await.expect(200);
    assert_eq!((&listed["total"], id(&listed["items"][0])), (&json!(1), id(&own)));
    assert_eq!(admin.get("/jobs?kind=train").await.expect(200)["total"], 0);
    // It has a work folder, as commands have.
    admin.get(&format!("/jobs/{}/files", id(&own))).await.expect(200);
    // What it was can be submitted once more.
    let earlier: fovea_api::dto::Job = serde_json::from_value(own).unwrap();
    let again = serde_json::to_value(fovea_api::job_file_of(&earlier).unwrap()).unwrap();
    let again = admin.post("/jobs", again).await.expect(201);
    assert_eq!((&again["kind"], &again["longest_run_s"]), (&json!("training"), &json!(7200)));
    assert_eq!(again["spec"]["command"], json!(["/bin/sh", "-c", "true"]));
}

#[tokio::test]
async fn what_cannot_be_used_is_refused_with_line_and_field() {
    let test = house().await;
    let admin = test.administrator().await;
    let cores = std::thread::available_parallelism().unwrap().get();
    for (line, field) in [
        ("colour: red".to_string(), "colour"),
        ("devices: zero".into(), "devices"),
        ("type: distributed".into(), "type"),
        (format!("devices: {}", cores + 1), "devices"),
        ("devices: 0".into(), "devices"),
        ("device: nvidia_gpu_amd64".into(), "device"),
        ("memory: 60000GiB".into(), "memory"),
        ("project: nowhere".into(), "project"),
        ("virtual_cluster: nowhere".into(), "virtual_cluster"),
        ("environment: {\"A B\": x}".into(), "environment.A B"),
    ] {
        let problem =
            yaml(&admin, &format!("name: t\ncommand: x\n{line}\n")).await.refused(422, "job_file.invalid");
        assert_eq!(
            (&problem["params"]["line"], &problem["params"]["field"]),
            (&json!(3), &json!(field)),
            "{line}"
        );
        assert!(problem["detail"].as_str().unwrap().starts_with(&format!("Line 3, {field}: ")), "{problem}");
    }
    let plain = admin.send(Method::POST, "/jobs", Body::from("name: t"), Some("text/plain")).await;
    plain.refused(415, "request.media_type");
    yaml(&admin, &"x".repeat(200_000)).await.refused(413, "request.too_large");
    assert_eq!(admin.get("/jobs").await.expect(200)["total"], 0);
}

#[tokio::test]
async fn a_priority_that_one_may_not_give_is_told_with_its_line() {
    let test = house().await;
    let admin = test.administrator().await;
    let worker = test.member(&admin, "worker", "platform_user").await;
    let problem =
        yaml(&worker, "name: t\ncommand: x\npriority: 201\n").await.refused(422, "job_file.invalid");
    assert_eq!((&problem["params"]["line"], &problem["params"]["field"]), (&json!(3), &json!("priority")));
    assert_eq!(problem["params"]["reason_params"], json!({ "least": 100, "most": 200 }));
    yaml(&admin, "name: t\ncommand: x\npriority: 201\n").await.expect(201);
}

#[tokio::test]
async fn a_parameter_that_means_nothing_is_refused() {
    let test = house().await;
    let admin = test.administrator().await;
    let job = submit(&admin, "t").await;
    let at = |rest: &str| format!("/jobs/{}{rest}", id(&job));
    for path in [
        "/jobs?kid=train".to_string(),
        at("/log?nod=a"),
        at("/log/follow?lines=3"),
        at("/log/download?since_=x"),
    ] {
        let problem = admin.get(&path).await.refused(400, "request.invalid");
        assert!(problem["detail"].as_str().unwrap().contains("there is no parameter"), "{problem}");
    }
    admin
        .get(&at("/log?limit=5&stream=out&folded=true&order=rank&device=quantum"))
        .await
        .refused(422, "request.fields");
    admin.get(&at("/log?limit=5&stream=out&folded=true&order=rank")).await.expect(200);
    admin.get("/jobs?kind=command&limit=3&sort=name").await.expect(200);
}

#[tokio::test]
async fn who_paused_or_stopped_the_job_of_another_is_told() {
    let test = house().await;
    let admin = test.administrator().await;
    let worker = test.member(&admin, "worker", "platform_user").await;
    let job = submit(&worker, "theirs").await;
    let at = |what: &str| format!("/jobs/{}/{what}", id(&job));
    let paused = admin.post(&at("pause"), json!({})).await.expect(200);
    assert_eq!((&paused["state"], &paused["reason"]["code"]), (&json!("paused"), &json!("job.paused_by")));
    assert_eq!(admin.post(&at("resume"), json!({})).await.expect(200)["reason"], Value::Null);
    let stopped = admin.post(&at("stop"), json!({})).await.expect(200);
    assert_eq!(
        (&stopped["state"], &stopped["reason"]["code"]),
        (&json!("stopped"), &json!("job.stopped_by"))
    );
    assert_eq!(stopped["reason"]["params"], json!({ "user": "ada" }));
    let events = worker.get(&at("events")).await.expect(200);
    assert_eq!(events["items"].as_array().unwrap().last().unwrap()["reason"]["code"], "job.stopped_by");
    // Its owner knows what they did.
    let own = submit(&worker, "own").await;
    let own = worker.post(&format!("/jobs/{}/stop", id(&own)), json!({})).await.expect(200);
    assert_eq!((&own["state"], &own["reason"]), (&json!("stopped"), &Value::Null));
}

#[tokio::test]
async fn asked_for_again_with_the_same_key_it_is_one_job() {
    let test = house().await;
    let admin = test.administrator().await.with("idempotency-key", "k-1");
    let (first, second) = (submit(&admin, "once").await, submit(&admin, "once").await);
    assert_eq!(id(&first), id(&second));
    admin.post("/jobs", json!({"name": "twice", "command": "x"})).await.refused(422, "idempotency.mismatch");
}

#[tokio::test]
async fn the_list_is_filtered_and_put_in_order() {
    let test = house().await;
    let admin = test.administrator().await;
    let me = admin.get("/session").await.expect(200);
    for (name, priority, tags) in
        [("夜间训练 10", 100, json!([])), ("夜间训练 2", 300, json!(["x"])), ("导出", 200, json!(["夜"]))]
    {
        let file = json!({"name": name, "command": "true", "priority": priority, "tags": tags});
        admin.post("/jobs", file).await.expect(201);
    }
    let found = async |query: &str| -> Vec<String> {
        let list = admin.get(&format!("/jobs?{query}")).await.expect(200);
        let items = list["items"].as_array().unwrap();
        assert_eq!(list["total"], items.len(), "{query}");
        items.iter().map(|job| job["name"].as_str().unwrap().to_string()).collect()
    };
    let all = ["导出", "夜间训练 2", "夜间训练 10"];
    assert_eq!(found("").await, all);
    assert_eq!(found("sort=name").await, ["夜间训练 2", "夜间训练 10", "导出"]);
    assert_eq!(found("sort=-priority").await, ["夜间训练 2", "导出", "夜间训练 10"]);
    assert_eq!(found("q=夜").await, all);
    assert_eq!(found("q=训练").await, ["夜间训练 2", "夜间训练 10"]);
    assert_eq!(found("state=queued,running&kind=command,train&device=cpu").await, all);
    assert_eq!(found("state=failed,stopped").await, [""; 0]);
    assert_eq!(found(&format!("owner={}", id(&me))).await, all);
    assert_eq!(found("owner=AD").await, all);
    assert_eq!(found("owner=bob").await, [""; 0]);
    assert_eq!(found("submitted_from=2020-01-01T00:00:00Z&submitted_to=2020-01-02T00:00:00Z").await, [""; 0]);
    assert_eq!(found("submitted_from=2020-01-01T00:00:00Z").await, all);
    assert_eq!(found("ended_from=2020-01-01T00:00:00Z").await, [""; 0]);
    let first = admin.get("/jobs?sort=name&limit=1").await.expect(200);
    assert_eq!((&first["total"], &first["items"][0]["name"]), (&json!(3), &json!("夜间训练 2")));
    let next = admin.get(&format!("/jobs?sort=name&cursor={}", first["next"].as_str().unwrap())).await;
    assert_eq!(next.expect(200)["items"][0]["name"], "夜间训练 10");
    let other = format!("/jobs?sort=-name&cursor={}", first["next"].as_str().unwrap());
    admin.get(&other).await.refused(400, "list.bad_cursor");
    admin.get("/jobs?sort=colour").await.refused(400, "list.bad_sort");
    admin.get("/jobs?state=queued,flying").await.refused(400, "request.invalid");
    admin.get("/jobs?ended_to=soon").await.refused(400, "request.invalid");
}

#[tokio::test]
async fn another_users_job_is_not_there() {
    let test = house().await;
    let admin = test.administrator().await;
    let role = json!({"name": "runner", "permissions": ["job.write_own"]});
    let role = admin.post("/roles", role).await.expect(201);
    let eve = test.member(&admin, "eveline", "annotator").await;
    let me = eve.get("/session").await.expect(200);
    eve.post("/jobs", json!({"name": "t", "command": "x"})).await.refused(403, "auth.forbidden");
    let holders = json!({"add_user_ids": [id(&me)]});
    admin.post(&format!("/roles/{}/holders", id(&role)), holders).await.expect(200);
    let theirs = submit(&admin, "theirs").await;
    let at = |rest: &str| format!("/jobs/{}{rest}", id(&theirs));
    let own = submit(&eve, "own").await;
    assert_eq!(eve.get("/jobs").await.expect(200)["total"], 1);
    for path in [at(""), at("/log"), at("/events"), at("/why")] {
        eve.get(&path).await.refused(404, "not_found");
    }
    for path in [at("/stop"), at("/pause"), at("/resume")] {
        eve.post(&path, json!({})).await.refused(404, "not_found");
    }
    eve.delete(&at("")).await.refused(404, "not_found");
    eve.post(&format!("/jobs/{}/stop", id(&own)), json!({})).await.expect(200);
    assert_eq!(admin.get(&at("")).await.expect(200)["state"], "queued");
}

#[tokio::test]
async fn whoever_uses_the_platform_sees_own_jobs_and_those_of_their_projects() {
    let test = house().await;
    let admin = test.administrator().await;
    let worker = test.member(&admin, "worker", "platform_user").await;
    let own = submit(&worker, "own").await;
    let foreign = submit(&admin, "foreign").await;
    let project = worker.project().await;
    let file = json!({"name": "in theirs", "command": "x", "project": project["name"]});
    let inside = admin.post("/jobs", file).await.expect(201);
    let of_admin = admin.project().await;
    let file = json!({"name": "in another", "command": "x", "project": of_admin["name"]});
    let outside = admin.post("/jobs", file).await.expect(201);
    let at = |job: &Value, rest: &str| format!("/jobs/{}{rest}", id(job));
    for hidden in [&foreign, &outside] {
        for rest in ["", "/log", "/log/download", "/events", "/why", "/tasks", "/metrics"] {
            worker.get(&at(hidden, rest)).await.refused(404, "not_found");
        }
        for rest in ["/stop", "/pause", "/resume"] {
            worker.post(&at(hidden, rest), json!({})).await.refused(404, "not_found");
        }
        worker.delete(&at(hidden, "")).await.refused(404, "not_found");
        worker.patch(&at(hidden, ""), json!({"priority": 150})).await.refused(404, "not_found");
    }
    let listed = worker.get("/jobs?sort=name").await.expect(200);
    let names: Vec<&str> =
        listed["items"].as_array().unwrap().iter().map(|j| j["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["in theirs", "own"]);
    assert_eq!(worker.get("/session").await.expect(200)["projects_made"], json!([id(&project)]));
    // A project gives no more priority than everybody has.
    worker.patch(&at(&inside, ""), json!({"priority": 201})).await.refused(403, "job.priority");
    worker.patch(&at(&inside, ""), json!({"priority": 120})).await.expect(200);
    // Nor a way into it, with its owner's files.
    worker.post(&at(&inside, "/exec"), json!({"command": ["id"]})).await.refused(403, "auth.forbidden");
    let folders = at(&inside, "/files/folders");
    let refused = worker.post(&folders, json!({"path": "x"})).await.refused(403, "auth.forbidden");
    // Also who may manage privileged jobs would need the right to change all.
    assert_eq!(refused["params"]["permission"], "job.write");
    for job in [&own, &inside] {
        assert_eq!(worker.post(&at(job, "/stop"), json!({})).await.expect(200)["state"], "stopped");
    }
    // Whoever may see all jobs and change none is told so.
    let role = json!({"name": "looker", "permissions": ["job.read", "job.write_own"]});
    let role = admin.post("/roles", role).await.expect(201);
    let looker = test.member(&admin, "looker", "annotator").await;
    let me = looker.get("/session").await.expect(200);
    let holders = json!({"add_user_ids": [id(&me)]});
    admin.post(&format!("/roles/{}/holders", id(&role)), holders).await.expect(200);
    looker.get(&at(&foreign, "")).await.expect(200);
    looker.post(&at(&foreign, "/stop"), json!({})).await.refused(403, "auth.forbidden");
}

#[tokio::test]
async fn a_job_keeps_no_more_on_the_disk_than_its_virtual_cluster_lets_it() {
    let test = house().await;
    let admin = test.administrator().await;
    let submit = async |more: Value| {
        let mut file = json!({"name": "t", "command": "x"});
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        admin.post("/jobs", file).await
    };
    assert_eq!(submit(json!({})).await.expect(201)["disk_mib"], Value::Null);
    assert_eq!(submit(json!({"disk": "2GiB"})).await.expect(201)["disk_mib"], 2048);
    submit(json!({"disk": "much"})).await.refused(422, "job_file.invalid");
    let vc = admin.get("/virtual_clusters").await.expect(200)["items"][0].clone();
    let at = format!("/virtual_clusters/{}", id(&vc));
    let with = admin.with("if-match", &vc["revision"].to_string());
    with.patch(&at, json!({"disk_mib": 1024})).await.expect(200);
    let told = submit(json!({"disk": "2GiB"})).await.refused(422, "job_file.invalid");
    assert_eq!(told["params"]["reason_code"], "submit.disk");
    assert_eq!(told["params"]["reason_params"], json!({"need": 2048, "most": 1024}));
    assert_eq!(submit(json!({})).await.expect(201)["disk_mib"], 1024);
    assert_eq!(submit(json!({"disk": "512MiB"})).await.expect(201)["disk_mib"], 512);
    assert_eq!(admin.get(&format!("{at}/limits")).await.expect(200)["disk_mib"], 1024);
}

#[tokio::test]
async fn one_that_waits_is_paused_resumed_stopped_and_deleted() {
    let test = house().await;
    let admin = test.administrator().await;
    let job = submit(&admin, "t").await;
    let at = |rest: &str| format!("/jobs/{}{rest}", id(&job));
    let steer = async |what: &str| admin.post(&at(what), json!({})).await;
    admin.delete(&at("")).await.refused(409, "job.state");
    steer("/resume").await.refused(409, "job.state");
    assert_eq!(steer("/pause").await.expect(200)["state"], "paused");
    assert_eq!(steer("/pause").await.expect(200)["state"], "paused");
    assert_eq!(admin.get(&at("/why")).await.expect(200)["code"], "wait.paused");
    assert_eq!(steer("/resume").await.expect(200)["state"], "queued");
    assert_eq!(steer("/stop").await.expect(200)["state"], "stopped");
    steer("/pause").await.refused(409, "job.state");
    admin.delete(&at("")).await.expect(204);
    admin.delete(&at("")).await.refused(404, "not_found");
    assert_eq!(admin.get("/jobs").await.expect(200)["total"], 0);
    let done = admin.get("/audit?action=job.").await.expect(200);
    let actions: Vec<&str> =
        done["items"].as_array().unwrap().iter().map(|r| r["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["job.delete", "job.stop", "job.resume", "job.pause", "job.create"]);
    // Its row and folder stay for a while, to be read and no more.
    let kept = admin.get(&at("")).await.expect(200);
    assert!(kept["deleted_at"].is_string());
    for rest in ["/log", "/events", "/files"] {
        admin.get(&at(rest)).await.expect(200);
    }
    for what in ["/pause", "/resume", "/stop"] {
        steer(what).await.refused(404, "not_found");
    }
    let listed = admin.get("/jobs/deleted?q=T").await.expect(200);
    assert_eq!((&listed["total"], &listed["items"][0]["id"]), (&json!(1), &job["id"]));
    assert_eq!(admin.get("/jobs/deleted?q=u").await.expect(200)["total"], 0);
    let worker = test.member(&admin, "worker", "platform_user").await;
    assert_eq!(worker.get("/jobs/deleted").await.expect(200)["total"], 0);
    worker.get(&at("")).await.refused(404, "not_found");
    let days = async |days: u32| admin.patch("/settings", json!({"job_retention_days": days})).await;
    let told = days(0).await.refused(422, "request.fields");
    assert_eq!(told["fields"]["job_retention_days"], "field.out_of_range");
    assert_eq!(days(60).await.expect(200)["job_retention_days"], 60);
    assert!(admin.get(&at("")).await.expect(200)["kept_until"].as_str() > kept["kept_until"].as_str());
    let folder = test.store.place().job(id(&job).parse().unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    fovea_api::remove_old_jobs(&test.app, fovea_store::now() - 60_000).await.unwrap();
    assert!(folder.exists());
    fovea_api::remove_old_jobs(&test.app, fovea_store::now() + 60_000).await.unwrap();
    assert!(!folder.exists());
    admin.get(&at("")).await.refused(404, "not_found");
    assert_eq!(admin.get("/jobs/deleted").await.expect(200)["total"], 0);
}

#[tokio::test]
async fn a_token_of_a_project_submits_to_that_project_alone() {
    let test = house().await;
    let admin = test.administrator().await;
    let (own, other) = (admin.project().await, admin.project().await);
    let made = admin.post("/tokens", json!({"name": "t", "project_id": id(&own)})).await.expect(201);
    let bound =
        test.anonymous().with("authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()));
    let job = submit(&bound, "t").await;
    assert_eq!(job["project_id"], own["id"]);
    let file = json!({"name": "t", "command": "x", "project": id(&other)});
    bound.post("/jobs", file).await.refused(422, "job_file.invalid");
    let loose = submit(&admin, "loose").await;
    bound.get(&format!("/jobs/{}", id(&loose))).await.refused(404, "not_found");
}

#[tokio::test]
async fn the_schema_names_every_field_and_needs_no_login() {
    let test = TestApp::new().await;
    let schema = test.anonymous().get("/jobs/schema").await.expect(200);
    assert_eq!(schema, fovea_api::job_file_schema());
    assert_eq!((&schema["additionalProperties"], &schema["type"]), (&json!(false), &json!("object")));
    let mut needed: Vec<&str> =
        schema["required"].as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
    needed.sort_unstable();
    assert_eq!(needed, ["command", "name"]);
    for field in ["type", "memory", "environment", "mounts", "longest_run", "restart", "tags", "preemptible"]
    {
        assert!(schema["properties"][field].is_object(), "{field}");
    }
    // Each reference leads somewhere.
    let text = schema.to_string();
    for part in text.split("#/$defs/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(schema["$defs"][name].is_object(), "{name}");
    }
    assert!(!text.contains("#/components/"));
}

#[tokio::test]
async fn where_no_sandbox_can_be_made_no_command_is_taken_unless_somebody_said_so() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let devices = admin.get("/virtual_clusters/devices").await.expect(200);
    let node = &devices["nodes"][0];
    assert!(node["memory_mib"].as_u64().unwrap() > 0 && node["limits"].is_string(), "{node}");
    let answer = admin.post("/jobs", json!({"name": "t", "command": "true"})).await;
    match node["sandbox"].as_str().unwrap() {
        "bubblewrap" => drop(answer.expect(201)),
        _ => {
            assert!(node["sandbox_lacks"].is_string(), "{node}");
            answer.refused(409, "job.no_sandbox");
        }
    }
}

#[tokio::test]
async fn a_refusal_and_a_wait_have_codes_and_params_to_be_told_in_any_language() {
    let test = house().await;
    let admin = test.administrator().await;
    let cores = std::thread::available_parallelism().unwrap().get();
    let refused = |more: Value| {
        let mut file = json!({"name": "t", "command": "x"});
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let admin = admin.clone();
        async move {
            let problem = admin.post("/jobs", file).await.refused(422, "job_file.invalid");
            let field = problem["params"]["field"].as_str().unwrap().to_string();
            assert_eq!(problem["fields"][&field], problem["params"]["reason_code"], "{problem}");
            (field, problem["params"]["reason_code"].clone(), problem["params"]["reason_params"].clone())
        }
    };
    assert_eq!(
        refused(json!({"priority": 0})).await,
        ("priority".into(), json!("job_file.out_of_range"), json!({"least": 1, "most": 1000}))
    );
    assert_eq!(
        refused(json!({"devices": cores + 1})).await,
        ("devices".into(), json!("submit.user_quota"), json!({"need": cores + 1, "limit": cores}))
    );
    assert_eq!(
        refused(json!({"devices": 0})).await,
        (
            "devices".into(),
            json!("device.count"),
            json!({"count": 0, "allowed": if cores == 1 { "1".into() } else { format!("1 to {cores}") }})
        )
    );
    let (field, code, params) = refused(json!({"colour": "red"})).await;
    assert_eq!((field.as_str(), code), ("colour", json!("job_file.unknown_field")));
    assert!(params["expected"].as_str().unwrap().contains("longest_run"), "{params}");
    assert_eq!(refused(json!({"project": "nowhere"})).await.1, json!("project.not_found"));
    let job = submit(&admin, "t").await;
    let why = admin.get(&format!("/jobs/{}/why", id(&job))).await.expect(200);
    assert_eq!((&why["code"], &why["params"]), (&json!("wait.soon"), &json!({})));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_kept_beside_jobs_goes_once_they_are_gone() {
    let test = TestApp::new().await;
    test.administrator().await;
    let user = test.store.user_by_name(crate::app::NAME).await.unwrap().unwrap().id;
    let homes = [user, fovea_store::Id::new()].map(|id| test.store.place().home(id));
    homes.iter().for_each(|home| std::fs::create_dir_all(home.join("some")).unwrap());
    fovea_api::remove_left_homes(&test.app).await.unwrap();
    assert_eq!(homes.map(|home| home.exists()), [true, false]);
}
