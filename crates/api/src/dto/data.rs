use crate::dto::{GoodOrBad, Part, PicturesWanted, Reason};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PictureSource {
    Upload,
    Recheck,
    /// Sent by a machine
    Line,
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
    /// By name
    #[serde(default)]
    pub tags: Vec<String>,
    /// What is known of it beside what it shows, by name: machine, product, part…
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// What the last model that proposed something says: 0 surely good, 1 surely bad
    #[serde(default)]
    pub score: Option<f64>,
    pub added_at: Time,
}

/// A picture that was deleted and can still be brought back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct BinnedPicture {
    pub picture: Picture,
    pub deleted_at: Time,
    /// Name of the user
    pub deleted_by: Option<String>,
    /// When it goes for good
    pub kept_until: Time,
}

/// These, or all of the bin.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct BinChosen {
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub ids: Vec<Id>,
    #[serde(default)]
    pub all: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct OfBin {
    pub changed: u64,
    /// Not brought back: the project has the same picture again
    pub left_out: u64,
}

/// Words to put to pictures, and others to take away.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TagsWanted {
    /// These pictures, or `found`
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub ids: Vec<Id>,
    /// All that are found so
    #[serde(default)]
    pub found: Option<PicturesWanted>,
    #[serde(default)]
    #[schema(max_items = 20)]
    pub add: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 20)]
    pub remove: Vec<String>,
}

/// Words to put to one picture, and others to take away.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct OwnTagsWanted {
    #[serde(default)]
    #[schema(max_items = 20)]
    pub add: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 20)]
    pub remove: Vec<String>,
}

/// All words that a picture has.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct OwnTags {
    pub tags: Vec<String>,
}

/// What the wall can be filtered by beside what every project has.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct FilterChoices {
    pub tags: Vec<TagCount>,
    /// Who said something, most first
    pub people: Vec<PersonCount>,
    /// By name, at most 100
    pub columns: Vec<ColumnChoice>,
}

/// What is known of pictures beside what they show, under one name.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ColumnChoice {
    pub name: String,
    /// How many have it
    pub pictures: u64,
    /// How many values it has
    pub different: u64,
    /// The 50 that most pictures have
    pub values: Vec<TagCount>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TagCount {
    pub name: String,
    pub pictures: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PersonCount {
    pub id: Id,
    pub name: String,
    pub pictures: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EditKind {
    Delete,
    Label,
    Move,
    Tag,
    Class,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClassEdit {
    Change,
    Merge,
    Remove,
}

/// Something that was done to many pictures at once, or to a class.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Edit {
    pub id: Id,
    pub kind: EditKind,
    pub pictures: u64,
    /// Of labels: what was said; null: nothing
    pub verdict: Option<GoodOrBad>,
    /// The class that pictures got, or that was changed, by its name then
    pub class: Option<String>,
    pub part: Option<Part>,
    /// Tags
    pub added: Vec<String>,
    pub removed: Vec<String>,
    pub class_edit: Option<ClassEdit>,
    /// The class that it was merged into, or its new name
    pub into: Option<String>,
    /// Name of the user
    pub made_by: Option<String>,
    pub made_at: Time,
    pub undone_at: Option<Time>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Edits {
    /// The newest first
    pub items: Vec<Edit>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Undone {
    pub changed: u64,
    /// Pictures that were changed again since, that somebody works on, or that are gone
    pub left_out: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NextPicture {
    pub picture: Option<Picture>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PicturesChosen {
    /// These pictures, or `found`
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub ids: Vec<Id>,
    /// All that are found so
    #[serde(default)]
    pub found: Option<PicturesWanted>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Changed {
    /// How many were changed; those that are gone or of another project are not
    pub changed: u64,
    /// By which it can be taken back, where it can
    #[serde(default)]
    pub edit: Option<Id>,
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
    /// Pictures of which tables told other columns than labels
    pub columns: u64,
    pub created_at: Time,
    pub ended_at: Option<Time>,
    /// When it will have run for as long as its virtual cluster and you may; null: no end
    pub ends_by: Option<Time>,
    /// Its job is paused: it takes nothing in until that goes on
    pub paused: bool,
    /// Where it was ended by something else than its own end
    pub reason: Option<Reason>,
}

/// An import in the list of a project's.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PastImport {
    #[serde(flatten)]
    pub import: Import,
    /// Name of the user
    pub created_by: Option<String>,
    /// Where the server took it from; null: somebody sent it
    pub source: Option<ImportedFrom>,
    /// How its labels were laid out, as they were read, such as `coco`; null: it brought none
    #[serde(default)]
    pub format: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportedFrom {
    pub storage: String,
    /// A folder or a file below it; empty: all of it
    pub path: String,
    /// Pictures stayed there and are only linked
    pub linked: bool,
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
