//! Words that files of an import put to pictures.

use super::log;
use crate::app::App;
use crate::check;
use crate::error::ApiResult;
use fovea_store::Id;
use tokio::runtime::Handle;

/// Of one picture.
const MOST: usize = 20;
/// Put down together.
const TOGETHER: usize = 1000;

/// What is no word that a person could put is left out. Returns how many pictures had none of them before. Blocks.
pub(super) fn put(app: &App, import: Id, told: Vec<(Id, Vec<String>)>) -> ApiResult<u64> {
    let found: Vec<(Id, Vec<String>)> = told
        .into_iter()
        .map(|(picture, words)| (picture, plain(&words)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let mut changed = 0;
    for some in found.chunks(TOGETHER) {
        changed += Handle::current().block_on(app.store.tags_found(import, some))?;
    }
    if changed > 0 {
        log::own(app, import, "labels", format!("tags of {changed} pictures"));
    }
    Ok(changed)
}

fn plain(words: &[String]) -> Vec<String> {
    let one = |word: &String| check::tags("tags", std::iter::once(word.as_str())).ok()?.pop();
    words.iter().filter_map(one).take(MOST).collect()
}
