use crate::bead::Bead;
use crate::components::ComponentResult;
use crate::text::ReadText;
use crate::{BBox, Polygon};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Ok,
    Ng,
}

/// What a model says of one picture; every task says it in this form, so that reports, the line and the
/// pages exist once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    pub verdict: Verdict,
    /// 0 (surely good) to 1 (surely bad); the verdict is `ng` from the model's threshold on.
    pub score: f32,
    /// The most likely class; `None` where the task knows none, `"unknown"` where none fits.
    pub class: Option<String>,
    pub scores: BTreeMap<String, f32>,
    pub regions: Vec<PredictedRegion>,
    /// Each component of a board; empty for tasks that know none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub components: BTreeMap<String, ComponentResult>,
    /// What was read, in reading order; empty for tasks that do not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<ReadText>,
    /// Of a bead of glue; `None` for tasks that know none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bead: Option<Box<Bead>>,
    pub ms: Timings,
}

/// A place the model points at. Coordinates are pixels of the picture itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PredictedRegion {
    pub class: String,
    pub score: f32,
    pub bbox: BBox,
    pub polygon: Polygon,
    /// Square pixels.
    pub area: f32,
}

/// Milliseconds: reading and decoding the picture, running the model, and all together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    pub decode: f32,
    pub run: f32,
    pub total: f32,
}
