//! New users, one or many: all or none.

use super::users::{Person, UserState, blank, with_belongings};
use crate::audit::Entry;
use crate::names::{fold, user_search, user_signs};
use crate::{Id, Moment, Result, Store, StoreError, now, sql};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, Value as Sql};
use serde_json::json;
use std::collections::HashSet;

/// Names that are asked for at a time.
const PART: usize = 500;

#[derive(Debug, Clone, Default)]
pub struct NewUserRow {
    pub name: String,
    pub nickname: String,
    pub phone: String,
    pub mail: String,
    pub note: String,
    pub language: String,
    pub role_ids: Vec<Id>,
    pub group_ids: Vec<Id>,
    /// Set by an administrator, and to be changed at the first login.
    pub password_hash: Option<String>,
    /// The hash of the secret of an invitation, and until when it holds.
    pub invitation: Option<(Vec<u8>, Moment)>,
    /// Registered by themselves: they wait to be let in, with the password they chose.
    pub waiting: bool,
}

#[derive(Debug, Clone)]
pub enum MadeUsers {
    Made(Vec<Person>),
    /// Places in the list of those whose names are taken; nobody was made.
    Taken(Vec<usize>),
}

impl Store {
    /// Which of these names are taken, folded.
    pub async fn taken_names(&self, names: &[String]) -> Result<HashSet<String>> {
        taken(self.reader(), names).await
    }

    pub async fn create_users(&self, rows: Vec<NewUserRow>) -> Result<MadeUsers> {
        let change = self.begin().await?;
        let names: Vec<String> = rows.iter().map(|r| r.name.clone()).collect();
        let there = taken(&change, &names).await?;
        let bad: Vec<usize> = (0..rows.len()).filter(|at| there.contains(&fold(&names[*at]))).collect();
        if !bad.is_empty() {
            return Ok(MadeUsers::Taken(bad));
        }
        let (mut roles, mut groups) = (HashSet::new(), HashSet::new());
        for row in &rows {
            roles.extend(row.role_ids.iter().copied());
            groups.extend(row.group_ids.iter().copied());
        }
        self.may_give_roles(&change, &roles.into_iter().collect::<Vec<_>>()).await?;
        self.may_give_groups(&change, &groups.into_iter().collect::<Vec<_>>()).await?;
        let mut made = Vec::with_capacity(rows.len());
        for row in rows {
            let state = match (&row.password_hash, row.waiting) {
                (_, true) => UserState::Waiting,
                (Some(_), false) => UserState::Active,
                (None, false) => UserState::Invited,
            };
            let mut user =
                blank(&change, &row.name, row.password_hash.as_deref().unwrap_or_default(), state).await?;
            let search = user_search(&row.name, &row.nickname, &row.phone, &row.mail);
            (user.signs, user.search) = (Set(user_signs(&search)), Set(search));
            (user.nickname, user.phone, user.mail) = (Set(row.nickname), Set(row.phone), Set(row.mail));
            (user.note, user.language) = (Set(row.note), Set(row.language));
            user.must_change_password = Set(row.password_hash.is_some() && !row.waiting);
            let user = user.insert(&change).await.map_err(StoreError::taken("user"))?;
            add_roles(&change, user.id, &row.role_ids).await?;
            add_groups(&change, user.id, &row.group_ids).await?;
            if let Some((hash, until)) = row.invitation {
                let query = "INSERT INTO invitations VALUES (?, ?, ?, ?)";
                sql::run(&change, query, [user.id.into(), hash.into(), now().into(), until.into()]).await?;
            }
            let mut told = user.told();
            told["roles"] = json!(row.role_ids);
            told["groups"] = json!(row.group_ids);
            let action = if row.waiting { "user.register" } else { "user.create" };
            self.note(&change, Entry::new(action).on(user.id, &user.name).after(told)).await?;
            made.push(user);
        }
        let mut people = Vec::with_capacity(made.len());
        for part in made.chunks(PART) {
            people.extend(with_belongings(&change, part.to_vec()).await?);
        }
        change.commit().await?;
        Ok(MadeUsers::Made(people))
    }
}

async fn taken(db: &impl ConnectionTrait, names: &[String]) -> Result<HashSet<String>> {
    let keys: Vec<String> = names.iter().map(|n| fold(n)).collect();
    let mut found = HashSet::new();
    for part in keys.chunks(PART) {
        let query = format!("SELECT name_key FROM users WHERE name_key IN ({})", sql::marks(part.len()));
        for row in sql::rows(db, query, part.iter().map(|k| Sql::from(k.clone()))).await? {
            found.insert(row.try_get("", "name_key")?);
        }
    }
    Ok(found)
}

pub(super) async fn add_roles(db: &impl ConnectionTrait, user: Id, roles: &[Id]) -> Result<()> {
    for role in roles {
        sql::run(db, "INSERT OR IGNORE INTO user_roles VALUES (?, ?)", [user.into(), (*role).into()]).await?;
    }
    Ok(())
}

pub(super) async fn add_groups(db: &impl ConnectionTrait, user: Id, groups: &[Id]) -> Result<()> {
    for group in groups {
        let query = "INSERT OR IGNORE INTO group_members VALUES (?, ?)";
        sql::run(db, query, [(*group).into(), user.into()]).await?;
    }
    Ok(())
}
