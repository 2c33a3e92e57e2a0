use super::DetectSpec;
use super::flips::merge;
use crate::flips::{FLIPS, add_flipped};
use crate::heat::heat;
use crate::manifest::Manifest;
use crate::outcome::{Candidate, GOOD, Outcome};
use crate::runtime::Session;
use crate::{Fit, InferError, Placement, Tensor};
use fovea_domain::detection::distinct;
use fovea_domain::{BBox, Polygon, PredictedRegion, Prediction, Timings, Verdict};
use fovea_vision::{Limits, Photo};
use std::collections::BTreeMap;
use std::time::Instant;

/// Names of the graph's outputs.
pub const KINDS: &str = "kinds";
pub const BOXES: &str = "boxes";

/// Boxes less certain than this are not told, not even as a candidate.
const LEAST: f32 = 0.01;
/// Boxes of a picture and kind that are held against each other, and boxes of a picture that are left; the surest.
const MOST_HELD: usize = 1000;
const MOST_LEFT: usize = 300;
/// A box whose score is a smaller part of another's has no say in where that lies.
const FAINT: f32 = 0.1;
/// Half of the overlap of tiles: places up to there belong to the tile before.
const MARGIN: f32 = 64.0;

/// Places of one level: `columns` × `rows`, `stride` pixels apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    pub stride: u32,
    pub columns: usize,
    pub rows: usize,
}

impl Level {
    /// The levels of an input of `width` × `height`.
    pub fn all(strides: &[u32], width: u32, height: u32) -> Vec<Level> {
        let level = |&stride: &u32| Level {
            stride,
            columns: (width / stride) as usize,
            rows: (height / stride) as usize,
        };
        strides.iter().map(level).collect()
    }

    pub fn places(&self) -> usize {
        self.columns * self.rows
    }
}

/// The middle of a level's place, in pixels of the input.
pub fn place_of(level: &Level, place: usize) -> [f32; 2] {
    let (x, y) = (place % level.columns, place / level.columns);
    let middle = |v: usize| (v as f32 + 0.5) * level.stride as f32;
    [middle(x), middle(y)]
}

/// A box as the graph tells it, in pixels of the scaled picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Told {
    pub kind: usize,
    pub score: f32,
    pub bbox: BBox,
}

/// The boxes of a package, ready to judge pictures.
#[derive(Debug, Clone)]
pub(crate) struct Detector {
    spec: DetectSpec,
}

impl Detector {
    pub fn new(spec: DetectSpec) -> Detector {
        Detector { spec }
    }

    pub fn outcome(
        &self,
        session: &mut Session,
        manifest: &Manifest,
        picture: &Photo,
    ) -> Result<Outcome, InferError> {
        let start = Instant::now();
        let size = manifest.input.scaled(picture.width, picture.height);
        // The factor is the package's claim: the scaled picture must fit into memory like any other.
        Limits::default().check_size(size.0, size.1)?;
        let scaled = manifest.input.scale(picture);
        let tiles = manifest.input.placements(size.0, size.1);
        let (mut data, mut told) = (Vec::new(), Vec::new());
        for tile in &tiles {
            data.clear();
            Fit::tensor(&scaled, *tile, &mut data);
            let outputs = self.answer(session, &mut data, tile, manifest.flips)?;
            let share = Share::of(tile, &tiles, size);
            self.read(session.outputs(), &outputs, manifest.classes.len(), &share, &mut told)?;
        }
        let by = (picture.width as f32 / size.0 as f32, picture.height as f32 / size.1 as f32);
        let candidates = self.candidates(&told, manifest.classes.len(), by, (picture.width, picture.height));
        let run = start.elapsed().as_secs_f32() * 1e3;
        let ms = Timings { decode: 0.0, run, total: run };
        Ok(outcome(manifest, candidates, (picture.width, picture.height), ms))
    }

    /// What the graph says of the one input in `data`; with `flips` the mean of what it says of it from all sides.
    fn answer(
        &self,
        session: &mut Session,
        data: &mut Vec<f32>,
        tile: &Placement,
        flips: bool,
    ) -> Result<Vec<Tensor>, InferError> {
        let (width, height) = (tile.width as usize, tile.height as usize);
        if !flips {
            return session.run(data, [1, 3, height, width]);
        }
        add_flipped(data, width, height);
        let outputs = session.run(data, [FLIPS.len(), 3, height, width])?;
        let levels = Level::all(&self.spec.strides, tile.width, tile.height);
        merge(session.outputs(), outputs, &levels)
    }

    /// Adds the boxes of one input whose places are its own.
    pub(super) fn read(
        &self,
        names: &[String],
        outputs: &[Tensor],
        kinds: usize,
        share: &Share,
        told: &mut Vec<Told>,
    ) -> Result<(), InferError> {
        let levels = Level::all(&self.spec.strides, share.tile.width, share.tile.height);
        let places: usize = levels.iter().map(Level::places).sum();
        let scores = output(names, outputs, KINDS, kinds, places)?;
        let sides = output(names, outputs, BOXES, 4, places)?;
        let mut before = 0;
        for level in &levels {
            for place in 0..level.places() {
                let at = before + place;
                let likely = |k: &usize| scores[k * places + at] >= LEAST;
                let mut likely = (0..kinds).filter(likely).peekable();
                let [x, y] = place_of(level, place);
                if likely.peek().is_none() || !share.owns(x, y) {
                    continue;
                }
                let side = |k: usize| sides[k * places + at];
                let (x, y) = (x + share.tile.x as f32, y + share.tile.y as f32);
                let bbox =
                    BBox { x: x - side(0), y: y - side(1), w: side(0) + side(2), h: side(1) + side(3) };
                let one = |kind: usize| Told { kind, score: scores[kind * places + at].min(1.0), bbox };
                told.extend(likely.map(one));
            }
            before += level.places();
        }
        Ok(())
    }

    /// In pixels of the picture, each kind's boxes once; the surest first.
    pub(super) fn candidates(
        &self,
        told: &[Told],
        kinds: usize,
        (sx, sy): (f32, f32),
        (width, height): (u32, u32),
    ) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        for kind in 0..kinds {
            let own = told.iter().filter(|t| t.kind == kind);
            let mut boxes: Vec<(BBox, f32)> = own
                .filter_map(|t| {
                    let BBox { x, y, w, h } = t.bbox;
                    let bbox = BBox { x: x * sx, y: y * sy, w: w * sx, h: h * sy };
                    Some((bbox.clip(width as f32, height as f32)?, t.score))
                })
                .collect();
            boxes.sort_by(|a, b| b.1.total_cmp(&a.1));
            boxes.truncate(MOST_HELD);
            found.extend(distinct(&boxes, self.spec.overlap).into_iter().map(|i| {
                let bbox = self.spec.vote.map_or(boxes[i].0, |least| voted(boxes[i], &boxes[i + 1..], least));
                let pixels = bbox.area().round().max(1.0) as u32;
                Candidate { kind, score: boxes[i].1, bbox, pixels, first: false }
            }));
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.kind.cmp(&b.kind)));
        found.truncate(MOST_LEFT);
        let all: Vec<(BBox, f32)> = found.iter().map(|c| (c.bbox, c.score)).collect();
        for i in distinct(&all, self.spec.overlap_of_kinds.max(self.spec.overlap)) {
            found[i].first = true;
        }
        found
    }
}

/// The mean of a box and of those that lie over it by more than `least`, weighed by the squares of their scores (Gidaris and
/// Komodakis 2015, arXiv 1505.01749). What is much less sure would change nothing.
fn voted((first, best): (BBox, f32), others: &[(BBox, f32)], least: f32) -> BBox {
    let sides = |b: &BBox| [b.x, b.y, b.x + b.w, b.y + b.h];
    let (mut sum, mut weights) = (sides(&first), 1.0f32);
    let counts = |(bbox, score): &&(BBox, f32)| *score >= FAINT * best && bbox.iou(&first) > least;
    for (bbox, score) in others.iter().filter(counts) {
        let weight = (score / best).powi(2);
        weights += weight;
        sum.iter_mut().zip(sides(bbox)).for_each(|(s, v)| *s += weight * v);
    }
    let [x0, y0, x1, y1] = sum.map(|s| s / weights);
    BBox { x: x0, y: y0, w: x1 - x0, h: y1 - y0 }
}

/// The part of a scaled picture whose places are one tile's own, in pixels of the tile: where tiles lie over each other
/// each place belongs to one.
pub(super) struct Share {
    pub tile: Placement,
    x: (f32, f32),
    y: (f32, f32),
}

impl Share {
    pub fn of(tile: &Placement, all: &[Placement], size: (u32, u32)) -> Share {
        let along = |own: u32, starts: &mut dyn Iterator<Item = u32>, end: u32| {
            let next = starts.filter(|&s| s > own).min();
            let first = if own > 0 { MARGIN } else { 0.0 };
            (first, next.map_or((end - own) as f32, |n| (n - own) as f32 + MARGIN))
        };
        let x = along(tile.x, &mut all.iter().map(|t| t.x), size.0);
        let y = along(tile.y, &mut all.iter().map(|t| t.y), size.1);
        Share { tile: *tile, x, y }
    }

    pub fn owns(&self, x: f32, y: f32) -> bool {
        (self.x.0..self.x.1).contains(&x) && (self.y.0..self.y.1).contains(&y)
    }
}

/// One output of a run, if its size and its numbers are what they must be.
fn output<'a>(
    names: &[String],
    outputs: &'a [Tensor],
    name: &str,
    rows: usize,
    places: usize,
) -> Result<&'a [f32], InferError> {
    let at = names.iter().position(|n| n == name);
    let tensor = at.and_then(|i| outputs.get(i));
    let tensor = tensor.ok_or_else(|| InferError::Graph(format!("it gives no `{name}`")))?;
    if tensor.dims != [1, rows, places] || tensor.data.len() != rows * places {
        let why = format!("its `{name}` has the shape {:?}, not [1, {rows}, {places}]", tensor.dims);
        return Err(InferError::Graph(why));
    }
    match tensor.data.iter().all(|v| v.is_finite()) {
        true => Ok(&tensor.data),
        false => Err(InferError::Graph(format!("its `{name}` holds what is no number"))),
    }
}

fn outcome(manifest: &Manifest, candidates: Vec<Candidate>, size: (u32, u32), ms: Timings) -> Outcome {
    let mut scores: BTreeMap<String, f32> = manifest.classes.iter().map(|c| (c.clone(), 0.0)).collect();
    let (mut regions, mut score) = (Vec::new(), 0.0f32);
    for candidate in candidates.iter() {
        let Some(name) = manifest.classes.get(candidate.kind) else { continue };
        score = score.max(candidate.score);
        let of_kind = scores.entry(name.clone()).or_default();
        *of_kind = of_kind.max(candidate.score);
        if candidate.first && candidate.score >= manifest.threshold {
            regions.push(region(name, candidate));
        }
    }
    let verdict = if score >= manifest.threshold { Verdict::Ng } else { Verdict::Ok };
    // The surest comes first.
    let class = regions.first().map_or_else(|| GOOD.to_string(), |r: &PredictedRegion| r.class.clone());
    let (components, texts, bead) = (BTreeMap::new(), Vec::new(), None);
    let prediction =
        Prediction { verdict, score, class: Some(class), scores, regions, components, texts, bead, ms };
    Outcome { prediction, heat: heat(&candidates, size), mask: None, candidates }
}

fn region(name: &str, candidate: &Candidate) -> PredictedRegion {
    let BBox { x, y, w, h } = candidate.bbox;
    PredictedRegion {
        class: name.into(),
        score: candidate.score,
        bbox: candidate.bbox,
        polygon: Polygon(vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]]),
        area: candidate.bbox.area(),
    }
}
