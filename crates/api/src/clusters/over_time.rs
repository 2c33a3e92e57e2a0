//! Who holds devices and for how long, and how devices were used over time.

use super::readable;
use crate::app::App;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::guard::{Permit, SignedIn};
use crate::people::view::count;
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use fovea_domain::permission::Permission;
use fovea_store::{DeviceUserFilter, HELD_DAYS, Id, disk_space, fold, now};
use serde::Deserialize;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use utoipa::IntoParams;

/// Rows of one answer.
const MOST_USERS: u64 = 500;
const USUAL_POINTS: u64 = 200;
const MOST_POINTS: u64 = 1000;
const DAY_MS: i64 = 86_400_000;
/// Commands whose work folders are looked into, and entries of all of them.
const MOST_OWN: u32 = 200;
const MOST_ENTRIES: u32 = 20_000;
/// As the system counts what a file takes.
const BLOCK: u64 = 512;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeviceUserQuery {
    /// Part of the user name or nickname
    q: Option<String>,
    /// Also those who hold nothing at this moment
    #[serde(default)]
    past: bool,
}

/// Who holds devices of a virtual cluster, how many of them idle, and for how long in the last days
///
/// All of them for those with the right `cluster.read` and administrators of the virtual cluster; others see themselves.
#[utoipa::path(get, path = "/virtual_clusters/{id}/device_users", tag = "virtual_clusters",
    params(("id" = Id, Path), DeviceUserQuery), responses((status = 200, body = dto::DeviceUsers)))]
pub async fn device_users(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<DeviceUserQuery>,
) -> ApiResult<Json<dto::DeviceUsers>> {
    readable(&app, &permit, id).await?;
    let all = permit.may(Permission::ClusterRead) || app.store.administers_cluster(id, permit.user()).await?;
    let filter = DeviceUserFilter {
        user: (!all).then_some(permit.user()),
        q: fold(query.q.as_deref().unwrap_or_default()),
        past: query.past,
        most: MOST_USERS,
    };
    let (found, total) = app.store.device_users(id, &filter).await?;
    let small = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
    let hours = |ms: i64| (ms as f64 / 36_000.0).round() / 100.0;
    let items = found.into_iter().map(|u| dto::DeviceUser {
        user_id: u.user_id,
        name: u.name,
        nickname: u.nickname,
        device: u.device,
        held: small(u.held),
        preemptible: small(u.preemptible),
        idle: small(u.idle),
        held_hours: hours(u.held_ms),
        idle_hours: hours(u.idle_ms),
    });
    let days = u32::try_from(HELD_DAYS).unwrap_or(0);
    Ok(Json(dto::DeviceUsers { items: items.collect(), total, days }))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeviceUseQuery {
    /// Of this virtual cluster; left out: of the whole cluster, with the right `cluster.read`
    virtual_cluster_id: Option<Id>,
    /// From this moment on; left out: the last day
    from: Option<Time>,
    /// Up to this one; left out: up to now
    to: Option<Time>,
    /// At most so many points a type of device; left out: 200
    #[param(minimum = 1, maximum = 1000)]
    points: Option<u64>,
}

/// Devices over time: used, available and not to be had, by type
///
/// They are counted every minute, and kept in steps of five minutes for two days, of an hour for two months and of a day for two
/// years.
#[utoipa::path(get, path = "/virtual_clusters/device_use", tag = "virtual_clusters", params(DeviceUseQuery),
    responses((status = 200, body = dto::DeviceUse)))]
pub async fn device_use(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Query(query): Query<DeviceUseQuery>,
) -> ApiResult<Json<dto::DeviceUse>> {
    match query.virtual_cluster_id {
        Some(id) => drop(readable(&app, &permit, id).await?),
        None => permit.principal.require(Permission::ClusterRead)?,
    }
    let to = query.to.map_or_else(now, |t| t.0);
    let from = query.from.map_or(to.saturating_sub(DAY_MS), |t| t.0);
    if from > to {
        return Err(ApiError::field("from", "field.out_of_range"));
    }
    let points = query.points.unwrap_or(USUAL_POINTS).clamp(1, MOST_POINTS);
    let (step_ms, found) = app.store.device_use(query.virtual_cluster_id, from, to, points).await?;
    let mut items: Vec<dto::DeviceUseOfType> = Vec::new();
    for point in found {
        let told = dto::DeviceUsePoint {
            at: Time(point.at),
            used: point.used,
            available: point.available,
            unschedulable: point.unschedulable,
            most_used: point.most_used,
        };
        match items.last_mut().filter(|of| of.device == point.device) {
            Some(of) => of.points.push(told),
            None => items.push(dto::DeviceUseOfType { device: point.device, points: vec![told] }),
        }
    }
    Ok(Json(dto::DeviceUse { step_s: step_ms as f64 / 1e3, items }))
}

/// How full the disk is on which the server keeps its data
#[utoipa::path(get, path = "/virtual_clusters/storage", tag = "virtual_clusters",
    responses((status = 200, body = dto::Storage)))]
pub async fn storage(permit: Permit<SignedIn>, State(app): State<App>) -> ApiResult<Json<dto::Storage>> {
    let place = app.store.place();
    let (folder, home) = (place.folder().to_path_buf(), place.home(permit.user()));
    let own = app.store.commands_of(permit.user(), MOST_OWN).await?;
    let work: Vec<PathBuf> = own.into_iter().map(|job| place.job(job).join("work")).collect();
    let told = tokio::task::spawn_blocking(move || {
        let (mut of_home, mut of_work) = (MOST_ENTRIES, MOST_ENTRIES);
        let work = work.iter().try_fold(0, |sum, folder| Some(sum + bytes_below(folder, &mut of_work)?));
        disk_space(&folder).map(|space| (space, bytes_below(&home, &mut of_home), work))
    });
    let (space, home_bytes, work_bytes) = told.await??;
    let used_bytes = space.total.saturating_sub(space.free);
    let user = app.store.user(permit.user()).await?;
    Ok(Json(dto::Storage {
        total_bytes: space.total,
        used_bytes,
        own_used_bytes: count(app.store.data_used_by(user.id).await?),
        own_quota_bytes: user.data_quota_bytes.map(count),
        home_bytes,
        work_bytes,
    }))
}

/// What lies in a folder takes on the disk; `None`: there are more entries than may be looked at. Links are not followed.
fn bytes_below(folder: &Path, left: &mut u32) -> Option<u64> {
    let (mut sum, mut folders) = (0, vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        // What is gone meanwhile takes nothing.
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            *left = left.checked_sub(1)?;
            let Ok(about) = entry.metadata() else { continue };
            sum += about.blocks() * BLOCK;
            if about.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    Some(sum)
}
