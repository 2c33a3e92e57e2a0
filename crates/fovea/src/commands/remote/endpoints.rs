//! The ways into running jobs.

use super::client;
use super::jobs::id_of;
use super::table::{Column, maybe, moment, show, word};
use crate::cli::{EndpointArgs, JobArgs, RemoteArgs};
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::Failure;
use fovea_api::dto::{
    Endpoint, EndpointKind, EndpointOpened, EndpointShare, Endpoints, JobFileEndpoint, NewEndpointShare,
    SharedEndpoint, SharedEndpoints,
};
use fovea_client::{Client, ClientError, Found};
use serde_json::json;

const COLUMNS: &[Column<Endpoint>] = &[
    ("NAME", |e| e.name.clone()),
    ("KIND", |e| word(&e.kind)),
    ("STATE", |e| word(&e.state)),
    ("LEADS TO", leads_to),
    ("LAST USED", |e| maybe(e.last_used_at.as_ref(), moment)),
    ("SHARED WITH", |e| e.shares.iter().map(|s| s.user.as_str()).collect::<Vec<_>>().join(",")),
];

const SHARED: &[Column<SharedEndpoint>] = &[
    ("JOB", |s| s.job_id.to_string()),
    ("JOB'S NAME", |s| s.job_name.clone()),
    ("STATE", |s| word(&s.job_state)),
    ("OWNER", |s| maybe(s.owner.as_ref(), Clone::clone)),
    ("ENDPOINT", |s| s.endpoint.clone()),
    ("KIND", |s| word(&s.kind)),
    ("UNTIL", |s| moment(&s.expires_at)),
];

fn leads_to(one: &Endpoint) -> String {
    match (one.kind, one.port, &one.socket) {
        (EndpointKind::Http, Some(port), _) => format!("port {port}"),
        (EndpointKind::Http, None, Some(socket)) => format!("socket {socket}"),
        (EndpointKind::Tensorboard, ..) => one.logdir.clone().unwrap_or_else(|| ".".into()),
        _ => "-".into(),
    }
}

fn all<T>(items: Vec<T>) -> Found<T> {
    Found { total: items.len() as u64, items }
}

pub fn list(args: &JobArgs) -> Result<u8, Failure> {
    let found: Endpoints = client(&args.remote)?.get(format!("/jobs/{}/endpoints", id_of(&args.job)?))?;
    show(&args.remote, &all(found.items), COLUMNS)?;
    DONE
}

fn at(args: &EndpointArgs, rest: &str) -> Result<(Client, String), Failure> {
    let job = id_of(&args.job)?;
    // A name that could lead elsewhere is none.
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if args.name.is_empty() || !args.name.chars().all(plain) {
        return Err(ClientError::Unknown { what: "endpoint", name: args.name.clone() }.into());
    }
    Ok((client(&args.remote)?, format!("/jobs/{job}/endpoints/{}{rest}", args.name)))
}

pub fn add(args: &EndpointArgs, wanted: &JobFileEndpoint) -> Result<u8, Failure> {
    let path = format!("/jobs/{}/endpoints", id_of(&args.job)?);
    let made: Endpoint = client(&args.remote)?.post(path, wanted)?;
    match args.remote.json {
        true => print_json(&made)?,
        false => say!(
            "{} is {}: `fovea job open {} {}` prints a link",
            made.name,
            word(&made.state),
            args.job,
            made.name
        )?,
    }
    DONE
}

pub fn open(args: &EndpointArgs) -> Result<u8, Failure> {
    let (client, path) = at(args, "/open")?;
    let opened: EndpointOpened = client.post(path, &json!({}))?;
    match args.remote.json {
        true => print_json(&opened)?,
        false => say!("{}", opened.url)?,
    }
    DONE
}

pub fn share(args: &EndpointArgs, user: &str, hours: u32) -> Result<u8, Failure> {
    let (client, path) = at(args, "/shares")?;
    let made: EndpointShare = client.post(path, &NewEndpointShare { user: user.into(), hours })?;
    match args.remote.json {
        true => print_json(&made)?,
        false => say!("{} may open {} until {}", made.user, args.name, moment(&made.expires_at))?,
    }
    DONE
}

pub fn unshare(args: &EndpointArgs, user: &str) -> Result<u8, Failure> {
    let (client, path) = at(args, "/shares")?;
    let found: Endpoints = client.get(format!("/jobs/{}/endpoints", id_of(&args.job)?))?;
    let endpoint = found.items.into_iter().find(|e| e.name == args.name);
    let endpoint =
        endpoint.ok_or_else(|| ClientError::Unknown { what: "endpoint", name: args.name.clone() })?;
    let share = endpoint.shares.into_iter().find(|s| s.user == user);
    let share = share.ok_or_else(|| ClientError::Unknown { what: "share", name: user.into() })?;
    client.delete(format!("{path}/{}", share.id))?;
    match args.remote.json {
        true => print_json(&json!({ "ended": share.id }))?,
        false => say!("{user} may no longer open {}", args.name)?,
    }
    DONE
}

pub fn close(args: &EndpointArgs, closed: bool) -> Result<u8, Failure> {
    let (client, path) = at(args, if closed { "/close" } else { "/reopen" })?;
    client.tell(path, &json!({}))?;
    match args.remote.json {
        true => print_json(&json!({ "closed": closed }))?,
        false if closed => say!("nobody comes in by {} any more", args.name)?,
        false => say!("{} is open again", args.name)?,
    }
    DONE
}

pub fn shared(remote: &RemoteArgs) -> Result<u8, Failure> {
    let found: SharedEndpoints = client(remote)?.get("/jobs/shared_endpoints")?;
    show(remote, &all(found.items), SHARED)?;
    DONE
}
