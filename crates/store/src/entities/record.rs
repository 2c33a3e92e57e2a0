use crate::{Id, Moment};
use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "records")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id,
    pub project_id: Id,
    pub service_id: Id,
    pub model_id: Id,
    pub serial: Option<String>,
    pub verdict: String,
    pub score: f64,
    pub class: Option<String>,
    pub recheck: String,
    pub recheck_class: Option<Id>,
    pub recheck_by: Option<Id>,
    pub recheck_at: Option<Moment>,
    pub width: i32,
    pub height: i32,
    pub picture: Option<String>,
    pub heat: Option<String>,
    pub picture_id: Option<Id>,
    pub user_id: Option<Id>,
    pub request_key: Option<String>,
    pub prediction: String,
    /// JSON.
    pub recheck_texts: Option<String>,
    /// A recipe left it to a person; the verdict is NG then.
    pub asks: bool,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
