use crate::{Attributes, BBox, Mark, Polygon};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A kind that pictures or regions can be of. Good pictures (良品) have a class too where it has a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    pub name: String,
    pub good: bool,
}

/// One labelled place in a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Index into the data set's classes.
    pub class: usize,
    pub shape: Shape,
    pub extra: Extra,
}

/// What is said of a place beside its class.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extra {
    pub attributes: Attributes,
    /// Regions of one picture with the same number belong together.
    pub group: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Box(BBox),
    Polygon(Polygon),
    /// What a box or an outline cannot say, as it was drawn.
    Drawn(Mark),
    /// A picture of the same size whose pixels mark the region: those equal to `value`, or any that is not 0.
    Mask {
        path: PathBuf,
        value: Option<u8>,
    },
}
