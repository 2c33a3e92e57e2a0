use crate::audit::Entry;
use crate::entities::{session, user};
use crate::page::keyset;
use crate::people::rights_of;
use crate::{
    Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, User, UserState, now, sql,
};
use fovea_domain::permission::Rights;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter};

/// That a session or token was used is noted no more often than this.
pub(crate) const NOTED_EVERY_MS: i64 = 60_000;

pub type Session = session::Model;

/// Who came in, and by which session or token.
#[derive(Debug, Clone)]
pub struct Entrance {
    pub user: User,
    pub id: Id,
    /// What may be done: of a token that is cut to its scopes.
    pub rights: Rights,
    /// By a token with scopes: no more than these, whatever its owner may in one project.
    pub cut: bool,
    /// The only project that is there for a token bound to it.
    pub project: Option<Id>,
}

/// Where a session is used.
#[derive(Debug, Clone, Default)]
pub struct Device {
    pub name: String,
    pub address: String,
}

impl Store {
    /// Begins a session for whoever holds the secret of this hash, notes the login, and forgets sessions that are
    /// over.
    pub async fn open_session(
        &self,
        user: Id,
        secret_hash: &[u8],
        device: &Device,
        lasts_ms: i64,
    ) -> Result<Id> {
        let (id, at) = (Id::new(), now());
        let row = session::ActiveModel {
            id: Set(id),
            user_id: Set(user),
            secret_hash: Set(secret_hash.to_vec()),
            created_at: Set(at),
            last_used_at: Set(at),
            expires_at: Set(at + lasts_ms),
            device: Set(device.name.clone()),
            address: Set(device.address.clone()),
        };
        let change = self.begin().await?;
        session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(at)).exec(&change).await?;
        row.insert(&change).await?;
        sql::run(&change, "UPDATE users SET last_login_at = ? WHERE id = ?", [at.into(), user.into()])
            .await?;
        let name = crate::people::find_user(&change, user).await?.name;
        self.note(&change, Entry::new("session.open").on(user, name)).await?;
        change.commit().await?;
        Ok(id)
    }

    /// `None` where there is no such session, it is over, or its user may not come in.
    pub async fn enter_by_session(&self, secret_hash: &[u8], lasts_ms: i64) -> Result<Option<Entrance>> {
        let at = now();
        let found = session::Entity::find()
            .filter(session::Column::SecretHash.eq(secret_hash.to_vec()))
            .filter(session::Column::ExpiresAt.gt(at))
            .one(self.reader())
            .await?;
        let Some(found) = found else { return Ok(None) };
        if at - found.last_used_at > NOTED_EVERY_MS {
            self.note_session(found.id, at, lasts_ms).await?;
        }
        self.entrance_of_session(found).await
    }

    /// As long as the session holds: for answers that last longer than a moment.
    pub async fn session_again(&self, id: Id) -> Result<Option<Entrance>> {
        let holds = session::Column::ExpiresAt.gt(now());
        match session::Entity::find_by_id(id).filter(holds).one(self.reader()).await? {
            Some(found) => self.entrance_of_session(found).await,
            None => Ok(None),
        }
    }

    async fn entrance_of_session(&self, found: Session) -> Result<Option<Entrance>> {
        let user = user::Entity::find_by_id(found.user_id).one(self.reader()).await?;
        let Some(user) = user.filter(|u| u.is(UserState::Active)) else { return Ok(None) };
        let rights = rights_of(self.reader(), user.id).await?;
        Ok(Some(Entrance { user, id: found.id, rights, cut: false, project: None }))
    }

    async fn note_session(&self, id: Id, at: Moment, lasts_ms: i64) -> Result<()> {
        let change = self.begin().await?;
        session::Entity::update_many()
            .col_expr(session::Column::LastUsedAt, Expr::value(at))
            .col_expr(session::Column::ExpiresAt, Expr::value(at + lasts_ms))
            .filter(session::Column::Id.eq(id))
            .exec(&change)
            .await?;
        change.commit().await?;
        Ok(())
    }

    /// Newest first.
    pub async fn sessions(&self, user: Id, page: &PageRequest) -> Result<Page<Session>> {
        let all = session::Entity::find()
            .filter(session::Column::UserId.eq(user))
            .filter(session::Column::ExpiresAt.gt(now()));
        let total = all.clone().count(self.reader()).await?;
        let rows = keyset(all, session::Column::CreatedAt, session::Column::Id, Order::Desc, page);
        let rows = rows.all(self.reader()).await?;
        Ok(Page::cut(rows, page.limit, total, |s| Cursor { key: Key::Number(s.created_at), id: s.id }))
    }

    /// Another's session is not found.
    pub async fn close_session(&self, user: Id, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let query = "DELETE FROM sessions WHERE id = ? AND user_id = ?";
        if sql::run(&change, query, [id.into(), user.into()]).await? == 0 {
            return Err(StoreError::NotFound { what: "session" });
        }
        self.note(&change, Entry::new("session.close").on(id, "")).await?;
        change.commit().await?;
        Ok(())
    }

    pub async fn close_all_sessions(&self, user: Id) -> Result<()> {
        let change = self.begin().await?;
        let gone = sql::run(&change, "DELETE FROM sessions WHERE user_id = ?", [user.into()]).await?;
        let entry = Entry::new("session.close_all").after(serde_json::json!({"sessions": gone}));
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }
}
