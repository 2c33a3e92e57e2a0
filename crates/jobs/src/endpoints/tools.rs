//! Tools that Fovea starts by itself: where they are looked for, and with which arguments.

use fovea_domain::endpoint::{Endpoint, EndpointKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A tool as whoever fills in a form sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    pub kind: EndpointKind,
    pub installed: bool,
}

/// All that there are. Blocks for a moment.
pub fn tools(path: &str, folders: &[PathBuf]) -> Vec<Tool> {
    let known = EndpointKind::ALL.into_iter().filter(|kind| kind.program().is_some());
    known.map(|kind| Tool { kind, installed: find(kind, path, folders).is_some() }).collect()
}

/// The job's own come before those of the machine.
pub fn find(kind: EndpointKind, path: &str, folders: &[PathBuf]) -> Option<PathBuf> {
    let program = kind.program()?;
    let own = std::env::split_paths(path).filter(|dir| dir.is_absolute());
    let all = own.chain(folders.iter().map(|folder| folder.join("bin")));
    all.map(|dir| dir.join(program)).find(|file| runs(file))
}

fn runs(file: &Path) -> bool {
    file.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

/// Where a tool is to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listens {
    Socket(PathBuf),
    Port(u16),
}

/// Nobody is asked for a password: whoever gets as far as the socket was let through by the server.
pub fn arguments(endpoint: &Endpoint, listens: &Listens, home: &Path) -> Vec<String> {
    let text = |path: &Path| path.display().to_string();
    let mut all: Vec<String> = Vec::new();
    let mut add = |word: String| all.push(word);
    match (endpoint.kind, listens) {
        (EndpointKind::Jupyter, Listens::Socket(socket)) => {
            for word in [
                "--no-browser",
                "--allow-root",
                "--ServerApp.sock_mode=0600",
                "--ServerApp.base_url=/",
                "--ServerApp.allow_remote_access=True",
                "--IdentityProvider.token=",
                "--PasswordIdentityProvider.hashed_password=",
                "--ServerApp.log_level=WARN",
                "--LabApp.log_level=WARN",
                "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--LabApp.extension_manager=readonly",
            ] {
                add(word.into());
            }
            add(format!("--ServerApp.sock={}", text(socket)));
            add(format!("--ServerApp.root_dir={}", text(home)));
        }
        (EndpointKind::Tensorboard, Listens::Port(port)) => {
            add(format!("--logdir={}", endpoint.logdir.as_deref().unwrap_or(".")));
            add("--host=127.0.0.1".into());
            add(format!("--port={port}"));
        }
        (EndpointKind::Vscode, Listens::Socket(socket)) => {
            for word in
                ["--auth=none", "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"]
            {
                add(word.into());
            }
            add(format!("--socket={}", text(socket)));
            add(text(home));
        }
        _ => {}
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(dir: &Path, name: &str, mode: u32) {
        std::fs::create_dir_all(dir).unwrap();
        std::fs::write(dir.join(name), "#!/bin/sh\n").unwrap();
        std::fs::set_permissions(dir.join(name), std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_tool_of_the_job_comes_before_that_of_the_machine() {
        let dir = tempfile::tempdir().unwrap();
        let (own, machine) = (dir.path().join("own"), dir.path().join("machine"));
        let path = own.display().to_string();
        let look = |kind| find(kind, &path, std::slice::from_ref(&machine));
        assert_eq!(look(EndpointKind::Jupyter), None);
        program(&machine.join("bin"), "jupyter-lab", 0o755);
        assert_eq!(look(EndpointKind::Jupyter), Some(machine.join("bin/jupyter-lab")));
        // One that cannot be run is none.
        program(&own, "jupyter-lab", 0o644);
        assert_eq!(look(EndpointKind::Jupyter), Some(machine.join("bin/jupyter-lab")));
        program(&own, "jupyter-lab", 0o755);
        assert_eq!(look(EndpointKind::Jupyter), Some(own.join("jupyter-lab")));
        assert_eq!(look(EndpointKind::Http), None);
        let told = tools(&path, std::slice::from_ref(&machine));
        assert_eq!(told.iter().map(|t| t.installed).collect::<Vec<_>>(), [true, false, false]);
    }
}
