//! Files beside the database: each is spoken of by a row, and each that a row speaks of is there.

use crate::app::{Client, TestApp, id, png};
use crate::line::Line;
use axum::body::Body;
use axum::http::Method;
use fovea_store::{BlobHash, now};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

async fn infer(client: &Client, service: &Value, picture: Vec<u8>) -> crate::app::Answer {
    let path = format!("/services/{}/infer", id(service));
    client.send(Method::POST, &path, Body::from(picture), Some("image/png")).await
}

fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let shards = std::fs::read_dir(folder).unwrap().map(|shard| shard.unwrap().path());
    shards.flat_map(|shard| std::fs::read_dir(shard).unwrap()).map(|file| file.unwrap().path()).collect()
}

/// Where all that the project's records and pictures speak of should lie.
async fn spoken_of(line: &Line, project: &Value) -> BTreeSet<PathBuf> {
    let project = id(project).parse().unwrap();
    let page = fovea_store::PageRequest { limit: 200, ..Default::default() };
    let records = line.house.store.records(project, &Default::default(), &page).await.unwrap().items;
    let order = fovea_store::PictureOrder::default();
    let pictures =
        line.house.store.pictures(project, &Default::default(), order, &page, 0).await.unwrap().items;
    let hashes = records.into_iter().flat_map(|r| [r.picture, r.heat]).flatten();
    let hashes = hashes.chain(pictures.into_iter().map(|p| p.row.hash));
    hashes.map(|hash| line.house.store.blobs().path(&hash.parse().unwrap())).collect()
}

fn numbered(number: u32) -> Vec<u8> {
    [png(number), b"ng".to_vec()].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hangs_up_leaves_no_file_without_a_record() {
    let line = Line::new().await;
    let service = line.running("ng").await;
    let mut tasks = Vec::new();
    for number in 0..60 {
        let (client, service) = (line.client.clone(), service.clone());
        let task = tokio::spawn(async move { infer(&client, &service, numbered(number)).await });
        tokio::time::sleep(Duration::from_micros(u64::from(number) * 97 % 3000)).await;
        if number % 6 != 0 {
            task.abort();
        }
        tasks.push(task);
    }
    let mut answered = 0;
    for task in tasks {
        answered += usize::from(task.await.is_ok_and(|a| a.status == 200));
    }
    assert!(answered >= 10);
    // What was under way comes to its end by itself.
    let mut before = files(&line.house.store.place().blobs());
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let after = files(&line.house.store.place().blobs());
        if after == before {
            break;
        }
        before = after;
    }
    assert_eq!(before, spoken_of(&line, &line.project).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_pictures_sent_as_one_request_only_the_recorded_one_stays() {
    let line = Line::new().await;
    let service = line.running("all").await;
    for round in 0..10 {
        let client = line.client.with("idempotency-key", &format!("key {round}"));
        let (a, b) = tokio::join!(
            infer(&client, &service, numbered(2 * round)),
            infer(&client, &service, numbered(2 * round + 1))
        );
        assert_eq!(a.expect(200)["record_id"], b.expect(200)["record_id"]);
    }
    assert_eq!(files(&line.house.store.place().blobs()), spoken_of(&line, &line.project).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heat_map_of_several_records_goes_with_the_last_of_them() {
    let line = Line::new().await;
    let service = line.running("ng").await;
    for number in 0..2 {
        infer(&line.client, &service, numbered(number)).await.expect(200);
    }
    let store = &line.house.store;
    let page = fovea_store::PageRequest { limit: 10, ..Default::default() };
    let project = id(&line.project).parse().unwrap();
    let records = store.records(project, &Default::default(), &page).await.unwrap().items;
    let heats: BTreeSet<_> = records.iter().map(|r| r.heat.clone().unwrap()).collect();
    assert_eq!(heats.len(), 1, "the same map is kept once");
    let heat: BlobHash = heats.first().unwrap().parse().unwrap();
    // Nothing takes away what is spoken of.
    assert_eq!(
        fovea_api::sweep(&line.house.app, SystemTime::now() + Duration::from_secs(5)).await.unwrap(),
        0
    );
    assert!(store.blobs().holds(&heat));

    line.client.delete(&format!("/services/{}", id(&service))).await.expect(204);
    let job = service["job_id"].as_str().unwrap().parse().unwrap();
    store.move_job(job, fovea_domain::JobEvent::Failed, None).await.unwrap();
    line.client.delete(&format!("/projects/{}", id(&line.project))).await.expect(204);
    assert!(store.blobs().holds(&heat), "a deleted project can come back");
    fovea_api::remove_old_projects(&line.house.app, now() + 1).await.unwrap();
    assert!(!store.blobs().holds(&heat));
    assert!(files(&store.place().blobs()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_server_left_is_swept_after_its_time() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.png", png(1))]).await;
    let blobs = test.store.blobs();
    let orphan = blobs.put(&png(7)).unwrap();
    let thumb = BlobHash::of(b"a picture that is no more");
    test.store.thumbs().put_as(&thumb, b"small", false).unwrap();
    let part = blobs.path(&orphan).with_file_name(".cut.part");
    std::fs::write(&part, b"half").unwrap();

    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    assert_eq!(fovea_api::sweep(&test.app, hour_ago).await.unwrap(), 0, "it may be about to get its row");
    assert!(blobs.holds(&orphan) && part.exists());

    let soon = SystemTime::now() + Duration::from_secs(5);
    assert_eq!(fovea_api::sweep(&test.app, soon).await.unwrap(), 3);
    assert!(!blobs.holds(&orphan) && !part.exists() && !test.store.thumbs().holds(&thumb));
    let kept = BlobHash::of(&png(1));
    assert!(blobs.holds(&kept) && test.store.thumbs().holds(&kept));
}
