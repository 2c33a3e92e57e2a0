use crate::dto::{JobState, ModelTask, PicturesWanted, Progress, RegionShape};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What became of what a model proposed of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Nobody has answered
    Open,
    /// The label says what was proposed
    Accepted,
    /// The label has some of it, changed or with more
    Mended,
    /// The label says otherwise, or somebody said no
    Refused,
}

/// What a model of the project, or the reader, proposes of a picture. It is no label until somebody takes it over.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Proposal {
    /// Null: the reader that the program carries
    pub model: Option<ProposingModel>,
    pub state: ProposalState,
    pub bad: bool,
    /// 0 (surely good) to 1 (surely bad)
    pub score: f32,
    /// 0 (sure) to 1 (cannot tell)
    pub uncertainty: f32,
    /// Of the whole picture; null where the model tells none
    pub class_id: Option<Id>,
    /// The surest first
    pub regions: Vec<ProposedRegion>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ProposingModel {
    pub id: Id,
    pub name: String,
    pub number: i32,
}

/// A place that is proposed. A label that takes it over keeps its id, which is how it is known what became of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ProposedRegion {
    pub id: String,
    /// Null: something is there, and the model does not tell what
    pub class_id: Option<Id>,
    pub score: f32,
    pub shape: RegionShape,
}

/// Which model looks at which pictures: of these always those without labels.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewPrelabels {
    /// Left out: the reader that the program carries, which proposes texts
    #[serde(default)]
    pub model_id: Option<Id>,
    /// Of the texts that are proposed; left out: the project's only class for texts
    #[serde(default)]
    pub class_id: Option<Id>,
    #[serde(default)]
    pub pictures: PicturesWanted,
    /// Only those of this annotation task
    #[serde(default)]
    pub task_id: Option<Id>,
    /// Where it runs; left out: where you work
    #[serde(default)]
    pub virtual_cluster_id: Option<Id>,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PrelabelTask {
    /// Only those of this annotation task
    pub task_id: Option<Id>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ToPrelabel {
    /// Pictures without labels that fulfil this
    pub pictures: u64,
}

/// A model's look at pictures, and what became of what it proposed. It is a job of the same id.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Prelabels {
    pub id: Id,
    pub project_id: Id,
    /// Null: the reader that the program carries
    pub model: Option<ProposingModel>,
    /// Of the texts that it proposes
    pub class_id: Option<Id>,
    /// Of its job
    pub state: JobState,
    pub progress: Option<Progress>,
    /// That it was to look at
    pub pictures: u64,
    /// Proposals that nobody has answered
    pub open: u64,
    pub accepted: u64,
    pub mended: u64,
    pub refused: u64,
    /// Name of the user
    pub created_by: Option<String>,
    pub created_at: Time,
}

/// A measure of quality from 0 to 1, the more the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LearningMeasure {
    /// Area under the curve of the receiver
    Auroc,
    Accuracy,
    /// Mean overlap (IoU) of the classes' masks
    MeanIou,
    /// Mean average precision of boxes at an overlap of one half
    Map50,
}

/// One training of a project.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LearningPoint {
    pub model_id: Id,
    pub number: i32,
    pub name: String,
    pub created_at: Time,
    pub version_id: Id,
    pub version_number: i32,
    /// Labelled pictures that taught it
    pub labels: u64,
    pub quality: f64,
    /// Pictures that it was judged on
    pub judged: u64,
    /// On pictures that it had not learnt from; others flatter, and nothing is told from them
    pub counts: bool,
}

/// What twice the labels are expected to give, by a power law through the trainings that count.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LearningOutlook {
    pub labels: u64,
    pub quality: f64,
    /// By how much it rises
    pub gain: f64,
    /// Half of the 95 % interval of what was measured last: a smaller gain cannot be seen with so few judged pictures
    pub noise: Option<f64>,
    /// It rises by at least 0.01
    pub pays: bool,
}

/// Trainings of one kind, by the number of labels.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LearningCurve {
    pub task: ModelTask,
    pub measure: LearningMeasure,
    /// The oldest first
    pub points: Vec<LearningPoint>,
    /// Null: fewer than three numbers of labels, or these are too near to each other
    pub outlook: Option<LearningOutlook>,
}

/// How quality rises with labels; over the newest 200 trainings.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Learning {
    pub labelled: u64,
    pub pictures: u64,
    /// Labelled pictures that the newest training did not have; null: there is none
    pub since: Option<u64>,
    /// The kind of the newest training first
    pub curves: Vec<LearningCurve>,
    /// Training by itself; null: it is off
    pub by_itself: Option<LearningLoop>,
}

/// A project that trains by itself as labels come, lets the new model propose labels for the rest, and ranks what to label next.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LearningLoop {
    /// New labels that begin the next training
    pub after: u32,
    /// In whose name
    pub owner: String,
    pub stage: LoopStage,
    /// Labels that are still missing for the next training
    pub missing: u64,
    /// What runs now
    pub job_id: Option<Id>,
    /// Why the last step was not done; null: nothing keeps it
    pub kept: Option<LoopKept>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoopStage {
    /// Labels are waited for
    Labels,
    Training,
    /// The model proposes labels for the rest
    Proposing,
}

/// A problem that somebody has to see to.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LoopKept {
    pub code: String,
    pub detail: String,
    #[schema(value_type = Object)]
    pub params: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewLearningLoop {
    /// New labels that begin the next training
    #[schema(minimum = 1, maximum = 100000)]
    pub after: u32,
}
