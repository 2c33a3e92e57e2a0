//! The server and its trainings, killed at many moments: nothing that was acknowledged is lost, nothing is there twice,
//! and every job ends where it should.

use crate::pictures::part;
use crate::program::signal;
use crate::server::{Server, administrator, project};
use fovea_vision::encode_png_rgb;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

const ROUNDS: u64 = 50;
/// A training is asked for each so many rounds.
const TRAIN_EACH: u64 = 5;
const FILE: &str = "content-type: application/octet-stream\r\n";

/// What one import got through before the server went away.
#[derive(Default)]
struct Sent {
    import: Option<String>,
    acknowledged: Vec<String>,
}

fn send_until_cut(server: &Server, project: &str, round: u64) -> Sent {
    let mut sent = Sent::default();
    let begun = server.try_ask("POST", &format!("/projects/{project}/imports"), "", b"");
    let Some((201, import)) = begun else { return sent };
    let import: Value = serde_json::from_slice(&import).unwrap();
    let import = import["id"].as_str().unwrap().to_string();
    sent.import = Some(import.clone());
    for i in 0.. {
        let name = format!("r{round}-{i}.png");
        let png = encode_png_rgb(&part(1000 + round * 1000 + i, false)).unwrap();
        match server.try_ask("PUT", &format!("/imports/{import}/files?name={name}"), FILE, &png) {
            Some((200, _)) => sent.acknowledged.push(name),
            _ => break,
        }
    }
    sent
}

/// Names of all pictures, by pages.
fn names(server: &Server, project: &str) -> Vec<String> {
    let (mut names, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get(&format!("/projects/{project}/pictures?limit=200{cursor}"));
        let items = page["items"].as_array().unwrap();
        names.extend(items.iter().map(|p| p["name"].as_str().unwrap().to_string()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return names,
        }
    }
}

/// Kills a training's own process, as a lack of memory would.
fn kill_shim(data: &Path, job: &str) {
    let pid = std::fs::read_to_string(data.join("jobs").join(job).join("pid")).unwrap_or_default();
    let ended = data.join("jobs").join(job).join("exit.json").exists();
    if let (Ok(pid), false) = (pid.trim().parse(), ended) {
        signal(pid, "KILL");
    }
}

#[test]
fn fifty_kills_lose_nothing_and_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let token = administrator(&data);
    let mut server = Server::start(&data, &token);
    let project = project(&server);
    let (mut kept, mut jobs) = (BTreeSet::new(), Vec::new());
    for round in 0..ROUNDS {
        if round % TRAIN_EACH == 0 {
            let wanted = json!({ "task": "anomaly", "budget_s": 60, "cost": 20 });
            let job = server.json("POST", &format!("/projects/{project}/trainings"), wanted);
            jobs.push(job["id"].as_str().unwrap().to_string());
        }
        let sent = std::thread::scope(|scope| {
            let sending = scope.spawn(|| send_until_cut(&server, &project, round));
            // Moments spread over half a second.
            std::thread::sleep(Duration::from_millis(10 + round * 197 % 491));
            if round % 10 == 7 {
                kill_shim(&data, jobs.last().unwrap());
            }
            signal(server.process(), "KILL");
            sending.join().unwrap()
        });
        kept.extend(sent.acknowledged);
        server = Server::start(&server.kill(), &token);
        let names = names(&server, &project);
        let once: BTreeSet<&String> = names.iter().collect();
        assert_eq!(once.len(), names.len(), "round {round}: a picture is there twice");
        let lost: Vec<_> = kept.iter().filter(|name| !once.contains(name)).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?}");
        if let Some(import) = sent.import {
            assert_ne!(server.get(&format!("/imports/{import}"))["state"], "running", "round {round}");
        }
        assert_eq!(std::fs::read_dir(data.join("uploads")).unwrap().count(), 0, "round {round}");
    }
    assert!(kept.len() > ROUNDS as usize, "only {} pictures came in", kept.len());
    for job in &jobs {
        server.until_state(&format!("/jobs/{job}"), "succeeded");
    }
    let models = server.get(&format!("/projects/{project}/models?limit=200"));
    let of: BTreeSet<&str> =
        models["items"].as_array().unwrap().iter().map(|m| m["job_id"].as_str().unwrap()).collect();
    assert_eq!(models["total"].as_u64().unwrap() as usize, jobs.len());
    assert_eq!(of, jobs.iter().map(String::as_str).collect());
}
