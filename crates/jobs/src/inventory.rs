//! What there is to run jobs on. Asked here and nowhere else: today it is this machine, later what nodes report.

use crate::sandbox::{Walls, WallsLack};
use fovea_domain::device::DeviceType;
use fovea_scheduler::Node;
use fovea_store::Totals;

/// The type of device that every job needs.
pub const CPU: &str = "cpu";

/// A node as whoever looks after it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeReport {
    pub cores: u32,
    pub memory_mib: u64,
    /// `bubblewrap` or `none`
    pub sandbox: &'static str,
    /// Why there is none
    pub sandbox_lacks: Option<WallsLack>,
    /// `cgroup2`, `cgroup1`, `partial` or `none`
    pub limits: &'static str,
}

/// Blocks for a moment.
pub(crate) fn report(node: &Node, walls: &Walls) -> NodeReport {
    let sandbox_lacks = match walls {
        Walls::Bubblewrap(_) => None,
        Walls::Plain(why) => Some(*why),
    };
    NodeReport {
        cores: node.cores,
        memory_mib: node.memory_mib,
        sandbox: walls.name(),
        sandbox_lacks,
        limits: crate::shim::limits_kind(),
    }
}

/// One local node with so many cores.
pub(crate) fn devices(node: &Node) -> Totals {
    DeviceType::parse(CPU).map(|cpu| (cpu, node.cores)).into_iter().collect()
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
mod tests {
    use super::*;

    #[test]
    fn a_node_has_its_cores() {
        let devices = devices(&crate::queue::node(8, 1024));
        assert_eq!(devices.iter().map(|(d, n)| (d.name(), *n)).collect::<Vec<_>>(), [("cpu", 8)]);
    }

    #[test]
    fn memory_is_read_as_the_system_tells_it() {
        assert_eq!(total_mib("MemTotal:       16303428 kB\nMemFree: 1 kB\n"), Some(15921));
        assert_eq!(total_mib("MemFree: 1 kB\n"), None);
        assert!(memory_mib() > 0);
    }
}
