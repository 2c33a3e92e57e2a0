use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    pub name: String,
    pub name_key: String,
    pub nickname: String,
    pub phone: String,
    pub mail: String,
    pub note: String,
    pub language: String,
    pub state: String,
    pub built_in: bool,
    pub must_change_password: bool,
    pub password_hash: String,
    pub created_at: Moment,
    pub last_login_at: Moment,
    pub revision: i64,
    pub search: String,
    pub signs: String,
    pub number: i64,
    pub virtual_cluster_id: Option<Id>,
    pub longest_run_ms: Option<i64>,
    pub job_mail: String,
    pub data_quota_bytes: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
