//! Label sets and the classes of a project: what is kept of them, and what becomes of them where a set is added.

use super::view::joined;
use super::{LONGEST_DESCRIPTION, LONGEST_NAME, detail, scope};
use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{JoinWanted, KeptLabelSet, LabelSetDetail, LabelSetJoin, LabelSetScope};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, PathOther};
use crate::guard::{Permit, ProjectRead, ProjectWrite};
use axum::Json;
use axum::extract::State;
use fovea_domain::label_set::{MOST_SET_CLASSES, SetClass};
use fovea_store::{Id, NewLabelSet};

/// Keep the classes of a project as a label set
#[utoipa::path(post, path = "/projects/{id}/label_sets", tag = "projects", request_body = KeptLabelSet,
    params(("id" = Id, Path)), responses((status = 201, body = LabelSetDetail)))]
pub async fn keep(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<KeptLabelSet>,
) -> ApiResult<Created<LabelSetDetail>> {
    let found = app.store.project(project).await?;
    let defects = app.store.classes(project).await?.into_iter().filter(|c| !c.good);
    let classes: Vec<SetClass> = defects.map(|c| c.as_set()).collect::<Result<_, _>>()?;
    if classes.is_empty() {
        return Err(Code::LabelSetEmpty.into());
    }
    if classes.len() > MOST_SET_CLASSES {
        return Err(ApiError::field("classes", "field.too_many").with("most", MOST_SET_CLASSES));
    }
    let new = NewLabelSet {
        name: check::name("name", &wanted.name, LONGEST_NAME)?,
        description: check::text("description", &wanted.description, LONGEST_DESCRIPTION)?,
        scope: scope(wanted.scope.unwrap_or(LabelSetScope::Mine)),
        good_name: found.good_name,
        classes,
        owner: permit.user(),
    };
    let made = permit.store(&app).create_label_set(new).await?;
    Ok(Created(detail(&app, &permit.principal, made.id).await?.value))
}

/// What would become of a project's classes if those of a label set were added
#[utoipa::path(get, path = "/projects/{id}/label_sets/{other}", tag = "projects",
    params(("id" = Id, Path), ("other" = Id, Path, description = "The label set")),
    responses((status = 200, body = LabelSetJoin)))]
pub async fn preview(
    permit: Permit<ProjectRead>,
    State(app): State<App>,
    PathId(project): PathId,
    PathOther(set): PathOther,
) -> ApiResult<Json<LabelSetJoin>> {
    let (_, classes) = app.store.label_set(permit.user(), set).await?;
    Ok(Json(joined(app.store.join_preview(project, &classes).await?)))
}

/// Add the classes of a label set to those of a project
///
/// Classes are found by their names. What differs stays, or becomes as the set has it where `update` says so; each of those changes can be
/// taken back by its edit. Nothing is taken away, and labels stay as they are.
#[utoipa::path(post, path = "/projects/{id}/label_sets/{other}", tag = "projects", request_body = JoinWanted,
    params(("id" = Id, Path), ("other" = Id, Path, description = "The label set")),
    responses((status = 200, body = LabelSetJoin)))]
pub async fn add(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    PathOther(set): PathOther,
    Body(wanted): Body<JoinWanted>,
) -> ApiResult<Json<LabelSetJoin>> {
    let (found, classes) = app.store.label_set(permit.user(), set).await?;
    let done = permit.store(&app).join_label_set(project, &found.name, &classes, wanted.update).await?;
    Ok(Json(joined(done)))
}
