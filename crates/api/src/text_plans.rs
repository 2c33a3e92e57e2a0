//! What is read in a project: where text stands, drawn on one of its pictures, and what it must be.

use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId};
use crate::guard::{DataRead, Permit, Train};
use axum::Json;
use axum::extract::State;
use fovea_domain::BBox;
use fovea_domain::text::{Check, TextArc};
use fovea_infer::read::{ReadSpec, Try};
use fovea_jobs::train::TextPlan;
use fovea_store::{DrawnPlan, Id, PlanKind};
use serde_json::json;

/// A line that is lower shows no sign.
const SMALLEST: f32 = 6.0;

/// What is read in a project
#[utoipa::path(get, path = "/projects/{id}/text_plan", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::DrawnTextPlan)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<dto::DrawnTextPlan>> {
    Ok(Json(view(app.store.scene_plan(project, PlanKind::Text).await?)))
}

/// Say what is read in a project
///
/// Trainings of the task `read` that are begun from now on go by it; those that were begun keep theirs.
#[utoipa::path(put, path = "/projects/{id}/text_plan", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::TextPlan, responses((status = 200, body = dto::DrawnTextPlan)))]
pub async fn replace(
    permit: Permit<Train>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<dto::TextPlan>,
) -> ApiResult<Json<dto::DrawnTextPlan>> {
    app.store.project(project).await?;
    let picture = app.store.picture(wanted.picture_id).await?.row;
    if picture.project_id != project {
        return Err(Code::NotFound.into());
    }
    let plan = plan_of(&wanted, (picture.width as f32, picture.height as f32))?;
    let told = json!({
        "picture": wanted.picture_id, "regions": plan.regions.len() + plan.arcs.len(), "pattern": plan.pattern,
        "alphabet": plan.alphabet, "checks": plan.checks, "expected": plan.expected,
    });
    let drawn_on = (PlanKind::Text, wanted.picture_id);
    permit.store(&app).set_scene_plan(project, drawn_on, &plan, told, permit.user()).await?;
    Ok(Json(view(app.store.scene_plan(project, PlanKind::Text).await?)))
}

fn plan_of(wanted: &dto::TextPlan, size: (f32, f32)) -> ApiResult<TextPlan> {
    let plan = TextPlan {
        regions: wanted.regions.iter().map(|b| region(*b, size)).collect::<ApiResult<_>>()?,
        arcs: wanted.arcs.iter().map(|a| arc(*a, size)).collect::<ApiResult<_>>()?,
        pattern: said("pattern", wanted.pattern.as_deref())?,
        alphabet: said("alphabet", wanted.alphabet.as_deref())?,
        checks: wanted.checks.iter().map(|c| c.trim().to_string()).collect(),
        expected: said("expected", wanted.expected.as_deref())?,
        turns: wanted.turns.clone(),
        tries: wanted.tries.iter().map(|one| try_of(*one)).collect(),
    };
    // What the trainer would refuse at its end is told at once.
    let spec = spec_of(&plan)?;
    let wrong = |e: fovea_infer::InferError| fault("pattern", e.to_string());
    spec.check().and_then(|()| spec.check_pattern()).map_err(wrong)?;
    Ok(plan)
}

fn fault(field: &str, reason: String) -> ApiError {
    ApiError::from(Code::TextPlan).with("field", field).with("reason", reason)
}

/// Nothing but blanks is nothing.
fn said(field: &str, text: Option<&str>) -> ApiResult<Option<String>> {
    let text = text.map(str::trim).filter(|t| !t.is_empty());
    match text {
        Some(text) if text.chars().any(char::is_control) || text.len() > 1000 => {
            Err(fault(field, "it is too long or has signs that cannot be shown".into()))
        }
        text => Ok(text.map(String::from)),
    }
}

fn region([x, y, w, h]: [f32; 4], (width, height): (f32, f32)) -> ApiResult<BBox> {
    let inside = BBox { x, y, w, h }.clip(width, height);
    let sound = [x, y, w, h].iter().all(|v| v.is_finite());
    let inside = inside.filter(|b| sound && b.w >= SMALLEST && b.h >= SMALLEST);
    inside.ok_or_else(|| fault("regions", format!("a box is smaller than {SMALLEST} pixels, or outside")))
}

/// All three points lie on the picture; how high it is shows whether it is one at all.
fn arc(told: dto::TextArc, (width, height): (f32, f32)) -> ApiResult<TextArc> {
    let dto::TextArc { start, middle, end, height: high } = told;
    let arc = TextArc { start, middle, end, height: high };
    let on = |[x, y]: [f32; 2]| (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
    match arc.is_sound() && high >= SMALLEST && [start, middle, end].into_iter().all(on) {
        true => Ok(arc),
        false => Err(fault(
            "arcs",
            format!(
                "a bent line is lower than {SMALLEST} pixels, higher than its circle has room for, or outside"
            ),
        )),
    }
}

fn spec_of(plan: &TextPlan) -> ApiResult<ReadSpec> {
    let usual = ReadSpec::default();
    let check = |text: &String| text.parse::<Check>().map_err(|e| fault("checks", format!("`{text}`: {e}")));
    Ok(ReadSpec {
        regions: plan.regions.clone(),
        arcs: plan.arcs.clone(),
        alphabet: plan.alphabet.as_deref().map(ReadSpec::signs_of),
        pattern: plan.pattern.clone(),
        checks: plan.checks.iter().map(check).collect::<ApiResult<_>>()?,
        turns: if plan.turns.is_empty() { usual.turns.clone() } else { plan.turns.clone() },
        tries: plan.tries.clone(),
        ..usual
    })
}

fn try_of(one: dto::TextTry) -> Try {
    match one {
        dto::TextTry::Inverted => Try::Inverted,
        dto::TextTry::Stretched => Try::Stretched,
        dto::TextTry::Soft => Try::Soft,
        dto::TextTry::Dots => Try::Dots,
        dto::TextTry::Engraved => Try::Engraved,
    }
}

fn view(drawn: Option<DrawnPlan<TextPlan>>) -> dto::DrawnTextPlan {
    let Some(DrawnPlan { picture_id, plan, updated_at, updated_by }) = drawn else {
        return dto::DrawnTextPlan { plan: None, updated_at: None, updated_by: None };
    };
    let tries = plan.tries.iter().map(|one| match one {
        Try::Inverted => dto::TextTry::Inverted,
        Try::Stretched => dto::TextTry::Stretched,
        Try::Soft | Try::Smooth => dto::TextTry::Soft,
        Try::Dots => dto::TextTry::Dots,
        Try::Engraved => dto::TextTry::Engraved,
    });
    let plan = dto::TextPlan {
        picture_id,
        regions: plan.regions.iter().map(|b| (*b).into()).collect(),
        arcs: plan.arcs.iter().map(told_arc).collect(),
        tries: tries.collect(),
        pattern: plan.pattern,
        alphabet: plan.alphabet,
        checks: plan.checks,
        expected: plan.expected,
        turns: plan.turns,
    };
    dto::DrawnTextPlan { plan: Some(plan), updated_at: Some(updated_at.into()), updated_by }
}

fn told_arc(&TextArc { start, middle, end, height }: &TextArc) -> dto::TextArc {
    dto::TextArc { start, middle, end, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_never_be_read_is_refused_with_its_field() {
        let plan = |change: &dyn Fn(&mut dto::TextPlan)| {
            let mut plan = dto::TextPlan {
                picture_id: Id::new(),
                regions: vec![[10.0, 10.0, 60.0, 20.0]],
                arcs: vec![dto::TextArc {
                    start: [10.0, 40.0],
                    middle: [40.0, 20.0],
                    end: [70.0, 40.0],
                    height: 12.0,
                }],
                pattern: Some(" LOT [0-9]{6} ".into()),
                alphabet: None,
                checks: vec!["date:YYYY-MM-DD".into()],
                expected: None,
                turns: Vec::new(),
                tries: vec![dto::TextTry::Soft],
            };
            change(&mut plan);
            plan_of(&plan, (100.0, 50.0)).map_err(|e| e.problem().params["field"].clone())
        };
        let kept = plan(&|_| {}).unwrap();
        assert_eq!(
            (kept.pattern.as_deref(), kept.regions.len(), kept.arcs.len()),
            (Some("LOT [0-9]{6}"), 1, 1)
        );
        type Change<'a> = &'a dyn Fn(&mut dto::TextPlan);
        let wrong: [(Change, &str); 8] = [
            (&|p| p.arcs[0].height = 200.0, "arcs"),
            (&|p| p.arcs[0].end = [170.0, 40.0], "arcs"),
            (&|p| p.pattern = Some("[0-9".into()), "pattern"),
            (&|p| p.alphabet = Some("A-Z".into()), "pattern"),
            (&|p| p.checks = vec!["mod12".into()], "checks"),
            (&|p| p.regions = vec![[90.0, 10.0, f32::NAN, 20.0]], "regions"),
            (&|p| p.regions = vec![[200.0, 10.0, 60.0, 20.0]], "regions"),
            (&|p| p.expected = Some("a\nb".into()), "expected"),
        ];
        for (change, field) in wrong {
            assert_eq!(plan(change).unwrap_err(), field);
        }
    }
}
