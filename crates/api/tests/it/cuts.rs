//! Marked regions cut out of one project's pictures into another.

use crate::app::{Client, TestApp, id, jpeg};
use serde_json::{Value, json};

/// A picture with two boxes of two classes and one without any, and another project.
async fn two(admin: &Client) -> (Value, Value) {
    let project = admin.project().await;
    let table = "picture,part\na.jpg,0815\n";
    let files = vec![("a.jpg", jpeg(1)), ("b.jpg", jpeg(2)), ("t.csv", table.as_bytes().to_vec())];
    admin.bring(&project, files).await;
    let [scratch, dent] = [admin.class_id(&project, "scratch").await, admin.class_id(&project, "dent").await];
    let regions = json!([
        {"id": "1", "class_id": scratch, "shape": {"kind": "box", "x": 10, "y": 10, "w": 20, "h": 10}},
        {"id": "2", "class_id": dent, "shape": {"kind": "box", "x": 40, "y": 20, "w": 10, "h": 10}},
        {"id": "3", "class_id": dent, "shape": {"kind": "points", "points": [[3, 3]]}},
    ]);
    let picture = admin.pictures(&project, "name=a.jpg").await.remove(0);
    let path = format!("/pictures/{}/annotation", id(&picture));
    let revision = admin.get(&path).await.etag();
    admin.with("if-match", &revision).put(&path, json!({"regions": regions})).await.expect(200);
    let other = json!({"name": "pieces", "scene": "classification", "good_name": "sound", "classes": [{"name": "Scratch"}]});
    (project, admin.post("/projects", other).await.expect(201))
}

async fn cut(admin: &Client, from: &Value, body: Value) -> Value {
    admin.post(&format!("/projects/{}/cuts", id(from)), body).await.expect(201)
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_regions_become_labelled_pictures_of_another_project_once() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let (from, into) = two(&admin).await;
    let wanted = json!({"found": {}, "into_project": id(&into), "margin": 0.1});
    let begun = cut(&admin, &from, wanted.clone()).await;
    assert_eq!((&begun["state"], &begun["into"]["added"]), (&json!("running"), &json!(0)));
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let done = admin.get(&format!("/exports/{}", id(&begun))).await.expect(200);
    assert_eq!(done["state"], "done", "{done}");
    let told = json!({"project_id": id(&into), "name": "pieces", "margin": 0.1, "whole": false, "added": 2, "known": 0, "labelled": 2});
    assert_eq!((&done["into"], &done["bytes"]), (&told, &Value::Null));
    let pieces = admin.pictures(&into, "sort=name").await;
    let facts: Vec<Value> =
        pieces.iter().map(|p| json!([p["name"], p["width"], p["height"], p["verdict"]])).collect();
    let meant = [json!(["cuts/dent/a_2.png", 12, 12, "bad"]), json!(["cuts/scratch/a_1.png", 24, 12, "bad"])];
    assert_eq!(facts, meant);
    // The class that the project has, whatever the case of its name; the other one is made.
    assert_eq!(pieces[1]["class_ids"], json!([admin.class_id(&into, "Scratch").await]));
    let columns = json!({"part": "0815", "source_picture": "a.jpg", "source_project": from["name"], "source_region": "1"});
    assert_eq!(pieces[1]["columns"], columns);

    // Again nothing is doubled, and a filter of classes is kept to.
    let again = cut(&admin, &from, wanted).await;
    let some = json!({"found": {"name": "a.jpg"}, "into_project": id(&into), "margin": 0, "class_ids": [admin.class_id(&from, "dent").await]});
    let some = cut(&admin, &from, some).await;
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let counts = async |export: &Value| -> Value {
        let told = admin.get(&format!("/exports/{}", id(export))).await.expect(200);
        json!([told["into"]["added"], told["into"]["known"], told["into"]["labelled"]])
    };
    assert_eq!(counts(&again).await, json!([0, 2, 0]));
    assert_eq!(counts(&some).await, json!([1, 0, 1]));
    assert_eq!(admin.pictures(&into, "").await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_are_refused_where_they_make_no_sense_and_end_where_their_place_is_gone() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let (from, into) = two(&admin).await;
    let path = format!("/projects/{}/cuts", id(&from));
    let wanted = |into: &str| json!({"found": {}, "into_project": into});
    admin.post(&path, wanted(id(&from))).await.refused(422, "request.fields");
    admin.post(&path, wanted(&fovea_store::Id::new().to_string())).await.refused(404, "not_found");
    let far = json!({"found": {}, "into_project": id(&into), "margin": 2});
    admin.post(&path, far).await.refused(422, "request.fields");
    let none = json!({"found": {"name": "nothing"}, "into_project": id(&into)});
    admin.post(&path, none).await.refused(409, "export.none");
    // One that is stopped puts nothing there.
    let stopped = cut(&admin, &from, wanted(id(&into))).await;
    admin.post(&format!("/exports/{}/cancel", id(&stopped)), json!({})).await.expect(200);
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    assert!(admin.pictures(&into, "").await.is_empty());
    let begun = cut(&admin, &from, wanted(id(&into))).await;
    admin.delete(&format!("/projects/{}", id(&into))).await.expect(204);
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let ended = admin.get(&format!("/exports/{}", id(&begun))).await.expect(200);
    assert_eq!((&ended["state"], &ended["into"]["name"]), (&json!("failed"), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_that_fit_into_no_data_quota_end_with_the_reason_and_leave_nothing_half() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let (from, into) = two(&admin).await;
    let me = format!("/users/{}", id(&admin.get("/session").await.expect(200)));
    let now = admin.get(&me).await.expect(200);
    let full = json!({"data_quota_bytes": now["data_used_bytes"].as_u64().unwrap() + 1});
    let tag = format!("\"{}\"", now["revision"]);
    admin.with("if-match", &tag).patch(&me, full).await.expect(200);
    let begun = cut(&admin, &from, json!({"found": {}, "into_project": id(&into)})).await;
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let ended = admin.get(&format!("/exports/{}", id(&begun))).await.expect(200);
    assert_eq!((&ended["state"], &ended["into"]["added"]), (&json!("failed"), &json!(0)), "{ended}");
    assert!(admin.pictures(&into, "").await.is_empty());
    assert_eq!(admin.get(&me).await.expect(200)["data_used_bytes"], now["data_used_bytes"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_pictures_are_copied_with_what_is_said_of_them_and_moved() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let (from, into) = two(&admin).await;
    let tags = json!({"found": {"name": "a.jpg"}, "add": ["night"], "remove": []});
    admin.post(&format!("/projects/{}/pictures/tags", id(&from)), tags).await.expect(200);
    let none = json!({"found": {}, "into_project": id(&into), "away": true});
    let refused =
        admin.post(&format!("/projects/{}/cuts", id(&from)), none).await.refused(422, "request.fields");
    assert_eq!(refused["fields"], json!({"away": "field.not_allowed"}));
    let dent = admin.class_id(&from, "dent").await;
    let some = json!({"found": {}, "into_project": id(&into), "whole": true, "class_ids": [dent]});
    let refused =
        admin.post(&format!("/projects/{}/cuts", id(&from)), some).await.refused(422, "request.fields");
    assert_eq!(refused["fields"], json!({"class_ids": "field.not_allowed"}));
    let copied = cut(&admin, &from, json!({"found": {}, "into_project": id(&into), "whole": true})).await;
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let done = admin.get(&format!("/exports/{}", id(&copied))).await.expect(200);
    assert_eq!((&done["state"], &done["into"]["whole"]), (&json!("done"), &json!(true)), "{done}");
    assert_eq!((&done["into"]["added"], &done["into"]["labelled"]), (&json!(2), &json!(1)));
    let there = admin.pictures(&into, "sort=name").await;
    assert_eq!(
        (&there[0]["name"], &there[0]["tags"], &there[0]["regions"]),
        (&json!("a.jpg"), &json!(["night"]), &json!(3))
    );
    let columns = json!({"part": "0815", "source_picture": "a.jpg", "source_project": from["name"]});
    assert_eq!(there[0]["columns"], columns);
    let classes = [admin.class_id(&into, "Scratch").await, admin.class_id(&into, "dent").await];
    let said = there[0]["class_ids"].as_array().unwrap();
    assert!(said.len() == 2 && classes.iter().all(|class| said.contains(&json!(class))), "{said:?}");
    assert_eq!(admin.get(&format!("/pictures/{}/file", id(&there[0]))).await.bytes, jpeg(1));
    assert_eq!(admin.pictures(&from, "").await.len(), 2);
    // Moved, those that are there already stay as they are, and here they lie in the bin, until that is taken back.
    let moved = cut(
        &admin,
        &from,
        json!({"found": {"name": "a.jpg"}, "into_project": id(&into), "whole": true, "away": true}),
    )
    .await;
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let done = admin.get(&format!("/exports/{}", id(&moved))).await.expect(200);
    assert_eq!((&done["into"]["added"], &done["into"]["known"]), (&json!(0), &json!(1)));
    assert_eq!(admin.pictures(&from, "").await.len(), 1);
    let edits = admin.get(&format!("/projects/{}/edits", id(&from))).await.expect(200);
    assert_eq!((&edits["items"][0]["kind"], &edits["items"][0]["pictures"]), (&json!("delete"), &json!(1)));
    admin.post(&format!("/edits/{}/undo", id(&edits["items"][0])), json!({})).await.expect(200);
    assert_eq!(admin.pictures(&from, "").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_a_picture_while_it_is_moved_is_not_lost() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let (from, into) = two(&admin).await;
    let moved = json!({"found": {}, "into_project": id(&into), "whole": true, "away": true});
    let begun = cut(&admin, &from, moved).await;
    // A moment has a thousandth of a second.
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let picture = admin.pictures(&from, "name=b.jpg").await.remove(0);
    let path = format!("/pictures/{}/annotation", id(&picture));
    let revision = admin.get(&path).await.etag();
    admin.with("if-match", &revision).put(&path, json!({"verdict": "good", "regions": []})).await.expect(200);
    fovea_api::run_waiting_exports(&test.app).await.unwrap();
    let done = admin.get(&format!("/exports/{}", id(&begun))).await.expect(200);
    assert_eq!((&done["state"], &done["into"]["added"]), (&json!("done"), &json!(2)), "{done}");
    let left = admin.pictures(&from, "").await;
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!((&left[0]["name"], &left[0]["verdict"]), (&json!("b.jpg"), &json!("good")));
}
