//! Images that take long to come.

use super::*;
use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

impl House {
    async fn of_image(&self, image: &str) -> Id {
        let spec = CommandSpec { image: Some(image.into()), ..command_spec(Restart::Never) };
        self.submit(JobKind::Command, serde_json::to_value(spec).unwrap()).await
    }
}

/// Says that it is a Podman and fetches whatever it is asked for; tells how often.
fn podman(socket: &Path) -> Arc<AtomicUsize> {
    let listener = UnixListener::bind(socket).unwrap();
    let pulls = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&pulls);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = Vec::new();
            let mut one = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut one).is_ok_and(|n| n > 0) {
                head.push(one[0]);
            }
            let head = String::from_utf8_lossy(&head);
            let (status, body) = if head.contains("/info ") {
                ("200 OK", r#"{"host":{"security":{"rootless":true}},"version":{"Version":"4.3.1"}}"#)
            } else if head.contains("/images/pull") {
                counted.fetch_add(1, Ordering::SeqCst);
                ("200 OK", "")
            } else {
                ("404 Not Found", "{}")
            };
            let _ = stream.write_all(format!("HTTP/1.0 {status}\r\n\r\n{body}").as_bytes());
        }
    });
    pulls
}

/// A house whose Podman takes every question and answers none, and a job that waits for its image there.
async fn waiting(dir: &Path) -> (UnixListener, House, Id) {
    let socket = dir.join("podman.sock");
    let silent = UnixListener::bind(&socket).unwrap();
    let mut house = House::of(Declared::default(), Some(socket)).await;
    let id = house.of_image("r.example.com/tools:1").await;
    house.until(id, JobState::Starting).await;
    (silent, house, id)
}

#[tokio::test]
async fn one_whose_image_is_still_fetched_is_stopped_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let (silent, mut house, id) = waiting(dir.path()).await;
    let store = house.engine.0.store.clone();
    house.engine.stop(&store, id).await.unwrap();
    house.until(id, JobState::Stopped).await;
    assert!(house.seen.0.lock().unwrap().is_empty());
    drop(silent);
}

#[tokio::test]
async fn one_whose_image_is_still_fetched_is_paused_at_once_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (silent, mut house, id) = waiting(dir.path()).await;
    let store = house.engine.0.store.clone();
    house.engine.pause(&store, id).await.unwrap();
    house.until(id, JobState::Paused).await;
    assert!(house.seen.0.lock().unwrap().is_empty());
    house.engine.resume(&store, id).await.unwrap();
    house.until(id, JobState::Starting).await;
    house.engine.stop(&store, id).await.unwrap();
    house.until(id, JobState::Stopped).await;
    drop(silent);
}

#[tokio::test]
async fn an_image_is_fetched_again_where_the_server_was_killed_meanwhile_and_not_once_it_came() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("podman.sock");
    let pulls = podman(&socket);
    let mut house = House::of(Declared::default(), Some(socket)).await;
    let id = house.of_image("r.example.com/tools:1").await;
    // As a server leaves it that was killed while the image came.
    let task = JobTask::of_cores(inventory::MACHINE, 1);
    house.engine.0.store.start_job(id, &[task], None).await.unwrap();
    house.until(id, JobState::Queued).await;
    house.until(id, JobState::Running).await;
    assert_eq!(pulls.load(Ordering::SeqCst), 1);
    house.seen.set(&house.engine.folder(id), Seen::Gone);
    house.until(id, JobState::Queued).await;
    let job = house.until(id, JobState::Running).await;
    assert_eq!((job.attempt, pulls.load(Ordering::SeqCst)), (3, 1));
}
