//! The list of users. With a hundred thousand of them each page must come within milliseconds. So it is counted first
//! how many fulfil each condition, which an index tells quickly; then either the candidates of the narrowest one are put
//! in order, or an index is walked in order until the page is full, whichever looks at fewer rows.

use super::users::{Person, User, UserState, with_belongings};
use crate::names::{fold, short_search};
use crate::{Cursor, Id, Key, Page, PageRequest, Result, Store, sql};
use sea_orm::{FromQueryResult, Value as Sql};

/// Found lists are counted no further.
const MOST_COUNTED: i64 = 10_000;
/// The same where several conditions meet in rows that are walked through: there each one counted may cost a hundred.
const MOST_WALKED: i64 = 200;
/// Of several conditions it is enough to know which is the narrowest, and whether it is narrow.
const MOST_COMPARED: i64 = 4_000;
/// Of all users, the share that is taken to fulfil a condition of which no more is known than that many do.
const MANY: f64 = 0.5;
/// Looking a candidate up and putting it in its place costs as much as walking so many rows.
const TO_PLACE: f64 = 1.5;

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

/// One thing that users must fulfil: as a test of a row `u`, and as the ids of those who do.
struct Condition {
    test: String,
    ids: String,
    /// As many rows, told sooner
    counted: String,
    value: Sql,
}

/// Where rows are taken from.
struct Source {
    from: String,
    /// How many at least are counted, if there are so many
    counted: i64,
    /// Where it is known already
    total: Option<i64>,
    /// Rows come in order: whoever takes the first ones has counted them.
    in_order: bool,
}

impl UserFilter {
    fn conditions(&self) -> Vec<Condition> {
        let mut all = Vec::new();
        if let Some(searched) = self.q.as_deref().map(words).filter(|t| !t.is_empty()) {
            // One index knows words of three signs and more, the other single signs and pairs.
            let (index, text) = match short_search(&searched) {
                Some(short) => ("user_signs", short),
                None => ("user_words", searched.clone()),
            };
            let words = format!("\"{}\"", text.replace('"', "\"\"")).replace('\'', "''");
            let ids = format!(
                "SELECT w.id FROM {index} f CROSS JOIN users w ON w.number = f.rowid WHERE {index} MATCH '{words}'"
            );
            let counted = format!("SELECT rowid FROM {index} WHERE {index} MATCH '{words}'");
            let test = "instr(u.search, ?) > 0".into();
            all.push(Condition { test, ids, counted, value: searched.into() });
        }
        let mut by = |test: &str, ids: String, value: Sql| {
            all.push(Condition { test: test.into(), counted: ids.clone(), ids, value });
        };
        if let Some(state) = self.state {
            let name = state.name();
            by("u.state = ?", format!("SELECT id FROM users WHERE state = '{name}'"), name.into());
        }
        let hex = |id: Id| id.as_bytes().iter().map(|b| format!("{b:02x}")).collect::<String>();
        if let Some(role) = self.role {
            let test = "EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role_id = ?)";
            by(
                test,
                format!("SELECT user_id AS id FROM user_roles WHERE role_id = x'{}'", hex(role)),
                role.into(),
            );
        }
        if let Some(group) = self.group {
            let test = "EXISTS (SELECT 1 FROM group_members m WHERE m.user_id = u.id AND m.group_id = ?)";
            let ids = format!("SELECT user_id AS id FROM group_members WHERE group_id = x'{}'", hex(group));
            by(test, ids, group.into());
        }
        all
    }
}

impl Store {
    pub async fn people(
        &self,
        filter: &UserFilter,
        order: UserOrder,
        page: &PageRequest,
    ) -> Result<Page<Person>> {
        let conditions = filter.conditions();
        let Source { from, counted: most, total, in_order } =
            self.source(&conditions, order.sort, page.limit).await?;
        let mut test = test_of(&conditions);
        let mut values: Vec<Sql> = conditions.iter().map(|c| c.value.clone()).collect();
        let counted = values.clone();
        let count = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {from} WHERE {test} LIMIT {most})");
        let column = order.sort.column();
        if let Some(cursor) = &page.cursor {
            test += &format!(" AND (u.{column}, u.id) {} (?, ?)", if order.descending { "<" } else { ">" });
            values.push(match &cursor.key {
                Key::Number(number) => (*number).into(),
                Key::Text(text) => text.clone().into(),
            });
            values.push(cursor.id.into());
        }
        let way = if order.descending { "DESC" } else { "ASC" };
        let first = page.cursor.is_none();
        // One walk gives the first page and the count.
        let counts = first && in_order && total.is_none();
        let needed = page.limit + 1;
        let limit = if counts { needed.max(most.unsigned_abs()) } else { needed };
        let query = format!(
            "SELECT u.id FROM {from} WHERE {test} ORDER BY u.{column} {way}, u.id {way} LIMIT {limit}"
        );
        let ids = sql::rows(self.reader(), query, values).await?;
        let mut ids: Vec<Id> =
            ids.iter().map(|r| r.try_get("", "id")).collect::<std::result::Result<_, _>>()?;
        let found = ids.len();
        ids.truncate(usize::try_from(needed).unwrap_or(usize::MAX));
        let whole = first && u64::try_from(found).unwrap_or(0) <= page.limit;
        let total = match total {
            _ if whole => i64::try_from(found).unwrap_or(0),
            // As far as it is counted behind a cursor, too.
            _ if counts => i64::try_from(found).unwrap_or(0).min(most),
            Some(total) => total,
            None => sql::number(self.reader(), count, counted).await?,
        };
        let users = self.users_in_order(&ids).await?;
        let people = with_belongings(self.reader(), users).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(people, page.limit, total, |p| Cursor { key: order.sort.key(&p.user), id: p.user.id }))
    }

    /// The candidates of the narrowest condition, or all users along an index.
    async fn source(&self, conditions: &[Condition], sort: UserSort, limit: u64) -> Result<Source> {
        // To weigh ways of looking it is enough to know about how many there are.
        let all = if conditions.is_empty() { "COUNT(*)" } else { "MAX(number)" };
        let all = sql::number(self.reader(), format!("SELECT {all} FROM users"), []).await?;
        let most = if conditions.len() > 1 { MOST_COMPARED } else { MOST_COUNTED };
        let walked = format!("users u INDEXED BY {}", sort.index());
        let mut narrowest: Option<(i64, &Condition)> = None;
        let mut share = 1.0;
        for condition in conditions {
            let query = format!("SELECT COUNT(*) FROM (SELECT 1 FROM ({}) LIMIT {most})", condition.counted);
            let found = sql::number(self.reader(), query, []).await?;
            share *= if found < most { found as f64 / all.max(1) as f64 } else { MANY };
            if narrowest.is_none_or(|(least, _)| found < least) {
                narrowest = Some((found, condition));
            }
        }
        let Some((least, condition)) = narrowest else {
            return Ok(Source { from: walked, counted: all, total: Some(all), in_order: true });
        };
        let total = (conditions.len() == 1).then_some(least);
        // As if the conditions had nothing to do with each other.
        let steps = ((limit + 1) as f64 / share).min(all as f64);
        if least < most && least as f64 * TO_PLACE <= steps {
            let from = format!("({}) c CROSS JOIN users u ON u.id = c.id", condition.ids);
            return Ok(Source { from, counted: MOST_COUNTED, total, in_order: false });
        }
        Ok(Source { from: walked, counted: MOST_WALKED, total, in_order: true })
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

/// All conditions of a row `u`. SQLite would look into other tables first; what the index of the order tells is asked
/// before.
fn test_of(conditions: &[Condition]) -> String {
    let join = |elsewhere: bool| -> Vec<&str> {
        let tests = conditions.iter().filter(|c| c.test.starts_with("EXISTS") == elsewhere);
        tests.map(|c| c.test.as_str()).collect()
    };
    match (join(false), join(true)) {
        (here, elsewhere) if here.is_empty() && elsewhere.is_empty() => "1".into(),
        (here, elsewhere) if elsewhere.is_empty() => here.join(" AND "),
        (here, elsewhere) if here.is_empty() => elsewhere.join(" AND "),
        (here, elsewhere) => {
            format!("CASE WHEN {} THEN {} ELSE 0 END", here.join(" AND "), elsewhere.join(" AND "))
        }
    }
}

/// A search as it is compared; what cannot be in a name cannot be in a search.
fn words(q: &str) -> String {
    fold(&q.chars().filter(|c| !c.is_control()).collect::<String>())
}
