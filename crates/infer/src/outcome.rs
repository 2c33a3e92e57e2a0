use crate::fit::Placement;
use crate::manifest::Manifest;
use crate::runtime::Tensor;
use crate::InferError;
use fovea_domain::{BBox, Polygon, PredictedRegion, Prediction, Task, Timings, Verdict};
use fovea_vision::{Mask, Picture, components};
use std::collections::BTreeMap;

/// A value 0..1 for each cell of a grid over the whole picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeatMap {
    pub width: usize,
    pub height: usize,
    pub data: Vec<f32>,
}

/// All that a model says of one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub prediction: Prediction,
    /// How bad each place looks.
    pub heat: HeatMap,
    /// The class index of each pixel, in the picture's own size; only of tasks that know pixels.
    pub mask: Option<Mask>,
}

/// Class told where a picture fits none of those that were taught.
pub const UNKNOWN: &str = "unknown";
/// Class told of a good picture where the task has no name for it.
const GOOD: &str = "good";

impl HeatMap {
    /// Empty outputs for a whole picture of `size`, to which tiles are added.
    pub(crate) fn canvas(names: &[String], tile: &[Tensor], size: (u32, u32)) -> Vec<Tensor> {
        let (w, h) = (size.0 as usize, size.1 as usize);
        let empty = |(name, t): (&String, &Tensor)| match name.as_str() {
            "map" => Tensor { dims: vec![1, t.dims[1], h, w], data: vec![0.0; t.dims[1] * w * h] },
            _ => Tensor { dims: t.dims.clone(), data: vec![0.0; t.data.len()] },
        };
        names.iter().zip(tile).map(empty).collect()
    }

    /// Copies a tile's map into the canvas, up to the middle of the overlap with tiles placed before, and
    /// keeps the larger of all other values.
    pub(crate) fn place(names: &[String], canvas: &mut [Tensor], tile: &[Tensor], at: Placement, size: (u32, u32)) {
        const MARGIN: usize = 64; // half of the overlap of tiles
        let (w, h) = (size.0 as usize, size.1 as usize);
        for ((name, whole), part) in names.iter().zip(canvas).zip(tile) {
            if name != "map" {
                whole.data.iter_mut().zip(&part.data).for_each(|(a, b)| *a = a.max(*b));
                continue;
            }
            let (tw, th) = (at.width as usize, at.height as usize);
            let (x0, y0) = (at.x as usize, at.y as usize);
            let (skip_x, skip_y) = (if x0 > 0 { MARGIN } else { 0 }, if y0 > 0 { MARGIN } else { 0 });
            let (right, bottom) = (tw.min(w - x0), th.min(h - y0));
            for c in 0..part.dims[1] {
                for y in skip_y..bottom {
                    let from = (c * th + y) * tw;
                    let to = (c * h + y0 + y) * w + x0;
                    whole.data[to + skip_x..to + right].copy_from_slice(&part.data[from + skip_x..from + right]);
                }
            }
        }
    }

    /// Takes away the part of the map that lies over continued edges.
    pub(crate) fn cut(names: &[String], outputs: Vec<Tensor>, padded: (u32, u32), size: (u32, u32)) -> Vec<Tensor> {
        let (pw, ph, w, h) = (padded.0 as usize, padded.1 as usize, size.0 as usize, size.1 as usize);
        let cut = |(name, t): (&String, Tensor)| {
            if name != "map" || t.dims.get(2..) != Some(&[ph, pw]) || (pw, ph) == (w, h) {
                return t;
            }
            let rows = t.data.chunks_exact(pw * ph).flat_map(|plane| plane.chunks_exact(pw).take(h));
            let data = rows.flat_map(|row| row[..w].iter().copied()).collect();
            Tensor { dims: vec![1, t.dims[1], h, w], data }
        };
        names.iter().zip(outputs).map(cut).collect()
    }
}

/// Turns a graph's outputs for one picture into what the user is told. `scaled` is the size of the picture
/// that the map lies over.
pub(crate) fn read_outcome(
    manifest: &Manifest,
    names: &[String],
    outputs: &[Tensor],
    picture: &Picture,
    scaled: (u32, u32),
    ms: Timings,
) -> Result<Outcome, InferError> {
    let output = |name: &str| names.iter().position(|n| n == name).and_then(|i| outputs.get(i));
    let missing = || InferError::Graph("a wanted output is missing or of a wrong shape".into());
    let score = output("score").and_then(|t| t.data.first()).copied().ok_or_else(missing)?;
    let map = output("map").filter(|t| t.dims.len() == 4 && t.data.iter().all(|v| v.is_finite())).ok_or_else(missing)?;
    if !score.is_finite() {
        return Err(InferError::Graph("the score is not a number".into()));
    }
    let score = score.clamp(0.0, 1.0);
    let verdict = if score >= manifest.threshold { Verdict::Ng } else { Verdict::Ok };
    let reading = Reading { manifest, map, picture, scaled, verdict };
    let (class, scores, heat, mask, regions) = match manifest.task {
        Task::Anomaly => reading.anomaly(score),
        Task::Classify => {
            let probabilities = output("probabilities").ok_or_else(missing)?;
            let known = output("novelty").and_then(|t| t.data.first()).is_none_or(|&n| n < 0.5);
            if probabilities.data.len() != manifest.classes.len() || map.dims[1] != manifest.classes.len() {
                return Err(missing());
            }
            reading.classify(&probabilities.data, known)
        }
        Task::Segment => {
            if map.dims[1] != manifest.classes.len() + 1 {
                return Err(missing());
            }
            reading.segment()
        }
    };
    Ok(Outcome { prediction: Prediction { verdict, score, class, scores, regions, ms }, heat, mask })
}

type Told = (Option<String>, BTreeMap<String, f32>, HeatMap, Option<Mask>, Vec<PredictedRegion>);

struct Reading<'a> {
    manifest: &'a Manifest,
    map: &'a Tensor,
    picture: &'a Picture,
    scaled: (u32, u32),
    verdict: Verdict,
}

impl Reading<'_> {
    fn channel(&self, c: usize) -> &[f32] {
        let size = self.map.dims[2] * self.map.dims[3];
        &self.map.data[c * size..][..size]
    }

    fn heat(&self, data: Vec<f32>) -> HeatMap {
        HeatMap { width: self.map.dims[3], height: self.map.dims[2], data }
    }

    fn anomaly(&self, score: f32) -> Told {
        let name = self.manifest.classes[0].clone();
        let heat = self.heat(self.channel(0).to_vec());
        let regions = self.regions_of_heat(&heat, &name);
        let class = if self.verdict == Verdict::Ng { name.clone() } else { GOOD.into() };
        (Some(class), BTreeMap::from([(name, score)]), heat, None, regions)
    }

    fn classify(&self, probabilities: &[f32], known: bool) -> Told {
        let classes = &self.manifest.classes;
        let bad: Vec<usize> = (0..classes.len()).filter(|&c| !self.manifest.good.contains(&classes[c])).collect();
        let best = (0..classes.len()).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap_or(0);
        let shown = if bad.contains(&best) { vec![best] } else { bad };
        let mut heat = vec![0.0f32; self.channel(0).len()];
        for c in shown {
            heat.iter_mut().zip(self.channel(c)).for_each(|(h, v)| *h = h.max(*v));
        }
        let heat = self.heat(heat);
        let class = if known { classes[best].clone() } else { UNKNOWN.into() };
        let regions = match self.verdict {
            Verdict::Ng => self.regions_of_heat(&heat, &class),
            Verdict::Ok => Vec::new(),
        };
        let scores = classes.iter().cloned().zip(probabilities.iter().copied()).collect();
        (Some(class), scores, heat, None, regions)
    }

    fn segment(&self) -> Told {
        let classes = &self.manifest.classes;
        let background = self.channel(0);
        let heat: Vec<f32> = background.iter().map(|b| 1.0 - b).collect();
        let (w, h) = (self.map.dims[3] as u32, self.map.dims[2] as u32);
        let mut best = vec![0u8; heat.len()];
        let mut best_value = vec![0.0f32; heat.len()];
        let mut scores = BTreeMap::new();
        for (c, name) in classes.iter().enumerate() {
            let plane = self.channel(c + 1);
            scores.insert(name.clone(), plane.iter().copied().fold(0.0, f32::max));
            for ((b, v), &p) in best.iter_mut().zip(&mut best_value).zip(plane) {
                if p > *v {
                    (*b, *v) = (c as u8 + 1, p);
                }
            }
        }
        let cut = self.manifest.pixel_threshold;
        best.iter_mut().zip(&heat).for_each(|(b, &v)| *b = if v >= cut { *b } else { 0 });
        let mut regions = Vec::new();
        for (c, name) in classes.iter().enumerate() {
            let only: Vec<u8> = best.iter().map(|&b| u8::from(b as usize == c + 1)).collect();
            self.add_regions(&mut regions, &only, self.channel(c + 1), (w, h), name);
        }
        let class = match self.verdict {
            Verdict::Ok => GOOD.to_string(),
            Verdict::Ng => {
                let largest = regions.iter().max_by(|a, b| (a.score * a.area).total_cmp(&(b.score * b.area)));
                let likely = || scores.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|(n, _)| n.clone());
                largest.map(|r| r.class.clone()).or_else(likely).unwrap_or_else(|| GOOD.into())
            }
        };
        let mask = Mask { width: w, height: h, data: best }.resize_nearest(self.picture.width, self.picture.height);
        (Some(class), scores, self.heat(heat), Some(mask), regions)
    }

    /// Regions where a coarse map is hot; the map is drawn to the scaled picture's size first.
    fn regions_of_heat(&self, heat: &HeatMap, class: &str) -> Vec<PredictedRegion> {
        let cut = self.manifest.pixel_threshold;
        let mut regions = Vec::new();
        if heat.data.iter().any(|&v| v >= cut) {
            let (w, h) = self.scaled;
            let fine = enlarge(heat, w as usize, h as usize);
            let hot: Vec<u8> = fine.iter().map(|&v| u8::from(v >= cut)).collect();
            self.add_regions(&mut regions, &hot, &fine, (w, h), class);
        }
        regions
    }

    fn add_regions(&self, into: &mut Vec<PredictedRegion>, hot: &[u8], values: &[f32], (w, h): (u32, u32), class: &str) {
        if !hot.contains(&1) {
            return;
        }
        let (found, labels) = components(hot, w, h, self.manifest.min_area);
        let mut peak = BTreeMap::new();
        for (&label, &v) in labels.iter().zip(values).filter(|(l, _)| **l > 0) {
            let top = peak.entry(label).or_insert(0.0f32);
            *top = top.max(v);
        }
        let (sx, sy) = (self.picture.width as f32 / w as f32, self.picture.height as f32 / h as f32);
        into.extend(found.into_iter().map(|c| PredictedRegion {
            class: class.to_string(),
            score: peak.get(&c.label).copied().unwrap_or(0.0),
            bbox: BBox { x: c.bbox.x * sx, y: c.bbox.y * sy, w: c.bbox.w * sx, h: c.bbox.h * sy },
            polygon: Polygon(c.polygon.0.iter().map(|p| [p[0] * sx, p[1] * sy]).collect()),
            area: c.area as f32 * sx * sy,
        }));
    }
}

/// Bilinear enlargement to any size.
pub fn enlarge(map: &HeatMap, width: usize, height: usize) -> Vec<f32> {
    let taps = |size: usize, out: usize| -> Vec<(usize, usize, f32)> {
        (0..out)
            .map(|o| {
                let at = ((o as f32 + 0.5) * size as f32 / out as f32 - 0.5).clamp(0.0, (size - 1) as f32);
                let lo = at as usize;
                (lo, (lo + 1).min(size - 1), at - lo as f32)
            })
            .collect()
    };
    let (tx, ty) = (taps(map.width, width), taps(map.height, height));
    let mut out = Vec::with_capacity(width * height);
    for &(a, b, t) in &ty {
        let (ra, rb) = (&map.data[a * map.width..][..map.width], &map.data[b * map.width..][..map.width]);
        let line: Vec<f32> = ra.iter().zip(rb).map(|(a, b)| a + t * (b - a)).collect();
        out.extend(tx.iter().map(|&(a, b, t)| line[a] + t * (line[b] - line[a])));
    }
    out
}
