use super::client;
use super::table::{Column, clean, show};
use crate::cli::{NodeCommand, RemoteArgs};
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::Failure;
use crate::failure::exit;
use fovea_api::dto::{ClusterNode, ClusterNodes, NodeCordon};
use fovea_client::Found;
use serde_json::{Value, json};

const COLUMNS: &[Column<ClusterNode>] = &[
    ("NAME", |n| n.name.clone()),
    ("TAKES JOBS", |n| takes_jobs(n)),
    ("CORES", |n| format!("{}/{}", n.cores_used, n.cores)),
    ("MEMORY MIB", |n| format!("{}/{}", n.memory_used_mib, n.memory_mib)),
    ("DEVICES", |n| devices(n)),
    ("JOBS", |n| n.uses.len().to_string()),
    ("KIND", |n| if n.simulated { "simulated" } else { "machine" }.into()),
    ("LABELS", |n| {
        n.labels.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(",")
    }),
];

fn takes_jobs(node: &ClusterNode) -> String {
    let Some(closed) = &node.closed else { return "yes".into() };
    match (&closed.by, closed.note.is_empty()) {
        (None, _) => "no, by the file".into(),
        (Some(by), true) => format!("no, by {by}"),
        (Some(by), false) => format!("no, by {by}: {}", closed.note),
    }
}

/// Used and all of each type.
fn devices(node: &ClusterNode) -> String {
    let one = |d: &fovea_api::dto::NodeDevices| format!("{} {}/{}", d.device, d.used, d.count);
    node.devices.iter().map(one).collect::<Vec<_>>().join(", ")
}

pub fn run(command: &NodeCommand) -> Result<u8, Failure> {
    match command {
        NodeCommand::List(list) => {
            let found: ClusterNodes = client(list)?.get("/nodes")?;
            let total = found.items.len() as u64;
            let limit = usize::try_from(list.limit).unwrap_or(usize::MAX);
            let items = found.items.into_iter().take(limit).collect();
            show(&list.remote, &Found { items, total }, COLUMNS)?;
            DONE
        }
        NodeCommand::Cordon { nodes, note, remote } => {
            let wanted = NodeCordon { note: note.clone() };
            each(remote, nodes, "cordon", &serde_json::to_value(wanted)?)
        }
        NodeCommand::Uncordon { nodes, remote } => each(remote, nodes, "uncordon", &json!({})),
        NodeCommand::Schema => {
            print_json(&fovea_api::cluster_file_schema())?;
            DONE
        }
    }
}

fn each(remote: &RemoteArgs, nodes: &[String], what: &str, wanted: &Value) -> Result<u8, Failure> {
    let client = client(remote)?;
    let mut done = Vec::with_capacity(nodes.len());
    for name in nodes {
        let node: ClusterNode = client.post(format!("/nodes/{}/{what}", known(name)?), wanted)?;
        if !remote.json {
            say!("{}  takes jobs: {}", clean(&node.name), clean(&takes_jobs(&node)))?;
        }
        done.push(node);
    }
    if remote.json {
        print_json(&ClusterNodes { items: done })?;
    }
    DONE
}

/// As nodes are named: what else is given is no node, and no part of an address.
fn known(name: &str) -> Result<&str, Failure> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.is_empty() && name.chars().all(fits) && name.trim_matches('.') == name {
        return Ok(name);
    }
    Err(Failure {
        exit: exit::FAILED,
        code: "node.no_name".into(),
        message: format!("{name:?} is no name of a node"),
        hint: "`fovea node list` shows the names".into(),
    })
}
