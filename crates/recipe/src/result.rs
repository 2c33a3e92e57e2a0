use crate::FoundCode;
use crate::document::Otherwise;
use fovea_domain::text::CheckFault;
use fovea_domain::{BBox, Point, Prediction};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a recipe says of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Ok,
    /// A person has to look.
    Recheck,
    Ng,
}

impl Verdict {
    pub const ALL: [Verdict; 3] = [Verdict::Ok, Verdict::Recheck, Verdict::Ng];

    pub fn name(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Recheck => "recheck",
            Verdict::Ng => "ng",
        }
    }
}

impl From<Otherwise> for Verdict {
    fn from(otherwise: Otherwise) -> Verdict {
        match otherwise {
            Otherwise::Ng => Verdict::Ng,
            Otherwise::Recheck => Verdict::Recheck,
        }
    }
}

/// What was measured, or what is allowed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Measured {
    Number(f64),
    Text(String),
    List(Vec<String>),
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Measured::Number(v) => write!(f, "{}", (v * 1e4).round() / 1e4),
            Measured::Text(text) => write!(f, "{text}"),
            Measured::List(all) => write!(f, "{}", all.join(", ")),
        }
    }
}

/// Why a picture is not ok: one thing that does not hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    pub step: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The step and region that it is about, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What it makes of the picture.
    pub verdict: Verdict,
    pub kind: ReasonKind,
    /// What is meant: a class, a field, a check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Measured>,
    /// What is wrong with a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<CheckFault>,
    /// The part of the picture that shows it: x, y, width, height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crop: Option<BBox>,
    /// That part as a file, where files were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crop_file: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// The picture has other sides.
    Size,
    Blurred,
    /// Mean brightness, or the share of black or white pixels.
    Exposure,
    /// It shows another scene than it must.
    OtherScene,
    /// It shows the empty place.
    Empty,
    /// It is the very picture before.
    Repeated,
    /// The part was not found.
    NotFound,
    /// It was found in more than one place.
    Ambiguous,
    /// Marks do not lie to each other as on the reference picture.
    Apart,
    /// A number is below its limit.
    Below,
    /// A number is above its limit.
    Above,
    /// There is no such number.
    NoValue,
    /// A model finds something wrong.
    Defect,
    /// Another class than those that are allowed.
    Class,
    /// Nothing could be read.
    NoText,
    /// What was read is not as it must be.
    Text,
    /// What was read is not sure enough.
    Unsure,
    /// There is no row for the key.
    NoRow,
    /// Two places do not say the same.
    Different,
    /// What must not hold does.
    Holds,
    /// The step could not be done on this picture.
    Failed,
}

impl ReasonKind {
    pub fn words(self) -> &'static str {
        match self {
            ReasonKind::Size => "other size of the picture",
            ReasonKind::Blurred => "not sharp enough",
            ReasonKind::Exposure => "badly exposed",
            ReasonKind::OtherScene => "shows another scene",
            ReasonKind::Empty => "shows the empty place",
            ReasonKind::Repeated => "the same picture as the one before",
            ReasonKind::NotFound => "the part was not found",
            ReasonKind::Ambiguous => "the part was found in more than one place",
            ReasonKind::Apart => "marks do not lie to each other as they must",
            ReasonKind::Below => "too little",
            ReasonKind::Above => "too much",
            ReasonKind::NoValue => "there is no such value",
            ReasonKind::Defect => "the model finds a defect",
            ReasonKind::Class => "another class",
            ReasonKind::NoText => "nothing could be read",
            ReasonKind::Text => "the text is not as it must be",
            ReasonKind::Unsure => "not read surely enough",
            ReasonKind::NoRow => "the key stands in no row of the table",
            ReasonKind::Different => "two places do not say the same",
            ReasonKind::Holds => "what must not hold does",
            ReasonKind::Failed => "the step could not be done",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Done,
    /// It was done, and does not hold: nothing can build on it.
    Refused,
    /// What it builds on is missing.
    Skipped,
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepResult {
    pub id: String,
    pub kind: &'static str,
    pub state: State,
    pub ms: f32,
    #[serde(flatten)]
    pub value: StepValue,
    #[serde(skip)]
    pub reasons: Vec<Reason>,
    /// Where the regions lie that it looked at.
    #[serde(skip)]
    pub areas: BTreeMap<String, BBox>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum StepValue {
    Nothing {},
    Shot {
        shot: ShotValue,
    },
    Place {
        place: PlaceValue,
    },
    /// Corners of each region in the picture.
    Regions {
        regions: BTreeMap<String, Vec<Point>>,
    },
    /// What the model says of each region, in pixels of the picture.
    Found {
        found: BTreeMap<String, Prediction>,
    },
    Codes {
        codes: BTreeMap<String, Vec<FoundCode>>,
    },
    Rules {
        rules: Vec<RuleResult>,
    },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct ShotValue {
    pub width: u32,
    pub height: u32,
    pub sharpness: f32,
    pub mean: f32,
    pub dark: f32,
    pub bright: f32,
    /// With the scene that it must show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<f32>,
    /// With the empty place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<f32>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PlaceValue {
    pub agreement: f32,
    /// Of the next best place.
    pub second: f32,
    /// How far the middle of the template, or of the marks or the scene, lies from where it lies on the reference picture.
    pub dx: f64,
    pub dy: f64,
    /// Degrees, clockwise as one sees the picture; of a part that is seen from aside, as its scale, at that middle.
    pub angle: f64,
    pub scale: f64,
    /// From the reference picture into this one: x' = m0 x + m1 y + m2, y' = m3 x + m4 y + m5. Of a part that is seen from aside
    /// nine numbers: both are divided by m6 x + m7 y + m8.
    pub map: Vec<f64>,
}

/// What came of a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleResult {
    pub name: String,
    /// `null` where what it is about is missing.
    pub holds: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
    #[serde(skip)]
    pub reasons: Vec<Reason>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdicted {
    pub verdict: Verdict,
    pub reasons: Vec<Reason>,
    pub steps: Vec<StepResult>,
}
