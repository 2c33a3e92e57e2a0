//! Users, groups and roles.

use crate::app::{Client, NAME, PASSWORD, TestApp, id};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

/// The id of a preset role.
pub async fn role(client: &Client, key: &str) -> String {
    let all = client.get("/roles?kind=preset").await.expect(200);
    let found = all["items"].as_array().unwrap().iter().find(|r| r["key"] == key).unwrap();
    assert!(found["created_at"].as_str().unwrap() > "2026", "{found}");
    id(found).to_string()
}

pub async fn make(admin: &Client, name: &str, key: &str) -> Value {
    let wanted = json!({"name": name, "role_ids": [role(admin, key).await]});
    admin.post("/users", wanted).await.expect(201)
}

impl TestApp {
    /// A new user with this role, who has used the invitation.
    pub async fn member(&self, admin: &Client, name: &str, key: &str) -> Client {
        let made = make(admin, name, key).await;
        self.accept(&made).await
    }

    pub async fn accept(&self, made: &Value) -> Client {
        let path = format!("/invitations/{}", made["invitation"]["secret"].as_str().unwrap());
        let answer = self.anonymous().post(&path, json!({"password": PASSWORD})).await;
        answer.expect(200);
        self.anonymous().with("cookie", &answer.cookie()).with("x-fovea", "1")
    }
}

async fn found(client: &Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("/users?{query}")).await.expect(200);
    list["items"].as_array().unwrap().iter().map(|u| u["name"].as_str().unwrap().to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_works_once_and_lets_its_user_in() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let made = make(&admin, "王工", "annotator").await;
    assert_eq!(
        (&made["user"]["state"], &made["user"]["roles"][0]["key"]),
        (&json!("invited"), &json!("annotator"))
    );
    let path = format!("/invitations/{}", made["invitation"]["secret"].as_str().unwrap());
    assert_eq!(test.anonymous().get(&path).await.expect(200)["name"], "王工");
    let weak = test.anonymous().post(&path, json!({"password": "password123"})).await;
    assert_eq!(weak.refused(422, "request.fields")["fields"], json!({"password": "password.common"}));
    let wanted = json!({"password": PASSWORD, "nickname": "小王 😀"});
    let me = test.anonymous().post(&path, wanted.clone()).await.expect(200);
    assert_eq!((&me["nickname"], &me["must_change_password"]), (&json!("小王 😀"), &json!(false)));
    assert_eq!(me["permissions"], json!(["annotate"]));
    test.anonymous().post(&path, wanted).await.refused(410, "invitation.used");
    test.anonymous().get(&path).await.refused(410, "invitation.used");
    let again = admin.post(&format!("/users/{}/invitation", id(&made["user"])), json!({})).await;
    again.refused(409, "user.not_invited");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_invitation_makes_the_one_before_void() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let made = make(&admin, "bob", "annotator").await;
    let old = format!("/invitations/{}", made["invitation"]["secret"].as_str().unwrap());
    let new = admin.post(&format!("/users/{}/invitation", id(&made["user"])), json!({})).await.expect(201);
    test.anonymous().get(&old).await.refused(410, "invitation.used");
    test.anonymous().get(&format!("/invitations/{}", new["secret"].as_str().unwrap())).await.expect(200);
    // Nobody comes in without a password, not even with an empty one.
    let empty = test.anonymous().post("/session", json!({"name": "bob", "password": ""})).await;
    empty.refused(401, "auth.wrong");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_somebody_else_set_must_be_changed_first() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let wanted =
        json!({"name": "bob", "role_ids": [role(&admin, "platform_user").await], "password": "first of all"});
    let made = admin.post("/users", wanted).await.expect(201);
    assert_eq!((&made["invitation"], &made["user"]["state"]), (&json!(null), &json!("active")));
    let login = |password: &str| json!({"name": "BOB", "password": password});
    let answer = test.anonymous().post("/session", login("first of all")).await;
    assert_eq!(answer.expect(200)["must_change_password"], true);
    let bob = test.anonymous().with("cookie", &answer.cookie()).with("x-fovea", "1");
    bob.get("/projects").await.refused(403, "auth.must_change_password");
    bob.post("/tokens", json!({"name": "x"})).await.refused(403, "auth.must_change_password");
    bob.get("/session").await.expect(200);
    let wrong = json!({"current": "not it at all", "new": "second of all"});
    bob.put("/account/password", wrong).await.refused(403, "account.wrong_password");
    let name = json!({"current": "first of all", "new": "bob12345"});
    let refused = bob.put("/account/password", name).await.refused(422, "request.fields");
    assert_eq!(refused["fields"], json!({"new": "password.is_name"}));
    let changed =
        bob.put("/account/password", json!({"current": "first of all", "new": "second of all"})).await;
    changed.expect(204);
    bob.get("/session").await.refused(401, "auth.required");
    bob.with("cookie", &changed.cookie()).get("/projects").await.expect(200);
    test.anonymous().post("/session", login("first of all")).await.refused(401, "auth.wrong");
    test.anonymous().post("/session", login("second of all")).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_a_batch_are_checked_each_by_field_and_all_or_none_are_made() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let annotator = role(&admin, "annotator").await;
    let nobody = fovea_store::Id::new().to_string();
    let wanted = json!({"users": [
        {"name": "张三", "role_ids": [annotator]},
        {"name": "ADA", "role_ids": [annotator]},
        {"name": "bob", "role_ids": [annotator]},
        {"name": "Ｂｏｂ", "role_ids": [annotator]},
        {"name": "x\u{202e}y", "mail": "nowhere", "phone": "call", "role_ids": [nobody]},
        {"name": "carl", "role_ids": []},
    ]});
    let codes = |answer: &Value| -> Vec<String> {
        let rows = answer.as_array().unwrap();
        rows.iter()
            .map(|r| {
                format!("{} {} {}", r["index"], r["field"].as_str().unwrap(), r["code"].as_str().unwrap())
            })
            .collect()
    };
    let all = [
        "1 name user.name_taken",
        "3 name field.duplicate",
        "4 name field.invalid",
        "4 phone field.invalid",
        "4 mail field.invalid",
        "4 role_ids role.not_found",
        "5 role_ids field.required",
    ];
    let dry = admin.post("/users/batch?dry_run=true", wanted.clone()).await.expect(200);
    assert_eq!(codes(&dry["rows"]), all);
    let problem = admin.post("/users/batch", wanted).await.refused(422, "request.rows");
    assert_eq!(
        (codes(&problem["params"]["rows"]), &problem["params"]["count"]),
        (all.map(String::from).to_vec(), &json!(4))
    );
    assert_eq!(found(&admin, "").await, [NAME]);
    let good = json!({"users": [{"name": "张三", "role_ids": [annotator]}, {"name": "bob", "role_ids": [annotator]}]});
    let made = admin.post("/users/batch", good).await.expect(201);
    assert_eq!(made["made"].as_array().unwrap().len(), 2);
    assert_ne!(made["made"][0]["invitation"]["secret"], made["made"][1]["invitation"]["secret"]);
    assert_eq!(found(&admin, "").await, [NAME, "bob", "张三"]);
    // The first step of the wizard knows no roles yet.
    let step =
        admin.post("/users/batch?dry_run=true", json!({"users": [{"name": "dora"}]})).await.expect(200);
    assert_eq!(step["rows"], json!([]));
    let many = json!({"users": (0..11).map(|n| json!({"name": format!("u{n}x")})).collect::<Vec<_>>()});
    admin.post("/users/batch?dry_run=true", many).await.refused(422, "request.fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_a_thousand_rows_comes_in_whole_or_not_at_all() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    admin
        .post("/groups", json!({"name": "夜班", "role_ids": [role(&admin, "annotator").await]}))
        .await
        .expect(201);
    let send = async |text: &str, query: &str| {
        let path = format!("/users/import{query}");
        admin.send(Method::POST, &path, Body::from(text.to_string()), Some("text/csv")).await
    };
    let table = |bad: bool| {
        let mut text = String::from("\u{feff}用户名,昵称,角色,用户组\r\n");
        for n in 0..1000 {
            text += &match n {
                10 if bad => "no spaces please,,标注员,\r\n".into(),
                500 if bad => "user7,again,标注员,\r\n".into(),
                999 if bad => "last,,no such role,夜班\r\n".into(),
                n => format!("user{n},第{n}号,标注员;reviewer,夜班\r\n"),
            };
        }
        text
    };
    let dry = send(&table(true), "?dry_run=true").await.expect(200);
    assert_eq!(dry["total"], 1000);
    let bad: Vec<_> = dry["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["index"].as_u64().unwrap(), r["code"].as_str().unwrap()))
        .collect();
    assert_eq!(bad, [(10, "field.invalid"), (500, "field.duplicate"), (999, "role.not_found")]);
    let problem = send(&table(true), "").await.refused(422, "request.rows");
    assert_eq!(problem["params"]["count"], 3);
    assert_eq!(admin.get("/users").await.expect(200)["total"], 1, "nothing half done");
    let made = send(&table(false), "").await.expect(201);
    assert_eq!(made["made"].as_array().unwrap().len(), 1000);
    assert_eq!(admin.get("/users").await.expect(200)["total"], 1001);
    let one = &admin.get("/users?q=user77").await.expect(200)["items"][0];
    assert_eq!((one["roles"].as_array().unwrap().len(), &one["groups"][0]["name"]), (2, &json!("夜班")));
    let rows = admin.get("/audit?action=user.create").await.expect(200);
    assert_eq!(rows["total"], 1001, "one row each, and the administrator");
}

#[tokio::test(flavor = "multi_thread")]
async fn users_are_found_by_parts_of_what_is_told_of_them_in_any_order() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let annotator = role(&admin, "annotator").await;
    let users = json!({"users": [
        {"name": "zoe", "nickname": "佐伊", "mail": "zoe@plant.example", "phone": "138-0013 8000", "role_ids": [annotator]},
        {"name": "محمد", "nickname": "مدير 😀", "role_ids": [role(&admin, "reviewer").await]},
        {"name": "Bob", "nickname": "ROBERT", "role_ids": [annotator]},
    ]});
    admin.post("/users/batch", users).await.expect(201);
    for (query, names) in [
        ("q=%E4%BD%90", vec!["zoe"]),
        ("q=PLANT", vec!["zoe"]),
        ("q=13800138", vec!["zoe"]),
        ("q=robert", vec!["Bob"]),
        ("q=%D9%85%D8%AF%D9%8A%D8%B1", vec!["محمد"]),
        ("q=%F0%9F%98%80", vec!["محمد"]),
        ("q=%27%22--", vec![]),
        ("q=%00%0A", vec![NAME, "Bob", "zoe", "محمد"]),
        ("sort=-name", vec!["محمد", "zoe", "Bob", NAME]),
        ("sort=created_at", vec![NAME, "zoe", "محمد", "Bob"]),
        ("state=active", vec![NAME]),
        (&format!("role_id={annotator}"), vec!["Bob", "zoe"]),
        (&format!("role_id={annotator}&q=zo"), vec!["zoe"]),
    ] {
        assert_eq!(found(&admin, query).await, names, "{query}");
    }
    let page = admin.get("/users?limit=1&sort=nickname").await.expect(200);
    let other = format!("/users?limit=1&cursor={}", page["next"].as_str().unwrap());
    admin.get(&other).await.refused(400, "list.bad_cursor");
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = admin.get(&format!("/users?limit=1&sort=-last_login_at{cursor}")).await.expect(200);
        assert_eq!(page["total"], 4);
        seen.push(page["items"][0]["name"].as_str().unwrap().to_string());
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    seen.sort();
    assert_eq!(seen, ["Bob", NAME, "zoe", "محمد"]);
    admin.get("/users?sort=password").await.refused(400, "list.bad_sort");
    let csv = admin.get("/users.csv?q=zoe").await;
    assert!(csv.text().contains("zoe,佐伊,138-0013 8000,zoe@plant.example"), "{}", csv.text());
    assert_eq!(csv.text().lines().count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_come_from_roles_and_groups_and_are_explained() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let made = make(&admin, "bob", "auditor").await;
    let bob = test.accept(&made).await;
    bob.get("/projects").await.refused(403, "auth.forbidden");
    let wanted = json!({"name": "lookers", "permissions": ["project.write", "train"]});
    let custom = admin.post("/roles", wanted).await.expect(201);
    let group = json!({"name": "line 1", "role_ids": [id(&custom)], "user_ids": [id(&made["user"])]});
    let group = admin.post("/groups", group).await.expect(201);
    assert_eq!(group["members"], 1);
    bob.get("/projects").await.expect(200);
    let detail = admin.get(&format!("/users/{}", id(&made["user"]))).await.expect(200);
    let from = |name: &str| {
        let rights = detail["rights"].as_array().unwrap();
        rights.iter().find(|r| r["name"] == name).map(|r| r["from"].clone())
    };
    assert_eq!(from("project.read").unwrap()[0]["group"]["name"], "line 1");
    assert_eq!(from("project.read").unwrap()[0]["role"]["name"], "lookers");
    assert_eq!(from("audit.read").unwrap()[0]["group"], json!(null));
    assert_eq!(from("user.read"), None);
    // What the role loses is lost at the next request.
    let tag = admin.get(&format!("/roles/{}", id(&custom))).await.etag();
    let less = json!({"permissions": ["train"]});
    admin.with("if-match", &tag).patch(&format!("/roles/{}", id(&custom)), less).await.expect(200);
    bob.get("/projects").await.refused(403, "auth.forbidden");
    admin.delete(&format!("/roles/{}", id(&custom))).await.refused(409, "role.in_use");
    admin.delete(&format!("/groups/{}", id(&group))).await.expect(204);
    admin.delete(&format!("/roles/{}", id(&custom))).await.expect(204);
    admin.get(&format!("/users?group_id={}", id(&group))).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_is_taken_away_is_gone_in_the_same_session_and_for_tokens() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let made = make(&admin, "bob", "platform_user").await;
    let bob = test.accept(&made).await;
    let token = bob.post("/tokens", json!({"name": "line"})).await.expect(201);
    let program =
        test.anonymous().with("authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    bob.get("/jobs").await.expect(200);
    program.get("/jobs").await.expect(200);
    let path = format!("/users/{}", id(&made["user"]));
    let tag = admin.get(&path).await.etag();
    let wanted = json!({"role_ids": [role(&admin, "auditor").await]});
    admin.with("if-match", "\"999\"").patch(&path, wanted.clone()).await.refused(412, "precondition.failed");
    admin.patch(&path, wanted.clone()).await.refused(428, "precondition.required");
    admin.with("if-match", &tag).patch(&path, wanted).await.expect(200);
    bob.get("/jobs").await.refused(403, "auth.forbidden");
    program.get("/jobs").await.refused(403, "auth.forbidden");
    assert_eq!(bob.get("/session").await.expect(200)["permissions"], json!(["audit.read"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_stays_and_nobody_locks_everybody_out() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let me = admin.get("/session").await.expect(200);
    let other = test.member(&admin, "bob", "administrator").await;
    let path = format!("/users/{}", id(&me));
    other.delete(&path).await.refused(409, "user.built_in");
    let tag = other.get(&path).await.etag();
    let none = json!({"role_ids": [role(&admin, "annotator").await]});
    other.with("if-match", &tag).patch(&path, none).await.refused(409, "user.built_in");
    let bob = other.get("/session").await.expect(200);
    other.delete(&format!("/users/{}", id(&bob))).await.refused(409, "user.is_you");
    let lock = |ids: Value| json!({"action": "lock", "ids": ids});
    let results =
        other.post("/users/actions", lock(json!([me["id"], bob["id"], fovea_store::Id::new()]))).await;
    let codes: Vec<_> =
        results.expect(200)["results"].as_array().unwrap().iter().map(|r| r["code"].clone()).collect();
    assert_eq!(codes, [json!("user.built_in"), json!("user.is_you"), json!("not_found")]);
    let administrator = role(&admin, "administrator").await;
    let taken = json!({"action": "remove_roles", "ids": [me["id"]], "role_ids": [administrator]});
    let results = other.post("/users/actions", taken).await.expect(200);
    assert_eq!(results["results"][0]["code"], "user.built_in");
    admin.post("/users/actions", lock(json!([bob["id"]]))).await.expect(200);
    other.get("/session").await.refused(401, "auth.required");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gives_or_touches_more_rights_than_their_own() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let me = admin.get("/session").await.expect(200);
    let wanted = json!({"name": "people only", "permissions": ["user.write", "role.write", "annotate"]});
    let custom = admin.post("/roles", wanted).await.expect(201);
    let made = json!({"name": "clerk", "role_ids": [id(&custom)]});
    let made = admin.post("/users", made).await.expect(201);
    let clerk = test.accept(&made).await;
    let administrator = role(&clerk, "administrator").await;
    let new = |role: &str| json!({"name": "mallory", "role_ids": [role]});
    clerk.post("/users", new(&administrator)).await.refused(403, "auth.above_you");
    clerk.post("/users", new(&role(&clerk, "annotator").await)).await.expect(201);
    let own = format!("/users/{}", id(&made["user"]));
    let tag = clerk.get(&own).await.etag();
    let more = json!({"role_ids": [administrator]});
    clerk.with("if-match", &tag).patch(&own, more).await.refused(403, "auth.above_you");
    let password = json!({"password": "taken over by me"});
    clerk.put(&format!("/users/{}/password", id(&me)), password).await.refused(403, "auth.above_you");
    let strong = json!({"name": "strong", "permissions": ["audit.read"]});
    clerk.post("/roles", strong).await.refused(403, "auth.above_you");
    let strong = json!({"name": "strong", "role_ids": [administrator]});
    clerk.post("/groups", strong).await.refused(403, "auth.above_you");
    let holders = json!({"add_user_ids": [made["user"]["id"]]});
    clerk.post(&format!("/roles/{administrator}/holders"), holders).await.refused(403, "auth.above_you");
    let results =
        clerk.post("/users/actions", json!({"action": "delete", "ids": [me["id"]]})).await.expect(200);
    assert_eq!(results["results"][0]["ok"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_goes_with_what_is_told_before_and_leaves_it_to_another() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let made = make(&admin, "bob", "platform_user").await;
    let bob = test.accept(&made).await;
    let project = bob.project().await;
    let user: fovea_store::Id = id(&made["user"]).parse().unwrap();
    let job = fovea_store::NewJob {
        kind: fovea_store::JobKind::Train,
        project_id: Some(id(&project).parse().unwrap()),
        name: "lesson".into(),
        owner: Some(user),
        spec: json!({}),
        service_id: None,
        virtual_cluster: None,
        priority: 100,
        ask: Default::default(),
    };
    let job = test.store.create_job(job).await.unwrap();
    let path = format!("/users/{user}");
    let told = admin.get(&format!("{path}/belongings")).await.expect(200);
    assert_eq!((&told["projects"], &told["running_jobs"][0]["name"]), (&json!(1), &json!("lesson")));
    let problem = admin.delete(&path).await.refused(409, "user.has_jobs");
    assert_eq!(problem["params"]["jobs"], json!([{"id": job.id, "name": "lesson"}]));
    test.store.move_job(job.id, fovea_domain::JobEvent::StopAsked, None).await.unwrap();
    let me = admin.get("/session").await.expect(200);
    let heir = format!("{path}?transfer_to={}", id(&me));
    admin
        .delete(&format!("{path}?transfer_to={}", fovea_store::Id::new()))
        .await
        .refused(404, "user.not_found");
    admin.delete(&heir).await.expect(204);
    bob.get("/session").await.refused(401, "auth.required");
    admin.get(&path).await.refused(404, "not_found");
    let told = admin.get(&format!("/users/{}/belongings", id(&me))).await.expect(200);
    assert_eq!((&told["projects"], &told["jobs"]), (&json!(1), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn preset_roles_stay_and_names_are_given_once() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let path = format!("/roles/{}", role(&admin, "auditor").await);
    admin.delete(&path).await.refused(409, "role.preset");
    let tag = admin.get(&path).await.etag();
    let wanted = json!({"permissions": ["train"]});
    admin.with("if-match", &tag).patch(&path, wanted).await.refused(409, "role.preset");
    let wanted = json!({"name": "Trainers", "permissions": ["train"]});
    let custom = admin.post("/roles", wanted).await.expect(201);
    let again = json!({"name": "trainers", "permissions": ["train"]});
    admin.post("/roles", again.clone()).await.refused(409, "role.name_taken");
    let dry = admin.post("/roles?dry_run=true", json!({"name": "trainers"})).await.expect(200);
    assert_eq!(dry["rows"], json!([{"index": 0, "field": "name", "code": "role.name_taken"}]));
    let unknown = admin.post("/roles", json!({"name": "x", "permissions": ["fly"]})).await;
    assert_eq!(unknown.refused(422, "request.fields")["fields"], json!({"permissions": "field.unknown"}));
    let results =
        admin.post("/roles/actions", json!({"action": "delete", "ids": [path[7..], custom["id"]]})).await;
    let results = results.expect(200)["results"].clone();
    assert_eq!((&results[0]["code"], &results[1]["ok"]), (&json!("role.preset"), &json!(true)));
    let tree = admin.get("/permissions").await.expect(200);
    assert_eq!(tree["modules"].as_array().unwrap().len(), 20);
    // A group holds users only: the id of a group is no user, so a circle cannot be made.
    let annotator = role(&admin, "annotator").await;
    let one = admin.post("/groups", json!({"name": "one", "role_ids": [annotator]})).await.expect(201);
    let two = json!({"name": "two", "role_ids": [annotator], "user_ids": [id(&one)]});
    admin.post("/groups", two).await.refused(404, "not_found");
    let circle = json!({"add": [id(&one)]});
    admin.post(&format!("/groups/{}/members", id(&one)), circle).await.refused(404, "not_found");
    assert_eq!(admin.get("/groups").await.expect(200)["total"], 1);
    admin
        .post("/groups", json!({"name": "ONE", "role_ids": [annotator]}))
        .await
        .refused(409, "group.name_taken");
    let csv = admin.get("/groups.csv").await.text() + &admin.get("/roles.csv").await.text();
    assert!(csv.contains(",one,,annotator,0,"), "{csv}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_rights_is_told_whom_to_ask() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    test.member(&admin, "boss", "administrator").await;
    let locked = make(&admin, "gone", "administrator").await;
    admin.post("/users/actions", json!({"action": "lock", "ids": [id(&locked["user"])]})).await.expect(200);
    let annotator = test.member(&admin, "li", "annotator").await;
    let told = annotator.get("/account/administrators").await.expect(200);
    let names: Vec<_> = told["items"].as_array().unwrap().iter().map(|c| c["name"].clone()).collect();
    assert_eq!(names, [json!(NAME), json!("boss")]);
    assert_eq!(
        told["items"][0].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["mail", "name", "nickname", "phone"]
    );
    test.anonymous().get("/account/administrators").await.refused(401, "auth.required");
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_and_roles_are_paged_without_a_row_lost_or_twice() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let annotator = role(&admin, "annotator").await;
    for number in 0..5 {
        let name = format!("g{number}");
        admin.post("/groups", json!({"name": name, "role_ids": [annotator]})).await.expect(201);
        admin.post("/roles", json!({"name": name, "permissions": ["train"]})).await.expect(201);
    }
    for list in ["/groups?q=g", "/roles?q=g", "/groups?sort=-created_at", "/roles?kind=custom&sort=-name"] {
        let (mut names, mut cursor) = (Vec::new(), String::new());
        loop {
            let sign = if list.contains('?') { '&' } else { '?' };
            let page = admin.get(&format!("{list}{sign}limit=2{cursor}")).await.expect(200);
            names.extend(
                page["items"].as_array().unwrap().iter().map(|i| i["name"].as_str().unwrap().to_string()),
            );
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
            assert!(names.len() < 20, "{list} does not end: {names:?}");
        }
        let mut wanted: Vec<String> = (0..5).map(|n| format!("g{n}")).collect();
        if list.contains('-') {
            wanted.reverse();
        }
        assert_eq!(names, wanted, "{list}");
    }
}
