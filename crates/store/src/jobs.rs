//! Jobs and what happened to them. Every change of a state is one event, kept in the same transaction.

use crate::audit::Entry;
use crate::clusters::{charge, cluster_of_new};
use crate::entities::{job, job_event, project, user};
use crate::idle::forget_idle;
use crate::imports::close_row;
use crate::job_list::index_job;
use crate::notices::put_end;
use crate::{Id, Moment, Result, Store, StoreError, Topic, now, sql};
use fovea_domain::device::DeviceType;
use fovea_domain::quota::may_reprioritise;
use fovea_domain::{JobEvent, JobState, transition};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder,
};
use serde_json::Value;
use std::collections::HashMap;

pub type Job = job::Model;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    Train,
    Service,
    /// What a user wrote.
    Command,
    /// The same, as a training of code of their own.
    OwnTraining,
    /// The same, to work in.
    Development,
    /// The same, to look at something.
    Visualisation,
    /// Pictures on their way into a project, taken in by the server itself.
    Import,
    /// A version on its way out, written by the server itself.
    Export,
    /// A version of a recipe, tried on pictures or packed.
    Recipe,
    /// A model of the project proposes labels.
    Prelabel,
    /// All pictures of a project are looked at, for what helps to annotate.
    Advise,
}

impl JobKind {
    /// Those that run what a user wrote, and are told apart for people alone.
    pub const COMMANDS: [JobKind; 4] =
        [JobKind::Command, JobKind::OwnTraining, JobKind::Development, JobKind::Visualisation];

    pub fn name(self) -> &'static str {
        match self {
            JobKind::Train => "train",
            JobKind::Service => "service",
            JobKind::Command => "command",
            JobKind::OwnTraining => "training",
            JobKind::Development => "development",
            JobKind::Visualisation => "visualisation",
            JobKind::Import => "import",
            JobKind::Export => "export",
            JobKind::Recipe => "recipe",
            JobKind::Prelabel => "prelabel",
            JobKind::Advise => "advise",
        }
    }
}

#[derive(Debug, Clone)]
pub struct NewJob {
    pub kind: JobKind,
    pub project_id: Option<Id>,
    pub name: String,
    pub owner: Option<Id>,
    pub spec: Value,
    pub service_id: Option<Id>,
    /// `None`: the one that the owner works in
    pub virtual_cluster: Option<Id>,
    pub priority: u16,
    pub ask: JobAsk,
}

/// What a job asks for beside its turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobAsk {
    /// On each node; `None`: as many devices as its virtual cluster gives it
    pub devices: Option<u32>,
    /// `None`: on one node
    pub nodes: Option<u32>,
    /// On each node, beside devices that are cards
    pub cores: u32,
    /// Zero: not said
    pub memory_mib: u64,
    pub preemptible: bool,
    /// Longest time that it runs, where it says one itself
    pub limit_ms: Option<u64>,
    pub tags: Vec<String>,
    /// `None`: cores
    pub device: Option<DeviceType>,
}

impl Job {
    pub fn state(&self) -> Result<JobState> {
        let unknown = || StoreError::corrupt(format!("the job state {:?}", self.state));
        JobState::from_name(&self.state).ok_or_else(unknown)
    }

    pub fn is(&self, kind: JobKind) -> bool {
        self.kind == kind.name()
    }

    /// Whether it runs what a user wrote, whatever that is for.
    pub fn runs_command(&self) -> bool {
        JobKind::COMMANDS.into_iter().any(|kind| self.is(kind))
    }
}

impl Store {
    /// That a file of its work folder was changed from outside: told once it is done.
    pub async fn note_job_file(
        &self,
        action: &'static str,
        job: &Job,
        before: Option<serde_json::Value>,
        after: Option<serde_json::Value>,
    ) -> Result<()> {
        let mut entry = Entry::new(action).kind("job").on(job.id, &job.name).project(job.project_id);
        entry = before.into_iter().fold(entry, Entry::before);
        self.note_alone(after.into_iter().fold(entry, Entry::after)).await
    }

    pub async fn create_job(&self, new: NewJob) -> Result<Job> {
        let change = self.begin().await?;
        let job = insert_job(&change, new).await?;
        self.note(
            &change,
            Entry::new("job.create").on(job.id, &job.name).project(job.project_id).after(told(&job)),
        )
        .await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(job)
    }

    /// Those of projects that were taken away are not found.
    pub async fn job(&self, id: Id) -> Result<Job> {
        let found = job::Entity::find_by_id(id).one(self.reader()).await?;
        let found = found.ok_or(StoreError::NotFound { what: "job" })?;
        if let Some(project) = found.project_id {
            check_project(self.reader(), project).await?;
        }
        if found.deleted_at.is_some() { Err(StoreError::NotFound { what: "job" }) } else { Ok(found) }
    }

    /// Lets the event happen to the job; refused where it cannot.
    pub async fn move_job(&self, id: Id, event: JobEvent, reason: Option<&Value>) -> Result<Job> {
        let change = self.begin().await?;
        let job = shift(&change, id, event, reason).await?;
        // What the engine sees of a job is in the job's own events.
        let action = match event {
            JobEvent::StopAsked => Some("job.stop"),
            JobEvent::PauseAsked => Some("job.pause"),
            JobEvent::ResumeAsked => Some("job.resume"),
            _ => None,
        };
        if let Some(action) = action {
            self.note(&change, Entry::new(action).on(id, &job.name).project(job.project_id)).await?;
        }
        change.commit().await?;
        self.tell_job(&job);
        Ok(job)
    }

    /// Where a priority still decides something.
    pub async fn set_priority(&self, id: Id, priority: u16) -> Result<Job> {
        let change = self.begin().await?;
        let found = job::Entity::find_by_id(id).one(&change).await?;
        let found = found.ok_or(StoreError::NotFound { what: "job" })?;
        let state = found.state()?;
        if !may_reprioritise(state) {
            return Err(StoreError::WrongState { what: "job", state: state.name().into() });
        }
        let before = found.priority;
        let mut row = found.into_active_model();
        row.priority = Set(i32::from(priority));
        let job = row.update(&change).await?;
        let told = |priority: i32| serde_json::json!({ "priority": priority });
        let entry = Entry::new("job.change").on(id, &job.name).project(job.project_id);
        self.note(&change, entry.changed(told(before), told(job.priority))).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(job)
    }

    pub async fn set_progress(&self, id: Id, progress: &Value) -> Result<()> {
        let change = self.begin().await?;
        job::Entity::update_many()
            .col_expr(job::Column::Progress, Expr::value(progress.to_string()))
            .filter(job::Column::Id.eq(id))
            .exec(&change)
            .await?;
        change.commit().await?;
        if let Some(job) = job::Entity::find_by_id(id).one(self.reader()).await? {
            self.tell_job(&job);
        }
        Ok(())
    }

    pub async fn job_events(&self, id: Id) -> Result<Vec<job_event::Model>> {
        let all = job_event::Entity::find().filter(job_event::Column::JobId.eq(id));
        Ok(all.order_by_asc(job_event::Column::Number).all(self.reader()).await?)
    }

    /// Names of these users, as far as they are still there.
    pub async fn user_names(&self, ids: &[Id]) -> Result<HashMap<Id, String>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let found = user::Entity::find().filter(user::Column::Id.is_in(ids.iter().copied()));
        Ok(found.all(self.reader()).await?.into_iter().map(|u| (u.id, u.name)).collect())
    }

    /// Commands of a user that are there, newest first.
    pub async fn commands_of(&self, user: Id, most: u32) -> Result<Vec<Id>> {
        let kinds = JobKind::COMMANDS.map(|kind| format!("'{}'", kind.name())).join(", ");
        let query = format!(
            "SELECT id FROM jobs WHERE owner = ? AND kind IN ({kinds}) AND deleted_at IS NULL
            ORDER BY created_at DESC LIMIT ?"
        );
        let rows = sql::rows(self.reader(), query, [user.into(), i64::from(most).into()]).await?;
        Ok(rows.iter().map(|r| r.try_get("", "id")).collect::<std::result::Result<_, _>>()?)
    }

    /// Something of it moved that is not in its row.
    pub fn tell_again(&self, job: &Job) {
        self.tell_job(job);
    }

    pub(crate) fn tell_job(&self, job: &Job) {
        self.events().tell_job(job);
        if let Some(service) = job.service_id {
            self.events().tell(Topic::Service, service, job.project_id);
        }
    }
}

/// The time that a job has to put away what it has.
const STOP_GRACE_MS: Moment = 20_000;
const PAUSE_GRACE_MS: Moment = 30_000;

/// What the audit tells of a job.
pub(crate) fn told(job: &Job) -> Value {
    let spec = serde_json::from_str::<Value>(&job.spec).unwrap_or_default();
    serde_json::json!({"kind": job.kind, "name": job.name, "spec": spec})
}

pub(crate) async fn insert_job(change: &DatabaseTransaction, new: NewJob) -> Result<Job> {
    if let Some(project) = new.project_id {
        check_project(change, project).await?;
    }
    let cluster = cluster_of_new(change, new.owner, new.virtual_cluster).await?;
    let job = draft(new, cluster).into_active_model().reset_all().insert(change).await?;
    index_job(change, &job).await?;
    Ok(job)
}

/// A job as it would stand in the queue, with nothing kept yet.
pub(crate) fn draft(new: NewJob, cluster: Id) -> Job {
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let ask = new.ask;
    Job {
        id: Id::new(),
        kind: new.kind.name().into(),
        project_id: new.project_id,
        name: new.name,
        state: JobState::Queued.name().into(),
        attempt: 0,
        losses: 0,
        reason: None,
        progress: None,
        spec: new.spec.to_string(),
        owner: new.owner,
        service_id: new.service_id,
        model_id: None,
        created_at: now(),
        started_at: None,
        ended_at: None,
        virtual_cluster_id: Some(cluster),
        device: ask.device.as_ref().map_or("cpu", DeviceType::name).into(),
        devices: 0,
        priority: i32::from(new.priority),
        run_since: None,
        wanted: ask.devices.map(i64::from),
        memory_mib: whole(ask.memory_mib),
        preemptible: ask.preemptible,
        limit_ms: ask.limit_ms.map(whole),
        tags: serde_json::to_string(&ask.tags).unwrap_or_default(),
        preemptions: 0,
        restarts: 0,
        leave_by: None,
        deleted_at: None,
        nodes: ask.nodes.map(i64::from),
        cores: i64::from(ask.cores),
    }
}

/// Within a change: the event, the state that follows, and the times that go with it.
pub(crate) async fn shift(
    change: &DatabaseTransaction,
    id: Id,
    event: JobEvent,
    reason: Option<&Value>,
) -> Result<Job> {
    let found = job::Entity::find_by_id(id).one(change).await?;
    let found = found.ok_or(StoreError::NotFound { what: "job" })?;
    let before = found.state()?;
    let state = transition(before, event)
        .map_err(|_| StoreError::WrongState { what: "job", state: before.name().into() })?;
    let at = now();
    let number = job_event::Entity::find().filter(job_event::Column::JobId.eq(id)).count(change).await?;
    let row = job_event::ActiveModel {
        job_id: Set(id),
        number: Set(i32::try_from(number).unwrap_or(i32::MAX)),
        event: Set(event.name().into()),
        state: Set(state.name().into()),
        reason: Set(reason.map(Value::to_string)),
        at: Set(at),
    };
    row.insert(change).await?;
    if before.active() && !state.active() {
        charge(change, &found, at).await?;
    }
    let (attempt, losses, started) = (found.attempt, found.losses, found.started_at);
    let (preemptions, restarts) = (found.preemptions, found.restarts);
    let (why, kind) = (found.reason.clone(), found.kind.clone());
    let mut row = found.into_active_model();
    row.state = Set(state.name().into());
    // How one that is being stopped ends says less than why it was stopped.
    let stays = before.leaving() || event == JobEvent::Up;
    row.reason = Set(reason.map(Value::to_string).or(stays.then_some(why).flatten()));
    if !state.active() {
        row.devices = Set(0);
    }
    let grace = if event == JobEvent::StopAsked { STOP_GRACE_MS } else { PAUSE_GRACE_MS };
    row.leave_by = Set(state.leaving().then_some(at + grace));
    match event {
        JobEvent::Start => {
            row.attempt = Set(attempt + 1);
            row.started_at = Set(started.or(Some(at)));
            row.run_since = Set(Some(at));
        }
        JobEvent::Lost => row.losses = Set(losses + 1),
        JobEvent::Preempt => row.preemptions = Set(preemptions + 1),
        JobEvent::Again => row.restarts = Set(restarts + 1),
        _ => {}
    }
    if !state.active() {
        forget_idle(change, id).await?;
    }
    if state.ended() {
        row.ended_at = Set(Some(at));
        let count = "INSERT INTO job_ends (kind, state, jobs) VALUES (?, ?, 1)
            ON CONFLICT (kind, state) DO UPDATE SET jobs = jobs + 1";
        sql::run(change, count, [kind.as_str().into(), state.name().into()]).await?;
    }
    let moved = row.update(change).await?;
    if state.ended() {
        put_end(change, &moved).await?;
        if kind == JobKind::Import.name() {
            close_row(change, &moved, state).await?;
        }
        if kind == JobKind::Export.name() {
            crate::exports::close_row(change, &moved, state).await?;
        }
        if kind == JobKind::Prelabel.name() {
            crate::proposals::close_row(change, id).await?;
        }
    }
    Ok(moved)
}

pub(crate) fn live_projects() -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(project::Column::Id)
        .from(project::Entity)
        .and_where(Expr::col(project::Column::DeletedAt).is_null())
        .to_owned()
}

/// Not found where the project is not there, or no longer.
pub(crate) async fn check_project(db: &impl ConnectionTrait, id: Id) -> Result<project::Model> {
    let found = project::Entity::find_by_id(id).filter(project::Column::DeletedAt.is_null()).one(db).await?;
    found.ok_or(StoreError::NotFound { what: "project" })
}
