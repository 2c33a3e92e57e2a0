//! Who may call a handler is a type among its parameters: the first one is a [`Guard`], or the handler does not
//! go into the list of routes.

use crate::app::App;
use crate::bound::{self, Managed};
use crate::client::Origin;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::hashing::{TOKEN_PREFIX, hash_secret};
use axum::extract::FromRequestParts;
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use fovea_domain::permission::{Permission, Rights};
use fovea_store::{Actor, Entrance, Id, Store, User};
use std::marker::PhantomData;
use std::sync::Arc;

pub const SESSION_COOKIE: &str = "fovea_session";
/// Browsers take a cookie of this name from this very host alone and by TLS: no page of a host beside it can set one.
const SESSION_COOKIE_BY_TLS: &str = "__Host-fovea_session";
pub const CSRF_HEADER: &str = "x-fovea";

/// Who calls, and how they came in.
#[derive(Debug, Clone)]
pub struct Principal {
    pub user: Id,
    pub name: String,
    pub rights: Rights,
    pub by: By,
    /// By a token with scopes: no more than these, whatever its owner may in one project.
    pub cut: bool,
    /// The only project that is there for them.
    pub project: Option<Id>,
    /// Nothing may be done before the password is changed.
    pub must_change_password: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Session(Id),
    Token(Id),
    /// The server itself
    Process,
}

impl Principal {
    pub fn may(&self, permission: Permission) -> bool {
        self.rights.contains(permission)
    }

    pub fn require(&self, permission: Permission) -> ApiResult<()> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(ApiError::from(Code::AuthForbidden).with("permission", permission.name()))
        }
    }

    fn of(found: Entrance, by: By) -> Principal {
        let User { id, name, must_change_password, .. } = found.user;
        let (rights, cut, project) = (found.rights, found.cut, found.project);
        Principal { user: id, name, rights, by, cut, project, must_change_password }
    }

    /// The same with what managers of a project may do in it.
    #[must_use]
    pub fn managing(mut self) -> Principal {
        self.rights = self.rights.union(Rights::of_manager());
        self
    }
}

/// The first parameter of every handler.
pub trait Guard {
    /// As the OpenAPI document tells it: `public`, `signed_in` or a permission.
    const NAME: &'static str;
}

/// Open to anyone.
pub struct Anyone;

impl Guard for Anyone {
    const NAME: &'static str = "public";
}

impl FromRequestParts<App> for Anyone {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, _: &App) -> ApiResult<Anyone> {
        Ok(Anyone)
    }
}

/// What a [`Permit`] asks for.
pub trait Needs: Send {
    /// `None`: being logged in is enough.
    const PERMISSION: Option<Permission>;
    /// Any of these is enough, too.
    const OR: &'static [Permission] = &[];
    /// As the OpenAPI document tells it.
    const NAME: &'static str = match Self::PERMISSION {
        Some(permission) => permission.name(),
        None => "signed_in",
    };
    /// Also for those who must change their password first.
    const ANYHOW: bool = false;
    /// Also for everybody else, where the object is of a project that is public; else it is not there for them.
    const PUBLIC: bool = false;
    /// Managers of the object's project may here what [`Rights::of_manager`] gives.
    const MANAGED: bool = false;
}

/// The caller, who may do `P`.
pub struct Permit<P> {
    pub principal: Principal,
    pub origin: Origin,
    needs: PhantomData<P>,
}

impl<P> Permit<P> {
    pub fn user(&self) -> Id {
        self.principal.user
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.principal.may(permission)
    }

    /// The store, changed in the caller's name.
    pub fn store(&self, app: &App) -> Store {
        app.store.by(Actor {
            id: Some(self.principal.user),
            name: self.principal.name.clone(),
            rights: self.principal.rights,
            address: self.origin.address.to_string(),
            request: Arc::clone(&self.origin.trace),
        })
    }

    /// Of a browser: programs may not do what lets programs in.
    pub fn session(&self) -> ApiResult<Id> {
        match self.principal.by {
            By::Session(id) => Ok(id),
            By::Token(_) | By::Process => Err(Code::AuthSessionNeeded.into()),
        }
    }
}

impl<P: Needs> Permit<P> {
    /// In the name of a user who asked for it earlier and need not be there; `None` once they may not any more.
    pub(crate) async fn in_name_of(app: &App, user: Id) -> ApiResult<Option<Permit<P>>> {
        let found = app.store.user(user).await?;
        let rights = app.store.rights_of(user).await?;
        if found.state != "active" || P::PERMISSION.is_some_and(|p| !rights.contains(p)) {
            return Ok(None);
        }
        let principal = Principal {
            user,
            name: found.name,
            rights,
            by: By::Process,
            cut: false,
            project: None,
            must_change_password: false,
        };
        Ok(Some(Permit { principal, origin: Origin::inside(), needs: PhantomData }))
    }
}

impl<P: Needs> Guard for Permit<P> {
    const NAME: &'static str = P::NAME;
}

impl<P: Needs> FromRequestParts<App> for Permit<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Permit<P>> {
        let mut principal = authenticate(parts, app).await?;
        if principal.must_change_password && !P::ANYHOW {
            return Err(Code::AuthMustChangePassword.into());
        }
        let managed = match P::MANAGED {
            true => Box::pin(bound::managed(parts, app, &principal)).await?,
            false => Managed::Nothing,
        };
        if managed == Managed::This {
            principal = principal.managing();
        }
        if let Some(permission) = P::PERMISSION.filter(|_| !P::OR.iter().any(|p| principal.may(*p))) {
            match P::PUBLIC && !principal.may(permission) {
                true => bound::public(parts, app, managed != Managed::Nothing).await?,
                // Of what is another's, managers hear nothing.
                false if managed == Managed::Other && !principal.may(permission) => {
                    return Err(Code::NotFound.into());
                }
                false => principal.require(permission)?,
            }
        }
        if let Some(project) = principal.project {
            bound::check(parts, app, project).await?;
        }
        Ok(Permit { principal, origin: Origin::of(parts, app), needs: PhantomData })
    }
}

macro_rules! needs {
    ($($name:ident $permission:expr;)+) => { $(
        pub struct $name;

        impl Needs for $name {
            const PERMISSION: Option<Permission> = $permission;
        }
    )+ };
}

macro_rules! needs_any {
    ($($name:ident $text:literal $first:ident $($more:ident)+;)+) => { $(
        pub struct $name;

        impl Needs for $name {
            const PERMISSION: Option<Permission> = Some(Permission::$first);
            const OR: &'static [Permission] = &[$(Permission::$more),+];
            const NAME: &'static str = $text;
            const MANAGED: bool = true;
        }
    )+ };
}

macro_rules! needs_or_managed {
    ($($name:ident $text:literal $permission:ident;)+) => { $(
        pub struct $name;

        impl Needs for $name {
            const PERMISSION: Option<Permission> = Some(Permission::$permission);
            const NAME: &'static str = $text;
            const MANAGED: bool = true;
        }
    )+ };
}

macro_rules! needs_or_public {
    ($($name:ident $text:literal $first:ident $($more:ident)*;)+) => { $(
        pub struct $name;

        impl Needs for $name {
            const PERMISSION: Option<Permission> = Some(Permission::$first);
            const OR: &'static [Permission] = &[$(Permission::$more),*];
            const NAME: &'static str = $text;
            const PUBLIC: bool = true;
            const MANAGED: bool = true;
        }
    )+ };
}

needs_or_public! {
    LookAtProject "project.read|manager|public" ProjectRead;
    LookAtData "data.read|manager|public" DataRead;
    // Of annotators the handlers ask what was handed out to them.
    SeePicture "data.read|annotate|manager|public" DataRead Annotate;
}

// Who is let in by the lesser of these sees only what was handed out to them; the handlers ask.
needs_any! {
    Label "annotate|annotation.review|manager" Annotate AnnotationReview;
    OverseeAnnotation "annotation.dispatch|annotation.review|manager" AnnotationDispatch AnnotationReview;
    SeeAnnotation "annotate|annotation.dispatch|annotation.review|manager" Annotate AnnotationDispatch AnnotationReview;
}

needs_or_managed! {
    AnnotationDispatch "annotation.dispatch|manager" AnnotationDispatch;
    AnnotationReview "annotation.review|manager" AnnotationReview;
    // What is asked beside handing out and reviewing.
    ReadOfManager "data.read|manager" DataRead;
}

/// Who annotates; managers of the project see more of it.
pub struct Annotate;

impl Needs for Annotate {
    const PERMISSION: Option<Permission> = Some(Permission::Annotate);
    const MANAGED: bool = true;
}

/// Logged in, also with a password that has to be changed.
pub struct SignedInAnyhow;

impl Needs for SignedInAnyhow {
    const PERMISSION: Option<Permission> = None;
    const ANYHOW: bool = true;
}

needs! {
    SignedIn None;
    ProjectRead Some(Permission::ProjectRead);
    ProjectWrite Some(Permission::ProjectWrite);
    DataRead Some(Permission::DataRead);
    DataWrite Some(Permission::DataWrite);
    Train Some(Permission::Train);
    JobReadOwn Some(Permission::JobReadOwn);
    JobWriteOwn Some(Permission::JobWriteOwn);
    ImageRead Some(Permission::ImageRead);
    ImageWrite Some(Permission::ImageWrite);
    ModelRead Some(Permission::ModelRead);
    ModelWrite Some(Permission::ModelWrite);
    ServiceRead Some(Permission::ServiceRead);
    ServiceWrite Some(Permission::ServiceWrite);
    Infer Some(Permission::Infer);
    RecordRead Some(Permission::RecordRead);
    Recheck Some(Permission::Recheck);
    MonitoringRead Some(Permission::MonitoringRead);
    ClusterRead Some(Permission::ClusterRead);
    ClusterWrite Some(Permission::ClusterWrite);
    UserRead Some(Permission::UserRead);
    UserWrite Some(Permission::UserWrite);
    RoleRead Some(Permission::RoleRead);
    RoleWrite Some(Permission::RoleWrite);
    SettingRead Some(Permission::SettingRead);
    SettingWrite Some(Permission::SettingWrite);
    AuditRead Some(Permission::AuditRead);
}

/// Finds out who calls, once a request.
pub async fn authenticate(parts: &mut Parts, app: &App) -> ApiResult<Principal> {
    if let Some(principal) = parts.extensions.get::<Principal>() {
        return Ok(principal.clone());
    }
    let principal = match bearer(&parts.headers) {
        Some(token) => by_token(app, token).await?,
        None => by_cookie(app, &parts.method, &parts.headers).await?,
    };
    parts.extensions.insert(principal.clone());
    Ok(principal)
}

/// The same caller as they are now; `None` once they may no longer come in.
pub async fn again(app: &App, principal: &Principal) -> ApiResult<Option<Principal>> {
    let by = principal.by;
    let found = match by {
        By::Session(id) => app.store.session_again(id).await?,
        By::Token(id) => app.store.token_again(id).await?,
        By::Process => return Ok(Some(principal.clone())),
    };
    Ok(found.map(|f| Principal::of(f, by)))
}

async fn by_token(app: &App, token: &str) -> ApiResult<Principal> {
    if !token.starts_with(TOKEN_PREFIX) {
        return Err(Code::AuthRequired.into());
    }
    let found = app.store.enter_by_token(&hash_secret(token)).await?.ok_or(Code::AuthRequired)?;
    let by = By::Token(found.id);
    Ok(Principal::of(found, by))
}

async fn by_cookie(app: &App, method: &Method, headers: &HeaderMap) -> ApiResult<Principal> {
    let secret = session_cookie(app, headers).ok_or(Code::AuthRequired)?;
    let found = app.store.enter_by_session(&hash_secret(secret), app.session_ms().await?).await?;
    let found = found.ok_or(Code::AuthRequired)?;
    // A form of another site can send our cookie, but not this header.
    if !method.is_safe() && headers.get(CSRF_HEADER).is_none_or(|v| v != "1") {
        return Err(Code::AuthCsrf.into());
    }
    let by = By::Session(found.id);
    Ok(Principal::of(found, by))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The name of the session's cookie here.
pub(crate) fn session_cookie_name(app: &App) -> &'static str {
    if app.settings.secure_cookie { SESSION_COOKIE_BY_TLS } else { SESSION_COOKIE }
}

/// `None` also where there are two: then one of them was put there by somebody else, such as a page of a host beside ours.
fn session_cookie<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    let mut found = cookies(headers, session_cookie_name(app));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Whose session the browser has, for the one way back that a browser comes without our header.
pub(crate) async fn user_of_session(app: &App, headers: &HeaderMap) -> ApiResult<Option<User>> {
    let Some(secret) = session_cookie(app, headers) else { return Ok(None) };
    let found = app.store.enter_by_session(&hash_secret(secret), app.session_ms().await?).await?;
    Ok(found.map(|f| f.user))
}

pub(crate) fn cookie<'a>(headers: &'a HeaderMap, wanted: &'a str) -> Option<&'a str> {
    cookies(headers, wanted).next()
}

/// All of a name, in the order of the request.
pub(crate) fn cookies<'a>(headers: &'a HeaderMap, wanted: &'a str) -> impl Iterator<Item = &'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|h| h.to_str().ok());
    let pairs = cookies.flat_map(|c| c.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(move |(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Parameters of a handler of which the first is a guard.
pub trait Guarded {
    const NAME: &'static str;
}

macro_rules! guarded_tuples {
    ($(($($more:ident),*))+) => { $(
        impl<M, G: Guard $(, $more)*> Guarded for (M, G, $($more,)*) {
            const NAME: &'static str = G::NAME;
        }
    )+ };
}

guarded_tuples! { () (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) }

/// The name of a handler's guard. That this compiles for a handler shows that it has one.
pub fn guard_of<H, T>(_: H) -> &'static str
where
    H: Handler<T, App>,
    T: Guarded,
{
    T::NAME
}
