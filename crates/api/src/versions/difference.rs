use crate::app::App;
use crate::codes::Code;
use crate::dto::{DifferenceKind, GoodOrBad, KeptPicture, Part, PictureDifference, VersionDifference};
use crate::error::ApiResult;
use crate::extract::{PathId, PathOther, Query};
use crate::guard::{DataRead, Permit};
use crate::list::page_request;
use axum::Json;
use axum::extract::State;
use fovea_domain::dataset::region_changes;
use fovea_store::{Difference, Id, MarkedRegion, VersionClass};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DifferenceQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// Pictures of which kind; left out: the first kind of which there are some
    kind: Option<DifferenceKind>,
}

/// What is different from one version to another of the same project
///
/// Pictures are the same where their contents are.
#[utoipa::path(get, path = "/versions/{id}/diff/{other}", tag = "versions",
    params(("id" = Id, Path, description = "Before"), ("other" = Id, Path, description = "After"), DifferenceQuery),
    responses((status = 200, body = VersionDifference)))]
pub async fn diff(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
    PathOther(other): PathOther,
    Query(query): Query<DifferenceQuery>,
) -> ApiResult<Json<VersionDifference>> {
    let (before, after) = (app.store.version(id).await?, app.store.version(other).await?);
    if before.project_id != after.project_id {
        return Err(Code::NotFound.into());
    }
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let counts = app.store.difference_counts(id, other).await?;
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let by_kind = [
        (DifferenceKind::Added, counts.added),
        (DifferenceKind::Removed, counts.removed),
        (DifferenceKind::LabelAdded, counts.label_added),
        (DifferenceKind::LabelRemoved, counts.label_removed),
        (DifferenceKind::LabelChanged, counts.label_changed),
        (DifferenceKind::Moved, counts.moved),
    ];
    let first = by_kind.iter().find(|(_, n)| *n > 0).map_or(DifferenceKind::Added, |(kind, _)| *kind);
    let kind = query.kind.unwrap_or(first);
    let found = app.store.differences((id, other), kind.into(), &page).await?;
    let classes = (before.classes()?, after.classes()?);
    let items = found.items.into_iter().map(|one| difference(kind, one, (&classes.0, &classes.1)));
    Ok(Json(VersionDifference {
        added: number(counts.added),
        removed: number(counts.removed),
        label_added: number(counts.label_added),
        label_removed: number(counts.label_removed),
        label_changed: number(counts.label_changed),
        moved: number(counts.moved),
        same: number(counts.same),
        items: items.collect::<ApiResult<_>>()?,
        next: found.next.as_ref().map(ToString::to_string),
        total: found.total,
    }))
}

fn difference(
    kind: DifferenceKind,
    one: Difference,
    (before, after): (&[VersionClass], &[VersionClass]),
) -> ApiResult<PictureDifference> {
    let regions = |row: &Option<fovea_store::VersionPicture>| match row {
        Some(row) => row.regions(),
        None => Ok(Vec::new()),
    };
    let (old, new) = (regions(&one.before)?, regions(&one.after)?);
    let changes = region_changes(&named(&old), &named(&new));
    let hash = one.before.as_ref().or(one.after.as_ref()).map(|row| row.hash.clone()).unwrap_or_default();
    Ok(PictureDifference {
        kind,
        hash,
        before: one.before.map(|row| kept(row, before)).transpose()?,
        after: one.after.map(|row| kept(row, after)).transpose()?,
        regions_added: changes.added,
        regions_removed: changes.removed,
        regions_changed: changes.changed,
    })
}

/// Regions by name; what tells whether two are the same is all but that.
fn named(regions: &[MarkedRegion]) -> Vec<(&str, MarkedRegion)> {
    regions.iter().map(|r| (r.id.as_str(), MarkedRegion { id: String::new(), ..r.clone() })).collect()
}

pub(super) fn kept(row: fovea_store::VersionPicture, classes: &[VersionClass]) -> ApiResult<KeptPicture> {
    Ok(KeptPicture {
        version_id: row.version_id,
        position: u32::try_from(row.position).unwrap_or(0),
        picture_id: row.picture_id,
        verdict: row.verdict.as_deref().and_then(GoodOrBad::from_name),
        class_id: row.class_id,
        class: classes.iter().find(|c| Some(c.id) == row.class_id).map(|c| c.name.clone()),
        regions: u32::try_from(row.regions()?.len()).unwrap_or(u32::MAX),
        part: row.part().map(Part::from),
        name: row.name,
    })
}

impl From<DifferenceKind> for fovea_store::DifferenceKind {
    fn from(kind: DifferenceKind) -> fovea_store::DifferenceKind {
        use fovea_store::DifferenceKind as Kind;
        match kind {
            DifferenceKind::Added => Kind::Added,
            DifferenceKind::Removed => Kind::Removed,
            DifferenceKind::LabelAdded => Kind::LabelAdded,
            DifferenceKind::LabelRemoved => Kind::LabelRemoved,
            DifferenceKind::LabelChanged => Kind::LabelChanged,
            DifferenceKind::Moved => Kind::Moved,
        }
    }
}
