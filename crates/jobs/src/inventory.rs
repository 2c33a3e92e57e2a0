//! What there is to run jobs on: this machine, and nodes that were declared beside it. Those are simulated: what is placed on
//! them runs here as a process, with the devices that they are said to have. Asked here and nowhere else.

use crate::device_logs::DeviceLogs;
use crate::podman::{PodmanAbout, PodmanLack};
use crate::sandbox::{Walls, WallsLack};
use fovea_domain::device::{Cards, DeviceType, Unit};
use fovea_scheduler::{Bank, Node, NodeId};
use fovea_store::{ClosedNode, Id, Job, JobTask, Moment, Totals};
use std::collections::{BTreeMap, HashMap};

/// The type of device that every job needs.
pub const CPU: &str = "cpu";
/// Name of this machine where it was given no other.
pub const MACHINE: &str = "local";

/// What the cluster file says; without one there is this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    pub machine: MachineSpec,
    pub nodes: Vec<NodeSpec>,
}

impl Default for Declared {
    fn default() -> Declared {
        let machine = MachineSpec { name: MACHINE.into(), labels: BTreeMap::new(), schedulable: true };
        Declared { machine, nodes: Vec::new() }
    }
}

/// This machine, whose cores and memory are what the system says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineSpec {
    pub name: String,
    pub labels: BTreeMap<String, String>,
    pub schedulable: bool,
}

/// A simulated node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeSpec {
    pub name: String,
    pub labels: BTreeMap<String, String>,
    pub cores: u32,
    pub memory_mib: u64,
    pub devices: Vec<DeviceSpec>,
    /// Of its NPU cards
    pub device_logs: Option<DeviceLogs>,
    pub schedulable: bool,
}

/// Cards 0 to `count` − 1 of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceSpec {
    pub device: DeviceType,
    pub count: u32,
    /// Of cards with a network port of their own, in the order of the cards
    pub addresses: Vec<String>,
}

/// A node by its name, which tells it apart for good; its number holds for one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedNode {
    pub name: String,
    pub node: Node,
}

/// All nodes as they were declared; the first is this machine.
#[derive(Debug, Clone)]
pub(crate) struct Fleet {
    nodes: Vec<FleetNode>,
}

#[derive(Debug, Clone)]
struct FleetNode {
    named: NamedNode,
    labels: BTreeMap<String, String>,
    addresses: HashMap<(DeviceType, u32), String>,
    device_logs: Option<DeviceLogs>,
}

impl Fleet {
    pub fn new(declared: &Declared, cores: u32, memory_mib: u64) -> Fleet {
        let MachineSpec { name, labels, schedulable } = declared.machine.clone();
        let node = Node { schedulable, ..machine(cores, memory_mib) };
        let own = FleetNode {
            named: NamedNode { name, node },
            labels,
            addresses: HashMap::new(),
            device_logs: None,
        };
        let others = declared.nodes.iter().zip(2u128..).map(|(spec, id)| FleetNode {
            named: NamedNode { name: spec.name.clone(), node: node_of(spec, id) },
            labels: spec.labels.clone(),
            addresses: addresses(spec),
            device_logs: spec.device_logs.clone(),
        });
        Fleet { nodes: std::iter::once(own).chain(others).collect() }
    }

    /// Devices of all nodes, by type.
    pub fn totals(&self) -> Totals {
        totals(self.nodes.iter().map(|n| &n.named.node))
    }

    /// As they take jobs with these closed.
    pub fn planned(&self, closed: &[ClosedNode]) -> Vec<NamedNode> {
        let is_closed = |name: &str| closed.iter().any(|c| c.name == name);
        let one = |n: &FleetNode| {
            let mut named = n.named.clone();
            named.node.schedulable &= !is_closed(&named.name);
            named
        };
        self.nodes.iter().map(one).collect()
    }

    pub fn has(&self, name: &str) -> bool {
        self.nodes.iter().any(|n| n.named.name == name)
    }

    /// Whether the file itself has this node open.
    pub fn declared_open(&self, name: &str) -> bool {
        self.nodes.iter().any(|n| n.named.name == name && n.named.node.schedulable)
    }

    /// Where the driver of its cards writes, where that was told.
    pub fn device_logs(&self, name: &str) -> Option<&DeviceLogs> {
        self.nodes.iter().find(|n| n.named.name == name)?.device_logs.as_ref()
    }

    /// Addresses of these cards, as far as they have some.
    pub fn card_addresses(&self, name: &str, device: &DeviceType, cards: Cards) -> BTreeMap<u32, String> {
        let Some(node) = self.nodes.iter().find(|n| n.named.name == name) else { return BTreeMap::new() };
        let of = |card: u32| Some((card, node.addresses.get(&(device.clone(), card))?.clone()));
        cards.numbers().filter_map(of).collect()
    }
}

/// The machine that the server runs on.
pub(crate) fn machine(cores: u32, memory_mib: u64) -> Node {
    Node { id: NodeId(1), cores, memory_mib, devices: Vec::new(), schedulable: true }
}

fn node_of(spec: &NodeSpec, id: u128) -> Node {
    let bank = |d: &DeviceSpec| Bank { device: d.device.clone(), cards: Cards::all(d.count) };
    Node {
        id: NodeId(id),
        cores: spec.cores,
        memory_mib: spec.memory_mib,
        devices: spec.devices.iter().filter(|d| d.count > 0).map(bank).collect(),
        schedulable: spec.schedulable,
    }
}

fn addresses(spec: &NodeSpec) -> HashMap<(DeviceType, u32), String> {
    let of = |d: &DeviceSpec| {
        let device = d.device.clone();
        let all = (0u32..).zip(d.addresses.clone());
        all.map(move |(card, address)| ((device.clone(), card), address)).collect::<Vec<_>>()
    };
    spec.devices.iter().flat_map(of).collect()
}

fn totals<'a>(nodes: impl Iterator<Item = &'a Node>) -> Totals {
    let mut all: Totals = DeviceType::parse(CPU).map(|cpu| (cpu, 0)).into_iter().collect();
    for node in nodes {
        if let Ok(cpu) = DeviceType::parse(CPU) {
            let cores = all.entry(cpu).or_default();
            *cores = cores.saturating_add(node.cores);
        }
        for bank in &node.devices {
            *all.entry(bank.device.clone()).or_default() += bank.cards.count();
        }
    }
    all
}

/// How many devices of a type there are, and how many of them can be had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeviceCount {
    pub total: u32,
    /// Of nodes that take jobs
    pub schedulable: u32,
    /// Of these, held by nobody
    pub free: u32,
    /// Of closed nodes, held by jobs that stay
    pub kept: u32,
}

impl DeviceCount {
    /// What there is for virtual clusters to share at this moment.
    pub fn shared(&self) -> u32 {
        self.schedulable.saturating_add(self.kept)
    }
}

/// Counts by type; `held`: tasks with the type of device that they hold.
pub(crate) fn counts<'a>(
    nodes: &[NamedNode],
    held: impl Iterator<Item = (&'a DeviceType, &'a JobTask)>,
) -> BTreeMap<DeviceType, DeviceCount> {
    let count =
        |all: Totals, set: fn(&mut DeviceCount, u32), into: &mut BTreeMap<DeviceType, DeviceCount>| {
            all.into_iter().for_each(|(device, n)| set(into.entry(device).or_default(), n));
        };
    let mut all = BTreeMap::new();
    count(totals(nodes.iter().map(|n| &n.node)), |c, n| c.total = n, &mut all);
    let open = nodes.iter().map(|n| &n.node).filter(|n| n.schedulable);
    count(totals(open), |c, n| (c.schedulable, c.free) = (n, n), &mut all);
    let cpu = DeviceType::parse(CPU).ok();
    for (device, task) in held {
        let open = nodes.iter().any(|n| n.name == task.node && n.node.schedulable);
        let mut take = |device: &DeviceType, n: u32| match all.get_mut(device) {
            Some(count) if open => count.free = count.free.saturating_sub(n),
            Some(count) => count.kept = count.kept.saturating_add(n),
            None => {}
        };
        if device.rules().unit() == Unit::Card {
            take(device, task.cards.count());
        }
        if let Some(cpu) = &cpu {
            take(cpu, task.cores);
        }
    }
    all
}

/// A node as whoever looks after it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeReport {
    pub name: String,
    pub labels: BTreeMap<String, String>,
    /// Declared only: its jobs run as processes of this machine.
    pub simulated: bool,
    /// It takes jobs.
    pub schedulable: bool,
    pub closed: Option<NodeClosed>,
    pub cores: u32,
    pub memory_mib: u64,
    pub devices: Vec<NodeDevices>,
    /// What jobs have of it, the oldest first
    pub uses: Vec<NodeUse>,
    /// `bubblewrap` or `none`
    pub sandbox: &'static str,
    /// Why there is none
    pub sandbox_lacks: Option<WallsLack>,
    /// `cgroup2`, `cgroup1`, `partial` or `none`
    pub limits: &'static str,
    /// Whether commands are held to their part of the disk
    pub holds_disk: bool,
    /// What runs jobs with an image, or why nothing does
    pub podman: Result<PodmanAbout, PodmanLack>,
}

/// What the machine has to run commands with. Found out beforehand, since that takes a moment.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings<'a> {
    pub walls: &'a Walls,
    /// What limits are set with
    pub limits: &'static str,
    pub podman: Result<PodmanAbout, PodmanLack>,
}

/// Why a node takes no jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeClosed {
    /// The cluster file says so.
    ByFile,
    By {
        name: String,
        at: Moment,
        note: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeDevices {
    pub device: DeviceType,
    pub cards: Cards,
    /// Cards that belong together
    pub group: Option<u32>,
}

/// What a job has of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeUse {
    pub job: Id,
    pub name: String,
    pub owner: Option<Id>,
    pub rank: u32,
    pub device: String,
    pub cards: Cards,
    pub cores: u32,
    pub memory_mib: u64,
}

impl Fleet {
    pub fn reports(
        &self,
        closed: &[ClosedNode],
        held: &[(&Job, &JobTask)],
        around: &Surroundings,
    ) -> Vec<NodeReport> {
        let walls = around.walls;
        let sandbox_lacks = match walls {
            Walls::Bubblewrap(_) => None,
            Walls::Plain(why) => Some(*why),
        };
        let holds_disk = walls.hold_disk();
        let one = |(at, node): (usize, &FleetNode)| {
            let NamedNode { name, node: plan } = &node.named;
            let by = closed.iter().find(|c| c.name == *name).map(|c| NodeClosed::By {
                name: c.by_name.clone(),
                at: c.at,
                note: c.note.clone(),
            });
            let closed = if plan.schedulable { by } else { Some(NodeClosed::ByFile) };
            NodeReport {
                name: name.clone(),
                labels: node.labels.clone(),
                simulated: at > 0,
                schedulable: closed.is_none(),
                closed,
                cores: plan.cores,
                memory_mib: plan.memory_mib,
                devices: plan.devices.iter().map(devices_of).collect(),
                uses: held.iter().filter(|(_, task)| task.node == *name).map(used).collect(),
                sandbox: walls.name(),
                sandbox_lacks,
                limits: around.limits,
                holds_disk,
                podman: around.podman.clone(),
            }
        };
        self.nodes.iter().enumerate().map(one).collect()
    }
}

fn devices_of(bank: &Bank) -> NodeDevices {
    let group = bank.device.rules().group();
    NodeDevices { device: bank.device.clone(), cards: bank.cards, group }
}

fn used((job, task): &(&Job, &JobTask)) -> NodeUse {
    NodeUse {
        job: job.id,
        name: job.name.clone(),
        owner: job.owner,
        rank: task.rank,
        device: job.device.clone(),
        cards: task.cards,
        cores: task.cores,
        memory_mib: task.memory_mib,
    }
}

/// Memory of this machine; as much as can be where the system does not tell.
pub(crate) fn memory_mib() -> u64 {
    std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| total_mib(&text)).unwrap_or(u64::MAX)
}

fn total_mib(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn device(name: &str) -> DeviceType {
        DeviceType::parse(name).unwrap()
    }

    /// A node with eight cards of a type.
    pub fn eight(name: &str, device_name: &str) -> NodeSpec {
        let addresses = vec!["10.9.0.1".into()];
        NodeSpec {
            name: name.into(),
            labels: BTreeMap::new(),
            cores: 16,
            memory_mib: 65_536,
            devices: vec![DeviceSpec { device: device(device_name), count: 8, addresses }],
            device_logs: None,
            schedulable: true,
        }
    }

    fn fleet() -> Fleet {
        let shut = NodeSpec { schedulable: false, ..eight("c", "nvidia_gpu_amd64_A100") };
        let nodes = vec![eight("a", "huawei_npu_arm64"), eight("b", "huawei_npu_arm64"), shut];
        Fleet::new(&Declared { nodes, ..Declared::default() }, 2, 4096)
    }

    fn closed(name: &str) -> ClosedNode {
        ClosedNode { name: name.into(), at: 7, by_name: "ada".into(), note: "fan".into() }
    }

    #[test]
    fn the_machine_is_the_first_node_and_all_are_counted() {
        let told: Vec<(String, u32)> =
            fleet().totals().into_iter().map(|(d, n)| (d.name().to_string(), n)).collect();
        let wanted = [("cpu", 50), ("huawei_npu_arm64", 16), ("nvidia_gpu_amd64_A100", 8)];
        assert_eq!(told, wanted.map(|(name, n)| (name.to_string(), n)));
        let planned = fleet().planned(&[]);
        assert_eq!((planned[0].name.as_str(), planned[0].node.id), (MACHINE, NodeId(1)));
    }

    #[test]
    fn what_is_closed_or_held_is_not_to_be_had() {
        let fleet = fleet();
        let planned = fleet.planned(&[closed("b"), closed("unknown")]);
        let npu = device("huawei_npu_arm64");
        let task =
            JobTask { node: "a".into(), cards: Cards::all(4), devices: 4, ..JobTask::of_cores("a", 3) };
        let elsewhere = JobTask { node: "b".into(), ..task.clone() };
        let held = [(&npu, &task), (&npu, &elsewhere)];
        let counts = counts(&planned, held.into_iter());
        assert_eq!(counts[&npu], DeviceCount { total: 16, schedulable: 8, free: 4, kept: 4 });
        assert_eq!(counts[&device("cpu")], DeviceCount { total: 50, schedulable: 18, free: 15, kept: 3 });
        let gpu = device("nvidia_gpu_amd64_A100");
        assert_eq!(counts[&gpu], DeviceCount { total: 8, ..DeviceCount::default() });
    }

    #[test]
    fn a_report_says_who_closed_a_node() {
        let fleet = fleet();
        let walls = Walls::Plain(WallsLack::NotInstalled);
        let around = Surroundings { walls: &walls, limits: "none", podman: Err(PodmanLack::NoSocket) };
        let told = fleet.reports(&[closed("b"), closed("c")], &[], &around);
        let whether: Vec<bool> = told.iter().map(|n| n.schedulable).collect();
        assert_eq!(whether, [true, true, false, false]);
        assert_eq!(told[2].closed, Some(NodeClosed::By { name: "ada".into(), at: 7, note: "fan".into() }));
        assert_eq!(told[3].closed, Some(NodeClosed::ByFile));
        assert_eq!((told[1].devices[0].group, told[3].devices[0].group), (Some(4), None));
        assert_eq!(told.iter().map(|n| n.simulated).collect::<Vec<_>>(), [false, true, true, true]);
    }

    #[test]
    fn cards_have_the_addresses_that_were_told() {
        let npu = device("huawei_npu_arm64");
        let found = fleet().card_addresses("a", &npu, Cards::all(2));
        assert_eq!(found, BTreeMap::from([(0, "10.9.0.1".to_string())]));
        assert!(fleet().card_addresses(MACHINE, &npu, Cards::all(2)).is_empty());
    }

    #[test]
    fn memory_is_read_as_the_system_tells_it() {
        assert_eq!(total_mib("MemTotal:       16303428 kB\nMemFree: 1 kB\n"), Some(15921));
        assert_eq!(total_mib("MemFree: 1 kB\n"), None);
        assert!(memory_mib() > 0);
    }
}
