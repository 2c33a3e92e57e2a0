use crate::dto::{JobState, Picture, Progress};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A look at all pictures of a project; it is a job of the same id.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AdviceRun {
    pub id: Id,
    /// That it looked at
    pub pictures: u64,
    pub created_at: Time,
    pub done_at: Option<Time>,
    /// Of its job
    pub state: JobState,
    pub progress: Option<Progress>,
}

/// Where the advice of a project stands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Advice {
    /// The last that was done
    pub done: Option<AdviceRun>,
    /// One that was begun later
    pub newer: Option<AdviceRun>,
    /// Labels that are likely wrong and that nobody has called right
    pub suspects: u64,
    pub outliers: u64,
    /// Pictures without labels in the order of what to label next
    pub useful: u64,
    /// Pictures whose looks are known
    pub described: u64,
    pub pictures: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdviceKind {
    /// The label is likely wrong
    Suspect,
    /// It looks like no other
    Outlier,
    /// To label next
    Useful,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AdvisedQuery {
    #[param(inline)]
    pub what: AdviceKind,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AdvisedPicture {
    pub picture: Picture,
    /// Of a suspect by how much more likely another class is (0 to 1); of an outlier how far out it is, in spreads of the usual; else 0
    pub score: f64,
    /// Of a suspect the class that it looks like; null: bad, without a class
    pub class_id: Option<Id>,
}

/// Pictures that somebody found right.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct FoundRight {
    #[schema(min_items = 1, max_items = 10000)]
    pub ids: Vec<Id>,
    pub what: AdviceKind,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SimilarPicture {
    pub picture: Picture,
    /// 1: the same
    pub likeness: f32,
}
