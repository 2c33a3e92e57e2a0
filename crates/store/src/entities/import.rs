use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    pub project_id: Id,
    pub state: String,
    pub received_bytes: i64,
    pub files: i64,
    pub added: i64,
    pub duplicates: i64,
    pub refused: i64,
    pub labels: i64,
    pub created_by: Option<Id>,
    pub created_at: Moment,
    pub ended_at: Option<Moment>,
    pub virtual_cluster_id: Option<Id>,
    pub reason: Option<String>,
    pub step: String,
    pub heard_at: Option<Moment>,
    pub columns: i64,
    /// How its labels are laid out, where somebody said so.
    pub format: Option<String>,
    /// Pictures of which its label files do not speak are good.
    pub unmentioned_good: bool,
    /// How its labels were laid out, as they were read; `None`: it brought none.
    pub read_format: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
