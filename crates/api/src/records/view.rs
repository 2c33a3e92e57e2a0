use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::words::{known, stored};
use fovea_domain::{PredictedRegion, Prediction, Timings};
use fovea_store::{Id, Record};
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct OfRecipe {
    #[serde(default)]
    recipe: Option<dto::RecipeSaid>,
}

/// What a packed recipe said, where one did.
fn recipe_of(record: &Record) -> ApiResult<Option<dto::RecipeSaid>> {
    match record.prediction.contains("\"recipe\"") {
        true => Ok(stored::<OfRecipe>(&record.prediction)?.recipe),
        false => Ok(None),
    }
}

/// A record as clients see it.
pub async fn view(app: &App, record: Record) -> ApiResult<dto::Record> {
    let names = app.store.user_names(record.recheck_by.as_slice()).await?;
    one(record, &names)
}

pub async fn views(app: &App, records: Vec<Record>) -> ApiResult<Vec<dto::Record>> {
    let mut people: Vec<Id> = records.iter().filter_map(|r| r.recheck_by).collect();
    people.sort();
    people.dedup();
    let names = app.store.user_names(&people).await?;
    records.into_iter().map(|r| one(r, &names).map(shortened)).collect()
}

/// As lists have it: profiles are long.
fn shortened(mut record: dto::Record) -> dto::Record {
    if let Some(bead) = &mut record.bead {
        bead.width_mm.profile.clear();
        bead.path.clear();
    }
    record
}

fn one(record: Record, names: &HashMap<Id, String>) -> ApiResult<dto::Record> {
    let told: Prediction = stored(&record.prediction)?;
    let recipe = recipe_of(&record)?;
    let dto::Particulars { components, texts, bead } = stored(&record.prediction)?;
    let recheck = match (record.recheck_at, record.recheck.as_str()) {
        (Some(at), verdict @ ("ok" | "ng")) => Some(dto::Recheck {
            verdict: known(verdict)?,
            class_id: record.recheck_class,
            texts: record.recheck_texts.as_deref().map(stored).transpose()?,
            by: record.recheck_by.and_then(|id| names.get(&id).cloned()),
            at: at.into(),
        }),
        _ => None,
    };
    Ok(dto::Record {
        at: record.at().into(),
        id: record.id,
        service_id: record.service_id,
        project_id: record.project_id,
        model_id: record.model_id,
        serial: record.serial,
        verdict: known(&record.verdict)?,
        score: record.score,
        class: record.class,
        regions: told.regions.into_iter().map(region).collect(),
        components,
        texts,
        bead,
        ms_total: f64::from(told.ms.total),
        ms_run: f64::from(told.ms.run),
        width: u32::try_from(record.width).unwrap_or(0),
        height: u32::try_from(record.height).unwrap_or(0),
        picture: record.picture.is_some(),
        heat: record.heat.is_some(),
        recheck,
        recipe,
        picture_id: record.picture_id,
    })
}

pub(crate) fn region(r: PredictedRegion) -> dto::FoundRegion {
    dto::FoundRegion {
        class: Some(r.class),
        score: f64::from(r.score),
        bbox: r.bbox.into(),
        polygon: r.polygon.0,
        area: f64::from(r.area),
    }
}

pub(crate) fn milliseconds(ms: Timings) -> dto::Milliseconds {
    let [decode, run, total] = [ms.decode, ms.run, ms.total].map(f64::from);
    dto::Milliseconds { decode, run, total }
}

/// The answer that a record was made with.
pub fn prediction_of(record: &Record) -> ApiResult<dto::Prediction> {
    let told: Prediction = stored(&record.prediction)?;
    let dto::Particulars { components, texts, bead } = stored(&record.prediction)?;
    Ok(dto::Prediction {
        verdict: known(&record.verdict)?,
        score: f64::from(told.score),
        class: told.class,
        scores: told.scores.into_iter().map(|(class, score)| (class, f64::from(score))).collect(),
        regions: told.regions.into_iter().map(region).collect(),
        components,
        texts,
        bead,
        ms: milliseconds(told.ms),
        record_id: record.id,
        serial: record.serial.clone(),
        heat_png: None,
        recipe: recipe_of(record)?,
    })
}
