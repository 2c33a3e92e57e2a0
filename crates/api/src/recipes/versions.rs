use super::names;
use super::trial::{Asked, ask, failed};
use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query};
use crate::guard::{ModelRead, ModelWrite, Permit};
use crate::jobs::view as job_view;
use crate::list::{List, ListQuery};
use crate::words::stored;
use axum::Json;
use axum::extract::State;
use fovea_jobs::{RecipeSpec, RecipeWork};
use fovea_recipe::compare_recipes;
use fovea_service::Said;
use fovea_store::{Id, JobKind, NewJob, NewRecipeVersion, RecipeVersion};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::IntoParams;

/// Versions of a recipe, the newest first
#[utoipa::path(get, path = "/recipes/{id}/versions", tag = "recipes", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<dto::RecipeVersion>)))]
pub async fn list(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<dto::RecipeVersion>>> {
    let found = app.store.recipe_versions(id, &query.request()?).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    let mut items = Vec::with_capacity(found.items.len());
    for version in found.items {
        items.push(view(&app, version).await?);
    }
    Ok(Json(List { items, next, total }))
}

/// Keep the draft as a version, once it is sure that it can run
#[utoipa::path(post, path = "/recipes/{id}/versions", tag = "recipes", params(("id" = Id, Path)),
    request_body = dto::NewRecipeVersion, responses((status = 201, body = dto::RecipeVersion)))]
pub async fn create(
    permit: Permit<ModelWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(new): Body<dto::NewRecipeVersion>,
) -> ApiResult<Created<dto::RecipeVersion>> {
    let note = check::text("note", &new.note, 2000)?;
    let recipe = app.store.recipe(id).await?;
    if recipe.revision != new.revision {
        return Err(Code::PreconditionFailed.into());
    }
    let number = i32::try_from(recipe.newest + 1).map_err(ApiError::internal)?;
    let draft: Value = stored(&recipe.draft)?;
    let mut named = names::find(&app, recipe.project_id, id, draft).await?.map_err(|f| names::refused(&f))?;
    (named.recipe.name, named.recipe.note) = (recipe.name, note.clone());
    named.recipe.version = u32::try_from(number).map_err(ApiError::internal)?;
    let document = serde_json::to_value(&named.recipe).map_err(ApiError::internal)?;
    let desk = format!("{}/{id}/version", permit.user());
    let asked = Asked { desk, named, picture: None, texts: BTreeMap::new() };
    match ask(&app, asked).await? {
        Said::Done { .. } => {}
        other => return Err(failed(other)),
    }
    let new = NewRecipeVersion { revision: new.revision, note, document, number };
    let made = permit.store(&app).create_recipe_version(id, new).await?;
    Ok(Created(view(&app, made).await?))
}

/// A version of a recipe
#[utoipa::path(get, path = "/recipe_versions/{id}", tag = "recipes", params(("id" = Id, Path)),
    responses((status = 200, body = dto::RecipeVersion)))]
pub async fn show(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::RecipeVersion>> {
    let found = app.store.recipe_version(id).await?;
    view(&app, found).await.map(Json)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DiffQuery {
    /// The version before; left out: what the draft has become since this version
    from: Option<Id>,
}

/// What is another in a version than in one before, or in the draft than in this version
#[utoipa::path(get, path = "/recipe_versions/{id}/diff", tag = "recipes", params(("id" = Id, Path), DiffQuery),
    responses((status = 200, body = dto::RecipeDiff)))]
pub async fn diff(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<DiffQuery>,
) -> ApiResult<Json<dto::RecipeDiff>> {
    let this = app.store.recipe_version(id).await?;
    let read = |text: &str| -> ApiResult<fovea_recipe::Recipe> {
        fovea_recipe::parse(stored(text)?).map_err(|e| names::refused(&(&e).into()))
    };
    let (before, mut after) = match query.from {
        Some(from) => {
            let from = app.store.recipe_version(from).await?;
            if from.recipe_id != this.recipe_id {
                return Err(ApiError::field("from", "field.unknown"));
            }
            (read(&from.document)?, read(&this.document)?)
        }
        None => {
            let recipe = app.store.recipe(this.recipe_id).await?;
            let mut draft = read(&recipe.draft)?;
            draft.name = recipe.name;
            (read(&this.document)?, draft)
        }
    };
    // These are another in every version and say nothing of what it does.
    (after.version, after.note) = (before.version, before.note.clone());
    let changes = compare_recipes(&before, &after);
    let changes = changes.iter().map(serde_json::to_value).collect::<Result<_, _>>();
    let changes = changes.map_err(ApiError::internal)?;
    Ok(Json(dto::RecipeDiff { changes }))
}

/// Pack a version with its models into one package, which becomes a model of the project
#[utoipa::path(post, path = "/recipe_versions/{id}/package", tag = "recipes", params(("id" = Id, Path)),
    responses((status = 201, body = dto::Job)))]
pub async fn pack(
    permit: Permit<ModelWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Created<dto::Job>> {
    let version = app.store.recipe_version(id).await?;
    if version.model_id.is_some() {
        return Err(Code::RecipePacked.into());
    }
    let named = names::find(&app, version.project_id, version.recipe_id, stored(&version.document)?).await?;
    let named = named.map_err(|f| names::refused(&f))?;
    let name = version.recipe_name.clone();
    let spec = RecipeSpec {
        recipe_id: version.recipe_id,
        version_id: id,
        other_id: None,
        work: RecipeWork::Pack { model_id: Id::new(), name: name.clone() },
        files: named.files,
        texts: BTreeMap::new(),
    };
    let new = NewJob {
        kind: JobKind::Recipe,
        project_id: Some(version.project_id),
        name: format!("{name} v{}", version.number),
        owner: Some(permit.user()),
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        service_id: None,
        virtual_cluster: None,
        priority: fovea_domain::quota::DEFAULT_PRIORITY,
        ask: Default::default(),
    };
    let job = app.engine.submit(&permit.store(&app), new).await?;
    Ok(Created(job_view(&app, job).await?))
}

pub(super) async fn view(app: &App, version: RecipeVersion) -> ApiResult<dto::RecipeVersion> {
    let names = app.store.user_names(version.created_by.as_slice()).await?;
    Ok(dto::RecipeVersion {
        id: version.id,
        recipe_id: version.recipe_id,
        project_id: version.project_id,
        number: version.number,
        note: version.note,
        created_at: version.created_at.into(),
        created_by: version.created_by.and_then(|id| names.get(&id).cloned()),
        model_id: version.model_id,
        model_number: version.model_number,
        document: stored(&version.document)?,
    })
}
