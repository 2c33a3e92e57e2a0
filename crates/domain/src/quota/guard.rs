//! What may not be done to a virtual cluster while it is used.

use super::Quota;
use crate::device::DeviceType;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum GuardFault {
    #[error("{used} of {device} are in use, so its quota cannot become {quota}; stop jobs first")]
    BelowUse { device: DeviceType, used: u32, quota: u32 },
    #[error(
        "a user has {used} of {device} in use, so the most a user may use cannot become {per_user}; stop jobs first"
    )]
    BelowUseOfUser { device: DeviceType, used: u32, per_user: u32 },
    #[error("{jobs} jobs of it have not ended; stop them first")]
    JobsActive { jobs: usize },
    #[error("it is the last virtual cluster")]
    Last,
    #[error("it is the one that you work in; change to another first")]
    Current,
}

impl GuardFault {
    pub fn code(&self) -> &'static str {
        match self {
            GuardFault::BelowUse { .. } => "vc.below_use",
            GuardFault::BelowUseOfUser { .. } => "vc.below_use_of_user",
            GuardFault::JobsActive { .. } => "vc.jobs_active",
            GuardFault::Last => "vc.last",
            GuardFault::Current => "vc.current",
        }
    }
}

/// Whether quotas may become these. Only what would be less than is in use is refused: a virtual cluster may grow while
/// jobs run. `used` tells what jobs that hold devices have of a type, `by_user` what the busiest user has.
pub fn may_change(
    before: &[Quota],
    after: &[Quota],
    used: impl Fn(&DeviceType) -> u32,
    by_user: impl Fn(&DeviceType) -> u32,
) -> Result<(), GuardFault> {
    for old in before {
        let device = &old.device;
        let new = after.iter().find(|quota| quota.device == *device);
        let (quota, per_user) = new.map_or((0, 0), |new| (new.quota, new.per_user));
        if quota < old.quota && quota < used(device) {
            return Err(GuardFault::BelowUse { device: device.clone(), used: used(device), quota });
        }
        if per_user < old.per_user && per_user < by_user(device) {
            return Err(GuardFault::BelowUseOfUser {
                device: device.clone(),
                used: by_user(device),
                per_user,
            });
        }
    }
    Ok(())
}

/// Whether a virtual cluster may be deleted: not with jobs that hold or will hold devices, not the last one, not the
/// one that the person who asks works in.
pub fn may_delete(active_jobs: usize, clusters: usize, is_current: bool) -> Result<(), GuardFault> {
    if clusters <= 1 {
        Err(GuardFault::Last)
    } else if is_current {
        Err(GuardFault::Current)
    } else if active_jobs > 0 {
        Err(GuardFault::JobsActive { jobs: active_jobs })
    } else {
        Ok(())
    }
}

/// What taking a user out of a virtual cluster comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Members<T> {
    /// Nothing of theirs runs there.
    Remove,
    /// These jobs would be stopped: they are to be shown, and asked about again.
    Ask(Vec<T>),
    /// It was asked: the user goes, these jobs are stopped.
    RemoveAndStop(Vec<T>),
}

pub fn remove_member<T>(active: Vec<T>, confirmed: bool) -> Members<T> {
    match (active.is_empty(), confirmed) {
        (true, _) => Members::Remove,
        (false, false) => Members::Ask(active),
        (false, true) => Members::RemoveAndStop(active),
    }
}
