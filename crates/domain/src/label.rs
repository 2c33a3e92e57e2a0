use crate::{BBox, Polygon};
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
}

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Box(BBox),
    Polygon(Polygon),
    /// A picture of the same size whose pixels mark the region: those equal to `value`, or any that is not 0.
    Mask {
        path: PathBuf,
        value: Option<u8>,
    },
}
