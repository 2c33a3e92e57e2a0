//! What a model says of a picture beside a verdict: components of a board, texts, a bead of glue. As `fovea predict --json` has it.

use crate::dto::{FoundRegion, Milliseconds, OkOrNg, ScoredBox};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Whatever of them a prediction has.
#[derive(Debug, Default, Deserialize)]
pub struct Particulars {
    #[serde(default)]
    pub components: BTreeMap<String, ComponentResult>,
    #[serde(default)]
    pub texts: Vec<ReadText>,
    #[serde(default)]
    pub bead: Option<Bead>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComponentState {
    Ok,
    Missing,
    Wrong,
    Reversed,
    Shifted,
}

/// What is told of one component.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ComponentResult {
    pub state: ComponentState,
    /// 0 (surely sound) to 1 (surely not)
    pub score: f64,
    /// Off its place in pixels of the picture that was taught
    pub dx: f64,
    pub dy: f64,
    /// Turned by so many degrees, clockwise
    pub angle: f64,
}

/// A line of text.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReadText {
    pub text: String,
    /// How sure the least sure of its signs is
    pub score: f64,
    /// Corners in pixels, from the text's top left on as a clock goes
    #[schema(value_type = Vec<Vec<f32>>)]
    pub quad: [[f64; 2]; 4],
    pub chars: Vec<ReadChar>,
    /// Of a model with rules
    #[serde(default)]
    pub checks: Vec<TextCheck>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReadChar {
    pub char: String,
    pub score: f64,
    /// About its middle, in pixels; records of before have none
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<f32>>)]
    pub place: Option<[f64; 2]>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TextCheck {
    /// `pattern`, `gs1`, `imei`, `mod10`, `mod11`, `mod37`, `date` or `equals`
    pub check: String,
    pub ok: bool,
    /// Why it does not hold
    #[serde(default)]
    pub fault: Option<TextFault>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TextFault {
    pub kind: String,
    /// Of a check sign or a text: what would have to stand there
    #[serde(default)]
    pub expected: Option<String>,
}

/// What is read in a project.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TextPlan {
    /// The picture that it was drawn on
    pub picture_id: Id,
    /// Boxes of left, top, width, height in pixels that hold a line each; without any, lines are looked for
    #[serde(default)]
    #[schema(value_type = Vec<Vec<f32>>)]
    pub regions: Vec<[f32; 4]>,
    /// Lines that are bent along a circle
    #[serde(default)]
    pub arcs: Vec<TextArc>,
    /// Regular expression that a text must fit as a whole
    #[serde(default)]
    pub pattern: Option<String>,
    /// The only signs that can stand there, such as `0-9A-Z/`
    #[serde(default)]
    pub alphabet: Option<String>,
    /// `gs1`, `imei`, `mod10`, `mod11`, `mod37`, `date:YYYY-MM-DD` or `date:FORMAT:FROM..TO` with days such as `2026-05-31`, `today`
    /// or `today-30`, one of which may be left out
    #[serde(default)]
    pub checks: Vec<String>,
    /// The text that must stand there, where none is told with a picture
    #[serde(default)]
    pub expected: Option<String>,
    /// Ways that a line may be turned, in degrees (0, 90, 180, 270), the usual one first; empty: 0 and 180
    #[serde(default)]
    pub turns: Vec<u16>,
    /// Ways to look at what cannot be read surely
    #[serde(default)]
    pub tries: Vec<TextTry>,
}

/// A line of text that is bent along a circle: three points on its middle, and how high it is, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TextArc {
    /// Where it begins, as it is read: x and y
    #[schema(value_type = Vec<f32>)]
    pub start: [f32; 2],
    /// Anywhere between
    #[schema(value_type = Vec<f32>)]
    pub middle: [f32; 2],
    #[schema(value_type = Vec<f32>)]
    pub end: [f32; 2],
    pub height: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextTry {
    /// Light print on a dark ground
    Inverted,
    /// Faint print
    Stretched,
    /// Grain, dots
    Soft,
    /// Dot matrix
    Dots,
    /// Engraved, in light from a side
    Engraved,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DrawnTextPlan {
    /// Null: nobody said it yet
    pub plan: Option<TextPlan>,
    pub updated_at: Option<Time>,
    /// Name of the user
    pub updated_by: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub struct GoldenPicture {
    pub picture_id: Id,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ChosenGolden {
    /// Null: nobody chose one yet
    pub picture_id: Option<Id>,
    pub updated_at: Option<Time>,
    /// Name of the user
    pub updated_by: Option<String>,
}

/// A text of a judged picture of which is known what stands there.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct JudgedText {
    pub wanted: String,
    /// Empty: nothing was read
    pub read: String,
    /// How sure the least sure of its signs is
    pub score: f64,
    pub right: bool,
}

/// Measures of a bead of glue; places along it are in mm from the start of its path.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Bead {
    /// Length of the wanted path, and of the bead along it
    pub path_mm: f64,
    pub length_mm: f64,
    pub area_mm2: f64,
    pub volume_mm3: f64,
    pub width_mm: BeadWidth,
    /// Where its middle is farthest from the path, to the right
    pub offset_max_mm: Option<f64>,
    pub offset_at_mm: Option<f64>,
    /// How much later than its path it begins, and earlier it ends; null: of a closed path
    pub start_mm: Option<f64>,
    pub end_mm: Option<f64>,
    pub breaks: Vec<BeadBreak>,
    pub overflow: Vec<BeadOverflow>,
    pub bubbles: Vec<BeadBubble>,
    /// Limits that are broken, the worst first
    pub reasons: Vec<BeadReason>,
    /// Least and largest width that are allowed
    #[schema(value_type = Option<Vec<f64>>)]
    pub limits_mm: Option<[f64; 2]>,
    /// Where its path lies in the picture: points in pixels at even distances
    #[serde(default)]
    #[schema(value_type = Vec<Vec<f32>>)]
    pub path: Vec<[f64; 2]>,
    pub mm_per_px: Option<f64>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BeadWidth {
    pub min: Option<f64>,
    pub mean: Option<f64>,
    pub max: Option<f64>,
    pub min_at_mm: Option<f64>,
    pub max_at_mm: Option<f64>,
    /// From one value of the profile to the next
    pub step_mm: f64,
    /// From the start of the path on; null: no bead, or its end is near. Empty in lists
    pub profile: Vec<Option<f64>>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BeadBreak {
    pub from_mm: f64,
    pub to_mm: f64,
    pub length_mm: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BeadSide {
    Left,
    Right,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BeadOverflow {
    pub from_mm: f64,
    pub to_mm: f64,
    pub side: BeadSide,
    pub area_mm2: f64,
    pub reach_mm: f64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BeadBubble {
    pub at_mm: f64,
    pub across_mm: f64,
    pub area_mm2: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BeadRule {
    Break,
    Overflow,
    Narrow,
    Wide,
    Offset,
    Bubble,
    Start,
    End,
    Length,
    Volume,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BeadReason {
    pub rule: BeadRule,
    pub value: f64,
    pub limit: f64,
    /// `mm`, `mm2` or `mm3`
    pub unit: String,
    pub from_mm: f64,
    pub to_mm: f64,
    /// In pixels of the picture
    #[schema(value_type = Vec<f32>)]
    pub place: [f64; 2],
}

/// The measures of a bead that a table has.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BeadSummary {
    pub path_mm: f64,
    pub length_mm: f64,
    pub width_min_mm: Option<f64>,
    pub width_mean_mm: Option<f64>,
    pub width_max_mm: Option<f64>,
    pub offset_max_mm: Option<f64>,
    pub breaks: u64,
    /// Limits that are broken, each once, the worst first
    pub reasons: Vec<BeadRule>,
}

/// A component of a judged board.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct JudgedComponent {
    pub name: String,
    /// As the model told at the threshold of the training
    pub state: ComponentState,
    pub score: f64,
    /// Null: nobody can say
    pub truth: Option<ComponentState>,
}

/// Where the components of a board lie.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BoardLayout {
    /// The picture of a good board that they were drawn on
    pub picture_id: Id,
    pub components: Vec<PlacedComponent>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PlacedComponent {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Left, top, width, height in pixels
    #[schema(value_type = Vec<f32>)]
    pub bbox: [f32; 4],
    /// Whether it may as well lie turned by half a turn, as a resistor does; it is then never told to be reversed
    #[serde(default)]
    pub either_way: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DrawnBoardLayout {
    /// Null: nobody drew one yet
    pub layout: Option<BoardLayout>,
    pub updated_at: Option<Time>,
    /// Name of the user
    pub updated_by: Option<String>,
}

/// The board that a model knows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ModelBoard {
    pub width: u32,
    pub height: u32,
    pub components: Vec<PlacedComponent>,
}

/// All that a model says of one of the pictures that it was judged on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JudgedPicture {
    pub index: u64,
    pub width: u32,
    pub height: u32,
    /// At the threshold of the training, as is the rest
    pub verdict: OkOrNg,
    pub score: f64,
    pub class: Option<String>,
    pub regions: Vec<FoundRegion>,
    pub ms: Milliseconds,
    /// Of a model that tells boxes: what people marked
    pub marked: Vec<ScoredBox>,
    pub components: BTreeMap<String, ComponentResult>,
    pub texts: Vec<ReadText>,
    /// What truly stands there, where it is known
    pub written: Vec<String>,
    pub bead: Option<Bead>,
}

/// Where the bead of a project belongs.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BeadPlan {
    /// The picture that it was drawn on
    pub picture_id: Id,
    /// The middle of the bead in pixels of that picture
    #[schema(value_type = Vec<Vec<f64>>)]
    pub path: Vec<[f64; 2]>,
    /// Whether the last point joins the first
    pub closed: bool,
    pub width_mm: f64,
    /// How far an edge may lie beside its place; beyond is overflow
    pub tolerance_mm: f64,
    pub mm_per_px: f64,
    /// Whether the part may lie shifted or turned, and is looked for in each picture
    pub locate: bool,
    #[serde(default)]
    pub limits: BeadLimits,
    /// Tells bead from ground by light or colour alone; null: good pictures teach that
    #[serde(default)]
    pub threshold: Option<BeadThreshold>,
}

/// From what value on and up to which a place is bead.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub struct BeadThreshold {
    pub of: BeadTone,
    #[schema(minimum = -255, maximum = 255)]
    pub least: f64,
    #[schema(minimum = -255, maximum = 255)]
    pub most: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BeadTone {
    /// Brightness, 0 to 255
    Light,
    /// Red less green
    RedGreen,
    /// Blue less green
    BlueGreen,
}

/// What is allowed; what is left out follows from width and tolerance.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct BeadLimits {
    /// Least and largest width
    #[schema(value_type = Option<Vec<f64>>)]
    pub width_mm: Option<[f64; 2]>,
    /// Largest offset of the middle of the bead from its path
    pub offset_mm: Option<f64>,
    /// Longest break
    pub break_mm: Option<f64>,
    pub overflow_mm2: Option<f64>,
    pub bubble_mm2: Option<f64>,
    /// Shortest and longest bead
    #[schema(value_type = Option<Vec<f64>>)]
    pub length_mm: Option<[f64; 2]>,
}

/// A chessboard in a picture.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SeenChessboard {
    /// Inner corners of a row
    pub columns: u32,
    pub rows: u32,
    pub mm_per_px: f64,
    /// How much its squares differ, as a share
    pub spread: f64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DrawnBeadPlan {
    /// Null: nobody drew one yet
    pub plan: Option<BeadPlan>,
    pub updated_at: Option<Time>,
    /// Name of the user
    pub updated_by: Option<String>,
}
