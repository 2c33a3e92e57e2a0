//! CamVid: beside each picture one of colours, in which each colour is a class; `label_colors.txt` tells which. Lists such as
//! `train.txt` say which pictures belong together and what they are for; without them names do.

mod colors;
mod paint;

use colors::BLACK;
pub(crate) use colors::{BACKGROUND, color_of};
pub use colors::{LabelColor, parse_label_colors};

use crate::assemble::{Found, Marks, Place, from_marks};
use crate::geometry::RawShape;
use crate::layout::split_named;
use crate::matching::{FileNames, Match, Stems};
use crate::mvtec::size_differs;
use crate::problem::Notes;
use crate::text::read_text;
use crate::told::shown;
use crate::tree::{Entry, PictureEntry, Tree};
use crate::{Format, OpenOptions, Split};
use fovea_domain::{Extra, Mark};
use fovea_vision::Limits;
use paint::{Painted, Palette};
use rayon::prelude::*;

/// The file of colours, without its ending.
const COLORS: &str = "label_colors";
/// How the first of these sets named its pictures of colours.
const LABELLED: &str = "_L";

pub(crate) fn is_camvid(tree: &Tree, limits: &Limits) -> bool {
    color_file(tree).is_some_and(|file| colors_of(file, limits).is_ok())
        && !parted(tree).masks.pictures.is_empty()
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let file = color_file(tree)?;
    let colors = match colors_of(file, &options.limits) {
        Ok(colors) => colors,
        Err(reason) => {
            notes.add(&file.id, "label.unreadable", format!("tells no colours: {reason}"));
            return None;
        }
    };
    let (palette, names) = Palette::of(&colors);
    let Parted { pictures, masks } = parted(tree);
    let mut marks = vec![Marks::default(); pictures.pictures.len()];
    let mut mask_of: Vec<Option<&PictureEntry>> = vec![None; pictures.pictures.len()];
    let mut paired =
        Paired { pictures: &pictures, marks: &mut marks, mask_of: &mut mask_of, notes: &mut *notes };
    let taken = by_lists(tree, file, &masks, &mut paired, &options.limits);
    by_names(&masks, &taken, &mut paired);
    let painted: Vec<Option<Result<Painted, String>>> = mask_of
        .par_iter()
        .map(|mask| mask.map(|mask| paint::read(&mask.entry.path, &palette, &options.limits)))
        .collect();
    for (at, (mask, painted)) in mask_of.iter().zip(painted).enumerate() {
        let (Some(mask), Some(painted)) = (mask, painted) else { continue };
        let painted = match painted {
            Ok(painted) => painted,
            Err(reason) => {
                marks[at].unlabelled = true;
                let message = format!("cannot be read, and its picture counts as unlabelled: {reason}");
                notes.add(&mask.entry.id, "mask.unreadable", message);
                continue;
            }
        };
        marks[at].mentioned = true;
        if let Some(([r, g, b], pixels)) = painted.unknown {
            marks[at].unlabelled = true;
            let message = format!(
                "{pixels} pixels have colours that {} does not name, such as {r} {g} {b}; they were left out",
                file.id
            );
            notes.add(&mask.entry.id, "mask.unknown_value", message);
        }
        let size = (pictures.pictures[at].width, pictures.pictures[at].height);
        for (class, rle) in painted.runs {
            let place = Place { size, file: &mask.entry.id };
            marks[at].push_told(class, &RawShape::Drawn(Mark::Brush { rle }), Extra::default(), place, notes);
        }
    }
    Some(from_marks(Format::Camvid, &pictures, marks, names, options))
}

fn color_file(tree: &Tree) -> Option<&Entry> {
    tree.with_extension("txt").find(|e| e.stem.eq_ignore_ascii_case(COLORS))
}

fn colors_of(file: &Entry, limits: &Limits) -> Result<Vec<LabelColor>, crate::LabelError> {
    parse_label_colors(&read_text(&file.path, limits)?)
}

/// Pictures and those of colours, each as a set of its own.
struct Parted {
    pictures: Tree,
    masks: Tree,
}

fn parted(tree: &Tree) -> Parted {
    let of = |pictures: Vec<PictureEntry>| Tree {
        root: tree.root.clone(),
        pictures,
        masks: Vec::new(),
        others: Vec::new(),
        splits: tree.splits,
    };
    let stems = Stems::new(tree.pictures.iter().map(|p| &p.entry));
    let is_labelled = |p: &&PictureEntry| {
        p.entry.stem.strip_suffix(LABELLED).is_some_and(|stem| !stem.is_empty() && stems.has(stem))
    };
    let (labelled, plain): (Vec<&PictureEntry>, Vec<&PictureEntry>) =
        tree.pictures.iter().partition(is_labelled);
    let masks = tree.masks.iter().chain(labelled).cloned().collect();
    Parted { pictures: of(plain.into_iter().cloned().collect()), masks: of(masks) }
}

/// Pictures while it is found out which picture of colours is whose.
struct Paired<'a, 'n> {
    pictures: &'a Tree,
    marks: &'n mut [Marks],
    mask_of: &'n mut [Option<&'a PictureEntry>],
    notes: &'n mut Notes,
}

impl<'a> Paired<'a, '_> {
    fn pair(&mut self, at: usize, mask: &'a PictureEntry) {
        let pictures: &'a Tree = self.pictures;
        let picture = &pictures.pictures[at];
        if (mask.width, mask.height) != (picture.width, picture.height) {
            self.notes.add(&mask.entry.id, "mask.size_differs", size_differs(mask, picture));
            self.marks[at].unlabelled = true;
            return;
        }
        match self.mask_of[at] {
            Some(first) if first.entry.id != mask.entry.id => {
                let message = format!("{} has another mask, {}", picture.entry.id, first.entry.id);
                self.notes.add(&mask.entry.id, "mask.duplicate", message);
            }
            _ => self.mask_of[at] = Some(mask),
        }
    }
}

/// What the lists beside the file of colours say. Tells which pictures of colours they name.
fn by_lists<'a>(
    tree: &Tree,
    colors: &Entry,
    masks: &'a Tree,
    paired: &mut Paired<'a, '_>,
    limits: &Limits,
) -> Vec<bool> {
    let mut taken = vec![false; masks.pictures.len()];
    let (names, mask_names) = (FileNames::new(paired.pictures), FileNames::new(masks));
    let lists = tree.with_extension("txt").filter(|e| e.folders == colors.folders && e.id != colors.id);
    for list in lists {
        let Ok(text) = read_text(&list.path, limits) else { continue };
        let lines: Vec<(&str, Option<&str>)> = text.lines().filter_map(listed).collect();
        // Notes lie there, too.
        if !lines.iter().any(|(picture, _)| find(&names, picture).is_ok()) {
            continue;
        }
        let split: Option<Split> = split_named(&list.stem);
        for (picture, mask) in lines {
            let at = match find(&names, picture) {
                Ok(at) => at,
                Err((code, reason)) => {
                    paired.notes.add(&list.id, code, format!("{}: {reason}", shown(picture)));
                    continue;
                }
            };
            paired.marks[at].split = paired.marks[at].split.or(split);
            // Without one it is listed only to be judged.
            let Some(mask) = mask else { continue };
            match find(&mask_names, mask) {
                Ok(one) => {
                    taken[one] = true;
                    paired.pair(at, &masks.pictures[one]);
                }
                Err((code, reason)) => {
                    paired.marks[at].unlabelled = true;
                    paired.notes.add(&list.id, code, format!("{}: {reason}", shown(mask)));
                }
            }
        }
    }
    taken
}

/// Those that no list names are called like their picture.
fn by_names<'a>(masks: &'a Tree, taken: &[bool], paired: &mut Paired<'a, '_>) {
    let pictures: &'a Tree = paired.pictures;
    let stems = Stems::new(pictures.pictures.iter().map(|p| &p.entry));
    for (mask, _) in masks.pictures.iter().zip(taken).filter(|(_, taken)| !**taken) {
        let entry = &mask.entry;
        let plain = entry.stem.strip_suffix(LABELLED).unwrap_or(&entry.stem);
        let found = match stems.find(&entry.folders, &entry.stem) {
            Match::Missing => stems.find(&entry.folders, plain),
            found => found,
        };
        match found {
            Match::One(at) => paired.pair(at, mask),
            Match::Missing | Match::Unclear => {
                let message = "there is no picture for this mask, or several";
                paired.notes.add(&entry.id, "label.no_picture", message);
            }
        }
    }
}

/// A picture by a path that may begin on another machine.
fn find(names: &FileNames, path: &str) -> Result<usize, (&'static str, &'static str)> {
    let mut rest = path.trim_start_matches('/');
    loop {
        match names.find(rest) {
            Err(told) if told.0 == "label.no_picture" => match rest.split_once('/') {
                Some((_, below)) => rest = below,
                None => return Err(told),
            },
            found => return found,
        }
    }
}

/// A line of a list: the picture and that of its colours, in quotes where there is a blank in either.
fn listed(line: &str) -> Option<(&str, Option<&str>)> {
    let line = line.trim();
    if line.contains('"') {
        let parts: Vec<&str> = line.split('"').collect();
        return match parts.as_slice() {
            [_, picture, _, mask, _] => Some((*picture, Some(*mask).filter(|m| !m.is_empty()))),
            _ => None,
        };
    }
    let mut parts = line.split_whitespace();
    Some((parts.next()?, parts.next()))
}

#[cfg(test)]
mod tests;
