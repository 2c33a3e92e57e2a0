//! The picture that a project's others are compared with.

use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::{Body, PathId};
use crate::guard::{DataRead, Permit, Train};
use axum::Json;
use axum::extract::State;
use fovea_store::{DrawnPlan, Id, PlanKind};
use serde_json::{Value, json};

/// The picture that a project's others are compared with
#[utoipa::path(get, path = "/projects/{id}/golden_picture", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::ChosenGolden)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<dto::ChosenGolden>> {
    Ok(Json(view(app.store.scene_plan(project, PlanKind::Golden).await?)))
}

/// Choose the picture that a project's others are compared with
///
/// Trainings of the task `compare` that are begun from now on go by it, and the model carries it. A picture `x_temp` is the
/// template of `x` and `x_test` alone; it goes before this one while teaching.
#[utoipa::path(put, path = "/projects/{id}/golden_picture", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::GoldenPicture, responses((status = 200, body = dto::ChosenGolden)))]
pub async fn replace(
    permit: Permit<Train>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<dto::GoldenPicture>,
) -> ApiResult<Json<dto::ChosenGolden>> {
    app.store.project(project).await?;
    if app.store.picture(wanted.picture_id).await?.row.project_id != project {
        return Err(Code::NotFound.into());
    }
    let told = json!({ "picture": wanted.picture_id });
    let drawn_on = (PlanKind::Golden, wanted.picture_id);
    permit.store(&app).set_scene_plan(project, drawn_on, &json!({}), told, permit.user()).await?;
    Ok(Json(view(app.store.scene_plan(project, PlanKind::Golden).await?)))
}

fn view(chosen: Option<DrawnPlan<Value>>) -> dto::ChosenGolden {
    let Some(DrawnPlan { picture_id, updated_at, updated_by, .. }) = chosen else {
        return dto::ChosenGolden { picture_id: None, updated_at: None, updated_by: None };
    };
    dto::ChosenGolden { picture_id: Some(picture_id), updated_at: Some(updated_at.into()), updated_by }
}
