use crate::dto::{JobState, PicturesWanted, Progress, RegionShape};
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

/// What a model of the project proposes of a picture. It is no label until somebody takes it over.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Proposal {
    pub model: ProposingModel,
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
    pub model_id: Id,
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
    pub model: ProposingModel,
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
