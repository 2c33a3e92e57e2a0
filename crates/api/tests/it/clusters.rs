//! Virtual clusters: who may use how much, and what stands in the way of a change.

use crate::app::{Answer, Client, TestApp, id};
use axum::body::Body;
use axum::http::Method;
use fovea_store::{JobKind, JobTask, NewJob};
use serde_json::{Value, json};

const NOT_THERE: &str = "00000000-0000-7000-8000-0000000000ff";

fn cores(test: &TestApp) -> u64 {
    u64::from(*test.app.engine.devices().values().next().unwrap())
}

async fn first(client: &Client) -> Value {
    let all = client.get("/virtual_clusters").await.expect(200);
    all["items"].as_array().unwrap().iter().find(|v| v["name"] == "default").unwrap().clone()
}

/// Takes everything from the first one, so that others can have it.
async fn empty_first(client: &Client) -> Value {
    let found = first(client).await;
    let path = format!("/virtual_clusters/{}", id(&found));
    let none = json!({"quotas": []});
    client.with("if-match", &found["revision"].to_string()).patch(&path, none).await.expect(200)
}

async fn make(client: &Client, name: &str, more: Value) -> Value {
    let mut wanted = json!({"name": name, "quotas": [{"device": "cpu", "quota": 1, "per_user": 1}]});
    for (key, value) in more.as_object().unwrap() {
        wanted[key] = value.clone();
    }
    client.post("/virtual_clusters", wanted).await.expect(201)
}

async fn patch(client: &Client, cluster: &Value, body: Value) -> Answer {
    let path = format!("/virtual_clusters/{}", id(cluster));
    let now = client.get(&path).await.expect(200);
    client.with("if-match", &now["revision"].to_string()).patch(&path, body).await
}

async fn members(client: &Client, cluster: &Value, body: Value) -> Answer {
    client.post(&format!("/virtual_clusters/{}/members", id(cluster)), body).await
}

/// A job of this user that waits there.
async fn job(test: &TestApp, project: &Value, owner: &str, cluster: &Value, kind: JobKind) -> String {
    let new = NewJob {
        kind,
        project_id: Some(id(project).parse().unwrap()),
        name: "lesson".into(),
        owner: Some(owner.parse().unwrap()),
        spec: json!({}),
        service_id: None,
        virtual_cluster: Some(id(cluster).parse().unwrap()),
        priority: 100,
        ask: Default::default(),
    };
    test.store.create_job(new).await.unwrap().id.to_string()
}

async fn me(client: &Client) -> Value {
    client.get("/session").await.expect(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_one_has_everything_and_everybody() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let all = admin.get("/virtual_clusters").await.expect(200);
    assert_eq!((&all["total"], &all["items"][0]["open"]), (&json!(1), &json!(true)));
    let quota = &all["items"][0]["quotas"][0];
    assert_eq!((&quota["device"], &quota["quota"]), (&json!("cpu"), &json!(cores(&test))));
    let devices = admin.get("/virtual_clusters/devices").await.expect(200);
    let cpu = &devices["items"][0];
    assert_eq!((&cpu["total"], &cpu["unallocated"]), (&json!(cores(&test)), &json!(0)));
    // A second start changes nothing.
    fovea_api::begin_clusters(&test.app).await.unwrap();
    assert_eq!(first(&admin).await["revision"], 1);
    let bob = test.member(&admin, "bob", "annotator").await;
    let bob = me(&bob).await;
    assert_eq!(bob["virtual_cluster_id"], all["items"][0]["id"]);
    assert_eq!(bob["virtual_clusters"][0]["way"], "everybody");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_given_than_there_is() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let quota = |device: &str, quota: u64, per_user: u64| json!({"name": "vision", "quotas": [{"device": device, "quota": quota, "per_user": per_user}]});
    let post = async |body: Value| admin.post("/virtual_clusters", body).await;
    let refused = post(quota("cpu", 1, 1)).await.refused(409, "vc.too_many");
    assert_eq!((&refused["params"]["quota"], &refused["params"]["unallocated"]), (&json!(1), &json!(0)));
    empty_first(&admin).await;
    post(quota("cpu", cores(&test) + 1, 1)).await.refused(409, "vc.too_many");
    post(quota("cpu", 1, 2)).await.refused(422, "vc.per_user");
    post(quota("nvidia_gpu_amd64", 1, 1)).await.refused(409, "vc.too_many");
    let unknown = post(quota("abacus", 1, 1)).await.refused(422, "request.fields");
    assert_eq!(unknown["fields"]["quotas"], "vc.device_unknown");
    for name in ["", " ", "a\nb", "a name of more than twenty", "x\u{202e}y"] {
        let answer = post(json!({"name": name})).await;
        assert!(answer.refused(422, "request.fields")["fields"]["name"].is_string(), "{name:?}");
    }
    let made = make(&admin, "视觉组", json!({"longest_run_s": 7200, "description": "line 1"})).await;
    assert_eq!(
        (&made["longest_run_s"], &made["members"], &made["open"]),
        (&json!(7200), &json!(0), &json!(false))
    );
    post(json!({"name": "DEFAULT"})).await.refused(409, "vc.name_taken");
    post(json!({"name": "x", "longest_run_s": 1})).await.refused(422, "request.fields");
    let twice = json!({"name": "x", "quotas": [
        {"device": "cpu", "quota": 0, "per_user": 0}, {"device": "cpu", "quota": 0, "per_user": 0}]});
    post(twice).await.refused(422, "vc.twice");
    let devices = admin.get("/virtual_clusters/devices").await.expect(200);
    assert_eq!(devices["items"][0]["unallocated"], json!(cores(&test) - 1));
    // Search, order, and the same as a table.
    let names = async |query: &str| -> Vec<String> {
        let found = admin.get(&format!("/virtual_clusters?{query}")).await.expect(200);
        found["items"].as_array().unwrap().iter().map(|v| v["name"].as_str().unwrap().into()).collect()
    };
    assert_eq!(names("q=%E8%A7%86").await, ["视觉组"]);
    assert_eq!(names("sort=-name").await, ["视觉组", "default"]);
    let page = admin.get("/virtual_clusters?limit=1").await.expect(200);
    let next = page["next"].as_str().unwrap();
    assert_eq!(names(&format!("limit=1&cursor={next}")).await, ["视觉组"]);
    assert!(
        admin.get("/virtual_clusters.csv").await.text().contains(",视觉组,line 1,false,0,7200,0,cpu,1,1,0,")
    );
    let actions = admin.get("/audit?action=virtual_cluster.").await.expect(200);
    assert_eq!(actions["items"][0]["after"]["quotas"][0]["quota"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_ones_virtual_cluster_is_not_there() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    empty_first(&admin).await;
    let theirs = make(&admin, "theirs", json!({})).await;
    let bob = test.member(&admin, "bob", "annotator").await;
    let bob_id = me(&bob).await["id"].clone();
    let at = |rest: &str| format!("/virtual_clusters/{}{rest}", id(&theirs));
    for path in
        [at(""), at("/users"), at("/limits"), at("/candidates"), format!("/virtual_clusters/{NOT_THERE}")]
    {
        bob.get(&path).await.refused(404, "not_found");
    }
    members(&bob, &theirs, json!({"add_user_ids": [bob_id]})).await.refused(404, "not_found");
    assert_eq!(bob.get("/virtual_clusters").await.expect(200)["total"], 1);
    bob.patch("/account", json!({"virtual_cluster_id": id(&theirs)})).await.refused(404, "not_found");
    bob.get("/virtual_clusters.csv").await.refused(403, "auth.forbidden");
    // As a member they see it, and change nothing.
    members(&admin, &theirs, json!({"add_user_ids": [bob_id]})).await.expect(200);
    assert_eq!(bob.get(&at("")).await.expect(200)["administers"], false);
    members(&bob, &theirs, json!({"remove_user_ids": [bob_id]})).await.refused(403, "auth.forbidden");
    patch(&bob, &theirs, json!({"open": true})).await.refused(403, "auth.forbidden");
    bob.delete(&at("")).await.refused(403, "auth.forbidden");
    // One that names them goes before one that is for everybody.
    assert_eq!(me(&bob).await["virtual_cluster_id"], theirs["id"]);
    let default = first(&admin).await;
    let changed = bob.patch("/account", json!({"virtual_cluster_id": id(&default)})).await.expect(200);
    assert_eq!(changed["virtual_cluster_id"], default["id"]);
    // A token that is bound to a project has no way there.
    let project = admin.project().await;
    let bound = admin.post("/tokens", json!({"name": "t", "project_id": id(&project)})).await.expect(201);
    let bound =
        test.anonymous().with("authorization", &format!("Bearer {}", bound["secret"].as_str().unwrap()));
    bound.get("/virtual_clusters").await.refused(403, "auth.project_only");
}

#[tokio::test(flavor = "multi_thread")]
async fn its_administrators_manage_members_and_jobs_and_nothing_else() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    empty_first(&admin).await;
    let vc = make(&admin, "vision", json!({})).await;
    let bob = test.member(&admin, "bob", "annotator").await;
    let eve = test.member(&admin, "eve", "annotator").await;
    let (bob_id, eve_id) = (me(&bob).await["id"].clone(), me(&eve).await["id"].clone());
    // Only somebody who is named can administer it.
    let appoint = json!({"add_administrator_ids": [bob_id]});
    members(&admin, &vc, appoint.clone()).await.refused(422, "vc.administrator");
    members(&admin, &vc, json!({"add_user_ids": [bob_id]})).await.expect(200);
    members(&admin, &vc, appoint).await.expect(200);
    let at = |rest: &str| format!("/virtual_clusters/{}{rest}", id(&vc));
    let found = bob.get(&at("/candidates?q=ev")).await.expect(200);
    assert_eq!(found["users"][0]["name"], "eve");
    let changed = members(&bob, &vc, json!({"add_user_ids": [eve_id]})).await.expect(200);
    assert_eq!((&changed["members"], &changed["administers"]), (&json!(2), &json!(true)));
    members(&bob, &vc, json!({"add_administrator_ids": [eve_id]})).await.refused(403, "auth.forbidden");
    members(&bob, &vc, json!({"remove_user_ids": [bob_id]})).await.refused(409, "vc.leaves_you");
    members(&bob, &vc, json!({"add_user_ids": [NOT_THERE]})).await.refused(422, "request.fields");
    patch(&bob, &vc, json!({"open": true})).await.refused(403, "auth.forbidden");
    let list = bob.get(&at("/users")).await.expect(200);
    assert_eq!((&list["total"], &list["items"][0]["administers"]), (&json!(2), &json!(true)));

    // Jobs of its members are theirs to see, to stop, and to give any priority.
    let worker = test.member(&admin, "worker", "platform_user").await;
    let project = admin.project().await;
    let theirs = job(&test, &project, eve_id.as_str().unwrap(), &vc, JobKind::Train).await;
    let path = format!("/jobs/{theirs}");
    eve.get(&path).await.refused(403, "auth.forbidden");
    let role = json!({"name": "own jobs", "permissions": ["job.write_own"]});
    let role = admin.post("/roles", role).await.expect(201);
    for user in [&bob_id, &eve_id] {
        let add = json!({"action": "add_roles", "ids": [user], "role_ids": [id(&role)]});
        admin.post("/users/actions", add).await.expect(200);
    }
    assert_eq!(bob.get(&path).await.expect(200)["virtual_cluster"]["name"], "vision");
    assert_eq!(bob.get("/jobs").await.expect(200)["total"], 1);
    eve.patch(&path, json!({"priority": 201})).await.refused(403, "job.priority");
    assert_eq!(eve.patch(&path, json!({"priority": 150})).await.expect(200)["priority"], 150);
    assert_eq!(bob.patch(&path, json!({"priority": 1000})).await.expect(200)["priority"], 1000);
    bob.patch(&path, json!({"priority": 1001})).await.refused(403, "job.priority");
    // Whoever may change all jobs, too; whoever may only use the platform does not see them.
    assert_eq!(admin.patch(&path, json!({"priority": 1})).await.expect(200)["priority"], 1);
    worker.patch(&path, json!({"priority": 1})).await.refused(404, "not_found");
    let query = format!("/jobs?virtual_cluster_id={}", id(&vc));
    assert_eq!(admin.get(&query).await.expect(200)["total"], 1);
    assert_eq!(worker.get(&query).await.expect(200)["total"], 0);
    for (deed, state) in [("pause", "paused"), ("resume", "queued"), ("stop", "stopped")] {
        worker.post(&format!("{path}/{deed}"), json!({})).await.refused(404, "not_found");
        let done = bob.post(&format!("{path}/{deed}"), json!({})).await.expect(200);
        assert_eq!(done["state"], state, "{deed}");
    }
    bob.patch(&path, json!({"priority": 5})).await.refused(409, "job.state");
    worker.delete(&path).await.refused(404, "not_found");
    bob.delete(&path).await.expect(204);
    members(&admin, &vc, json!({"remove_administrator_ids": [bob_id]})).await.expect(200);
    bob.get(&path).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_somebody_with_jobs_tells_of_them_and_asks_again() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    empty_first(&admin).await;
    let vc = make(&admin, "vision", json!({})).await;
    let bob = test.member(&admin, "bob", "annotator").await;
    let bob_id = me(&bob).await["id"].clone();
    let group = json!({"name": "line", "role_ids": [crate::people::role(&admin, "annotator").await], "user_ids": [bob_id]});
    let group = admin.post("/groups", group).await.expect(201);
    members(&admin, &vc, json!({"add_user_ids": [bob_id], "add_group_ids": [id(&group)]})).await.expect(200);
    let project = admin.project().await;
    let running = job(&test, &project, bob_id.as_str().unwrap(), &vc, JobKind::Train).await;
    // They are still in it by their group.
    members(&admin, &vc, json!({"remove_user_ids": [bob_id]})).await.expect(200);
    let out = json!({"remove_group_ids": [id(&group)]});
    let refused = members(&admin, &vc, out.clone()).await.refused(409, "vc.jobs_run");
    assert_eq!(
        refused["params"]["jobs"],
        json!([{"id": running, "name": "lesson", "owner": "bob", "import": false}])
    );
    // Nothing was done.
    let groups = admin.get(&format!("/virtual_clusters/{}", id(&vc))).await.expect(200)["groups"].clone();
    assert_eq!(groups[0]["name"], "line");
    assert_eq!(admin.get(&format!("/jobs/{running}")).await.expect(200)["state"], "queued");
    let mut again = out;
    again["stop_jobs"] = json!(true);
    assert_eq!(members(&admin, &vc, again).await.expect(200)["members"], 0);
    let stopped = admin.get(&format!("/jobs/{running}")).await.expect(200);
    assert_eq!(
        (&stopped["state"], &stopped["reason"]["code"]),
        (&json!("stopped"), &json!("job.left_cluster"))
    );
    assert_eq!(stopped["reason"]["params"], json!({ "virtual_cluster": vc["name"] }));

    // The same from the page of a user, in several at once.
    let of_bob = format!("/users/{}/virtual_clusters", bob_id.as_str().unwrap());
    let told = admin.post(&of_bob, json!({"add": [id(&vc)]})).await.expect(200);
    assert_eq!((&told["items"][1]["way"], &told["default_id"]), (&json!("user"), &vc["id"]));
    let running = job(&test, &project, bob_id.as_str().unwrap(), &vc, JobKind::Train).await;
    admin.post(&of_bob, json!({"remove": [id(&vc)]})).await.refused(409, "vc.jobs_run");
    admin.post(&of_bob, json!({"remove": [NOT_THERE]})).await.refused(404, "not_found");
    let told = admin.post(&of_bob, json!({"remove": [id(&vc)], "stop_jobs": true})).await.expect(200);
    assert_eq!(told["items"].as_array().unwrap().len(), 1);
    assert_eq!(admin.get(&format!("/jobs/{running}")).await.expect(200)["state"], "stopped");
    let rows = admin.get("/audit?action=virtual_cluster.members").await.expect(200);
    assert_eq!(rows["items"][0]["after"], json!({"removed_users": ["bob"]}));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_one_with_a_group_is_asked_about_as_well() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    empty_first(&admin).await;
    let vc = make(&admin, "vision", json!({})).await;
    let bob = test.member(&admin, "bob", "annotator").await;
    let bob_id = me(&bob).await["id"].clone();
    let annotator = crate::people::role(&admin, "annotator").await;
    let project = admin.project().await;
    let group = async |name: &str| {
        let group = json!({"name": name, "role_ids": [annotator], "user_ids": [bob_id]});
        let group = admin.post("/groups", group).await.expect(201);
        members(&admin, &vc, json!({"add_group_ids": [id(&group)]})).await.expect(200);
        group
    };
    let running = async || job(&test, &project, bob_id.as_str().unwrap(), &vc, JobKind::Train).await;
    let stopped = async |job: &str| {
        let found = admin.get(&format!("/jobs/{job}")).await.expect(200);
        assert_eq!(
            (&found["state"], &found["reason"]["code"]),
            (&json!("stopped"), &json!("job.left_cluster"))
        );
    };

    // From the group.
    let line = group("line").await;
    let first = running().await;
    let path = format!("/groups/{}/members", id(&line));
    let told = admin.post(&path, json!({"remove": [bob_id]})).await.refused(409, "vc.jobs_run");
    assert_eq!(told["params"]["jobs"][0]["id"], json!(first));
    assert_eq!(admin.get(&format!("/groups/{}", id(&line))).await.expect(200)["members"], 1);
    let confirmed = json!({"remove": [bob_id], "stop_jobs": true});
    assert_eq!(admin.post(&path, confirmed).await.expect(200)["members"], 0);
    stopped(&first).await;
    admin.delete(&format!("/groups/{}", id(&line))).await.expect(204);

    // From the user, where another group keeps them in it, and then none does.
    let (day, night) = (group("day").await, group("night").await);
    let second = running().await;
    let user = format!("/users/{}", bob_id.as_str().unwrap());
    let to = async |body: Value| {
        let tag = admin.get(&user).await.etag();
        admin.with("if-match", &tag).patch(&user, body).await
    };
    to(json!({"group_ids": [id(&night)]})).await.expect(200);
    to(json!({"group_ids": []})).await.refused(409, "vc.jobs_run");

    // With several users, and with the group itself.
    let take = json!({"action": "remove_groups", "ids": [bob_id], "group_ids": [id(&night)]});
    admin.post("/users/actions", take).await.refused(409, "vc.jobs_run");
    let path = format!("/groups/{}", id(&night));
    admin.delete(&path).await.refused(409, "vc.jobs_run");
    let several = json!({"action": "delete", "ids": [id(&day), id(&night)]});
    let told = admin.post("/groups/actions", several).await.refused(409, "vc.jobs_run");
    assert_eq!(told["params"]["count"], 1);
    // The one that nobody's job stood in the way of is gone.
    admin.get(&format!("/groups/{}", id(&day))).await.refused(404, "not_found");
    assert_eq!(admin.get(&format!("/jobs/{second}")).await.expect(200)["state"], "queued");
    admin.delete(&format!("{path}?stop_jobs=true")).await.expect(204);
    stopped(&second).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_deleted_as_the_last_nor_from_within_and_its_jobs_are_asked_about() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let default = empty_first(&admin).await;
    admin.delete(&format!("/virtual_clusters/{}", id(&default))).await.refused(409, "vc.last");
    let vc = make(&admin, "vision", json!({})).await;
    let at = format!("/virtual_clusters/{}", id(&vc));
    let admin_id = me(&admin).await["id"].clone();
    members(&admin, &vc, json!({"add_user_ids": [admin_id]})).await.expect(200);
    admin.delete(&at).await.refused(409, "vc.current");
    admin.patch("/account", json!({"virtual_cluster_id": id(&default)})).await.expect(200);
    let project = admin.project().await;
    let running = job(&test, &project, admin_id.as_str().unwrap(), &vc, JobKind::Train).await;
    let refused = admin.delete(&at).await.refused(409, "vc.jobs_run");
    assert_eq!(
        (&refused["params"]["count"], &refused["params"]["jobs"][0]["id"]),
        (&json!(1), &json!(running))
    );
    admin.delete(&format!("{at}?stop_jobs=true")).await.expect(204);
    let stopped = admin.get(&format!("/jobs/{running}")).await.expect(200);
    assert_eq!((&stopped["state"], &stopped["virtual_cluster"]), (&json!("stopped"), &json!(null)));
    assert_eq!(stopped["reason"]["code"], "job.cluster_deleted");
    admin.get(&at).await.refused(404, "not_found");
    let row = admin.get("/audit?action=virtual_cluster.delete").await.expect(200);
    assert_eq!(row["items"][0]["before"]["name"], "vision");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_grows_while_jobs_run_and_shrinks_to_what_they_hold() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let vc = first(&admin).await;
    let admin_id = me(&admin).await["id"].clone();
    let project = admin.project().await;
    let running = job(&test, &project, admin_id.as_str().unwrap(), &vc, JobKind::Train).await;
    test.store.start_job(running.parse().unwrap(), &[JobTask::of_cores("local", 1)], None).await.unwrap();
    let quota = |quota: u64, per_user: u64| json!({"quotas": [{"device": "cpu", "quota": quota, "per_user": per_user}]});
    let refused = patch(&admin, &vc, quota(0, 0)).await.refused(409, "vc.below_use");
    assert_eq!((&refused["params"]["used"], &refused["params"]["quota"]), (&json!(1), &json!(0)));
    patch(&admin, &vc, quota(1, 0)).await.refused(409, "vc.below_use_of_user");
    let changed = patch(&admin, &vc, quota(1, 1)).await.expect(200);
    assert_eq!((&changed["quotas"][0]["used"], &changed["quotas"][0]["available"]), (&json!(1), &json!(0)));
    patch(&admin, &vc, quota(cores(&test), 1)).await.expect(200);
    // Somebody else's change is not lost.
    let stale =
        admin.with("if-match", "1").patch(&format!("/virtual_clusters/{}", id(&vc)), quota(1, 1)).await;
    stale.refused(412, "precondition.failed");
    test.store.move_job(running.parse().unwrap(), fovea_domain::JobEvent::Failed, None).await.unwrap();
    patch(&admin, &vc, quota(0, 0)).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_goes_where_one_is_a_member_and_learns_no_longer_than_it_may_run() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = crate::trainings::labelled(&admin, 12, 6).await;
    let path = format!("/projects/{}/trainings", id(&project));
    let default = empty_first(&admin).await;
    let vision = make(&admin, "vision", json!({"longest_run_s": 3600})).await;
    let bob = test.member(&admin, "bob", "platform_user").await;
    let bob_id = me(&bob).await["id"].clone();
    // Not a member; nothing there for anybody; a priority that is not theirs.
    bob.post(&path, json!({"virtual_cluster_id": id(&vision)})).await.refused(404, "not_found");
    bob.post(&path, json!({})).await.refused(409, "vc.no_devices");
    members(&admin, &vision, json!({"add_user_ids": [bob_id]})).await.expect(200);
    let job = bob.post(&path, json!({"budget_s": 7200})).await.expect(201);
    assert_eq!((&job["virtual_cluster"]["name"], &job["spec"]["budget_s"]), (&json!("vision"), &json!(3240)));
    bob.post(&path, json!({"budget_s": 60, "priority": 1000})).await.refused(403, "job.priority");
    let job = bob.post(&path, json!({"budget_s": 60, "priority": 200})).await.expect(201);
    assert_eq!((&job["spec"]["budget_s"], &job["priority"]), (&json!(60), &json!(200)));
    let admins = admin.post(&path, json!({"virtual_cluster_id": id(&vision)})).await;
    admins.refused(404, "not_found");
    // Of two limits the shorter one holds.
    let user = admin.get(&format!("/users/{}", bob_id.as_str().unwrap())).await.expect(200);
    let limited = admin
        .with("if-match", &user["revision"].to_string())
        .patch(&format!("/users/{}", bob_id.as_str().unwrap()), json!({"longest_run_s": 600}))
        .await;
    assert_eq!(limited.expect(200)["longest_run_s"], 600);
    let limits = bob.get(&format!("/virtual_clusters/{}/limits", id(&vision))).await.expect(200);
    assert_eq!((&limits["longest_run_s"], &limits["longest_training_s"]), (&json!(600), &json!(540)));
    let job = bob.post(&path, json!({})).await.expect(201);
    assert_eq!(job["spec"]["budget_s"], 540);
    let left = admin.with("if-match", &(user["revision"].as_i64().unwrap() + 1).to_string());
    let of_bob = format!("/users/{}", bob_id.as_str().unwrap());
    assert_eq!(
        left.patch(&of_bob, json!({"longest_run_s": null})).await.expect(200)["longest_run_s"],
        json!(null)
    );
    // In none at all.
    patch(&admin, &default, json!({"open": false})).await.expect(200);
    members(&admin, &vision, json!({"remove_user_ids": [bob_id], "stop_jobs": true})).await.expect(200);
    assert_eq!(me(&bob).await["virtual_cluster_id"], json!(null));
    bob.post(&path, json!({})).await.refused(403, "vc.none");
    bob.post(&format!("/projects/{}/imports", id(&project)), json!({})).await.refused(403, "vc.none");
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_run_no_longer_than_they_may_and_are_asked_about_as_trainings_are() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let default = empty_first(&admin).await;
    let vc = make(&admin, "vision", json!({"longest_run_s": 3600})).await;
    let bob = test.member(&admin, "bob", "platform_user").await;
    let bob_id = me(&bob).await["id"].clone();
    members(&admin, &vc, json!({"add_user_ids": [bob_id]})).await.expect(200);
    let project = admin.project().await;
    let begin =
        async || bob.post(&format!("/projects/{}/imports", id(&project)), json!({})).await.expect(201);
    let send = async |import: &Value, n: u32| {
        let path = format!("/imports/{}/files?name={n}.jpg", id(import));
        bob.send(Method::PUT, &path, Body::from(crate::app::jpeg(n)), None).await
    };
    let left = |import: &Value| test.store.place().upload(id(import).parse().unwrap()).exists();

    // By its virtual cluster, counted from its begin.
    let import = begin().await;
    send(&import, 1).await.expect(200);
    assert!(import["ends_by"].is_string() && left(&import));
    let begun = fovea_store::now();
    fovea_api::end_overdue_imports(&test.app, begun + 3_500_000).await.unwrap();
    send(&import, 2).await.expect(200);
    fovea_api::end_overdue_imports(&test.app, begun + 3_600_000).await.unwrap();
    let ended = bob.get(&format!("/imports/{}", id(&import))).await.expect(200);
    assert_eq!((&ended["state"], &ended["added"]), (&json!("cancelled"), &json!(2)));
    assert_eq!((&ended["reason"]["code"], &ended["ends_by"]), (&json!("import.longest_run"), &json!(null)));
    assert!(!left(&import), "what it left lies about");
    let told = send(&import, 3).await.refused(409, "import.longest_run");
    let params = &told["params"];
    assert_eq!((&params["hours"], &params["virtual_cluster"]), (&json!(1.0), &json!("vision")));
    bob.post(&format!("/imports/{}/finish", id(&import)), json!({})).await.refused(409, "import.longest_run");
    let row = admin.get("/audit?action=import.end").await.expect(200);
    assert_eq!(row["items"][0]["after"]["reason"], "import.longest_run");

    // By the shorter limit of its owner.
    let of_bob = format!("/users/{}", bob_id.as_str().unwrap());
    let revision = admin.get(&of_bob).await.expect(200)["revision"].to_string();
    admin.with("if-match", &revision).patch(&of_bob, json!({"longest_run_s": 60})).await.expect(200);
    let import = begin().await;
    fovea_api::end_overdue_imports(&test.app, fovea_store::now() + 61_000).await.unwrap();
    send(&import, 3).await.refused(409, "import.longest_run_of_user");

    // Taken out while it runs.
    let import = begin().await;
    send(&import, 4).await.expect(200);
    let out = json!({"remove_user_ids": [bob_id]});
    let asked = members(&admin, &vc, out.clone()).await.refused(409, "vc.jobs_run");
    let one = json!([{"id": import["id"], "name": project["name"], "owner": "bob", "import": true}]);
    assert_eq!(asked["params"]["jobs"], one);
    assert_eq!(bob.get(&format!("/imports/{}", id(&import))).await.expect(200)["state"], "running");
    let at = format!("/virtual_clusters/{}", id(&vc));
    admin.delete(&at).await.refused(409, "vc.jobs_run");
    let mut again = out;
    again["stop_jobs"] = json!(true);
    members(&admin, &vc, again).await.expect(200);
    send(&import, 5).await.refused(409, "import.stopped");
    fovea_api::end_overdue_imports(&test.app, fovea_store::now()).await.unwrap();
    assert!(!left(&import));
    let ended = admin.get(&format!("/imports/{}", id(&import))).await.expect(200);
    assert_eq!((&ended["state"], &ended["added"]), (&json!("cancelled"), &json!(1)));

    // Closed to those who are no members, and deleted. It is the only one that is left to bob.
    patch(&admin, &default, json!({"open": false})).await.expect(200);
    patch(&admin, &vc, json!({"open": true})).await.expect(200);
    let import = begin().await;
    patch(&admin, &vc, json!({"open": false})).await.refused(409, "vc.jobs_run");
    send(&import, 5).await.expect(200);
    patch(&admin, &vc, json!({"open": false, "stop_jobs": true})).await.expect(200);
    send(&import, 6).await.refused(409, "import.stopped");
    members(&admin, &vc, json!({"add_user_ids": [bob_id]})).await.expect(200);
    let import = begin().await;
    send(&import, 6).await.expect(200);
    admin.delete(&at).await.refused(409, "vc.jobs_run");
    admin.delete(&format!("{at}?stop_jobs=true")).await.expect(204);
    send(&import, 7).await.refused(409, "import.stopped");
    fovea_api::end_overdue_imports(&test.app, fovea_store::now()).await.unwrap();
    let ended = admin.get(&format!("/imports/{}", id(&import))).await.expect(200);
    assert_eq!((&ended["state"], &ended["added"]), (&json!("cancelled"), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_told_what_may_be_asked_for_and_when_it_would_start() {
    let test = TestApp::with(fovea_api::Settings { unsandboxed_jobs: true, ..Default::default() }).await;
    let admin = test.administrator().await;
    let cores = std::thread::available_parallelism().unwrap().get();
    let clusters = admin.get("/virtual_clusters").await.expect(200);
    let path = format!("/virtual_clusters/{}/limits", id(&clusters["items"][0]));
    let asked = async |query: &str| {
        let limits = admin.get(&format!("{path}?{query}")).await.expect(200);
        assert_eq!(limits["devices"].as_array().unwrap().len(), 1, "{limits}");
        limits["devices"][0].clone()
    };
    let cpu = asked("").await;
    assert_eq!(
        (&cpu["device"], &cpu["unit"], &cpu["lacking"]),
        (&json!("cpu"), &json!("core"), &Value::Null)
    );
    assert_eq!(cpu["regular"], json!({"least": 1, "most": cores, "one_of": null}));
    assert_eq!(
        (&cpu["total"], &cpu["free"], &cpu["most_now"]),
        (&json!(cores), &json!(cores), &json!(cores))
    );
    assert_eq!((&cpu["outlook"]["devices"], &cpu["outlook"]["starts"]), (&json!(1), &json!("now")));
    // What submit refuses is told with the same reason.
    let never = asked(&format!("devices={}", cores + 1)).await;
    assert_eq!(
        (&never["outlook"]["starts"], &never["outlook"]["devices"]),
        (&json!("never"), &json!(cores + 1))
    );
    let file = json!({"name": "t", "command": "x", "devices": cores + 1});
    let refused = admin.post("/jobs", file).await.refused(422, "job_file.invalid");
    assert_eq!(refused["params"]["reason_code"], never["outlook"]["reason"]["code"]);
    assert_eq!(refused["params"]["reason_params"], never["outlook"]["reason"]["params"]);
    let memory = asked("memory_mib=900000000").await;
    assert_eq!(memory["outlook"]["reason"]["code"], "submit.node");
    // Behind one that runs for an hour at most it starts within that hour.
    let file = json!({"name": "long", "command": "sleep 9", "devices": cores, "longest_run": "1h"});
    let long = admin.post("/jobs", file).await.expect(201);
    let number: fovea_store::Id = id(&long).parse().unwrap();
    test.store
        .start_job(number, &[JobTask::of_cores("local", u32::try_from(cores).unwrap())], None)
        .await
        .unwrap();
    let waits = asked("devices=1").await;
    assert_eq!((&waits["free"], &waits["most_now"]), (&json!(0), &json!(0)));
    assert_eq!((&waits["outlook"]["starts"], &waits["outlook"]["ahead"]), (&json!("later"), &json!(0)));
    assert_eq!(waits["outlook"]["reason"]["code"], "wait.user_quota");
    let expected = waits["outlook"]["expected_start"].as_str().unwrap();
    let limit = admin.get(&format!("/jobs/{}", id(&long))).await.expect(200);
    assert!(expected <= limit["ends_by"].as_str().unwrap(), "{expected} {limit}");
    let more = json!({"name": "next", "command": "x", "priority": 200});
    admin.post("/jobs", more).await.expect(201);
    let waits = asked("devices=1").await;
    assert_eq!((&waits["waiting"], &waits["outlook"]["ahead"]), (&json!(1), &json!(1)));
    admin.get(&format!("{path}?devices=1&device=quantum")).await.refused(422, "request.fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn sharing_and_disk_are_settings_of_a_virtual_cluster() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let all = cores(&test);
    empty_first(&admin).await;
    let quotas = |per_user: u64| json!([{"device": "cpu", "quota": 1, "per_user": per_user}]);
    let vc = make(&admin, "vision", json!({"lends": true, "disk_mib": 2048})).await;
    assert_eq!(
        (&vc["lends"], &vc["borrows"], &vc["weight"], &vc["disk_mib"]),
        (&json!(true), &json!(false), &json!(1), &json!(2048))
    );
    // One user may have more than the quota only of one that borrows, and never more than there is.
    let wanted = json!({"name": "x", "quotas": quotas(all + 1)});
    admin.post("/virtual_clusters", wanted).await.refused(422, "vc.per_user");
    patch(&admin, &vc, json!({"quotas": quotas(all + 1), "borrows": true})).await.refused(422, "vc.per_user");
    if all > 1 {
        patch(&admin, &vc, json!({"quotas": quotas(all)})).await.refused(422, "vc.per_user");
        let changed = patch(&admin, &vc, json!({"quotas": quotas(all), "borrows": true, "weight": 3})).await;
        let changed = changed.expect(200);
        assert_eq!((&changed["borrows"], &changed["weight"]), (&json!(true), &json!(3)));
        patch(&admin, &vc, json!({"borrows": false})).await.refused(422, "vc.per_user");
    }
    let changed = patch(&admin, &vc, json!({"disk_mib": null, "lends": false})).await.expect(200);
    assert_eq!((&changed["lends"], &changed["disk_mib"]), (&json!(false), &Value::Null));
    patch(&admin, &vc, json!({"weight": 0})).await.refused(422, "request.fields");
    patch(&admin, &vc, json!({"disk_mib": 1})).await.refused(422, "request.fields");
    let row = admin.get("/audit?action=virtual_cluster.change").await.expect(200)["items"][0].clone();
    assert_eq!((&row["before"]["disk_mib"], &row["after"]["disk_mib"]), (&json!(2048), &Value::Null));
}

#[tokio::test]
async fn the_order_of_the_queue_is_a_setting_of_the_house() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    assert_eq!(admin.get("/settings").await.expect(200)["queue_order"], "priority");
    let changed = admin.patch("/settings", json!({"queue_order": "fair_share"})).await.expect(200);
    assert_eq!(changed["queue_order"], "fair_share");
    admin.patch("/settings", json!({"queue_order": "by size"})).await.refused(400, "request.invalid");
    assert_eq!(admin.get("/settings").await.expect(200)["queue_order"], "fair_share");
    let worker = test.member(&admin, "worker", "platform_user").await;
    worker.patch("/settings", json!({"queue_order": "priority"})).await.refused(403, "auth.forbidden");
}
