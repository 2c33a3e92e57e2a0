//! What was done can be proven later.

use crate::app::{NAME, PASSWORD, TestApp, id};
use crate::people::make;
use fovea_store::ConnectionTrait;
use serde_json::{Value, json};

async fn break_open(test: &TestApp, sql: &str) {
    let change = test.store.begin().await.unwrap();
    for trigger in ["audit_is_not_changed", "audit_is_not_removed"] {
        change.execute_unprepared(&format!("DROP TRIGGER IF EXISTS {trigger}")).await.unwrap();
    }
    change.execute_unprepared(sql).await.unwrap();
    change.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_written_with_who_from_where_what_before_and_after() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let made = make(&admin, "bob", "annotator").await;
    let path = format!("/users/{}", id(&made["user"]));
    let tag = admin.get(&path).await.etag();
    let answer = admin.with("if-match", &tag).patch(&path, json!({"nickname": "鲍勃"})).await;
    answer.expect(200);
    let row = admin.get("/audit?action=user.change").await.expect(200)["items"][0].clone();
    assert_eq!((&row["actor_name"], &row["object_id"]), (&json!(NAME), &made["user"]["id"]));
    assert_eq!((&row["before"], &row["after"]), (&json!({"nickname": ""}), &json!({"nickname": "鲍勃"})));
    assert_eq!(row["from_address"], "0.0.0.0");
    assert_eq!(row["request_id"], answer.headers["x-request-id"].to_str().unwrap());
    // What was refused was not done, and what was not done is not written.
    admin
        .with("if-match", &tag)
        .patch(&path, json!({"nickname": "x"}))
        .await
        .refused(412, "precondition.failed");
    assert_eq!(admin.get("/audit?action=user.change").await.expect(200)["total"], 1);
    let project = admin.project().await;
    admin.bring(&project, vec![("scratch/a.jpg", crate::app::jpeg(1))]).await;
    admin.post(&format!("/projects/{}/versions", id(&project)), json!({"note": "one"})).await.expect(201);
    let rows = admin.get(&format!("/audit?project_id={}", id(&project))).await.expect(200);
    let actions: Vec<&str> =
        rows["items"].as_array().unwrap().iter().map(|r| r["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["version.create", "import.end", "import.begin", "project.create"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_try_to_log_in_is_written_without_what_was_typed() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let login = |name: &str, password: &str| json!({"name": name, "password": password});
    test.anonymous().post("/session", login(NAME, "not the password")).await.refused(401, "auth.wrong");
    test.anonymous().post("/session", login("my secret password", "ada")).await.refused(401, "auth.wrong");
    let rows = admin.get("/audit?action=session.open&result=refused").await.expect(200);
    let names: Vec<_> = rows["items"].as_array().unwrap().iter().map(|r| r["object_name"].clone()).collect();
    assert_eq!(names, [json!(""), json!(NAME)]);
    for file in ["/audit.csv", "/audit.jsonl"] {
        let text = admin.get(file).await.text();
        for secret in ["my secret password", "not the password", PASSWORD, "argon2"] {
            assert!(!text.contains(secret), "{secret} in {file}");
        }
        assert!(text.contains("session.open"), "{text}");
    }
    let lines = admin.get("/audit.jsonl?action=session.").await.text();
    for line in lines.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert!(row["action"].as_str().unwrap().starts_with("session."), "{row}");
    }
    assert_eq!(lines.lines().count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_by_person_object_action_and_time() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let bob = test.member(&admin, "bob", "platform_user").await;
    let project = bob.project().await;
    let me = bob.get("/session").await.expect(200);
    let total = async |query: String| {
        admin.get(&format!("/audit?{query}")).await.expect(200)["total"].as_u64().unwrap()
    };
    assert_eq!(total(format!("object_id={}", id(&project))).await, 1);
    assert_eq!(total(format!("actor_id={}&action=project.", id(&me))).await, 1);
    assert_eq!(total("actor=BO&action=project.create".into()).await, 1);
    assert_eq!(total("object_kind=project&to=2020-01-01T00:00:00Z".into()).await, 0);
    assert_eq!(total("object_kind=project&from=2020-01-01T00:00:00Z".into()).await, 1);
    assert_eq!(total("action=%27%20OR%201%3D1".into()).await, 0);
    bob.get("/audit").await.refused(403, "auth.forbidden");
    let page = admin.get("/audit?limit=1").await.expect(200);
    let next =
        admin.get(&format!("/audit?limit=1&cursor={}", page["next"].as_str().unwrap())).await.expect(200);
    assert_eq!(next["items"][0]["seq"].as_i64().unwrap() + 1, page["items"][0]["seq"].as_i64().unwrap());
    let actions = admin.get("/audit/actions").await.expect(200);
    assert!(actions["actions"].as_array().unwrap().contains(&json!("user.create")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_changed_or_removed_is_found() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    for name in ["u1", "u2", "u3"] {
        make(&admin, name, "annotator").await;
    }
    let good = admin.get("/audit/check").await.expect(200);
    assert_eq!((&good["broken"], &good["first_seq"]), (&json!(null), &json!(1)));
    let change = test.store.begin().await.unwrap();
    for forbidden in [
        "UPDATE audit SET actor_name = 'x'",
        "DELETE FROM audit WHERE seq = 2",
        "DELETE FROM audit_checkpoint",
        "UPDATE audit_checkpoint SET removed_to = 1, hash = x'00'",
    ] {
        assert!(change.execute_unprepared(forbidden).await.is_err(), "{forbidden}");
    }
    drop(change);
    break_open(&test, "UPDATE audit SET object_name = 'nobody' WHERE seq = 3").await;
    assert_eq!(admin.get("/audit/check").await.expect(200)["broken"], json!({"seq": 3, "what": "changed"}));
    break_open(&test, "DELETE FROM audit WHERE seq = 2").await;
    assert_eq!(admin.get("/audit/check").await.expect(200)["broken"], json!({"seq": 2, "what": "missing"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_that_was_cut_off_is_found_even_after_more_was_written() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let last = admin.get("/audit/check").await.expect(200)["last_seq"].as_i64().unwrap();
    break_open(&test, &format!("DELETE FROM audit WHERE seq = {last}")).await;
    let broken = json!({"seq": last, "what": "missing"});
    assert_eq!(admin.get("/audit/check").await.expect(200)["broken"], broken);
    make(&admin, "later", "annotator").await;
    assert_eq!(admin.get("/audit/check").await.expect(200)["broken"], broken);
}

#[tokio::test(flavor = "multi_thread")]
async fn retention_removes_the_oldest_and_the_chain_still_holds() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let before = fovea_store::now() + 1;
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    make(&admin, "late", "annotator").await;
    let old = admin.get("/audit/check").await.expect(200)["last_seq"].as_u64().unwrap() - 1;
    assert_eq!(test.store.forget_audit(before, 1).await.unwrap(), 1);
    assert_eq!(test.store.forget_audit(before, 1000).await.unwrap(), old - 1);
    assert_eq!(test.store.forget_audit(before, 1000).await.unwrap(), 0);
    let check = admin.get("/audit/check").await.expect(200);
    assert_eq!(
        (&check["broken"], &check["first_seq"], &check["rows"]),
        (&json!(null), &json!(old + 1), &json!(1))
    );
    break_open(&test, &format!("DELETE FROM audit WHERE seq = {}", old + 1)).await;
    assert_eq!(admin.get("/audit/check").await.expect(200)["broken"]["seq"], old + 1);
}
