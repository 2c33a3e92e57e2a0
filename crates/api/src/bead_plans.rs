//! Where the bead of glue of a project belongs, drawn on one of its pictures.

use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query, within};
use crate::guard::{DataRead, Permit, Train};
use axum::Json;
use axum::extract::{Request, State};
use fovea_domain::bead::{BeadLimits, BeadPlan, BeadThreshold, BeadTone, Length, Scale};
use fovea_store::{DrawnPlan, Id, PlanKind};
use fovea_vision::{Limits, NoChessboard, decode_bytes, find_chessboard};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

/// Angle at which a bead meets the ground, where nobody says it: half a circle.
const CONTACT_ANGLE: f64 = 90.0;

/// Where a project's bead belongs
#[utoipa::path(get, path = "/projects/{id}/bead_plan", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::DrawnBeadPlan)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<dto::DrawnBeadPlan>> {
    Ok(Json(view(app.store.scene_plan(project, PlanKind::Bead).await?)))
}

/// Say where a project's bead belongs
///
/// Trainings of the task `glue` that are begun from now on go by it; those that were begun keep theirs.
#[utoipa::path(put, path = "/projects/{id}/bead_plan", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::BeadPlan, responses((status = 200, body = dto::DrawnBeadPlan)))]
pub async fn replace(
    permit: Permit<Train>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<dto::BeadPlan>,
) -> ApiResult<Json<dto::DrawnBeadPlan>> {
    app.store.project(project).await?;
    let picture = app.store.picture(wanted.picture_id).await?.row;
    if picture.project_id != project {
        return Err(Code::NotFound.into());
    }
    let plan = plan_of(&wanted);
    let wrong = |reason: String| ApiError::from(Code::BeadPlan).with("reason", reason);
    plan.wanted().map_err(|fault| wrong(fault.to_string()))?;
    let (width, height) = (f64::from(picture.width) + 1.0, f64::from(picture.height) + 1.0);
    if plan.path.iter().any(|[x, y]| *x > width || *y > height) {
        return Err(wrong("the path lies outside of its picture".into()));
    }
    let told = json!({ "picture": wanted.picture_id, "points": plan.path.len(), "closed": plan.closed });
    let drawn_on = (PlanKind::Bead, wanted.picture_id);
    permit.store(&app).set_scene_plan(project, drawn_on, &plan, told, permit.user()).await?;
    Ok(Json(view(app.store.scene_plan(project, PlanKind::Bead).await?)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChessboardQuery {
    /// Side of a square
    #[param(exclusive_minimum = 0)]
    square_mm: f64,
}

/// Tell how large a pixel is, by a picture of a chessboard
///
/// The picture is looked at and not kept. It must show the board where the parts lie, seen straight from above.
#[utoipa::path(post, path = "/projects/{id}/bead_plan/chessboard", tag = "jobs",
    params(("id" = Id, Path), ChessboardQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = dto::SeenChessboard)))]
pub async fn chessboard(
    _: Permit<Train>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<ChessboardQuery>,
    request: Request,
) -> ApiResult<Json<dto::SeenChessboard>> {
    app.store.project(project).await?;
    let square = query.square_mm;
    if !(square.is_finite() && square > 0.0) {
        return Err(ApiError::field("square_mm", "field.out_of_range"));
    }
    within(request.body(), MOST_BYTES)?;
    let body = Limited::new(request.into_body(), MOST_BYTES).collect().await;
    let body = body.map_err(|e| match e.downcast_ref::<LengthLimitError>() {
        Some(_) => ApiError::from(Code::BodyTooLarge),
        None => ApiError::cut_body(),
    })?;
    let bytes = body.to_bytes();
    let place = app.decoding.clone().acquire_owned().await.map_err(ApiError::internal)?;
    let looked = tokio::task::spawn_blocking(move || {
        let _place = place;
        seen(&bytes, square)
    });
    looked.await?.map(Json)
}

/// A picture of a camera is no larger.
const MOST_BYTES: usize = 64 << 20;

fn seen(bytes: &[u8], square_mm: f64) -> ApiResult<dto::SeenChessboard> {
    let picture = decode_bytes(bytes, &Limits::default())
        .map_err(|e| ApiError::from(Code::PictureUnreadable).with("reason", e.to_string()))?;
    let board = find_chessboard(&picture).map_err(|why| match why {
        NoChessboard::NotFound => ApiError::from(Code::NoChessboard),
        slanted => ApiError::from(Code::SlantedChessboard).with("reason", slanted.to_string()),
    })?;
    Ok(dto::SeenChessboard {
        columns: board.columns as u32,
        rows: board.rows as u32,
        mm_per_px: board.mm_per_px(square_mm),
        spread: board.spread,
    })
}

fn plan_of(wanted: &dto::BeadPlan) -> BeadPlan {
    let limits = &wanted.limits;
    BeadPlan {
        // Whoever lays the pictures out knows what it is called there.
        image: String::new(),
        path: wanted.path.clone(),
        closed: wanted.closed,
        width: Length::Mm { mm: wanted.width_mm },
        tolerance: Length::Mm { mm: wanted.tolerance_mm },
        scale: Scale::Direct { mm_per_px: wanted.mm_per_px },
        locate: wanted.locate,
        contact_angle_deg: CONTACT_ANGLE,
        limits: BeadLimits {
            width_mm: limits.width_mm,
            offset_mm: limits.offset_mm,
            break_mm: limits.break_mm,
            overflow_mm2: limits.overflow_mm2,
            bubble_mm2: limits.bubble_mm2,
            length_mm: limits.length_mm,
            ..BeadLimits::default()
        },
        threshold: wanted.threshold.map(|t| BeadThreshold {
            of: match t.of {
                dto::BeadTone::Light => BeadTone::Light,
                dto::BeadTone::RedGreen => BeadTone::RedGreen,
                dto::BeadTone::BlueGreen => BeadTone::BlueGreen,
            },
            least: t.least,
            most: t.most,
        }),
    }
}

fn view(drawn: Option<DrawnPlan<BeadPlan>>) -> dto::DrawnBeadPlan {
    let Some(DrawnPlan { picture_id, plan, updated_at, updated_by }) = drawn else {
        return dto::DrawnBeadPlan { plan: None, updated_at: None, updated_by: None };
    };
    let mm_per_px = plan.scale.mm_per_px();
    let mm = |length: Length| match length {
        Length::Mm { mm } => mm,
        Length::Px { px } => px * mm_per_px,
    };
    let limits = dto::BeadLimits {
        width_mm: plan.limits.width_mm,
        offset_mm: plan.limits.offset_mm,
        break_mm: plan.limits.break_mm,
        overflow_mm2: plan.limits.overflow_mm2,
        bubble_mm2: plan.limits.bubble_mm2,
        length_mm: plan.limits.length_mm,
    };
    let plan = dto::BeadPlan {
        picture_id,
        closed: plan.closed,
        width_mm: mm(plan.width),
        tolerance_mm: mm(plan.tolerance),
        mm_per_px,
        locate: plan.locate,
        limits,
        threshold: plan.threshold.map(|t| dto::BeadThreshold {
            of: match t.of {
                BeadTone::Light => dto::BeadTone::Light,
                BeadTone::RedGreen => dto::BeadTone::RedGreen,
                BeadTone::BlueGreen => dto::BeadTone::BlueGreen,
            },
            least: t.least,
            most: t.most,
        }),
        path: plan.path,
    };
    dto::DrawnBeadPlan { plan: Some(plan), updated_at: Some(updated_at.into()), updated_by }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_vision::{Picture, encode_png_rgb};

    #[test]
    fn a_chessboard_tells_the_size_of_a_pixel_and_anything_else_is_refused() {
        let mut board = Picture::new(200, 170);
        for (i, pixel) in board.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) = (i % 200, i / 200);
            let on = (10..190).contains(&x) && (10..160).contains(&y);
            let dark = on && ((x - 10) / 30 + (y - 10) / 30) % 2 == 0;
            pixel.fill(if dark { 40 } else { 210 });
        }
        let told = seen(&encode_png_rgb(&board).unwrap(), 3.0).unwrap();
        assert_eq!((told.columns, told.rows), (5, 4));
        assert!((told.mm_per_px - 0.1).abs() < 0.001, "{}", told.mm_per_px);
        let refused = |bytes: &[u8]| seen(bytes, 3.0).unwrap_err().problem().code;
        assert_eq!(refused(&encode_png_rgb(&Picture::new(200, 170)).unwrap()), "bead.no_chessboard");
        assert_eq!(refused(b"no picture"), "picture.unreadable");
    }
}
