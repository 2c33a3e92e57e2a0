//! Pairs: a board and the template that it should look like (`<name>_test`, `<name>_temp`), with the boxes of its defects in a
//! text file, as DeepPCB lies. See README.md in this folder.

mod boxes;

pub use boxes::{PairBox, parse_pair_boxes};

use crate::assemble::{Found, Marks, from_marks};
use crate::geometry::RawShape;
use crate::matching::{Match, Stems};
use crate::problem::Notes;
use crate::text::read_text;
use crate::tree::{Entry, PictureEntry, Tree};
use crate::{Format, OpenOptions, Sample};
use fovea_vision::difference::{is_template, pair_name, template_stem};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// What the pictures of a data set have beside them where each is one of a pair.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pairs {
    /// By the sample's id.
    pub templates: BTreeMap<String, PathBuf>,
}

/// The kinds that numbers stand for, from 1 on.
pub(crate) const KINDS: [&str; 6] = ["open", "short", "mousebite", "spur", "copper", "pinhole"];
/// At least this part of the pictures must have a partner for a folder to be taken for pairs.
const PAIRED: f64 = 0.9;
/// Digits at the end of a name of digits that count the pictures of one board.
const COUNTER: usize = 3;

/// Pictures by folder and name.
fn by_name(tree: &Tree) -> HashMap<(&[String], &str), &PictureEntry> {
    tree.pictures.iter().map(|p| ((p.entry.folders.as_slice(), p.entry.stem.as_str()), p)).collect()
}

fn template_of<'a>(
    names: &HashMap<(&[String], &str), &'a PictureEntry>,
    picture: &PictureEntry,
) -> Option<&'a PictureEntry> {
    let stem = template_stem(&picture.entry.stem)?;
    names.get(&(picture.entry.folders.as_slice(), stem.as_str())).copied()
}

pub(crate) fn is_pairs(tree: &Tree) -> bool {
    let names = by_name(tree);
    let pairs = tree.pictures.iter().filter(|p| template_of(&names, p).is_some()).count();
    2 * pairs > 0 && 2.0 * pairs as f64 >= PAIRED * tree.pictures.len() as f64
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<(Found, Pairs)> {
    let names = by_name(tree);
    let mut tests: Vec<PictureEntry> = Vec::new();
    let mut pairs = Pairs::default();
    for picture in &tree.pictures {
        if template_stem(&picture.entry.stem).is_none() {
            if !is_template(Path::new(&picture.entry.id)) {
                let message = "is neither `<name>_test` nor `<name>_temp`, and was left out";
                notes.add(&picture.entry.id, "pair.unnamed", message);
            }
            continue;
        }
        match template_of(&names, picture) {
            None => {
                let message = "has no template of its name beside it (`_temp`), and was left out";
                notes.add(&picture.entry.id, "pair.no_template", message);
            }
            Some(template) if (template.width, template.height) != (picture.width, picture.height) => {
                let message = format!(
                    "has {} × {} px, but its template {} has {} × {} px; it was left out",
                    picture.width, picture.height, template.entry.id, template.width, template.height
                );
                notes.add(&picture.entry.id, "pair.size_differs", message);
            }
            Some(template) => {
                pairs.templates.insert(picture.entry.id.clone(), template.entry.path.clone());
                tests.push(picture.clone());
            }
        }
    }
    if tests.is_empty() {
        return None;
    }
    let (marks, kinds) = read_boxes(tree, &tests, options, notes);
    let tests = Tree {
        root: tree.root.clone(),
        pictures: tests,
        masks: Vec::new(),
        others: Vec::new(),
        splits: tree.splits,
    };
    Some((from_marks(Format::Pairs, &tests, marks, kinds, options), pairs))
}

/// For each picture what is marked on it, and the names of the kinds.
fn read_boxes(
    tree: &Tree,
    tests: &[PictureEntry],
    options: &OpenOptions,
    notes: &mut Notes,
) -> (Vec<Marks>, Vec<String>) {
    // Boxes are named like the pair, or like its test picture.
    let plain: Vec<Entry> = tests
        .iter()
        .map(|p| {
            let stem = pair_name(&p.entry.stem).unwrap_or(&p.entry.stem).to_string();
            Entry { stem, ..p.entry.clone() }
        })
        .collect();
    let (plain, whole) = (Stems::new(plain.iter()), Stems::new(tests.iter().map(|p| &p.entry)));
    let mut read: Vec<(usize, &Entry, Vec<PairBox>)> = Vec::new();
    let mut marks = vec![Marks::default(); tests.len()];
    for file in tree.with_extension("txt") {
        let at = match plain.find(&file.folders, &file.stem) {
            Match::Missing => whole.find(&file.folders, &file.stem),
            found => found,
        };
        match at {
            Match::One(i) => {
                marks[i].mentioned = true;
                match read_text(&file.path, &options.limits) {
                    Ok(text) => {
                        let (boxes, problems) = parse_pair_boxes(&text);
                        marks[i].unlabelled |= !problems.is_empty();
                        problems.into_iter().for_each(|p| notes.add(&file.id, "label.unreadable", p));
                        read.push((i, file, boxes));
                    }
                    Err(e) => {
                        marks[i].unlabelled = true;
                        notes.add(&file.id, "label.unreadable", format!("tells no boxes: {e}"));
                    }
                }
            }
            Match::Unclear => {
                notes.add(&file.id, "label.unclear", format!("several pictures are named {}", file.stem));
            }
            // Lists and notes lie beside the boxes.
            Match::Missing => {}
        }
    }
    let named = |kind: &str| match kind.parse::<f64>() {
        Ok(number) => {
            let place = (1..=KINDS.len()).find(|n| *n as f64 == number);
            place.and_then(|n| KINDS.get(n - 1)).map(|k| k.to_string())
        }
        Err(_) => Some(kind.to_string()),
    };
    let told: BTreeSet<String> =
        read.iter().flat_map(|(_, _, boxes)| boxes).filter_map(|b| named(&b.kind)).collect();
    let mut kinds: Vec<String> = KINDS.iter().map(|k| k.to_string()).filter(|k| told.contains(k)).collect();
    kinds.extend(told.iter().filter(|k| !KINDS.contains(&k.as_str())).cloned());
    for (i, file, boxes) in read {
        for b in boxes {
            let kind = named(&b.kind);
            let Some(class) = kind.and_then(|k| kinds.iter().position(|n| *n == k)) else {
                let message =
                    format!("the kind {} is none of 1 to {}; the box was left out", b.kind, KINDS.len());
                notes.add(&file.id, "label.unknown_class", message);
                marks[i].unlabelled = true;
                continue;
            };
            let [x0, y0, x1, y1] = b.corners;
            let size = (tests[i].width, tests[i].height);
            marks[i].push(class, &RawShape::Box([x0, y0, x1 - x0, y1 - y0]), size, &file.id, notes);
        }
    }
    (marks, kinds)
}

/// Pairs of one board stay together: names of digits end in a counter of the board's pictures.
pub(crate) fn group(samples: &mut [Sample]) -> Option<String> {
    let stem = |id: &str| {
        let name = id.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        pair_name(stem).unwrap_or(stem).to_string()
    };
    let stems: Vec<String> = samples.iter().map(|s| stem(&s.id)).collect();
    let counted = |s: &String| s.len() > COUNTER && s.bytes().all(|b| b.is_ascii_digit());
    let board = |s: &str| s.get(..s.len().saturating_sub(COUNTER)).unwrap_or_default().to_string();
    let boards: BTreeSet<String> = stems.iter().map(|s| board(s)).collect();
    if !stems.iter().all(counted) || boards.len() < 2 || boards.len() == stems.len() {
        return None;
    }
    samples.iter_mut().zip(&stems).for_each(|(sample, stem)| sample.group = board(stem));
    let first = stems.first()?;
    Some(format!("the number of the board, such as `{}` in `{first}`", board(first)))
}

#[cfg(test)]
mod tests;
