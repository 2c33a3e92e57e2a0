use crate::dto::{ClusterNode, GroupRef, HoldersChange, Reason};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A share of the devices, with the people who may use it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VirtualCluster {
    pub id: Id,
    pub name: String,
    pub description: String,
    /// Everybody is a member, also who comes later
    pub open: bool,
    /// Of one job; null: no end
    pub longest_run_s: Option<u64>,
    /// What it does not use, preemptible jobs of others that borrow may
    pub lends: bool,
    /// Its preemptible jobs may use what others lend; they make room when that is wanted back
    pub borrows: bool,
    /// Its users' part beside the others', where the order of the queue is by fair share
    pub weight: u32,
    /// Most that a job may keep on the disk, and what it has that says nothing; null: no limit
    pub disk_mib: Option<u64>,
    /// Its jobs may change the folder of data that the server shares with those that mount it
    pub writes_data: bool,
    /// Most bytes of pictures, in projects of users who work in it when they say nothing else; null: no limit
    pub data_quota_bytes: Option<u64>,
    /// Bytes of such pictures, also of those in the bin, without linked ones
    pub data_used_bytes: u64,
    /// The owner of a job that used nothing for so long is warned; null: nobody is
    pub idle_warn_s: Option<u64>,
    /// A job that used nothing for so long is paused, after the warning; null: none is
    pub idle_pause_s: Option<u64>,
    pub created_at: Time,
    pub revision: i64,
    pub quotas: Vec<QuotaUse>,
    /// Everybody in it, once
    pub members: u64,
    /// Members that are named one by one
    pub users: u64,
    pub groups: Vec<GroupRef>,
    /// Jobs that have not ended
    pub jobs: u64,
    /// Whether you may change its members
    pub administers: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct QuotaUse {
    #[schema(example = "cpu")]
    pub device: String,
    pub quota: u32,
    pub per_user: u32,
    /// Held by jobs at this moment
    pub used: u32,
    /// Of that, by jobs that make room when they have to
    pub used_preemptible: u32,
    /// What can be had at this moment
    pub available: u32,
    /// Lost to machines that are away
    pub unschedulable: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Quota {
    #[schema(example = "cpu")]
    pub device: String,
    pub quota: u32,
    /// Most that one user may hold at a time
    pub per_user: u32,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewVirtualCluster {
    #[schema(min_length = 1, max_length = 20)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub description: String,
    #[serde(default)]
    pub open: bool,
    /// Left out: no end
    #[schema(minimum = 60, maximum = 31536000)]
    pub longest_run_s: Option<u64>,
    /// Left out: nobody is warned of an idle job
    #[schema(minimum = 60, maximum = 31536000)]
    pub idle_warn_s: Option<u64>,
    /// After the warning; left out: no idle job is paused
    #[schema(minimum = 60, maximum = 31536000)]
    pub idle_pause_s: Option<u64>,
    #[serde(default)]
    pub lends: bool,
    #[serde(default)]
    pub borrows: bool,
    /// Left out: 1
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100)]
    pub weight: Option<u32>,
    /// Left out: no limit
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 16, maximum = 67108864)]
    pub disk_mib: Option<u64>,
    #[serde(default)]
    pub writes_data: bool,
    /// Left out: no limit
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 1125899906842624i64)]
    pub data_quota_bytes: Option<u64>,
    #[serde(default)]
    pub quotas: Vec<Quota>,
    #[serde(default)]
    pub user_ids: Vec<Id>,
    #[serde(default)]
    pub group_ids: Vec<Id>,
}

/// What is left out stays; the name stays always.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct VirtualClusterChange {
    #[schema(max_length = 200)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// Null: no end
    #[serde(default, deserialize_with = "super::said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, minimum = 60, maximum = 31536000)]
    pub longest_run_s: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lends: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub borrows: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100)]
    pub weight: Option<u32>,
    /// Null: no limit
    #[serde(default, deserialize_with = "super::said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, minimum = 16, maximum = 67108864)]
    pub disk_mib: Option<Option<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub writes_data: Option<bool>,
    /// Null: no limit
    #[serde(default, deserialize_with = "super::said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, maximum = 1125899906842624i64)]
    pub data_quota_bytes: Option<Option<u64>>,
    /// Null: nobody is warned of an idle job
    #[serde(default, deserialize_with = "super::said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, minimum = 60, maximum = 31536000)]
    pub idle_warn_s: Option<Option<u64>>,
    /// Null: no idle job is paused
    #[serde(default, deserialize_with = "super::said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, minimum = 60, maximum = 31536000)]
    pub idle_pause_s: Option<Option<u64>>,
    /// All of them, in place of those there were
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quotas: Option<Vec<Quota>>,
    /// Of whoever is no member then: stop their jobs; else they are told and nothing is changed
    #[serde(default)]
    pub stop_jobs: bool,
}

/// Devices of a type in the whole cluster.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ClusterDevice {
    #[schema(example = "cpu")]
    pub device: String,
    pub unit: DeviceUnit,
    pub total: u32,
    /// Of nodes that take jobs
    pub schedulable: u32,
    /// Of these, held by no job
    pub free: u32,
    /// In no virtual cluster
    pub unallocated: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceUnit {
    Core,
    Card,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClusterDevices {
    pub items: Vec<ClusterDevice>,
    pub nodes: Vec<ClusterNode>,
}

/// A member who is named.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClusterMember {
    pub id: Id,
    pub name: String,
    pub nickname: String,
    pub administers: bool,
    /// Jobs there that have not ended
    pub jobs: u64,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ClusterMembersChange {
    #[serde(flatten)]
    pub members: HoldersChange,
    /// Of members that are named one by one; only with the right `cluster.write`
    #[serde(default)]
    pub add_administrator_ids: Vec<Id>,
    #[serde(default)]
    pub remove_administrator_ids: Vec<Id>,
    /// Stop jobs and imports of whoever is no member then; else they are told and nothing is changed
    #[serde(default)]
    pub stop_jobs: bool,
}

/// Who could be added.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClusterCandidates {
    pub users: Vec<Candidate>,
    pub groups: Vec<GroupRef>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Candidate {
    pub id: Id,
    pub name: String,
    pub nickname: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClusterWay {
    /// Named
    User,
    /// By a group
    Group,
    /// It is open to everybody
    Everybody,
}

/// A virtual cluster that somebody is in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ClusterOfUser {
    pub id: Id,
    pub name: String,
    pub way: ClusterWay,
    pub administers: bool,
    /// Of one job there, of the virtual cluster's limit and the user's the shorter; null: no end
    pub longest_run_s: Option<u64>,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ClustersOfUserChange {
    #[serde(default)]
    pub add: Vec<Id>,
    #[serde(default)]
    pub remove: Vec<Id>,
    /// Stop their jobs where they are no member then; else they are told and nothing is changed
    #[serde(default)]
    pub stop_jobs: bool,
}

/// What a job of yours may have in a virtual cluster.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClusterLimits {
    pub id: Id,
    pub name: String,
    /// Of one job; null: no end
    pub longest_run_s: Option<u64>,
    /// Longest time of learning of a training, which leaves a part of the whole for its evaluation
    pub longest_training_s: Option<u64>,
    /// Most that a job may keep on the disk; null: no limit
    pub disk_mib: Option<u64>,
    pub quotas: Vec<QuotaUse>,
    /// Of each type of device: what may be asked for, what is free, and when it would start
    pub devices: Vec<DeviceLimits>,
    pub priority_min: u16,
    pub priority_max: u16,
    /// Whether the server has a folder of data that jobs may see
    pub data_folder: bool,
    /// Whether they may change it
    pub writes_data: bool,
}

/// What a job of yours may ask for of a type of device.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceLimits {
    #[schema(example = "cpu")]
    pub device: String,
    pub unit: DeviceUnit,
    /// Why none can be had; null: some can
    pub lacking: Option<Reason>,
    /// On one node
    pub regular: AllowedCounts,
    /// On several nodes; null: not for you here
    pub distributed: Option<AllowedSpread>,
    /// Why there is nothing on several nodes
    pub distributed_lacks: Option<Reason>,
    /// Nodes that have devices of this type, and those of the largest size of which all are free
    pub nodes: u32,
    pub whole_nodes_free: u32,
    /// Of the whole cluster
    pub total: u32,
    /// Of the whole cluster, on nodes that take jobs
    pub free: u32,
    /// Of the virtual cluster, with the nodes that are up
    pub quota: u32,
    pub left_to_vc: u32,
    pub left_to_user: u32,
    /// Most that a job on one node would have at once
    pub most_now: u32,
    /// Jobs of the virtual cluster that wait for this type
    pub waiting: u64,
    pub outlook: DeviceOutlook,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AllowedCounts {
    /// Null: nothing is allowed
    pub least: Option<u32>,
    pub most: Option<u32>,
    /// Only these; null: all from the least to the most
    pub one_of: Option<Vec<u32>>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AllowedSpread {
    pub per_node: AllowedCounts,
    /// With the fewest of them a node
    pub most_nodes: u32,
    /// On all nodes together
    pub quota: u32,
}

/// What would become of a job that asked for so many now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceOutlook {
    /// On each node
    pub devices: u32,
    /// Null: on one node
    pub nodes: Option<u32>,
    pub starts: DeviceStarts,
    /// Why it would wait, or could never start
    pub reason: Option<Reason>,
    /// Jobs of the virtual cluster for the same type that would come before it
    pub ahead: Option<u64>,
    /// As far as the limits of what runs tell
    pub expected_start: Option<Time>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceStarts {
    Now,
    Later,
    Never,
}
