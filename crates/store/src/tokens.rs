use crate::audit::Entry;
use crate::entities::{token, user};
use crate::page::keyset;
use crate::people::rights_of;
use crate::sessions::NOTED_EVERY_MS;
use crate::{
    Cursor, Entrance, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, UserState, now,
};
use fovea_domain::permission::Rights;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter};

/// A key for programs; its secret is told once, when it is made.
pub type Token = token::Model;

#[derive(Debug, Clone)]
pub struct NewToken {
    pub user: Id,
    pub name: String,
    pub secret_hash: Vec<u8>,
    pub expires_at: Option<Moment>,
    /// Names of rights; `None`: all that the owner may.
    pub scopes: Option<Vec<String>>,
    pub project_id: Option<Id>,
}

impl Token {
    /// Names of rights; `None`: all that the owner may.
    pub fn scope_names(&self) -> Option<Vec<String>> {
        // What cannot be read gives nothing.
        self.scopes.as_ref().map(|s| serde_json::from_str(s).unwrap_or_default())
    }

    fn holds(&self, at: Moment) -> bool {
        self.expires_at.is_none_or(|end| end > at)
    }

    fn cut(&self, rights: Rights) -> Rights {
        match self.scope_names() {
            Some(names) => rights.intersection(names.iter().filter_map(|n| n.parse().ok()).collect()),
            None => rights,
        }
    }
}

impl Store {
    pub async fn create_token(&self, new: NewToken) -> Result<Token> {
        let row = token::ActiveModel {
            id: Set(Id::new()),
            user_id: Set(new.user),
            name: Set(new.name),
            secret_hash: Set(new.secret_hash),
            created_at: Set(now()),
            last_used_at: Set(None),
            expires_at: Set(new.expires_at),
            scopes: Set(new.scopes.map(|s| serde_json::json!(s).to_string())),
            project_id: Set(new.project_id),
        };
        let change = self.begin().await?;
        let made = row.insert(&change).await?;
        let told = serde_json::json!({"owner": made.user_id, "expires_at": made.expires_at,
            "scopes": made.scope_names(), "project_id": made.project_id});
        self.note(&change, Entry::new("token.create").on(made.id, &made.name).after(told)).await?;
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
        let found = token::Entity::find_by_id(id).filter(token::Column::UserId.eq(user)).one(&change).await?;
        let found = found.ok_or(StoreError::NotFound { what: "token" })?;
        token::Entity::delete_by_id(id).exec(&change).await?;
        self.note(&change, Entry::new("token.delete").on(id, found.name)).await?;
        change.commit().await?;
        Ok(())
    }

    /// `None` where there is no such token, or its time is over.
    pub async fn enter_by_token(&self, secret_hash: &[u8]) -> Result<Option<Entrance>> {
        let at = now();
        let found = token::Entity::find()
            .filter(token::Column::SecretHash.eq(secret_hash.to_vec()))
            .one(self.reader())
            .await?;
        let Some(found) = found.filter(|t| t.holds(at)) else { return Ok(None) };
        if found.last_used_at.is_none_or(|last| at - last > NOTED_EVERY_MS) {
            let change = self.begin().await?;
            token::Entity::update_many()
                .col_expr(token::Column::LastUsedAt, Expr::value(at))
                .filter(token::Column::Id.eq(found.id))
                .exec(&change)
                .await?;
            change.commit().await?;
        }
        self.entrance_of_token(found).await
    }

    /// As long as the token holds: for answers that last longer than a moment.
    pub async fn token_again(&self, id: Id) -> Result<Option<Entrance>> {
        match token::Entity::find_by_id(id).one(self.reader()).await?.filter(|t| t.holds(now())) {
            Some(found) => self.entrance_of_token(found).await,
            None => Ok(None),
        }
    }

    async fn entrance_of_token(&self, found: Token) -> Result<Option<Entrance>> {
        let user = user::Entity::find_by_id(found.user_id).one(self.reader()).await?;
        let Some(user) = user.filter(|u| u.is(UserState::Active)) else { return Ok(None) };
        // Also what the owner has lost meanwhile is lost.
        let rights = found.cut(rights_of(self.reader(), user.id).await?);
        let cut = found.scopes.is_some();
        Ok(Some(Entrance { user, id: found.id, rights, cut, project: found.project_id }))
    }
}
