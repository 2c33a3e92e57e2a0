use crate::app::{NAME, PASSWORD, TestApp, id};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_setup_link_creates_one_administrator_once() {
    let test = TestApp::new().await;
    let anonymous = test.anonymous();
    assert_eq!(anonymous.get("/setup").await.expect(200), json!({"needed": true}));
    let token = fovea_api::new_setup_link(&test.app).await.unwrap().unwrap();
    let wanted = |token: &str| json!({"token": token, "name": NAME, "password": PASSWORD});
    anonymous.post("/setup", wanted("wrong")).await.refused(410, "setup.link_used");
    let answer = anonymous.post("/setup", wanted(&token)).await;
    let me = answer.expect(200);
    assert_eq!((&me["name"], &me["roles"][0]["key"]), (&json!(NAME), &json!("administrator")));
    assert_eq!((&me["built_in"], &me["must_change_password"]), (&json!(true), &json!(false)));
    assert!(answer.cookie().starts_with("fovea_session="));
    anonymous.post("/setup", wanted(&token)).await.refused(410, "setup.link_used");
    assert_eq!(anonymous.get("/setup").await.expect(200), json!({"needed": false}));
    assert_eq!(fovea_api::new_setup_link(&test.app).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_setup_link_makes_the_one_before_void() {
    let test = TestApp::new().await;
    let old = fovea_api::new_setup_link(&test.app).await.unwrap().unwrap();
    fovea_api::new_setup_link(&test.app).await.unwrap().unwrap();
    let wanted = json!({"token": old, "name": NAME, "password": PASSWORD});
    test.anonymous().post("/setup", wanted).await.refused(410, "setup.link_used");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_password_does_not_use_up_the_link() {
    let test = TestApp::new().await;
    let token = fovea_api::new_setup_link(&test.app).await.unwrap().unwrap();
    let wanted = |password: &str| json!({"token": token, "name": NAME, "password": password});
    let problem = test.anonymous().post("/setup", wanted("short")).await.refused(422, "request.fields");
    assert_eq!(problem["fields"], json!({"password": "field.too_short"}));
    test.anonymous().post("/setup", wanted(PASSWORD)).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_secret_stands_in_the_database() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let token = admin.post("/tokens", json!({"name": "line 1"})).await.expect(201);
    let secret = token["secret"].as_str().unwrap();
    assert!(secret.starts_with("fovea_"));
    test.store.close().await;
    for file in ["fovea.db", "fovea.db-wal"] {
        let bytes = std::fs::read(test.folder().join(file)).unwrap_or_default();
        let found = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
        assert!(!found(secret) && !found(PASSWORD) && !found(secret.trim_start_matches("fovea_")), "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_name_and_a_wrong_password_get_the_same_answer() {
    let test = TestApp::new().await;
    test.administrator().await;
    let login = |name: &str| json!({"name": name, "password": "not the password"});
    let wrong_password = test.anonymous().post("/session", login(NAME)).await;
    let wrong_name = test.anonymous().post("/session", login("nobody")).await;
    wrong_password.refused(401, "auth.wrong");
    assert_eq!(wrong_password.text(), wrong_name.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_eleventh_try_to_log_in_has_to_wait() {
    let test = TestApp::new().await;
    test.administrator().await;
    let login = |password: &str| json!({"name": NAME, "password": password});
    for _ in 0..10 {
        test.anonymous().post("/session", login("not the password")).await.refused(401, "auth.wrong");
    }
    let answer = test.anonymous().post("/session", login(PASSWORD)).await;
    let problem = answer.refused(429, "auth.too_many_tries");
    let wait = problem["params"]["wait_s"].as_u64().unwrap();
    assert!((1..=600).contains(&wait));
    assert_eq!(answer.headers["retry-after"], wait.to_string().as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_changes_nothing_without_the_header_of_the_pages() {
    let test = TestApp::new().await;
    let admin = test.administrator().await.without("x-fovea");
    admin.get("/session").await.expect(200);
    admin.post("/tokens", json!({"name": "x"})).await.refused(403, "auth.csrf");
    admin.delete("/session").await.refused(403, "auth.csrf");
    test.token().await.post("/tokens", json!({"name": "x"})).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_one_logs_out() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    assert_eq!(admin.get("/session").await.expect(200)["name"], NAME);
    admin.delete("/session").await.expect(204);
    admin.get("/session").await.refused(401, "auth.required");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_works_until_it_is_made_void() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let made = admin.post("/tokens", json!({"name": "line 1", "expires_days": 30})).await.expect(201);
    let secret = made["secret"].as_str().unwrap();
    let program = test.anonymous().with("authorization", &format!("Bearer {secret}"));
    program.get("/projects").await.expect(200);
    let listed = admin.get("/tokens").await.expect(200);
    assert_eq!(listed["total"], 1);
    assert!(listed["items"][0].get("secret").is_none());
    assert!(!listed["items"][0]["last_used_at"].is_null());
    admin.delete(&format!("/tokens/{}", id(&made))).await.expect(204);
    program.get("/projects").await.refused(401, "auth.required");
    admin.delete(&format!("/tokens/{}", id(&made))).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_users_token_is_not_found() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    fovea_api::admin::create_administrator(&test.store, "bob", PASSWORD).await.unwrap();
    let secret = fovea_api::admin::create_token(&test.store, "bob", "his", None).await.unwrap();
    let bob = test.anonymous().with("authorization", &format!("Bearer {secret}"));
    let his = bob.get("/tokens").await.expect(200)["items"][0]["id"].as_str().unwrap().to_string();
    admin.delete(&format!("/tokens/{his}")).await.refused(404, "not_found");
    assert_eq!(admin.get("/tokens").await.expect(200)["total"], 0);
}
