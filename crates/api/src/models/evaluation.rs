use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::PathId;
use crate::files;
use crate::guard::{ModelRead, Permit};
use crate::records::{milliseconds, region};
use crate::words::{known, stored};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use fovea_domain::bead::Bead;
use fovea_domain::components::{ComponentQuality, ComponentResult, ComponentState};
use fovea_domain::quality::{Evaluation, PictureResult};
use fovea_domain::text::ReadingQuality;
use fovea_domain::{JudgedPicture, NamedBox, Task, Verdict};
use fovea_jobs::train::{EVALUATION, HEATS, PREDICTIONS, pictures_of};
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

/// What was told of each picture beside what is true of it; empty where nobody wrote it down.
pub(super) async fn read_judged(app: &App, model: &Model) -> ApiResult<Vec<JudgedPicture>> {
    let path = find_file(app, model, &[PREDICTIONS]);
    let read = tokio::task::spawn_blocking(move || match std::fs::read(path) {
        Ok(bytes) => bytes
            .split(|b| *b == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).map_err(ApiError::internal))
            .collect(),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(ApiError::internal(e)),
    });
    read.await?
}

/// The same pictures judged by another threshold. What was measured on pixels does not depend on it.
pub(super) fn at_threshold(e: Evaluation, judged: &[JudgedPicture], threshold: f64) -> Evaluation {
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
    let detection = e.detection.map(|d| d.moved(judged, threshold));
    let components = e.components.and_then(|_| ComponentQuality::of_pictures(judged, threshold));
    let reading = e.reading.and_then(|r| ReadingQuality::of(&r.judged, threshold));
    Evaluation {
        pixel: e.pixel,
        by_size: e.by_size,
        timing: e.timing,
        bead: e.bead,
        detection,
        components,
        reading,
        ..new
    }
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
    let judged = read_judged(&app, &model).await?;
    let evaluation = at_threshold(found, &judged, model.threshold);
    let task = evaluation.model.task;
    let mut judged: HashMap<String, JudgedPicture> =
        judged.into_iter().map(|one| (one.path.clone(), one)).collect();
    let mut texts = texts_of(&evaluation);
    let pictures = evaluation
        .pictures
        .iter()
        .zip(0u64..)
        .map(|(p, index)| {
            let told = judged.remove(&p.path);
            dto::EvaluatedPicture {
                components: told.as_ref().map(components_of).unwrap_or_default(),
                bead: told.as_ref().and_then(|one| one.prediction.bead.as_deref()).map(summary_of_bead),
                boxes: told.filter(|_| matches!(task, Task::Detect | Task::Compare)).map(boxes_of),
                texts: texts.remove(&p.path).unwrap_or_default(),
                ..picture(p, index, ids.get(&p.path).copied(), drawn.contains(&index))
            }
        })
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
        verdict: verdict_of(p.verdict),
        truth_bad: p.bad,
        predicted_class: p.class.clone(),
        heat,
        boxes: None,
        bead: None,
        components: Vec::new(),
        texts: Vec::new(),
    }
}

/// By picture, in the order of the evaluation.
fn texts_of(evaluation: &Evaluation) -> HashMap<String, Vec<dto::JudgedText>> {
    let mut found: HashMap<String, Vec<dto::JudgedText>> = HashMap::new();
    for one in evaluation.reading.iter().flat_map(|r| &r.judged) {
        found.entry(one.picture.clone()).or_default().push(dto::JudgedText {
            wanted: one.wanted.clone(),
            read: one.read.clone(),
            score: one.score.into(),
            right: one.right,
        });
    }
    found
}

fn components_of(judged: &JudgedPicture) -> Vec<dto::JudgedComponent> {
    let one = |(name, told): (&String, &ComponentResult)| dto::JudgedComponent {
        name: name.clone(),
        state: state_of(told.state),
        score: told.score.into(),
        truth: judged.truth_of(name).map(state_of),
    };
    judged.prediction.components.iter().map(one).collect()
}

fn state_of(state: ComponentState) -> dto::ComponentState {
    match state {
        ComponentState::Ok => dto::ComponentState::Ok,
        ComponentState::Missing => dto::ComponentState::Missing,
        ComponentState::Wrong => dto::ComponentState::Wrong,
        ComponentState::Reversed => dto::ComponentState::Reversed,
        ComponentState::Shifted => dto::ComponentState::Shifted,
    }
}

fn boxes_of(judged: JudgedPicture) -> dto::EvaluatedBoxes {
    dto::EvaluatedBoxes {
        marked: judged.marked.into_iter().map(scored).collect(),
        told: judged.told.into_iter().map(scored).collect(),
    }
}

fn scored(b: NamedBox) -> dto::ScoredBox {
    dto::ScoredBox { class: b.class, score: b.score.map(f64::from), bbox: b.bbox.into() }
}

fn summary_of_bead(bead: &Bead) -> dto::BeadSummary {
    let mut reasons: Vec<dto::BeadRule> = Vec::new();
    for reason in &bead.reasons {
        match known(reason.rule.name()) {
            Ok(rule) if !reasons.contains(&rule) => reasons.push(rule),
            _ => {}
        }
    }
    dto::BeadSummary {
        path_mm: bead.path_mm.into(),
        length_mm: bead.length_mm.into(),
        width_min_mm: bead.width_mm.min.map(f64::from),
        width_mean_mm: bead.width_mm.mean.map(f64::from),
        width_max_mm: bead.width_mm.max.map(f64::from),
        offset_max_mm: bead.offset_max_mm.map(f64::from),
        breaks: bead.breaks.len() as u64,
        reasons,
    }
}

/// All that the model says of one of the evaluated pictures
///
/// Of models that tell more than a verdict: boxes, texts, measures of a bead.
#[utoipa::path(get, path = "/models/{id}/evaluation/{index}", tag = "models",
    params(("id" = Id, Path), ("index" = u64, Path)), responses((status = 200, body = dto::JudgedPicture)))]
pub async fn evaluated_picture(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Path(path): Path<HashMap<String, String>>,
) -> ApiResult<Json<dto::JudgedPicture>> {
    let index: u64 = path.get("index").and_then(|i| i.parse().ok()).ok_or(Code::NotFound)?;
    let model = app.store.model(id).await?;
    let place = usize::try_from(index).map_err(|_| Code::NotFound)?;
    let judged = read_judged(&app, &model).await?.into_iter().nth(place).ok_or(Code::NotFound)?;
    let told = judged.prediction;
    let rest = serde_json::to_value(&told).and_then(serde_json::from_value).map_err(ApiError::internal)?;
    let dto::Particulars { components, texts, bead } = rest;
    Ok(Json(dto::JudgedPicture {
        index,
        width: judged.width,
        height: judged.height,
        verdict: verdict_of(told.verdict),
        score: told.score.into(),
        class: told.class,
        regions: told.regions.into_iter().map(region).collect(),
        ms: milliseconds(told.ms),
        marked: judged.marked.into_iter().map(scored).collect(),
        components,
        texts,
        written: judged.texts,
        bead,
    }))
}

fn verdict_of(verdict: Verdict) -> dto::OkOrNg {
    match verdict {
        Verdict::Ok => dto::OkOrNg::Ok,
        Verdict::Ng => dto::OkOrNg::Ng,
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
