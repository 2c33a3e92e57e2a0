use crate::InferError;
use crate::answer::{Answer, Map};
use crate::manifest::Manifest;
use fovea_domain::{BBox, Polygon, PredictedRegion, Prediction, Task, Timings, Verdict};
use fovea_vision::{Mask, Photo, components};
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
    /// All that places may be, also what is too unsure to be told; only of tasks that tell boxes.
    pub candidates: Vec<Candidate>,
}

/// What a place may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Place in the manifest's classes.
    pub kind: usize,
    pub score: f32,
    pub bbox: BBox,
    /// Pixels that differ there.
    pub pixels: u32,
    /// Whether nothing is likelier for this place.
    pub first: bool,
}

/// Class told where a picture fits none of those that were taught.
pub const UNKNOWN: &str = "unknown";
/// The one class of a model that knows good and bad only.
pub const ANOMALY: &str = "anomaly";
/// Class told of a good picture where the task has no name for it.
pub const GOOD: &str = "good";

/// Turns a graph's answer for one picture into what the user is told. `scaled` is the size of the picture
/// that the map lies over.
pub(crate) fn read_outcome(
    manifest: &Manifest,
    answer: &Answer,
    picture: &Photo,
    scaled: (u32, u32),
    ms: Timings,
) -> Result<Outcome, InferError> {
    answer.check_numbers()?;
    let score = answer.score.first().copied().unwrap_or(1.0).clamp(0.0, 1.0);
    let verdict = if score >= manifest.threshold { Verdict::Ng } else { Verdict::Ok };
    let reading = Reading { manifest, map: &answer.map, picture, scaled, verdict };
    let (class, scores, heat, mask, regions) = match manifest.task {
        Task::Anomaly => reading.anomaly(score),
        Task::Classify => {
            let known = answer.novelty.first().is_none_or(|&n| n < 0.5);
            reading.classify(&answer.probabilities, known)
        }
        Task::Segment => reading.segment(),
        Task::Detect => return Err(InferError::Graph("how its boxes are read is missing".into())),
        Task::Components => return Err(InferError::Graph("its board is missing".into())),
        Task::Compare => return Err(InferError::NoTemplate),
        Task::Read => return Err(InferError::Graph("what it reads is missing".into())),
        Task::Glue => return Err(InferError::Graph("its bead is missing".into())),
    };
    let (components, texts, bead) = (BTreeMap::new(), Vec::new(), None);
    let prediction = Prediction { verdict, score, class, scores, regions, components, texts, bead, ms };
    Ok(Outcome { prediction, heat, mask, candidates: Vec::new() })
}

type Told = (Option<String>, BTreeMap<String, f32>, HeatMap, Option<Mask>, Vec<PredictedRegion>);

struct Reading<'a> {
    manifest: &'a Manifest,
    map: &'a Map,
    picture: &'a Photo,
    scaled: (u32, u32),
    verdict: Verdict,
}

impl Reading<'_> {
    fn channel(&self, c: usize) -> &[f32] {
        let size = self.map.width * self.map.height;
        &self.map.data[c * size..][..size]
    }

    fn heat(&self, data: Vec<f32>) -> HeatMap {
        HeatMap { width: self.map.width, height: self.map.height, data }
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
        let bad: Vec<usize> =
            (0..classes.len()).filter(|&c| !self.manifest.good.contains(&classes[c])).collect();
        let best =
            (0..classes.len()).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap_or(0);
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
        let (w, h) = (self.map.width as u32, self.map.height as u32);
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
        let heat = self.heat(heat);
        let mask = Mask { width: w, height: h, data: best.clone() };
        let mask = cut_smoothly(&mask, &heat, cut, (self.picture.width, self.picture.height));
        best.iter_mut().zip(&heat.data).for_each(|(b, &v)| *b = if v >= cut { *b } else { 0 });
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
        (Some(class), scores, heat, Some(mask), regions)
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

    fn add_regions(
        &self,
        into: &mut Vec<PredictedRegion>,
        hot: &[u8],
        values: &[f32],
        (w, h): (u32, u32),
        class: &str,
    ) {
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
            score: peak.get(&c.label).copied().unwrap_or(0.0).min(1.0),
            bbox: BBox { x: c.bbox.x * sx, y: c.bbox.y * sy, w: c.bbox.w * sx, h: c.bbox.h * sy },
            polygon: Polygon(c.polygon.0.iter().map(|p| [p[0] * sx, p[1] * sy]).collect()),
            area: c.area as f32 * sx * sy,
        }));
    }
}

/// Bilinear enlargement to any size.
pub fn enlarge(map: &HeatMap, width: usize, height: usize) -> Vec<f32> {
    let tx = taps(map.width, width);
    let mut out = Vec::with_capacity(width * height);
    for tap in taps(map.height, height) {
        let line = line_between(map, tap);
        out.extend(tx.iter().map(|tap| between(&line, *tap)));
    }
    out
}

/// The classes of a mask in the picture's own size where the heat between the map's cells reaches `cut`, else background.
/// Edges follow the heat and not the cells. Rows that are cold all over, most of all, cost nothing.
fn cut_smoothly(mask: &Mask, heat: &HeatMap, cut: f32, (width, height): (u32, u32)) -> Mask {
    let mut whole = mask.resize_nearest(width, height);
    let tx = taps(heat.width, width as usize);
    for (row, tap) in whole.data.chunks_mut(width.max(1) as usize).zip(taps(heat.height, height as usize)) {
        let line = line_between(heat, tap);
        if line.iter().all(|v| *v < cut) {
            row.fill(0);
            continue;
        }
        for (class, tap) in row.iter_mut().zip(&tx) {
            if between(&line, *tap) < cut {
                *class = 0;
            }
        }
    }
    whole
}

/// The two cells that a place lies between, and how far from the first.
type Tap = (usize, usize, f32);

fn taps(size: usize, out: usize) -> Vec<Tap> {
    let tap = |o: usize| {
        let at = ((o as f32 + 0.5) * size as f32 / out as f32 - 0.5).clamp(0.0, (size - 1) as f32);
        let lo = at as usize;
        (lo, (lo + 1).min(size - 1), at - lo as f32)
    };
    (0..out).map(tap).collect()
}

fn between(line: &[f32], (a, b, t): Tap) -> f32 {
    line[a] + t * (line[b] - line[a])
}

fn line_between(map: &HeatMap, (a, b, t): Tap) -> Vec<f32> {
    let row = |y: usize| &map.data[y * map.width..][..map.width];
    row(a).iter().zip(row(b)).map(|(a, b)| a + t * (b - a)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_end_where_the_heat_between_cells_does() {
        let (mask, heat) = (
            Mask { width: 2, height: 1, data: vec![1, 2] },
            HeatMap { width: 2, height: 1, data: vec![0.0, 1.0] },
        );
        // Between the cells' centres: 0, 0.25, 0.75, 1.
        let cut = |at| cut_smoothly(&mask, &heat, at, (4, 2)).data;
        assert_eq!(cut(0.5), [0, 0, 2, 2, 0, 0, 2, 2]);
        assert_eq!(cut(0.2), [0, 1, 2, 2, 0, 1, 2, 2]);
        assert_eq!(cut(0.0), [1, 1, 2, 2, 1, 1, 2, 2]);
        assert_eq!(cut(1.1), [0; 8]);
        let fine = enlarge(&heat, 4, 2);
        let same: Vec<bool> = cut(0.2).iter().map(|class| *class > 0).collect();
        assert_eq!(same, fine.iter().map(|v| *v >= 0.2).collect::<Vec<_>>());
    }
}
