//! Who has a picture open. A page asks again every few seconds; what it does not ask for ends by itself.

use super::own_piece;
use crate::pictures::find_picture;
use crate::{Id, Moment, Result, Store, StoreError, now, sql};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// After which a lease that is not renewed ends.
pub const LEASE_MS: Moment = 30_000;

/// What came of asking for a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lease {
    Yours {
        until: Moment,
    },
    /// Somebody else has it.
    Theirs {
        /// Name of the user
        name: String,
        until: Moment,
    },
}

#[derive(Debug, FromQueryResult)]
struct Held {
    user_id: Id,
    name: String,
    seen_at: Moment,
    until: Moment,
}

impl Store {
    /// Takes or renews. `active`: the hand moved since the last time, so the time since then was work.
    pub async fn lease_picture(&self, picture: Id, user: Id, active: bool) -> Result<Lease> {
        let change = self.begin().await?;
        find_picture(&change, picture).await?;
        // Two who label it apart do not keep each other out.
        if let Some(own) = own_piece(&change, picture, user).await? {
            return Ok(Lease::Yours { until: self.stay_on_own(change, &own, (active, false)).await? });
        }
        let at = now();
        let held = held(&change, picture).await?.filter(|h| h.until > at);
        if let Some(other) = held.as_ref().filter(|h| h.user_id != user) {
            return Ok(Lease::Theirs { name: other.name.clone(), until: other.until });
        }
        let until = at + LEASE_MS;
        let query = "INSERT INTO picture_leases (picture_id, user_id, seen_at, until) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (picture_id) DO UPDATE SET user_id = ?2, seen_at = ?3, until = ?4";
        sql::run(&change, query, [picture.into(), user.into(), at.into(), until.into()]).await?;
        let worked = held.filter(|_| active).map_or(0, |h| at - h.seen_at);
        add_work(&change, picture, user, worked, at).await?;
        change.commit().await?;
        self.nothing_changed();
        Ok(Lease::Yours { until })
    }

    /// Where it is another's, nothing happens.
    pub async fn release_picture(&self, picture: Id, user: Id, active: bool) -> Result<()> {
        let change = self.begin().await?;
        if let Some(own) = own_piece(&change, picture, user).await? {
            self.stay_on_own(change, &own, (active, true)).await?;
            return Ok(());
        }
        let at = now();
        let held = held(&change, picture).await?.filter(|h| h.user_id == user);
        if let Some(held) = held {
            let worked = if active && held.until > at { at - held.seen_at } else { 0 };
            add_work(&change, picture, user, worked, at).await?;
            sql::run(&change, "DELETE FROM picture_leases WHERE picture_id = ?", [picture.into()]).await?;
            change.commit().await?;
        }
        self.nothing_changed();
        Ok(())
    }
}

async fn held(db: &impl ConnectionTrait, picture: Id) -> Result<Option<Held>> {
    let query = "SELECT l.user_id, u.name, l.seen_at, l.until FROM picture_leases l
        JOIN users u ON u.id = l.user_id WHERE l.picture_id = ?";
    sql::one(db, query, [picture.into()]).await
}

/// Time counts for what the user has not finished.
async fn add_work(db: &DatabaseTransaction, picture: Id, user: Id, worked: Moment, at: Moment) -> Result<()> {
    let query = "UPDATE annotation_pieces SET worked_ms = worked_ms + ?3,
            taken_at = CASE WHEN taken_at IS NOT NULL THEN ?4 END
        WHERE picture_id = ?1 AND user_id = ?2 AND state IN ('open', 'sent_back')";
    sql::run(db, query, [picture.into(), user.into(), worked.clamp(0, LEASE_MS).into(), at.into()]).await?;
    Ok(())
}

/// As a condition on `picture`, whose marks are this user and this moment.
pub(crate) fn held_by_another(picture: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM picture_leases l WHERE l.picture_id = {picture} AND l.user_id <> ? AND l.until > ?)"
    )
}

/// Nobody writes over what somebody else has in hand.
pub(crate) async fn must_not_be_held(db: &impl ConnectionTrait, picture: Id, by: Id) -> Result<()> {
    match held(db, picture).await? {
        Some(held) if held.user_id != by && held.until > now() => {
            Err(StoreError::WrongState { what: "leased picture", state: held.name })
        }
        _ => Ok(()),
    }
}
