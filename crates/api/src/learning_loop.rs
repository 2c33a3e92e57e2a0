//! Training by itself as labels come: train, let the new model propose labels for the rest, rank what to label next, wait for labels.
//! Each is a job like one that somebody asked for, in the name of whoever turned it on.

use crate::app::App;
use crate::codes::Code;
use crate::dto::{self, LoopKept, LoopStage, NewLearningLoop, NewPrelabels};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId};
use crate::guard::{DataWrite, Permit, Train};
use crate::words::{known, stored};
use crate::{advice, prelabels, trainings};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::JobState;
use fovea_domain::assist::is_proposing;
use fovea_domain::permission::Permission;
use fovea_store::{Id, JobKind, LearningLoop};
use serde_json::{Value, json};
use std::time::Duration;

/// How often it is looked whether enough labels have come.
const LOOK: Duration = Duration::from_secs(5);
const TOGETHER: u32 = 100;
const MOST: u32 = 100_000;

/// Train by itself as labels come
///
/// Whenever so many pictures were labelled since the last training, a new one begins; also one that somebody else began counts. Its
/// model then proposes labels for all pictures without one, and what to label next is ranked anew.
#[utoipa::path(put, path = "/projects/{id}/learning/loop", tag = "models", params(("id" = Id, Path)),
    request_body = NewLearningLoop, responses((status = 200, body = dto::LearningLoop)))]
pub async fn replace(
    permit: Permit<Train>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<NewLearningLoop>,
) -> ApiResult<Json<dto::LearningLoop>> {
    for needed in [Permission::DataWrite, Permission::ModelRead] {
        permit.principal.require(needed)?;
    }
    if !(1..=MOST).contains(&wanted.after) {
        return Err(ApiError::field("after", "field.out_of_range"));
    }
    let had = match app.store.taught_models(project, 1).await?.first() {
        Some(newest) => app.store.version(newest.version_id).await?.labelled.unsigned_abs(),
        None => 0,
    };
    permit.store(&app).set_learning_loop(project, wanted.after, had, permit.user()).await?;
    let now = app.store.learning_loop(project).await?.ok_or(Code::NotFound)?;
    Ok(Json(view(now)?))
}

/// Do not train by itself any more; what runs goes on
#[utoipa::path(delete, path = "/projects/{id}/learning/loop", tag = "models", params(("id" = Id, Path)),
    responses((status = 204, description = "Off")))]
pub async fn end(
    permit: Permit<Train>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).end_learning_loop(project).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn view(found: LearningLoop) -> ApiResult<dto::LearningLoop> {
    let stage = match found.job_id {
        Some(_) if is_training(&found) => LoopStage::Training,
        Some(_) => LoopStage::Proposing,
        None => LoopStage::Labels,
    };
    Ok(dto::LearningLoop {
        after: u32::try_from(found.after).unwrap_or(MOST),
        stage,
        missing: missing(&found),
        job_id: found.job_id,
        kept: found.kept.as_deref().map(stored::<LoopKept>).transpose()?,
        owner: found.owner,
    })
}

fn is_training(found: &LearningLoop) -> bool {
    found.job_kind.as_deref() == Some(JobKind::Train.name())
}

fn missing(found: &LearningLoop) -> u64 {
    let new = found.labelled_now - found.labelled;
    u64::try_from(found.after - new).unwrap_or(0)
}

/// Until the app is stopping.
pub async fn keep_loops(app: App) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = app.stopping.cancelled() => return,
        }
        if let Err(error) = turn_loops(&app).await {
            tracing::warn!(
                code = error.code().name(),
                "projects that train by themselves were not looked at; it is tried again"
            );
        }
    }
}

/// One step of every project that can make one. Killed between two steps, the next look goes on from what is there.
pub async fn turn_loops(app: &App) -> ApiResult<()> {
    let mut behind = None;
    loop {
        let some = app.store.learning_loops(behind, TOGETHER).await?;
        let Some(last) = some.last() else { return Ok(()) };
        behind = Some(last.project_id);
        for one in &some {
            if let Err(error) = turn(app, one).await {
                app.store.learning_loop_kept(one.project_id, &kept(&error)).await?;
            }
        }
    }
}

async fn turn(app: &App, one: &LearningLoop) -> ApiResult<()> {
    let Some(job) = one.job_id else { return begin(app, one).await };
    let state = one.job_state.as_deref().and_then(JobState::from_name);
    if state.is_some_and(|s| !s.ended()) {
        return Ok(());
    }
    let follows = if is_training(one) { propose(app, one).await } else { Ok(None) };
    let ended = match follows {
        Ok(Some(follows)) => return Ok(app.store.learning_loop_follows(one.project_id, follows).await?),
        Ok(None) => rank(app, one).await,
        Err(error) => Err(error),
    };
    let why = ended.err().map(|error| kept(&error));
    tracing::debug!(%job, project = %one.project_id, "a training by itself has run its course");
    Ok(app.store.learning_loop_done(one.project_id, why.as_ref()).await?)
}

/// The next training, once so many labels have come.
async fn begin(app: &App, one: &LearningLoop) -> ApiResult<()> {
    if let Some(job) = app.store.training_under_way(one.project_id).await? {
        return Ok(app.store.learning_loop_began(one.project_id, job, one.labelled_now).await?);
    }
    if missing(one) > 0 {
        return Ok(());
    }
    let permit = in_name_of::<Train>(app, one).await?;
    let wanted = dto::NewTraining::default();
    let made = trainings::create(permit, State(app.clone()), PathId(one.project_id), Body(wanted)).await?;
    Ok(app.store.learning_loop_began(one.project_id, made.0.id, one.labelled_now).await?)
}

/// Lets the model that came out propose labels for the rest. `None`: there is nothing that it could say.
async fn propose(app: &App, one: &LearningLoop) -> ApiResult<Option<Id>> {
    let model = one.model_id.ok_or(Code::LoopFailed)?;
    let task: fovea_domain::Task = known(one.model_task.as_deref().unwrap_or_default())?;
    if !is_proposing(task) {
        return Ok(None);
    }
    let permit = in_name_of::<DataWrite>(app, one).await?;
    let wanted = NewPrelabels {
        model_id: Some(model),
        class_id: None,
        pictures: Default::default(),
        task_id: None,
        virtual_cluster_id: None,
    };
    let begun = prelabels::create(permit, State(app.clone()), PathId(one.project_id), Body(wanted)).await;
    match begun {
        Ok(begun) => Ok(Some(begun.0.id)),
        // Nor can it ask which class read texts get.
        Err(error)
            if matches!(
                error.code(),
                Code::PrelabelNone | Code::PrelabelNoTextClass | Code::PrelabelTextClass
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// What to label next, by what the model is unsure of. Not waited for.
async fn rank(app: &App, one: &LearningLoop) -> ApiResult<()> {
    let permit = in_name_of::<DataWrite>(app, one).await?;
    match advice::create(permit, State(app.clone()), PathId(one.project_id)).await {
        Err(error) if !matches!(error.code(), Code::AdviceRunning | Code::AdviceNone) => Err(error),
        _ => Ok(()),
    }
}

async fn in_name_of<P: crate::guard::Needs>(app: &App, one: &LearningLoop) -> ApiResult<Permit<P>> {
    Permit::in_name_of(app, one.owner_id).await?.ok_or_else(|| Code::LoopOwner.into())
}

/// As it is told on the page.
fn kept(error: &ApiError) -> Value {
    let problem = error.problem();
    json!(LoopKept { code: problem.code.into(), detail: problem.detail, params: problem.params })
}
