use super::closely::look_closely;
use super::figures::Figures;
use crate::app::App;
use crate::error::{ApiError, ApiResult};
use fovea_store::{BlobHash, LinkFault, SetPlace, SetRow, Statistic, StoreError};
use fovea_vision::{Limits, Looks, looks_of, read_limited};
use std::collections::HashMap;

/// Pictures that are looked at together: so often somebody is told how far it is.
const TOGETHER: u64 = 64;

/// What is known of contents, by their hash.
type Known = HashMap<String, Option<Looks>>;
/// Linked contents that cannot be read where they lie, by their hash.
type Away = HashMap<String, LinkFault>;

/// What was found of some pictures.
struct Seen {
    known: Known,
    /// What nobody had looked at before
    new: Vec<(String, Option<Looks>)>,
    away: Away,
}

/// Goes on with what a server that was ended had not worked out.
pub async fn go_on(app: &App) -> ApiResult<()> {
    for left in app.store.running_statistics().await? {
        app.store.begin_statistics_anew(&left).await?;
        start(app, left);
    }
    Ok(())
}

pub(super) fn start(app: &App, of: Statistic) {
    let app = app.clone();
    tokio::spawn(async move {
        let stopping = app.stopping.clone();
        let done = tokio::select! {
            done = work(&app, &of) => done,
            // The next server goes on.
            () = stopping.cancelled() => return,
        };
        if let Err(error) = done {
            tracing::warn!(statistics = %of.id, code = error.code().name(), "statistics could not be worked out");
            if let Err(error) = app.store.end_statistics(of.id, "failed").await {
                tracing::warn!(statistics = %of.id, %error, "nor could that be written down");
            }
        }
    });
}

async fn work(app: &App, of: &Statistic) -> ApiResult<()> {
    // One at a time: they take what the server has left.
    let _turn = app.counting.lock().await;
    let mut figures = Figures::new(of.total);
    let (mut at, mut done) = (SetPlace::Start, 0);
    loop {
        let (rows, next) = app.store.set_rows(of, at, TOGETHER).await?;
        if rows.is_empty() {
            break;
        }
        at = next;
        done += rows.len() as u64;
        let hashes: Vec<String> = rows.iter().map(|r| r.hash.clone()).collect();
        let known = app.store.looks(&hashes).await?;
        let features = app.store.features(&hashes).await?;
        let seen = look(app, &rows, known).await?;
        let found = rows.iter().flat_map(|row| {
            let looks = seen.known.get(&row.hash).and_then(Option::as_ref);
            let features = features.get(&row.hash).and_then(Option::as_deref);
            figures.add(row, (looks, features), seen.away.get(&row.hash))
        });
        let found: Vec<_> = found.collect();
        if !app.store.add_to_statistics(of, done, &seen.new, &found).await? {
            return Ok(());
        }
    }
    let Some(near) = look_closely(app, of, figures.near()).await? else { return Ok(()) };
    let classes = match of.version_id {
        Some(version) => app.store.version(version).await?.classes()?,
        None => {
            let classes = app.store.classes(of.project_id).await?;
            let one = |c: fovea_store::Class| fovea_store::VersionClass {
                id: c.id,
                name: c.name,
                good: c.good,
                colour: c.colour,
                pictures: 0,
            };
            classes.into_iter().map(one).collect()
        }
    };
    let (result, found) = tokio::task::spawn_blocking(move || figures.end(classes, near)).await?;
    let result = serde_json::to_value(result).map_err(ApiError::internal)?;
    Ok(app.store.finish_statistics(of, &result, &found).await?)
}

/// Looks at what nobody has looked at before, on one core.
async fn look(app: &App, rows: &[SetRow], mut known: Known) -> ApiResult<Seen> {
    let (mut new, mut away) = (Vec::new(), out_of_reach(app, known.keys().cloned().collect()).await?);
    for row in rows {
        if known.contains_key(&row.hash) {
            continue;
        }
        let hash: BlobHash = row.hash.parse()?;
        let blobs = app.store.blobs().clone();
        let place = app.decoding.clone().acquire_owned().await.map_err(ApiError::internal)?;
        let looked = tokio::task::spawn_blocking(move || {
            let _place = place;
            let limits = Limits::default();
            let bytes = match blobs.linked_bytes(&hash)? {
                Some(bytes) => Ok(bytes),
                None => read_limited(&blobs.path(&hash), &limits),
            };
            Ok::<_, StoreError>(bytes.and_then(|bytes| looks_of(&bytes, &limits)).ok())
        });
        let looked = match looked.await? {
            Ok(looked) => looked,
            // Its storage may be there again next time, so nothing is remembered of it.
            Err(StoreError::Linked(fault)) => {
                known.insert(row.hash.clone(), None);
                away.insert(row.hash.clone(), fault);
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        known.insert(row.hash.clone(), looked.clone());
        new.push((row.hash.clone(), looked));
    }
    Ok(Seen { known, new, away })
}

/// Those of contents that were looked at earlier which are linked and no longer where they lay.
async fn out_of_reach(app: &App, hashes: Vec<String>) -> ApiResult<Away> {
    let blobs = app.store.blobs().clone();
    let found = tokio::task::spawn_blocking(move || {
        let mut away = Away::new();
        for hash in hashes {
            if let Some(fault) = blobs.out_of_reach(&hash.parse()?)? {
                away.insert(hash, fault);
            }
        }
        Ok::<_, StoreError>(away)
    });
    Ok(found.await??)
}
