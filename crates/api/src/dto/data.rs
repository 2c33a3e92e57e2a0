use crate::dto::{GoodOrBad, Part, Reason};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PictureSource {
    Upload,
    Recheck,
}

/// A picture of a project. Its file is at `/pictures/{id}/file`, a small one at `/pictures/{id}/thumb`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Picture {
    pub id: Id,
    pub project_id: Id,
    /// SHA-256 of the file
    pub hash: String,
    pub name: String,
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    pub format: String,
    pub verdict: Option<GoodOrBad>,
    /// Of the whole picture and of its regions, each once
    pub class_ids: Vec<Id>,
    pub labelled: bool,
    /// How many
    pub regions: u32,
    pub source: PictureSource,
    /// Into which part it goes, where the project's pictures are parted
    pub part: Option<Part>,
    pub added_at: Time,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NextPicture {
    pub picture: Option<Picture>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PictureIds {
    #[schema(min_items = 1, max_items = 10000)]
    pub ids: Vec<Id>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Changed {
    /// How many were changed; those that are gone or of another project are not
    pub changed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    Running,
    Done,
    Cancelled,
    Failed,
}

/// Files on their way into a project.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Import {
    pub id: Id,
    pub project_id: Id,
    pub state: ImportState,
    pub received_bytes: u64,
    /// Files seen, also those within archives
    pub files: u64,
    /// New pictures
    pub added: u64,
    /// Pictures that the project had already
    pub duplicates: u64,
    pub refused: u64,
    /// Pictures that got a label
    pub labels: u64,
    pub created_at: Time,
    pub ended_at: Option<Time>,
    /// When it will have run for as long as its virtual cluster and you may; null: no end
    pub ends_by: Option<Time>,
    /// Its job is paused: it takes nothing in until that goes on
    pub paused: bool,
    /// Where it was ended by something else than its own end
    pub reason: Option<Reason>,
}

/// A file that was left out, and why.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Refusal {
    pub name: String,
    pub code: String,
    pub detail: String,
}

/// What became of one uploaded file.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct FileResult {
    pub added: u64,
    pub duplicates: u64,
    /// The first 1,000; `/imports/{id}/refusals` has all
    pub refused: Vec<Refusal>,
}

/// How a large picture is cut to pieces.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Tiles {
    /// Of a piece, in pixels; those at the right and at the bottom may be smaller
    pub side: u32,
    /// From the picture's own size on, each half of the one before, down to one piece
    pub levels: Vec<TileLevel>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TileLevel {
    pub width: u32,
    pub height: u32,
    pub columns: u32,
    pub rows: u32,
    /// Number of its first piece
    pub first: u32,
}
