use crate::dto::{Bead, ComponentResult, JobState, OkOrNg, ReadText, RecipeSaid};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Which pictures a service keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    All,
    Ng,
    None,
}

/// A part of a picture that does not matter, in pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IgnoredPart {
    /// Left, top, width and height
    Box(Vec<f32>),
    /// Corners, each x and y
    Polygon(Vec<Vec<f32>>),
}

/// A model at work.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Service {
    pub id: Id,
    pub project_id: Id,
    pub model_id: Id,
    pub model_number: i32,
    pub name: String,
    pub state: JobState,
    pub job_id: Option<Id>,
    #[schema(example = "/api/v1/services/…/infer")]
    pub address: String,
    pub keep: Keep,
    pub created_at: Time,
    /// Where it runs; null: that one is gone
    pub virtual_cluster_id: Option<Id>,
    /// Parts of its pictures that do not matter, by name: what is found with its middle in one does not count
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ignored: BTreeMap<String, IgnoredPart>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewService {
    pub model_id: Id,
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    pub keep: Keep,
    /// One that you are in; left out: where you work
    pub virtual_cluster_id: Option<Id>,
}

/// What is left out stays as it is.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ServiceChange {
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    pub keep: Option<Keep>,
    pub model_id: Option<Id>,
    /// One that you are in; holds from its next start on
    pub virtual_cluster_id: Option<Id>,
    /// Parts of its pictures that do not matter, by name; none: all matters. Holds from the next picture on
    pub ignored: Option<BTreeMap<String, IgnoredPart>>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ServiceStats {
    pub window_s: u64,
    pub points: Vec<StatsPoint>,
    pub now: StatsNow,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StatsPoint {
    pub at: Time,
    pub requests: u64,
    pub rejected: u64,
    pub errors: u64,
    pub mean_ms: Option<f64>,
    pub p50_ms: Option<f64>,
    pub p99_ms: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StatsNow {
    pub in_flight: u64,
    pub queue: u64,
}

/// The answer to a picture.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Prediction {
    pub verdict: OkOrNg,
    pub score: f64,
    pub class: Option<String>,
    pub scores: BTreeMap<String, f64>,
    pub regions: Vec<FoundRegion>,
    /// By name; of a model that knows the components of a board
    pub components: BTreeMap<String, ComponentResult>,
    /// Of a model that reads
    pub texts: Vec<ReadText>,
    /// Of a model that measures a bead of glue
    pub bead: Option<Bead>,
    pub ms: Milliseconds,
    pub record_id: Id,
    pub serial: Option<String>,
    /// PNG in base64, where `heat=1` asked for it
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heat_png: Option<String>,
    /// Of a packed recipe; a part that a person has to look at counts as NG
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipe: Option<RecipeSaid>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FoundRegion {
    pub class: Option<String>,
    pub score: f64,
    /// Left, top, width, height in pixels
    #[schema(value_type = Vec<f32>)]
    pub bbox: [f32; 4],
    #[schema(value_type = Vec<Vec<f32>>)]
    pub polygon: Vec<[f32; 2]>,
    /// In square pixels
    pub area: f64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Milliseconds {
    pub decode: f64,
    pub run: f64,
    pub total: f64,
}

/// A verdict as it was given.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Record {
    pub id: Id,
    pub service_id: Id,
    pub project_id: Id,
    pub model_id: Id,
    pub serial: Option<String>,
    pub verdict: OkOrNg,
    pub score: f64,
    pub class: Option<String>,
    pub regions: Vec<FoundRegion>,
    pub components: BTreeMap<String, ComponentResult>,
    pub texts: Vec<ReadText>,
    /// In lists without its profile and its path
    pub bead: Option<Bead>,
    pub ms_total: f64,
    pub ms_run: f64,
    pub width: u32,
    pub height: u32,
    pub at: Time,
    /// Whether the picture was kept
    pub picture: bool,
    /// Whether there is a heat map
    pub heat: bool,
    pub recheck: Option<Recheck>,
    /// What a packed recipe said
    pub recipe: Option<RecipeSaid>,
    /// The picture in the data set, once it was put there
    pub picture_id: Option<Id>,
}

/// What a person said of a verdict.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Recheck {
    pub verdict: OkOrNg,
    pub class_id: Option<Id>,
    /// What truly stands there, a text for each that was read; null: not said
    pub texts: Option<Vec<String>>,
    /// Name of the user
    pub by: Option<String>,
    pub at: Time,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewRecheck {
    /// Null takes back what was said
    pub verdict: Option<OkOrNg>,
    pub class_id: Option<Id>,
    /// What truly stands there: a text for each that was read, in their order
    #[serde(default)]
    pub texts: Option<Vec<String>>,
    /// Put the picture into the project's pictures with this label; done once
    #[serde(default)]
    pub to_dataset: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Counts {
    pub total: u64,
    pub ok: u64,
    pub ng: u64,
    /// Of the NG a recipe left so many to a person
    pub asked: u64,
    pub rechecked: u64,
    /// NG, and a person said OK
    pub overkill: u64,
    /// OK, and a person said NG
    pub escape: u64,
    /// Share of OK
    #[serde(rename = "yield")]
    pub ok_share: Option<f64>,
    pub by_hour: Vec<HourCount>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct HourCount {
    pub at: Time,
    pub ok: u64,
    pub ng: u64,
}
