//! The list of users. With a hundred thousand of them each page must come within milliseconds. So an index tells first
//! how many fulfil all conditions together; few of them are put in order, and for many an index is walked in order until
//! the page is full.

use super::users::{Person, User, UserState, with_belongings};
use crate::names::{fold, pairs, short_search};
use crate::{Cursor, Id, Key, Page, PageRequest, Result, Store, sql};
use sea_orm::{FromQueryResult, Value as Sql};

/// Found lists are counted no further.
const MOST_COUNTED: i64 = 10_000;
/// The same where the index tells who may fulfil all conditions and not who does: there each one counted may cost a
/// hundred.
const MOST_WALKED: i64 = 200;
/// So many and no more are looked up and put in order. Where more fulfil the conditions, they come soon along an index,
/// and at the worst it is walked to its end.
const MOST_PLACED: i64 = 6_000;
/// Around each facet of a user, and in no name; as the migrations have it.
const AROUND: char = '\u{2}';

/// What is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    pub q: Option<String>,
    pub state: Option<UserState>,
    pub role: Option<Id>,
    pub group: Option<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UserSort {
    #[default]
    Name,
    Nickname,
    CreatedAt,
    LastLoginAt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UserOrder {
    pub sort: UserSort,
    pub descending: bool,
}

impl UserSort {
    fn column(self) -> &'static str {
        match self {
            UserSort::Name => "name_key",
            UserSort::Nickname => "nickname",
            UserSort::CreatedAt => "created_at",
            UserSort::LastLoginAt => "last_login_at",
        }
    }

    fn index(self) -> &'static str {
        match self {
            UserSort::Name => "users_in_order_of_name",
            UserSort::Nickname => "users_in_order_of_nickname",
            UserSort::CreatedAt => "users_in_order_of_time",
            UserSort::LastLoginAt => "users_in_order_of_login",
        }
    }

    fn key(self, user: &User) -> Key {
        match self {
            UserSort::Name => Key::Text(user.name_key.clone()),
            UserSort::Nickname => Key::Text(user.nickname.clone()),
            UserSort::CreatedAt => Key::Number(user.created_at),
            UserSort::LastLoginAt => Key::Number(user.last_login_at),
        }
    }
}

impl UserOrder {
    fn way(self) -> &'static str {
        if self.descending { "DESC" } else { "ASC" }
    }

    fn behind(self) -> &'static str {
        if self.descending { "<" } else { ">" }
    }
}

/// What a row `u` must fulfil, and who may.
#[derive(Default)]
struct Conditions {
    tests: Vec<&'static str>,
    values: Vec<Sql>,
    /// Where there are any: an index and what is looked for there
    index: &'static str,
    matched: Vec<String>,
    /// Whoever the index finds fulfils them.
    exact: bool,
}

impl Conditions {
    fn of(searched: Option<String>, facets: &[String]) -> Conditions {
        let mut all = Conditions { index: "user_signs", exact: true, ..Conditions::default() };
        for facet in facets {
            all.tests.push("instr(u.facets, ?) > 0");
            all.values.push(facet.clone().into());
            all.matched.push(facet.clone());
        }
        if let Some(text) = searched {
            // One index knows words of three signs and more, the other single signs and pairs, and facets.
            match short_search(&text) {
                Some(short) => all.matched.push(short),
                None if facets.is_empty() => {
                    all.index = "user_words";
                    all.matched.push(text.clone());
                }
                None => {
                    all.exact = false;
                    all.matched.extend(pairs(&text));
                }
            }
            all.tests.push("instr(u.search, ?) > 0");
            all.values.push(text.into());
        }
        all
    }

    fn test(&self) -> String {
        if self.tests.is_empty() { "1".into() } else { self.tests.join(" AND ") }
    }

    /// As an expression of the index, within quotes of SQL.
    fn matching(&self) -> String {
        let words = self.matched.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\"")));
        words.collect::<Vec<_>>().join(" AND ").replace('\'', "''")
    }
}

/// A page of ids, and how many there are on all pages as far as they are counted.
struct Found {
    ids: Vec<Id>,
    total: i64,
}

impl Store {
    pub async fn people(
        &self,
        filter: &UserFilter,
        order: UserOrder,
        page: &PageRequest,
    ) -> Result<Page<Person>> {
        let searched = filter.q.as_deref().map(words).filter(|t| !t.is_empty());
        let found = match self.facets(filter).await? {
            Some(facets) => self.found(&Conditions::of(searched, &facets), order, page).await?,
            None => Found { ids: Vec::new(), total: 0 },
        };
        let users = self.users_in_order(&found.ids).await?;
        let people = with_belongings(self.reader(), users).await?;
        let total = u64::try_from(found.total).unwrap_or(0);
        Ok(Page::cut(people, page.limit, total, |p| Cursor { key: order.sort.key(&p.user), id: p.user.id }))
    }

    /// As they stand in the index; `None` where there is a role or group that is not.
    async fn facets(&self, filter: &UserFilter) -> Result<Option<Vec<String>>> {
        let mut wanted: Vec<Vec<u8>> = Vec::new();
        wanted.extend(filter.state.map(|s| s.name().into()));
        wanted.extend([filter.role, filter.group].into_iter().flatten().map(|id| id.as_bytes().to_vec()));
        if wanted.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let query = format!(
            "SELECT char(983040 + number % 131000) AS sign FROM facets WHERE of IN ({})",
            sql::marks(wanted.len())
        );
        let rows = sql::rows(self.reader(), query, wanted.iter().map(|of| Sql::from(of.clone()))).await?;
        let signs: Vec<String> =
            rows.iter().map(|r| r.try_get("", "sign")).collect::<std::result::Result<_, _>>()?;
        let all = signs.len() == wanted.len();
        Ok(all.then(|| signs.iter().map(|sign| format!("{AROUND}{sign}{AROUND}")).collect()))
    }

    async fn found(&self, conditions: &Conditions, order: UserOrder, page: &PageRequest) -> Result<Found> {
        if conditions.tests.is_empty() {
            let all = sql::number(self.reader(), "SELECT COUNT(*) FROM users", []).await?;
            return self.walked(conditions, Some(all), order, page).await;
        }
        let (index, words) = (conditions.index, conditions.matching());
        let query = format!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH '{words}' LIMIT {MOST_COUNTED})"
        );
        let fit = sql::number(self.reader(), query, []).await?;
        if fit == 0 {
            Ok(Found { ids: Vec::new(), total: 0 })
        } else if fit <= MOST_PLACED {
            self.placed(conditions, fit, order, page).await
        } else {
            self.walked(conditions, conditions.exact.then_some(fit), order, page).await
        }
    }

    /// All whom the index finds, looked up once and put in order.
    async fn placed(
        &self,
        conditions: &Conditions,
        fit: i64,
        order: UserOrder,
        page: &PageRequest,
    ) -> Result<Found> {
        let (index, words, column) = (conditions.index, conditions.matching(), order.sort.column());
        let all = format!(
            "SELECT u.id AS id, u.{column} AS place FROM {index} f
             CROSS JOIN users u INDEXED BY users_in_place ON u.number = f.rowid WHERE {index} MATCH '{words}'"
        );
        let (from, mut values) = match conditions.exact {
            true => (format!("SELECT id, {fit} AS total FROM ({all})"), Vec::new()),
            false => {
                let (test, values) = (conditions.test(), conditions.values.clone());
                let from = format!(
                    "WITH c AS MATERIALIZED ({all} AND {test}) SELECT id, (SELECT COUNT(*) FROM c) AS total FROM c"
                );
                (from, values)
            }
        };
        let mut behind = String::new();
        if let Some(cursor) = &page.cursor {
            behind = format!("WHERE (place, id) {} (?, ?)", order.behind());
            values.extend(place_of(cursor));
        }
        let (way, limit) = (order.way(), page.limit + 1);
        let query = format!("{from} {behind} ORDER BY place {way}, id {way} LIMIT {limit}");
        let rows = sql::rows(self.reader(), query, values).await?;
        let total = match rows.first() {
            Some(row) => row.try_get("", "total")?,
            None if conditions.exact => fit,
            // Nobody fulfils them, or nobody behind the cursor.
            None => 0,
        };
        let ids = rows.iter().map(|r| r.try_get("", "id")).collect::<std::result::Result<_, _>>()?;
        Ok(Found { ids, total })
    }

    /// Along an index until the page is full.
    async fn walked(
        &self,
        conditions: &Conditions,
        total: Option<i64>,
        order: UserOrder,
        page: &PageRequest,
    ) -> Result<Found> {
        let from = format!("users u INDEXED BY {}", order.sort.index());
        let (column, way, mut test) = (order.sort.column(), order.way(), conditions.test());
        let counted = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {from} WHERE {test} LIMIT {MOST_WALKED})");
        let mut values = conditions.values.clone();
        if let Some(cursor) = &page.cursor {
            test += &format!(" AND (u.{column}, u.id) {} (?, ?)", order.behind());
            values.extend(place_of(cursor));
        }
        // One walk gives the first page and the count.
        let counts = page.cursor.is_none() && total.is_none();
        let needed = page.limit + 1;
        let limit = if counts { needed.max(MOST_WALKED.unsigned_abs()) } else { needed };
        let query = format!(
            "SELECT u.id FROM {from} WHERE {test} ORDER BY u.{column} {way}, u.id {way} LIMIT {limit}"
        );
        let rows = sql::rows(self.reader(), query, values).await?;
        let mut ids: Vec<Id> =
            rows.iter().map(|r| r.try_get("", "id")).collect::<std::result::Result<_, _>>()?;
        let total = match total {
            Some(total) => total,
            None if counts => i64::try_from(ids.len()).unwrap_or(0).min(MOST_WALKED),
            None => sql::number(self.reader(), counted, conditions.values.clone()).await?,
        };
        ids.truncate(usize::try_from(needed).unwrap_or(usize::MAX));
        Ok(Found { ids, total })
    }

    async fn users_in_order(&self, ids: &[Id]) -> Result<Vec<User>> {
        let query = format!("SELECT * FROM users WHERE id IN ({})", sql::marks(ids.len()));
        let rows = sql::rows(self.reader(), query, ids.iter().map(|id| Sql::from(*id))).await?;
        let mut users: Vec<User> =
            rows.iter().map(|r| User::from_query_result(r, "")).collect::<std::result::Result<_, _>>()?;
        let place = |user: &User| ids.iter().position(|id| *id == user.id);
        users.sort_by_key(place);
        Ok(users)
    }
}

fn place_of(cursor: &Cursor) -> [Sql; 2] {
    let key = match &cursor.key {
        Key::Number(number) => (*number).into(),
        Key::Text(text) => text.clone().into(),
    };
    [key, cursor.id.into()]
}

/// A search as it is compared; what cannot be in a name cannot be in a search.
fn words(q: &str) -> String {
    fold(&q.chars().filter(|c| !c.is_control()).collect::<String>())
}
