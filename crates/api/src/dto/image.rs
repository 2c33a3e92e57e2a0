use crate::dto::Reason;
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Images that the command of a job can run in a container of.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Images {
    /// Those that are offered by engine and version, then the others by name
    pub items: Vec<Image>,
    /// Why no job can have one
    pub lacks: Option<Reason>,
}

/// An image that a job may name.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Image {
    #[schema(example = "registry.example.com/team/pytorch:2.8")]
    pub image: String,
    pub group: ImageGroup,
    /// It need not be fetched first
    pub here: bool,
    /// Such as `PyTorch`; null: nobody said what is in it
    pub framework: Option<String>,
    pub version: Option<String>,
    /// Types that it is made for; empty: any, or nobody said
    pub devices: Vec<String>,
    pub description: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImageGroup {
    /// Offered by an administrator
    Preset,
    /// Here, of a registry where you have an account
    Private,
    /// Here otherwise
    Server,
}

/// An image that an administrator offers: an engine of a version.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PresetImage {
    pub id: Id,
    pub image: String,
    pub framework: String,
    pub version: String,
    /// Empty: any
    pub devices: Vec<String>,
    pub description: String,
    pub created_at: Time,
    pub changed_at: Time,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PresetImages {
    /// By engine and version; never more than 200
    pub items: Vec<PresetImage>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewPresetImage {
    /// As a job file names it, with its tag or digest
    #[schema(max_length = 255, example = "registry.example.com/team/pytorch:2.8")]
    pub image: String,
    #[schema(min_length = 1, max_length = 40, example = "PyTorch")]
    pub framework: String,
    #[serde(default)]
    #[schema(max_length = 40, example = "2.8")]
    pub version: String,
    /// Types of devices that it is made for; empty: any
    #[serde(default)]
    #[schema(max_items = 20)]
    pub devices: Vec<String>,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub description: String,
}
