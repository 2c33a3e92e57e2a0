//! Parts of the product that are switched off are not there.

use crate::app::{TestApp, id};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_module_that_is_off_answers_as_if_it_did_not_exist() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let of_project = |rest: &str| format!("/projects/{}/{rest}", id(&project));
    let me = admin.get("/session").await.expect(200);
    let of_user = format!("/users/{}/virtual_clusters", id(&me));
    let routes: [(&str, Vec<String>); 4] = [
        ("annotation", vec![of_project("next")]),
        ("training", vec![of_project("models")]),
        ("inspection", vec![of_project("services"), of_project("records"), of_project("records.csv")]),
        ("cluster", vec!["/virtual_clusters".into(), "/virtual_clusters.csv".into(), of_user]),
    ];
    let off = async |names: Value| admin.patch("/settings", json!({"modules_off": names})).await;
    for (module, paths) in &routes {
        for path in paths {
            assert!(admin.get(path).await.status.is_success(), "{path}");
        }
        let settings = off(json!([module, module])).await.expect(200);
        let on: Vec<&Value> =
            settings["modules"].as_array().unwrap().iter().filter(|m| m["on"] == true).collect();
        assert_eq!(on.len(), 3, "{settings}");
        // Also for those who are not logged in, whose pages must know.
        assert_eq!(test.anonymous().get("/branding").await.expect(200)["modules_off"], json!([module]));
        for path in paths {
            admin.get(path).await.refused(404, "not_found");
        }
        for (other, paths) in routes.iter().filter(|(name, _)| name != module) {
            assert!(admin.get(&paths[0]).await.status.is_success(), "{other} while {module} is off");
        }
    }
    // What is changed is refused, too; people and data are there all the same.
    admin.post("/virtual_clusters", json!({"name": "x"})).await.refused(404, "not_found");
    admin.get("/users").await.expect(200);
    admin.get(&of_project("pictures")).await.expect(200);
    let refused = off(json!(["people"])).await.refused(422, "request.fields");
    assert_eq!(refused["fields"]["modules_off"], "field.unknown");
    off(json!([])).await.expect(200);
    admin.get("/virtual_clusters").await.expect(200);
    let row = admin.get("/audit?action=setting.change").await.expect(200)["items"][0].clone();
    assert_eq!(
        (&row["before"]["modules_off"], &row["after"]["modules_off"]),
        (&json!("cluster"), &json!(null))
    );
}
