use super::{CHANNELS, CompareSpec, SIDE};
use crate::heat::heat;
use crate::manifest::Manifest;
use crate::outcome::{Candidate, GOOD, Outcome};
use crate::runtime::Session;
use crate::{InferError, Tensor};
use fovea_domain::detection::distinct;
use fovea_domain::{BBox, Polygon, PredictedRegion, Prediction, Timings, Verdict};
use fovea_vision::Picture;
use fovea_vision::difference::{Laid, Spot, lay};
use std::collections::BTreeMap;
use std::time::Instant;

/// Places that go through the graph together.
pub(crate) const BATCH: usize = 16;
/// Names of the graph's outputs.
pub(crate) const KINDS: &str = "kinds";
pub(crate) const BOXES: &str = "boxes";

/// Places that are looked at in one picture; the largest differences first. Where there are more, it is another board or a
/// heap of scrap, and bad by any of them.
const MOST_PLACES: usize = 400;
/// Kinds less likely than this are not told, not even as a candidate.
const LEAST: f32 = 0.01;
/// Pictures with shorter sides show too little to be laid over each other.
const SMALLEST: u32 = 64;

/// A place where a board differs from its template, as the graph looks at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub spot: Spot,
    /// Middle and side of the square around it.
    pub middle: (f32, f32),
    pub side: f32,
}

impl Place {
    pub fn of(spot: Spot, around: f32) -> Place {
        let b = spot.bbox;
        let longer = (around * b.w.max(b.h)).max(SIDE as f32);
        // Whole pixels, so that a square of the graph's own size is the picture itself.
        let middle = ((b.x + b.w / 2.0).round(), (b.y + b.h / 2.0).round());
        Place { spot, middle, side: longer }
    }

    /// A box told by how far its four sides are outside of the spot's, in sides of the square.
    pub fn bbox(&self, sides: [f32; 4]) -> BBox {
        let [left, top, right, bottom] = sides.map(|v| v.clamp(-1.0, 1.0) * self.side);
        let b = self.spot.bbox;
        let (x, y) = (b.x - left, b.y - top);
        BBox { x, y, w: (b.x + b.w + right - x).max(1.0), h: (b.y + b.h + bottom - y).max(1.0) }
    }

    /// The reverse of [`Place::bbox`].
    pub fn sides(&self, bbox: &BBox) -> [f32; 4] {
        let b = self.spot.bbox;
        let far = [b.x - bbox.x, b.y - bbox.y, bbox.x + bbox.w - b.x - b.w, bbox.y + bbox.h - b.y - b.h];
        far.map(|v| (v / self.side).clamp(-1.0, 1.0))
    }
}

/// What the graph tells of a place.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    place: Place,
    /// First that it is nothing, then of each kind.
    kinds: Vec<f32>,
    bbox: BBox,
}

/// The comparison of a package, ready to judge pairs.
#[derive(Debug, Clone)]
pub struct Comparer {
    spec: CompareSpec,
}

impl Comparer {
    pub fn new(spec: CompareSpec) -> Comparer {
        Comparer { spec }
    }

    /// Lays the template over the picture and finds the places where they differ.
    pub fn look(&self, test: &Picture, template: &Picture) -> Result<(Laid, Vec<Place>), InferError> {
        let (size, other) = ((test.width, test.height), (template.width, template.height));
        if size != other {
            return Err(InferError::TemplateSize { picture: size, template: other });
        }
        let least = self.spec.least_agreement;
        if size.0.min(size.1) < SMALLEST {
            return Err(InferError::Apart { agreement: 0.0, least });
        }
        let tolerance = self.spec.tolerance();
        let laid = lay(test, template, &tolerance);
        let agreement = laid.as_ref().map_or(0.0, |l| l.agreement);
        let laid = laid.filter(|l| l.agreement >= least).ok_or(InferError::Apart { agreement, least })?;
        let mut spots = laid.spots(&tolerance);
        if spots.len() > MOST_PLACES {
            spots.sort_by(|a, b| {
                b.pixels
                    .cmp(&a.pixels)
                    .then(a.bbox.y.total_cmp(&b.bbox.y))
                    .then(a.bbox.x.total_cmp(&b.bbox.x))
            });
            spots.truncate(MOST_PLACES);
        }
        let places = spots.into_iter().map(|s| Place::of(s, self.spec.around)).collect();
        Ok((laid, places))
    }

    /// What the graph is given of a place.
    pub fn window(laid: &Laid, place: &Place, out: &mut Vec<f32>) {
        laid.test.window(place.middle, place.side, SIDE, None, out);
        laid.template.window(place.middle, place.side, SIDE, None, out);
        laid.rest.window(place.middle, place.side, SIDE, Some(0), out);
    }

    fn tell(
        &self,
        session: &mut Session,
        kinds: usize,
        laid: &Laid,
        places: &[Place],
    ) -> Result<Vec<Told>, InferError> {
        let mut told = Vec::with_capacity(places.len());
        let mut data = Vec::new();
        for batch in places.chunks(BATCH) {
            data.clear();
            batch.iter().for_each(|p| Comparer::window(laid, p, &mut data));
            let outputs = session.run(&data, [batch.len(), CHANNELS, SIDE, SIDE])?;
            let output = |name: &str, columns: usize| rows(session, &outputs, name, batch.len(), columns);
            let (probable, sides) = (output(KINDS, kinds + 1)?, output(BOXES, 4)?);
            let each = batch.iter().zip(probable.chunks_exact(kinds + 1)).zip(sides.chunks_exact(4));
            told.extend(each.map(|((place, kinds), s)| Told {
                place: *place,
                kinds: kinds.to_vec(),
                bbox: place.bbox([s[0], s[1], s[2], s[3]]),
            }));
        }
        Ok(told)
    }

    pub(crate) fn outcome(
        &self,
        session: &mut Session,
        manifest: &Manifest,
        test: &Picture,
        template: &Picture,
    ) -> Result<Outcome, InferError> {
        let start = Instant::now();
        let (laid, places) = self.look(test, template)?;
        let told = self.tell(session, manifest.classes.len(), &laid, &places)?;
        let size = (test.width, test.height);
        let candidates = self.candidates(&told, size);
        let mut scores: BTreeMap<String, f32> = manifest.classes.iter().map(|c| (c.clone(), 0.0)).collect();
        let mut regions = Vec::new();
        let mut score = 0.0f32;
        for candidate in candidates.iter().filter(|c| c.first) {
            let Some(name) = manifest.classes.get(candidate.kind) else { continue };
            score = score.max(candidate.score);
            let of_kind = scores.entry(name.clone()).or_default();
            *of_kind = of_kind.max(candidate.score);
            if candidate.score >= manifest.threshold {
                regions.push(region(name, candidate));
            }
        }
        let verdict = if score >= manifest.threshold { Verdict::Ng } else { Verdict::Ok };
        let surest = regions.iter().max_by(|a: &&PredictedRegion, b| a.score.total_cmp(&b.score));
        let class = surest.map_or_else(|| GOOD.to_string(), |r| r.class.clone());
        let run = start.elapsed().as_secs_f32() * 1e3;
        let ms = Timings { decode: 0.0, run, total: run };
        let (components, texts) = (BTreeMap::new(), Vec::new());
        let (class, bead) = (Some(class), None);
        let prediction = Prediction { verdict, score, class, scores, regions, components, texts, bead, ms };
        Ok(Outcome { prediction, heat: heat(&candidates, size), mask: None, candidates })
    }

    /// Every kind that a place may be, each place once.
    fn candidates(&self, told: &[Told], (width, height): (u32, u32)) -> Vec<Candidate> {
        let boxes: Vec<(BBox, f32)> =
            told.iter().map(|t| (t.bbox, 1.0 - t.kinds.first().copied().unwrap_or(1.0))).collect();
        let mut found = Vec::new();
        for i in distinct(&boxes, self.spec.overlap) {
            let Some(bbox) = told[i].bbox.clip(width as f32, height as f32) else { continue };
            let kinds = told[i].kinds.get(1..).unwrap_or_default();
            let best = (0..kinds.len()).max_by(|&a, &b| kinds[a].total_cmp(&kinds[b]));
            for (kind, &score) in kinds.iter().enumerate().filter(|(_, p)| **p >= LEAST) {
                let (first, pixels) = (Some(kind) == best, told[i].place.spot.pixels);
                found.push(Candidate { kind, score: score.min(1.0), bbox, pixels, first });
            }
        }
        found
    }
}

/// One output of a run, if its size and its numbers are what they must be.
fn rows(
    session: &Session,
    outputs: &[Tensor],
    name: &str,
    count: usize,
    columns: usize,
) -> Result<Vec<f32>, InferError> {
    let at = session.outputs().iter().position(|n| n == name);
    let tensor = at.and_then(|i| outputs.get(i));
    let tensor = tensor.ok_or_else(|| InferError::Graph(format!("it gives no `{name}`")))?;
    if tensor.data.len() != count * columns || !tensor.data.iter().all(|v| v.is_finite()) {
        return Err(InferError::Graph(format!("its `{name}` are not what a comparison needs")));
    }
    Ok(tensor.data.clone())
}

fn region(name: &str, candidate: &Candidate) -> PredictedRegion {
    let BBox { x, y, w, h } = candidate.bbox;
    PredictedRegion {
        class: name.into(),
        score: candidate.score,
        bbox: candidate.bbox,
        polygon: Polygon(vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]]),
        area: candidate.pixels as f32,
    }
}
