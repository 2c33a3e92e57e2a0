//! Why a job waits, how many are before it, and when it may start.

use crate::error::Unknown;
use crate::model::{JobId, VcId};
use crate::state::{At, Scheduler};
use crate::why::{Reason, Why};
use fovea_domain::device::DeviceType;

/// Rounds that a forecast may look ahead, and lanes that it may look at in all of them: an answer is given in the time
/// that a person waits for it, or none.
const MOST_ROUNDS: usize = 5_000;
const MOST_LANES: usize = 3_000_000;

impl Scheduler {
    /// Of a waiting job; asked after a round.
    pub fn why(&self, job: JobId, now: u64) -> Result<Why, Unknown> {
        let place = self.entry_place(job)?;
        let entry = self.entry(place);
        let At::Lane(lane) = entry.at else { return Err(Unknown::NotWaiting(job)) };
        let of = |lane: &crate::state::lane::Lane| {
            let kind = self.shapes[lane.key.shape as usize].ask.kind;
            (lane.key.vc, kind)
        };
        let own = of(&self.lanes[lane as usize]);
        let rivals = self.lanes.iter().filter(|rival| of(rival) == own);
        let ahead = rivals.map(|rival| rival.before(entry.turn, job)).sum();
        let reason = self.refined(self.lanes[lane as usize].reason, &self.shapes[entry.shape as usize]);
        Ok(Why { reason, ahead, expected_start_ms: self.forecast(job, now) })
    }

    /// Jobs of a virtual cluster that wait for devices of this type.
    pub fn waiting_for(&self, vc: VcId, device: &DeviceType) -> usize {
        let (Some(vc), Some(kind)) = (self.vc_of.get(&vc).copied(), self.kind_of(device)) else { return 0 };
        let own = self
            .lanes
            .iter()
            .filter(|lane| lane.key.vc == vc && self.shapes[lane.key.shape as usize].ask.kind == kind);
        own.map(|lane| lane.len()).sum()
    }

    /// A round only counts; to whom somebody explains it, the nodes are looked at one by one.
    fn refined(&self, reason: Reason, shape: &crate::state::Shape) -> Reason {
        let (ask, nodes_up) = (shape.ask, self.fits_open_nodes(shape, true));
        match reason {
            // Quotas shrink with the nodes; that those are away is what one can do something about.
            Reason::UserQuota { .. }
            | Reason::VcQuota { .. }
            | Reason::NothingToBorrow { .. }
            | Reason::BehindQuota { .. }
            | Reason::Devices { .. }
            | Reason::Scattered { .. }
                if !nodes_up =>
            {
                Reason::NodesDown
            }
            Reason::Scattered { .. } if self.fits_open_nodes(shape, false) => {
                Reason::CoresOrMemory { cores: ask.cores, memory_mib: ask.memory }
            }
            other => other,
        }
    }

    /// When the job starts if nobody else comes and all that runs or waits takes the time of its limit. `None` where
    /// something before it has no limit, or it is too far ahead.
    fn forecast(&self, job: JobId, now: u64) -> Option<u64> {
        let mut ahead = self.clone();
        let mut at = now;
        let mut lanes = 0;
        for _ in 0..MOST_ROUNDS {
            lanes += ahead.lanes.len() + ahead.nodes.len();
            let plan = ahead.round(at);
            if plan.starts.iter().any(|start| start.job == job) {
                return Some(at);
            }
            let next = ahead.runs.iter().flatten().map(|run| run.end).min()?;
            if next == u64::MAX || lanes > MOST_LANES {
                return None;
            }
            at = next.max(at.saturating_add(1));
            ahead.end_until(at);
        }
        None
    }

    /// Lets all end that is to end by then; who makes room waits again.
    fn end_until(&mut self, at: u64) {
        let gone = self.runs.iter().flatten().filter(|run| run.end <= at);
        let gone: Vec<(JobId, bool)> =
            gone.map(|run| (self.entry(run.entry).job.id, run.leaving.is_some())).collect();
        for (job, leaving) in gone {
            let done = if leaving { self.yielded(job, at) } else { self.ended(job, at).map(|_| ()) };
            debug_assert!(done.is_ok(), "{done:?}");
        }
    }
}
