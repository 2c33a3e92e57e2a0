use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_hours")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub project_id: Id,
    #[sea_orm(primary_key, auto_increment = false)]
    pub service_id: Id,
    #[sea_orm(primary_key, auto_increment = false)]
    pub hour: Moment,
    #[sea_orm(primary_key, auto_increment = false)]
    pub verdict: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub recheck: String,
    pub records: i64,
    /// Of these a recipe left so many to a person.
    pub asks: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
