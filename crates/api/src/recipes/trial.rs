use super::names::{self, Named};
use super::{draft, fault};
use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::exports::Scratch;
use crate::extract::{Body, PathId};
use crate::guard::{ModelRead, Permit};
use axum::Json;
use axum::extract::State;
use fovea_service::{Said, Trial};
use fovea_store::{BlobHash, Id};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Try a draft on a picture; nothing is kept
///
/// Of one desk the newest try counts: an older one is answered as outdated.
#[utoipa::path(post, path = "/recipes/{id}/trial", tag = "recipes", params(("id" = Id, Path)),
    request_body = dto::NewTrial, responses((status = 200, body = dto::TrialResult)))]
pub async fn run(
    permit: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::NewTrial>,
) -> ApiResult<Json<dto::TrialResult>> {
    // It changes nothing that lasts.
    permit.store(&app).nothing_changed();
    let recipe = app.store.recipe(id).await?;
    let draft = draft(wanted.draft)?;
    let mut named = match names::find(&app, recipe.project_id, id, draft.clone()).await? {
        Ok(named) => named,
        Err(told) => return Ok(Json(dto::TrialResult { fault: Some(fault(*told)), ..Default::default() })),
    };
    named.recipe.name = recipe.name;
    let picture = match wanted.picture_id {
        Some(picture) => Some(picture_of(&app, recipe.project_id, picture).await?),
        None => None,
    };
    // Two who write the same recipe do not end each other's tries.
    let desk = format!("{}/{id}/{}", permit.user(), wanted.desk);
    let asked = Asked { desk, named, picture, texts: wanted.texts };
    told(ask(&app, asked).await?).map(Json)
}

/// The file of a picture of the project.
async fn picture_of(app: &App, project: Id, picture: Id) -> ApiResult<BlobHash> {
    let unknown = || ApiError::field("picture_id", "field.unknown");
    let found = app.store.picture(picture).await.map_err(|_| unknown())?;
    if found.row.project_id != project {
        return Err(unknown());
    }
    Ok(found.row.hash.parse()?)
}

pub(super) struct Asked {
    pub desk: String,
    pub named: Named,
    pub picture: Option<BlobHash>,
    pub texts: BTreeMap<String, String>,
}

pub(super) async fn ask(app: &App, asked: Asked) -> ApiResult<Said> {
    let files = asked.named.paths(app)?;
    // Among the uploads, whose rest is cleared when the server starts.
    let scratch = Scratch(app.store.place().uploads().join(format!("trial-{}", Id::new())));
    let picture = match asked.picture {
        Some(hash) => {
            let (blobs, folder) = (app.store.blobs().clone(), scratch.0.clone());
            Some(tokio::task::spawn_blocking(move || blobs.at_hand(&hash, &folder)).await??)
        }
        None => None,
    };
    let trial = Trial {
        desk: asked.desk,
        recipe: serde_json::to_value(&asked.named.recipe).map_err(ApiError::internal)?,
        files,
        picture,
        texts: asked.texts,
    };
    app.trials.ask(trial).await
}

#[derive(Deserialize)]
struct Verdicted {
    verdict: dto::RecipeVerdict,
    reasons: Vec<dto::RecipeReason>,
    steps: Vec<Value>,
}

fn told(said: Said) -> ApiResult<dto::TrialResult> {
    let empty = dto::TrialResult::default();
    match said {
        Said::Done { verdicted, asked, width, height, decode_ms, run_ms } => {
            let verdicted: Option<Verdicted> =
                verdicted.map(serde_json::from_value).transpose().map_err(ApiError::internal)?;
            let (verdict, reasons, steps) = match verdicted {
                Some(v) => (Some(v.verdict), v.reasons, v.steps),
                None => (None, Vec::new(), Vec::new()),
            };
            Ok(dto::TrialResult {
                verdict,
                reasons,
                steps,
                asked,
                width,
                height,
                decode_ms: f64::from(decode_ms),
                run_ms: f64::from(run_ms),
                ..empty
            })
        }
        Said::Fault(told) => Ok(dto::TrialResult { fault: Some(fault(told)), ..empty }),
        Said::Outdated => Ok(dto::TrialResult { outdated: true, ..empty }),
        Said::NotGiven { name, asked } => Ok(dto::TrialResult { not_given: Some(name), asked, ..empty }),
        other => Err(failed(other)),
    }
}

/// What is neither done nor somebody's fault.
pub(super) fn failed(said: Said) -> ApiError {
    match said {
        Said::Busy => ApiError::from(Code::ServiceBusy).with("wait_s", 1),
        Said::Failed { code, detail } => {
            ApiError::from(Code::RecipeFailed).with("reason", detail).with("code", code)
        }
        Said::Fault(fault) => names::refused(&fault),
        Said::NotGiven { name, .. } => ApiError::from(Code::RecipeNotGiven).with("name", name),
        Said::Done { .. } | Said::Outdated => ApiError::internal("a try ended in an odd way"),
    }
}
