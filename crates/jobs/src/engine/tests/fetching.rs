//! Images that take long to come.

use super::*;
use std::os::unix::net::UnixListener;

#[tokio::test]
async fn one_whose_image_is_still_fetched_is_stopped_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("podman.sock");
    // Whoever listens there takes every question and answers none.
    let silent = UnixListener::bind(&socket).unwrap();
    let mut house = House::of(Declared::default(), Some(socket)).await;
    let spec = CommandSpec { image: Some("localhost/tools:1".into()), ..command_spec(Restart::Never) };
    let id = house.submit(JobKind::Command, serde_json::to_value(spec).unwrap()).await;
    house.until(id, JobState::Starting).await;
    let store = house.engine.0.store.clone();
    house.engine.stop(&store, id).await.unwrap();
    house.until(id, JobState::Stopped).await;
    assert!(house.seen.0.lock().unwrap().is_empty());
    drop(silent);
}
