use super::{Feature, SCALES};
use crate::register::Affine;

/// A corner of the part and one of the picture that look alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    /// Which one of the part.
    pub of: usize,
    pub from: (f64, f64),
    pub to: (f64, f64),
    /// How much further it is turned.
    turn: f64,
}

pub(super) struct Matches {
    pub all: Vec<Match>,
    /// Corners of the part.
    pub known: usize,
}

/// Descriptions that differ in more pairs are of different corners.
const ALIKE: u32 = 72;
/// The next best corner of the part must differ by so much more.
const CLEARER: f32 = 0.88;
/// Corners of the part nearer than this are one, found on two sizes.
const SAME: f64 = 8.0;
/// How far a corner may lie from where a place has it, in pixels of the part.
pub(super) const TOLERANCE: f64 = 4.0;
const TURN: f64 = 30.0;
/// Corners that must agree on a place.
const AGREEING: usize = 7;
/// Pairs that are tried, and draws to find them.
const TRIED: usize = 3000;
const DRAWN: usize = 200_000;

impl Matches {
    pub fn of(part: &[Feature], picture: &[Feature]) -> Matches {
        let one = |seen: &Feature| -> Option<Match> {
            let differs: Vec<u32> = part.iter().map(|p| p.differs(seen)).collect();
            let best = (0..part.len()).min_by_key(|&i| differs[i])?;
            let own = &part[best];
            let others = (0..part.len()).filter(|&i| (part[i].x - own.x).hypot(part[i].y - own.y) > SAME);
            let next = others.map(|i| differs[i]).min().unwrap_or(u32::MAX);
            let clear = (differs[best] as f32) < CLEARER * next as f32;
            (differs[best] <= ALIKE && clear).then(|| Match {
                of: best,
                from: (own.x, own.y),
                to: (seen.x, seen.y),
                turn: f64::from(seen.degrees - own.degrees),
            })
        };
        Matches { all: picture.iter().filter_map(one).collect(), known: part.len() }
    }

    /// The place of a part of these sides that most corners agree on, and the matches that have nothing to do with it.
    pub fn place(&self, (w, h): (f64, f64)) -> Option<(Affine, Matches)> {
        let mut map = self.drawn((w, h), TOLERANCE)?;
        // By all that agree, twice.
        for tolerance in [TOLERANCE, TOLERANCE * 0.75] {
            let pairs: Vec<_> = self.agreeing(&map, tolerance).map(|m| (m.from, m.to)).collect();
            map = Affine::nearest_similarity(&pairs).unwrap_or(map);
        }
        if self.count(&map, TOLERANCE) < AGREEING {
            return None;
        }
        // Whatever lies on the part once it is found tells of no other place.
        let back = map.inverse()?;
        let on = |m: &Match| {
            let (x, y) = back.apply(m.to.0, m.to.1);
            (0.0..=w).contains(&x) && (0.0..=h).contains(&y)
        };
        let rest = self.all.iter().filter(|m| !on(m)).copied().collect();
        Some((map, Matches { all: rest, known: self.known }))
    }

    /// Of the places that two corners each tell the one that most others lie within `tolerance` of.
    pub fn drawn(&self, (w, h): (f64, f64), tolerance: f64) -> Option<Affine> {
        if self.all.len() < AGREEING {
            return None;
        }
        let mut next = draws();
        let (mut best, mut tried): (Option<(usize, Affine)>, usize) = (None, 0);
        let apart = w.min(h) / 6.0;
        for _ in 0..DRAWN {
            if tried == TRIED {
                break;
            }
            let (a, b) = (&self.all[next(self.all.len())], &self.all[next(self.all.len())]);
            if (a.from.0 - b.from.0).hypot(a.from.1 - b.from.1) < apart || turned(a.turn, b.turn) > TURN {
                continue;
            }
            let Some(map) = Affine::nearest_similarity(&[(a.from, a.to), (b.from, b.to)]) else { continue };
            if !SCALES.contains(&map.scale()) || turned(map.degrees(), a.turn) > TURN {
                continue;
            }
            tried += 1;
            let count = self.count(&map, tolerance);
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, map));
            }
        }
        best.map(|(_, map)| map)
    }

    pub fn agreeing<'a>(&'a self, map: &'a Affine, tolerance: f64) -> impl Iterator<Item = &'a Match> {
        let (far, degrees) = (tolerance * map.scale().max(1.0), map.degrees());
        self.all.iter().filter(move |m| {
            let (x, y) = map.apply(m.from.0, m.from.1);
            (x - m.to.0).hypot(y - m.to.1) <= far && turned(degrees, m.turn) <= TURN
        })
    }

    /// How many corners of the part agree, each once.
    fn count(&self, map: &Affine, tolerance: f64) -> usize {
        let mut agrees = vec![false; self.known];
        self.agreeing(map, tolerance).for_each(|m| agrees[m.of] = true);
        agrees.iter().filter(|a| **a).count()
    }
}

/// Numbers below the one that is given; the same ones each time.
pub(super) fn draws() -> impl FnMut(usize) -> usize {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 33) as usize) % below
    }
}

/// The way from the one turn to the other, 0 to 180 degrees.
fn turned(a: f64, b: f64) -> f64 {
    let far = (a - b).rem_euclid(360.0);
    far.min(360.0 - far)
}
