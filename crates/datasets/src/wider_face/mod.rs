//! WIDER Face: pictures in `WIDER_<subset>/images/<number>--<event>`, and a list of their boxes a subset.

mod lines;

pub(crate) use lines::{FACE, SAID, can_tell};
pub use lines::{WiderBox, WiderFace, WiderPicture, parse_wider_face};

use crate::assemble::{Found, from_marks};
use crate::geometry::RawShape;
use crate::problem::Notes;
use crate::text::read_text;
use crate::told::{Told, split_of};
use crate::tree::{Entry, Tree};
use crate::{Format, OpenOptions};
use fovea_domain::Extra;

/// The beginning and end of a list's name, between which its subset stands.
const LIST: [&str; 2] = ["wider_face_", "_bbx_gt"];

/// The subset of a list, in small letters.
fn subset(entry: &Entry) -> Option<String> {
    let name = entry.stem.to_lowercase();
    let [begin, end] = LIST;
    name.strip_prefix(begin)?.strip_suffix(end).map(String::from)
}

fn lists(tree: &Tree) -> impl Iterator<Item = (&Entry, String)> {
    tree.with_extension("txt").filter_map(|entry| Some((entry, subset(entry)?)))
}

pub(crate) fn is_wider_face(tree: &Tree) -> bool {
    lists(tree).next().is_some()
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let mut told = Told::new(tree, notes);
    let mut any = false;
    for (entry, subset) in lists(tree) {
        let file = entry.id.as_str();
        let text = match read_text(&entry.path, &options.limits) {
            Ok(text) => text,
            Err(reason) => {
                told.notes.add(file, "label.unreadable", format!("tells no boxes: {reason}"));
                continue;
            }
        };
        any = true;
        let list = parse_wider_face(&text);
        list.problems.into_iter().for_each(|reason| told.notes.add(file, "label.unreadable", reason));
        let split = split_of(&subset);
        for WiderPicture { path, boxes, problems } in list.pictures {
            // Where it lies as it should another of its name is no other.
            let placed = format!("WIDER_{subset}/images/{path}");
            let Some(at) = told.picture_quietly(&placed).or_else(|| told.picture(file, &path)) else {
                continue;
            };
            told.looked(at, split);
            told.tagged(at, event(&path).into_iter().collect());
            for reason in problems {
                told.spoiled(file, at, "label.unreadable", reason);
            }
            for WiderBox { sides, class, attributes } in boxes {
                let extra = Extra { attributes, group: None };
                told.shape(file, at, &class, (&RawShape::Box(sides), extra));
            }
        }
    }
    let Told { marks, classes, .. } = told;
    any.then(|| from_marks(Format::WiderFace, tree, marks, classes.names, options))
}

/// What a picture shows, by its folder: a word, no class, for a face may be found anywhere.
fn event(path: &str) -> Option<String> {
    let (folder, _) = path.split_once(['/', '\\'])?;
    let (number, event) = folder.split_once("--")?;
    let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) && !event.is_empty();
    plain.then(|| event.replace(',', " "))
}

#[cfg(test)]
mod tests;
