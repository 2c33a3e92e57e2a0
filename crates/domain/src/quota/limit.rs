//! Priorities and the longest time a job may run.

use crate::JobState;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

pub const DEFAULT_PRIORITY: u16 = 100;
/// What an administrator of the virtual cluster may set.
pub const PRIORITIES: RangeInclusive<u16> = 1..=1000;
/// What everybody may set.
pub const USER_PRIORITIES: RangeInclusive<u16> = 100..=200;

/// A priority that this person may not give. It is refused and not silently made another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("priority {priority} is not from {least} to {most}")]
pub struct PriorityFault {
    pub priority: u16,
    pub least: u16,
    pub most: u16,
}

pub fn check_priority(priority: u16, administers: bool) -> Result<(), PriorityFault> {
    let allowed = if administers { PRIORITIES } else { USER_PRIORITIES };
    match allowed.contains(&priority) {
        true => Ok(()),
        false => Err(PriorityFault { priority, least: *allowed.start(), most: *allowed.end() }),
    }
}

/// Only where a priority still decides something.
pub fn may_reprioritise(state: JobState) -> bool {
    matches!(state, JobState::Queued | JobState::Pausing | JobState::Paused | JobState::Preempting)
}

/// The longest time that a job may run, in milliseconds; `None` for no end. Of the virtual cluster's limit, the user's
/// and what the job itself asks for, the shortest holds.
pub fn longest_run(vc: Option<u64>, user: Option<u64>, job: Option<u64>) -> Option<u64> {
    [vc, user, job].into_iter().flatten().min()
}
