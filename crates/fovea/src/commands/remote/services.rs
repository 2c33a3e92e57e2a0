use super::table::{Column, clean, show, word};
use super::{client, file_bytes};
use crate::cli::{KeepArg, RemoteArgs, ServiceCommand};
use crate::commands::predict::read_ignored;
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{JobState, Keep, NewService, OkOrNg, Prediction, Service};
use fovea_client::{Client, ClientError, Query};
use fovea_store::Id;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const COLUMNS: &[Column<Service>] = &[
    ("NAME", |s| s.name.clone()),
    ("STATE", |s| word(&s.state)),
    ("MODEL", |s| s.model_number.to_string()),
    ("KEEPS", |s| word(&s.keep)),
    ("ADDRESS", |s| s.address.clone()),
];
const TO_START: Duration = Duration::from_secs(180);
const TICK: Duration = Duration::from_millis(300);
/// A service that has no room this often in a row is left alone.
const MOST_WAITS: usize = 30;

pub fn run(command: &ServiceCommand) -> Result<u8, Failure> {
    match command {
        ServiceCommand::List { project, list } => {
            let client = client(list)?;
            let query = Query::new(format!("/projects/{}/services", client.project(project)?.id));
            show(&list.remote, &client.list(&query, list.limit)?, COLUMNS)?;
            DONE
        }
        ServiceCommand::Deploy { model, name, keep, vc, remote } => {
            deploy(model, (name, *keep, vc.as_deref()), remote)
        }
        ServiceCommand::Start { service, remote } => {
            let client = client(remote)?;
            let service = client.service(service)?;
            let _: Service = client.post(format!("/services/{}/start", service.id), &json!({}))?;
            started(&client, service.id, remote)
        }
        ServiceCommand::Delete { service, remote } => {
            let client = client(remote)?;
            let service = client.service(service)?;
            client.delete(format!("/services/{}", service.id))?;
            match remote.json {
                true => print_json(&json!({"deleted": service.name}))?,
                false => say!("{} deleted", clean(&service.name))?,
            }
            DONE
        }
        ServiceCommand::Stop { service, remote } => {
            let client = client(remote)?;
            let service = client.service(service)?;
            let _: Service = client.post(format!("/services/{}/stop", service.id), &json!({}))?;
            let stopped = until(&client, service.id, |state| {
                matches!(state, JobState::Stopped | JobState::Failed | JobState::Succeeded)
            })?;
            told(remote, &stopped)?;
            DONE
        }
        ServiceCommand::Ignore { service, file, none: _, remote } => ignore(service, file.as_deref(), remote),
        ServiceCommand::Infer { service, files, serial, remote } => {
            infer(service, files, serial.as_deref(), remote)
        }
    }
}

fn deploy(
    model: &str,
    (name, keep, vc): (&str, KeepArg, Option<&str>),
    remote: &RemoteArgs,
) -> Result<u8, Failure> {
    let client = client(remote)?;
    let model = client.model(model)?;
    let keep = match keep {
        KeepArg::All => Keep::All,
        KeepArg::Ng => Keep::Ng,
        KeepArg::None => Keep::None,
    };
    let virtual_cluster_id = vc.map(|v| client.virtual_cluster(v)).transpose()?.map(|v| v.id);
    let new = NewService { model_id: model.id, name: name.into(), keep, virtual_cluster_id };
    let service: Service = client.post(format!("/projects/{}/services", model.project_id), &new)?;
    started(&client, service.id, remote)
}

/// Without a file all matters.
fn ignore(service: &str, file: Option<&Path>, remote: &RemoteArgs) -> Result<u8, Failure> {
    let parts: Value = match file {
        Some(file) => serde_json::from_slice(&read_ignored(file)?.1)?,
        None => json!({}),
    };
    let client = client(remote)?;
    let service = client.service(service)?;
    // Services have no revisions.
    let changed: Service =
        client.patch(format!("/services/{}", service.id), 0, &json!({ "ignored": parts }))?;
    if remote.json {
        print_json(&changed)?;
        return DONE;
    }
    let names: Vec<String> = changed.ignored.keys().map(|name| clean(name).to_string()).collect();
    match names.is_empty() {
        true => say!("{}: all matters", clean(&changed.name))?,
        false => say!("{}: {}", clean(&changed.name), names.join(", "))?,
    }
    DONE
}

/// Waits until it answers, or cannot.
fn started(client: &Client, id: Id, remote: &RemoteArgs) -> Result<u8, Failure> {
    let service = until(client, id, |state| !matches!(state, JobState::Queued | JobState::Starting))?;
    told(remote, &service)?;
    if service.state == JobState::Running { DONE } else { Ok(exit::FAILED) }
}

fn until(client: &Client, id: Id, done: impl Fn(JobState) -> bool) -> Result<Service, Failure> {
    let began = Instant::now();
    loop {
        let service: Service = client.get(format!("/services/{id}"))?;
        if done(service.state) || began.elapsed() > TO_START {
            return Ok(service);
        }
        std::thread::sleep(TICK);
    }
}

fn told(remote: &RemoteArgs, service: &Service) -> Result<(), Failure> {
    match remote.json {
        true => print_json(service),
        false => say!("{}  {}  {}", clean(&service.name), word(&service.state), service.address),
    }
}

/// One line of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    #[serde(flatten)]
    prediction: &'a Prediction,
}

fn infer(service: &str, files: &[PathBuf], serial: Option<&str>, remote: &RemoteArgs) -> Result<u8, Failure> {
    let client = client(remote)?;
    let service = client.service(service)?;
    let query = Query::new(format!("/services/{}/infer", service.id)).maybe("serial", serial);
    let mut left_out = 0;
    for path in files {
        let shown = path.to_string_lossy();
        let told = match judge(&client, &query, path) {
            Ok(told) => told,
            // One picture that cannot be used is no reason to leave out the others.
            Err(ClientError::Refused(r)) if r.status == 422 || r.status == 413 => {
                note!("warning: left out: {shown}: {}", r.detail);
                left_out += 1;
                continue;
            }
            Err(e) => return Err(e.into()),
        };
        if remote.json {
            say!("{}", serde_json::to_string(&Line { path: &shown, prediction: &told })?)?;
            continue;
        }
        let word = if told.verdict == OkOrNg::Ng { "NG" } else { "OK" };
        let class = clean(told.class.as_deref().unwrap_or_default());
        say!("{word}  {:.4}  {class:<16} {} regions  {shown}", told.score, told.regions.len())?;
    }
    if left_out < files.len() { DONE } else { Ok(exit::DATA) }
}

/// Sent again where the service has no room, but recorded once.
fn judge(client: &Client, query: &Query, path: &Path) -> Result<Prediction, ClientError> {
    let bytes = file_bytes(path)?;
    let key = Id::new().to_string();
    let headers = [("content-type", "application/octet-stream"), ("idempotency-key", key.as_str())];
    let mut waits = 0;
    loop {
        match client.give("POST", query, &headers, &bytes[..]) {
            Err(ClientError::Refused(r)) if r.code == "service.busy" && waits < MOST_WAITS => {
                waits += 1;
                let wait = r.params.get("wait_s").and_then(Value::as_f64).unwrap_or(1.0);
                std::thread::sleep(Duration::from_secs_f64(wait.clamp(0.1, 30.0)));
            }
            other => return other,
        }
    }
}
