//! What commands do on a data folder without a running interface.

use crate::check;
use crate::codes::Code;
use crate::error::ApiResult;
use crate::hashing::hash_password;
use crate::tokens::make;
use fovea_store::{Moment, NewToken, Store};

/// Creates an administrator. Blocks for some tens of milliseconds while the password is hashed.
pub async fn create_administrator(store: &Store, name: &str, password: &str) -> ApiResult<()> {
    let name = check::user_name("name", name)?;
    check::password("password", password, &name)?;
    store.create_administrator(&name, &hash_password(password)?).await?;
    Ok(())
}

/// The secret of a new token of the user with this name.
pub async fn create_token(
    store: &Store,
    user: &str,
    name: &str,
    expires_at: Option<Moment>,
) -> ApiResult<String> {
    let name = check::name("token_name", name, 100)?;
    let user = store.user_by_name(user.trim()).await?.ok_or(Code::UserNotFound)?;
    let (user, secret_hash) = (user.id, Vec::new());
    let new = NewToken { user, name, secret_hash, expires_at, scopes: None, project_id: None };
    Ok(make(store, new).await?.1)
}
