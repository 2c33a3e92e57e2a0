//! What is said of an import.

use crate::pictures::NewPicture;
use crate::{DataFull, Id, QuotaOf};
use fovea_domain::{Extra, Mark};
use sea_orm::FromQueryResult;

#[derive(Debug, Clone)]
pub struct NewRefusal {
    pub name: String,
    pub code: String,
    pub detail: String,
}

impl NewRefusal {
    pub fn full(name: &str, full: DataFull) -> NewRefusal {
        let DataFull { of, used, limit } = full;
        let whose = match of {
            QuotaOf::User => "the owner of the project",
            QuotaOf::Cluster => "the virtual cluster of the project's owner",
        };
        let detail =
            format!("{whose} may keep {limit} bytes of pictures and keeps {used}, so it does not fit");
        NewRefusal { name: name.into(), code: "import.data_quota".into(), detail }
    }
}

/// A folder or file of a storage that the server can read.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ImportSource {
    pub storage: String,
    /// Below it; empty: all of it
    pub path: String,
    /// Pictures stay where they are
    pub linked: bool,
}

/// What somebody says of the labels of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportWish {
    /// How they are laid out; `None`: that is found by what lies there.
    pub format: Option<String>,
    /// Pictures of which they do not speak are good.
    pub unmentioned_good: bool,
}

/// What an import received since it was last told.
#[derive(Debug, Clone, Default)]
pub struct Received {
    pub bytes: u64,
    pub files: u64,
    pub pictures: Vec<NewPicture>,
    pub refusals: Vec<NewRefusal>,
    /// Where it goes on to with this, in the same change
    pub step: Option<ImportStep>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStep {
    /// Files come.
    Receive,
    /// Nothing more comes; its files are read for labels.
    Read,
    /// What was wrong with them was told; labels are put down.
    Label,
}

impl ImportStep {
    /// Never renamed: kept in databases.
    pub fn name(self) -> &'static str {
        match self {
            ImportStep::Receive => "receive",
            ImportStep::Read => "read",
            ImportStep::Label => "label",
        }
    }
}

/// A label that was found in files, with classes by name.
#[derive(Debug, Clone)]
pub struct FoundLabel {
    pub picture: Id,
    pub good: bool,
    pub class: Option<String>,
    pub regions: Vec<FoundRegion>,
}

/// A marked place that was found in files, with the name of its class.
#[derive(Debug, Clone)]
pub struct FoundRegion {
    pub class: String,
    pub shape: Mark,
    pub extra: Extra,
}
