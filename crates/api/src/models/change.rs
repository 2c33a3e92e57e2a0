use super::evaluation::{at_threshold, read_evaluation, read_judged};
use super::view;
use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, IfMatch, PathId, Revised};
use crate::guard::{ModelWrite, Permit};
use crate::words::{stored, word};
use axum::extract::State;
use fovea_infer::Package;
use fovea_jobs::RECIPE_TASK;
use fovea_jobs::train::{Judged, summary_of};
use fovea_store::{Id, Model, ModelChange};
use serde::Deserialize;
use serde_json::Value;

/// Change a model
///
/// A new threshold is written into the package; services that run the model go over to it without a pause. The stage
/// goes from draft to released to retired, one step at a time and never back.
#[utoipa::path(patch, path = "/models/{id}", tag = "models",
    params(("id" = Id, Path), ("If-Match" = String, Header)),
    request_body = dto::ModelChange, responses((status = 200, body = dto::Model)))]
pub async fn change(
    permit: Permit<ModelWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<dto::ModelChange>,
) -> ApiResult<Revised<dto::Model>> {
    let name = wanted.name.as_deref().map(|n| check::name("name", n, 100)).transpose()?;
    let note = wanted.note.as_deref().map(|n| check::text("note", n, 5000)).transpose()?;
    if wanted.threshold.is_some_and(|t| !(0.0..=1.0).contains(&t)) {
        return Err(ApiError::field("threshold", "field.out_of_range"));
    }
    // One at a time: the file and the row must tell the same threshold.
    let _turn = app.model_changes.lock().await;
    let model = app.store.model(id).await?;
    if model.revision != revision {
        return Err(Code::PreconditionFailed.into());
    }
    if wanted.threshold.is_some() && model.task == RECIPE_TASK {
        return Err(Code::RecipeModel.into());
    }
    let threshold = wanted.threshold.filter(|t| *t != model.threshold);
    let summary = match threshold {
        Some(threshold) => summary_at(&app, &model, threshold).await?,
        None => None,
    };
    let change = ModelChange {
        name,
        note,
        stage: wanted.stage.as_ref().map(word),
        threshold: threshold.map(|t| (t, summary)),
    };
    let changed = permit.store(&app).change_model(id, revision, change).await?;
    if let Some(threshold) = threshold {
        if let Err(error) = write_threshold(&app, id, threshold).await {
            // The row goes back to what the file still says.
            let back = ModelChange {
                threshold: Some((model.threshold, summary_text(&model)?)),
                ..Default::default()
            };
            permit.store(&app).change_model(id, changed.revision, back).await?;
            return Err(error);
        }
        reload(&app, id).await?;
    }
    let value = view(&app, changed).await?;
    Ok(Revised { revision: value.revision, value })
}

fn summary_text(model: &Model) -> ApiResult<Option<Value>> {
    model.summary.as_deref().map(stored).transpose()
}

#[derive(Deserialize)]
struct Told {
    judged: Judged,
    stopped_early: bool,
}

/// The model's figures at another threshold.
async fn summary_at(app: &App, model: &Model, threshold: f64) -> ApiResult<Option<Value>> {
    let Some(before) = summary_text(model)? else { return Ok(None) };
    let told: Told = serde_json::from_value(before).map_err(ApiError::internal)?;
    let Some(evaluation) = read_evaluation(app, model).await? else { return Ok(None) };
    let judged = read_judged(app, model).await?;
    Ok(Some(summary_of(&at_threshold(evaluation, &judged, threshold), told.judged, told.stopped_early)))
}

async fn write_threshold(app: &App, id: Id, threshold: f64) -> ApiResult<()> {
    let path = app.store.place().model(id);
    let task = tokio::task::spawn_blocking(move || {
        let mut package = Package::read(&path)?;
        package.manifest.threshold = threshold as f32;
        // The file must not go on saying that a rule chose it.
        package.manifest.training.threshold_rule = "set by hand".into();
        package.write(&path)
    });
    task.await?.map_err(ApiError::internal)
}

/// A service that cannot be reached now reads the package when it starts.
async fn reload(app: &App, model: Id) -> ApiResult<()> {
    for service in app.store.services_of_model(model).await? {
        if let Some(job) = service.job
            && let Err(error) = app.gateway.reload(job.id).await
        {
            tracing::warn!(service = %service.row.id, %error, "a service did not take the new threshold");
        }
    }
    Ok(())
}
