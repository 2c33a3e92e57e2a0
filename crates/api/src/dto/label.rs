use crate::time::Time;
use fovea_domain::{Mark, Runs};
use fovea_store::Id;
use serde::{Deserialize, Serialize};
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
}

/// In pixels of the picture; the origin is the top left corner of the top left pixel.
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
        }
    }
}

/// One answer for many pictures.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct BulkAnnotation {
    #[schema(min_items = 1, max_items = 10000)]
    pub ids: Vec<Id>,
    /// `good` takes marked regions away, null takes away all that was said
    pub verdict: Option<GoodOrBad>,
    pub class_id: Option<Id>,
}
