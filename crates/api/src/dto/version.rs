use crate::dto::{GoodOrBad, Region};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The pictures and labels of a project as they were at one moment; never changes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Version {
    pub id: Id,
    pub project_id: Id,
    /// Counts up within the project
    pub number: i32,
    pub note: String,
    pub pictures: u64,
    pub labelled: u64,
    pub by_class: Vec<ClassCount>,
    /// Pictures kept out of training, to judge models by
    pub held_back: u64,
    pub created_at: Time,
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
    /// Part of the labelled pictures that is kept out of training; 0.2 where left out
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
}
