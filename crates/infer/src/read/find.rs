//! Lines of text out of a map of how likely each pixel is text (differentiable binarisation, Liao et al., arXiv 1911.08947): what
//! hangs together is the core of a line, and the line reaches somewhat beyond.

use super::ReadSpec;
use fovea_domain::Point;
use fovea_vision::{Quad, components, quad_size, smallest_rect};

/// Shortest side of a core and of a line, in pixels of the map.
const CORE: f32 = 3.0;
const SMALLEST: f32 = 5.0;
/// Lines that are told at most.
const MOST_LINES: usize = 1000;
/// So many times as high as wide, and it is a line that stands upright.
const UPRIGHT: f32 = 1.5;

/// Lines in reading order, in pixels of the picture: the map's times `scale`.
pub(super) fn lines(
    map: &[f32],
    (width, height): (usize, usize),
    spec: &ReadSpec,
    scale: (f32, f32),
) -> Vec<Quad> {
    let mut hot: Vec<u8> = map.iter().map(|&v| u8::from(v > spec.pixel)).collect();
    thicken(&mut hot, width);
    let (cores, _) = components(&hot, width as u32, height as u32, CORE as u32 * CORE as u32);
    let mut found: Vec<Quad> = Vec::new();
    for core in cores {
        let Some(rect) = smallest_rect(&core.polygon.0) else { continue };
        let (a, b) = quad_size(&rect);
        if a.min(b) < CORE || mean_inside(map, (width, height), &rect) < spec.line {
            continue;
        }
        let by = a * b * spec.grow / (2.0 * (a + b));
        if a.min(b) + 2.0 * by < SMALLEST {
            continue;
        }
        let quad = grown(&rect, by).map(|p| [p[0] * scale.0, p[1] * scale.1]);
        found.push(reading_way(quad));
        if found.len() == MOST_LINES {
            break;
        }
    }
    in_reading_order(&mut found);
    found
}

/// Each hot pixel makes those right of it and below hot, too: cores that touch nearly are one.
fn thicken(hot: &mut [u8], width: usize) {
    for i in (0..hot.len()).rev() {
        let (x, above) = (i % width, i >= width);
        let left = x > 0 && hot[i - 1] > 0;
        let up = above && (hot[i - width] > 0 || (x > 0 && hot[i - width - 1] > 0));
        hot[i] |= u8::from(left || up);
    }
}

fn mean_inside(map: &[f32], (width, height): (usize, usize), quad: &Quad) -> f32 {
    let bounds = |k: usize, most: usize| {
        let low = quad.iter().map(|p| p[k]).fold(f32::INFINITY, f32::min).floor().max(0.0) as usize;
        let high = quad.iter().map(|p| p[k]).fold(0.0, f32::max).ceil().max(0.0) as usize;
        low.min(most)..high.min(most)
    };
    let inside = |x: f32, y: f32| {
        (0..4).all(|i| {
            let (s, e) = (quad[i], quad[(i + 1) % 4]);
            (e[0] - s[0]) * (y - s[1]) - (e[1] - s[1]) * (x - s[0]) >= 0.0
        })
    };
    let (mut sum, mut n) = (0.0f32, 0usize);
    for y in bounds(1, height) {
        for x in bounds(0, width).filter(|&x| inside(x as f32 + 0.5, y as f32 + 0.5)) {
            sum += map[y * width + x];
            n += 1;
        }
    }
    if n == 0 { 0.0 } else { sum / n as f32 }
}

/// Moves each side out by so many pixels.
fn grown(quad: &Quad, by: f32) -> Quad {
    let (w, h) = quad_size(quad);
    let unit = |a: Point, b: Point, length: f32| {
        [(b[0] - a[0]) / length.max(1e-6), (b[1] - a[1]) / length.max(1e-6)]
    };
    let (u, v) = (unit(quad[0], quad[1], w), unit(quad[0], quad[3], h));
    let moved =
        |p: Point, i: f32, j: f32| [p[0] + by * (i * u[0] + j * v[0]), p[1] + by * (i * u[1] + j * v[1])];
    [
        moved(quad[0], -1.0, -1.0),
        moved(quad[1], 1.0, -1.0),
        moved(quad[2], 1.0, 1.0),
        moved(quad[3], -1.0, 1.0),
    ]
}

/// The corner first from which the text most likely goes to the right, or for one that stands upright, down.
pub(super) fn reading_way(quad: Quad) -> Quad {
    let eastward = |q: &Quad| {
        let (dx, dy) = (q[1][0] - q[0][0], q[1][1] - q[0][1]);
        dx / dx.hypot(dy).max(1e-6)
    };
    let best = (0..4).map(|k| turned(&quad, k)).max_by(|a, b| eastward(a).total_cmp(&eastward(b)));
    let level = best.unwrap_or(quad);
    let (w, h) = quad_size(&level);
    // Its top is at the right then: what stands upright mostly reads from the top down.
    if h > UPRIGHT * w { turned(&level, 1) } else { level }
}

/// The quad as it reads after `quarters` quarter turns.
pub(super) fn turned(quad: &Quad, quarters: usize) -> Quad {
    std::array::from_fn(|i| quad[(i + quarters) % 4])
}

fn middle(quad: &Quad) -> Point {
    [quad.iter().map(|p| p[0]).sum::<f32>() / 4.0, quad.iter().map(|p| p[1]).sum::<f32>() / 4.0]
}

/// Rows from the top down, and in a row from the left.
fn in_reading_order(quads: &mut Vec<Quad>) {
    quads.sort_by(|a, b| middle(a)[1].total_cmp(&middle(b)[1]).then(middle(a)[0].total_cmp(&middle(b)[0])));
    let mut rows: Vec<Vec<Quad>> = Vec::new();
    for quad in quads.drain(..) {
        let height = quad_size(&quad).1;
        match rows.last_mut().filter(|row| (middle(&row[0])[1] - middle(&quad)[1]).abs() < height / 2.0) {
            Some(row) => row.push(quad),
            None => rows.push(vec![quad]),
        }
    }
    for mut row in rows {
        row.sort_by(|a, b| middle(a)[0].total_cmp(&middle(b)[0]));
        quads.extend(row);
    }
}
