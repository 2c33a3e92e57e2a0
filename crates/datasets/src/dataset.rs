use crate::{Beads, Boards, Format, Pairs, Problem, Texts};
use fovea_domain::{Class, Mark, Region, Shape};
use serde::Serialize;
use std::path::PathBuf;

/// What a picture is meant for, where its folder or a list says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    Train,
    Val,
    Test,
}

/// One picture and what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    pub path: PathBuf,
    /// Path relative to the data set's folder, `/`-separated; unique, also where names are not UTF-8.
    pub id: String,
    /// Sides after the EXIF turn.
    pub width: u32,
    pub height: u32,
    /// Index into the data set's classes; `None` where nobody said.
    pub class: Option<usize>,
    pub regions: Vec<Region>,
    pub split: Option<Split>,
    /// Pictures of one group show the same part and must not be parted between training and validation.
    pub group: String,
    /// Words that people put to it.
    pub tags: Vec<String>,
}

impl Sample {
    /// Whether a region says where, to the pixel; a box does not, however it is turned, and points have no extent.
    pub fn has_pixel_labels(&self) -> bool {
        let boxed = |shape: &Shape| match shape {
            Shape::Box(_) => true,
            Shape::Drawn(mark) => {
                matches!(mark, Mark::Rotated { .. } | Mark::Text { .. } | Mark::Points { .. })
            }
            Shape::Polygon(_) | Shape::Mask { .. } => false,
        };
        self.regions.iter().any(|r| !boxed(&r.shape))
    }
}

#[derive(Debug, Clone)]
pub struct DataSet {
    pub root: PathBuf,
    /// Never `Auto`: what was found.
    pub format: Format,
    pub classes: Vec<Class>,
    /// Sorted by id.
    pub samples: Vec<Sample>,
    pub problems: Vec<Problem>,
    /// The rule behind `Sample::group` in words; `None` where each picture stands for itself.
    pub grouped_by: Option<String>,
    /// Where the pictures show boards of one kind: their layout, and what is wrong on each.
    pub boards: Option<Boards>,
    /// Where each picture has a template: which.
    pub pairs: Option<Pairs>,
    /// Where a list or files of lines tell it: what stands on the pictures.
    pub texts: Option<Texts>,
    /// Where the pictures show beads of glue: the plan, and what is known of each.
    pub beads: Option<Beads>,
}

impl DataSet {
    /// `None` for a picture without a label.
    pub fn is_good(&self, sample: &Sample) -> Option<bool> {
        Some(self.classes.get(sample.class?)?.good)
    }
}
