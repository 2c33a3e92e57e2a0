use super::{ATTEMPT, JOB, TASK};
use crate::shim::Limits;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A container that a step runs in, as the server plans it and the shim makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    pub socket: PathBuf,
    /// As the job names it
    pub image: String,
    /// Its own name, which tells the task apart on this machine
    pub name: String,
    /// Number of user and group within: whoever owns the work folder
    pub user: String,
    pub host_name: String,
    pub env: BTreeMap<String, String>,
    /// Where the command begins
    pub work: String,
    pub mounts: Vec<Mount>,
    /// Of several tasks: the container of the first, whose network it enters
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_of: Option<String>,
    /// The containers that enter its own network: it begins when they have
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// Our own program beside the command, by which one comes in
    pub keeper: Vec<String>,
    /// What Podman can set limits of
    pub controllers: Vec<String>,
    /// With all rights of the system that Podman itself has
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub privileged: bool,
}

/// A file or folder of this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mount {
    pub source: PathBuf,
    pub target: String,
    pub writable: bool,
}

/// What one start of it needs beside.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    pub image: &'a str,
    pub argv: &'a [String],
    pub limits: &'a Limits,
    pub job: &'a str,
    pub task: &'a str,
    pub attempt: u32,
    /// Where the system shows the network that it enters
    pub network: Option<&'a str>,
    /// Most files that it may have open, and processes that its user may have
    pub files: u64,
    pub processes: u64,
    /// A small process before the command hands signals on
    pub init: bool,
}

/// Of `/dev/shm`, which takes memory only as it is filled.
const SHARED_MEMORY: u64 = 8 << 30;

impl Container {
    /// What Podman is asked for: no rights of the system, no network but perhaps that of the first task, nothing of the machine but
    /// what is mounted.
    pub fn body(&self, start: &Start) -> Value {
        let limits = start.limits;
        let memory = limits.memory_mib.saturating_mul(1 << 20);
        let mount = |m: &Mount| {
            let how = if m.writable { "rw" } else { "ro" };
            json!({ "type": "bind", "source": m.source, "destination": m.target,
                "options": ["rbind", "rprivate", "nosuid", "nodev", how] })
        };
        let network = match start.network {
            Some(path) => json!({ "nsmode": "path", "value": path }),
            None => json!({ "nsmode": "none" }),
        };
        let mut r_limits = vec![
            r_limit("nofile", start.files),
            r_limit("nproc", start.processes),
            // A command that breaks leaves no memory image in the work folder.
            r_limit("core", 0),
        ];
        if limits.disk_mib > 0 {
            r_limits.push(r_limit("fsize", limits.disk_mib.saturating_mul(1 << 20)));
        }
        let mut body = json!({
            "name": self.name,
            "image": start.image,
            "entrypoint": [""],
            "command": start.argv,
            "init": start.init,
            "user": self.user,
            "env": self.env,
            "work_dir": self.work,
            "mounts": self.mounts.iter().map(mount).collect::<Vec<_>>(),
            // What an image calls a volume is a part of it like all else, so that a pause keeps it.
            "image_volume_mode": "ignore",
            "hostname": self.host_name,
            "netns": network,
            "cap_drop": ["ALL"],
            "no_new_privileges": true,
            "systemd": "false",
            "log_configuration": { "driver": "none" },
            "r_limits": r_limits,
            "resource_limits": self.resources(limits),
            "shm_size": if memory > 0 { memory } else { SHARED_MEMORY },
            "labels": { JOB: start.job, TASK: start.task, ATTEMPT: start.attempt.to_string() },
            "restart_policy": "no",
        });
        if let (true, Some(map)) = (self.privileged, body.as_object_mut()) {
            map.remove("cap_drop");
            map.insert("privileged".into(), true.into());
            map.insert("no_new_privileges".into(), false.into());
        }
        body
    }

    /// Only what it can hold: else it would refuse the container.
    fn resources(&self, limits: &Limits) -> Value {
        let can = |what: &str| self.controllers.iter().any(|c| c == what);
        let mut all = serde_json::Map::new();
        let bytes = limits.memory_mib.saturating_mul(1 << 20);
        if bytes > 0 && can("memory") {
            all.insert("memory".into(), json!({ "limit": bytes, "swap": bytes }));
        }
        if limits.cores > 0 && can("cpu") {
            let quota = u64::from(limits.cores) * 100_000;
            all.insert("cpu".into(), json!({ "quota": quota, "period": 100_000 }));
        }
        if limits.processes > 0 && can("pids") {
            all.insert("pids".into(), json!({ "limit": limits.processes }));
        }
        Value::Object(all)
    }
}

fn r_limit(what: &str, most: u64) -> Value {
    json!({ "type": what, "soft": most, "hard": most })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Container {
        let mounts = vec![
            Mount { source: "/d/work".into(), target: "/home/ann".into(), writable: true },
            Mount { source: "/d/pod.env".into(), target: "/pod.env".into(), writable: false },
        ];
        let controllers = vec!["memory".into(), "pids".into()];
        Container { name: "fovea-1".into(), user: "0:0".into(), mounts, controllers, ..Container::default() }
    }

    fn start<'a>(argv: &'a [String], limits: &'a Limits) -> Start<'a> {
        Start {
            image: "tools:1",
            argv,
            limits,
            job: "1",
            task: "1-0",
            attempt: 3,
            network: None,
            files: 100,
            processes: 50,
            init: true,
        }
    }

    #[test]
    fn a_container_has_no_rights_no_network_and_what_is_mounted() {
        let limits = Limits { cores: 2, memory_mib: 64, processes: 32, disk_mib: 16 };
        let argv = ["true".to_string()];
        let body = plan().body(&start(&argv, &limits));
        assert_eq!(body["cap_drop"], json!(["ALL"]));
        assert_eq!((&body["no_new_privileges"], &body["netns"]["nsmode"]), (&json!(true), &json!("none")));
        assert!(body.get("privileged").is_none());
        let writable: Vec<&Value> = body["mounts"].as_array().unwrap().iter().collect();
        let last = |m: &Value| m["options"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(writable.into_iter().map(last).collect::<Vec<_>>(), [json!("rw"), json!("ro")]);
        assert_eq!(body["labels"], json!({ "fovea.job": "1", "fovea.task": "1-0", "fovea.attempt": "3" }));
    }

    #[test]
    fn one_with_all_rights_still_has_no_network_and_its_limits() {
        let limits = Limits { cores: 0, memory_mib: 64, processes: 32, disk_mib: 0 };
        let body = Container { privileged: true, ..plan() }.body(&start(&[], &limits));
        assert_eq!((&body["privileged"], &body["no_new_privileges"]), (&json!(true), &json!(false)));
        assert!(body.get("cap_drop").is_none() && body["netns"]["nsmode"] == "none");
        assert_eq!(body["resource_limits"]["memory"]["limit"], 64 << 20);
    }

    #[test]
    fn limits_are_asked_for_where_podman_can_hold_them() {
        let limits = Limits { cores: 2, memory_mib: 64, processes: 32, disk_mib: 0 };
        let argv = ["true".to_string()];
        let body = plan().body(&start(&argv, &limits));
        let wanted = json!({ "memory": { "limit": 64 << 20, "swap": 64 << 20 }, "pids": { "limit": 32 } });
        assert_eq!(body["resource_limits"], wanted);
        assert_eq!(body["r_limits"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn other_tasks_enter_the_network_of_the_first() {
        let limits = Limits::default();
        let entered = Start { network: Some("/proc/7/ns/net"), ..start(&[], &limits) };
        assert_eq!(plan().body(&entered)["netns"], json!({ "nsmode": "path", "value": "/proc/7/ns/net" }));
    }
}
