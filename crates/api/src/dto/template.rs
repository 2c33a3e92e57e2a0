use super::{ClusterRef, JobParameter};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Who sees a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TemplateScope {
    /// Who made it, alone
    Mine,
    /// The members of a virtual cluster
    Team,
    /// Everybody who may submit jobs
    All,
    /// It comes with the product
    Preset,
}

/// A job file to begin from.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Template {
    pub id: Id,
    /// Of a preset, its key; pages have a name for it
    pub name: String,
    pub description: String,
    pub scope: TemplateScope,
    /// Of a team
    pub virtual_cluster: Option<ClusterRef>,
    /// Name of who made it; null: they are gone, or it is a preset
    pub owner: Option<String>,
    /// What the form asks for
    pub parameters: Vec<JobParameter>,
    /// Whether you may change and delete it
    pub may_change: bool,
    /// Your form begins with it
    pub is_default: bool,
    /// Null: of a preset
    pub created_at: Option<Time>,
    pub changed_at: Option<Time>,
    pub revision: i64,
}

/// A template with its job file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TemplateDetail {
    #[serde(flatten)]
    pub template: Template,
    /// YAML
    pub file: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewTemplate {
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    pub description: String,
    /// `mine`, `team` or `all`
    pub scope: TemplateScope,
    /// Of a team: one that you are in; left out: where you work
    #[serde(default)]
    pub virtual_cluster_id: Option<Id>,
    /// A job file, YAML or JSON
    pub file: String,
}

/// What is left out stays as it is.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct TemplateChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<TemplateScope>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub virtual_cluster_id: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// Which template your form begins with.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DefaultTemplate {
    /// Null: none
    #[schema(required = true)]
    pub template_id: Option<Id>,
}

/// A job of a template.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct TemplateJob {
    /// Values of its parameters by name; those left out have the usual
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}
