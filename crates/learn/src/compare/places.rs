//! The places where boards differ from their templates, as the network will see them, and what is true of each.

use super::made::Change;
use crate::components::each;
use crate::{LearnError, Progress, Stop, TrainOptions};
use fovea_domain::BBox;
use fovea_infer::compare::{CHANNELS, CompareSpec, Comparer, Place, SIDE};
use fovea_vision::{Limits, Picture, decode_file};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A board, its template, and the defects that are marked, by their kinds.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Its place in the lesson.
    pub sample: usize,
    pub test: PathBuf,
    pub template: PathBuf,
    pub boxes: Vec<(usize, BBox)>,
}

/// One place.
#[derive(Debug, Clone)]
pub struct Item {
    pub pair: usize,
    /// 0 where nothing is wrong, else the kind + 1.
    pub class: usize,
    /// Of a defect: how far its box reaches beyond the place, see `Place::sides`.
    pub sides: [f32; 4],
    /// `CHANNELS` × `SIDE` × `SIDE` values of 0 to 255.
    pub window: Vec<u8>,
}

pub struct Places {
    pub items: Vec<Item>,
}

/// Values of one window.
pub const VALUES: usize = CHANNELS * SIDE * SIDE;
/// Windows kept in memory at most: 12 kB each.
const MOST_ITEMS: usize = 40_000;
/// A place that lies over a marked box by more than this share, but not with its middle, is neither that defect nor none.
const UNCLEAR: f32 = 0.2;

impl Places {
    /// Of each pair as it is, made to lie otherwise, and of its template seen anew, which has no defect.
    pub fn of(
        pairs: &[Pair],
        spec: &CompareSpec,
        options: &TrainOptions,
        (progress, stop): (&dyn Progress, &Stop),
    ) -> Result<Places, LearnError> {
        let done = AtomicUsize::new(0);
        let found = each(pairs.len(), options.threads, |i| {
            if stop.due() {
                return Vec::new();
            }
            let items = of_pair(i, &pairs[i], spec, options.seed).unwrap_or_else(|why| {
                progress.warn(&format!("left out: {}: {why}", pairs[i].test.display()));
                Vec::new()
            });
            progress.step("comparing", done.fetch_add(1, Ordering::Relaxed) + 1, pairs.len(), "");
            items
        });
        if stop.due() {
            return Err(LearnError::StoppedEarly);
        }
        let mut items: Vec<Item> = found.into_iter().flatten().collect();
        if items.len() > MOST_ITEMS {
            fastrand::Rng::with_seed(options.seed).shuffle(&mut items);
            items.truncate(MOST_ITEMS);
        }
        Ok(Places { items })
    }
}

fn of_pair(index: usize, pair: &Pair, spec: &CompareSpec, seed: u64) -> Result<Vec<Item>, LearnError> {
    let read = |path: &PathBuf| decode_file(path, &Limits::default()).map_err(fovea_infer::InferError::from);
    let (test, template) = (read(&pair.test)?, read(&pair.template)?);
    let comparer = Comparer::new(*spec);
    let mut items = Vec::new();
    add(&mut items, index, (&comparer, &test, &template), &pair.boxes)?;
    let mut rng = fastrand::Rng::with_seed(seed ^ (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let change = Change::draw(&mut rng, test.width, test.height);
    let moved = |b: &(usize, BBox)| Some((b.0, change.bbox(&b.1, test.width, test.height)?));
    let boxes: Vec<(usize, BBox)> = pair.boxes.iter().filter_map(moved).collect();
    // What was made may be too hard; the pair itself was taught.
    let lost = boxes.len() < pair.boxes.len();
    let mut made = Vec::new();
    if add(&mut made, index, (&comparer, &change.picture(&test), &template), &boxes).is_ok() {
        // Where a defect was cut off by the edge, what is left of it is not nothing.
        items.extend(made.into_iter().filter(|item: &Item| !lost || item.class > 0));
    }
    let change = Change::draw(&mut rng, test.width, test.height);
    let mut good = Vec::new();
    if add(&mut good, index, (&comparer, &change.picture(&template), &template), &[]).is_ok() {
        good.truncate(MOST_GOOD);
        items.extend(good);
    }
    Ok(items)
}

/// Places of one sound board that are taught at most.
const MOST_GOOD: usize = 12;

fn add(
    items: &mut Vec<Item>,
    pair: usize,
    (comparer, test, template): (&Comparer, &Picture, &Picture),
    boxes: &[(usize, BBox)],
) -> Result<(), LearnError> {
    let (laid, places) = comparer.look(test, template)?;
    let mut window = Vec::with_capacity(VALUES);
    for place in places {
        let Some((class, sides)) = truth(&place, boxes) else { continue };
        window.clear();
        Comparer::window(&laid, &place, &mut window);
        let bytes = window.iter().map(|v| ((v + 0.5) * 255.0).round() as u8).collect();
        items.push(Item { pair, class, sides, window: bytes });
    }
    Ok(())
}

/// What a place is, and how far its box reaches; `None` where nobody can say.
pub fn truth(place: &Place, boxes: &[(usize, BBox)]) -> Option<(usize, [f32; 4])> {
    let b = place.spot.bbox;
    let (x, y) = (b.x + b.w / 2.0, b.y + b.h / 2.0);
    let holds = |m: &&(usize, BBox)| x >= m.1.x && y >= m.1.y && x < m.1.x + m.1.w && y < m.1.y + m.1.h;
    let over = boxes.iter().filter(holds).max_by(|p, q| p.1.iou(&b).total_cmp(&q.1.iou(&b)));
    if let Some((kind, bbox)) = over {
        return Some((kind + 1, place.sides(bbox)));
    }
    let shared = |m: &BBox| {
        let w = (b.x + b.w).min(m.x + m.w) - b.x.max(m.x);
        let h = (b.y + b.h).min(m.y + m.h) - b.y.max(m.y);
        w.max(0.0) * h.max(0.0) / b.area().max(1.0)
    };
    boxes.iter().all(|m| shared(&m.1) <= UNCLEAR).then_some((0, [0.0; 4]))
}
