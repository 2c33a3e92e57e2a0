//! The machine's clock may be set while jobs run, or the machine may sleep. Neither is time that a job ran: its deadlines move along.

use super::Engine;
use crate::error::Result;
use crate::reason;
use fovea_store::Moment;
use std::sync::PoisonError;
use std::time::Instant;

/// Less is how clocks are kept right all the time.
const LEAST_STEP_MS: Moment = 30_000;

/// The clock on the wall beside one that only ever goes on.
#[derive(Default)]
pub(super) struct Ticks {
    last: Option<(Moment, Instant)>,
    /// By how much the clock was set in all
    stepped: Moment,
}

impl Ticks {
    /// How far the clock was set since both were read last.
    fn step(&mut self, wall: Moment, at: Instant) -> Option<Moment> {
        let (before, since) = self.last.replace((wall, at))?;
        let passed = Moment::try_from(at.saturating_duration_since(since).as_millis()).unwrap_or(Moment::MAX);
        let step = wall.saturating_sub(before).saturating_sub(passed);
        (step.saturating_abs() >= LEAST_STEP_MS).then(|| {
            self.stepped = self.stepped.saturating_add(step);
            step
        })
    }
}

impl Engine {
    /// Where the clock was set, the deadlines of what runs are set with it, and each such job tells of it.
    pub(super) async fn keep_clock(&self, wall: Moment, at: Instant) -> Result<()> {
        let step = self.0.ticks.lock().unwrap_or_else(PoisonError::into_inner).step(wall, at);
        let Some(step) = step else { return Ok(()) };
        tracing::warn!(seconds = step / 1000, "the clock was set; deadlines of jobs move with it");
        Ok(self.0.store.move_deadlines(step, wall, &reason::clock_stepped(step / 1000)).await?)
    }

    /// By how much the clock was set since this server began.
    pub(super) fn stepped(&self) -> Moment {
        self.0.ticks.lock().unwrap_or_else(PoisonError::into_inner).stepped
    }
}
