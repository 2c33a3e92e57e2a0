use crate::outline::{outer, simplify};
use fovea_domain::{BBox, Polygon};

/// Pixels that hang together, by an edge or a corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    pub bbox: BBox,
    /// Pixels.
    pub area: u32,
    /// The outer border along pixel edges, staircases made straight; holes are not cut out.
    pub polygon: Polygon,
    /// The component's number in the label map, from 1.
    pub label: u32,
}

/// Pixels this close to a straight border are taken as on it.
const STAIRCASE: f32 = 0.75;

/// The components of at least `min_area` pixels in reading order of their first pixel, and for each pixel the
/// label of its component: 0 where there is none, or only one that is too small.
pub fn components(binary: &[u8], width: u32, height: u32, min_area: u32) -> (Vec<Component>, Vec<u32>) {
    let mut labels = vec![0; width as usize * height as usize];
    if labels.is_empty() || binary.len() != labels.len() {
        return (Vec::new(), labels);
    }
    let parents = label_runs(binary, width as usize, &mut labels);
    let found = measure(&mut labels, width as usize, &parents, min_area);
    let list = found
        .iter()
        .map(|spot| {
            let inside = |x: i64, y: i64| {
                let within = x >= 0 && y >= 0 && x < i64::from(width) && y < i64::from(height);
                within && labels[y as usize * width as usize + x as usize] == spot.label
            };
            let polygon = outer((spot.first.0 as i64, spot.first.1 as i64), inside);
            Component {
                bbox: spot.bbox(),
                area: spot.area,
                polygon: simplify(&polygon, STAIRCASE),
                label: spot.label,
            }
        })
        .collect();
    (list, labels)
}

/// First pass: a preliminary label a pixel, and for each label a smaller one it turned out to be joined with.
fn label_runs(binary: &[u8], width: usize, labels: &mut [u32]) -> Vec<u32> {
    let mut parents: Vec<u32> = vec![0];
    for i in 0..binary.len() {
        if binary[i] == 0 {
            continue;
        }
        let x = i % width;
        let mut label = 0;
        let left = (x > 0).then(|| i - 1);
        let above = i.checked_sub(width);
        let above_left = above.filter(|_| x > 0).map(|a| a - 1);
        let above_right = above.filter(|_| x + 1 < width).map(|a| a + 1);
        for near in [left, above_left, above, above_right].into_iter().flatten() {
            let other = labels[near];
            if other == 0 || other == label {
                continue;
            }
            label = if label == 0 { root(&mut parents, other) } else { join(&mut parents, label, other) };
        }
        if label == 0 {
            label = parents.len() as u32;
            parents.push(label);
        }
        labels[i] = label;
    }
    for label in 1..parents.len() as u32 {
        let top = root(&mut parents, label);
        parents[label as usize] = top;
    }
    parents
}

fn root(parents: &mut [u32], mut label: u32) -> u32 {
    while parents[label as usize] != label {
        // Halving the way on each walk keeps later ones short.
        let above = parents[parents[label as usize] as usize];
        parents[label as usize] = above;
        label = above;
    }
    label
}

fn join(parents: &mut [u32], a: u32, b: u32) -> u32 {
    let (a, b) = (root(parents, a), root(parents, b));
    let (low, high) = (a.min(b), a.max(b));
    parents[high as usize] = low;
    low
}

struct Spot {
    label: u32,
    area: u32,
    first: (usize, usize),
    lo: (usize, usize),
    hi: (usize, usize),
}

impl Spot {
    fn bbox(&self) -> BBox {
        let ((x0, y0), (x1, y1)) = (self.lo, self.hi);
        BBox { x: x0 as f32, y: y0 as f32, w: (x1 + 1 - x0) as f32, h: (y1 + 1 - y0) as f32 }
    }
}

/// Second pass: sizes; then the final labels, without those too small.
fn measure(labels: &mut [u32], width: usize, parents: &[u32], min_area: u32) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    let mut spot_of = vec![usize::MAX; parents.len()];
    for (i, &label) in labels.iter().enumerate().filter(|(_, l)| **l != 0) {
        let (x, y) = (i % width, i / width);
        let slot = &mut spot_of[parents[label as usize] as usize];
        if *slot == usize::MAX {
            *slot = spots.len();
            spots.push(Spot { label: 0, area: 0, first: (x, y), lo: (x, y), hi: (x, y) });
        }
        let spot = &mut spots[*slot];
        spot.area += 1;
        spot.lo = (spot.lo.0.min(x), spot.lo.1.min(y));
        spot.hi = (spot.hi.0.max(x), spot.hi.1.max(y));
    }
    let mut next = 0;
    for spot in spots.iter_mut().filter(|s| s.area >= min_area) {
        next += 1;
        spot.label = next;
    }
    for label in labels.iter_mut().filter(|l| **l != 0) {
        *label = spots[spot_of[parents[*label as usize] as usize]].label;
    }
    spots.retain(|s| s.label != 0);
    spots
}

#[cfg(test)]
mod tests;
