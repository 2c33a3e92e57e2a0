//! The steps that bring a database from any released form to today's, one file a step. A step that was
//! released is never changed: what it got wrong, a later one mends.

mod m0001_accounts;
mod m0002_data;
mod m0003_work;
mod m0006_heat;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr, Statement};

pub(crate) struct Migrator;

/// One step: statements that are carried out in order.
struct Step {
    name: &'static str,
    sql: &'static str,
}

const STEPS: &[Step] = &[m0001_accounts::STEP, m0002_data::STEP, m0003_work::STEP, m0006_heat::STEP];

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.sql).await.map(|_| ())
    }
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        STEPS.iter().map(|s| Box::new(Step { name: s.name, sql: s.sql }) as Box<dyn MigrationTrait>).collect()
    }
}

async fn applied(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let sql = "SELECT version FROM seaql_migrations ORDER BY version";
    let rows = db.query_all(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|r| r.try_get("", "version")).collect()
}

/// Whether exactly the steps of this program were taken.
pub(crate) async fn is_current(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(applied(db).await?.iter().map(String::as_str).eq(STEPS.iter().map(|s| s.name)))
}

/// Whether steps were taken that this program does not know: a newer one wrote the database.
pub(crate) async fn has_unknown(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(applied(db).await?.iter().any(|name| STEPS.iter().all(|s| s.name != name)))
}
