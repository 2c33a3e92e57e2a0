//! Bulk edits and how they are taken back, the bin, tags, filters of the wall, and changes of the label set.

use crate::app::{Client, TestApp, id, jpeg};
use fovea_store::BlobHash;
use serde_json::{Value, json};

async fn names(admin: &Client, project: &Value, query: &str) -> Vec<String> {
    let found = admin.pictures(project, &format!("sort=name&{query}")).await;
    found.iter().map(|p| p["name"].as_str().unwrap().to_string()).collect()
}

async fn undo(admin: &Client, done: &Value) -> Value {
    admin.post(&format!("/edits/{}/undo", done["edit"].as_str().unwrap()), json!({})).await.expect(200)
}

async fn bin(admin: &Client, project: &Value) -> Vec<Value> {
    let found = admin.get(&format!("/projects/{}/bin", id(project))).await.expect(200);
    assert_eq!(found["total"].as_u64().unwrap() as usize, found["items"].as_array().unwrap().len());
    found["items"].as_array().unwrap().clone()
}

/// Marks a box of this class on the picture of this name.
async fn mark(admin: &Client, project: &Value, name: &str, class: &str) -> Value {
    let picture = admin.pictures(project, &format!("name={name}")).await.remove(0);
    let path = format!("/pictures/{}/annotation", id(&picture));
    let tag = admin.get(&path).await.etag();
    let region =
        json!({"id": "r1", "class_id": class, "shape": {"kind": "box", "x": 1, "y": 2, "w": 10, "h": 5}});
    admin.with("if-match", &tag).put(&path, json!({"regions": [region]})).await.expect(200)
}

async fn three(admin: &Client) -> Value {
    let project = admin.project().await;
    let files = vec![("good/a.jpg", jpeg(1)), ("scratch/b.jpg", jpeg(2)), ("c.jpg", jpeg(3))];
    admin.bring(&project, files).await;
    project
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_a_filter_finds_goes_into_the_bin_and_comes_back() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = three(&admin).await;
    let delete = format!("/projects/{}/pictures/delete", id(&project));
    admin.post(&delete, json!({})).await.refused(422, "request.fields");
    let some = admin.pictures(&project, "").await.remove(0);
    let both = json!({"ids": [id(&some)], "found": {}});
    admin.post(&delete, both).await.refused(422, "request.fields");
    let done = admin.post(&delete, json!({"found": {"labelled": true}})).await.expect(200);
    assert_eq!(done["changed"], 2);
    assert_eq!(names(&admin, &project, "").await, ["c.jpg"]);
    let binned = bin(&admin, &project).await;
    assert_eq!(binned.len(), 2);
    assert_eq!(binned[0]["deleted_by"], crate::app::NAME);
    let thumb = format!("/pictures/{}/thumb", id(&binned[0]["picture"]));
    assert_eq!(admin.get(&thumb).await.status, 200, "what lies in the bin can be looked at");
    admin.get(&format!("/pictures/{}/annotation", id(&binned[0]["picture"]))).await.refused(404, "not_found");
    assert_eq!(undo(&admin, &done).await, json!({"changed": 2, "left_out": 0}));
    assert_eq!(names(&admin, &project, "").await.len(), 3);
    assert!(bin(&admin, &project).await.is_empty());
    let again = format!("/edits/{}/undo", done["edit"].as_str().unwrap());
    admin.post(&again, json!({})).await.refused(409, "edit.ended");

    // By hand out of the bin; what came in again meanwhile stays there.
    admin.post(&delete, json!({"found": {}})).await.expect(200);
    admin.bring(&project, vec![("new.jpg", jpeg(2))]).await;
    let restore = format!("/projects/{}/bin/restore", id(&project));
    let back = admin.post(&restore, json!({"all": true})).await.expect(200);
    assert_eq!(back, json!({"changed": 2, "left_out": 1}));
    assert_eq!(names(&admin, &project, "").await, ["c.jpg", "good/a.jpg", "new.jpg"]);
    assert_eq!(admin.pictures(&project, "verdict=good").await.len(), 1, "with its label");
    admin.post(&restore, json!({})).await.refused(422, "request.fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_for_good_is_gone_unless_a_version_holds_it() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("kept.jpg", jpeg(1))]).await;
    let version = admin.post(&format!("/projects/{}/versions", id(&project)), json!({})).await.expect(201);
    admin.bring(&project, vec![("gone.jpg", jpeg(2))]).await;
    let delete = format!("/projects/{}/pictures/delete", id(&project));
    let done = admin.post(&delete, json!({"found": {}})).await.expect(200);
    let ids: Vec<String> = bin(&admin, &project).await.iter().map(|b| id(&b["picture"]).into()).collect();
    let purge = format!("/projects/{}/bin/purge", id(&project));
    let gone = admin.post(&purge, json!({"ids": ids})).await.expect(200);
    assert_eq!(gone["changed"], 2);
    assert!(bin(&admin, &project).await.is_empty());
    assert_eq!(undo(&admin, &done).await, json!({"changed": 0, "left_out": 2}), "for good is for good");
    fovea_api::remove_old(&test.app, fovea_store::now() - 60_000).await.unwrap();
    let holds = |number| test.store.blobs().holds(&BlobHash::of(&jpeg(number)));
    assert!(holds(1) && !holds(2));
    let pictures = admin.get(&format!("/versions/{}/pictures", id(&version))).await.expect(200);
    assert_eq!(pictures["items"][0]["name"], "kept.jpg");
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_of_many_are_taken_back_with_what_was_marked_and_later_work_stays() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = three(&admin).await;
    let scratch = admin.class_id(&project, "scratch").await;
    let marked = mark(&admin, &project, "c.jpg", &scratch).await;
    let bulk = format!("/projects/{}/annotations/bulk", id(&project));
    let done = admin.post(&bulk, json!({"found": {}, "verdict": "good"})).await.expect(200);
    assert_eq!(done["changed"], 3);
    assert_eq!(admin.pictures(&project, "verdict=good").await.len(), 3);
    let list = admin.get(&format!("/projects/{}/edits", id(&project))).await.expect(200);
    let first = &list["items"][0];
    assert_eq!(
        (&first["kind"], &first["verdict"], &first["pictures"], &first["made_by"]),
        (&json!("label"), &json!("good"), &json!(3), &json!(crate::app::NAME))
    );
    // Somebody says something else of one of them.
    let dent = admin.class_id(&project, "dent").await;
    mark(&admin, &project, "b.jpg", &dent).await;
    assert_eq!(undo(&admin, &done).await, json!({"changed": 2, "left_out": 1}));
    let path = format!("/pictures/{}/annotation", marked["picture_id"].as_str().unwrap());
    let again = admin.get(&path).await.expect(200);
    assert_eq!((&again["regions"], &again["verdict"]), (&marked["regions"], &json!("bad")));
    assert_eq!(names(&admin, &project, &format!("class_id={dent}")).await, ["scratch/b.jpg"]);
    let list = admin.get(&format!("/projects/{}/edits", id(&project))).await.expect(200);
    assert!(list["items"][0]["undone_at"].is_string());
    // What changes nothing is no edit.
    let none = admin.post(&bulk, json!({"found": {"name": "nowhere"}, "verdict": "good"})).await.expect(200);
    assert_eq!(none, json!({"changed": 0, "edit": null}));
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_are_put_to_many_found_again_and_taken_back() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = three(&admin).await;
    let tags = format!("/projects/{}/pictures/tags", id(&project));
    for wrong in
        [json!({"found": {}}), json!({"found": {}, "add": ["a,b"]}), json!({"found": {}, "add": [" "]})]
    {
        admin.post(&tags, wrong).await.refused(422, "request.fields");
    }
    admin.post(&tags, json!({"add": ["夜班"]})).await.refused(422, "request.fields");
    let one = admin.pictures(&project, "name=a.jpg").await.remove(0);
    let first = json!({"ids": [id(&one)], "add": ["夜班", " Line 3 "]});
    assert_eq!(admin.post(&tags, first).await.expect(200)["changed"], 1);
    let done = admin.post(&tags, json!({"found": {}, "add": ["line 3"]})).await.expect(200);
    assert_eq!(done["changed"], 2, "one had it already, however it is written");
    assert_eq!(names(&admin, &project, "tags=LINE%203").await.len(), 3);
    assert_eq!(names(&admin, &project, "tags=%E5%A4%9C%E7%8F%AD,line%203").await, ["good/a.jpg"]);
    let again = admin.get(&format!("/pictures/{}", id(&one))).await.expect(200);
    assert_eq!(again["tags"], json!(["Line 3", "夜班"]));
    assert_eq!(undo(&admin, &done).await["changed"], 2);
    assert_eq!(names(&admin, &project, "tags=line%203").await, ["good/a.jpg"]);
    let away = admin.post(&tags, json!({"found": {}, "remove": ["夜班"]})).await.expect(200);
    assert_eq!(away["changed"], 1);
    assert!(names(&admin, &project, "tags=%E5%A4%9C%E7%8F%AD").await.is_empty());
    undo(&admin, &away).await;
    let choices = admin.get(&format!("/projects/{}/pictures/choices", id(&project))).await.expect(200);
    assert_eq!(choices["tags"], json!([{"name": "Line 3", "pictures": 1}, {"name": "夜班", "pictures": 1}]));
    assert_eq!(choices["people"][0]["name"], crate::app::NAME);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_is_filtered_by_work_person_size_time_and_notes_and_begins_at_a_number() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = three(&admin).await;
    let me = admin.get("/session").await.expect(200);
    let me = id(&me).to_string();
    let tasks = format!("/projects/{}/annotation_tasks", id(&project));
    let task = json!({"name": "lot", "people": [me], "pictures": {"labelled": false}});
    let task = admin.post(&tasks, task).await.expect(201);
    assert_eq!(names(&admin, &project, "work=open").await, ["c.jpg"]);
    assert_eq!(names(&admin, &project, "work=none").await, ["good/a.jpg", "scratch/b.jpg"]);
    assert!(names(&admin, &project, "work=accepted").await.is_empty());
    let path = format!("/annotation_tasks/{}/pictures/0", id(&task));
    let scratch = admin.class_id(&project, "scratch").await;
    mark(&admin, &project, "c.jpg", &scratch).await;
    admin.post(&format!("{path}/finish"), json!({})).await.expect(200);
    let back = json!({"verdict": "send_back", "note": "too large"});
    admin.post(&format!("{path}/review"), back).await.expect(200);
    assert_eq!(names(&admin, &project, "work=sent_back&noted=true").await, ["c.jpg"]);
    assert_eq!(names(&admin, &project, "noted=false").await.len(), 2);
    assert_eq!(names(&admin, &project, &format!("said_by={me}")).await.len(), 3);
    assert!(names(&admin, &project, &format!("said_by={}", id(&project))).await.is_empty());
    assert_eq!(names(&admin, &project, "side_from=64&side_to=64").await.len(), 3, "the longer side counts");
    assert!(names(&admin, &project, "side_from=65").await.is_empty());
    let bytes = jpeg(1).len();
    assert!(
        names(&admin, &project, &format!("bytes_from={bytes}&bytes_to={bytes}"))
            .await
            .contains(&"good/a.jpg".into())
    );
    assert!(names(&admin, &project, "added_to=2020-01-01T00:00:00Z").await.is_empty());
    assert_eq!(names(&admin, &project, "added_from=2020-01-01T00:00:00Z").await.len(), 3);
    assert_eq!(names(&admin, &project, "number=2").await, ["good/a.jpg", "scratch/b.jpg"]);
    assert!(names(&admin, &project, "number=4").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_is_merged_into_another_in_one_go_and_that_is_taken_back() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = three(&admin).await;
    let (good, scratch, dent) = (
        admin.class_id(&project, "good").await,
        admin.class_id(&project, "scratch").await,
        admin.class_id(&project, "dent").await,
    );
    mark(&admin, &project, "c.jpg", &scratch).await;
    let me = admin.get("/session").await.expect(200);
    let task = json!({"name": "lot", "people": [id(&me)]});
    admin.post(&format!("/projects/{}/annotation_tasks", id(&project)), task).await.expect(201);
    let used = admin.get(&format!("/classes/{scratch}/use")).await.expect(200);
    assert_eq!(
        [&used["pictures"], &used["regions"], &used["only"], &used["in_bin"]],
        [&json!(2), &json!(1), &json!(2), &json!(0)]
    );
    assert_eq!((&used["tasks"][0]["name"], &used["tasks"][0]["pictures"]), (&json!("lot"), &json!(2)));
    assert_eq!(used["shapes"], json!([{"shape": "box", "regions": 1}]));
    let merge = format!("/classes/{scratch}/merge");
    admin.post(&merge, json!({"into": good})).await.refused(409, "class.is_good");
    admin.post(&merge, json!({"into": scratch})).await.refused(404, "not_found");
    let done = admin.post(&merge, json!({"into": dent})).await.expect(200);
    assert_eq!(done["changed"], 2);
    assert_eq!(names(&admin, &project, &format!("class_id={dent}")).await, ["c.jpg", "scratch/b.jpg"]);
    admin.get(&format!("/classes/{scratch}/use")).await.refused(404, "not_found");
    assert_eq!(undo(&admin, &done).await, json!({"changed": 2, "left_out": 0}));
    assert_eq!(names(&admin, &project, &format!("class_id={scratch}")).await, ["c.jpg", "scratch/b.jpg"]);
    assert!(names(&admin, &project, &format!("class_id={dent}")).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_class_takes_its_labels_along_and_brings_them_back() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = three(&admin).await;
    let scratch = admin.class_id(&project, "scratch").await;
    let marked = mark(&admin, &project, "c.jpg", &scratch).await;
    // One of it lies in the bin.
    let delete = format!("/projects/{}/pictures/delete", id(&project));
    admin.post(&delete, json!({"found": {"name": "b.jpg"}})).await.expect(200);
    let bulk = format!("/projects/{}/annotations/bulk", id(&project));
    let early = admin.post(&bulk, json!({"found": {"name": "c.jpg"}, "verdict": "good"})).await.expect(200);
    let removed = admin.post(&format!("/classes/{scratch}/remove"), json!({})).await.expect(200);
    assert_eq!(removed["changed"], 1);
    let path = format!("/edits/{}/undo", early["edit"].as_str().unwrap());
    admin.post(&path, json!({})).await.refused(409, "edit.class_gone");
    undo(&admin, &removed).await;
    assert_eq!(undo(&admin, &early).await["changed"], 1);
    let again = admin.get(&format!("/pictures/{}/annotation", marked["picture_id"].as_str().unwrap())).await;
    assert_eq!(again.expect(200)["regions"], marked["regions"]);
    let removed = admin.post(&format!("/classes/{scratch}/remove"), json!({})).await.expect(200);
    assert_eq!(removed["changed"], 2);
    assert_eq!(names(&admin, &project, "labelled=false").await, ["c.jpg"]);
    admin.post(&format!("/projects/{}/bin/restore", id(&project)), json!({"all": true})).await.expect(200);
    assert_eq!(names(&admin, &project, "labelled=false").await, ["c.jpg", "scratch/b.jpg"]);
    assert_eq!(undo(&admin, &removed).await["changed"], 2);
    assert_eq!(names(&admin, &project, &format!("class_id={scratch}")).await, ["c.jpg", "scratch/b.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_has_a_shape_and_a_key_of_its_own_and_its_changes_are_taken_back_in_order() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = three(&admin).await;
    let scratch = admin.class_id(&project, "scratch").await;
    let path = format!("/classes/{scratch}");
    let marked = mark(&admin, &project, "c.jpg", &scratch).await;
    admin.patch(&path, json!({"key": "#"})).await.refused(422, "request.fields");
    let shaped = admin.patch(&path, json!({"shape": "polygon", "key": "K"})).await.expect(200);
    assert_eq!((&shaped["shape"], &shaped["key"]), (&json!("polygon"), &json!("k")));
    let label = format!("/pictures/{}/annotation", marked["picture_id"].as_str().unwrap());
    let tag = admin.get(&label).await.etag();
    let boxed = |name: &str| json!({"id": name, "class_id": scratch, "shape": {"kind": "box", "x": 1, "y": 2, "w": 9, "h": 5}});
    let both = json!({"regions": [boxed("r1"), boxed("r2")]});
    admin.with("if-match", &tag).put(&label, both).await.refused(422, "class.shape");
    let kept = json!({"regions": [boxed("r1")]});
    admin.with("if-match", &tag).put(&label, kept).await.expect(200);
    let renamed = admin.patch(&path, json!({"name": "cut"})).await.expect(200);
    let same = admin.patch(&path, json!({"name": "cut"})).await.expect(200);
    assert_eq!(same["edit"], Value::Null);
    let first = format!("/edits/{}/undo", shaped["edit"].as_str().unwrap());
    admin.post(&first, json!({})).await.refused(409, "edit.class_changed");
    undo(&admin, &renamed).await;
    undo(&admin, &shaped).await;
    let now = admin.get(&format!("/projects/{}", id(&project))).await.expect(200);
    let class = now["classes"].as_array().unwrap().iter().find(|c| id(c) == scratch).unwrap().clone();
    assert_eq!(
        [&class["name"], &class["shape"], &class["key"]],
        [&json!("scratch"), &Value::Null, &Value::Null]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_taken_back_only_by_who_could_have_made_it() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = three(&admin).await;
    let reviewer = test.member(&admin, "rita", "reviewer").await;
    let delete = format!("/projects/{}/pictures/delete", id(&project));
    let done = admin.post(&delete, json!({"found": {}})).await.expect(200);
    let path = format!("/edits/{}/undo", done["edit"].as_str().unwrap());
    reviewer.post(&path, json!({})).await.refused(403, "auth.forbidden");
    assert_eq!(undo(&admin, &done).await["changed"], 3);
}
