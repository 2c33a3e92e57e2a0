//! Pictures that the server takes from a storage of its machine.

use crate::app::{Client, TestApp, id, jpeg};
use fovea_api::Settings;
use fovea_store::BlobHash;
use serde_json::{Value, json};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

fn lay(folder: &Path) {
    for (name, bytes) in
        [("set/good/1.jpg", jpeg(1)), ("set/scratch/2.jpg", jpeg(2)), ("set/scratch/螺丝.jpg", jpeg(3))]
    {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

async fn with(folder: &Path) -> TestApp {
    let storages = vec![("lines".to_string(), folder.canonicalize().unwrap())];
    TestApp::with(Settings { storages, ..Settings::default() }).await
}

async fn take(client: &Client, project: &Value, path: &str) -> Value {
    take_as(client, project, json!({"storage": "lines", "path": path})).await
}

async fn link(client: &Client, project: &Value, path: &str) -> Value {
    take_as(client, project, json!({"storage": "lines", "path": path, "link": true})).await
}

async fn take_as(client: &Client, project: &Value, wanted: Value) -> Value {
    let begun =
        client.post(&format!("/projects/{}/imports/from_storage", id(project)), wanted).await.expect(201);
    loop {
        let now = client.get(&format!("/imports/{}", id(&begun))).await.expect(200);
        if now["state"] != "running" {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

async fn refusals(client: &Client, import: &Value) -> Vec<(String, String)> {
    let found = client.get(&format!("/imports/{}/refusals", id(import))).await.expect(200);
    let text = |value: &Value| value.as_str().unwrap().to_string();
    let mut all: Vec<_> =
        found["items"].as_array().unwrap().iter().map(|r| (text(&r["name"]), text(&r["code"]))).collect();
    all.sort();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_a_storage_comes_in_with_its_labels() {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path());
    let test = with(folder.path()).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    assert_eq!(
        admin.get("/storages").await.expect(200)["items"],
        json!([{"name": "lines", "own": false, "links": true}])
    );
    let listed = admin.get("/storages/lines/entries?path=set/scratch&limit=1").await.expect(200);
    assert_eq!((&listed["total"], &listed["items"][0]["name"]), (&json!(2), &json!("2.jpg")));
    let next = listed["next"].as_str().unwrap();
    let listed = admin
        .get(&format!("/storages/lines/entries?path=set/scratch&limit=1&cursor={next}"))
        .await
        .expect(200);
    assert_eq!((&listed["items"][0]["name"], &listed["next"]), (&json!("螺丝.jpg"), &Value::Null));
    // Where it lies on the machine is nobody's business.
    assert!(!listed.to_string().contains(folder.path().to_str().unwrap()));

    let import = take(&admin, &project, "set").await;
    assert_eq!(
        (&import["state"], &import["added"], &import["labels"], &import["refused"]),
        (&json!("done"), &json!(3), &json!(3), &json!(0))
    );
    let found = admin.pictures(&project, "sort=name").await;
    let said: Vec<_> =
        found.iter().map(|p| (p["name"].as_str().unwrap(), p["verdict"].as_str().unwrap())).collect();
    assert_eq!(
        said,
        [("set/good/1.jpg", "good"), ("set/scratch/2.jpg", "bad"), ("set/scratch/螺丝.jpg", "bad")]
    );
    // They were copied.
    std::fs::write(folder.path().join("set/good/1.jpg"), "gone").unwrap();
    let file = admin.get(&format!("/pictures/{}/file", id(&found[0]))).await;
    assert_eq!(file.bytes, jpeg(1));
    // One file alone; the same picture again is counted.
    let import = take(&admin, &project, "set/scratch/2.jpg").await;
    assert_eq!((&import["added"], &import["duplicates"]), (&json!(0), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leads_out_of_a_storage_and_what_cannot_be_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.jpg"), jpeg(9)).unwrap();
    lay(folder.path());
    let set = folder.path().join("set");
    symlink(outside.path(), set.join("out")).unwrap();
    symlink(outside.path().join("secret.jpg"), set.join("link.jpg")).unwrap();
    assert!(Command::new("mkfifo").arg(set.join("pipe.jpg")).status().unwrap().success());
    std::fs::create_dir(set.join("shut")).unwrap();
    std::fs::write(set.join("shut/4.jpg"), jpeg(4)).unwrap();
    std::fs::set_permissions(set.join("shut"), std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything is kept out of nothing.
    let all_powerful = std::fs::read_dir(set.join("shut")).is_ok();

    let test = with(folder.path()).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    for (path, code) in [("../", "work.bad_path"), ("set/../..", "work.bad_path"), ("/etc", "work.bad_path")]
    {
        admin.get(&format!("/storages/lines/entries?path={path}")).await.refused(422, code);
    }
    admin.get("/storages/lines/entries?path=set/out").await.refused(409, "work.link");
    admin.get("/storages/lines/entries?path=set/none").await.refused(404, "work.not_found");
    admin.get("/storages/other/entries").await.refused(404, "not_found");
    let begin = format!("/projects/{}/imports/from_storage", id(&project));
    for (path, status, code) in [
        ("../x", 422, "work.bad_path"),
        ("set/out", 409, "work.link"),
        ("set/out/secret.jpg", 409, "work.link"),
        ("set/link.jpg", 409, "work.link"),
        ("set/pipe.jpg", 409, "work.no_file"),
        ("set/none", 404, "work.not_found"),
    ] {
        admin.post(&begin, json!({"storage": "lines", "path": path})).await.refused(status, code);
    }
    let wrong = admin.post(&begin, json!({"storage": "other"})).await.refused(422, "request.fields");
    assert_eq!(wrong["fields"], json!({"storage": "field.unknown"}));

    let import = take(&admin, &project, "").await;
    std::fs::set_permissions(set.join("shut"), std::fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(import["added"], if all_powerful { 4 } else { 3 });
    let mut told =
        vec![("set/link.jpg", "import.link"), ("set/out", "import.link"), ("set/pipe.jpg", "import.no_file")];
    if !all_powerful {
        told.push(("set/shut", "import.denied"));
    }
    let told: Vec<_> = told.into_iter().map(|(name, code)| (name.to_string(), code.to_string())).collect();
    assert_eq!(refusals(&admin, &import).await, told);
    assert!(admin.pictures(&project, "name=secret").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_a_server_left_goes_on_without_doubling() {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path());
    let test = with(folder.path()).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    // Begun by a server that took the first file and ended.
    let by = admin.get("/session").await.expect(200);
    let source = fovea_store::ImportSource { storage: "lines".into(), path: "set".into(), linked: false };
    let begun =
        test.store.create_import_from(id(&project).parse().unwrap(), id(&by).parse().unwrap(), &source);
    let begun = json!({"id": begun.await.unwrap().id.to_string()});
    admin.file(&begun, "set/good/1.jpg", jpeg(1)).await.expect(200);
    loop {
        fovea_api::end_overdue_imports(&test.app, fovea_store::now()).await.unwrap();
        let now = admin.get(&format!("/imports/{}", id(&begun))).await.expect(200);
        if now["state"] != "running" {
            assert_eq!(
                (&now["state"], &now["added"], &now["duplicates"], &now["labels"]),
                (&json!("done"), &json!(3), &json!(0), &json!(3))
            );
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_storages_has_none_and_a_home_is_its_owners() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    assert_eq!(admin.get("/storages").await.expect(200)["items"], json!([]));
    let me = admin.get("/session").await.expect(200);
    let home = test.store.place().home(id(&me).parse().unwrap());
    std::fs::create_dir_all(home.join("out")).unwrap();
    std::fs::write(home.join("out/a.jpg"), jpeg(1)).unwrap();
    assert_eq!(
        admin.get("/storages").await.expect(200)["items"],
        json!([{"name": "home", "own": true, "links": false}])
    );
    let entries = admin.get("/storages/home/entries?path=out").await.expect(200);
    assert_eq!(entries["items"][0]["name"], "a.jpg");
    let other = test.member(&admin, "other", "platform_user").await;
    assert_eq!(other.get("/storages").await.expect(200)["items"], json!([]));
    other.get("/storages/home/entries?path=out").await.refused(404, "work.not_found");
}

/// Plain files below a folder, and their bytes together.
fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap());
    entries
        .map(|e| match e.file_type().unwrap() {
            kind if kind.is_dir() => bytes_below(&e.path()),
            kind if kind.is_file() => e.metadata().unwrap().len(),
            _ => 0,
        })
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn linked_pictures_stay_on_their_storage_and_are_read_there() {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path());
    let test = with(folder.path()).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = link(&admin, &project, "set").await;
    assert_eq!(
        (&import["state"], &import["added"], &import["labels"], &import["received_bytes"]),
        (&json!("done"), &json!(3), &json!(3), &json!(0))
    );
    let found = admin.pictures(&project, "sort=name").await;
    assert_eq!(found[0]["bytes"], json!(jpeg(1).len()));
    // Nothing of them is here but where they are.
    let hashes = [1, 2, 3].map(|n| BlobHash::of(&jpeg(n)));
    assert!(hashes.iter().all(|h| !test.store.blobs().holds(h) && test.store.blobs().knows(h)));
    assert!(bytes_below(&test.store.place().blobs()) < 3 * 200);
    assert_eq!(bytes_below(&test.store.place().uploads()), 0);
    for (picture, number) in found.iter().zip([1, 2, 3]) {
        assert_eq!(admin.get(&format!("/pictures/{}/file", id(picture))).await.bytes, jpeg(number));
    }
    // Also where the thumbnail has to be made anew.
    test.store.thumbs().remove(&hashes[0]).unwrap();
    let thumb = admin.get(&format!("/pictures/{}/thumb", id(&found[0]))).await;
    assert_eq!((thumb.status.as_u16(), thumb.bytes.is_empty()), (200, false));

    // What is laid out to be trained on has their bytes, for as long as it is there.
    let version = admin.post(&format!("/projects/{}/versions", id(&project)), json!({})).await.expect(201);
    let laid = tempfile::tempdir().unwrap();
    let version = id(&version).parse().unwrap();
    test.store.lay_out(version, laid.path(), fovea_store::Part::Whole).await.unwrap();
    assert_eq!(std::fs::read(laid.path().join("images/good/1.jpg")).unwrap(), jpeg(1));
    assert!(!laid.path().join("images/good/1.jpg").is_symlink());

    // Again, and as a copy: they are known, and the copy is what counts from then on.
    assert_eq!(link(&admin, &project, "set").await["duplicates"], 3);
    assert_eq!(take(&admin, &project, "set/good").await["duplicates"], 1);
    assert!(test.store.blobs().holds(&hashes[0]) && !test.store.blobs().holds(&hashes[1]));
    // And what is here is not linked any more.
    assert_eq!(link(&admin, &project, "set/good").await["duplicates"], 1);
    assert!(test.store.blobs().link(&hashes[0]).unwrap().is_none());

    admin.delete(&format!("/projects/{}", id(&project))).await.expect(204);
    fovea_api::remove_old_projects(&test.app, fovea_store::now() + 1).await.unwrap();
    assert!(hashes.iter().all(|h| !test.store.blobs().knows(h)));
    for (name, number) in [("good/1.jpg", 1), ("scratch/2.jpg", 2), ("scratch/螺丝.jpg", 3)] {
        assert_eq!(std::fs::read(folder.path().join("set").join(name)).unwrap(), jpeg(number));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_a_linked_file_is_told_where_it_is_read_and_a_copy_heals_it() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.jpg"), jpeg(2)).unwrap();
    lay(folder.path());
    let test = with(folder.path()).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    link(&admin, &project, "set").await;
    let version = admin.post(&format!("/projects/{}/versions", id(&project)), json!({})).await.expect(201);
    let found = admin.pictures(&project, "sort=name").await;
    let file = format!("/pictures/{}/file", id(&found[1]));
    let export = format!("/versions/{}/export", id(&version));
    let at = folder.path().join("set/scratch/2.jpg");
    let told = json!({"storage": "lines", "path": "set/scratch/2.jpg"});

    // Another picture of the same size and time under the same name.
    let when = std::fs::metadata(&at).unwrap().modified().unwrap();
    let mut other = jpeg(2);
    let last = other.len() - 3;
    other[last] ^= 1;
    std::fs::write(&at, &other).unwrap();
    std::fs::File::options().append(true).open(&at).unwrap().set_modified(when).unwrap();
    for path in [&file, &export] {
        assert_eq!(admin.get(path).await.refused(409, "link.changed")["params"], told, "{path}");
    }
    std::fs::remove_file(&at).unwrap();
    for path in [&file, &export] {
        assert_eq!(admin.get(path).await.refused(409, "link.gone")["params"], told, "{path}");
    }
    // A link there is not followed, even to the very same bytes; nor is one on the way.
    symlink(outside.path().join("secret.jpg"), &at).unwrap();
    admin.get(&file).await.refused(409, "link.gone");
    std::fs::remove_file(&at).unwrap();
    std::fs::write(&at, jpeg(2)).unwrap();
    assert_eq!(admin.get(&file).await.bytes, jpeg(2));
    std::fs::rename(folder.path().join("set"), folder.path().join("moved")).unwrap();
    symlink(folder.path().join("moved"), folder.path().join("set")).unwrap();
    admin.get(&file).await.refused(409, "link.gone");
    std::fs::remove_file(folder.path().join("set")).unwrap();
    std::fs::rename(folder.path().join("moved"), folder.path().join("set")).unwrap();
    assert_eq!(admin.get(&file).await.bytes, jpeg(2));

    // A server that was started without the storage.
    let test = test.again();
    let admin = test.known(&admin);
    assert_eq!(admin.get(&file).await.refused(409, "link.no_storage")["params"], told);
    // By then the first picture of an archive cannot be read either.
    let of_export = admin.get(&export).await.refused(409, "link.no_storage");
    assert_eq!(of_export["params"], json!({"storage": "lines", "path": "set/good/1.jpg"}));
    // The same picture comes by another way.
    admin.bring(&project, vec![("again.jpg", jpeg(2))]).await;
    assert_eq!(admin.get(&file).await.bytes, jpeg(2));
    let other = admin.get(&format!("/pictures/{}/file", id(&found[0]))).await;
    other.refused(409, "link.no_storage");
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_masks_and_labels_of_a_storage_are_copied_also_where_pictures_are_linked() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    std::fs::create_dir_all(&set).unwrap();
    std::fs::write(set.join("1.jpg"), jpeg(1)).unwrap();
    std::fs::write(set.join("labels.csv"), "file,class\n1.jpg,scratch\n").unwrap();
    std::fs::write(set.join("notes.bin"), [7; 100]).unwrap();
    let test = with(folder.path()).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = link(&admin, &project, "set").await;
    assert_eq!((&import["added"], &import["labels"]), (&json!(1), &json!(1)), "{import}");
    let told = refusals(&admin, &import).await;
    assert_eq!(told, [("set/notes.bin".to_string(), "import.unknown_kind".to_string())]);
    assert!(!test.store.blobs().holds(&BlobHash::of(&jpeg(1))));

    // What lies in one's own folder may go with its owner.
    let me = admin.get("/session").await.expect(200);
    let home = test.store.place().home(id(&me).parse().unwrap());
    std::fs::create_dir_all(&home).unwrap();
    let begin = format!("/projects/{}/imports/from_storage", id(&project));
    let wanted = json!({"storage": "home", "path": "", "link": true});
    admin.post(&begin, wanted).await.refused(422, "storage.link_own");
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_are_cut_out_of_linked_pictures_too() {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path());
    let test = with(folder.path()).await;
    let admin = test.administrator().await;
    let (from, into) = (admin.project().await, admin.project().await);
    link(&admin, &from, "set").await;
    let picture = admin.pictures(&from, "name=2.jpg").await.remove(0);
    let scratch = admin.class_id(&from, "scratch").await;
    let square =
        json!({"id": "1", "class_id": scratch, "shape": {"kind": "box", "x": 10, "y": 10, "w": 20, "h": 10}});
    let path = format!("/pictures/{}/annotation", id(&picture));
    let revision = admin.get(&path).await.etag();
    admin.with("if-match", &revision).put(&path, json!({"regions": [square]})).await.expect(200);
    let wanted = json!({"found": {}, "into_project": id(&into)});
    let cuts = format!("/projects/{}/cuts", id(&from));
    let state = async |begun: &Value| {
        fovea_api::run_waiting_exports(&test.app).await.unwrap();
        let ended = admin.get(&format!("/exports/{}", id(begun))).await.expect(200);
        (ended["state"].clone(), ended["into"]["added"].clone())
    };
    let begun = admin.post(&cuts, wanted.clone()).await.expect(201);
    assert_eq!(state(&begun).await, (json!("done"), json!(1)));
    // What is gone is told, not passed by.
    std::fs::remove_file(folder.path().join("set/scratch/2.jpg")).unwrap();
    let begun = admin.post(&cuts, wanted).await.expect(201);
    assert_eq!(state(&begun).await, (json!("failed"), json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_picture_that_a_recipe_names_stays_whatever_becomes_of_the_storage() {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path());
    let test = with(folder.path()).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    link(&admin, &project, "set").await;
    let found = admin.pictures(&project, "sort=name").await;
    let (named, other) = (id(&found[0]), id(&found[1]));
    let draft = json!({"steps": [{"picture": format!("pictures/{named}")}]});
    admin
        .post(&format!("/projects/{}/recipes", id(&project)), json!({"name": "r", "draft": draft}))
        .await
        .expect(201);
    std::fs::remove_dir_all(folder.path().join("set")).unwrap();
    assert_eq!(admin.get(&format!("/pictures/{named}/file")).await.bytes, jpeg(1));
    admin.get(&format!("/pictures/{other}/file")).await.refused(409, "link.gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_tell_which_linked_pictures_are_out_of_reach() {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path());
    let test = with(folder.path()).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    link(&admin, &project, "set").await;
    let path = format!("/projects/{}/statistics", id(&project));
    let first = counted(&admin, &path).await;
    assert_eq!((&first["result"]["out_of_reach"], &first["result"]["pictures"]), (&json!([]), &json!(3)));
    // Known by then, one is gone all the same, and another one has grown.
    std::fs::remove_file(folder.path().join("set/good/1.jpg")).unwrap();
    std::fs::write(folder.path().join("set/scratch/2.jpg"), [jpeg(2), vec![0]].concat()).unwrap();
    let second = counted(&admin, &path).await;
    let result = &second["result"];
    assert_eq!((&result["unreadable"], &result["pictures"]), (&json!(0), &json!(3)), "{result}");
    let away = result["out_of_reach"].as_array().unwrap();
    let mut told: Vec<_> = away.iter().map(|one| (one["code"].as_str().unwrap(), &one["pictures"])).collect();
    told.sort_by_key(|one| one.0);
    assert_eq!(told, [("link.changed", &json!(1)), ("link.gone", &json!(1))]);
    let gone = away.iter().find(|one| one["code"] == "link.gone").unwrap();
    assert_eq!(gone["storage"], "lines");
    let query = format!("statistics={}&facet=out_of_reach&bin={}", id(&second), gone["bin"]);
    let found = admin.pictures(&project, &query).await;
    assert_eq!((found.len(), found[0]["name"].as_str().unwrap().ends_with("1.jpg")), (1, true));
    // One that nobody has looked at before is no unreadable picture either.
    let other = admin.post("/projects", json!({"name": "other", "scene": "free", "good_name": "good"})).await;
    let other = other.expect(201);
    std::fs::write(folder.path().join("set/good/9.jpg"), jpeg(9)).unwrap();
    link(&admin, &other, "set/good/9.jpg").await;
    std::fs::remove_file(folder.path().join("set/good/9.jpg")).unwrap();
    let third = counted(&admin, &format!("/projects/{}/statistics", id(&other))).await;
    assert_eq!(
        (&third["result"]["unreadable"], &third["result"]["out_of_reach"][0]["code"]),
        (&json!(0), &json!("link.gone"))
    );
}

async fn counted(client: &Client, path: &str) -> Value {
    let begun = client.post(path, json!({})).await.expect(201);
    loop {
        let now = client.get(&format!("/statistics/{}", id(&begun))).await.expect(200);
        if now["state"] != "running" {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}
