use crate::audit::Entry;
use crate::entities::setup_link;
use crate::people::{has_administrator, insert_user};
use crate::{Result, Store, User, now};
use fovea_domain::permission::Preset;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

impl Store {
    /// Makes this the one link that creates the first administrator; links made before are void. False, and
    /// nothing is made, where there is an administrator.
    pub async fn make_setup_link(&self, secret_hash: &[u8]) -> Result<bool> {
        let change = self.begin().await?;
        setup_link::Entity::delete_many().exec(&change).await?;
        let needed = !has_administrator(&change).await?;
        if needed {
            let row = setup_link::ActiveModel {
                secret_hash: Set(secret_hash.to_vec()),
                created_at: Set(now()),
                used_at: Set(None),
            };
            row.insert(&change).await?;
        }
        change.commit().await?;
        Ok(needed)
    }

    /// Creates the first administrator and uses up the link, both or neither. `None` where the link is not
    /// good, was used, or there is an administrator already.
    pub async fn use_setup_link(
        &self,
        secret_hash: &[u8],
        name: &str,
        password_hash: &str,
    ) -> Result<Option<User>> {
        let change = self.begin().await?;
        let used = setup_link::Entity::update_many()
            .col_expr(setup_link::Column::UsedAt, Expr::value(now()))
            .filter(setup_link::Column::SecretHash.eq(secret_hash.to_vec()))
            .filter(setup_link::Column::UsedAt.is_null())
            .exec(&change)
            .await?;
        if used.rows_affected != 1 || has_administrator(&change).await? {
            return Ok(None);
        }
        let user = insert_user(&change, name, password_hash, Some(Preset::Administrator)).await?;
        let told = serde_json::json!({"name": name, "roles": ["administrator"], "built_in": user.built_in});
        self.note(&change, Entry::new("user.create").on(user.id, name).after(told)).await?;
        change.commit().await?;
        Ok(Some(user))
    }

    /// Whether the link would be accepted, asked before the costly hashing of a password.
    pub async fn setup_link_is_good(&self, secret_hash: &[u8]) -> Result<bool> {
        let found = setup_link::Entity::find()
            .filter(setup_link::Column::SecretHash.eq(secret_hash.to_vec()))
            .filter(setup_link::Column::UsedAt.is_null())
            .one(self.reader())
            .await?;
        Ok(found.is_some())
    }
}
