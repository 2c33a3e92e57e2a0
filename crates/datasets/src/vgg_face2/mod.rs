//! VGGFace2: a folder a class below one a subset, and tables in `bb_landmark` with the box and five points of the face in each picture.

mod rows;

pub use rows::{VggFace2, VggPlace, VggRow, parse_vgg_face2};

use crate::assemble::{Found, from_marks};
use crate::geometry::RawShape;
use crate::problem::Notes;
use crate::text::read_text;
use crate::told::{Told, plain, shown, split_of};
use crate::tree::{Entry, Tree};
use crate::{Format, OpenOptions};
use fovea_domain::{Extra, Mark};
use fovea_vision::Limits;
use std::collections::HashMap;

/// The beginnings of the tables' names, behind which their subset stands.
const TABLES: [&str; 2] = ["loose_bb_", "loose_landmark_"];
/// The folder of pictures without a class.
pub(crate) const NO_CLASS: &str = "no_label";
/// Points of a face.
pub(crate) const LANDMARKS: usize = 5;

fn subset(entry: &Entry) -> Option<&str> {
    TABLES.iter().find_map(|begin| entry.stem.strip_prefix(begin))
}

fn tables(tree: &Tree) -> impl Iterator<Item = (&Entry, &str)> {
    tree.with_extension("csv").filter_map(|entry| Some((entry, subset(entry)?)))
}

pub(crate) fn is_vgg_face2(tree: &Tree, limits: &Limits) -> bool {
    tables(tree)
        .any(|(entry, _)| read_text(&entry.path, limits).is_ok_and(|text| parse_vgg_face2(&text).is_ok()))
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let mut told = Told::new(tree, notes);
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (at, picture) in tree.pictures.iter().enumerate() {
        let id = picture.entry.id.as_str();
        let path = match picture.entry.extension.is_empty() {
            true => id,
            false => id.rsplit_once('.').map_or(id, |(path, _)| path),
        };
        places.entry(path).or_insert(at);
    }
    let mut any = false;
    for (entry, subset) in tables(tree) {
        let file = entry.id.as_str();
        let read = read_text(&entry.path, &options.limits).and_then(|text| parse_vgg_face2(&text));
        let table = match read {
            Ok(table) => table,
            Err(reason) => {
                told.notes.add(file, "label.unreadable", format!("tells no faces: {reason}"));
                continue;
            }
        };
        any = true;
        let root = entry.folders.split_last().map(|(_, root)| root.join("/")).unwrap_or_default();
        let from_root = |path: String| if root.is_empty() { path } else { format!("{root}/{path}") };
        let find = |name: &str| {
            let placed = [from_root(format!("{subset}/{name}")), from_root(name.to_string())];
            placed.iter().find_map(|path| places.get(path.as_str()).copied())
        };
        for (name, problem) in table.problems {
            match find(&name) {
                Some(at) => {
                    told.spoiled(file, at, "label.unreadable", problem);
                    class_of(&name).into_iter().for_each(|class| told.whole(file, at, class));
                }
                None => told.notes.add(file, "label.unreadable", problem),
            }
        }
        for VggRow { name, place } in table.rows {
            let Some(at) = find(&name) else {
                told.notes.add(
                    file,
                    "label.no_picture",
                    format!("{}: there is no such picture", shown(&name)),
                );
                continue;
            };
            let class = class_of(&name);
            match class {
                Some(class) => {
                    told.looked(at, split_of(subset));
                    told.whole(file, at, class);
                }
                None => told.marks[at].split = told.marks[at].split.or(split_of(subset)),
            }
            let raw = match place {
                VggPlace::Nothing => continue,
                VggPlace::Box(sides) => RawShape::Box(sides),
                VggPlace::Landmarks(points) => RawShape::Drawn(Mark::Points { points: plain(&points) }),
            };
            // A face of nobody in particular.
            told.shape(file, at, class.unwrap_or("face"), (&raw, Extra::default()));
        }
    }
    let Told { marks, classes, .. } = told;
    any.then(|| from_marks(Format::VggFace2, tree, marks, classes.names, options))
}

/// What a picture is, by its folder.
fn class_of(name: &str) -> Option<&str> {
    name.split_once('/').map(|(class, _)| class).filter(|class| *class != NO_CLASS)
}

#[cfg(test)]
mod tests;
