//! Marked places cut out of pictures and put into another project: written by whoever writes the exports, one picture after the other.

use super::view;
use crate::app::App;
use crate::codes::Code;
use crate::dto::{Export, NewCuts};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId};
use crate::guard::{DataWrite, Permit};
use crate::imports::{enough_space, forget_unused};
use crate::pictures::chosen;
use crate::pictures::file::whole;
use axum::extract::State;
use fovea_datasets::write::{cut_piece, cut_place};
use fovea_store::{
    BlobHash, Blobs, CutWish, Cuts, Id, MarkedRegion, NewCut, NewPicture, StoreError, VersionPicture,
};
use fovea_vision::{Limits, decode_bytes, encode_png_rgb};
use serde_json::json;
use std::collections::HashMap;

/// Of a region's sides, on each side, where nobody says.
const MARGIN: f64 = 0.1;
/// Pictures that are read from the database together.
const PART: u64 = 100;

/// Cut marked regions out of chosen pictures into another project
///
/// With `whole` the pictures themselves, as they are, with labels (classes by their names), tags and columns; with `away` they then go into the
/// bin where they came from, so that they are moved.
///
/// An export of the same kind as others, a job, but that its pieces become pictures of the other project: with the region's class as their
/// label, and with `source_project`, `source_picture` and `source_region` as columns beside those of the picture. The same content is there
/// once, however often it is cut.
#[utoipa::path(post, path = "/projects/{id}/cuts", tag = "versions", request_body = NewCuts,
    params(("id" = Id, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Export)))]
pub async fn create_cuts(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<NewCuts>,
) -> ApiResult<Created<Export>> {
    app.store.project(project).await?;
    if wanted.into_project == project {
        return Err(ApiError::field("into_project", "field.not_allowed"));
    }
    // For a token of one project there is no other.
    if permit.principal.project.is_some_and(|only| only != wanted.into_project) {
        return Err(Code::NotFound.into());
    }
    app.store.project(wanted.into_project).await?;
    let margin = wanted.margin.unwrap_or(MARGIN);
    if !(0.0..=1.0).contains(&margin) {
        return Err(ApiError::field("margin", "field.out_of_range"));
    }
    let classes = app.store.classes(project).await?;
    if !wanted.class_ids.iter().all(|id| classes.iter().any(|c| c.id == *id)) {
        return Err(ApiError::field("class_ids", "field.unknown"));
    }
    let chosen = chosen(&app, project, wanted.ids, wanted.found).await?;
    let (whole, away) = (wanted.whole, wanted.away);
    if away && !whole {
        return Err(ApiError::field("away", "field.not_allowed"));
    }
    // They choose regions; who means pictures by them would move others, too.
    if whole && !wanted.class_ids.is_empty() {
        return Err(ApiError::field("class_ids", "field.not_allowed"));
    }
    let wish = CutWish { into: wanted.into_project, margin, classes: wanted.class_ids, whole, away };
    let made = permit.store(&app).begin_cuts(project, &chosen, &wish, permit.user()).await?;
    app.exports.wake();
    Ok(Created(view(&app, made).await?))
}

/// From where it was, to its end.
pub(super) async fn run(app: &App, export: &fovea_store::Export, cuts: Cuts) -> ApiResult<()> {
    if !app.store.cuts_have_place(&cuts).await? {
        let detail = "It could not be written: the project that it cuts into is gone.";
        let reason = json!({ "code": "export.failed", "detail": detail,
            "params": { "reason": "the project that it cuts into is gone" } });
        app.store.end_export(export.id, true, Some(&reason)).await?;
        return Ok(());
    }
    let version = app.store.version(export.version_id).await?;
    let told = version.classes()?;
    let names: HashMap<Id, String> = told.iter().map(|c| (c.id, c.name.clone())).collect();
    let (only, total) = (cuts.classes()?, version.pictures.unsigned_abs());
    let mut behind = cuts.position;
    loop {
        let rows = app.store.version_part(version.id, behind, PART).await?;
        let Some(last) = rows.last() else { break };
        behind = last.position;
        for row in rows {
            if app.stopping.is_cancelled() {
                return Err(Code::ExportEnded.into());
            }
            if cuts.whole {
                app.store.keep_copy(export, &row, &told).await?;
                continue;
            }
            let wanted = |region: &MarkedRegion| only.is_empty() || only.contains(&region.class_id);
            let regions = row.regions()?;
            let regions = regions.into_iter().enumerate().filter(|(_, region)| wanted(region));
            let regions: Vec<(usize, MarkedRegion)> = regions.collect();
            keep(app, export, row, regions, (&names, cuts.margin as f32)).await?;
        }
        let done = u64::try_from(behind).unwrap_or(0) + 1;
        app.store.put_export_progress(export.id, "export_cut", done, total).await?;
    }
    app.store.finish_cuts(export.id).await?;
    Ok(())
}

/// A piece, still in memory.
struct Piece {
    png: Vec<u8>,
    size: (u32, u32),
    class: String,
    number: usize,
}

async fn keep(
    app: &App,
    export: &fovea_store::Export,
    row: VersionPicture,
    regions: Vec<(usize, MarkedRegion)>,
    (names, margin): (&HashMap<Id, String>, f32),
) -> ApiResult<()> {
    if regions.is_empty() {
        return Ok(app.store.keep_cuts(export, &row, Some(&[])).await?);
    }
    let named = regions.into_iter().filter_map(|(at, region)| {
        let class = names.get(&region.class_id)?.clone();
        Some((at + 1, class, region))
    });
    let named: Vec<(usize, String, MarkedRegion)> = named.collect();
    let (hash, blobs) = (row.hash.parse::<BlobHash>()?, app.store.blobs().clone());
    let place = app.decoding.clone().acquire_owned().await.map_err(ApiError::internal)?;
    let cut = tokio::task::spawn_blocking(move || {
        let _place = place;
        pieces(&blobs, &hash, &named, margin)
    });
    let Some(pieces) = cut.await?? else {
        return Ok(app.store.keep_cuts(export, &row, None).await?);
    };
    // Nobody takes the contents away between their coming and the rows that speak of them.
    let gate = app.keeping.read().await;
    let (task, stem) = (app.clone(), stem_of(&row.name));
    let laid = tokio::task::spawn_blocking(move || laid(&task, pieces, &stem));
    let (cuts, laid) = laid.await?;
    let kept = match laid {
        Ok(()) => app.store.keep_cuts(export, &row, Some(&cuts)).await.map_err(ApiError::from),
        Err(error) => Err(error),
    };
    drop(gate);
    if kept.is_err() {
        let task = app.clone();
        tokio::task::spawn_blocking(move || {
            cuts.iter().for_each(|cut| forget_unused(&task, &cut.picture.hash))
        })
        .await?;
    }
    kept
}

/// `None`: the picture cannot be read. Refused where it lies elsewhere and is not to be had. Blocks.
fn pieces(
    blobs: &Blobs,
    hash: &BlobHash,
    regions: &[(usize, String, MarkedRegion)],
    margin: f32,
) -> ApiResult<Option<Vec<Piece>>> {
    let limits = Limits::default();
    let bytes = match whole(blobs, hash, &limits) {
        Err(error) if error.code() == Code::PictureUnreadable => return Ok(None),
        bytes => bytes?,
    };
    let Ok(picture) = decode_bytes(&bytes, &limits) else { return Ok(None) };
    let piece = |(number, class, region): &(usize, String, MarkedRegion)| {
        let quad = cut_place(&region.shape, (picture.width, picture.height), margin)?;
        let cut = cut_piece(&picture, &quad);
        let png = encode_png_rgb(&cut).ok()?;
        Some(Piece { png, size: (cut.width, cut.height), class: class.clone(), number: *number })
    };
    Ok(Some(regions.iter().filter_map(piece).collect()))
}

/// Puts their contents where pictures lie; also those that came before a fault are told. Blocks.
fn laid(app: &App, pieces: Vec<Piece>, stem: &str) -> (Vec<NewCut>, ApiResult<()>) {
    let mut cuts = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let bytes = piece.png.len() as u64;
        let put = enough_space(app, &app.store.place().uploads(), bytes)
            .and_then(|()| app.store.blobs().put(&piece.png).map_err(|e: StoreError| ApiError::from(e)));
        let hash: BlobHash = match put {
            Ok(hash) => hash,
            Err(error) => return (cuts, Err(error)),
        };
        let folder: String = piece.class.chars().map(|c| if "/\\".contains(c) { '_' } else { c }).collect();
        let picture = NewPicture {
            hash,
            name: format!("cuts/{folder}/{stem}_{}.png", piece.number),
            width: piece.size.0,
            height: piece.size.1,
            bytes,
            format: "png",
            source: "upload",
            import_id: None,
            linked: false,
        };
        cuts.push(NewCut { picture, class: piece.class, number: piece.number });
    }
    (cuts, Ok(()))
}

fn stem_of(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_string()
}
