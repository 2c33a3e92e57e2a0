//! Pictures whose features are alike, looked at closely: two that agree better than alike pictures of their set usually do show one place.

use super::near::Near;
use crate::app::App;
use crate::error::{ApiError, ApiResult};
use fovea_domain::dataset::Usual;
use fovea_store::{BlobHash, Blobs, Statistic, StoreError};
use fovea_vision::{Limits, agreement, read_limited, scene_of};
use std::collections::HashMap;

/// Pairs that are looked at together: so often somebody may have cancelled.
const TOGETHER: usize = 32;
/// Pictures that are kept as they were read, 16 kB each.
const MOST_KEPT: usize = 4_000;

/// What was read of contents, by their hash; `None` of one that cannot be.
type Scenes = HashMap<String, Option<Vec<u8>>>;

/// `None` once nobody waits for them any more.
pub(super) async fn look_closely(app: &App, of: &Statistic, mut near: Near) -> ApiResult<Option<Near>> {
    let asking = tokio::task::spawn_blocking(move || {
        let asked = near.ask();
        (near, asked)
    });
    let (mut near, asked) = asking.await?;
    let Some(usual) = agreements(app, of, &near, &asked.usual).await? else { return Ok(None) };
    let usual = Usual::of(&usual.into_iter().flatten().collect::<Vec<f32>>());
    let Some(found) = agreements(app, of, &near, &asked.likely).await? else { return Ok(None) };
    let same = |found: &Option<f32>| found.is_some_and(|agreement| usual.same(agreement));
    near.join(asked.likely.into_iter().zip(found).filter(|(_, found)| same(found)).map(|(pair, _)| pair));
    Ok(Some(near))
}

/// How well the pictures of each pair agree, on one core; `None` of a pair that cannot be compared.
async fn agreements(
    app: &App,
    of: &Statistic,
    near: &Near,
    pairs: &[(usize, usize)],
) -> ApiResult<Option<Vec<Option<f32>>>> {
    let mut scenes = Scenes::new();
    let mut all = Vec::with_capacity(pairs.len());
    for some in pairs.chunks(TOGETHER) {
        if !is_wanted(app, of).await? {
            return Ok(None);
        }
        let content = |place: usize| near.content(place).unwrap_or_default().to_string();
        let some: Vec<(String, String)> = some.iter().map(|(a, b)| (content(*a), content(*b))).collect();
        let blobs = app.store.blobs().clone();
        let place = app.decoding.clone().acquire_owned().await.map_err(ApiError::internal)?;
        let looked = tokio::task::spawn_blocking(move || {
            let _place = place;
            if scenes.len() > MOST_KEPT {
                scenes.clear();
            }
            let found: Result<Vec<Option<f32>>, StoreError> =
                some.iter().map(|(a, b)| agree(&blobs, &mut scenes, a, b)).collect();
            found.map(|found| (scenes, found))
        });
        let (kept, found) = looked.await??;
        scenes = kept;
        all.extend(found);
    }
    Ok(Some(all))
}

async fn is_wanted(app: &App, of: &Statistic) -> ApiResult<bool> {
    match app.store.statistic(of.id).await {
        Ok(now) => Ok(now.state == "running"),
        // The project is gone.
        Err(StoreError::NotFound { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn agree(blobs: &Blobs, scenes: &mut Scenes, a: &str, b: &str) -> Result<Option<f32>, StoreError> {
    for hash in [a, b] {
        if !scenes.contains_key(hash) {
            scenes.insert(hash.to_string(), read(blobs, hash)?);
        }
    }
    Ok(match (scenes.get(a), scenes.get(b)) {
        (Some(Some(a)), Some(Some(b))) => agreement(a, b),
        _ => None,
    })
}

fn read(blobs: &Blobs, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let (hash, limits): (BlobHash, Limits) = (hash.parse()?, Limits::default());
    let bytes = match blobs.linked_bytes(&hash) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => read_limited(&blobs.path(&hash), &limits),
        Err(StoreError::Linked(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(bytes.and_then(|bytes| scene_of(&bytes, &limits)).ok())
}
