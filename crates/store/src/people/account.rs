//! Passwords and logins.

use super::remove::end_sessions;
use super::users::{UserState, find_user};
use crate::audit::Entry;
use crate::{Id, Result, Store, sql};
use serde_json::json;

impl Store {
    /// One's own. Other sessions end; tokens too where it is asked for.
    pub async fn change_own_password(
        &self,
        id: Id,
        hash: &str,
        keep: Option<Id>,
        end_tokens: bool,
    ) -> Result<()> {
        let change = self.begin().await?;
        let user = find_user(&change, id).await?;
        let query = "UPDATE users SET password_hash = ?, must_change_password = 0, revision = revision + 1 WHERE id = ?";
        sql::run(&change, query, [hash.into(), id.into()]).await?;
        sql::run(&change, "DELETE FROM invitations WHERE user_id = ?", [id.into()]).await?;
        let sessions = end_sessions(&change, id, keep).await?;
        let tokens = match end_tokens {
            true => sql::run(&change, "DELETE FROM tokens WHERE user_id = ?", [id.into()]).await?,
            false => 0,
        };
        let entry = Entry::new("account.password").kind("user").on(id, user.name);
        self.note(&change, entry.after(json!({"ended_sessions": sessions, "ended_tokens": tokens}))).await?;
        change.commit().await?;
        Ok(())
    }

    /// Somebody else's, who must change it at the next login. Sessions and tokens end, an invitation is void.
    pub async fn set_password(&self, id: Id, hash: &str) -> Result<()> {
        let change = self.begin().await?;
        let user = find_user(&change, id).await?;
        self.must_not_be_above(&change, id).await?;
        let state = if user.is(UserState::Invited) { UserState::Active.name() } else { user.state.as_str() };
        let query = "UPDATE users SET password_hash = ?, must_change_password = 1, state = ?,
            revision = revision + 1 WHERE id = ?";
        sql::run(&change, query, [hash.into(), state.into(), id.into()]).await?;
        end_sessions(&change, id, None).await?;
        sql::run(&change, "DELETE FROM tokens WHERE user_id = ?", [id.into()]).await?;
        sql::run(&change, "DELETE FROM invitations WHERE user_id = ?", [id.into()]).await?;
        self.note(&change, Entry::new("user.password").on(id, user.name)).await?;
        change.commit().await?;
        Ok(())
    }
}
