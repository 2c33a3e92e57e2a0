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
    /// Days that the log and the work folder of a deleted job are kept
    pub job_retention_days: u32,
    pub session_hours: u32,
    /// Pictures of the line that nobody takes into the data go after so many; null: never
    pub raw_picture_days: Option<u32>,
    /// Whose turn it is in the queue of jobs
    pub queue_order: QueueOrder,
    /// Parts of the product, and whether they are there
    pub modules: Vec<ModuleSwitch>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueueOrder {
    /// By priority, where waiting counts
    Priority,
    /// Who used least of late comes first, by the weight of the virtual cluster
    FairShare,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ModuleSwitch {
    #[schema(example = "annotation")]
    pub name: Cow<'static, str>,
    pub on: bool,
}

/// The server that letters go to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MailSettings {
    #[schema(example = "mail.plant.example")]
    pub host: String,
    pub port: u16,
    pub encryption: MailEncryption,
    /// Empty: it asks for none
    pub user: String,
    #[serde(default)]
    pub has_password: bool,
    #[schema(example = "Fovea <fovea@plant.example>")]
    pub sender: String,
    /// Certificates in PEM that are trusted beside those of the system; or empty
    pub ca_pem: String,
    /// Where browsers reach this server: links begin with it
    #[schema(example = "https://fovea.plant.example")]
    pub server_url: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailEncryption {
    Tls,
    StartTls,
    /// Only without a password, or within the machine
    None,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct MailWanted {
    #[schema(min_length = 1, max_length = 253)]
    pub host: String,
    #[schema(minimum = 1)]
    pub port: u16,
    pub encryption: MailEncryption,
    #[serde(default)]
    #[schema(max_length = 254)]
    pub user: String,
    /// Left out: as it was; empty: none
    pub password: Option<String>,
    #[schema(min_length = 1, max_length = 254)]
    pub sender: String,
    #[serde(default)]
    pub ca_pem: String,
    pub server_url: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct MailSetUp {
    /// Null: no mail is sent
    pub mail: Option<MailSettings>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct MailTest {
    /// Address that the test goes to
    pub to: String,
}

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// The mail server has taken it
    Sent,
    Failed,
    /// It goes out behind this answer; the audit says how it went
    Queued,
}

/// What is left out stays.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct SettingsChange {
    #[schema(min_length = 1, max_length = 40)]
    pub product_name: Option<String>,
    pub self_registration: Option<bool>,
    /// Null: for ever
    #[serde(default, deserialize_with = "said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 36500)]
    pub audit_retention_days: Option<Option<u32>>,
    #[schema(minimum = 1, maximum = 8760)]
    #[schema(minimum = 1, maximum = 3650)]
    pub job_retention_days: Option<u32>,
    pub session_hours: Option<u32>,
    /// Null: for ever
    #[serde(default, deserialize_with = "said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 36500)]
    pub raw_picture_days: Option<Option<u32>>,
    pub queue_order: Option<QueueOrder>,
    /// Names of the modules that are not to be there; all others are
    pub modules_off: Option<Vec<String>>,
}

/// Tells null from left out.
pub(crate) fn said<'de, T, D>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Option::<T>::deserialize(from).map(Some)
}

/// What everybody may know before logging in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Branding {
    pub product_name: String,
    pub self_registration: bool,
    /// Where the logo is, if there is one
    pub logo: Option<String>,
    /// Modules that are not there
    pub modules_off: Vec<Cow<'static, str>>,
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
