use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    pub kind: String,
    pub project_id: Option<Id>,
    pub name: String,
    pub state: String,
    pub attempt: i32,
    pub losses: i32,
    pub reason: Option<String>,
    pub progress: Option<String>,
    pub spec: String,
    pub owner: Option<Id>,
    pub service_id: Option<Id>,
    pub model_id: Option<Id>,
    pub created_at: Moment,
    pub started_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub virtual_cluster_id: Option<Id>,
    pub device: String,
    pub devices: i64,
    pub priority: i32,
    pub run_since: Option<Moment>,
    pub wanted: Option<i64>,
    pub memory_mib: i64,
    pub preemptible: bool,
    pub limit_ms: Option<i64>,
    pub tags: String,
    pub preemptions: i32,
    pub restarts: i32,
    pub leave_by: Option<Moment>,
    pub deleted_at: Option<Moment>,
    pub nodes: Option<i64>,
    pub cores: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
