//! What stands on pictures: a list (`labels.csv`, `labels.txt`) of picture and text, or a file of lines a picture as ICDAR has
//! them (`gt_<name>.txt`). labelme files and the layout of a board can say it, too. See README.md in this folder.

mod paddle;
mod parse;

pub use paddle::parse_paddle_lines;
pub use parse::{parse_text_lines, parse_text_list};

use crate::assemble::Found;
use crate::layout::{is_role, place};
use crate::matching::{Match, Stems};
use crate::problem::Notes;
use crate::text::{read_json, read_text};
use crate::tree::{Entry, Tree};
use crate::write::PIECES;
use crate::{DataSet, Format, OpenOptions, Sample, labelme, table};
use fovea_domain::{Class, Point};
use fovea_vision::Limits;
use std::collections::{BTreeMap, HashMap};

/// A text that stands on a picture, and where if that is told.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldText {
    pub text: String,
    pub quad: Option<[Point; 4]>,
}

/// By the sample's id.
pub type Texts = BTreeMap<String, Vec<ToldText>>;

/// The one class: whatever stands there is as it is.
const CLASS: &str = "text";
const LIST: &str = "labels";
const LINES: &str = "gt_";
/// PaddleOCR's lists of what stands on pictures of single texts.
const CUT: &str = "rec_gt";
/// At least this part of a list's lines, or of the pictures, must belong together for a folder to be taken for texts.
const SURE: f64 = 0.5;

fn lists(tree: &Tree) -> impl Iterator<Item = &Entry> {
    let ends = |e: &&Entry| matches!(e.extension.as_str(), "csv" | "txt" | "tsv");
    let called = |e: &&Entry| {
        let stem = e.stem.to_lowercase();
        stem == LIST || stem == CUT || stem.strip_prefix(CUT).is_some_and(|rest| rest.starts_with('_'))
    };
    tree.others.iter().filter(ends).filter(called)
}

/// Lists as PaddleOCR has them, which tell places: called something with `label` or `gt`.
fn paddle_lists(tree: &Tree) -> impl Iterator<Item = &Entry> {
    let called = |e: &&Entry| {
        let stem = e.stem.to_lowercase();
        (stem.contains("label") || stem.contains("gt")) && !stem.starts_with(LINES) && !stem.starts_with(CUT)
    };
    tree.with_extension("txt").filter(called)
}

/// Files with the lines of one picture, and its name.
fn line_files(tree: &Tree) -> impl Iterator<Item = (&Entry, &str)> {
    tree.with_extension("txt").filter_map(|e| Some((e, e.stem.strip_prefix(LINES)?)))
}

/// Pictures by what a list may call them.
struct Names<'a> {
    ids: HashMap<&'a str, usize>,
    stems: Stems<'a>,
}

impl<'a> Names<'a> {
    fn of(tree: &'a Tree) -> Names<'a> {
        Names {
            ids: tree.pictures.iter().enumerate().map(|(i, p)| (p.entry.id.as_str(), i)).collect(),
            stems: Stems::new(tree.pictures.iter().map(|p| &p.entry)),
        }
    }

    /// By the path from the list's folder, from the top, or by the name alone, with or without its ending.
    fn find(&self, list: &Entry, name: &str) -> Match {
        let name = name.replace('\\', "/");
        let name = name.trim_start_matches("./");
        let beside = list.folders.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("/");
        if let Some(&i) = self.ids.get(beside.as_str()).or_else(|| self.ids.get(name)) {
            return Match::One(i);
        }
        let last = name.rsplit('/').next().unwrap_or(name);
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        match self.stems.find(&list.folders, stem) {
            Match::Missing => self.stems.find(&list.folders, last),
            found => found,
        }
    }
}

pub(crate) fn is_texts(tree: &Tree, limits: &Limits) -> bool {
    let names = Names::of(tree);
    let named = |list: &Entry| {
        let Ok(text) = read_text(&list.path, limits) else { return false };
        if table::looks_like(&list.stem, &text).is_some() {
            return false;
        }
        let (told, wrong) = parse_text_list(&text);
        let known = told.iter().filter(|(name, _)| names.find(list, name) != Match::Missing).count();
        known > 0 && known as f64 >= SURE * (told.len() + wrong.len()) as f64
    };
    let with_lines =
        line_files(tree).filter(|(e, name)| names.stems.find(&e.folders, name) != Match::Missing);
    let with_places = |list: &Entry| {
        let Ok(text) = read_text(&list.path, limits) else { return false };
        let (told, wrong) = parse_paddle_lines(&text);
        let known = told.iter().filter(|(name, _)| names.find(list, name) != Match::Missing).count();
        known > 0 && known as f64 >= SURE * (told.len() + wrong.len()) as f64
    };
    with_lines.count() as f64 >= (SURE * tree.pictures.len() as f64).max(1.0)
        || lists(tree).any(named)
        || paddle_lists(tree).any(with_places)
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<(Found, Texts)> {
    let names = Names::of(tree);
    let mut told: Vec<Vec<ToldText>> = vec![Vec::new(); tree.pictures.len()];
    let mut known = vec![false; tree.pictures.len()];
    // Where a list tells places, one of what stands on the pieces cut from its pictures only repeats it.
    let placed = read_paddle(tree, &names, options, &mut told, &mut known, notes);
    for list in lists(tree).filter(|list| !placed || !list.stem.to_lowercase().starts_with(CUT)) {
        let text = match read_text(&list.path, &options.limits) {
            Ok(text) => text,
            Err(e) => {
                notes.add(&list.id, "label.unreadable", format!("tells no texts: {e}"));
                continue;
            }
        };
        let (lines, wrong) = parse_text_list(&text);
        wrong.into_iter().for_each(|w| notes.add(&list.id, "label.unreadable", w));
        for (name, text) in lines {
            match names.find(list, &name) {
                Match::One(i) => {
                    known[i] = true;
                    told[i].push(ToldText { text, quad: None });
                }
                Match::Missing => {
                    notes.add(&list.id, "label.no_picture", format!("there is no picture `{name}`"))
                }
                Match::Unclear => {
                    notes.add(&list.id, "label.unclear", format!("several pictures are named `{name}`"))
                }
            }
        }
    }
    for (file, name) in line_files(tree) {
        match (names.stems.find(&file.folders, name), read_text(&file.path, &options.limits)) {
            (Match::One(i), Ok(text)) => {
                let (lines, wrong) = parse_text_lines(&text);
                known[i] = wrong.is_empty();
                wrong.into_iter().for_each(|w| notes.add(&file.id, "label.unreadable", w));
                told[i].extend(lines);
            }
            (Match::One(_), Err(e)) => {
                notes.add(&file.id, "label.unreadable", format!("tells no texts: {e}"))
            }
            (Match::Missing, _) => {
                notes.add(&file.id, "label.no_picture", format!("there is no picture named {name}"))
            }
            (Match::Unclear, _) => {
                notes.add(&file.id, "label.unclear", format!("several pictures are named {name}"))
            }
        }
    }
    if !known.contains(&true) {
        return None;
    }
    let mut texts = Texts::new();
    // Pieces of pictures whose texts are told already.
    let piece = |folders: &[String]| placed && folders.iter().any(|f| f == PIECES);
    let told = tree.pictures.iter().zip(told).zip(known);
    let told = told.filter(|((picture, _), known)| *known || !piece(&picture.entry.folders));
    let samples = told.map(|((picture, told), known)| {
        if known {
            texts.insert(picture.entry.id.clone(), told);
        }
        Sample {
            path: picture.entry.path.clone(),
            id: picture.entry.id.clone(),
            width: picture.width,
            height: picture.height,
            class: known.then_some(0),
            regions: Vec::new(),
            split: place(&picture.entry.folders, tree.splits, is_role).split,
            group: String::new(),
            tags: Vec::new(),
        }
    });
    let samples = samples.collect();
    let classes = vec![Class { name: CLASS.into(), good: true }];
    Some((Found { format: Format::Texts, classes, samples }, texts))
}

/// Whether there is such a list.
fn read_paddle(
    tree: &Tree,
    names: &Names,
    options: &OpenOptions,
    told: &mut [Vec<ToldText>],
    known: &mut [bool],
    notes: &mut Notes,
) -> bool {
    let mut any = false;
    for list in paddle_lists(tree) {
        let Ok(text) = read_text(&list.path, &options.limits) else { continue };
        let (lines, wrong) = parse_paddle_lines(&text);
        // Some other list.
        if lines.is_empty() {
            continue;
        }
        any = true;
        wrong.into_iter().for_each(|w| notes.add(&list.id, "label.unreadable", w));
        for (name, texts) in lines {
            match names.find(list, &name) {
                Match::One(i) => {
                    known[i] = true;
                    told[i].extend(texts);
                }
                Match::Missing => {
                    notes.add(&list.id, "label.no_picture", format!("there is no picture `{name}`"))
                }
                Match::Unclear => {
                    notes.add(&list.id, "label.unclear", format!("several pictures are named `{name}`"))
                }
            }
        }
    }
    any
}

/// What stands on the pictures of a data set, as far as anybody says: its own texts, the labels (or descriptions) of labelme
/// shapes, or the texts in a board's layout, which stand on every board of it.
pub fn told_texts(set: &DataSet, limits: &Limits) -> Texts {
    if let Some(texts) = &set.texts {
        return texts.clone();
    }
    match set.format {
        Format::Labelme => set.samples.iter().filter_map(|s| labelme_texts(s, limits)).collect(),
        Format::Boards => {
            let layout = read_json(&set.root.join("layout.json"), limits).unwrap_or_default();
            let told = parse::layout_texts(&layout);
            let of = |s: &Sample| (!told.is_empty()).then(|| (s.id.clone(), told.clone()));
            set.samples.iter().filter_map(of).collect()
        }
        _ => Texts::new(),
    }
}

/// Of a labelme file beside the picture. A shape's description is its text, or where it has none its label.
fn labelme_texts(sample: &Sample, limits: &Limits) -> Option<(String, Vec<ToldText>)> {
    let json = read_json(&sample.path.with_extension("json"), limits).ok()?;
    let labels = labelme::parse_labelme(&json).ok()?;
    let told = labels.shapes.iter().filter_map(|shape| {
        let text = shape.description.as_deref().map(str::trim).filter(|d| !d.is_empty());
        let text = text.unwrap_or(shape.label.trim()).to_string();
        let points: Vec<Point> = shape.points.iter().map(|p| p.map(|v| v as f32)).collect();
        let quad = match (shape.shape_type.as_str(), points.as_slice()) {
            ("rectangle", &[[ax, ay], [bx, by]]) => {
                let (x0, x1, y0, y1) = (ax.min(bx), ax.max(bx), ay.min(by), ay.max(by));
                Some([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
            }
            (_, &[a, b, c, d]) => Some([a, b, c, d]),
            (_, points) => fovea_vision::smallest_rect(points),
        };
        (!text.is_empty()).then_some(ToldText { text, quad })
    });
    let told: Vec<ToldText> = told.collect();
    (!told.is_empty()).then(|| (sample.id.clone(), told))
}

#[cfg(test)]
mod tests;
