//! Parts of a service's pictures that do not matter. What is wrong there does not count; a packed recipe has such parts of its own.

use crate::app::App;
use crate::codes::Code;
use crate::dto::IgnoredPart;
use crate::error::{ApiError, ApiResult};
use fovea_domain::Task;
use fovea_recipe::Ignored;
use fovea_service::Answer;
use fovea_store::{Id, Service};
use std::collections::BTreeMap;

/// Of all parts of a service as JSON, some thousand corners. They are told with each service of a list, and read for each picture.
const MOST_BYTES: usize = 64 << 10;

/// As the store keeps them; `None` where all of a picture matters.
pub(super) fn written(parts: &BTreeMap<String, IgnoredPart>) -> ApiResult<Option<String>> {
    if parts.is_empty() {
        return Ok(None);
    }
    let text = serde_json::to_string(parts).map_err(ApiError::internal)?;
    if text.len() > MOST_BYTES {
        return Err(ApiError::field("ignored", "field.too_long").with("most", MOST_BYTES));
    }
    // One rule for recipes, the command line and services.
    Ignored::read(text.as_bytes()).map_err(|_| ApiError::field("ignored", "field.invalid"))?;
    Ok(Some(text))
}

pub(super) fn told(kept: Option<&str>) -> ApiResult<BTreeMap<String, IgnoredPart>> {
    kept.map(serde_json::from_str).transpose().map(Option::unwrap_or_default).map_err(ApiError::internal)
}

/// Refuses parts for a model that finds no places, as they are asked for or would stay with another model.
pub(super) async fn fits(
    app: &App,
    before: &Service,
    (model, ignored): (Option<Id>, Option<&Option<String>>),
) -> ApiResult<()> {
    let stays = ignored.map_or(before.row.ignored.is_some(), Option::is_some);
    if !stays || (model.is_none() && ignored.is_none()) {
        return Ok(());
    }
    let task = app.store.model(model.unwrap_or(before.row.model_id)).await?.task;
    // That of a packed recipe is none of these.
    let finds = serde_json::from_value::<Task>(task.clone().into()).is_ok_and(Ignored::fits);
    if finds { Ok(()) } else { Err(ApiError::from(Code::ServiceNoIgnored).with("task", task)) }
}

/// Takes what lies in such parts out of an answer; where nothing else was found, nothing is wrong.
pub(crate) fn leave_out(service: &Service, answer: &mut Answer) -> ApiResult<()> {
    if answer.recipe.is_none()
        && let Some(text) = &service.row.ignored
    {
        let ignored = Ignored::read(text.as_bytes()).map_err(ApiError::internal)?;
        answer.prediction = ignored.left_of(answer.prediction.clone());
    }
    Ok(())
}
