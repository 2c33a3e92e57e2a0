//! Who is let in by SSH. A login name is that of a job; whose key or token opens is found out by it alone. A job of somebody else, a
//! key that nobody has and a job that is not there are looked for in the same way and refused in the same words.

use super::{By, Visit, Visitor, may_enter, place};
use crate::app::App;
use crate::client::network;
use crate::error::ApiResult;
use crate::hashing::{TOKEN_PREFIX, hash_secret};
use crate::throttle::NotNow;
use fovea_domain::permission::Rights;
use fovea_ssh::House;
use fovea_store::{Actor, Entrance, Entry, Job, SshKey, Trace};
use serde_json::json;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

#[derive(Clone)]
pub struct AtTheDoor(pub App);

impl House for AtTheDoor {
    type Guest = Visit;

    async fn knows(&self, _: IpAddr, login: &str, fingerprint: &str) -> bool {
        told(self.opened_by_key(login, fingerprint).await).is_some()
    }

    async fn by_key(&self, from: IpAddr, login: &str, fingerprint: &str) -> Option<Visit> {
        let (job, rank, key, entrance) = told(self.opened_by_key(login, fingerprint).await)?;
        told(self.0.store.note_ssh_key_use(key.id).await.map(Some).map_err(Into::into))?;
        let words = format!("key {} ({})", key.name, key.fingerprint);
        let visitor = Visitor::of(entrance, By::SshKey(key.id), from);
        Some(Visit::new(&self.0, visitor, job, rank, ("ssh", words)))
    }

    /// Tries are counted by address, as those to log in are.
    async fn by_secret(&self, from: IpAddr, login: &str, secret: &str) -> Option<Visit> {
        let keys = [format!("ssh:{}", network(from))];
        let attempt = match self.0.tries.begin(&keys, Instant::now()) {
            Ok(attempt) => attempt,
            Err(NotNow::TooMany { first: true, .. }) => {
                told(self.refused(from, "too_many_tries").await.map(Some));
                return None;
            }
            Err(_) => return None,
        };
        match told(self.opened_by_token(login, secret).await) {
            Some((job, rank, entrance)) => {
                attempt.right();
                let by = By::Token(entrance.id);
                let visitor = Visitor::of(entrance, by, from);
                Some(Visit::new(&self.0, visitor, job, rank, ("ssh", "token".into())))
            }
            None => {
                drop(attempt);
                told(self.refused(from, "wrong").await.map(Some));
                None
            }
        }
    }
}

/// What goes wrong on our side lets nobody in.
fn told<T>(found: ApiResult<Option<T>>) -> Option<T> {
    found.unwrap_or_else(|error| {
        tracing::error!(code = error.code().name(), "nobody can be let in by SSH");
        None
    })
}

impl AtTheDoor {
    async fn opened_by_key(
        &self,
        login: &str,
        fingerprint: &str,
    ) -> ApiResult<Option<(Job, u32, SshKey, Entrance)>> {
        // Both are looked for, whatever the other is.
        let place = place(&self.0, login).await?;
        let mut keys = self.0.store.entrances_by_ssh_key(fingerprint).await?;
        let Some((job, rank)) = place else { return Ok(None) };
        // Of several people with one key, whose job it is.
        keys.sort_by_key(|(_, found)| job.owner != Some(found.user.id));
        for (key, found) in keys {
            if may_enter(&self.0, &job, found.user.id, found.rights).await? {
                return Ok(Some((job, rank, key, found)));
            }
        }
        Ok(None)
    }

    async fn opened_by_token(&self, login: &str, secret: &str) -> ApiResult<Option<(Job, u32, Entrance)>> {
        let place = place(&self.0, login).await?;
        let found = self.0.store.enter_by_token(&hash_secret(secret)).await?;
        let found = found.filter(|f| secret.starts_with(TOKEN_PREFIX) && !f.user.must_change_password);
        let (Some((job, rank)), Some(found)) = (place, found) else { return Ok(None) };
        let bound_elsewhere = found.project.is_some_and(|project| job.project_id != Some(project));
        let may = !bound_elsewhere && may_enter(&self.0, &job, found.user.id, found.rights).await?;
        Ok(may.then_some((job, rank, found)))
    }

    /// What somebody typed is not written down: it may be a secret.
    async fn refused(&self, from: IpAddr, why: &str) -> ApiResult<()> {
        let stranger = Actor {
            id: None,
            name: String::new(),
            rights: Rights::NONE,
            address: from.to_string(),
            request: Arc::<Trace>::default(),
        };
        let entry = Entry::new("job.enter").after(json!({ "way": "ssh", "reason": why })).refused();
        Ok(self.0.store.by(stranger).note_alone(entry).await?)
    }
}
