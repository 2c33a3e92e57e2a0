use crate::layout::{has_split_level, holds_masks, holds_pictures};
use crate::matching::Stems;
use crate::problem::Notes;
use crate::tfrecord::is_records;
use crate::walk::{Found, walk};
use crate::{DataError, OpenOptions};
use fovea_vision::{Limits, probe_file, sniff};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file of the data set, cut into what layouts look at.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub path: PathBuf,
    pub id: String,
    pub folders: Vec<String>,
    pub stem: String,
    /// Lower case.
    pub extension: String,
}

#[derive(Debug, Clone)]
pub(crate) struct PictureEntry {
    pub entry: Entry,
    pub width: u32,
    pub height: u32,
}

/// Everything in the folder, looked at once: the pictures' sizes are known, labels not yet read.
pub(crate) struct Tree {
    pub root: PathBuf,
    /// Pictures that are no masks.
    pub pictures: Vec<PictureEntry>,
    /// Pictures that mark regions of others.
    pub masks: Vec<PictureEntry>,
    /// All other files.
    pub others: Vec<Entry>,
    /// Whether the upper folders are train, val and test.
    pub splits: bool,
}

const PICTURE_EXTENSIONS: [&str; 14] =
    ["jpg", "jpeg", "jpe", "jfif", "png", "bmp", "dib", "tif", "tiff", "webp", "gif", "pgm", "ppm", "pbm"];
const LABEL_EXTENSIONS: [&str; 12] =
    ["json", "txt", "xml", "yaml", "yml", "csv", "tsv", "md", "names", "data", "ini", "pbtxt"];

enum Kind {
    Picture(PictureEntry),
    Other(Entry),
    /// Looks like a picture but is none that can be read: code and message.
    Broken(Entry, &'static str, String),
}

impl Tree {
    pub fn read(root: &Path, options: &OpenOptions, notes: &mut Notes) -> Result<Tree, DataError> {
        let files = walk(root, options.links, notes)?;
        let kinds: Vec<Kind> = files.into_par_iter().map(|f| kind_of(f, &options.limits)).collect();
        let (mut pictures, mut others, mut broken) = (Vec::new(), Vec::new(), Vec::new());
        for kind in kinds {
            match kind {
                Kind::Picture(p) => pictures.push(p),
                Kind::Other(e) => others.push(e),
                Kind::Broken(entry, code, message) => {
                    broken.push(format!("{} ({message})", entry.id));
                    notes.add(&entry.id, code, message);
                }
            }
        }
        if pictures.is_empty() {
            let mut seen =
                format!("{} other files, {} pictures that cannot be read", others.len(), broken.len());
            if let Some(first) = broken.first() {
                seen += &format!(", such as {first}");
            }
            if others.iter().any(|other| is_records(&other.id)) {
                seen += "; those within TFRecords come out by `fovea dataset convert`";
            }
            return Err(DataError::NoPictures { path: root.into(), seen });
        }
        let (masks, pictures) = part_masks(pictures);
        let splits = has_split_level(pictures.iter().map(|p| p.entry.folders.as_slice()));
        Ok(Tree { root: root.into(), pictures, masks, others, splits })
    }

    /// Other files with this extension.
    pub fn with_extension<'a>(&'a self, extension: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.others.iter().filter(move |e| e.extension == extension)
    }
}

fn kind_of(found: Found, limits: &Limits) -> Kind {
    let entry = entry_of(found);
    if LABEL_EXTENSIONS.contains(&entry.extension.as_str()) {
        return Kind::Other(entry);
    }
    let named_picture = PICTURE_EXTENSIONS.contains(&entry.extension.as_str());
    // A picture may be called anything: what has no known ending is asked by its first bytes.
    if !named_picture && !starts_like_picture(&entry.path) {
        return Kind::Other(entry);
    }
    match probe_file(&entry.path, limits) {
        Ok(probe) => Kind::Picture(PictureEntry { entry, width: probe.width, height: probe.height }),
        Err(e) => {
            let message = e.to_string();
            Kind::Broken(entry, e.code(), message)
        }
    }
}

fn starts_like_picture(path: &Path) -> bool {
    let mut head = Vec::with_capacity(16);
    let read = File::open(path).and_then(|f| f.take(16).read_to_end(&mut head));
    // Two letters make a PNM, too few to take a file by that is not called so.
    read.is_ok() && sniff(&head).is_some_and(|format| format != "pnm")
}

/// Whether a picture at this path, `/`-separated, marks regions of another one in some of the layouts. Which it
/// is can only be told from all files together.
pub fn may_be_mask(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // As the first CamVid lies.
    let labelled = stem.ends_with("_L") && folders.to_lowercase().contains("labeled");
    labelled || folders.split('/').any(holds_masks) || without_mask_ending(stem).is_some()
}

/// Whether a file of this name may hold labels.
pub fn may_hold_labels(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| LABEL_EXTENSIONS.contains(&ending.as_str()))
}

fn entry_of(found: Found) -> Entry {
    let mut folders: Vec<String> = found.id.split('/').map(str::to_string).collect();
    let name = folders.pop().unwrap_or_default();
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem.to_string(), extension.to_lowercase()),
        _ => (name, String::new()),
    };
    Entry { path: found.path, id: found.id, folders, stem, extension }
}

/// Endings by which a mask's name differs from its picture's.
const MASK_ENDINGS: [&str; 10] =
    ["_mask", "-mask", "_gt", "-gt", "_seg", "_label", "_labels", "_groundtruth", "_ground_truth", "_anno"];

/// The name of the picture that a mask belongs to, where its own says it is a mask.
pub(crate) fn without_mask_ending(stem: &str) -> Option<&str> {
    MASK_ENDINGS.iter().find_map(|e| stem.strip_suffix(e)).filter(|s| !s.is_empty())
}

/// Parts masks from pictures: they lie in a folder for masks, or end like one beside their picture, and most
/// of them find a picture of their name. The last keeps a class folder called "mask" (of faces) a class.
fn part_masks(all: Vec<PictureEntry>) -> (Vec<PictureEntry>, Vec<PictureEntry>) {
    let mut beside: HashMap<(&[String], &str), ()> = HashMap::new();
    for p in &all {
        beside.insert((&p.entry.folders, &p.entry.stem), ());
    }
    let sure = |f: &str| holds_masks(f) && !matches!(f.to_lowercase().as_str(), "mask" | "label" | "seg");
    let any_picture_folder = all.iter().any(|p| p.entry.folders.iter().any(|f| holds_pictures(f)));
    let in_mask_folder =
        |p: &PictureEntry| p.entry.folders.iter().any(|f| sure(f) || (any_picture_folder && holds_masks(f)));
    let ends_like_mask = |p: &PictureEntry| {
        without_mask_ending(&p.entry.stem)
            .is_some_and(|s| beside.contains_key(&(p.entry.folders.as_slice(), s)))
    };
    let suspects: Vec<bool> = all.iter().map(|p| in_mask_folder(p) || ends_like_mask(p)).collect();
    drop(beside);
    let pictures: Vec<&Entry> =
        all.iter().zip(&suspects).filter(|(_, s)| !**s).map(|(p, _)| &p.entry).collect();
    let stems = Stems::new(pictures.iter().copied());
    let suspected = suspects.iter().filter(|s| **s).count();
    let matched = all
        .iter()
        .zip(&suspects)
        .filter(|(p, s)| {
            **s && (stems.has(&p.entry.stem)
                || without_mask_ending(&p.entry.stem).is_some_and(|s| stems.has(s)))
        })
        .count();
    if matched == 0 || matched * 2 < suspected {
        return (Vec::new(), all);
    }
    let (masks, pictures): (Vec<_>, Vec<_>) = all.into_iter().zip(suspects).partition(|(_, s)| *s);
    (masks.into_iter().map(|(p, _)| p).collect(), pictures.into_iter().map(|(p, _)| p).collect())
}

#[cfg(test)]
mod tests;
