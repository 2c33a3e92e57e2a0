//! Templates of jobs: job files with parameters, that somebody keeps for themselves, for a virtual cluster or for everybody, and
//! those that come with the product.

mod presets;

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, IfMatch, PathId, Query, Revised};
use crate::guard::{JobReadOwn, JobWriteOwn, Permit};
use crate::jobs::file::{read_template, read_with};
use crate::jobs::submit::submitted;
use crate::list::{List, page_request};
use crate::words::{known, word};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use fovea_domain::permission::Permission;
use fovea_store::{Id, NewTemplate, Page, Template, TemplateChange, TemplateFilter, TemplateScope};
use presets::Preset;
use serde::Deserialize;
use std::collections::HashSet;
use utoipa::IntoParams;

const LONGEST_NAME: usize = 60;
const LONGEST_DESCRIPTION: usize = 500;

/// One of somebody, or one that comes with the product.
enum Found {
    Kept(Box<Template>),
    Preset(&'static Preset),
}

impl Found {
    fn file(&self) -> &str {
        match self {
            Found::Kept(template) => &template.file,
            Found::Preset(preset) => preset.file,
        }
    }

    fn name(&self) -> &str {
        match self {
            Found::Kept(template) => &template.name,
            Found::Preset(preset) => preset.name,
        }
    }
}

/// Another's is not there.
async fn find(app: &App, user: Id, id: Id) -> ApiResult<Found> {
    match presets::of(id) {
        Some(preset) => Ok(Found::Preset(preset)),
        None => Ok(Found::Kept(Box::new(app.store.template(user, id).await?))),
    }
}

/// As it is told of a job that came from it.
pub(crate) async fn name_of(app: &App, user: Id, id: Id) -> ApiResult<String> {
    Ok(find(app, user, id).await?.name().into())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TemplateQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// In the name
    q: Option<String>,
    scope: Option<dto::TemplateScope>,
}

/// Templates that you may use, by name; those that come with the product first
#[utoipa::path(get, path = "/templates", tag = "jobs", params(TemplateQuery),
    responses((status = 200, body = List<dto::Template>)))]
pub async fn list(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    Query(query): Query<TemplateQuery>,
) -> ApiResult<Json<List<dto::Template>>> {
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let (user, usual) = (permit.user(), app.store.default_template(permit.user()).await?);
    let kept = query.scope != Some(dto::TemplateScope::Preset);
    let found = if kept {
        let filter = TemplateFilter { q: query.q.clone(), scope: query.scope.as_ref().map(word) };
        app.store.templates(user, &filter, &page).await?
    } else {
        Page { items: Vec::new(), next: None, total: 0 }
    };
    let presets = match query.scope {
        None | Some(dto::TemplateScope::Preset) => presets::matching(query.q.as_deref().unwrap_or_default()),
        Some(_) => Vec::new(),
    };
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total + presets.len() as u64);
    let mut items = Vec::new();
    if page.cursor.is_none() {
        for preset in presets {
            items.push(preset.view(usual)?);
        }
    }
    // Asked for once, however many there are.
    let own = app.store.clusters_of(user).await?;
    let administered: HashSet<Id> = own.into_iter().filter(|c| c.administers).map(|c| c.id).collect();
    for template in found.items {
        let changes = may_change(&permit, &template, |cluster| administered.contains(&cluster));
        items.push(view(&permit, template, usual, changes)?);
    }
    Ok(Json(List { items, next, total }))
}

/// A template with its job file
#[utoipa::path(get, path = "/templates/{id}", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::TemplateDetail)))]
pub async fn show(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<dto::TemplateDetail>> {
    let found = find(&app, permit.user(), id).await?;
    detail(&app, &permit, found).await
}

/// The job file of a template
#[utoipa::path(get, path = "/templates/{id}/file", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, description = "As `POST /jobs` takes it, with what is written beside its values", content_type = "application/yaml", body = Object)))]
pub async fn file(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Response> {
    let found = find(&app, permit.user(), id).await?;
    let name = format!("attachment; filename*=UTF-8''{}.yaml", encoded(found.name()));
    let headers =
        [(header::CONTENT_TYPE, "application/yaml".to_string()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, found.file().to_string()).into_response())
}

fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Keep a job file as a template
///
/// Without secrets: others see it. For everybody with the right `job.write` only.
#[utoipa::path(post, path = "/templates", tag = "jobs", request_body = dto::NewTemplate,
    responses((status = 201, body = dto::TemplateDetail)))]
pub async fn create(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    Body(wanted): Body<dto::NewTemplate>,
) -> ApiResult<Created<dto::TemplateDetail>> {
    let name = check::name("name", &wanted.name, LONGEST_NAME)?;
    let description = check::text("description", &wanted.description, LONGEST_DESCRIPTION)?;
    let scope = scope(&app, &permit, wanted.scope, wanted.virtual_cluster_id).await?;
    read_template(&wanted.file, &permit.principal.name)?;
    let new = NewTemplate { name, description, scope, file: wanted.file, owner: permit.user() };
    let made = permit.store(&app).create_template(new).await?;
    let found = Found::Kept(Box::new(made));
    Ok(Created(detail(&app, &permit, found).await?.value))
}

/// Change a template
#[utoipa::path(patch, path = "/templates/{id}", tag = "jobs", request_body = dto::TemplateChange,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Its revision")),
    responses((status = 200, body = dto::TemplateDetail)))]
pub async fn change(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<dto::TemplateChange>,
) -> ApiResult<Revised<dto::TemplateDetail>> {
    let found = changeable(&app, &permit, id).await?;
    let scope = match (wanted.scope, wanted.virtual_cluster_id) {
        (None, None) => None,
        (Some(asked), cluster) => Some(scope(&app, &permit, asked, cluster.or(found.cluster_id)).await?),
        (None, Some(cluster)) => Some(scope(&app, &permit, known(&found.scope)?, Some(cluster)).await?),
    };
    // What was somebody's own stays with who made it.
    if scope == Some(TemplateScope::Mine) && found.owner != Some(permit.user()) {
        return Err(ApiError::field("scope", "field.not_allowed"));
    }
    if let Some(file) = &wanted.file {
        read_template(file, &permit.principal.name)?;
    }
    let change = TemplateChange {
        name: wanted.name.map(|n| check::name("name", &n, LONGEST_NAME)).transpose()?,
        description: wanted
            .description
            .map(|d| check::text("description", &d, LONGEST_DESCRIPTION))
            .transpose()?,
        scope,
        file: wanted.file,
    };
    let made = permit.store(&app).change_template(id, revision, change).await?;
    detail(&app, &permit, Found::Kept(Box::new(made))).await
}

/// Delete a template
#[utoipa::path(delete, path = "/templates/{id}", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    changeable(&app, &permit, id).await?;
    permit.store(&app).delete_template(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let your form begin with a template, or with nothing
#[utoipa::path(put, path = "/templates/default", tag = "jobs", request_body = dto::DefaultTemplate,
    responses((status = 204, description = "Kept")))]
pub async fn set_default(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    Body(wanted): Body<dto::DefaultTemplate>,
) -> ApiResult<StatusCode> {
    let found = match wanted.template_id {
        Some(id) => Some((id, find(&app, permit.user(), id).await?)),
        None => None,
    };
    let named = found.as_ref().map(|(id, template)| (*id, template.name()));
    permit.store(&app).set_default_template(permit.user(), named).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Submit a job by a template, with values for its parameters
#[utoipa::path(post, path = "/templates/{id}/jobs", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::TemplateJob, responses((status = 201, body = dto::Job)))]
pub async fn submit(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::TemplateJob>,
) -> ApiResult<Created<dto::Job>> {
    let found = find(&app, permit.user(), id).await?;
    let mut read = read_with(found.file(), &permit.principal.name, wanted.values)?;
    read.spec.template = Some(found.name().into());
    Ok(Created(submitted(&app, &permit, &read).await?))
}

/// Whoever made it, who administers its virtual cluster, or who may change all jobs.
fn may_change<P>(permit: &Permit<P>, template: &Template, administers: impl FnOnce(Id) -> bool) -> bool {
    let all = permit.may(Permission::JobWrite);
    match template.seen_by() {
        TemplateScope::Mine => template.owner == Some(permit.user()),
        TemplateScope::All => all,
        TemplateScope::Team(cluster) => all || template.owner == Some(permit.user()) || administers(cluster),
    }
}

/// The same of one, with its virtual cluster asked for.
async fn may_change_one<P>(app: &App, permit: &Permit<P>, template: &Template) -> ApiResult<bool> {
    let administers = match template.seen_by() {
        TemplateScope::Team(cluster) => app.store.administers_cluster(cluster, permit.user()).await?,
        TemplateScope::Mine | TemplateScope::All => false,
    };
    Ok(may_change(permit, template, |_| administers))
}

async fn changeable(app: &App, permit: &Permit<JobWriteOwn>, id: Id) -> ApiResult<Template> {
    match find(app, permit.user(), id).await? {
        Found::Preset(_) => Err(Code::TemplatePreset.into()),
        Found::Kept(template) => {
            if !may_change_one(app, permit, &template).await? {
                permit.principal.require(Permission::JobWrite)?;
            }
            Ok(*template)
        }
    }
}

/// What is asked for, where it may be.
async fn scope(
    app: &App,
    permit: &Permit<JobWriteOwn>,
    wanted: dto::TemplateScope,
    cluster: Option<Id>,
) -> ApiResult<TemplateScope> {
    match wanted {
        dto::TemplateScope::Mine => Ok(TemplateScope::Mine),
        dto::TemplateScope::All => {
            permit.principal.require(Permission::JobWrite)?;
            Ok(TemplateScope::All)
        }
        dto::TemplateScope::Preset => Err(ApiError::field("scope", "field.not_allowed")),
        dto::TemplateScope::Team => {
            let cluster = match cluster {
                Some(cluster) => cluster,
                None => app.store.default_cluster(permit.user()).await?.ok_or(Code::VcNone)?,
            };
            if app.store.is_cluster_member(cluster, permit.user()).await? {
                Ok(TemplateScope::Team(cluster))
            } else {
                Err(ApiError::field("virtual_cluster_id", "field.unknown"))
            }
        }
    }
}

async fn detail<P>(app: &App, permit: &Permit<P>, found: Found) -> ApiResult<Revised<dto::TemplateDetail>> {
    let usual = app.store.default_template(permit.user()).await?;
    let file = found.file().to_string();
    let template = match found {
        Found::Preset(preset) => preset.view(usual)?,
        Found::Kept(template) => {
            let changes = may_change_one(app, permit, &template).await?;
            view(permit, *template, usual, changes)?
        }
    };
    Ok(Revised { revision: template.revision, value: dto::TemplateDetail { template, file } })
}

fn view<P>(
    permit: &Permit<P>,
    template: Template,
    usual: Option<Id>,
    may_change: bool,
) -> ApiResult<dto::Template> {
    let cluster = template.cluster_id.zip(template.cluster_name);
    // One that was kept by an older program may not be readable to this one; it is still there to be mended.
    let parameters = read_template(&template.file, &permit.principal.name).unwrap_or_default();
    Ok(dto::Template {
        id: template.id,
        name: template.name,
        description: template.description,
        scope: known(&template.scope)?,
        virtual_cluster: cluster.map(|(id, name)| dto::ClusterRef { id, name }),
        owner: template.owner_name,
        parameters,
        may_change,
        is_default: usual == Some(template.id),
        created_at: Some(template.created_at.into()),
        changed_at: Some(template.changed_at.into()),
        revision: template.revision,
    })
}
