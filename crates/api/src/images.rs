//! Images that jobs may bring: those that administrators offer, and those that Podman has on this machine.

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId};
use crate::guard::{ImageRead, ImageWrite, JobWriteOwn, Permit};
use crate::reasons::Why;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::command::check_image;
use fovea_domain::device::DeviceType;
use fovea_domain::registry::of_image;
use fovea_jobs::PodmanLack;
use fovea_store::{EngineImage, EngineImageDenied, Id, NewEngineImage};
use std::collections::{BTreeSet, HashSet};

const LONGEST_NAME: usize = 40;
const LONGEST_DESCRIPTION: usize = 200;
const MOST_DEVICES: usize = 20;

/// Images that a job may name
///
/// Those that are offered as engines are fetched when a job starts, where their registry is allowed. The others are on the machine
/// already, made or fetched by whoever looks after it; any further one of an allowed registry may be named, too.
#[utoipa::path(get, path = "/images", tag = "jobs", responses((status = 200, body = dto::Images)))]
pub async fn list(permit: Permit<JobWriteOwn>, State(app): State<App>) -> ApiResult<Json<dto::Images>> {
    let engine = app.engine.clone();
    let found = tokio::task::spawn_blocking(move || {
        let (podman, _) = engine.podman()?;
        podman.images().map_err(|e| PodmanLack::Silent { socket: podman.socket().into(), why: e.to_string() })
    });
    let (here, lacks) = match found.await? {
        Ok(here) => (here, None),
        Err(lack) => (Vec::new(), Some(Why::from(&lack).into())),
    };
    let own = app.store.registries(permit.user()).await?;
    let own: HashSet<String> = own.into_iter().map(|registry| registry.host).collect();
    let items = grouped(app.store.engine_images().await?, &here, &own);
    Ok(Json(dto::Images { items, lacks }))
}

/// `own`: registries where the caller has an account.
fn grouped(offered: Vec<EngineImage>, here: &[String], own: &HashSet<String>) -> Vec<dto::Image> {
    let known: BTreeSet<&str> = here.iter().map(String::as_str).collect();
    let names: HashSet<String> = offered.iter().map(|one| one.wanted.image.clone()).collect();
    let presets = offered.into_iter().map(|EngineImage { wanted, .. }| dto::Image {
        here: known.contains(wanted.image.as_str()),
        group: dto::ImageGroup::Preset,
        framework: Some(wanted.framework),
        version: Some(wanted.version).filter(|version| !version.is_empty()),
        image: wanted.image,
        devices: wanted.devices,
        description: wanted.description,
    });
    let mut all: Vec<dto::Image> = presets.collect();
    all.extend(here.iter().filter(|name| !names.contains(*name)).map(|name| dto::Image {
        image: name.clone(),
        group: match own.contains(&of_image(name)) {
            true => dto::ImageGroup::Private,
            false => dto::ImageGroup::Server,
        },
        here: true,
        framework: None,
        version: None,
        devices: Vec::new(),
        description: String::new(),
    }));
    all
}

/// Images that administrators offer
#[utoipa::path(get, path = "/images/presets", tag = "jobs", responses((status = 200, body = dto::PresetImages)))]
pub async fn presets(_: Permit<ImageRead>, State(app): State<App>) -> ApiResult<Json<dto::PresetImages>> {
    let items = app.store.engine_images().await?.into_iter().map(view).collect();
    Ok(Json(dto::PresetImages { items }))
}

/// Offer an image as an engine
#[utoipa::path(post, path = "/images/presets", tag = "jobs", request_body = dto::NewPresetImage,
    responses((status = 201, body = dto::PresetImage)))]
pub async fn create_preset(
    permit: Permit<ImageWrite>,
    State(app): State<App>,
    Body(wanted): Body<dto::NewPresetImage>,
) -> ApiResult<Created<dto::PresetImage>> {
    let made = permit.store(&app).create_engine_image(checked(&wanted)?).await?;
    Ok(Created(view(made.map_err(denied)?)))
}

/// Say anew what an image is that is offered
#[utoipa::path(put, path = "/images/presets/{id}", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::NewPresetImage, responses((status = 200, body = dto::PresetImage)))]
pub async fn change_preset(
    permit: Permit<ImageWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::NewPresetImage>,
) -> ApiResult<Json<dto::PresetImage>> {
    let changed = permit.store(&app).change_engine_image(id, checked(&wanted)?).await?;
    Ok(Json(view(changed.map_err(denied)?)))
}

/// No longer offer an image; jobs that have it go on, and it stays on the machine
#[utoipa::path(delete, path = "/images/presets/{id}", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 204, description = "No longer offered")))]
pub async fn delete_preset(
    permit: Permit<ImageWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_engine_image(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn denied(denied: EngineImageDenied) -> ApiError {
    match denied {
        EngineImageDenied::Known => Code::ImageKnown.into(),
        EngineImageDenied::TooMany => Code::ImageTooMany.into(),
    }
}

fn checked(wanted: &dto::NewPresetImage) -> ApiResult<NewEngineImage> {
    let image = check_image(&wanted.image).map_err(|_| ApiError::field("image", "field.invalid"))?;
    let framework = check::name("framework", &wanted.framework, LONGEST_NAME)?;
    let version = check::one_line("version", &wanted.version, LONGEST_NAME)?;
    let description = check::one_line("description", &wanted.description, LONGEST_DESCRIPTION)?;
    if wanted.devices.len() > MOST_DEVICES {
        return Err(ApiError::field("devices", "field.too_many"));
    }
    let mut devices = BTreeSet::new();
    for name in &wanted.devices {
        let device =
            DeviceType::parse(name.trim()).map_err(|_| ApiError::field("devices", "field.invalid"))?;
        devices.insert(device.name().to_string());
    }
    Ok(NewEngineImage { image, framework, version, devices: devices.into_iter().collect(), description })
}

fn view(EngineImage { id, wanted, created_at, changed_at }: EngineImage) -> dto::PresetImage {
    dto::PresetImage {
        id,
        image: wanted.image,
        framework: wanted.framework,
        version: wanted.version,
        devices: wanted.devices,
        description: wanted.description,
        created_at: created_at.into(),
        changed_at: changed_at.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_told_once_each_in_the_group_that_says_most_of_them() {
        let wanted = NewEngineImage {
            image: "r.example.com/torch:2".into(),
            framework: "PyTorch".into(),
            version: "2".into(),
            devices: vec!["cpu".into()],
            description: String::new(),
        };
        let away = NewEngineImage { image: "tf:1".into(), devices: vec![], ..wanted.clone() };
        let offer = |wanted| EngineImage { id: Id::new(), wanted, created_at: 0, changed_at: 0 };
        let here = ["busybox:1", "r.example.com/mine:1", "r.example.com/torch:2"].map(String::from);
        let own = HashSet::from(["r.example.com".to_string()]);
        let all = grouped(vec![offer(wanted), offer(away)], &here, &own);
        let told: Vec<_> = all.iter().map(|i| (i.image.as_str(), i.group, i.here)).collect();
        assert_eq!(
            told,
            [
                ("r.example.com/torch:2", dto::ImageGroup::Preset, true),
                ("tf:1", dto::ImageGroup::Preset, false),
                ("busybox:1", dto::ImageGroup::Server, true),
                ("r.example.com/mine:1", dto::ImageGroup::Private, true),
            ]
        );
        assert!(grouped(vec![], &here, &HashSet::new()).iter().all(|i| i.group == dto::ImageGroup::Server));
    }
}
