use super::bubbles::{Inside, find_bubbles};
use super::edges::{Edges, Search, trace_edges};
use super::looks::Looks;
use super::presence::{Traits, presence, traits};
use super::threshold::{Crossed, cross};
use super::{Frame, GlueSpec};
use crate::manifest::Manifest;
use crate::outcome::{GOOD, HeatMap, Outcome};
use crate::{InferError, Package};
use fovea_domain::bead::{Bead, BeadReason, BeadRule, Ruled, Traced, judge, measure, score_of};
use fovea_domain::{Point, Polygon, PredictedRegion, Prediction, Timings, Verdict};
use fovea_vision::register::Affine;
use fovea_vision::{Limits, Mask, Picture, Strip, decode_bytes};
use std::collections::BTreeMap;
use std::time::Instant;

/// Cells along the longer side of the map that shows where the bead is not as wanted.
const CELLS: usize = 96;
/// Columns from one corner of a region to the next, and the shortest region.
const CORNER: f64 = 8.0;
const SHORTEST: f64 = 6.0;
/// Columns from one told point of the path to the next, and most steps.
const PATH_STEP: f64 = 8.0;
const MOST_PATH: f64 = 400.0;

/// The bead of a package, ready to measure pictures.
pub struct Gluer {
    spec: GlueSpec,
    frame: Frame,
    /// None where light or colour alone tells bead from ground.
    looks: Option<Looks>,
}

/// A picture looked at along the path.
#[derive(Debug, Clone)]
pub struct Seen {
    /// From the reference picture into this one.
    pub map: Affine,
    pub strip: Strip,
    pub edges: Edges,
    /// None where light or colour alone tells bead from ground.
    pub traits: Vec<Traits>,
    pub traced: Traced,
}

impl Gluer {
    pub fn of(package: &Package, spec: &GlueSpec) -> Result<Gluer, InferError> {
        let bytes = package.files.get(&spec.looks).map_or(&[][..], Vec::as_slice);
        let looks = match spec.plan.threshold {
            Some(_) => None,
            None => Some(Looks::read(spec.shape, spec.noise, spec.mix, bytes)?),
        };
        let scene = spec.scene.as_ref().map(|name| {
            let bytes = package.files.get(name).map_or(&[][..], Vec::as_slice);
            decode_bytes(bytes, &Limits::default()).map_err(|e| InferError::Damaged(format!("`{name}`: {e}")))
        });
        let frame = Frame::of(&spec.plan, scene.transpose()?.as_ref())?;
        Ok(Gluer { spec: spec.clone(), frame, looks })
    }

    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Unrolls the bead and traces it; refused where the picture is of another size, or shows another part.
    pub fn look(&self, picture: &Picture) -> Result<Seen, InferError> {
        let (size, wanted) = ((picture.width, picture.height), (self.spec.width, self.spec.height));
        if !self.spec.plan.locate && size != wanted {
            return Err(InferError::OtherSize { picture: size, wanted });
        }
        let map = self.frame.locate(picture, self.spec.least_agreement)?;
        let strip = self.frame.strip(picture, &map);
        let (Crossed { edges, present, mut bubbles }, traits) = match (&self.looks, &self.spec.plan.threshold)
        {
            (None, Some(threshold)) => (cross(&strip, &self.frame, threshold), Vec::new()),
            (Some(looks), _) => self.by_looks(&strip, looks),
            (None, None) => return Err(InferError::Refused("its bead: nothing tells it from ground".into())),
        };
        let track = &self.frame.track;
        let along = track.lead as f64 - 0.5..(track.lead + track.steps()) as f64 - 0.5;
        bubbles.retain(|b| along.contains(&b.at));
        let middle = self.frame.middle();
        let traced = Traced {
            left: edges.left.iter().map(|l| l - middle).collect(),
            right: edges.right.iter().map(|r| r - middle).collect(),
            present,
            bubbles,
        };
        Ok(Seen { map, strip, edges, traits, traced })
    }

    fn by_looks(&self, strip: &Strip, looks: &Looks) -> (Crossed, Vec<Traits>) {
        let GlueSpec { usual, stiff, .. } = self.spec;
        let search = Search { reach: self.frame.reach, usual, stiff };
        let edges = trace_edges(strip, &self.frame, looks, &search);
        let traits = traits(strip, looks, &edges);
        let present = presence(&traits, &self.spec.rule, looks);
        let there: Vec<bool> = present.iter().map(|p| *p > 0.0).collect();
        let inside = Inside::of(strip, &self.frame, looks, &edges, &there);
        let odd = inside.oddness(looks, &edges);
        let bubbles = find_bubbles(&odd, &self.frame, self.spec.bubble);
        (Crossed { edges, present, bubbles }, traits)
    }

    pub(crate) fn outcome(&self, manifest: &Manifest, picture: &Picture) -> Result<Outcome, InferError> {
        let start = Instant::now();
        let seen = self.look(picture)?;
        let mut bead = measure(&seen.traced, &self.frame.track, &self.frame.wanted);
        let ruled = judge(&bead, &self.frame.wanted);
        let mut scores: BTreeMap<String, f32> = manifest.classes.iter().map(|c| (c.clone(), 0.0)).collect();
        for r in &ruled {
            let best = scores.entry(r.rule.name().into()).or_default();
            *best = best.max(score_of(r.ratio));
        }
        let worst = ruled.iter().max_by(|a, b| a.ratio.total_cmp(&b.ratio));
        let score = worst.map_or(0.0, |w| score_of(w.ratio));
        let verdict = if score >= manifest.threshold { Verdict::Ng } else { Verdict::Ok };
        let mut broken: Vec<&Ruled> =
            ruled.iter().filter(|r| score_of(r.ratio) >= manifest.threshold).collect();
        broken.sort_by(|a, b| b.ratio.total_cmp(&a.ratio));
        let drawn = Drawn { gluer: self, seen: &seen, size: (picture.width, picture.height) };
        let regions: Vec<PredictedRegion> = broken.iter().map(|r| drawn.region(r)).collect();
        bead.reasons = broken.iter().map(|r| drawn.reason(r)).collect();
        bead.path = drawn.path();
        let class = worst.filter(|_| verdict == Verdict::Ng).map_or(GOOD, |w| w.rule.name());
        let mask = drawn.mask(&regions, &manifest.classes);
        let heat = drawn.heat(&ruled);
        let run = start.elapsed().as_secs_f32() * 1e3;
        let ms = Timings { decode: 0.0, run, total: run };
        let (class, components) = (Some(class.to_string()), BTreeMap::new());
        let (texts, bead) = (Vec::new(), Some(Box::new(bead)));
        let prediction = Prediction { verdict, score, class, scores, regions, components, texts, bead, ms };
        Ok(Outcome { prediction, heat, mask: Some(mask), candidates: Vec::new() })
    }

    /// Measures alone, for whoever trains.
    pub fn measured(&self, seen: &Seen) -> Bead {
        measure(&seen.traced, &self.frame.track, &self.frame.wanted)
    }
}

/// Draws what was found into the picture's own pixels.
struct Drawn<'a> {
    gluer: &'a Gluer,
    seen: &'a Seen,
    size: (u32, u32),
}

impl Drawn<'_> {
    fn place(&self, column: f64, across: f64) -> Point {
        let [x, y] = self.gluer.frame.track.place(column, across);
        let (x, y) = self.seen.map.apply(x, y);
        [x as f32, y as f32]
    }

    /// From the start of the path to its end, in even steps.
    fn path(&self) -> Vec<Point> {
        let track = &self.gluer.frame.track;
        let whole = (track.steps() - usize::from(!track.closed)) as f64;
        let parts = (whole / PATH_STEP).ceil().clamp(1.0, MOST_PATH);
        let tenth = |v: f32| (v * 10.0).round() / 10.0;
        let at = |k: usize| self.place(track.lead as f64 + whole * k as f64 / parts, 0.0).map(tenth);
        (0..=parts as usize).map(at).collect()
    }

    /// First and last column of a rule's stretch, at least a few.
    fn columns(&self, r: &Ruled) -> (f64, f64) {
        let last = (self.gluer.frame.columns() - 1) as f64;
        let (a, b) = (self.gluer.frame.column(r.from_mm), self.gluer.frame.column(r.to_mm));
        let (middle, half) = ((a + b) / 2.0, ((b - a) / 2.0).max(SHORTEST / 2.0));
        ((middle - half).clamp(0.0, last), (middle + half).clamp(0.0, last))
    }

    /// From where to where across, in pixels beside the path.
    fn across(&self, r: &Ruled, column: f64) -> (f64, f64) {
        let (frame, traced) = (&self.gluer.frame, &self.seen.traced);
        let half = frame.wanted.width_px / 2.0;
        let at = (column.round() as usize).min(traced.left.len() - 1);
        let (left, right) = (traced.left[at], traced.right[at]);
        let band = half + frame.wanted.tolerance_px;
        match r.rule {
            BeadRule::Break | BeadRule::Start | BeadRule::End => (-half, half),
            BeadRule::Overflow if r.across_mm < 0.0 => (left.min(-band - 1.0), -band),
            BeadRule::Overflow => (band, right.max(band + 1.0)),
            BeadRule::Bubble => {
                let middle = r.across_mm / frame.wanted.mm_per_px;
                let half = (r.value.max(0.0).sqrt() / frame.wanted.mm_per_px / 2.0).max(SHORTEST / 2.0);
                (middle - half, middle + half)
            }
            _ => (left, right),
        }
    }

    fn region(&self, r: &Ruled) -> PredictedRegion {
        let (from, to) = self.columns(r);
        let steps = ((to - from) / CORNER).ceil().max(1.0) as usize;
        let at = |i: usize| from + (to - from) * i as f64 / steps as f64;
        let there = (0..=steps).map(|i| self.place(at(i), self.across(r, at(i)).0));
        let back = (0..=steps).rev().map(|i| self.place(at(i), self.across(r, at(i)).1));
        let (w, h) = (self.size.0 as f32, self.size.1 as f32);
        let inside = |[x, y]: Point| [x.clamp(0.0, w), y.clamp(0.0, h)];
        let polygon = Polygon(there.chain(back).map(inside).collect());
        let bbox = polygon.bounds().unwrap_or(fovea_domain::BBox { x: 0.0, y: 0.0, w: 0.0, h: 0.0 });
        let area = polygon.area();
        PredictedRegion { class: r.rule.name().into(), score: score_of(r.ratio), bbox, polygon, area }
    }

    fn reason(&self, r: &Ruled) -> BeadReason {
        let middle = self.gluer.frame.column((r.from_mm + r.to_mm) / 2.0);
        let across = r.across_mm / self.gluer.frame.wanted.mm_per_px;
        let tidy = |v: f64| ((v * 1e4).round() / 1e4) as f32;
        BeadReason {
            rule: r.rule,
            value: tidy(r.value),
            limit: tidy(r.limit),
            unit: r.rule.unit().into(),
            from_mm: tidy(r.from_mm),
            to_mm: tidy(r.to_mm),
            place: self.place(middle, across).map(|v| (v * 10.0).round() / 10.0),
        }
    }

    /// Regions by the place of their class.
    fn mask(&self, regions: &[PredictedRegion], classes: &[String]) -> Mask {
        let mut mask = Mask::new(self.size.0, self.size.1);
        for region in regions.iter().rev() {
            let class = classes.iter().position(|c| *c == region.class);
            mask.fill_polygon(&region.polygon, class.map_or(0, |c| c as u8 + 1));
        }
        mask
    }

    /// How far each place is from what is wanted.
    fn heat(&self, ruled: &[Ruled]) -> HeatMap {
        let cell = (self.size.0.max(self.size.1) as f32 / CELLS as f32).max(1.0);
        let side = |v: u32| (v as f32 / cell).ceil().max(1.0) as usize;
        let (w, h) = (side(self.size.0), side(self.size.1));
        let mut data = vec![0.0f32; w * h];
        for r in ruled {
            let (from, to) = self.columns(r);
            let score = score_of(r.ratio);
            let step = f64::from(cell) / 2.0;
            let along = ((to - from) / step).ceil() as usize;
            for i in 0..=along {
                let column = (from + i as f64 * step).min(to);
                let (left, right) = self.across(r, column);
                for k in 0..=((right - left) / step).ceil() as usize {
                    let [x, y] = self.place(column, (left + k as f64 * step).min(right));
                    if x >= 0.0 && y >= 0.0 && x < self.size.0 as f32 && y < self.size.1 as f32 {
                        let at = &mut data[(y / cell) as usize * w + (x / cell) as usize];
                        *at = at.max(score);
                    }
                }
            }
        }
        HeatMap { width: w, height: h, data }
    }
}
