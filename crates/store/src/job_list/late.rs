//! Words among the few jobs of some groups. An index holds all that the few are put in order by, but not their words, for which each row is
//! looked up on a page of its own: so they are put in order first, and looked up only until the page is full.

use super::{Found, JobOrder, MOST_WALKED, Part, Sought, place_of, places};
use crate::{PageRequest, Result, Store, sql};

impl Sought {
    /// Whether the groups find the fewest, and words are looked for in those.
    pub(super) fn words_come_late(&self) -> bool {
        let times = self.times.numbered.min(self.times.ended_count);
        let others = self.words.as_ref().map(|words| words.fit.min(times));
        others.is_some_and(|others| self.fit < others) && self.fit <= self.limits.placed
    }
}

impl Store {
    /// Counted as far as a walk is.
    pub(super) async fn jobs_looked_up_late(
        &self,
        sought: &Sought,
        order: JobOrder,
        page: &PageRequest,
    ) -> Result<Found> {
        let (column, way) = (order.sort.column(), order.way());
        let words = sought.worded();
        let mut query = Part::new(
            format!(
                "WITH c AS MATERIALIZED (SELECT l.number AS number, l.id AS id, l.{column} AS place
                FROM job_list l INDEXED BY job_list_by_group WHERE 1"
            ),
            [],
        );
        query.part(&sought.grouped());
        query.part(&sought.timed());
        // Without a limit SQLite leaves an order out that only a statement around it needs.
        let row = "FROM c CROSS JOIN job_list l ON l.number = c.number WHERE 1";
        query.add(&format!(" ORDER BY l.{column} {way}, l.id {way} LIMIT {}) ", i64::MAX), []);
        query.add("SELECT c.id AS id, c.place AS place, ", []);
        match sought.counted {
            Some(total) => query.add(&total.to_string(), []),
            None => {
                query.add(&format!("(SELECT COUNT(*) FROM (SELECT 1 {row}"), []);
                query.part(&words);
                query.add(&format!(" LIMIT {MOST_WALKED}))"), []);
            }
        }
        query.add(&format!(" AS total {row}"), []);
        query.part(&words);
        if let Some(cursor) = &page.cursor {
            query.add(&format!(" AND (c.place, c.id) {} (?, ?)", order.behind()), place_of(cursor));
        }
        query.add(&format!(" LIMIT {}", page.limit + 1), []);
        let rows = sql::rows(self.reader(), query.text, query.values).await?;
        let total = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
        Ok(Found { rows: places(&rows, order)?, total, walked: true })
    }
}
