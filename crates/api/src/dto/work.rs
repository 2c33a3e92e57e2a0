//! Files of a job's work folder.

use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    File,
    Folder,
    /// Shown, never followed
    Link,
    /// A pipe, a socket or a device
    Other,
}

/// Something in a job's work folder.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkFile {
    /// The way from the work folder. Bytes that are no UTF-8 stand as `\xff`
    pub path: String,
    pub name: String,
    pub kind: WorkKind,
    pub bytes: u64,
    pub changed_at: Time,
    pub executable: bool,
    /// Another one as soon as it is written anew; to be given as If-Match
    pub etag: String,
    /// Of a link: what it says
    pub target: Option<String>,
}

/// A part of a folder, and the folder itself.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkFiles {
    pub path: String,
    /// Where the job itself sees the work folder
    pub seen_as: String,
    pub items: Vec<WorkFile>,
    /// Give it as `cursor` for what follows; null at the end
    pub next: Option<String>,
    pub total: u64,
}

/// A part of a file as text.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkText {
    pub path: String,
    pub text: String,
    /// First byte that is shown
    pub from: u64,
    /// Behind the last; give it as `from` for what follows. Null at the end
    pub next: Option<u64>,
    /// Of the whole file
    pub bytes: u64,
    pub etag: String,
    /// It is no text: nothing is shown
    pub binary: bool,
    /// It is the whole file, and what is written back is what was there
    pub editable: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewWorkFolder {
    #[schema(max_length = 4000)]
    pub path: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkMove {
    pub from: String,
    #[schema(max_length = 4000)]
    pub to: String,
}

/// A file that is to come.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewWorkUpload {
    #[schema(max_length = 4000)]
    pub path: String,
    pub bytes: u64,
    /// What has the name already goes
    #[serde(default)]
    pub replace: bool,
    /// By which you know the file again, such as the time of its last change: the same upload goes on where it was cut
    #[serde(default)]
    #[schema(max_length = 200)]
    pub mark: String,
}

/// A file that comes in parts.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WorkUpload {
    pub id: Id,
    pub path: String,
    pub bytes: u64,
    /// Bytes that are there: the next part begins here
    pub received: u64,
    /// Once all of it has come
    pub file: Option<WorkFile>,
}
