//! What the readers of label files have in common that name pictures, classes and attributes by words.

use crate::assemble::{Marks, Place};
use crate::geometry::RawShape;
use crate::layout::split_named;
use crate::matching::FileNames;
use crate::problem::Notes;
use crate::tree::Tree;
use crate::{OpenOptions, Split};
use fovea_domain::{AttributeValue, Attributes, Extra, Mark, Point};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// How broad a line is of which nobody says it.
pub(crate) const THIN: f32 = 1.0;
/// The attribute that tells the angle of what a format cannot turn, as CVAT has it.
pub(crate) const ROTATION: &str = "rotation";
/// The attribute of an outline of four corners that tells what stands there.
pub(crate) const TRANSCRIPTION: &str = "transcription";
/// The attribute that tells how broad a line is.
pub(crate) const WIDTH: &str = "width";

/// Classes in the order in which they are told, each once.
#[derive(Debug, Default)]
pub(crate) struct ClassNames {
    pub names: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl ClassNames {
    /// `None` for what is no name.
    pub fn of(&mut self, name: &str) -> Option<usize> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        Some(*self.by_name.entry(name.into()).or_insert_with(|| {
            self.names.push(name.into());
            self.names.len() - 1
        }))
    }
}

/// The pictures of a set while label files speak of them.
pub(crate) struct Told<'a, 'n> {
    tree: &'a Tree,
    index: FileNames<'a>,
    pub marks: Vec<Marks>,
    pub classes: ClassNames,
    pub notes: &'n mut Notes,
}

impl<'a, 'n> Told<'a, 'n> {
    /// A picture of which no file speaks was not looked at.
    pub fn new(tree: &'a Tree, notes: &'n mut Notes) -> Told<'a, 'n> {
        let marks = vec![Marks { unlabelled: true, ..Marks::default() }; tree.pictures.len()];
        Told { tree, index: FileNames::new(tree), marks, classes: ClassNames::default(), notes }
    }

    /// The picture that a file names; what is wrong with the name is told.
    pub fn picture(&mut self, file: &str, name: &str) -> Option<usize> {
        match self.index.find(name) {
            Ok(at) => Some(at),
            Err((code, reason)) => {
                self.notes.add(file, code, format!("{}: {reason}", shown(name)));
                None
            }
        }
    }

    pub fn picture_quietly(&self, name: &str) -> Option<usize> {
        self.index.find(name).ok()
    }

    pub fn knows(&self, name: &str) -> bool {
        self.index.find(name).is_ok()
    }

    /// Somebody has looked at it.
    pub fn looked(&mut self, at: usize, split: Option<Split>) {
        let marks = &mut self.marks[at];
        if !marks.mentioned {
            marks.unlabelled = false;
        }
        marks.mentioned = true;
        marks.split = marks.split.or(split);
    }

    pub fn size(&self, at: usize) -> (u32, u32) {
        (self.tree.pictures[at].width, self.tree.pictures[at].height)
    }

    /// What was drawn on a picture of another size may lie elsewhere.
    pub fn drawn_on(&mut self, file: &str, at: usize, width: Option<f64>, height: Option<f64>) {
        let (w, h) = self.size(at);
        if let (Some(width), Some(height)) = (width, height)
            && (width, height) != (f64::from(w), f64::from(h))
        {
            let id = &self.tree.pictures[at].entry.id;
            let message = format!("{id} was labelled as {width} × {height} px, but has {w} × {h} px");
            self.notes.add(file, "label.size_differs", message);
        }
    }

    pub fn shape(&mut self, file: &str, at: usize, class: &str, shape: (&RawShape, Extra)) {
        let Some(class) = self.classes.of(class) else {
            self.spoiled(file, at, "label.unknown_class", "a region has no class and was left out".into());
            return;
        };
        let place = Place { size: self.size(at), file };
        self.marks[at].push_told(class, shape.0, shape.1, place, self.notes);
    }

    /// What the picture is as a whole. Where several are told the first counts.
    pub fn whole(&mut self, file: &str, at: usize, class: &str) {
        let class = self.classes.of(class);
        match (class, self.marks[at].whole) {
            (Some(class), None) => self.marks[at].whole = Some(class),
            (Some(class), Some(first)) if class != first => {
                let message = "a picture is of several classes as a whole; the first was taken";
                self.notes.add(file, "label.several_classes", message);
            }
            _ => {}
        }
    }

    /// Words that were put to it.
    pub fn tagged(&mut self, at: usize, tags: Vec<String>) {
        crate::tags::add(&mut self.marks[at].tags, tags);
    }

    /// Something that was marked cannot be used: no regions does not mean good then.
    pub fn spoiled(&mut self, file: &str, at: usize, code: &'static str, message: String) {
        self.marks[at].unlabelled = true;
        self.notes.add(file, code, message);
    }
}

/// Without what could not be printed, and short.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// A split by a subset's name, such as `train` or `val_2017`.
pub(crate) fn split_of(name: &str) -> Option<Split> {
    name.split(['_', '-', '.', ' '])
        .find_map(|part| split_named(part.trim_end_matches(|c: char| c.is_ascii_digit())))
}

pub(crate) fn plain(points: &[[f64; 2]]) -> Vec<Point> {
    points.iter().map(|p| p.map(|v| v as f32)).collect()
}

pub(crate) fn turned([x, y, w, h]: [f64; 4], angle: f64) -> Mark {
    let (cx, cy) = ((x + w / 2.0) as f32, (y + h / 2.0) as f32);
    Mark::Rotated { cx, cy, w: w as f32, h: h as f32, angle: (angle % 360.0) as f32 }
}

/// An outline, or a text where an attribute tells what stands within four corners.
pub(crate) fn outline_or_text(points: Vec<[f64; 2]>, attributes: &mut Attributes) -> RawShape {
    let corners: Option<[Point; 4]> = plain(&points).try_into().ok();
    match (corners, attributes.get(TRANSCRIPTION).cloned()) {
        (Some(points), Some(AttributeValue::Text(text))) => {
            attributes.remove(TRANSCRIPTION);
            RawShape::Drawn(Mark::Text { points, text })
        }
        _ => RawShape::Polygon(points),
    }
}

pub(crate) fn line(points: &[[f64; 2]], attributes: &mut Attributes) -> RawShape {
    let width = match attributes.get(WIDTH) {
        Some(AttributeValue::Number(width)) if *width > 0.0 => *width as f32,
        _ => return RawShape::Drawn(Mark::Line { points: plain(points), width: THIN }),
    };
    attributes.remove(WIDTH);
    RawShape::Drawn(Mark::Line { points: plain(points), width })
}

/// What is said beside a class. A value of another form costs only itself.
pub(crate) fn attributes<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Attributes, D::Error> {
    let told: BTreeMap<String, Value> = crate::coco::lenient(from)?;
    let known = told.into_iter().filter_map(|(name, value)| {
        let value = match value {
            Value::Bool(on) => AttributeValue::Tick(on),
            Value::Number(number) => AttributeValue::Number(number.as_f64()?),
            Value::String(text) => AttributeValue::Text(text),
            _ => return None,
        };
        Some((name, value))
    });
    Ok(known.collect())
}

pub(crate) fn asked_for(options: &OpenOptions, format: crate::Format) -> bool {
    options.format == format
}
