//! Whole pictures on their way into another project: as cuts, but as they are, with what is said of them. Their contents lie where they
//! did; the version that the export is written from keeps them meanwhile.

use crate::annotations::{Label, write_label};
use crate::audit::Entry;
use crate::classes::add_class;
use crate::columns::put_columns;
use crate::cuts::{count, cuts_of};
use crate::data_quota::room_in;
use crate::edits::{EditKind, EditWhat, NewEdit, make_edit};
use crate::exports::running;
use crate::pictures::{Added, NewPicture, PictureFilter, filtered, find_picture, insert_picture};
use crate::projects::{classes_of, find_project, touch_project};
use crate::tags::put_tags;
use crate::{
    Class, Export, Id, MarkedRegion, Result, Store, StoreError, VersionClass, VersionPicture, now, sql,
};
use fovea_domain::dataset::Columns;
use sea_orm::sea_query::Expr;
use sea_orm::{DatabaseTransaction, QueryFilter};
use serde_json::json;

impl Store {
    /// Makes a picture one of the other project, with its label, tags and columns, and where it came from as columns. What the project has
    /// already keeps its label. `told` are the classes that the label speaks of. Refused as [`Store::keep_cuts`] is.
    pub async fn keep_copy(
        &self,
        export: &Export,
        source: &VersionPicture,
        told: &[VersionClass],
    ) -> Result<()> {
        let change = self.begin().await?;
        running(&change, export.id).await?;
        let to = cuts_of(&change, export.id).await?.ok_or(StoreError::NotFound { what: "export" })?;
        let project = find_project(&change, to.into_project).await?.id;
        let from = find_project(&change, export.project_id).await?.name;
        let new = copy_of(&change, source).await?;
        let mut room = room_in(&change, project).await?;
        let (mut added, mut known, mut labelled) = (0, 0, 0);
        let id = match insert_picture(&change, project, &new, export.created_by).await? {
            Added::New(id) => {
                if !new.linked {
                    room.take(new.bytes).map_err(StoreError::DataFull)?;
                }
                added = 1;
                id
            }
            Added::Duplicate(id) => {
                known = 1;
                id
            }
        };
        let there = find_picture(&change, id).await?;
        if there.verdict.is_none() && source.verdict.is_some() {
            let mut classes = classes_of(&change, project).await?;
            let before = classes.len();
            let label = label_there(&change, project, &mut classes, (told, source.label()?)).await?;
            write_label(&change, there, &label, export.created_by).await?;
            labelled = 1;
            if classes.len() > before {
                touch_project(&change, project, now()).await?;
            }
        }
        let lineage = [("source_project", from), ("source_picture", source.name.clone())];
        let lineage: Columns = lineage.map(|(name, value)| (name.to_string(), value)).into();
        put_columns(&change, project, id, &source.columns()?, false).await?;
        put_columns(&change, project, id, &lineage, false).await?;
        put_tags(&change, project, id, &source.tags()?).await?;
        count(&change, export.id, source.position, [added, known, labelled, 0]).await?;
        change.commit().await?;
        self.tell_pictures(project, &[id]);
        Ok(())
    }

    /// Pictures that were copied go into the bin where they came from, by an edit like that of somebody who deletes them. What somebody
    /// said of one since is not among what was copied, so that one stays.
    pub(crate) async fn put_away(&self, change: &DatabaseTransaction, export: &Export) -> Result<()> {
        let project = export.project_id;
        let copied = Expr::cust_with_values(
            "id IN (SELECT v.picture_id FROM version_pictures v WHERE v.version_id = ?)
            AND updated_at <= (SELECT v.created_at FROM versions v WHERE v.id = ?)",
            [export.version_id, export.version_id],
        );
        let chosen = filtered(project, &PictureFilter::default()).filter(copied);
        let what = EditWhat::default();
        let new =
            NewEdit { project, kind: EditKind::Delete, what: &what, regions: false, by: export.created_by };
        let made = make_edit(change, new, chosen).await?;
        if made.pictures == 0 {
            return Ok(());
        }
        let delete = format!("UPDATE pictures SET deleted_at = ? WHERE id IN {}", made.set());
        sql::run(change, delete, [made.at.into()]).await?;
        let told = json!({"pictures": made.pictures, "ids": made.some(change, 100).await?});
        self.note(change, Entry::new("picture.delete").project(project).after(told)).await
    }
}

/// The same content under the same name.
async fn copy_of(change: &DatabaseTransaction, source: &VersionPicture) -> Result<NewPicture> {
    let query = "SELECT EXISTS (SELECT 1 FROM pictures WHERE hash = ? AND linked <> 0)";
    let linked = sql::number(change, query, [source.hash.as_str().into()]).await? == 1;
    let side = |side: i32| u32::try_from(side).unwrap_or(0);
    let formats = ["jpeg", "png", "bmp", "tiff", "webp", "gif", "pnm"];
    let format = formats.into_iter().find(|format| *format == source.format);
    Ok(NewPicture {
        hash: source.hash.parse()?,
        name: source.name.clone(),
        width: side(source.width),
        height: side(source.height),
        bytes: source.bytes.unsigned_abs(),
        format: format.ok_or_else(|| StoreError::corrupt("a picture of an unknown format"))?,
        source: "upload",
        import_id: None,
        linked,
    })
}

/// The label in the classes of the other project, by their names; those that it lacks are made.
async fn label_there(
    change: &DatabaseTransaction,
    project: Id,
    classes: &mut Vec<Class>,
    (told, label): (&[VersionClass], Label),
) -> Result<Label> {
    let mut regions = Vec::with_capacity(label.regions.len());
    for region in label.regions {
        let Some(named) = told.iter().find(|class| class.id == region.class_id) else { continue };
        if let Some(class_id) = class_there(change, project, classes, named).await? {
            regions.push(MarkedRegion { class_id, ..region });
        }
    }
    let class_id = match label.class_id.and_then(|id| told.iter().find(|class| class.id == id)) {
        Some(named) => class_there(change, project, classes, named).await?,
        None => None,
    };
    Ok(Label { verdict: label.verdict, class_id, regions })
}

/// What is good is good there, whatever it is called. `None`: what is a defect here is called as good parts are there.
async fn class_there(
    change: &DatabaseTransaction,
    project: Id,
    classes: &mut Vec<Class>,
    named: &VersionClass,
) -> Result<Option<Id>> {
    if named.good {
        return Ok(classes.iter().find(|class| class.good).map(|class| class.id));
    }
    if let Some(same) = classes.iter().find(|class| class.name.eq_ignore_ascii_case(&named.name)) {
        return Ok((!same.good).then_some(same.id));
    }
    let made = add_class(change, project, &named.name, Some(&named.colour)).await?;
    let id = made.id;
    classes.push(made);
    Ok(Some(id))
}
