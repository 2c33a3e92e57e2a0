use serde::{Deserialize, Deserializer, Serialize, de};
use std::collections::BTreeMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A job file: what is to run, on what, and for how long at most. YAML or JSON.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobFile {
    #[schema(min_length = 1, max_length = 100, example = "count parts")]
    pub name: String,
    /// Name or id; left out: of no project
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Name or id of one that you are in; left out: where you work
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub virtual_cluster: Option<String>,
    /// What it is for, which people see and find it by; left out: by its endpoints, `development` with `jupyter` or `vscode`,
    /// `visualisation` with `tensorboard` alone, else `command`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<JobFileKind>,
    #[serde(default, rename = "type")]
    pub extent: JobFileType,
    /// Of a distributed job: nodes that it runs on at once, with a task on each
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 64)]
    pub nodes: Option<u32>,
    /// Type of device; left out: `cpu`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "cpu")]
    pub device: Option<String>,
    /// How many of them, on each node; left out: 1. Of `cpu` they are cores
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<u32>,
    /// On each node, beside devices that are cards; left out: 1. Of `cpu` another word for `devices`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cores: Option<u32>,
    /// Such as `4GiB`, or a number of MiB; left out: no limit
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "4GiB")]
    pub memory: Option<String>,
    /// Most that it may keep on the disk, such as `20GiB`, or a number of MiB; left out: what the virtual cluster has, or no limit
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "20GiB")]
    pub disk: Option<String>,
    /// Processes and threads at a time; left out: 1024
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 16, maximum = 32768)]
    pub processes: Option<u32>,
    /// Name of an image that is on the server: the command runs in a container of it, by Podman; left out: with the programs of the
    /// server's machine
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255, example = "localhost/tools:1")]
    pub image: Option<String>,
    /// The container has all rights of who runs Podman on the server; only with an image, with the right `job.privileged_submit`, and where
    /// the server was started with `--privileged-jobs`
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub privileged: bool,
    pub command: CommandText,
    /// Of a distributed job: what its first task runs in place of `command`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub master_command: Option<CommandText>,
    /// Variables by name; names that begin with `FOVEA_` are kept for Fovea
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub environment: BTreeMap<String, String>,
    /// Which folders are seen, and where; left out: the job's work folder as `/home/` and your name
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 11)]
    pub mounts: Vec<JobMount>,
    /// 100 to 200; for who administers the virtual cluster, or may change all jobs, 1 to 1000; left out: 100
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1000)]
    pub priority: Option<u16>,
    /// May be told to make room for others; it waits for its turn again then
    #[serde(default)]
    pub preemptible: bool,
    /// Such as `2h`, or a number of seconds; left out: as long as virtual cluster and user may
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2h")]
    pub longest_run: Option<String>,
    /// When it is begun again by itself
    #[serde(default)]
    pub restart: JobRestart,
    /// With `restart: on_failure`; left out: 3
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10)]
    pub most_restarts: Option<u32>,
    /// Short words to find it by
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub tags: Vec<String>,
    /// What is asked for when it is submitted; `${name}` stands for it in the name, the command and the environment
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 40)]
    pub parameters: Vec<JobParameter>,
    /// Values of parameters by name; those left out have the usual
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// Ways in from outside, while it runs: what its own program serves, or tools that are started beside it
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 8)]
    pub endpoints: Vec<JobFileEndpoint>,
    /// When you get mail as it ends; left out: as you have it for all of yours
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<JobNotify>,
}

/// When the owner of a job gets mail as it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobNotify {
    Never,
    /// Where it failed, or a limit ended it
    Failure,
    /// However it ended
    End,
}

/// Something that is asked for when a job is submitted. The job has it as a variable of this name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobParameter {
    /// Small letters, digits and `_`
    #[schema(pattern = "^[a-z][a-z0-9_]{0,39}$", example = "epochs")]
    pub name: String,
    #[serde(rename = "type")]
    pub kind: JobParameterType,
    /// What people read; left out: the name
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 100)]
    pub label: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 500)]
    pub help: String,
    /// Left out: a value has to be given
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Of a number
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Of a number
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Of a number: without a fraction
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// Of a choice
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub choices: Vec<String>,
    /// Of a text: signs at most; left out: 200
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 4000)]
    pub longest: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobParameterType {
    Number,
    /// One of `choices`
    Choice,
    /// One line
    Text,
    /// Of a file or folder as the job sees it
    Path,
    /// Name or id of a project that you may see
    Project,
    /// Of a project's data: `PROJECT/NUMBER`, or its id
    Version,
}

/// A way into a running job.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobFileEndpoint {
    /// Small letters, digits and single hyphens
    #[schema(min_length = 1, max_length = 24, example = "board")]
    pub name: String,
    #[serde(default)]
    pub kind: EndpointKind,
    /// Of `http`: where the job's program listens, on 127.0.0.1
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1024, maximum = 65535)]
    pub port: Option<u16>,
    /// Of `http`, instead of a port: name of a Unix socket in the folder `FOVEA_ENDPOINTS`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, example = "app.sock")]
    pub socket: Option<String>,
    /// Of `tensorboard`: folder with event files; left out: the work folder
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255, example = "runs")]
    pub logdir: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndpointKind {
    /// What the job's own program serves, by HTTP or WebSocket
    #[default]
    Http,
    Jupyter,
    Tensorboard,
    /// code-server
    Vscode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobFileKind {
    /// A command of yours
    Command,
    /// Code of yours learns
    Training,
    /// You work in it
    Development,
    /// You look at something in it
    Visualisation,
}

impl JobFileKind {
    /// `None`: a job of this kind comes from no file.
    pub fn of(kind: super::JobKind) -> Option<JobFileKind> {
        match kind {
            super::JobKind::Command => Some(JobFileKind::Command),
            super::JobKind::OwnTraining => Some(JobFileKind::Training),
            super::JobKind::Development => Some(JobFileKind::Development),
            super::JobKind::Visualisation => Some(JobFileKind::Visualisation),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobFileType {
    /// On one node
    #[default]
    Regular,
    /// On several at once: a task on each, all or none
    Distributed,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobRestart {
    #[default]
    Never,
    /// Where it ended with another code than 0, or was ended
    OnFailure,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobMount {
    pub source: MountSource,
    /// Full path inside the job; left out: of `home` `/home/` and your name, of `data` `/data`, of `work` the same as of `home`, or `/work`
    /// beside it, of the first `version` `/dataset`, of the second `/dataset-2`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "/home/ann")]
    pub target: Option<String>,
    /// Of `version`: `PROJECT/NUMBER`, or its id
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "screws/3")]
    pub version: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MountSource {
    /// The job's own work folder
    Work,
    /// Your own folder, which all of your jobs may have at once and which stays when they are gone
    Home,
    /// The folder of data that the server was started with, to be read
    Data,
    /// A version of a project's data, to be read: pictures in a folder for each class, masks, and a list of them; up to eight
    Version,
}

/// Lines for a shell, or a program with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CommandText(pub Vec<String>);

impl<'de> Deserialize<'de> for CommandText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CommandText, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

impl<'de> de::Visitor<'de> for Visitor {
    type Value = CommandText;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("lines for a shell, or a list with a program and its arguments")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<CommandText, E> {
        if text.trim().is_empty() {
            return Ok(CommandText(Vec::new()));
        }
        Ok(CommandText(vec!["/bin/sh".into(), "-c".into(), text.into()]))
    }

    // A word that YAML takes for something else, such as the program `true`.
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<CommandText, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<CommandText, A::Error> {
        let mut all = Vec::new();
        while let Some(argument) = seq.next_element::<String>()? {
            all.push(argument);
        }
        Ok(CommandText(all))
    }
}

impl PartialSchema for CommandText {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).description(Some("Lines for `/bin/sh`"));
        let list = ArrayBuilder::new()
            .items(ObjectBuilder::new().schema_type(Type::String))
            .description(Some("A program and its arguments"));
        OneOfBuilder::new().item(text).item(list).into()
    }
}

impl ToSchema for CommandText {}
