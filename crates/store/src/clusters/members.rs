//! Who is in a virtual cluster: users one by one, and groups.

use super::list::{VirtualCluster, find_cluster};
use super::{ClusterDenied, left_cluster, orphans};
use crate::audit::Entry;
use crate::names::fold;
use crate::people::{find_user, group_named};
use crate::{Cursor, Id, Key, Page, PageRequest, Result, Store, StoreError, sql};
use fovea_domain::quota::{Members, remove_member};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::{Map, Value, json};

/// A user who is named one by one.
#[derive(Debug, Clone, FromQueryResult)]
pub struct ClusterMember {
    pub id: Id,
    pub name: String,
    name_key: String,
    pub nickname: String,
    pub administers: bool,
    /// Jobs there that have not ended
    pub jobs: i64,
}

/// Who comes and who goes, all or none.
#[derive(Debug, Clone, Default)]
pub struct MembersWanted {
    pub add_users: Vec<Id>,
    pub remove_users: Vec<Id>,
    pub add_groups: Vec<Id>,
    pub remove_groups: Vec<Id>,
    /// Of those who are in it by themselves
    pub add_administrators: Vec<Id>,
    pub remove_administrators: Vec<Id>,
}

impl MembersWanted {
    pub fn is_empty(&self) -> bool {
        let lists = [
            &self.add_users,
            &self.remove_users,
            &self.add_groups,
            &self.remove_groups,
            &self.add_administrators,
            &self.remove_administrators,
        ];
        lists.iter().all(|l| l.is_empty())
    }
}

impl Store {
    /// Users who are named one by one, by name.
    pub async fn cluster_members(
        &self,
        cluster: Id,
        q: Option<&str>,
        page: &PageRequest,
    ) -> Result<Page<ClusterMember>> {
        let from = "virtual_cluster_users c JOIN users u ON u.id = c.user_id
            WHERE c.cluster_id = ?1 AND (?2 = '' OR instr(u.search, ?2) > 0)";
        let mut values: Vec<Sql> = vec![cluster.into(), fold(q.unwrap_or_default()).into()];
        let total =
            sql::number(self.reader(), format!("SELECT COUNT(*) FROM {from}"), values.clone()).await?;
        let mut behind = "";
        if let Some(Cursor { key: Key::Text(key), id }) = &page.cursor {
            behind = " AND (u.name_key, u.id) > (?3, ?4)";
            values.extend([key.clone().into(), (*id).into()]);
        }
        let query = format!(
            "SELECT u.id, u.name, u.name_key, u.nickname, c.administers, (SELECT COUNT(*) FROM jobs j
                WHERE j.virtual_cluster_id = ?1 AND j.owner = u.id AND {}) AS jobs
             FROM {from}{behind} ORDER BY u.name_key, u.id LIMIT {}",
            super::OPEN,
            page.limit + 1
        );
        let found: Vec<ClusterMember> = sql::all(self.reader(), query, values).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(found, page.limit, total, |m| Cursor { key: Key::Text(m.name_key.clone()), id: m.id }))
    }

    /// Whether this user manages its members.
    pub async fn administers_cluster(&self, cluster: Id, user: Id) -> Result<bool> {
        let query = "SELECT COUNT(*) FROM virtual_cluster_users WHERE cluster_id = ? AND user_id = ? AND administers = 1";
        Ok(sql::number(self.reader(), query, [cluster.into(), user.into()]).await? > 0)
    }

    /// Whoever is no member afterwards and still runs jobs there is told of them; with `confirmed` those are stopped.
    pub async fn change_cluster_members(
        &self,
        id: Id,
        wanted: &MembersWanted,
        confirmed: bool,
    ) -> Result<VirtualCluster> {
        let change = self.begin().await?;
        let stopped = self.members(&change, id, wanted, confirmed).await?;
        let made = find_cluster(&change, id).await?;
        change.commit().await?;
        self.tell_jobs(&stopped).await?;
        Ok(made)
    }

    /// The same of one user in several virtual clusters.
    pub async fn change_clusters_of(
        &self,
        user: Id,
        add: &[Id],
        remove: &[Id],
        confirmed: bool,
    ) -> Result<()> {
        let change = self.begin().await?;
        find_user(&change, user).await?;
        let (mut stopped, mut asked) = (Vec::new(), Vec::new());
        let into = MembersWanted { add_users: vec![user], ..MembersWanted::default() };
        let out = MembersWanted { remove_users: vec![user], ..MembersWanted::default() };
        let mut all: Vec<(Id, bool)> = add.iter().map(|id| (*id, true)).collect();
        all.extend(remove.iter().map(|id| (*id, false)));
        for (cluster, comes) in all {
            let wanted = if comes { &into } else { &out };
            match self.members(&change, cluster, wanted, confirmed).await {
                Ok(jobs) => stopped.extend(jobs),
                // All that would be stopped is told at once.
                Err(StoreError::Cluster(ClusterDenied::JobsRun(jobs))) => asked.extend(jobs),
                Err(other) => return Err(other),
            }
        }
        if !asked.is_empty() {
            return Err(ClusterDenied::JobsRun(asked).into());
        }
        change.commit().await?;
        self.tell_jobs(&stopped).await
    }

    /// Within a change. Returns what was stopped.
    async fn members(
        &self,
        change: &DatabaseTransaction,
        id: Id,
        wanted: &MembersWanted,
        confirmed: bool,
    ) -> Result<Vec<super::ClusterJob>> {
        let cluster = find_cluster(change, id).await?;
        for user in &wanted.add_users {
            add_user(change, id, *user).await?;
        }
        for group in &wanted.add_groups {
            group_named(change, *group).await?.ok_or(ClusterDenied::GroupUnknown)?;
            add_group(change, id, *group).await?;
        }
        let mut administrators: Vec<(Id, bool)> = Vec::new();
        administrators.extend(wanted.add_administrators.iter().map(|id| (*id, true)));
        administrators.extend(wanted.remove_administrators.iter().map(|id| (*id, false)));
        for (user, administers) in administrators {
            let query =
                "UPDATE virtual_cluster_users SET administers = ? WHERE cluster_id = ? AND user_id = ?";
            let values = [administers.into(), id.into(), user.into()];
            if sql::run(change, query, values).await? != 1 && administers {
                return Err(ClusterDenied::AdministratorNoMember.into());
            }
        }
        let removed = [("user", &wanted.remove_users, "users"), ("group", &wanted.remove_groups, "groups")];
        for (one, ids, many) in removed {
            for gone in ids {
                let query =
                    format!("DELETE FROM virtual_cluster_{many} WHERE cluster_id = ? AND {one}_id = ?");
                sql::run(change, query, [id.into(), (*gone).into()]).await?;
            }
        }
        let goes = !wanted.remove_users.is_empty() || !wanted.remove_groups.is_empty();
        let jobs = if goes { orphans(change, id).await? } else { Vec::new() };
        let stopped = match remove_member(jobs, confirmed) {
            Members::Remove => Vec::new(),
            Members::Ask(jobs) => return Err(ClusterDenied::JobsRun(jobs).into()),
            Members::RemoveAndStop(jobs) => jobs,
        };
        self.stop_all(change, &stopped, &left_cluster(&cluster.name)).await?;
        sql::run(change, "UPDATE virtual_clusters SET revision = revision + 1 WHERE id = ?", [id.into()])
            .await?;
        let told = told(change, wanted).await?;
        let entry = Entry::new("virtual_cluster.members").on(id, cluster.name).after(told);
        self.note(change, entry).await?;
        Ok(stopped)
    }
}

pub(super) async fn add_user(change: &DatabaseTransaction, cluster: Id, user: Id) -> Result<()> {
    find_user(change, user).await.map_err(|_| StoreError::from(ClusterDenied::UserUnknown))?;
    let query = "INSERT OR IGNORE INTO virtual_cluster_users VALUES (?, ?, 0)";
    sql::run(change, query, [cluster.into(), user.into()]).await?;
    Ok(())
}

pub(super) async fn add_group(change: &DatabaseTransaction, cluster: Id, group: Id) -> Result<()> {
    let query = "INSERT OR IGNORE INTO virtual_cluster_groups VALUES (?, ?)";
    sql::run(change, query, [cluster.into(), group.into()]).await?;
    Ok(())
}

/// Names, since a row of the audit is read when its ids are long gone.
async fn told(db: &impl ConnectionTrait, wanted: &MembersWanted) -> Result<Value> {
    let mut all = Map::new();
    let lists = [
        ("added_users", "users", &wanted.add_users),
        ("removed_users", "users", &wanted.remove_users),
        ("added_groups", "groups", &wanted.add_groups),
        ("removed_groups", "groups", &wanted.remove_groups),
        ("added_administrators", "users", &wanted.add_administrators),
        ("removed_administrators", "users", &wanted.remove_administrators),
    ];
    for (key, table, ids) in lists {
        if ids.is_empty() {
            continue;
        }
        let query =
            format!("SELECT name FROM {table} WHERE id IN ({}) ORDER BY name_key", sql::marks(ids.len()));
        let rows = sql::rows(db, query, ids.iter().map(|id| Sql::from(*id))).await?;
        let names: Vec<String> =
            rows.iter().map(|r| r.try_get("", "name")).collect::<std::result::Result<_, _>>()?;
        all.insert(key.into(), json!(names));
    }
    Ok(Value::Object(all))
}
