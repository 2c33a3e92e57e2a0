//! What is remembered of each component, how far sound ones usually are from it, and what that is worth on boards that it
//! was not taken from.

use super::graph::{PLACES, channels};
use super::judging::{Apart, Judging, known_faults};
use super::views::{Seen, Views};
use super::{LEAST_AGREEMENT, Lesson, View, names, truth_of};
use fovea_datasets::Boards;
use fovea_domain::components::{ComponentState, JudgedComponent};
use fovea_infer::components::{
    Beside, BoardSpec, ComponentSpec, StateRule, Tolerance, Traits, quantised, state_of,
};

pub(super) struct Taught {
    pub spec: BoardSpec,
    pub bank: Vec<u8>,
    pub coarse: Vec<u8>,
    /// Each component of each given board, by what the other boards and the good one tell of it; of the good board
    /// alone, pictures that were made.
    pub judged: Vec<JudgedComponent>,
    /// Whether those are of real boards.
    pub real: bool,
    /// Components that the good board shows unlike all boards that were passed, and which are therefore not taken from it.
    pub odd: Vec<String>,
}

/// Sound looks of one component that are remembered at most, two a board; of either kind of known faults, too.
const MOST: usize = 80;
/// Fewest passed boards that tell how sound ones vary, and that outvote the good board.
const FEWEST: usize = 5;
/// So far beyond what is usual the good board's own component must be from all passed ones to be left out.
const ODD: f32 = 1.6;
/// How much colours without print count.
const COLOR: f32 = 0.5;
/// So much beyond what is usual a component is looked at again.
const DOUBTFUL: f32 = 1.0;
/// How much it counts that a component looks like a fault of it, where boards tell how sound ones vary.
const FAULTY: f32 = 0.5;
/// How much it counts that it looks turned place by place, where nothing tells that.
const TURNED: f32 = 3.0;
const DRAWN: f32 = 0.25;
/// Share of sound components that are nearer than what is called usual.
const USUAL: f64 = 0.9;

/// What some boards show is drawn a little towards what is usual for all components.
fn drawn(usual: f32, alone: f32) -> f32 {
    usual + DRAWN * (alone - usual)
}

/// One remembered look and the board that it is from; the good board has none.
pub(super) struct Sound<'a> {
    pub board: Option<usize>,
    pub view: &'a View,
    /// Where it was found, not in its place: one a board.
    first: bool,
}

/// Sound looks of a component and how far each is from the nearest of another board.
pub(super) struct Known<'a> {
    pub sound: Vec<Sound<'a>>,
    /// `apart[i][k]`.
    apart: Vec<Vec<[f32; 2]>>,
}

impl<'a> Known<'a> {
    fn of(sound: Vec<Sound<'a>>) -> Known<'a> {
        let mut apart = vec![vec![[0.0; 2]; sound.len()]; sound.len()];
        for (i, k) in (0..sound.len()).flat_map(|i| (0..i).map(move |k| (i, k))) {
            apart[i][k] = distances(sound[i].view, sound[k].view);
            apart[k][i] = apart[i][k];
        }
        Known { sound, apart }
    }

    /// The logarithm of how far look `i` is from the nearest of the others but those of board `without`.
    fn nearest(&self, i: usize, without: Option<usize>) -> Option<f32> {
        let others = (0..self.sound.len())
            .filter(|&k| self.sound[k].board != self.sound[i].board)
            .filter(|&k| without.is_none() || self.sound[k].board != without)
            .map(|k| self.apart[i][k]);
        let least = others.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1])])?;
        Some(together(least))
    }

    /// What is usual among those that are of other boards than `without`; `None` where they are too few to tell.
    pub fn usual(&self, without: Option<usize>) -> Option<f32> {
        let rest: Vec<usize> = (0..self.sound.len())
            .filter(|&i| self.sound[i].first && (without.is_none() || self.sound[i].board != without))
            .collect();
        if rest.len() < FEWEST {
            return None;
        }
        Some(quantile(rest.iter().filter_map(|&i| self.nearest(i, without)).collect(), USUAL))
    }

    /// Leaves out the good board's look where it is unlike all others.
    fn outvote(&mut self) -> bool {
        let Some(own) = self.sound.iter().position(|s| s.board.is_none()) else { return false };
        let passed = |i: usize| self.sound[i].board.is_some();
        let rest: Vec<usize> = (0..self.sound.len()).filter(|&i| passed(i) && self.sound[i].first).collect();
        if rest.len() < FEWEST {
            return false;
        }
        let far = rest.iter().filter_map(|&i| {
            let others = (0..self.sound.len())
                .filter(|&k| passed(k) && self.sound[k].board != self.sound[i].board)
                .map(|k| self.apart[i][k]);
            others.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1])]).map(together)
        });
        let usual = quantile(far.collect(), USUAL);
        let odd = self.nearest(own, None).is_some_and(|d| d - usual > ODD);
        if odd {
            // With what was made of it.
            for i in (0..self.sound.len()).rev() {
                if self.sound[i].board.is_none() {
                    self.remove(i);
                }
            }
        }
        odd
    }

    fn remove(&mut self, i: usize) {
        self.sound.remove(i);
        self.apart.remove(i);
        self.apart.iter_mut().for_each(|row| {
            row.remove(i);
        });
    }

    /// Leaves out those that others stand for best, until few enough are left.
    fn thin(&mut self) {
        while self.sound.len() > MOST {
            let worth = |i: usize| self.nearest(i, None).unwrap_or(f32::MAX);
            let Some(least) = (0..self.sound.len()).min_by(|&a, &b| worth(a).total_cmp(&worth(b))) else {
                return;
            };
            self.remove(least);
        }
    }
}

/// Added to distances; as where they are used.
const TINY: f32 = 0.02;

pub(super) fn together(d: [f32; 2]) -> f32 {
    d.iter().map(|d| (d.max(0.0) + TINY).ln()).sum()
}

pub(super) fn distances(a: &View, b: &View) -> [f32; 2] {
    let cut = channels()[0] * PLACES;
    let of = |a: &[f32], b: &[f32]| 1.0 - a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>() / PLACES as f32;
    [of(&a.row[..cut], &b.row[..cut]), of(&a.row[cut..], &b.row[cut..])]
}

/// The value that a share of them does not exceed.
fn quantile(mut values: Vec<f32>, share: f64) -> f32 {
    values.sort_by(f32::total_cmp);
    let at = ((values.len().saturating_sub(1)) as f64 * share).round() as usize;
    values.get(at).copied().unwrap_or(0.0)
}

impl Taught {
    pub fn of(views: &Views, seen: &[Option<Seen>], boards: &Boards, lessons: &[Lesson]) -> Taught {
        // From the good board alone it cannot be told which component varies more than another.
        let alone = quantile(
            (0..views.golden.len())
                .flat_map(|j| views.varied[j].iter().map(move |v| (j, v)))
                .map(|(j, v)| together(distances(v, &views.golden[j])))
                .collect(),
            USUAL,
        );
        let mut spec = BoardSpec {
            golden: "golden.png".into(),
            width: boards.width,
            height: boards.height,
            bank: "bank.bin".into(),
            channels: channels().map(|c| c as u32),
            places: PLACES as u32,
            least_agreement: LEAST_AGREEMENT,
            states: StateRule { bias: 0.0, look: 1.0, color: 1.0 },
            beside: None,
            components: Vec::new(),
        };
        let (mut bank, mut coarse, mut odd) = (Vec::new(), Vec::new(), Vec::new());
        let (mut usual_without, mut all_known, mut all_faults) = (Vec::new(), Vec::new(), Vec::new());
        for (j, (name, component)) in names(boards).zip(&boards.components).enumerate() {
            let either_way = component.either_way;
            let mut sound = vec![Sound { board: None, view: &views.golden[j], first: true }];
            // Where the way round does not matter, a turned one is as sound.
            let also = views.turned[j].iter().filter(|_| either_way);
            sound.extend(also.map(|view| Sound { board: None, view, first: false }));
            for (b, seen) in seen.iter().enumerate() {
                let passed = truth_of(&lessons[b], name) == Some(ComponentState::Ok);
                if let Some(part) = seen.as_ref().filter(|_| passed).map(|s| &s.parts[j]) {
                    sound.push(Sound { board: Some(b), view: &part.view, first: true });
                    let in_place = part.in_place.iter();
                    sound.extend(in_place.map(|view| Sound { board: Some(b), view, first: false }));
                }
            }
            let mut known = Known::of(sound);
            if known.outvote() {
                odd.push(name.to_string());
            }
            known.thin();
            let faults = known_faults(seen, lessons, (j, name));
            let of = |state| faults.iter().filter(move |f| f.state == state).map(|f| f.view).take(MOST);
            let turned = views.turned[j].iter().chain(of(ComponentState::Reversed));
            let turned: Vec<&View> = turned.filter(|_| !either_way).collect();
            let absent: Vec<&View> = views.absent[j].iter().chain(of(ComponentState::Missing)).collect();
            let rows: Vec<&View> = known
                .sound
                .iter()
                .map(|s| s.view)
                .chain(turned.iter().copied())
                .chain(absent.iter().copied())
                .collect();
            bank.extend(rows.iter().flat_map(|v| quantised(&v.row)).map(|v| v.to_le_bytes()[0]));
            coarse.extend_from_slice(&views.golden[j].coarse);
            views.absent[j].iter().for_each(|v| coarse.extend_from_slice(&v.coarse));
            spec.components.push(ComponentSpec {
                name: name.to_string(),
                bbox: component.bbox,
                sound: known.sound.len() as u32,
                turned: turned.len() as u32,
                absent: absent.len() as u32,
                colors: rows.iter().map(|v| v.color).collect(),
                usual: known.usual(None).map_or(alone, |u| drawn(u, alone)),
                color: COLOR,
                tolerance: tolerance(&known, seen, j, f64::from(boards.width.min(boards.height))),
                either_way,
            });
            usual_without.push(
                (0..seen.len())
                    .map(|b| known.usual(Some(b)).map_or(alone, |u| drawn(u, alone)))
                    .collect::<Vec<_>>(),
            );
            all_known.push(known);
            all_faults.push(faults);
        }
        let few = all_known.iter().all(|k| k.usual(None).is_none());
        spec.beside = Some(Beside {
            coarse: "coarse.bin".into(),
            rows: 1 + views.absent.first().map_or(0, Vec::len) as u32,
            doubtful: DOUBTFUL,
            faulty: if few { 0.0 } else { FAULTY },
            turned: if few { TURNED } else { 0.0 },
        });
        let judging = Judging::of(&spec, &bank, &coarse);
        let own = |b: usize, j: usize, seen: &Seen| {
            let apart = Apart {
                board: b,
                usual: usual_without[j][b],
                known: &all_known[j],
                faults: &all_faults[j],
                turned: &views.turned[j],
                absent: &views.absent[j],
            };
            judging.apart(j, seen, &apart)
        };
        let rule = state_rule(views, seen, lessons, boards, (&judging, &own));
        let mut judged = Vec::new();
        for (b, seen) in seen.iter().enumerate().filter_map(|(b, s)| Some((b, s.as_ref()?))) {
            for (j, name) in names(boards).enumerate() {
                let Some(truth) = truth_of(&lessons[b], name) else { continue };
                let own = own(b, j, seen);
                judged.push(JudgedComponent {
                    board: lessons[b].sample.id.clone(),
                    name: name.to_string(),
                    truth,
                    told: state_of(&own, &rule, spec.components[j].either_way),
                    score: judging.score(j, &own, usual_without[j][b]),
                });
            }
        }
        let real = !judged.is_empty();
        if !real {
            judged = made(views, boards, &judging, &rule);
        }
        spec.states = rule;
        Taught { spec, bank, coarse, judged, real, odd }
    }
}

/// Pictures that were made, judged by the good board alone.
fn made(views: &Views, boards: &Boards, judging: &Judging, rule: &StateRule) -> Vec<JudgedComponent> {
    let mut judged = Vec::new();
    for (j, name) in names(boards).enumerate() {
        let kinds = [
            (ComponentState::Ok, &views.varied[j]),
            (ComponentState::Reversed, &views.tried_turned[j]),
            (ComponentState::Missing, &views.tried_absent[j]),
        ];
        let either_way = judging.spec.components[j].either_way;
        for (truth, some) in kinds.into_iter().filter(|k| !either_way || k.0 != ComponentState::Reversed) {
            for (k, view) in some.iter().enumerate() {
                let own = judging.made(j, view);
                judged.push(JudgedComponent {
                    board: format!("made {k}"),
                    name: name.to_string(),
                    truth,
                    told: state_of(&own, rule, either_way),
                    score: judging.score(j, &own, judging.spec.components[j].usual),
                });
            }
        }
    }
    judged
}

/// Where too few boards tell how far sound ones lie beside their places, nothing that is found is too far: so far, as a part of the board's
/// shorter side, they are looked for, and so many pixels more a fine alignment may lead.
const ALONE: f64 = 0.0175;
const ASTRAY: f32 = 12.0;
/// Added to what passed boards show, in the same measure and in degrees.
const MORE: (f64, f32) = (0.012, 8.0);
/// Turn that is tolerated where too few boards tell.
const TURN: f32 = 15.0;
/// A place is believed from this agreement on.
const SURE: f32 = 0.6;

fn tolerance(known: &Known, seen: &[Option<Seen>], j: usize, side: f64) -> Tolerance {
    let parts: Vec<_> = known
        .sound
        .iter()
        .filter(|s| s.first)
        .filter_map(|s| Some(&seen.get(s.board?)?.as_ref()?.parts[j]))
        .filter(|p| p.agreement >= SURE)
        .collect();
    if parts.len() < FEWEST {
        let far = (side * ALONE) as f32 + ASTRAY;
        return Tolerance { dx: [-far, far], dy: [-far, far], angle: [-TURN, TURN] };
    }
    let range = |of: fn(&super::views::SeenPart) -> f32, more: f32| {
        let least = parts.iter().map(|p| of(p)).fold(0.0, f32::min);
        let most = parts.iter().map(|p| of(p)).fold(0.0, f32::max);
        [least - more, most + more]
    };
    let more = (side * MORE.0) as f32;
    Tolerance { dx: range(|p| p.dx, more), dy: range(|p| p.dy, more), angle: range(|p| p.angle, MORE.1) }
}

/// How one of a board that teaches looks, without that board's own looks.
type Own<'a> = &'a dyn Fn(usize, usize, &Seen) -> Traits;

/// Learns to tell turned ones from missing ones, by those that were made and by known faults, as a logistic regression of
/// two numbers.
fn state_rule(
    views: &Views,
    seen: &[Option<Seen>],
    lessons: &[Lesson],
    boards: &Boards,
    (judging, own): (&Judging, Own),
) -> StateRule {
    let mut rows: Vec<([f64; 2], f64, f64)> = Vec::new();
    let mut add = |t: Traits, turned: bool, weight: f64| {
        let x = [f64::from(t.absent - t.turned), -f64::from(t.color)];
        rows.push((x, f64::from(u8::from(turned)), weight));
    };
    for (j, name) in names(boards).enumerate() {
        if !judging.spec.components[j].either_way {
            views.tried_turned[j].iter().for_each(|v| add(judging.made(j, v), true, 1.0));
        }
        views.tried_absent[j].iter().for_each(|v| add(judging.made(j, v), false, 1.0));
        for (b, seen) in seen.iter().enumerate().filter_map(|(b, s)| Some((b, s.as_ref()?))) {
            match truth_of(&lessons[b], name) {
                Some(ComponentState::Reversed) => add(own(b, j, seen), true, KNOWN),
                Some(ComponentState::Missing) => add(own(b, j, seen), false, KNOWN),
                _ => {}
            }
        }
    }
    let total: f64 = rows.iter().map(|r| r.2).sum::<f64>().max(1.0);
    let mut w = [0.0f64, 1.0, 1.0];
    // Plain descent: three numbers, a smooth and convex loss.
    for _ in 0..DESCENT {
        let mut slope = [0.0f64; 3];
        for (x, y, weight) in &rows {
            let z = w[0] + w[1] * x[0] + w[2] * x[1];
            let miss = (1.0 / (1.0 + (-z).exp()) - y) * weight / total;
            slope[0] += miss;
            slope[1] += miss * x[0];
            slope[2] += miss * x[1];
        }
        // Drawn towards the start, so that few examples say little.
        slope[1] += RIDGE * (w[1] - 1.0);
        slope[2] += RIDGE * (w[2] - 1.0);
        w.iter_mut().zip(slope).for_each(|(w, s)| *w -= STEP * s);
    }
    StateRule { bias: w[0] as f32, look: w[1] as f32, color: w[2] as f32 }
}

/// A known fault counts as much as so many that were made.
const KNOWN: f64 = 4.0;
const DESCENT: usize = 500;
const STEP: f64 = 0.5;
const RIDGE: f64 = 0.01;
