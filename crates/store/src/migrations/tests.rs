use super::{Migrator, STEPS};
use crate::{Store, UserState};
use fovea_domain::permission::{Preset, Rights};
use sea_orm::{ConnectionTrait, Database};
use sea_orm_migration::MigratorTrait;
use std::path::Path;

/// A database as the program wrote it before roles were rows.
async fn old_database(folder: &Path) {
    let url = format!("sqlite://{}?mode=rwc", folder.join("fovea.db").display());
    let db = Database::connect(url).await.unwrap();
    Migrator::up(&db, Some(3)).await.unwrap();
    db.execute_unprepared(
        "INSERT INTO users VALUES (x'0000000000007000800000000000000a', 'Äda', 'hash', 5);
         INSERT INTO users VALUES (x'0000000000007000800000000000000b', 'eve', 'hash', 6);
         INSERT INTO users VALUES (x'0000000000007000800000000000000c', 'äda', 'hash', 7);
         INSERT INTO user_roles VALUES (x'0000000000007000800000000000000a', 'administrator');
         INSERT INTO user_roles VALUES (x'0000000000007000800000000000000c', 'administrator');
         INSERT INTO sessions VALUES (x'00000000000070008000000000000001', x'0000000000007000800000000000000b', x'02', 1, 1, 99999999999999);
         INSERT INTO tokens VALUES (x'00000000000070008000000000000003', x'0000000000007000800000000000000a', 't', x'04', 1, NULL, NULL);",
    )
    .await
    .unwrap();
    db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_an_older_folder_keep_what_they_had() {
    let folder = tempfile::tempdir().unwrap();
    old_database(folder.path()).await;
    let store = Store::open(folder.path()).await.unwrap();
    let ada = store.user_by_name("ÄDA").await.unwrap().unwrap();
    assert_eq!((ada.name.as_str(), ada.built_in, ada.is(UserState::Active)), ("Äda", true, true));
    assert_eq!(store.rights_of(ada.id).await.unwrap(), Rights::all());
    let eve = store.user_by_name("eve").await.unwrap().unwrap();
    assert_eq!((eve.built_in, store.rights_of(eve.id).await.unwrap()), (false, Rights::NONE));
    assert_eq!(store.enter_by_token(&[4]).await.unwrap().unwrap().rights, Preset::Administrator.rights());
    assert_eq!(store.enter_by_session(&[2], 1000).await.unwrap().unwrap().user.name, "eve");
    // Two names that are one now: both users are there, the first one has the name.
    let all = store.people(&Default::default(), Default::default(), &Default::default()).await.unwrap();
    assert_eq!((all.total, all.items.iter().filter(|p| p.user.built_in).count()), (3, 1));
    let filter = crate::UserFilter { q: Some("äda".into()), ..Default::default() };
    assert_eq!(store.people(&filter, Default::default(), &Default::default()).await.unwrap().total, 2);
    store.close().await;
    drop(store);
    Store::open(folder.path()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_of_an_older_server_is_closed_as_it_stands_and_virtual_clusters_share_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("fovea.db").display());
    let db = Database::connect(url).await.unwrap();
    // As it was before imports were jobs.
    Migrator::up(&db, Some(20)).await.unwrap();
    db.execute_unprepared(
        "INSERT INTO projects (id, name, product, scene, good_name, note, revision, created_at, updated_at)
            VALUES (x'0000000000007000800000000000000a', 'Parts', '', 'free', 'good', '', 1, 5, 5);
         INSERT INTO imports (id, project_id, state, received_bytes, files, added, duplicates, refused, labels, created_at)
            VALUES (x'0000000000007000800000000000000b', x'0000000000007000800000000000000a', 'running', 7, 1, 1, 0, 0, 0, 6);",
    )
    .await
    .unwrap();
    db.close().await.unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    assert_eq!(store.close_left_imports().await.unwrap(), 1);
    assert_eq!(store.close_left_imports().await.unwrap(), 0);
    let import = store.import(crate::Id::from(0x7000_8000_0000_0000_000b_u128)).await.unwrap();
    assert_eq!((import.state.as_str(), import.added, import.ended_at.is_some()), ("failed", 1, true));
    let shares = store.cluster_shares().await.unwrap();
    assert_eq!((shares[0].lends, shares[0].borrows, shares[0].weight), (false, false, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_of_an_older_server_tell_what_their_labels_teach_and_where_they_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("fovea.db").display());
    let db = Database::connect(url).await.unwrap();
    let before = STEPS.iter().position(|step| step.name == "m0080_version_tasks").unwrap();
    Migrator::up(&db, Some(u32::try_from(before).unwrap())).await.unwrap();
    db.execute_unprepared(
        r#"INSERT INTO projects (id, name, product, scene, good_name, note, revision, created_at, updated_at)
            VALUES (x'0000000000007000800000000000000a', 'Parts', '', 'detection', 'good', '', 1, 5, 5);
         INSERT INTO imports (id, project_id, state, received_bytes, files, added, duplicates, refused, labels, created_at, format)
            VALUES (x'0000000000007000800000000000000b', x'0000000000007000800000000000000a', 'done', 7, 1, 1, 0, 0, 1, 6, 'coco');
         INSERT INTO pictures (id, project_id, hash, name, width, height, bytes, format, source, import_id, added_at, region_count, revision, updated_at)
            VALUES (x'0000000000007000800000000000000c', x'0000000000007000800000000000000a', 'aa', 'a.png', 9, 9, 9, 'png', 'upload', x'0000000000007000800000000000000b', 6, 1, 1, 6);
         INSERT INTO versions (id, project_id, number, note, pictures, labelled, held_back, classes, created_at)
            VALUES (x'0000000000007000800000000000000d', x'0000000000007000800000000000000a', 1, '', 2, 2, 0, '[]', 7);
         INSERT INTO version_pictures (version_id, position, picture_id, hash, name, width, height, bytes, format, source, added_at, verdict, class_id, regions, held_back)
            VALUES (x'0000000000007000800000000000000d', 0, x'0000000000007000800000000000000c', 'aa', 'a.png', 9, 9, 9, 'png', 'upload', 6, 'bad', x'0000000000007000800000000000000e',
                '[{"id":"1","class_id":"0","shape":{"kind":"box","x":1,"y":1,"w":2,"h":2}}]', 0);
         INSERT INTO version_pictures (version_id, position, picture_id, hash, name, width, height, bytes, format, source, added_at, verdict, class_id, regions, held_back)
            VALUES (x'0000000000007000800000000000000d', 1, x'0000000000007000800000000000000f', 'bb', 'b.png', 9, 9, 9, 'png', 'line', 6, 'good', NULL, '[]', 0);"#,
    )
    .await
    .unwrap();
    db.close().await.unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let version = store.version(crate::Id::from(0x7000_8000_0000_0000_000d_u128)).await.unwrap();
    assert_eq!(
        (version.scene.as_str(), version.tasks().unwrap()),
        ("detection", ["detect", "classify", "anomaly"].map(String::from).to_vec())
    );
    let origin = |source: &str, format: Option<&str>| crate::Origin {
        source: source.into(),
        format: format.map(String::from),
        pictures: 1,
    };
    assert_eq!(version.origins().unwrap(), [origin("line", None), origin("upload", Some("coco"))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_models_proposed_on_an_older_server_is_still_there_and_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("fovea.db").display());
    let db = Database::connect(url).await.unwrap();
    let before = STEPS.iter().position(|step| step.name == "m0082_read_proposals").unwrap();
    Migrator::up(&db, Some(u32::try_from(before).unwrap())).await.unwrap();
    // Without the job that the model came from.
    db.execute_unprepared(
        "PRAGMA foreign_keys = OFF;
         INSERT INTO projects (id, name, product, scene, good_name, note, revision, created_at, updated_at)
            VALUES (x'0000000000007000800000000000000a', 'Parts', '', 'free', 'good', '', 1, 5, 5);
         INSERT INTO pictures (id, project_id, hash, name, width, height, bytes, format, source, added_at, region_count, revision, updated_at)
            VALUES (x'0000000000007000800000000000000c', x'0000000000007000800000000000000a', 'aa', 'a.png', 9, 9, 9, 'png', 'upload', 6, 0, 1, 6);
         INSERT INTO models (id, project_id, job_id, number, name, task, stage, note, threshold, classes, bytes, revision, created_at)
            VALUES (x'0000000000007000800000000000000d', x'0000000000007000800000000000000a', x'00', 3, 'Parts', 'anomaly', 'draft', '', 0.5, '[]', 1, 1, 7);
         INSERT INTO prelabels (id, project_id, model_id, pictures, created_at)
            VALUES (x'0000000000007000800000000000000e', x'0000000000007000800000000000000a', x'0000000000007000800000000000000d', 1, 8);
         INSERT INTO proposals (picture_id, prelabel_id, state, bad, score, uncertainty, regions, denied)
            VALUES (x'0000000000007000800000000000000c', x'0000000000007000800000000000000e', 'open', 1, 0.9, 0.1, '[]', 0);",
    )
    .await
    .unwrap();
    db.close().await.unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let found = store.prelabels(crate::Id::from(0x7000_8000_0000_0000_000e_u128)).await.unwrap();
    let model = crate::Id::from(0x7000_8000_0000_0000_000d_u128);
    assert_eq!(
        (found.model_id, found.model_number, found.class_id, found.open),
        (Some(model), Some(3), None, 1)
    );
    let proposal = store.proposal(crate::Id::from(0x7000_8000_0000_0000_000c_u128)).await.unwrap().unwrap();
    assert_eq!((proposal.model_id, proposal.bad), (Some(model), true));
}
