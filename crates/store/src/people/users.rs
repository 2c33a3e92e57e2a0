use super::rights::RoleRef;
use crate::audit::Entry;
use crate::entities::user;
use crate::names::{fold, user_search, user_signs};
use crate::{Id, Result, Store, StoreError, now, sql};
use fovea_domain::notify::Notify;
use fovea_domain::permission::Preset;
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Value as Sql,
};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Someone who may log in, or will.
pub type User = user::Model;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserState {
    Active,
    Locked,
    /// Has not used the invitation yet.
    Invited,
    /// Registered and not let in yet.
    Waiting,
}

impl UserState {
    pub const ALL: [UserState; 4] =
        [UserState::Active, UserState::Locked, UserState::Invited, UserState::Waiting];

    pub fn name(self) -> &'static str {
        match self {
            UserState::Active => "active",
            UserState::Locked => "locked",
            UserState::Invited => "invited",
            UserState::Waiting => "waiting",
        }
    }

    pub fn from_name(name: &str) -> Option<UserState> {
        UserState::ALL.into_iter().find(|s| s.name() == name)
    }
}

impl User {
    pub fn is(&self, state: UserState) -> bool {
        self.state == state.name()
    }

    /// What the audit tells of a user.
    pub(crate) fn told(&self) -> Value {
        json!({"name": self.name, "nickname": self.nickname, "phone": self.phone, "mail": self.mail,
            "note": self.note, "language": self.language, "state": self.state,
            "virtual_cluster_id": self.virtual_cluster_id, "job_mail": self.job_mail,
            "longest_run_s": self.longest_run_ms.map(|ms| ms / 1000), "data_quota_bytes": self.data_quota_bytes})
    }
}

/// A user with what stands beside them in lists.
#[derive(Debug, Clone)]
pub struct Person {
    pub user: User,
    pub second_factor: bool,
    pub roles: Vec<RoleRef>,
    pub groups: Vec<(Id, String)>,
}

/// How many of what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct PeopleCounts {
    pub users: i64,
    pub groups: i64,
    pub roles: i64,
    pub waiting: i64,
    pub invited: i64,
    pub locked: i64,
}

impl Store {
    /// Whatever case and width the name is written in.
    pub async fn user_by_name(&self, name: &str) -> Result<Option<User>> {
        Ok(user::Entity::find().filter(user::Column::NameKey.eq(fold(name))).one(self.reader()).await?)
    }

    pub async fn user(&self, id: Id) -> Result<User> {
        find_user(self.reader(), id).await
    }

    pub async fn person(&self, id: Id) -> Result<Person> {
        let user = self.user(id).await?;
        let mut people = with_belongings(self.reader(), vec![user]).await?;
        people.pop().ok_or(StoreError::NotFound { what: "user" })
    }

    pub async fn create_administrator(&self, name: &str, password_hash: &str) -> Result<User> {
        let change = self.begin().await?;
        let user = insert_user(&change, name, password_hash, Some(Preset::Administrator)).await?;
        let entry = Entry::new("user.create").on(user.id, &user.name);
        self.note(&change, entry.after(json!({"name": user.name, "roles": ["administrator"]}))).await?;
        change.commit().await?;
        Ok(user)
    }

    /// With no rights.
    pub async fn create_user(&self, name: &str, password_hash: &str) -> Result<User> {
        let change = self.begin().await?;
        let user = insert_user(&change, name, password_hash, None).await?;
        self.note(&change, Entry::new("user.create").on(user.id, &user.name).after(user.told())).await?;
        change.commit().await?;
        Ok(user)
    }

    pub async fn has_administrator(&self) -> Result<bool> {
        has_administrator(self.reader()).await
    }

    pub async fn people_counts(&self) -> Result<PeopleCounts> {
        let query = "SELECT (SELECT COUNT(*) FROM users) AS users, (SELECT COUNT(*) FROM groups) AS groups,
            (SELECT COUNT(*) FROM roles) AS roles,
            (SELECT COUNT(*) FROM users WHERE state = 'waiting') AS waiting,
            (SELECT COUNT(*) FROM users WHERE state = 'invited') AS invited,
            (SELECT COUNT(*) FROM users WHERE state = 'locked') AS locked";
        let found: Option<PeopleCounts> = sql::one(self.reader(), query, []).await?;
        found.ok_or_else(|| StoreError::corrupt("no counts of people"))
    }
}

pub(crate) async fn find_user(db: &impl ConnectionTrait, id: Id) -> Result<User> {
    let found = user::Entity::find_by_id(id).one(db).await?;
    found.ok_or(StoreError::NotFound { what: "user" })
}

pub(crate) async fn has_administrator(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(super::rights::administrators(db).await? > 0)
}

/// An active user; the first administrator of a house is the built-in one.
pub(crate) async fn insert_user(
    db: &impl ConnectionTrait,
    name: &str,
    password_hash: &str,
    role: Option<Preset>,
) -> Result<User> {
    let row = blank(db, name, password_hash, UserState::Active).await?;
    let first = role == Some(Preset::Administrator)
        && sql::number(db, "SELECT COUNT(*) FROM users WHERE built_in = 1", []).await? == 0;
    let row = user::ActiveModel { built_in: Set(first), ..row };
    let user = row.insert(db).await.map_err(StoreError::taken("user"))?;
    if let Some(role) = role {
        let query = "INSERT INTO user_roles SELECT ?, id FROM roles WHERE key = ?";
        sql::run(db, query, [user.id.into(), role.key().into()]).await?;
    }
    Ok(user)
}

/// A row to be, with nothing but what every user has.
pub(super) async fn blank(
    db: &impl ConnectionTrait,
    name: &str,
    password_hash: &str,
    state: UserState,
) -> Result<user::ActiveModel> {
    let number = sql::number(db, "SELECT MAX(number) FROM users", []).await? + 1;
    let search = user_search(name, "", "", "");
    Ok(user::ActiveModel {
        id: Set(Id::new()),
        name: Set(name.into()),
        name_key: Set(fold(name)),
        nickname: Set(String::new()),
        phone: Set(String::new()),
        mail: Set(String::new()),
        note: Set(String::new()),
        language: Set(String::new()),
        state: Set(state.name().into()),
        built_in: Set(false),
        must_change_password: Set(false),
        password_hash: Set(password_hash.into()),
        created_at: Set(now()),
        last_login_at: Set(0),
        revision: Set(1),
        signs: Set(user_signs(&search)),
        search: Set(search),
        number: Set(number),
        virtual_cluster_id: Set(None),
        longest_run_ms: Set(None),
        job_mail: Set(Notify::default().name().into()),
        data_quota_bytes: Set(None),
    })
}

/// Adds what stands beside each in lists, in three questions for all of them.
pub(super) async fn with_belongings(db: &impl ConnectionTrait, users: Vec<User>) -> Result<Vec<Person>> {
    let ids = || users.iter().map(|u| Sql::from(u.id));
    let marks = sql::marks(users.len());
    let query = format!(
        "SELECT u.user_id AS user_id, r.id, r.key, r.name FROM user_roles u JOIN roles r ON r.id = u.role_id
         WHERE u.user_id IN ({marks}) ORDER BY r.created_at, r.id"
    );
    let mut roles: HashMap<Id, Vec<RoleRef>> = HashMap::new();
    for row in sql::rows(db, query, ids()).await? {
        roles.entry(row.try_get("", "user_id")?).or_default().push(RoleRef::from_query_result(&row, "")?);
    }
    let query = format!(
        "SELECT m.user_id AS user_id, g.id AS id, g.name AS name FROM group_members m
         JOIN groups g ON g.id = m.group_id WHERE m.user_id IN ({marks}) ORDER BY g.name_key"
    );
    let mut groups: HashMap<Id, Vec<(Id, String)>> = HashMap::new();
    for row in sql::rows(db, query, ids()).await? {
        groups
            .entry(row.try_get("", "user_id")?)
            .or_default()
            .push((row.try_get("", "id")?, row.try_get("", "name")?));
    }
    let query =
        format!("SELECT user_id FROM second_factors WHERE confirmed_at IS NOT NULL AND user_id IN ({marks})");
    let mut factors = std::collections::HashSet::new();
    for row in sql::rows(db, query, ids()).await? {
        factors.insert(row.try_get::<Id>("", "user_id")?);
    }
    Ok(users
        .into_iter()
        .map(|user| Person {
            second_factor: factors.contains(&user.id),
            roles: roles.remove(&user.id).unwrap_or_default(),
            groups: groups.remove(&user.id).unwrap_or_default(),
            user,
        })
        .collect())
}
