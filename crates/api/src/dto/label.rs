use crate::dto::{PicturesWanted, Proposal};
use crate::time::Time;
use fovea_domain::{Attributes, Mark, Runs};
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a person says of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoodOrBad {
    Good,
    Bad,
}

/// All that is said of one picture.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Annotation {
    pub picture_id: Id,
    pub revision: i64,
    /// Null: nobody has said
    pub verdict: Option<GoodOrBad>,
    /// Of the whole picture
    pub class_id: Option<Id>,
    pub regions: Vec<Region>,
    pub updated_at: Time,
    /// Name of the user
    pub updated_by: Option<String>,
    /// Two label the picture apart, and this is the caller's own word: no label until a reviewer takes it
    pub apart: bool,
    /// What a model proposes of the picture, or did: then it tells where the label came from
    pub proposal: Option<Proposal>,
}

/// The whole of it: what is left out is taken away.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewAnnotation {
    pub verdict: Option<GoodOrBad>,
    pub class_id: Option<Id>,
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub regions: Vec<Region>,
}

/// A marked place of a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Region {
    /// Chosen by whoever draws; unique within the picture
    #[schema(min_length = 1, max_length = 64)]
    pub id: String,
    pub class_id: Id,
    pub shape: RegionShape,
    /// What is said of it beside its class, by the names that its class asks
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, RegionSaid>)]
    pub attributes: Attributes,
    /// Regions of the picture with the same number belong together
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub group: Option<u32>,
}

/// A tick, a number, a text or one of the choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum RegionSaid {
    Tick(bool),
    Number(f64),
    Text(String),
}

/// In pixels of the picture; the origin is the top left corner of the top left pixel. Angles are degrees, clockwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum RegionShape {
    Box {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
    },
    Polygon {
        #[schema(value_type = Vec<Vec<f32>>)]
        points: Vec<[f32; 2]>,
    },
    Brush {
        rle: RunLengths,
    },
    /// A box turned around its centre; `w` runs along the angle
    Rotated {
        cx: f32,
        cy: f32,
        w: f32,
        h: f32,
        angle: f32,
    },
    /// `rx` runs along the angle
    Ellipse {
        cx: f32,
        cy: f32,
        rx: f32,
        ry: f32,
        angle: f32,
    },
    /// A line as broad as it says, with round ends
    Line {
        #[schema(value_type = Vec<Vec<f32>>)]
        points: Vec<[f32; 2]>,
        width: f32,
    },
    /// Places without an extent
    Points {
        #[schema(value_type = Vec<Vec<f32>>)]
        points: Vec<[f32; 2]>,
    },
    /// Four corners from the text's top left on, as a clock goes, and what stands there; empty where nobody can read it
    Text {
        #[schema(value_type = Vec<Vec<f32>>, min_items = 4, max_items = 4)]
        points: [[f32; 2]; 4],
        #[schema(max_length = 1000)]
        text: String,
    },
}

/// A mask, row by row: lengths of runs, in turn outside and inside, the first outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunLengths {
    pub width: u32,
    pub height: u32,
    pub counts: Vec<u32>,
}

impl From<RegionShape> for Mark {
    fn from(shape: RegionShape) -> Mark {
        match shape {
            RegionShape::Box { x, y, w, h } => Mark::Box { x, y, w, h },
            RegionShape::Polygon { points } => Mark::Polygon { points },
            RegionShape::Brush { rle: RunLengths { width, height, counts } } => {
                Mark::Brush { rle: Runs { width, height, counts } }
            }
            RegionShape::Rotated { cx, cy, w, h, angle } => Mark::Rotated { cx, cy, w, h, angle },
            RegionShape::Ellipse { cx, cy, rx, ry, angle } => Mark::Ellipse { cx, cy, rx, ry, angle },
            RegionShape::Line { points, width } => Mark::Line { points, width },
            RegionShape::Points { points } => Mark::Points { points },
            RegionShape::Text { points, text } => Mark::Text { points, text },
        }
    }
}

impl From<Mark> for RegionShape {
    fn from(mark: Mark) -> RegionShape {
        match mark {
            Mark::Box { x, y, w, h } => RegionShape::Box { x, y, w, h },
            Mark::Polygon { points } => RegionShape::Polygon { points },
            Mark::Brush { rle: Runs { width, height, counts } } => {
                RegionShape::Brush { rle: RunLengths { width, height, counts } }
            }
            Mark::Rotated { cx, cy, w, h, angle } => RegionShape::Rotated { cx, cy, w, h, angle },
            Mark::Ellipse { cx, cy, rx, ry, angle } => RegionShape::Ellipse { cx, cy, rx, ry, angle },
            Mark::Line { points, width } => RegionShape::Line { points, width },
            Mark::Points { points } => RegionShape::Points { points },
            Mark::Text { points, text } => RegionShape::Text { points, text },
        }
    }
}

/// One answer for many pictures.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct BulkAnnotation {
    /// These pictures, or `found`
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub ids: Vec<Id>,
    /// All that are found so
    #[serde(default)]
    pub found: Option<PicturesWanted>,
    /// `good` takes marked regions away, null takes away all that was said
    pub verdict: Option<GoodOrBad>,
    pub class_id: Option<Id>,
}
