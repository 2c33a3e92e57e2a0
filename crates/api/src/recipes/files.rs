use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Created, PathId, Query, Whole};
use crate::guard::{ModelWrite, Permit};
use axum::extract::State;
use fovea_store::{BlobHash, Id};
use serde::Deserialize;
use utoipa::IntoParams;

/// A layout or a table; pictures are those of the project.
const MOST_BYTES: usize = 2 << 20;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// What it is called, such as `layout.json`
    #[param(min_length = 1, max_length = 60)]
    name: String,
}

/// Send a file that the recipe may name: a layout of boxes (JSON) or a table of expected texts (CSV)
///
/// The answer tells under which name. What was sent never changes, for versions name it, too.
#[utoipa::path(post, path = "/recipes/{id}/files", tag = "recipes", params(("id" = Id, Path), FileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = dto::RecipeFileName)))]
pub async fn create(
    permit: Permit<ModelWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<FileQuery>,
    Whole(body): Whole,
) -> ApiResult<Created<dto::RecipeFileName>> {
    app.store.recipe(id).await?;
    if body.is_empty() {
        return Err(ApiError::field("name", "field.required"));
    }
    if body.len() > MOST_BYTES {
        return Err(Code::BodyTooLarge.into());
    }
    let hash = BlobHash::of(&body);
    let name = file_name(&query.name, &hash)?;
    // Nobody takes it away before the row speaks of it.
    let _gate = app.keeping.read().await;
    let blobs = app.store.blobs().clone();
    let hash = tokio::task::spawn_blocking(move || blobs.put(&body)).await??;
    permit.store(&app).add_recipe_file(id, &name, &hash).await?;
    Ok(Created(dto::RecipeFileName { name }))
}

/// Its own name in plain signs, behind the beginning of its hash: a name always means the same content.
fn file_name(name: &str, hash: &BlobHash) -> ApiResult<String> {
    let plain: String = name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .take(60)
        .collect();
    let plain = plain.trim_matches('.');
    if plain.is_empty() {
        return Err(ApiError::field("name", "field.invalid"));
    }
    let start = hash.as_str().get(..8).unwrap_or_default();
    Ok(format!("files/{start}-{plain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_and_tell_their_content() {
        let hash = BlobHash::of(b"x");
        let start = &hash.as_str()[..8];
        for (name, wanted) in [
            ("layout.json", "layout.json"),
            ("../../etc/a b.csv", "a_b.csv"),
            ("表.csv", "表.csv"),
            ("c:\\x\\y.json", "y.json"),
        ] {
            assert_eq!(file_name(name, &hash).unwrap(), format!("files/{start}-{wanted}"));
        }
        assert!(file_name("..", &hash).is_err() && file_name("a/", &hash).is_err());
    }
}
