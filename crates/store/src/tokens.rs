use crate::entities::{token, user};
use crate::page::keyset;
use crate::sessions::NOTED_EVERY_MS;
use crate::users::with_roles;
use crate::{Cursor, Entrance, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, now};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter};

/// A key for programs; its secret is told once, when it is made.
pub type Token = token::Model;

impl Store {
    pub async fn create_token(
        &self,
        user: Id,
        name: &str,
        secret_hash: &[u8],
        expires_at: Option<Moment>,
    ) -> Result<Token> {
        let row = token::ActiveModel {
            id: Set(Id::new()),
            user_id: Set(user),
            name: Set(name.into()),
            secret_hash: Set(secret_hash.to_vec()),
            created_at: Set(now()),
            last_used_at: Set(None),
            expires_at: Set(expires_at),
        };
        let change = self.begin().await?;
        let made = row.insert(&change).await?;
        change.commit().await?;
        Ok(made)
    }

    /// Newest first.
    pub async fn tokens(&self, user: Id, page: &PageRequest) -> Result<Page<Token>> {
        let all = token::Entity::find().filter(token::Column::UserId.eq(user));
        let total = all.clone().count(self.reader()).await?;
        let rows = keyset(all, token::Column::CreatedAt, token::Column::Id, Order::Desc, page);
        let rows = rows.all(self.reader()).await?;
        Ok(Page::cut(rows, page.limit, total, |t| Cursor { key: Key::Number(t.created_at), id: t.id }))
    }

    /// Another's token is not found.
    pub async fn delete_token(&self, user: Id, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let gone = token::Entity::delete_many()
            .filter(token::Column::Id.eq(id))
            .filter(token::Column::UserId.eq(user))
            .exec(&change)
            .await?;
        change.commit().await?;
        if gone.rows_affected == 0 { Err(StoreError::NotFound { what: "token" }) } else { Ok(()) }
    }

    /// `None` where there is no such token, or its time is over.
    pub async fn enter_by_token(&self, secret_hash: &[u8]) -> Result<Option<Entrance>> {
        let at = now();
        let found = token::Entity::find()
            .filter(token::Column::SecretHash.eq(secret_hash.to_vec()))
            .one(self.reader())
            .await?;
        let Some(found) = found.filter(|t| t.expires_at.is_none_or(|end| end > at)) else { return Ok(None) };
        if found.last_used_at.is_none_or(|last| at - last > NOTED_EVERY_MS) {
            let change = self.begin().await?;
            token::Entity::update_many()
                .col_expr(token::Column::LastUsedAt, Expr::value(at))
                .filter(token::Column::Id.eq(found.id))
                .exec(&change)
                .await?;
            change.commit().await?;
        }
        let user = user::Entity::find_by_id(found.user_id).one(self.reader()).await?;
        let Some(user) = user else { return Ok(None) };
        Ok(Some(Entrance { user: with_roles(self.reader(), user).await?, id: found.id }))
    }
}
