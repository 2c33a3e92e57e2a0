//! New users: every rule is checked for every row before anything is made.

use super::view;
use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{BatchAnswer, Invitation, MadeUser, NewUser, NewUsers, RowProblem};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Query};
use crate::guard::{Permit, UserWrite};
use crate::hashing::{hash_secret, new_secret};
use crate::mail::{self, Link, LinkKind};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use fovea_domain::permission::Rights;
use fovea_store::{INVITATION_MS, Id, MadeUsers, NewUserRow, fold, now};
use serde::Deserialize;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use utoipa::IntoParams;

const MOST_ROWS: usize = 10;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DryRun {
    /// Only say what is wrong
    #[serde(default)]
    pub dry_run: bool,
}

/// Make a user
///
/// Without a password the answer holds an invitation. A dry run answers as `/users/batch` does.
#[utoipa::path(post, path = "/users", tag = "people", request_body = NewUser, params(DryRun),
    responses((status = 201, body = MadeUser), (status = 200, description = "Dry run", body = BatchAnswer)))]
pub async fn create(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    Query(query): Query<DryRun>,
    Body(wanted): Body<NewUser>,
) -> ApiResult<Response> {
    let answer = make(&app, &permit, vec![wanted], query.dry_run).await?;
    if query.dry_run {
        return answered(answer, true);
    }
    if let Some(first) = answer.rows.first() {
        let error = match first.code.as_str() {
            "user.name_taken" => Code::UserNameTaken.into(),
            "auth.above_you" => Code::AuthAboveYou.into(),
            _ => ApiError::from(Code::InvalidFields),
        };
        return Err(answer.rows.iter().fold(error, |e, r| e.and_field(&r.field, &r.code)));
    }
    let made = answer.made.into_iter().next().ok_or_else(|| ApiError::internal("a user was not made"))?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Make up to ten users, all or none
#[utoipa::path(post, path = "/users/batch", tag = "people", request_body = NewUsers, params(DryRun),
    responses((status = 201, body = BatchAnswer), (status = 200, description = "Dry run", body = BatchAnswer)))]
pub async fn create_many(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    Query(query): Query<DryRun>,
    Body(wanted): Body<NewUsers>,
) -> ApiResult<Response> {
    if !(1..=MOST_ROWS).contains(&wanted.users.len()) {
        return Err(ApiError::field("users", "field.out_of_range"));
    }
    let answer = make(&app, &permit, wanted.users, query.dry_run).await?;
    answered(answer, query.dry_run)
}

/// 200 for a dry run, 201 where all were made, else a problem with the rows.
pub(super) fn answered(answer: BatchAnswer, dry_run: bool) -> ApiResult<Response> {
    if dry_run {
        return Ok(Json(answer).into_response());
    }
    if answer.rows.is_empty() {
        return Ok((StatusCode::CREATED, Json(answer)).into_response());
    }
    let bad: HashSet<usize> = answer.rows.iter().map(|r| r.index).collect();
    Err(ApiError::from(Code::BadRows).with("count", bad.len()).with("rows", json!(answer.rows)))
}

pub(super) async fn make(
    app: &App,
    permit: &Permit<UserWrite>,
    wanted: Vec<NewUser>,
    dry_run: bool,
) -> ApiResult<BatchAnswer> {
    let total = wanted.len();
    let mut rows = check_rows(app, permit.principal.rights, &wanted, dry_run).await?;
    let nobody = |rows| BatchAnswer { rows, made: Vec::new(), total };
    if dry_run || !rows.is_empty() {
        permit.origin.trace.nothing_changed();
        return Ok(nobody(rows));
    }
    let until = now() + INVITATION_MS;
    let (mut new, mut secrets) = (Vec::with_capacity(total), Vec::with_capacity(total));
    for user in wanted {
        let (row, secret) = row(app, user, until).await?;
        new.push(row);
        secrets.push(secret);
    }
    match permit.store(app).create_users(new).await? {
        MadeUsers::Made(people) => {
            let invited = people.iter().zip(&secrets);
            let links: Vec<Link> =
                invited.filter_map(|(p, s)| Some(Link::to(&p.user, s.as_deref()?))).collect();
            let mut mailed =
                mail::bring(app, permit.store(app), LinkKind::Invitation, &links).await?.into_iter();
            let mut made = Vec::with_capacity(total);
            for (person, secret) in people.into_iter().zip(secrets) {
                let invitation = secret.map(|secret| Invitation {
                    secret,
                    expires_at: until.into(),
                    mail: mailed.next().flatten(),
                });
                made.push(MadeUser { user: view::user(person)?, invitation });
            }
            Ok(BatchAnswer { rows: Vec::new(), made, total })
        }
        // Somebody was faster between the check and the change.
        MadeUsers::Taken(places) => {
            rows.extend(places.into_iter().map(|index| problem(index, "name", "user.name_taken")));
            Ok(nobody(rows))
        }
    }
}

/// The row, and the secret of its invitation.
async fn row(app: &App, user: NewUser, until: i64) -> ApiResult<(NewUserRow, Option<String>)> {
    let password_hash = match user.password {
        Some(password) => Some(app.passwords.hash(password).await?),
        None => None,
    };
    let secret = if password_hash.is_none() { Some(new_secret()?) } else { None };
    let row = NewUserRow {
        name: check::user_name("name", &user.name)?,
        nickname: check::nickname("nickname", &user.nickname)?,
        phone: check::phone("phone", &user.phone)?,
        mail: check::mail("mail", &user.mail)?,
        note: check::text("note", &user.note, 200)?,
        language: user.language,
        role_ids: user.role_ids.unwrap_or_default(),
        group_ids: user.group_ids,
        password_hash,
        invitation: secret.as_deref().map(|s| (hash_secret(s), until)),
        waiting: false,
    };
    Ok((row, secret))
}

fn problem(index: usize, field: &str, code: &str) -> RowProblem {
    RowProblem { index, field: field.into(), code: code.into() }
}

async fn check_rows(app: &App, own: Rights, wanted: &[NewUser], dry_run: bool) -> ApiResult<Vec<RowProblem>> {
    let names: Vec<String> = wanted.iter().map(|u| u.name.clone()).collect();
    let taken = app.store.taken_names(&names).await?;
    let mut known = Known { app, own, roles: HashMap::new(), groups: HashMap::new() };
    let (mut seen, mut rows) = (HashSet::new(), Vec::new());
    for (index, user) in wanted.iter().enumerate() {
        let mut add = |field: &str, code: &str| rows.push(problem(index, field, code));
        for (field, checked) in [
            ("name", check::user_name("name", &user.name)),
            ("nickname", check::nickname("nickname", &user.nickname)),
            ("phone", check::phone("phone", &user.phone)),
            ("mail", check::mail("mail", &user.mail)),
            ("note", check::text("note", &user.note, 200)),
            ("language", check::language("language", &user.language)),
        ] {
            if let Err(error) = checked {
                add(field, error.field_code(field));
            }
        }
        let key = fold(&user.name);
        if !key.is_empty() {
            if !seen.insert(key.clone()) {
                add("name", "field.duplicate");
            } else if taken.contains(&key) {
                add("name", "user.name_taken");
            }
        }
        if let Some(password) = &user.password
            && let Err(error) = check::password("password", password, &user.name)
        {
            add("password", error.field_code("password"));
        }
        let roles = user.role_ids.as_deref();
        if roles.is_some_and(<[Id]>::is_empty) && user.group_ids.is_empty()
            || roles.is_none() && user.group_ids.is_empty() && !dry_run
        {
            add("role_ids", "field.required");
        }
        for role in roles.unwrap_or_default() {
            if let Some(code) = known.role(*role).await? {
                add("role_ids", code);
            }
        }
        for group in &user.group_ids {
            if let Some(code) = known.group(*group).await? {
                add("group_ids", code);
            }
        }
    }
    Ok(rows)
}

/// Roles and groups that were asked for, each once.
struct Known<'a> {
    app: &'a App,
    own: Rights,
    roles: HashMap<Id, Option<&'static str>>,
    groups: HashMap<Id, Option<&'static str>>,
}

impl Known<'_> {
    /// What is wrong with it.
    async fn role(&mut self, id: Id) -> ApiResult<Option<&'static str>> {
        if let Some(code) = self.roles.get(&id) {
            return Ok(*code);
        }
        let code = self.verdict(self.app.store.rights_of_role(id).await?, "role.not_found");
        self.roles.insert(id, code);
        Ok(code)
    }

    async fn group(&mut self, id: Id) -> ApiResult<Option<&'static str>> {
        if let Some(code) = self.groups.get(&id) {
            return Ok(*code);
        }
        let code = self.verdict(self.app.store.rights_of_group(id).await?, "group.not_found");
        self.groups.insert(id, code);
        Ok(code)
    }

    fn verdict(&self, rights: Option<Rights>, missing: &'static str) -> Option<&'static str> {
        match rights {
            None => Some(missing),
            Some(rights) if !self.own.cover(rights) => Some("auth.above_you"),
            Some(_) => None,
        }
    }
}
