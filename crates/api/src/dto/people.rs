use crate::dto::MailState;
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::ToSchema;

/// A role as it is named beside others.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RoleRef {
    pub id: Id,
    /// Of a preset one
    #[schema(example = "administrator")]
    pub key: Option<String>,
    pub name: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct GroupRef {
    pub id: Id,
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    Active,
    Locked,
    /// Has not used the invitation yet
    Invited,
    /// Registered, not let in yet
    Waiting,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct User {
    pub id: Id,
    pub name: String,
    pub nickname: String,
    pub phone: String,
    pub mail: String,
    pub note: String,
    /// `zh-CN`, `en`, or empty: as the browser says
    pub language: String,
    pub state: UserState,
    /// The first administrator, who stays
    pub built_in: bool,
    pub must_change_password: bool,
    pub second_factor: bool,
    pub last_login_at: Option<Time>,
    pub created_at: Time,
    pub revision: i64,
    /// Of one of their jobs; null: no end but the virtual cluster's
    pub longest_run_s: Option<u64>,
    /// Most bytes of pictures in the projects that they made; null: no limit of their own
    pub data_quota_bytes: Option<u64>,
    /// Their own, without those of their groups
    pub roles: Vec<RoleRef>,
    pub groups: Vec<GroupRef>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct UserDetail {
    #[serde(flatten)]
    pub user: User,
    /// Each right with every way it comes
    pub rights: Vec<ExplainedRight>,
    pub invitation_expires_at: Option<Time>,
    /// Bytes of pictures in the projects that they made, also of those in the bin, without linked ones
    pub data_used_bytes: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ExplainedRight {
    pub name: Cow<'static, str>,
    pub from: Vec<RightFrom>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RightFrom {
    pub role: RoleRef,
    /// Null: a role of the user itself
    pub group: Option<GroupRef>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct NewUser {
    #[schema(min_length = 2, max_length = 32)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 32)]
    pub nickname: String,
    #[serde(default)]
    #[schema(max_length = 32)]
    pub phone: String,
    #[serde(default)]
    #[schema(max_length = 254)]
    pub mail: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub note: String,
    #[serde(default)]
    pub language: String,
    /// At least one of these or of the groups; a dry run may leave it out
    pub role_ids: Option<Vec<Id>>,
    #[serde(default)]
    pub group_ids: Vec<Id>,
    /// Left out: the user gets an invitation. Given: it must be changed at the first login
    pub password: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewUsers {
    #[schema(min_items = 1, max_items = 10)]
    pub users: Vec<NewUser>,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// Told only this once; the page is `/invitation#secret=…`
    pub secret: String,
    pub expires_at: Time,
    /// Null: it was not sent by mail, since none is set up or the user has no address
    pub mail: Option<MailState>,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct MadeUser {
    pub user: User,
    /// Null where a password was given
    pub invitation: Option<Invitation>,
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowProblem {
    /// From 0
    pub index: usize,
    pub field: String,
    pub code: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct BatchAnswer {
    /// Empty: all are good
    pub rows: Vec<RowProblem>,
    /// Empty for a dry run
    pub made: Vec<MadeUser>,
    /// Rows that were read
    pub total: usize,
}

/// What a dry run says of one thing.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct RowsAnswer {
    pub rows: Vec<RowProblem>,
}

/// What is left out stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct UserChange {
    #[schema(min_length = 2, max_length = 32)]
    pub name: Option<String>,
    #[schema(max_length = 32)]
    pub nickname: Option<String>,
    #[schema(max_length = 32)]
    pub phone: Option<String>,
    #[schema(max_length = 254)]
    pub mail: Option<String>,
    #[schema(max_length = 200)]
    pub note: Option<String>,
    pub language: Option<String>,
    /// All of them, in place of those there were
    pub role_ids: Option<Vec<Id>>,
    pub group_ids: Option<Vec<Id>>,
    /// Stop jobs in virtual clusters that they were in by groups alone; else they are told and nothing is changed
    #[serde(default)]
    pub stop_jobs: bool,
    /// Of one of their jobs; null: no end but the virtual cluster's
    #[serde(default, deserialize_with = "super::said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, minimum = 60, maximum = 31536000)]
    pub longest_run_s: Option<Option<u64>>,
    /// Most bytes of pictures in the projects that they made; null: no limit of their own
    #[serde(default, deserialize_with = "super::said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, maximum = 1125899906842624i64)]
    pub data_quota_bytes: Option<Option<u64>>,
    /// Where they work who say nothing else: one that they are in; null: the server chooses
    #[serde(default, deserialize_with = "super::said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Id>)]
    pub virtual_cluster_id: Option<Option<Id>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserActionName {
    Delete,
    Lock,
    /// Also lets in whoever registered and waits
    Unlock,
    AddGroups,
    RemoveGroups,
    AddRoles,
    RemoveRoles,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct UserAction {
    pub action: UserActionName,
    #[schema(min_items = 1, max_items = 200)]
    pub ids: Vec<Id>,
    #[serde(default)]
    pub group_ids: Vec<Id>,
    #[serde(default)]
    pub role_ids: Vec<Id>,
    /// Of `delete`: who gets what they made
    pub transfer_to: Option<Id>,
    /// Of `remove_groups`: stop jobs in virtual clusters that one was in by these groups alone; else they are told (`vc.jobs_run`)
    #[serde(default)]
    pub stop_jobs: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ActionResult {
    pub id: Id,
    pub ok: bool,
    /// Why not
    pub code: Option<Cow<'static, str>>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ActionResults {
    pub results: Vec<ActionResult>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RunningJob {
    pub id: Id,
    pub name: String,
    pub project_id: Option<Id>,
}

/// What hangs on a user.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Belongings {
    /// As long as there are any, the user cannot be deleted
    pub running_jobs: Vec<RunningJob>,
    pub jobs: u64,
    pub projects: u64,
    pub versions: u64,
    pub imports: u64,
    pub tokens: u64,
    pub sessions: u64,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct NewPassword {
    #[schema(min_length = 8, max_length = 128)]
    pub password: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Group {
    pub id: Id,
    pub name: String,
    pub description: String,
    pub created_at: Time,
    pub revision: i64,
    /// How many users
    pub members: u64,
    pub roles: Vec<RoleRef>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewGroup {
    #[schema(min_length = 1, max_length = 32)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub description: String,
    /// At least one; a dry run may leave it out
    pub role_ids: Option<Vec<Id>>,
    #[serde(default)]
    pub user_ids: Vec<Id>,
}

/// What is left out stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct GroupChange {
    #[schema(min_length = 1, max_length = 32)]
    pub name: Option<String>,
    #[schema(max_length = 200)]
    pub description: Option<String>,
    pub role_ids: Option<Vec<Id>>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct MembersChange {
    #[serde(default)]
    pub add: Vec<Id>,
    #[serde(default)]
    pub remove: Vec<Id>,
    /// Stop jobs in virtual clusters that one was in by this group alone; else they are told and nothing is changed
    #[serde(default)]
    pub stop_jobs: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupActionName {
    Delete,
    AddUsers,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct GroupAction {
    pub action: GroupActionName,
    #[schema(min_items = 1, max_items = 200)]
    pub ids: Vec<Id>,
    #[serde(default)]
    pub user_ids: Vec<Id>,
    /// Of `delete`: stop jobs in virtual clusters that members were in by this group alone; else they are told (`vc.jobs_run`)
    #[serde(default)]
    pub stop_jobs: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    Preset,
    Custom,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Role {
    pub id: Id,
    pub key: Option<String>,
    pub kind: RoleKind,
    pub name: String,
    pub description: String,
    pub created_at: Time,
    pub revision: i64,
    /// Who has it, without those who have it through a group
    pub users: u64,
    pub groups: u64,
    /// As ticked; of a preset all that it gives
    pub permissions: Vec<Cow<'static, str>>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewRole {
    #[schema(min_length = 1, max_length = 32)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub description: String,
    /// At least one; a dry run may leave it out
    pub permissions: Option<Vec<String>>,
}

/// What is left out stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleChange {
    #[schema(min_length = 1, max_length = 32)]
    pub name: Option<String>,
    #[schema(max_length = 200)]
    pub description: Option<String>,
    pub permissions: Option<Vec<String>>,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct HoldersChange {
    #[serde(default)]
    pub add_user_ids: Vec<Id>,
    #[serde(default)]
    pub remove_user_ids: Vec<Id>,
    #[serde(default)]
    pub add_group_ids: Vec<Id>,
    #[serde(default)]
    pub remove_group_ids: Vec<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleActionName {
    Delete,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleAction {
    pub action: RoleActionName,
    #[schema(min_items = 1, max_items = 200)]
    pub ids: Vec<Id>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PermissionTree {
    pub modules: Vec<PermissionModule>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PermissionModule {
    pub name: Cow<'static, str>,
    pub rights: Vec<PermissionRight>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PermissionRight {
    pub name: Cow<'static, str>,
    /// Comes with it
    pub implies: Vec<Cow<'static, str>>,
}

/// How many of what.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Console {
    pub users: u64,
    pub groups: u64,
    pub roles: u64,
    pub waiting: u64,
    pub invited: u64,
    pub locked: u64,
}
