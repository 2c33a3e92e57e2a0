use super::{ClassAttribute, ShapeKind};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who sees a label set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelSetScope {
    /// Who made it, alone
    Mine,
    /// Everybody who may read projects
    All,
}

/// Classes of the catalogue, to begin projects with or to add to them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LabelSet {
    pub id: Id,
    pub name: String,
    pub description: String,
    pub scope: LabelSetScope,
    /// Name of who made it; null: they are gone
    pub owner: Option<String>,
    pub class_count: u32,
    /// Whether you may change and delete it
    pub may_change: bool,
    pub created_at: Time,
    pub changed_at: Time,
    pub revision: i64,
}

/// A class without a project.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LabelSetClass {
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    #[schema(pattern = "^#[0-9a-fA-F]{6}$", example = "#e05a47")]
    pub colour: String,
    /// The only kind of shape that its regions have; null: any
    #[serde(default)]
    pub shape: Option<ShapeKind>,
    /// A letter or digit that chooses it; null: the digit of its place
    #[serde(default)]
    #[schema(max_length = 1)]
    pub key: Option<String>,
    /// What is asked of each of its regions
    #[serde(default)]
    #[schema(max_items = 32)]
    pub attributes: Vec<ClassAttribute>,
}

/// A label set with its classes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LabelSetDetail {
    #[serde(flatten)]
    pub set: LabelSet,
    /// What good parts are called; empty: as the project has it
    pub good_name: String,
    pub classes: Vec<LabelSetClass>,
}

/// A label set as a file, which `POST /label_sets` takes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LabelSetFile {
    pub name: String,
    pub description: String,
    pub good_name: String,
    pub classes: Vec<LabelSetClass>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewLabelSet {
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    pub description: String,
    /// Left out: `mine`
    #[serde(default)]
    pub scope: Option<LabelSetScope>,
    /// What good parts are called; empty: as the project has it
    #[serde(default)]
    #[schema(max_length = 60)]
    pub good_name: String,
    #[schema(min_items = 1, max_items = 500)]
    pub classes: Vec<LabelSetClass>,
}

/// The classes of a project, kept.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct KeptLabelSet {
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    pub description: String,
    /// Left out: `mine`
    #[serde(default)]
    pub scope: Option<LabelSetScope>,
}

/// What is left out stays as it is.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct LabelSetChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<LabelSetScope>,
}

/// What becomes of one class of a set in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelSetStepKind {
    /// The project has none of that name
    New,
    /// It has that very class
    Same,
    /// It has one of that name with something else about it
    Differs,
    /// It is what good parts are called there, which stays as it is
    Good,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelSetField {
    Colour,
    Shape,
    Key,
    Attributes,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LabelSetStep {
    pub what: LabelSetStepKind,
    /// What would become another; empty unless they differ
    pub fields: Vec<LabelSetField>,
    /// As it is then; of one that differs only where it is to become so
    pub class: LabelSetClass,
}

/// What becomes of a project's classes where those of a set are added.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LabelSetJoin {
    /// In the order of the set
    pub steps: Vec<LabelSetStep>,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct JoinWanted {
    /// Classes that differ become as the set has them; else they stay
    #[serde(default)]
    pub update: bool,
}
