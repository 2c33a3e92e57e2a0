//! How far a project is, counted in one statement.

use crate::{Id, Moment, Result, Store, StoreError};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

/// Numbers that a project's six steps are judged by.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub struct StepCounts {
    pub pictures: i64,
    pub labelled: i64,
    /// Labelled as bad.
    pub bad: i64,
    pub trainings: i64,
    pub running_training: Option<Id>,
    pub models: i64,
    pub released: i64,
    pub services: i64,
    pub services_running: i64,
    pub records: i64,
    pub records_today: i64,
}

const HOUR_MS: i64 = 3_600_000;

const SQL: &str = "SELECT
coalesce((SELECT pictures FROM data_facts WHERE project_id = ?1), 0) AS pictures,
coalesce((SELECT labelled FROM data_facts WHERE project_id = ?1), 0) AS labelled,
(SELECT count(*) FROM pictures WHERE project_id = ?1 AND deleted_at IS NULL AND verdict = 'bad') AS bad,
(SELECT count(*) FROM jobs WHERE project_id = ?1 AND kind = 'train') AS trainings,
(SELECT id FROM jobs WHERE project_id = ?1 AND kind = 'train' AND state NOT IN ('succeeded', 'failed', 'stopped')
    ORDER BY id DESC LIMIT 1) AS running_training,
(SELECT count(*) FROM models WHERE project_id = ?1) AS models,
(SELECT count(*) FROM models WHERE project_id = ?1 AND stage = 'released') AS released,
(SELECT count(*) FROM services WHERE project_id = ?1 AND deleted_at IS NULL) AS services,
(SELECT count(*) FROM services JOIN jobs ON jobs.id = services.job_id WHERE services.project_id = ?1
    AND services.deleted_at IS NULL AND jobs.state = 'running') AS services_running,
(SELECT coalesce(sum(records), 0) FROM record_hours WHERE project_id = ?1) AS records,
(SELECT coalesce(sum(records), 0) FROM record_hours WHERE project_id = ?1 AND hour >= ?2)
    + (SELECT count(*) FROM records WHERE project_id = ?1 AND id >= ?3 AND id < ?4) AS records_today";

impl Store {
    /// `today` is the moment at which the reader's day began.
    pub async fn step_counts(&self, project: Id, today: Moment) -> Result<StepCounts> {
        // Records are counted by whole hours; where a day begins within one, what is left of it is counted one by one.
        let whole =
            today.div_euclid(HOUR_MS).saturating_add(i64::from(today.rem_euclid(HOUR_MS) > 0)) * HOUR_MS;
        let (first, last) = (Id::first_of(today), Id::first_of(whole));
        let values = [project.into(), whole.into(), first.into(), last.into()];
        let statement = Statement::from_sql_and_values(self.reader().get_database_backend(), SQL, values);
        let row = StepCounts::find_by_statement(statement).one(self.reader()).await?;
        row.ok_or_else(|| StoreError::corrupt("counting gave no row"))
    }
}
