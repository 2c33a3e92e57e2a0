use crate::dto::{GoodOrBad, ModelStage, PictureSource, Region, Scene, SplitRule, Task};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// To learn from
    Train,
    /// To choose thresholds by
    Validation,
    /// To judge finished models by; no training sees it
    Test,
}

/// The pictures and labels of a project as they were at one moment; what it holds never changes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Version {
    pub id: Id,
    pub project_id: Id,
    /// Counts up within the project
    pub number: i32,
    pub note: String,
    pub tags: Vec<String>,
    pub pictures: u64,
    pub labelled: u64,
    /// Of all files together
    pub bytes: u64,
    pub by_class: Vec<ClassCount>,
    /// Pictures kept out of training, to judge models by
    pub held_back: u64,
    /// Pictures that trainings choose thresholds by and do not learn from
    pub validation: u64,
    /// By what rule it was parted; null: a share was held back
    pub split: Option<SplitRule>,
    /// Who made it, while they are there
    pub created_by: Option<String>,
    pub created_at: Time,
    /// Published it cannot be deleted; the one published last is proposed for training
    pub published_at: Option<Time>,
    pub published_by: Option<String>,
    pub revision: i64,
    /// Tasks that its labels can teach, what says most first; components, glue and golden pictures are of plans, which no label tells
    #[serde(default)]
    pub tasks: Vec<Task>,
    /// The project's, when it was made
    #[serde(default = "free")]
    pub scene: Scene,
    /// By what ways its pictures came, most first
    #[serde(default)]
    pub origins: Vec<VersionOrigin>,
}

fn free() -> Scene {
    Scene::Free
}

/// Pictures that came by one way.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct VersionOrigin {
    pub source: PictureSource,
    /// How the labels of their imports were laid out, such as `coco`; null: those brought none, or there was no import
    pub format: Option<String>,
    pub pictures: u64,
}

/// What is left out stays.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct VersionChange {
    #[schema(max_length = 1000)]
    pub note: Option<String>,
    /// At most 20, each of at most 40 signs
    #[schema(max_items = 20)]
    pub tags: Option<Vec<String>>,
}

/// What a version holds in numbers, and what came of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VersionFacts {
    pub counts: Vec<VersionCount>,
    /// Marked places
    pub regions: u64,
    /// The newest; null without the right to see jobs
    pub trainings: Option<Vec<VersionTraining>>,
    /// How many there are
    pub trainings_total: u64,
    /// The newest; null without the right to see models
    pub models: Option<Vec<VersionModel>>,
    pub models_total: u64,
}

/// Labelled pictures of one class in the parts of a version.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VersionCount {
    /// Null: bad, without a class
    pub class_id: Option<Id>,
    /// As it was called then
    pub name: Option<String>,
    pub colour: Option<String>,
    pub good: bool,
    pub train: u64,
    pub validation: u64,
    pub test: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VersionTraining {
    pub id: Id,
    pub name: String,
    pub state: crate::dto::JobState,
    pub model_id: Option<Id>,
    pub created_at: Time,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VersionModel {
    pub id: Id,
    pub number: i32,
    pub name: String,
    pub stage: ModelStage,
    pub created_at: Time,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// Only in the second version
    Added,
    /// Only in the first
    Removed,
    /// Labelled in the second alone
    LabelAdded,
    /// Labelled in the first alone
    LabelRemoved,
    LabelChanged,
    /// The label is the same; it goes into another part
    Moved,
}

/// What is different between two versions, in numbers of pictures.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VersionDifference {
    pub added: u64,
    pub removed: u64,
    pub label_added: u64,
    pub label_removed: u64,
    pub label_changed: u64,
    pub moved: u64,
    pub same: u64,
    /// Pictures of the kind that was asked for
    pub items: Vec<PictureDifference>,
    /// Give it as `cursor` for those after these; null at the end
    #[schema(required = true)]
    pub next: Option<String>,
    /// Of the kind that was asked for
    pub total: u64,
}

/// A picture that is not the same in both.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PictureDifference {
    pub kind: DifferenceKind,
    pub hash: String,
    pub before: Option<KeptPicture>,
    pub after: Option<KeptPicture>,
    /// Marked places that came, went, or are another way
    pub regions_added: u32,
    pub regions_removed: u32,
    pub regions_changed: u32,
}

/// A picture of a version, without its marks. In small it is at `/versions/{version_id}/pictures/{position}/thumb`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct KeptPicture {
    pub version_id: Id,
    pub position: u32,
    pub picture_id: Id,
    pub name: String,
    pub verdict: Option<GoodOrBad>,
    /// As which it counts
    pub class_id: Option<Id>,
    /// As it was called then
    pub class: Option<String>,
    pub regions: u32,
    pub part: Option<Part>,
}

/// What restoring would do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RestorePreview {
    /// Pictures whose label would become another one
    pub changed: u64,
    /// Pictures that were taken out of the project since, and would come back
    pub brought_back: u64,
    /// Pictures that are as the version has them
    pub same: u64,
    /// Pictures of the version that are not in the project, and stay out
    pub left_out: u64,
    /// Pictures of the project that the version does not know; they keep their labels
    pub later: u64,
    /// Classes that would be made again
    pub classes: Vec<String>,
    /// The first of those that would change
    pub examples: Vec<RestoreExample>,
}

/// A picture that would change, as the version has it and as it is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RestoreExample {
    pub kept: KeptPicture,
    pub now_verdict: Option<GoodOrBad>,
    /// That of the whole picture
    pub now_class_id: Option<Id>,
    pub now_regions: u32,
    /// It was taken out of the project
    pub removed: bool,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct RestoreWanted {
    /// Pictures of the version that were taken out of the project come back
    #[serde(default)]
    pub bring_back: bool,
    /// Makes a version of what is there now before anything changes
    #[serde(default)]
    pub keep_now: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RestoreResult {
    pub changed: u64,
    pub brought_back: u64,
    pub same: u64,
    pub left_out: u64,
    /// The version that was made of what was there before
    pub kept: Option<Version>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClassCount {
    pub class_id: Id,
    pub name: String,
    pub pictures: u64,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct NewVersion {
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub note: String,
    /// At most 20, each of at most 40 signs
    #[serde(default)]
    #[schema(max_items = 20)]
    pub tags: Vec<String>,
    /// Part of the labelled pictures that is kept out of training. Left out: as the project's pictures are parted, or
    /// else 0.2
    #[schema(minimum = 0, maximum = 0.5)]
    pub held_back: Option<f64>,
}

/// A picture as it was when the version was made.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VersionPicture {
    pub picture_id: Id,
    pub hash: String,
    pub name: String,
    pub width: u32,
    pub height: u32,
    pub verdict: Option<GoodOrBad>,
    pub class_id: Option<Id>,
    pub regions: Vec<Region>,
    pub held_back: bool,
    pub part: Option<Part>,
    /// That it had when the version was made
    pub tags: Vec<String>,
    pub columns: BTreeMap<String, String>,
}
