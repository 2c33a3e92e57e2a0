//! The server is killed while pictures come in, verdicts are asked for and trainings run.

use super::{Chance, all_once, kill, shim_of};
use crate::pictures::part;
use crate::program::signal;
use crate::server::{Server, administrator, picture, small_project};
use fovea_vision::encode_png_rgb;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// A training is asked for each so many rounds.
const TRAIN_EACH: u64 = 5;
/// The server is killed within this time, in ms.
const WITHIN: f64 = 500.0;
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

fn infer(server: &Server, service: &str, serial: &str) -> Option<u16> {
    let more = format!("content-type: image/png\r\nidempotency-key: {serial}\r\n");
    let path = format!("{service}/infer?serial={serial}");
    server.try_ask("POST", &path, &more, &picture(30)).map(|(status, _)| status)
}

/// Serial numbers that were asked for until the server went away. The last one got no answer.
fn judge_until_cut(server: &Server, service: &str, round: u64) -> Vec<String> {
    let mut asked = Vec::new();
    for i in 0.. {
        asked.push(format!("V{round}-{i}"));
        match infer(server, service, &asked[i]) {
            Some(status) => assert_eq!(status, 200, "{}", asked[i]),
            None => break,
        }
    }
    asked
}

fn serials(server: &Server, project: &str) -> Vec<String> {
    let (mut serials, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get(&format!("/projects/{project}/records?limit=200{cursor}"));
        let items = page["items"].as_array().unwrap();
        serials.extend(items.iter().map(|r| r["serial"].as_str().unwrap().to_string()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return serials,
        }
    }
}

fn train(server: &Server, project: &str) -> String {
    let wanted = json!({ "task": "anomaly", "budget_s": 60, "cost": 20 });
    let job = server.json("POST", &format!("/projects/{project}/trainings"), wanted);
    job["id"].as_str().unwrap().to_string()
}

fn deploy(server: &Server, project: &str, job: &str) -> String {
    let done = server.until_state(&format!("/jobs/{job}"), "succeeded");
    let model = done["model_id"].as_str().unwrap();
    let release = "content-type: application/json\r\nif-match: \"1\"\r\n";
    let (status, _) = server.ask("PATCH", &format!("/models/{model}"), release, br#"{"stage":"released"}"#);
    assert_eq!(status, 200);
    let new = json!({ "model_id": model, "name": "line 1", "keep": "all" });
    let service = server.json("POST", &format!("/projects/{project}/services"), new);
    let service = format!("/services/{}", service["id"].as_str().unwrap());
    server.until_state(&service, "running");
    service
}

fn kill_the_server(rounds: u64, mut chance: Chance) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let token = administrator(&data);
    let mut server = Server::start(&data, &token);
    let project = small_project(&server);
    let mut jobs = vec![train(&server, &project)];
    let service = deploy(&server, &project, &jobs[0]);
    let (mut kept, mut judged, mut shims) = (BTreeSet::new(), BTreeSet::new(), 0);
    for round in 0..rounds {
        if round % TRAIN_EACH == 0 {
            jobs.push(train(&server, &project));
        }
        let (sent, asked) = std::thread::scope(|scope| {
            let sending = scope.spawn(|| send_until_cut(&server, &project, round));
            let judging = scope.spawn(|| judge_until_cut(&server, &service, round));
            std::thread::sleep(Duration::from_secs_f64(chance.share() * WITHIN / 1e3));
            // With it the training's own process, as when the machine is switched off.
            if round % TRAIN_EACH == 1 {
                shims += u64::from(kill(shim_of(&data, &jobs[jobs.len() - 1])));
            }
            signal(server.process(), "KILL");
            (sending.join().unwrap(), judging.join().unwrap())
        });
        kept.extend(sent.acknowledged);
        server = Server::start(&server.kill(), &token);
        all_once(&server, &project, &kept, round);
        // An import goes on; nobody sends to this one any more.
        if let Some(import) = sent.import {
            assert_eq!(server.get(&format!("/imports/{import}"))["state"], "running", "round {round}");
            let done = server.json("POST", &format!("/imports/{import}/finish"), Value::Null);
            assert_eq!(done["state"], "done", "round {round}");
        }
        assert_eq!(std::fs::read_dir(data.join("uploads")).unwrap().count(), 0, "round {round}");
        // The service went on without the server. What got no answer is asked again and is there once.
        assert_eq!(infer(&server, &service, &asked[asked.len() - 1]), Some(200), "round {round}");
        judged.extend(asked);
        let told = serials(&server, &project);
        assert_eq!(told.iter().cloned().collect::<BTreeSet<_>>(), judged, "round {round}");
        assert_eq!(told.len(), judged.len(), "round {round}: a verdict is there twice");
    }
    assert!(kept.len() as u64 > rounds, "only {} pictures came in", kept.len());
    for job in &jobs {
        server.until_state(&format!("/jobs/{job}"), "succeeded");
    }
    let models = server.get(&format!("/projects/{project}/models?limit=200"));
    let of: BTreeSet<&str> =
        models["items"].as_array().unwrap().iter().map(|m| m["job_id"].as_str().unwrap()).collect();
    assert_eq!(models["total"].as_u64().unwrap() as usize, jobs.len());
    assert_eq!(of, jobs.iter().map(String::as_str).collect());
    server.json("POST", &format!("{service}/stop"), Value::Null);
    server.until_state(&service, "stopped");
    let (pictures, verdicts, trainings) = (kept.len(), judged.len(), jobs.len());
    eprintln!(
        "server: {rounds} kills, {pictures} pictures, {verdicts} verdicts, {trainings} trainings ({shims} killed with it)"
    );
}

#[test]
fn a_server_that_is_killed_loses_nothing_and_doubles_nothing() {
    kill_the_server(7, Chance::fixed(1));
}

#[test]
#[ignore = "takes minutes"]
fn fifty_kills_of_the_server_lose_nothing_and_double_nothing() {
    kill_the_server(50, Chance::new());
}
