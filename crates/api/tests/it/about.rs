//! What runs here.

use crate::app::TestApp;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_logged_in_sees_what_runs_and_what_had_run_before() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    for version in ["0.0.8", "0.0.9", fovea_api::VERSION] {
        test.store.note_program_version(version).await.unwrap();
    }
    let about = admin.get("/about").await.expect(200);
    assert_eq!((&about["version"], &about["licence"]), (&json!(fovea_api::VERSION), &json!("Apache-2.0")));
    assert!(about["licence_text"].as_str().unwrap().contains("Version 2.0, January 2004"));
    assert!(about["started_at"].is_string());
    let first = admin.get("/about/versions?limit=2").await.expect(200);
    assert_eq!((&first["total"], &first["items"][0]["version"]), (&json!(3), &json!(fovea_api::VERSION)));
    let next = first["next"].as_str().unwrap();
    let rest = admin.get(&format!("/about/versions?limit=2&cursor={next}")).await.expect(200);
    assert_eq!((&rest["items"][0]["version"], &rest["next"]), (&json!("0.0.8"), &json!(null)));
    test.anonymous().get("/about").await.refused(401, "auth.required");
}
