use crate::layout::{is_role, place};
use crate::tree::Entry;
use std::collections::HashMap;

/// Which picture a label file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    One(usize),
    Missing,
    /// Several pictures of this name, none in the corresponding folder.
    Unclear,
}

/// Pictures by their name without ending, so that labels find them from other folders.
pub(crate) struct Stems<'a> {
    by_stem: HashMap<&'a str, Vec<usize>>,
    folders: Vec<&'a [String]>,
}

impl<'a> Stems<'a> {
    pub fn new(entries: impl Iterator<Item = &'a Entry>) -> Stems<'a> {
        let mut stems = Stems { by_stem: HashMap::new(), folders: Vec::new() };
        for (i, entry) in entries.enumerate() {
            stems.by_stem.entry(&entry.stem).or_default().push(i);
            stems.folders.push(&entry.folders);
        }
        stems
    }

    pub fn has(&self, stem: &str) -> bool {
        self.by_stem.contains_key(stem)
    }

    /// The picture called `stem` beside the label, else in the folder that differs only in what kind of file
    /// it holds (`labels/train` and `images/train`), else the only one of that name anywhere.
    pub fn find(&self, folders: &[String], stem: &str) -> Match {
        let Some(candidates) = self.by_stem.get(stem) else { return Match::Missing };
        if let Some(&beside) = candidates.iter().find(|&&i| self.folders[i] == folders) {
            return Match::One(beside);
        }
        let wanted = place(folders, false, is_role).rest;
        let mut corresponding =
            candidates.iter().filter(|&&i| place(self.folders[i], false, is_role).rest == wanted);
        match (corresponding.next(), corresponding.next(), candidates.as_slice()) {
            (Some(&one), None, _) => Match::One(one),
            (None, _, [only]) => Match::One(*only),
            _ => Match::Unclear,
        }
    }
}

#[cfg(test)]
mod tests;
