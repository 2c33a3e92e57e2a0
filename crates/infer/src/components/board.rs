use super::{
    Bank, Beside, BoardSpec, CoarseBank, ComponentSpec, Eye, Look, Part, SIDE, StateRule, Traits, coarse,
    nearer_to_none,
};
use crate::manifest::Manifest;
use crate::outcome::{GOOD, HeatMap, Outcome};
use crate::runtime::Session;
use crate::{Fit, InferError, Package, Placement};
use fovea_domain::components::{ComponentResult, ComponentState};
use fovea_domain::{BBox, Polygon, PredictedRegion, Prediction, Timings, Verdict};
use fovea_vision::{Limits, Picture, decode_bytes};
use std::collections::BTreeMap;
use std::time::Instant;

/// Patches that go through the graph together.
pub(crate) const BATCH: usize = 16;
/// Cells along the longer side of the map that shows which components are faulty.
const CELLS: usize = 96;

/// A board that a package knows, ready to judge pictures.
pub struct Board {
    eye: Eye,
    bank: Bank,
    /// Where the package has coarse looks.
    coarse: Option<CoarseBank>,
    spec: BoardSpec,
}

/// What is told of one component.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    pub result: ComponentResult,
    pub traits: Traits,
}

impl Board {
    pub fn of(package: &Package, spec: &BoardSpec) -> Result<Board, InferError> {
        let bytes = package.files.get(&spec.golden).map_or(&[][..], Vec::as_slice);
        let golden = decode_bytes(bytes, &Limits::default())
            .map_err(|e| InferError::Damaged(format!("`{}`: {e}", spec.golden)))?;
        if (golden.width, golden.height) != (spec.width, spec.height) {
            return Err(InferError::Damaged(format!(
                "`{}` has another size than its board tells",
                spec.golden
            )));
        }
        let boxes: Vec<BBox> = spec.components.iter().map(|c| c.bbox).collect();
        let bank = package.files.get(&spec.bank).map_or(&[][..], Vec::as_slice);
        let coarse = spec.beside.as_ref().map(|b| {
            let bytes = package.files.get(&b.coarse).map_or(&[][..], Vec::as_slice);
            CoarseBank::of(spec, bytes, b.rows as usize)
        });
        Ok(Board { eye: Eye::new(&golden, &boxes)?, bank: Bank::of(spec, bank), coarse, spec: spec.clone() })
    }

    /// A picture looked at; refused where it does not show this board.
    pub fn look(&self, picture: &Picture) -> Result<Look, InferError> {
        let least = self.spec.least_agreement;
        let look = self.eye.look(picture);
        let agreement = look.as_ref().map_or(0.0, |l| l.agreement);
        look.filter(|l| l.agreement >= least).ok_or(InferError::NotFound { agreement, least })
    }

    /// Features of patches, one row each.
    pub fn features(
        session: &mut Session,
        patches: &[&Picture],
        row: usize,
    ) -> Result<Vec<Vec<f32>>, InferError> {
        let whole = Placement { x: 0, y: 0, width: SIDE as u32, height: SIDE as u32 };
        let mut rows = Vec::with_capacity(patches.len());
        let mut data = Vec::new();
        for batch in patches.chunks(BATCH) {
            data.clear();
            batch.iter().for_each(|p| Fit::tensor(p, whole, &mut data));
            let outputs = session.run(&data, [batch.len(), 3, SIDE, SIDE])?;
            let at = session.outputs().iter().position(|n| n == FEATURES);
            let tensor = at.and_then(|i| outputs.get(i));
            let tensor = tensor.ok_or_else(|| InferError::Graph(format!("it gives no `{FEATURES}`")))?;
            if tensor.data.len() != batch.len() * row || !tensor.data.iter().all(|v| v.is_finite()) {
                return Err(InferError::Graph(format!("its `{FEATURES}` are not what the board needs")));
            }
            rows.extend(tensor.data.chunks_exact(row).map(<[f32]>::to_vec));
        }
        Ok(rows)
    }

    pub fn judge(
        &self,
        session: &mut Session,
        manifest: &Manifest,
        picture: &Picture,
    ) -> Result<(Look, Vec<Judgement>), InferError> {
        let look = self.look(picture)?;
        let patches: Vec<&Picture> = look.parts.iter().map(|p| &p.patch).collect();
        let rows = Board::features(session, &patches, self.spec.row())?;
        let first = rows.iter().zip(&look.parts).zip(&self.spec.components).enumerate();
        let mut traits: Vec<Traits> = first
            .map(|(i, ((row, part), spec))| self.bank.traits(i, spec, row, Part::color(&part.patch)))
            .collect();
        if let (Some(beside), Some(coarse)) = (&self.spec.beside, &self.coarse) {
            self.look_again(session, (picture, &look, &rows), (beside, coarse), &mut traits)?;
        }
        let told = look.parts.iter().zip(&rows).zip(&self.spec.components).enumerate();
        let told = told.map(|(i, ((part, row), spec))| {
            let traits = traits[i];
            let rules = (&self.spec.states, self.spec.beside.as_ref());
            let mut result = tell(part, traits, spec, rules, manifest.threshold);
            let stranger = matches!(result.state, ComponentState::Missing | ComponentState::Reversed);
            if stranger && self.bank.is_another(i, &self.spec, row, &traits) {
                result.state = ComponentState::Wrong;
            }
            Judgement { result, traits }
        });
        let told = told.collect();
        Ok((look, told))
    }

    /// Colours without print, and doubtful components where they should lie and where turned ones would.
    fn look_again(
        &self,
        session: &mut Session,
        (picture, look, rows): (&Picture, &Look, &[Vec<f32>]),
        (beside, known): (&Beside, &CoarseBank),
        traits: &mut [Traits],
    ) -> Result<(), InferError> {
        let colors: Vec<Vec<u8>> = look.parts.iter().map(|p| coarse(&p.patch)).collect();
        let gain = known.gain(colors.iter().map(Vec::as_slice));
        let mut far: Vec<[f32; 2]> =
            colors.iter().enumerate().map(|(i, c)| known.distances(i, c, gain)).collect();
        let doubtful: Vec<usize> = (0..traits.len())
            .filter(|&i| traits[i].sound - self.spec.components[i].usual > beside.doubtful)
            .collect();
        // Component, whether it is looked at where a turned one would lie, patch.
        let mut again: Vec<(usize, bool, Picture)> = Vec::new();
        for &i in &doubtful {
            again.extend(self.eye.in_place(picture, look, i).map(|p| (i, false, p)));
            let either_way = self.spec.components[i].either_way;
            let where_turned = beside.turned != 0.0 || either_way;
            let turned = where_turned.then(|| self.eye.if_turned(picture, look, i)).flatten();
            again.extend(turned.map(|p| (i, true, p)));
        }
        let patches: Vec<&Picture> = again.iter().map(|(_, _, p)| p).collect();
        let others = Board::features(session, &patches, self.spec.row())?;
        let place_by_place = |i: usize, row: &[f32]| {
            let spec = &self.spec.components[i];
            self.bank.place_by_place(i, spec, row, 0..spec.sound as usize)
        };
        let mut turns: BTreeMap<usize, [f32; 2]> = BTreeMap::new();
        if beside.turned != 0.0 {
            let one_way = doubtful.iter().filter(|&&i| !self.spec.components[i].either_way);
            turns.extend(one_way.map(|&i| (i, place_by_place(i, &rows[i]))));
        }
        for ((i, turned, patch), row) in again.iter().zip(&others) {
            let i = *i;
            let seen = self.bank.traits(i, &self.spec.components[i], row, Part::color(patch));
            if *turned && self.spec.components[i].either_way {
                traits[i].sound = traits[i].sound.min(seen.sound);
            } else if *turned {
                traits[i].turned = traits[i].turned.min(seen.turned);
            } else {
                traits[i] = traits[i].with(&seen);
                let [good, none] = known.distances(i, &coarse(patch), gain);
                far[i] = [far[i][0].min(good), far[i][1].min(none)];
            }
            if let Some(least) = turns.get_mut(&i) {
                let new = place_by_place(i, row);
                *least = [least[0].min(new[0]), least[1].min(new[1])];
            }
        }
        for (i, traits) in traits.iter_mut().enumerate() {
            traits.color = nearer_to_none(far[i]);
            traits.turn = turns.get(&i).map(|least| self.bank.turn(i, *least));
        }
        Ok(())
    }

    pub fn outcome(
        &self,
        session: &mut Session,
        manifest: &Manifest,
        picture: &Picture,
    ) -> Result<Outcome, InferError> {
        let start = Instant::now();
        let (look, told) = self.judge(session, manifest, picture)?;
        let size = (picture.width, picture.height);
        let mut components = BTreeMap::new();
        let (mut regions, mut scores) = (Vec::new(), BTreeMap::new());
        for name in &manifest.classes {
            scores.insert(name.clone(), 0.0f32);
        }
        for (spec, judged) in self.spec.components.iter().zip(&told) {
            let ComponentResult { state, score, dx, dy, .. } = judged.result;
            if state != ComponentState::Ok {
                let best = scores.entry(state.name().into()).or_default();
                *best = best.max(score);
                regions.push(region(spec, &look, (dx, dy), (state, score), size));
            }
            components.insert(spec.name.clone(), judged.result);
        }
        let worst = told.iter().map(|j| j.result).max_by(|a, b| a.score.total_cmp(&b.score));
        let score = worst.map_or(0.0, |w| w.score);
        let verdict = if score >= manifest.threshold { Verdict::Ng } else { Verdict::Ok };
        let class = worst.filter(|_| verdict == Verdict::Ng).map_or(GOOD, |w| w.state.name());
        let heat = self.heat(&look, &told, size);
        let run = start.elapsed().as_secs_f32() * 1e3;
        let ms = Timings { decode: 0.0, run, total: run };
        let prediction = Prediction {
            verdict,
            score,
            class: Some(class.into()),
            scores,
            regions,
            components,
            texts: Vec::new(),
            bead: None,
            ms,
        };
        Ok(Outcome { prediction, heat, mask: None, candidates: Vec::new() })
    }

    /// Each component's score where it lies in the picture.
    fn heat(&self, look: &Look, told: &[Judgement], (width, height): (u32, u32)) -> HeatMap {
        let cell = (width.max(height) as f32 / CELLS as f32).max(1.0);
        let (w, h) = ((width as f32 / cell).ceil() as usize, (height as f32 / cell).ceil() as usize);
        let mut data = vec![0.0f32; w * h];
        for (spec, judged) in self.spec.components.iter().zip(told) {
            let corners = corners(&spec.bbox, look, (judged.result.dx, judged.result.dy));
            let around = around(&corners);
            let cells = |from: f32, size: f32, most: usize| {
                let start = ((from / cell).floor().max(0.0) as usize).min(most);
                start..(((from + size) / cell).ceil().max(0.0) as usize).min(most)
            };
            for y in cells(around.y, around.h, h) {
                for x in cells(around.x, around.w, w) {
                    let at = &mut data[y * w + x];
                    *at = at.max(judged.result.score);
                }
            }
        }
        HeatMap { width: w, height: h, data }
    }
}

/// Name of the graph's output.
pub(crate) const FEATURES: &str = "features";

/// How much farther than usual a component must be from all sound ones to be as likely faulty as not.
pub(super) const MIDDLE: f32 = 1.6;
const SHARPNESS: f32 = 2.0;

/// 0 to 1 from what the look says.
/// `usual` is that of the component, or what it would be without some board.
pub fn score_of(traits: &Traits, usual: f32, color: f32, beside: Option<&Beside>) -> f32 {
    let mut excess = traits.sound - usual + color * traits.color;
    if let Some(beside) = beside {
        excess += beside.faulty * (traits.sound - traits.turned.min(traits.absent));
        if let Some(turn) = traits.turn {
            excess = excess.max(MIDDLE + beside.turned * turn);
        }
    }
    squashed(excess)
}

fn squashed(excess: f32) -> f32 {
    1.0 / (1.0 + (-SHARPNESS * (excess - MIDDLE)).exp())
}

/// What a component that does not look sound is; one whose way round does not matter is never reversed.
pub fn state_of(traits: &Traits, rule: &StateRule, either_way: bool) -> ComponentState {
    let turned = rule.bias + rule.look * (traits.absent - traits.turned) - rule.color * traits.color;
    if turned > 0.0 && !either_way { ComponentState::Reversed } else { ComponentState::Missing }
}

fn tell(
    part: &Part,
    traits: Traits,
    spec: &ComponentSpec,
    (rule, beside): (&StateRule, Option<&Beside>),
    threshold: f32,
) -> ComponentResult {
    let looks = score_of(&traits, spec.usual, spec.color, beside);
    let moved = squashed(excess(part, spec));
    let (score, state) = if looks >= threshold || looks >= moved {
        (looks, state_of(&traits, rule, spec.either_way))
    } else {
        (moved, ComponentState::Shifted)
    };
    let state = if score >= threshold { state } else { ComponentState::Ok };
    ComponentResult { state, score, dx: part.dx, dy: part.dy, angle: part.angle }
}

/// A place is believed from this agreement on: what is not there is found anywhere.
const SURE: f32 = 0.6;
/// So many pixels or degrees outside of what is tolerated is as likely a fault as not.
const OUTSIDE: f32 = 2.0;

/// How far outside of what is tolerated it lies, on the scale of looks.
fn excess(part: &Part, spec: &ComponentSpec) -> f32 {
    if part.agreement < SURE {
        return f32::MIN;
    }
    let t = &spec.tolerance;
    let beyond = |v: f32, [low, high]: [f32; 2]| (low - v).max(v - high);
    let most = beyond(part.dx, t.dx).max(beyond(part.dy, t.dy)).max(beyond(part.angle, t.angle));
    most * MIDDLE / OUTSIDE
}

fn corners(bbox: &BBox, look: &Look, (dx, dy): (f32, f32)) -> Vec<[f32; 2]> {
    let (x0, y0) = (f64::from(bbox.x + dx), f64::from(bbox.y + dy));
    let (x1, y1) = (x0 + f64::from(bbox.w), y0 + f64::from(bbox.h));
    let at = |x, y| {
        let (x, y) = look.map.apply(x, y);
        [x as f32, y as f32]
    };
    vec![at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)]
}

fn around(corners: &[[f32; 2]]) -> BBox {
    let least = |k: usize| corners.iter().map(|c| c[k]).fold(f32::INFINITY, f32::min);
    let most = |k: usize| corners.iter().map(|c| c[k]).fold(f32::NEG_INFINITY, f32::max);
    let (x, y) = (least(0), least(1));
    BBox { x, y, w: most(0) - x, h: most(1) - y }
}

fn region(
    spec: &ComponentSpec,
    look: &Look,
    shift: (f32, f32),
    (state, score): (ComponentState, f32),
    (width, height): (u32, u32),
) -> PredictedRegion {
    let inside = |[x, y]: [f32; 2]| [x.clamp(0.0, width as f32), y.clamp(0.0, height as f32)];
    let corners: Vec<[f32; 2]> = corners(&spec.bbox, look, shift).into_iter().map(inside).collect();
    let polygon = Polygon(corners.clone());
    PredictedRegion {
        class: state.name().into(),
        score,
        bbox: around(&corners),
        area: polygon.area(),
        polygon,
    }
}
