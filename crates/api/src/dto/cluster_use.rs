use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who holds devices of a virtual cluster.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceUsers {
    /// Who holds most first; no more than 500
    pub items: Vec<DeviceUser>,
    /// Also those that are left out
    pub total: u64,
    /// How far back the hours count
    pub days: u32,
}

/// A user with a type of device.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceUser {
    pub user_id: Id,
    pub name: String,
    pub nickname: String,
    #[schema(example = "cpu")]
    pub device: String,
    /// At this moment, by their jobs
    pub held: u32,
    /// Of these by jobs that make room for others
    pub preemptible: u32,
    /// Of these by jobs that use nothing
    pub idle: u32,
    /// Devices times hours of the last days
    pub held_hours: f64,
    /// Of these idle
    pub idle_hours: f64,
}

/// Devices over time.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceUse {
    /// Length of the step that a point tells of
    pub step_s: f64,
    pub items: Vec<DeviceUseOfType>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceUseOfType {
    #[schema(example = "cpu")]
    pub device: String,
    pub points: Vec<DeviceUsePoint>,
}

/// Means over a step of time.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DeviceUsePoint {
    /// Its beginning
    pub at: Time,
    pub used: f64,
    pub available: f64,
    /// On nodes that take no jobs, or lost to nodes that are away
    pub unschedulable: f64,
    /// At one moment of the step
    pub most_used: u32,
}

/// The disk on which the server keeps its data, and what is yours of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Storage {
    pub total_bytes: u64,
    pub used_bytes: u64,
    /// Bytes of pictures in projects that you made, also of those in the bin, without linked ones
    pub own_used_bytes: u64,
    /// Most that they may be; null: no limit of your own
    pub own_quota_bytes: Option<u64>,
    /// Of your own folder, which jobs share; null: too many files to be counted
    pub home_bytes: Option<u64>,
    /// Of the work folders of your newest 200 commands; null: too many files to be counted
    pub work_bytes: Option<u64>,
}

/// Lines of the driver that tell of errors of a job's cards, while it had them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceErrors {
    /// Nodes of the job whose logs can be read here
    pub nodes: Vec<DeviceErrorNode>,
    /// By node and card
    pub groups: Vec<DeviceErrorGroup>,
    /// A page, oldest first
    pub items: Vec<DeviceErrorLine>,
    /// Lines that were asked for, of all pages
    pub total: u64,
    /// Give it as `from` for what follows; null at the end
    pub next: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceErrorNode {
    pub node: String,
    pub rank: u32,
    /// Cards of the job there
    pub cards: Vec<u32>,
    /// The cluster file says where the logs are
    pub configured: bool,
    /// The folder is there
    pub readable: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceErrorGroup {
    pub node: String,
    pub rank: u32,
    /// Null: of the system on a group of cards
    pub card: Option<u32>,
    pub lines: u64,
    /// There are more, older ones, which are not read
    pub cut: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceErrorLine {
    pub at: Time,
    pub node: String,
    pub rank: u32,
    /// Null: of the system on a group of cards
    pub card: Option<u32>,
    /// It stands in the log of the host, and names the card
    pub by_host: bool,
    /// Part of the driver, such as `RUNTIME`
    pub module: String,
    pub process: String,
    pub text: String,
}
