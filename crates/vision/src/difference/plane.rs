/// A value of 0 to 255 a pixel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plane {
    pub width: usize,
    pub height: usize,
    pub data: Vec<u8>,
}

impl Plane {
    pub fn new(width: usize, height: usize) -> Plane {
        Plane { width, height, data: vec![0; width * height] }
    }

    /// The square of `side` pixels around (`x`, `y`), drawn as `size` × `size` values of -0.5 to 0.5; continued at the edges
    /// where `outside` is `None`.
    pub fn window(
        &self,
        (x, y): (f32, f32),
        side: f32,
        size: usize,
        outside: Option<u8>,
        out: &mut Vec<f32>,
    ) {
        let step = side / size as f32;
        let taps = (step.round() as usize).clamp(1, MOST_TAPS);
        let places = |middle: f32| -> Vec<isize> {
            let first = middle - side / 2.0;
            let at = |i: usize| first + (i as f32 + 0.5) * step / taps as f32;
            (0..size * taps).map(|i| at(i).floor() as isize).collect()
        };
        let (columns, rows) = (places(x), places(y));
        let scale = 1.0 / (255.0 * (taps * taps) as f32);
        for rows in rows.chunks_exact(taps) {
            for columns in columns.chunks_exact(taps) {
                let mut sum = 0u32;
                for &row in rows {
                    for &column in columns {
                        sum += u32::from(self.value(column, row, outside));
                    }
                }
                out.push(sum as f32 * scale - 0.5);
            }
        }
    }

    fn value(&self, x: isize, y: isize, outside: Option<u8>) -> u8 {
        let (w, h) = (self.width as isize, self.height as isize);
        let inside = x >= 0 && y >= 0 && x < w && y < h;
        match outside {
            Some(value) if !inside => value,
            _ => self.data[(y.clamp(0, h - 1) * w + x.clamp(0, w - 1)) as usize],
        }
    }
}

/// Pixels along a side that a value of a reduced window is the mean of.
const MOST_TAPS: usize = 8;

/// How far values are outside of those that the other plane has within `edge` pixels, whichever is farther: what came, and what
/// is gone. A thin trace that is cut is seen by the second alone, since its surroundings look like the gap.
pub fn apart(a: &Plane, b: &Plane, edge: usize) -> Plane {
    let (mut came, gone) = (beyond(a, b, edge), beyond(b, a, edge));
    // What lies at the very edge of the one may lie outside of the other.
    let (w, h) = (a.width, a.height);
    for y in edge..h.saturating_sub(edge) {
        for x in edge..w.saturating_sub(edge) {
            let at = y * w + x;
            came.data[at] = came.data[at].max(gone.data[at]);
        }
    }
    came
}

/// How far each value of `a` is outside of the values that `b` has within `edge` pixels.
pub fn beyond(a: &Plane, b: &Plane, edge: usize) -> Plane {
    let most = spread(b, edge, u8::max);
    let least = spread(b, edge, u8::min);
    let far = |((v, most), least): ((&u8, &u8), &u8)| v.saturating_sub(*most).max(least.saturating_sub(*v));
    let data = a.data.iter().zip(&most.data).zip(&least.data).map(far).collect();
    Plane { width: a.width, height: a.height, data }
}

/// For each pixel the most by `pick` of all within `edge` pixels in both directions.
pub fn spread(plane: &Plane, edge: usize, pick: fn(u8, u8) -> u8) -> Plane {
    match pick(0, 1) {
        1 => spread_by(plane, edge, |a, b| a.max(b)),
        _ => spread_by(plane, edge, |a, b| a.min(b)),
    }
}

fn spread_by(plane: &Plane, edge: usize, pick: impl Fn(u8, u8) -> u8 + Copy) -> Plane {
    let (w, h) = (plane.width, plane.height);
    if w == 0 || h == 0 || edge == 0 {
        return plane.clone();
    }
    let mut across = plane.data.clone();
    for (line, out) in plane.data.chunks_exact(w).zip(across.chunks_exact_mut(w)) {
        for by in 1..=edge.min(w - 1) {
            out[..w - by].iter_mut().zip(&line[by..]).for_each(|(o, v)| *o = pick(*o, *v));
            out[by..].iter_mut().zip(&line[..w - by]).for_each(|(o, v)| *o = pick(*o, *v));
        }
    }
    let mut data = across.clone();
    for by in 1..=edge.min(h - 1) {
        let far = by * w;
        data[..(h - by) * w].iter_mut().zip(&across[far..]).for_each(|(o, v)| *o = pick(*o, *v));
        data[far..].iter_mut().zip(&across[..(h - by) * w]).for_each(|(o, v)| *o = pick(*o, *v));
    }
    Plane { width: w, height: h, data }
}
