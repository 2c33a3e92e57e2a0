//! How the queue is served. A policy is data, so that the simulator can compare some.

use fovea_domain::quota::HALF_LIFE_MS;
use serde::{Deserialize, Serialize};

pub const SECOND: u64 = 1000;
pub const MINUTE: u64 = 60 * SECOND;
pub const HOUR: u64 = 60 * MINUTE;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Who came first, whatever the priority.
    Arrival,
    /// By priority, where waiting counts: a minute as much as a point. Preemptible jobs come after the others.
    Aged,
    /// Who used least of late comes first; one who waited too long before everybody.
    FairShare,
    /// The shortest limit first, for comparison: long jobs may wait for ever.
    Shortest,
}

/// Who may start before a job that waits for devices or quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passing {
    /// Nobody who needs the same.
    Nobody,
    /// Who does not delay the start that is reserved for the first.
    Harmless,
    /// Everybody who fits. Large jobs may wait for ever.
    Everybody,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub order: Order,
    pub passing: Passing,
    /// Preemptible jobs make room for the others.
    pub preemption: bool,
    /// Idle quota may be lent.
    pub borrowing: bool,
    /// Time that counts as much as one point of priority.
    pub ageing_ms: u64,
    /// A preemptible job is treated as if it had come that much later.
    pub preemptible_later_ms: u64,
    /// Time to put things away before a job is killed.
    pub grace_ms: u64,
    /// After so many times a job is not made to make room again.
    pub most_preemptions: u32,
    /// How long others may pass the first job when nobody knows when its devices come free.
    pub patience_ms: u64,
    /// What was used so long ago counts half.
    pub half_life_ms: u64,
    /// Who waited that long comes first even where the order is by shares.
    pub overdue_ms: u64,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            order: Order::Aged,
            passing: Passing::Harmless,
            preemption: true,
            borrowing: true,
            ageing_ms: MINUTE,
            preemptible_later_ms: 24 * HOUR,
            grace_ms: 30 * SECOND,
            most_preemptions: 5,
            patience_ms: HOUR,
            half_life_ms: HALF_LIFE_MS,
            overdue_ms: 24 * HOUR,
        }
    }
}

impl Policy {
    /// Names that the simulator knows, each with what it is.
    pub const NAMED: [(&'static str, &'static str); 5] = [
        ("fovea", "priority with ageing, backfill under a reservation, preemption, borrowing: the default"),
        ("fair", "the same, but who used least comes first"),
        ("fifo", "strictly in the order of coming, nobody passes"),
        ("greedy", "in the order of coming, everybody passes who fits"),
        ("shortest", "the shortest first, everybody passes who fits"),
    ];

    pub fn named(name: &str) -> Option<Policy> {
        let plain = Policy { preemption: false, borrowing: false, ..Policy::default() };
        match name {
            "fovea" => Some(Policy::default()),
            "fair" => Some(Policy { order: Order::FairShare, ..Policy::default() }),
            "fifo" => Some(Policy { order: Order::Arrival, passing: Passing::Nobody, ..plain }),
            "greedy" => Some(Policy { order: Order::Arrival, passing: Passing::Everybody, ..plain }),
            "shortest" => Some(Policy { order: Order::Shortest, passing: Passing::Everybody, ..plain }),
            _ => None,
        }
    }
}
