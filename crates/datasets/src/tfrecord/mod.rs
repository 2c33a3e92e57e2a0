//! TFRecord of TensorFlow's object detection: a file of records a subset, each a picture with boxes in parts of its sides, and
//! `label_map.pbtxt`, which names the classes.

mod example;
mod frames;
mod label_map;
mod unpack;

pub(crate) use example::{Features, Values, write_example};
pub(crate) use frames::write_record;
pub use label_map::parse_label_map;
pub(crate) use label_map::write_label_map;
pub use unpack::{UnpackedRecord, holds_recorded_pictures, unpack_recorded, unpack_records};

use crate::assemble::{Found, from_marks};
use crate::geometry::RawShape;
use crate::problem::Notes;
use crate::text::read_text;
use crate::told::{Told, split_of};
use crate::tree::{Entry, Tree};
use crate::{Format, LabelError, OpenOptions};
use example::parse_example;
use fovea_domain::{Extra, MOST_MARKS, Mark, Runs};
use fovea_vision::{Limits, decode_bytes};
use frames::Records;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

pub(crate) const FILE_NAME: &str = "image/filename";
pub(crate) const SOURCE: &str = "image/source_id";
pub(crate) const ENCODED: &str = "image/encoded";
pub(crate) const IMAGE_FORMAT: &str = "image/format";
pub(crate) const WIDTH: &str = "image/width";
pub(crate) const HEIGHT: &str = "image/height";
pub(crate) const CLASS: &str = "image/object/class/text";
pub(crate) const NUMBER: &str = "image/object/class/label";
/// Left, top, right, bottom.
pub(crate) const SIDES: [&str; 4] =
    ["image/object/bbox/xmin", "image/object/bbox/ymin", "image/object/bbox/xmax", "image/object/bbox/ymax"];
const MASKS: &str = "image/object/mask";
/// Lengths of one mask: more are noise or an attack, and each costs memory.
const MOST_RUNS: usize = 4 << 20;

/// Whether a file of this name holds records, whole or as one of several parts.
pub fn is_records(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    [".tfrecord", ".record"].iter().any(|end| file.ends_with(end) || file.contains(&format!("{end}-")))
}

fn record_files(tree: &Tree) -> impl Iterator<Item = &Entry> {
    tree.others.iter().filter(|entry| is_records(&entry.id))
}

fn records(path: &Path, limits: &Limits) -> Result<Records<BufReader<File>>, LabelError> {
    let file = File::open(path).map_err(|e| LabelError(e.to_string()))?;
    Ok(Records::new(BufReader::new(file), limits.max_bytes))
}

pub(crate) fn is_tfrecord(tree: &Tree, limits: &Limits) -> bool {
    record_files(tree).any(|entry| {
        let first = records(&entry.path, limits).ok().and_then(|mut records| records.next()?.ok());
        first.is_some_and(|record| parse_example(&record).is_ok_and(|told| told.contains_key(FILE_NAME)))
    })
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let limits = &options.limits;
    let mut told = Told::new(tree, notes);
    let mut any = false;
    for entry in record_files(tree) {
        let file = entry.id.as_str();
        let found = match records(&entry.path, limits) {
            Ok(found) => found,
            Err(reason) => {
                told.notes.add(file, "label.unreadable", format!("tells nothing: {reason}"));
                continue;
            }
        };
        let classes = label_map_of(entry, tree, limits, told.notes);
        let split = split_of(&entry.stem);
        for (number, record) in (1u64..).zip(found) {
            let record = match record {
                Ok(record) => record,
                Err(reason) => {
                    told.notes.add(file, "label.unreadable", format!("record {number}: {reason}"));
                    continue;
                }
            };
            let features = match parse_example(&record) {
                Ok(features) => features,
                Err(reason) => {
                    told.notes.add(file, "label.unreadable", format!("record {number}: {reason}"));
                    continue;
                }
            };
            any = true;
            let Some(at) = picture_of(&features, entry, &mut told) else { continue };
            told.looked(at, split);
            Objects { file, at, classes: &classes, features: &features, limits }.tell(&mut told);
        }
    }
    let Told { marks, classes, .. } = told;
    any.then(|| from_marks(Format::Tfrecord, tree, marks, classes.names, options))
}

/// Names by number, of all maps in the folder of the records.
fn label_map_of(records: &Entry, tree: &Tree, limits: &Limits, notes: &mut Notes) -> BTreeMap<i64, String> {
    let mut classes = BTreeMap::new();
    for file in tree.with_extension("pbtxt").filter(|e| e.folders == records.folders) {
        match read_text(&file.path, limits).and_then(|text| parse_label_map(&text)) {
            Ok(names) => classes.extend(names),
            Err(reason) => notes.add(&file.id, "label.unreadable", format!("names no classes: {reason}")),
        }
    }
    classes
}

fn text(features: &Features, name: &str) -> Option<String> {
    let bytes = features.get(name)?.bytes().first()?;
    let text = String::from_utf8_lossy(bytes).into_owned();
    (!text.is_empty()).then_some(text)
}

/// The picture that a record names, by its path from the folder of the records, or wherever it lies.
fn picture_of(features: &Features, entry: &Entry, told: &mut Told) -> Option<usize> {
    let Some(name) = text(features, FILE_NAME).or_else(|| text(features, SOURCE)) else {
        told.notes.add(&entry.id, "label.no_picture", "a record names no picture");
        return None;
    };
    let beside = match entry.folders.is_empty() {
        true => name.clone(),
        false => format!("{}/{name}", entry.folders.join("/")),
    };
    told.picture_quietly(&beside).or_else(|| told.picture(&entry.id, &name))
}

/// What a record marks in its picture.
struct Objects<'a> {
    file: &'a str,
    at: usize,
    classes: &'a BTreeMap<i64, String>,
    features: &'a Features<'a>,
    limits: &'a Limits,
}

impl Objects<'_> {
    fn tell(&self, told: &mut Told) {
        let empty: &[f32] = &[];
        let side = |name: &str| self.features.get(name).map_or(empty, Values::floats);
        let [left, top, right, bottom] = SIDES.map(side);
        let most = left.len().max(top.len()).max(right.len()).max(bottom.len());
        let all = [left, top, right, bottom].iter().map(|side| side.len()).min().unwrap_or(0);
        if all < most {
            let message = format!("{most} boxes have only {all} times all sides; the others were left out");
            told.spoiled(self.file, self.at, "label.unreadable", message);
        }
        if all > MOST_MARKS {
            let message = format!("a record has {all} boxes; those behind {MOST_MARKS} were left out");
            told.spoiled(self.file, self.at, "label.unreadable", message);
        }
        let (width, height) = told.size(self.at);
        let (width, height) = (f64::from(width), f64::from(height));
        let sides = left.iter().zip(top).zip(right.iter().zip(bottom));
        for (object, ((x0, y0), (x1, y1))) in sides.enumerate().take(MOST_MARKS) {
            let Some(class) = self.class(object) else {
                let message = "a box has no class that is known, and was left out".into();
                told.spoiled(self.file, self.at, "label.unknown_class", message);
                continue;
            };
            let [x0, x1] = [x0, x1].map(|v| f64::from(*v) * width);
            let [y0, y1] = [y0, y1].map(|v| f64::from(*v) * height);
            let place = RawShape::Box([x0, y0, x1 - x0, y1 - y0]);
            let shape = match self.mask(object, told.size(self.at)) {
                None => place,
                Some(Ok(rle)) => RawShape::Drawn(Mark::Brush { rle }),
                Some(Err(reason)) => {
                    told.notes.add(self.file, "mask.unreadable", format!("{reason}; its box was taken"));
                    place
                }
            };
            told.shape(self.file, self.at, &class, (&shape, Extra::default()));
        }
    }

    /// By its number where a map names it: writers leave signs out of texts.
    fn class(&self, object: usize) -> Option<String> {
        let number = self.features.get(NUMBER).and_then(|numbers| numbers.ints().get(object));
        let told = || {
            let bytes = self.features.get(CLASS)?.bytes().get(object)?;
            let text = String::from_utf8_lossy(bytes).into_owned();
            (!text.trim().is_empty()).then_some(text)
        };
        number.and_then(|number| self.classes.get(number)).cloned().or_else(told)
    }

    /// What is painted, where the record has masks.
    fn mask(&self, object: usize, size: (u32, u32)) -> Option<Result<Runs, String>> {
        let bytes = self.features.get(MASKS)?.bytes().get(object).filter(|bytes| !bytes.is_empty())?;
        let picture = match decode_bytes(bytes, self.limits) {
            Ok(picture) => picture,
            Err(e) => return Some(Err(format!("a mask cannot be read: {e}"))),
        };
        let (width, height) = (picture.width, picture.height);
        if (width, height) != size {
            return Some(Err(format!(
                "a mask has {width} × {height} px, but its picture {} × {}",
                size.0, size.1
            )));
        }
        let pixels: Vec<u8> = picture.rgb.chunks_exact(3).map(|p| u8::from(p != [0, 0, 0])).collect();
        let runs = Runs::of(width, height, &pixels);
        if runs.counts.len() > MOST_RUNS {
            return Some(Err("a mask is noise".into()));
        }
        (runs.counts.len() > 1).then_some(Ok(runs))
    }
}

#[cfg(test)]
mod tests;
