use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "models")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    pub project_id: Id,
    pub job_id: Id,
    pub version_id: Option<Id>,
    pub number: i32,
    pub name: String,
    pub task: String,
    pub stage: String,
    pub note: String,
    pub threshold: f64,
    pub classes: String,
    pub bytes: i64,
    pub summary: Option<String>,
    pub revision: i64,
    pub created_at: Moment,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
