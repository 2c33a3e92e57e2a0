use fovea_domain::bead::BeadPlan;
use fovea_domain::{BBox, Task};
use fovea_store::Id;
use serde::{Deserialize, Serialize};

/// What a training was asked for; the `spec` of its job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainSpec {
    pub version_id: Id,
    pub task: Task,
    pub budget_s: Option<u64>,
    pub rule: Rule,
    /// Name that the model carries.
    pub name: String,
    /// Chosen before the training, so that its end can be repeated.
    pub model_id: Id,
    pub judged: Judged,
    /// Of tasks that learn in steps: how many before the threshold is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<u32>,
    /// Side in pixels that pictures are looked at with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    /// Of beads of glue: where the bead belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bead: Option<Box<BeadWish>>,
    /// Of boards: where the components lie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<Box<BoardWish>>,
}

/// Components by name, and the picture of a good board that they were drawn on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardWish {
    pub picture_id: Id,
    pub components: Vec<(String, BBox)>,
}

/// A plan of a bead, and the picture that it was drawn on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BeadWish {
    pub picture_id: Id,
    pub plan: BeadPlan,
}

/// How the threshold is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One escape costs as much as this many overkills.
    Cost(f64),
    /// At most this share of the good ones.
    Overkill(f64),
}

/// Which pictures the model is evaluated on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// Those that it did not learn from.
    HeldBack,
    /// All, since none were held back: the figures flatter.
    All,
    /// The training's own validation, since it was stopped before the evaluation.
    Validation,
}
