use crate::app::App;
use crate::dto::{VersionCount, VersionFacts, VersionModel, VersionTraining};
use crate::error::ApiResult;
use crate::extract::PathId;
use crate::guard::{LookAtData, Permit};
use crate::words::known;
use axum::Json;
use axum::extract::State;
use fovea_domain::dataset::Part;
use fovea_domain::permission::Permission;
use fovea_store::{Id, VersionClass};

/// Trainings and models that are named.
const MOST_NAMED: u64 = 50;

/// What a version holds in numbers, and which trainings and models came of it
#[utoipa::path(get, path = "/versions/{id}/facts", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = VersionFacts)))]
pub async fn facts(
    permit: Permit<LookAtData>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<VersionFacts>> {
    let version = app.store.version(id).await?;
    let trainings = app.store.version_trainings(id, MOST_NAMED).await?;
    let models = app.store.version_models(id, MOST_NAMED).await?;
    let trained = trainings.items.into_iter().map(|job| {
        Ok(VersionTraining {
            id: job.id,
            name: job.name,
            state: known(&job.state)?,
            model_id: job.model_id,
            created_at: job.created_at.into(),
        })
    });
    let named = models.items.into_iter().map(|model| {
        Ok(VersionModel {
            id: model.id,
            number: model.number,
            name: model.name,
            stage: known(&model.stage)?,
            created_at: model.created_at.into(),
        })
    });
    let (jobs, seen) = (permit.may(Permission::JobRead), permit.may(Permission::ModelRead));
    let reads = permit.may(Permission::DataRead);
    Ok(Json(VersionFacts {
        counts: counts(version.classes()?, app.store.version_counts(id).await?),
        regions: app.store.version_regions(id).await?,
        trainings: if jobs { Some(trained.collect::<ApiResult<_>>()?) } else { None },
        trainings_total: if reads { trainings.total } else { 0 },
        models: if seen { Some(named.collect::<ApiResult<_>>()?) } else { None },
        models_total: if reads { models.total } else { 0 },
    }))
}

/// In the order of the classes, with those that have no picture; what is just bad stands last.
fn counts(classes: Vec<VersionClass>, found: Vec<fovea_store::VersionCount>) -> Vec<VersionCount> {
    let empty = |class_id, name, colour, good| VersionCount {
        class_id,
        name,
        colour,
        good,
        train: 0,
        validation: 0,
        test: 0,
    };
    let mut rows: Vec<VersionCount> =
        classes.into_iter().map(|c| empty(Some(c.id), Some(c.name), Some(c.colour), c.good)).collect();
    for one in found {
        let at = rows.iter().position(|row| row.class_id == one.class).unwrap_or_else(|| {
            rows.push(empty(None, None, None, false));
            rows.len() - 1
        });
        let Some(row) = rows.get_mut(at) else { continue };
        match one.part {
            Part::Train => row.train += one.pictures,
            Part::Validation => row.validation += one.pictures,
            Part::Test => row.test += one.pictures,
        }
    }
    rows
}
