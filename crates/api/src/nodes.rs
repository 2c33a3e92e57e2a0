//! Nodes: what there is to run on, who has what of it, and which take no new jobs.

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;
use crate::guard::{ClusterRead, ClusterWrite, Needs, Permit};
use crate::reasons::Why;
use crate::time::Time;
use axum::Json;
use axum::extract::{Path, State};
use fovea_domain::device::{Cards, Unit};
use fovea_domain::permission::Permission;
use fovea_jobs::{NodeClosed, NodeReport};

const MOST_NOTE: usize = 200;

/// Nodes, with what jobs have of each
#[utoipa::path(get, path = "/nodes", tag = "nodes", responses((status = 200, body = dto::ClusterNodes)))]
pub async fn list(permit: Permit<ClusterRead>, State(app): State<App>) -> ApiResult<Json<dto::ClusterNodes>> {
    Ok(Json(dto::ClusterNodes { items: told(&app, &permit).await? }))
}

/// Close a node for new jobs
///
/// Those that it has stay. What it has is told as not to be had, and where quotas are more than what is left, each virtual cluster
/// has its part of it. A node that is closed already stays as it is.
#[utoipa::path(post, path = "/nodes/{name}/cordon", tag = "nodes", params(("name" = String, Path)),
    request_body = dto::NodeCordon, responses((status = 200, body = dto::ClusterNode)))]
pub async fn cordon(
    permit: Permit<ClusterWrite>,
    State(app): State<App>,
    Path(name): Path<String>,
    Body(wanted): Body<dto::NodeCordon>,
) -> ApiResult<Json<dto::ClusterNode>> {
    known(&app, &name)?;
    let note = check::text("note", &wanted.note, MOST_NOTE)?;
    permit.store(&app).close_node(&name, &note).await?;
    app.engine.wake();
    one(&app, &permit, &name).await
}

/// Let a node take jobs again
#[utoipa::path(post, path = "/nodes/{name}/uncordon", tag = "nodes", params(("name" = String, Path)),
    responses((status = 200, body = dto::ClusterNode)))]
pub async fn uncordon(
    permit: Permit<ClusterWrite>,
    State(app): State<App>,
    Path(name): Path<String>,
) -> ApiResult<Json<dto::ClusterNode>> {
    known(&app, &name)?;
    if !app.engine.declared_open(&name) {
        return Err(ApiError::from(Code::NodeClosedByFile).with("node", name));
    }
    permit.store(&app).open_node(&name).await?;
    app.engine.wake();
    one(&app, &permit, &name).await
}

fn known(app: &App, name: &str) -> ApiResult<()> {
    if app.engine.has_node(name) { Ok(()) } else { Err(Code::NotFound.into()) }
}

async fn one<P: Needs>(app: &App, permit: &Permit<P>, name: &str) -> ApiResult<Json<dto::ClusterNode>> {
    let found = told(app, permit).await?.into_iter().find(|n| n.name == name);
    found.map(Json).ok_or_else(|| Code::NotFound.into())
}

pub(crate) async fn told<P: Needs>(app: &App, permit: &Permit<P>) -> ApiResult<Vec<dto::ClusterNode>> {
    let nodes = app.engine.nodes().await.map_err(ApiError::internal)?;
    Ok(nodes.into_iter().map(|node| view(permit, node)).collect())
}

fn view<P: Needs>(permit: &Permit<P>, node: NodeReport) -> dto::ClusterNode {
    let all = permit.may(Permission::JobRead);
    let closed = node.closed.as_ref().map(|closed| match closed {
        NodeClosed::ByFile => dto::NodeClosed { by_file: true, by: None, at: None, note: String::new() },
        NodeClosed::By { name, at, note } => dto::NodeClosed {
            by_file: false,
            by: Some(name.clone()),
            at: Some(Time(*at)),
            note: note.clone(),
        },
    });
    let used = |device: &str| {
        let of = node.uses.iter().filter(|u| u.device == device);
        of.fold(Cards::NONE, |all, u| all.with(u.cards)).count()
    };
    let devices = node.devices.iter().map(|bank| dto::NodeDevices {
        device: bank.device.name().into(),
        unit: match bank.device.rules().unit() {
            Unit::Core => dto::DeviceUnit::Core,
            Unit::Card => dto::DeviceUnit::Card,
        },
        count: bank.cards.count(),
        used: used(bank.device.name()),
        group: bank.group,
    });
    dto::ClusterNode {
        devices: devices.collect(),
        cores_used: node.uses.iter().map(|u| u.cores).fold(0, u32::saturating_add),
        memory_used_mib: node.uses.iter().map(|u| u.memory_mib).fold(0, u64::saturating_add),
        uses: node
            .uses
            .into_iter()
            .map(|u| dto::NodeUse {
                job_id: u.job,
                name: (all || u.owner == Some(permit.user())).then_some(u.name),
                rank: u.rank,
                device: u.device,
                cards: u.cards.numbers().collect(),
                cores: u.cores,
            })
            .collect(),
        name: node.name,
        labels: node.labels,
        simulated: node.simulated,
        schedulable: node.schedulable,
        closed,
        cores: node.cores,
        memory_mib: node.memory_mib,
        sandbox: node.sandbox.into(),
        sandbox_lacks: node.sandbox_lacks.map(|lack| lack.to_string()),
        limits: node.limits.into(),
        holds_disk: node.holds_disk,
        podman: node.podman.as_ref().ok().map(|about| about.version.clone()),
        podman_lacks: node.podman.as_ref().err().map(|lack| Why::from(lack).into()),
    }
}
