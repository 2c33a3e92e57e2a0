//! The catalogue of label sets. One that is somebody's own is not there for others.

pub mod projects;
mod view;

use crate::app::App;
use crate::check;
use crate::dto::{self, LabelSetDetail, LabelSetFile};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, IfMatch, PathId, Query, Revised};
use crate::guard::{Permit, Principal, ProjectRead, ProjectWrite};
use crate::list::{List, by_name, page_request};
use crate::words::word;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use fovea_domain::permission::Permission;
use fovea_store::{Id, LabelSet, LabelSetChange, LabelSetFilter, LabelSetScope, NewLabelSet};
use serde::Deserialize;
use utoipa::IntoParams;
use view::{class, head, read, read_good_name};

const LONGEST_NAME: usize = 60;
const LONGEST_DESCRIPTION: usize = 500;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LabelSetQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// In the name
    q: Option<String>,
    scope: Option<dto::LabelSetScope>,
}

/// Label sets that you may use, by name
#[utoipa::path(get, path = "/label_sets", tag = "projects", params(LabelSetQuery),
    responses((status = 200, body = List<dto::LabelSet>)))]
pub async fn list(
    permit: Permit<ProjectRead>,
    State(app): State<App>,
    Query(query): Query<LabelSetQuery>,
) -> ApiResult<Json<List<dto::LabelSet>>> {
    let page = by_name(page_request(query.limit, query.cursor.as_deref())?)?;
    let filter = LabelSetFilter { q: query.q, scope: query.scope.as_ref().map(word) };
    let found = app.store.label_sets(permit.user(), &filter, &page).await?;
    Ok(Json(List::of(found, |set| head(set, &permit.principal))))
}

/// Keep classes as a label set
///
/// The file of another one is taken as it is.
#[utoipa::path(post, path = "/label_sets", tag = "projects", request_body = dto::NewLabelSet,
    responses((status = 201, body = LabelSetDetail)))]
pub async fn create(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    Body(wanted): Body<dto::NewLabelSet>,
) -> ApiResult<Created<LabelSetDetail>> {
    let good_name = read_good_name(&wanted.good_name)?;
    let new = NewLabelSet {
        name: check::name("name", &wanted.name, LONGEST_NAME)?,
        description: check::text("description", &wanted.description, LONGEST_DESCRIPTION)?,
        scope: scope(wanted.scope.unwrap_or(dto::LabelSetScope::Mine)),
        classes: read(wanted.classes, &good_name)?,
        good_name,
        owner: permit.user(),
    };
    let made = permit.store(&app).create_label_set(new).await?;
    Ok(Created(detail(&app, &permit.principal, made.id).await?.value))
}

/// A label set with its classes
#[utoipa::path(get, path = "/label_sets/{id}", tag = "projects", params(("id" = Id, Path)),
    responses((status = 200, body = LabelSetDetail, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    permit: Permit<ProjectRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<LabelSetDetail>> {
    detail(&app, &permit.principal, id).await
}

/// A label set as a file
#[utoipa::path(get, path = "/label_sets/{id}/file", tag = "projects", params(("id" = Id, Path)),
    responses((status = 200, description = "As `POST /label_sets` takes it", content_type = "application/json", body = LabelSetFile)))]
pub async fn file(
    permit: Permit<ProjectRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Response> {
    let (set, classes) = app.store.label_set(permit.user(), id).await?;
    let file = LabelSetFile {
        name: set.name,
        description: set.description,
        good_name: set.good_name,
        classes: classes.into_iter().map(class).collect(),
    };
    let text = serde_json::to_vec_pretty(&file).map_err(ApiError::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"labels.json\""),
    ];
    Ok((headers, text).into_response())
}

/// Change what is told of a label set, or who sees it
#[utoipa::path(patch, path = "/label_sets/{id}", tag = "projects", request_body = dto::LabelSetChange,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Its revision")),
    responses((status = 200, body = LabelSetDetail)))]
pub async fn change(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<dto::LabelSetChange>,
) -> ApiResult<Revised<LabelSetDetail>> {
    let found = changeable(&app, &permit.principal, id).await?;
    // What was somebody's own stays with who made it.
    if wanted.scope == Some(dto::LabelSetScope::Mine) && found.owner != Some(permit.user()) {
        return Err(ApiError::field("scope", "field.not_allowed"));
    }
    let longest = LONGEST_DESCRIPTION;
    let change = LabelSetChange {
        name: wanted.name.map(|n| check::name("name", &n, LONGEST_NAME)).transpose()?,
        description: wanted.description.map(|d| check::text("description", &d, longest)).transpose()?,
        scope: wanted.scope.map(scope),
    };
    permit.store(&app).change_label_set(id, revision, change).await?;
    detail(&app, &permit.principal, id).await
}

/// Delete a label set
///
/// Projects that have its classes keep them.
#[utoipa::path(delete, path = "/label_sets/{id}", tag = "projects", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    changeable(&app, &permit.principal, id).await?;
    permit.store(&app).delete_label_set(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn changeable(app: &App, who: &Principal, id: Id) -> ApiResult<LabelSet> {
    let (found, _) = app.store.label_set(who.user, id).await?;
    if !may_change(&found, who) {
        who.require(Permission::SettingWrite)?;
    }
    Ok(found)
}

/// Whoever made it, or who sets the house up.
fn may_change(set: &LabelSet, who: &Principal) -> bool {
    let own = set.owner == Some(who.user) && who.may(Permission::ProjectWrite);
    own || who.may(Permission::SettingWrite)
}

async fn detail(app: &App, who: &Principal, id: Id) -> ApiResult<Revised<LabelSetDetail>> {
    let (set, classes) = app.store.label_set(who.user, id).await?;
    let (revision, good_name) = (set.revision, set.good_name.clone());
    let classes = classes.into_iter().map(class).collect();
    Ok(Revised { revision, value: LabelSetDetail { set: head(set, who), good_name, classes } })
}

fn scope(wanted: dto::LabelSetScope) -> LabelSetScope {
    match wanted {
        dto::LabelSetScope::Mine => LabelSetScope::Mine,
        dto::LabelSetScope::All => LabelSetScope::All,
    }
}
