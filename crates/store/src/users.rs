use crate::entities::{user, user_role};
use crate::{Id, Result, Store, StoreError, now};
use fovea_domain::permission::Role;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Someone who may log in.
#[derive(Debug, Clone)]
pub struct User {
    pub id: Id,
    pub name: String,
    pub password_hash: String,
    pub roles: Vec<Role>,
}

impl Store {
    pub async fn user_by_name(&self, name: &str) -> Result<Option<User>> {
        let found = user::Entity::find().filter(user::Column::Name.eq(name)).one(self.reader()).await?;
        match found {
            Some(found) => with_roles(self.reader(), found).await.map(Some),
            None => Ok(None),
        }
    }

    pub async fn user(&self, id: Id) -> Result<User> {
        let found = user::Entity::find_by_id(id).one(self.reader()).await?;
        with_roles(self.reader(), found.ok_or(StoreError::NotFound { what: "user" })?).await
    }

    pub async fn create_administrator(&self, name: &str, password_hash: &str) -> Result<User> {
        self.create_user(name, password_hash, &[Role::Administrator]).await
    }

    pub async fn create_user(&self, name: &str, password_hash: &str, roles: &[Role]) -> Result<User> {
        let change = self.begin().await?;
        let user = insert_user(&change, name, password_hash, roles).await?;
        change.commit().await?;
        Ok(user)
    }

    pub async fn has_administrator(&self) -> Result<bool> {
        has_administrator(self.reader()).await
    }
}

pub(crate) async fn has_administrator(db: &impl ConnectionTrait) -> Result<bool> {
    let role = user_role::Column::Role.eq(Role::Administrator.name());
    Ok(user_role::Entity::find().filter(role).count(db).await? > 0)
}

pub(crate) async fn insert_user(
    db: &impl ConnectionTrait,
    name: &str,
    password_hash: &str,
    roles: &[Role],
) -> Result<User> {
    let id = Id::new();
    let row = user::ActiveModel {
        id: Set(id),
        name: Set(name.into()),
        password_hash: Set(password_hash.into()),
        created_at: Set(now()),
    };
    row.insert(db).await.map_err(StoreError::taken("user"))?;
    for role in roles {
        user_role::ActiveModel { user_id: Set(id), role: Set(role.name().into()) }.insert(db).await?;
    }
    Ok(User { id, name: name.into(), password_hash: password_hash.into(), roles: roles.to_vec() })
}

pub(crate) async fn with_roles(db: &impl ConnectionTrait, user: user::Model) -> Result<User> {
    let rows = user_role::Entity::find().filter(user_role::Column::UserId.eq(user.id)).all(db).await?;
    // A role of a newer program gives no right in this one.
    let roles = rows.iter().filter_map(|r| r.role.parse().ok()).collect();
    Ok(User { id: user.id, name: user.name, password_hash: user.password_hash, roles })
}
