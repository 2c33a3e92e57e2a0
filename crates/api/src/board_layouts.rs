//! Where the components of a project's boards lie, drawn on the picture of a good one.

use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId};
use crate::guard::{DataRead, Permit, Train};
use axum::Json;
use axum::extract::State;
use fovea_domain::BBox;
use fovea_domain::components::ComponentPlace;
use fovea_store::{DrawnPlan, Id, PlanKind};
use serde_json::json;
use std::collections::HashSet;

/// As the trainer has it: more are a mistake, and a smaller one shows nothing.
const MOST_COMPONENTS: usize = 1000;
const LONGEST_NAME: usize = 100;
const SMALLEST: f32 = 8.0;

/// What the store keeps.
pub(crate) type Placed = Vec<ComponentPlace>;

/// Where the components of a project's boards lie
#[utoipa::path(get, path = "/projects/{id}/board_layout", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::DrawnBoardLayout)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<dto::DrawnBoardLayout>> {
    Ok(Json(view(app.store.scene_plan(project, PlanKind::Board).await?)))
}

/// Say where the components of a project's boards lie
///
/// Trainings of the task `components` that are begun from now on go by it; those that were begun keep theirs.
#[utoipa::path(put, path = "/projects/{id}/board_layout", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::BoardLayout, responses((status = 200, body = dto::DrawnBoardLayout)))]
pub async fn replace(
    permit: Permit<Train>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<dto::BoardLayout>,
) -> ApiResult<Json<dto::DrawnBoardLayout>> {
    app.store.project(project).await?;
    let picture = app.store.picture(wanted.picture_id).await?.row;
    if picture.project_id != project {
        return Err(Code::NotFound.into());
    }
    let placed = placed(&wanted.components, (picture.width as f32, picture.height as f32))?;
    let told = json!({ "picture": wanted.picture_id, "components": placed.len() });
    let drawn_on = (PlanKind::Board, wanted.picture_id);
    permit.store(&app).set_scene_plan(project, drawn_on, &placed, told, permit.user()).await?;
    Ok(Json(view(app.store.scene_plan(project, PlanKind::Board).await?)))
}

fn placed(wanted: &[dto::PlacedComponent], (width, height): (f32, f32)) -> ApiResult<Placed> {
    let wrong = |name: &str, reason: &str| {
        Err(ApiError::from(Code::BoardLayout).with("name", name).with("reason", reason))
    };
    if !(1..=MOST_COMPONENTS).contains(&wanted.len()) {
        return wrong("", "count");
    }
    let mut names = HashSet::new();
    let mut placed = Vec::with_capacity(wanted.len());
    for one in wanted {
        let name = one.name.trim();
        if name.is_empty() || name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
            return wrong(name, "name");
        }
        if !names.insert(name.to_string()) {
            return wrong(name, "twice");
        }
        let bbox = BBox::from(one.bbox);
        let inside = [bbox.x, bbox.y, bbox.w, bbox.h].iter().all(|v| v.is_finite())
            && bbox.x >= -1.0
            && bbox.y >= -1.0
            && bbox.x + bbox.w <= width + 1.0
            && bbox.y + bbox.h <= height + 1.0;
        if !inside {
            return wrong(name, "outside");
        }
        match bbox.clip(width, height) {
            Some(bbox) if bbox.w >= SMALLEST && bbox.h >= SMALLEST => {
                let (name, either_way) = (name.to_string(), one.either_way);
                placed.push(ComponentPlace { name, bbox, either_way });
            }
            _ => return wrong(name, "small"),
        }
    }
    Ok(placed)
}

fn view(drawn: Option<DrawnPlan<Placed>>) -> dto::DrawnBoardLayout {
    let Some(DrawnPlan { picture_id, plan, updated_at, updated_by }) = drawn else {
        return dto::DrawnBoardLayout { layout: None, updated_at: None, updated_by: None };
    };
    let one = |c: ComponentPlace| dto::PlacedComponent {
        name: c.name,
        bbox: c.bbox.into(),
        either_way: c.either_way,
    };
    let layout = dto::BoardLayout { picture_id, components: plan.into_iter().map(one).collect() };
    dto::DrawnBoardLayout { layout: Some(layout), updated_at: Some(updated_at.into()), updated_by }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_have_names_of_their_own_and_lie_on_the_board() {
        let one = |name: &str, bbox| dto::PlacedComponent { name: name.into(), bbox, either_way: false };
        let told = |all: &[dto::PlacedComponent]| {
            placed(all, (100.0, 50.0)).map(|p| p.len()).map_err(|e| e.problem().params["reason"].clone())
        };
        let r1 = one("R1", [10.0, 10.0, 20.0, 10.0]);
        assert_eq!(told(&[r1.clone(), one(" C1 ", [79.5, 40.0, 21.0, 10.0])]), Ok(2));
        assert_eq!(told(&[]), Err("count".into()));
        for (other, reason) in [
            (one("R1", [50.0, 10.0, 20.0, 10.0]), "twice"),
            (one(" ", [50.0, 10.0, 20.0, 10.0]), "name"),
            (one("C1", [90.0, 10.0, 20.0, 10.0]), "outside"),
            (one("C1", [90.0, f32::NAN, 5.0, 10.0]), "outside"),
            (one("C1", [50.0, 10.0, 4.0, 10.0]), "small"),
        ] {
            assert_eq!(told(&[r1.clone(), other]), Err(reason.into()));
        }
    }
}
