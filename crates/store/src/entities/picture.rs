use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pictures")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    pub project_id: Id,
    pub hash: String,
    pub name: String,
    pub width: i32,
    pub height: i32,
    pub bytes: i64,
    pub format: String,
    pub source: String,
    pub import_id: Option<Id>,
    pub added_at: Moment,
    pub deleted_at: Option<Moment>,
    pub verdict: Option<String>,
    pub class_id: Option<Id>,
    pub region_count: i32,
    pub revision: i64,
    pub updated_at: Moment,
    pub updated_by: Option<Id>,
    pub split: Option<String>,
    /// Of the newest proposal; kept by triggers.
    pub score: Option<f64>,
    pub linked: bool,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
