//! The steps that bring a database from any released form to today's, one file a step. A step that was
//! released is never changed: what it got wrong, a later one mends.

mod m0001_accounts;
mod m0002_data;
mod m0003_work;
mod m0004_people;
mod m0005_audit;
mod m0006_heat;
mod m0007_identity;
mod m0008_user_signs;
mod m0009_virtual_clusters;
mod m0010_user_facets;
mod m0011_import_reason;
mod m0012_preset_time;
mod m0015_job_queue;
mod m0016_job_ends;
mod m0017_job_counts;
mod m0018_job_tasks;
mod m0019_closed_nodes;
mod m0020_job_list;
mod m0021_job_templates;
mod m0023_endpoints;
mod m0024_import_jobs;
mod m0025_sharing;
mod m0026_ssh_keys;
mod m0029_idle;
mod m0030_device_use;
mod m0031_shapes;
mod m0032_annotation_tasks;
mod m0033_review_batches;
mod m0036_versions;
mod m0037_statistics;
mod m0040_exports;
mod m0041_program_versions;
mod m0042_recipes;
mod m0043_recipe_runs;
mod m0044_scene_plans;
mod m0045_edits;
mod m0046_tags;
mod m0047_class_set;
mod m0048_proposals;
mod m0049_advice;
mod m0052_registries;
mod m0053_closed_endpoints;
mod m0054_double_labels;
mod m0055_version_tags;
mod m0058_recheck_texts;
mod m0059_deleted_jobs;
mod m0060_raw_pictures;
mod m0061_import_sources;
mod m0062_links;
mod m0063_data_quotas;
mod m0064_columns;
mod m0065_public;
mod m0066_learning_loops;
mod m0069_engine_images;
mod m0070_job_groups;
mod m0071_data_facts;
mod m0072_texts_and_formats;
mod m0073_edited_opinions;
mod m0076_records_asking;
mod m0078_project_managers;
mod m0079_label_sets;
mod m0080_version_tasks;
mod m0081_service_ignored;
mod m0082_read_proposals;

use crate::Id;
use crate::names::{fold, in_order, job_search, job_words, user_search, user_signs};
use crate::versions::told_later;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr, Statement};

pub(crate) struct Migrator;

/// One step: statements that are carried out in order.
struct Step {
    name: &'static str,
    sql: &'static str,
    fill: Option<Fill>,
}

/// What SQL cannot say, between two parts of a step.
#[derive(Clone, Copy)]
struct Fill {
    filling: Filling,
    sql: &'static str,
}

/// What is worked out for the users that there are.
#[derive(Clone, Copy)]
enum Filling {
    /// Keys, and words to search.
    Names,
    /// Single signs and pairs to search.
    Signs,
    /// Keys and words of jobs.
    Jobs,
    /// What versions tell of their labels and of where their pictures came from.
    Versions,
}

const STEPS: &[Step] = &[
    m0001_accounts::STEP,
    m0002_data::STEP,
    m0003_work::STEP,
    m0004_people::STEP,
    m0005_audit::STEP,
    m0006_heat::STEP,
    m0007_identity::STEP,
    m0008_user_signs::STEP,
    m0009_virtual_clusters::STEP,
    m0010_user_facets::STEP,
    m0011_import_reason::STEP,
    m0012_preset_time::STEP,
    m0015_job_queue::STEP,
    m0016_job_ends::STEP,
    m0017_job_counts::STEP,
    m0018_job_tasks::STEP,
    m0019_closed_nodes::STEP,
    m0020_job_list::STEP,
    m0021_job_templates::STEP,
    m0023_endpoints::STEP,
    m0024_import_jobs::STEP,
    m0025_sharing::STEP,
    m0026_ssh_keys::STEP,
    m0029_idle::STEP,
    m0030_device_use::STEP,
    m0031_shapes::STEP,
    m0032_annotation_tasks::STEP,
    m0033_review_batches::STEP,
    m0036_versions::STEP,
    m0037_statistics::STEP,
    m0040_exports::STEP,
    m0041_program_versions::STEP,
    m0042_recipes::STEP,
    m0043_recipe_runs::STEP,
    m0044_scene_plans::STEP,
    m0045_edits::STEP,
    m0046_tags::STEP,
    m0047_class_set::STEP,
    m0048_proposals::STEP,
    m0049_advice::STEP,
    m0052_registries::STEP,
    m0053_closed_endpoints::STEP,
    m0054_double_labels::STEP,
    m0055_version_tags::STEP,
    m0058_recheck_texts::STEP,
    m0059_deleted_jobs::STEP,
    m0060_raw_pictures::STEP,
    m0061_import_sources::STEP,
    m0062_links::STEP,
    m0063_data_quotas::STEP,
    m0064_columns::STEP,
    m0065_public::STEP,
    m0066_learning_loops::STEP,
    m0069_engine_images::STEP,
    m0070_job_groups::STEP,
    m0071_data_facts::STEP,
    m0072_texts_and_formats::STEP,
    m0073_edited_opinions::STEP,
    m0076_records_asking::STEP,
    m0078_project_managers::STEP,
    m0079_label_sets::STEP,
    m0080_version_tasks::STEP,
    m0081_service_ignored::STEP,
    m0082_read_proposals::STEP,
];

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(self.sql).await?;
        if let Some(fill) = self.fill {
            match fill.filling {
                Filling::Names => fill_names(db).await?,
                Filling::Signs => fill_signs(db).await?,
                Filling::Jobs => fill_jobs(db).await?,
                Filling::Versions => fill_versions(db).await?,
            }
            db.execute_unprepared(fill.sql).await?;
        }
        Ok(())
    }
}

async fn fill_names(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let rows =
        db.query_all(Statement::from_string(backend, "SELECT number, name FROM users ORDER BY number"));
    let mut seen = std::collections::HashSet::new();
    for row in rows.await? {
        let (number, name): (i64, String) = (row.try_get("", "number")?, row.try_get("", "name")?);
        let mut key = fold(&name);
        if !seen.insert(key.clone()) {
            // Two names that only differ in what no longer tells names apart: both stay, the later one needs
            // a new name to log in.
            key = format!("{key}#{number}");
        }
        let search = user_search(&name, "", "", "");
        let sql = "UPDATE users SET name_key = ?, search = ? WHERE number = ?";
        let values = [key.into(), search.into(), number.into()];
        db.execute(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}

async fn fill_signs(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let rows = db.query_all(Statement::from_string(backend, "SELECT number, search FROM users"));
    for row in rows.await? {
        let (number, search): (i64, String) = (row.try_get("", "number")?, row.try_get("", "search")?);
        let sql = "UPDATE users SET signs = ? WHERE number = ?";
        let values = [user_signs(&search).into(), number.into()];
        db.execute(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}

async fn fill_jobs(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let mut behind = 0_i64;
    loop {
        let sql = "SELECT l.number, j.name, j.tags FROM job_list l JOIN jobs j ON j.id = l.id
            WHERE l.number > ? ORDER BY l.number LIMIT 10000";
        let rows = db.query_all(Statement::from_sql_and_values(backend, sql, [behind.into()])).await?;
        for row in &rows {
            let (name, tags): (String, String) = (row.try_get("", "name")?, row.try_get("", "tags")?);
            behind = row.try_get("", "number")?;
            let search = job_search(&name, &serde_json::from_str::<Vec<String>>(&tags).unwrap_or_default());
            let sql = "INSERT INTO job_words(rowid, words) VALUES (?, ?)";
            let values = [behind.into(), job_words(&search).into()];
            db.execute(Statement::from_sql_and_values(backend, sql, values)).await?;
            let sql = "UPDATE job_list SET name_key = ?, search = ? WHERE number = ?";
            let values = [in_order(&name).into(), search.into(), behind.into()];
            db.execute(Statement::from_sql_and_values(backend, sql, values)).await?;
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}

async fn fill_versions(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let rows = db.query_all(Statement::from_string(backend, "SELECT id FROM versions ORDER BY id")).await?;
    for row in rows {
        let id: Id = row.try_get("", "id")?;
        let (tasks, origins) = told_later(db, id).await?;
        let sql = "UPDATE versions SET tasks = ?, origins = ? WHERE id = ?";
        let values = [tasks.into(), origins.into(), id.into()];
        db.execute(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        STEPS
            .iter()
            .map(|s| Box::new(Step { name: s.name, sql: s.sql, fill: s.fill }) as Box<dyn MigrationTrait>)
            .collect()
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

#[cfg(test)]
mod tests;
