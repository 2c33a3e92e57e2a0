//! A program that asks to be let in, and a user who says yes to it in a browser.

use crate::audit::Entry;
use crate::{Id, Moment, Result, Store, StoreError, now, sql};
use sea_orm::FromQueryResult;

/// Waiting ones beyond these are refused: asking costs nothing.
const MOST_WAITING: i64 = 1000;

#[derive(Debug, Clone, FromQueryResult)]
pub struct DeviceLogin {
    pub user_code: String,
    pub name: String,
    pub address: String,
    pub created_at: Moment,
    pub expires_at: Moment,
    state: String,
    user_id: Option<Id>,
    asked_at: Moment,
}

/// What a program that asks is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceState {
    Waiting,
    /// It asks more often than it was told to.
    TooSoon,
    /// By this user; the device is forgotten with this answer.
    Approved(Id, String),
    /// Refused, expired, used or never begun.
    Ended,
}

const FIELDS: &str = "user_code, name, address, created_at, expires_at, state, user_id, asked_at";

impl Store {
    /// False where too many wait already.
    pub async fn begin_device(
        &self,
        (device_hash, user_code): (&[u8], &str),
        name: &str,
        address: &str,
        lasts_ms: i64,
    ) -> Result<bool> {
        let at = now();
        let change = self.begin().await?;
        sql::run(&change, "DELETE FROM device_logins WHERE expires_at <= ?", [at.into()]).await?;
        if sql::number(&change, "SELECT COUNT(*) FROM device_logins", []).await? >= MOST_WAITING {
            return Ok(false);
        }
        let query = "INSERT INTO device_logins VALUES (?, ?, ?, ?, ?, ?, 0, 'waiting', NULL)";
        let values = [
            device_hash.to_vec().into(),
            user_code.into(),
            name.into(),
            address.into(),
            at.into(),
            (at + lasts_ms).into(),
        ];
        sql::run(&change, query, values).await?;
        self.note(&change, Entry::new("device.begin").called(name)).await?;
        change.commit().await?;
        Ok(true)
    }

    /// One that waits for an answer.
    pub async fn device(&self, user_code: &str) -> Result<DeviceLogin> {
        let query = format!(
            "SELECT {FIELDS} FROM device_logins WHERE user_code = ? AND state = 'waiting' AND expires_at > ?"
        );
        let found = sql::one(self.reader(), query, [user_code.into(), now().into()]).await?;
        found.ok_or(StoreError::NotFound { what: "device" })
    }

    pub async fn answer_device(&self, user_code: &str, user: Id, yes: bool) -> Result<()> {
        let device = self.device(user_code).await?;
        let change = self.begin().await?;
        let state = if yes { "approved" } else { "refused" };
        let query =
            "UPDATE device_logins SET state = ?, user_id = ? WHERE user_code = ? AND state = 'waiting'";
        if sql::run(&change, query, [state.into(), user.into(), user_code.into()]).await? != 1 {
            return Err(StoreError::NotFound { what: "device" });
        }
        let entry = Entry::new(if yes { "device.approve" } else { "device.refuse" }).called(device.name);
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }

    /// An answer other than `Waiting` and `TooSoon` is given once.
    pub async fn ask_device(&self, device_hash: &[u8], least_ms: i64) -> Result<DeviceState> {
        let at = now();
        let change = self.begin().await?;
        let query = format!("SELECT {FIELDS} FROM device_logins WHERE device_hash = ? AND expires_at > ?");
        let found: Option<DeviceLogin> =
            sql::one(&change, query, [device_hash.to_vec().into(), at.into()]).await?;
        let Some(found) = found else { return Ok(DeviceState::Ended) };
        let state = match (found.state.as_str(), found.user_id) {
            ("waiting", _) if at - found.asked_at < least_ms => DeviceState::TooSoon,
            ("waiting", _) => DeviceState::Waiting,
            ("approved", Some(user)) => DeviceState::Approved(user, found.name),
            _ => DeviceState::Ended,
        };
        let query = match state {
            DeviceState::Waiting | DeviceState::TooSoon => {
                "UPDATE device_logins SET asked_at = ?2 WHERE device_hash = ?1"
            }
            _ => "DELETE FROM device_logins WHERE device_hash = ?1 AND ?2 = ?2",
        };
        sql::run(&change, query, [device_hash.to_vec().into(), at.into()]).await?;
        change.commit().await?;
        Ok(state)
    }
}
