//! Recipes of a project: drafts, versions, tries, and runs on many pictures.

pub mod files;
pub mod names;
pub mod runs;
pub mod trial;
pub mod versions;

use crate::app::App;
use crate::check;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, IfMatch, PathId, Query, Revised};
use crate::guard::{ModelRead, ModelWrite, Permit};
use crate::list::{List, page_request_in};
use crate::people::groups::named_order;
use crate::pictures::file::bring_here;
use crate::words::stored;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_service::ToldFault;
use fovea_store::{Id, Recipe};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

/// Longest draft, as it is kept.
const MOST_BYTES: usize = 1 << 20;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecipeQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `name` or `created_at`, with `-` the other way round; left out: `-created_at`
    sort: Option<String>,
    /// Part of the name
    q: Option<String>,
}

/// A project's recipes
#[utoipa::path(get, path = "/projects/{id}/recipes", tag = "recipes", params(("id" = Id, Path), RecipeQuery),
    responses((status = 200, body = List<dto::Recipe>)))]
pub async fn list(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<RecipeQuery>,
) -> ApiResult<Json<List<dto::Recipe>>> {
    let sort = query.sort.as_deref().unwrap_or("-created_at");
    let order = named_order(Some(sort))?;
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let found = app.store.recipes(id, query.q.as_deref(), order, &page).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    let mut items = Vec::with_capacity(found.items.len());
    for recipe in &found.items {
        items.push(view(&app, recipe).await?);
    }
    Ok(Json(List { items, next, total }.in_order(sort)))
}

/// Begin a recipe
#[utoipa::path(post, path = "/projects/{id}/recipes", tag = "recipes", params(("id" = Id, Path)),
    request_body = dto::NewRecipe, responses((status = 201, body = dto::RecipeDetail)))]
pub async fn create(
    permit: Permit<ModelWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(new): Body<dto::NewRecipe>,
) -> ApiResult<Created<dto::RecipeDetail>> {
    let name = check::name("name", &new.name, 100)?;
    let draft = draft(new.draft.unwrap_or_else(|| first(&name)))?;
    let pictures = names::pictures_in(&draft);
    bring_here(&app, id, &pictures).await?;
    let made = permit.store(&app).create_recipe(id, &name, &draft, &pictures).await?;
    Ok(Created(detail(&app, made).await?.value))
}

/// The least that can run.
fn first(name: &str) -> Value {
    json!({ "format": fovea_recipe::FORMAT, "name": name, "version": 1, "steps": [
        { "id": "shot", "kind": "acquire" },
        { "id": "limits", "kind": "rules", "rules": [
            { "name": "sharp", "kind": "number", "of": "shot", "field": "sharpness", "min": 10, "otherwise": "recheck" }
        ] },
        { "id": "verdict", "kind": "verdict", "of": ["limits"] }
    ] })
}

/// Whatever somebody writes, if it holds fields and is not too long.
fn draft(value: Value) -> ApiResult<Value> {
    if !value.is_object() {
        return Err(ApiError::field("draft", "field.invalid"));
    }
    match value.to_string().len() {
        0..=MOST_BYTES => Ok(value),
        _ => Err(ApiError::field("draft", "field.too_long").with("most", MOST_BYTES)),
    }
}

/// A recipe
#[utoipa::path(get, path = "/recipes/{id}", tag = "recipes", params(("id" = Id, Path)),
    responses((status = 200, body = dto::RecipeDetail)))]
pub async fn show(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<dto::RecipeDetail>> {
    let found = app.store.recipe(id).await?;
    detail(&app, found).await
}

/// Keep the draft of a recipe
///
/// Whatever is sent is kept, also what cannot run; that is told with the answer.
#[utoipa::path(put, path = "/recipes/{id}/draft", tag = "recipes",
    params(("id" = Id, Path), ("If-Match" = String, Header)),
    request_body = dto::RecipeDraft, responses((status = 200, body = dto::RecipeDetail)))]
pub async fn save(
    permit: Permit<ModelWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<dto::RecipeDraft>,
) -> ApiResult<Revised<dto::RecipeDetail>> {
    let project = app.store.recipe(id).await?.project_id;
    let draft = draft(wanted.draft)?;
    let pictures = names::pictures_in(&draft);
    bring_here(&app, project, &pictures).await?;
    let kept = permit.store(&app).save_draft(id, revision, &draft, &pictures).await?;
    detail(&app, kept).await
}

/// Give a recipe another name
#[utoipa::path(patch, path = "/recipes/{id}", tag = "recipes",
    params(("id" = Id, Path), ("If-Match" = String, Header)),
    request_body = dto::RecipeChange, responses((status = 200, body = dto::RecipeDetail)))]
pub async fn change(
    permit: Permit<ModelWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<dto::RecipeChange>,
) -> ApiResult<Revised<dto::RecipeDetail>> {
    app.store.recipe(id).await?;
    let name = check::name("name", &wanted.name, 100)?;
    let kept = permit.store(&app).rename_recipe(id, revision, &name).await?;
    detail(&app, kept).await
}

/// Take a recipe away; packages that were made of it stay
#[utoipa::path(delete, path = "/recipes/{id}", tag = "recipes", params(("id" = Id, Path)),
    responses((status = 204)))]
pub async fn remove(
    permit: Permit<ModelWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    app.store.recipe(id).await?;
    permit.store(&app).delete_recipe(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn view(app: &App, recipe: &Recipe) -> ApiResult<dto::Recipe> {
    let names = app.store.user_names(recipe.changed_by.as_slice()).await?;
    Ok(dto::Recipe {
        id: recipe.id,
        project_id: recipe.project_id,
        name: recipe.name.clone(),
        revision: recipe.revision,
        versions: u64::try_from(recipe.versions).unwrap_or(0),
        newest: Some(recipe.newest).filter(|n| *n > 0),
        created_at: recipe.created_at.into(),
        changed_at: recipe.changed_at.into(),
        changed_by: recipe.changed_by.and_then(|id| names.get(&id).cloned()),
    })
}

async fn detail(app: &App, found: Recipe) -> ApiResult<Revised<dto::RecipeDetail>> {
    let draft: Value = stored(&found.draft)?;
    let fault = fovea_recipe::parse(draft.clone()).err().map(|e| fault(ToldFault::from(&e)));
    let files = app.store.recipe_files(found.id).await?.into_iter().map(|f| f.name).collect();
    let value = dto::RecipeDetail { recipe: view(app, &found).await?, draft, fault, files };
    Ok(Revised { revision: found.revision, value })
}

fn fault(told: ToldFault) -> dto::RecipeFault {
    let ToldFault { step, field, code, params, detail } = told;
    dto::RecipeFault { step, field, code, params, detail }
}
