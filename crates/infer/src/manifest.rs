use crate::Fit;
use crate::compare::CompareSpec;
use crate::components::BoardSpec;
use crate::detect::DetectSpec;
use crate::glue::GlueSpec;
use crate::read::ReadSpec;
use fovea_domain::Task;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The newest package format that this version writes and reads.
pub const FORMAT: u32 = 1;

/// What stands in `manifest.json`. It holds no date and no path, so that equal training gives equal bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// Version of Fovea that trained the model.
    pub fovea: String,
    pub task: Task,
    pub name: String,
    /// `classify`: every class; `segment`: the kinds of defect, the first being index 1 of a mask; `detect`: the kinds of
    /// box; `anomaly`: `anomaly` alone; `components`: what can be wrong with one; `compare`: the kinds of
    /// defect; `read`: what can be wrong with a text; `glue`: with a bead.
    pub classes: Vec<String>,
    /// Those of `classes` that mean a good part.
    pub good: Vec<String>,
    pub input: Fit,
    /// Whether large JPEGs are decoded at a fraction of their size, as the training did. Packages from before this are
    /// given what they were taught with.
    #[serde(default)]
    pub reduced: bool,
    /// Whether each input is also judged turned over, and the results averaged.
    #[serde(default)]
    pub flips: bool,
    /// A picture is NG from this score on. May be changed at any time.
    pub threshold: f32,
    /// A pixel belongs to a region from this value of the map on.
    pub pixel_threshold: f32,
    /// Smallest region told of, in pixels of the scaled picture.
    pub min_area: u32,
    /// `components`: the board and what is known of each of its components.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<BoardSpec>,
    /// `compare`: how a picture is laid beside its template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare: Option<CompareSpec>,
    /// `detect`: how its boxes are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detect: Option<DetectSpec>,
    /// `read`: where text stands and what it must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<ReadSpec>,
    /// `glue`: where the bead belongs, and what sound ones look like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glue: Option<GlueSpec>,
    pub training: Training,
    /// Quality on the validation part of the training data, as `fovea evaluate` writes it.
    pub validation: serde_json::Value,
    pub licences: Vec<Licence>,
    pub references: Vec<Reference>,
    pub files: BTreeMap<String, FileEntry>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Training {
    pub seed: u64,
    pub threads: usize,
    pub pictures: usize,
    /// SHA-256 over the pictures' names, sizes and labels.
    pub data: String,
    /// How the threshold was chosen: the rule, and on how many pictures.
    pub threshold_rule: String,
    pub validation: String,
    /// True where the budget or a signal ended the training early.
    pub stopped_early: bool,
    pub settings: serde_json::Value,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Licence {
    pub what: String,
    pub licence: String,
}

/// A picture inside the package, and what the model said of it when it was packed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    pub file: String,
    pub score: f32,
    #[serde(default)]
    pub scores: BTreeMap<String, f32>,
    /// `components`: the score of each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub components: BTreeMap<String, f32>,
    /// `compare`: the file that this one is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// `read`: what stands on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    pub bytes: u64,
    pub sha256: String,
}
