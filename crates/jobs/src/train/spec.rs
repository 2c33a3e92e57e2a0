use fovea_domain::Task;
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
