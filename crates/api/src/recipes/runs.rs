use super::names;
use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query};
use crate::guard::{ModelRead, Permit, Train};
use crate::list::{List, ListQuery, MOST_ROWS};
use crate::words::{known, stored};
use axum::Json;
use axum::extract::State;
use fovea_jobs::{RECIPE_VERDICTS, RecipeSpec, RecipeWork};
use fovea_store::{Id, JobKind, NewJob, NewRecipeRun, RecipeData, RecipeRun};
use serde::Deserialize;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::Path;
use utoipa::IntoParams;

/// Try a version on many pictures, alone or beside another one
#[utoipa::path(post, path = "/recipe_versions/{id}/runs", tag = "recipes", params(("id" = Id, Path)),
    request_body = dto::NewRecipeRun, responses((status = 201, body = dto::RecipeRun)))]
pub async fn create(
    permit: Permit<Train>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::NewRecipeRun>,
) -> ApiResult<Created<dto::RecipeRun>> {
    let version = app.store.recipe_version(id).await?;
    let project = version.project_id;
    let data = data_of(&app, project, wanted.data).await?;
    let find = async |document: &str| -> ApiResult<names::Named> {
        names::find(&app, project, version.recipe_id, stored(document)?)
            .await?
            .map_err(|f| names::refused(&f))
    };
    let named = find(&version.document).await?;
    let (mut files, mut asked) = (named.files, named.recipe.asked());
    if let Some(other) = wanted.other_id {
        let other = app.store.recipe_version(other).await.map_err(|_| unknown("other_id"))?;
        if other.recipe_id != version.recipe_id || other.id == id {
            return Err(unknown("other_id"));
        }
        let named = find(&other.document).await?;
        files.extend(named.files);
        asked.extend(named.recipe.asked());
    }
    if let Some(name) = asked.iter().find(|name| !wanted.texts.contains_key(*name)) {
        return Err(ApiError::from(Code::RecipeNotGiven).with("name", name.as_str()));
    }
    if app.store.recipe_pictures(project, &data, 1).await?.is_empty() {
        return Err(Code::RecipeNoPictures.into());
    }
    let mut texts = wanted.texts;
    texts.retain(|name, _| asked.contains(name));
    let spec = RecipeSpec {
        recipe_id: version.recipe_id,
        version_id: id,
        other_id: wanted.other_id,
        work: RecipeWork::Judge { data: data.clone() },
        files,
        texts,
    };
    let job = NewJob {
        kind: JobKind::Recipe,
        project_id: Some(project),
        name: format!("{} v{}", version.recipe_name, version.number),
        owner: Some(permit.user()),
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        service_id: None,
        virtual_cluster: wanted.virtual_cluster_id,
        priority: fovea_domain::quota::DEFAULT_PRIORITY,
        ask: Default::default(),
    };
    let (recipe_id, other_id) = (version.recipe_id, wanted.other_id);
    let new = NewRecipeRun { recipe_id, version_id: id, other_id, data, job };
    let job = permit.store(&app).create_recipe_run(new).await?;
    app.engine.wake();
    let made = app.store.recipe_run(job.id).await?;
    Ok(Created(view(&app, made).await?))
}

fn unknown(field: &str) -> ApiError {
    ApiError::field(field, "field.unknown")
}

/// Of the project alone.
async fn data_of(app: &App, project: Id, wanted: dto::RecipeData) -> ApiResult<RecipeData> {
    Ok(match wanted {
        dto::RecipeData::Project => RecipeData::Project,
        dto::RecipeData::Version { version_id } => {
            let version = app.store.version(version_id).await.map_err(|_| unknown("data"))?;
            if version.project_id != project {
                return Err(unknown("data"));
            }
            RecipeData::Version { version_id }
        }
        dto::RecipeData::Records { service_id } => {
            if let Some(service) = service_id {
                let service = app.store.service(service).await.map_err(|_| unknown("data"))?;
                if service.row.project_id != project {
                    return Err(unknown("data"));
                }
            }
            RecipeData::Records { service_id }
        }
    })
}

/// Runs of a recipe's versions, the newest first
#[utoipa::path(get, path = "/recipes/{id}/runs", tag = "recipes", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<dto::RecipeRun>)))]
pub async fn list(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<dto::RecipeRun>>> {
    let found = app.store.recipe_runs(id, &query.request()?).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    let mut items = Vec::with_capacity(found.items.len());
    for run in found.items {
        items.push(view(&app, run).await?);
    }
    Ok(Json(List { items, next, total }))
}

/// A run; it is stopped as its job is
#[utoipa::path(get, path = "/recipe_runs/{id}", tag = "recipes", params(("id" = Id, Path)),
    responses((status = 200, body = dto::RecipeRun)))]
pub async fn show(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::RecipeRun>> {
    let found = app.store.recipe_run(id).await?;
    view(&app, found).await.map(Json)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RunPictureQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// Left out: all
    #[param(inline)]
    part: Option<dto::RecipeRunPart>,
}

/// Pictures of a run with what was said of them
#[utoipa::path(get, path = "/recipe_runs/{id}/pictures", tag = "recipes",
    params(("id" = Id, Path), RunPictureQuery), responses((status = 200, body = List<dto::RecipeRunPicture>)))]
pub async fn pictures(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<RunPictureQuery>,
) -> ApiResult<Json<List<dto::RecipeRunPicture>>> {
    let run = app.store.recipe_run(id).await?;
    let from = match query.cursor.as_deref().map(str::parse::<usize>) {
        None => 0,
        Some(Ok(from)) => from,
        Some(Err(_)) => return Err(Code::BadCursor.into()),
    };
    let limit = query.limit.unwrap_or(50).clamp(1, MOST_ROWS) as usize;
    let part = query.part.unwrap_or(dto::RecipeRunPart::All);
    let path = app.engine.folder(run.id).work().join(RECIPE_VERDICTS);
    let read = tokio::task::spawn_blocking(move || read(&path, part, from, limit)).await?;
    let (items, total) = read.map_err(ApiError::internal)?;
    let behind = from + items.len();
    let next = (behind < total).then(|| behind.to_string());
    Ok(Json(List { items, next, total: total as u64 }))
}

/// Rows that fit, from one on; and how many fit in all. Nothing before the run is done.
fn read(
    path: &Path,
    part: dto::RecipeRunPart,
    from: usize,
    limit: usize,
) -> std::io::Result<(Vec<dto::RecipeRunPicture>, usize)> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok((Vec::new(), 0)),
        Err(e) => return Err(e),
    };
    let (mut items, mut total) = (Vec::new(), 0);
    for line in BufReader::new(file).lines() {
        let picture: dto::RecipeRunPicture = serde_json::from_str(&line?)?;
        if !fits(&picture, part) {
            continue;
        }
        if total >= from && items.len() < limit {
            items.push(picture);
        }
        total += 1;
    }
    Ok((items, total))
}

fn fits(picture: &dto::RecipeRunPicture, part: dto::RecipeRunPart) -> bool {
    use dto::RecipeRunPart as Part;
    use dto::RecipeVerdict::{Ng, Ok, Recheck};
    match part {
        Part::All => true,
        Part::Escapes => picture.good == Some(false) && picture.verdict == Some(Ok),
        Part::Overkill => picture.good == Some(true) && picture.verdict == Some(Ng),
        Part::Recheck => picture.verdict == Some(Recheck),
        Part::Ng => picture.verdict == Some(Ng),
        Part::Ok => picture.verdict == Some(Ok),
        Part::Changed => picture.other.as_ref().is_some_and(|o| o.verdict != picture.verdict),
        Part::Unread => picture.verdict.is_none(),
    }
}

async fn view(app: &App, run: RecipeRun) -> ApiResult<dto::RecipeRun> {
    let names = app.store.user_names(run.owner.as_slice()).await?;
    let progress: Option<fovea_jobs::Progress> = run.progress.as_deref().map(stored).transpose()?;
    let data = match stored(&run.data)? {
        RecipeData::Project => dto::RecipeData::Project,
        RecipeData::Version { version_id } => dto::RecipeData::Version { version_id },
        RecipeData::Records { service_id } => dto::RecipeData::Records { service_id },
    };
    Ok(dto::RecipeRun {
        id: run.id,
        recipe_id: run.recipe_id,
        version_id: run.version_id,
        number: run.number,
        other_id: run.other_id,
        other_number: run.other_number,
        data,
        state: known(&run.state)?,
        progress: progress.map(|p| dto::Progress {
            phase: p.phase,
            done: p.done,
            total: p.total,
            note: p.note,
            remaining_s: p.remaining_s,
            curve: p.curve,
        }),
        reason: run.reason.as_deref().map(stored).transpose()?,
        created_at: run.created_at.into(),
        owner: run.owner.and_then(|id| names.get(&id).cloned()),
        summary: run.summary.as_deref().map(stored).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_run_are_paged_and_counted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("v.jsonl");
        let line = |n: u32, good: &str, verdict: &str, other: &str| {
            let id = Id::new();
            format!(
                r#"{{"id":"{id}","name":"{n}.png","good":{good},"verdict":"{verdict}","ms":1.0,"other":{{"verdict":"{other}","ms":1.0}}}}"#
            )
        };
        let text = [
            line(0, "true", "ng", "ng"),
            line(1, "false", "ok", "ng"),
            line(2, "true", "ng", "ok"),
            line(3, "null", "recheck", "recheck"),
        ]
        .join("\n");
        std::fs::write(&path, text).unwrap();
        let names = |part, from, limit| {
            let (items, total) = read(&path, part, from, limit).unwrap();
            (items.into_iter().map(|p| p.name).collect::<Vec<_>>(), total)
        };
        use dto::RecipeRunPart as Part;
        assert_eq!(names(Part::Overkill, 0, 1), (vec!["0.png".to_string()], 2));
        assert_eq!(names(Part::Overkill, 1, 1), (vec!["2.png".to_string()], 2));
        assert_eq!(names(Part::Escapes, 0, 9).0, ["1.png"]);
        assert_eq!(names(Part::Recheck, 0, 9).0, ["3.png"]);
        assert_eq!(names(Part::Changed, 0, 9), (vec!["1.png".to_string(), "2.png".to_string()], 2));
        assert_eq!(read(Path::new("/nowhere"), Part::All, 0, 9).unwrap().1, 0);
    }
}
