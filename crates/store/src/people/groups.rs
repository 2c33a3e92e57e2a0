use super::change::ids;
use super::rights::{RoleRef, rights_of_group};
use super::rules::must_leave_an_administrator;
use crate::audit::Entry;
use crate::clusters::{LeftJobs, before_leaving};
use crate::names::fold;
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, now, sql};
use sea_orm::{ConnectionTrait, FromQueryResult, Order, Value as Sql};
use serde_json::{Value, json};
use std::collections::HashMap;

#[derive(Debug, Clone, FromQueryResult)]
struct Row {
    id: Id,
    name: String,
    name_key: String,
    description: String,
    created_at: Moment,
    revision: i64,
    members: i64,
}

/// Only what it is called.
#[derive(Debug, Clone, FromQueryResult)]
pub struct GroupName {
    pub id: Id,
    pub name: String,
}

#[derive(Debug, Clone)]
pub struct Group {
    pub id: Id,
    pub name: String,
    name_key: String,
    pub description: String,
    pub created_at: Moment,
    pub revision: i64,
    pub members: i64,
    pub roles: Vec<RoleRef>,
}

/// What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct GroupChange {
    pub name: Option<String>,
    pub description: Option<String>,
    pub role_ids: Option<Vec<Id>>,
}

/// How groups and roles are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NamedOrder {
    pub by_time: bool,
    pub descending: bool,
}

impl NamedOrder {
    pub(crate) fn column(self) -> &'static str {
        if self.by_time { "created_at" } else { "name_key" }
    }

    pub(crate) fn direction(self) -> Order {
        if self.descending { Order::Desc } else { Order::Asc }
    }

    pub(crate) fn way(self) -> &'static str {
        if self.descending { "DESC" } else { "ASC" }
    }

    /// What comes behind the cursor; its values are those with this number and the next. Numbered, for beside values that
    /// are, those without a number are counted by themselves.
    pub(crate) fn behind(self, table: &str, cursor: &Cursor, number: usize) -> (String, [Sql; 2]) {
        let sign = if self.descending { "<" } else { ">" };
        let key = match &cursor.key {
            Key::Number(number) => (*number).into(),
            Key::Text(text) => text.clone().into(),
        };
        let (column, next) = (self.column(), number + 1);
        let text = format!(" AND ({table}.{column}, {table}.id) {sign} (?{number}, ?{next})");
        (text, [key, cursor.id.into()])
    }

    pub(crate) fn key(self, name_key: &str, created_at: Moment) -> Key {
        if self.by_time { Key::Number(created_at) } else { Key::Text(name_key.into()) }
    }
}

const FIELDS: &str = "g.id, g.name, g.name_key, g.description, g.created_at, g.revision,
    (SELECT COUNT(*) FROM group_members m WHERE m.group_id = g.id) AS members";

impl Store {
    pub async fn groups(
        &self,
        q: Option<&str>,
        order: NamedOrder,
        page: &PageRequest,
    ) -> Result<Page<Group>> {
        let mut test =
            String::from("(?1 = '' OR instr(g.name_key, ?1) > 0 OR instr(lower(g.description), ?1) > 0)");
        let mut values: Vec<Sql> = vec![fold(q.unwrap_or_default()).into()];
        let count = format!("SELECT COUNT(*) FROM groups g WHERE {test}");
        let total = sql::number(self.reader(), count, values.clone()).await?;
        if let Some(cursor) = &page.cursor {
            let (behind, place) = order.behind("g", cursor, 2);
            test += &behind;
            values.extend(place);
        }
        let (column, way, limit) = (order.column(), order.way(), page.limit + 1);
        let query = format!(
            "SELECT {FIELDS} FROM groups g WHERE {test} ORDER BY g.{column} {way}, g.id {way} LIMIT {limit}"
        );
        let groups = with_roles(self.reader(), sql::all(self.reader(), query, values).await?).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(groups, page.limit, total, |g| Cursor {
            key: order.key(&g.name_key, g.created_at),
            id: g.id,
        }))
    }

    pub async fn group(&self, id: Id) -> Result<Group> {
        find_group(self.reader(), id).await
    }

    pub async fn group_names(&self, most: u64) -> Result<Vec<GroupName>> {
        let query = format!("SELECT id, name FROM groups ORDER BY name_key LIMIT {most}");
        sql::all(self.reader(), query, []).await
    }

    /// Whether there is one of this name.
    pub async fn group_name_taken(&self, name: &str) -> Result<bool> {
        let query = "SELECT COUNT(*) FROM groups WHERE name_key = ?";
        Ok(sql::number(self.reader(), query, [fold(name).into()]).await? > 0)
    }

    pub async fn create_group(
        &self,
        name: &str,
        description: &str,
        roles: &[Id],
        users: &[Id],
    ) -> Result<Group> {
        let change = self.begin().await?;
        self.may_give_roles(&change, roles).await?;
        let id = Id::new();
        let values = [id.into(), name.into(), fold(name).into(), description.into(), now().into()];
        let made =
            change.execute(sql::statement("INSERT INTO groups VALUES (?, ?, ?, ?, ?, 1)", values)).await;
        made.map_err(StoreError::taken("group"))?;
        set_roles(&change, id, roles).await?;
        let told = json!({"name": name, "description": description, "roles": roles});
        self.note(&change, Entry::new("group.create").on(id, name).after(told)).await?;
        for user in users {
            self.shift(&change, *user, &[id], &[], true).await?;
        }
        let group = find_group(&change, id).await?;
        change.commit().await?;
        Ok(group)
    }

    pub async fn change_group(&self, id: Id, revision: i64, wanted: GroupChange) -> Result<Group> {
        let change = self.begin().await?;
        let found = find_group(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "group" });
        }
        self.must_cover(rights_of_group(&change, id).await?.unwrap_or_default())?;
        let before = told(&found);
        let name = wanted.name.unwrap_or(found.name);
        let description = wanted.description.unwrap_or(found.description);
        let query =
            "UPDATE groups SET name = ?, name_key = ?, description = ?, revision = revision + 1 WHERE id = ?";
        let values = [name.clone().into(), fold(&name).into(), description.into(), id.into()];
        change.execute(sql::statement(query, values)).await.map_err(StoreError::taken("group"))?;
        if let Some(roles) = &wanted.role_ids {
            self.may_give_roles(&change, roles).await?;
            sql::run(&change, "DELETE FROM group_roles WHERE group_id = ?", [id.into()]).await?;
            set_roles(&change, id, roles).await?;
            must_leave_an_administrator(&change).await?;
        }
        let group = find_group(&change, id).await?;
        self.note(&change, Entry::new("group.change").on(id, name).changed(before, told(&group))).await?;
        change.commit().await?;
        Ok(group)
    }

    /// Its members stay users. `jobs`: those in virtual clusters that they were in by this group alone.
    pub async fn delete_group(&self, id: Id, jobs: LeftJobs) -> Result<()> {
        let change = self.begin().await?;
        let found = find_group(&change, id).await?;
        self.must_cover(rights_of_group(&change, id).await?.unwrap_or_default())?;
        let leaving = before_leaving(&change, &[id]).await?;
        let mut before = told(&found);
        let query = "SELECT user_id AS id FROM group_members WHERE group_id = ? ORDER BY 1";
        before["members"] = json!(ids(&change, query, id).await?);
        sql::run(&change, "DELETE FROM groups WHERE id = ?", [id.into()]).await?;
        must_leave_an_administrator(&change).await?;
        let stopped = self.after_leaving(&change, leaving, jobs).await?;
        self.note(&change, Entry::new("group.delete").on(id, found.name).before(before)).await?;
        change.commit().await?;
        self.tell_jobs(&stopped).await
    }

    /// Puts users in and takes others out, all or none. `jobs`: those in virtual clusters that they were in by this group alone.
    pub async fn change_members(
        &self,
        group: Id,
        add: &[Id],
        remove: &[Id],
        jobs: LeftJobs,
    ) -> Result<Group> {
        let change = self.begin().await?;
        find_group(&change, group).await?;
        self.may_give_groups(&change, &[group]).await?;
        let leaving = if remove.is_empty() { Vec::new() } else { before_leaving(&change, &[group]).await? };
        for user in add {
            self.shift(&change, *user, &[group], &[], true).await?;
        }
        for user in remove {
            self.shift(&change, *user, &[group], &[], false).await?;
        }
        let stopped = self.after_leaving(&change, leaving, jobs).await?;
        let found = find_group(&change, group).await?;
        change.commit().await?;
        self.tell_jobs(&stopped).await?;
        Ok(found)
    }
}

fn told(group: &Group) -> Value {
    let roles: Vec<Id> = group.roles.iter().map(|r| r.id).collect();
    json!({"name": group.name, "description": group.description, "roles": roles})
}

async fn set_roles(db: &impl ConnectionTrait, group: Id, roles: &[Id]) -> Result<()> {
    for role in roles {
        sql::run(db, "INSERT OR IGNORE INTO group_roles VALUES (?, ?)", [group.into(), (*role).into()])
            .await?;
    }
    Ok(())
}

/// What it is called; `None` where there is no such group.
pub(crate) async fn group_named(db: &impl ConnectionTrait, id: Id) -> Result<Option<GroupName>> {
    sql::one(db, "SELECT id, name FROM groups WHERE id = ?", [id.into()]).await
}

async fn find_group(db: &impl ConnectionTrait, id: Id) -> Result<Group> {
    let rows = sql::all(db, format!("SELECT {FIELDS} FROM groups g WHERE g.id = ?"), [id.into()]).await?;
    with_roles(db, rows).await?.pop().ok_or(StoreError::NotFound { what: "group" })
}

async fn with_roles(db: &impl ConnectionTrait, rows: Vec<Row>) -> Result<Vec<Group>> {
    let query = format!(
        "SELECT g.group_id AS group_id, r.id, r.key, r.name FROM group_roles g JOIN roles r ON r.id = g.role_id
         WHERE g.group_id IN ({}) ORDER BY r.created_at, r.id",
        sql::marks(rows.len())
    );
    let mut roles: HashMap<Id, Vec<RoleRef>> = HashMap::new();
    for row in sql::rows(db, query, rows.iter().map(|r| Sql::from(r.id))).await? {
        roles.entry(row.try_get("", "group_id")?).or_default().push(RoleRef::from_query_result(&row, "")?);
    }
    Ok(rows
        .into_iter()
        .map(|r| Group {
            roles: roles.remove(&r.id).unwrap_or_default(),
            id: r.id,
            name: r.name,
            name_key: r.name_key,
            description: r.description,
            created_at: r.created_at,
            revision: r.revision,
            members: r.members,
        })
        .collect())
}
