use crate::app::App;
use crate::check;
use crate::client::Origin;
use crate::codes::Code;
use crate::dto::{Registered, Registration};
use crate::error::ApiResult;
use crate::extract::{Body, Created};
use crate::guard::Anyone;
use crate::session::from_key;
use axum::extract::State;
use fovea_store::{MadeUsers, NewUserRow};

/// Ask for an account, where the house takes such requests
///
/// The account has no rights and cannot log in before somebody lets it in.
#[utoipa::path(post, path = "/registrations", tag = "account", request_body = Registration,
    responses((status = 201, body = Registered)))]
pub async fn create(
    _: Anyone,
    State(app): State<App>,
    origin: Origin,
    Body(wanted): Body<Registration>,
) -> ApiResult<Created<Registered>> {
    if !app.house().await?.self_registration {
        return Err(Code::RegistrationClosed.into());
    }
    app.tries.now(&[format!("register-{}", from_key(origin.address))])?;
    let name = check::user_name("name", &wanted.name)?;
    check::password("password", &wanted.password, &name)?;
    let row = NewUserRow {
        nickname: check::nickname("nickname", &wanted.nickname)?,
        phone: check::phone("phone", &wanted.phone)?,
        mail: check::mail("mail", &wanted.mail)?,
        password_hash: Some(app.passwords.hash(wanted.password).await?),
        waiting: true,
        name,
        ..NewUserRow::default()
    };
    match app.store.by(origin.stranger()).create_users(vec![row]).await? {
        MadeUsers::Made(_) => Ok(Created(Registered {})),
        MadeUsers::Taken(_) => Err(Code::UserNameTaken.into()),
    }
}
