use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "version_pictures")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub version_id: Id,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub picture_id: Id,
    pub hash: String,
    pub name: String,
    pub width: i32,
    pub height: i32,
    pub bytes: i64,
    pub format: String,
    pub source: String,
    pub added_at: Moment,
    pub verdict: Option<String>,
    pub class_id: Option<Id>,
    pub regions: String,
    pub held_back: bool,
    pub validation: bool,
    pub said_class: Option<Id>,
    pub tags: String,
    pub columns: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
