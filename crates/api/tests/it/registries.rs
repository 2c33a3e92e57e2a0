//! Accounts at registries of images: theirs alone, and what proves them comes out nowhere.

use crate::app::{NAME, TestApp, id};
use fovea_api::Settings;
use fovea_domain::registry::Allowed;
use serde_json::{Value, json};

const PATH: &str = "/account/registries";
const SECRET: &str = "hunter2 and more";

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_kept_for_its_user_alone_and_its_secret_comes_out_nowhere() {
    let test =
        TestApp::with(Settings { image_registries: Allowed::of(["any"]).unwrap(), ..Settings::default() })
            .await;
    let admin = test.administrator().await;
    let wanted = json!({ "host": "https://Registry.example.com:5000/", "login": " ann ", "secret": SECRET });
    let made = admin.post(PATH, wanted.clone()).await.expect(201);
    assert_eq!(
        (&made["host"], &made["login"], &made["last_used_at"]),
        (&json!("registry.example.com:5000"), &json!("ann"), &Value::Null)
    );
    assert!(made.get("secret").is_none());
    admin.post(PATH, wanted.clone()).await.refused(409, "registry.known");
    assert_eq!(admin.get(PATH).await.expect(200)["items"], json!([made]));

    // Somebody else may have one at the same place, and sees theirs alone.
    let user = test.member(&admin, "user", "platform_user").await;
    assert_eq!(user.get(PATH).await.expect(200)["items"], json!([]));
    let path = format!("{PATH}/{}", id(&made));
    let other = json!({ "login": "eve", "secret": "x" });
    user.put(&path, other.clone()).await.refused(404, "not_found");
    user.delete(&path).await.refused(404, "not_found");
    user.post(PATH, wanted).await.expect(201);
    // Who may have no jobs has no use for one.
    test.member(&admin, "ann", "annotator").await.get(PATH).await.refused(403, "auth.forbidden");

    // It opens for whom it was sealed, by the image's name.
    let login =
        fovea_api::registry_login(&test.app, admin_id(&test).await, "registry.example.com:5000/a/b:1");
    let login = login.await.unwrap().unwrap();
    assert_eq!(
        (login.registry.as_str(), login.user.as_str(), login.secret.as_str()),
        ("registry.example.com:5000", "ann", SECRET)
    );
    let shown = format!("{login:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(admin.get(PATH).await.expect(200)["items"][0]["last_used_at"].is_string());
    let elsewhere = fovea_api::registry_login(&test.app, admin_id(&test).await, "busybox");
    assert!(elsewhere.await.unwrap().is_none());

    let changed = admin.put(&path, json!({ "login": "ann2", "secret": "another" })).await.expect(200);
    assert_eq!((&changed["login"], &changed["last_used_at"]), (&json!("ann2"), &Value::Null));
    let login = fovea_api::registry_login(&test.app, admin_id(&test).await, "registry.example.com:5000/a");
    assert_eq!(login.await.unwrap().unwrap().secret, "another");

    let audit = admin.get("/audit?limit=100").await.expect(200).to_string();
    for action in ["registry.create", "registry.change"] {
        assert!(audit.contains(action), "{action}");
    }
    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(admin.get(PATH).await.expect(200)["items"], json!([]));
    assert!(!audit.contains("hunter2") && !audit.contains("another"), "the audit tells a secret");
    test.store.close().await;
    for file in ["fovea.db", "fovea.db-wal"] {
        let bytes = std::fs::read(test.folder().join(file)).unwrap_or_default();
        assert!(!bytes.windows(SECRET.len()).any(|w| w == SECRET.as_bytes()), "{file}");
    }
}

async fn admin_id(test: &TestApp) -> fovea_store::Id {
    test.store.user_by_name(NAME).await.unwrap().unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_used_is_refused_at_its_field() {
    let some = Allowed::of(["r.example.com", "http://127.0.0.1:5000"]).unwrap();
    let test = TestApp::with(Settings { image_registries: some, ..Settings::default() }).await;
    let admin = test.administrator().await;
    assert_eq!(admin.get(PATH).await.expect(200)["allowed"], json!(["r.example.com", "127.0.0.1:5000"]));
    let whole = json!({ "host": "r.example.com", "login": "ann", "secret": "x" });
    for (field, text, code) in [
        ("host", "", "field.required"),
        ("host", "http://r.example.com", "registry.plain"),
        ("host", "r.example.com/team", "registry.host"),
        ("host", "elsewhere.example.com", "registry.not_allowed"),
        ("login", " ", "field.required"),
        ("login", "a:b", "field.invalid"),
        ("secret", "", "field.required"),
        ("secret", "a\nb", "field.invalid"),
    ] {
        let mut wanted = whole.clone();
        wanted[field] = json!(text);
        let problem = admin.post(PATH, wanted).await.refused(422, "request.fields");
        assert_eq!(problem["fields"][field], code, "{field} {text:?}");
    }
}

/// What needs no Podman: who may ask for a privileged container, and who may come into one.
#[tokio::test(flavor = "multi_thread")]
async fn a_privileged_job_takes_its_right_and_a_server_that_allows_it() {
    let test = TestApp::with(Settings { privileged_jobs: true, ..Settings::default() }).await;
    let admin = test.administrator().await;
    let user = test.member(&admin, "user", "platform_user").await;
    let file = json!({ "name": "t", "command": "x", "image": "localhost/tools:1", "privileged": true });
    user.post("/jobs", file.clone()).await.refused(403, "auth.forbidden");
    let told = admin.post("/jobs", json!({ "name": "t", "command": "x", "privileged": true })).await;
    let told = told.refused(422, "job_file.invalid");
    assert_eq!(told["params"]["reason_code"], "job_file.without_image");
    let plain = TestApp::new().await;
    let told = plain.administrator().await.post("/jobs", file).await.refused(422, "job_file.invalid");
    assert_eq!(
        (&told["params"]["field"], &told["params"]["reason_code"]),
        (&json!("privileged"), &json!("job_file.no_privileged"))
    );
}
