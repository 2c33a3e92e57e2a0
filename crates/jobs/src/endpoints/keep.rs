//! The keeper: within the job, beside its command. It begins what those who may come in ask for (see [`crate::enter`]), starts the tools that were asked for, joins ports to sockets as soon as
//! something listens there, and tells in a word beside each socket how it is doing.

use super::relay::Relay;
use super::tools::{self, Listens};
use super::{EndpointState, ports, socket_name, state_name};
use fovea_domain::endpoint::{Endpoint, EndpointKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::sync::mpsc;

/// While something is not ready, and once all is.
const SOON: Duration = Duration::from_millis(150);
const LATER: Duration = Duration::from_secs(1);

/// What is to be kept, all as the job sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The folder of sockets
    pub folder: PathBuf,
    /// The work folder
    pub home: PathBuf,
    /// Folders of the machine whose `bin` may hold tools
    pub tools: Vec<PathBuf>,
    pub endpoints: Vec<Endpoint>,
    /// Of several tasks within a network of their own: where the others reach this one
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error("the plan of a job's endpoints cannot be read: {0}")]
    Plan(#[from] serde_json::Error),
    #[error("the keeper of a job's endpoints cannot start: {0}")]
    Start(#[from] std::io::Error),
}

/// Goes on until the job ends, which ends it too. `plan` is JSON.
pub fn keep(plan: &str) -> Result<(), KeepError> {
    let plan: Plan = serde_json::from_str(plan)?;
    // One thread: a job may have few.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let (keep, mut more) = mpsc::unbounded_channel();
        let entering = tokio::spawn(crate::enter::serve(plan.folder.clone(), plan.home.clone(), keep));
        if let Some(address) = plan.address.clone() {
            tokio::spawn(crate::enter::serve_between(address, plan.folder.clone()));
        }
        let path = std::env::var("PATH").unwrap_or_default();
        let mut all: Vec<Kept> = plan.endpoints.iter().map(|e| Kept::begin(e, &plan, &path)).collect();
        loop {
            let next = if all.is_empty() {
                // Nothing is to be looked at.
                more.recv().await
            } else {
                let listening = ports::listening();
                all.iter_mut().for_each(|kept| kept.look(&listening));
                let calm = all.iter().all(|k| k.state != Some(EndpointState::Starting));
                let pause = if calm { LATER } else { SOON };
                match tokio::time::timeout(pause, more.recv()).await {
                    Ok(next) => next,
                    Err(_) => continue,
                }
            };
            match next {
                // Told twice it is kept once.
                Some(one) if all.iter().any(|kept| kept.word == plan.folder.join(state_name(&one))) => {}
                Some(one) => all.push(Kept::begin(&one, &plan, &path)),
                // Nobody can come in any more; what is kept goes on.
                None if all.is_empty() => {
                    let _ = entering.await;
                    return Ok(());
                }
                None => tokio::time::sleep(LATER).await,
            }
        }
    })
}

struct Kept {
    socket: PathBuf,
    word: PathBuf,
    /// Joined to the socket once something listens there
    port: Option<u16>,
    tool: Option<Child>,
    relay: Option<Relay>,
    /// What was told last
    state: Option<EndpointState>,
    missing: bool,
}

impl Kept {
    fn begin(endpoint: &Endpoint, plan: &Plan, path: &str) -> Kept {
        let mut kept = Kept {
            socket: plan.folder.join(socket_name(endpoint)),
            word: plan.folder.join(state_name(endpoint)),
            port: endpoint.port,
            tool: None,
            relay: None,
            state: None,
            missing: false,
        };
        if endpoint.kind == EndpointKind::Http {
            return kept;
        }
        let Some(program) = tools::find(endpoint.kind, path, &plan.tools) else {
            kept.missing = true;
            return kept;
        };
        let listens = match endpoint.kind {
            EndpointKind::Tensorboard => {
                kept.port = free_port();
                kept.port.map(Listens::Port)
            }
            _ => Some(Listens::Socket(kept.socket.clone())),
        };
        let started =
            listens.and_then(|l| start(&program, &tools::arguments(endpoint, &l, &plan.home), plan));
        kept.missing = started.is_none();
        kept.tool = started;
        kept
    }

    fn look(&mut self, listening: &BTreeSet<u16>) {
        let ended = self.tool.as_mut().is_some_and(|tool| !matches!(tool.try_wait(), Ok(None)));
        let before = self.state;
        let was_there = matches!(before, Some(EndpointState::Ready | EndpointState::Dead));
        let state = match self.port {
            _ if self.missing => EndpointState::NotInstalled,
            Some(port) if listening.contains(&port) => {
                if self.relay.is_none() {
                    self.relay = Relay::open(self.socket.clone(), port).ok();
                }
                match self.relay {
                    Some(_) => EndpointState::Ready,
                    None => EndpointState::Starting,
                }
            }
            Some(_) => {
                self.relay = None;
                if was_there || ended { EndpointState::Dead } else { EndpointState::Starting }
            }
            None if ended => EndpointState::Dead,
            // Whoever wants to connect sees for themselves.
            None => EndpointState::Ready,
        };
        if before != Some(state) {
            self.state = Some(state);
            // A job that took its folder away has no endpoints.
            let _ = std::fs::write(&self.word, state.word());
        }
    }
}

/// Nobody else in a network of one's own takes it meanwhile.
fn free_port() -> Option<u16> {
    Some(TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port())
}

/// What it says goes into the job's log, but is no last word of the command.
fn start(program: &Path, arguments: &[String], plan: &Plan) -> Option<Child> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(&plan.home).stdin(Stdio::null());
    let said = || std::io::stdout().as_fd().try_clone_to_owned().map_or_else(|_| Stdio::null(), Stdio::from);
    command.stdout(said()).stderr(said()).spawn().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(folder: &Path, endpoint: Endpoint) -> Plan {
        let tools = Vec::new();
        Plan { folder: folder.into(), home: folder.into(), tools, endpoints: vec![endpoint], address: None }
    }

    fn told(kept: &Kept) -> String {
        std::fs::read_to_string(&kept.word).unwrap_or_default()
    }

    #[tokio::test]
    async fn a_port_is_joined_as_long_as_something_listens() {
        let dir = tempfile::tempdir().unwrap();
        let kind = EndpointKind::Http;
        let one = Endpoint { name: "web".into(), kind, port: Some(8000), socket: None, logdir: None };
        let mut kept = Kept::begin(&one, &plan(dir.path(), one.clone()), "");
        let (none, some) = (BTreeSet::new(), BTreeSet::from([8000]));
        kept.look(&none);
        assert_eq!((told(&kept).as_str(), kept.socket.exists()), ("starting", false));
        kept.look(&some);
        assert_eq!((told(&kept).as_str(), kept.socket.exists()), ("ready", true));
        kept.look(&none);
        assert_eq!((told(&kept).as_str(), kept.socket.exists()), ("dead", false));
        kept.look(&some);
        assert_eq!((told(&kept).as_str(), kept.socket.exists()), ("ready", true));
    }

    #[test]
    fn a_tool_that_is_nowhere_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let kind = EndpointKind::Jupyter;
        let one = Endpoint { name: "lab".into(), kind, port: None, socket: None, logdir: None };
        let mut kept = Kept::begin(&one, &plan(dir.path(), one.clone()), "/nowhere");
        kept.look(&BTreeSet::new());
        assert_eq!(told(&kept), "not_installed");
    }
}
