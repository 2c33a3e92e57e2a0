use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::words::{known, stored};
use fovea_jobs::RECIPE_TASK;
use fovea_store::Model;

/// A model as clients see it.
pub async fn view(app: &App, model: Model) -> ApiResult<dto::Model> {
    let recipe = match model.task.as_str() {
        RECIPE_TASK => app.store.recipe_of_model(model.id).await?,
        _ => None,
    };
    Ok(dto::Model {
        id: model.id,
        project_id: model.project_id,
        job_id: model.job_id,
        version_id: model.version_id,
        number: model.number,
        name: model.name,
        task: known(&model.task)?,
        recipe: recipe.map(|v| dto::RecipeRef { recipe_id: v.recipe_id, version_id: v.id, number: v.number }),
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
