//! What the OpenAPI document says of the longest texts is what the server takes, so that pages can go by it.

use crate::app::{Client, TestApp, id};
use serde_json::{Value, json};

fn longest(document: &Value, schema: &str, field: &str) -> usize {
    let most = &document["components"]["schemas"][schema]["properties"][field]["maxLength"];
    usize::try_from(most.as_u64().unwrap_or_else(|| panic!("{schema}.{field} says nothing"))).unwrap()
}

/// Sends the text at its longest and once with a letter more.
async fn holds(client: &Client, (method, path): (&str, &str), field: &str, (base, most): (Value, usize)) {
    // Names are given once only.
    let letter = if method == "POST" { "长" } else { "宽" };
    let with = |count: usize| {
        let mut body = base.clone();
        body[field] = json!(letter.repeat(count));
        body
    };
    let send = async |body: Value| match method {
        "POST" => client.post(path, body).await,
        _ => client.with("if-match", &client.get(path).await.etag()).patch(path, body).await,
    };
    let answer = send(with(most)).await;
    assert!(answer.status.is_success(), "{path} {field} of {most}: {}", answer.text());
    let problem = send(with(most + 1)).await.refused(422, "request.fields");
    assert_eq!(problem["fields"][field], "field.too_long", "{path}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_longest_texts_are_as_documented() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let document = admin.get("/openapi.json").await.expect(200);
    let project = admin.project().await;
    admin.bring(&project, vec![("a.png", crate::app::png(1))]).await;
    let path = format!("/projects/{}", id(&project));
    for field in ["name", "product", "good_name", "note"] {
        let new = json!({"name": format!("with {field}"), "scene": "free", "good_name": "good"});
        holds(&admin, ("POST", "/projects"), field, (new, longest(&document, "NewProject", field))).await;
        let change = (json!({}), longest(&document, "ProjectChange", field));
        assert_eq!(change.1, longest(&document, "NewProject", field), "{field}");
        holds(&admin, ("PATCH", &path), field, change).await;
    }
    for (path, schema, field) in [
        (format!("{path}/classes"), "NewClass", "name"),
        (format!("{path}/versions"), "NewVersion", "note"),
        ("/tokens".into(), "NewToken", "name"),
    ] {
        holds(&admin, ("POST", &path), field, (json!({}), longest(&document, schema, field))).await;
    }
}
