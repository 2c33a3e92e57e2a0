use crate::outcome::{Candidate, HeatMap};

/// Cells along the longer side of the map that shows where boxes are.
const CELLS: usize = 96;

/// Each candidate's score where it lies.
pub(crate) fn heat(candidates: &[Candidate], (width, height): (u32, u32)) -> HeatMap {
    let cell = (width.max(height) as f32 / CELLS as f32).max(1.0);
    let (w, h) = ((width as f32 / cell).ceil() as usize, (height as f32 / cell).ceil() as usize);
    let mut data = vec![0.0f32; w * h];
    let cells = |from: f32, size: f32, most: usize| {
        let start = ((from / cell).floor().max(0.0) as usize).min(most);
        start..(((from + size) / cell).ceil().max(0.0) as usize).min(most)
    };
    for c in candidates.iter().filter(|c| c.first) {
        for y in cells(c.bbox.y, c.bbox.h, h) {
            for x in cells(c.bbox.x, c.bbox.w, w) {
                let at = &mut data[y * w + x];
                *at = at.max(c.score);
            }
        }
    }
    HeatMap { width: w, height: h, data }
}
