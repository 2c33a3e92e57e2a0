use super::belongings::running;
use super::identities::has_any;
use super::rules::{Denied, must_leave_an_administrator, must_not_be_built_in};
use super::users::{User, UserState, find_user};
use crate::audit::Entry;
use crate::{Id, Result, Store, StoreError, sql};
use sea_orm::DatabaseTransaction;
use serde_json::json;

/// What a user made, and in which column it says so.
const OWNED: [(&str, &str); 5] = [
    ("projects", "created_by"),
    ("imports", "created_by"),
    ("exports", "created_by"),
    ("versions", "created_by"),
    ("jobs", "owner"),
];

impl Store {
    /// What they made goes to another user, or to nobody. Their sessions and tokens end.
    pub async fn delete_user(&self, id: Id, transfer_to: Option<Id>) -> Result<()> {
        let change = self.begin().await?;
        self.remove_user(&change, id, transfer_to).await?;
        change.commit().await?;
        Ok(())
    }

    pub(super) async fn remove_user(
        &self,
        change: &DatabaseTransaction,
        id: Id,
        transfer_to: Option<Id>,
    ) -> Result<()> {
        let user = self.user_to_end(change, id).await?;
        let jobs = running(change, id).await?;
        if !jobs.is_empty() {
            return Err(Denied::HasJobs(jobs.into_iter().map(|j| (j.id, j.name)).collect()).into());
        }
        if let Some(heir) = transfer_to {
            let heir = find_user(change, heir).await.map_err(|_| StoreError::from(Denied::UserUnknown))?;
            if heir.id == id {
                return Err(Denied::UserUnknown.into());
            }
            for (table, column) in OWNED {
                let query = format!("UPDATE {table} SET {column} = ? WHERE {column} = ?");
                sql::run(change, query, [heir.id.into(), id.into()]).await?;
            }
        }
        sql::run(change, "DELETE FROM users WHERE id = ?", [id.into()]).await?;
        must_leave_an_administrator(change).await?;
        let mut told = user.told();
        told["transfer_to"] = json!(transfer_to);
        self.note(change, Entry::new("user.delete").on(id, user.name).before(told)).await
    }

    /// Locked users keep what they have and cannot come in; letting in is also for those who registered.
    pub(super) async fn lock_user(&self, change: &DatabaseTransaction, id: Id, lock: bool) -> Result<()> {
        let user = match lock {
            true => self.user_to_end(change, id).await?,
            false => {
                self.must_not_be_above(change, id).await?;
                find_user(change, id).await?
            }
        };
        let no_way_in = user.password_hash.is_empty() && !has_any(change, id).await?;
        let state = match (lock, no_way_in) {
            (true, _) => UserState::Locked,
            (false, true) => UserState::Invited,
            (false, false) => UserState::Active,
        };
        let query = "UPDATE users SET state = ?, revision = revision + 1 WHERE id = ?";
        sql::run(change, query, [state.name().into(), id.into()]).await?;
        if lock {
            end_sessions(change, id, None).await?;
            // One who never came in keeps the invitation for the day they are let in again.
            if !user.is(UserState::Invited) {
                sql::run(change, "DELETE FROM invitations WHERE user_id = ?", [id.into()]).await?;
            }
            must_leave_an_administrator(change).await?;
        }
        let entry = Entry::new(if lock { "user.lock" } else { "user.unlock" }).on(id, user.name);
        let entry = entry.before(json!({"state": user.state})).after(json!({"state": state.name()}));
        self.note(change, entry).await
    }

    /// Whom the caller may lock or delete.
    async fn user_to_end(&self, change: &DatabaseTransaction, id: Id) -> Result<User> {
        let user = find_user(change, id).await?;
        must_not_be_built_in(&user)?;
        self.must_not_be_me(id)?;
        self.must_not_be_above(change, id).await?;
        Ok(user)
    }
}

/// All but this one.
pub(super) async fn end_sessions(change: &DatabaseTransaction, user: Id, but: Option<Id>) -> Result<u64> {
    match but {
        Some(but) => {
            let query = "DELETE FROM sessions WHERE user_id = ? AND id <> ?";
            sql::run(change, query, [user.into(), but.into()]).await
        }
        None => sql::run(change, "DELETE FROM sessions WHERE user_id = ?", [user.into()]).await,
    }
}
