//! Annotation as work of several people. Whoever hands out or reviews sees all of it; an annotator sees their own tasks and pictures,
//! and others are not there.

pub mod batches;
pub mod leases;
pub mod mine;
pub mod pairs;
pub mod review;
mod view;

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{
    AnnotationTask, AnnotationTaskChange, Annotator, Changed, HandOver, NewAnnotationTask, PartFilter,
    PicturesWanted, PieceState, TaskPicture, TaskProgress, ToHandOut,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, IfMatch, PathId, PathIndex, Query, Revised};
use crate::guard::{AnnotationDispatch, OverseeAnnotation, Permit, Principal, SeeAnnotation};
use crate::list::{List, ListQuery, by_name, page_request};
use crate::pictures::figure;
use axum::Json;
use axum::extract::State;
use fovea_domain::permission::Permission;
use fovea_store::{Id, PictureFilter, PieceFilter, TaskChange, TaskOrder};
use serde::Deserialize;
use std::collections::HashSet;
use utoipa::IntoParams;

/// People of one task.
const MOST_PEOPLE: usize = 200;

/// Tasks of a project
#[utoipa::path(get, path = "/projects/{id}/annotation_tasks", tag = "annotation", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<AnnotationTask>)))]
pub async fn of_project(
    permit: Permit<OverseeAnnotation>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<AnnotationTask>>> {
    app.store.project(project).await?;
    let found = app.store.annotation_tasks(TaskOrder::Of(project), permit.user(), &query.request()?).await?;
    Ok(Json(view::tasks(&app, &permit.principal, found).await?))
}

/// Hand pictures out
///
/// To people, each with a part of them, or to a pool from which each takes the next. Pictures that are part of open work already are left out.
#[utoipa::path(post, path = "/projects/{id}/annotation_tasks", tag = "annotation", request_body = NewAnnotationTask,
    params(("id" = Id, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = AnnotationTask)))]
pub async fn create(
    permit: Permit<AnnotationDispatch>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<NewAnnotationTask>,
) -> ApiResult<Created<AnnotationTask>> {
    if wanted.people.is_empty() && !wanted.pool {
        return Err(ApiError::field("people", "field.required"));
    }
    known_people(&app, "people", &wanted.people).await?;
    if wanted.sample == Some(0) {
        return Err(ApiError::field("sample", "field.out_of_range"));
    }
    if wanted.twice > 100 {
        return Err(ApiError::field("twice", "field.out_of_range"));
    }
    // Of one person alone nobody could be the second; a pool of nobody is everybody.
    if wanted.twice > 0 && wanted.people.len() == 1 {
        return Err(ApiError::field("people", "field.too_few"));
    }
    let new = fovea_store::NewAnnotationTask {
        project,
        name: check::name("name", &wanted.name, 100)?,
        instructions: check::text("instructions", &wanted.instructions, 5000)?,
        deadline: wanted.deadline.map(|t| t.0),
        pool: wanted.pool,
        people: wanted.people,
        filter: wanted.pictures.filter(&app, project).await?,
        sample: wanted.sample,
        useful: wanted.useful,
        twice: wanted.twice,
        blind: wanted.blind,
        created_by: permit.user(),
    };
    let id = permit.store(&app).create_annotation_task(new).await?;
    Ok(Created(
        view::task(&app, &permit.principal, app.store.annotation_task(id, permit.user()).await?).await?,
    ))
}

/// How many pictures would be handed out
#[utoipa::path(get, path = "/projects/{id}/annotation_tasks/pictures", tag = "annotation",
    params(("id" = Id, Path), PicturesWanted), responses((status = 200, body = ToHandOut)))]
pub async fn to_hand_out(
    _: Permit<AnnotationDispatch>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<PicturesWanted>,
) -> ApiResult<Json<ToHandOut>> {
    let (found, at_work) = app.store.count_to_hand_out(project, &query.filter(&app, project).await?).await?;
    Ok(Json(ToHandOut { found, at_work }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AnnotatorQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// Part of the user name, nickname, mail or phone
    q: Option<String>,
}

/// People to hand pictures to
#[utoipa::path(get, path = "/annotation_tasks/annotators", tag = "annotation", params(AnnotatorQuery),
    responses((status = 200, body = List<Annotator>)))]
pub async fn annotators(
    _: Permit<AnnotationDispatch>,
    State(app): State<App>,
    Query(query): Query<AnnotatorQuery>,
) -> ApiResult<Json<List<Annotator>>> {
    let page = by_name(page_request(query.limit, query.cursor.as_deref())?)?;
    let found = app.store.annotators(query.q.as_deref(), &page).await?;
    Ok(Json(List::of(found, |a| Annotator { id: a.id, name: a.name, nickname: a.nickname })))
}

/// A task
#[utoipa::path(get, path = "/annotation_tasks/{id}", tag = "annotation", params(("id" = Id, Path)),
    responses((status = 200, body = AnnotationTask, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    permit: Permit<SeeAnnotation>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<AnnotationTask>> {
    let found = readable(&app, &permit.principal, id).await?;
    Ok(Revised { revision: found.revision, value: view::task(&app, &permit.principal, found).await? })
}

/// Change a task, or close it
#[utoipa::path(patch, path = "/annotation_tasks/{id}", tag = "annotation", request_body = AnnotationTaskChange,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Revision that was changed")),
    responses((status = 200, body = AnnotationTask, headers(("ETag" = String, description = "Revision")))))]
pub async fn change(
    permit: Permit<AnnotationDispatch>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<AnnotationTaskChange>,
) -> ApiResult<Revised<AnnotationTask>> {
    let change = TaskChange {
        name: wanted.name.map(|n| check::name("name", &n, 100)).transpose()?,
        instructions: wanted.instructions.map(|t| check::text("instructions", &t, 5000)).transpose()?,
        deadline: wanted.deadline.map(|at| at.map(|t| t.0)),
        closed: wanted.closed,
    };
    permit.store(&app).change_annotation_task(id, revision, change).await?;
    let found = app.store.annotation_task(id, permit.user()).await?;
    Ok(Revised { revision: found.revision, value: view::task(&app, &permit.principal, found).await? })
}

/// Give to others what somebody has not finished
#[utoipa::path(post, path = "/annotation_tasks/{id}/hand_over", tag = "annotation", request_body = HandOver,
    params(("id" = Id, Path)), responses((status = 200, body = Changed)))]
pub async fn hand_over(
    permit: Permit<AnnotationDispatch>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<HandOver>,
) -> ApiResult<Json<Changed>> {
    known_people(&app, "to", &wanted.to).await?;
    let changed = permit.store(&app).hand_over(id, wanted.from, &wanted.to).await?;
    Ok(Json(Changed { changed, edit: None }))
}

/// How far a task is, and each of its people
#[utoipa::path(get, path = "/annotation_tasks/{id}/progress", tag = "annotation", params(("id" = Id, Path)),
    responses((status = 200, body = TaskProgress)))]
pub async fn progress(
    permit: Permit<OverseeAnnotation>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<TaskProgress>> {
    let task = app.store.annotation_task(id, permit.user()).await?;
    let people = app.store.people_progress(id).await?;
    let agreed = app.store.review_agreement(id).await?;
    let ends_at = app.store.forecast_task(id, &task.counts).await?;
    Ok(Json(TaskProgress {
        people: people.into_iter().map(|one| view::person(one, &agreed)).collect(),
        ends_at: ends_at.map(Into::into),
    }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TaskPictureQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    state: Option<PieceState>,
    /// Only those of this user; annotators get their own whatever stands here
    user: Option<Id>,
}

/// Pictures of a task, in the order in which they are worked on
#[utoipa::path(get, path = "/annotation_tasks/{id}/pictures", tag = "annotation",
    params(("id" = Id, Path), TaskPictureQuery), responses((status = 200, body = List<TaskPicture>)))]
pub async fn pictures(
    permit: Permit<SeeAnnotation>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<TaskPictureQuery>,
) -> ApiResult<Json<List<TaskPicture>>> {
    readable(&app, &permit.principal, id).await?;
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let user = if oversees(&permit.principal) { query.user } else { Some(permit.user()) };
    let filter = PieceFilter { user, state: query.state.map(Into::into) };
    Ok(Json(List::of(app.store.pieces(id, filter, &page).await?, view::piece)))
}

/// A picture of a task
#[utoipa::path(get, path = "/annotation_tasks/{id}/pictures/{index}", tag = "annotation",
    params(("id" = Id, Path), ("index" = u32, Path, description = "Its number within the task")),
    responses((status = 200, body = TaskPicture)))]
pub async fn picture(
    permit: Permit<SeeAnnotation>,
    State(app): State<App>,
    PathId(id): PathId,
    PathIndex(position): PathIndex,
) -> ApiResult<Json<TaskPicture>> {
    readable(&app, &permit.principal, id).await?;
    let found = app.store.piece(id, position.into()).await?;
    if !oversees(&permit.principal) && found.user_id != Some(permit.user()) {
        return Err(Code::NotFound.into());
    }
    Ok(Json(view::piece(found)))
}

/// Whether somebody sees the work of all.
pub(crate) fn oversees(who: &Principal) -> bool {
    who.may(Permission::AnnotationDispatch) || who.may(Permission::AnnotationReview)
}

/// An annotator's closed task is not there any more, and neither is that of another.
async fn readable(app: &App, who: &Principal, id: Id) -> ApiResult<fovea_store::AnnotationTask> {
    let found = app.store.annotation_task(id, who.user).await?;
    if oversees(who) || (found.closed_at.is_none() && app.store.is_task_of(id, who.user).await?) {
        return Ok(found);
    }
    Err(Code::NotFound.into())
}

async fn known_people(app: &App, field: &str, people: &[Id]) -> ApiResult<()> {
    if people.len() > MOST_PEOPLE {
        return Err(ApiError::field(field, "field.too_many"));
    }
    if people.iter().collect::<HashSet<_>>().len() < people.len() {
        return Err(ApiError::field(field, "field.duplicate"));
    }
    match app.store.no_annotators(people).await?.is_empty() {
        true => Ok(()),
        false => Err(ApiError::field(field, "field.unknown")),
    }
}

impl PicturesWanted {
    /// Whether it asks for what people do and what models say.
    pub(crate) fn tells_of_work(&self) -> bool {
        self.work.is_some()
            || self.said_by.is_some()
            || self.noted.is_some()
            || self.proposal.is_some()
            || self.advice.is_some()
            || self.score_min.is_some()
            || self.score_max.is_some()
    }

    pub(crate) async fn filter(&self, app: &App, project: Id) -> ApiResult<PictureFilter> {
        Ok(PictureFilter {
            verdict: self.verdict.map(|v| Some(v.name().to_string())),
            class_id: self.class_id,
            labelled: self.labelled,
            name: self.name.clone(),
            text: self.text.clone(),
            source: self.source.map(|s| s.name().to_string()),
            part: self.part.map(PartFilter::word),
            figure: match (self.statistics, self.facet) {
                (Some(id), Some(facet)) => Some(figure(app, project, id, facet, self.bin).await?),
                _ => None,
            },
            proposal: self.proposal.map(Into::into),
            advice: self.advice.map(Into::into),
            tags: check::tags("tags", self.tags.iter().flat_map(|all| all.split(',')))?,
            columns: check::columns("column", self.column.as_deref().unwrap_or_default())?,
            score: (check::score("score_min", self.score_min)?, check::score("score_max", self.score_max)?),
            work: self.work.map(|w| w.name().to_string()),
            said_by: self.said_by,
            noted: self.noted,
            side: (self.side_from.map(Into::into), self.side_to.map(Into::into)),
            bytes: (self.bytes_from.map(most), self.bytes_to.map(most)),
            added: (self.added_from.map(|t| t.0), self.added_to.map(|t| t.0)),
            ..PictureFilter::default()
        })
    }
}

/// As the database counts.
fn most(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
