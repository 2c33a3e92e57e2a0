//! Whose turn it is, who makes room, and who has run for as long as it may.

use super::Engine;
use crate::error::Result;
use crate::queue::{Around, Asked, Board, Leave, Offered, Orders};
use crate::reason;
use fovea_domain::{JobEvent, JobState};
use fovea_scheduler::{NeverFits, Outlook, Why};
use fovea_store::{Id, Job, JobKind, Moment, StoreError, now};
use std::sync::Arc;

impl Engine {
    /// What is to be done now, as these rows have it. A long queue takes a moment, so it is planned beside.
    pub(super) async fn orders(&self, jobs: &Arc<Vec<Job>>) -> Result<Orders> {
        let (around, jobs, now) = (self.around().await?, Arc::clone(jobs), now());
        let planned = tokio::task::spawn_blocking(move || -> Result<Orders> {
            Ok(Board::new(&around, &jobs)?.orders(now))
        });
        // Of the task, then of the plan.
        planned.await?
    }

    async fn around(&self) -> Result<Around> {
        let store = &self.0.store;
        Ok(Around {
            nodes: self.0.fleet.planned(&store.closed_nodes().await?),
            shares: store.cluster_shares().await?,
            user_limits: store.user_limits().await?,
            tasks: store.held_tasks().await?,
            order: store.queue_order().await?,
            uses: store.device_uses().await?,
        })
    }

    /// Why a job waits; `None`: it does not wait for its turn, or has it.
    pub async fn why(&self, id: Id) -> Result<Option<Why>> {
        let jobs = self.0.store.open_jobs().await?;
        let around = self.around().await?;
        let now = now();
        // A forecast plays the queue through, which may take a moment.
        let found = tokio::task::spawn_blocking(move || -> Result<Option<Why>> {
            let mut board = Board::new(&around, &jobs)?;
            board.orders(now);
            Ok(board.why(id, now))
        });
        found.await?
    }

    /// What would become of a job that is not in the queue yet; an error: it could never start.
    pub async fn outlook(&self, job: Job) -> Result<std::result::Result<Outlook, NeverFits>> {
        let jobs = self.0.store.open_jobs().await?;
        let around = self.around().await?;
        let now = now();
        let found = tokio::task::spawn_blocking(move || -> Result<_> {
            let mut board = Board::new(&around, &jobs)?;
            board.orders(now);
            Ok(board.outlook(&job, &around, now))
        });
        // Of the task, then of the plan; whether it fits is the answer.
        found.await?
    }

    /// What a job like this may ask for in its virtual cluster, by the rules that it would be submitted by.
    pub async fn offers(&self, job: Job, asked: Option<Asked>) -> Result<Vec<Offered>> {
        let jobs = self.0.store.open_jobs().await?;
        let around = self.around().await?;
        let now = now();
        let found = tokio::task::spawn_blocking(move || -> Result<_> {
            let mut board = Board::new(&around, &jobs)?;
            board.orders(now);
            Ok(board.offers(&job, asked.as_ref(), &around, now))
        });
        found.await?
    }

    pub(super) async fn make_room(&self, leave: &Leave) -> Result<()> {
        let why = reason::preempted(leave.room_for, leave.borrowed);
        match self.0.store.preempt_job(leave.id, leave.until, &why).await {
            Ok(_) => {
                tracing::info!(job = %leave.id, "a job makes room for another");
                self.wake();
                Ok(())
            }
            // It ended in this very moment.
            Err(StoreError::WrongState { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Ends what would have run too long by this moment.
    pub async fn end_overdue(&self, now: Moment) -> Result<()> {
        self.keep_limits(&self.0.store.open_jobs().await?, now).await
    }

    /// Each that has run for as long as its virtual cluster, its owner or itself allows is asked to end.
    pub(super) async fn keep_limits(&self, jobs: &[Job], now: Moment) -> Result<()> {
        let since = |job: &Job| {
            let runs = job.state().is_ok_and(|s| matches!(s, JobState::Starting | JobState::Running));
            job.run_since.filter(|_| runs)
        };
        let running: Vec<&Job> = jobs.iter().filter(|j| since(j).is_some()).collect();
        for part in running.chunks(500) {
            let ids: Vec<Id> = part.iter().map(|j| j.id).collect();
            let limits = self.0.store.job_limits(&ids).await?;
            for job in part {
                let Some(limits) = limits.get(&job.id) else { continue };
                let (Some(longest), Some(since)) = (limits.longest_run_ms(), since(job)) else { continue };
                if now - since < longest {
                    continue;
                }
                tracing::info!(job = %job.id, "a job has run for as long as it may");
                if job.is(JobKind::Import) {
                    let why = reason::longest_import(longest / 1000, limits);
                    match self.0.store.end_import(job.id, "cancelled", Some(&why)).await {
                        Ok(_) | Err(StoreError::WrongState { .. } | StoreError::NotFound { .. }) => continue,
                        Err(error) => return Err(error.into()),
                    }
                }
                let why = reason::longest_run(longest / 1000, limits);
                if job.is(JobKind::Export) {
                    match self.0.store.end_export(job.id, false, Some(&why)).await {
                        Ok(_) | Err(StoreError::WrongState { .. } | StoreError::NotFound { .. }) => continue,
                        Err(error) => return Err(error.into()),
                    }
                }
                match self.0.store.move_job(job.id, JobEvent::StopAsked, Some(&why)).await {
                    Ok(_) | Err(StoreError::WrongState { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }
}
