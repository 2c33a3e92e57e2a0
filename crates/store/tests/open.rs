use fovea_store::{ConnectionTrait, Heard, NewProject, Opening, Store, StoreError};

fn project(name: &str, by: fovea_store::Id) -> NewProject {
    NewProject {
        name: name.into(),
        product: String::new(),
        scene: "free".into(),
        good_name: "good".into(),
        good_colour: "#009e73".into(),
        note: String::new(),
        classes: vec![("scratch".into(), "#d55e00".into())],
        created_by: by,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_has_one_server_and_commands_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let server = Store::open(folder.path()).await.unwrap();
    assert!(matches!(Store::open(folder.path()).await, Err(StoreError::Locked { .. })));
    let beside = Store::open_as(folder.path(), Opening::Beside).await.unwrap();
    beside.create_administrator("ada", "hash").await.unwrap();
    assert!(server.user_by_name("ADA").await.unwrap().is_some());
    drop((server, beside));
    Store::open(folder.path()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let change = store.begin().await.unwrap();
    change.execute_unprepared("INSERT INTO seaql_migrations VALUES ('m9999_future', 0)").await.unwrap();
    change.commit().await.unwrap();
    store.close().await;
    drop(store);
    assert!(matches!(Store::open(folder.path()).await, Err(StoreError::Newer { .. })));
    let beside = Store::open_as(folder.path(), Opening::Beside).await;
    assert!(matches!(beside, Err(StoreError::Newer { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_dropped_never_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let change = store.begin().await.unwrap();
    change.execute_unprepared("INSERT INTO user_roles VALUES (x'00', x'00')").await.unwrap_err();
    change.execute_unprepared("INSERT INTO setup_links VALUES (x'00', 1, NULL)").await.unwrap();
    drop(change);
    assert!(!store.setup_link_is_good(&[0]).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_changes_at_once_from_two_sides_all_happen() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let beside = Store::open_as(folder.path(), Opening::Beside).await.unwrap();
    let user = store.create_administrator("ada", "hash").await.unwrap().id;
    let mut tasks = Vec::new();
    for number in 0..60 {
        let side = if number % 2 == 0 { store.clone() } else { beside.clone() };
        tasks.push(tokio::spawn(async move {
            side.create_project(project(&number.to_string(), user)).await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let all = store.projects(&Default::default(), Default::default(), &Default::default()).await.unwrap();
    assert_eq!((all.total, all.items.len()), (60, 50));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_is_told_after_it_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let user = store.create_administrator("ada", "hash").await.unwrap().id;
    let mut listener = store.events().listen();
    let made = store.create_project(project("a", user)).await.unwrap();
    assert!(matches!(listener.recv().await, Heard::Event(event) if event.id == made.id));
    assert!(store.create_project(project("A", user)).await.is_err());
    assert_eq!(listener.ready(), None, "what did not happen is not told");
}
