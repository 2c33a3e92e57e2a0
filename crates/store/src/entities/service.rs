use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "services")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    pub project_id: Id,
    pub model_id: Id,
    pub name: String,
    pub keep: String,
    pub job_id: Option<Id>,
    pub again: bool,
    pub created_at: Moment,
    pub deleted_at: Option<Moment>,
    pub virtual_cluster_id: Option<Id>,
    /// Parts of its pictures that do not matter, as JSON; none where all matters.
    pub ignored: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
