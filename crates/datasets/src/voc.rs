use crate::assemble::{Found, Marks, from_marks};
use crate::geometry::RawShape;
use crate::layout::split_named;
use crate::matching::{Match, Stems};
use crate::problem::Notes;
use crate::text::read_text;
use crate::tree::{Entry, Tree};
use crate::xml::{self, child_text};
use crate::{Format, LabelError, OpenOptions, Split};
use fovea_vision::Limits;
use rayon::prelude::*;
use roxmltree::Node;
use std::collections::HashMap;

/// A Pascal VOC file as far as it says where something is.
#[derive(Debug, Clone, PartialEq)]
pub struct Voc {
    pub objects: Vec<VocObject>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct VocObject {
    pub name: String,
    /// `xmin, ymin, xmax, ymax` as they stand: the first VOC counted from 1, today's programs count from 0.
    pub corners: [f64; 4],
}

/// Real files have a few thousand bytes; the bound keeps a hostile one from costing minutes.
const MOST_BYTES: usize = 4 << 20;

pub fn parse_voc(text: &str) -> Result<Voc, LabelError> {
    let document = xml::parse(text, MOST_BYTES)?;
    let root = document.root_element();
    if !root.has_tag_name("annotation") {
        return Err(LabelError("its outer element is not <annotation>".into()));
    }
    let objects = root.children().filter(|n| n.has_tag_name("object"));
    Ok(Voc { objects: objects.map(object).collect::<Result<_, _>>()? })
}

fn object(node: Node) -> Result<VocObject, LabelError> {
    let missing = |what: &str| LabelError(format!("an <object> has no <{what}>"));
    let name = child_text(node, "name").filter(|n| !n.is_empty()).ok_or_else(|| missing("name"))?;
    let bndbox = node.children().find(|n| n.has_tag_name("bndbox")).ok_or_else(|| missing("bndbox"))?;
    let mut corners = [0.0; 4];
    for (corner, tag) in corners.iter_mut().zip(["xmin", "ymin", "xmax", "ymax"]) {
        let text = child_text(bndbox, tag).ok_or_else(|| missing(tag))?;
        *corner = text.parse().map_err(|_| LabelError(format!("<{tag}> is no number")))?;
    }
    Ok(VocObject { name: name.into(), corners })
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let files: Vec<&Entry> = tree.with_extension("xml").collect();
    let parsed: Vec<Result<Voc, LabelError>> = files
        .par_iter()
        .map(|f| read_text(&f.path, &options.limits).and_then(|text| parse_voc(&text)))
        .collect();
    if !parsed.iter().any(Result::is_ok) {
        return None;
    }
    let mut names: Vec<String> =
        parsed.iter().flatten().flat_map(|v| v.objects.iter().map(|o| o.name.clone())).collect();
    names.sort();
    names.dedup();
    let stems = Stems::new(tree.pictures.iter().map(|p| &p.entry));
    let splits = listed_splits(tree, &options.limits);
    let mut marks: Vec<Marks> = tree
        .pictures
        .iter()
        .map(|p| Marks { split: splits.get(&p.entry.stem).copied(), ..Marks::default() })
        .collect();
    for (file, parsed) in files.iter().zip(parsed) {
        match (stems.find(&file.folders, &file.stem), parsed) {
            (Match::One(i), Ok(voc)) => {
                let size = (tree.pictures[i].width, tree.pictures[i].height);
                marks[i].mentioned = true;
                for VocObject { name, corners: [x0, y0, x1, y1] } in voc.objects {
                    let Ok(class) = names.binary_search(&name) else { continue };
                    let raw = RawShape::Box([x0, y0, x1 - x0, y1 - y0]);
                    marks[i].push(class, &raw, size, &file.id, notes);
                }
            }
            (Match::One(i), Err(e)) => {
                marks[i].unlabelled = true;
                notes.add(&file.id, "label.unreadable", format!("is no VOC file: {e}"));
            }
            (Match::Missing, Ok(_)) => {
                notes.add(&file.id, "label.no_picture", format!("there is no picture named {}", file.stem));
            }
            (Match::Unclear, Ok(_)) => {
                notes.add(&file.id, "label.unclear", format!("several pictures are named {}", file.stem));
            }
            (_, Err(_)) => {}
        }
    }
    Some(from_marks(Format::Voc, tree, marks, names, options))
}

/// `ImageSets/Main/train.txt` and its likes: one name a line.
fn listed_splits(tree: &Tree, limits: &Limits) -> HashMap<String, Split> {
    let mut splits = HashMap::new();
    for entry in tree.with_extension("txt").filter(|e| e.folders.iter().any(|f| f == "ImageSets")) {
        let (Some(split), Ok(text)) = (split_named(&entry.stem), read_text(&entry.path, limits)) else {
            continue;
        };
        for name in text.lines().filter_map(|l| l.split_whitespace().next()) {
            splits.insert(name.to_string(), split);
        }
    }
    splits
}

pub(crate) fn is_voc(entry: &Entry, limits: &Limits) -> bool {
    read_text(&entry.path, limits).is_ok_and(|text| parse_voc(&text).is_ok())
}

#[cfg(test)]
mod tests;
