//! What people do about themselves.

pub mod factor;
pub mod password;
pub mod registries;
pub mod sessions;
pub mod ssh_keys;
mod totp;

use crate::app::App;
use crate::check;
use crate::clusters::{seconds, view_of_user};
use crate::dto::{AccountChange, Contact, Contacts, Me};
use crate::error::ApiResult;
use crate::extract::Body;
use crate::guard::{Permit, SignedIn};
use crate::jobs::notify;
use crate::people::view::{group_ref, moment, role_ref};
use crate::words::known;
use axum::Json;
use axum::extract::State;
use fovea_domain::permission::Rights;
use fovea_store::{Id, UserChange};
use std::collections::HashSet;

/// Change what is told of you
#[utoipa::path(patch, path = "/account", tag = "account", request_body = AccountChange,
    responses((status = 200, body = Me)))]
pub async fn change(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(wanted): Body<AccountChange>,
) -> ApiResult<Json<Me>> {
    let change = UserChange {
        nickname: wanted.nickname.map(|n| check::nickname("nickname", &n)).transpose()?,
        phone: wanted.phone.map(|p| check::phone("phone", &p)).transpose()?,
        mail: wanted.mail.map(|m| check::mail("mail", &m)).transpose()?,
        language: wanted.language.map(|l| check::language("language", &l)).transpose()?,
        virtual_cluster_id: wanted.virtual_cluster_id,
        job_mail: wanted.job_mail.map(notify),
        ..UserChange::default()
    };
    permit.store(&app).change_own(permit.user(), change).await?;
    Ok(Json(me(&app, permit.user(), permit.principal.rights).await?))
}

/// So many are enough to reach one.
const CONTACTS: u32 = 3;

/// Whom to ask for rights: those who may give them
#[utoipa::path(get, path = "/account/administrators", tag = "account",
    responses((status = 200, body = Contacts)))]
pub async fn administrators(_: Permit<SignedIn>, State(app): State<App>) -> ApiResult<Json<Contacts>> {
    let found = app.store.administrators(CONTACTS).await?;
    let told = found.into_iter().map(|c| Contact {
        name: c.name,
        nickname: c.nickname,
        phone: c.phone,
        mail: c.mail,
    });
    Ok(Json(Contacts { items: told.collect() }))
}

pub(crate) async fn me(app: &App, id: Id, rights: Rights) -> ApiResult<Me> {
    let person = app.store.person(id).await?;
    let mut seen = HashSet::new();
    let sources = app.store.right_sources(id).await?;
    let roles = sources.into_iter().map(|s| s.role).filter(|r| seen.insert(r.id)).map(role_ref).collect();
    let user = person.user;
    let clusters = app.store.clusters_of(id).await?;
    Ok(Me {
        virtual_clusters: clusters.into_iter().map(|c| view_of_user(c, user.longest_run_ms)).collect(),
        virtual_cluster_id: app.store.default_cluster(id).await?,
        longest_run_s: seconds(user.longest_run_ms),
        projects_made: app.store.projects_made_by(id).await?,
        job_mail: known(&user.job_mail)?,
        id: user.id,
        name: user.name,
        nickname: user.nickname,
        phone: user.phone,
        mail: user.mail,
        language: user.language,
        roles,
        groups: person.groups.into_iter().map(group_ref).collect(),
        permissions: rights.iter().map(|p| p.name().into()).collect(),
        manages: app.store.projects_managed_by(id).await?,
        public_projects: app.store.any_public_project().await?,
        built_in: user.built_in,
        must_change_password: user.must_change_password,
        has_password: !user.password_hash.is_empty(),
        second_factor: person.second_factor,
        last_login_at: moment(user.last_login_at),
    })
}
