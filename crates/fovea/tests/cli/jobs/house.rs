//! A server with what the tests of jobs want of it, and its command line.

use crate::program::{Run, fovea, run};
use crate::server::{Server, administrator, free_address, wait_for};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct House {
    pub server: Option<Server>,
    pub token: String,
    pub(super) folder: tempfile::TempDir,
    env: Vec<(String, String)>,
    /// Of the server, where it is not that of the test
    pub path: Option<PathBuf>,
    /// Takes SSH, too
    ssh: bool,
    /// What its jobs may read
    job_data: Option<PathBuf>,
    /// Where their images come from
    registries: Vec<String>,
    privileged: bool,
    /// Socket of a Podman
    podman: Option<PathBuf>,
}

impl House {
    pub fn new() -> House {
        House::of(None, &[])
    }

    /// With this cluster file in the folder of the data.
    pub fn with(cluster: Option<&str>) -> House {
        House::of(cluster, &[])
    }

    /// Whose server has these variables too.
    pub fn with_env(env: &[(&str, &str)]) -> House {
        House::of(None, env)
    }

    /// Whose server takes SSH.
    pub fn with_ssh(cluster: Option<&str>) -> House {
        let mut house = House::of(cluster, &[]);
        house.kill();
        house.ssh = true;
        house.start();
        house
    }

    /// Whose jobs may have images from there.
    pub fn with_registries(registries: &[&str]) -> House {
        let mut house = House::of(None, &[]);
        house.fetch_from(registries);
        house
    }

    pub fn allow_privileged(&mut self) {
        self.privileged = true;
        self.kill();
        self.start();
    }

    /// From now on.
    pub fn fetch_from(&mut self, registries: &[&str]) {
        self.registries = registries.iter().map(ToString::to_string).collect();
        if self.server.is_some() {
            self.kill();
        }
        self.start();
    }

    /// Whose jobs may read this folder.
    pub fn with_job_data(folder: &Path) -> House {
        let mut house = House::of(None, &[]);
        house.kill();
        house.job_data = Some(folder.into());
        house.start();
        house
    }

    /// Whose jobs may bring an image, by the Podman at this socket.
    pub fn with_podman(socket: &Path, cluster: Option<&str>) -> House {
        let mut house = House::of(cluster, &[]);
        house.kill();
        house.podman = Some(socket.into());
        house.start();
        house
    }

    fn of(cluster: Option<&str>, env: &[(&str, &str)]) -> House {
        let folder = tempfile::tempdir().unwrap();
        let token = administrator(&folder.path().join("data"));
        let env = env.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let mut house = House {
            server: None,
            token,
            folder,
            env,
            path: None,
            ssh: false,
            job_data: None,
            registries: Vec::new(),
            privileged: false,
            podman: None,
        };
        if let Some(text) = cluster {
            std::fs::write(house.data().join("cluster.yaml"), text).unwrap();
        }
        house.start();
        house
    }

    /// Also where the machine of the test has no bubblewrap.
    pub fn start(&mut self) {
        self.start_at(free_address());
    }

    pub fn start_at(&mut self, address: String) {
        let data = self.data();
        let mut command = fovea();
        command.arg("serve").arg("--data").arg(&data).args(["--listen", &address, "--unsandboxed-jobs"]);
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        if self.ssh {
            command.args(["--ssh", "127.0.0.1:0"]);
        }
        if let Some(folder) = &self.job_data {
            command.arg("--job-data").arg(folder);
        }
        if self.privileged {
            command.arg("--privileged-jobs");
        }
        for registry in &self.registries {
            command.args(["--image-registry", registry]);
        }
        if let Some(socket) = &self.podman {
            command.arg("--podman").arg(socket);
        }
        self.server = Some(Server::start_by(command, address, &data, &self.token));
    }

    /// Without a word to it.
    pub fn kill(&mut self) {
        self.server.take().unwrap().kill();
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = fovea();
        command.args(args).env("FOVEA_SERVER", self.server().url()).env("FOVEA_TOKEN", &self.token);
        command.env("XDG_CONFIG_HOME", self.folder.path()).env("XDG_STATE_HOME", self.folder.path());
        command
    }

    #[track_caller]
    pub fn run(&self, args: &[&str]) -> Run {
        run(&mut self.command(args))
    }

    /// With something on standard input.
    pub fn run_given(&self, args: &[&str], input: &str) -> Run {
        let path = self.folder.path().join("given");
        std::fs::write(&path, input).unwrap();
        let mut command = fovea();
        command.args(args).env("FOVEA_SERVER", self.server().url()).env("FOVEA_TOKEN", &self.token);
        command.env("XDG_CONFIG_HOME", self.folder.path()).env("XDG_STATE_HOME", self.folder.path());
        run(command.stdin(std::fs::File::open(path).unwrap()))
    }

    pub fn file(&self, text: &str) -> String {
        let path = self.folder.path().join("job.yaml");
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Id of a job of this shell script and these other fields.
    #[track_caller]
    pub fn submit(&self, script: &str, more: Value) -> String {
        let mut file = json!({ "name": "t", "command": script });
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let job = self.server().json("POST", "/jobs", file);
        job["id"].as_str().unwrap().into()
    }

    #[track_caller]
    pub fn ended(&self, job: &str) -> Value {
        wait_for(&format!("the end of {job}"), || {
            let job = self.server().get(&format!("/jobs/{job}"));
            ["succeeded", "failed", "stopped"].contains(&job["state"].as_str().unwrap()).then_some(job)
        })
    }

    /// What the command itself said.
    pub fn said(&self, job: &str) -> Vec<String> {
        let log = self.server().get(&format!("/jobs/{job}/log?limit=1000"));
        let lines = log["lines"].as_array().unwrap().iter().filter(|l| l["stream"] != "fovea");
        lines.map(|l| l["text"].as_str().unwrap().to_string()).collect()
    }

    pub fn until_said(&self, job: &str, text: &str) {
        wait_for(text, || self.said(job).iter().any(|line| line == text).then_some(()));
    }

    pub fn events(&self, job: &str) -> Vec<String> {
        let events = self.server().get(&format!("/jobs/{job}/events"));
        events["items"].as_array().unwrap().iter().map(|e| e["event"].as_str().unwrap().into()).collect()
    }

    pub fn node(&self) -> Value {
        self.server().get("/virtual_clusters/devices")["nodes"][0].clone()
    }
}
