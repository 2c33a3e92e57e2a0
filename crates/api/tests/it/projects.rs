use crate::app::{TestApp, id, jpeg};
use axum::body::{Body, Bytes};
use axum::http::Method;
use hyper::body::{Frame, SizeHint};
use serde_json::json;
use std::collections::HashSet;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_project_gets_its_good_class_and_its_defects() {
    let test = TestApp::new().await;
    let project = test.administrator().await.project().await;
    let classes = project["classes"].as_array().unwrap();
    let names: Vec<_> =
        classes.iter().map(|c| (c["name"].as_str().unwrap(), c["good"].as_bool().unwrap())).collect();
    assert_eq!(names, [("good", true), ("scratch", false), ("dent", false)]);
    let colours: HashSet<_> = classes.iter().map(|c| c["colour"].as_str().unwrap()).collect();
    assert_eq!(colours.len(), 3);
    assert_eq!(project["steps"]["next"], "collect");
    assert_eq!(project["revision"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_projects_cannot_have_one_name() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let wanted = json!({"name": "Screws", "scene": "free", "good_name": "良品"});
    let first = admin.post("/projects", wanted.clone()).await.expect(201);
    let again = json!({"name": "screws", "scene": "free", "good_name": "良品"});
    admin.post("/projects", again).await.refused(409, "project.name_taken");
    admin.delete(&format!("/projects/{}", id(&first))).await.expect(204);
    admin.post("/projects", wanted).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_fields_are_named() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let wanted = json!({"name": " ", "scene": "free", "good_name": "good"});
    let problem = admin.post("/projects", wanted).await.refused(422, "request.fields");
    assert_eq!(problem["fields"], json!({"name": "field.required"}));
    let wanted = json!({"name": "a", "scene": "free", "good_name": "good", "classes": [{"name": "Good"}]});
    let problem = admin.post("/projects", wanted).await.refused(422, "request.fields");
    assert_eq!(problem["fields"], json!({"classes.0.name": "field.duplicate"}));
    let problem = admin.post("/projects", json!({"scene": "other"})).await.refused(400, "request.invalid");
    // A parser's English words are a reason with a code as well, and with the place.
    assert_eq!(problem["params"]["reason_code"], "request.json_choice", "{problem}");
    let told = &problem["params"]["reason_params"];
    assert_eq!((&told["field"], &told["line"]), (&json!("scene"), &json!(1)), "{problem}");
    assert!(told["choices"].as_str().unwrap().contains("free"), "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_refused_like_all_else() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    for (path, kind) in [("/settings/logo", "application/octet-stream"), ("/settings", "application/json")] {
        let method = if kind.ends_with("json") { Method::PATCH } else { Method::PUT };
        let large = Body::from(vec![b'7'; 9 << 20]);
        admin.send(method, path, large, Some(kind)).await.refused(413, "request.too_large");
    }
}

/// Says how long it is, and never sends any of it.
struct Stalled(u64);

impl hyper::body::Body for Stalled {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_says_it_is_too_large_is_refused_before_it_comes() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let once = admin.with("idempotency-key", "long");
    for (client, method, path, kind) in [
        (&admin, Method::PUT, "/settings/logo", "application/octet-stream"),
        (&admin, Method::PATCH, "/settings", "application/json"),
        (&admin, Method::POST, "/jobs", "application/json"),
        (&once, Method::POST, "/projects", "application/json"),
    ] {
        let sent = client.send(method, path, Body::new(Stalled(2 << 30)), Some(kind));
        let answer = tokio::time::timeout(Duration::from_secs(20), sent).await;
        answer.expect(path).refused(413, "request.too_large");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_names_the_revision_it_was_made_on() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let path = format!("/projects/{}", id(&project));
    let etag = admin.get(&path).await.etag();
    admin.patch(&path, json!({"note": "x"})).await.refused(428, "precondition.required");
    let changed = admin.with("if-match", &etag).patch(&path, json!({"note": "x", "good_name": "fine"})).await;
    let value = changed.expect(200);
    assert_eq!((&value["note"], &value["classes"][0]["name"]), (&json!("x"), &json!("fine")));
    let stale = admin.with("if-match", &etag).patch(&path, json!({"note": "y"})).await;
    stale.refused(412, "precondition.failed");
    admin.with("if-match", &changed.etag()).patch(&path, json!({"note": "y"})).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_ids_are_not_found_whatever_they_look_like() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let unknown = fovea_store::Id::new();
    for id in [unknown.to_string(), "1".into(), unknown.to_string().to_uppercase(), "%2e%2e".into()] {
        for path in ["projects", "classes", "imports", "pictures", "versions"] {
            if path != "classes" {
                admin.get(&format!("/{path}/{id}")).await.refused(404, "not_found");
            }
        }
        admin.get(&format!("/projects/{id}/pictures")).await.refused(404, "not_found");
        admin.get(&format!("/projects/{id}/versions")).await.refused(404, "not_found");
        admin.get(&format!("/projects/{id}/next")).await.refused(404, "not_found");
        admin.get(&format!("/pictures/{id}/thumb")).await.refused(404, "not_found");
        admin.post(&format!("/projects/{id}/imports"), json!({})).await.refused(404, "not_found");
        admin.post(&format!("/projects/{id}/versions"), json!({})).await.refused(404, "not_found");
        admin.delete(&format!("/classes/{id}")).await.refused(404, "not_found");
    }
    admin.get("/nothing/here").await.refused(404, "not_found");
    admin.delete("/projects").await.refused(405, "method_not_allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_a_removed_project_is_not_found() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.bring(&project, vec![("a.jpg", jpeg(1))]).await;
    let picture = admin.pictures(&project, "").await.remove(0);
    admin.delete(&format!("/projects/{}", id(&project))).await.expect(204);
    admin.get(&format!("/pictures/{}", id(&picture))).await.refused(404, "not_found");
    admin.get(&format!("/imports/{}", id(&import))).await.refused(404, "not_found");
    admin.get(&format!("/projects/{}", id(&project))).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creation_asked_for_twice_with_one_key_is_done_once() {
    let test = TestApp::new().await;
    let admin = test.administrator().await.with("idempotency-key", "k1");
    let wanted = json!({"name": "a", "scene": "free", "good_name": "good"});
    let first = admin.post("/projects", wanted.clone()).await.expect(201);
    let again = admin.post("/projects", wanted).await;
    assert_eq!(again.expect(201), first);
    assert_eq!(again.headers["idempotent-replay"], "true");
    let other = json!({"name": "b", "scene": "free", "good_name": "good"});
    admin.post("/projects", other.clone()).await.refused(422, "idempotency.mismatch");
    assert_eq!(admin.get("/projects").await.expect(200)["total"], 1);
    let refused = json!({"name": "", "scene": "free", "good_name": "good"});
    let second = admin.with("idempotency-key", "k2");
    second.post("/projects", refused).await.refused(422, "request.fields");
    second.post("/projects", other).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_goes_only_when_no_label_uses_it() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.jpg", jpeg(1))]).await;
    let picture = admin.pictures(&project, "").await.remove(0);
    let (good, dent) = (admin.class_id(&project, "good").await, admin.class_id(&project, "dent").await);
    let bulk = format!("/projects/{}/annotations/bulk", id(&project));
    let label = json!({"ids": [id(&picture)], "verdict": "bad", "class_id": dent});
    assert_eq!(admin.post(&bulk, label).await.expect(200)["changed"], 1);
    admin.delete(&format!("/classes/{dent}")).await.refused(409, "class.in_use");
    admin.delete(&format!("/classes/{good}")).await.refused(409, "class.is_good");
    admin.delete(&format!("/pictures/{}", id(&picture))).await.expect(204);
    admin.delete(&format!("/classes/{dent}")).await.expect(204);
    let names = json!({"name": "SCRATCH"});
    let classes = format!("/projects/{}/classes", id(&project));
    admin.post(&classes, names).await.refused(409, "class.name_taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn projects_are_listed_by_what_their_data_are() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let make = |name: &str| json!({"name": name, "scene": "free", "good_name": "good"});
    let [full, some, bare] = [
        admin.post("/projects", make("full")).await.expect(201),
        admin.post("/projects", make("some")).await.expect(201),
        admin.post("/projects", make("bare")).await.expect(201),
    ];
    admin.bring(&full, vec![("good/a.jpg", jpeg(1)), ("b.jpg", jpeg(2)), ("c.jpg", jpeg(3))]).await;
    admin.bring(&some, vec![("good/a.jpg", jpeg(1))]).await;
    admin.post(&format!("/projects/{}/versions", id(&some)), json!({})).await.expect(201);
    admin.post(&format!("/projects/{}/versions", id(&some)), json!({})).await.expect(201);
    let shown = admin.get(&format!("/projects/{}", id(&full))).await.expect(200);
    let bytes: u64 = admin.pictures(&full, "").await.iter().map(|p| p["bytes"].as_u64().unwrap()).sum();
    let data = &shown["data"];
    assert_eq!((&data["pictures"], &data["labelled"], &data["bytes"]), (&json!(3), &json!(1), &json!(bytes)));
    assert_eq!((&data["version"], data["cover"].as_array().unwrap().len()), (&json!(null), 3));
    assert!(data["changed_at"].as_str() >= shown["updated_at"].as_str(), "{shown}");
    for (sort, names) in [
        ("-pictures", ["full", "some", "bare"]),
        ("-labelled", ["some", "full", "bare"]),
        ("bytes", ["bare", "some", "full"]),
        ("-name", ["some", "full", "bare"]),
        ("created_at", ["full", "some", "bare"]),
    ] {
        // Page by page, each behind the one before.
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = admin.get(&format!("/projects?sort={sort}&limit=1{cursor}")).await.expect(200);
            assert_eq!(page["total"], 3);
            seen.push(page["items"][0]["name"].as_str().unwrap().to_string());
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, names, "{sort}");
    }
    let first = admin.get("/projects?sort=-version&limit=1").await.expect(200)["items"][0].clone();
    assert_eq!((&first["name"], &first["data"]["version"]), (&json!("some"), &json!(2)));
    admin.get("/projects?sort=colour").await.refused(400, "list.bad_sort");
    // A place in one order is none in another.
    let page = admin.get("/projects?sort=name&limit=1").await.expect(200);
    let next = page["next"].as_str().unwrap();
    for other in ["sort=-name", "sort=pictures", "deleted=true", "limit=9"] {
        admin.get(&format!("/projects?{other}&cursor={next}")).await.refused(400, "list.bad_cursor");
    }
    let picture = admin.pictures(&full, "labelled=true").await.remove(0);
    admin.delete(&format!("/pictures/{}", id(&picture))).await.expect(204);
    let data = admin.get(&format!("/projects/{}", id(&full))).await.expect(200)["data"].clone();
    assert_eq!((&data["pictures"], &data["labelled"]), (&json!(2), &json!(0)));
    // Back from the bin, it has its label still; and what is labelled and unlabelled again is counted once.
    let restore = json!({"ids": [id(&picture)]});
    admin.post(&format!("/projects/{}/bin/restore", id(&full)), restore).await.expect(200);
    let all: Vec<String> = admin.pictures(&full, "").await.iter().map(|p| id(p).to_string()).collect();
    let bulk = format!("/projects/{}/annotations/bulk", id(&full));
    admin.post(&bulk, json!({"ids": all, "verdict": "bad"})).await.expect(200);
    admin.post(&bulk, json!({"ids": [all[0]], "verdict": null})).await.expect(200);
    let data = admin.get(&format!("/projects/{}", id(&full))).await.expect(200)["data"].clone();
    assert_eq!((&data["pictures"], &data["labelled"]), (&json!(3), &json!(2)));
    assert_eq!(data["bytes"], bytes);
    assert_eq!(admin.get(&format!("/projects/{}", id(&bare))).await.expect(200)["data"]["cover"], json!([]));
}
