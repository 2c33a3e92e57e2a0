//! How far a task is, and each of its people.

use super::{PieceCounts, find_task};
use crate::{Id, Moment, Result, Store, now, sql};
use fovea_domain::annotating::forecast;
use sea_orm::FromQueryResult;

/// The pace is that of so many last days.
const PACE_MS: Moment = 7 * 86_400_000;

/// `user_id` is `None` for what nobody has.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct PersonProgress {
    pub user_id: Option<Id>,
    pub name: Option<String>,
    pub nickname: Option<String>,
    pub open: i64,
    pub sent_back: i64,
    pub done: i64,
    pub accepted: i64,
    /// Finished once or more
    pub finished: i64,
    /// Of those, sent back once or more
    pub reworked: i64,
    /// Time of work on what was finished
    pub worked_ms: i64,
}

#[derive(Debug, FromQueryResult)]
struct Pace {
    finished: i64,
    since: Option<Moment>,
}

impl Store {
    /// In the order of names, what nobody has last.
    pub async fn people_progress(&self, task: Id) -> Result<Vec<PersonProgress>> {
        find_task(self.reader(), task).await?;
        let query = "SELECT w.user_id, u.name, u.nickname,
                COALESCE(SUM(x.state = 'open'), 0) AS open, COALESCE(SUM(x.state = 'sent_back'), 0) AS sent_back,
                COALESCE(SUM(x.state = 'done'), 0) AS done, COALESCE(SUM(x.state = 'accepted'), 0) AS accepted,
                COALESCE(SUM(x.first_done_at IS NOT NULL), 0) AS finished,
                COALESCE(SUM(x.first_done_at IS NOT NULL AND x.sent_back > 0), 0) AS reworked,
                COALESCE(SUM(CASE WHEN x.first_done_at IS NOT NULL THEN x.worked_ms END), 0) AS worked_ms
            FROM (SELECT user_id FROM annotation_task_people WHERE task_id = ?1
                UNION SELECT user_id FROM annotation_pieces WHERE task_id = ?1) w
            LEFT JOIN (SELECT y.* FROM annotation_pieces y
                JOIN pictures i ON i.id = y.picture_id AND i.deleted_at IS NULL WHERE y.task_id = ?1) x
                ON x.user_id IS w.user_id
            LEFT JOIN users u ON u.id = w.user_id
            GROUP BY w.user_id ORDER BY w.user_id IS NULL, u.name_key";
        sql::all(self.reader(), query, [task.into()]).await
    }

    /// When all of it will be finished, where the pace stays.
    pub async fn forecast_task(&self, task: Id, counts: &PieceCounts) -> Result<Option<Moment>> {
        let at = now();
        // The first of those that count began so long before it was finished as was worked on it.
        let query =
            "SELECT COUNT(*) AS finished, MIN(first_done_at - worked_ms) AS since FROM annotation_pieces
            WHERE task_id = ? AND first_done_at >= ?";
        let pace: Option<Pace> = sql::one(self.reader(), query, [task.into(), (at - PACE_MS).into()]).await?;
        let Some(Pace { finished, since: Some(since) }) = pace else { return Ok(None) };
        let number = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok(forecast(number(counts.open + counts.sent_back), number(finished), since, at))
    }
}
