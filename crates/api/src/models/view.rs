use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::words::{known, stored};
use fovea_store::Model;

/// A model as clients see it.
pub fn view(model: Model) -> ApiResult<dto::Model> {
    Ok(dto::Model {
        id: model.id,
        project_id: model.project_id,
        job_id: model.job_id,
        version_id: model.version_id.ok_or_else(|| ApiError::internal("a model without its version"))?,
        number: model.number,
        name: model.name,
        task: known(&model.task)?,
        stage: known(&model.stage)?,
        note: model.note,
        threshold: model.threshold,
        classes: stored(&model.classes)?,
        bytes: u64::try_from(model.bytes).unwrap_or(0),
        summary: model.summary.as_deref().map(stored).transpose()?,
        revision: model.revision,
        created_at: model.created_at.into(),
    })
}
