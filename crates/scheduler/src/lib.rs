//! Who starts when, on which devices, and who makes room: the rules of the queue as pure functions over plain data.
//! [`plan`] decides from nothing but what it is given; [`Scheduler`] decides the same and keeps its state ready between
//! rounds. No input or output, no threads, no clock: the time is an argument, and the same calls give the same plans.

mod admit;
mod error;
mod forecast;
mod hash;
mod model;
mod policy;
mod round;
pub mod sim;
mod state;
mod why;

pub use admit::{Limits, Outlook};
pub use error::{NeverFits, Unknown};
pub use model::{
    Bank, Cluster, Job, JobId, Node, NodeId, Plan, Preempt, Queue, Running, Seat, Start, Usage, UserId, Vc,
    VcId,
};
pub use policy::{HOUR, MINUTE, Order, Passing, Policy, SECOND};
pub use state::{Broken, Scheduler};
pub use why::{Reason, Why};

/// What is to be done now, from nothing.
pub fn plan(policy: &Policy, cluster: &Cluster, queue: &Queue, now_ms: u64) -> Result<Plan, Unknown> {
    Ok(Scheduler::from(policy, cluster, queue)?.round(now_ms))
}

impl Scheduler {
    /// With jobs that are there already.
    pub fn from(policy: &Policy, cluster: &Cluster, queue: &Queue) -> Result<Scheduler, Unknown> {
        let mut scheduler = Scheduler::new(policy.clone(), cluster)?;
        for running in &queue.running {
            scheduler.adopt(running.clone())?;
        }
        for job in &queue.waiting {
            scheduler.submit(job.clone())?;
        }
        Ok(scheduler)
    }
}
