//! Marked places of pictures on their way into another project: an export whose pieces become pictures there. What was done is told in
//! the same change as the pieces, so that one that was cut off goes on where it was.

use crate::annotations::{Label, write_label};
use crate::audit::Entry;
use crate::classes::add_class;
use crate::columns::put_columns;
use crate::data_quota::room_in;
use crate::exports::{find as find_export, running};
use crate::jobs::{check_project, shift};
use crate::pictures::{Added, NewPicture, PictureFilter, find_picture, insert_picture};
use crate::projects::{classes_of, find_project, touch_project};
use crate::versions::insert_hidden;
use crate::{Export, Id, Result, Store, StoreError, VersionPicture, now, sql};
use fovea_domain::JobEvent;
use fovea_domain::dataset::Columns;
use sea_orm::{ConnectionTrait, FromQueryResult, Value as Sql};
use serde_json::json;

const GONE: StoreError = StoreError::NotFound { what: "export" };

/// What is cut, and where it goes.
#[derive(Debug, Clone)]
pub struct CutWish {
    pub into: Id,
    /// Of the region's sides, added on each side.
    pub margin: f64,
    /// None: all.
    pub classes: Vec<Id>,
    /// Pictures as they are, with their labels, instead of regions.
    pub whole: bool,
    /// Whole pictures go into the bin where they came from.
    pub away: bool,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct Cuts {
    pub export_id: Id,
    pub into_project: Id,
    pub margin: f64,
    pub classes: String,
    pub position: i32,
    pub added: i64,
    pub known: i64,
    pub labelled: i64,
    pub unreadable: i64,
    pub whole: bool,
    pub away: bool,
}

/// A piece whose file is among the blobs.
#[derive(Debug, Clone)]
pub struct NewCut {
    pub picture: NewPicture,
    /// Name of the region's class.
    pub class: String,
    /// Of the region in its picture, from 1.
    pub number: usize,
}

impl Cuts {
    pub fn classes(&self) -> Result<Vec<Id>> {
        serde_json::from_str(&self.classes).map_err(|e| StoreError::corrupt(format!("classes of cuts: {e}")))
    }
}

impl Store {
    /// A job. Refused where there are no pictures.
    pub async fn begin_cuts(
        &self,
        project: Id,
        chosen: &PictureFilter,
        wish: &CutWish,
        by: Id,
    ) -> Result<Export> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        find_project(&change, wish.into).await?;
        let version = insert_hidden(&change, project, chosen, by).await?;
        if version.pictures == 0 {
            return Err(StoreError::WrongState { what: "export", state: "empty".into() });
        }
        self.begin_export(change, version, "crops", by, Some(wish)).await
    }

    pub async fn cuts_of(&self, export: Id) -> Result<Option<Cuts>> {
        cuts_of(self.reader(), export).await
    }

    /// Makes the pieces of one picture pictures of the other project, each content once, with the class as its label and where it
    /// came from as columns. `None`: the picture cannot be read. Refused once the job was stopped or paused, and where they do not fit into a
    /// data quota.
    pub async fn keep_cuts(
        &self,
        export: &Export,
        source: &VersionPicture,
        cuts: Option<&[NewCut]>,
    ) -> Result<()> {
        let change = self.begin().await?;
        running(&change, export.id).await?;
        let to = cuts_of(&change, export.id).await?.ok_or(GONE)?;
        let project = find_project(&change, to.into_project).await?.id;
        let from = find_project(&change, export.project_id).await?.name;
        let mut classes = classes_of(&change, project).await?;
        let before = classes.len();
        let (mut added, mut known, mut labelled, mut ids) = (0_i64, 0_i64, 0_i64, Vec::new());
        let told = source.columns()?;
        let mut room = room_in(&change, project).await?;
        for cut in cuts.unwrap_or_default() {
            let id = match insert_picture(&change, project, &cut.picture, export.created_by).await? {
                Added::New(id) => {
                    room.take(cut.picture.bytes).map_err(StoreError::DataFull)?;
                    added += 1;
                    id
                }
                Added::Duplicate(id) => {
                    known += 1;
                    id
                }
            };
            let there = find_picture(&change, id).await?;
            if there.verdict.is_none() {
                let class = match classes.iter().find(|c| c.name.eq_ignore_ascii_case(&cut.class)) {
                    Some(class) => class.clone(),
                    None => {
                        let made = add_class(&change, project, &cut.class, None).await?;
                        classes.push(made.clone());
                        made
                    }
                };
                let verdict = Some(if class.good { "good" } else { "bad" }.to_string());
                let label = Label { verdict, class_id: Some(class.id), regions: Vec::new() };
                write_label(&change, there, &label, export.created_by).await?;
                labelled += 1;
            }
            let lineage = [
                ("source_project", from.clone()),
                ("source_picture", source.name.clone()),
                ("source_region", cut.number.to_string()),
            ];
            let lineage: Columns = lineage.map(|(name, value)| (name.to_string(), value)).into();
            put_columns(&change, project, id, &lineage, false).await?;
            put_columns(&change, project, id, &told, false).await?;
            ids.push(id);
        }
        if classes.len() > before {
            touch_project(&change, project, now()).await?;
        }
        let unreadable = i64::from(cuts.is_none());
        count(&change, export.id, source.position, [added, known, labelled, unreadable]).await?;
        change.commit().await?;
        self.tell_pictures(project, &ids);
        Ok(())
    }

    /// All pictures are done.
    pub async fn finish_cuts(&self, id: Id) -> Result<Export> {
        let change = self.begin().await?;
        running(&change, id).await?;
        let cuts = cuts_of(&change, id).await?.ok_or(GONE)?;
        let losses = match cuts.unreadable {
            0 => json!([]),
            count => json!([{"what": "left_out", "kind": "picture", "count": count}]),
        };
        let update = "UPDATE exports SET pictures = ?, losses = ? WHERE id = ?";
        let values: [Sql; 3] =
            [cuts.added.saturating_add(cuts.known).into(), losses.to_string().into(), id.into()];
        sql::run(&change, update, values).await?;
        let gone = cuts.whole && cuts.away;
        if gone {
            // Before its end, with which goes what was chosen.
            self.put_away(&change, &find_export(&change, id).await?).await?;
        }
        let job = shift(&change, id, JobEvent::Done, None).await?;
        let ended = find_export(&change, id).await?;
        let told = json!({"state": "done", "pictures": cuts.added, "labelled": cuts.labelled});
        // In both projects: one was read, the other got pictures.
        for project in [ended.project_id, cuts.into_project] {
            let entry = Entry::new("export.end").on(id, &job.name).project(project).after(told.clone());
            self.note(&change, entry).await?;
        }
        change.commit().await?;
        self.tell_job(&job);
        if gone {
            self.tell_edited(ended.project_id, &[]);
        }
        Ok(ended)
    }

    /// Whether the project is there that it cuts into.
    pub async fn cuts_have_place(&self, cuts: &Cuts) -> Result<bool> {
        match check_project(self.reader(), cuts.into_project).await {
            Ok(_) => Ok(true),
            Err(StoreError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Within the change that begins its job.
pub(crate) async fn insert_cuts(change: &impl ConnectionTrait, export: Id, wish: &CutWish) -> Result<()> {
    let classes = serde_json::to_string(&wish.classes).map_err(|e| StoreError::corrupt(e.to_string()))?;
    let insert = "INSERT INTO export_cuts (export_id, into_project, margin, classes, position, added, known, labelled, unreadable, whole, away)
        VALUES (?, ?, ?, ?, -1, 0, 0, 0, 0, ?, ?)";
    let values: [Sql; 6] = [
        export.into(),
        wish.into.into(),
        wish.margin.into(),
        classes.into(),
        wish.whole.into(),
        wish.away.into(),
    ];
    sql::run(change, insert, values).await?;
    Ok(())
}

/// What became of a picture, and that it is done.
pub(crate) async fn count(
    change: &impl ConnectionTrait,
    export: Id,
    position: i32,
    [added, known, labelled, unreadable]: [i64; 4],
) -> Result<()> {
    let update = "UPDATE export_cuts SET position = ?, added = added + ?, known = known + ?,
        labelled = labelled + ?, unreadable = unreadable + ? WHERE export_id = ?";
    let values: [Sql; 6] =
        [position.into(), added.into(), known.into(), labelled.into(), unreadable.into(), export.into()];
    sql::run(change, update, values).await?;
    Ok(())
}

pub(crate) async fn cuts_of(db: &impl ConnectionTrait, export: Id) -> Result<Option<Cuts>> {
    sql::one(db, "SELECT * FROM export_cuts WHERE export_id = ?", [export.into()]).await
}
