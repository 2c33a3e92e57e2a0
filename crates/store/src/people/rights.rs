//! Which rights somebody has, and from where.

use crate::{Id, Result, Store, sql};
use fovea_domain::permission::{Permission, Preset, Rights};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult, Value as Sql};
use std::collections::HashMap;

/// A role as it is named beside others.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RoleRef {
    pub id: Id,
    pub key: Option<String>,
    pub name: String,
}

/// A role that gives something to a user: their own, or through a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightSource {
    pub role: RoleRef,
    pub rights: Rights,
    pub group: Option<(Id, String)>,
}

/// Roles of users, their own and those of their groups.
const ROLES_OF: &str = "SELECT role_id FROM user_roles WHERE user_id = ?1
    UNION SELECT g.role_id FROM group_members m JOIN group_roles g ON g.group_id = m.group_id WHERE m.user_id = ?1";

pub(crate) async fn rights_of(db: &impl ConnectionTrait, user: Id) -> Result<Rights> {
    let query = format!(
        "SELECT r.key AS key, p.permission AS permission FROM roles r
         LEFT JOIN role_permissions p ON p.role_id = r.id WHERE r.id IN ({ROLES_OF})"
    );
    united(&sql::rows(db, query, [user.into()]).await?)
}

/// `None` where there is no such role.
pub(super) async fn rights_of_role(db: &impl ConnectionTrait, role: Id) -> Result<Option<Rights>> {
    let query = "SELECT r.key AS key, p.permission AS permission FROM roles r
        LEFT JOIN role_permissions p ON p.role_id = r.id WHERE r.id = ?";
    let rows = sql::rows(db, query, [role.into()]).await?;
    if rows.is_empty() { Ok(None) } else { united(&rows).map(Some) }
}

/// `None` where there is no such group.
pub(super) async fn rights_of_group(db: &impl ConnectionTrait, group: Id) -> Result<Option<Rights>> {
    let query = "SELECT r.key AS key, p.permission AS permission FROM groups g
        LEFT JOIN group_roles gr ON gr.group_id = g.id LEFT JOIN roles r ON r.id = gr.role_id
        LEFT JOIN role_permissions p ON p.role_id = r.id WHERE g.id = ?";
    let rows = sql::rows(db, query, [group.into()]).await?;
    if rows.is_empty() { Ok(None) } else { united(&rows).map(Some) }
}

fn united(rows: &[QueryResult]) -> Result<Rights> {
    let mut rights = Rights::NONE;
    for row in rows {
        let key: Option<String> = row.try_get("", "key")?;
        let permission: Option<String> = row.try_get("", "permission")?;
        if let Some(preset) = key.as_deref().and_then(Preset::from_key) {
            rights = rights.union(preset.rights());
        }
        // A right of a newer program gives nothing in this one.
        if let Some(permission) = permission.and_then(|p| p.parse::<Permission>().ok()) {
            rights.add(permission);
        }
    }
    Ok(rights)
}

/// Who may log in and do everything.
const ADMINISTRATORS: &str = "FROM users WHERE state = 'active' AND id IN (
    SELECT u.user_id FROM user_roles u JOIN roles r ON r.id = u.role_id WHERE r.key = ?1
    UNION SELECT m.user_id FROM group_members m JOIN group_roles g ON g.group_id = m.group_id
        JOIN roles r ON r.id = g.role_id WHERE r.key = ?1)";

pub(super) async fn administrators(db: &impl ConnectionTrait) -> Result<i64> {
    sql::number(db, format!("SELECT COUNT(*) {ADMINISTRATORS}"), [Preset::Administrator.key().into()]).await
}

/// Somebody to ask.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Contact {
    pub name: String,
    pub nickname: String,
    pub phone: String,
    pub mail: String,
}

/// What these roles give.
pub(super) async fn permissions_of(
    db: &impl ConnectionTrait,
    roles: &[RoleRef],
) -> Result<HashMap<Id, Rights>> {
    let mut found: HashMap<Id, Rights> = roles
        .iter()
        .map(|r| (r.id, r.key.as_deref().and_then(Preset::from_key).map_or(Rights::NONE, Preset::rights)))
        .collect();
    let query = format!(
        "SELECT role_id, permission FROM role_permissions WHERE role_id IN ({})",
        sql::marks(roles.len())
    );
    for row in sql::rows(db, query, roles.iter().map(|r| Sql::from(r.id))).await? {
        let (role, permission): (Id, String) = (row.try_get("", "role_id")?, row.try_get("", "permission")?);
        if let (Some(rights), Ok(permission)) = (found.get_mut(&role), permission.parse()) {
            rights.add(permission);
        }
    }
    Ok(found)
}

impl Store {
    /// Some of those who may give rights to others, the first administrator before the rest.
    pub async fn administrators(&self, most: u32) -> Result<Vec<Contact>> {
        let query = format!(
            "SELECT name, nickname, phone, mail {ADMINISTRATORS} ORDER BY built_in DESC, last_login_at DESC, name LIMIT ?2"
        );
        sql::all(self.reader(), query, [Preset::Administrator.key().into(), most.into()]).await
    }

    /// Asked at every request: a change holds from the next one on.
    pub async fn rights_of(&self, user: Id) -> Result<Rights> {
        rights_of(self.reader(), user).await
    }

    /// `None` where there is no such role.
    pub async fn rights_of_role(&self, role: Id) -> Result<Option<Rights>> {
        rights_of_role(self.reader(), role).await
    }

    /// `None` where there is no such group.
    pub async fn rights_of_group(&self, group: Id) -> Result<Option<Rights>> {
        rights_of_group(self.reader(), group).await
    }

    /// Every role that a user has, with the way it came.
    pub async fn right_sources(&self, user: Id) -> Result<Vec<RightSource>> {
        let query = "SELECT r.id, r.key, r.name, NULL AS group_id, NULL AS group_name
            FROM user_roles u JOIN roles r ON r.id = u.role_id WHERE u.user_id = ?1
            UNION ALL SELECT r.id, r.key, r.name, g.id, g.name FROM group_members m
            JOIN groups g ON g.id = m.group_id JOIN group_roles gr ON gr.group_id = g.id
            JOIN roles r ON r.id = gr.role_id WHERE m.user_id = ?1 ORDER BY 4, 1";
        let rows = sql::rows(self.reader(), query, [user.into()]).await?;
        let mut sources = Vec::with_capacity(rows.len());
        for row in &rows {
            let group: Option<Id> = row.try_get("", "group_id")?;
            let name: Option<String> = row.try_get("", "group_name")?;
            sources.push((RoleRef::from_query_result(row, "")?, group.zip(name)));
        }
        let roles: Vec<RoleRef> = sources.iter().map(|(role, _)| role.clone()).collect();
        let given = permissions_of(self.reader(), &roles).await?;
        Ok(sources
            .into_iter()
            .map(|(role, group)| RightSource {
                rights: given.get(&role.id).copied().unwrap_or_default(),
                role,
                group,
            })
            .collect())
    }
}
