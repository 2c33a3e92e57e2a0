use super::Engine;
use super::gate::Gate;
use crate::error::{JobsError, Result};
use crate::executor::Seen;
use crate::folder::{Ask, Exit, Wanted};
use crate::gang::{Judged, judge};
use crate::progress::Tail;
use crate::{advise, mounts, prelabel, reason, recipe_job, service_job, train};
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
/// Of tasks that end because of another.
const OTHERS_GRACE_MS: u64 = 10_000;

/// What the engine remembers of a job between two looks; it can do without.
#[derive(Default)]
pub(super) struct Watched {
    pub preparing: Option<JoinHandle<Result<()>>>,
    /// Of one with an image: whether that may still be called off
    pub gate: Option<Arc<Gate>>,
    tail: Tail,
    told: Option<Instant>,
    /// Something is to be told that was not yet.
    news: bool,
    /// What it was asked for last, and when.
    asked: Option<(Wanted, Instant)>,
    /// Why it could not be started as a whole; what of it was is to end first.
    trouble: Option<Value>,
    /// What was seen of its tasks last
    seen: Vec<Seen>,
    /// Something went wrong with it; it is not looked at before.
    pub not_before: Option<Instant>,
}

impl Engine {
    pub(super) async fn observe(&self, job: &Job, state: JobState, watched: &mut Watched) -> Result<()> {
        if let Some(preparing) = watched.preparing.take_if(|p| p.is_finished()) {
            watched.trouble = preparing.await?.err().map(|error| reason::of_start(&error));
        } else if watched.preparing.is_some() {
            if state.leaving() && watched.gate.as_ref().is_some_and(|gate| gate.call_off()) {
                // Its image may come all the same; nobody waits for it.
                if let Some(preparing) = watched.preparing.take() {
                    preparing.abort();
                }
                return self.called_off(job, state).await;
            }
            return Ok(());
        }
        let seen = self.look(job, watched).await?;
        self.tell_of_tasks(job, &seen, watched);
        if let Some(trouble) = watched.trouble.clone() {
            if seen.contains(&Seen::Alive) {
                return self.end_others(job, watched).await;
            }
            watched.trouble = None;
            return self.not_started(job, &trouble).await;
        }
        match judge(&seen, state.leaving()) {
            Judged::Work | Judged::Break if state.leaving() => self.ask_to_end(job, state, watched).await,
            Judged::Break => self.end_others(job, watched).await,
            Judged::Work if state == JobState::Starting => self.look_whether_up(job).await,
            Judged::Work => self.keep_progress(job, watched).await,
            Judged::Ended(exit, rank) => {
                self.keep_progress(job, watched).await?;
                // Its next start has not been asked for anything.
                watched.asked = None;
                self.end(job, state, &exit, rank).await
            }
            Judged::Lost => {
                watched.asked = None;
                self.lost(job, state).await
            }
        }
    }

    async fn not_started(&self, job: &Job, why: &Value) -> Result<()> {
        let detail = why.get("detail").and_then(Value::as_str).unwrap_or_default();
        tracing::error!(job = %job.id, error = detail, "a job could not be started");
        self.0.store.move_job(job.id, JobEvent::Failed, Some(why)).await?;
        if job.runs_command() {
            mounts::clear(&self.folder(job.id), job.id).await?;
        }
        Ok(())
    }

    /// Stopped, paused, or out of the way of others before anything of it began.
    async fn called_off(&self, job: &Job, state: JobState) -> Result<()> {
        let stopped = state == JobState::Stopping;
        let event = if stopped { JobEvent::Failed } else { JobEvent::Yielded };
        self.0.store.move_job(job.id, event, None).await?;
        self.wake();
        if stopped { mounts::clear(&self.folder(job.id), job.id).await } else { Ok(()) }
    }

    async fn look(&self, job: &Job, watched: &mut Watched) -> Result<Vec<Seen>> {
        let (executor, folders) = (Arc::clone(&self.0.executor), self.task_folders(job)?);
        let attempt = u32::try_from(job.attempt).unwrap_or(0);
        let mut tail = std::mem::take(&mut watched.tail);
        let (seen, tail, news) = tokio::task::spawn_blocking(move || {
            let look = |folder| executor.look(folder, attempt);
            let seen: std::io::Result<Vec<Seen>> = folders.iter().map(look).collect();
            // Of several tasks the first one tells how far they are.
            let news = folders.first().is_some_and(|f| tail.read(&f.progress()).unwrap_or(false));
            (seen, tail, news)
        })
        .await?;
        watched.tail = tail;
        watched.news |= news;
        seen.map_err(JobsError::Process)
    }

    /// Who shows the tasks of a job is told that one of them moved.
    fn tell_of_tasks(&self, job: &Job, seen: &[Seen], watched: &mut Watched) {
        if seen.len() > 1 && seen != watched.seen {
            watched.seen = seen.to_vec();
            self.0.store.tell_again(job);
        }
    }

    async fn ask_to_end(&self, job: &Job, state: JobState, watched: &mut Watched) -> Result<()> {
        let what = match state {
            JobState::Pausing => Wanted::Pause,
            JobState::Preempting => Wanted::MakeRoom,
            _ => Wanted::Stop,
        };
        let left = job.leave_by.unwrap_or(0) - now();
        let ask = Ask { what, grace_ms: u64::try_from(left).unwrap_or(0).max(LEAST_GRACE_MS) };
        self.ask(job, ask, watched).await
    }

    /// One task is over that should not be: the others end with it.
    async fn end_others(&self, job: &Job, watched: &mut Watched) -> Result<()> {
        self.ask(job, Ask { what: Wanted::Others, grace_ms: OTHERS_GRACE_MS }, watched).await
    }

    async fn ask(&self, job: &Job, ask: Ask, watched: &mut Watched) -> Result<()> {
        if watched.asked.is_some_and(|(what, at)| what == ask.what && at.elapsed() < ASKED_EVERY) {
            return Ok(());
        }
        watched.asked = Some((ask.what, Instant::now()));
        let (executor, folders) = (Arc::clone(&self.0.executor), self.task_folders(job)?);
        let asked = tokio::task::spawn_blocking(move || {
            folders.iter().try_for_each(|folder| executor.ask(folder, &ask))
        });
        asked.await?.map_err(JobsError::Process)
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

    async fn end(&self, job: &Job, state: JobState, exit: &Exit, rank: Option<u32>) -> Result<()> {
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
        if job.is(JobKind::Recipe) {
            recipe_job::finish(&self.0.store, job, &self.folder(job.id), exit).await?;
            self.wake();
            return Ok(());
        }
        if job.is(JobKind::Advise) {
            advise::finish(&self.0.store, job, &self.folder(job.id), exit).await?;
            self.wake();
            return Ok(());
        }
        if job.is(JobKind::Prelabel) {
            prelabel::finish(&self.0.store, job, &self.folder(job.id), exit).await?;
            self.wake();
            return Ok(());
        }
        if job.runs_command() {
            return self.end_command(job, state, exit, rank).await;
        }
        // A service ends by itself only where something is wrong.
        let why: Option<Value> = (state != JobState::Stopping).then(|| reason::of_exit(exit));
        self.0.store.move_job(job.id, JobEvent::Failed, why.as_ref()).await?;
        self.wake();
        Ok(())
    }

    async fn end_command(&self, job: &Job, state: JobState, exit: &Exit, rank: Option<u32>) -> Result<()> {
        let asked = state == JobState::Stopping;
        let mut why = (!exit.complete && !asked).then(|| reason::of_exit(exit));
        if let (Some(rank), Some(of_exit)) = (rank, &why) {
            let tasks = self.0.store.job_tasks(&[job.id]).await?.remove(&job.id).unwrap_or_default();
            let node = tasks.iter().find(|t| t.rank == rank).map_or("?", |t| t.node.as_str());
            why = Some(reason::of_task(rank, node, of_exit));
        }
        let spec: CommandSpec = serde_json::from_str(&job.spec)?;
        let tries_left = job.restarts < i32::try_from(spec.most_restarts).unwrap_or(0);
        // What fills its disk would find it full.
        let again = spec.restart == Restart::OnFailure && tries_left && !exit.out_of_disk;
        let event = match (exit.complete, state) {
            (true, _) => JobEvent::Done,
            (false, JobState::Starting | JobState::Running) if again => JobEvent::Again,
            _ => JobEvent::Failed,
        };
        self.0.store.move_job(job.id, event, why.as_ref()).await?;
        self.wake();
        if event != JobEvent::Again {
            mounts::clear(&self.folder(job.id), job.id).await?;
        }
        Ok(())
    }

    async fn lost(&self, job: &Job, state: JobState) -> Result<()> {
        tracing::warn!(job = %job.id, "the process of a job is gone");
        let (executor, folders) = (Arc::clone(&self.0.executor), self.task_folders(job)?);
        let cleared =
            tokio::task::spawn_blocking(move || folders.iter().try_for_each(|folder| executor.clear(folder)));
        // Looked after again, since it would run on beside its own next start.
        cleared.await?.map_err(JobsError::Process)?;
        let (event, why) = match state {
            JobState::Stopping => (JobEvent::Lost, None),
            _ if job.losses >= MOST_LOSSES => (JobEvent::Failed, Some(reason::lost(job.losses + 1))),
            _ => (JobEvent::Lost, Some(reason::process_gone())),
        };
        self.0.store.move_job(job.id, event, why.as_ref()).await?;
        self.wake();
        if job.runs_command() && (event == JobEvent::Failed || state == JobState::Stopping) {
            mounts::clear(&self.folder(job.id), job.id).await?;
        }
        Ok(())
    }
}
