use crate::dto::WorkFile;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A place of the server's machine that pictures may be taken from.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct MountedStorage {
    pub name: String,
    /// What you keep there beside your jobs
    pub own: bool,
    /// Whether pictures can be left there and only linked
    pub links: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Storages {
    pub items: Vec<MountedStorage>,
}

/// A part of a folder of a storage.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StorageFiles {
    pub path: String,
    pub items: Vec<WorkFile>,
    /// Give it as `cursor` for what follows; null at the end
    pub next: Option<String>,
    /// Of the folder; a bucket does not tell, so of one it is how many were told so far
    pub total: u64,
}

/// What to take from a storage.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct StorageImport {
    pub storage: String,
    /// A folder or a file below it; empty: all of it
    #[serde(default)]
    pub path: String,
    /// Leave pictures there and only link to them
    #[serde(default)]
    pub link: bool,
    /// How labels are laid out, as of an import that is sent; left out: that is found by what lies there
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Pictures of which label files do not speak are good; else nothing is said of them
    #[serde(default)]
    pub unmentioned_good: bool,
}
