use crate::InferError;
use serde::{Deserialize, Serialize};

/// What a package says of its boxes; stands in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DetectSpec {
    /// Input pixels from place to place, for each level in the order of the graph's places.
    pub strides: Vec<u32>,
    /// Of boxes of one kind that lie over each other by more than this only the surest is told.
    pub overlap: f32,
    /// The same of boxes of different kinds: one place is seldom two things.
    pub overlap_of_kinds: f32,
    /// A box is the mean of those of its kind that lie over it by more than this and are no surer, weighed by the squares of their
    /// scores. `None`: it stays as the graph tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<f32>,
}

impl Default for DetectSpec {
    fn default() -> Self {
        DetectSpec { strides: vec![8, 16, 32], overlap: 0.5, overlap_of_kinds: 0.7, vote: Some(0.6) }
    }
}

impl DetectSpec {
    /// Whether it can be used as it stands.
    pub fn check(&self) -> Result<(), InferError> {
        // Inputs are multiples of 32, so that each level covers all of one.
        let sound = (1..=6).contains(&self.strides.len())
            && self.strides.iter().all(|s| [4, 8, 16, 32].contains(s))
            && (0.0..=1.0).contains(&self.overlap)
            && (0.0..=1.0).contains(&self.overlap_of_kinds)
            && self.vote.is_none_or(|v| (0.0..=1.0).contains(&v));
        if sound {
            Ok(())
        } else {
            Err(InferError::Refused("a number of its detection is out of range".into()))
        }
    }
}
