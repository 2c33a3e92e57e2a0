//! How fast the wall is filtered where there are very many pictures.

use crate::app::{TestApp, id, jpeg};
use fovea_store::ConnectionTrait;
use std::time::Instant;

const MANY: u32 = 100_000;

/// Rows made of one picture: every third good, every fourth in a task, every tenth tagged, in sizes and times of many kinds.
async fn fill(test: &TestApp, project: &str) {
    let hex = |id: &str| id.replace('-', "");
    let change = test.store.begin().await.unwrap();
    let rows = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})
        INSERT INTO pictures (id, project_id, hash, name, width, height, bytes, format, source, import_id, added_at, deleted_at,
            verdict, class_id, region_count, revision, updated_at, updated_by, split)
        SELECT randomblob(16), p.project_id, printf('%064x', i), printf('lot%03d/%06d.jpg', i % 300, i), 640 + i % 2000, 480,
            10000 + (i * 7919) % 2000000, 'jpeg', 'upload', NULL, p.added_at - i * 1000, NULL,
            CASE i % 3 WHEN 0 THEN 'good' WHEN 1 THEN 'bad' END, CASE i % 3 WHEN 1 THEN (SELECT id FROM classes c
                WHERE c.project_id = p.project_id AND NOT c.good LIMIT 1) END, 0, 1, p.added_at, p.updated_by,
            CASE i % 5 WHEN 0 THEN 'validation' WHEN 1 THEN 'test' ELSE 'train' END
        FROM n, (SELECT * FROM pictures WHERE project_id = x'{}' LIMIT 1) p;
        INSERT INTO tags (project_id, name) VALUES (x'{}', 'night'), (x'{}', 'line 3');
        INSERT INTO picture_tags (tag, picture_id) SELECT t.number, p.id FROM pictures p JOIN tags t ON t.name = 'night' WHERE p.bytes % 10 = 0;
        INSERT INTO picture_tags (tag, picture_id) SELECT t.number, p.id FROM pictures p JOIN tags t ON t.name = 'line 3' WHERE p.bytes % 2 = 0;
        ANALYZE;",
        hex(project),
        hex(project),
        hex(project)
    );
    change.execute_unprepared(&rows).await.unwrap();
    change.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes 100,000 rows, and measures"]
async fn a_wall_of_100_000_pictures_is_filtered() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.jpg", jpeg(1))]).await;
    let begun = Instant::now();
    fill(&test, id(&project)).await;
    println!("{MANY} rows made in {:.1} s", begun.elapsed().as_secs_f32());
    let me = admin.get("/session").await.expect(200);
    let task = serde_json::json!({"name": "lot", "people": [id(&me)], "pictures": {"name": "lot01"}});
    admin.post(&format!("/projects/{}/annotation_tasks", id(&project)), task).await.expect(201);
    let scratch = admin.class_id(&project, "scratch").await;
    let dent = admin.class_id(&project, "dent").await;
    let by = format!("said_by={}", id(&me));
    let (first, other) = (format!("class_id={scratch}"), format!("class_id={dent}"));
    let queries = [
        "",
        "sort=name",
        "number=90000",
        "sort=name&number=90000",
        "verdict=bad",
        "labelled=false",
        &first,
        &other,
        "part=test",
        "tags=night",
        "tags=night,line%203",
        "work=open",
        "work=none",
        &by,
        "noted=true",
        "noted=false",
        "name=00042",
        "side_from=2000",
        "bytes_from=1900000",
        "bytes_to=20000&sort=name",
        "added_to=2026-11-01T00:00:00Z",
        "verdict=bad&part=test&tags=night&side_from=1000&bytes_from=500000",
    ];
    println!("{:<66} {:>8} {:>8} {:>9}", "filter", "p50 ms", "max ms", "pictures");
    for query in queries {
        let path = format!("/projects/{}/pictures?limit=200&{query}", id(&project));
        let (mut times, mut total) = (Vec::new(), 0);
        for _ in 0..11 {
            let begun = Instant::now();
            total = admin.get(&path).await.expect(200)["total"].as_u64().unwrap();
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        println!("{query:<66} {:>8.1} {:>8.1} {total:>9}", times[5], times[10]);
    }
    let delete = format!("/projects/{}/pictures/delete", id(&project));
    let begun = Instant::now();
    let done = admin.post(&delete, serde_json::json!({"found": {}})).await.expect(200);
    println!("all of {} into the bin: {:.1} s", done["changed"], begun.elapsed().as_secs_f32());
    let begun = Instant::now();
    let path = format!("/edits/{}/undo", done["edit"].as_str().unwrap());
    let back = admin.post(&path, serde_json::json!({})).await.expect(200);
    println!("and back {}: {:.1} s", back["changed"], begun.elapsed().as_secs_f32());
    assert_eq!(back["left_out"], 0);
}
