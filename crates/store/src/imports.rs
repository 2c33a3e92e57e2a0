use crate::annotations::{Label, MarkedRegion, write_label};
use crate::audit::Entry;
use crate::classes::add_class;
use crate::clusters::cluster_of_new;
use crate::entities::{import, picture, record, refusal, version_picture};
use crate::page::keyset;
use crate::pictures::{Added, NewPicture, insert_picture};
use crate::projects::{classes_of, find_project, touch_project};
use crate::{BlobHash, Cursor, Id, Key, Page, PageRequest, Result, Store, StoreError, Topic, now};
use fovea_domain::Mark;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Order,
    PaginatorTrait, QueryFilter, QuerySelect,
};
use std::collections::HashSet;

pub type Import = import::Model;
pub type Refusal = refusal::Model;

#[derive(Debug, Clone)]
pub struct NewRefusal {
    pub name: String,
    pub code: String,
    pub detail: String,
}

/// What an import received since it was last told.
#[derive(Debug, Clone, Default)]
pub struct Received {
    pub bytes: u64,
    pub files: u64,
    pub pictures: Vec<NewPicture>,
    pub refusals: Vec<NewRefusal>,
}

/// A label that was found in files, with classes by name.
#[derive(Debug, Clone)]
pub struct FoundLabel {
    pub picture: Id,
    pub good: bool,
    pub class: Option<String>,
    pub regions: Vec<(String, Mark)>,
}

impl Store {
    pub async fn create_import(&self, project: Id, by: Id) -> Result<Import> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let cluster = cluster_of_new(&change, Some(by), None).await?;
        let row = import::ActiveModel {
            id: Set(Id::new()),
            project_id: Set(project),
            state: Set("running".into()),
            received_bytes: Set(0),
            files: Set(0),
            added: Set(0),
            duplicates: Set(0),
            refused: Set(0),
            labels: Set(0),
            created_by: Set(Some(by)),
            created_at: Set(now()),
            ended_at: Set(None),
            virtual_cluster_id: Set(Some(cluster)),
            reason: Set(None),
        };
        let made = row.insert(&change).await?;
        self.note(&change, Entry::new("import.begin").on(made.id, "").project(project)).await?;
        change.commit().await?;
        Ok(made)
    }

    pub async fn import(&self, id: Id) -> Result<Import> {
        find_import(self.reader(), id).await
    }

    pub async fn refusals(&self, import: Id, page: &PageRequest) -> Result<Page<Refusal>> {
        find_import(self.reader(), import).await?;
        let all = refusal::Entity::find().filter(refusal::Column::ImportId.eq(import));
        let total = all.clone().count(self.reader()).await?;
        let rows = keyset(all, refusal::Column::Id, refusal::Column::Id, Order::Asc, page);
        let rows = rows.all(self.reader()).await?;
        Ok(Page::cut(rows, page.limit, total, |r| Cursor { key: Key::Number(r.id), id: import }))
    }

    /// Puts down what was received, all of it or nothing. Refused once the import has ended. Says of each
    /// picture whether it is new, in their order.
    pub async fn receive(&self, id: Id, received: &Received) -> Result<Vec<Added>> {
        let change = self.begin().await?;
        let found = running(&change, id).await?;
        let mut outcomes = Vec::with_capacity(received.pictures.len());
        for new in &received.pictures {
            outcomes.push(insert_picture(&change, found.project_id, new, found.created_by).await?);
        }
        for refused in &received.refusals {
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
                Added::New(id) => Some(*id),
                Added::Duplicate(_) => None,
            })
            .collect();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let project = found.project_id;
        let mut row = found.clone().into_active_model();
        row.received_bytes = Set(found.received_bytes.saturating_add_unsigned(received.bytes));
        row.files = Set(found.files.saturating_add_unsigned(received.files));
        row.added = Set(found.added + count(added.len()));
        row.duplicates = Set(found.duplicates + count(outcomes.len() - added.len()));
        row.refused = Set(found.refused + count(received.refusals.len()));
        row.update(&change).await?;
        change.commit().await?;
        self.events().tell(Topic::Import, id, Some(project));
        Ok(outcomes)
    }

    /// Puts labels on pictures that have none. Classes that the project lacks are made. Returns how many
    /// pictures got one.
    pub async fn label_found(&self, import: Id, found: &[FoundLabel]) -> Result<u64> {
        let mut labelled = 0;
        for part in found.chunks(200) {
            labelled += self.label_part(import, part).await?;
        }
        Ok(labelled)
    }

    async fn label_part(&self, id: Id, part: &[FoundLabel]) -> Result<u64> {
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
            for (number, (class, shape)) in (1..).zip(&found.regions) {
                let class_id = class_named(class).await?;
                regions.push(MarkedRegion { id: format!("import-{number}"), class_id, shape: shape.clone() });
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
        row.update(&change).await?;
        change.commit().await?;
        self.events().tell(Topic::Import, id, Some(project));
        self.tell_pictures(project, &changed);
        Ok(changed.len() as u64)
    }

    /// Closes an import. Closing it again in the same way changes nothing; in another is refused. The reason is told where
    /// it did not come to its own end.
    pub async fn end_import(
        &self,
        id: Id,
        state: &'static str,
        reason: Option<&serde_json::Value>,
    ) -> Result<Import> {
        let change = self.begin().await?;
        let found = find_import(&change, id).await?;
        if found.state == state {
            self.nothing_changed();
            return Ok(found);
        }
        if found.state != "running" {
            return Err(StoreError::WrongState { what: "import", state: found.state });
        }
        let ended = self.close_import(&change, found, state, reason).await?;
        change.commit().await?;
        self.events().tell(Topic::Import, id, Some(ended.project_id));
        Ok(ended)
    }

    /// Within a change.
    async fn close_import(
        &self,
        change: &DatabaseTransaction,
        found: Import,
        state: &'static str,
        reason: Option<&serde_json::Value>,
    ) -> Result<Import> {
        let mut row = found.into_active_model();
        row.state = Set(state.into());
        row.ended_at = Set(Some(now()));
        row.reason = Set(reason.map(ToString::to_string));
        let ended = row.update(change).await?;
        let mut told = serde_json::json!({"state": state, "files": ended.files, "added": ended.added,
            "duplicates": ended.duplicates, "refused": ended.refused, "labels": ended.labels});
        if let Some(reason) = reason {
            told["reason"] = reason["code"].clone();
        }
        let entry = Entry::new("import.end").on(ended.id, "").project(ended.project_id).after(told);
        self.note(change, entry).await?;
        Ok(ended)
    }

    /// One that runs is stopped by a change of its virtual cluster; what it brought stays.
    pub(crate) async fn stop_import(&self, change: &DatabaseTransaction, id: Id) -> Result<()> {
        let Some(found) = import::Entity::find_by_id(id).one(change).await? else { return Ok(()) };
        if found.state != "running" {
            return Ok(());
        }
        let detail = "It was stopped when its virtual cluster was changed.";
        let reason = serde_json::json!({"code": "import.stopped", "detail": detail, "params": {}});
        self.close_import(change, found, "cancelled", Some(&reason)).await.map(|_| ())
    }

    /// Closes imports that a server left running when it ended: what they brought stays, as it stands. Returns
    /// how many.
    pub async fn close_left_imports(&self) -> Result<u64> {
        let change = self.begin().await?;
        let closed = import::Entity::update_many()
            .col_expr(import::Column::State, Expr::value("failed"))
            .col_expr(import::Column::EndedAt, Expr::value(now()))
            .filter(import::Column::State.eq("running"))
            .exec(&change)
            .await?;
        change.commit().await?;
        Ok(closed.rows_affected)
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
        }
        Ok(hashes.into_iter().filter(|hash| !used.contains(hash.as_str())).collect())
    }

    async fn spoken_of<E: EntityTrait>(&self, column: E::Column, hashes: &[BlobHash]) -> Result<Vec<String>> {
        let found = E::find().filter(column.is_in(hashes.iter().map(BlobHash::as_str)));
        Ok(found.select_only().column(column).into_tuple().all(self.reader()).await?)
    }

    /// Whether a row speaks of this content.
    pub async fn blob_is_used(&self, hash: &BlobHash) -> Result<bool> {
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

async fn running(db: &impl ConnectionTrait, id: Id) -> Result<Import> {
    let found = find_import(db, id).await?;
    if found.state == "running" {
        Ok(found)
    } else {
        Err(StoreError::WrongState { what: "import", state: found.state })
    }
}
