//! Boards: one good picture, where its components lie, and pictures of other boards with what is wrong on them.

mod centroids;
mod layout;

pub use centroids::{BoardSide, Centroid, CentroidMap, Centroids, Shown, read_centroids};
pub use layout::{Component, Layout, parse_faults, parse_layout};

use crate::assemble::Found;
use crate::layout::{is_role, place};
use crate::matching::{Match, Stems};
use crate::problem::Notes;
use crate::text::read_json;
use crate::tree::{Entry, PictureEntry, Tree};
use crate::{Format, OpenOptions, Sample};
use fovea_domain::components::{ComponentState, ComponentTruth};
use fovea_domain::{Class, Extra, Region, Shape};
use fovea_vision::Limits;
use layout::shown;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What the pictures of a data set have in common where they show boards of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Boards {
    /// The picture that the layout was drawn on. It is no sample.
    pub golden: PathBuf,
    pub golden_id: String,
    pub width: u32,
    pub height: u32,
    pub components: Vec<Component>,
    /// By the sample's id: the components that are not sound. Samples of which nothing is known are not here.
    pub truth: BTreeMap<String, BTreeMap<String, ComponentTruth>>,
}

const LAYOUT: &str = "layout.json";
const FAULTS: &str = "faults";
const GOOD: &str = "good";

/// The layout lies at the top, beside the pictures' folders.
fn layout_of(tree: &Tree) -> Option<&Entry> {
    tree.others.iter().find(|e| e.id == LAYOUT)
}

pub(crate) fn is_boards(tree: &Tree, limits: &Limits) -> bool {
    layout_of(tree).and_then(|e| read_json(&e.path, limits).ok()).is_some_and(|j| layout::looks_like(&j))
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<(Found, Boards)> {
    let entry = layout_of(tree)?;
    let json = read_json(&entry.path, &options.limits).ok()?;
    let golden = |image: &str| find_picture(tree, image);
    let first = match parse_layout(&json, (0, 0)) {
        Ok(layout) => layout,
        Err(e) => {
            notes.add(&entry.id, "label.unreadable", format!("is no layout: {e}"));
            return None;
        }
    };
    let Some(golden) = golden(&first.image) else {
        let message = format!("the picture `{}` that it was drawn on is not in this folder", first.image);
        notes.add(&entry.id, "label.no_picture", message);
        return None;
    };
    let layout = parse_layout(&json, (golden.width, golden.height)).ok()?;
    for problem in &layout.problems {
        notes.add(&entry.id, "label.outside", problem.clone());
    }
    if layout.components.is_empty() {
        return None;
    }
    let boards: Vec<&PictureEntry> = tree.pictures.iter().filter(|p| p.entry.id != golden.entry.id).collect();
    let mut truth = read_faults(tree, &boards, &layout, options, notes);
    let mut present: Vec<ComponentState> =
        truth.iter().flatten().flat_map(|t| t.values().filter_map(|t| t.state())).collect();
    present.sort();
    present.dedup();
    let mut classes = vec![Class { name: GOOD.into(), good: true }];
    classes.extend(present.iter().map(|s| Class { name: s.name().into(), good: false }));
    let samples = boards
        .iter()
        .zip(&truth)
        .map(|(picture, truth)| sample(picture, truth.as_ref(), &layout, &present, tree.splits))
        .collect();
    let known = boards.iter().zip(&mut truth);
    let boards = Boards {
        golden: golden.entry.path.clone(),
        golden_id: golden.entry.id.clone(),
        width: golden.width,
        height: golden.height,
        components: layout.components,
        truth: known.filter_map(|(p, t)| Some((p.entry.id.clone(), t.take()?))).collect(),
    };
    Some((Found { format: Format::Boards, classes, samples }, boards))
}

/// A picture of the tree by the path that a file tells; a path out of the folder names none.
fn find_picture<'a>(tree: &'a Tree, image: &str) -> Option<&'a PictureEntry> {
    let wanted = image.replace('\\', "/");
    let wanted = wanted.trim_start_matches("./");
    tree.pictures.iter().find(|p| p.entry.id == wanted)
}

/// For each board what is wrong on it; `None` where that cannot be known.
fn read_faults(
    tree: &Tree,
    boards: &[&PictureEntry],
    layout: &Layout,
    options: &OpenOptions,
    notes: &mut Notes,
) -> Vec<Option<BTreeMap<String, ComponentTruth>>> {
    let stems = Stems::new(boards.iter().map(|p| &p.entry));
    let mut truth = vec![Some(BTreeMap::new()); boards.len()];
    let in_faults = |e: &&Entry| e.folders.iter().any(|f| f.eq_ignore_ascii_case(FAULTS));
    for file in tree.with_extension("json").filter(in_faults) {
        let parsed = read_json(&file.path, &options.limits).and_then(|json| parse_faults(&json));
        match (stems.find(&file.folders, &file.stem), parsed) {
            (Match::One(i), Ok(told)) => {
                let mut known = BTreeMap::new();
                for (name, word) in told {
                    let Some(component) = layout.components.iter().find(|c| c.name == name) else {
                        let message = format!("the layout has no component `{}`", shown(&name));
                        notes.add(&file.id, "label.unknown_component", message);
                        continue;
                    };
                    let state = ComponentTruth::named(&word);
                    if component.either_way && state == Some(ComponentTruth::Reversed) {
                        let message = format!(
                            "`{name}` is told to be reversed, but its way round does not matter; it is taken as sound"
                        );
                        notes.add(&file.id, "label.either_way", message);
                        continue;
                    }
                    if state.is_none() {
                        let message = format!(
                            "`{}` says nothing of `{name}` (known are missing, wrong, reversed, shifted and unclear); \
                             it is not judged there",
                            shown(&word)
                        );
                        notes.add(&file.id, "label.unknown_state", message);
                    }
                    known.insert(name, state.unwrap_or(ComponentTruth::Unclear));
                }
                truth[i] = Some(known);
            }
            (Match::One(i), Err(e)) => {
                // Nobody knows what was to be said: such a board is neither good nor bad.
                truth[i] = None;
                notes.add(&file.id, "label.unreadable", format!("tells no faults: {e}"));
            }
            (Match::Missing, _) => {
                notes.add(&file.id, "label.no_picture", format!("there is no board named {}", file.stem));
            }
            (Match::Unclear, _) => {
                notes.add(&file.id, "label.unclear", format!("several boards are named {}", file.stem));
            }
        }
    }
    truth
}

fn sample(
    picture: &PictureEntry,
    truth: Option<&BTreeMap<String, ComponentTruth>>,
    layout: &Layout,
    present: &[ComponentState],
    splits: bool,
) -> Sample {
    let class_of = |state: ComponentState| present.iter().position(|p| *p == state).map(|i| i + 1);
    let faults: Vec<(&String, ComponentState)> =
        truth.into_iter().flatten().filter_map(|(name, t)| Some((name, t.state()?))).collect();
    let worst = faults.iter().map(|f| f.1).min();
    let regions = faults.iter().filter_map(|(name, state)| {
        let component = layout.components.iter().find(|c| c.name == **name)?;
        Some(Region { class: class_of(*state)?, shape: Shape::Box(component.bbox), extra: Extra::default() })
    });
    Sample {
        path: picture.entry.path.clone(),
        id: picture.entry.id.clone(),
        width: picture.width,
        height: picture.height,
        class: truth.map(|_| worst.and_then(class_of).unwrap_or(0)),
        regions: regions.collect(),
        split: place(&picture.entry.folders, splits, is_role).split,
        group: String::new(),
        tags: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
