//! Public keys by which people come into their jobs.

use crate::audit::Entry;
use crate::entities::user;
use crate::people::rights_of;
use crate::sessions::NOTED_EVERY_MS;
use crate::{Entrance, Id, Job, Moment, Result, Store, StoreError, UserState, now, sql};
use sea_orm::{EntityTrait, FromQueryResult};
use serde_json::json;

/// Of one user.
const MOST: i64 = 100;

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct SshKey {
    pub id: Id,
    pub user_id: Id,
    pub name: String,
    pub kind: String,
    pub bits: i64,
    pub public_key: String,
    pub fingerprint: String,
    pub created_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// A key to be kept.
#[derive(Debug, Clone)]
pub struct NewSshKey {
    pub name: String,
    pub kind: String,
    pub bits: u32,
    pub public_key: String,
    pub fingerprint: String,
}

/// Why a key is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SshKeyDenied {
    /// This user has it already.
    Known,
    TooMany,
}

/// How somebody came into a job, and what they did there.
#[derive(Debug, Clone, Default)]
pub struct Visited {
    /// `ssh`, `terminal` or `exec`
    pub way: &'static str,
    /// Key or token that opened
    pub by: String,
    /// Of a job on several nodes
    pub rank: u32,
    /// What was begun, and how often: `shell`, `command`, `files`, `port`
    pub kinds: Vec<(&'static str, u64)>,
    /// Once it is over
    pub seconds: Option<i64>,
}

const KEYS: &str =
    "SELECT id, user_id, name, kind, bits, public_key, fingerprint, created_at, last_used_at FROM ssh_keys";

impl Store {
    pub async fn create_ssh_key(
        &self,
        user: Id,
        new: NewSshKey,
    ) -> Result<std::result::Result<SshKey, SshKeyDenied>> {
        let change = self.begin().await?;
        let query = "SELECT COUNT(*) FROM ssh_keys WHERE user_id = ? AND fingerprint = ?";
        if sql::number(&change, query, [user.into(), new.fingerprint.as_str().into()]).await? > 0 {
            return Ok(Err(SshKeyDenied::Known));
        }
        let query = "SELECT COUNT(*) FROM ssh_keys WHERE user_id = ?";
        if sql::number(&change, query, [user.into()]).await? >= MOST {
            return Ok(Err(SshKeyDenied::TooMany));
        }
        let made = SshKey {
            id: Id::new(),
            user_id: user,
            name: new.name,
            kind: new.kind,
            bits: new.bits.into(),
            public_key: new.public_key,
            fingerprint: new.fingerprint,
            created_at: now(),
            last_used_at: None,
        };
        let values = [
            made.id.into(),
            user.into(),
            made.name.as_str().into(),
            made.kind.as_str().into(),
            made.bits.into(),
            made.public_key.as_str().into(),
            made.fingerprint.as_str().into(),
            made.created_at.into(),
            made.last_used_at.into(),
        ];
        sql::run(&change, format!("INSERT INTO ssh_keys VALUES ({})", sql::marks(9)), values).await?;
        let told = json!({ "owner": user, "kind": made.kind, "fingerprint": made.fingerprint });
        self.note(&change, Entry::new("ssh_key.create").on(made.id, &made.name).after(told)).await?;
        change.commit().await?;
        Ok(Ok(made))
    }

    /// Newest first.
    pub async fn ssh_keys(&self, user: Id) -> Result<Vec<SshKey>> {
        let query = format!("{KEYS} WHERE user_id = ? ORDER BY created_at DESC, id DESC");
        sql::all(self.reader(), query, [user.into()]).await
    }

    /// Another's key is not found.
    pub async fn delete_ssh_key(&self, user: Id, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let query = format!("{KEYS} WHERE id = ? AND user_id = ?");
        let found = sql::one::<SshKey>(&change, query, [id.into(), user.into()]).await?;
        let found = found.ok_or(StoreError::NotFound { what: "key" })?;
        sql::run(&change, "DELETE FROM ssh_keys WHERE id = ?", [id.into()]).await?;
        let told = json!({ "fingerprint": found.fingerprint });
        self.note(&change, Entry::new("ssh_key.delete").on(id, &found.name).before(told)).await?;
        change.commit().await?;
        Ok(())
    }

    /// Whoever this key lets in; of those who may not log in none.
    pub async fn entrances_by_ssh_key(&self, fingerprint: &str) -> Result<Vec<(SshKey, Entrance)>> {
        let query = format!("{KEYS} WHERE fingerprint = ? ORDER BY created_at, id");
        let found: Vec<SshKey> = sql::all(self.reader(), query, [fingerprint.into()]).await?;
        let mut all = Vec::new();
        for key in found {
            if let Some(entrance) = self.entrance_of_ssh_key(&key).await? {
                all.push((key, entrance));
            }
        }
        Ok(all)
    }

    /// As long as the key is there: for visits, which last longer than a moment.
    pub async fn ssh_key_again(&self, id: Id) -> Result<Option<Entrance>> {
        let found = sql::one::<SshKey>(self.reader(), format!("{KEYS} WHERE id = ?"), [id.into()]).await?;
        match found {
            Some(key) => self.entrance_of_ssh_key(&key).await,
            None => Ok(None),
        }
    }

    async fn entrance_of_ssh_key(&self, key: &SshKey) -> Result<Option<Entrance>> {
        let user = user::Entity::find_by_id(key.user_id).one(self.reader()).await?;
        let Some(user) = user.filter(|u| u.is(UserState::Active) && !u.must_change_password) else {
            return Ok(None);
        };
        let rights = rights_of(self.reader(), user.id).await?;
        Ok(Some(Entrance { user, id: key.id, rights, cut: false, project: None }))
    }

    /// Not told in the audit: the visit is.
    pub async fn note_ssh_key_use(&self, id: Id) -> Result<()> {
        let (change, at) = (self.begin().await?, now());
        let query = "UPDATE ssh_keys SET last_used_at = ?1 WHERE id = ?2 AND (last_used_at IS NULL OR last_used_at < ?3)";
        sql::run(&change, query, [at.into(), id.into(), (at - NOTED_EVERY_MS).into()]).await?;
        change.commit().await?;
        Ok(())
    }

    /// A job by the last part of its id, as the host in it is called; only among those that have not ended.
    pub async fn open_job_ending_in(&self, last: [u8; 6]) -> Result<Option<Id>> {
        #[derive(FromQueryResult)]
        struct Found {
            id: Id,
        }
        let query = "SELECT id FROM jobs WHERE state NOT IN ('succeeded', 'failed', 'stopped')
            AND deleted_at IS NULL AND substr(id, 11) = ? LIMIT 2";
        let found: Vec<Found> = sql::all(self.reader(), query, [last.to_vec().into()]).await?;
        match found.as_slice() {
            [one] => Ok(Some(one.id)),
            _ => Ok(None),
        }
    }

    /// That somebody is in a job, or was.
    pub async fn note_visit(&self, job: &Job, visit: &Visited) -> Result<()> {
        let kinds: serde_json::Map<_, _> =
            visit.kinds.iter().map(|(k, n)| (k.to_string(), json!(n))).collect();
        let mut told = json!({ "way": visit.way, "by": visit.by, "kinds": kinds });
        if job.nodes.is_some() {
            told["rank"] = json!(visit.rank);
        }
        if let Some(seconds) = visit.seconds {
            told["seconds"] = json!(seconds);
        }
        let action = if visit.seconds.is_some() { "job.leave" } else { "job.enter" };
        let entry = Entry::new(action).on(job.id, &job.name).project(job.project_id).after(told);
        self.note_alone(entry).await
    }
}
