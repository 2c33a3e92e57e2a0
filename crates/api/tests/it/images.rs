//! Images that administrators offer for jobs.

use crate::app::{TestApp, id};
use serde_json::{Value, json};

const PATH: &str = "/images/presets";

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_is_offered_to_everybody_who_submits_and_kept_by_whoever_may() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let wanted = json!({ "image": "registry.example.com/team/torch:2.8", "framework": " PyTorch ", "version": "2.8", "devices": ["nvidia_gpu_amd64", "cpu"], "description": "with CUDA" });
    let made = admin.post(PATH, wanted.clone()).await.expect(201);
    assert_eq!(
        (&made["framework"], &made["devices"]),
        (&json!("PyTorch"), &json!(["cpu", "nvidia_gpu_amd64"]))
    );
    admin.post(PATH, wanted.clone()).await.refused(409, "image.known");
    for (field, bad) in
        [("image", json!("UPPER CASE")), ("framework", json!(" ")), ("devices", json!(["toaster"]))]
    {
        let mut wrong = wanted.clone();
        wrong[field] = bad;
        let told = admin.post(PATH, wrong).await.refused(422, "request.fields");
        assert!(told["fields"].get(field).is_some(), "{told}");
    }

    // Whoever submits jobs is told of it, also where no Podman can run it.
    let user = test.member(&admin, "user", "platform_user").await;
    let told = user.get("/images").await.expect(200);
    let found = told["items"].as_array().unwrap().iter().find(|i| i["image"] == made["image"]).unwrap();
    assert_eq!((&found["group"], &found["framework"]), (&json!("preset"), &json!("PyTorch")));
    // Others have no say in it.
    let ann = test.member(&admin, "ann", "annotator").await;
    ann.get(PATH).await.refused(403, "auth.forbidden");
    let path = format!("{PATH}/{}", id(&made));
    ann.delete(&path).await.refused(403, "auth.forbidden");

    let mut next = wanted;
    next["version"] = json!("2.9");
    next["devices"] = json!([]);
    let changed = admin.put(&path, next.clone()).await.expect(200);
    assert_eq!((&changed["version"], &changed["devices"]), (&json!("2.9"), &json!([])));
    admin.put(&format!("{PATH}/{}", fovea_store::Id::new()), next).await.refused(404, "not_found");
    assert_eq!(admin.get(PATH).await.expect(200)["items"], json!([changed]));
    assert_eq!(admin.delete(&path).await.status, 204);
    admin.delete(&path).await.refused(404, "not_found");
    assert_eq!(admin.get(PATH).await.expect(200)["items"], Value::Array(vec![]));
    let audit = admin.get("/audit?limit=100").await.expect(200).to_string();
    for action in ["image.create", "image.change", "image.delete"] {
        assert!(audit.contains(action), "{action}");
    }
}
