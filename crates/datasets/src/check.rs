use crate::problem::Notes;
use crate::{DataSet, Problem, Sample};
use fovea_domain::Shape;
use fovea_vision::{Limits, decode_bytes, read_limited, read_mask_file};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Reads every picture and mask to the end, which `open` does not: what is cut off, changed since, empty where
/// a defect is told, or there twice. `progress` hears how many of how many pictures are done, from any thread.
/// Returns only what it finds itself, sorted; the problems of `open` stay in the data set.
pub fn check(set: &DataSet, threads: usize, progress: &(dyn Fn(usize, usize) + Sync)) -> Vec<Problem> {
    let done = AtomicUsize::new(0);
    let look = |sample: &Sample| {
        let mut notes = Notes::default();
        let hash = look_at(sample, set, &mut notes);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, set.samples.len());
        (hash, notes)
    };
    let all = || set.samples.par_iter().map(look).collect::<Vec<_>>();
    // Without a pool of its own the common one does the work just as well.
    let looked = match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(all),
        Err(_) => all(),
    };
    let mut notes = Notes::default();
    let mut first_with: HashMap<(u64, u64), usize> = HashMap::new();
    for (i, (content, found)) in looked.into_iter().enumerate() {
        notes.merge(found);
        let Some(content) = content else { continue };
        match first_with.get(&content) {
            None => {
                first_with.insert(content, i);
            }
            Some(&first) => note_twin(&set.samples[first], &set.samples[i], set, &mut notes),
        }
    }
    notes.into_problems()
}

/// Length and hash of the picture's bytes, `None` where it cannot be read.
fn look_at(sample: &Sample, set: &DataSet, notes: &mut Notes) -> Option<(u64, u64)> {
    // What `open` let through under its caller's limits is within these too, or said to be too large.
    let limits = Limits::default();
    let bytes = match read_limited(&sample.path, &limits) {
        Ok(bytes) => bytes,
        Err(e) => {
            notes.add(&sample.id, e.code(), e.to_string());
            return None;
        }
    };
    match decode_bytes(&bytes, &limits) {
        Ok(picture) if (picture.width, picture.height) != (sample.width, sample.height) => notes.add(
            &sample.id,
            "picture.changed",
            format!(
                "it has {} × {} px now and had {} × {} px when the folder was opened",
                picture.width, picture.height, sample.width, sample.height
            ),
        ),
        Ok(_) => {}
        Err(e) => notes.add(&sample.id, e.code(), e.to_string().replace("the picture", "it")),
    }
    look_at_masks(sample, set, &limits, notes);
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    Some((bytes.len() as u64, hasher.finish()))
}

fn look_at_masks(sample: &Sample, set: &DataSet, limits: &Limits, notes: &mut Notes) {
    for region in &sample.regions {
        let Shape::Mask { path, value } = &region.shape else { continue };
        let id = crate::walk::id_of(&set.root, path);
        match read_mask_file(path, *value, limits) {
            Err(e) => notes.add(&id, "mask.unreadable", e.to_string()),
            Ok(mask) if (mask.width, mask.height) != (sample.width, sample.height) => notes.add(
                &id,
                "mask.size_differs",
                format!(
                    "the mask has {} × {} px, but its picture {} has {} × {} px",
                    mask.width, mask.height, sample.id, sample.width, sample.height
                ),
            ),
            Ok(mask) if mask.data.iter().all(|v| *v == 0) => {
                let class = set.classes.get(region.class).map(|c| c.name.as_str()).unwrap_or_default();
                notes.add(
                    &id,
                    "mask.empty",
                    format!("it marks nothing, but its picture is of class {class}"),
                );
            }
            Ok(_) => {}
        }
    }
}

fn note_twin(first: &Sample, second: &Sample, set: &DataSet, notes: &mut Notes) {
    if !same_bytes(&first.path, &second.path) {
        return;
    }
    let name = |s: &Sample| s.class.and_then(|c| set.classes.get(c)).map(|c| c.name.as_str());
    let message = match (name(first), name(second)) {
        (Some(a), Some(b)) if a != b => {
            format!("the same picture as {}, but there of class {a} and here of class {b}", first.id)
        }
        _ if first.split != second.split => {
            format!(
                "the same picture as {}, which is for {:?} and this for {:?}",
                first.id, first.split, second.split
            )
        }
        _ => format!("the same picture as {}", first.id),
    };
    notes.add(&second.id, "picture.duplicate", message);
}

/// A hash only suggests it.
fn same_bytes(a: &Path, b: &Path) -> bool {
    let limits = Limits::default();
    matches!((read_limited(a, &limits), read_limited(b, &limits)), (Ok(a), Ok(b)) if a == b)
}
