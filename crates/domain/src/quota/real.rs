//! What is left to each virtual cluster when nodes fail.

use serde::{Deserialize, Serialize};

/// Shares the devices that can be used among virtual clusters. As long as there are enough for all quotas, each keeps
/// its own: devices that nobody was given make up for the lost ones first. Else each gets its part in proportion to its
/// quota, and single devices that remain go to the largest fractions; equal fractions are served in the order given.
pub fn real_quotas(quotas: &[u32], schedulable: u32) -> Vec<u32> {
    let given: u64 = quotas.iter().copied().map(u64::from).sum();
    if given <= u64::from(schedulable) {
        return quotas.to_vec();
    }
    let part = |quota: u32| u64::from(quota) * u64::from(schedulable);
    let mut real: Vec<u32> = quotas.iter().map(|&quota| (part(quota) / given) as u32).collect();
    let shared: u32 = real.iter().sum();
    let mut order: Vec<usize> = (0..quotas.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(part(quotas[at]) % given), at));
    for at in order.into_iter().take((schedulable - shared) as usize) {
        real[at] += 1;
    }
    real
}

/// What is shown of a virtual cluster and a type of device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub total: u32,
    pub used: u32,
    /// Of those in use, what preemptible jobs hold.
    pub used_preemptible: u32,
    pub available: u32,
    /// Lost by failed nodes.
    pub unschedulable: u32,
}

/// `used` may be above the quota where devices are borrowed from other virtual clusters. `free` are the devices of the
/// type that can be used now and are not in use by anybody: more than those are not available to one of them either.
pub fn standing(quota: u32, real: u32, used: u32, used_preemptible: u32, free: u32) -> Standing {
    let available = real.saturating_sub(used).min(free);
    Standing {
        total: quota,
        used,
        used_preemptible,
        available,
        unschedulable: quota.saturating_sub(real.max(used)),
    }
}
