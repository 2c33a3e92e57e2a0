use crate::app::{Answer, Client, id};
use crate::line::{Line, model_of};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

async fn infer(client: &Client, service: &Value, query: &str, picture: &[u8]) -> Answer {
    let path = format!("/services/{}/infer{query}", id(service));
    client.send(Method::POST, &path, Body::from(picture.to_vec()), Some("image/png")).await
}

#[tokio::test]
async fn a_verdict_is_answered_and_recorded() {
    let line = Line::new().await;
    let service = line.running("ng").await;
    let told = infer(&line.client, &service, "?serial=A-1", b"one ng").await.expect(200);
    assert_eq!(
        (&told["verdict"], &told["score"], &told["serial"]),
        (&json!("ng"), &json!(0.75), &json!("A-1"))
    );
    assert!(told.get("heat_png").is_none());
    let record =
        line.client.get(&format!("/records/{}", told["record_id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&record["picture"], &record["heat"]), (&json!(true), &json!(true)));
    assert_eq!(
        (&record["ms_total"], &record["width"], &record["recheck"]),
        (&json!(3.0), &json!(64), &Value::Null)
    );
    // What is good is not kept here, and only who asks is sent the heat map.
    let told = infer(&line.client, &service, "?heat=1", b"two ok").await.expect(200);
    assert!(told["heat_png"].is_string() && told["serial"].is_null());
    let record = format!("/records/{}", told["record_id"].as_str().unwrap());
    assert_eq!(line.client.get(&record).await.expect(200)["picture"], false);
    for part in ["picture", "thumb", "heat"] {
        line.client.get(&format!("{record}/{part}")).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn what_is_kept_follows_the_service() {
    let line = Line::new().await;
    for (keep, ok, ng) in [("all", true, true), ("ng", false, true), ("none", false, false)] {
        let service = line.running(keep).await;
        for (picture, kept) in [(&b"ok"[..], ok), (b"ng", ng)] {
            let told = infer(&line.client, &service, "", picture).await.expect(200);
            let path = format!("/records/{}", told["record_id"].as_str().unwrap());
            assert_eq!(line.client.get(&path).await.expect(200)["picture"], kept, "{keep}");
        }
    }
}

#[tokio::test]
async fn a_form_is_as_good_as_the_bare_picture() {
    let line = Line::new().await;
    let service = line.running("none").await;
    let path = format!("/services/{}/infer", id(&service));
    let form = |field: &str| {
        Body::from(format!(
            "--x\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--x\r\ncontent-disposition: form-data; \
             name=\"{field}\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\na ng\r\n--x--\r\n"
        ))
    };
    let kind = Some("multipart/form-data; boundary=x");
    let told = line.client.send(Method::POST, &path, form("image"), kind).await.expect(200);
    assert_eq!(told["verdict"], "ng");
    line.client.send(Method::POST, &path, form("photo"), kind).await.refused(400, "request.invalid");
}

#[tokio::test]
async fn the_same_request_again_is_given_the_first_record() {
    let line = Line::new().await;
    let service = line.running("none").await;
    let client = line.client.with("idempotency-key", "k1");
    let first = infer(&client, &service, "?serial=S", b"x ng").await.expect(200);
    let again = infer(&client, &service, "?serial=S", b"x ng").await.expect(200);
    assert_eq!(first, again);
    let other = line.running("none").await;
    infer(&client, &other, "", b"x ng").await.refused(422, "idempotency.mismatch");
    let records = line.client.get(&format!("/projects/{}/records", id(&line.project))).await.expect(200);
    assert_eq!(records["total"], 1);
}

#[tokio::test]
async fn trouble_of_the_service_has_a_code_and_leaves_no_record() {
    let line = Line::new().await;
    let service = line.running("all").await;
    let busy = infer(&line.client, &service, "", b"busy").await;
    busy.refused(429, "service.busy");
    assert_eq!(busy.headers["retry-after"], "1");
    let problem = infer(&line.client, &service, "", b"text").await.refused(422, "picture.unreadable");
    assert_eq!(problem["params"]["reason"], "as asked");
    infer(&line.client, &service, "", b"broken").await.refused(502, "service.broken");
    infer(&line.client, &service, "", b"").await.refused(422, "picture.unreadable");
    let long = "x".repeat(201);
    infer(&line.client, &service, &format!("?serial={long}"), b"a").await.refused(422, "request.fields");
    let client = line.client.with("content-length", &(80u64 << 20).to_string());
    infer(&client, &service, "", b"a").await.refused(413, "request.too_large");
    let records = line.client.get(&format!("/projects/{}/records", id(&line.project))).await.expect(200);
    assert_eq!(records["total"], 0);
}

#[tokio::test]
async fn one_that_does_not_run_says_so() {
    let line = Line::new().await;
    let service = line.service("ng").await;
    infer(&line.client, &service, "", b"a").await.refused(409, "service.not_running");
    // Its row says that it runs, but nobody listens.
    let service = line.running("ng").await;
    let job = service["job_id"].as_str().unwrap().parse().unwrap();
    std::fs::remove_file(line.house.store.place().job(job).join("work/s.sock")).unwrap();
    infer(&line.client, &service, "", b"a").await.refused(409, "service.not_running");
    infer(&line.house.anonymous(), &service, "", b"a").await.refused(401, "auth.required");
}

#[tokio::test]
async fn what_lies_where_nothing_matters_does_not_count() {
    let line = Line::new().await;
    let service = line.running("ng").await;
    let path = format!("/services/{}", id(&service));
    assert_eq!(infer(&line.client, &service, "", b"spot ng").await.expect(200)["verdict"], "ng");
    let parts = json!({ "clamp": { "box": [0.0, 0.0, 20.0, 20.0] }, "hole": { "polygon": [[30.0, 30.0], [40.0, 30.0], [30.0, 44.0]] } });
    let changed = line.client.patch(&path, json!({ "ignored": parts })).await.expect(200);
    assert_eq!((&changed["ignored"], &changed["state"]), (&parts, &json!("running")));
    let told = infer(&line.client, &service, "", b"spot two ng").await.expect(200);
    assert_eq!(
        (&told["verdict"], &told["regions"], &told["score"]),
        (&json!("ok"), &json!([]), &json!(0.75))
    );
    let record =
        line.client.get(&format!("/records/{}", told["record_id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&record["verdict"], &record["picture"]), (&json!("ok"), &json!(false)), "{record}");
    // What has no place, as bad as it is, cannot lie there.
    assert_eq!(infer(&line.client, &service, "", b"whole ng").await.expect(200)["verdict"], "ng");
    let elsewhere = json!({ "clamp": { "box": [30.0, 0.0, 20.0, 20.0] } });
    line.client.patch(&path, json!({ "ignored": elsewhere })).await.expect(200);
    assert_eq!(infer(&line.client, &service, "", b"spot three ng").await.expect(200)["verdict"], "ng");
    for wrong in [
        json!({ "a": { "box": [0.0, 0.0, 0.0, 9.0] } }),
        json!({ "a": { "box": [1.0, 2.0] } }),
        json!({ "a": { "polygon": [[0.0, 0.0], [9.0, 9.0]] } }),
        json!({ "": { "box": [0.0, 0.0, 9.0, 9.0] } }),
    ] {
        line.client.patch(&path, json!({ "ignored": wrong })).await.refused(422, "request.fields");
    }
    let corners: Vec<[f32; 2]> = (0..999u16).map(|x| [f32::from(x), 0.0]).chain([[500.0, 900.0]]).collect();
    let many = |count: usize| -> Value {
        (0..count)
            .map(|n| (n.to_string(), json!({ "polygon": corners })))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let problem = line.client.patch(&path, json!({ "ignored": many(20) })).await;
    assert_eq!(problem.refused(422, "request.fields")["fields"]["ignored"], "field.too_long");
    line.client.patch(&path, json!({ "ignored": many(2) })).await.expect(200);
    line.client.patch(&path, json!({ "ignored": elsewhere })).await.expect(200);
    // A change of something else leaves them as they are.
    let named = line.client.patch(&path, json!({ "name": "line 9" })).await.expect(200);
    assert_eq!(named["ignored"], elsewhere);
    let none = line.client.patch(&path, json!({ "ignored": {} })).await.expect(200);
    assert!(none.get("ignored").is_none(), "{none}");
}

#[tokio::test]
async fn parts_that_do_not_matter_are_for_models_that_find_places() {
    let line = Line::new().await;
    let service = line.running("ng").await;
    let path = format!("/services/{}", id(&service));
    let parts = json!({ "ignored": { "clamp": { "box": [0.0, 0.0, 20.0, 20.0] } } });
    line.client.patch(&path, parts.clone()).await.expect(200);
    let reader = model_of(&line.house, &line.client, &line.project, "read").await;
    line.release(&reader).await;
    let refused = line.client.patch(&path, json!({ "model_id": reader })).await;
    assert_eq!(refused.refused(409, "service.no_ignored")["params"]["task"], "read");
    let both = json!({ "model_id": reader, "ignored": {} });
    line.client.patch(&path, both).await.expect(200);
    line.client.patch(&path, parts).await.refused(409, "service.no_ignored");
}
