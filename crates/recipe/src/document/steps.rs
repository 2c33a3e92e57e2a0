use super::Fit;
use fovea_domain::text::TextArc;
use fovea_domain::{BBox, Point};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a step or a rule that does not hold makes of the picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Otherwise {
    /// The part is bad.
    #[default]
    Ng,
    /// A person has to look.
    Recheck,
}

/// Checks the shot itself. There is one, and it is the picture that all else works on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Acquire {
    /// The picture must have these sides, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<[u32; 2]>,
    /// The part of the picture that sharpness and exposure are measured in: x, y, width, height.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<[f32; 4]>)]
    pub part: Option<BBox>,
    /// Least variance of the Laplacian of the brightness (0 to 255).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub sharpness: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<Exposure>,
    /// The picture must show the same scene as this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene: Option<Same>,
    /// The picture must differ from this one, which shows the empty place: it agrees by less than `least`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<Same>,
    /// The picture must not be the very one before it, as from a camera that hangs.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fresh: bool,
    /// What a shot that does not hold makes of the picture.
    #[serde(default = "recheck")]
    pub otherwise: Otherwise,
}

pub(crate) fn recheck() -> Otherwise {
    Otherwise::Recheck
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Exposure {
    /// Least and most mean brightness, 0 to 255.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<[f32; 2]>,
    /// Most share of pixels that are all but black.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1)]
    pub dark: Option<f32>,
    /// Most share of pixels that are all but white.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1)]
    pub bright: Option<f32>,
}

/// Another picture, and how well the one that was taken agrees with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Same {
    /// A file, as a path from that of the recipe.
    pub picture: String,
    /// Agreement from which on they are the same, -1 to 1.
    #[serde(default = "half")]
    #[schema(minimum = -1, maximum = 1)]
    pub least: f32,
}

fn half() -> f32 {
    0.5
}

/// Finds where the part lies, and refuses when that is not sure. Regions are told in pixels of its reference picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Locate {
    /// A step whose picture is searched.
    pub on: String,
    /// The reference picture, as a path from that of the recipe.
    pub picture: String,
    pub by: By,
    /// How free the map is; usually shift, turn and scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<Fit>,
    /// Largest turn either way, in degrees; features are found in any turn and size.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 180)]
    pub turn: f64,
    /// Largest change of size: 0.1 means from 0.9 to 1.1 times as large.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 0.5)]
    pub scale: f64,
    /// Least agreement with the reference picture, -1 to 1.
    #[serde(default = "usual_agreement")]
    #[schema(minimum = -1, maximum = 1)]
    pub least: f32,
    /// How much better it must agree than the next best place.
    #[serde(default = "usual_margin")]
    #[schema(minimum = 0, maximum = 1)]
    pub margin: f32,
    #[serde(default = "recheck")]
    pub otherwise: Otherwise,
}

fn usual_agreement() -> f32 {
    0.7
}

fn usual_margin() -> f32 {
    0.05
}

/// What a part is found by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum By {
    /// A box of the reference picture: x, y, width, height. It is looked for in all of the picture.
    Template(BBox),
    /// A box of the reference picture, known again by its corners: turned by any angle, from half to twice as large.
    Features(BBox),
    /// Boxes around marks of the reference picture, each of which is looked for within some pixels of its place.
    Fiducials(Fiducials),
    /// The reference picture as a whole, which may be shifted by a sixth, turned by 9 degrees, scaled and sheared a little.
    Scene(Scene),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fiducials {
    /// Two or more boxes.
    #[schema(value_type = Vec<[f32; 4]>, min_items = 2, max_items = 16)]
    pub marks: Vec<BBox>,
    /// How far a mark may lie from its place, in pixels.
    #[schema(minimum = 1)]
    pub reach_px: f32,
    /// How far a mark may lie beside where the others say it is, in pixels.
    #[serde(default = "two")]
    #[schema(minimum = 0.1)]
    pub apart_px: f32,
}

fn two() -> f32 {
    2.0
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Scene {}

/// Says where to look: by names and shapes, by a layout file, or where a step before found something. One of the three.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Regions {
    /// A step that located the part (shapes are of its reference picture), acquired the picture (shapes are of the picture), or
    /// looked (with `found`).
    pub on: String,
    /// Shapes by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub regions: BTreeMap<String, Shape>,
    /// A file with boxes by name (`layout.json` as for boards), as a path from that of the recipe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Where the step found something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Found>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// x, y, width, height.
    Box(BBox),
    /// Corners; what is found with its middle outside of them does not count.
    Polygon(Vec<Point>),
    /// A line of text along a circle, which is looked at as if it were straight.
    Arc(TextArc),
}

impl Shape {
    /// Its corners, in the frame that it is told in.
    pub fn outline(&self) -> Vec<Point> {
        match self {
            Shape::Box(b) => vec![[b.x, b.y], [b.x + b.w, b.y], [b.x + b.w, b.y + b.h], [b.x, b.y + b.h]],
            Shape::Polygon(points) => points.clone(),
            Shape::Arc(arc) => arc.outline(),
        }
    }
}

/// Which of what was found become regions, named 1, 2, 3 … in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// Of these classes only; of all where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1)]
    pub score: f32,
    /// Pixels that are added on each side.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub grow_px: f32,
    /// At most so many; more are left out from the least sure on.
    #[serde(default = "thirty_two")]
    #[schema(minimum = 1, maximum = 256)]
    pub most: usize,
}

fn thirty_two() -> usize {
    32
}

/// Lets a model look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// A step with regions, or one that acquired or located: then the whole picture, or the reference picture's frame, is looked at.
    pub on: String,
    /// These regions only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// A model package, as a path from that of the recipe.
    pub model: String,
    /// Of a model that compares: the good picture, as a path from that of the recipe. Of regions its same boxes are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Parts that do not matter, by name, told as regions are: what is found with its middle in one does not count.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ignore: BTreeMap<String, Shape>,
}

/// Reads codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// As of a look.
    pub on: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// These kinds only; all where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<crate::CodeKind>,
}

/// Makes the verdict of the picture.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verdicts {
    /// The steps of rules that count, all of them.
    pub of: Vec<String>,
}
