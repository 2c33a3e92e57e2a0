mod words;

use crate::annotations::{Label, MarkedRegion, write_label};
use crate::audit::Entry;
use crate::classes::add_class;
use crate::data_quota::room_in;
use crate::entities::{import, job, picture, record, refusal, version_picture};
use crate::jobs::{insert_job, shift};
use crate::page::keyset;
use crate::pictures::{Added, insert_picture};
use crate::projects::{classes_of, find_project, touch_project};
use crate::{
    BlobHash, Cursor, Id, Job, JobAsk, JobKind, Key, NewJob, Page, PageRequest, Project, Result, Store,
    StoreError, Topic, now, sql,
};
use fovea_domain::quota::DEFAULT_PRIORITY;
use fovea_domain::{JobEvent, JobState};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Order,
    PaginatorTrait, QueryFilter, QuerySelect,
};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

pub use words::{FoundLabel, FoundRegion, ImportSource, ImportStep, ImportWish, NewRefusal, Received};

pub type Import = import::Model;
pub type Refusal = refusal::Model;

impl Store {
    /// One that the server does by itself, and of whose labels nothing was said.
    pub async fn create_import_from(&self, project: Id, by: Id, source: &ImportSource) -> Result<Import> {
        self.create_import(project, by, Some(source), &ImportWish::default()).await
    }

    /// With a source it is one that the server does by itself.
    pub async fn create_import(
        &self,
        project: Id,
        by: Id,
        source: Option<&ImportSource>,
        wish: &ImportWish,
    ) -> Result<Import> {
        let change = self.begin().await?;
        let found = find_project(&change, project).await?;
        let job = insert_job(&change, job_of(&found, by)).await?;
        // It takes no devices, so its turn has come: somebody sends already.
        shift(&change, job.id, JobEvent::Start, None).await?;
        let job = shift(&change, job.id, JobEvent::Up, None).await?;
        let row = import::ActiveModel {
            id: Set(job.id),
            project_id: Set(project),
            state: Set("running".into()),
            received_bytes: Set(0),
            files: Set(0),
            added: Set(0),
            duplicates: Set(0),
            refused: Set(0),
            labels: Set(0),
            columns: Set(0),
            created_by: Set(Some(by)),
            created_at: Set(now()),
            ended_at: Set(None),
            virtual_cluster_id: Set(job.virtual_cluster_id),
            reason: Set(None),
            step: Set(ImportStep::Receive.name().into()),
            heard_at: Set(Some(now())),
            format: Set(wish.format.clone()),
            unmentioned_good: Set(wish.unmentioned_good),
            read_format: Set(None),
        };
        let made = row.insert(&change).await?;
        let mut entry = Entry::new("import.begin").on(made.id, "").project(project);
        let mut after = json!({});
        if let Some(ImportSource { storage, path, linked }) = source {
            let insert = "INSERT INTO import_sources (import_id, storage, path, linked) VALUES (?, ?, ?, ?)";
            let values = [made.id.into(), storage.as_str().into(), path.as_str().into(), (*linked).into()];
            sql::run(&change, insert, values).await?;
            after = json!({"storage": storage, "path": path, "linked": linked});
        }
        if let Some(format) = &wish.format {
            after["format"] = json!(format);
        }
        if wish.unmentioned_good {
            after["unmentioned_good"] = json!(true);
        }
        if after != json!({}) {
            entry = entry.after(after);
        }
        self.note(&change, entry).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(made)
    }

    pub async fn import(&self, id: Id) -> Result<Import> {
        find_import(self.reader(), id).await
    }

    /// Those of a project, the last one first.
    pub async fn imports_of(&self, project: Id, page: &PageRequest) -> Result<Page<Import>> {
        find_project(self.reader(), project).await?;
        let all = import::Entity::find().filter(import::Column::ProjectId.eq(project));
        let total = all.clone().count(self.reader()).await?;
        let rows = keyset(all, import::Column::CreatedAt, import::Column::Id, Order::Desc, page);
        let rows = rows.all(self.reader()).await?;
        Ok(Page::cut(rows, page.limit, total, |i| Cursor { key: Key::Number(i.created_at), id: i.id }))
    }

    /// Where the server takes it from; `None` where somebody sends it.
    pub async fn import_source(&self, id: Id) -> Result<Option<ImportSource>> {
        let query = "SELECT storage, path, linked FROM import_sources WHERE import_id = ?";
        sql::one(self.reader(), query, [id.into()]).await
    }

    pub async fn refusals(&self, import: Id, page: &PageRequest) -> Result<Page<Refusal>> {
        find_import(self.reader(), import).await?;
        let all = refusal::Entity::find().filter(refusal::Column::ImportId.eq(import));
        let total = all.clone().count(self.reader()).await?;
        let rows = keyset(all, refusal::Column::Id, refusal::Column::Id, Order::Asc, page);
        let rows = rows.all(self.reader()).await?;
        Ok(Page::cut(rows, page.limit, total, |r| Cursor { key: Key::Number(r.id), id: import }))
    }

    /// Whether it was told why the file of this name was not taken.
    pub async fn is_refused(&self, import: Id, name: &str) -> Result<bool> {
        let of = refusal::Column::ImportId.eq(import).and(refusal::Column::Name.eq(name));
        Ok(refusal::Entity::find().filter(of).one(self.reader()).await?.is_some())
    }

    /// Puts down what was received, all of it or nothing. Refused once the import has ended. Says of each
    /// picture whether it is new, in their order.
    /// One that does not fit into a data quota is left out and told like a refused one.
    pub async fn receive(
        &self,
        id: Id,
        received: &Received,
    ) -> Result<Vec<std::result::Result<Added, NewRefusal>>> {
        let change = self.begin().await?;
        let found = running(&change, id).await?;
        let mut room = room_in(&change, found.project_id).await?;
        let mut outcomes = Vec::with_capacity(received.pictures.len());
        for new in &received.pictures {
            let added = insert_picture(&change, found.project_id, new, found.created_by).await?;
            let full = match added {
                Added::New(_) if !new.linked => room.take(new.bytes).err(),
                _ => None,
            };
            outcomes.push(match (added, full) {
                (Added::New(added), Some(full)) => {
                    picture::Entity::delete_by_id(added).exec(&change).await?;
                    Err(NewRefusal::full(&new.name, full))
                }
                (added, _) => Ok(added),
            });
        }
        let full: Vec<&NewRefusal> = outcomes.iter().filter_map(|o| o.as_ref().err()).collect();
        for refused in received.refusals.iter().chain(full.iter().copied()) {
            let row = refusal::ActiveModel {
                import_id: Set(id),
                name: Set(refused.name.clone()),
                code: Set(refused.code.clone()),
                detail: Set(refused.detail.clone()),
                ..Default::default()
            };
            refusal::Entity::insert(row).exec_without_returning(&change).await?;
        }
        let added: Vec<Id> = outcomes
            .iter()
            .filter_map(|o| match o {
                Ok(Added::New(id)) => Some(*id),
                _ => None,
            })
            .collect();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let project = found.project_id;
        let mut row = found.clone().into_active_model();
        row.received_bytes = Set(found.received_bytes.saturating_add_unsigned(received.bytes));
        row.files = Set(found.files.saturating_add_unsigned(received.files));
        row.added = Set(found.added + count(added.len()));
        row.duplicates = Set(found.duplicates + count(outcomes.len() - added.len() - full.len()));
        row.refused = Set(found.refused + count(received.refusals.len() + full.len()));
        row.heard_at = Set(Some(now()));
        if let Some(step) = received.step {
            row.step = Set(step.name().into());
        }
        let row = row.update(&change).await?;
        let job = put_progress(&change, &row, None).await?;
        change.commit().await?;
        self.events().tell(Topic::Import, id, Some(project));
        if let Some(job) = job {
            self.tell_job(&job);
        }
        Ok(outcomes)
    }

    /// Puts labels on pictures that have none. Classes that the project lacks are made. Returns how many
    /// pictures got one.
    /// `looked`: so many of all its files were looked at by then.
    pub async fn label_found(&self, import: Id, found: &[FoundLabel], looked: (usize, usize)) -> Result<u64> {
        let mut labelled = 0;
        for part in found.chunks(200) {
            labelled += self.label_part(import, part, looked).await?;
        }
        Ok(labelled)
    }

    async fn label_part(&self, id: Id, part: &[FoundLabel], looked: (usize, usize)) -> Result<u64> {
        let change = self.begin().await?;
        let import = running(&change, id).await?;
        let project = import.project_id;
        let mut classes = classes_of(&change, project).await?;
        let before = classes.len();
        let mut changed = Vec::new();
        for found in part {
            let row = picture::Entity::find_by_id(found.picture)
                .filter(picture::Column::ProjectId.eq(project))
                .filter(picture::Column::DeletedAt.is_null())
                .filter(picture::Column::Verdict.is_null())
                .one(&change)
                .await?;
            let Some(row) = row else { continue };
            let mut class_named = async |name: &str| -> Result<Id> {
                if let Some(class) = classes.iter().find(|c| c.name.eq_ignore_ascii_case(name)) {
                    return Ok(class.id);
                }
                let made = add_class(&change, project, name, None).await?;
                classes.push(made.clone());
                Ok(made.id)
            };
            let mut regions = Vec::with_capacity(found.regions.len());
            for (number, one) in (1..).zip(&found.regions) {
                regions.push(MarkedRegion {
                    id: format!("import-{number}"),
                    class_id: class_named(&one.class).await?,
                    shape: one.shape.clone(),
                    attributes: one.extra.attributes.clone(),
                    group: one.extra.group,
                });
            }
            let class_id = match &found.class {
                Some(name) if !found.good => Some(class_named(name).await?),
                _ => None,
            };
            let class_id = if found.good { classes.iter().find(|c| c.good).map(|c| c.id) } else { class_id };
            let verdict = Some(if found.good { "good" } else { "bad" }.to_string());
            changed.push(row.id);
            write_label(&change, row, &Label { verdict, class_id, regions }, import.created_by).await?;
        }
        if classes.len() > before {
            touch_project(&change, project, now()).await?;
        }
        let count = i64::try_from(changed.len()).unwrap_or(i64::MAX);
        let mut row = import.clone().into_active_model();
        row.labels = Set(import.labels + count);
        row.heard_at = Set(Some(now()));
        let row = row.update(&change).await?;
        let job = put_progress(&change, &row, Some(looked)).await?;
        change.commit().await?;
        self.events().tell(Topic::Import, id, Some(project));
        if let Some(job) = job {
            self.tell_job(&job);
        }
        self.tell_pictures(project, &changed);
        Ok(changed.len() as u64)
    }

    /// How the labels that it brought are laid out.
    pub async fn note_import_format(&self, id: Id, format: &str) -> Result<()> {
        let change = self.begin().await?;
        let query = "UPDATE imports SET read_format = ? WHERE id = ?";
        sql::run(&change, query, [format.into(), id.into()]).await?;
        change.commit().await?;
        Ok(())
    }

    /// Closes an import. Closing it again in the same way changes nothing; in another is refused. The reason is told where
    /// it did not come to its own end.
    pub async fn end_import(&self, id: Id, state: &'static str, reason: Option<&Value>) -> Result<Import> {
        let change = self.begin().await?;
        let found = find_import(&change, id).await?;
        if found.state == state {
            self.nothing_changed();
            return Ok(found);
        }
        if found.state != "running" {
            return Err(StoreError::WrongState { what: "import", state: found.state });
        }
        let (ended, job) = self.close_import(&change, found, state, reason).await?;
        change.commit().await?;
        self.tell_import(&ended, job.as_ref());
        Ok(ended)
    }

    fn tell_import(&self, import: &Import, job: Option<&Job>) {
        self.events().tell(Topic::Import, import.id, Some(import.project_id));
        if let Some(job) = job {
            self.tell_job(job);
        }
    }

    /// Within a change: its job ends, and the import with it.
    pub(crate) async fn close_import(
        &self,
        change: &DatabaseTransaction,
        found: Import,
        state: &'static str,
        reason: Option<&Value>,
    ) -> Result<(Import, Option<Job>)> {
        let job = job_row(change, found.id).await?;
        let job = match job {
            Some(job) if state == "done" && job.state()? != JobState::Running => {
                return Err(StoreError::WrongState { what: "import", state: job.state });
            }
            Some(job) => {
                let events: &[JobEvent] = match state {
                    "done" => &[JobEvent::Done],
                    "failed" => &[JobEvent::Failed],
                    // What waits or is paused is stopped at once.
                    _ if job.state()?.active() => &[JobEvent::StopAsked, JobEvent::Yielded],
                    _ => &[JobEvent::StopAsked],
                };
                Some(shifts(change, found.id, events, reason).await?)
            }
            // Of a server before imports were jobs.
            None => {
                close(change, found.id, state, reason.map(ToString::to_string)).await?;
                None
            }
        };
        let gone = StoreError::NotFound { what: "import" };
        let ended = import::Entity::find_by_id(found.id).one(change).await?.ok_or(gone)?;
        let mut told = json!({"state": state, "files": ended.files, "added": ended.added,
            "duplicates": ended.duplicates, "refused": ended.refused, "labels": ended.labels});
        if let Some(reason) = reason {
            told["reason"] = reason["code"].clone();
        }
        let entry = Entry::new("import.end").on(ended.id, "").project(ended.project_id).after(told);
        self.note(change, entry).await?;
        Ok((ended, job))
    }

    /// One that runs is stopped by a change of its virtual cluster; what it brought stays.
    pub(crate) async fn stop_import(&self, change: &DatabaseTransaction, id: Id) -> Result<()> {
        let detail = "It was stopped when its virtual cluster was changed.";
        self.end_within(change, id, &json!({"code": "import.stopped", "detail": detail, "params": {}})).await
    }

    async fn end_within(&self, change: &DatabaseTransaction, id: Id, reason: &Value) -> Result<()> {
        let Some(found) = import::Entity::find_by_id(id).one(change).await? else { return Ok(()) };
        if found.state == "running" {
            self.close_import(change, found, "cancelled", Some(reason)).await?;
        }
        Ok(())
    }

    /// Those of a project that is taken away.
    pub(crate) async fn end_imports_of(&self, change: &DatabaseTransaction, project: Id) -> Result<()> {
        let open = import::Entity::find()
            .filter(import::Column::ProjectId.eq(project))
            .filter(import::Column::State.eq("running"));
        let detail = "Its project was taken away.";
        let reason = json!({"code": "import.project_gone", "detail": detail, "params": {}});
        for found in open.all(change).await? {
            self.close_import(change, found, "cancelled", Some(&reason)).await?;
        }
        Ok(())
    }

    /// From now on it takes nothing in until it goes on; what it has stays.
    pub async fn pause_import(&self, id: Id) -> Result<Job> {
        let change = self.begin().await?;
        let found = job_row(&change, id).await?.ok_or(StoreError::NotFound { what: "job" })?;
        let events: &[JobEvent] = match found.state()?.active() {
            true => &[JobEvent::PauseAsked, JobEvent::Yielded],
            false => &[JobEvent::PauseAsked],
        };
        let job = shifts(&change, id, events, None).await?;
        self.note(&change, Entry::new("job.pause").on(id, &job.name).project(job.project_id)).await?;
        change.commit().await?;
        self.events().tell(Topic::Import, id, job.project_id);
        self.tell_job(&job);
        Ok(job)
    }

    /// Its turn has come again.
    pub async fn begin_import(&self, id: Id) -> Result<Job> {
        let change = self.begin().await?;
        let job = shifts(&change, id, &[JobEvent::Start, JobEvent::Up], None).await?;
        import::Entity::update_many()
            .col_expr(import::Column::HeardAt, Expr::value(now()))
            .filter(import::Column::Id.eq(id))
            .exec(&change)
            .await?;
        change.commit().await?;
        self.events().tell(Topic::Import, id, job.project_id);
        self.tell_job(&job);
        Ok(job)
    }

    /// Nothing more comes: from now on the server brings it to its end, also after it was killed.
    pub async fn finish_import(&self, id: Id) -> Result<Import> {
        let change = self.begin().await?;
        let found = running(&change, id).await?;
        if found.step != ImportStep::Receive.name() {
            self.nothing_changed();
            return Ok(found);
        }
        let mut row = found.into_active_model();
        row.step = Set(ImportStep::Read.name().into());
        let row = row.update(&change).await?;
        let job = put_progress(&change, &row, None).await?;
        // Its end is what the audit tells.
        self.nothing_changed();
        change.commit().await?;
        self.tell_import(&row, job.as_ref());
        Ok(row)
    }

    /// Whether it takes nothing in at the moment, though it has not ended.
    pub async fn import_rests(&self, id: Id) -> Result<bool> {
        match job_row(self.reader(), id).await? {
            Some(job) => Ok(matches!(job.state()?, JobState::Queued | JobState::Starting | JobState::Paused)),
            None => Ok(false),
        }
    }

    /// Those that run, the oldest first.
    pub async fn running_imports(&self) -> Result<Vec<Import>> {
        let query = "SELECT i.* FROM imports i JOIN jobs j ON j.id = i.id
            JOIN projects p ON p.id = i.project_id AND p.deleted_at IS NULL
            WHERE i.state = 'running' AND j.state = 'running' ORDER BY i.id";
        sql::all(self.reader(), query, []).await
    }

    /// Closes imports of a server from before imports were jobs, which cannot go on: what they brought stays, as it stands. Returns
    /// how many.
    pub async fn close_left_imports(&self) -> Result<u64> {
        let change = self.begin().await?;
        let query = "UPDATE imports SET state = 'failed', ended_at = ?
            WHERE state = 'running' AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = imports.id)";
        let closed = sql::run(&change, query, [now().into()]).await?;
        change.commit().await?;
        Ok(closed)
    }

    /// Pictures of a project by their contents.
    pub async fn pictures_by_hash(&self, project: Id, hashes: &[BlobHash]) -> Result<HashMap<String, Id>> {
        let mut found = HashMap::new();
        for part in hashes.chunks(200) {
            let rows = picture::Entity::find()
                .filter(picture::Column::ProjectId.eq(project))
                .filter(picture::Column::DeletedAt.is_null())
                .filter(picture::Column::Hash.is_in(part.iter().map(BlobHash::as_str)));
            found.extend(rows.all(self.reader()).await?.into_iter().map(|row| (row.hash, row.id)));
        }
        Ok(found)
    }

    /// Those of these contents of which no row speaks.
    pub async fn unused(&self, hashes: Vec<BlobHash>) -> Result<Vec<BlobHash>> {
        let mut used = HashSet::new();
        for part in hashes.chunks(200) {
            used.extend(self.spoken_of::<picture::Entity>(picture::Column::Hash, part).await?);
            used.extend(
                self.spoken_of::<version_picture::Entity>(version_picture::Column::Hash, part).await?,
            );
            used.extend(self.spoken_of::<record::Entity>(record::Column::Picture, part).await?);
            used.extend(self.spoken_of::<record::Entity>(record::Column::Heat, part).await?);
            used.extend(crate::recipes::spoken_of(self.reader(), part).await?);
            used.extend(crate::raw_pictures::spoken_of(self.reader(), part).await?);
        }
        Ok(hashes.into_iter().filter(|hash| !used.contains(hash.as_str())).collect())
    }

    async fn spoken_of<E: EntityTrait>(&self, column: E::Column, hashes: &[BlobHash]) -> Result<Vec<String>> {
        let found = E::find().filter(column.is_in(hashes.iter().map(BlobHash::as_str)));
        Ok(found.select_only().column(column).into_tuple().all(self.reader()).await?)
    }

    /// Whether a row speaks of this content.
    pub async fn blob_is_used(&self, hash: &BlobHash) -> Result<bool> {
        let one = std::slice::from_ref(hash);
        if !crate::recipes::spoken_of(self.reader(), one).await?.is_empty()
            || !crate::raw_pictures::spoken_of(self.reader(), one).await?.is_empty()
        {
            return Ok(true);
        }
        let hash = hash.as_str();
        let db = self.reader();
        let pictures = picture::Entity::find().filter(picture::Column::Hash.eq(hash)).count(db).await?;
        let kept = version_picture::Entity::find().filter(version_picture::Column::Hash.eq(hash));
        let seen = record::Entity::find().filter(record::Column::Picture.eq(hash));
        let heat = record::Entity::find().filter(record::Column::Heat.eq(hash));
        Ok(pictures > 0
            || kept.count(db).await? > 0
            || seen.count(db).await? > 0
            || heat.count(db).await? > 0)
    }
}

async fn find_import(db: &impl ConnectionTrait, id: Id) -> Result<Import> {
    let gone = || StoreError::NotFound { what: "import" };
    let found = import::Entity::find_by_id(id).one(db).await?.ok_or_else(gone)?;
    find_project(db, found.project_id).await.map_err(|_| gone())?;
    Ok(found)
}

/// One that takes something in.
pub(crate) async fn running(db: &impl ConnectionTrait, id: Id) -> Result<Import> {
    let found = find_import(db, id).await?;
    if found.state != "running" {
        return Err(StoreError::WrongState { what: "import", state: found.state });
    }
    match job_row(db, id).await? {
        Some(job) if job.state()? != JobState::Running => {
            Err(StoreError::WrongState { what: "import", state: job.state })
        }
        _ => Ok(found),
    }
}

fn job_of(project: &Project, by: Id) -> NewJob {
    NewJob {
        kind: JobKind::Import,
        project_id: Some(project.id),
        name: project.name.clone(),
        owner: Some(by),
        spec: json!({}),
        service_id: None,
        virtual_cluster: None,
        priority: DEFAULT_PRIORITY,
        ask: JobAsk { devices: Some(0), ..JobAsk::default() },
    }
}

pub(crate) async fn job_row(db: &impl ConnectionTrait, id: Id) -> Result<Option<Job>> {
    Ok(job::Entity::find_by_id(id).one(db).await?)
}

/// One event after the other; the reason goes with the first.
pub(crate) async fn shifts(
    change: &DatabaseTransaction,
    id: Id,
    events: &[JobEvent],
    reason: Option<&Value>,
) -> Result<Job> {
    let mut last = None;
    for (at, event) in events.iter().enumerate() {
        last = Some(shift(change, id, *event, reason.filter(|_| at == 0)).await?);
    }
    last.ok_or(StoreError::NotFound { what: "job" })
}

/// The job's end is the import's.
pub(crate) async fn close_row(change: &DatabaseTransaction, job: &Job, state: JobState) -> Result<()> {
    let name = match state {
        JobState::Succeeded => "done",
        JobState::Failed => "failed",
        _ => "cancelled",
    };
    close(change, job.id, name, job.reason.clone()).await
}

async fn close(change: &DatabaseTransaction, id: Id, state: &str, reason: Option<String>) -> Result<()> {
    let query = "UPDATE imports SET state = ?, ended_at = ?, reason = ? WHERE id = ? AND state = 'running'";
    sql::run(change, query, [state.into(), now().into(), reason.into(), id.into()]).await?;
    Ok(())
}

/// How far it is, as its job tells it. `looked`: files that were looked at for labels, of all.
async fn put_progress(
    change: &DatabaseTransaction,
    import: &Import,
    looked: Option<(usize, usize)>,
) -> Result<Option<Job>> {
    let Some(job) = job_row(change, import.id).await? else { return Ok(None) };
    // While files come nobody knows how many there will be.
    let (phase, done, total) = match looked {
        Some((done, total)) => ("import_labels", done as u64, total as u64),
        None if import.step == ImportStep::Receive.name() => ("import_files", import.files.unsigned_abs(), 0),
        None => ("import_read", 0, 0),
    };
    let progress =
        json!({"phase": phase, "done": done, "total": total, "note": "", "remaining_s": null, "curve": []});
    let mut row = job.into_active_model();
    row.progress = Set(Some(progress.to_string()));
    Ok(Some(row.update(change).await?))
}
