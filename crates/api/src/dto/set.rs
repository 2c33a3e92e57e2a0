use crate::dto::{Part, PicturesWanted};
use crate::time::Time;
use fovea_domain::dataset;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SplitBy {
    /// Each picture for itself, by its content
    Random,
    /// Each class gives its share
    Class,
    /// Pictures of a folder stay together
    Folder,
    /// Pictures whose names give the same text stay together
    Pattern,
    /// Pictures of which a column says the same stay together
    Column,
}

/// By what rule pictures are parted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SplitRule {
    pub by: SplitBy,
    /// A regular expression; what its first group finds in the name with its folders, or else all that it finds, tells
    /// what stays together. Only where names decide, or, of what it says, a column
    pub pattern: Option<String>,
    /// Its name, where one decides
    pub column: Option<String>,
    #[schema(minimum = 0, maximum = 0.5)]
    pub validation: f64,
    #[schema(minimum = 0, maximum = 0.5)]
    pub test: f64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SplitWanted {
    pub by: SplitBy,
    #[schema(max_length = 200)]
    pub pattern: Option<String>,
    /// With `by` `column`; with a `pattern` what that finds in the column decides
    #[schema(max_length = 64)]
    #[serde(default)]
    pub column: Option<String>,
    #[schema(minimum = 0, maximum = 0.5)]
    pub validation: f64,
    #[schema(minimum = 0, maximum = 0.5)]
    pub test: f64,
    /// Deals anew, even where the rule stays
    #[serde(default)]
    pub reshuffle: bool,
}

/// How a project's pictures are parted.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Split {
    /// Null: not at all; versions hold back a share then
    pub rule: Option<SplitRule>,
    pub counts: Vec<SplitCount>,
}

/// Pictures of one kind in the parts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SplitCount {
    /// Null: good or not labelled, or bad without a class
    pub class_id: Option<Id>,
    /// Null: not labelled
    pub verdict: Option<crate::dto::GoodOrBad>,
    pub train: u64,
    pub validation: u64,
    pub test: u64,
    /// In no part yet
    pub none: u64,
}

/// What a rule would do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SplitPreview {
    pub counts: Vec<SplitCount>,
    /// Pictures that would go from one part into another
    pub moved: u64,
    /// How many groups stay together; null where each picture is for itself
    pub groups: Option<u64>,
    /// The largest of them
    pub largest: Vec<SplitGroup>,
    /// Pictures in whose names the expression finds nothing, or of which the column says nothing; each is for itself
    pub unmatched: u64,
    /// Names of some of those
    pub unmatched_names: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SplitGroup {
    pub key: String,
    pub pictures: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PartWanted {
    /// These pictures, or `found`
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub ids: Vec<Id>,
    /// All that are found so
    #[serde(default)]
    pub found: Option<PicturesWanted>,
    pub part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatisticsState {
    Running,
    Done,
    Cancelled,
    Failed,
}

/// A part of the data, or none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartFilter {
    Train,
    Validation,
    Test,
    /// In no part yet
    None,
}

impl PartFilter {
    /// As the store has it
    pub(crate) fn word(self) -> Option<String> {
        match self {
            PartFilter::Train => Some(dataset::Part::Train),
            PartFilter::Validation => Some(dataset::Part::Validation),
            PartFilter::Test => Some(dataset::Part::Test),
            PartFilter::None => None,
        }
        .map(|part| part.name().to_string())
    }
}

/// What pictures are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    Size,
    Brightness,
    Sharpness,
    Extent,
    Aspect,
    Place,
    Near,
    Leak,
    Unreadable,
    OutOfReach,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct StatisticsWanted {
    /// Left out: of the project as it is now
    pub version_id: Option<Id>,
}

/// Of a version, or of a project at one moment.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Statistics {
    pub id: Id,
    pub project_id: Id,
    pub version_id: Option<Id>,
    pub state: StatisticsState,
    /// Pictures that were looked at
    pub done: u64,
    pub total: u64,
    pub created_by: Option<String>,
    pub created_at: Time,
    pub ended_at: Option<Time>,
    /// Once it is done
    pub result: Option<StatisticsResult>,
}

/// The last that were worked out, and those that are being worked out.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LastStatistics {
    pub done: Option<Statistics>,
    /// Begun after those; running, or ended without a result
    pub newer: Option<Statistics>,
    /// Something changed since they were worked out
    pub stale: bool,
}

/// All figures. To see the pictures of one, ask for the project's pictures with `statistics`, `facet` and `bin`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StatisticsResult {
    pub pictures: u64,
    pub labelled: u64,
    pub regions: u64,
    pub bytes: u64,
    /// Here, but no whole pictures
    pub unreadable: u64,
    /// Linked pictures that their storage did not have, which are not among those
    #[serde(default)]
    pub out_of_reach: Vec<OutOfReach>,
    pub by_class: Vec<ClassFigures>,
    /// Sizes in pixels; all beyond the 24th are counted together, without a width
    pub sizes: Vec<SizeFigure>,
    /// Mean grey value from 0 to 256, in 24 equal classes
    pub brightness: Vec<u64>,
    /// Variance of the Laplacian at a thousand pixels; class n begins at 0.25 × 2^(n / 1.5)
    pub sharpness: Vec<u64>,
    /// Side of a region's box against the picture's; class n begins at 2^(n / 3) / 256
    pub extent: Vec<u64>,
    /// Width of a region's box against its height; class n begins at 2^(n / 3 - 4)
    pub aspect: Vec<u64>,
    /// How many regions have their middle in each of 32 × 32 cells, row by row
    pub place: Vec<u64>,
    /// The same of single classes
    pub place_by_class: Vec<ClassPlaces>,
    /// Groups of nearly the same picture, the largest first, at most 200
    pub near: Vec<NearGroup>,
    pub near_groups: u64,
    pub near_pictures: u64,
    /// Of the groups, those that are both learnt from and judged by
    pub leaks: u64,
    pub leak_pictures: u64,
    /// Pictures that were not held against the others, since there are too many
    pub near_left_out: u64,
    /// Pictures whose features were known, so that they were also held against those that are alike by them
    #[serde(default)]
    pub near_described: u64,
    /// Pairs that are alike by features and were not looked at closely, since there are too many
    #[serde(default)]
    pub near_unseen: u64,
}

/// Linked pictures that could not be read where they lie.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OutOfReach {
    pub bin: u32,
    pub storage: String,
    /// `link.gone`, `link.changed`, `link.unreadable` or `link.no_storage`
    pub code: String,
    pub pictures: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ClassFigures {
    /// Null: bad, without a class
    pub class_id: Option<Id>,
    pub name: Option<String>,
    pub colour: Option<String>,
    pub good: bool,
    /// Pictures that count as this class
    pub pictures: u64,
    pub train: u64,
    pub validation: u64,
    pub test: u64,
    /// Marked places of this class
    pub regions: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SizeFigure {
    pub bin: u32,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub pictures: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ClassPlaces {
    pub class_id: Id,
    pub place: Vec<u64>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NearGroup {
    pub bin: u32,
    pub pictures: u64,
    pub train: u64,
    pub validation: u64,
    pub test: u64,
    /// Both learnt from and judged by
    pub leak: bool,
    /// Some of them
    pub examples: Vec<Id>,
}
