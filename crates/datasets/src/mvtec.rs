use crate::assemble::{Found, from_names};
use crate::problem::Notes;
use crate::tree::{PictureEntry, Tree, without_mask_ending};
use crate::{Format, OpenOptions, Split, is_good_name};
use fovea_domain::Shape;
use std::collections::HashMap;

/// `train/good`, `test/<kind>` and `ground_truth/<kind>/<name>_mask.png`, as the MVTec AD sets lie.
pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    covered(tree, options)?;
    let mut masks: HashMap<(&str, &str), &PictureEntry> = HashMap::new();
    for mask in &tree.masks {
        if let [top, kind] = mask.entry.folders.as_slice()
            && top == "ground_truth"
        {
            let stem = without_mask_ending(&mask.entry.stem).unwrap_or(&mask.entry.stem);
            masks.insert((kind, stem), mask);
        }
    }
    let labels = tree
        .pictures
        .iter()
        .map(|p| {
            let (split, kind) = match p.entry.folders.as_slice() {
                [top, kind, ..] if top == "train" => (Some(Split::Train), Some(kind)),
                [top, kind, ..] if top == "test" => (Some(Split::Test), Some(kind)),
                [top, kind, ..] if top.starts_with("val") => (Some(Split::Val), Some(kind)),
                _ => (None, None),
            };
            let mut shapes = Vec::new();
            if let (Some(Split::Test), Some(kind)) = (split, kind) {
                match masks.remove(&(kind.as_str(), p.entry.stem.as_str())) {
                    Some(mask) if (mask.width, mask.height) != (p.width, p.height) => {
                        notes.add(&mask.entry.id, "mask.size_differs", size_differs(mask, p));
                    }
                    Some(mask) => shapes.push(Shape::Mask { path: mask.entry.path.clone(), value: None }),
                    None if !masks.is_empty() && !is_good_name(kind, &options.good) => {
                        notes.add(&p.entry.id, "mask.missing", "a picture with a defect that has no mask");
                    }
                    None => {}
                }
            }
            (kind.cloned(), shapes, split)
        })
        .collect();
    for mask in masks.values() {
        notes.add(&mask.entry.id, "label.no_picture", "there is no picture for this mask");
    }
    Some(from_names(Format::Mvtec, &tree.pictures, labels, options))
}

/// Pictures in train and test, where there is a folder of good ones to learn from.
pub(crate) fn covered(tree: &Tree, options: &OpenOptions) -> Option<usize> {
    let top = |p: &PictureEntry, name: &str| p.entry.folders.first().is_some_and(|f| f == name);
    let train_good = tree.pictures.iter().any(|p| {
        matches!(p.entry.folders.as_slice(), [top, kind, ..] if top == "train" && is_good_name(kind, &options.good))
    });
    let only_good = tree
        .pictures
        .iter()
        .filter(|p| top(p, "train"))
        .all(|p| p.entry.folders.get(1).is_some_and(|kind| is_good_name(kind, &options.good)));
    let tests = tree.pictures.iter().filter(|p| top(p, "test") && p.entry.folders.len() > 1).count();
    (train_good && only_good && tests > 0)
        .then(|| tree.pictures.iter().filter(|p| p.entry.folders.len() > 1).count())
}

pub(crate) fn size_differs(mask: &PictureEntry, picture: &PictureEntry) -> String {
    format!(
        "the mask has {} × {} px, but its picture {} has {} × {} px; it was left out",
        mask.width, mask.height, picture.entry.id, picture.width, picture.height
    )
}
