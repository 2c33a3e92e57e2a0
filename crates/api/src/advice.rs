//! What helps to annotate over all pictures of a project: similar ones, what to label next, labels that are likely wrong, outliers.

use crate::app::App;
use crate::dto::{
    self, Advice, AdviceKind, AdviceRun, AdvisedPicture, AdvisedQuery, Changed, FoundRight, SimilarPicture,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query};
use crate::guard::{DataRead, DataWrite, Permit, ReadOfManager};
use crate::list::List;
use crate::pictures::{picture, some_ids};
use crate::prelabels::place_of;
use crate::words::{known, stored};
use axum::Json;
use axum::extract::State;
use fovea_domain::quota::DEFAULT_PRIORITY;
use fovea_store::{AdviceState, Id, JobAsk, JobKind, NewJob, Page};
use serde_json::json;

/// Told of one kind, and of what is similar.
const MOST_TOLD: u64 = 200;

/// Begin to look at all pictures
///
/// A job: what each picture looks like is worked out once, the rest each time.
#[utoipa::path(post, path = "/projects/{id}/advice", tag = "annotation", params(("id" = Id, Path)),
    responses((status = 201, body = Advice)))]
pub async fn create(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Created<Advice>> {
    let found = app.store.project(project).await?;
    let cluster = place_of(&app, &permit, None).await?;
    let new = NewJob {
        kind: JobKind::Advise,
        project_id: Some(project),
        name: found.name.chars().filter(|c| !c.is_control()).take(60).collect(),
        owner: Some(permit.user()),
        spec: json!({}),
        service_id: None,
        virtual_cluster: Some(cluster),
        priority: DEFAULT_PRIORITY,
        ask: JobAsk::default(),
    };
    permit.store(&app).create_advice(new).await?;
    app.engine.wake();
    Ok(Created(told(&app, project).await?))
}

/// Where the advice of a project stands, and how much there is to look at
#[utoipa::path(get, path = "/projects/{id}/advice", tag = "annotation", params(("id" = Id, Path)),
    responses((status = 200, body = Advice)))]
pub async fn show(
    _: Permit<ReadOfManager>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<Advice>> {
    Ok(Json(told(&app, project).await?))
}

/// Pictures that somebody should look at, the first of a kind
#[utoipa::path(get, path = "/projects/{id}/advice/pictures", tag = "annotation",
    params(("id" = Id, Path), AdvisedQuery), responses((status = 200, body = List<AdvisedPicture>)))]
pub async fn pictures(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<AdvisedQuery>,
) -> ApiResult<Json<List<AdvisedPicture>>> {
    let found = app.store.advised(project, query.what.into(), MOST_TOLD).await?;
    let counts = app.store.advice_counts(project).await?;
    let total = match query.what {
        AdviceKind::Suspect => counts.suspects,
        AdviceKind::Outlier => counts.outliers,
        AdviceKind::Useful => counts.useful,
    };
    let page = Page { items: found, next: None, total: u64::try_from(total).unwrap_or(0) };
    let one = |one: fovea_store::Advised| AdvisedPicture {
        picture: picture(one.picture),
        score: one.score,
        class_id: one.instead,
    };
    Ok(Json(List::of(page, one)))
}

/// Say that pictures are right as they are; they are not told again
#[utoipa::path(post, path = "/projects/{id}/advice/right", tag = "annotation", request_body = FoundRight,
    params(("id" = Id, Path)), responses((status = 200, body = Changed)))]
pub async fn right(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<FoundRight>,
) -> ApiResult<Json<Changed>> {
    if wanted.what == AdviceKind::Useful {
        return Err(ApiError::field("what", "field.unknown"));
    }
    let ids = some_ids(&wanted.ids)?;
    let changed = permit.store(&app).silence_advice(project, wanted.what.into(), ids, permit.user()).await?;
    Ok(Json(Changed { changed, edit: None }))
}

/// Pictures of the project that look most like this one, the likest first
///
/// Of those whose looks are known: a look at all pictures (`POST /projects/{id}/advice`) works them out.
#[utoipa::path(get, path = "/pictures/{id}/similar", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, body = List<SimilarPicture>)))]
pub async fn similar(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<List<SimilarPicture>>> {
    let items = app.store.similar_pictures(id, MOST_TOLD as usize).await?;
    let total = items.len() as u64;
    let one = |(found, likeness)| SimilarPicture { picture: picture(found), likeness };
    Ok(Json(List::of(Page { items, next: None, total }, one)))
}

async fn told(app: &App, project: Id) -> ApiResult<Advice> {
    let (done, last) = app.store.last_advice(project).await?;
    let counts = app.store.advice_counts(project).await?;
    let newer = last.filter(|last| done.as_ref().is_none_or(|done| done.id != last.id));
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(Advice {
        done: done.map(run).transpose()?,
        newer: newer.map(run).transpose()?,
        suspects: count(counts.suspects),
        outliers: count(counts.outliers),
        useful: count(counts.useful),
        described: count(counts.described),
        pictures: count(counts.pictures),
    })
}

fn run(state: AdviceState) -> ApiResult<AdviceRun> {
    let progress = state.progress.as_deref().map(stored::<fovea_jobs::Progress>).transpose()?;
    Ok(AdviceRun {
        id: state.id,
        pictures: u64::try_from(state.pictures).unwrap_or(0),
        created_at: state.created_at.into(),
        done_at: state.done_at.map(Into::into),
        state: known(&state.state)?,
        progress: progress.map(dto::Progress::from),
    })
}

impl From<AdviceKind> for fovea_store::AdviceKind {
    fn from(kind: AdviceKind) -> fovea_store::AdviceKind {
        match kind {
            AdviceKind::Suspect => fovea_store::AdviceKind::Suspect,
            AdviceKind::Outlier => fovea_store::AdviceKind::Outlier,
            AdviceKind::Useful => fovea_store::AdviceKind::Useful,
        }
    }
}
