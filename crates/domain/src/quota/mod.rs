//! The arithmetic of virtual clusters: how much of the cluster each may use, what may be changed while jobs run, and
//! what is left to each when nodes fail.

mod guard;
mod limit;
mod real;
#[cfg(test)]
mod tests;

pub use guard::{GuardFault, Members, may_change, may_delete, remove_member};
pub use limit::{
    DEFAULT_PRIORITY, PRIORITIES, PriorityFault, USER_PRIORITIES, check_priority, longest_run,
    may_reprioritise,
};
pub use real::{Standing, real_quotas, standing};

use crate::device::DeviceType;
use serde::{Deserialize, Serialize};

/// Longest name of a virtual cluster, in signs.
pub const LONGEST_NAME: usize = 20;

/// Where the order is by fair share, what was used so long ago counts half.
pub const HALF_LIFE_MS: u64 = 7 * 24 * 3600 * 1000;

/// Weights of virtual clusters where the order is by fair share.
pub const WEIGHTS: std::ops::RangeInclusive<u32> = 1..=100;

/// What is left of a use after so long.
pub fn faded(used: f64, passed_ms: u64) -> f64 {
    used * (-(passed_ms as f64) / HALF_LIFE_MS as f64).exp2()
}

/// What a virtual cluster may use of one type of device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    pub device: DeviceType,
    pub quota: u32,
    /// Most that one user may use at a time.
    pub per_user: u32,
}

/// Why a virtual cluster cannot be as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum QuotaFault {
    #[error("a virtual cluster needs a name of 1 to {LONGEST_NAME} signs without blanks at its ends")]
    Name,
    #[error("there is a virtual cluster named {name} already")]
    NameTaken { name: String },
    #[error("{device} is named twice")]
    Twice { device: DeviceType },
    #[error("{quota} of {device} are wanted, {unallocated} are not allocated")]
    TooMany { device: DeviceType, quota: u32, unallocated: u32 },
    #[error("a user may not use {per_user} of {device} where the whole virtual cluster may have {quota}")]
    PerUser { device: DeviceType, quota: u32, per_user: u32 },
}

/// Devices of a type that no virtual cluster has; never below zero, also where nodes were taken away.
pub fn unallocated(total: u32, quotas: impl IntoIterator<Item = u32>) -> u32 {
    let given = quotas.into_iter().fold(0u32, u32::saturating_add);
    total.saturating_sub(given)
}

/// Whether a virtual cluster may be made with this name, beside those there are.
pub fn check_name<'a>(name: &str, others: impl IntoIterator<Item = &'a str>) -> Result<(), QuotaFault> {
    let signs = name.chars().count();
    if !(1..=LONGEST_NAME).contains(&signs) || name.trim() != name || name.chars().any(char::is_control) {
        return Err(QuotaFault::Name);
    }
    match others.into_iter().any(|other| other == name) {
        true => Err(QuotaFault::NameTaken { name: name.into() }),
        false => Ok(()),
    }
}

/// Whether a virtual cluster may have these quotas. `total` and `others` tell of a type what the cluster has and what
/// the other virtual clusters have together; `reach` what one with this quota may come to use: more where it borrows.
pub fn check_quotas(
    quotas: &[Quota],
    total: impl Fn(&DeviceType) -> u32,
    others: impl Fn(&DeviceType) -> u32,
    reach: impl Fn(&Quota) -> u32,
) -> Result<(), QuotaFault> {
    for (at, wanted) in quotas.iter().enumerate() {
        let Quota { device, quota, .. } = wanted.clone();
        if quotas[..at].iter().any(|before| before.device == device) {
            return Err(QuotaFault::Twice { device });
        }
        let unallocated = unallocated(total(&device), [others(&device)]);
        if quota > unallocated {
            return Err(QuotaFault::TooMany { device, quota, unallocated });
        }
    }
    check_per_user(quotas, reach)
}

/// The same of the most of a user alone, such as where a virtual cluster is to borrow no longer.
pub fn check_per_user(quotas: &[Quota], reach: impl Fn(&Quota) -> u32) -> Result<(), QuotaFault> {
    let over = quotas.iter().find(|q| q.per_user > reach(q).max(q.quota));
    over.map_or(Ok(()), |q| {
        let quota = reach(q).max(q.quota);
        Err(QuotaFault::PerUser { device: q.device.clone(), quota, per_user: q.per_user })
    })
}
