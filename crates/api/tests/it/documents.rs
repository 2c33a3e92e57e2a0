use crate::app::TestApp;
use axum::body::Body;
use axum::http::Method;
use serde_json::Value;
use std::path::Path;

#[tokio::test(flavor = "multi_thread")]
async fn every_route_has_a_guard_and_lets_nobody_in_without() {
    let test = TestApp::new().await;
    let anonymous = test.anonymous();
    let public = [
        "/health",
        "/openapi.json",
        "/setup",
        "/session",
        "/branding",
        "/branding/logo",
        "/registrations",
        "/invitations/{secret}",
        "/device",
        "/device/token",
        "/login_ways",
        "/oidc/{id}/start",
        "/oidc/{id}/callback",
        "/jobs/schema",
    ];
    let mut guarded = 0;
    for route in fovea_api::access() {
        let path = route.path.replace("{id}", &fovea_store::Id::new().to_string()).replace("{index}", "0");
        if route.guard == "public" {
            assert!(
                public.contains(&route.path.as_str()),
                "{} {} is open to anyone",
                route.method,
                route.path
            );
            continue;
        }
        guarded += 1;
        let method: Method = route.method.parse().unwrap();
        let answer = anonymous.send(method.clone(), &path, Body::empty(), None).await;
        assert_eq!(answer.status, 401, "{method} {path}: {}", answer.text());
        answer.refused(401, "auth.required");
        let wrong = anonymous.with("authorization", "Bearer fovea_0000");
        wrong.send(method, &path, Body::empty(), None).await.refused(401, "auth.required");
    }
    assert!(guarded > 40, "{guarded}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_names_every_route_with_its_permission() {
    let test = TestApp::new().await;
    let document = test.anonymous().get("/openapi.json").await.expect(200);
    for route in fovea_api::access() {
        let operation = &document["paths"][&route.path][route.method.to_lowercase()];
        assert_eq!(operation["x-permission"], route.guard, "{} {}", route.method, route.path);
        assert!(operation["responses"]["default"].is_object(), "{} {}", route.method, route.path);
    }
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let text = fovea_api::openapi_text();
    let document: Value = serde_json::from_str(&text).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let names: Vec<&str> =
        text.split("\"#/components/schemas/").skip(1).filter_map(|part| part.split('"').next()).collect();
    assert!(names.len() > 100);
    for name in names {
        assert!(schemas.contains_key(name), "nothing is called {name}");
    }
}

#[test]
fn the_document_in_the_repository_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/openapi.json");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == fovea_api::openapi_text(), "run `fovea openapi > web/openapi.json`");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_answer_at_every_address_with_a_policy() {
    use axum::http::Request;
    use tower::ServiceExt;
    let test = TestApp::new().await;
    let router = fovea_api::service(test.app.clone());
    for path in ["/", "/setup", "/projects/1/pictures"] {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        assert!(answer.headers()["content-security-policy"].to_str().unwrap().contains("script-src 'self'"));
    }
    let request = Request::builder().uri("/assets/missing.js").body(Body::empty()).unwrap();
    assert_eq!(router.oneshot(request).await.unwrap().status(), 404);
}
