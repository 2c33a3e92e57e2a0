use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    pub project_id: Id,
    pub number: i32,
    pub note: String,
    pub pictures: i64,
    pub labelled: i64,
    pub held_back: i64,
    pub classes: String,
    pub created_by: Option<Id>,
    pub created_at: Moment,
    pub tags: String,
    pub revision: i64,
    pub published_at: Option<Moment>,
    pub published_by: Option<Id>,
    pub bytes: i64,
    pub validation: i64,
    pub split: Option<String>,
    /// Tasks that its labels can teach.
    pub tasks: String,
    /// The project's, when it was made.
    pub scene: String,
    /// By what ways its pictures came.
    pub origins: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
