use crate::dto::{ClusterOfUser, GroupRef, JobNotify, RoleRef};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::ToSchema;

/// Who is logged in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Me {
    pub id: Id,
    pub name: String,
    pub nickname: String,
    pub phone: String,
    pub mail: String,
    /// `zh-CN`, `en`, or empty: as the browser says
    pub language: String,
    /// Their own and those of their groups, each once
    pub roles: Vec<RoleRef>,
    pub groups: Vec<GroupRef>,
    /// All that may be done, by a token no more than its scopes
    pub permissions: Vec<Cow<'static, str>>,
    /// Whether there is a project that everybody may look at
    #[serde(default)]
    pub public_projects: bool,
    /// Projects whose managers they are: there they may hand out and review annotation work
    #[serde(default)]
    pub manages: Vec<Id>,
    pub built_in: bool,
    /// Nothing else can be done before
    pub must_change_password: bool,
    /// Else they come in by somebody else who knows them
    pub has_password: bool,
    pub second_factor: bool,
    pub last_login_at: Option<Time>,
    /// Those that they are in
    pub virtual_clusters: Vec<ClusterOfUser>,
    /// Where they work who say nothing else; null: in none
    pub virtual_cluster_id: Option<Id>,
    /// Of one job, where they have a limit of their own
    pub longest_run_s: Option<u64>,
    /// Projects that they made, whose jobs they may see and stop
    pub projects_made: Vec<Id>,
    /// When they get mail as jobs of theirs end
    pub job_mail: JobNotify,
}

/// What is left out stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountChange {
    #[schema(max_length = 32)]
    pub nickname: Option<String>,
    #[schema(max_length = 32)]
    pub phone: Option<String>,
    #[schema(max_length = 254)]
    pub mail: Option<String>,
    pub language: Option<String>,
    /// Where you work who say nothing else: one that you are in; null: the server chooses
    #[serde(default, deserialize_with = "super::said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Id>)]
    pub virtual_cluster_id: Option<Option<Id>>,
    /// When you get mail as jobs of yours end
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_mail: Option<JobNotify>,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct NewOwnPassword {
    pub current: String,
    #[schema(min_length = 8, max_length = 128)]
    pub new: String,
    /// Left out: yes
    pub end_tokens: Option<bool>,
}

/// That it is really you.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct Confirmation {
    pub password: String,
}

/// Whom to ask for rights.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contacts {
    pub items: Vec<Contact>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Contact {
    pub name: String,
    pub nickname: String,
    pub phone: String,
    pub mail: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SecondFactor {
    pub on: bool,
    pub recovery_codes_left: u32,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct BegunFactor {
    /// In base 32, to be typed
    pub secret: String,
    /// The same as a URL, to be scanned
    pub url: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct FactorCode {
    /// Six digits
    pub code: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodes {
    /// Each works once in place of a code
    pub recovery_codes: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Session {
    pub id: Id,
    #[schema(example = "Firefox on Linux")]
    pub device: String,
    pub address: String,
    pub created_at: Time,
    pub last_seen_at: Time,
    pub expires_at: Time,
    /// The one that asks
    pub current: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Invited {
    pub name: String,
    pub nickname: String,
    /// Of somebody who was in already: a new password, and then the usual way in
    pub reset: bool,
    pub expires_at: Time,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct AcceptedInvitation {
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
    #[schema(max_length = 32)]
    pub nickname: Option<String>,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct Registration {
    #[schema(min_length = 2, max_length = 32)]
    pub name: String,
    #[serde(default)]
    pub nickname: String,
    #[serde(default)]
    pub mail: String,
    #[serde(default)]
    pub phone: String,
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
}

/// Wait until you are let in.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct Registered {}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct NewDevice {
    /// What asks, as the user will read it
    #[serde(default)]
    #[schema(max_length = 64)]
    pub name: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct BegunDevice {
    /// For the program alone
    pub device_code: String,
    #[schema(example = "ABCD-EFGH")]
    pub user_code: String,
    /// Behind the address of this server
    pub verify_url: String,
    /// Ask no more often than this
    pub interval_s: u64,
    pub expires_in_s: u64,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct DeviceCode {
    pub device_code: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct UserCode {
    pub user_code: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct DeviceToken {
    /// Told only this once
    pub secret: String,
    /// To make it void later: `DELETE /tokens/{id}`
    pub token_id: Id,
    /// Of the user
    pub name: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WaitingDevice {
    pub name: String,
    pub address: String,
    pub created_at: Time,
    pub expires_at: Time,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Setup {
    /// There is no administrator yet; the server printed the link that creates one.
    pub needed: bool,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct SetupUse {
    /// From the link that the server printed
    pub token: String,
    #[schema(min_length = 2, max_length = 32)]
    pub name: String,
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct Login {
    pub name: String,
    pub password: String,
    /// Of the second factor, once it was asked for
    pub code: Option<String>,
}

/// A key for programs.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Token {
    pub id: Id,
    pub name: String,
    pub created_at: Time,
    pub last_used_at: Option<Time>,
    /// Null: never
    pub expires_at: Option<Time>,
    /// Null: all that the owner may
    pub scopes: Option<Vec<String>>,
    /// The only project that is there for it
    pub project_id: Option<Id>,
    pub project_name: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewToken {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Left out: never
    #[schema(minimum = 1, maximum = 3650)]
    pub expires_days: Option<u32>,
    /// Rights, no more than your own; left out: all of yours
    pub scopes: Option<Vec<String>>,
    /// Bind it to one project
    pub project_id: Option<Id>,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct TokenWithSecret {
    #[serde(flatten)]
    pub token: Token,
    /// Told only this once
    #[schema(example = "fovea_…")]
    pub secret: String,
}
