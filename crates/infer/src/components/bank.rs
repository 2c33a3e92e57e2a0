use super::board::MIDDLE;
use super::{BoardSpec, ComponentSpec};

/// What is remembered of components: one row of small whole numbers a look.
#[derive(Debug, Clone)]
pub struct Bank {
    data: Vec<i8>,
    row: usize,
    /// First row of each component.
    starts: Vec<usize>,
    parts: [usize; 2],
    places: f32,
}

/// How a component looks beside what is remembered of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traits {
    /// Logarithms of the distance to the nearest look: sound, turned, absent.
    pub sound: f32,
    pub turned: f32,
    pub absent: f32,
    /// How much nearer its colour is to that of an absent one than to that of a sound one.
    pub color: f32,
}

/// A value of a look, which is of length 1 at each place, as a whole number.
const STEP: f32 = 1.0 / 127.0;
/// Added to distances, so that two equal looks are not infinitely near.
const TINY: f32 = 0.02;
/// Added to distances of colours, in steps of 256.
const TINY_COLOR: f32 = 4.0;
/// Another component stands there where its look is nearer by this, a logarithm, than all that is known of the own one.
const NEARER: f32 = 0.7;
/// Components whose sides differ by more than this factor are not taken for each other.
const SIZES: f32 = 1.67;
/// Distance told where nothing is remembered.
const FAR: f32 = 4.0;

pub fn quantised(look: &[f32]) -> Vec<i8> {
    look.iter().map(|v| (v / STEP).round().clamp(-127.0, 127.0) as i8).collect()
}

impl Bank {
    /// The sizes were checked by [`BoardSpec::check`].
    pub fn of(spec: &BoardSpec, bytes: &[u8]) -> Bank {
        let mut starts = Vec::with_capacity(spec.components.len());
        let mut at = 0;
        for c in &spec.components {
            starts.push(at);
            at += (c.sound + c.turned + c.absent) as usize;
        }
        Bank {
            data: bytes.iter().map(|b| i8::from_le_bytes([*b])).collect(),
            row: spec.row(),
            starts,
            parts: spec.channels.map(|c| (c * spec.places) as usize),
            places: spec.places as f32,
        }
    }

    /// Sum over both parts of the logarithm of the distance to the nearest of the rows.
    fn nearest(&self, look: &[f32], rows: std::ops::Range<usize>) -> f32 {
        let mut least = [f32::INFINITY; 2];
        for r in rows {
            let row = &self.data[r * self.row..(r + 1) * self.row];
            let (first, second) = row.split_at(self.parts[0]);
            let (look1, look2) = look.split_at(self.parts[0]);
            for (least, (row, look)) in least.iter_mut().zip([(first, look1), (second, look2)]) {
                *least = least.min(1.0 - dot(row, look) * STEP / self.places);
            }
        }
        least.iter().map(|d| if d.is_finite() { (d.max(0.0) + TINY).ln() } else { FAR.ln() }).sum()
    }

    /// Whether another component of the board stands in this one's place: one of about its size and of another kind, whose sound
    /// looks are clearly nearer than all that is remembered of this one.
    pub fn is_another(&self, component: usize, board: &BoardSpec, look: &[f32], traits: &Traits) -> bool {
        let own = &board.components[component];
        let start = self.starts[component];
        let known = start..start + (own.sound + own.turned) as usize;
        let like = |a: f32, b: f32| a <= b * SIZES && b <= a * SIZES;
        let nearest_own = traits.sound.min(traits.turned).min(traits.absent);
        board.components.iter().zip(&self.starts).enumerate().any(|(place, (other, &first))| {
            place != component
                && like(other.bbox.w, own.bbox.w)
                && like(other.bbox.h, own.bbox.h)
                && self.nearest(look, first..first + other.sound as usize) + NEARER < nearest_own
                // Two of a kind say nothing of each other: the other may only lie the other way round.
                && self.nearest(&self.remembered(first), known.clone()) - own.usual > MIDDLE
        })
    }

    fn remembered(&self, row: usize) -> Vec<f32> {
        self.data[row * self.row..(row + 1) * self.row].iter().map(|v| f32::from(*v) * STEP).collect()
    }

    /// `component` is its place in the spec.
    pub fn traits(&self, component: usize, spec: &ComponentSpec, look: &[f32], color: [f32; 3]) -> Traits {
        let start = self.starts[component];
        let sound = start..start + spec.sound as usize;
        let turned = sound.end..sound.end + spec.turned as usize;
        let absent = turned.end..turned.end + spec.absent as usize;
        let of_color = |rows: &std::ops::Range<usize>| {
            let colors = &spec.colors[rows.start - start..rows.end - start];
            let far = |c: &[f32; 3]| c.iter().zip(&color).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt();
            (colors.iter().map(far).fold(255.0, f32::min) + TINY_COLOR).ln()
        };
        let color = of_color(&sound) - of_color(&absent);
        Traits {
            sound: self.nearest(look, sound),
            turned: self.nearest(look, turned),
            absent: self.nearest(look, absent),
            color,
        }
    }
}

fn dot(row: &[i8], look: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut sums = [0.0f32; LANES];
    for (r, l) in row.chunks_exact(LANES).zip(look.chunks_exact(LANES)) {
        for k in 0..LANES {
            sums[k] += f32::from(r[k]) * l[k];
        }
    }
    let (r, l) = (row.chunks_exact(LANES).remainder(), look.chunks_exact(LANES).remainder());
    sums.iter().sum::<f32>() + r.iter().zip(l).map(|(r, l)| f32::from(*r) * l).sum::<f32>()
}
