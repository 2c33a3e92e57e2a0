//! How quality rises with labels: each training of a project as a point, and what more labels would bring.

use crate::app::App;
use crate::dto::{
    JudgedOn, Learning, LearningCurve, LearningMeasure, LearningOutlook, LearningPoint, ModelSummary,
    ModelTask,
};
use crate::error::ApiResult;
use crate::extract::PathId;
use crate::guard::{ModelRead, Permit};
use crate::learning_loop;
use crate::words::{known, stored};
use axum::Json;
use axum::extract::State;
use fovea_domain::assist::{Lesson, outlook};
use fovea_store::{Id, TaughtModel};

/// The newest tell enough.
const MOST_TOLD: u64 = 200;

/// How quality rises with labels
#[utoipa::path(get, path = "/projects/{id}/learning", tag = "models", params(("id" = Id, Path)),
    responses((status = 200, body = Learning)))]
pub async fn show(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<Learning>> {
    let models = app.store.taught_models(project, MOST_TOLD).await?;
    let (labelled, pictures) = app.store.labelled_of(project).await?;
    let since = match models.first() {
        Some(newest) => {
            let had = app.store.version(newest.version_id).await?.labelled;
            Some(labelled.saturating_sub(had.unsigned_abs()))
        }
        None => None,
    };
    let mut curves: Vec<LearningCurve> = Vec::new();
    for model in models {
        let Some((task, measure, point)) = point(model)? else { continue };
        match curves.iter_mut().find(|c| (c.task, c.measure) == (task, measure)) {
            Some(curve) => curve.points.push(point),
            None => curves.push(LearningCurve { task, measure, points: vec![point], outlook: None }),
        }
    }
    for curve in &mut curves {
        curve.points.reverse();
        let lessons: Vec<Lesson> = curve
            .points
            .iter()
            .filter(|p| p.counts)
            .map(|p| Lesson { labels: p.labels, quality: p.quality, judged: p.judged })
            .collect();
        curve.outlook = outlook(&lessons).map(|o| LearningOutlook {
            labels: o.labels,
            quality: o.quality,
            gain: o.gain,
            noise: o.noise,
            pays: o.pays,
        });
    }
    let by_itself = app.store.learning_loop(project).await?.map(learning_loop::view).transpose()?;
    Ok(Json(Learning { labelled, pictures, since, curves, by_itself }))
}

/// `None` where nothing was measured.
fn point(model: TaughtModel) -> ApiResult<Option<(ModelTask, LearningMeasure, LearningPoint)>> {
    let task: ModelTask = known(&model.task)?;
    let Some(summary) = model.summary.as_deref().map(stored::<ModelSummary>).transpose()? else {
        return Ok(None);
    };
    let own = match task {
        ModelTask::Classify => (summary.accuracy, LearningMeasure::Accuracy),
        ModelTask::Segment => (summary.mean_iou, LearningMeasure::MeanIou),
        ModelTask::Detect => (summary.map50, LearningMeasure::Map50),
        _ => (None, LearningMeasure::Auroc),
    };
    let measured =
        [own, (summary.auroc, LearningMeasure::Auroc), (summary.accuracy, LearningMeasure::Accuracy)];
    let Some((quality, measure)) = measured.into_iter().find_map(|(value, m)| Some((value?, m))) else {
        return Ok(None);
    };
    Ok(Some((
        task,
        measure,
        LearningPoint {
            model_id: model.id,
            number: model.number,
            name: model.name,
            created_at: model.created_at.into(),
            version_id: model.version_id,
            version_number: model.version_number,
            labels: model.labels.unsigned_abs(),
            quality,
            judged: summary.pictures,
            counts: summary.judged == JudgedOn::HeldBack,
        },
    )))
}
