//! Files that say what is in pictures.

use crate::app::{Client, TestApp, id, jpeg};
use fovea_vision::{Mask, encode_png_gray};
use serde_json::{Value, json};

async fn labels(admin: &Client, project: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for picture in admin.pictures(project, "sort=name").await {
        found.push(admin.get(&format!("/pictures/{}/annotation", id(&picture))).await.expect(200));
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn labelme_gives_polygons() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let label = json!({
        "imagePath": "a.jpg", "imageWidth": 64, "imageHeight": 48, "imageData": null,
        "shapes": [
            {"label": "scratch", "shape_type": "polygon", "points": [[1, 1], [20, 1], [20, 15]]},
            {"label": "new kind", "shape_type": "rectangle", "points": [[30, 10], [40, 20]]},
        ],
    });
    let files = vec![("a.jpg", jpeg(1)), ("a.json", label.to_string().into_bytes()), ("b.jpg", jpeg(2))];
    let import = admin.bring(&project, files).await;
    assert_eq!(import["added"], 2);
    let label = labels(&admin, &project).await.remove(0);
    assert_eq!(label["verdict"], "bad");
    let (scratch, new) =
        (admin.class_id(&project, "scratch").await, admin.class_id(&project, "new kind").await);
    let regions = label["regions"].as_array().unwrap();
    let polygon = regions.iter().find(|r| r["class_id"] == scratch.as_str()).unwrap();
    assert_eq!(polygon["shape"]["kind"], "polygon");
    assert_eq!(polygon["shape"]["points"].as_array().unwrap().len(), 3);
    let boxed = regions.iter().find(|r| r["class_id"] == new.as_str()).unwrap();
    assert_eq!(boxed["shape"], json!({"kind": "box", "x": 30.0, "y": 10.0, "w": 10.0, "h": 10.0}));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_labelled_picture_says_nothing_of_the_others() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let shape = json!({"label": "dent", "shape_type": "rectangle", "points": [[1, 1], [9, 9]]});
    let labelme = json!({"imagePath": "a.jpg", "imageWidth": 64, "imageHeight": 48, "shapes": [shape]});
    let yolo = ("0 0.5 0.5 0.25 0.25\n", "dent\n");
    let sets = [
        vec![("a.json", labelme.to_string().into_bytes())],
        vec![("a.txt", yolo.0.into()), ("classes.txt", yolo.1.into())],
    ];
    for (number, labels_of_a) in (0..).zip(sets) {
        let mut files = vec![("a.jpg", jpeg(10 * number)), ("b.jpg", jpeg(10 * number + 1))];
        files.extend(labels_of_a);
        files.push(("good/c.jpg", jpeg(10 * number + 2)));
        let project = if number == 0 { project.clone() } else { admin.project().await };
        let import = admin.bring(&project, files).await;
        assert_eq!(import["labels"], 2, "{import}");
        let found = labels(&admin, &project).await;
        let verdicts: Vec<&Value> = found.iter().map(|l| &l["verdict"]).collect();
        assert_eq!(verdicts, [&json!("bad"), &Value::Null, &json!("good")]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn masks_become_regions_and_no_pictures() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let mut mask = Mask::new(64, 48);
    mask.data[64 * 10 + 5..64 * 10 + 15].fill(255);
    let png = encode_png_gray(&mask.data, 64, 48).unwrap();
    let files = vec![
        ("set/images/scratch/1.jpg", jpeg(1)),
        ("set/images/good/2.jpg", jpeg(2)),
        ("set/masks/scratch/1.png", png),
    ];
    let import = admin.bring(&project, files).await;
    assert_eq!((&import["added"], &import["refused"]), (&json!(2), &json!(0)));
    let label = labels(&admin, &project).await.pop().unwrap();
    let region = &label["regions"][0];
    assert_eq!(region["class_id"], admin.class_id(&project, "scratch").await.as_str());
    assert_eq!(region["shape"]["rle"], json!({"width": 64, "height": 48, "counts": [645, 10, 2417]}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_called_like_masks_still_brings_pictures() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let files = vec![("gt/1.jpg", jpeg(1)), ("gt/2.jpg", jpeg(2)), ("good/3.jpg", jpeg(3))];
    let import = admin.bring(&project, files).await;
    assert_eq!(import["added"], 3, "{import}");
    assert_eq!(admin.pictures(&project, "").await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn coco_labels_pictures_of_the_same_import() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let coco = json!({
        "images": [{"id": 1, "file_name": "a.jpg", "width": 64, "height": 48}, {"id": 2, "file_name": "b.jpg", "width": 64, "height": 48}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 7, "bbox": [1, 2, 10, 5], "segmentation": []}],
        "categories": [{"id": 7, "name": "dent"}],
    });
    let files = vec![
        ("images/a.jpg", jpeg(1)),
        ("images/b.jpg", jpeg(2)),
        ("coco.json", coco.to_string().into_bytes()),
    ];
    let import = admin.bring(&project, files).await;
    assert_eq!(import["labels"], 2, "{import}");
    let found = labels(&admin, &project).await;
    assert_eq!((&found[0]["verdict"], &found[1]["verdict"]), (&json!("bad"), &json!("good")));
    assert_eq!(found[0]["regions"][0]["shape"]["kind"], "box");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_label_file_is_told_without_a_path_of_the_server() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let shape = json!({"label": "dent", "shape_type": "rectangle", "points": [[1, 1], [9, 9]]});
    let whole = json!({"imagePath": "a.jpg", "imageWidth": 64, "imageHeight": 48, "shapes": [shape]});
    let files = vec![
        ("a.jpg", jpeg(1)),
        ("b.jpg", jpeg(2)),
        ("a.json", whole.to_string().into_bytes()),
        ("b.json", br#"{"shapes": ["#.to_vec()),
    ];
    let import = admin.bring(&project, files).await;
    assert_eq!(import["labels"], 1, "{import}");
    let refused = admin.get(&format!("/imports/{}/refusals", id(&import))).await;
    assert!(refused.text().contains("b.json"), "{}", refused.text());
    assert!(!refused.text().contains(test.folder().to_str().unwrap()), "{}", refused.text());
}

async fn told(admin: &Client, project: &Value, query: &str, files: Vec<(&str, Vec<u8>)>) -> Value {
    let path = format!("/projects/{}/imports?{query}", id(project));
    let import = admin.post(&path, json!({})).await.expect(201);
    for (name, bytes) in files {
        admin.file(&import, name, bytes).await.expect(200);
    }
    admin.finish(&import).await
}

#[tokio::test(flavor = "multi_thread")]
async fn how_labels_are_laid_out_can_be_told() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let shape = json!({"label": "scratch", "shape_type": "rectangle", "points": [[1, 1], [9, 9]]});
    let labelme = json!({"imagePath": "a.jpg", "imageWidth": 64, "imageHeight": 48, "shapes": [shape]});
    let labelme = labelme.to_string().into_bytes();
    let files = || vec![("dent/a.jpg", jpeg(1)), ("dent/a.json", labelme.clone())];
    let found = admin.project().await;
    told(&admin, &found, "format=auto", files()).await;
    let label = labels(&admin, &found).await.remove(0);
    assert_eq!(label["regions"][0]["class_id"], admin.class_id(&found, "scratch").await.as_str());
    let folders = admin.project().await;
    told(&admin, &folders, "format=folders", files()).await;
    let label = labels(&admin, &folders).await.remove(0);
    assert_eq!((&label["verdict"], &label["regions"]), (&json!("bad"), &json!([])));
    assert_eq!(label["class_id"], admin.class_id(&folders, "dent").await.as_str());
    // What is told and is not there is named, and the pictures are in all the same.
    let none = admin.project().await;
    let import = told(&admin, &none, "format=coco", vec![("a.jpg", jpeg(1))]).await;
    assert_eq!((&import["added"], &import["refused"], &import["labels"]), (&json!(1), &json!(1), &json!(0)));
    let path = format!("/projects/{}/imports?format=paper", id(&none));
    let wrong = admin.post(&path, json!({})).await.refused(422, "request.fields");
    assert_eq!(wrong["fields"], json!({"format": "field.unknown"}));
    // Whoever marked places looked at all pictures, where that is said.
    let looked = admin.project().await;
    let import = told(
        &admin,
        &looked,
        "format=labelme&unmentioned_good=true",
        vec![("a.jpg", jpeg(1)), ("a.json", labelme.clone()), ("b.jpg", jpeg(2))],
    )
    .await;
    assert_eq!(import["labels"], 2, "{import}");
    let verdicts: Vec<Value> = labels(&admin, &looked).await.iter().map(|l| l["verdict"].clone()).collect();
    assert_eq!(verdicts, ["bad", "good"]);
}
