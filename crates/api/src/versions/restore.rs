use super::difference::kept;
use super::{Said, make, view};
use crate::app::App;
use crate::dto::{GoodOrBad, RestoreExample, RestorePreview, RestoreResult, RestoreWanted};
use crate::error::ApiResult;
use crate::extract::{Body, PathId, Query};
use crate::guard::{DataRead, DataWrite, Permit};
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, Restored, Store};
use serde::Deserialize;
use utoipa::IntoParams;

/// Pictures that a preview shows.
const MOST_EXAMPLES: usize = 60;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RestoreQuery {
    /// Whether pictures that were taken out of the project come back
    bring_back: Option<bool>,
}

/// What restoring a version would change
#[utoipa::path(get, path = "/versions/{id}/restore", tag = "versions", params(("id" = Id, Path), RestoreQuery),
    responses((status = 200, body = RestorePreview)))]
pub async fn restore_preview(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<RestoreQuery>,
) -> ApiResult<Json<RestorePreview>> {
    let version = app.store.version(id).await?;
    let classes = version.classes()?;
    let back = query.bring_back.unwrap_or(false);
    let mut preview = RestorePreview {
        changed: 0,
        brought_back: 0,
        same: 0,
        left_out: 0,
        later: 0,
        classes: app.store.restore_classes(&version).await?,
        examples: Vec::new(),
    };
    let mut behind = Some(-1);
    while let Some(at) = behind {
        let step = app.store.restore_look(&version, at, back).await?;
        (preview.same, preview.left_out) = (preview.same + step.same, preview.left_out + step.left_out);
        for one in step.changes {
            match one.removed {
                true => preview.brought_back += 1,
                false => preview.changed += 1,
            }
            if preview.examples.len() < MOST_EXAMPLES {
                preview.examples.push(RestoreExample {
                    now_verdict: one.now.verdict.as_deref().and_then(GoodOrBad::from_name),
                    now_class_id: one.now.class_id,
                    now_regions: u32::try_from(one.now.regions.len()).unwrap_or(u32::MAX),
                    removed: one.removed,
                    kept: kept(one.row, &classes)?,
                });
            }
        }
        behind = step.next;
    }
    preview.later = app.store.later_pictures(&version).await?;
    Ok(Json(preview))
}

/// Let the labels of a project become again what a version says
///
/// Pictures that came later keep their labels. It goes part by part: where it is cut off, doing it again goes on.
#[utoipa::path(post, path = "/versions/{id}/restore", tag = "versions", request_body = RestoreWanted,
    params(("id" = Id, Path)), responses((status = 200, body = RestoreResult)))]
pub async fn restore(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<RestoreWanted>,
) -> ApiResult<Json<RestoreResult>> {
    let version = app.store.version(id).await?;
    let (store, user) = (permit.store(&app), permit.user());
    // A version of nothing there is none of, and nothing to lose.
    let some = wanted.keep_now && app.store.step_counts(version.project_id, 0).await?.pictures > 0;
    let kept = match some {
        true => Some(make(&store, version.project_id, Said::default(), None, user).await?),
        false => None,
    };
    // Whoever asks may go away meanwhile; what was begun is brought to its end.
    let done = tokio::spawn(all_parts(store, id, wanted.bring_back, user)).await??;
    Ok(Json(RestoreResult {
        changed: done.changed,
        brought_back: done.brought_back,
        same: done.same,
        left_out: done.left_out,
        kept: match kept {
            Some(kept) => Some(view(&app, kept).await?),
            None => None,
        },
    }))
}

async fn all_parts(store: Store, id: Id, back: bool, user: Id) -> ApiResult<Restored> {
    let (mut all, mut behind) = (Restored::default(), Some(-1));
    while let Some(at) = behind {
        let (done, next) = store.restore_part(id, at, back, user).await?;
        all.changed += done.changed;
        all.brought_back += done.brought_back;
        all.same += done.same;
        all.left_out += done.left_out;
        behind = next;
    }
    Ok(all)
}
