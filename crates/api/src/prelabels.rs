//! Labels proposed by a model of the project, or texts by the reader that the program carries: a job that looks at pictures without
//! labels, and what people answered.

use crate::app::App;
use crate::clusters::limits_of;
use crate::codes::Code;
use crate::dto::{
    self, Changed, NewPrelabels, PicturesWanted, PrelabelTask, Prelabels, Proposal, ProposalState,
    ProposedRegion, ProposingModel, ToPrelabel,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query};
use crate::guard::{DataRead, DataWrite, Label, Permit};
use crate::list::List;
use crate::pictures::access::changeable;
use crate::words::{known, stored};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::Task;
use fovea_domain::assist::{Outcome, is_for_texts, is_proposing};
use fovea_domain::permission::Permission;
use fovea_domain::quota::DEFAULT_PRIORITY;
use fovea_jobs::CPU;
use fovea_jobs::prelabel::PrelabelSpec;
use fovea_store::{Class, Id, JobAsk, JobKind, NewJob, Page, PictureProposal, PicturesOf, Proposer, READER};

/// Told of one project.
const MOST_TOLD: u64 = 50;
/// Of the reader that the program carries; nothing that it proposes hangs on it.
const UNMEASURED: f32 = 0.3;

/// Let a model propose labels
///
/// A job: the model looks at the pictures that have no label. What it proposes is kept beside the labels: it counts nowhere and goes into
/// no version until somebody takes it over. Without a model, the reader that the program carries proposes texts: where each stands and
/// what it says.
#[utoipa::path(post, path = "/projects/{id}/prelabels", tag = "annotation", request_body = NewPrelabels,
    params(("id" = Id, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Prelabels)))]
pub async fn create(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<NewPrelabels>,
) -> ApiResult<Created<Prelabels>> {
    permit.principal.require(Permission::ModelRead)?;
    let (spec, name) = match wanted.model_id {
        Some(model) => of_model(&app, project, model).await?,
        None => (PrelabelSpec { model_id: None, task: Task::Read, threshold: UNMEASURED }, READER.into()),
    };
    let class = match spec.task {
        Task::Read => Some(class_of_texts(&app.store.classes(project).await?, wanted.class_id)?),
        _ if wanted.class_id.is_some() => return Err(ApiError::field("class_id", "field.not_for_task")),
        _ => None,
    };
    let proposer = Proposer { model: spec.model_id, class };
    let of = pictures_of(&app, project, &wanted.pictures, wanted.task_id).await?;
    let cluster = place_of(&app, &permit, wanted.virtual_cluster_id).await?;
    let new = NewJob {
        kind: JobKind::Prelabel,
        project_id: Some(project),
        name,
        owner: Some(permit.user()),
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        service_id: None,
        virtual_cluster: Some(cluster),
        priority: DEFAULT_PRIORITY,
        ask: JobAsk::default(),
    };
    let job = permit.store(&app).create_prelabels(new, proposer, &of).await?;
    app.engine.wake();
    Ok(Created(view(app.store.prelabels(job.id).await?)?))
}

/// What a model of the project is asked for, and its name.
async fn of_model(app: &App, project: Id, model: Id) -> ApiResult<(PrelabelSpec, String)> {
    let model = app.store.model(model).await?;
    if model.project_id != project {
        return Err(Code::NotFound.into());
    }
    let task: Task = known(&model.task)?;
    if !is_proposing(task) {
        return Err(ApiError::from(Code::PrelabelTask).with("task", task.name()));
    }
    let spec = PrelabelSpec { model_id: Some(model.id), task, threshold: model.threshold as f32 };
    Ok((spec, model.name))
}

/// The class of texts that are proposed: the one that is asked for, else the only one that is for texts.
fn class_of_texts(classes: &[Class], asked: Option<Id>) -> ApiResult<Id> {
    let may = |c: &Class| !c.good && c.shape.as_deref().is_none_or(|only| only == "text");
    if let Some(asked) = asked {
        let found = classes.iter().find(|c| c.id == asked);
        let found = found.ok_or_else(|| ApiError::field("class_id", "field.unknown"))?;
        return if may(found) { Ok(asked) } else { Err(ApiError::field("class_id", "field.invalid")) };
    }
    let mut for_texts = classes.iter().filter(|c| may(c) && is_for_texts(&c.name, c.shape.as_deref()));
    match (for_texts.next(), for_texts.next()) {
        (Some(only), None) => Ok(only.id),
        (None, _) => Err(Code::PrelabelNoTextClass.into()),
        (Some(_), Some(_)) => Err(Code::PrelabelTextClass.into()),
    }
}

/// What models proposed in a project, the newest first, and how much of it was taken over
#[utoipa::path(get, path = "/projects/{id}/prelabels", tag = "annotation", params(("id" = Id, Path)),
    responses((status = 200, body = List<Prelabels>)))]
pub async fn list(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<List<Prelabels>>> {
    let found = app.store.prelabels_of(project, MOST_TOLD).await?;
    let items = found.into_iter().map(view).collect::<ApiResult<Vec<_>>>()?;
    let total = items.len() as u64;
    Ok(Json(List::of(Page { items, next: None, total }, |one| one)))
}

/// How many pictures a model would look at
#[utoipa::path(get, path = "/projects/{id}/prelabels/pictures", tag = "annotation",
    params(("id" = Id, Path), PicturesWanted, PrelabelTask), responses((status = 200, body = ToPrelabel)))]
pub async fn count(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(wanted): Query<PicturesWanted>,
    Query(task): Query<PrelabelTask>,
) -> ApiResult<Json<ToPrelabel>> {
    let of = pictures_of(&app, project, &wanted, task.task_id).await?;
    Ok(Json(ToPrelabel { pictures: app.store.count_to_prelabel(project, &of).await? }))
}

/// Take away what nobody has answered; what was taken over stays
#[utoipa::path(post, path = "/prelabels/{id}/discard", tag = "annotation", params(("id" = Id, Path)),
    responses((status = 200, body = Changed)))]
pub async fn discard(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Changed>> {
    Ok(Json(Changed { changed: permit.store(&app).discard_prelabels(id).await?, edit: None }))
}

/// Say no to what is proposed of a picture
#[utoipa::path(post, path = "/pictures/{id}/proposal/refuse", tag = "annotation", params(("id" = Id, Path)),
    responses((status = 204, description = "Refused")))]
pub async fn refuse(
    permit: Permit<Label>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    changeable(&app, &permit.principal, id).await?;
    permit.store(&app).refuse_proposal(id, permit.user()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn pictures_of(
    app: &App,
    project: Id,
    wanted: &PicturesWanted,
    task: Option<Id>,
) -> ApiResult<PicturesOf> {
    Ok(PicturesOf { filter: wanted.filter(app, project).await?, task })
}

/// The virtual cluster that the job goes to, where the caller has cores.
pub(crate) async fn place_of(app: &App, permit: &Permit<DataWrite>, wanted: Option<Id>) -> ApiResult<Id> {
    let user = permit.user();
    let id = match wanted {
        Some(id) if app.store.is_cluster_member(id, user).await? => id,
        // Another's is not there.
        Some(_) => return Err(Code::NotFound.into()),
        None => app.store.default_cluster(user).await?.ok_or(Code::VcNone)?,
    };
    let found = app.store.virtual_cluster(id).await?;
    let limits = limits_of(app, user, permit.may(Permission::JobWrite), found, None).await?;
    let cores = limits.quotas.iter().find(|q| q.device == CPU).map_or(0, |q| q.quota.min(q.per_user));
    match cores {
        0 => Err(ApiError::from(Code::VcNoDevices).with("virtual_cluster", limits.name)),
        _ => Ok(id),
    }
}

fn view(found: fovea_store::Prelabels) -> ApiResult<Prelabels> {
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let progress = found.progress.as_deref().map(stored::<fovea_jobs::Progress>).transpose()?;
    Ok(Prelabels {
        id: found.id,
        project_id: found.project_id,
        model: proposing((found.model_id, found.model_name, found.model_number)),
        class_id: found.class_id,
        state: known(&found.state)?,
        progress: progress.map(dto::Progress::from),
        pictures: count(found.pictures),
        open: count(found.open),
        accepted: count(found.accepted),
        mended: count(found.mended),
        refused: count(found.refused),
        created_by: found.created_by,
        created_at: found.created_at.into(),
    })
}

/// None: the reader that the program carries.
fn proposing((id, name, number): (Option<Id>, Option<String>, Option<i32>)) -> Option<ProposingModel> {
    Some(ProposingModel { id: id?, name: name?, number: number? })
}

pub(crate) fn proposal(found: PictureProposal) -> Proposal {
    Proposal {
        model: proposing((found.model_id, found.model_name, found.model_number)),
        state: found.state.into(),
        bad: found.bad,
        score: found.score,
        uncertainty: found.uncertainty,
        class_id: found.class_id,
        regions: found
            .regions
            .into_iter()
            .map(|one| ProposedRegion {
                id: one.id,
                class_id: one.class_id,
                score: one.score,
                shape: one.shape.into(),
            })
            .collect(),
    }
}

impl From<fovea_jobs::Progress> for dto::Progress {
    fn from(p: fovea_jobs::Progress) -> dto::Progress {
        dto::Progress {
            phase: p.phase,
            done: p.done,
            total: p.total,
            note: p.note,
            remaining_s: p.remaining_s,
            curve: p.curve,
        }
    }
}

impl From<Outcome> for ProposalState {
    fn from(outcome: Outcome) -> ProposalState {
        match outcome {
            Outcome::Open => ProposalState::Open,
            Outcome::Accepted => ProposalState::Accepted,
            Outcome::Mended => ProposalState::Mended,
            Outcome::Refused => ProposalState::Refused,
        }
    }
}

impl From<ProposalState> for Outcome {
    fn from(state: ProposalState) -> Outcome {
        match state {
            ProposalState::Open => Outcome::Open,
            ProposalState::Accepted => Outcome::Accepted,
            ProposalState::Mended => Outcome::Mended,
            ProposalState::Refused => Outcome::Refused,
        }
    }
}
