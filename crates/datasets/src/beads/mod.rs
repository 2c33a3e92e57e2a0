//! Beads of glue: a plan with the path (`glue.json`), pictures in class folders, and for some of them where the bead lies or what
//! it measures. See README.md in this folder.

use crate::assemble::Found;
use crate::geometry::{Fitted, RawShape, fit};
use crate::matching::{Match, Stems};
use crate::problem::Notes;
use crate::text::read_json;
use crate::tree::{Entry, PictureEntry, Tree, without_mask_ending};
use crate::{DataError, Format, OpenOptions, folders, parse_labelme};
use fovea_domain::bead::{BeadPlan, BeadTruth};
use fovea_domain::{Mark, Shape};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What the pictures of a data set have in common where they show one kind of bead.
#[derive(Debug, Clone, PartialEq)]
pub struct Beads {
    pub plan: BeadPlan,
    /// The picture that the path was drawn on.
    pub reference: PathBuf,
    pub reference_id: String,
    pub width: u32,
    pub height: u32,
    /// By the sample's id: shapes that the bead fills, where somebody marked them.
    pub marked: BTreeMap<String, Vec<Shape>>,
    /// By the sample's id: what somebody measured.
    pub truth: BTreeMap<String, BeadTruth>,
}

const PLAN: &str = "glue.json";
const TRUTH: &str = "truth";
/// Measures of one bead; more are a mistake or meant to harm.
const MOST_MEASURES: usize = 100_000;

/// The plan lies at the top, beside the pictures' folders.
fn plan_of(tree: &Tree) -> Option<&Entry> {
    tree.others.iter().find(|e| e.id == PLAN)
}

pub(crate) fn is_beads(tree: &Tree) -> bool {
    plan_of(tree).is_some()
}

/// `None` where there is no plan; one that cannot be used is an error, for nothing can be said without.
pub(crate) fn read(
    tree: &Tree,
    options: &OpenOptions,
    notes: &mut Notes,
) -> Result<Option<(Found, Beads)>, DataError> {
    let Some(entry) = plan_of(tree) else { return Ok(None) };
    let bad = |reason: String| DataError::BadPlan { path: entry.path.clone(), reason };
    let json = read_json(&entry.path, &options.limits).map_err(|e| bad(e.to_string()))?;
    let plan = BeadPlan::parse(&json).map_err(|e| bad(e.to_string()))?;
    let wanted = plan.image.replace('\\', "/");
    let wanted = wanted.trim_start_matches("./");
    let Some(reference) = tree.pictures.iter().find(|p| p.entry.id == wanted) else {
        return Err(bad(format!(
            "the picture `{}` that the path was drawn on is not in this folder",
            shown(wanted)
        )));
    };
    let (width, height) = (reference.width, reference.height);
    let outside = plan.path.iter().any(|p| p[0] > f64::from(width) + 1.0 || p[1] > f64::from(height) + 1.0);
    if outside {
        return Err(bad(format!("the path lies outside of its picture ({width} × {height} px)")));
    }
    let found = Found { format: Format::Glue, ..folders::read(tree, options) };
    let stems = Stems::new(tree.pictures.iter().map(|p| &p.entry));
    let mut marked = BTreeMap::new();
    read_masks(tree, &stems, &mut marked, notes);
    read_polygons(tree, &stems, options, &mut marked, notes);
    let truth = read_truth(tree, &stems, options, notes);
    let beads = Beads {
        plan,
        reference: reference.entry.path.clone(),
        reference_id: reference.entry.id.clone(),
        width,
        height,
        marked,
        truth,
    };
    Ok(Some((found, beads)))
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

fn read_masks(tree: &Tree, stems: &Stems, marked: &mut BTreeMap<String, Vec<Shape>>, notes: &mut Notes) {
    for mask in &tree.masks {
        let entry = &mask.entry;
        let mut found = stems.find(&entry.folders, &entry.stem);
        if let (Match::Missing, Some(stem)) = (found, without_mask_ending(&entry.stem)) {
            found = stems.find(&entry.folders, stem);
        }
        let Some(picture) = one(tree, found) else {
            notes.add(&entry.id, "label.no_picture", "there is no picture for this mask, or several");
            continue;
        };
        if (mask.width, mask.height) != (picture.width, picture.height) {
            notes.add(&entry.id, "mask.size_differs", crate::mvtec::size_differs(mask, picture));
            continue;
        }
        let shape = Shape::Mask { path: entry.path.clone(), value: None };
        marked.entry(picture.entry.id.clone()).or_default().push(shape);
    }
}

fn one(tree: &Tree, found: Match) -> Option<&PictureEntry> {
    match found {
        Match::One(i) => tree.pictures.get(i),
        Match::Missing | Match::Unclear => None,
    }
}

fn in_truth(entry: &Entry) -> bool {
    entry.folders.iter().any(|f| f.eq_ignore_ascii_case(TRUTH))
}

/// Polygons of labelme files, and lines of which a width is told: whatever they are called, they mark the bead.
fn read_polygons(
    tree: &Tree,
    stems: &Stems,
    options: &OpenOptions,
    marked: &mut BTreeMap<String, Vec<Shape>>,
    notes: &mut Notes,
) {
    for file in tree.with_extension("json").filter(|e| e.id != PLAN && !in_truth(e)) {
        let Some(picture) = one(tree, stems.find(&file.folders, &file.stem)) else { continue };
        let parsed = read_json(&file.path, &options.limits).and_then(|json| parse_labelme(&json));
        let labels = match parsed {
            Ok(labels) => labels,
            Err(e) => {
                notes.add(&file.id, "label.unreadable", format!("is no labelme file: {e}"));
                continue;
            }
        };
        for shape in &labels.shapes {
            let raw = match shape.raw() {
                Some(raw @ RawShape::Polygon(_)) if shape.shape_type == "polygon" => raw,
                // A line along the bead, as broad as the bead.
                Some(raw @ RawShape::Drawn(Mark::Line { .. })) if shape.width.is_some() => raw,
                _ => continue,
            };
            match fit(&raw, picture.width, picture.height) {
                Fitted::Inside(shape) | Fitted::Clipped(shape) => {
                    marked.entry(picture.entry.id.clone()).or_default().push(shape);
                }
                Fitted::Outside | Fitted::Degenerate => {
                    notes.add(&file.id, "label.outside", "a shape lies outside its picture and was left out");
                }
            }
        }
    }
}

fn read_truth(
    tree: &Tree,
    stems: &Stems,
    options: &OpenOptions,
    notes: &mut Notes,
) -> BTreeMap<String, BeadTruth> {
    let mut truth = BTreeMap::new();
    for file in tree.with_extension("json").filter(|e| in_truth(e)) {
        let Some(picture) = one(tree, stems.find(&file.folders, &file.stem)) else {
            let message = format!("there is no picture named {}, or several", file.stem);
            notes.add(&file.id, "label.no_picture", message);
            continue;
        };
        let parsed = read_json(&file.path, &options.limits)
            .map_err(|e| e.to_string())
            .and_then(|json| serde_json::from_slice::<BeadTruth>(&json).map_err(|e| e.to_string()));
        match parsed {
            Ok(told) if told.width_mm.len() + told.breaks.len() + told.bubbles.len() <= MOST_MEASURES => {
                truth.insert(picture.entry.id.clone(), told);
            }
            Ok(_) => {
                let message = format!("tells more than {MOST_MEASURES} measures; it was left out");
                notes.add(&file.id, "label.unreadable", message);
            }
            Err(e) => notes.add(&file.id, "label.unreadable", format!("tells no measures of a bead: {e}")),
        }
    }
    truth
}

#[cfg(test)]
mod tests;
