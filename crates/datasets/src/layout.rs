use crate::Split;

/// Folder names that say what kind of file lies inside and nothing about the pictures.
const PICTURES: [&str; 12] = [
    "images",
    "image",
    "imgs",
    "img",
    "pictures",
    "photos",
    "jpegimages",
    "pngimages",
    "data",
    "dataset",
    "raw",
    "input",
];
const MASKS: [&str; 13] = [
    "masks",
    "mask",
    "ground_truth",
    "groundtruth",
    "ground-truth",
    "gt",
    "labels",
    "label",
    "annotations",
    "segmentationclass",
    "segmentation",
    "segmentations",
    "seg",
];
const LABELS: [&str; 9] = ["labelme", "json", "jsons", "xml", "xmls", "txt", "yolo", "coco", "boxes"];

fn is_in(list: &[&str], name: &str) -> bool {
    list.contains(&name.to_lowercase().as_str())
}

pub(crate) fn holds_pictures(folder: &str) -> bool {
    is_in(&PICTURES, folder)
}

pub(crate) fn holds_masks(folder: &str) -> bool {
    // CamVid has `trainannot` beside `train`.
    is_in(&MASKS, folder) || folder.to_lowercase().ends_with("annot")
}

/// Whether the folder's name tells only the kind of file.
pub(crate) fn is_role(folder: &str) -> bool {
    holds_pictures(folder) || holds_masks(folder) || is_in(&LABELS, folder)
}

pub(crate) fn split_named(folder: &str) -> Option<Split> {
    match folder.to_lowercase().as_str() {
        "train" | "training" | "trainset" => Some(Split::Train),
        "val" | "valid" | "validation" | "dev" => Some(Split::Val),
        "test" | "testing" | "testset" => Some(Split::Test),
        _ => None,
    }
}

/// A folder path cut into what it says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub split: Option<Split>,
    /// The folders that say something else: the class, mostly.
    pub rest: Vec<String>,
}

/// `splits` tells whether the upper level parts into train, val and test (where one class is called "train",
/// as of trains and cars, it does not). `drop` tells which folders say nothing.
pub(crate) fn place(folders: &[String], splits: bool, drop: impl Fn(&str) -> bool) -> Place {
    let mut place = Place::default();
    for folder in folders {
        let may_split = splits && place.split.is_none() && place.rest.is_empty();
        match split_named(folder).filter(|_| may_split) {
            Some(split) => place.split = Some(split),
            None if !drop(folder) => place.rest.push(folder.clone()),
            None => {}
        }
    }
    place
}

/// Whether every folder that says something starts with a split's name.
pub(crate) fn has_split_level<'a>(folders: impl Iterator<Item = &'a [String]>) -> bool {
    let mut any = false;
    for path in folders {
        match path.iter().find(|f| !is_role(f)) {
            Some(first) if split_named(first).is_some() => any = true,
            Some(_) => return false,
            // Pictures at the top say nothing about it.
            None => {}
        }
    }
    any
}

#[cfg(test)]
mod tests;
