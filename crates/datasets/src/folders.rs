use crate::assemble::{Found, from_names};
use crate::layout::{holds_pictures, place};
use crate::tree::Tree;
use crate::{Format, OpenOptions};

/// Folders for pictures that nobody has looked at.
const UNLABELLED: [&str; 5] = ["unlabelled", "unlabeled", "unlabel", "unknown", "未标注"];

/// The class is the uppermost folder that is no split and does not just say "images".
pub(crate) fn read(tree: &Tree, options: &OpenOptions) -> Found {
    let labels = tree
        .pictures
        .iter()
        .map(|p| {
            let place = place(&p.entry.folders, tree.splits, holds_pictures);
            let class = place.rest.into_iter().next();
            let class = class.filter(|c| !is_unlabelled(c));
            (class, Vec::new(), place.split)
        })
        .collect();
    from_names(Format::Folders, &tree.pictures, labels, options)
}

/// Whether a folder of this name says that nobody has looked at its pictures.
pub(crate) fn is_unlabelled(folder: &str) -> bool {
    UNLABELLED.contains(&folder.to_lowercase().as_str())
}

/// How many pictures lie in a class folder.
pub(crate) fn covered(tree: &Tree) -> usize {
    let in_class = |folders: &[String]| !place(folders, tree.splits, holds_pictures).rest.is_empty();
    tree.pictures.iter().filter(|p| in_class(&p.entry.folders)).count()
}
