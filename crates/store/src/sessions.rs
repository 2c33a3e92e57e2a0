use crate::entities::{session, user};
use crate::users::with_roles;
use crate::{Id, Moment, Result, Store, User, now};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

/// A session unused for this long is over.
pub const SESSION_MS: i64 = 14 * 24 * 3600 * 1000;
/// That a session or token was used is noted no more often than this.
pub(crate) const NOTED_EVERY_MS: i64 = 60_000;

/// Who came in, and by which session or token.
#[derive(Debug, Clone)]
pub struct Entrance {
    pub user: User,
    pub id: Id,
}

impl Store {
    /// Begins a session for whoever holds the secret of this hash, and forgets those that are over.
    pub async fn open_session(&self, user: Id, secret_hash: &[u8]) -> Result<Id> {
        let (id, at) = (Id::new(), now());
        let row = session::ActiveModel {
            id: Set(id),
            user_id: Set(user),
            secret_hash: Set(secret_hash.to_vec()),
            created_at: Set(at),
            last_used_at: Set(at),
            expires_at: Set(at + SESSION_MS),
        };
        let change = self.begin().await?;
        session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(at)).exec(&change).await?;
        row.insert(&change).await?;
        change.commit().await?;
        Ok(id)
    }

    /// `None` where there is no such session, or it is over.
    pub async fn enter_by_session(&self, secret_hash: &[u8]) -> Result<Option<Entrance>> {
        let at = now();
        let found = session::Entity::find()
            .filter(session::Column::SecretHash.eq(secret_hash.to_vec()))
            .filter(session::Column::ExpiresAt.gt(at))
            .one(self.reader())
            .await?;
        let Some(found) = found else { return Ok(None) };
        if at - found.last_used_at > NOTED_EVERY_MS {
            self.note_session(found.id, at).await?;
        }
        let user = user::Entity::find_by_id(found.user_id).one(self.reader()).await?;
        let Some(user) = user else { return Ok(None) };
        Ok(Some(Entrance { user: with_roles(self.reader(), user).await?, id: found.id }))
    }

    async fn note_session(&self, id: Id, at: Moment) -> Result<()> {
        let change = self.begin().await?;
        session::Entity::update_many()
            .col_expr(session::Column::LastUsedAt, Expr::value(at))
            .col_expr(session::Column::ExpiresAt, Expr::value(at + SESSION_MS))
            .filter(session::Column::Id.eq(id))
            .exec(&change)
            .await?;
        change.commit().await?;
        Ok(())
    }

    pub async fn close_session(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        session::Entity::delete_by_id(id).exec(&change).await?;
        change.commit().await?;
        Ok(())
    }
}
