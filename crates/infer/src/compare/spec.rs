use crate::InferError;
use fovea_vision::difference::Tolerance;
use serde::{Deserialize, Serialize};

/// Side in pixels that a place is looked at with.
pub const SIDE: usize = 64;
/// A package may carry the picture that others are compared with where no other is given.
pub const TEMPLATE: &str = "template.png";
/// The board, its template, and what differs.
pub const CHANNELS: usize = 3;

/// What a package says of how it compares; stands in the manifest. What is no defect is the graph's first kind, the others
/// are the manifest's classes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CompareSpec {
    /// An edge may lie so many pixels beside its place.
    pub edge: u32,
    /// A pixel must differ by so much of the contrast of the template.
    pub contrast: f32,
    /// Places that are at most so many pixels apart are one.
    pub join: u32,
    /// A place has at least so many pixels.
    pub least: u32,
    /// A place is looked at with surroundings: so many times its longer side, at least `SIDE` pixels.
    pub around: f32,
    /// Of boxes that lie over each other by more than this only the surest is told.
    pub overlap: f32,
    /// A picture that agrees less with its template shows something else, and is not judged.
    pub least_agreement: f32,
}

impl Default for CompareSpec {
    fn default() -> Self {
        CompareSpec {
            edge: 2,
            contrast: 0.4,
            join: 6,
            least: 2,
            around: 1.4,
            overlap: 0.3,
            least_agreement: 0.5,
        }
    }
}

impl CompareSpec {
    pub fn tolerance(&self) -> Tolerance {
        Tolerance {
            edge: self.edge as usize,
            contrast: self.contrast,
            join: self.join as usize,
            least: self.least,
        }
    }

    /// Whether it can be used as it stands.
    pub fn check(&self) -> Result<(), InferError> {
        let sound = self.edge <= 16
            && (0.01..=1.0).contains(&self.contrast)
            && self.join <= 64
            && (1..=100_000).contains(&self.least)
            && (1.0..=4.0).contains(&self.around)
            && (0.0..=1.0).contains(&self.overlap)
            && (-1.0..=1.0).contains(&self.least_agreement);
        if sound {
            Ok(())
        } else {
            Err(InferError::Refused("a number of its comparison is out of range".into()))
        }
    }
}
