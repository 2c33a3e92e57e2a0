use super::new::{add_groups, add_roles};
use super::rules::{must_leave_an_administrator, must_not_be_built_in};
use super::users::{Person, User, find_user, with_belongings};
use crate::audit::Entry;
use crate::clusters::{LeftJobs, before_leaving, is_member};
use crate::names::{fold, user_search, user_signs};
use crate::{Id, Result, Store, StoreError, sql};
use fovea_domain::notify::Notify;
use fovea_domain::permission::Preset;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction, IntoActiveModel};
use serde_json::json;

/// What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    pub name: Option<String>,
    pub nickname: Option<String>,
    pub phone: Option<String>,
    pub mail: Option<String>,
    pub note: Option<String>,
    pub language: Option<String>,
    /// All of them, in place of those there were.
    pub role_ids: Option<Vec<Id>>,
    pub group_ids: Option<Vec<Id>>,
    /// Jobs in virtual clusters that they were in by groups alone are stopped; else they are told, and nothing is changed.
    pub stop_jobs: bool,
    /// Of one job; `None` within: no end but the virtual cluster's.
    pub longest_run_ms: Option<Option<i64>>,
    /// Of all pictures of their projects; `None` within: no limit of their own.
    pub data_quota_bytes: Option<Option<i64>>,
    /// Where they work who say nothing else; one that they are in.
    pub virtual_cluster_id: Option<Option<Id>>,
    /// When they get mail as their jobs end.
    pub job_mail: Option<Notify>,
}

impl Store {
    pub async fn change_user(&self, id: Id, revision: i64, wanted: UserChange) -> Result<Person> {
        let change = self.begin().await?;
        let found = find_user(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "user" });
        }
        self.must_not_be_above(&change, id).await?;
        let (mut before, mut after) = (found.told(), serde_json::Value::Null);
        let old_roles = role_ids(&change, id).await?;
        let old_groups = group_ids(&change, id).await?;
        let mut stopped = Vec::new();
        let changed = set_fields(&change, found, &wanted).await?;
        if let Some(roles) = &wanted.role_ids {
            self.set_roles(&change, &changed, &old_roles, roles).await?;
        }
        if let Some(groups) = &wanted.group_ids {
            self.may_give_groups(&change, groups).await?;
            let leaving = before_leaving(&change, &old_groups).await?;
            sql::run(&change, "DELETE FROM group_members WHERE user_id = ?", [id.into()]).await?;
            add_groups(&change, id, groups).await?;
            stopped = self.after_leaving(&change, leaving, LeftJobs::stop(wanted.stop_jobs)).await?;
        }
        must_leave_an_administrator(&change).await?;
        before["roles"] = json!(old_roles);
        before["groups"] = json!(old_groups);
        after.clone_from(&changed.told());
        after["roles"] = json!(role_ids(&change, id).await?);
        after["groups"] = json!(group_ids(&change, id).await?);
        self.note(&change, Entry::new("user.change").on(id, &changed.name).changed(before, after)).await?;
        let person = with_belongings(&change, vec![changed]).await?.pop();
        change.commit().await?;
        self.tell_jobs(&stopped).await?;
        person.ok_or(StoreError::NotFound { what: "user" })
    }

    /// What people may change of themselves.
    pub async fn change_own(&self, id: Id, wanted: UserChange) -> Result<User> {
        let own = UserChange {
            name: None,
            note: None,
            role_ids: None,
            group_ids: None,
            stop_jobs: false,
            longest_run_ms: None,
            data_quota_bytes: None,
            ..wanted
        };
        let change = self.begin().await?;
        let found = find_user(&change, id).await?;
        let before = found.told();
        let changed = set_fields(&change, found, &own).await?;
        let entry = Entry::new("account.change").kind("user").on(id, &changed.name);
        self.note(&change, entry.changed(before, changed.told())).await?;
        change.commit().await?;
        Ok(changed)
    }

    async fn set_roles(
        &self,
        change: &DatabaseTransaction,
        user: &User,
        old: &[Id],
        new: &[Id],
    ) -> Result<()> {
        self.may_give_roles(change, new).await?;
        let administrator =
            sql::rows(change, "SELECT id FROM roles WHERE key = ?", [Preset::Administrator.key().into()]);
        for row in administrator.await? {
            let role: Id = row.try_get("", "id")?;
            if old.contains(&role) && !new.contains(&role) {
                must_not_be_built_in(user)?;
            }
        }
        sql::run(change, "DELETE FROM user_roles WHERE user_id = ?", [user.id.into()]).await?;
        add_roles(change, user.id, new).await
    }
}

async fn set_fields(db: &impl ConnectionTrait, found: User, wanted: &UserChange) -> Result<User> {
    let revision = found.revision;
    if let Some(Some(cluster)) = wanted.virtual_cluster_id
        && !is_member(db, cluster, found.id).await?
    {
        return Err(StoreError::NotFound { what: "virtual_cluster" });
    }
    let mut row = found.clone().into_active_model();
    let pick = |new: &Option<String>, old: String| new.clone().unwrap_or(old);
    let name = pick(&wanted.name, found.name);
    let (nickname, phone) = (pick(&wanted.nickname, found.nickname), pick(&wanted.phone, found.phone));
    let mail = pick(&wanted.mail, found.mail);
    let search = user_search(&name, &nickname, &phone, &mail);
    (row.signs, row.search) = (Set(user_signs(&search)), Set(search));
    row.name_key = Set(fold(&name));
    (row.name, row.nickname, row.phone, row.mail) = (Set(name), Set(nickname), Set(phone), Set(mail));
    row.note = Set(pick(&wanted.note, found.note));
    row.language = Set(pick(&wanted.language, found.language));
    row.longest_run_ms = Set(wanted.longest_run_ms.unwrap_or(found.longest_run_ms));
    row.data_quota_bytes = Set(wanted.data_quota_bytes.unwrap_or(found.data_quota_bytes));
    row.virtual_cluster_id = Set(wanted.virtual_cluster_id.unwrap_or(found.virtual_cluster_id));
    if let Some(when) = wanted.job_mail {
        row.job_mail = Set(when.name().into());
    }
    row.revision = Set(revision + 1);
    row.update(db).await.map_err(StoreError::taken("user"))
}

pub(super) async fn role_ids(db: &impl ConnectionTrait, user: Id) -> Result<Vec<Id>> {
    ids(db, "SELECT role_id AS id FROM user_roles WHERE user_id = ? ORDER BY 1", user).await
}

pub(super) async fn group_ids(db: &impl ConnectionTrait, user: Id) -> Result<Vec<Id>> {
    ids(db, "SELECT group_id AS id FROM group_members WHERE user_id = ? ORDER BY 1", user).await
}

pub(super) async fn ids(db: &impl ConnectionTrait, query: &str, of: Id) -> Result<Vec<Id>> {
    let rows = sql::rows(db, query, [of.into()]).await?;
    Ok(rows.iter().map(|r| r.try_get("", "id")).collect::<std::result::Result<_, _>>()?)
}
