//! The same for many users at once, each for itself: what one cannot does not keep the others.

use super::change::{group_ids, role_ids};
use super::new::{add_groups, add_roles};
use super::rules::{must_leave_an_administrator, must_not_be_built_in};
use super::users::find_user;
use crate::audit::Entry;
use crate::clusters::{LeftJobs, before_leaving};
use crate::{Id, Result, Store, StoreError, sql};
use sea_orm::{DatabaseTransaction, Value as Sql};
use serde_json::json;

#[derive(Debug, Clone)]
pub enum BulkAction {
    Delete {
        transfer_to: Option<Id>,
    },
    Lock,
    Unlock,
    AddGroups(Vec<Id>),
    /// And what becomes of jobs in virtual clusters that one was in by them alone
    RemoveGroups(Vec<Id>, LeftJobs),
    AddRoles(Vec<Id>),
    RemoveRoles(Vec<Id>),
}

/// How it went for one of them.
pub type BulkResult = (Id, Result<()>);

impl Store {
    /// Each in a transaction of its own. Only what concerns the rules of one is told for it; trouble with the
    /// database ends all.
    pub async fn change_users(&self, ids: &[Id], action: &BulkAction) -> Result<Vec<BulkResult>> {
        let mut results = Vec::with_capacity(ids.len());
        for id in ids {
            let done = self.change_one(*id, action).await;
            match done {
                Ok(())
                | Err(StoreError::Denied(_) | StoreError::NotFound { .. } | StoreError::Cluster(_)) => {
                    results.push((*id, done))
                }
                Err(other) => return Err(other),
            }
        }
        Ok(results)
    }

    async fn change_one(&self, id: Id, action: &BulkAction) -> Result<()> {
        let change = self.begin().await?;
        let mut stopped = Vec::new();
        match action {
            BulkAction::Delete { transfer_to } => self.remove_user(&change, id, *transfer_to).await?,
            BulkAction::Lock => self.lock_user(&change, id, true).await?,
            BulkAction::Unlock => self.lock_user(&change, id, false).await?,
            BulkAction::AddGroups(groups) => {
                self.may_give_groups(&change, groups).await?;
                self.shift(&change, id, groups, &[], true).await?;
            }
            BulkAction::RemoveGroups(groups, jobs) => {
                let leaving = before_leaving(&change, groups).await?;
                self.shift(&change, id, groups, &[], false).await?;
                stopped = self.after_leaving(&change, leaving, *jobs).await?;
            }
            BulkAction::AddRoles(roles) => {
                self.may_give_roles(&change, roles).await?;
                self.shift(&change, id, &[], roles, true).await?;
            }
            BulkAction::RemoveRoles(roles) => self.shift(&change, id, &[], roles, false).await?,
        }
        change.commit().await?;
        self.tell_jobs(&stopped).await
    }

    /// Puts a user into groups and gives roles, or the other way round.
    pub(super) async fn shift(
        &self,
        change: &DatabaseTransaction,
        id: Id,
        groups: &[Id],
        roles: &[Id],
        add: bool,
    ) -> Result<()> {
        let user = find_user(change, id).await?;
        self.must_not_be_above(change, id).await?;
        let told = async || {
            Ok::<_, StoreError>(
                json!({"roles": role_ids(change, id).await?, "groups": group_ids(change, id).await?}),
            )
        };
        let before = told().await?;
        if add {
            add_groups(change, id, groups).await?;
            add_roles(change, id, roles).await?;
        } else {
            let with = |ids: &[Id]| -> Vec<Sql> {
                std::iter::once(Sql::from(id)).chain(ids.iter().map(|i| Sql::from(*i))).collect()
            };
            let marks = sql::marks(groups.len());
            let query = format!("DELETE FROM group_members WHERE user_id = ? AND group_id IN ({marks})");
            sql::run(change, query, with(groups)).await?;
            if user.built_in && gives_everything(change, roles).await? {
                must_not_be_built_in(&user)?;
            }
            let marks = sql::marks(roles.len());
            let query = format!("DELETE FROM user_roles WHERE user_id = ? AND role_id IN ({marks})");
            sql::run(change, query, with(roles)).await?;
            must_leave_an_administrator(change).await?;
        }
        sql::run(change, "UPDATE users SET revision = revision + 1 WHERE id = ?", [id.into()]).await?;
        let after = told().await?;
        self.note(change, Entry::new("user.change").on(id, user.name).changed(before, after)).await
    }
}

async fn gives_everything(change: &DatabaseTransaction, roles: &[Id]) -> Result<bool> {
    let query = format!(
        "SELECT COUNT(*) FROM roles WHERE key = 'administrator' AND id IN ({})",
        sql::marks(roles.len())
    );
    Ok(sql::number(change, query, roles.iter().map(|r| Sql::from(*r))).await? > 0)
}
