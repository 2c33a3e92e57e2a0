use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::PathId;
use crate::files;
use crate::guard::{ModelRead, Permit};
use crate::words::stored;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use fovea_domain::Verdict;
use fovea_domain::quality::{Evaluation, PictureResult};
use fovea_jobs::train::{EVALUATION, HEATS, pictures_of};
use fovea_store::{Id, Model};
use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::path::PathBuf;

/// A file that the model's training left.
pub(super) fn find_file(app: &App, model: &Model, names: &[&str]) -> PathBuf {
    names.iter().fold(app.engine.folder(model.job_id).work(), |path, name| path.join(name))
}

/// `None` where the training was ended before there was one.
pub(super) async fn read_evaluation(app: &App, model: &Model) -> ApiResult<Option<Evaluation>> {
    let path = find_file(app, model, &[EVALUATION]);
    let read = tokio::task::spawn_blocking(move || match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(ApiError::internal),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(ApiError::internal(e)),
    });
    read.await?
}

/// The same pictures judged by another threshold. What was measured on pixels does not depend on it.
pub(super) fn at_threshold(e: Evaluation, threshold: f64) -> Evaluation {
    let threshold = threshold as f32;
    if e.threshold == threshold {
        return e;
    }
    let mut new = Evaluation::of(e.model, e.data, threshold, e.pictures);
    for class in &mut new.classes {
        if let Some(before) = e.classes.iter().find(|c| c.name == class.name) {
            (class.iou, class.pixels) = (before.iou, before.pixels);
        }
    }
    Evaluation { pixel: e.pixel, by_size: e.by_size, timing: e.timing, ..new }
}

/// What a model is worth on the pictures that were held back
///
/// Figures and verdicts are those of the model's present threshold.
#[utoipa::path(get, path = "/models/{id}/evaluation", tag = "models", params(("id" = Id, Path)),
    responses((status = 200, body = dto::EvaluationDoc)))]
pub async fn evaluation(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::EvaluationDoc>> {
    let model = app.store.model(id).await?;
    let found = read_evaluation(&app, &model).await?.ok_or(Code::NotFound)?;
    let laid = pictures_of(&app.engine.folder(model.job_id)).await.map_err(ApiError::internal)?;
    let laid = laid.unwrap_or_default();
    let own = summary_of_model(&model)?.is_some_and(|s| s.judged == dto::JudgedOn::Validation);
    let ids: HashMap<String, Id> = if own { laid.taught } else { laid.judged }.into_iter().collect();
    let heats = find_file(&app, &model, &[HEATS]);
    let drawn = tokio::task::spawn_blocking(move || numbers_in(&heats)).await?;
    let evaluation = at_threshold(found, model.threshold);
    let pictures = evaluation
        .pictures
        .iter()
        .zip(0u64..)
        .map(|(p, index)| picture(p, index, ids.get(&p.path).copied(), drawn.contains(&index)))
        .collect();
    let evaluation = serde_json::to_value(&evaluation).map_err(ApiError::internal)?;
    Ok(Json(dto::EvaluationDoc { model_id: id, pictures, evaluation }))
}

fn summary_of_model(model: &Model) -> ApiResult<Option<dto::ModelSummary>> {
    model.summary.as_deref().map(stored).transpose()
}

fn picture(p: &PictureResult, index: u64, picture_id: Option<Id>, heat: bool) -> dto::EvaluatedPicture {
    dto::EvaluatedPicture {
        index,
        picture_id,
        name: p.path.rsplit('/').next().unwrap_or_default().into(),
        class: p.truth.clone(),
        score: f64::from(p.score),
        verdict: match p.verdict {
            Verdict::Ok => dto::OkOrNg::Ok,
            Verdict::Ng => dto::OkOrNg::Ng,
        },
        truth_bad: p.bad,
        predicted_class: p.class.clone(),
        heat,
    }
}

/// Heat maps that were drawn, by their numbers.
fn numbers_in(folder: &std::path::Path) -> HashSet<u64> {
    let Ok(entries) = std::fs::read_dir(folder) else { return HashSet::new() };
    let number = |e: std::fs::DirEntry| e.file_name().to_str()?.strip_suffix(".png")?.parse().ok();
    entries.filter_map(|e| number(e.ok()?)).collect()
}

/// Where a model looked in one of the evaluated pictures
#[utoipa::path(get, path = "/models/{id}/evaluation/{index}/heat", tag = "models",
    params(("id" = Id, Path), ("index" = u64, Path)),
    responses((status = 200, description = "A picture of the same shape, 512 px at most", content_type = "image/png",
        body = Vec<u8>)))]
pub async fn evaluation_heat(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Path(path): Path<HashMap<String, String>>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let index: u64 = path.get("index").and_then(|i| i.parse().ok()).ok_or(Code::NotFound)?;
    let model = app.store.model(id).await?;
    // Heat maps do not follow the threshold and are never drawn anew.
    let path = find_file(&app, &model, &[HEATS, &format!("{index}.png")]);
    files::serve(&path, "image/png", &format!("{id}-{index}"), &headers).await
}
