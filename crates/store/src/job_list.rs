//! The list of jobs. With a million of them each page must come within milliseconds, whatever it is filtered by. Jobs that are
//! alike in owner, project, virtual cluster, kind, state and device are one group with a count; an index knows their words. What
//! finds the fewest decides: few are put in order, and for many an order is walked until the page is full.

mod words;

pub(crate) use words::index_job;

use crate::entities::job;
use crate::names::{short_search, threes};
use crate::{Cursor, Id, Job, Key, Moment, Page, PageRequest, Result, Store, sql};
use sea_orm::{FromQueryResult, QueryResult, Value as Sql};
use words::{ids_that_begin, searched};

/// Jobs found by words or times are counted no further, and those that several conditions leave only so far as they are walked.
const MOST_COUNTED: i64 = 10_000;
const MOST_WALKED: u64 = 200;
/// Of jobs whose id begins with what is searched for.
const MOST_IDS: u64 = 200;
const FOREVER: Moment = i64::MAX;

/// What is `None`, or empty, does not matter.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// Only what this user may see without a right to all: their own, those of projects that they made, and those of virtual
    /// clusters that they administer.
    pub seen_by: Option<Id>,
    pub owner: Option<JobOwner>,
    pub project_id: Option<Id>,
    pub kinds: Vec<String>,
    pub states: Vec<String>,
    pub virtual_cluster: Option<Id>,
    pub device: Option<String>,
    /// In the name or a tag, or the beginning of the id
    pub q: Option<String>,
    pub submitted: Span,
    pub ended: Span,
}

#[derive(Debug, Clone)]
pub enum JobOwner {
    Id(Id),
    /// In the user's name
    Words(String),
}

/// From a moment on, and before another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Moment>,
    pub to: Option<Moment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JobSort {
    #[default]
    Submitted,
    Started,
    Ended,
    Name,
    Priority,
    State,
    /// What has not ended counts as longer than all that has.
    Duration,
    Owner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobOrder {
    pub sort: JobSort,
    pub descending: bool,
}

impl Default for JobOrder {
    /// The newest first.
    fn default() -> JobOrder {
        JobOrder { sort: JobSort::Submitted, descending: true }
    }
}

impl JobSort {
    fn column(self) -> &'static str {
        match self {
            JobSort::Submitted => "number",
            JobSort::Started => "started",
            JobSort::Ended => "ended",
            JobSort::Name => "name_key",
            JobSort::Priority => "priority",
            JobSort::State => "place",
            JobSort::Duration => "took",
            JobSort::Owner => "owner_key",
        }
    }

    /// `None`: the rows themselves stand in this order.
    fn index(self) -> Option<&'static str> {
        match self {
            JobSort::Submitted => None,
            JobSort::Started => Some("job_list_by_start"),
            JobSort::Ended => Some("job_list_by_end"),
            JobSort::Name => Some("job_list_by_name"),
            JobSort::Priority => Some("job_list_by_priority"),
            JobSort::State => Some("job_list_by_state"),
            JobSort::Duration => Some("job_list_by_time"),
            JobSort::Owner => Some("job_list_by_owner"),
        }
    }

    fn key(self, row: &QueryResult) -> Result<Key> {
        Ok(match self {
            JobSort::Name | JobSort::Owner => Key::Text(row.try_get("", "place")?),
            _ => Key::Number(row.try_get("", "place")?),
        })
    }
}

impl JobOrder {
    fn way(self) -> &'static str {
        if self.descending { "DESC" } else { "ASC" }
    }

    fn behind(self) -> &'static str {
        if self.descending { "<" } else { ">" }
    }
}

/// Which way is taken decides how long it takes, never what is found.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// So many and no more are looked up and put in order.
    placed: i64,
    /// From so many groups the newest of each are taken and put together. More of them are walked past.
    groups: i64,
}

const USUAL: Limits = Limits { placed: 6_000, groups: 200 };

/// A part of a statement with what stands for its marks, in order.
#[derive(Debug, Clone, Default)]
struct Part {
    text: String,
    values: Vec<Sql>,
}

impl Part {
    fn new(text: impl Into<String>, values: impl IntoIterator<Item = Sql>) -> Part {
        Part { text: text.into(), values: values.into_iter().collect() }
    }

    fn add(&mut self, text: &str, values: impl IntoIterator<Item = Sql>) {
        self.text += text;
        self.values.extend(values);
    }

    fn part(&mut self, part: &Part) {
        self.add(&part.text, part.values.iter().cloned());
    }
}

/// Words that are looked for.
struct Words {
    text: String,
    /// For the index, within quotes of SQL
    matching: String,
    /// Jobs whose id begins so
    numbers: Vec<i64>,
    /// How many the index finds, as far as it is counted
    fit: i64,
}

/// A filter, looked at: what a row `l` must fulfil, and how many fulfil each part of it.
struct Sought {
    /// Of a group, without its alias
    groups: Part,
    group_count: i64,
    fit: i64,
    words: Option<Words>,
    times: Times,
    /// Jobs in all
    all: i64,
    limits: Limits,
}

/// Times that matter, and how many jobs are in them as far as they are counted.
struct Times {
    /// Numbers that can be in time
    numbers: Option<(i64, i64)>,
    numbered: i64,
    ended: Option<(Moment, Moment)>,
    ended_count: i64,
    /// How many are asked for
    spans: usize,
}

/// A page of ids with their places, and how many there are in all as far as they are counted.
#[derive(Default)]
struct Found {
    rows: Vec<(Id, Key)>,
    total: i64,
}

impl Store {
    pub async fn jobs(&self, filter: &JobFilter, order: JobOrder, page: &PageRequest) -> Result<Page<Job>> {
        self.jobs_within(filter, order, page, USUAL).await
    }

    async fn jobs_within(
        &self,
        filter: &JobFilter,
        order: JobOrder,
        page: &PageRequest,
        limits: Limits,
    ) -> Result<Page<Job>> {
        let found = match self.sought(filter, limits).await? {
            Some(sought) => self.sought_page(&sought, order, page).await?,
            None => Found::default(),
        };
        let ids: Vec<Id> = found.rows.iter().map(|(id, _)| *id).collect();
        let jobs = self.jobs_in_order(&ids).await?;
        let total = u64::try_from(found.total).unwrap_or(0);
        let cursor = |job: &Job| {
            let place = found.rows.iter().find(|(id, _)| *id == job.id).map(|(_, key)| key.clone());
            Cursor { key: place.unwrap_or(Key::Number(0)), id: job.id }
        };
        Ok(Page::cut(jobs, page.limit, total, cursor))
    }

    async fn jobs_in_order(&self, ids: &[Id]) -> Result<Vec<Job>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let query = format!("SELECT * FROM jobs WHERE id IN ({})", sql::marks(ids.len()));
        let rows = sql::rows(self.reader(), query, ids.iter().map(|id| Sql::from(*id))).await?;
        let mut jobs: Vec<Job> = rows
            .iter()
            .map(|r| job::Model::from_query_result(r, ""))
            .collect::<std::result::Result<_, _>>()?;
        jobs.sort_by_key(|job| ids.iter().position(|id| *id == job.id));
        Ok(jobs)
    }

    /// `None` where it is clear that nothing fulfils it.
    async fn sought(&self, filter: &JobFilter, limits: Limits) -> Result<Option<Sought>> {
        let groups = self.job_groups(filter).await?;
        let mut counted = Part::new(
            "SELECT COUNT(*) AS groups, COALESCE(SUM(jobs), 0) AS jobs,
            (SELECT COALESCE(SUM(jobs), 0) FROM job_groups) AS everything FROM job_groups WHERE ",
            [],
        );
        counted.part(&groups);
        let rows = sql::rows(self.reader(), counted.text, counted.values).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (group_count, fit): (i64, i64) = (row.try_get("", "groups")?, row.try_get("", "jobs")?);
        let all = row.try_get("", "everything")?;
        if fit == 0 {
            return Ok(None);
        }
        let words = match filter.q.as_deref().map(searched).filter(|text| !text.is_empty()) {
            Some(text) => Some(self.words(text).await?),
            None => None,
        };
        if words.as_ref().is_some_and(|w| w.fit == 0) {
            return Ok(None);
        }
        let Some(times) = self.times(filter, all).await? else { return Ok(None) };
        Ok(Some(Sought { groups, group_count, fit, words, times, all, limits }))
    }

    /// `None` where nothing can be in time.
    async fn times(&self, filter: &JobFilter, all: i64) -> Result<Option<Times>> {
        let Some(numbers) = self.numbers(filter).await? else { return Ok(None) };
        let numbers = (numbers != ALL).then_some(numbers);
        let ended = within(filter.ended);
        let mut times = Times { numbers, numbered: all, ended, ended_count: all, spans: 0 };
        times.spans = usize::from(within(filter.submitted).is_some()) + usize::from(ended.is_some());
        let counted =
            |from: &str| format!("SELECT COUNT(*) FROM (SELECT 1 FROM job_list {from} LIMIT {MOST_COUNTED})");
        if let Some((least, most)) = numbers {
            let query = counted("NOT INDEXED WHERE number BETWEEN ? AND ?");
            times.numbered = sql::number(self.reader(), query, [least.into(), most.into()]).await?;
        }
        if let Some((from, to)) = ended {
            let query = counted("INDEXED BY job_list_by_end WHERE ended >= ? AND ended < ?");
            times.ended_count = sql::number(self.reader(), query, [from.into(), to.into()]).await?;
        }
        Ok(Some(times))
    }

    /// What a group must be.
    async fn job_groups(&self, filter: &JobFilter) -> Result<Part> {
        let mut part = Part::new("jobs > 0", []);
        match filter.project_id {
            Some(project) => part.add(" AND project_id = ?", [project.into()]),
            None => part.add(
                " AND (project_id = x'' OR project_id IN (SELECT id FROM projects WHERE deleted_at IS NULL))",
                [],
            ),
        }
        if let Some(user) = filter.seen_by {
            part.add(
                " AND (owner = ? OR cluster_id IN
                (SELECT cluster_id FROM virtual_cluster_users WHERE user_id = ? AND administers = 1)
                OR project_id IN (SELECT id FROM projects WHERE created_by = ? AND deleted_at IS NULL))",
                [user.into(), user.into(), user.into()],
            );
        }
        match &filter.owner {
            Some(JobOwner::Id(owner)) => part.add(" AND owner = ?", [(*owner).into()]),
            Some(JobOwner::Words(text)) => part.add(
                " AND owner IN (SELECT id FROM users WHERE id IN (SELECT DISTINCT owner FROM job_groups) AND instr(name_key, ?) > 0)",
                [searched(text).into()],
            ),
            None => {}
        }
        if let Some(cluster) = filter.virtual_cluster {
            part.add(" AND cluster_id = ?", [cluster.into()]);
        }
        for (column, wanted) in [("kind", &filter.kinds), ("state", &filter.states)] {
            if !wanted.is_empty() {
                let text = format!(" AND {column} IN ({})", sql::marks(wanted.len()));
                part.add(&text, wanted.iter().map(|word| Sql::from(word.clone())));
            }
        }
        if let Some(device) = &filter.device {
            part.add(" AND device = ?", [device.clone().into()]);
        }
        Ok(part)
    }

    async fn words(&self, text: String) -> Result<Words> {
        let terms = short_search(&text).map_or_else(|| threes(&text), |short| vec![short]);
        let terms = terms.iter().map(|term| format!("\"{}\"", term.replace('"', "\"\"")));
        let matching = terms.collect::<Vec<_>>().join(" AND ").replace('\'', "''");
        let query = format!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM job_words WHERE job_words MATCH '{matching}' LIMIT {MOST_COUNTED})"
        );
        let mut fit = sql::number(self.reader(), query, []).await?;
        let mut numbers = Vec::new();
        if let Some((from, to)) = ids_that_begin(&text) {
            let query = format!("SELECT number FROM job_list WHERE id BETWEEN ? AND ? LIMIT {MOST_IDS}");
            for row in sql::rows(self.reader(), query, [from.into(), to.into()]).await? {
                numbers.push(row.try_get("", "number")?);
            }
            fit += i64::try_from(numbers.len()).unwrap_or(0);
        }
        Ok(Words { text, matching, numbers, fit })
    }

    /// Numbers of what was submitted in time; `None` where there are none.
    async fn numbers(&self, filter: &JobFilter) -> Result<Option<(i64, i64)>> {
        let (mut least, mut most) = ALL;
        if let Some(from) = filter.submitted.from {
            let query = "SELECT number FROM job_list WHERE submitted >= ? ORDER BY submitted, number LIMIT 1";
            match sql::rows(self.reader(), query, [from.into()]).await?.first() {
                Some(row) => least = row.try_get("", "number")?,
                None => return Ok(None),
            }
        }
        // What ended before a moment was submitted before it, too.
        if let Some(to) = filter.submitted.to.into_iter().chain(filter.ended.to).min() {
            let query = "SELECT number FROM job_list WHERE submitted < ? ORDER BY submitted DESC, number DESC LIMIT 1";
            match sql::rows(self.reader(), query, [to.into()]).await?.first() {
                Some(row) => most = row.try_get("", "number")?,
                None => return Ok(None),
            }
        }
        Ok((least <= most).then_some((least, most)))
    }

    async fn sought_page(&self, sought: &Sought, order: JobOrder, page: &PageRequest) -> Result<Found> {
        match sought.fewest() {
            Some(from) if !sought.few_groups(order, page.limit) => {
                self.jobs_placed(sought, &from, order, page).await
            }
            _ => self.jobs_walked(sought, order, page).await,
        }
    }

    /// All that the narrowest condition finds, looked up once and put in order.
    async fn jobs_placed(
        &self,
        sought: &Sought,
        from: &Part,
        order: JobOrder,
        page: &PageRequest,
    ) -> Result<Found> {
        let (column, way) = (order.sort.column(), order.way());
        let mut query =
            Part::new(format!("WITH c AS MATERIALIZED (SELECT l.id AS id, l.{column} AS place FROM "), []);
        query.part(from);
        query.part(&sought.tests());
        query.add(") SELECT id, place, (SELECT COUNT(*) FROM c) AS total FROM c", []);
        if let Some(cursor) = &page.cursor {
            query.add(&format!(" WHERE (place, id) {} (?, ?)", order.behind()), place_of(cursor));
        }
        query.add(&format!(" ORDER BY place {way}, id {way} LIMIT {}", page.limit + 1), []);
        let rows = sql::rows(self.reader(), query.text, query.values).await?;
        let total = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
        Ok(Found { rows: places(&rows, order)?, total })
    }

    /// Along an order until the page is full.
    async fn jobs_walked(&self, sought: &Sought, order: JobOrder, page: &PageRequest) -> Result<Found> {
        let needed = page.limit + 1;
        let exact = sought.exact();
        // One walk gives the first page and the count.
        let counts = page.cursor.is_none() && exact.is_none();
        let limit = if counts { needed.max(MOST_WALKED) } else { needed };
        let query = sought.walk(order, page.cursor.as_ref(), limit);
        let rows = sql::rows(self.reader(), query.text, query.values).await?;
        let total = match exact {
            Some(total) => total,
            None if counts => i64::try_from(rows.len()).unwrap_or(0).min(MOST_WALKED.cast_signed()),
            None => {
                let walk = sought.walk(order, None, MOST_WALKED);
                let counted = format!("SELECT COUNT(*) FROM ({})", walk.text);
                sql::number(self.reader(), counted, walk.values).await?
            }
        };
        let mut rows = places(&rows, order)?;
        rows.truncate(usize::try_from(needed).unwrap_or(usize::MAX));
        Ok(Found { rows, total })
    }
}

const ALL: (i64, i64) = (0, i64::MAX);

impl Sought {
    /// Where few enough rows come from that all of them can be put in order.
    fn fewest(&self) -> Option<Part> {
        let words = self.words.as_ref().map_or(i64::MAX, |w| w.fit);
        let Times { numbered, ended_count, .. } = self.times;
        let fewest = self.fit.min(words).min(numbered).min(ended_count);
        if fewest > self.limits.placed {
            return None;
        }
        Some(if fewest == words && self.words.is_some() {
            let words = self.words.as_ref();
            let (matching, numbers) =
                words.map_or(("", [].as_slice()), |w| (w.matching.as_str(), &w.numbers));
            let found = format!("SELECT rowid AS number FROM job_words WHERE job_words MATCH '{matching}'");
            let found = match numbers {
                [] => found,
                numbers => {
                    format!("{found} UNION SELECT number FROM job_list WHERE number IN ({})", listed(numbers))
                }
            };
            Part::new(format!("({found}) f CROSS JOIN job_list l ON l.number = f.number WHERE 1"), [])
        } else if fewest == self.fit {
            Part::new("job_list l INDEXED BY job_list_by_group WHERE 1", [])
        } else if fewest == numbered {
            let (least, most) = self.times.numbers.unwrap_or(ALL);
            Part::new("job_list l NOT INDEXED WHERE l.number BETWEEN ? AND ?", [least.into(), most.into()])
        } else {
            let (from, to) = self.times.ended.unwrap_or((0, FOREVER));
            let text = "job_list l INDEXED BY job_list_by_end WHERE l.ended >= ? AND l.ended < ?";
            Part::new(text, [from.into(), to.into()])
        })
    }

    /// Whether the newest of each group are fewer than all that would be put in order.
    fn few_groups(&self, order: JobOrder, limit: u64) -> bool {
        let rows = self.group_count.saturating_mul(i64::try_from(limit + 1).unwrap_or(i64::MAX));
        let groups_tell = self.words.is_none() && self.times.spans == 0 && self.sparse();
        order.sort == JobSort::Submitted && groups_tell && rows < self.fit
    }

    /// Few and far between: the first of each group are taken instead of walking past all others.
    fn sparse(&self) -> bool {
        self.fit.saturating_mul(20) < self.all && self.group_count <= self.limits.groups
    }

    /// What a row `l` must fulfil.
    fn tests(&self) -> Part {
        let mut tests = Part::new(" AND l.of_group IN (SELECT number FROM job_groups WHERE ", []);
        tests.part(&self.groups);
        tests.add(")", []);
        tests.part(&self.timed());
        if let Some(words) = &self.words {
            match words.numbers.as_slice() {
                [] => tests.add(" AND instr(l.search, ?) > 0", [words.text.clone().into()]),
                numbers => {
                    let text = format!(" AND (instr(l.search, ?) > 0 OR l.number IN ({}))", listed(numbers));
                    tests.add(&text, [words.text.clone().into()]);
                }
            }
        }
        tests
    }

    fn timed(&self) -> Part {
        let mut times = Part::default();
        if let Some((least, most)) = self.times.numbers {
            times.add(" AND l.number BETWEEN ? AND ?", [least.into(), most.into()]);
        }
        if let Some((from, to)) = self.times.ended {
            times.add(" AND l.ended >= ? AND l.ended < ?", [from.into(), to.into()]);
        }
        times
    }

    /// How many there are, where one condition alone says it.
    fn exact(&self) -> Option<i64> {
        let grouped = self.fit < self.all;
        match (self.times.spans, grouped, &self.words) {
            (0, _, None) => Some(self.fit),
            (0, false, Some(words)) => Some(words.fit.min(MOST_COUNTED)),
            (1, false, None) => Some(self.times.numbered.min(self.times.ended_count)),
            _ => None,
        }
    }

    fn walk(&self, order: JobOrder, from: Option<&Cursor>, limit: u64) -> Part {
        let (way, behind) = (order.way(), order.behind());
        let Some(index) = order.sort.index() else { return self.walk_by_number(order, from, limit) };
        let column = order.sort.column();
        let mut walk = Part::new(
            format!("SELECT l.id AS id, l.{column} AS place FROM job_list l INDEXED BY {index} WHERE 1"),
            [],
        );
        walk.part(&self.tests());
        if let Some(cursor) = from {
            walk.add(&format!(" AND (l.{column}, l.id) {behind} (?, ?)"), place_of(cursor));
        }
        walk.add(&format!(" ORDER BY l.{column} {way}, l.id {way} LIMIT {limit}"), []);
        walk
    }

    /// In the order in which jobs came, which is the one of the rows and of the index of words.
    fn walk_by_number(&self, order: JobOrder, from: Option<&Cursor>, limit: u64) -> Part {
        let (way, behind) = (order.way(), order.behind());
        let here = from.map(|cursor| place_of(cursor).into_iter().take(1).collect::<Vec<_>>());
        let mut walk = Part::new("SELECT l.id AS id, l.number AS place FROM ", []);
        match &self.words {
            Some(words) => {
                let text = format!(
                    "job_words f CROSS JOIN job_list l ON l.number = f.rowid WHERE f.job_words MATCH '{}'",
                    words.matching
                );
                walk.add(&text, []);
                if let Some(here) = here {
                    walk.add(&format!(" AND f.rowid {behind} ?"), here);
                }
                walk.part(&self.tests());
                walk.add(&format!(" ORDER BY f.rowid {way} LIMIT {limit}"), []);
            }
            None if self.sparse() => {
                walk.add(
                    "job_groups g CROSS JOIN job_list l ON l.number IN (SELECT l.number FROM job_list l
                    INDEXED BY job_list_by_group WHERE l.of_group = g.number",
                    [],
                );
                if let Some(here) = &here {
                    walk.add(&format!(" AND l.number {behind} ?"), here.iter().cloned());
                }
                walk.part(&self.timed());
                walk.add(&format!(" ORDER BY l.number {way} LIMIT {limit}) WHERE "), []);
                walk.part(&self.groups);
                walk.add(&format!(" ORDER BY l.number {way} LIMIT {limit}"), []);
            }
            None => {
                walk.add("job_list l NOT INDEXED WHERE 1", []);
                if let Some(here) = here {
                    walk.add(&format!(" AND l.number {behind} ?"), here);
                }
                walk.part(&self.tests());
                walk.add(&format!(" ORDER BY l.number {way} LIMIT {limit}"), []);
            }
        }
        walk
    }
}

fn places(rows: &[QueryResult], order: JobOrder) -> Result<Vec<(Id, Key)>> {
    rows.iter().map(|row| Ok((row.try_get("", "id")?, order.sort.key(row)?))).collect()
}

fn place_of(cursor: &Cursor) -> [Sql; 2] {
    let key = match &cursor.key {
        Key::Number(number) => (*number).into(),
        Key::Text(text) => text.clone().into(),
    };
    [key, cursor.id.into()]
}

fn listed(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// `None`: it does not matter. What has not ended has no moment of its end.
fn within(span: Span) -> Option<(Moment, Moment)> {
    let any = span.from.is_some() || span.to.is_some();
    any.then(|| (span.from.unwrap_or(1).max(1), span.to.unwrap_or(FOREVER)))
}

#[cfg(test)]
mod tests;
