use crate::app::{TestApp, id, jpeg, png};
use fovea_vision::{Limits, Picture, decode_bytes, encode_jpeg};
use serde_json::{Value, json};
use std::collections::HashSet;

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_list_lose_no_row_and_double_none() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.import(&project).await;
    for number in 0..23 {
        admin.file(&import, &format!("{}.jpg", number % 5), jpeg(number)).await.expect(200);
    }
    admin.finish(&import).await;
    for sort in ["name", "-added_at"] {
        let (mut seen, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let path = format!("/projects/{}/pictures?limit=4&sort={sort}{cursor}", id(&project));
            let page = admin.get(&path).await.expect(200);
            assert_eq!(page["total"], 23 + u64::from(pages > 0 && sort == "name"));
            seen.extend(page["items"].as_array().unwrap().iter().map(|p| id(p).to_string()));
            pages += 1;
            // One more comes in between, before and behind the place that was reached.
            if pages == 1 && sort == "name" {
                let import = admin.import(&project).await;
                admin.file(&import, "0.jpg", jpeg(99)).await.expect(200);
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let unique: HashSet<&String> = seen.iter().collect();
        assert_eq!(unique.len(), seen.len(), "a row came twice");
        assert!(seen.len() >= 23 && pages >= 6);
        if sort == "name" {
            let added = admin.pictures(&project, "").await.remove(0);
            admin.delete(&format!("/pictures/{}", id(&added))).await.expect(204);
        }
    }
    admin
        .get(&format!("/projects/{}/pictures?cursor=xyz", id(&project)))
        .await
        .refused(400, "list.bad_cursor");
    admin.get(&format!("/projects/{}/pictures?sort=size", id(&project))).await.refused(400, "list.bad_sort");
    let wall = format!("/projects/{}/pictures?limit=4", id(&project));
    let page = admin.get(&wall).await.expect(200);
    let next = page["next"].as_str().unwrap();
    admin.get(&format!("{wall}&sort=score&cursor={next}")).await.refused(400, "list.bad_cursor");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_is_filtered_by_what_is_said_of_pictures() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let files = vec![("good/a.jpg", jpeg(1)), ("scratch/b.jpg", jpeg(2)), ("c_100%.jpg", jpeg(3))];
    admin.bring(&project, files).await;
    let names = async |query: &str| -> Vec<String> {
        let found = admin.pictures(&project, &format!("sort=name&{query}")).await;
        found.iter().map(|p| p["name"].as_str().unwrap().to_string()).collect()
    };
    let scratch = admin.class_id(&project, "scratch").await;
    assert_eq!(names("").await, ["c_100%.jpg", "good/a.jpg", "scratch/b.jpg"]);
    assert_eq!(names("verdict=good").await, ["good/a.jpg"]);
    assert_eq!(names("verdict=bad").await, ["scratch/b.jpg"]);
    assert_eq!(names("labelled=false").await, ["c_100%.jpg"]);
    assert_eq!(names(&format!("class_id={scratch}")).await, ["scratch/b.jpg"]);
    assert_eq!(names("name=A.JPG").await, ["good/a.jpg"]);
    assert_eq!(names("name=0%25").await, ["c_100%.jpg"]);
    assert_eq!(names("source=recheck").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_comes_back_as_it_was_sent_and_in_small() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let sent = png(7);
    admin.bring(&project, vec![("a.png", sent.clone())]).await;
    let picture = admin.pictures(&project, "").await.remove(0);
    assert_eq!(
        (&picture["width"], &picture["height"], &picture["format"]),
        (&json!(64), &json!(48), &json!("png"))
    );
    let path = format!("/pictures/{}/file", id(&picture));
    let file = admin.get(&path).await;
    assert_eq!(file.bytes, sent);
    assert_eq!(file.headers["content-type"], "image/png");
    assert!(file.headers["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(admin.with("if-none-match", &file.etag()).get(&path).await.status, 304);
    let thumb = admin.get(&format!("/pictures/{}/thumb", id(&picture))).await;
    assert!(thumb.bytes.starts_with(&[0xff, 0xd8]));
    // A thumbnail that was lost is made anew.
    std::fs::remove_dir_all(test.folder().join("thumbs")).unwrap();
    std::fs::create_dir(test.folder().join("thumbs")).unwrap();
    assert_eq!(admin.get(&format!("/pictures/{}/thumb", id(&picture))).await.bytes, thumb.bytes);
}

/// Of a large JPEG only a fraction of the pixels is drawn, but all of the file is gone through.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_photo_comes_in_small_and_none_that_is_cut() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let mut scene = Picture::new(1600, 1200);
    for (i, pixel) in scene.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (i as u32 % 1600, i as u32 / 1600);
        pixel.copy_from_slice(&[(x / 8) as u8, (y / 8) as u8, ((x / 200 + y / 200) % 2 * 160) as u8]);
    }
    let whole = encode_jpeg(&scene, 90).unwrap();
    let import = admin.import(&project).await;
    admin.file(&import, "whole.jpg", whole.clone()).await.expect(200);
    for (name, length) in [("a.jpg", whole.len() - 400), ("b.jpg", whole.len() / 2)] {
        let told = admin.file(&import, name, whole[..length].to_vec()).await.expect(200);
        assert_eq!((&told["added"], told["refused"].as_array().unwrap().len()), (&json!(0), 1), "{told}");
    }
    let picture = admin.pictures(&project, "").await.remove(0);
    let thumb = admin.get(&format!("/pictures/{}/thumb", id(&picture))).await.bytes;
    let thumb = decode_bytes(&thumb, &Limits::default()).unwrap();
    assert_eq!((thumb.width, thumb.height), (320, 240));
    let wanted = scene.resize(320, 240);
    let off: u64 = thumb.rgb.iter().zip(&wanted.rgb).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(off / (thumb.rgb.len() as u64) < 4, "{off}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_is_kept_only_on_the_revision_it_was_made_on() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.jpg", jpeg(1))]).await;
    let picture = admin.pictures(&project, "").await.remove(0);
    let scratch = admin.class_id(&project, "scratch").await;
    let path = format!("/pictures/{}/annotation", id(&picture));
    let first = admin.get(&path).await;
    let region =
        json!({"id": "r1", "class_id": scratch, "shape": {"kind": "box", "x": 1.5, "y": 2, "w": 10, "h": 5}});
    let label = json!({"verdict": null, "class_id": null, "regions": [region]});
    admin.put(&path, label.clone()).await.refused(428, "precondition.required");
    let kept = admin.with("if-match", &first.etag()).put(&path, label.clone()).await;
    let value = kept.expect(200);
    assert_eq!(value["verdict"], "bad", "what is marked is bad");
    assert_eq!(value["regions"][0]["shape"]["x"], 1.5);
    assert_eq!(value["updated_by"], crate::app::NAME);
    admin.with("if-match", &first.etag()).put(&path, label).await.refused(412, "precondition.failed");
    assert_eq!(admin.get(&path).await.expect(200), value);
    let picture = admin.get(&format!("/pictures/{}", id(&picture))).await.expect(200);
    assert_eq!((&picture["regions"], &picture["class_ids"]), (&json!(1), &json!([scratch])));
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_that_contradict_themselves_or_do_not_fit_are_refused() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let other = admin.project().await;
    admin.bring(&project, vec![("a.jpg", jpeg(1))]).await;
    let picture = admin.pictures(&project, "").await.remove(0);
    let (good, scratch) = (admin.class_id(&project, "good").await, admin.class_id(&project, "scratch").await);
    let foreign = admin.class_id(&other, "scratch").await;
    let path = format!("/pictures/{}/annotation", id(&picture));
    let admin = admin.with("if-match", "\"1\"");
    let boxed = |class: &str, w: f64| json!({"id": "r", "class_id": class, "shape": {"kind": "box", "x": 0, "y": 0, "w": w, "h": 9}});
    let brush = json!({"id": "r", "class_id": scratch, "shape": {"kind": "brush", "rle": {"width": 64, "height": 48, "counts": [5, 5]}}});
    for (what, label) in [
        ("good with a defect", json!({"verdict": "good", "class_id": scratch})),
        ("good with a region", json!({"verdict": "good", "regions": [boxed(&scratch, 5.0)]})),
        ("region of the good class", json!({"regions": [boxed(&good, 5.0)]})),
        ("class of another project", json!({"verdict": "bad", "class_id": foreign})),
        ("region outside", json!({"regions": [boxed(&scratch, 500.0)]})),
        ("two regions with one id", json!({"regions": [boxed(&scratch, 5.0), boxed(&scratch, 6.0)]})),
        ("mask that does not fill the picture", json!({"regions": [brush]})),
    ] {
        let answer = admin.put(&path, label).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.text());
        answer.refused(422, "annotation.invalid");
    }
    assert_eq!(admin.get(&path).await.expect(200)["revision"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_labels_many_and_good_takes_marks_away() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.jpg", jpeg(1)), ("b.jpg", jpeg(2)), ("c.jpg", jpeg(3))]).await;
    let pictures = admin.pictures(&project, "sort=name").await;
    let scratch = admin.class_id(&project, "scratch").await;
    let path = format!("/pictures/{}/annotation", id(&pictures[0]));
    let region =
        json!({"id": "r1", "class_id": scratch, "shape": {"kind": "box", "x": 1, "y": 2, "w": 10, "h": 5}});
    admin.with("if-match", "\"1\"").put(&path, json!({"regions": [region]})).await.expect(200);
    let bulk = format!("/projects/{}/annotations/bulk", id(&project));
    let ids: Vec<&str> = pictures.iter().map(id).collect();
    let changed = admin.post(&bulk, json!({"ids": ids, "verdict": "good"})).await.expect(200);
    assert_eq!(changed["changed"], 3);
    let after = admin.get(&path).await.expect(200);
    assert_eq!((&after["verdict"], &after["regions"]), (&json!("good"), &json!([])));
    assert_eq!(after["revision"], 3);
    admin.post(&bulk, json!({"ids": ids, "verdict": null})).await.expect(200);
    assert!(admin.pictures(&project, "labelled=true").await.is_empty());
    admin.post(&bulk, json!({"ids": [], "verdict": "good"})).await.refused(422, "request.fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_annotator_walks_through_what_is_not_labelled() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.jpg", jpeg(1)), ("good/b.jpg", jpeg(2)), ("c.jpg", jpeg(3))]).await;
    let next = async |after: &str| -> Value {
        let path = format!("/projects/{}/next?labelled=false{after}", id(&project));
        admin.get(&path).await.expect(200)["picture"].clone()
    };
    let first = next("").await;
    assert_eq!(first["name"], "a.jpg");
    let second = next(&format!("&after={}", id(&first))).await;
    assert_eq!(second["name"], "c.jpg");
    assert_eq!(next(&format!("&after={}", id(&second))).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn removed_pictures_go_for_good_unless_a_version_holds_them() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("kept.jpg", jpeg(1))]).await;
    admin.post(&format!("/projects/{}/versions", id(&project)), json!({})).await.expect(201);
    admin.bring(&project, vec![("gone.jpg", jpeg(2)), ("shown.jpg", jpeg(3))]).await;
    for picture in admin.pictures(&project, "").await {
        if picture["name"] != "shown.jpg" {
            admin.delete(&format!("/pictures/{}", id(&picture))).await.expect(204);
        }
    }
    let holds = |number| test.store.blobs().holds(&fovea_store::BlobHash::of(&jpeg(number)));
    fovea_api::remove_old(&test.app, fovea_store::now() - 60_000).await.unwrap();
    assert!(holds(1) && holds(2) && holds(3), "it was only just removed");
    fovea_api::remove_old(&test.app, fovea_store::now() + 60_000).await.unwrap();
    assert!(holds(1) && !holds(2) && holds(3));
}
