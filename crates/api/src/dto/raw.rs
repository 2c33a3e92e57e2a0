use crate::dto::{OkOrNg, RegionShape, TagCount};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A marked place that a machine told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RawLabel {
    /// Name of a class; the project need not have it yet
    #[schema(min_length = 1, max_length = 60)]
    pub class: String,
    pub shape: RegionShape,
}

/// What a machine says of a picture that it sends.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAbout {
    #[schema(min_length = 1, max_length = 100)]
    pub machine: Option<String>,
    #[schema(max_length = 100)]
    pub product: Option<String>,
    /// Step of the work, or the station that took it
    #[schema(max_length = 100)]
    pub station: Option<String>,
    pub flag: Option<OkOrNg>,
    /// Of the file
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// Left out: when it came
    pub taken_at: Option<Time>,
    /// Of the part
    #[schema(max_length = 200)]
    pub serial: Option<String>,
    /// Of the machine's program, say
    #[schema(max_length = 100)]
    pub version: Option<String>,
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub labels: Vec<RawLabel>,
}

/// The parts of a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only tells the document what a form has")]
pub struct RawForm {
    about: RawAbout,
    #[schema(value_type = String, format = Binary)]
    image: Vec<u8>,
}

/// A picture that a machine of the line sent. Its file is at `/raw_pictures/{id}/file`, a small one at `/raw_pictures/{id}/thumb`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RawPicture {
    pub id: Id,
    pub project_id: Id,
    /// SHA-256 of the file
    pub hash: String,
    pub name: String,
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    pub format: String,
    pub machine: String,
    pub product: Option<String>,
    pub station: Option<String>,
    pub serial: Option<String>,
    pub version: Option<String>,
    pub flag: Option<OkOrNg>,
    pub labels: Vec<RawLabel>,
    pub taken_at: Time,
    pub received_at: Time,
    /// Name of the user whose token it came by
    pub sent_by: Option<String>,
    /// What it became in the project's data; null: it is not in there
    pub picture_id: Option<Id>,
    /// When it goes unless it is taken into the data; null: never
    pub kept_until: Option<Time>,
}

/// Which pictures of the line. What is left out does not matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RawWanted {
    pub machine: Option<String>,
    pub product: Option<String>,
    pub station: Option<String>,
    pub serial: Option<String>,
    pub flag: Option<OkOrNg>,
    /// Taken from this moment on
    pub from: Option<Time>,
    /// Not included
    pub to: Option<Time>,
    /// Whether it is in the project's data
    pub taken: Option<bool>,
}

/// What can be filtered by, most first; of each up to 200.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RawChoices {
    pub machines: Vec<TagCount>,
    pub products: Vec<TagCount>,
    pub stations: Vec<TagCount>,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct RawChosen {
    /// These pictures, or `found`
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub ids: Vec<Id>,
    /// All that are found so
    #[serde(default)]
    pub found: Option<RawWanted>,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct TakeRaw {
    /// These pictures, or `found`
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub ids: Vec<Id>,
    /// All that are found so
    #[serde(default)]
    pub found: Option<RawWanted>,
    /// What a machine called OK becomes good, NG bad
    #[serde(default)]
    pub flags: bool,
}

/// What became of pictures that were taken into the data.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct TakenRaw {
    /// New pictures
    pub added: u64,
    /// Pictures that the project had already
    pub duplicates: u64,
    /// Pictures that got a label
    pub labelled: u64,
    /// Still to be taken: a request takes 10,000
    pub left: u64,
    /// Places that became no label
    pub left_out: Vec<RawLeftOut>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RawLeftOut {
    pub class: String,
    pub why: RawLeftOutWhy,
    pub labels: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawLeftOutWhy {
    /// The project has no such class
    Unknown,
    /// It is the class of good pictures
    Good,
    /// The class has regions of another kind of shape only
    Shape,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeletedRaw {
    pub deleted: u64,
    /// Still to be deleted: a request deletes 10,000
    pub left: u64,
}
