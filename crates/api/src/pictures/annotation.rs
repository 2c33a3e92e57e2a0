use crate::app::App;
use crate::codes::Code;
use crate::dto::{Annotation, BulkAnnotation, Changed, GoodOrBad, NewAnnotation, Region};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, IfMatch, PathId, Revised};
use crate::guard::{Annotate, Label as MayLabel, Permit, SeePicture};
use crate::pictures::access::{changeable, seen};
use crate::pictures::{changed, chosen};
use crate::prelabels::proposal;
use axum::Json;
use axum::extract::State;
use fovea_domain::permission::Permission;
use fovea_domain::{MOST_MARKS, Mark, check_said, innocent_shape};
use fovea_store::{Class, Id, Label, MarkedRegion, PictureRow};
use std::collections::HashSet;

/// What is said of a picture
#[utoipa::path(get, path = "/pictures/{id}/annotation", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, body = Annotation, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    permit: Permit<SeePicture>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<Annotation>> {
    seen(&app, &permit.principal, id).await?;
    let mut told = revised(&app, app.store.annotation_for(id, permit.user()).await?).await?;
    // What models propose is for those who may work with it.
    if !permit.may(Permission::DataRead) && !permit.may(Permission::Annotate) {
        told.value.proposal = None;
    }
    Ok(told)
}

/// Say something of a picture; replaces all that was said
///
/// Without a verdict it follows from what else is said: marked regions or a class of defects mean `bad`. In projects of the scene
/// `text` marked texts, in those of `glue` lines are no faults, and a good picture may bear them.
#[utoipa::path(put, path = "/pictures/{id}/annotation", tag = "pictures", request_body = NewAnnotation,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Revision that was changed")),
    responses((status = 200, body = Annotation, headers(("ETag" = String, description = "Revision")))))]
pub async fn replace(
    permit: Permit<MayLabel>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<NewAnnotation>,
) -> ApiResult<Revised<Annotation>> {
    let row = changeable(&app, &permit.principal, id).await?.row;
    let classes = app.store.classes(row.project_id).await?;
    let before = app.store.annotation_for(id, permit.user()).await?.label.regions;
    let innocent = innocent_shape(&app.store.project(row.project_id).await?.scene);
    let label = checked(wanted, &row, &classes, innocent)?;
    of_its_kind(&label, &before, &classes)?;
    let kept = permit.store(&app).annotate(id, revision, &label, permit.user()).await?;
    revised(&app, kept).await
}

/// Say the same of many pictures
#[utoipa::path(post, path = "/projects/{id}/annotations/bulk", tag = "pictures", request_body = BulkAnnotation,
    params(("id" = Id, Path)), responses((status = 200, body = Changed)))]
pub async fn bulk(
    permit: Permit<Annotate>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<BulkAnnotation>,
) -> ApiResult<Json<Changed>> {
    permit.principal.require(Permission::DataRead)?;
    let chosen = chosen(&app, project, wanted.ids, wanted.found).await?;
    let classes = app.store.classes(project).await?;
    let class = wanted.class_id.map(|id| class_of(id, &classes)).transpose()?;
    let verdict = verdict(wanted.verdict, class, false)?;
    let class = class.filter(|_| verdict.is_some()).map(|c| c.id);
    let verdict = verdict.map(GoodOrBad::name);
    let done = permit.store(&app).annotate_many(project, &chosen, verdict, class, permit.user()).await?;
    Ok(Json(changed(done)))
}

/// `innocent` is the kind of shape that says nothing is wrong.
fn checked(
    wanted: NewAnnotation,
    row: &PictureRow,
    classes: &[Class],
    innocent: Option<&str>,
) -> ApiResult<Label> {
    let class = wanted.class_id.map(|id| class_of(id, classes)).transpose()?;
    if wanted.regions.len() > MOST_MARKS {
        return Err(invalid(format!("more than {MOST_MARKS} regions")));
    }
    let side = |v: i32| u32::try_from(v).unwrap_or(0);
    let size = (side(row.width), side(row.height));
    let mut seen = HashSet::new();
    let mut regions = Vec::with_capacity(wanted.regions.len());
    for region in wanted.regions {
        if region.id.is_empty() || region.id.len() > 64 || !seen.insert(region.id.clone()) {
            return Err(invalid("each region needs an id of its own, of 1 to 64 signs"));
        }
        regions.push(marked(region, size, classes)?);
    }
    let marked = regions.iter().any(|r| Some(r.shape.kind()) != innocent);
    let mut verdict = verdict(wanted.verdict, class, marked)?;
    if !regions.is_empty() && verdict.is_none() {
        verdict = Some(GoodOrBad::Good);
    }
    Ok(Label { verdict: verdict.map(|v| v.name().to_string()), class_id: class.map(|c| c.id), regions })
}

/// A class may have regions of one kind of shape only; what was there before it asked for that may stay.
fn of_its_kind(label: &Label, before: &[MarkedRegion], classes: &[Class]) -> ApiResult<()> {
    for region in &label.regions {
        let kind = region.shape.kind();
        let class = class_of(region.class_id, classes)?;
        let there = |old: &MarkedRegion| {
            old.id == region.id && old.class_id == region.class_id && old.shape.kind() == kind
        };
        if class.shape.as_deref().is_some_and(|only| only != kind) && !before.iter().any(there) {
            return Err(ApiError::from(Code::ClassShape)
                .with("class", class.name.clone())
                .with("shape", class.shape.clone().unwrap_or_default()));
        }
    }
    Ok(())
}

fn marked(region: Region, size: (u32, u32), classes: &[Class]) -> ApiResult<MarkedRegion> {
    let Region { id, class_id, shape, attributes, group } = region;
    let class = class_of(class_id, classes)?;
    if class.good {
        return Err(invalid(format!("a region cannot be of the good class “{}”", class.name)));
    }
    let shape = Mark::from(shape);
    shape
        .check(size.0, size.1)
        .map_err(|fault| invalid(format!("the region {id} does not fit the picture: {fault}")))?;
    check_said(&attributes, &class.asked()?)
        .map_err(|fault| invalid(format!("what is said of the region {id}: {fault}")))?;
    Ok(MarkedRegion { id, class_id, shape, attributes, group })
}

fn class_of(id: Id, classes: &[Class]) -> ApiResult<&Class> {
    classes.iter().find(|c| c.id == id).ok_or_else(|| invalid("the project has no such class"))
}

/// What was said must fit together; what was not said follows from the rest.
fn verdict(said: Option<GoodOrBad>, class: Option<&Class>, marked: bool) -> ApiResult<Option<GoodOrBad>> {
    let of_class = class.map(|c| if c.good { GoodOrBad::Good } else { GoodOrBad::Bad });
    let of_marks = marked.then_some(GoodOrBad::Bad);
    let mut all = [said, of_class, of_marks].into_iter().flatten();
    let first = all.next();
    if all.any(|other| Some(other) != first) {
        return Err(invalid("a picture cannot be good and have a defect"));
    }
    Ok(first)
}

fn invalid(reason: impl Into<String>) -> ApiError {
    ApiError::from(Code::AnnotationInvalid).with("reason", reason.into())
}

async fn revised(app: &App, found: fovea_store::Annotation) -> ApiResult<Revised<Annotation>> {
    let revision = found.revision;
    let proposal = app.store.proposal(found.picture_id).await?.map(proposal);
    let value = Annotation {
        picture_id: found.picture_id,
        revision,
        verdict: found.label.verdict.as_deref().and_then(GoodOrBad::from_name),
        class_id: found.label.class_id,
        regions: found.label.regions.into_iter().map(region).collect(),
        updated_at: found.updated_at.into(),
        updated_by: found.updated_by,
        apart: found.apart,
        proposal,
    };
    Ok(Revised { revision, value })
}

pub(crate) fn region(marked: MarkedRegion) -> Region {
    let MarkedRegion { id, class_id, shape, attributes, group } = marked;
    Region { id, class_id, shape: shape.into(), attributes, group }
}
