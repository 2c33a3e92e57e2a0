//! Submitting a job by its file.

use super::file::{self, Thing, Wanted};
use super::view;
use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Created, Query, within};
use crate::guard::{Anyone, JobWriteOwn, Permit};
use crate::reasons::Why;
use crate::{templates, yaml};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::CONTENT_TYPE;
use fovea_domain::command::{Fault, MountedVersion, Shared};
use fovea_domain::device::DeviceFault;
use fovea_domain::permission::Permission;
use fovea_domain::quota::check_priority;
use fovea_domain::registry;
use fovea_jobs::{NeverFits, PodmanError, PodmanLack, WallsLack};
use fovea_store::{Id, NewJob, Version};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{IntoParams, ToSchema};

/// The text of a job file, YAML or JSON.
pub struct JobText(String);

impl<S: Send + Sync> FromRequest<S> for JobText {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> ApiResult<JobText> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let known = ["application/json", "application/yaml", "application/x-yaml", "text/yaml"];
        if !known.contains(&kind.as_str()) {
            return Err(ApiError::from(Code::WrongMediaType).with("expected", "application/yaml"));
        }
        within(request.body(), yaml::MOST_BYTES)?;
        let body = axum::body::to_bytes(request.into_body(), yaml::MOST_BYTES).await;
        let body = body.map_err(|_| ApiError::from(Code::BodyTooLarge))?;
        let text = String::from_utf8(body.to_vec());
        text.map(JobText).map_err(|_| ApiError::no_utf8())
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SubmitQuery {
    /// The template that the file was made from, for the record
    template: Option<Id>,
}

/// Submit a job
///
/// The body is a job file, as YAML or JSON; `/jobs/schema` describes it. What cannot be used is refused with line and field, what
/// could never start with the reason. Whoever can submit jobs can run programs within the walls of a job.
#[utoipa::path(post, path = "/jobs", tag = "jobs", params(SubmitQuery),
    request_body(content((dto::JobFile = "application/yaml"), (dto::JobFile = "application/json"))),
    responses((status = 201, body = dto::Job)))]
pub async fn submit(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    Query(query): Query<SubmitQuery>,
    JobText(text): JobText,
) -> ApiResult<Created<dto::Job>> {
    let mut wanted = file::read(&text, &permit.principal.name)?;
    if let Some(template) = query.template {
        wanted.spec.template = Some(templates::name_of(&app, permit.user(), template).await?);
    }
    Ok(Created(submitted(&app, &permit, &wanted).await?))
}

/// A file that was read becomes a job.
pub(crate) async fn submitted(
    app: &App,
    permit: &Permit<JobWriteOwn>,
    wanted: &Wanted,
) -> ApiResult<dto::Job> {
    for thing in &wanted.things {
        check_thing(app, permit, wanted, thing).await?;
    }
    let wanted = &with_versions(app, permit, wanted).await?;
    let new = placed(app, permit, wanted).await?;
    if app.settings.job_data.is_none() && wanted.spec.mounts.iter().any(|m| m.source == Shared::Data) {
        let why = Why::new("job_file.no_data", "this server has no folder of data for jobs", json!({}));
        return Err(wanted.lines.refuse("mounts", why));
    }
    if wanted.spec.privileged {
        permit.principal.require(Permission::JobPrivilegedSubmit)?;
        if !app.settings.privileged_jobs {
            let why = Why::new("job_file.no_privileged", "this server runs no privileged jobs", json!({}));
            return Err(wanted.lines.refuse("privileged", why));
        }
    }
    match &wanted.spec.image {
        Some(image) => check_image(app, wanted, image).await?,
        None => {
            if let Some(why) = walls_lack(app).await? {
                return Err(ApiError::from(Code::JobNoSandbox).because(&walls_why(why)));
            }
        }
    }
    let draft = app.store.draft_job(new.clone()).await?;
    if let Err(never) = app.engine.outlook(draft).await? {
        return Err(wanted.lines.refuse(field_of(&never), (&never).into()));
    }
    let job = app.engine.submit(&permit.store(app), new).await?;
    view(app, job).await
}

/// The project or version that a parameter names is there for who submits it.
async fn check_thing(
    app: &App,
    permit: &Permit<JobWriteOwn>,
    wanted: &Wanted,
    thing: &Thing,
) -> ApiResult<()> {
    if thing.version {
        return version_of(app, permit, wanted, thing).await.map(drop);
    }
    permit.principal.require(Permission::ProjectRead)?;
    let found = named_project(app, &thing.text).await?;
    if found.is_some_and(|id| permit.principal.project.is_none_or(|own| own == id)) {
        return Ok(());
    }
    let why = Why::new("project.not_found", "there is no such project", json!({}));
    Err(wanted.lines.refuse(&thing.field, why))
}

/// The version that a text names, for who submits it.
async fn version_of(
    app: &App,
    permit: &Permit<JobWriteOwn>,
    wanted: &Wanted,
    thing: &Thing,
) -> ApiResult<Version> {
    permit.principal.require(Permission::DataRead)?;
    let found = match (thing.text.parse::<Id>(), thing.text.rsplit_once('/')) {
        (Ok(id), _) => app.store.version(id).await.ok(),
        (Err(_), Some((project, number))) => {
            match (named_project(app, project).await?, number.parse().ok()) {
                (Some(project), Some(number)) => app.store.version_by_number(project, number).await?,
                _ => None,
            }
        }
        _ => None,
    };
    let theirs = |found: &Version| permit.principal.project.is_none_or(|own| own == found.project_id);
    found.filter(theirs).ok_or_else(|| {
        let why = Why::new("version.not_found", "there is no such version of a project", json!({}));
        wanted.lines.refuse(&thing.field, why)
    })
}

/// With the ids of the versions that it reads, and their names as they are now.
async fn with_versions(app: &App, permit: &Permit<JobWriteOwn>, wanted: &Wanted) -> ApiResult<Wanted> {
    let mut named = wanted.clone();
    for (at, thing) in wanted.versions.iter().enumerate() {
        let found = version_of(app, permit, wanted, thing).await?;
        let project = app.store.project(found.project_id).await?;
        let told =
            MountedVersion { id: found.id.to_string(), name: format!("{}/{}", project.name, found.number) };
        let mut mounts = named.spec.mounts.iter_mut().filter(|mount| mount.source == Shared::Version);
        if let Some(mount) = mounts.nth(at) {
            mount.version = Some(told);
        }
    }
    Ok(named)
}

async fn named_project(app: &App, text: &str) -> ApiResult<Option<Id>> {
    let found = match text.parse::<Id>() {
        Ok(id) => app.store.project(id).await.ok(),
        Err(_) => app.store.project_by_name(text).await?,
    };
    Ok(found.map(|p| p.id))
}

/// Which field of the file asks for what can never be.
fn field_of(never: &NeverFits) -> &'static str {
    match never {
        NeverFits::UnknownVc => "virtual_cluster",
        NeverFits::NotInVc { .. } | NeverFits::NotInCluster { .. } => "device",
        NeverFits::Device { fault: DeviceFault::Nodes { .. } } => "nodes",
        NeverFits::Device { fault: DeviceFault::QuotaForDistributed { .. } } => "type",
        NeverFits::Device { .. } | NeverFits::VcQuota { .. } | NeverFits::UserQuota { .. } => "devices",
        NeverFits::Node { .. } => "memory",
    }
}

fn walls_why(lack: WallsLack) -> Why {
    Why::new(lack.code(), lack.to_string(), json!({}))
}

/// There is a Podman, and the image is there or comes from a registry.
async fn check_image(app: &App, wanted: &Wanted, image: &str) -> ApiResult<()> {
    let (engine, name) = (app.engine.clone(), image.to_string());
    // Whether it is in its registry is found out at the start.
    let fetched = app.settings.image_registries.speech(&registry::of_image(image)).is_some();
    let found = tokio::task::spawn_blocking(move || {
        let (podman, _) = engine.podman()?;
        let silent =
            |e: PodmanError| PodmanLack::Silent { socket: podman.socket().into(), why: e.to_string() };
        Ok::<bool, PodmanLack>(fetched || podman.has_image(&name).map_err(silent)?)
    });
    match found.await? {
        Ok(true) => Ok(()),
        Ok(false) => {
            let allowed = app.settings.image_registries.hosts();
            let why = if allowed.is_some_and(|hosts| hosts.is_empty()) {
                let detail = format!("there is no image {image} on the server, and none is fetched");
                Why::new("submit.no_image", detail, json!({ "image": image }))
            } else {
                let host = registry::of_image(image);
                let detail = format!(
                    "there is no image {image} on the server, and none is fetched from its registry {host}"
                );
                let params = json!({ "image": image, "registry": host });
                Why::new("submit.registry_not_allowed", detail, params)
            };
            Err(wanted.lines.refuse("image", why))
        }
        Err(lack) => Err(wanted.lines.refuse_as(Code::JobNoPodman, "image", Why::from(&lack))),
    }
}

async fn walls_lack(app: &App) -> ApiResult<Option<WallsLack>> {
    let engine = app.engine.clone();
    Ok(tokio::task::spawn_blocking(move || engine.no_commands()).await?)
}

/// With the project and the virtual cluster that the names mean.
async fn placed(app: &App, permit: &Permit<JobWriteOwn>, wanted: &Wanted) -> ApiResult<NewJob> {
    let project_id = project(app, permit, wanted).await?;
    let cluster = cluster(app, permit, wanted).await?;
    let all = permit.may(Permission::JobWrite);
    let administers = all || app.store.administers_cluster(cluster, permit.user()).await?;
    if let Err(denied) = check_priority(wanted.priority, administers) {
        let fault = Fault::OutOfRange { least: denied.least.into(), most: denied.most.into() };
        return Err(wanted.lines.refuse("priority", (&fault).into()));
    }
    check_disk(app, cluster, wanted).await?;
    Ok(NewJob {
        kind: wanted.kind,
        project_id,
        name: wanted.name.clone(),
        owner: Some(permit.user()),
        spec: serde_json::to_value(&wanted.spec).map_err(ApiError::internal)?,
        service_id: None,
        virtual_cluster: Some(cluster),
        priority: wanted.priority,
        ask: wanted.ask.clone(),
    })
}

/// More than its virtual cluster lets any job have.
async fn check_disk(app: &App, cluster: Id, wanted: &Wanted) -> ApiResult<()> {
    let most = app.store.virtual_cluster(cluster).await?.disk_mib.and_then(|mib| u64::try_from(mib).ok());
    let Some(most) = most.filter(|most| wanted.spec.disk_mib > *most) else { return Ok(()) };
    let need = wanted.spec.disk_mib;
    let detail = format!("it asks for {need} MiB of disk, and a job there may have {most}");
    Err(wanted.lines.refuse("disk", Why::new("submit.disk", detail, json!({ "need": need, "most": most }))))
}

async fn project(app: &App, permit: &Permit<JobWriteOwn>, wanted: &Wanted) -> ApiResult<Option<Id>> {
    let bound = permit.principal.project;
    let Some(text) = &wanted.project else { return Ok(bound) };
    let unknown = || {
        let why = Why::new("project.not_found", "there is no such project", json!({}));
        wanted.lines.refuse("project", why)
    };
    permit.principal.require(Permission::ProjectRead)?;
    let found = named_project(app, text).await?.filter(|id| bound.is_none_or(|own| own == *id));
    found.map(Some).ok_or_else(unknown)
}

/// Another's is not there.
async fn cluster(app: &App, permit: &Permit<JobWriteOwn>, wanted: &Wanted) -> ApiResult<Id> {
    let user = permit.user();
    let Some(text) = &wanted.virtual_cluster else {
        return Ok(app.store.default_cluster(user).await?.ok_or(Code::VcNone)?);
    };
    let found = match text.parse::<Id>() {
        Ok(id) => Some(id),
        Err(_) => app.store.virtual_cluster_by_name(text).await.ok().map(|v| v.id),
    };
    match found {
        Some(id) if app.store.is_cluster_member(id, user).await? => Ok(id),
        _ => {
            let detail = "there is no such virtual cluster, or you are not in it";
            let why = Why::new("virtual_cluster.not_found", detail, json!({}));
            Err(wanted.lines.refuse("virtual_cluster", why))
        }
    }
}

/// What a job file may hold, as JSON Schema
#[utoipa::path(get, path = "/jobs/schema", tag = "jobs", responses((status = 200, body = Object)))]
pub async fn schema(_: Anyone) -> Json<Value> {
    Json(job_file_schema())
}

/// The schema of job files, by the very types that read them.
pub fn job_file_schema() -> Value {
    schema_of::<dto::JobFile>("Fovea job file")
}

/// The schema of files that people write.
pub(crate) fn schema_of<T: ToSchema>(title: &str) -> Value {
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    let written = |schema: &RefOr<Schema>| serde_json::to_value(schema).unwrap_or_default();
    let mut root = written(&T::schema());
    let defs: serde_json::Map<String, Value> =
        parts.iter().map(|(name, schema)| (name.clone(), written(schema))).collect();
    if let Some(object) = root.as_object_mut() {
        object.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        object.insert("title".into(), title.into());
        object.insert("$defs".into(), Value::Object(defs));
    }
    turned(root)
}

/// References lead into the document of the interface; here they lead into the schema itself.
fn turned(value: Value) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix("#/components/schemas/") {
            Some(name) => Value::String(format!("#/$defs/{name}")),
            None => Value::String(text),
        },
        Value::Array(all) => all.into_iter().map(turned).collect(),
        Value::Object(all) => all.into_iter().map(|(name, value)| (name, turned(value))).collect(),
        other => other,
    }
}
