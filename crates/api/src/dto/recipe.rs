use super::{JobState, Progress, Reason};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Several looks at a picture that make one verdict.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Recipe {
    pub id: Id,
    pub project_id: Id,
    pub name: String,
    /// Counts up with every change of the draft or the name
    pub revision: i64,
    pub versions: u64,
    /// Number of the newest version; null: there is none yet
    pub newest: Option<i64>,
    pub created_at: Time,
    pub changed_at: Time,
    /// Name of the user
    pub changed_by: Option<String>,
}

/// A recipe with what is written of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeDetail {
    #[serde(flatten)]
    pub recipe: Recipe,
    /// As it stands, also where it cannot run; `fovea recipe schema` describes what can
    #[schema(value_type = Object)]
    pub draft: Value,
    /// What keeps it from running, as far as that is seen without its files; null: nothing
    pub fault: Option<RecipeFault>,
    /// Names of files that it may name beside models: pictures that it named before, and what was sent
    pub files: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewRecipe {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// What it begins with; left out: the shot's sharpness alone
    #[schema(value_type = Option<Object>)]
    pub draft: Option<Value>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeChange {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeDraft {
    #[schema(value_type = Object)]
    pub draft: Value,
}

/// What is wrong with a recipe, and where.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecipeFault {
    /// The step's id; null: the recipe as a whole
    pub step: Option<String>,
    /// As a path within the step, such as `rules[2].min`
    pub field: String,
    /// Never renamed
    pub code: String,
    /// What its sentence speaks of
    #[schema(value_type = Object)]
    pub params: Value,
    /// A sentence in English
    pub detail: String,
}

/// A draft to be tried.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewTrial {
    #[schema(value_type = Object)]
    pub draft: Value,
    /// One of the project's; left out: it is only told whether it can run
    pub picture_id: Option<Id>,
    /// Any word: of one desk a newer try ends the one before
    #[schema(min_length = 1, max_length = 64)]
    pub desk: String,
    /// Texts that the recipe asks for
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
}

/// What came of a try.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct TrialResult {
    /// Why it cannot run; null: it can
    pub fault: Option<RecipeFault>,
    /// A newer try of the desk came meanwhile
    pub outdated: bool,
    pub verdict: Option<RecipeVerdict>,
    pub reasons: Vec<RecipeReason>,
    /// Each step as `fovea recipe run --json` tells it
    #[schema(value_type = Vec<Object>)]
    pub steps: Vec<Value>,
    /// Names of the texts that it asks for
    pub asked: Vec<String>,
    /// A text that it asks for and was not given
    pub not_given: Option<String>,
    pub width: u32,
    pub height: u32,
    pub decode_ms: f64,
    pub run_ms: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecipeVerdict {
    Ok,
    /// A person has to look
    Recheck,
    Ng,
}

/// One thing that does not hold.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecipeReason {
    pub step: String,
    #[serde(default)]
    pub rule: Option<String>,
    /// The step that it is about, where that is another
    #[serde(default)]
    pub of: Option<String>,
    #[serde(default)]
    pub region: Option<String>,
    /// What it makes of the picture
    pub verdict: RecipeVerdict,
    /// Never renamed
    pub kind: String,
    /// A class, a field, a check
    #[serde(default)]
    pub what: Option<String>,
    /// A number, a text or a list of texts
    #[serde(default)]
    pub measured: Option<Value>,
    #[serde(default)]
    pub limit: Option<Value>,
    /// What is wrong with a text
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub fault: Option<Value>,
    /// Left, top, width, height in pixels
    #[serde(default)]
    #[schema(value_type = Option<Vec<f32>>)]
    pub crop: Option<[f32; 4]>,
}

/// What a recipe said of a part.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecipeSaid {
    pub name: String,
    pub version: i64,
    pub verdict: RecipeVerdict,
    pub reasons: Vec<RecipeReason>,
    pub steps: Vec<RecipeStepTime>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecipeStepTime {
    pub id: String,
    pub kind: String,
    /// `done`, `refused` or `skipped`
    pub state: String,
    pub ms: f64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewRecipeVersion {
    /// Of the draft that it is made of
    pub revision: i64,
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub note: String,
}

/// A draft that was kept; it never changes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeVersion {
    pub id: Id,
    pub recipe_id: Id,
    pub project_id: Id,
    pub number: i32,
    pub note: String,
    pub created_at: Time,
    /// Name of the user
    pub created_by: Option<String>,
    /// Its package among the project's models, once it was made
    pub model_id: Option<Id>,
    pub model_number: Option<i32>,
    #[schema(value_type = Object)]
    pub document: Value,
}

/// What is another in a recipe.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeDiff {
    /// Steps added, removed or moved, and fields changed
    #[schema(value_type = Vec<Object>)]
    pub changes: Vec<Value>,
}

/// Pictures that a version is tried on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum RecipeData {
    /// The labelled pictures of the project
    Project,
    /// Those of a version of its data
    Version { version_id: Id },
    /// Kept pictures of verdicts, the newest first; what a person said counts as the truth
    Records { service_id: Option<Id> },
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewRecipeRun {
    pub data: RecipeData,
    /// Another version of the recipe, whose verdicts are held against those of this one
    pub other_id: Option<Id>,
    /// Texts that the versions ask for
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
    /// One that you are in; left out: where you work
    pub virtual_cluster_id: Option<Id>,
}

/// A version on many pictures.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeRun {
    /// That of its job
    pub id: Id,
    pub recipe_id: Id,
    pub version_id: Id,
    pub number: i32,
    pub other_id: Option<Id>,
    pub other_number: Option<i32>,
    pub data: RecipeData,
    pub state: JobState,
    pub progress: Option<Progress>,
    pub reason: Option<Reason>,
    pub created_at: Time,
    /// Name of the user
    pub owner: Option<String>,
    /// What came of it, once it is done
    pub summary: Option<RecipeSummary>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeSummary {
    pub pictures: u64,
    /// Pictures that could not be read
    pub unread: u64,
    pub first: RecipeFigures,
    #[serde(default)]
    pub other: Option<RecipeFigures>,
    /// By verdict of the first, then of the other
    #[serde(default)]
    pub changed: Option<BTreeMap<String, BTreeMap<String, u64>>>,
}

/// How good verdicts are. A good picture that is NG is overkill, a bad one that is OK an escape; what a person looks at again
/// is neither.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeFigures {
    /// By truth (`good`, `bad`, `unknown`), then by verdict (`ok`, `recheck`, `ng`)
    pub confusion: BTreeMap<String, BTreeMap<String, u64>>,
    pub overkill: f64,
    pub escape: f64,
    pub overkilled: u64,
    pub escaped: u64,
    pub good: u64,
    pub bad: u64,
    #[schema(value_type = Vec<f64>)]
    pub overkill_interval: (f64, f64),
    #[schema(value_type = Vec<f64>)]
    pub escape_interval: (f64, f64),
    pub rechecked: u64,
    pub mean_ms: f64,
}

/// Which pictures of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecipeRunPart {
    All,
    /// Bad, and OK
    Escapes,
    /// Good, and NG
    Overkill,
    Recheck,
    Ng,
    Ok,
    /// Not by both versions the same
    Changed,
    /// Those that could not be read
    Unread,
}

/// A picture of a run.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeRunPicture {
    /// Of a picture of the project, or of a record
    pub id: Id,
    pub name: String,
    /// What it really is; null: nobody has said
    pub good: Option<bool>,
    pub verdict: Option<RecipeVerdict>,
    #[serde(default)]
    pub reasons: Vec<RecipeReason>,
    /// Why it could not be read
    #[serde(default)]
    pub trouble: Option<String>,
    pub ms: f64,
    #[serde(default)]
    pub other: Option<RecipeRunSide>,
}

/// What the other version says of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeRunSide {
    pub verdict: Option<RecipeVerdict>,
    #[serde(default)]
    pub reasons: Vec<RecipeReason>,
}

/// A file that a recipe may name from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecipeFileName {
    pub name: String,
}
