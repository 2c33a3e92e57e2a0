use crate::entities::idempotency_key;
use crate::{Id, Result, Store, now};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

/// An answer is repeated for so long.
const KEPT_MS: i64 = 24 * 3600 * 1000;

/// What is known of a request under this key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It is the first one: do it, then say how it went.
    Mine,
    /// The first one is still under way.
    Running,
    /// The key was used for another request.
    Other,
    /// What the first one was answered.
    Answered { status: u16, body: Vec<u8> },
}

impl Store {
    pub async fn claim_key(&self, user: Id, key: &str, request: &str) -> Result<Claim> {
        let change = self.begin().await?;
        let at = now();
        idempotency_key::Entity::delete_many()
            .filter(idempotency_key::Column::CreatedAt.lt(at - KEPT_MS))
            .exec(&change)
            .await?;
        let found = idempotency_key::Entity::find_by_id((user, key.to_string())).one(&change).await?;
        let claim = match found {
            Some(found) if found.request != request => Claim::Other,
            Some(found) => match (found.status.and_then(|s| u16::try_from(s).ok()), found.body) {
                (Some(status), Some(body)) => Claim::Answered { status, body },
                _ => Claim::Running,
            },
            None => {
                let row = idempotency_key::ActiveModel {
                    user_id: Set(user),
                    key: Set(key.into()),
                    request: Set(request.into()),
                    status: Set(None),
                    body: Set(None),
                    created_at: Set(at),
                };
                idempotency_key::Entity::insert(row).exec_without_returning(&change).await?;
                Claim::Mine
            }
        };
        change.commit().await?;
        Ok(claim)
    }

    pub async fn answer_key(&self, user: Id, key: &str, status: u16, body: &[u8]) -> Result<()> {
        let change = self.begin().await?;
        let row = idempotency_key::ActiveModel {
            user_id: Set(user),
            key: Set(key.into()),
            status: Set(Some(status.into())),
            body: Set(Some(body.to_vec())),
            ..Default::default()
        };
        row.update(&change).await?;
        change.commit().await?;
        Ok(())
    }

    /// It came to nothing: the same key may be tried again.
    pub async fn release_key(&self, user: Id, key: &str) -> Result<()> {
        let change = self.begin().await?;
        idempotency_key::Entity::delete_by_id((user, key.to_string())).exec(&change).await?;
        change.commit().await?;
        Ok(())
    }

    /// Requests that a server left under way when it ended.
    pub async fn release_left_keys(&self) -> Result<()> {
        let change = self.begin().await?;
        idempotency_key::Entity::delete_many()
            .filter(idempotency_key::Column::Status.is_null())
            .exec(&change)
            .await?;
        change.commit().await?;
        Ok(())
    }
}
