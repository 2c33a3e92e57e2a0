use crate::dto::{DeviceUnit, Reason};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What jobs run on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClusterNodes {
    /// The first is the machine that the server runs on
    pub items: Vec<ClusterNode>,
}

/// A machine, or one that is declared in the cluster file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClusterNode {
    #[schema(example = "local")]
    pub name: String,
    pub labels: BTreeMap<String, String>,
    /// Declared only: its jobs run as processes of the server's machine
    pub simulated: bool,
    /// It takes jobs
    pub schedulable: bool,
    /// Why it takes none
    pub closed: Option<NodeClosed>,
    pub cores: u32,
    /// Held by jobs
    pub cores_used: u32,
    pub memory_mib: u64,
    /// Asked for by jobs
    pub memory_used_mib: u64,
    /// Cards by type
    pub devices: Vec<NodeDevices>,
    /// What jobs have of it
    pub uses: Vec<NodeUse>,
    /// What keeps users' commands apart: `bubblewrap` or `none`
    pub sandbox: String,
    /// Why there is none
    pub sandbox_lacks: Option<String>,
    /// What limits are set with: `cgroup2`, `cgroup1`, `partial` or `none`
    pub limits: String,
    /// Whether commands are held to their part of the disk; else only their work folders are looked after
    pub holds_disk: bool,
    /// Version of the Podman that jobs with an image run by
    pub podman: Option<String>,
    /// Why there is none
    pub podman_lacks: Option<Reason>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NodeClosed {
    /// By the cluster file, where alone it can be opened
    pub by_file: bool,
    /// Name of the user
    pub by: Option<String>,
    pub at: Option<Time>,
    pub note: String,
}

/// Cards of a type on a node.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NodeDevices {
    #[schema(example = "huawei_npu_arm64")]
    pub device: String,
    pub unit: DeviceUnit,
    pub count: u32,
    pub used: u32,
    /// So many cards belong together, from card 0 on; null: all are alike
    pub group: Option<u32>,
}

/// What a job has of a node.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NodeUse {
    pub job_id: Id,
    /// Null: another's job, which you may not see
    pub name: Option<String>,
    /// Which of its tasks
    pub rank: u32,
    pub device: String,
    /// Numbers of its cards
    pub cards: Vec<u32>,
    pub cores: u32,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct NodeCordon {
    /// Why, for whoever sees it closed
    #[serde(default)]
    #[schema(max_length = 200)]
    pub note: String,
}

/// Where the tasks of a job run, or ran last.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JobTasks {
    /// Empty: it has not been started, or is no job of the queue
    pub items: Vec<JobTask>,
}

/// A part of a job: a process on one node.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JobTask {
    pub rank: u32,
    pub node: String,
    /// Under which the other tasks reach it
    pub address: String,
    pub device: String,
    pub devices: u32,
    /// Numbers of its cards; of cores there are none
    pub cards: Vec<u32>,
    pub cores: u32,
    pub state: JobTaskState,
    pub exit: Option<JobTaskExit>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobTaskState {
    /// It is about to be started
    Starting,
    Running,
    Succeeded,
    Failed,
    /// It was told to end
    Stopped,
    /// Its process is gone without a word
    Lost,
    /// The job failed before it had a process
    NotStarted,
}

/// How a task ended.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JobTaskExit {
    pub code: Option<i32>,
    pub signal: Option<i32>,
    /// It used up the memory that it may have
    pub out_of_memory: bool,
    /// It kept more on the disk than it may
    pub out_of_disk: bool,
    /// What kept it from being started
    pub trouble: Option<String>,
    pub at: Option<Time>,
}
