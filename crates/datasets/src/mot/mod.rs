//! MOT: frames of videos in `img1`, named by their numbers, and boxes of what is followed through them in `gt/gt.txt`.

mod lines;

pub(crate) use lines::{IGNORED, TRACK, VISIBILITY, can_tell};
pub use lines::{MotBox, MotProblem, parse_mot};

use crate::assemble::{Found, from_marks};
use crate::geometry::RawShape;
use crate::layout::split_named;
use crate::problem::Notes;
use crate::text::read_text;
use crate::told::Told;
use crate::tree::{Entry, Tree};
use crate::{Format, OpenOptions, Sample, parse_names};
use fovea_domain::Extra;
use fovea_vision::Limits;
use std::collections::{BTreeSet, HashMap};

/// Where frames lie unless `seqinfo.ini` says otherwise.
pub(crate) const FRAMES: &str = "img1";
/// What numbers stand for where no `labels.txt` lies there.
const CLASSES: [&str; 12] = [
    "pedestrian",
    "person on vehicle",
    "car",
    "bicycle",
    "motorbike",
    "non motorized vehicle",
    "static person",
    "distractor",
    "occluder",
    "occluder on the ground",
    "occluder full",
    "reflection",
];

/// A video.
struct Sequence<'a> {
    /// The file of boxes.
    boxes: &'a Entry,
    /// Index of the picture by the number of its frame.
    frames: HashMap<u64, usize>,
    names: Option<&'a Entry>,
}

/// Frames by folder and number.
fn by_folder(tree: &Tree) -> HashMap<&[String], HashMap<u64, usize>> {
    let mut folders: HashMap<&[String], HashMap<u64, usize>> = HashMap::new();
    for (at, picture) in tree.pictures.iter().enumerate() {
        if let Ok(frame) = picture.entry.stem.parse() {
            folders.entry(picture.entry.folders.as_slice()).or_default().entry(frame).or_insert(at);
        }
    }
    folders
}

fn sequences<'a>(tree: &'a Tree, limits: &Limits) -> Vec<Sequence<'a>> {
    let mut folders = by_folder(tree);
    let beside = |folders: &[String], name: &str| {
        tree.others.iter().find(|e| e.folders == folders && e.id.rsplit('/').next() == Some(name))
    };
    let of = |boxes: &'a Entry| {
        let (gt, root) = boxes.folders.split_last()?;
        if gt != "gt" || boxes.stem != "gt" {
            return None;
        }
        let told = beside(root, "seqinfo.ini").and_then(|file| read_text(&file.path, limits).ok());
        let told = told.as_deref().and_then(frame_folder).unwrap_or(FRAMES);
        let place: Vec<String> =
            root.iter().map(String::as_str).chain(told.split('/')).map(String::from).collect();
        let frames = folders.remove(place.as_slice())?;
        let names = beside(&boxes.folders, "labels.txt").or_else(|| beside(root, "labels.txt"));
        Some(Sequence { boxes, frames, names })
    };
    tree.with_extension("txt").filter_map(of).collect()
}

/// What `imDir` says, where it leads nowhere else.
fn frame_folder(text: &str) -> Option<&str> {
    let value = text.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        name.trim().eq_ignore_ascii_case("imDir").then(|| value.trim().trim_matches('/'))
    })?;
    let plain =
        !value.is_empty() && value.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    plain.then_some(value)
}

pub(crate) fn is_mot(tree: &Tree, limits: &Limits) -> bool {
    sequences(tree, limits).iter().any(|one| {
        let Ok(text) = read_text(&one.boxes.path, limits) else { return false };
        let (boxes, problems) = parse_mot(&text);
        boxes.len() >= problems.len()
            && (boxes.is_empty() || boxes.iter().any(|b| one.frames.contains_key(&b.frame)))
    })
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let sequences = sequences(tree, &options.limits);
    if sequences.is_empty() {
        return None;
    }
    let mut told = Told::new(tree, notes);
    for one in &sequences {
        let file = one.boxes.id.as_str();
        let split = one.boxes.folders.iter().find_map(|folder| split_named(folder));
        let text = match read_text(&one.boxes.path, &options.limits) {
            Ok(text) => text,
            Err(reason) => {
                told.notes.add(file, "label.unreadable", format!("tells no boxes: {reason}"));
                continue;
            }
        };
        one.frames.values().for_each(|at| told.looked(*at, split));
        let names = names(one, options, told.notes);
        let (boxes, problems) = parse_mot(&text);
        for problem in problems {
            match problem.frame.and_then(|frame| one.frames.get(&frame)) {
                Some(at) => told.spoiled(file, *at, "label.unreadable", problem.reason),
                None => told.notes.add(file, "label.unreadable", problem.reason),
            }
        }
        for one_box in boxes {
            let MotBox { frame, sides, class, attributes } = one_box;
            let Some(at) = one.frames.get(&frame).copied() else {
                told.notes.add(file, "label.no_picture", format!("there is no picture of frame {frame}"));
                continue;
            };
            let place = class.and_then(|class| usize::try_from(class).ok()?.checked_sub(1));
            let name = match (class, &one.names) {
                // The first of these sets had one class, and no number for it.
                (None, None) => names.first(),
                _ => place.and_then(|at| names.get(at)),
            };
            let Some(name) = name else {
                let reason = match class {
                    Some(class) => format!("no class has the number {class}; the box was left out"),
                    None => "a box has no class and was left out".into(),
                };
                told.spoiled(file, at, "label.unknown_class", reason);
                continue;
            };
            let extra = Extra { attributes, group: None };
            told.shape(file, at, name, (&RawShape::Box(sides), extra));
        }
    }
    let Told { marks, classes, .. } = told;
    Some(from_marks(Format::Mot, tree, marks, classes.names, options))
}

fn names(one: &Sequence, options: &OpenOptions, notes: &mut Notes) -> Vec<String> {
    let usual = || CLASSES.map(String::from).to_vec();
    let Some(file) = one.names else { return usual() };
    match read_text(&file.path, &options.limits).and_then(|text| parse_names(&text, false)) {
        Ok(names) => names,
        Err(reason) => {
            notes.add(&file.id, "label.unreadable", format!("names no classes: {reason}"));
            Vec::new()
        }
    }
}

/// Frames of one video look alike and stay together, where there are several videos.
pub(crate) fn group(samples: &mut [Sample]) -> Option<String> {
    let folder = |id: &str| id.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
    let videos: BTreeSet<String> = samples.iter().map(|s| folder(&s.id)).collect();
    if videos.len() < 2 {
        return None;
    }
    for sample in samples {
        sample.group = folder(&sample.id);
    }
    Some("the video that a frame is of".into())
}

#[cfg(test)]
mod tests;
