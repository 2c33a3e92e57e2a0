use super::Gray;

/// A place that looks otherwise from whichever side one comes, in continuous coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Corner {
    pub x: f32,
    pub y: f32,
    pub strength: f32,
}

/// Mean squared slope in the flattest direction below which there is none: noise of a camera stays below.
const LEAST: f32 = 4.0;
/// Pixels around that slopes are taken over.
const NEAR: isize = 2;
/// A corner is the strongest within so many pixels.
const ALONE: isize = 3;
/// Sides of the cells, of each of which the strongest few are kept, so that no busy place takes all.
const CELL: usize = 32;
const IN_CELL: usize = 6;

/// Corners at least `margin` pixels within.
pub(super) fn corners(gray: &Gray, margin: usize) -> Vec<Corner> {
    let (w, h) = (gray.width, gray.height);
    if w <= 2 * margin + 2 || h <= 2 * margin + 2 {
        return Vec::new();
    }
    let strength = strength(gray);
    let at = |x: usize, y: usize| strength[y * w + x];
    let columns = w.div_ceil(CELL);
    let mut cells: Vec<Vec<Corner>> = vec![Vec::new(); columns * h.div_ceil(CELL)];
    for y in margin..h - margin {
        for x in margin..w - margin {
            let here = at(x, y);
            if here < LEAST || !alone(&strength, (w, h), (x, y)) {
                continue;
            }
            let corner = Corner {
                x: x as f32 + 0.5 + top(at(x - 1, y), here, at(x + 1, y)),
                y: y as f32 + 0.5 + top(at(x, y - 1), here, at(x, y + 1)),
                strength: here,
            };
            cells[y / CELL * columns + x / CELL].push(corner);
        }
    }
    for cell in &mut cells {
        cell.sort_by(|a, b| b.strength.total_cmp(&a.strength));
        cell.truncate(IN_CELL);
    }
    cells.concat()
}

/// Whether nothing near is stronger; of equal ones the first counts.
fn alone(strength: &[f32], (w, h): (usize, usize), (x, y): (usize, usize)) -> bool {
    let here = strength[y * w + x];
    for dy in -ALONE..=ALONE {
        for dx in -ALONE..=ALONE {
            let (a, b) = (x as isize + dx, y as isize + dy);
            if (dx, dy) == (0, 0) || a < 0 || b < 0 || a >= w as isize || b >= h as isize {
                continue;
            }
            let other = strength[b as usize * w + a as usize];
            if other > here || (other == here && (dy, dx) < (0, 0)) {
                return false;
            }
        }
    }
    true
}

/// How far the top of the parabola through three values lies from the middle one.
fn top(before: f32, here: f32, after: f32) -> f32 {
    let bend = before + after - 2.0 * here;
    if bend < -1e-6 { ((before - after) / (2.0 * bend)).clamp(-0.5, 0.5) } else { 0.0 }
}

/// The smaller eigenvalue of the mean of products of slopes, for each pixel.
fn strength(gray: &Gray) -> Vec<f32> {
    let (w, h) = (gray.width, gray.height);
    let mut products = [0, 1, 2].map(|_| Gray::new(w, h));
    for y in 0..h {
        for x in 0..w {
            let (a, b) = (x as isize, y as isize);
            let gx = (gray.near(a + 1, b) - gray.near(a - 1, b)) / 2.0;
            let gy = (gray.near(a, b + 1) - gray.near(a, b - 1)) / 2.0;
            for (product, value) in products.iter_mut().zip([gx * gx, gx * gy, gy * gy]) {
                product.data[y * w + x] = value;
            }
        }
    }
    let [xx, xy, yy] = products.map(|p| boxed(&p, NEAR));
    let each = xx.data.iter().zip(&xy.data).zip(&yy.data);
    each.map(|((a, b), c)| (a + c) / 2.0 - ((a - c) / 2.0).hypot(*b)).collect()
}

/// Means over squares that reach `near` pixels to each side; continued at the edges.
pub(super) fn boxed(gray: &Gray, near: isize) -> Gray {
    let (w, h) = (gray.width, gray.height);
    let share = 1.0 / (2 * near + 1) as f32;
    let mut along = Gray::new(w, h);
    for y in 0..h {
        for x in 0..w {
            let sum: f32 = (-near..=near).map(|d| gray.near(x as isize + d, y as isize)).sum();
            along.data[y * w + x] = sum * share;
        }
    }
    let mut out = Gray::new(w, h);
    for y in 0..h {
        for x in 0..w {
            let sum: f32 = (-near..=near).map(|d| along.near(x as isize, y as isize + d)).sum();
            out.data[y * w + x] = sum * share;
        }
    }
    out
}
