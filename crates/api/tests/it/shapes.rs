//! Shapes that are more than boxes and outlines: kept as they were drawn, through the interface, versions and other formats.

use crate::app::{Client, TestApp, id, jpeg};
use serde_json::{Value, json};
use std::io::{Cursor, Read};

/// One region of each kind; pictures have 64 × 48 pixels.
fn shapes() -> Vec<Value> {
    vec![
        json!({"kind": "rotated", "cx": 20.0, "cy": 20.0, "w": 16.0, "h": 6.0, "angle": 30.0}),
        json!({"kind": "ellipse", "cx": 40.0, "cy": 20.0, "rx": 8.0, "ry": 4.0, "angle": 15.0}),
        json!({"kind": "line", "points": [[5.0, 40.0], [30.0, 42.0], [50.0, 35.0]], "width": 3.0}),
        json!({"kind": "points", "points": [[3.0, 3.0], [9.0, 5.0]]}),
        json!({"kind": "text", "points": [[10.0, 5.0], [40.0, 6.0], [40.0, 12.0], [10.0, 11.0]], "text": "批号, A1"}),
    ]
}

struct Marked {
    project: Value,
    picture: String,
    regions: Vec<Value>,
}

async fn put(admin: &Client, picture: &str, body: Value) -> crate::app::Answer {
    let path = format!("/pictures/{picture}/annotation");
    let revision = admin.get(&path).await.etag();
    admin.with("if-match", &revision).put(&path, body).await
}

async fn marked(admin: &Client) -> Marked {
    let project = admin.project().await;
    admin.bring(&project, vec![("marked.jpg", jpeg(1)), ("sound.jpg", jpeg(2))]).await;
    let scratch = admin.class_id(&project, "scratch").await;
    let asked = json!([
        {"name": "深度", "kind": "choice", "choices": ["深", "浅"]}, {"name": "um", "kind": "number"},
        {"name": "note", "kind": "text"}, {"name": "sure", "kind": "tick"},
    ]);
    admin.patch(&format!("/classes/{scratch}"), json!({"attributes": asked})).await.expect(200);
    let region = |(number, shape): (usize, Value)| {
        let mut region = json!({"id": number.to_string(), "class_id": scratch, "shape": shape});
        if number == 0 {
            region["attributes"] = json!({"深度": "深", "um": 12.5, "sure": true});
        }
        if number < 2 {
            region["group"] = json!(1);
        }
        region
    };
    let regions: Vec<Value> = shapes().into_iter().enumerate().map(region).collect();
    let picture = id(&admin.pictures(&project, "name=marked").await.remove(0)).to_string();
    put(admin, &picture, json!({"regions": regions})).await.expect(200);
    let sound = id(&admin.pictures(&project, "name=sound").await.remove(0)).to_string();
    put(admin, &sound, json!({"verdict": "good"})).await.expect(200);
    Marked { project, picture, regions }
}

async fn regions(admin: &Client, project: &Value) -> Vec<Value> {
    let picture = admin.pictures(project, "name=marked").await.remove(0);
    let label = admin.get(&format!("/pictures/{}/annotation", id(&picture))).await.expect(200);
    label["regions"].as_array().unwrap().clone()
}

/// The zip of a version, and what stands in its report.
async fn exported(admin: &Client, project: &Value, format: &str) -> (Vec<u8>, String) {
    let path = format!("/projects/{}/versions", id(project));
    let version = admin.post(&path, json!({"held_back": 0})).await.expect(201);
    let answer = admin.get(&format!("/versions/{}/export?format={format}", id(&version))).await;
    assert_eq!(answer.status, 200, "{format}");
    let mut zip = zip::ZipArchive::new(Cursor::new(answer.bytes.clone())).unwrap();
    let mut report = String::new();
    if let Ok(mut file) = zip.by_name("README.txt") {
        file.read_to_string(&mut report).unwrap();
    }
    (answer.bytes, report)
}

async fn again(admin: &Client, zip: Vec<u8>) -> Vec<Value> {
    let other = admin.project().await;
    let import = admin.bring(&other, vec![("again.zip", zip)]).await;
    assert_eq!((&import["added"], &import["labels"]), (&json!(2), &json!(2)), "{import}");
    regions(admin, &other).await
}

fn near(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 0.01,
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| near(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| near(a, b)))
        }
        _ => one == other,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_shape_comes_back_as_it_was_drawn_with_what_is_said_of_it() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let drawn = marked(&admin).await;
    let there = regions(&admin, &drawn.project).await;
    assert_eq!(json!(there), json!(drawn.regions));
    // Also through COCO, which has none of these shapes, and with nothing to tell of losses.
    let (zip, report) = exported(&admin, &drawn.project, "coco").await;
    assert_eq!(report, "");
    for (read, was) in again(&admin, zip).await.iter().zip(&drawn.regions) {
        assert!(near(&read["shape"], &was["shape"]), "{read} was {was}");
        assert_eq!((&read["attributes"], &read["group"]), (&was["attributes"], &was["group"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn labelme_keeps_what_it_has_shapes_for_and_the_report_tells_the_rest() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let drawn = marked(&admin).await;
    let (zip, report) = exported(&admin, &drawn.project, "labelme").await;
    assert!(
        report.contains("ellipse × 1: written as its outline") && report.contains("椭圆 × 1"),
        "{report}"
    );
    assert!(!report.contains("attributes") && !report.contains("polyline"), "{report}");
    let read = again(&admin, zip).await;
    assert_eq!(read[1]["shape"]["kind"], "polygon");
    for at in [0, 2, 3, 4] {
        assert!(
            near(&read[at]["shape"], &drawn.regions[at]["shape"]),
            "{} was {}",
            read[at],
            drawn.regions[at]
        );
    }
    assert_eq!((&read[0]["attributes"], &read[0]["group"]), (&drawn.regions[0]["attributes"], &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn oriented_boxes_and_texts_go_out_and_come_in_by_formats_of_their_own() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let drawn = marked(&admin).await;
    let (zip, report) = exported(&admin, &drawn.project, "yolo_oriented").await;
    assert!(
        report.contains("points × 1: left out") && report.contains("rotated box × 1: attributes"),
        "{report}"
    );
    let read = again(&admin, zip).await;
    assert_eq!(read.len(), 4);
    assert!(near(&read[0]["shape"], &drawn.regions[0]["shape"]), "{}", read[0]);
    let (zip, report) = exported(&admin, &drawn.project, "icdar").await;
    assert!(report.contains("ellipse × 1: left out"), "{report}");
    let read = again(&admin, zip).await;
    assert_eq!(read.len(), 1);
    assert!(near(&read[0]["shape"], &drawn.regions[4]["shape"]), "{}", read[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn shapes_that_cannot_be_and_answers_that_were_not_asked_for_are_refused() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let Marked { project, picture, .. } = marked(&admin).await;
    let scratch = admin.class_id(&project, "scratch").await;
    let before = regions(&admin, &project).await;
    let quad = json!([[10, 5], [40, 6], [40, 12], [10, 11]]);
    for shape in [
        json!({"kind": "rotated", "cx": 20, "cy": 20, "w": 0, "h": 6, "angle": 30}),
        json!({"kind": "rotated", "cx": 20, "cy": 20, "w": 6, "h": 6, "angle": 1e12}),
        json!({"kind": "rotated", "cx": -20, "cy": 20, "w": 6, "h": 6, "angle": 0}),
        json!({"kind": "ellipse", "cx": 20, "cy": 20, "rx": 1e30, "ry": 6, "angle": 0}),
        json!({"kind": "ellipse", "cx": 20, "cy": 20, "rx": -1, "ry": 6, "angle": 0}),
        json!({"kind": "line", "points": [[5, 5]], "width": 3}),
        json!({"kind": "line", "points": [[5, 5], [9, 9]], "width": 0}),
        json!({"kind": "line", "points": [[5, 5], [900, 9]], "width": 3}),
        json!({"kind": "points", "points": []}),
        json!({"kind": "text", "points": [[10, 5], [40, 12], [40, 6], [10, 11]], "text": ""}),
        json!({"kind": "text", "points": quad, "text": "a\u{7}"}),
        json!({"kind": "text", "points": quad, "text": "x".repeat(1001)}),
    ] {
        let region = json!({"id": "1", "class_id": scratch, "shape": shape});
        put(&admin, &picture, json!({"regions": [region]})).await.refused(422, "annotation.invalid");
    }
    let shape = json!({"kind": "points", "points": [[3, 3]]});
    for said in [json!({"深度": "平"}), json!({"um": "x"}), json!({"sure": 1}), json!({"": 1})] {
        let region = json!({"id": "1", "class_id": scratch, "shape": shape, "attributes": said});
        put(&admin, &picture, json!({"regions": [region]})).await.refused(422, "annotation.invalid");
    }
    let path = format!("/classes/{scratch}");
    let choice = json!([{"name": "a", "kind": "choice", "choices": []}]);
    let refused = admin.patch(&path, json!({"attributes": choice})).await.refused(422, "class.attributes");
    let told = &refused["params"];
    assert_eq!(
        (&told["reason_code"], &told["reason_params"]["name"]),
        (&json!("attribute.choices"), &json!("a"))
    );
    assert_eq!(regions(&admin, &project).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn points_alone_teach_no_empty_mask() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let Marked { project, picture, .. } = marked(&admin).await;
    let scratch = admin.class_id(&project, "scratch").await;
    let shape = json!({"kind": "points", "points": [[3, 3]]});
    put(&admin, &picture, json!({"regions": [{"id": "1", "class_id": scratch, "shape": shape}]}))
        .await
        .expect(200);
    let (zip, report) = exported(&admin, &project, "folders").await;
    assert!(report.contains("points × 1: left out"), "{report}");
    let zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    assert!(!zip.file_names().any(|name| name.ends_with(".png")));
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_found_by_the_texts_that_are_marked_in_them() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let marked = marked(&admin).await;
    let path = format!("/projects/{}/pictures", id(&marked.project));
    for (query, found) in
        [("text=a1", 1), ("text=%E6%89%B9%E5%8F%B7", 1), ("text=B2", 0), ("text=kind", 0), ("text=", 2)]
    {
        let all = admin.get(&format!("{path}?{query}")).await.expect(200);
        assert_eq!(all["total"], found, "{query}");
        if found == 1 {
            assert_eq!(id(&all["items"][0]), marked.picture);
        }
    }
    // What is done to all that are found is done to these.
    let tagged = json!({"found": {"text": "A1"}, "add": ["lot"], "remove": []});
    let changed = admin.post(&format!("{path}/tags"), tagged).await.expect(200);
    assert_eq!(changed["changed"], 1);
}
