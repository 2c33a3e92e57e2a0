//! What is known of pictures beside what they show: where it comes from, what finds by it, what is parted by it.

use crate::app::{Client, TestApp, id, jpeg};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

async fn choices(admin: &Client, project: &Value) -> Value {
    admin.get(&format!("/projects/{}/pictures/choices", id(project))).await.expect(200)["columns"].clone()
}

async fn found(admin: &Client, project: &Value, query: &str) -> Vec<String> {
    let found = admin.pictures(project, &format!("sort=name&{query}")).await;
    found.iter().map(|p| p["name"].as_str().unwrap().to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn other_columns_of_a_table_are_kept_found_by_and_told_also_later() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let table = "picture,class,part,machine\na.jpg,dent,0815,M1\nb.jpg,good,0815,\nc.jpg,,0816,M2\n";
    let files = vec![
        ("set/a.jpg", jpeg(1)),
        ("set/b.jpg", jpeg(2)),
        ("set/c.jpg", jpeg(3)),
        ("set/labels.csv", table.as_bytes().to_vec()),
    ];
    let import = admin.bring(&project, files).await;
    assert_eq!((&import["labels"], &import["columns"]), (&json!(2), &json!(3)), "{import}");
    let a = admin.pictures(&project, "name=a.jpg").await.remove(0);
    assert_eq!(a["columns"], json!({"part": "0815", "machine": "M1"}));
    assert_eq!(found(&admin, &project, "column=part:0815").await, ["set/a.jpg", "set/b.jpg"]);
    assert_eq!(found(&admin, &project, "column=part:0815%0Amachine:M1").await, ["set/a.jpg"]);
    assert!(found(&admin, &project, "column=part:081").await.is_empty());
    let list = format!("/projects/{}/pictures?column=part", id(&project));
    admin.get(&list).await.refused(422, "request.fields");

    // A table alone tells of pictures that are there; what it does not name stays.
    let table = "文件名;part;机台\nset/a.jpg;0817;\nb.jpg;;A3\nnone.jpg;1;1\n";
    let import = admin.bring(&project, vec![("later.csv", table.as_bytes().to_vec())]).await;
    assert_eq!((&import["columns"], &import["added"], &import["refused"]), (&json!(2), &json!(0), &json!(1)));
    let refused = admin.get(&format!("/imports/{}/refusals", id(&import))).await.expect(200);
    assert_eq!(refused["items"][0]["code"], "label.no_picture");
    let told = choices(&admin, &project).await;
    let part = json!([{"name": "0815", "pictures": 1}, {"name": "0816", "pictures": 1}, {"name": "0817", "pictures": 1}]);
    assert_eq!(told[1], json!({"name": "part", "pictures": 3, "different": 3, "values": part}), "{told}");
    assert_eq!(told[2]["name"], "机台");
    // Those in the bin are not counted, and come back with theirs.
    let delete = format!("/projects/{}/pictures/delete", id(&project));
    let edit = admin.post(&delete, json!({"ids": [id(&a)]})).await.expect(200);
    assert_eq!(choices(&admin, &project).await[1]["pictures"], 2);
    admin.post(&format!("/edits/{}/undo", edit["edit"].as_str().unwrap()), json!({})).await.expect(200);

    // A version keeps them as they were.
    let versions = format!("/projects/{}/versions", id(&project));
    let version = admin.post(&versions, json!({})).await.expect(201);
    let table = "picture,part\na.jpg,0900\n";
    admin.bring(&project, vec![("again.csv", table.as_bytes().to_vec())]).await;
    let kept = admin.get(&format!("/versions/{}/pictures", id(&version))).await.expect(200);
    let parts: BTreeSet<&str> =
        kept["items"].as_array().unwrap().iter().filter_map(|p| p["columns"]["part"].as_str()).collect();
    assert_eq!(parts, ["0815", "0816", "0817"].into());
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_the_line_bring_where_they_were_taken() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let query = "machine=AOI-1&product=P%201&station=front&flag=ng&serial=S1&taken_at=2026-03-01T08:00:05Z";
    let path = format!("/projects/{}/raw_pictures?{query}", id(&project));
    let raw = admin.send(Method::POST, &path, Body::from(jpeg(1)), Some("image/jpeg")).await.expect(201);
    let take = format!("/projects/{}/raw_pictures/take", id(&project));
    admin.post(&take, json!({"ids": [id(&raw)], "flags": false})).await.expect(200);
    let picture = admin.pictures(&project, "column=machine:AOI-1").await.remove(0);
    let told = json!({"machine": "AOI-1", "product": "P 1", "station": "front", "serial": "S1", "flag": "ng", "taken_at": "2026-03-01 08:00:05"});
    assert_eq!(picture["columns"], told);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_which_a_column_says_the_same_stay_together_also_those_that_come_later() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let brought = async |from: u32, to: u32| {
        let mut files: Vec<(String, Vec<u8>)> = (from..to).map(|n| (format!("{n}.jpg"), jpeg(n))).collect();
        let lines: Vec<String> = (from..to).map(|n| format!("{n}.jpg,lot-{}", n % 12)).collect();
        files.push((format!("{from}.csv"), format!("picture,part\n{}\n", lines.join("\n")).into_bytes()));
        admin
            .bring(&project, files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect())
            .await
    };
    brought(0, 36).await;
    let split = format!("/projects/{}/split", id(&project));
    let rule = json!({"by": "column", "column": "part", "validation": 0.2, "test": 0.3});
    let seen = admin.post(&format!("{split}/preview"), rule.clone()).await.expect(200);
    assert_eq!((&seen["groups"], &seen["unmatched"]), (&json!(12), &json!(0)), "{seen}");
    let set = admin.put(&split, rule.clone()).await.expect(200);
    assert_eq!((&set["rule"]["by"], &set["rule"]["column"]), (&json!("column"), &json!("part")));
    let parts = async || -> (BTreeMap<String, BTreeSet<String>>, BTreeMap<String, String>) {
        let mut parts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut of = BTreeMap::new();
        for picture in admin.pictures(&project, "").await {
            let text = |value: &Value| value.as_str().unwrap_or("none").to_string();
            parts.entry(text(&picture["columns"]["part"])).or_default().insert(text(&picture["part"]));
            of.insert(text(&picture["name"]), text(&picture["part"]));
        }
        (parts, of)
    };
    let (lots, before) = parts().await;
    assert_eq!((lots.len(), lots.values().all(|of| of.len() == 1)), (12, true), "{lots:?}");
    // Those of a known lot go where it lies, and nobody moves.
    brought(36, 60).await;
    admin.post(&format!("/projects/{}/versions", id(&project)), json!({})).await.expect(201);
    let (lots, after) = parts().await;
    assert_eq!((lots.len(), lots.values().all(|of| of.len() == 1)), (12, true), "{lots:?}");
    assert!(before.iter().all(|(name, part)| after.get(name) == Some(part)));
    // What an expression finds in the column, and wishes that cannot be.
    let digit =
        json!({"by": "column", "column": "part", "pattern": "lot-(.)", "validation": 0.2, "test": 0.3});
    assert_eq!(admin.post(&format!("{split}/preview"), digit).await.expect(200)["groups"], 10);
    let none = json!({"by": "column", "column": "machine", "validation": 0.2, "test": 0.3});
    assert_eq!(admin.post(&format!("{split}/preview"), none).await.expect(200)["unmatched"], 60);
    for bad in [json!(null), json!("a:b")] {
        let bad = json!({"by": "column", "column": bad, "validation": 0.2, "test": 0.3});
        admin.put(&split, bad).await.refused(422, "request.fields");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_has_at_most_32_columns() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let names: Vec<String> = (0..40).map(|n| format!("c{n:02}")).collect();
    let values: Vec<String> = (0..40).map(|n| n.to_string()).collect();
    let table = format!("picture,{}\na.jpg,{}\n", names.join(","), values.join(","));
    admin.bring(&project, vec![("a.jpg", jpeg(1)), ("t.csv", table.into_bytes())]).await;
    let columns = async || admin.pictures(&project, "").await[0]["columns"].as_object().unwrap().clone();
    assert_eq!(columns().await.len(), 32);
    // One more has no room, another value of one that is there has.
    let table = "picture,more,c00\na.jpg,1,zero\n";
    let import = admin.bring(&project, vec![("u.csv", table.as_bytes().to_vec())]).await;
    assert_eq!(import["columns"], 1);
    let told = columns().await;
    assert_eq!((told.len(), &told["c00"], told.get("more")), (32, &json!("zero"), None));
}
