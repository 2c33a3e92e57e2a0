use super::remove::end_sessions;
use super::rules::Denied;
use super::users::{User, UserState, find_user};
use crate::audit::Entry;
use crate::{Id, Moment, Result, Store, now, sql};
use sea_orm::FromQueryResult;

/// So long an invitation may be used.
pub const INVITATION_MS: i64 = 72 * 3600 * 1000;

/// So long a link for a new password may be used.
pub const RESET_MS: i64 = 24 * 3600 * 1000;

/// Who is invited by a secret.
#[derive(Debug, Clone)]
pub struct Invited {
    pub user: User,
    /// They were in already, and choose a new password.
    pub reset: bool,
    pub expires_at: Moment,
}

#[derive(FromQueryResult)]
struct Row {
    user_id: Id,
    expires_at: Moment,
}

impl Store {
    /// Makes the invitation before void.
    pub async fn invite(&self, user: Id, secret_hash: &[u8]) -> Result<Moment> {
        let change = self.begin().await?;
        let found = find_user(&change, user).await?;
        self.must_not_be_above(&change, user).await?;
        if !found.is(UserState::Invited) {
            return Err(Denied::NotInvited.into());
        }
        let (at, until) = (now(), now() + INVITATION_MS);
        let query = "INSERT OR REPLACE INTO invitations VALUES (?, ?, ?, ?)";
        sql::run(&change, query, [user.into(), secret_hash.to_vec().into(), at.into(), until.into()]).await?;
        self.note(&change, Entry::new("user.invite").on(user, found.name)).await?;
        change.commit().await?;
        Ok(until)
    }

    /// A link by which somebody who is in already chooses a new password; one made before is void. The old password holds
    /// until then.
    pub async fn begin_reset(&self, user: Id, secret_hash: &[u8]) -> Result<Moment> {
        let change = self.begin().await?;
        let found = find_user(&change, user).await?;
        self.must_not_be_above(&change, user).await?;
        if !found.is(UserState::Active) {
            return Err(Denied::NotActive.into());
        }
        let (at, until) = (now(), now() + RESET_MS);
        let query = "INSERT OR REPLACE INTO invitations VALUES (?, ?, ?, ?)";
        sql::run(&change, query, [user.into(), secret_hash.to_vec().into(), at.into(), until.into()]).await?;
        self.note(&change, Entry::new("user.reset_link").on(user, found.name)).await?;
        change.commit().await?;
        Ok(until)
    }

    /// Sets the new password and uses the link up; sessions and tokens end. `None` where the link is no longer good.
    pub async fn use_reset(&self, secret_hash: &[u8], password_hash: &str) -> Result<Option<User>> {
        let Some(Invited { user, reset: true, .. }) = self.invited(secret_hash).await? else {
            return Ok(None);
        };
        let change = self.begin().await?;
        let query = "DELETE FROM invitations WHERE secret_hash = ?";
        if sql::run(&change, query, [secret_hash.to_vec().into()]).await? != 1 {
            return Ok(None);
        }
        let query = "UPDATE users SET password_hash = ?, must_change_password = 0, revision = revision + 1
            WHERE id = ? AND state = 'active'";
        if sql::run(&change, query, [password_hash.into(), user.id.into()]).await? != 1 {
            return Ok(None);
        }
        end_sessions(&change, user.id, None).await?;
        sql::run(&change, "DELETE FROM tokens WHERE user_id = ?", [user.id.into()]).await?;
        let entry = Entry::new("account.reset_password").kind("user").on(user.id, &user.name);
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(Some(user))
    }

    /// `None` where there is no such invitation, it was used, or its time is over.
    pub async fn invited(&self, secret_hash: &[u8]) -> Result<Option<Invited>> {
        let query = "SELECT user_id, expires_at FROM invitations WHERE secret_hash = ? AND expires_at > ?";
        let values = [secret_hash.to_vec().into(), now().into()];
        let found: Option<Row> = sql::one(self.reader(), query, values).await?;
        let Some(row) = found else { return Ok(None) };
        let user = find_user(self.reader(), row.user_id).await?;
        let (invited, reset) = (user.is(UserState::Invited), user.is(UserState::Active));
        Ok((invited || reset).then_some(Invited { user, reset, expires_at: row.expires_at }))
    }

    pub async fn invitation_of(&self, user: Id) -> Result<Option<Moment>> {
        let query = "SELECT expires_at FROM invitations WHERE user_id = ?";
        Ok(Some(sql::number(self.reader(), query, [user.into()]).await?).filter(|at| *at > 0))
    }

    /// Sets the password and uses the invitation up, both or neither.
    pub async fn use_invitation(
        &self,
        secret_hash: &[u8],
        password_hash: &str,
        nickname: Option<&str>,
    ) -> Result<Option<User>> {
        let Some(invited) = self.invited(secret_hash).await?.filter(|i| !i.reset) else { return Ok(None) };
        let change = self.begin().await?;
        let query = "DELETE FROM invitations WHERE secret_hash = ?";
        if sql::run(&change, query, [secret_hash.to_vec().into()]).await? != 1 {
            return Ok(None);
        }
        let user = invited.user;
        let nickname = nickname.unwrap_or(&user.nickname);
        let search = crate::names::user_search(&user.name, nickname, &user.phone, &user.mail);
        let query =
            "UPDATE users SET password_hash = ?, state = 'active', nickname = ?, search = ?, signs = ?,
            revision = revision + 1 WHERE id = ? AND state = 'invited'";
        let signs = crate::names::user_signs(&search);
        let values = [password_hash.into(), nickname.into(), search.into(), signs.into(), user.id.into()];
        if sql::run(&change, query, values).await? != 1 {
            return Ok(None);
        }
        end_sessions(&change, user.id, None).await?;
        self.note(&change, Entry::new("account.accept_invitation").kind("user").on(user.id, &user.name))
            .await?;
        let user = find_user(&change, user.id).await?;
        change.commit().await?;
        Ok(Some(user))
    }
}
