//! Which places learn which box. Aligned with the task (Feng et al. 2021, TOOD, arXiv 2108.07755): of a marked box those places
//! learn it whose own box lies over it best and that take it for its kind, so a box finds its level and its place by itself.

use super::views::Mark;
use fovea_domain::BBox;
use fovea_infer::detect::{Level, place_of};

/// Places that learn one box.
const PLACES: usize = 10;
/// A place may lie so many steps beside the middle of a box that is smaller than that.
const NEAR: f32 = 0.75;

/// A place that learns a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Number of the place over all levels.
    pub place: usize,
    /// Number of the marked box.
    pub mark: usize,
    /// How sure it is to be, 0 to 1: as sure as its box is good beside the others'.
    pub sure: f32,
}

/// What a network says of one picture.
pub trait Guess {
    fn levels(&self) -> &[Level];
    /// How likely a kind is at a place.
    fn likely(&self, place: usize, kind: usize) -> f32;
    /// The box of a place, in pixels of the view.
    fn bbox(&self, place: usize) -> BBox;
}

/// The places that learn each of the marked boxes, in order; a place learns one box at most.
pub fn assign(guess: &dyn Guess, marks: &[Mark]) -> Vec<Target> {
    let places: usize = guess.levels().iter().map(Level::places).sum();
    // For each place the best box so far: its overlap, its number, how well it fits.
    let mut taken: Vec<Option<(f32, usize, f32)>> = vec![None; places];
    let mut highest = vec![0.0f32; marks.len()];
    for (number, mark) in marks.iter().enumerate() {
        let mut fits = Vec::new();
        let mut before = 0;
        for level in guess.levels() {
            for place in near(level, &mark.bbox) {
                let overlap = guess.bbox(before + place).iou(&mark.bbox);
                let fit = guess.likely(before + place, mark.kind).max(1e-6).sqrt() * overlap.powi(6);
                fits.push((fit, overlap, before + place));
            }
            before += level.places();
        }
        fits.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        for &(fit, overlap, place) in fits.iter().take(PLACES).filter(|f| f.1 > 0.0) {
            highest[number] = highest[number].max(overlap);
            if taken[place].is_none_or(|(other, ..)| other < overlap) {
                taken[place] = Some((overlap, number, fit));
            }
        }
    }
    let mut best = vec![0.0f32; marks.len()];
    taken.iter().flatten().for_each(|&(_, mark, fit)| best[mark] = best[mark].max(fit));
    let target = |(place, taken): (usize, &Option<(f32, usize, f32)>)| {
        let (_, mark, fit) = (*taken)?;
        let share = if best[mark] > 0.0 { fit / best[mark] } else { 1.0 };
        Some(Target { place, mark, sure: share * highest[mark] })
    };
    taken.iter().enumerate().filter_map(target).collect()
}

/// Places of a level whose middle lies in a box, or beside the middle of a small one.
fn near(level: &Level, bbox: &BBox) -> Vec<usize> {
    let step = level.stride as f32;
    let (cx, cy) = (bbox.x + bbox.w / 2.0, bbox.y + bbox.h / 2.0);
    let reach = |side: f32| (side / 2.0).max(NEAR * step);
    let inside = |&place: &usize| {
        let [x, y] = place_of(level, place);
        (x - cx).abs() <= reach(bbox.w) && (y - cy).abs() <= reach(bbox.h)
    };
    (0..level.places()).filter(inside).collect()
}
