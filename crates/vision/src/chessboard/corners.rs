use super::Gray;

/// Where four squares may meet, in continuous coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub at: [f64; 2],
}

/// Places around a pixel, one after the other; the one across lies eight further, a quarter turn four.
const RING: [(isize, isize); 16] = [
    (-2, -5),
    (0, -5),
    (2, -5),
    (4, -4),
    (5, -2),
    (5, 0),
    (5, 2),
    (4, 4),
    (2, 5),
    (0, 5),
    (-2, 5),
    (-4, 4),
    (-5, 2),
    (-5, 0),
    (-5, -2),
    (-4, -4),
];
const REACH: usize = 5;
/// Strength below which it is noise, and as a part of the strongest.
const LEAST: f32 = 120.0;
const PART: f32 = 0.25;
/// A corner is the strongest within so many pixels.
const ALONE: usize = 4;
const MOST: usize = 1500;
/// Pixels of the window in which a corner is brought to its place, on the size that it was found in.
const NEAR: f64 = 4.0;
const ROUNDS: usize = 12;

/// Likely corners, the strongest first.
pub(super) fn spots(gray: &Gray) -> Vec<Spot> {
    let (w, h) = (gray.width, gray.height);
    if w <= 2 * REACH + 2 || h <= 2 * REACH + 2 {
        return Vec::new();
    }
    let mut strength = vec![0.0f32; w * h];
    for y in REACH..h - REACH {
        for x in REACH..w - REACH {
            strength[y * w + x] = crossing(gray, x, y);
        }
    }
    let least = (strength.iter().copied().fold(0.0, f32::max) * PART).max(LEAST);
    let mut rough: Vec<(f32, [f64; 2])> = Vec::new();
    for y in REACH..h - REACH {
        for x in REACH..w - REACH {
            let here = strength[y * w + x];
            if here >= least && alone(&strength, (w, h), (x, y)) {
                rough.push((here, [x as f64 + 0.5, y as f64 + 0.5]));
            }
        }
    }
    rough.sort_by(|a, b| b.0.total_cmp(&a.0));
    rough.truncate(2 * MOST);
    let found = rough.into_iter().filter_map(|(_, at)| Some(Spot { at: exact(gray, at, NEAR)? }));
    // Two that came to lie at one place are one.
    let mut kept: Vec<Spot> = Vec::new();
    for spot in found {
        if kept.len() < MOST && kept.iter().all(|k| super::distance(k.at, spot.at) >= 2.0) {
            kept.push(spot);
        }
    }
    kept
}

/// How much the ring shows two light and two dark quarters, less what edges and single spots show.
fn crossing(gray: &Gray, x: usize, y: usize) -> f32 {
    let ring =
        RING.map(|(dx, dy)| gray.data[y.wrapping_add_signed(dy) * gray.width + x.wrapping_add_signed(dx)]);
    let quarters: f32 = (0..4).map(|n| ((ring[n] + ring[n + 8]) - (ring[n + 4] + ring[n + 12])).abs()).sum();
    let across: f32 = (0..8).map(|n| (ring[n] - ring[n + 8]).abs()).sum();
    let row = y * gray.width + x;
    let near = [row, row - 1, row + 1, row - gray.width, row + gray.width];
    let middle = near.iter().map(|&i| gray.data[i]).sum::<f32>() / 5.0;
    let mean = ring.iter().sum::<f32>() / 16.0;
    quarters - across - 16.0 * (middle - mean).abs()
}

fn alone(strength: &[f32], (w, h): (usize, usize), (x, y): (usize, usize)) -> bool {
    let here = strength[y * w + x];
    (y.saturating_sub(ALONE)..(y + ALONE + 1).min(h)).all(|b| {
        (x.saturating_sub(ALONE)..(x + ALONE + 1).min(w)).all(|a| {
            let other = strength[b * w + a];
            other < here || (other == here && (b, a) >= (y, x))
        })
    })
}

/// The place near `start` that the slopes around it, each at a right angle to the way to it, agree on; `None` where they do not, or
/// where that lies elsewhere.
pub(super) fn exact(gray: &Gray, start: [f64; 2], window: f64) -> Option<[f64; 2]> {
    let mut at = start;
    let reach = window.ceil() as isize;
    for _ in 0..ROUNDS {
        let (cx, cy) = (at[0].floor() as isize, at[1].floor() as isize);
        let (mut xx, mut xy, mut yy, mut bx, mut by) = (0.0f64, 0.0f64, 0.0f64, 0.0f64, 0.0f64);
        for y in cy - reach..=cy + reach {
            for x in cx - reach..=cx + reach {
                let (u, v) = (x as f64 + 0.5 - at[0], y as f64 + 0.5 - at[1]);
                let far = (u * u + v * v) / (window * window);
                if far > 1.0 {
                    continue;
                }
                let gx = f64::from(gray.near(x + 1, y) - gray.near(x - 1, y)) / 2.0;
                let gy = f64::from(gray.near(x, y + 1) - gray.near(x, y - 1)) / 2.0;
                let weight = (-2.0 * far).exp();
                xx += weight * gx * gx;
                xy += weight * gx * gy;
                yy += weight * gy * gy;
                bx += weight * (gx * gx * u + gx * gy * v);
                by += weight * (gx * gy * u + gy * gy * v);
            }
        }
        let det = xx * yy - xy * xy;
        // Slopes of one direction alone are of an edge.
        if det <= 1e-3 * (xx + yy) * (xx + yy) || det < 1e-9 {
            return None;
        }
        let step = [(yy * bx - xy * by) / det, (xx * by - xy * bx) / det];
        at = [at[0] + step[0], at[1] + step[1]];
        if super::distance(at, start) > window {
            return None;
        }
        if step[0].hypot(step[1]) < 1e-3 {
            break;
        }
    }
    Some(at)
}
