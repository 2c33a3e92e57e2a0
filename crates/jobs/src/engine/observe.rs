use super::Engine;
use crate::error::{JobsError, Result};
use crate::executor::Seen;
use crate::folder::{Ask, Exit, Wanted};
use crate::progress::Tail;
use crate::{reason, service_job, train};
use fovea_domain::command::{CommandSpec, Restart};
use fovea_domain::{JobEvent, JobState};
use fovea_store::{Job, JobKind, now};
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// How often a job may vanish before it is given up.
const MOST_LOSSES: i32 = 3;
/// A running job's progress is kept no more often than this.
const KEPT_EVERY: Duration = Duration::from_millis(500);
const ASKED_EVERY: Duration = Duration::from_secs(2);
/// Also where the server was away while the time ran.
const LEAST_GRACE_MS: u64 = 2000;

/// What the engine remembers of a job between two looks; it can do without.
#[derive(Default)]
pub(super) struct Watched {
    pub preparing: Option<JoinHandle<Result<()>>>,
    tail: Tail,
    told: Option<Instant>,
    /// Something is to be told that was not yet.
    news: bool,
    /// What it was asked for last, and when.
    asked: Option<(JobState, Instant)>,
    /// Something went wrong with it; it is not looked at before.
    pub not_before: Option<Instant>,
}

impl Engine {
    pub(super) async fn observe(&self, job: &Job, state: JobState, watched: &mut Watched) -> Result<()> {
        if let Some(preparing) = watched.preparing.take_if(|p| p.is_finished()) {
            if let Err(error) = preparing.await? {
                return self.not_started(job, &error).await;
            }
        } else if watched.preparing.is_some() {
            return Ok(());
        }
        match self.look(job, watched).await? {
            Seen::Alive if state.leaving() => self.ask_to_end(job, state, watched).await,
            Seen::Alive if state == JobState::Starting => self.look_whether_up(job).await,
            Seen::Alive => self.keep_progress(job, watched).await,
            Seen::Ended(exit) => {
                self.keep_progress(job, watched).await?;
                // Its next start has not been asked for anything.
                watched.asked = None;
                self.end(job, state, &exit).await
            }
            Seen::Gone => self.lost(job, state).await,
        }
    }

    async fn not_started(&self, job: &Job, error: &JobsError) -> Result<()> {
        tracing::error!(job = %job.id, %error, "a job could not be started");
        let detail = error.to_string();
        let why = reason::reason("job.not_started", &detail, serde_json::json!({ "trouble": detail }));
        self.0.store.move_job(job.id, JobEvent::Failed, Some(&why)).await?;
        Ok(())
    }

    async fn look(&self, job: &Job, watched: &mut Watched) -> Result<Seen> {
        let (executor, folder) = (Arc::clone(&self.0.executor), self.folder(job.id));
        let attempt = u32::try_from(job.attempt).unwrap_or(0);
        let mut tail = std::mem::take(&mut watched.tail);
        let (seen, tail, news) = tokio::task::spawn_blocking(move || {
            let seen = executor.look(&folder, attempt);
            let news = tail.read(&folder.progress()).unwrap_or(false);
            (seen, tail, news)
        })
        .await?;
        watched.tail = tail;
        watched.news |= news;
        seen.map_err(JobsError::Process)
    }

    async fn ask_to_end(&self, job: &Job, state: JobState, watched: &mut Watched) -> Result<()> {
        if watched.asked.is_some_and(|(what, at)| what == state && at.elapsed() < ASKED_EVERY) {
            return Ok(());
        }
        watched.asked = Some((state, Instant::now()));
        let (executor, folder) = (Arc::clone(&self.0.executor), self.folder(job.id));
        let what = match state {
            JobState::Pausing => Wanted::Pause,
            JobState::Preempting => Wanted::MakeRoom,
            _ => Wanted::Stop,
        };
        let left = job.leave_by.unwrap_or(0) - now();
        let ask = Ask { what, grace_ms: u64::try_from(left).unwrap_or(0).max(LEAST_GRACE_MS) };
        tokio::task::spawn_blocking(move || executor.ask(&folder, &ask)).await?.map_err(JobsError::Process)
    }

    async fn look_whether_up(&self, job: &Job) -> Result<()> {
        let up = !job.is(JobKind::Service) || service_job::answers(&self.folder(job.id)).await;
        if up {
            self.0.store.move_job(job.id, JobEvent::Up, None).await?;
        }
        Ok(())
    }

    async fn keep_progress(&self, job: &Job, watched: &mut Watched) -> Result<()> {
        if watched.news && watched.told.is_none_or(|t| t.elapsed() >= KEPT_EVERY) {
            self.0.store.set_progress(job.id, &serde_json::to_value(&watched.tail.progress)?).await?;
            (watched.told, watched.news) = (Some(Instant::now()), false);
        }
        Ok(())
    }

    async fn end(&self, job: &Job, state: JobState, exit: &Exit) -> Result<()> {
        // Asked for pausing or to make room, it has put aside what it had; one that was done by then is done.
        let yields = matches!(state, JobState::Pausing | JobState::Preempting);
        if yields && exit.stopped && !exit.complete {
            self.0.store.move_job(job.id, JobEvent::Yielded, None).await?;
            self.wake();
            return Ok(());
        }
        if job.is(JobKind::Train) {
            train::finish(&self.0.store, job, &self.folder(job.id), exit).await?;
            self.wake();
            return Ok(());
        }
        if job.is(JobKind::Command) {
            return self.end_command(job, state, exit).await;
        }
        // A service ends by itself only where something is wrong.
        let why: Option<Value> = (state != JobState::Stopping).then(|| reason::of_exit(exit));
        self.0.store.move_job(job.id, JobEvent::Failed, why.as_ref()).await?;
        self.wake();
        Ok(())
    }

    async fn end_command(&self, job: &Job, state: JobState, exit: &Exit) -> Result<()> {
        let asked = state == JobState::Stopping;
        let why = (!exit.complete && !asked).then(|| reason::of_exit(exit));
        let spec: CommandSpec = serde_json::from_str(&job.spec)?;
        let tries_left = job.restarts < i32::try_from(spec.most_restarts).unwrap_or(0);
        let again = spec.restart == Restart::OnFailure && tries_left;
        let event = match (exit.complete, state) {
            (true, _) => JobEvent::Done,
            (false, JobState::Starting | JobState::Running) if again => JobEvent::Again,
            _ => JobEvent::Failed,
        };
        self.0.store.move_job(job.id, event, why.as_ref()).await?;
        self.wake();
        Ok(())
    }

    async fn lost(&self, job: &Job, state: JobState) -> Result<()> {
        tracing::warn!(job = %job.id, "the process of a job is gone");
        let (event, why) = match state {
            JobState::Stopping => (JobEvent::Lost, None),
            _ if job.losses >= MOST_LOSSES => (JobEvent::Failed, Some(reason::lost(job.losses + 1))),
            _ => (JobEvent::Lost, None),
        };
        self.0.store.move_job(job.id, event, why.as_ref()).await?;
        self.wake();
        Ok(())
    }
}
