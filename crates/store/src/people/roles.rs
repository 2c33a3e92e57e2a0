use super::groups::NamedOrder;
use super::rights::{RoleRef, rights_of_role};
use super::rules::Denied;
use crate::audit::Entry;
use crate::names::fold;
use crate::{Cursor, Id, Moment, Page, PageRequest, Result, Store, StoreError, now, sql};
use fovea_domain::permission::{Permission, Preset};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::{Value, json};
use std::collections::HashMap;

#[derive(Debug, Clone, FromQueryResult)]
struct Row {
    id: Id,
    key: Option<String>,
    name: String,
    name_key: String,
    description: String,
    created_at: Moment,
    revision: i64,
    users: i64,
    groups: i64,
}

#[derive(Debug, Clone)]
pub struct Role {
    pub id: Id,
    /// Of a preset one.
    pub key: Option<String>,
    pub name: String,
    name_key: String,
    pub description: String,
    pub created_at: Moment,
    pub revision: i64,
    /// Who has it, not counting those who have it through groups.
    pub users: i64,
    pub groups: i64,
    /// As ticked; of a preset all that it gives.
    pub permissions: Vec<Permission>,
}

/// What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct RoleChange {
    pub name: Option<String>,
    pub description: Option<String>,
    pub permissions: Option<Vec<Permission>>,
}

const FIELDS: &str = "r.id, r.key, r.name, r.name_key, r.description, r.created_at, r.revision,
    (SELECT COUNT(*) FROM user_roles u WHERE u.role_id = r.id) AS users,
    (SELECT COUNT(*) FROM group_roles g WHERE g.role_id = r.id) AS groups";

impl Store {
    pub async fn roles(
        &self,
        q: Option<&str>,
        preset: Option<bool>,
        order: NamedOrder,
        page: &PageRequest,
    ) -> Result<Page<Role>> {
        let mut test =
            String::from("(?1 = '' OR instr(r.name_key, ?1) > 0 OR instr(lower(r.description), ?1) > 0)");
        match preset {
            Some(true) => test += " AND r.key IS NOT NULL",
            Some(false) => test += " AND r.key IS NULL",
            None => {}
        }
        let mut values: Vec<Sql> = vec![fold(q.unwrap_or_default()).into()];
        let count = format!("SELECT COUNT(*) FROM roles r WHERE {test}");
        let total = sql::number(self.reader(), count, values.clone()).await?;
        if let Some(cursor) = &page.cursor {
            let (behind, place) = order.behind("r", cursor, 2);
            test += &behind;
            values.extend(place);
        }
        let (column, way, limit) = (order.column(), order.way(), page.limit + 1);
        let query = format!(
            "SELECT {FIELDS} FROM roles r WHERE {test} ORDER BY r.{column} {way}, r.id {way} LIMIT {limit}"
        );
        let roles = with_permissions(self.reader(), sql::all(self.reader(), query, values).await?).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(roles, page.limit, total, |r| Cursor {
            key: order.key(&r.name_key, r.created_at),
            id: r.id,
        }))
    }

    pub async fn role(&self, id: Id) -> Result<Role> {
        find_role(self.reader(), id).await
    }

    pub async fn role_name_taken(&self, name: &str) -> Result<bool> {
        let query = "SELECT COUNT(*) FROM roles WHERE name_key = ?";
        Ok(sql::number(self.reader(), query, [fold(name).into()]).await? > 0)
    }

    pub async fn create_role(
        &self,
        name: &str,
        description: &str,
        permissions: &[Permission],
    ) -> Result<Role> {
        let change = self.begin().await?;
        self.must_cover(permissions.iter().copied().collect())?;
        let id = Id::new();
        let values = [id.into(), name.into(), fold(name).into(), description.into(), now().into()];
        let made =
            change.execute(sql::statement("INSERT INTO roles VALUES (?, NULL, ?, ?, ?, ?, 1)", values)).await;
        made.map_err(StoreError::taken("role"))?;
        set_permissions(&change, id, permissions).await?;
        let role = find_role(&change, id).await?;
        self.note(&change, Entry::new("role.create").on(id, name).after(told(&role))).await?;
        change.commit().await?;
        Ok(role)
    }

    pub async fn change_role(&self, id: Id, revision: i64, wanted: RoleChange) -> Result<Role> {
        let change = self.begin().await?;
        let found = self.custom_role(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "role" });
        }
        let before = told(&found);
        let name = wanted.name.unwrap_or(found.name);
        let description = wanted.description.unwrap_or(found.description);
        let query =
            "UPDATE roles SET name = ?, name_key = ?, description = ?, revision = revision + 1 WHERE id = ?";
        let values = [name.clone().into(), fold(&name).into(), description.into(), id.into()];
        change.execute(sql::statement(query, values)).await.map_err(StoreError::taken("role"))?;
        if let Some(permissions) = &wanted.permissions {
            self.must_cover(permissions.iter().copied().collect())?;
            sql::run(&change, "DELETE FROM role_permissions WHERE role_id = ?", [id.into()]).await?;
            set_permissions(&change, id, permissions).await?;
        }
        let role = find_role(&change, id).await?;
        self.note(&change, Entry::new("role.change").on(id, name).changed(before, told(&role))).await?;
        change.commit().await?;
        Ok(role)
    }

    /// One that nobody has.
    pub async fn delete_role(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = self.custom_role(&change, id).await?;
        if found.users > 0 || found.groups > 0 {
            return Err(Denied::RoleInUse { users: found.users, groups: found.groups }.into());
        }
        sql::run(&change, "DELETE FROM roles WHERE id = ?", [id.into()]).await?;
        let before = told(&found);
        self.note(&change, Entry::new("role.delete").on(id, found.name).before(before)).await?;
        change.commit().await?;
        Ok(())
    }

    /// Gives the role to users and groups, and takes it from others, all or none.
    pub async fn change_holders(
        &self,
        role: Id,
        add: (&[Id], &[Id]),
        remove: (&[Id], &[Id]),
    ) -> Result<Role> {
        let change = self.begin().await?;
        let found = find_role(&change, role).await?;
        self.may_give_roles(&change, &[role]).await?;
        for user in add.0 {
            self.shift(&change, *user, &[], &[role], true).await?;
        }
        for user in remove.0 {
            self.shift(&change, *user, &[], &[role], false).await?;
        }
        let groups = add.1.iter().map(|g| (*g, true)).chain(remove.1.iter().map(|g| (*g, false)));
        for (group, give) in groups {
            self.may_give_groups(&change, &[group]).await?;
            let query = match give {
                true => "INSERT OR IGNORE INTO group_roles VALUES (?, ?)",
                false => "DELETE FROM group_roles WHERE group_id = ? AND role_id = ?",
            };
            sql::run(&change, query, [group.into(), role.into()]).await?;
            sql::run(&change, "UPDATE groups SET revision = revision + 1 WHERE id = ?", [group.into()])
                .await?;
            let entry = Entry::new("role.assign").on(role, &found.name);
            self.note(&change, entry.after(json!({"group": group, "given": give}))).await?;
        }
        super::rules::must_leave_an_administrator(&change).await?;
        let role = find_role(&change, role).await?;
        change.commit().await?;
        Ok(role)
    }

    /// One that may be changed, by somebody who may do all that it gives.
    async fn custom_role(&self, change: &DatabaseTransaction, id: Id) -> Result<Role> {
        let found = find_role(change, id).await?;
        if found.key.is_some() {
            return Err(Denied::PresetRole.into());
        }
        self.must_cover(rights_of_role(change, id).await?.unwrap_or_default())?;
        Ok(found)
    }
}

fn told(role: &Role) -> Value {
    let permissions: Vec<&str> = role.permissions.iter().map(|p| p.name()).collect();
    json!({"name": role.name, "description": role.description, "permissions": permissions})
}

async fn set_permissions(db: &impl ConnectionTrait, role: Id, permissions: &[Permission]) -> Result<()> {
    for permission in permissions {
        let query = "INSERT OR IGNORE INTO role_permissions VALUES (?, ?)";
        sql::run(db, query, [role.into(), permission.name().into()]).await?;
    }
    Ok(())
}

async fn find_role(db: &impl ConnectionTrait, id: Id) -> Result<Role> {
    let rows = sql::all(db, format!("SELECT {FIELDS} FROM roles r WHERE r.id = ?"), [id.into()]).await?;
    with_permissions(db, rows).await?.pop().ok_or(StoreError::NotFound { what: "role" })
}

async fn with_permissions(db: &impl ConnectionTrait, rows: Vec<Row>) -> Result<Vec<Role>> {
    // As ticked, without what that implies: whoever changes the role must see what they said.
    let query = format!(
        "SELECT role_id, permission FROM role_permissions WHERE role_id IN ({})",
        sql::marks(rows.len())
    );
    let mut ticked: HashMap<Id, Vec<Permission>> = HashMap::new();
    for row in sql::rows(db, query, rows.iter().map(|r| Sql::from(r.id))).await? {
        let permission: String = row.try_get("", "permission")?;
        if let Ok(permission) = permission.parse() {
            ticked.entry(row.try_get("", "role_id")?).or_default().push(permission);
        }
    }
    let all = |row: &Row| match row.key.as_deref().and_then(Preset::from_key) {
        Some(preset) => preset.rights().iter().collect(),
        None => ticked.get(&row.id).cloned().unwrap_or_default(),
    };
    Ok(rows
        .into_iter()
        .map(|r| {
            let mut permissions: Vec<Permission> = all(&r);
            permissions.sort();
            Role {
                permissions,
                id: r.id,
                key: r.key,
                name: r.name,
                name_key: r.name_key,
                description: r.description,
                created_at: r.created_at,
                revision: r.revision,
                users: r.users,
                groups: r.groups,
            }
        })
        .collect())
}

impl Role {
    pub fn named(&self) -> RoleRef {
        RoleRef { id: self.id, key: self.key.clone(), name: self.name.clone() }
    }
}
