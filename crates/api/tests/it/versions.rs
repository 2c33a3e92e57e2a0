use crate::app::{Client, TestApp, id, jpeg};
use fovea_datasets::{Format, OpenOptions, open};
use fovea_domain::Shape;
use fovea_store::{Id, Marked, Part};
use fovea_vision::Limits;
use serde_json::{Value, json};
use std::io::{Cursor, Read};

async fn filled(admin: &Client) -> Value {
    let project = admin.project().await;
    let mut files = Vec::new();
    for number in 0..20 {
        files.push((format!("good/{number}.jpg"), jpeg(number)));
        files.push((format!("scratch/{number}.jpg"), jpeg(100 + number)));
    }
    files.push(("later/x.jpg".into(), jpeg(500)));
    admin.bring(&project, files.iter().map(|(n, b)| (n.as_str(), b.clone())).collect()).await;
    let odd = admin.pictures(&project, "name=x.jpg").await.remove(0);
    let bulk = format!("/projects/{}/annotations/bulk", id(&project));
    admin.post(&bulk, json!({"ids": [id(&odd)], "verdict": null})).await.expect(200);
    project
}

async fn version(admin: &Client, project: &Value) -> Value {
    admin.post(&format!("/projects/{}/versions", id(project)), json!({"note": "first"})).await.expect(201)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_counts_what_it_holds_and_holds_back_a_share_of_each_class() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let made = version(&admin, &project).await;
    assert_eq!((&made["number"], &made["pictures"], &made["labelled"]), (&json!(1), &json!(41), &json!(40)));
    assert_eq!(made["held_back"], 8);
    assert_eq!(made["by_class"][0]["pictures"], 20);
    let second = admin.post(&format!("/projects/{}/versions", id(&project)), json!({"held_back": 0})).await;
    let second = second.expect(201);
    assert_eq!((&second["number"], &second["held_back"]), (&json!(2), &json!(0)));
    let path = format!("/projects/{}/versions", id(&project));
    admin.post(&path, json!({"held_back": 0.6})).await.refused(422, "request.fields");
    assert_eq!(admin.get(&path).await.expect(200)["items"][0]["number"], 2);
    let empty = admin.project().await;
    admin.post(&format!("/projects/{}/versions", id(&empty)), json!({})).await.refused(422, "version.empty");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_never_changes() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let made = version(&admin, &project).await;
    let path = format!("/versions/{}/pictures?limit=200", id(&made));
    let before = admin.get(&path).await.expect(200);
    let pictures = admin.pictures(&project, "").await;
    let ids: Vec<&str> = pictures.iter().map(id).collect();
    let bulk = format!("/projects/{}/annotations/bulk", id(&project));
    admin.post(&bulk, json!({"ids": ids, "verdict": "bad"})).await.expect(200);
    admin.post(&format!("/projects/{}/pictures/delete", id(&project)), json!({"ids": ids})).await.expect(200);
    assert_eq!(admin.get(&path).await.expect(200), before);
    assert_eq!(admin.get(&format!("/versions/{}", id(&made))).await.expect(200), made);
    assert_eq!(before["total"], 41);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_laid_out_reads_back_with_the_same_labels() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let files = vec![
        ("one/good/a.jpg", jpeg(1)),
        ("two/good/a.jpg", jpeg(2)),
        ("marked.jpg", jpeg(3)),
        ("just bad.jpg", jpeg(4)),
        ("unlabelled.jpg", jpeg(5)),
    ];
    let import = admin.import(&project).await;
    for (name, bytes) in files {
        admin.file(&import, name, bytes).await.expect(200);
    }
    admin.post(&format!("/imports/{}/cancel", id(&import)), json!({})).await.expect(200);
    let (scratch, dent) = (admin.class_id(&project, "scratch").await, admin.class_id(&project, "dent").await);
    let said = async |name: &str, label: Value| {
        let picture = admin.pictures(&project, &format!("name={name}")).await.remove(0);
        let path = format!("/pictures/{}/annotation", id(&picture));
        admin.with("if-match", "\"1\"").put(&path, label).await.expect(200);
    };
    said("one/good/a", json!({"verdict": "good"})).await;
    said("two/good/a", json!({"verdict": "good"})).await;
    said("just%20bad", json!({"verdict": "bad"})).await;
    let regions = json!([
        {"id": "1", "class_id": scratch, "shape": {"kind": "box", "x": 0, "y": 0, "w": 20, "h": 20}},
        {"id": "2", "class_id": dent, "shape": {"kind": "polygon", "points": [[5, 5], [9, 5], [9, 9], [5, 9]]}},
        {"id": "3", "class_id": dent, "shape": {"kind": "brush", "rle": {"width": 64, "height": 48, "counts": [3070, 2]}}},
    ]);
    said("marked", json!({"regions": regions})).await;
    let made = admin
        .post(&format!("/projects/{}/versions", id(&project)), json!({"held_back": 0}))
        .await
        .expect(201);
    let version: Id = id(&made).parse().unwrap();
    let dir = test.folder().join("out");
    let laid = test.store.lay_out(version, &dir, Part::Teach).await.unwrap();
    // A second time over the first: what is there is taken as it is.
    test.store.lay_out(version, &dir, Part::Teach).await.unwrap();
    let mut paths: Vec<&str> = laid.pictures.iter().map(|(path, _)| path.as_str()).collect();
    paths.sort();
    assert_eq!(
        paths,
        ["images/bad/just bad.jpg", "images/good/2/a.jpg", "images/good/a.jpg", "images/scratch/marked.jpg"]
    );
    assert_eq!(laid.good, ["good"]);
    let set = open(&dir, &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::Masks);
    assert_eq!(set.problems, []);
    let class = |name: &str| set.classes.iter().position(|c| c.name == name).unwrap();
    let read: Vec<_> =
        set.samples.iter().map(|s| (s.id.as_str(), s.class.unwrap(), s.regions.len())).collect();
    assert_eq!(
        read,
        [
            ("images/bad/just bad.jpg", class("bad"), 0),
            ("images/good/2/a.jpg", class("good"), 0),
            ("images/good/a.jpg", class("good"), 0),
            ("images/scratch/marked.jpg", class("scratch"), 2),
        ]
    );
    assert!(set.classes[class("good")].good && !set.classes[class("bad")].good);
    let mask = set.samples[3].label_mask(set.classes.len(), &Limits::default()).unwrap().unwrap();
    let value = |name: &str| class(name) as u8 + 1;
    assert_eq!((mask.get(1, 1), mask.get(6, 6)), (value("scratch"), value("dent")), "the smaller lies over");
    assert_eq!((mask.get(63, 47), mask.get(40, 40)), (value("dent"), 0));
    let none = test.store.lay_out(version, &test.folder().join("judge"), Part::Judge).await.unwrap();
    assert!(none.pictures.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_laid_out_for_boxes_keeps_each_place_apart() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let files = ["marked.jpg", "just bad.jpg", "known.jpg", "sound.jpg", "later.jpg"].into_iter().zip(1..);
    let import = admin.import(&project).await;
    for (name, number) in files {
        admin.file(&import, name, jpeg(number)).await.expect(200);
    }
    admin.post(&format!("/imports/{}/cancel", id(&import)), json!({})).await.expect(200);
    let (scratch, dent) = (admin.class_id(&project, "scratch").await, admin.class_id(&project, "dent").await);
    let regions = json!([
        {"id": "1", "class_id": scratch, "shape": {"kind": "box", "x": 0, "y": 0, "w": 20, "h": 20}},
        {"id": "2", "class_id": scratch, "shape": {"kind": "box", "x": 20, "y": 0, "w": 20, "h": 20}},
        {"id": "3", "class_id": dent, "shape": {"kind": "polygon", "points": [[5, 5], [9, 5], [9, 9], [5, 9]]}},
        {"id": "4", "class_id": dent, "shape": {"kind": "line", "points": [[50, 47], [60, 47]], "width": 4}},
        {"id": "5", "class_id": dent, "shape": {"kind": "points", "points": [[50, 20]]}},
    ]);
    for (name, label) in [
        ("marked", json!({"regions": regions})),
        ("just%20bad", json!({"verdict": "bad"})),
        ("known", json!({"class_id": dent})),
        ("sound", json!({"verdict": "good"})),
    ] {
        let picture = admin.pictures(&project, &format!("name={name}")).await.remove(0);
        let path = format!("/pictures/{}/annotation", id(&picture));
        admin.with("if-match", "\"1\"").put(&path, label).await.expect(200);
    }
    let path = format!("/projects/{}/versions", id(&project));
    let made = admin.post(&path, json!({"held_back": 0})).await.expect(201);
    let dir = test.folder().join("boxes");
    let version: Id = id(&made).parse().unwrap();
    let laid = test.store.lay_out_as(version, &dir, Part::Teach, Marked::Boxes).await.unwrap();
    assert_eq!((laid.pictures.len(), &laid.good), (4, &vec!["good".to_string()]));
    let set = open(&dir, &OpenOptions { good: laid.good, ..OpenOptions::default() }).unwrap();
    assert_eq!((set.format, &set.problems), (Format::Datumaro, &vec![]));
    let of = |stem: &str| {
        let sample = set.samples.iter().find(|s| s.id.ends_with(&format!("/{stem}.jpg"))).unwrap();
        let class = &set.classes[sample.class.unwrap()];
        let boxes: Vec<_> = sample
            .regions
            .iter()
            .map(|r| match &r.shape {
                Shape::Box(b) => (set.classes[r.class].name.as_str(), [b.x, b.y, b.w, b.h]),
                other => panic!("{other:?}"),
            })
            .collect();
        (class.name.as_str(), class.good, boxes)
    };
    let marked = vec![
        ("scratch", [0.0, 0.0, 20.0, 20.0]),
        ("scratch", [20.0, 0.0, 20.0, 20.0]),
        ("dent", [5.0, 5.0, 4.0, 4.0]),
        ("dent", [48.0, 45.0, 14.0, 3.0]),
    ];
    assert_eq!(of("marked"), ("scratch", false, marked));
    assert_eq!(of("just bad"), ("bad", false, vec![]));
    assert_eq!(of("known"), ("dent", false, vec![]), "bad without a box is not good");
    assert_eq!(of("sound"), ("good", true, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_a_data_set_that_can_be_brought_in_again() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let made = version(&admin, &project).await;
    for format in ["folders", "coco", "labelme", "yolo", "cvat", "label_studio", "mvtec"] {
        // Silence means good in some, so what nobody has said anything of is not in them.
        let all = if matches!(format, "labelme" | "yolo" | "mvtec") { 40 } else { 41 };
        let answer = admin.get(&format!("/versions/{}/export?format={format}", id(&made))).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["content-type"], "application/zip");
        assert!(answer.headers["content-disposition"].to_str().unwrap().contains("-v1.zip"));
        let mut zip = zip::ZipArchive::new(Cursor::new(answer.bytes.clone())).unwrap();
        let pictures = zip.file_names().filter(|n| n.ends_with(".jpg")).count();
        assert_eq!(pictures, all, "{format}");
        if format == "coco" {
            let mut text = String::new();
            zip.by_name("annotations.json").unwrap().read_to_string(&mut text).unwrap();
            let coco: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(coco["images"].as_array().unwrap().len(), 40, "the unlabelled one is not told of");
        }
        let other = admin.project().await;
        let import = admin.bring(&other, vec![("again.zip", answer.bytes)]).await;
        assert_eq!((&import["added"], &import["labels"]), (&json!(all), &json!(40)), "{format}: {import}");
        assert_eq!(admin.pictures(&other, "verdict=good").await.len(), 20);
        assert_eq!(admin.pictures(&other, "verdict=bad").await.len(), 20);
    }
    // The folder that it was made from goes.
    for _ in 0..50 {
        if std::fs::read_dir(test.folder().join("uploads")).unwrap().count() == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("an export's folder stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_come_back_through_every_format() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let files = ["marked.jpg", "just bad.jpg", "sound.jpg"].into_iter().zip(1..).map(|(n, i)| (n, jpeg(i)));
    admin.bring(&project, files.collect()).await;
    let (scratch, dent) = (admin.class_id(&project, "scratch").await, admin.class_id(&project, "dent").await);
    let regions = json!([
        {"id": "1", "class_id": scratch, "shape": {"kind": "box", "x": 2, "y": 4, "w": 20, "h": 10}},
        {"id": "2", "class_id": dent, "shape": {"kind": "polygon", "points": [[30, 5], [40, 5], [40, 15], [30, 15]]}},
        {"id": "3", "class_id": dent, "shape": {"kind": "brush", "rle": {"width": 64, "height": 48, "counts": [2570, 4, 60, 4, 434]}}},
    ]);
    for (name, label) in [
        ("marked", json!({"regions": regions})),
        ("just%20bad", json!({"verdict": "bad"})),
        ("sound", json!({"verdict": "good"})),
    ] {
        let picture = admin.pictures(&project, &format!("name={name}")).await.remove(0);
        let path = format!("/pictures/{}/annotation", id(&picture));
        let revision = admin.get(&path).await.etag();
        admin.with("if-match", &revision).put(&path, label).await.expect(200);
    }
    let made = version(&admin, &project).await;
    for format in [
        "folders",
        "coco",
        "coco_rle",
        "labelme",
        "voc",
        "yolo",
        "yolo_outlines",
        "yolo_oriented",
        "cvat",
        "datumaro",
        "label_studio",
        "csv",
        "camvid",
        "wider_face",
        "tfrecord",
    ] {
        let answer = admin.get(&format!("/versions/{}/export?format={format}", id(&made))).await;
        assert_eq!(answer.status, 200, "{format}");
        let other = admin.project().await;
        let import = admin.bring(&other, vec![("again.zip", answer.bytes)]).await;
        assert_eq!((&import["added"], &import["labels"]), (&json!(3), &json!(3)), "{format}: {import}");
        let picture = admin.pictures(&other, "name=marked").await.remove(0);
        let there = admin.get(&format!("/pictures/{}/annotation", id(&picture))).await.expect(200);
        let (scratch, dent) = (admin.class_id(&other, "scratch").await, admin.class_id(&other, "dent").await);
        let mut classes: Vec<&str> =
            there["regions"].as_array().unwrap().iter().map(|r| r["class_id"].as_str().unwrap()).collect();
        classes.sort_unstable();
        classes.dedup();
        let mut expected = [scratch.as_str(), dent.as_str()];
        expected.sort_unstable();
        assert_eq!(classes, expected, "{format}: {there}");
        // A mask holds all of a class at once; the others keep each mark.
        let marks = if matches!(format, "folders" | "camvid") { 2 } else { 3 };
        assert_eq!(there["regions"].as_array().unwrap().len(), marks, "{format}: {there}");
        for (name, verdict) in [("just%20bad", "bad"), ("sound", "good")] {
            let found = admin.pictures(&other, &format!("name={name}&verdict={verdict}")).await;
            assert_eq!(found.len(), 1, "{format}: {name}");
        }
    }
    // One calls pictures otherwise, the other has one box of each.
    for format in ["mot", "vgg_face2"] {
        let answer = admin.get(&format!("/versions/{}/export?format={format}", id(&made))).await;
        assert_eq!(answer.status, 200, "{format}");
        let other = admin.project().await;
        let import = admin.bring(&other, vec![("again.zip", answer.bytes)]).await;
        assert_eq!((&import["added"], &import["labels"]), (&json!(3), &json!(3)), "{format}: {import}");
        for (verdict, pictures) in [("bad", 2), ("good", 1)] {
            let found = admin.pictures(&other, &format!("verdict={verdict}")).await;
            assert_eq!(found.len(), pictures, "{format}: {verdict}");
        }
    }
}
