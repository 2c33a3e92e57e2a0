//! The list of users. With a hundred thousand of them each page must come within milliseconds, so what narrows the
//! list most is asked first: either a few candidates are put in order, or an index is walked in order.

use super::users::{Person, User, UserState, with_belongings};
use crate::names::fold;
use crate::{Cursor, Id, Key, Page, PageRequest, Result, Store, sql};
use sea_orm::{FromQueryResult, Value as Sql};

/// So many candidates are put in order rather than found by walking.
const FEW: i64 = 2000;
/// Found lists are counted no further.
const MOST_COUNTED: i64 = 10_000;

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
    ids: Option<String>,
    value: Sql,
}

impl UserFilter {
    fn conditions(&self) -> Vec<Condition> {
        let mut all = Vec::new();
        if let Some(text) = self.q.as_deref().map(words).filter(|t| !t.is_empty()) {
            // The index knows words of three signs and more.
            let indexed = text.chars().count() >= 3;
            let ids = indexed.then(|| {
                let words = format!("\"{}\"", text.replace('"', "\"\"")).replace('\'', "''");
                format!(
                    "SELECT w.id FROM user_words f CROSS JOIN users w ON w.number = f.rowid WHERE f.search MATCH '{words}'"
                )
            });
            all.push(Condition { test: "instr(u.search, ?) > 0".into(), ids, value: text.into() });
        }
        let mut by = |test: &str, ids: String, value: Sql| {
            all.push(Condition { test: test.into(), ids: Some(ids), value });
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
        let source = self.source(&conditions, order.sort).await?;
        let tests: Vec<&str> = conditions.iter().map(|c| c.test.as_str()).collect();
        let mut test = if tests.is_empty() { "1".to_string() } else { tests.join(" AND ") };
        let mut values: Vec<Sql> = conditions.iter().map(|c| c.value.clone()).collect();
        let counted = values.clone();
        let count = match &source {
            _ if conditions.is_empty() => "SELECT COUNT(*) FROM users".to_string(),
            source => {
                format!("SELECT COUNT(*) FROM (SELECT 1 FROM {source} WHERE {test} LIMIT {MOST_COUNTED})")
            }
        };
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
        let query = format!(
            "SELECT u.id FROM {source} WHERE {test} ORDER BY u.{column} {way}, u.id {way} LIMIT {}",
            page.limit + 1
        );
        let ids = sql::rows(self.reader(), query, values).await?;
        let ids: Vec<Id> = ids.iter().map(|r| r.try_get("", "id")).collect::<std::result::Result<_, _>>()?;
        let whole = page.cursor.is_none() && u64::try_from(ids.len()).unwrap_or(0) <= page.limit;
        let total = match whole {
            true => i64::try_from(ids.len()).unwrap_or(0),
            false => sql::number(self.reader(), count, counted).await?,
        };
        let users = self.users_in_order(&ids).await?;
        let people = with_belongings(self.reader(), users).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(people, page.limit, total, |p| Cursor { key: order.sort.key(&p.user), id: p.user.id }))
    }

    /// The few candidates of the narrowest condition, or all users along an index.
    async fn source(&self, conditions: &[Condition], sort: UserSort) -> Result<String> {
        for ids in conditions.iter().filter_map(|c| c.ids.as_ref()) {
            let query = format!("SELECT COUNT(*) FROM (SELECT 1 FROM ({ids}) LIMIT {})", FEW + 1);
            if sql::number(self.reader(), query, []).await? <= FEW {
                return Ok(format!("({ids}) c CROSS JOIN users u ON u.id = c.id"));
            }
        }
        Ok(format!("users u INDEXED BY {}", sort.index()))
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

/// A search as it is compared; what cannot be in a name cannot be in a search.
fn words(q: &str) -> String {
    fold(&q.chars().filter(|c| !c.is_control()).collect::<String>())
}
