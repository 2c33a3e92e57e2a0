//! CSV files whose first line names the columns: a line a picture, or a line a box.

use crate::assemble::{Found, from_marks};
use crate::geometry::RawShape;
use crate::matching::FileNames;
use crate::problem::Notes;
use crate::text::read_text;
use crate::told::{Told, asked_for, shown, split_of, turned};
use crate::tree::{Entry, Tree};
use crate::{Format, LabelError, OpenOptions, tags};
use csv::{ReaderBuilder, StringRecord};
use fovea_domain::dataset::{Columns as PictureColumns, MOST_COLUMNS, column_name, column_value};
use fovea_domain::{Extra, Mark};
use fovea_vision::Limits;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// What columns are called, in small letters and with `_` for blanks and dashes.
const PICTURE: &[&str] = &[
    "picture",
    "image",
    "file",
    "filename",
    "file_name",
    "image_name",
    "image_path",
    "path",
    "img",
    "image_id",
    "图片",
    "文件",
    "文件名",
];
const CLASS: &[&str] = &[
    "class",
    "label",
    "category",
    "class_name",
    "label_name",
    "category_name",
    "defect",
    "类别",
    "标签",
    "缺陷",
];
const SPLIT: &[&str] = &["split", "subset", "set", "partition"];
const LEFT: &[&str] = &["x", "left", "xmin", "x_min", "x1", "xtl"];
const TOP: &[&str] = &["y", "top", "ymin", "y_min", "y1", "ytl"];
const RIGHT: &[&str] = &["right", "xmax", "x_max", "x2", "xbr"];
const BOTTOM: &[&str] = &["bottom", "ymax", "y_max", "y2", "ybr"];
const WIDTH: &[&str] = &["w", "width", "box_width", "bbox_width"];
const HEIGHT: &[&str] = &["h", "height", "box_height", "bbox_height"];
const ANGLE: &[&str] = &["angle", "rotation"];
const TEXT: &[&str] = &["text", "transcription", "words"];
const GROUP: &[&str] = &["group", "group_id"];
const TAGS: &[&str] = &["tags", "picture_tags"];
/// What lists tell of the picture's file, which we read from the file itself, or of single places.
const OF_PICTURE: &[&str] = &[
    "picture_width",
    "picture_height",
    "image_width",
    "image_height",
    "img_width",
    "img_height",
    "area",
    "segmentation",
    "iscrowd",
];
/// Tables looked into.
const MOST_FILES: usize = 16;
/// Problems told of one file.
const MOST_PROBLEMS: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    pub rows: Vec<TableRow>,
    /// With their lines.
    pub problems: Vec<TableProblem>,
    /// Whether its columns can tell a place.
    pub boxes: bool,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    pub picture: String,
    pub class: String,
    pub split: String,
    /// Left, top, width, height.
    pub bbox: Option<[f64; 4]>,
    /// Degrees, as a clock goes, around the middle.
    pub angle: f64,
    pub text: String,
    pub group: Option<u32>,
    /// Words that were put to the picture.
    pub tags: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TableProblem {
    pub picture: String,
    pub reason: String,
}

#[derive(Debug, Clone, Copy)]
struct Columns {
    picture: usize,
    class: usize,
    split: Option<usize>,
    place: Option<Place>,
    angle: Option<usize>,
    text: Option<usize>,
    group: Option<usize>,
    tags: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Corners([usize; 4]),
    Sides([usize; 4]),
}

fn columns(head: &StringRecord) -> Option<Columns> {
    let names: Vec<String> = head.iter().map(plain_name).collect();
    let find = |known: &[&str]| known.iter().find_map(|name| names.iter().position(|n| n == name));
    let (left, top) = (find(LEFT), find(TOP));
    let four = |a: Option<usize>, b: Option<usize>| Some([left?, top?, a?, b?]);
    let corners = four(find(RIGHT), find(BOTTOM)).map(Place::Corners);
    Some(Columns {
        picture: find(PICTURE)?,
        class: find(CLASS)?,
        split: find(SPLIT),
        // Beside corners width and height are those of the picture.
        place: corners.or(four(find(WIDTH), find(HEIGHT)).map(Place::Sides)),
        angle: find(ANGLE),
        text: find(TEXT),
        group: find(GROUP),
        tags: find(TAGS),
    })
}

fn separator(head: &str) -> u8 {
    let count = |sign: char| head.chars().filter(|c| *c == sign).count();
    [';', '\t'].into_iter().find(|sign| count(*sign) > count(',')).map_or(b',', |sign| sign as u8)
}

/// What those columns of a table say of pictures that tell no label: the machine, the product, the part, and the words that were put to
/// them. Of a picture with several lines only what all of them agree in, but every word. `None` where no column names the picture, or none
/// is left.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableColumns {
    /// By what the table calls a picture.
    pub rows: Vec<(String, PictureColumns)>,
    /// Words by the same.
    pub tags: Vec<(String, Vec<String>)>,
    /// Whether it tells no labels beside them.
    pub alone: bool,
}

pub fn parse_columns(text: &str) -> Option<TableColumns> {
    let separator = separator(text.lines().next()?);
    let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().ok()?.clone();
    let plain: Vec<String> = head.iter().map(plain_name).collect();
    let known = [CLASS, SPLIT, LEFT, TOP, RIGHT, BOTTOM, WIDTH, HEIGHT, ANGLE, TEXT, GROUP, TAGS, OF_PICTURE];
    let is_known = |name: &String| known.iter().any(|all| all.contains(&name.as_str()));
    let place = |names: &[&str]| names.iter().find_map(|name| plain.iter().position(|n| n == name));
    let (picture, words) = (place(PICTURE)?, place(TAGS));
    let mut others: Vec<(usize, String)> = Vec::new();
    for (at, (shown, name)) in head.iter().zip(&plain).enumerate() {
        let free = at != picture && !is_known(name);
        let name = column_name(shown).filter(|name| free && others.iter().all(|(_, other)| other != name));
        others.extend(name.map(|name| (at, name)).filter(|_| others.len() < MOST_COLUMNS));
    }
    if others.is_empty() && words.is_none() {
        return None;
    }
    let mut tagged: BTreeMap<String, Vec<String>> = BTreeMap::new();
    // Of each picture its columns; `None`: lines that do not agree.
    let mut found: BTreeMap<String, BTreeMap<&str, Option<String>>> = BTreeMap::new();
    for record in reader.records().flatten() {
        let name = record.get(picture).unwrap_or_default().trim();
        if name.is_empty() {
            continue;
        }
        let put = words.and_then(|at| record.get(at)).map(tags::parted).unwrap_or_default();
        if !put.is_empty() {
            tags::add(tagged.entry(name.to_string()).or_default(), put);
        }
        let told = found.entry(name.to_string()).or_default();
        for (at, column) in &others {
            let Some(value) = column_value(record.get(*at).unwrap_or_default()) else { continue };
            let there = told.entry(column.as_str()).or_insert_with(|| Some(value.clone()));
            if there.as_ref() != Some(&value) {
                *there = None;
            }
        }
    }
    let agreed = |told: BTreeMap<&str, Option<String>>| -> PictureColumns {
        told.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))).collect()
    };
    let rows =
        found.into_iter().map(|(picture, told)| (picture, agreed(told))).filter(|(_, c)| !c.is_empty());
    Some(TableColumns {
        rows: rows.collect(),
        tags: tagged.into_iter().collect(),
        alone: columns(&head).is_none(),
    })
}

/// The same of a file.
pub fn read_columns(path: &Path, limits: &Limits) -> Option<TableColumns> {
    parse_columns(&read_text(path, limits).ok()?)
}

/// As columns are compared.
fn plain_name(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

pub fn parse_table(text: &str) -> Result<Table, LabelError> {
    let separator = separator(text.lines().next().unwrap_or_default());
    let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| LabelError(e.to_string()))?.clone();
    let Some(columns) = columns(&head) else {
        let missing = "its first line names no column for the picture (`picture`) and its class (`class`)";
        return Err(LabelError(missing.into()));
    };
    let mut table = Table { boxes: columns.place.is_some(), ..Table::default() };
    for record in reader.records() {
        let problem = match record {
            Ok(record) => match row(&record, &columns) {
                Ok(row) => {
                    table.rows.push(row);
                    None
                }
                Err(reason) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    let picture = record.get(columns.picture).unwrap_or_default().trim().to_string();
                    Some(TableProblem { picture, reason: format!("line {line}: {reason}") })
                }
            },
            Err(e) => Some(TableProblem { picture: String::new(), reason: e.to_string() }),
        };
        table.problems.extend(problem);
        if table.problems.len() >= MOST_PROBLEMS {
            let reason = "has too many lines that cannot be read; the rest was left out".into();
            table.problems.push(TableProblem { picture: String::new(), reason });
            break;
        }
    }
    Ok(table)
}

fn row(record: &StringRecord, columns: &Columns) -> Result<TableRow, String> {
    let cell = |at: usize| record.get(at).unwrap_or_default().trim();
    let other = |at: Option<usize>| at.map(cell).unwrap_or_default();
    let number = |text: &str| text.parse::<f64>().map_err(|_| format!("`{}` is no number", shown(text)));
    let picture = cell(columns.picture);
    if picture.is_empty() {
        return Err("it names no picture".into());
    }
    let bbox = match columns.place {
        Some(Place::Corners(at) | Place::Sides(at)) if at.iter().any(|at| !cell(*at).is_empty()) => {
            let mut told = [0.0; 4];
            for (told, at) in told.iter_mut().zip(at) {
                *told = number(cell(at))?;
            }
            let [x, y, a, b] = told;
            let corners = matches!(columns.place, Some(Place::Corners(_)));
            Some(if corners { [x, y, a - x, b - y] } else { told })
        }
        _ => None,
    };
    let angle = match other(columns.angle) {
        "" => 0.0,
        text => number(text)?,
    };
    let group = match other(columns.group) {
        "" => None,
        text => Some(text.parse().map_err(|_| format!("the group `{}` is no whole number", shown(text)))?),
    };
    Ok(TableRow {
        picture: picture.into(),
        class: cell(columns.class).into(),
        split: other(columns.split).into(),
        bbox,
        angle,
        text: other(columns.text).into(),
        group,
        tags: tags::parted(other(columns.tags)),
    })
}

impl TableRow {
    fn raw(&self) -> Option<RawShape> {
        let bbox = self.bbox?;
        let upright = self.angle == 0.0;
        if !self.text.is_empty() {
            let [x, y, w, h] = bbox;
            let mark = turned(bbox, self.angle);
            let flat = [[x, y], [x + w, y], [x + w, y + h], [x, y + h]].map(|p| p.map(|v| v as f32));
            let points = if upright { flat } else { mark.corners()? };
            return Some(RawShape::Drawn(Mark::Text { points, text: self.text.clone() }));
        }
        Some(if upright { RawShape::Box(bbox) } else { RawShape::Drawn(turned(bbox, self.angle)) })
    }
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let mut told = Told::new(tree, notes);
    let mut any = false;
    for entry in tree.with_extension("csv").chain(tree.with_extension("tsv")) {
        match read_text(&entry.path, &options.limits).and_then(|text| parse_table(&text)) {
            Ok(table) => {
                any = true;
                read_file(entry, table, &mut told);
            }
            Err(e) if asked_for(options, Format::Csv) => {
                told.notes.add(&entry.id, "label.unreadable", format!("is no table of labels: {e}"));
            }
            Err(_) => {}
        }
    }
    let Told { marks, classes, .. } = told;
    any.then(|| from_marks(Format::Csv, tree, marks, classes.names, options))
}

fn read_file(entry: &Entry, table: Table, told: &mut Told) {
    let file = entry.id.as_str();
    for problem in table.problems {
        match told.picture_quietly(&problem.picture) {
            Some(at) => told.spoiled(file, at, "label.unreadable", problem.reason),
            None => told.notes.add(file, "label.unreadable", problem.reason),
        }
    }
    for row in table.rows {
        let Some(at) = told.picture(file, &row.picture) else { continue };
        let split = split_of(&row.split).or_else(|| split_of(&entry.stem));
        told.tagged(at, row.tags.clone());
        match (row.raw(), row.class.is_empty()) {
            (Some(raw), _) => {
                told.looked(at, split);
                told.shape(file, at, &row.class, (&raw, Extra { group: row.group, ..Extra::default() }));
            }
            (None, false) => {
                told.looked(at, split);
                told.whole(file, at, &row.class);
            }
            // A picture without a class is one that nobody has looked at.
            (None, true) => told.marks[at].split = told.marks[at].split.or(split),
        }
    }
}

/// Of how many pictures tables speak, and whether they tell places.
pub(crate) fn covered(tree: &Tree, limits: &Limits) -> (usize, bool) {
    let index = FileNames::new(tree);
    let (mut known, mut boxes) = (HashSet::new(), false);
    for entry in tree.with_extension("csv").chain(tree.with_extension("tsv")).take(MOST_FILES) {
        let Ok(text) = read_text(&entry.path, limits) else { continue };
        if looks_like(&entry.stem, &text).is_none() {
            continue;
        }
        let Ok(table) = parse_table(&text) else { continue };
        let pictures: Vec<usize> =
            table.rows.iter().filter_map(|row| index.find(&row.picture).ok()).collect();
        boxes |= table.boxes && !pictures.is_empty();
        known.extend(pictures);
    }
    (known.len(), boxes)
}

/// A list `labels` of picture and label may as well tell what stands on the pictures, and is taken so.
pub(crate) fn looks_like(stem: &str, text: &str) -> Option<bool> {
    let head = text.lines().next()?;
    let mut reader =
        ReaderBuilder::new().delimiter(separator(head)).has_headers(false).from_reader(head.as_bytes());
    let head = reader.records().next()?.ok()?;
    let columns = columns(&head)?;
    let unclear = columns.place.is_none()
        && stem.eq_ignore_ascii_case("labels")
        && head.len() == 2
        && head.get(columns.class).is_some_and(|name| name.trim().eq_ignore_ascii_case("label"));
    (!unclear).then_some(columns.place.is_some())
}

#[cfg(test)]
mod tests;
