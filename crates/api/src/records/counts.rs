use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::{PathId, Query};
use crate::guard::{Permit, RecordRead};
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use fovea_store::{CountFilter, Id};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CountQuery {
    service_id: Option<Id>,
    from: Option<Time>,
    /// Not included
    to: Option<Time>,
}

/// How many verdicts of which kind, in all and by the hour
#[utoipa::path(get, path = "/projects/{id}/counts", tag = "records", params(("id" = Id, Path), CountQuery),
    responses((status = 200, body = dto::Counts)))]
pub async fn counts(
    _: Permit<RecordRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<CountQuery>,
) -> ApiResult<Json<dto::Counts>> {
    let filter = CountFilter {
        service_id: query.service_id,
        from: query.from.map(|t| t.0),
        to: query.to.map(|t| t.0),
    };
    let found = app.store.record_counts(id, &filter).await?;
    let total = found.ok + found.ng;
    let hours = found.by_hour.into_iter();
    Ok(Json(dto::Counts {
        total,
        ok: found.ok,
        ng: found.ng,
        asked: found.asked,
        rechecked: found.rechecked,
        overkill: found.overkill,
        escape: found.escape,
        ok_share: (total > 0).then(|| found.ok as f64 / total as f64),
        by_hour: hours.map(|h| dto::HourCount { at: h.at.into(), ok: h.ok, ng: h.ng }).collect(),
    }))
}
