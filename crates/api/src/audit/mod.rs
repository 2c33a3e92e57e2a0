//! Who did what, for those who may know.

mod export;

pub use export::*;

use crate::app::App;
use crate::dto::{AuditActions, AuditCheck, AuditRow, BrokenRow};
use crate::error::{ApiError, ApiResult};
use crate::extract::Query;
use crate::guard::{AuditRead, Permit};
use crate::list::{List, page_request};
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use fovea_store::{AuditFilter, Broken, ChainCheck, ChainHead, Expected, Id};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    actor_id: Option<Id>,
    /// Part of the name of who did it
    actor: Option<String>,
    /// Such as `user.change`; `user.` means all of users
    action: Option<String>,
    object_kind: Option<String>,
    object_id: Option<String>,
    project_id: Option<Id>,
    /// `done` or `refused`
    result: Option<String>,
    from: Option<Time>,
    /// Not this moment itself
    to: Option<Time>,
}

impl AuditQuery {
    fn filter(&self) -> AuditFilter {
        AuditFilter {
            actor_id: self.actor_id,
            actor: self.actor.clone(),
            action: self.action.clone().filter(|a| !a.is_empty()),
            object_kind: self.object_kind.clone(),
            object_id: self.object_id.clone(),
            project_id: self.project_id,
            result: self.result.clone(),
            from: self.from.map(|t| t.0),
            to: self.to.map(|t| t.0),
        }
    }
}

/// What was done, newest first; no more than 10,000 are counted
#[utoipa::path(get, path = "/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = List<AuditRow>)))]
pub async fn list(
    _: Permit<AuditRead>,
    State(app): State<App>,
    Query(query): Query<AuditQuery>,
) -> ApiResult<Json<List<AuditRow>>> {
    let page = page_request(query.limit, query.cursor.as_deref())?;
    Ok(Json(List::of(app.store.audit(&query.filter(), &page).await?, view)))
}

/// All actions that there are
#[utoipa::path(get, path = "/audit/actions", tag = "audit", responses((status = 200, body = AuditActions)))]
pub async fn actions(_: Permit<AuditRead>) -> Json<AuditActions> {
    Json(AuditActions { actions: fovea_store::ACTIONS.iter().map(|a| (*a).into()).collect() })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CheckQuery {
    /// A `head` of an earlier check: whether the chain still goes on from there
    expect: Option<String>,
}

/// Look at the whole chain: whether a row was changed or removed
#[utoipa::path(get, path = "/audit/check", tag = "audit", params(CheckQuery),
    responses((status = 200, body = AuditCheck)))]
pub async fn check(
    _: Permit<AuditRead>,
    State(app): State<App>,
    Query(query): Query<CheckQuery>,
) -> ApiResult<Json<AuditCheck>> {
    let kept = query.expect.map(|text| text.parse::<ChainHead>()).transpose();
    let kept = kept.map_err(|_| ApiError::field("expect", "field.invalid"))?;
    Ok(Json(AuditCheck::from(app.store.check_audit(kept.as_ref()).await?)))
}

impl From<ChainCheck> for AuditCheck {
    fn from(found: ChainCheck) -> AuditCheck {
        let broken = found.broken.map(|(seq, what)| BrokenRow {
            seq,
            what: match what {
                Broken::Changed => "changed".into(),
                Broken::Missing => "missing".into(),
            },
        });
        let expected = found.expected.map(|e| match e {
            Expected::Held => "held".into(),
            Expected::Broken => "broken".into(),
            Expected::Forgotten => "forgotten".into(),
        });
        AuditCheck {
            rows: found.rows,
            first_seq: found.first_seq,
            last_seq: found.last_seq,
            head: found.head.map(|h| h.to_string()),
            removed_to: found.removed_to,
            broken,
            expected,
        }
    }
}

pub(crate) fn view(row: fovea_store::AuditRow) -> AuditRow {
    let value = |text: Option<String>| text.and_then(|t| serde_json::from_str::<Value>(&t).ok());
    AuditRow {
        seq: row.seq,
        at: row.at.into(),
        actor_id: row.actor_id,
        actor_name: row.actor_name,
        from_address: row.from_address,
        action: row.action,
        object_kind: row.object_kind,
        object_id: row.object_id,
        object_name: row.object_name,
        project_id: row.project_id,
        before: value(row.before),
        after: value(row.after),
        result: row.result,
        request_id: row.request_id,
        hash: row.hash.iter().map(|b| format!("{b:02x}")).collect(),
    }
}
