use super::Plane;
use super::plane::spread;
use crate::components;
use fovea_domain::BBox;

/// A place where two pictures differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    pub bbox: BBox,
    /// Pixels that differ.
    pub pixels: u32,
    /// The largest difference, 0 to 255.
    pub peak: u8,
}

/// Places where `rest` is above `step`; those at most `join` pixels apart are one. At least `least` pixels.
pub fn spots(rest: &Plane, step: u8, join: usize, least: u32) -> Vec<Spot> {
    let hot: Vec<u8> = rest.data.iter().map(|v| u8::from(*v > step)).collect();
    if !hot.contains(&1) {
        return Vec::new();
    }
    let hot = Plane { width: rest.width, height: rest.height, data: hot };
    let wide = spread(&hot, join.div_ceil(2), u8::max);
    let (found, labels) = components(&wide.data, rest.width as u32, rest.height as u32, least);
    let highest = found.iter().map(|c| c.label).max().unwrap_or(0) as usize;
    // Left, top, right, bottom, pixels, peak.
    let mut seen = vec![(u32::MAX, u32::MAX, 0u32, 0u32, 0u32, 0u8); highest + 1];
    let width = rest.width.max(1);
    for (i, ((hot, &label), &value)) in hot.data.iter().zip(&labels).zip(&rest.data).enumerate() {
        if *hot == 0 || label == 0 {
            continue;
        }
        let (x, y) = ((i % width) as u32, (i / width) as u32);
        if let Some(s) = seen.get_mut(label as usize) {
            *s = (s.0.min(x), s.1.min(y), s.2.max(x + 1), s.3.max(y + 1), s.4 + 1, s.5.max(value));
        }
    }
    let spot = |&(x0, y0, x1, y1, pixels, peak): &(u32, u32, u32, u32, u32, u8)| {
        let bbox = BBox { x: x0 as f32, y: y0 as f32, w: (x1 - x0) as f32, h: (y1 - y0) as f32 };
        Spot { bbox, pixels, peak }
    };
    let ordered = found.iter().filter_map(|c| seen.get(c.label as usize));
    ordered.filter(|s| s.4 >= least.max(1)).map(spot).collect()
}
