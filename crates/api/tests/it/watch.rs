//! What a job used, and the figures of a server as Prometheus reads them.

use crate::app::{TestApp, id};
use fovea_api::Settings;
use fovea_domain::JobEvent;
use fovea_store::JobTask;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A line of figures: name and labels.
type Series = (String, BTreeMap<String, String>);

/// Reads the text form by its rules, and fails on whatever breaks one: https://prometheus.io/docs/instrumenting/exposition_formats
fn read(text: &str) -> HashMap<Series, f64> {
    let name = |text: &str| {
        let mut signs = text.chars();
        let first = signs.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        assert!(first && signs.all(|c| c.is_ascii_alphanumeric() || c == '_'), "{text:?} is no name");
        text.to_string()
    };
    let (mut helped, mut typed) = (HashSet::new(), HashMap::new());
    let mut all = HashMap::new();
    let mut current = String::new();
    assert!(text.ends_with('\n'));
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (of, help) = rest.split_once(' ').unwrap();
            assert!(helped.insert(name(of)) && !help.is_empty(), "{line}");
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (of, kind) = rest.split_once(' ').unwrap();
            assert!(["counter", "gauge"].contains(&kind) && helped.contains(of), "{line}");
            assert!(kind != "counter" || of.ends_with("_total"), "{line}");
            assert!(typed.insert(name(of), kind.to_string()).is_none(), "{of} is told twice");
            current = of.to_string();
        } else {
            assert!(!line.starts_with('#') && !line.is_empty(), "{line:?}");
            let (series, value) = line.rsplit_once(' ').unwrap();
            let (of, labels) = match series.split_once('{') {
                Some((of, rest)) => (of, labels(rest.strip_suffix('}').unwrap(), name)),
                None => (series, BTreeMap::new()),
            };
            // All lines of a name stand together behind its type.
            assert_eq!(of, current, "{line}");
            let value: f64 = value.parse().unwrap();
            assert!(all.insert((name(of), labels), value).is_none(), "{line} is told twice");
        }
    }
    all
}

fn labels(text: &str, name: impl Fn(&str) -> String) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (label, after) = rest.split_once("=\"").unwrap();
        let (mut value, mut signs) = (String::new(), after.char_indices());
        let end = loop {
            match signs.next().unwrap() {
                (at, '"') => break at,
                (_, '\\') => match signs.next().unwrap().1 {
                    'n' => value.push('\n'),
                    sign @ ('\\' | '"') => value.push(sign),
                    sign => panic!("\\{sign} is nothing"),
                },
                (_, sign) => value.push(sign),
            }
        };
        assert!(all.insert(name(label), value).is_none());
        rest = after[end + 1..].strip_prefix(',').unwrap_or(&after[end + 1..]);
    }
    all
}

fn series(name: &str, labels: &[(&str, &str)]) -> Series {
    (name.into(), labels.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect())
}

async fn house() -> TestApp {
    TestApp::with(Settings { unsandboxed_jobs: true, ..Settings::default() }).await
}

#[tokio::test]
async fn prometheus_reads_the_figures_of_server_queue_jobs_and_devices() {
    let test = house().await;
    let admin = test.administrator().await;
    let cores = std::thread::available_parallelism().unwrap().get() as f64;
    let odd = "a \"b\" \\c\n".trim();
    admin.post("/virtual_clusters", json!({"name": odd, "open": true, "quotas": []})).await.expect(201);
    let submit = async |more: Value| {
        let mut file = json!({"name": "t", "command": "true"});
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        id(&admin.post("/jobs", file).await.expect(201)).parse::<fovea_store::Id>().unwrap()
    };
    let (first, _second) = (submit(json!({})).await, submit(json!({})).await);
    let seen = async || {
        let answer = admin.get("/metrics").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
        read(&answer.text())
    };
    let queued =
        series("fovea_jobs", &[("virtual_cluster", "default"), ("kind", "command"), ("state", "queued")]);
    let all = seen().await;
    assert_eq!(all[&queued], 2.0);
    assert_eq!(all[&series("fovea_devices", &[("device", "cpu")])], cores);
    let quota = series("fovea_quota_devices", &[("virtual_cluster", "default"), ("device", "cpu")]);
    assert_eq!(all[&quota], cores);
    assert!(all[&series("process_resident_memory_bytes", &[])] > 1e6);
    assert!(all[&series("fovea_disk_free_bytes", &[])] > 0.0);
    assert!(all[&series("fovea_queue_oldest_seconds", &[("virtual_cluster", "default")])] < 60.0);
    test.store.start_job(first, &[JobTask::of_cores("local", 1)], None).await.unwrap();
    let all = seen().await;
    assert_eq!((all[&queued], all[&series("fovea_devices_used", &[("device", "cpu")])]), (1.0, 1.0));
    test.store.move_job(first, JobEvent::Done, None).await.unwrap();
    let all = seen().await;
    let ended = series("fovea_jobs_ended_total", &[("kind", "command"), ("state", "succeeded")]);
    assert_eq!((all[&queued], all[&ended]), (1.0, 1.0));
    assert!(!all.contains_key(&series("fovea_devices_used", &[("device", "cpu")])));
}

#[tokio::test]
async fn figures_are_closed_by_a_right_and_open_to_a_token_that_has_it_alone() {
    let test = house().await;
    let admin = test.administrator().await;
    test.anonymous().get("/metrics").await.refused(401, "auth.required");
    let eve = test.member(&admin, "eveline", "annotator").await;
    eve.get("/metrics").await.refused(403, "auth.forbidden");
    // What everybody does is no affair of whoever uses the platform, whatever they may see of the cluster.
    let worker = test.member(&admin, "worker", "platform_user").await;
    worker.get("/metrics").await.refused(403, "auth.forbidden");
    worker.get("/nodes").await.expect(200);
    let made =
        admin.post("/tokens", json!({"name": "scrape", "scopes": ["monitoring.read"]})).await.expect(201);
    let scraper =
        test.anonymous().with("authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()));
    assert_eq!(scraper.get("/metrics").await.status, 200);
    // The same where Prometheus looks by itself.
    let at_root = scraper.get_at_root("/metrics").await;
    assert_eq!((at_root.status.as_u16(), read(&at_root.text()).is_empty()), (200, false));
    eve.get_at_root("/metrics").await.refused(403, "auth.forbidden");
    test.anonymous().get_at_root("/metrics").await.refused(401, "auth.required");
    scraper.get("/jobs").await.refused(403, "auth.forbidden");
}

#[tokio::test]
async fn a_job_without_a_figure_has_none_and_they_are_closed_to_whoever_sees_no_jobs() {
    let test = house().await;
    let admin = test.administrator().await;
    let job = admin.post("/jobs", json!({"name": "t", "command": "x", "memory": "64MiB"})).await.expect(201);
    let path = format!("/jobs/{}/metrics", id(&job));
    let none = admin.get(&path).await.expect(200);
    assert_eq!(
        (&none["points"], &none["memory_mib"], &none["cores"]),
        (&json!([]), &json!(64), &Value::Null)
    );
    let eve = test.member(&admin, "eveline", "annotator").await;
    eve.get(&path).await.refused(403, "auth.forbidden");
}
