//! What is wrong with the components of a board, from the places that people marked on its picture.

use super::VersionClass;
use crate::annotations::MarkedRegion;
use crate::{Result, StoreError};
use fovea_domain::BBox;
use fovea_domain::components::{ComponentPlace, ComponentTruth};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const FOLDER: &str = "faults";
/// A mark must lie over a component by this share of what both cover, unless its middle lies within.
const OVER: f32 = 0.2;

/// By component. Boards lie nearly alike in their pictures; a mark is of the component that it lies over most.
pub(super) fn of(
    board: &[ComponentPlace],
    marks: &[MarkedRegion],
    classes: &[(VersionClass, String)],
) -> BTreeMap<String, ComponentTruth> {
    let mut found = BTreeMap::new();
    for mark in marks {
        let Some((class, _)) = classes.iter().find(|(c, _)| c.id == mark.class_id) else { continue };
        let Some(place) = mark.shape.bounds() else { continue };
        let (x, y) = (place.x + place.w / 2.0, place.y + place.h / 2.0);
        let within = |b: &BBox| x >= b.x && y >= b.y && x <= b.x + b.w && y <= b.y + b.h;
        let over = |c: &ComponentPlace| c.bbox.iou(&place);
        let best = board.iter().max_by(|a, b| over(a).total_cmp(&over(b)));
        let meant = best.filter(|c| over(c) > OVER).or_else(|| board.iter().find(|c| within(&c.bbox)));
        if let Some(component) = meant {
            found.insert(component.name.clone(), ComponentTruth::of_class(&class.name));
        }
    }
    found
}

pub(super) fn write(dir: &Path, picture: &str, faults: &BTreeMap<String, ComponentTruth>) -> Result<()> {
    let stem = picture.rsplit_once('.').map_or(picture, |(stem, _)| stem);
    let folder = dir.join(FOLDER);
    crate::disk::make_folder(&folder)?;
    let path = folder.join(format!("{stem}.json"));
    let told = json!({ "components": faults }).to_string();
    fs::write(&path, told).map_err(|e| StoreError::file(&path, e))
}
