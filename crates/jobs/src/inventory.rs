//! What there is to run jobs on. Asked here and nowhere else: today it is this machine, later what nodes report.

use fovea_domain::device::DeviceType;
use fovea_store::Totals;

/// The type of device that every job needs.
pub const CPU: &str = "cpu";

/// One local node with so many cores.
pub(crate) fn devices(cores: usize) -> Totals {
    let cpu = DeviceType::parse(CPU).map(|cpu| (cpu, u32::try_from(cores).unwrap_or(u32::MAX)));
    cpu.into_iter().collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_node_has_its_cores() {
        let devices = super::devices(8);
        assert_eq!(devices.iter().map(|(d, n)| (d.name(), *n)).collect::<Vec<_>>(), [("cpu", 8)]);
    }
}
