//! What stays of a verdict: its record, and by the service's wish the picture and the heat map. All or nothing, and also
//! where the client hangs up meanwhile.

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::imports::forget_unused;
use axum::body::Bytes;
use fovea_domain::{Prediction, Verdict as Word};
use fovea_service::Answer;
use fovea_store::{BlobHash, Id, NewRecord, Record, Service};
use serde::Serialize;

pub(super) struct Verdict {
    pub service: Service,
    pub picture: Bytes,
    pub answer: Answer,
    pub serial: Option<String>,
    pub key: Option<(Id, String)>,
}

/// Comes back when the record is on the disk; with the heat map that was drawn.
pub(super) async fn keep(app: &App, verdict: Verdict) -> ApiResult<(Record, Option<String>)> {
    let app = app.clone();
    // A task of its own: whoever hangs up leaves neither a picture without a record nor the other way round.
    tokio::spawn(async move { put_down(&app, verdict).await }).await?
}

async fn put_down(app: &App, verdict: Verdict) -> ApiResult<(Record, Option<String>)> {
    let files = files(&verdict)?;
    let (picture, heat) = (files.picture.as_ref().map(hash), files.heat.as_ref().map(hash));
    let used: Vec<BlobHash> = files.all().map(|file| file.hash.clone()).collect();
    let gate = app.keeping.read().await;
    let written = match write(app, files).await {
        Ok(()) => add(app, record(&verdict, picture, heat)?).await,
        Err(error) => Err(error),
    };
    drop(gate);
    let speaks_of = |hash: &BlobHash| match &written {
        Ok(Record { picture, heat, .. }) => [picture, heat].into_iter().flatten().any(|h| h == hash.as_str()),
        Err(_) => false,
    };
    // A request that was answered before has its record, which speaks of that picture and not of this one.
    let left: Vec<BlobHash> = used.into_iter().filter(|hash| !speaks_of(hash)).collect();
    if !left.is_empty() {
        let app = app.clone();
        tokio::task::spawn_blocking(move || left.iter().for_each(|hash| forget_unused(&app, hash))).await?;
    }
    Ok((written?, verdict.answer.heat_png))
}

async fn add(app: &App, record: NewRecord) -> ApiResult<Record> {
    Ok(app.records.add(record).await?)
}

struct File {
    hash: BlobHash,
    bytes: Bytes,
}

#[derive(Default)]
struct Files {
    picture: Option<File>,
    heat: Option<File>,
}

impl Files {
    fn all(&self) -> impl Iterator<Item = &File> {
        [&self.picture, &self.heat].into_iter().flatten()
    }
}

fn hash(file: &File) -> String {
    file.hash.to_string()
}

/// What the service wants to have kept.
fn files(verdict: &Verdict) -> ApiResult<Files> {
    let answer = &verdict.answer;
    let wanted = match verdict.service.row.keep.as_str() {
        "all" => true,
        "ng" => answer.prediction.verdict == Word::Ng,
        _ => false,
    };
    if !wanted {
        return Ok(Files::default());
    }
    let file = |bytes: Bytes| File { hash: BlobHash::of(&bytes), bytes };
    Ok(Files {
        picture: Some(file(verdict.picture.clone())),
        heat: answer.heat().map(|png| file(png.into())),
    })
}

/// Puts the files on the disk before a record speaks of them.
async fn write(app: &App, files: Files) -> ApiResult<()> {
    let blobs = app.store.blobs().clone();
    tokio::task::spawn_blocking(move || {
        // A heat map can be drawn again and need not wait for the disk.
        for (file, synced) in [(files.picture, true), (files.heat, false)] {
            if let Some(file) = file.filter(|file| !blobs.holds(&file.hash)) {
                blobs.put_as(&file.hash, &file.bytes, synced)?;
            }
        }
        Ok::<_, ApiError>(())
    })
    .await?
}

/// As it stands in a record.
#[derive(Serialize)]
struct Kept<'a> {
    #[serde(flatten)]
    told: &'a Prediction,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<&'a serde_json::Value>,
}

fn record(verdict: &Verdict, picture: Option<String>, heat: Option<String>) -> ApiResult<NewRecord> {
    let (row, answer) = (&verdict.service.row, &verdict.answer);
    let told = &answer.prediction;
    Ok(NewRecord {
        project_id: row.project_id,
        service_id: row.id,
        model_id: row.model_id,
        serial: verdict.serial.clone(),
        verdict: if told.verdict == Word::Ng { "ng" } else { "ok" }.into(),
        asks: answer.recipe.as_ref().is_some_and(|r| r["verdict"] == "recheck"),
        score: f64::from(told.score),
        class: told.class.clone(),
        width: i32::try_from(answer.width).unwrap_or(i32::MAX),
        height: i32::try_from(answer.height).unwrap_or(i32::MAX),
        picture,
        heat,
        request: verdict.key.clone(),
        prediction: serde_json::to_string(&Kept { told, recipe: answer.recipe.as_ref() })
            .map_err(ApiError::internal)?,
    })
}
