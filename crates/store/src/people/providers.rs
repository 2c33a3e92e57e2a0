//! Who else may say who somebody is: providers of OpenID Connect, and directories.

use super::rights::{RoleRef, rights_of_group, rights_of_role};
use super::rules::Denied;
use crate::audit::Entry;
use crate::names::fold;
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, now, sql};
use fovea_domain::permission::Rights;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderKind {
    Oidc,
    Ldap,
}

impl ProviderKind {
    pub const ALL: [ProviderKind; 2] = [ProviderKind::Oidc, ProviderKind::Ldap];

    pub fn name(self) -> &'static str {
        match self {
            ProviderKind::Oidc => "oidc",
            ProviderKind::Ldap => "ldap",
        }
    }

    pub fn from_name(name: &str) -> Option<ProviderKind> {
        ProviderKind::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// What a row of the mapping gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gives {
    Role(Id),
    Group(Id),
}

/// A row of the mapping, and how what it gives is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderMapping {
    pub their_group: String,
    pub role: Option<RoleRef>,
    pub group: Option<(Id, String)>,
}

impl ProviderMapping {
    pub fn gives(&self) -> Option<Gives> {
        match (&self.role, &self.group) {
            (Some(role), _) => Some(Gives::Role(role.id)),
            (None, Some((group, _))) => Some(Gives::Group(*group)),
            (None, None) => None,
        }
    }
}

#[derive(Debug, Clone)]
pub struct IdentityProvider {
    pub id: Id,
    pub kind: ProviderKind,
    pub name: String,
    name_key: String,
    pub enabled: bool,
    /// Whoever is not known yet gets an account.
    pub create_users: bool,
    /// JSON, by kind; without the secret.
    pub config: Value,
    /// Sealed.
    pub secret: Option<Vec<u8>>,
    pub created_at: Moment,
    pub revision: i64,
    pub mapping: Vec<ProviderMapping>,
    /// Users who can come in by it.
    pub users: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: Id,
    kind: String,
    name: String,
    name_key: String,
    enabled: bool,
    create_users: bool,
    config: String,
    secret: Option<Vec<u8>>,
    created_at: Moment,
    revision: i64,
    users: i64,
}

/// All of it: a setting is changed as a whole.
#[derive(Debug, Clone)]
pub struct ProviderWanted {
    pub name: String,
    pub enabled: bool,
    pub create_users: bool,
    pub config: Value,
    /// Sealed; `None` where there is none.
    pub secret: Option<Vec<u8>>,
    pub mapping: Vec<(String, Gives)>,
}

const FIELDS: &str =
    "p.id, p.kind, p.name, p.name_key, p.enabled, p.create_users, p.config, p.secret, p.created_at,
    p.revision, (SELECT COUNT(DISTINCT i.user_id) FROM identities i WHERE i.provider_id = p.id) AS users";

impl Store {
    /// By name.
    pub async fn identity_providers(&self, page: &PageRequest) -> Result<Page<IdentityProvider>> {
        let total = sql::number(self.reader(), "SELECT COUNT(*) FROM identity_providers", []).await?;
        let mut test = "1";
        let mut values: Vec<Sql> = Vec::new();
        if let Some(Cursor { key: Key::Text(key), id }) = &page.cursor {
            test = "(p.name_key, p.id) > (?, ?)";
            values = vec![key.clone().into(), (*id).into()];
        }
        let query = format!(
            "SELECT {FIELDS} FROM identity_providers p WHERE {test} ORDER BY p.name_key, p.id LIMIT {}",
            page.limit + 1
        );
        let found = with_mapping(self.reader(), sql::all(self.reader(), query, values).await?).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(found, page.limit, total, |p| Cursor { key: Key::Text(p.name_key.clone()), id: p.id }))
    }

    pub async fn identity_provider(&self, id: Id) -> Result<IdentityProvider> {
        find_provider(self.reader(), id).await
    }

    /// Those by which one can come in now, by name.
    pub async fn enabled_providers(&self, kind: ProviderKind) -> Result<Vec<IdentityProvider>> {
        let query = format!(
            "SELECT {FIELDS} FROM identity_providers p WHERE p.enabled = 1 AND p.kind = ? ORDER BY p.name_key LIMIT 100"
        );
        let rows = sql::all(self.reader(), query, [kind.name().into()]).await?;
        with_mapping(self.reader(), rows).await
    }

    /// Only by whoever may do everything: who holds a provider can come in as any of its users.
    pub async fn create_identity_provider(
        &self,
        id: Id,
        kind: ProviderKind,
        wanted: ProviderWanted,
    ) -> Result<IdentityProvider> {
        let change = self.begin().await?;
        self.must_cover(Rights::all())?;
        let values: [Sql; 9] = [
            id.into(),
            kind.name().into(),
            wanted.name.clone().into(),
            fold(&wanted.name).into(),
            wanted.enabled.into(),
            wanted.create_users.into(),
            wanted.config.to_string().into(),
            wanted.secret.clone().into(),
            now().into(),
        ];
        let query = "INSERT INTO identity_providers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
        let made = change.execute(sql::statement(query, values)).await;
        made.map_err(StoreError::taken("identity_provider"))?;
        put_mapping(&change, id, &wanted.mapping).await?;
        let made = find_provider(&change, id).await?;
        let entry = Entry::new("identity_provider.create").on(id, &made.name).after(told(&made));
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(made)
    }

    pub async fn change_identity_provider(
        &self,
        id: Id,
        revision: i64,
        wanted: ProviderWanted,
    ) -> Result<IdentityProvider> {
        let change = self.begin().await?;
        let found = find_provider(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "identity_provider" });
        }
        self.must_cover(Rights::all())?;
        let secret_changed = found.secret != wanted.secret;
        let values: [Sql; 7] = [
            wanted.name.clone().into(),
            fold(&wanted.name).into(),
            wanted.enabled.into(),
            wanted.create_users.into(),
            wanted.config.to_string().into(),
            wanted.secret.clone().into(),
            id.into(),
        ];
        let query =
            "UPDATE identity_providers SET name = ?, name_key = ?, enabled = ?, create_users = ?, config = ?,
            secret = ?, revision = revision + 1 WHERE id = ?";
        let done = change.execute(sql::statement(query, values)).await;
        done.map_err(StoreError::taken("identity_provider"))?;
        put_mapping(&change, id, &wanted.mapping).await?;
        let made = find_provider(&change, id).await?;
        let (before, mut after) = (told(&found), told(&made));
        if secret_changed {
            after["secret"] = json!("changed");
        }
        let entry = Entry::new("identity_provider.change").on(id, &made.name).changed(before, after);
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(made)
    }

    /// Its users stay; those who have no password cannot come in any more before they are given one.
    pub async fn delete_identity_provider(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find_provider(&change, id).await?;
        self.must_cover(Rights::all())?;
        let mut before = told(&found);
        before["users"] = json!(found.users);
        sql::run(&change, "DELETE FROM identity_providers WHERE id = ?", [id.into()]).await?;
        let entry = Entry::new("identity_provider.delete").on(id, &found.name).before(before);
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }
}

/// What the audit tells of a provider: whether there is a secret, and never which.
fn told(provider: &IdentityProvider) -> Value {
    let row = |m: &ProviderMapping| {
        let name = m.role.as_ref().map(|r| r.name.clone()).or(m.group.as_ref().map(|g| g.1.clone()));
        json!([m.their_group, if m.role.is_some() { "role" } else { "group" }, name])
    };
    json!({
        "name": provider.name,
        "kind": provider.kind.name(),
        "enabled": provider.enabled,
        "create_users": provider.create_users,
        "config": provider.config,
        "has_secret": provider.secret.is_some(),
        "mapping": provider.mapping.iter().map(row).collect::<Vec<_>>(),
    })
}

pub(super) async fn find_provider(db: &impl ConnectionTrait, id: Id) -> Result<IdentityProvider> {
    let query = format!("SELECT {FIELDS} FROM identity_providers p WHERE p.id = ?");
    let rows = sql::all(db, query, [id.into()]).await?;
    with_mapping(db, rows).await?.pop().ok_or(StoreError::NotFound { what: "identity_provider" })
}

async fn put_mapping(change: &DatabaseTransaction, id: Id, rows: &[(String, Gives)]) -> Result<()> {
    sql::run(change, "DELETE FROM identity_mappings WHERE provider_id = ?", [id.into()]).await?;
    for (place, (their_group, gives)) in rows.iter().enumerate() {
        let (role, group) = match gives {
            Gives::Role(role) => {
                rights_of_role(change, *role).await?.ok_or(Denied::RoleUnknown)?;
                (Some(*role), None)
            }
            Gives::Group(group) => {
                rights_of_group(change, *group).await?.ok_or(Denied::GroupUnknown)?;
                (None, Some(*group))
            }
        };
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        let values: [Sql; 5] =
            [id.into(), place.into(), their_group.clone().into(), role.into(), group.into()];
        sql::run(change, "INSERT INTO identity_mappings VALUES (?, ?, ?, ?, ?)", values).await?;
    }
    Ok(())
}

async fn with_mapping(db: &impl ConnectionTrait, rows: Vec<Row>) -> Result<Vec<IdentityProvider>> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let query = "SELECT m.their_group, r.id AS role_id, r.key AS role_key, r.name AS role_name,
            g.id AS group_id, g.name AS group_name FROM identity_mappings m
            LEFT JOIN roles r ON r.id = m.role_id LEFT JOIN groups g ON g.id = m.group_id
            WHERE m.provider_id = ? ORDER BY m.place";
        let mut mapping = Vec::new();
        for found in sql::rows(db, query, [row.id.into()]).await? {
            let role: Option<Id> = found.try_get("", "role_id")?;
            let group: Option<Id> = found.try_get("", "group_id")?;
            let group_name: Option<String> = found.try_get("", "group_name")?;
            let role_name: Option<String> = found.try_get("", "role_name")?;
            let key: Option<String> = found.try_get("", "role_key")?;
            mapping.push(ProviderMapping {
                their_group: found.try_get("", "their_group")?,
                role: role.zip(role_name).map(|(id, name)| RoleRef { id, key, name }),
                group: group.zip(group_name),
            });
        }
        let kind = ProviderKind::from_name(&row.kind);
        all.push(IdentityProvider {
            id: row.id,
            kind: kind.ok_or_else(|| StoreError::corrupt(format!("provider of the kind {}", row.kind)))?,
            name: row.name,
            name_key: row.name_key,
            enabled: row.enabled,
            create_users: row.create_users,
            config: serde_json::from_str(&row.config)
                .map_err(|e| StoreError::corrupt(format!("config of a provider: {e}")))?,
            secret: row.secret,
            created_at: row.created_at,
            revision: row.revision,
            mapping,
            users: row.users,
        });
    }
    Ok(all)
}
