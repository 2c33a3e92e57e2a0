//! A part that lies sheared, or is seen from aside: by a freer map than shift, turn and scale.

use super::pose::{Match, Matches, TOLERANCE, draws};
use super::{FeatureFinder, MOST_OF_PICTURE, SCALES, features};
use crate::register::{
    Affine, Aligner, Fit, Gray, Homography, Motion, NoFit, Pair, seen_through, sound, spread,
};

/// Where a part was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Laid {
    /// From the part's own pixels into the picture.
    pub map: Homography,
    /// How well they agree there, -1 to 1.
    pub agreement: f32,
    /// How well the next best place agrees; -1 where there is none.
    pub second: f32,
}

/// Corners lie at first within this share of the part's smaller side of where a plain turn and scale has them.
const WIDE: f64 = 0.1;
/// Maps that are tried.
const TRIED: usize = 1500;
/// Corners that must agree, and how much of the part they must fill.
const AGREEING: usize = 12;
const SPREAD: f64 = 0.15;
/// Cells each way that the part is laid over by, how many must tell where they lie, how well they must agree, and how much of the part
/// they must fill.
const CELLS: usize = 4;
const TELLING: usize = 8;
const ALIKE: f32 = 0.6;
const FILLED: f64 = 0.3;
/// Times that it is laid over anew, rounds of each cell, and pixels that a side of a cell has at least.
const SETTLED: usize = 3;
const ROUNDS: usize = 20;
const SMALLEST: usize = 10;

impl FeatureFinder {
    /// As [`FeatureFinder::find`], sheared or seen from aside as `fit` allows; or why nothing is sure.
    pub fn find_freely(&self, picture: &Gray, fit: Fit) -> Result<Laid, NoFit> {
        let few = NoFit::Few { agree: 0, least: AGREEING };
        let mut level = picture.clone();
        for _ in 0..self.reduction.ilog2() {
            level = level.half();
        }
        let whole = self.levels.last().ok_or(few)?;
        let size = (whole.fixed().width as f64, whole.fixed().height as f64);
        let cells = Cell::over(whole.fixed());
        let matches = Matches::of(&self.features, &features(&level, MOST_OF_PICTURE));
        let (first, rest) = matches.place_freely(fit, size)?;
        let best = settled((whole, &cells), &level, first, fit).ok_or(few)?;
        let other = rest.place_freely(fit, size).ok();
        let second = other.and_then(|(map, _)| settled((whole, &cells), &level, map, fit));
        let middle = |laid: &Laid| laid.map.near(size.0 / 2.0, size.1 / 2.0);
        let at = |laid: &Laid| laid.map.apply(size.0 / 2.0, size.1 / 2.0);
        let ((x, y), near) = (at(&best), size.0.min(size.1) / 4.0);
        let apart = |laid: &Laid| {
            let (u, v) = at(laid);
            let turn = (middle(laid).degrees() - middle(&best).degrees()).rem_euclid(360.0);
            (u - x).hypot(v - y) >= near || (15.0..345.0).contains(&turn)
        };
        let second = second.filter(apart);
        let whole = |laid: Laid| Laid { map: laid.map.scaled(self.reduction as f64), ..laid };
        Ok(match second {
            Some(second) if second.agreement > best.agreement => {
                Laid { second: best.agreement, ..whole(second) }
            }
            second => Laid { second: second.map_or(-1.0, |s| s.agreement), ..whole(best) },
        })
    }
}

impl Matches {
    /// The place of a part of these sides that most corners agree on, and the matches that have nothing to do with it.
    fn place_freely(&self, fit: Fit, (w, h): (f64, f64)) -> Result<(Homography, Matches), NoFit> {
        let few = |agree: usize| NoFit::Few { agree, least: AGREEING };
        let wide = (w.min(h) * WIDE).max(TOLERANCE);
        let rough = self.drawn((w, h), wide).ok_or(few(0))?;
        let near: Vec<Match> = self.agreeing(&rough, wide).copied().collect();
        if near.len() < AGREEING {
            return Err(few(near.len()));
        }
        let tolerance = TOLERANCE * rough.scale().max(1.0);
        let seen = |map: &Homography| {
            let scale = map.near(w / 2.0, h / 2.0).scale();
            sound(map, (w, h)).is_ok() && SCALES.contains(&scale)
        };
        let (mut next, mut best): (_, Option<(usize, Homography)>) = (draws(), None);
        for _ in 0..TRIED {
            let pairs: Vec<Pair> =
                (0..fit.fewest()).map(|_| near[next(near.len())]).map(|m| (m.from, m.to)).collect();
            let Some(map) = fit.through(&pairs).filter(seen) else { continue };
            let count = self.agree(&near, &map, tolerance);
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, map));
            }
        }
        let (_, mut map) = best.ok_or(few(0))?;
        // By all that agree, and again by those that agree then.
        for tolerance in [tolerance, tolerance, tolerance * 0.75] {
            let pairs: Vec<Pair> = close(&self.all, &map, tolerance).map(|m| (m.from, m.to)).collect();
            map = fit.through(&pairs).unwrap_or(map);
        }
        let count = self.agree(&self.all, &map, tolerance);
        if count < AGREEING {
            return Err(few(count));
        }
        let places: Vec<(f64, f64)> = close(&self.all, &map, tolerance).map(|m| m.from).collect();
        let filled = spread(&places, (w, h));
        if filled < SPREAD {
            return Err(NoFit::Clustered { spread: filled, least: SPREAD });
        }
        sound(&map, (w, h))?;
        let back = map.inverse().ok_or(few(0))?;
        let on = |m: &Match| {
            let (x, y) = back.apply(m.to.0, m.to.1);
            (0.0..=w).contains(&x) && (0.0..=h).contains(&y)
        };
        let rest = self.all.iter().filter(|m| !on(m)).copied().collect();
        Ok((map, Matches { all: rest, known: self.known }))
    }

    /// How many corners of the part agree, each once.
    fn agree(&self, matches: &[Match], map: &Homography, tolerance: f64) -> usize {
        let mut agrees = vec![false; self.known];
        close(matches, map, tolerance).for_each(|m| agrees[m.of] = true);
        agrees.iter().filter(|a| **a).count()
    }
}

fn close<'a>(matches: &'a [Match], map: &'a Homography, tolerance: f64) -> impl Iterator<Item = &'a Match> {
    matches.iter().filter(move |m| {
        let (x, y) = map.apply(m.from.0, m.from.1);
        (x - m.to.0).hypot(y - m.to.1) <= tolerance
    })
}

/// A piece of the part that is looked for by itself.
struct Cell {
    aligner: Aligner,
    x: f64,
    y: f64,
    /// Its own middle.
    middle: (f64, f64),
}

impl Cell {
    /// Those that have something to hold on to.
    fn over(part: &Gray) -> Vec<Cell> {
        let (w, h) = (part.width / CELLS, part.height / CELLS);
        if w.min(h) < SMALLEST {
            return Vec::new();
        }
        let places = (0..CELLS * CELLS).map(|k| (k % CELLS * w, k / CELLS * h));
        let cell = |(x, y): (usize, usize)| {
            let aligner = Aligner::new(part.part(x as isize, y as isize, w, h), Motion::Rigid)?;
            let middle = (w as f64 / 2.0, h as f64 / 2.0);
            Some(Cell { aligner, x: x as f64, y: y as f64, middle })
        };
        places.filter_map(cell).collect()
    }

    /// Where its middle lies in the part, and in what is seen of it.
    fn found(&self, seen: &Gray) -> Option<Pair> {
        let start = Affine([1.0, 0.0, self.x, 0.0, 1.0, self.y]);
        let found = self.aligner.align(seen, start, ROUNDS).filter(|f| f.correlation >= ALIKE)?;
        let (x, y) = self.middle;
        let (from, to) = (start.apply(x, y), found.map.apply(x, y));
        // Further than half a cell away it is another piece that looks alike.
        let far = (from.0 - to.0).hypot(from.1 - to.1);
        (far <= x.min(y)).then_some((from, to))
    }
}

/// The place laid over to a fraction of a pixel: the picture is drawn as the part is, and what is left to move is measured cell
/// by cell. `None` where the part lies outside of the picture for the most.
fn settled((whole, cells): (&Aligner, &[Cell]), picture: &Gray, start: Homography, fit: Fit) -> Option<Laid> {
    let (w, h) = (whole.fixed().width, whole.fixed().height);
    let size = (w as f64, h as f64);
    let worth = |seen: &Gray| Some(whole.align(seen, Affine::IDENTITY, 0)?.correlation);
    let mut seen = seen_through(picture, &start, w, h);
    let mut laid = Laid { map: start, agreement: worth(&seen)?, second: -1.0 };
    for _ in 0..SETTLED {
        let pairs: Vec<Pair> = cells.iter().filter_map(|cell| cell.found(&seen)).collect();
        let places: Vec<(f64, f64)> = pairs.iter().map(|(from, _)| *from).collect();
        if pairs.len() < TELLING || spread(&places, size) < FILLED {
            break;
        }
        let Some(step) = fit.through(&pairs) else { break };
        let map = laid.map.after(&step);
        if sound(&map, size).is_err() {
            break;
        }
        seen = seen_through(picture, &map, w, h);
        match worth(&seen) {
            Some(agreement) if agreement > laid.agreement => laid = Laid { map, agreement, ..laid },
            _ => break,
        }
    }
    Some(laid)
}
