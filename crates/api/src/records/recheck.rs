use super::view;
use crate::app::App;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId};
use crate::guard::{Permit, Recheck};
use crate::words::{stored, word};
use axum::Json;
use axum::extract::State;
use fovea_domain::MOST_TEXT;
use fovea_store::{BlobHash, Id, NewPicture, Record, StoreError};
use fovea_vision::Limits;

/// Say what a part really was
///
/// The last word counts; saying the same again changes nothing. With `to_dataset` the picture becomes one of the
/// project's, with this label and, where the texts are said, with these at their places, once. A verdict of null takes back what was said; a picture in the data set stays there.
#[utoipa::path(post, path = "/records/{id}/recheck", tag = "records", params(("id" = Id, Path)),
    request_body = dto::NewRecheck, responses((status = 200, body = dto::Record)))]
pub async fn recheck(
    permit: Permit<Recheck>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(said): Body<dto::NewRecheck>,
) -> ApiResult<Json<dto::Record>> {
    let found = app.store.record(id).await?;
    let Some(verdict) = said.verdict else {
        let record = permit.store(&app).take_back_recheck(id).await?;
        return Ok(Json(view(&app, record).await?));
    };
    // A good part has no class of defect.
    let class_id = said.class_id.filter(|_| verdict == dto::OkOrNg::Ng);
    let texts = said.texts.map(|texts| texts_of(&found, texts)).transpose()?;
    let recheck = fovea_store::Recheck { verdict: word(&verdict), class_id, texts, by: permit.user() };
    if said.to_dataset && found.picture.is_none() {
        return Err(ApiError::field("to_dataset", "record.no_picture"));
    }
    let mut record = permit.store(&app).recheck(id, &recheck).await.map_err(|e| match e {
        StoreError::NotFound { what: "class" } => ApiError::field("class_id", "field.unknown"),
        other => other.into(),
    })?;
    if let (true, Some(hash)) = (said.to_dataset, record.picture_hash()) {
        let picture = picture_of(&app, &record, hash).await?;
        record = permit.store(&app).record_to_dataset(id, &picture, permit.user()).await?;
    }
    Ok(Json(view(&app, record).await?))
}

/// One for each text that was read.
fn texts_of(record: &Record, texts: Vec<String>) -> ApiResult<Vec<String>> {
    let read: dto::Particulars = stored(&record.prediction)?;
    let texts: Vec<String> = texts.iter().map(|t| t.trim().to_string()).collect();
    let sound = |text: &String| text.len() <= MOST_TEXT && !text.chars().any(char::is_control);
    if texts.len() == read.texts.len() && texts.iter().all(sound) {
        Ok(texts)
    } else {
        Err(ApiError::field("texts", "field.invalid"))
    }
}

/// The kept picture as one of a data set.
async fn picture_of(app: &App, record: &Record, hash: BlobHash) -> ApiResult<NewPicture> {
    let path = app.store.blobs().path(&hash);
    let probed = tokio::task::spawn_blocking(move || {
        let bytes = std::fs::metadata(&path).map_or(0, |m| m.len());
        fovea_vision::probe_file(&path, &Limits::default()).map(|probe| (probe, bytes))
    });
    let (probe, bytes) = probed.await?.map_err(ApiError::internal)?;
    let ending = match probe.format {
        "jpeg" => "jpg",
        "tiff" => "tif",
        other => other,
    };
    // A serial number may look like a path.
    let plain = |s: &String| s.replace(['/', '\\'], "_");
    let name = record.serial.as_ref().map_or_else(|| record.id.to_string(), plain);
    Ok(NewPicture {
        hash,
        name: format!("recheck/{name}.{ending}"),
        width: probe.width,
        height: probe.height,
        bytes,
        format: probe.format,
        source: "recheck",
        import_id: None,
        linked: false,
    })
}
