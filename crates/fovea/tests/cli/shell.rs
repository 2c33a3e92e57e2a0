//! The program with a server behind it.

use crate::program::{Run, fovea, run};
use crate::server::{Server, administrator};
use std::path::PathBuf;
use std::process::Command;

/// Who works on a server of their own, as its administrator, from the shell.
pub struct Shell {
    pub server: Server,
    pub token: String,
    folder: tempfile::TempDir,
}

impl Shell {
    pub fn new() -> Shell {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let token = administrator(&data);
        Shell { server: Server::start(&data, &token), token, folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = fovea();
        command.args(args).env("FOVEA_SERVER", self.server.url()).env("FOVEA_TOKEN", &self.token);
        command.env("XDG_CONFIG_HOME", self.path("config")).env("XDG_STATE_HOME", self.path("state"));
        command
    }

    #[track_caller]
    pub fn run(&self, args: &[&str]) -> Run {
        run(&mut self.command(args))
    }

    /// What a command prints that does what it should.
    #[track_caller]
    pub fn out(&self, args: &[&str]) -> String {
        self.run(args).exits(0).out
    }
}
