use crate::app::{id, png};
use crate::line::Line;
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

/// A real picture whose last bytes the pretended model goes by.
fn picture(number: u32, verdict: &str) -> Vec<u8> {
    [png(number), verdict.into()].concat()
}

async fn records(line: &Line, service: &Value, verdicts: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for (number, verdict) in (100u32..).zip(verdicts) {
        let path = format!("/services/{}/infer?serial=S{}", id(service), number / 2);
        let body = Body::from(picture(number, verdict));
        let told = line.client.send(Method::POST, &path, body, Some("image/png")).await.expect(200);
        ids.push(told["record_id"].as_str().unwrap().to_string());
    }
    ids
}

#[tokio::test]
async fn the_list_is_filtered_paged_and_newest_first() {
    let line = Line::new().await;
    let service = line.running("none").await;
    let ids = records(&line, &service, &["ok", "ng", "ok", "ng", "ok"]).await;
    let list = format!("/projects/{}/records", id(&line.project));
    let page = line.client.get(&format!("{list}?limit=2")).await.expect(200);
    assert_eq!((&page["total"], id(&page["items"][0])), (&json!(5), ids[4].as_str()));
    let next = line
        .client
        .get(&format!("{list}?limit=2&cursor={}", page["next"].as_str().unwrap()))
        .await
        .expect(200);
    assert_eq!(id(&next["items"][0]), ids[2]);
    for (query, count) in [
        ("verdict=ng", 2),
        ("class=good", 3),
        ("serial=S50", 2),
        ("recheck=none", 5),
        ("recheck=ok", 0),
        ("recheck=any", 0),
        ("from=2001-01-01T00:00:00Z", 5),
        ("to=2001-01-01T00:00:00Z", 0),
        ("service_id=00000000-0000-7000-8000-000000000000", 0),
    ] {
        let found = line.client.get(&format!("{list}?{query}")).await.expect(200);
        assert_eq!(
            (&found["total"], found["items"].as_array().unwrap().len()),
            (&json!(count), count),
            "{query}"
        );
    }
    line.client.get(&format!("{list}?verdict=maybe")).await.refused(400, "request.invalid");
    line.client.get(&format!("{list}?from=yesterday")).await.refused(400, "request.invalid");
    line.client.get("/projects/00000000-0000-7000-8000-000000000000/records").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_person_has_the_last_word_and_the_picture_is_put_into_the_data_once() {
    let line = Line::new().await;
    let service = line.running("all").await;
    let ids = records(&line, &service, &["ng", "ok"]).await;
    let path = format!("/records/{}/recheck", ids[0]);
    let before = line.client.pictures(&line.project, "").await.len();
    let said = json!({ "verdict": "ok", "to_dataset": true });
    let first = line.client.post(&path, said.clone()).await.expect(200);
    assert_eq!((&first["recheck"]["verdict"], &first["recheck"]["by"]), (&json!("ok"), &json!("ada")));
    assert_eq!(line.client.post(&path, said).await.expect(200), first);
    let pictures = line.client.pictures(&line.project, "source=recheck").await;
    assert_eq!((pictures.len(), &pictures[0]["verdict"]), (1, &json!("good")));
    assert_eq!(line.client.pictures(&line.project, "").await.len(), before + 1);
    let scratch = line.client.class_id(&line.project, "scratch").await;
    let said = json!({ "verdict": "ng", "class_id": scratch, "to_dataset": true });
    line.client.post(&path, said).await.expect(200);
    let pictures = line.client.pictures(&line.project, "source=recheck").await;
    assert_eq!((&pictures[0]["verdict"], &pictures[0]["class_ids"]), (&json!("bad"), &json!([scratch])));

    let escaped = json!({ "verdict": "ng" });
    line.client.post(&format!("/records/{}/recheck", ids[1]), escaped).await.expect(200);
    let counts = line.client.get(&format!("/projects/{}/counts", id(&line.project))).await.expect(200);
    for (name, value) in
        [("total", 2), ("ok", 1), ("ng", 1), ("rechecked", 2), ("overkill", 0), ("escape", 1)]
    {
        assert_eq!(counts[name], value, "{name}: {counts}");
    }
    assert_eq!((&counts["yield"], &counts["by_hour"][0]["ng"]), (&json!(0.5), &json!(1)));
}

#[tokio::test]
async fn what_cannot_be_said_is_named() {
    let line = Line::new().await;
    let service = line.running("none").await;
    let ids = records(&line, &service, &["ng"]).await;
    let path = format!("/records/{}/recheck", ids[0]);
    let nobody = json!({ "verdict": "ok", "to_dataset": true });
    let problem = line.client.post(&path, nobody).await.refused(422, "request.fields");
    assert_eq!(problem["fields"]["to_dataset"], "record.no_picture");
    let other = line.client.project().await;
    let foreign = line.client.class_id(&other, "scratch").await;
    let problem = line.client.post(&path, json!({ "verdict": "ng", "class_id": foreign })).await;
    assert_eq!(problem.refused(422, "request.fields")["fields"]["class_id"], "field.unknown");
    assert_eq!(line.client.get(&format!("/records/{}", ids[0])).await.expect(200)["recheck"], Value::Null);
}

#[tokio::test]
async fn the_kept_picture_comes_back_as_it_was_sent() {
    let line = Line::new().await;
    let service = line.running("ng").await;
    let ids = records(&line, &service, &["ng"]).await;
    let found = line.client.get(&format!("/records/{}/picture", ids[0])).await;
    assert_eq!(
        (found.bytes, &found.headers["content-type"]),
        (picture(100, "ng"), &"image/png".parse().unwrap())
    );
    assert!(line.client.get(&format!("/records/{}/thumb", ids[0])).await.bytes.starts_with(b"\xff\xd8"));
    assert!(line.client.get(&format!("/records/{}/heat", ids[0])).await.bytes.starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn a_table_holds_the_same_records() {
    let line = Line::new().await;
    let service = line.running("none").await;
    line.client
        .patch(&format!("/services/{}", id(&service)), json!({ "name": "=1+1, \"x\"" }))
        .await
        .expect(200);
    let ids = records(&line, &service, &["ok", "ng"]).await;
    let found = line.client.get(&format!("/projects/{}/records.csv?verdict=ng", id(&line.project))).await;
    assert!(found.headers["content-disposition"].to_str().unwrap().contains(".csv"));
    let text = found.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("id,time,service,serial,verdict"));
    assert!(
        lines[1].starts_with(&ids[1]) && lines[1].contains(",\"'=1+1, \"\"x\"\"\",S50,ng,0.7500,"),
        "{}",
        lines[1]
    );
}

#[tokio::test]
async fn today_begins_when_the_readers_day_does() {
    let line = Line::new().await;
    let service = line.running("none").await;
    let ids = records(&line, &service, &["ok", "ng", "ok"]).await;
    let first = line.client.get(&format!("/records/{}", ids[0])).await.expect(200);
    // Within an hour, long before, and when nothing was inspected yet.
    let days = [(first["at"].as_str().unwrap(), 3), ("2001-01-01T00:30:00Z", 3), ("2999-01-01T00:00:00Z", 0)];
    for (today, count) in days {
        let one = format!("/projects/{}?today={today}", id(&line.project));
        for path in [one, format!("/projects?today={today}")] {
            let told = line.client.get(&path).await.expect(200);
            let steps = if told["steps"].is_null() { &told["items"][0]["steps"] } else { &told["steps"] };
            assert_eq!(
                (&steps["inspect"]["records"], &steps["inspect"]["today"]),
                (&json!(3), &json!(count)),
                "{path}"
            );
        }
    }
    line.client
        .get(&format!("/projects/{}?today=noon", id(&line.project)))
        .await
        .refused(400, "request.invalid");
}
