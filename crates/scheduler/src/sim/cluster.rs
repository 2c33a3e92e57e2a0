//! The cluster that a trace is played on, from a file.

use crate::model::{Bank, Cluster, Node, NodeId, Vc, VcId};
use fovea_domain::device::{Cards, DeviceType, MOST_CARDS, UnknownDevice};
use fovea_domain::quota::Quota;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// As it is written: `docs/jobs.md` describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterFile {
    pub nodes: Vec<NodeEntry>,
    /// Without any, all devices are for everybody.
    #[serde(default)]
    pub vcs: Vec<VcEntry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeEntry {
    /// How many nodes are like this.
    #[serde(default = "one")]
    pub count: u32,
    pub cores: u32,
    pub memory_gib: u64,
    /// Cards by type.
    #[serde(default)]
    pub devices: BTreeMap<DeviceType, u32>,
}

/// A virtual cluster; one named `*` takes the jobs of all that are not named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VcEntry {
    pub name: String,
    pub quotas: BTreeMap<DeviceType, QuotaEntry>,
    #[serde(default)]
    pub longest_run_s: Option<u64>,
    #[serde(default)]
    pub lends: bool,
    #[serde(default)]
    pub borrows: bool,
    #[serde(default = "one")]
    pub weight: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaEntry {
    pub quota: u32,
    /// The quota where it is not told.
    #[serde(default)]
    pub per_user: Option<u32>,
}

fn one() -> u32 {
    1
}

#[derive(Debug, thiserror::Error)]
pub enum ClusterFault {
    #[error("the description of the cluster cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Device(#[from] UnknownDevice),
    #[error("the cluster has no nodes")]
    NoNodes,
    #[error("a node may have up to {MOST_CARDS} cards of a type; {0} are told")]
    TooManyCards(u32),
    #[error("{0} nodes are more than a simulation takes; up to 1000000")]
    TooManyNodes(u64),
    #[error("{0}; names of virtual clusters are to differ")]
    Twice(String),
    #[error("the quotas of {device} add up to {given}, the cluster has {total}")]
    TooMuchGiven { device: DeviceType, given: u64, total: u64 },
}

const MOST_NODES: u64 = 1_000_000;
const EVERYBODY: &str = "*";

impl ClusterFile {
    pub fn parse(text: &str) -> Result<ClusterFile, ClusterFault> {
        Ok(serde_json::from_str(text)?)
    }

    /// Cards of the node that has most of the usual type: how wide a foreign job is spread.
    pub fn largest(&self) -> u32 {
        let most = self.nodes.iter().flat_map(|node| node.devices.values()).copied().max();
        most.or_else(|| self.nodes.iter().map(|node| node.cores).max()).unwrap_or(1).max(1)
    }
}

pub(super) struct Town {
    pub cluster: Cluster,
    /// The type that a job means which names none: that of most cards, or cores where there are no cards.
    pub usual: DeviceType,
    /// Of the usual type.
    pub devices: u64,
    names: BTreeMap<String, u128>,
}

impl Town {
    pub fn of(file: &ClusterFile) -> Result<Town, ClusterFault> {
        let nodes = nodes(file)?;
        let cpu = DeviceType::parse("cpu")?;
        let mut totals: BTreeMap<DeviceType, u64> = BTreeMap::new();
        for node in &file.nodes {
            *totals.entry(cpu.clone()).or_default() += u64::from(node.cores) * u64::from(node.count);
            for (device, cards) in &node.devices {
                *totals.entry(device.clone()).or_default() += u64::from(*cards) * u64::from(node.count);
            }
        }
        let usual = totals.iter().filter(|(device, total)| **device != cpu && **total > 0);
        let usual = usual.max_by_key(|(_, total)| **total).map_or(cpu, |(device, _)| device.clone());
        let devices = totals.get(&usual).copied().unwrap_or(0);
        let vcs = vcs(file, &totals)?;
        let entries = if file.vcs.is_empty() {
            vec![EVERYBODY]
        } else {
            file.vcs.iter().map(|v| v.name.as_str()).collect()
        };
        let mut names = BTreeMap::new();
        for (name, id) in entries.into_iter().zip(0u128..) {
            if names.insert(name.to_string(), id).is_some() {
                return Err(ClusterFault::Twice(format!("{name} is named twice")));
            }
        }
        Ok(Town { cluster: Cluster { nodes, vcs, usage: Vec::new() }, usual, devices, names })
    }

    pub fn vc(&self, name: &str) -> Option<u128> {
        self.names.get(name).or_else(|| self.names.get(EVERYBODY)).copied()
    }
}

fn nodes(file: &ClusterFile) -> Result<Vec<Node>, ClusterFault> {
    let count: u64 = file.nodes.iter().map(|node| u64::from(node.count)).sum();
    if count == 0 {
        return Err(ClusterFault::NoNodes);
    }
    if count > MOST_NODES {
        return Err(ClusterFault::TooManyNodes(count));
    }
    let mut nodes = Vec::with_capacity(count as usize);
    for entry in &file.nodes {
        if let Some(&cards) = entry.devices.values().find(|&&cards| cards > MOST_CARDS) {
            return Err(ClusterFault::TooManyCards(cards));
        }
        let bank =
            |(device, cards): (&DeviceType, &u32)| Bank { device: device.clone(), cards: Cards::all(*cards) };
        let devices: Vec<Bank> = entry.devices.iter().map(bank).collect();
        for _ in 0..entry.count {
            nodes.push(Node {
                id: NodeId(nodes.len() as u128),
                cores: entry.cores,
                memory_mib: entry.memory_gib.saturating_mul(1024),
                devices: devices.clone(),
                schedulable: true,
            });
        }
    }
    Ok(nodes)
}

fn vcs(file: &ClusterFile, totals: &BTreeMap<DeviceType, u64>) -> Result<Vec<Vc>, ClusterFault> {
    let quota = |(device, entry): (&DeviceType, &QuotaEntry)| Quota {
        device: device.clone(),
        quota: entry.quota,
        per_user: entry.per_user.unwrap_or(entry.quota),
    };
    if file.vcs.is_empty() {
        let all = |(device, total): (&DeviceType, &u64)| {
            let quota = u32::try_from(*total).unwrap_or(u32::MAX);
            Quota { device: device.clone(), quota, per_user: quota }
        };
        let quotas = totals.iter().map(all).collect();
        return Ok(vec![Vc {
            id: VcId(0),
            quotas,
            longest_run_ms: None,
            lends: false,
            borrows: false,
            weight: 1,
        }]);
    }
    for (device, &total) in totals {
        let of = |vc: &VcEntry| vc.quotas.get(device).map_or(0, |entry| u64::from(entry.quota));
        let given: u64 = file.vcs.iter().map(of).sum();
        if given > total {
            return Err(ClusterFault::TooMuchGiven { device: device.clone(), given, total });
        }
    }
    let vc = |(entry, id): (&VcEntry, u128)| Vc {
        id: VcId(id),
        quotas: entry.quotas.iter().map(quota).collect(),
        longest_run_ms: entry.longest_run_s.map(|s| s.saturating_mul(1000)),
        lends: entry.lends,
        borrows: entry.borrows,
        weight: entry.weight,
    };
    Ok(file.vcs.iter().zip(0u128..).map(vc).collect())
}
