use crate::assemble::{Found, Marks, from_marks};
use crate::geometry::{RawShape, turned_box};
use crate::matching::{Match, Stems};
use crate::prefix::names_from_prefixes;
use crate::problem::Notes;
use crate::text::read_text;
use crate::tree::{Entry, Tree};
use crate::{Format, LabelError, OpenOptions, parse_names};
use fovea_vision::Limits;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// One line: a class number, then a box (centre and size) or the points of an outline, all from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct YoloLine {
    pub class: u32,
    pub numbers: Vec<f64>,
}

/// A little over 1 happens by rounding; pixels do not.
const MOST: f64 = 1.5;

/// Every line must be one, so that other text files are not taken for labels.
pub fn parse_yolo(text: &str) -> Result<Vec<YoloLine>, LabelError> {
    let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines
        .map(|(i, line)| {
            parse_line(line).ok_or_else(|| {
                let start: String = line.trim().chars().take(60).collect();
                LabelError(format!("line {} is not `class cx cy w h` from 0 to 1: `{start}`", i + 1))
            })
        })
        .collect()
}

fn parse_line(line: &str) -> Option<YoloLine> {
    let mut words = line.split_whitespace();
    // Some programs write the class as 3.0.
    let class = words.next()?.trim_end_matches(".0").parse().ok()?;
    let numbers: Vec<f64> = words.map(str::parse).collect::<Result<_, _>>().ok()?;
    let sane = numbers.iter().all(|v| v.is_nan() || v.abs() <= MOST || v.is_infinite());
    let fits = matches!(numbers.len(), 4 | 5) || (numbers.len() >= 6 && numbers.len().is_multiple_of(2));
    (sane && fits).then_some(YoloLine { class, numbers })
}

impl YoloLine {
    pub fn is_outline(&self) -> bool {
        self.numbers.len() >= 6
    }

    fn raw(&self, (width, height): (u32, u32)) -> RawShape {
        let (w, h) = (f64::from(width), f64::from(height));
        match self.numbers.as_slice() {
            // A fifth number is a program's confidence.
            [cx, cy, bw, bh] | [cx, cy, bw, bh, _] => {
                RawShape::Box([(cx - bw / 2.0) * w, (cy - bh / 2.0) * h, bw * w, bh * h])
            }
            points => {
                let points: Vec<[f64; 2]> = points.chunks_exact(2).map(|p| [p[0] * w, p[1] * h]).collect();
                turned_box(&points).map_or(RawShape::Polygon(points), RawShape::Drawn)
            }
        }
    }
}

/// Text files that belong to the set as a whole.
fn is_list(entry: &Entry) -> bool {
    matches!(
        entry.stem.to_lowercase().as_str(),
        "classes"
            | "obj"
            | "train"
            | "val"
            | "test"
            | "readme"
            | "labels"
            | "names"
            | "requirements"
            | "license"
    )
}

type Labels = Result<Vec<YoloLine>, LabelError>;

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let stems = Stems::new(tree.pictures.iter().map(|p| &p.entry));
    let files: Vec<&Entry> = tree.with_extension("txt").filter(|e| !is_list(e)).collect();
    let parsed: Vec<Labels> = files
        .par_iter()
        .map(|f| read_text(&f.path, &options.limits).and_then(|text| parse_yolo(&text)))
        .collect();
    let mut lines_of: Vec<Option<(&Entry, Vec<YoloLine>)>> = vec![None; tree.pictures.len()];
    let mut marks = vec![Marks::default(); tree.pictures.len()];
    let mut any = false;
    for (file, parsed) in files.into_iter().zip(parsed) {
        match (stems.find(&file.folders, &file.stem), parsed) {
            (Match::One(i), Ok(lines)) => {
                any = true;
                if lines_of[i].is_some() {
                    notes.add(
                        &file.id,
                        "label.duplicate",
                        "its picture has another label file, which was used",
                    );
                } else {
                    lines_of[i] = Some((file, lines));
                }
            }
            (Match::One(i), Err(e)) => {
                marks[i].unlabelled = true;
                notes.add(&file.id, "label.unreadable", e.to_string());
            }
            (Match::Missing, Ok(lines)) if !lines.is_empty() => {
                notes.add(&file.id, "label.no_picture", format!("there is no picture named {}", file.stem));
            }
            (Match::Unclear, Ok(_)) => {
                notes.add(&file.id, "label.unclear", format!("several pictures are named {}", file.stem));
            }
            _ => {}
        }
    }
    if !any {
        return None;
    }
    let (ids, names) = class_names(tree, &lines_of, options, notes);
    for (i, lines) in lines_of.iter().enumerate() {
        let Some((file, lines)) = lines else { continue };
        let size = (tree.pictures[i].width, tree.pictures[i].height);
        marks[i].mentioned = true;
        for line in lines {
            match ids.binary_search(&line.class) {
                Ok(class) => marks[i].push(class, &line.raw(size), size, &file.id, notes),
                Err(_) => {
                    marks[i].unlabelled = true;
                    let message = format!("class number {} is unknown; its region was left out", line.class);
                    notes.add(&file.id, "label.unknown_class", message);
                }
            }
        }
    }
    Some(from_marks(Format::Yolo, tree, marks, names, options))
}

/// Class numbers and their names: from a list, else from the pictures' names, else the numbers themselves.
fn class_names(
    tree: &Tree,
    lines_of: &[Option<(&Entry, Vec<YoloLine>)>],
    options: &OpenOptions,
    notes: &mut Notes,
) -> (Vec<u32>, Vec<String>) {
    if let Some(names) = listed_names(tree, options, notes) {
        return ((0..names.len() as u32).collect(), names);
    }
    let lines = || lines_of.iter().flatten().flat_map(|(_, lines)| lines);
    let ids: Vec<u32> = lines().map(|l| l.class).collect::<BTreeSet<_>>().into_iter().collect();
    let seen: Vec<(&str, u32)> = tree
        .pictures
        .iter()
        .zip(lines_of)
        .filter_map(|(p, l)| Some((p.entry.stem.as_str(), &l.as_ref()?.1)))
        .flat_map(|(stem, lines)| lines.iter().map(move |l| (stem, l.class)))
        .collect();
    let names = names_from_prefixes(&seen, &ids).unwrap_or_else(|| ids.iter().map(u32::to_string).collect());
    (ids, names)
}

fn listed_names(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Vec<String>> {
    let is_yaml = |e: &&Entry| matches!(e.extension.as_str(), "yaml" | "yml");
    let is_text = |e: &&Entry| e.extension == "names" || (e.extension == "txt" && e.stem == "classes");
    // The uppermost first, and of these a file called data.yaml.
    let mut yaml: Vec<&Entry> = tree.others.iter().filter(is_yaml).collect();
    yaml.sort_by_key(|e| (e.folders.len(), e.stem != "data", e.id.as_str()));
    let text = tree.others.iter().filter(is_text);
    for entry in yaml.into_iter().chain(text) {
        let read = read_text(&entry.path, &options.limits);
        match read.and_then(|text| parse_names(&text, is_yaml(&entry))) {
            Ok(names) => return Some(names),
            // Other YAML files lie about too; only one that should have names is worth a word.
            Err(e) if entry.stem == "data" || !is_yaml(&entry) => {
                notes.add(&entry.id, "label.unreadable", format!("no class names: {e}"));
            }
            Err(_) => {}
        }
    }
    None
}

/// Lines that make the kind of labels clear: for some of the text files whether they are labels, and whether
/// any of those is an outline.
pub(crate) fn looks(entry: &Entry, limits: &Limits) -> Option<bool> {
    if is_list(entry) {
        return None;
    }
    let lines = parse_yolo(&read_text(&entry.path, limits).ok()?).ok()?;
    (!lines.is_empty()).then(|| lines.iter().any(YoloLine::is_outline))
}

#[cfg(test)]
mod tests;
