use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{Branding, ModuleSwitch, QueueOrder, Settings, SettingsChange};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Whole};
use crate::files::serve;
use crate::guard::{Anyone, Permit, SettingRead, SettingWrite};
use crate::house::{
    AUDIT_DAYS, EVER, JOB_DAYS, LOGO, MODULES_OFF, PRODUCT_NAME, RAW_DAYS, SELF_REGISTRATION, SESSION_HOURS,
};
use crate::modules::Module;
use crate::routes::BASE;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::response::Response;
use fovea_store::{BlobHash, QUEUE_ORDER};
use fovea_vision::{Limits, decode_bytes, sniff, write_atomic};
use std::path::PathBuf;

const MOST_LOGO_BYTES: usize = 1 << 20;
const LOGO_LIMITS: Limits = Limits { max_side: 4096, max_pixels: 4096 * 4096, max_bytes: 1 << 20 };

/// What holds for the whole house
#[utoipa::path(get, path = "/settings", tag = "house", responses((status = 200, body = Settings)))]
pub async fn show(_: Permit<SettingRead>, State(app): State<App>) -> ApiResult<Json<Settings>> {
    told(&app).await
}

async fn told(app: &App) -> ApiResult<Json<Settings>> {
    let house = app.house().await?;
    Ok(Json(Settings {
        product_name: house.product_name,
        self_registration: house.self_registration,
        audit_retention_days: house.audit_days,
        job_retention_days: house.job_days,
        session_hours: house.session_hours,
        raw_picture_days: house.raw_days,
        queue_order: match app.store.queue_order().await? {
            fovea_store::QueueOrder::Priority => QueueOrder::Priority,
            fovea_store::QueueOrder::FairShare => QueueOrder::FairShare,
        },
        modules: Module::ALL
            .into_iter()
            .map(|m| ModuleSwitch { name: m.name().into(), on: !house.modules_off.contains(&m) })
            .collect(),
    }))
}

/// Change what holds for the whole house
#[utoipa::path(patch, path = "/settings", tag = "house", request_body = SettingsChange,
    responses((status = 200, body = Settings)))]
pub async fn change(
    permit: Permit<SettingWrite>,
    State(app): State<App>,
    Body(wanted): Body<SettingsChange>,
) -> ApiResult<Json<Settings>> {
    let mut changes: Vec<(&str, Option<String>)> = Vec::new();
    if let Some(name) = &wanted.product_name {
        changes.push((PRODUCT_NAME, Some(check::name("product_name", name, 40)?)));
    }
    if let Some(open) = wanted.self_registration {
        changes.push((SELF_REGISTRATION, Some(open.to_string())));
    }
    if let Some(days) = wanted.audit_retention_days {
        if days.is_some_and(|d| !(1..=36_500).contains(&d)) {
            return Err(ApiError::field("audit_retention_days", "field.out_of_range"));
        }
        changes.push((AUDIT_DAYS, days.map(|d| d.to_string())));
    }
    if let Some(days) = wanted.job_retention_days {
        if !(1..=3650).contains(&days) {
            return Err(ApiError::field("job_retention_days", "field.out_of_range"));
        }
        changes.push((JOB_DAYS, Some(days.to_string())));
    }
    if let Some(hours) = wanted.session_hours {
        if !(1..=8760).contains(&hours) {
            return Err(ApiError::field("session_hours", "field.out_of_range"));
        }
        changes.push((SESSION_HOURS, Some(hours.to_string())));
    }
    if let Some(days) = wanted.raw_picture_days {
        if days.is_some_and(|d| !(1..=36_500).contains(&d)) {
            return Err(ApiError::field("raw_picture_days", "field.out_of_range"));
        }
        changes.push((RAW_DAYS, Some(days.map_or_else(|| EVER.into(), |d| d.to_string()))));
    }
    if let Some(order) = wanted.queue_order {
        let order = match order {
            QueueOrder::Priority => fovea_store::QueueOrder::Priority,
            QueueOrder::FairShare => fovea_store::QueueOrder::FairShare,
        };
        changes.push((QUEUE_ORDER, Some(order.name().into())));
    }
    if let Some(names) = &wanted.modules_off {
        let unknown = |_| ApiError::field("modules_off", "field.unknown");
        let off: Result<Vec<&str>, ()> =
            names.iter().map(|n| Module::from_name(n).map(Module::name).ok_or(())).collect();
        let mut off = off.map_err(unknown)?;
        off.sort_unstable();
        off.dedup();
        changes.push((MODULES_OFF, (!off.is_empty()).then(|| off.join(","))));
    }
    permit.store(&app).change_settings(&changes).await?;
    app.forget_house().await;
    app.engine.wake();
    told(&app).await
}

/// What everybody may know before logging in
#[utoipa::path(get, path = "/branding", tag = "house", responses((status = 200, body = Branding)))]
pub async fn branding(_: Anyone, State(app): State<App>) -> ApiResult<Json<Branding>> {
    let house = app.house().await?;
    Ok(Json(Branding {
        modules_off: house.modules_off.iter().map(|m| m.name().into()).collect(),
        product_name: house.product_name,
        self_registration: house.self_registration,
        // The hash makes it another address with every logo.
        logo: house.logo.map(|hash| format!("{BASE}/branding/logo?{}", &hash[..12.min(hash.len())])),
    }))
}

/// The house's logo
#[utoipa::path(get, path = "/branding/logo", tag = "house",
    responses((status = 200, description = "PNG, JPEG or WebP", content_type = "image/png", body = Vec<u8>)))]
pub async fn logo(_: Anyone, State(app): State<App>, headers: HeaderMap) -> ApiResult<Response> {
    let hash = app.house().await?.logo.ok_or(Code::NotFound)?;
    let file = logo_file(&app, &hash);
    let head = file.clone();
    let kind =
        tokio::task::spawn_blocking(move || media_type(&std::fs::read(head).unwrap_or_default())).await?;
    serve(&file, kind.ok_or(Code::NotFound)?, &hash, &headers).await
}

/// Set the logo: a picture of at most 1 MB
#[utoipa::path(put, path = "/settings/logo", tag = "house",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204, description = "Set")))]
pub async fn set_logo(
    permit: Permit<SettingWrite>,
    State(app): State<App>,
    Whole(body): Whole,
) -> ApiResult<Response> {
    if body.len() > MOST_LOGO_BYTES {
        return Err(Code::BodyTooLarge.into());
    }
    let hash = BlobHash::of(&body).to_string();
    let file = logo_file(&app, &hash);
    tokio::task::spawn_blocking(move || {
        let unreadable = |reason: String| ApiError::from(Code::PictureUnreadable).with("reason", reason);
        media_type(&body).ok_or_else(|| unreadable("it is no PNG, JPEG or WebP".into()))?;
        decode_bytes(&body, &LOGO_LIMITS).map_err(|e| unreadable(e.to_string()))?;
        write_atomic(&file, &body).map_err(ApiError::internal)
    })
    .await??;
    keep_logo(&permit, &app, Some(hash)).await
}

/// Go back to the built-in logo
#[utoipa::path(delete, path = "/settings/logo", tag = "house", responses((status = 204, description = "Gone")))]
pub async fn delete_logo(permit: Permit<SettingWrite>, State(app): State<App>) -> ApiResult<Response> {
    keep_logo(&permit, &app, None).await
}

/// The file of the logo before goes once nothing speaks of it.
async fn keep_logo(permit: &Permit<SettingWrite>, app: &App, hash: Option<String>) -> ApiResult<Response> {
    let before = app.house().await?.logo.filter(|old| Some(old) != hash.as_ref());
    permit.store(app).change_settings(&[(LOGO, hash)]).await?;
    app.forget_house().await;
    if let Some(old) = before {
        // One that stays behind is only a small file.
        let _ = tokio::fs::remove_file(logo_file(app, &old)).await;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn logo_file(app: &App, hash: &str) -> PathBuf {
    app.store.place().folder().join(format!("logo-{hash}"))
}

fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match sniff(bytes)? {
        "png" => Some("image/png"),
        "jpeg" => Some("image/jpeg"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}
