//! Versions on their way out: each a job that the server does itself, and an archive that is kept for a while.

use crate::audit::Entry;
use crate::cuts::{CutWish, insert_cuts};
use crate::imports::{job_row, shifts};
use crate::jobs::{insert_job, shift};
use crate::pictures::PictureFilter;
use crate::projects::find_project;
use crate::versions::{Version, insert_hidden};
use crate::{Id, Job, JobAsk, JobKind, Moment, NewJob, Result, Store, StoreError, now, sql};
use fovea_domain::quota::DEFAULT_PRIORITY;
use fovea_domain::{JobEvent, JobState};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, FromQueryResult,
    IntoActiveModel,
};
use serde_json::{Value, json};

/// So long an archive is kept.
pub const EXPORT_KEPT_MS: Moment = 7 * 24 * 3_600_000;

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Export {
    pub id: Id,
    pub project_id: Id,
    pub version_id: Id,
    pub format: String,
    pub state: String,
    /// In the archive
    pub pictures: i64,
    pub bytes: Option<i64>,
    /// Names the content of the archive; `None` where there is none, or not any more
    pub tag: Option<String>,
    /// A list, as it was told
    pub losses: String,
    pub reason: Option<String>,
    pub created_by: Option<Id>,
    pub created_at: Moment,
    pub ended_at: Option<Moment>,
    pub kept_until: Option<Moment>,
}

/// What an export came to.
#[derive(Debug, Clone)]
pub struct Exported {
    pub pictures: u64,
    pub bytes: u64,
    pub tag: String,
    pub losses: Value,
}

const GONE: StoreError = StoreError::NotFound { what: "export" };

impl Store {
    pub async fn create_export(&self, version: Id, format: &str, by: Id) -> Result<Export> {
        let version = self.version(version).await?;
        let change = self.begin().await?;
        self.begin_export(change, version, format, by, None).await
    }

    /// Of pictures of a project as they are now. Refused where there are none.
    pub async fn export_chosen(
        &self,
        project: Id,
        chosen: &PictureFilter,
        format: &str,
        by: Id,
    ) -> Result<Export> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let version = insert_hidden(&change, project, chosen, by).await?;
        if version.pictures == 0 {
            return Err(StoreError::WrongState { what: "export", state: "empty".into() });
        }
        self.begin_export(change, version, format, by, None).await
    }

    /// `cuts`: into another project, instead of an archive.
    pub(crate) async fn begin_export(
        &self,
        change: DatabaseTransaction,
        version: Version,
        format: &str,
        by: Id,
        cuts: Option<&CutWish>,
    ) -> Result<Export> {
        let project = find_project(&change, version.project_id).await?;
        let name = match version.number {
            number @ 1.. => format!("{} v{number}", project.name),
            _ => project.name.clone(),
        };
        let new = NewJob {
            kind: JobKind::Export,
            project_id: Some(project.id),
            name,
            owner: Some(by),
            spec: json!({}),
            service_id: None,
            virtual_cluster: None,
            priority: DEFAULT_PRIORITY,
            ask: JobAsk { devices: Some(0), ..JobAsk::default() },
        };
        let job = insert_job(&change, new).await?;
        // It takes no devices, so its turn has come.
        shift(&change, job.id, JobEvent::Start, None).await?;
        let job = shift(&change, job.id, JobEvent::Up, None).await?;
        let query = "INSERT INTO exports
            (id, project_id, version_id, format, state, pictures, losses, created_by, created_at)
            VALUES (?, ?, ?, ?, 'running', 0, '[]', ?, ?)";
        let values =
            [job.id.into(), project.id.into(), version.id.into(), format.into(), by.into(), now().into()];
        sql::run(&change, query, values).await?;
        let made = find(&change, job.id).await?;
        if let Some(wish) = cuts {
            insert_cuts(&change, made.id, wish).await?;
        }
        let mut told = match version.number {
            number @ 1.. => json!({"version": number, "format": format}),
            _ => json!({"pictures": version.pictures, "format": format}),
        };
        if let Some(wish) = cuts {
            told["into"] = json!(wish.into);
        }
        self.note(&change, Entry::new("export.begin").on(made.id, &job.name).project(project.id).after(told))
            .await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(made)
    }

    pub async fn export(&self, id: Id) -> Result<Export> {
        let found = find(self.reader(), id).await?;
        find_project(self.reader(), found.project_id).await.map_err(|_| GONE)?;
        Ok(found)
    }

    /// Of a version, the newest first.
    pub async fn exports_of(&self, version: Id, most: u64) -> Result<Vec<Export>> {
        self.version(version).await?;
        let query = "SELECT * FROM exports WHERE version_id = ? ORDER BY id DESC LIMIT ?";
        sql::all(self.reader(), query, [version.into(), most.into()]).await
    }

    /// Of chosen pictures of a project, the newest first.
    pub async fn exports_of_chosen(&self, project: Id, most: u64) -> Result<Vec<Export>> {
        find_project(self.reader(), project).await?;
        let query = "SELECT e.* FROM exports e JOIN versions v ON v.id = e.version_id AND v.number < 0
            WHERE e.project_id = ? ORDER BY e.id DESC LIMIT ?";
        sql::all(self.reader(), query, [project.into(), most.into()]).await
    }

    /// Those whose turn it is, the oldest first.
    pub async fn running_exports(&self) -> Result<Vec<Export>> {
        let query = "SELECT e.* FROM exports e JOIN jobs j ON j.id = e.id
            JOIN projects p ON p.id = e.project_id AND p.deleted_at IS NULL
            WHERE e.state = 'running' AND j.state = 'running' ORDER BY e.id";
        sql::all(self.reader(), query, []).await
    }

    /// How far it is, as its job tells it. Refused once it was stopped or paused.
    pub async fn put_export_progress(&self, id: Id, phase: &str, done: u64, total: u64) -> Result<()> {
        let change = self.begin().await?;
        let job = running(&change, id).await?;
        let progress = json!({"phase": phase, "done": done, "total": total, "note": "", "remaining_s": null, "curve": []});
        let mut row = job.into_active_model();
        row.progress = Set(Some(progress.to_string()));
        let job = row.update(&change).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(())
    }

    /// The archive is there.
    pub async fn finish_export(&self, id: Id, made: &Exported) -> Result<Export> {
        let change = self.begin().await?;
        running(&change, id).await?;
        let at = now();
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let query =
            "UPDATE exports SET pictures = ?, bytes = ?, tag = ?, losses = ?, kept_until = ? WHERE id = ?";
        let values = [
            count(made.pictures).into(),
            count(made.bytes).into(),
            made.tag.as_str().into(),
            made.losses.to_string().into(),
            (at + EXPORT_KEPT_MS).into(),
            id.into(),
        ];
        sql::run(&change, query, values).await?;
        let job = shift(&change, id, JobEvent::Done, None).await?;
        let ended = find(&change, id).await?;
        let told = json!({"state": "done", "pictures": made.pictures, "bytes": made.bytes});
        self.note(&change, Entry::new("export.end").on(id, &job.name).project(ended.project_id).after(told))
            .await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(ended)
    }

    /// Ends it without an archive. Again in the same way changes nothing; in another is refused.
    pub async fn end_export(&self, id: Id, failed: bool, reason: Option<&Value>) -> Result<Export> {
        let change = self.begin().await?;
        let found = find(&change, id).await?;
        let state = if failed { "failed" } else { "cancelled" };
        if found.state == state {
            self.nothing_changed();
            return Ok(found);
        }
        if found.state != "running" {
            return Err(StoreError::WrongState { what: "export", state: found.state });
        }
        let (ended, job) = self.close_export(&change, found, failed, reason).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(ended)
    }

    async fn close_export(
        &self,
        change: &DatabaseTransaction,
        found: Export,
        failed: bool,
        reason: Option<&Value>,
    ) -> Result<(Export, Job)> {
        let job = job_row(change, found.id).await?.ok_or(GONE)?;
        let events: &[JobEvent] = match job.state()?.active() {
            true if failed => &[JobEvent::Failed],
            // What waits or is paused is stopped at once.
            true => &[JobEvent::StopAsked, JobEvent::Yielded],
            false => &[JobEvent::StopAsked],
        };
        let job = shifts(change, found.id, events, reason).await?;
        let ended = find(change, found.id).await?;
        let mut told = json!({"state": ended.state});
        if let Some(reason) = reason {
            told["reason"] = reason["code"].clone();
        }
        let entry = Entry::new("export.end").on(ended.id, &job.name).project(ended.project_id).after(told);
        self.note(change, entry).await?;
        Ok((ended, job))
    }

    /// Within a change: one that runs is stopped.
    pub(crate) async fn stop_export(&self, change: &DatabaseTransaction, id: Id) -> Result<()> {
        match find(change, id).await {
            Ok(found) if found.state == "running" => {
                self.close_export(change, found, false, None).await.map(|_| ())
            }
            Ok(_) | Err(StoreError::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Those of a project that is taken away.
    pub(crate) async fn end_exports_of(&self, change: &DatabaseTransaction, project: Id) -> Result<()> {
        let query = "SELECT * FROM exports WHERE project_id = ? AND state = 'running'";
        for found in sql::all::<Export>(change, query, [project.into()]).await? {
            self.close_export(change, found, false, None).await?;
        }
        Ok(())
    }

    /// Those whose archives may go.
    pub async fn exports_to_clear(&self, at: Moment) -> Result<Vec<Id>> {
        let query =
            "SELECT * FROM exports WHERE state = 'done' AND kept_until < ? AND tag IS NOT NULL LIMIT 200";
        let found: Vec<Export> = sql::all(self.reader(), query, [at.into()]).await?;
        Ok(found.into_iter().map(|e| e.id).collect())
    }

    /// Its archive has gone.
    pub async fn clear_export(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        sql::run(&change, "UPDATE exports SET tag = NULL WHERE id = ?", [id.into()]).await?;
        change.commit().await?;
        Ok(())
    }
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: Id) -> Result<Export> {
    sql::one(db, "SELECT * FROM exports WHERE id = ?", [id.into()]).await?.ok_or(GONE)
}

/// The job of one that goes on.
pub(crate) async fn running(change: &DatabaseTransaction, id: Id) -> Result<Job> {
    let found = find(change, id).await?;
    let job = job_row(change, id).await?.ok_or(GONE)?;
    if found.state != "running" || job.state()? != JobState::Running {
        return Err(StoreError::WrongState { what: "export", state: job.state });
    }
    Ok(job)
}

/// The job's end is the export's.
pub(crate) async fn close_row(change: &DatabaseTransaction, job: &Job, state: JobState) -> Result<()> {
    let name = match state {
        JobState::Succeeded => "done",
        JobState::Failed => "failed",
        _ => "cancelled",
    };
    let query = "UPDATE exports SET state = ?, ended_at = ?, reason = ? WHERE id = ? AND state = 'running'";
    let values = [name.into(), now().into(), job.reason.clone().into(), job.id.into()];
    sql::run(change, query, values).await?;
    // What was chosen for this export alone is not needed any more.
    let query = "DELETE FROM version_pictures WHERE version_id IN
        (SELECT v.id FROM versions v JOIN exports e ON e.version_id = v.id WHERE e.id = ? AND v.number < 0)";
    sql::run(change, query, [job.id.into()]).await?;
    Ok(())
}
