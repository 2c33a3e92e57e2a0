use crate::Mask;
use fovea_domain::{BBox, Polygon};

/// One side of a polygon, going down from `top`.
struct Edge {
    top: f64,
    bottom: f64,
    x_at_top: f64,
    slope: f64,
}

impl Mask {
    /// Gives `value` to the pixels whose centre is inside the outline, by the even-odd rule: an outline that
    /// runs around a hole leaves the hole empty. Outlines with a point that is no number draw nothing.
    pub fn fill_polygon(&mut self, polygon: &Polygon, value: u8) {
        let mut edges = edges_of(polygon);
        edges.sort_by(|a, b| a.top.total_cmp(&b.top));
        let Some(first) = edges.first() else { return };
        let lowest = edges.iter().fold(first.bottom, |most, e| most.max(e.bottom));
        let rows = first_centre(first.top, self.height)..first_centre(lowest, self.height);
        let mut waiting = edges.into_iter().peekable();
        let mut crossed: Vec<Edge> = Vec::new();
        let mut crossings: Vec<f64> = Vec::new();
        for y in rows {
            let centre = f64::from(y) + 0.5;
            while let Some(edge) = waiting.next_if(|e| e.top <= centre) {
                crossed.push(edge);
            }
            crossed.retain(|e| e.bottom > centre);
            crossings.clear();
            crossings.extend(crossed.iter().map(|e| e.x_at_top + (centre - e.top) * e.slope));
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                self.fill_row(y, first_centre(pair[0], self.width), first_centre(pair[1], self.width), value);
            }
        }
    }

    /// Gives `value` to the pixels whose centre is inside the box.
    pub fn fill_box(&mut self, bbox: &BBox, value: u8) {
        let [x, y, w, h]: [f32; 4] = (*bbox).into();
        if ![x, y, w, h].iter().all(|v| v.is_finite()) {
            return;
        }
        let (x0, x1) = (f64::from(x), f64::from(x) + f64::from(w));
        let (y0, y1) = (f64::from(y), f64::from(y) + f64::from(h));
        for row in first_centre(y0, self.height)..first_centre(y1, self.height) {
            self.fill_row(row, first_centre(x0, self.width), first_centre(x1, self.width), value);
        }
    }

    fn fill_row(&mut self, y: u32, from: u32, to: u32, value: u8) {
        let start = y as usize * self.width as usize;
        if let Some(part) = self.data.get_mut(start + from as usize..start + to as usize) {
            part.fill(value);
        }
    }
}

/// The first pixel whose centre is at or after `at`, within 0 and `size`. Casting saturates, so places far
/// outside need no care.
fn first_centre(at: f64, size: u32) -> u32 {
    ((at - 0.5).ceil() as u32).min(size)
}

fn edges_of(polygon: &Polygon) -> Vec<Edge> {
    let points = &polygon.0;
    if points.iter().flatten().any(|v| !v.is_finite()) {
        return Vec::new();
    }
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).filter_map(|(a, b)| edge(a.map(f64::from), b.map(f64::from))).collect()
}

/// Always from the upper to the lower end, so that going there and back crosses a row at the very same place.
fn edge(a: [f64; 2], b: [f64; 2]) -> Option<Edge> {
    let ([x0, y0], [x1, y1]) = if a[1] <= b[1] { (a, b) } else { (b, a) };
    (y1 > y0).then(|| Edge { top: y0, bottom: y1, x_at_top: x0, slope: (x1 - x0) / (y1 - y0) })
}

#[cfg(test)]
mod tests;
