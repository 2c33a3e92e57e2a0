//! The process that serves one model, spoken to over its socket.

use crate::models::{Trained, anomaly, classify, copy, parts};
use crate::program::{fovea, run, signal};
use serde_json::Value;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

pub struct Served {
    child: Child,
    socket: PathBuf,
    _dir: tempfile::TempDir,
}

impl Served {
    fn start(package: &Path) -> Served {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("s.sock");
        let mut command = fovea();
        command
            .args(["run-service", "--threads", "2", "--package"])
            .arg(package)
            .arg("--socket")
            .arg(&socket);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let served = Served { child, socket, _dir: dir };
        let began = Instant::now();
        while UnixStream::connect(&served.socket).is_err() {
            assert!(began.elapsed() < Duration::from_secs(120), "it never listened");
            std::thread::sleep(Duration::from_millis(10));
        }
        served
    }

    fn ask(&self, method: &str, path: &str, body: &[u8]) -> (u16, Value) {
        let mut stream = UnixStream::connect(&self.socket).unwrap();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: s\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A picture and what `fovea predict` says of it.
fn predictions(model: &Trained) -> Vec<Value> {
    run(fovea().args(["predict", "--json"]).arg(&model.file).arg(parts())).exits(0).lines()
}

#[test]
fn gives_the_verdicts_of_predict() {
    for model in [anomaly(), classify()] {
        let served = Served::start(&model.file);
        for told in predictions(model) {
            let bytes = std::fs::read(told["path"].as_str().unwrap()).unwrap();
            let (status, answer) = served.ask("POST", "/infer", &bytes);
            assert_eq!(status, 200, "{answer}");
            for field in ["verdict", "score", "class", "scores", "regions"] {
                assert_eq!(answer[field], told[field], "{field}");
            }
            assert_eq!((&answer["width"], &answer["height"]), (&96.into(), &96.into()));
            assert!(answer.get("heat_png").is_none());
        }
        let (_, stats) = served.ask("GET", "/stats", b"");
        let points = stats["points"].as_array().unwrap();
        assert_eq!(points.iter().map(|p| p["requests"].as_u64().unwrap()).sum::<u64>(), 36);
    }
}

#[test]
fn many_at_once_are_all_answered_alike() {
    let served = Served::start(&anomaly().file);
    let told = predictions(anomaly());
    let served = &served;
    std::thread::scope(|scope| {
        for part in told.chunks(told.len() / 12) {
            scope.spawn(move || {
                for told in part {
                    let bytes = std::fs::read(told["path"].as_str().unwrap()).unwrap();
                    let (status, answer) = served.ask("POST", "/infer?heat=1", &bytes);
                    assert_eq!((status, &answer["score"]), (200, &told["score"]));
                    assert!(answer["heat_png"].as_str().unwrap().starts_with("iVBOR"));
                }
            });
        }
    });
}

#[test]
fn what_is_no_picture_is_refused_and_the_next_is_judged() {
    let served = Served::start(&anomaly().file);
    let whole = std::fs::read(predictions(anomaly())[0]["path"].as_str().unwrap()).unwrap();
    for (bytes, code) in [
        (&b"no picture"[..], "picture.unknown_format"),
        (&whole[..whole.len() / 2], "picture.truncated"),
        (b"", "picture.empty"),
    ] {
        let (status, answer) = served.ask("POST", "/infer", bytes);
        assert_eq!((status, &answer["code"]), (422, &code.into()));
    }
    assert_eq!(served.ask("POST", "/infer", &whole).0, 200);
}

#[test]
fn a_new_threshold_is_taken_without_a_new_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = copy(anomaly(), folder.path());
    let served = Served::start(&file);
    let bytes = std::fs::read(predictions(anomaly())[0]["path"].as_str().unwrap()).unwrap();
    for (threshold, verdict) in [("0", "ng"), ("1", "ok")] {
        run(fovea().args(["model", "threshold"]).arg(&file).arg(threshold)).exits(0);
        assert_eq!(served.ask("POST", "/reload", b"").0, 204);
        assert_eq!(served.ask("POST", "/infer", &bytes).1["verdict"], verdict);
    }
    // A package that is no longer one leaves the model of before at work.
    std::fs::write(&file, "nonsense").unwrap();
    assert_eq!(served.ask("POST", "/reload", b"").0, 409);
    assert_eq!(served.ask("POST", "/infer", &bytes).1["verdict"], "ok");
}

#[test]
fn asked_to_end_it_puts_its_socket_away() {
    let mut served = Served::start(&anomaly().file);
    signal(served.child.id(), "TERM");
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
    assert!(!served.socket.exists());
}

#[test]
fn a_package_that_is_none_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = fovea();
    command.args(["run-service", "--package"]).arg(folder.path().join("no.fovea"));
    run(command.arg("--socket").arg(folder.path().join("s.sock"))).fails(3, "model.unreadable");
}

#[test]
fn a_packed_recipe_is_served_with_its_verdict_and_reasons() {
    let label = crate::program::sample().join("../recipes/label");
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("label.fovea");
    run(fovea().args(["recipe", "pack"]).arg(label.join("recipe.json")).arg("--out").arg(&package)).exits(0);
    let served = Served::start(&package);
    for (name, verdict, of_three, reason) in [
        ("good/straight.jpg", "ok", "ok", None),
        ("bad/no-code.jpg", "ng", "ng", Some("no_text")),
        // Nobody has passed it.
        ("bad/no-plate.jpg", "ng", "recheck", Some("not_found")),
    ] {
        let bytes = std::fs::read(label.join("pictures").join(name)).unwrap();
        let (status, answer) = served.ask("POST", "/infer?heat=0", &bytes);
        assert_eq!(status, 200, "{answer}");
        let told = &answer["recipe"];
        assert_eq!((&answer["verdict"], &told["verdict"]), (&verdict.into(), &of_three.into()), "{name}");
        assert_eq!(told["reasons"][0]["kind"].as_str(), reason, "{name}");
        assert_eq!(told["steps"].as_array().unwrap().len(), 6);
    }
    let (status, answer) = served.ask("POST", "/infer", b"no picture");
    assert_eq!((status, &answer["code"]), (422, &"picture.unknown_format".into()));
    let (status, answer) = served.ask("POST", "/infer?texts=%7B%22lot%22%3A%22A%22%7D", b"no picture");
    assert_eq!((status, &answer["code"]), (422, &"recipe.not_asked".into()));
}
