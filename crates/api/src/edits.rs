//! Edits of many pictures at once, and of classes: the last ones, and how they are taken back.

use crate::app::App;
use crate::dto::{ClassEdit, Edit, EditKind, Edits, GoodOrBad, Undone};
use crate::error::ApiResult;
use crate::extract::PathId;
use crate::guard::{DataRead, Permit};
use axum::Json;
use axum::extract::State;
use fovea_domain::dataset::Part;
use fovea_domain::permission::Permission;
use fovea_store::Id;

/// How many are told.
const MOST: u64 = 50;

/// The last edits of a project's data, the newest first
///
/// Of 30 days, 50 at most.
#[utoipa::path(get, path = "/projects/{id}/edits", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, body = Edits)))]
pub async fn list(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<Edits>> {
    let found = app.store.edits(project, MOST).await?;
    Ok(Json(Edits { items: found.into_iter().map(edit).collect() }))
}

/// Take an edit back
///
/// Pictures that were changed again since stay as they are. Asks for the right that the edit itself asked for.
#[utoipa::path(post, path = "/edits/{id}/undo", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, body = Undone)))]
pub async fn undo(
    permit: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Undone>> {
    let found = app.store.edit(id).await?;
    permit.principal.require(match found.kind {
        fovea_store::EditKind::Label => Permission::Annotate,
        fovea_store::EditKind::Class => Permission::ProjectWrite,
        _ => Permission::DataWrite,
    })?;
    let done = permit.store(&app).undo_edit(id, permit.user()).await?;
    Ok(Json(Undone { changed: done.changed, left_out: done.left_out }))
}

fn edit(found: fovea_store::Edit) -> Edit {
    let what = found.what;
    let class_edit = what.step.as_deref().map(|step| match step {
        "merge" => ClassEdit::Merge,
        "remove" => ClassEdit::Remove,
        _ => ClassEdit::Change,
    });
    let renamed = what.after.map(|after| after.name).filter(|name| what.class.as_ref() != Some(name));
    Edit {
        id: found.id,
        kind: match found.kind {
            fovea_store::EditKind::Delete => EditKind::Delete,
            fovea_store::EditKind::Label => EditKind::Label,
            fovea_store::EditKind::Move => EditKind::Move,
            fovea_store::EditKind::Tag => EditKind::Tag,
            fovea_store::EditKind::Class => EditKind::Class,
        },
        pictures: found.pictures,
        verdict: what.verdict.as_deref().and_then(GoodOrBad::from_name),
        class: what.class,
        part: what.part.as_deref().and_then(Part::from_name).map(Into::into),
        added: what.added,
        removed: what.removed,
        class_edit,
        into: what.into.or(renamed),
        made_by: found.made_by,
        made_at: found.made_at.into(),
        undone_at: found.undone_at.map(Into::into),
    }
}
