//! Versions with what is said of them, their differences, restoring, parts, and statistics.

use crate::app::{Client, TestApp, id, jpeg};
use fovea_datasets::{OpenOptions, Split, open};
use fovea_domain::Task;
use fovea_store::{Id, JobKind, NewJob, Part};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Ten good ones, ten scratched ones, and one of which nobody has said anything.
async fn filled(admin: &Client) -> Value {
    let project = admin.project().await;
    let mut files = Vec::new();
    for number in 0..10 {
        files.push((format!("good/lot{}/{number}.jpg", number % 5), jpeg(number)));
        files.push((format!("scratch/{number}.jpg"), jpeg(100 + number)));
    }
    files.push(("later/x.jpg".into(), jpeg(500)));
    admin.bring(&project, files.iter().map(|(n, b)| (n.as_str(), b.clone())).collect()).await;
    let odd = admin.pictures(&project, "name=x.jpg").await.remove(0);
    label(admin, &project, &[id(&odd)], json!(null)).await;
    project
}

async fn label(admin: &Client, project: &Value, ids: &[&str], verdict: Value) {
    let path = format!("/projects/{}/annotations/bulk", id(project));
    admin.post(&path, json!({"ids": ids, "verdict": verdict})).await.expect(200);
}

async fn version(admin: &Client, project: &Value, body: Value) -> Value {
    admin.post(&format!("/projects/{}/versions", id(project)), body).await.expect(201)
}

async fn list(admin: &Client, project: &Value, query: &str) -> Vec<i64> {
    let found = admin.get(&format!("/projects/{}/versions?{query}", id(project))).await.expect(200);
    found["items"].as_array().unwrap().iter().map(|v| v["number"].as_i64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_a_version_can_change_and_is_searched_sorted_and_paged() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let first =
        version(&admin, &project, json!({"note": "June rework", "tags": [" 来料 ", "line 3", "LINE 3"]}))
            .await;
    assert_eq!((&first["tags"], &first["created_by"]), (&json!(["来料", "line 3"]), &json!("ada")));
    assert!(first["bytes"].as_u64().unwrap() > 1000);
    let odd = admin.pictures(&project, "name=x.jpg").await.remove(0);
    admin
        .post(&format!("/projects/{}/pictures/delete", id(&project)), json!({"ids": [id(&odd)]}))
        .await
        .expect(200);
    version(&admin, &project, json!({"note": "100%"})).await;
    let third = version(&admin, &project, json!({})).await;
    for (query, numbers) in [
        ("", vec![3, 2, 1]),
        ("sort=number", vec![1, 2, 3]),
        ("sort=-pictures&limit=1", vec![1]),
        ("sort=note", vec![3, 2, 1]),
        ("q=rework", vec![1]),
        ("q=%25", vec![2]),
        ("q=%E6%9D%A5%E6%96%99", vec![1]),
        ("q=v3", vec![3]),
        ("tag=line%203", vec![1]),
        ("tag=line", vec![]),
        ("published=true", vec![]),
    ] {
        assert_eq!(list(&admin, &project, query).await, numbers, "{query}");
    }
    let path = format!("/projects/{}/versions", id(&project));
    admin.get(&format!("{path}?sort=colour")).await.refused(400, "list.bad_sort");
    let part = admin.get(&format!("{path}?sort=-labelled&limit=2")).await.expect(200);
    let rest = format!("{path}?sort=-labelled&limit=2&cursor={}", part["next"].as_str().unwrap());
    assert_eq!(admin.get(&rest).await.expect(200)["items"].as_array().unwrap().len(), 1);
    admin.get(&rest.replace("=-labelled", "=note")).await.refused(400, "list.bad_cursor");
    let own = format!("/versions/{}", id(&third));
    let tag = admin.get(&own).await.etag();
    let changed =
        admin.with("if-match", &tag).patch(&own, json!({"note": "now", "tags": ["a"]})).await.expect(200);
    assert_eq!(
        (&changed["note"], &changed["tags"], &changed["revision"]),
        (&json!("now"), &json!(["a"]), &json!(2))
    );
    admin
        .with("if-match", &tag)
        .patch(&own, json!({"note": "other"}))
        .await
        .refused(412, "precondition.failed");
    let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
    admin.post(&path, json!({"tags": many})).await.refused(422, "request.fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_version_is_proposed_and_stays_and_so_does_one_that_is_used() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let made = version(&admin, &project, json!({})).await;
    let own = format!("/versions/{}", id(&made));
    let shown = admin.post(&format!("{own}/publish"), json!({})).await.expect(200);
    assert_eq!(shown["published_by"], "ada");
    let again = admin.post(&format!("{own}/publish"), json!({})).await.expect(200);
    assert_eq!(again["published_at"], shown["published_at"]);
    assert_eq!(list(&admin, &project, "sort=-published_at&limit=1").await, [1]);
    admin.delete(&own).await.refused(409, "version.published");
    let withdrawn = admin.post(&format!("{own}/withdraw"), json!({})).await.expect(200);
    assert_eq!(withdrawn["published_at"], Value::Null);
    let used = version(&admin, &project, json!({})).await;
    let version_id: Id = id(&used).parse().unwrap();
    let job = NewJob {
        kind: JobKind::Train,
        project_id: Some(id(&project).parse().unwrap()),
        name: "lesson".into(),
        owner: None,
        spec: json!({"version_id": version_id, "task": Task::Anomaly}),
        service_id: None,
        virtual_cluster: None,
        priority: 100,
        ask: Default::default(),
    };
    let job = test.store.create_job(job).await.unwrap();
    admin.delete(&format!("/versions/{}", id(&used))).await.refused(409, "version.in_use");
    let facts = admin.get(&format!("/versions/{}/facts", id(&used))).await.expect(200);
    assert_eq!((&facts["trainings"][0]["id"], &facts["trainings_total"]), (&json!(job.id), &json!(1)));
    assert_eq!((&facts["models"], &facts["models_total"]), (&json!([]), &json!(0)));
    let counts: Vec<(&str, u64, u64)> = facts["counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["name"].as_str().unwrap(), c["train"].as_u64().unwrap(), c["test"].as_u64().unwrap()))
        .collect();
    assert_eq!(counts, [("good", 8, 2), ("scratch", 8, 2), ("dent", 0, 0), ("later", 0, 0)]);
    admin.delete(&own).await.expect(204);
    assert_eq!(list(&admin, &project, "").await, [2]);
    admin.get(&own).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_are_held_against_each_other_by_content() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let first = version(&admin, &project, json!({"held_back": 0})).await;
    let picture = async |name: &str| admin.pictures(&project, &format!("name={name}")).await.remove(0);
    let (scratch, gone, marked, odd) = (
        picture("scratch/0.jpg").await,
        picture("scratch/1.jpg").await,
        picture("scratch/2.jpg").await,
        picture("x.jpg").await,
    );
    label(&admin, &project, &[id(&scratch)], json!("good")).await;
    label(&admin, &project, &[id(&odd)], json!("bad")).await;
    let class = admin.class_id(&project, "dent").await;
    let path = format!("/pictures/{}/annotation", id(&marked));
    let tag = admin.get(&path).await.etag();
    let regions =
        json!([{"id": "1", "class_id": class, "shape": {"kind": "box", "x": 1, "y": 1, "w": 9, "h": 9}}]);
    admin.with("if-match", &tag).put(&path, json!({"regions": regions})).await.expect(200);
    let delete = format!("/projects/{}/pictures/delete", id(&project));
    admin.post(&delete, json!({"ids": [id(&gone)]})).await.expect(200);
    admin.bring(&project, vec![("good/new.jpg", jpeg(900))]).await;
    let second = version(&admin, &project, json!({"held_back": 0.2})).await;
    let diff = format!("/versions/{}/diff/{}", id(&first), id(&second));
    let all = admin.get(&diff).await.expect(200);
    for (kind, count) in
        [("added", 1), ("removed", 1), ("label_added", 1), ("label_removed", 0), ("label_changed", 2)]
    {
        assert_eq!(all[kind], count, "{kind}");
    }
    let moved = all["moved"].as_u64().unwrap();
    assert!(moved > 0 && moved + all["same"].as_u64().unwrap() == 17, "{all}");
    assert_eq!(all["items"][0]["after"]["name"], "good/new.jpg", "the first kind of which there are some");
    let removed = admin.get(&format!("{diff}?kind=removed")).await.expect(200);
    let before = &removed["items"][0]["before"];
    assert_eq!((&before["name"], &removed["items"][0]["after"]), (&json!("scratch/1.jpg"), &Value::Null));
    let thumb = format!("/versions/{}/pictures/{}/thumb", id(&first), before["position"]);
    assert_eq!(admin.get(&thumb).await.headers["content-type"], "image/jpeg", "also of one that is gone");
    admin.get(&format!("/versions/{}/pictures/999/thumb", id(&first))).await.refused(404, "not_found");
    let part = admin.get(&format!("{diff}?kind=label_changed&limit=1")).await.expect(200);
    let rest = format!("{diff}?kind=label_changed&limit=1&cursor={}", part["next"].as_str().unwrap());
    let rest = admin.get(&rest).await.expect(200);
    assert_eq!((&part["total"], &rest["total"], &rest["next"]), (&json!(2), &json!(2), &Value::Null));
    let both = [&part["items"][0], &rest["items"][0]];
    let marks: u64 = both.iter().map(|one| one["regions_added"].as_u64().unwrap()).sum();
    assert_eq!(marks, 1);
    let verdicts: Vec<&Value> = both.iter().map(|one| &one["after"]["verdict"]).collect();
    assert!(verdicts.contains(&&json!("good")));
    let back = admin.get(&format!("/versions/{}/diff/{}", id(&second), id(&first))).await.expect(200);
    assert_eq!((&back["added"], &back["removed"], &back["label_removed"]), (&json!(1), &json!(1), &json!(1)));
    let other = filled(&admin).await;
    let foreign = version(&admin, &other, json!({})).await;
    admin.get(&format!("/versions/{}/diff/{}", id(&first), id(&foreign))).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn restoring_makes_labels_what_a_version_says_and_leaves_what_came_later() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let dent = admin.class_id(&project, "dent").await;
    let marked = admin.pictures(&project, "name=scratch/3").await.remove(0);
    let path = format!("/pictures/{}/annotation", id(&marked));
    let tag = admin.get(&path).await.etag();
    let regions =
        json!([{"id": "1", "class_id": dent, "shape": {"kind": "box", "x": 1, "y": 1, "w": 9, "h": 9}}]);
    let said = admin.with("if-match", &tag).put(&path, json!({"regions": regions})).await.expect(200);
    let made = version(&admin, &project, json!({})).await;
    let preview = format!("/versions/{}/restore", id(&made));
    let nothing = admin.get(&preview).await.expect(200);
    assert_eq!(
        (&nothing["changed"], &nothing["same"], &nothing["later"]),
        (&json!(0), &json!(21), &json!(0))
    );
    let all = admin.pictures(&project, "").await;
    let ids: Vec<&str> = all.iter().map(id).collect();
    label(&admin, &project, &ids, json!("good")).await;
    let gone = admin.pictures(&project, "name=scratch/0").await.remove(0);
    let delete = format!("/projects/{}/pictures/delete", id(&project));
    admin.post(&delete, json!({"ids": [id(&gone)]})).await.expect(200);
    // Nothing of the project uses the class any more; the version does.
    admin.delete(&format!("/classes/{dent}")).await.expect(204);
    admin.bring(&project, vec![("good/new.jpg", jpeg(900))]).await;
    let seen = admin.get(&preview).await.expect(200);
    assert_eq!(
        [&seen["changed"], &seen["brought_back"], &seen["left_out"], &seen["later"], &seen["classes"]],
        [&json!(20), &json!(0), &json!(1), &json!(1), &json!(["dent"])],
        "{seen}"
    );
    let seen = admin.get(&format!("{preview}?bring_back=true")).await.expect(200);
    assert_eq!((&seen["brought_back"], &seen["left_out"]), (&json!(1), &json!(0)));
    assert_eq!(seen["examples"].as_array().unwrap().len(), 21);
    let done = admin.post(&preview, json!({"bring_back": true, "keep_now": true})).await.expect(200);
    assert_eq!(
        (&done["changed"], &done["brought_back"], &done["kept"]["number"]),
        (&json!(20), &json!(1), &json!(2))
    );
    assert_eq!(admin.pictures(&project, "verdict=bad").await.len(), 10);
    assert_eq!(admin.pictures(&project, "labelled=false").await.len(), 1);
    let again = admin.get(&path).await.expect(200);
    assert_eq!(again["regions"][0]["shape"], said["regions"][0]["shape"]);
    assert_eq!(again["regions"][0]["class_id"], json!(admin.class_id(&project, "dent").await));
    assert_eq!(admin.get(&format!("{preview}?bring_back=true")).await.expect(200)["changed"], 0);
    assert_eq!(admin.pictures(&project, "name=new&verdict=good").await.len(), 1);
}

async fn parts(admin: &Client, project: &Value) -> BTreeMap<String, String> {
    let all = admin.pictures(project, "").await;
    let part = |p: &Value| p["part"].as_str().unwrap_or("none").to_string();
    all.iter().map(|p| (p["name"].as_str().unwrap().to_string(), part(p))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_parted_by_a_rule_and_stay_where_they_are_when_more_come() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let path = format!("/projects/{}/split", id(&project));
    assert_eq!(admin.get(&path).await.expect(200)["rule"], Value::Null);
    let by_class = json!({"by": "class", "validation": 0.2, "test": 0.2});
    let seen = admin.post(&format!("{path}/preview"), by_class.clone()).await.expect(200);
    assert_eq!(
        parts(&admin, &project).await.values().filter(|p| *p != "none").count(),
        0,
        "nothing is done yet"
    );
    let done = admin.put(&path, by_class.clone()).await.expect(200);
    assert_eq!(seen["counts"], done["counts"]);
    for row in done["counts"].as_array().unwrap().iter().filter(|row| !row["verdict"].is_null()) {
        assert_eq!([&row["train"], &row["validation"], &row["test"], &row["none"]], [6, 2, 2, 0], "{row}");
    }
    let before = parts(&admin, &project).await;
    let files: Vec<(String, Vec<u8>)> =
        (0..10).map(|n| (format!("good/more{n}.jpg"), jpeg(700 + n))).collect();
    admin.bring(&project, files.iter().map(|(n, b)| (n.as_str(), b.clone())).collect()).await;
    let made = version(&admin, &project, json!({})).await;
    assert_eq!(
        (&made["held_back"], &made["validation"], &made["split"]["by"]),
        (&json!(6), &json!(6), &json!("class"))
    );
    let after = parts(&admin, &project).await;
    assert!(before.iter().all(|(name, part)| after[name] == *part), "those that were placed stay");
    assert_eq!(admin.pictures(&project, "part=test").await.len(), 6);
    assert_eq!(admin.pictures(&project, "part=none").await.len(), 1, "the one without a label");
    // Laid out for a training: those to choose by lie apart, and the reader knows.
    let version_id: Id = id(&made).parse().unwrap();
    let laid = test.store.lay_out(version_id, &test.folder().join("out"), Part::Teach).await.unwrap();
    assert_eq!(laid.pictures.len(), 24);
    let set = open(&test.folder().join("out"), &OpenOptions::default()).unwrap();
    let of = |split| set.samples.iter().filter(|s| s.split == Some(split)).count();
    assert_eq!((of(Split::Train), of(Split::Val), set.problems.len()), (18, 6, 0));
    assert!(set.samples.iter().all(|s| laid.pictures.iter().any(|(path, _)| *path == s.id)));
    let names: Vec<&str> = set.classes.iter().map(|c| c.name.as_str()).collect();
    assert!(
        names.contains(&"good") && names.contains(&"scratch") && !names.contains(&"validation"),
        "{names:?}"
    );
    let by_hand = admin.pictures(&project, "part=train").await.remove(0);
    let hand = format!("/projects/{}/pictures/part", id(&project));
    admin.post(&hand, json!({"ids": [id(&by_hand)], "part": "test"})).await.expect(200);
    admin.put(&path, by_class).await.expect(200);
    assert_eq!(admin.get(&format!("/pictures/{}", id(&by_hand))).await.expect(200)["part"], "test");
    admin.delete(&path).await.expect(204);
    admin.post(&hand, json!({"ids": [id(&by_hand)], "part": "test"})).await.refused(409, "split.none");
    assert_eq!(admin.pictures(&project, "part=none").await.len(), 31);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_stay_together_and_a_rule_that_cannot_be_used_says_why() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let path = format!("/projects/{}/split", id(&project));
    let rule = json!({"by": "pattern", "pattern": r"lot(\d)", "validation": 0.0, "test": 0.5});
    let seen = admin.post(&format!("{path}/preview"), rule.clone()).await.expect(200);
    assert_eq!((&seen["groups"], &seen["unmatched"]), (&json!(5), &json!(11)));
    assert_eq!(seen["largest"][0], json!({"key": "0", "pictures": 2}));
    admin.put(&path, rule.clone()).await.expect(200);
    let placed = parts(&admin, &project).await;
    for lot in 0..5 {
        let of: Vec<&String> = placed
            .iter()
            .filter(|(name, _)| name.contains(&format!("lot{lot}/")))
            .map(|(_, part)| part)
            .collect();
        assert!(of.len() == 2 && of[0] == of[1], "{placed:?}");
    }
    let mut anew = rule.clone();
    anew["reshuffle"] = json!(true);
    admin.put(&path, anew).await.expect(200);
    assert_ne!(parts(&admin, &project).await, placed);
    let refused = |body: Value| admin.put(&path, body);
    let problem = refused(json!({"by": "pattern", "pattern": "(", "validation": 0, "test": 0.2})).await;
    assert!(problem.refused(422, "split.pattern")["params"]["reason"].as_str().unwrap().contains("unclosed"));
    let too_much = json!({"by": "random", "validation": 0.5, "test": 0.5});
    refused(too_much).await.refused(422, "request.fields");
    let folders = json!({"by": "folder", "validation": 0.2, "test": 0.2});
    assert_eq!(admin.post(&format!("{path}/preview"), folders).await.expect(200)["groups"], 7);
}

pub async fn worked_out(admin: &Client, project: &Value, wanted: Value) -> Value {
    let begun = admin.post(&format!("/projects/{}/statistics", id(project)), wanted).await.expect(201);
    for _ in 0..600 {
        let now = admin.get(&format!("/statistics/{}", id(&begun))).await.expect(200);
        if now["state"] != "running" {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the statistics have no end");
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_count_what_is_there_and_lead_to_the_pictures() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    // The same scene once more, as another camera would write it.
    let mut scene = crate::app::picture(3, 64, 48);
    scene.rgb.chunks_exact_mut(3).enumerate().for_each(|(at, p)| p.fill((at % 64 * 3) as u8));
    let (one, two) = [95, 70].map(|quality| fovea_vision::encode_jpeg(&scene, quality).unwrap()).into();
    admin.bring(&project, vec![("good/one.jpg", one), ("good/two.jpg", two)]).await;
    let pair = admin.pictures(&project, "name=one").await.remove(0);
    let path = format!("/pictures/{}/annotation", id(&pair));
    let tag = admin.get(&path).await.etag();
    let class = admin.class_id(&project, "dent").await;
    let regions =
        json!([{"id": "1", "class_id": class, "shape": {"kind": "box", "x": 0, "y": 0, "w": 32, "h": 24}}]);
    admin.with("if-match", &tag).put(&path, json!({"regions": regions})).await.expect(200);
    let split = format!("/projects/{}/split", id(&project));
    admin.put(&split, json!({"by": "random", "validation": 0, "test": 0})).await.expect(200);
    let to_test = json!({"ids": [id(&pair)], "part": "test"});
    admin.post(&format!("/projects/{}/pictures/part", id(&project)), to_test).await.expect(200);
    let last = format!("/projects/{}/statistics", id(&project));
    assert_eq!(admin.get(&last).await.expect(200)["done"], Value::Null);
    let done = worked_out(&admin, &project, json!({})).await;
    assert_eq!(done["state"], "done", "{done}");
    let result = &done["result"];
    assert_eq!([&result["pictures"], &result["labelled"], &result["regions"]], [23, 22, 1]);
    assert_eq!(result["sizes"], json!([{"bin": 0, "width": 64, "height": 48, "pictures": 23}]));
    let good = result["by_class"].as_array().unwrap().iter().find(|c| c["good"] == true).unwrap();
    assert_eq!((&good["pictures"], &good["train"]), (&json!(11), &json!(11)));
    for figure in ["brightness", "sharpness"] {
        let sum: u64 = result[figure].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(sum, 23, "{figure}");
    }
    // Half of the side, in the upper left quarter: its middle lies a quarter in.
    assert_eq!((&result["extent"][21], &result["place"][8 * 32 + 8]), (&json!(1), &json!(1)));
    let found = async |facet: &str, bin: u64| {
        let query = format!("statistics={}&facet={facet}&bin={bin}", id(&done));
        admin.pictures(&project, &query).await
    };
    assert_eq!(id(&found("extent", 21).await[0]), id(&pair));
    assert_eq!(found("extent", 20).await.len(), 0);
    let bright =
        result["brightness"].as_array().unwrap().iter().position(|n| n.as_u64() > Some(0)).unwrap() as u64;
    assert_eq!(
        found("brightness", bright).await.len() as u64,
        result["brightness"][bright as usize].as_u64().unwrap()
    );
    let leak = result["near"].as_array().unwrap().iter().find(|g| g["leak"] == true).unwrap();
    let names: Vec<String> = found("leak", leak["bin"].as_u64().unwrap())
        .await
        .iter()
        .map(|p| p["name"].as_str().unwrap().to_string())
        .collect();
    assert!(names.contains(&"good/one.jpg".into()) && names.contains(&"good/two.jpg".into()), "{names:?}");
    let shown = admin.get(&last).await.expect(200);
    assert_eq!(
        (id(&shown["done"]), &shown["newer"], &shown["stale"]),
        (id(&done), &Value::Null, &json!(false))
    );
    label(&admin, &project, &[id(&pair)], json!("good")).await;
    assert_eq!(admin.get(&last).await.expect(200)["stale"], true);
    // Of a version, and a second time: what contents look like is known, and the older ones go.
    let made = version(&admin, &project, json!({})).await;
    let of_version = worked_out(&admin, &project, json!({"version_id": id(&made)})).await;
    assert_eq!(of_version["result"]["pictures"], 23);
    let again = worked_out(&admin, &project, json!({})).await;
    assert_eq!(again["result"]["regions"], 0);
    admin.get(&format!("/statistics/{}", id(&done))).await.refused(404, "not_found");
    let gone = format!("/projects/{}/pictures?statistics={}&facet=size", id(&project), id(&done));
    admin.get(&gone).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_can_be_cancelled_and_go_on_after_the_server_was_ended() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = filled(&admin).await;
    let project_id: Id = id(&project).parse().unwrap();
    let user = test.store.user_by_name("ada").await.unwrap().unwrap().id;
    // As a server that was killed left them: begun, and nobody at work.
    let (left, new) = test.store.start_statistics(project_id, None, user).await.unwrap();
    assert!(new);
    let begun = admin.post(&format!("/projects/{}/statistics", id(&project)), json!({})).await.expect(201);
    assert_eq!((id(&begun), &begun["state"]), (left.id.to_string().as_str(), &json!("running")));
    let cancelled = admin.post(&format!("/statistics/{}/cancel", left.id), json!({})).await.expect(200);
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(
        admin.post(&format!("/statistics/{}/cancel", left.id), json!({})).await.expect(200),
        cancelled
    );
    let (left, _) = test.store.start_statistics(project_id, None, user).await.unwrap();
    fovea_api::go_on_with_statistics(&test.app).await.unwrap();
    for _ in 0..600 {
        if test.store.statistic(left.id).await.unwrap().state == "done" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nobody went on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_tells_what_its_labels_can_teach_and_where_its_pictures_came_from() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.jpg", jpeg(1)), ("b.jpg", jpeg(2))]).await;
    let bare = version(&admin, &project, json!({})).await;
    assert_eq!((&bare["tasks"], &bare["scene"]), (&json!([]), &json!("free")));
    assert_eq!(bare["origins"], json!([{"source": "upload", "format": null, "pictures": 2}]));
    admin
        .bring(
            &project,
            vec![("good/c.jpg", jpeg(3)), ("scratch/d.jpg", jpeg(4)), ("scratch/e.jpg", jpeg(5))],
        )
        .await;
    let folders = version(&admin, &project, json!({})).await;
    assert_eq!(folders["tasks"], json!(["classify", "anomaly"]));
    let origins = json!([{"source": "upload", "format": "folders", "pictures": 3}, {"source": "upload", "format": null, "pictures": 2}]);
    assert_eq!(folders["origins"], origins);
    let imports = admin.get(&format!("/projects/{}/imports", id(&project))).await.expect(200);
    let formats: Vec<&Value> =
        imports["items"].as_array().unwrap().iter().map(|one| &one["format"]).collect();
    assert_eq!(formats, [&json!("folders"), &Value::Null]);
    let odd = admin.pictures(&project, "name=a.jpg").await.remove(0);
    let path = format!("/pictures/{}/annotation", id(&odd));
    let tag = admin.get(&path).await.etag();
    let class = admin.class_id(&project, "scratch").await;
    let region = json!({"id": "r", "class_id": class, "shape": {"kind": "box", "x": 1.0, "y": 1.0, "w": 8.0, "h": 8.0}});
    let label = json!({"verdict": "bad", "class_id": null, "regions": [region]});
    admin.with("if-match", &tag).put(&path, label).await.expect(200);
    let tag = admin.get(&format!("/projects/{}", id(&project))).await.etag();
    let scene = json!({"scene": "detection"});
    admin.with("if-match", &tag).patch(&format!("/projects/{}", id(&project)), scene).await.expect(200);
    let boxes = version(&admin, &project, json!({})).await;
    assert_eq!(boxes["tasks"], json!(["detect", "classify", "anomaly"]));
    // What was kept does not change with the project.
    let kept = admin.get(&format!("/versions/{}", id(&folders))).await.expect(200);
    assert_eq!((&kept["tasks"], &kept["scene"]), (&json!(["classify", "anomaly"]), &json!("free")));
    for (query, numbers) in [
        ("task=detect", vec![3]),
        ("task=anomaly", vec![3, 2]),
        ("task=read", vec![]),
        ("scene=detection", vec![3]),
        ("scene=free", vec![2, 1]),
        ("format=folders", vec![3, 2]),
        ("format=coco", vec![]),
        ("format=folders&task=detect", vec![3]),
    ] {
        assert_eq!(list(&admin, &project, query).await, numbers, "{query}");
    }
}
