//! When a job is idle, and what follows from it: it is told of, its owner is warned, and at last it is paused. Idle is what used
//! nothing for a time: no core to speak of, neither disks nor a network, and nobody came in by its endpoints.

use serde::{Deserialize, Serialize};

/// Busy cores from which on a job is at work: what waits in a loop, such as an open notebook, stays below.
pub const USED_CORES: f64 = 0.05;
/// Bytes a second, from and to disks and over the network together, from which on it is.
pub const USED_BYTES_S: f64 = 1_048_576.0;
/// A job that used nothing for so long is idle, or sooner where its virtual cluster warns sooner.
pub const IDLE_AFTER_MS: i64 = 5 * 60 * 1000;

/// What was measured of a job over a step of time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measured {
    pub cores: f64,
    pub bytes_s: f64,
}

impl Measured {
    pub fn is_use(self) -> bool {
        self.cores >= USED_CORES || self.bytes_s >= USED_BYTES_S
    }
}

/// What a virtual cluster does about idle jobs; `None`: nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdleLimits {
    pub warn_ms: Option<i64>,
    pub pause_ms: Option<i64>,
}

/// Why limits cannot be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdleFault {
    #[error("nobody is paused who was not warned")]
    WithoutWarning,
    #[error("the warning comes before the pause")]
    NotAfterWarning,
}

/// Of a job with processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idleness {
    /// When it used something last; its start, where it never did
    pub used_at: i64,
    /// When its owner was warned last
    pub warned_at: Option<i64>,
}

/// What is to be done about a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    Used,
    Idle,
    Warn,
    Pause,
}

impl Idleness {
    /// A warning that came before the last use is over.
    fn warned(self) -> Option<i64> {
        self.warned_at.filter(|at| *at >= self.used_at)
    }
}

impl IdleLimits {
    pub fn check(self) -> Result<(), IdleFault> {
        match (self.warn_ms, self.pause_ms) {
            (None, Some(_)) => Err(IdleFault::WithoutWarning),
            (Some(warn), Some(pause)) if pause <= warn => Err(IdleFault::NotAfterWarning),
            _ => Ok(()),
        }
    }

    pub fn idle_after_ms(self) -> i64 {
        self.warn_ms.map_or(IDLE_AFTER_MS, |warn| warn.min(IDLE_AFTER_MS))
    }

    pub fn judge(self, of: Idleness, now: i64) -> Judged {
        let unused = now.saturating_sub(of.used_at);
        if unused < self.idle_after_ms() {
            return Judged::Used;
        }
        match (self.warn_ms, of.warned()) {
            (Some(warn), None) if unused >= warn => Judged::Warn,
            (Some(_), Some(_)) if self.pauses_at(of).is_some_and(|at| now >= at) => Judged::Pause,
            _ => Judged::Idle,
        }
    }

    /// When it is paused if it uses nothing until then; `None`: never. Whoever was warned late, since the limits are new or the
    /// server was away, has the whole time between.
    pub fn pauses_at(self, of: Idleness) -> Option<i64> {
        let (warn, pause) = (self.warn_ms?, self.pause_ms?);
        let usual = of.used_at.saturating_add(pause);
        let between = pause.saturating_sub(warn);
        Some(of.warned().map_or(usual, |at| usual.max(at.saturating_add(between))))
    }
}

/// How much of a span a job that used nothing since `used_at` was idle. The first minutes count once they were idle ones: then
/// all of them at once, so that spans that follow each other add up to the whole.
pub fn idle_time(used_at: i64, idle_after_ms: i64, from: i64, to: i64) -> i64 {
    let until = |moment: i64| {
        let unused = moment.saturating_sub(used_at);
        if unused >= idle_after_ms { unused.max(0) } else { 0 }
    };
    (until(to) - until(from)).max(0)
}

#[cfg(test)]
mod tests;
