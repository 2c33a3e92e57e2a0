//! Of which project the object of a request is, and what follows: for tokens that are bound to one project whatever belongs to another is
//! not there, everybody may look at a public one, and its managers may more in it.

use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::guard::Principal;
use crate::routes::BASE;
use axum::RequestPartsExt;
use axum::extract::{MatchedPath, Path};
use axum::http::request::Parts;
use fovea_domain::permission::{Permission, Rights};
use fovea_store::{Id, OwnedKind};
use std::collections::HashMap;

/// Where a bound token may go at all: routes whose object is of a project, and those that choose by it themselves.
enum Way {
    Object(OwnedKind),
    /// The handler gives only what is of the project.
    Chosen,
    Shut,
}

fn way(path: &str) -> Way {
    let mut parts = path.trim_start_matches('/').split('/');
    let (first, object) = (parts.next().unwrap_or_default(), parts.next() == Some("{id}"));
    match (first, object) {
        // The catalogue is everybody's, also where a project takes of it or gives to it.
        ("projects", true) if parts.next() == Some("label_sets") => Way::Shut,
        ("projects", true) => Way::Object(OwnedKind::Project),
        ("classes", true) => Way::Object(OwnedKind::Class),
        ("edits", true) => Way::Object(OwnedKind::Edit),
        ("imports", true) => Way::Object(OwnedKind::Import),
        ("exports", true) => Way::Object(OwnedKind::Export),
        ("pictures", true) => Way::Object(OwnedKind::Picture),
        ("raw_pictures", true) => Way::Object(OwnedKind::RawPicture),
        ("versions", true) => Way::Object(OwnedKind::Version),
        ("statistics", true) => Way::Object(OwnedKind::Statistics),
        // They are jobs of the same id.
        ("jobs" | "prelabels", true) => Way::Object(OwnedKind::Job),
        ("models", true) => Way::Object(OwnedKind::Model),
        ("services", true) => Way::Object(OwnedKind::Service),
        ("recipes", true) => Way::Object(OwnedKind::Recipe),
        ("recipe_versions", true) => Way::Object(OwnedKind::RecipeVersion),
        // It has the id of its job.
        ("recipe_runs", true) => Way::Object(OwnedKind::Job),
        ("records", true) => Way::Object(OwnedKind::Record),
        ("annotation_tasks", true) => Way::Object(OwnedKind::AnnotationTask),
        ("jobs" | "events" | "session" | "permissions", false) => Way::Chosen,
        _ => Way::Shut,
    }
}

/// Whose manager somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Managed {
    /// Of no project, or they need not be asked: they may it everywhere, or come by a token that is cut to less.
    Nothing,
    /// Of others than the request is about.
    Other,
    /// Of the one that the request is about.
    This,
}

/// The one place where managers of a project are let in.
pub async fn managed(parts: &mut Parts, app: &App, who: &Principal) -> ApiResult<Managed> {
    if who.cut || who.rights.cover(Rights::of_manager()) {
        return Ok(Managed::Nothing);
    }
    let own = app.store.projects_managed_by(who.user).await?;
    if own.is_empty() {
        return Ok(Managed::Nothing);
    }
    let matched = parts.extensions.get::<MatchedPath>().map(|p| p.as_str().to_string()).unwrap_or_default();
    let path = matched.strip_prefix(BASE).unwrap_or(&matched);
    let this = match way(path) {
        Way::Object(kind) => match object(parts).await {
            Some(id) => app.store.project_of(kind, id).await?.is_some_and(|project| own.contains(&project)),
            None => false,
        },
        // Whom to hand out to is the same for every project.
        Way::Shut => path == "/annotation_tasks/annotators",
        Way::Chosen => false,
    };
    Ok(if this { Managed::This } else { Managed::Other })
}

/// The id in the path.
async fn object(parts: &mut Parts) -> Option<Id> {
    let found = parts.extract::<Path<HashMap<String, String>>>().await;
    found.ok().and_then(|path| path.get("id")?.parse::<Id>().ok())
}

/// Not found where the request is not about something of a public project.
pub async fn public(parts: &mut Parts, app: &App, manages: bool) -> ApiResult<()> {
    let matched = parts.extensions.get::<MatchedPath>().map(|p| p.as_str().to_string()).unwrap_or_default();
    let path = matched.strip_prefix(BASE).unwrap_or(&matched);
    let kind = match way(path) {
        Way::Object(kind) => kind,
        // The handler lists those alone, and those whose managers they are; as long as there are none it is closed as ever.
        Way::Shut if path == "/projects" && (manages || app.store.any_public_project().await?) => {
            return Ok(());
        }
        Way::Shut | Way::Chosen => {
            return Err(
                ApiError::from(Code::AuthForbidden).with("permission", Permission::ProjectRead.name())
            );
        }
    };
    let id = object(parts).await.ok_or(Code::NotFound)?;
    match app.store.project_of(kind, id).await? {
        Some(project) if app.store.is_public_project(project).await? => Ok(()),
        _ => Err(Code::NotFound.into()),
    }
}

/// Not found where the request is not about this project.
pub async fn check(parts: &mut Parts, app: &App, project: Id) -> ApiResult<()> {
    let matched = parts.extensions.get::<MatchedPath>().map(|p| p.as_str().to_string()).unwrap_or_default();
    let path = matched.strip_prefix(BASE).unwrap_or(&matched);
    match way(path) {
        Way::Chosen => Ok(()),
        Way::Shut if path == "/projects" && parts.method.is_safe() => Ok(()),
        Way::Shut => Err(Code::AuthProjectOnly.into()),
        Way::Object(kind) => {
            let id = object(parts).await.ok_or(Code::NotFound)?;
            match app.store.project_of(kind, id).await? {
                Some(owner) if owner == project => Ok(()),
                _ => Err(Code::NotFound.into()),
            }
        }
    }
}
