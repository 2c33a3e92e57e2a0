//! From the graphs and what was measured to a package.

use super::graphs::Graphs;
use super::teach::Facts;
use crate::lesson;
use crate::{LearnError, TrainOptions};
use fovea_datasets::{Sample, Texts};
use fovea_domain::BBox;
use fovea_domain::quality::{Evaluation, ThresholdRule};
use fovea_infer::read::{FINDER, LINE, READ_CLASSES};
use fovea_infer::{
    FORMAT, Fit, InferError, Licence, Manifest, Model, Package, PackageFile, Reference, Training,
};
use fovea_vision::{Limits, Photo, Picture, decode_file, encode_png_rgb};
use std::collections::BTreeMap;

/// All that goes into a package beside pictures.
pub struct Parts<'a> {
    pub graphs: &'a Graphs,
    pub options: &'a TrainOptions,
    pub threshold: f32,
    pub measured: Option<Evaluation>,
    /// What was learnt by the reader, where it was taught.
    pub taught: Option<Facts>,
}

/// Pictures inside the package whose results are checked on loading, and how many are looked at to find them.
const REFERENCES: usize = 2;
const LOOKED_AT: usize = 12;
/// A reference is part of a picture: a text that is read surely, with so many pixels around it.
const AROUND: f32 = 48.0;
/// Only texts that are read as surely stay the same on every processor.
const SURE: f32 = 0.8;
/// Width that is told as the model's; lines may be wider.
const USUAL_WIDTH: u32 = 320;

impl Parts<'_> {
    /// A package without references, which only its author may open.
    pub fn bare(&self) -> Package {
        Package::new(self.manifest(), self.graphs.signs.clone(), self.files())
    }

    /// The finder goes along even where regions are fixed: they may be taken away later.
    fn files(&self) -> Vec<PackageFile> {
        vec![PackageFile { name: FINDER.into(), bytes: self.graphs.finder.clone() }]
    }

    pub fn pack(&self, model: &Model, samples: &[&Sample], texts: &Texts) -> Result<Package, LearnError> {
        let mut manifest = self.manifest();
        let said = |s: &Sample| {
            let told = texts.get(&s.id).map(|t| t.iter().map(|t| t.text.as_str()).collect::<Vec<_>>());
            told.map_or_else(String::new, |t| t.join("\n"))
        };
        let parts: Vec<_> = samples.iter().map(|s| (s.id.clone(), s.path.clone(), said(s))).collect();
        manifest.training.pictures = samples.len();
        manifest.training.data = lesson::fingerprint(&parts);
        let mut files = self.files();
        for picture in self.references(model, samples)? {
            let file = format!("reference/{}.png", manifest.references.len());
            let bytes = encode_png_rgb(&picture).map_err(InferError::from)?;
            let told = model.infer(&Photo::from(picture))?.prediction;
            let sure = told.texts.into_iter().filter(|t| t.score >= SURE);
            manifest.references.push(Reference {
                file: file.clone(),
                score: told.score,
                scores: told.scores,
                components: BTreeMap::new(),
                template: None,
                texts: sure.map(|t| t.text).collect(),
            });
            files.push(PackageFile { name: file, bytes });
        }
        Ok(Package::new(manifest, self.graphs.signs.clone(), files))
    }

    fn manifest(&self) -> Manifest {
        let options = self.options;
        let rule = match (&self.measured, options.rule) {
            (None, _) => "usual for what was not measured".into(),
            (_, ThresholdRule::Cost(n)) => {
                format!("one wrong text that passes costs as much as {n} right ones that do not")
            }
            (_, ThresholdRule::Overkill(share)) => {
                format!("at most {} % of the right texts are unsure", share * 100.0)
            }
        };
        let measured = self.measured.as_ref();
        let texts = measured.and_then(|e| e.reading.as_ref()).map_or(0, |r| r.texts);
        Manifest {
            format: FORMAT,
            fovea: env!("CARGO_PKG_VERSION").into(),
            task: options.task,
            name: options.name.clone(),
            classes: READ_CLASSES.map(String::from).to_vec(),
            good: Vec::new(),
            input: Fit::Stretch { width: USUAL_WIDTH, height: LINE },
            reduced: false,
            flips: false,
            threshold: self.threshold,
            pixel_threshold: self.threshold,
            min_area: 1,
            board: None,
            compare: None,
            glue: None,
            detect: None,
            read: Some(options.read.clone()),
            training: Training {
                seed: options.seed,
                threads: options.threads,
                pictures: 0,
                data: String::new(),
                threshold_rule: rule,
                validation: match texts {
                    0 => "nothing: no picture says what stands on it".into(),
                    n if self.taught.is_some() => format!("{n} texts that were kept out"),
                    n => format!("{n} texts, from which nothing was learnt but the threshold"),
                },
                stopped_early: false,
                settings: match &self.taught {
                    Some(taught) => serde_json::json!({ "reader": "PP-OCRv4 mobile", "taught": taught }),
                    None => serde_json::json!({ "reader": "PP-OCRv4 mobile" }),
                },
            },
            validation: measured.and_then(|e| serde_json::to_value(e).ok()).unwrap_or_default(),
            licences: vec![Licence {
                what: "PP-OCRv4 mobile detection and recognition".into(),
                licence: "Apache-2.0".into(),
            }],
            references: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    /// Parts of pictures with a text that is read surely, or, where there is none, the first picture that can be read at all.
    fn references(&self, model: &Model, samples: &[&Sample]) -> Result<Vec<Picture>, LearnError> {
        let mut chosen = Vec::new();
        let mut first = None;
        for sample in samples.iter().take(LOOKED_AT) {
            let Ok(picture) = decode_file(&sample.path, &Limits::default()) else { continue };
            let told = model.infer(&Photo::from(picture.clone()))?.prediction;
            let surest = told.texts.iter().max_by(|a, b| a.score.total_cmp(&b.score));
            let part = match surest {
                Some(text) if self.options.read.finds() => around(&picture, &text.quad),
                _ => self.bare_of_all_else(&picture),
            };
            if surest.is_some_and(|t| t.score >= SURE) {
                chosen.push(part);
            } else {
                first.get_or_insert(part);
            }
            if chosen.len() == REFERENCES {
                break;
            }
        }
        if chosen.is_empty() {
            chosen.extend(first);
        }
        match chosen.is_empty() {
            true => Err(LearnError::NotEnough("none of the first pictures can be opened".into())),
            false => Ok(chosen),
        }
    }

    /// Regions are places in the picture, so that its size must stay; what lies outside of them is made grey, to be small.
    fn bare_of_all_else(&self, picture: &Picture) -> Picture {
        let read = &self.options.read;
        let bent = read.arcs.iter().filter_map(|arc| arc.bounds());
        let regions: Vec<BBox> = read.regions.iter().copied().chain(bent).collect();
        let mut out = picture.clone();
        if regions.is_empty() {
            return out;
        }
        let (width, margin) = (picture.width.max(1) as usize, 4.0);
        for (i, pixel) in out.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) = ((i % width) as f32, (i / width) as f32);
            let inside = regions.iter().any(|b| {
                (b.x - margin..b.x + b.w + margin).contains(&x)
                    && (b.y - margin..b.y + b.h + margin).contains(&y)
            });
            if !inside {
                pixel.fill(128);
            }
        }
        out
    }
}

fn around(picture: &Picture, quad: &[[f32; 2]; 4]) -> Picture {
    let edge = |k: usize, of: fn(f32, f32) -> f32| quad.iter().map(|p| p[k]).reduce(of).unwrap_or(0.0);
    let (x0, y0) = ((edge(0, f32::min) - AROUND).max(0.0), (edge(1, f32::min) - AROUND).max(0.0));
    let (x1, y1) = (edge(0, f32::max) + AROUND, edge(1, f32::max) + AROUND);
    picture.crop(x0 as u32, y0 as u32, (x1 - x0).max(1.0) as u32, (y1 - y0).max(1.0) as u32)
}
