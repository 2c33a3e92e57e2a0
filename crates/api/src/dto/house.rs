use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use utoipa::ToSchema;

/// What holds for the whole house.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Settings {
    pub product_name: String,
    pub self_registration: bool,
    /// Null: for ever
    pub audit_retention_days: Option<u32>,
    /// A session unused for so long is over
    pub session_hours: u32,
}

/// What is left out stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SettingsChange {
    #[schema(min_length = 1, max_length = 40)]
    pub product_name: Option<String>,
    pub self_registration: Option<bool>,
    /// Null: for ever
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 36500)]
    pub audit_retention_days: Option<Option<u32>>,
    #[schema(minimum = 1, maximum = 8760)]
    pub session_hours: Option<u32>,
}

/// Tells null from left out.
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::<u32>::deserialize(from).map(Some)
}

/// What everybody may know before logging in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Branding {
    pub product_name: String,
    pub self_registration: bool,
    /// Where the logo is, if there is one
    pub logo: Option<String>,
}

/// Who did what.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditRow {
    pub seq: i64,
    pub at: Time,
    /// Null: nobody who was logged in, or the server itself
    pub actor_id: Option<Id>,
    pub actor_name: String,
    pub from_address: String,
    #[schema(example = "user.change")]
    pub action: String,
    pub object_kind: String,
    pub object_id: Option<String>,
    pub object_name: String,
    pub project_id: Option<Id>,
    #[schema(value_type = Option<Object>)]
    pub before: Option<Value>,
    #[schema(value_type = Option<Object>)]
    pub after: Option<Value>,
    /// `done` or `refused`
    pub result: String,
    pub request_id: Option<String>,
    /// Over this row and the one before it
    pub hash: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditActions {
    pub actions: Vec<Cow<'static, str>>,
}

/// The chain of the audit, looked at as a whole.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditCheck {
    pub rows: i64,
    pub first_seq: Option<i64>,
    pub last_seq: Option<i64>,
    /// The end of the chain; kept elsewhere it shows later, as `expect`, that nothing up to it was changed
    #[schema(example = "1204:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub head: Option<String>,
    /// Up to here rows were removed because the time they are kept was over
    pub removed_to: i64,
    /// The first row that is wrong
    pub broken: Option<BrokenRow>,
    /// What became of the head that was given: `held`, `broken`, or `forgotten` where later rows were removed
    /// because their time was over
    pub expected: Option<Cow<'static, str>>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct BrokenRow {
    pub seq: i64,
    /// `changed` or `missing`
    pub what: Cow<'static, str>,
}
