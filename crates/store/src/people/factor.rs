//! The second factor: what is kept of it, and that no code works twice.

use super::users::find_user;
use crate::audit::Entry;
use crate::{Id, Moment, Result, Store, now, sql};
use sea_orm::{DatabaseTransaction, FromQueryResult};

/// Made together when a second factor is begun.
pub const RECOVERY_CODES: usize = 10;

#[derive(Debug, Clone, FromQueryResult)]
pub struct Factor {
    pub sealed: Vec<u8>,
    /// `None` as long as it was only begun: not asked for yet.
    pub confirmed_at: Option<Moment>,
    /// Codes of this step of time and before are used up.
    pub last_step: i64,
}

impl Store {
    pub async fn factor(&self, user: Id) -> Result<Option<Factor>> {
        let query = "SELECT sealed, confirmed_at, last_step FROM second_factors WHERE user_id = ?";
        sql::one(self.reader(), query, [user.into()]).await
    }

    pub async fn recovery_codes_left(&self, user: Id) -> Result<i64> {
        sql::number(self.reader(), "SELECT COUNT(*) FROM recovery_codes WHERE user_id = ?", [user.into()])
            .await
    }

    /// Begins one. One that is in use stays until the new one is confirmed elsewhere: false, and nothing is done.
    pub async fn begin_factor(&self, user: Id, sealed: &[u8]) -> Result<bool> {
        let change = self.begin().await?;
        let found = find_user(&change, user).await?;
        let query = "INSERT INTO second_factors VALUES (?1, ?2, NULL, 0)
            ON CONFLICT (user_id) DO UPDATE SET sealed = ?2, last_step = 0 WHERE confirmed_at IS NULL";
        let begun = sql::run(&change, query, [user.into(), sealed.to_vec().into()]).await? == 1;
        if begun {
            self.note(&change, factor_entry("account.second_factor_begin", user, &found.name)).await?;
            change.commit().await?;
        }
        Ok(begun)
    }

    /// From now on it is asked for at every login.
    pub async fn confirm_factor(&self, user: Id, step: i64, recovery: &[Vec<u8>]) -> Result<()> {
        let change = self.begin().await?;
        let found = find_user(&change, user).await?;
        let query = "UPDATE second_factors SET confirmed_at = ?, last_step = ? WHERE user_id = ?";
        sql::run(&change, query, [now().into(), step.into(), user.into()]).await?;
        put_codes(&change, user, recovery).await?;
        self.note(&change, factor_entry("account.second_factor_on", user, &found.name)).await?;
        change.commit().await?;
        Ok(())
    }

    /// By the user, or by somebody who may manage them.
    pub async fn remove_factor(&self, user: Id, own: bool) -> Result<()> {
        let change = self.begin().await?;
        let found = find_user(&change, user).await?;
        if !own {
            self.must_not_be_above(&change, user).await?;
        }
        sql::run(&change, "DELETE FROM second_factors WHERE user_id = ?", [user.into()]).await?;
        sql::run(&change, "DELETE FROM recovery_codes WHERE user_id = ?", [user.into()]).await?;
        let action = if own { "account.second_factor_off" } else { "user.second_factor_off" };
        self.note(&change, factor_entry(action, user, &found.name)).await?;
        change.commit().await?;
        Ok(())
    }

    pub async fn replace_recovery_codes(&self, user: Id, hashes: &[Vec<u8>]) -> Result<()> {
        let change = self.begin().await?;
        let found = find_user(&change, user).await?;
        put_codes(&change, user, hashes).await?;
        self.note(&change, factor_entry("account.recovery_codes", user, &found.name)).await?;
        change.commit().await?;
        Ok(())
    }

    /// Uses the code of this step up; false where that or a later one was used before.
    pub async fn use_factor_step(&self, user: Id, step: i64) -> Result<bool> {
        let change = self.begin().await?;
        let query = "UPDATE second_factors SET last_step = ?2 WHERE user_id = ?1 AND last_step < ?2";
        let used = sql::run(&change, query, [user.into(), step.into()]).await? == 1;
        change.commit().await?;
        Ok(used)
    }

    /// Uses a recovery code up; false where there is none such.
    pub async fn use_recovery_code(&self, user: Id, hash: &[u8]) -> Result<bool> {
        let change = self.begin().await?;
        let query = "DELETE FROM recovery_codes WHERE user_id = ? AND code_hash = ?";
        let used = sql::run(&change, query, [user.into(), hash.to_vec().into()]).await? == 1;
        change.commit().await?;
        Ok(used)
    }
}

fn factor_entry(action: &'static str, user: Id, name: &str) -> Entry {
    Entry::new(action).kind("user").on(user, name)
}

async fn put_codes(change: &DatabaseTransaction, user: Id, hashes: &[Vec<u8>]) -> Result<()> {
    sql::run(change, "DELETE FROM recovery_codes WHERE user_id = ?", [user.into()]).await?;
    for hash in hashes {
        let query = "INSERT INTO recovery_codes VALUES (?, ?)";
        sql::run(change, query, [user.into(), hash.clone().into()]).await?;
    }
    Ok(())
}
