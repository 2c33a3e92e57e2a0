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
    /// Places along a side.
    side: usize,
    /// How large each component is beside the middle one.
    areas: Vec<f32>,
}

/// How a component looks beside what is remembered of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Traits {
    /// Logarithms of the distance to the nearest look: sound, turned, absent.
    pub sound: f32,
    pub turned: f32,
    pub absent: f32,
    /// How much nearer its colour is to that of an absent one than to that of a sound one.
    pub color: f32,
    /// How much nearer it is, place by place, to the turned good one than to a sound one; where that counts.
    pub turn: Option<f32>,
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
        let area = |c: &ComponentSpec| c.bbox.w * c.bbox.h;
        let mut sorted: Vec<f32> = spec.components.iter().map(area).collect();
        sorted.sort_by(f32::total_cmp);
        let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(1.0);
        Bank {
            data: bytes.iter().map(|b| i8::from_le_bytes([*b])).collect(),
            row: spec.row(),
            starts,
            parts: spec.channels.map(|c| (c * spec.places) as usize),
            places: spec.places as f32,
            side: (spec.places as f32).sqrt() as usize,
            areas: spec.components.iter().map(|c| area(c) / middle).collect(),
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
            turn: None,
        }
    }

    /// Logarithms of the distances, place by place, to the nearest of some `sound` looks, which are counted within the component,
    /// and to the turned good one, which is the first of the turned ones.
    pub fn place_by_place(
        &self,
        component: usize,
        spec: &ComponentSpec,
        look: &[f32],
        sound: impl Iterator<Item = usize>,
    ) -> [f32; 2] {
        let start = self.starts[component];
        let far = |row: usize| (1.0 - self.agreement(look, &self.remembered(start + row))).max(0.0) + TINY;
        let turned = spec.sound as usize;
        [sound.map(far).fold(FAR, f32::min).ln(), far(turned).ln()]
    }

    /// What such distances say: a logarithm of likelihoods grows with how much is seen.
    pub fn turn(&self, component: usize, [sound, turned]: [f32; 2]) -> f32 {
        (sound - turned) * self.areas[component]
    }

    /// Mean cosine of the finer stage at the inner places, each with the best of the places around it in the other look.
    fn agreement(&self, a: &[f32], b: &[f32]) -> f32 {
        let (side, places) = (self.side, self.places as usize);
        let channels = self.parts[0] / places;
        let gather = |row: &[f32]| -> Vec<f32> {
            let mut out = Vec::with_capacity(self.parts[0]);
            for p in 0..places {
                let from = out.len();
                out.extend((0..channels).map(|c| row[c * places + p]));
                let length = out[from..].iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-6);
                out[from..].iter_mut().for_each(|v| *v /= length);
            }
            out
        };
        let (a, b) = (gather(a), gather(b));
        let best = |one: &[f32], other: &[f32], x: usize, y: usize| {
            let here = &one[(y * side + x) * channels..][..channels];
            let mut best = -1.0f32;
            for v in y.saturating_sub(1)..(y + 2).min(side) {
                for u in x.saturating_sub(1)..(x + 2).min(side) {
                    let there = &other[(v * side + u) * channels..][..channels];
                    best = best.max(here.iter().zip(there).map(|(a, b)| a * b).sum());
                }
            }
            best
        };
        // What lies at the edge is surroundings, which do not turn.
        let inner = if side > 2 { 1..side - 1 } else { 0..side };
        let (mut sum, mut count) = (0.0f32, 0.0f32);
        for y in inner.clone() {
            for x in inner.clone() {
                sum += (best(&a, &b, x, y) + best(&b, &a, x, y)) / 2.0;
                count += 1.0;
            }
        }
        sum / count.max(1.0)
    }
}

impl Traits {
    /// Another look at the same component, in its place: what is nearer counts.
    pub fn with(self, other: &Traits) -> Traits {
        Traits {
            sound: self.sound.min(other.sound),
            turned: self.turned.min(other.turned),
            absent: self.absent.min(other.absent),
            ..self
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
