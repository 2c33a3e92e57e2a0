//! Registries of images that people have an account at.

use crate::audit::Entry;
use crate::sessions::NOTED_EVERY_MS;
use crate::{Id, Moment, Result, Store, StoreError, now, sql};
use sea_orm::FromQueryResult;
use serde_json::json;

/// Of one user.
const MOST: i64 = 50;

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Registry {
    pub id: Id,
    pub user_id: Id,
    /// With its port, as images name it
    pub host: String,
    /// What the user is called there
    pub login: String,
    /// Sealed
    pub secret: Vec<u8>,
    pub created_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// Why an account at a registry is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistryDenied {
    /// This user has one there already.
    Known,
    TooMany,
}

const REGISTRIES: &str = "SELECT id, user_id, host, login, secret, created_at, last_used_at FROM registries";

impl Store {
    /// `secret` is sealed.
    pub async fn create_registry(
        &self,
        user: Id,
        host: &str,
        login: &str,
        secret: Vec<u8>,
    ) -> Result<std::result::Result<Registry, RegistryDenied>> {
        let change = self.begin().await?;
        let query = "SELECT COUNT(*) FROM registries WHERE user_id = ? AND host = ?";
        if sql::number(&change, query, [user.into(), host.into()]).await? > 0 {
            return Ok(Err(RegistryDenied::Known));
        }
        let query = "SELECT COUNT(*) FROM registries WHERE user_id = ?";
        if sql::number(&change, query, [user.into()]).await? >= MOST {
            return Ok(Err(RegistryDenied::TooMany));
        }
        let made = Registry {
            id: Id::new(),
            user_id: user,
            host: host.into(),
            login: login.into(),
            secret,
            created_at: now(),
            last_used_at: None,
        };
        let values = [
            made.id.into(),
            user.into(),
            host.into(),
            login.into(),
            made.secret.clone().into(),
            made.created_at.into(),
            made.last_used_at.into(),
        ];
        sql::run(&change, format!("INSERT INTO registries VALUES ({})", sql::marks(7)), values).await?;
        let told = json!({ "owner": user, "login": login });
        self.note(&change, Entry::new("registry.create").on(made.id, host).after(told)).await?;
        change.commit().await?;
        Ok(Ok(made))
    }

    /// By name.
    pub async fn registries(&self, user: Id) -> Result<Vec<Registry>> {
        let query = format!("{REGISTRIES} WHERE user_id = ? ORDER BY host");
        sql::all(self.reader(), query, [user.into()]).await
    }

    /// That of this user at a host.
    pub async fn registry_at(&self, user: Id, host: &str) -> Result<Option<Registry>> {
        let query = format!("{REGISTRIES} WHERE user_id = ? AND host = ?");
        sql::one(self.reader(), query, [user.into(), host.into()]).await
    }

    /// Another's is not found.
    pub async fn replace_registry(&self, user: Id, id: Id, login: &str, secret: Vec<u8>) -> Result<Registry> {
        let change = self.begin().await?;
        let found = owned(&change, user, id).await?;
        let query = "UPDATE registries SET login = ?, secret = ?, last_used_at = NULL WHERE id = ?";
        sql::run(&change, query, [login.into(), secret.into(), id.into()]).await?;
        let (before, after) = (json!({ "login": found.login }), json!({ "login": login }));
        let entry = Entry::new("registry.change").on(id, &found.host).before(before).after(after);
        self.note(&change, entry).await?;
        change.commit().await?;
        self.registry_at(user, &found.host).await?.ok_or(StoreError::NotFound { what: "registry" })
    }

    /// Another's is not found.
    pub async fn delete_registry(&self, user: Id, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = owned(&change, user, id).await?;
        sql::run(&change, "DELETE FROM registries WHERE id = ?", [id.into()]).await?;
        let told = json!({ "login": found.login });
        self.note(&change, Entry::new("registry.delete").on(id, &found.host).before(told)).await?;
        change.commit().await?;
        Ok(())
    }

    /// Not told in the audit: the job is.
    pub async fn note_registry_use(&self, id: Id) -> Result<()> {
        let (change, at) = (self.begin().await?, now());
        let query = "UPDATE registries SET last_used_at = ?1 WHERE id = ?2 AND (last_used_at IS NULL OR last_used_at < ?3)";
        sql::run(&change, query, [at.into(), id.into(), (at - NOTED_EVERY_MS).into()]).await?;
        change.commit().await?;
        Ok(())
    }
}

async fn owned(change: &sea_orm::DatabaseTransaction, user: Id, id: Id) -> Result<Registry> {
    let query = format!("{REGISTRIES} WHERE id = ? AND user_id = ?");
    let found = sql::one(change, query, [id.into(), user.into()]).await?;
    found.ok_or(StoreError::NotFound { what: "registry" })
}
