use crate::layout::{is_role, place};
use crate::tree::{Entry, Tree};
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

/// Pictures by the names that label files call them: a path from anywhere, or only the file's name.
pub(crate) struct FileNames<'a> {
    by_name: HashMap<&'a str, Vec<(usize, &'a str)>>,
}

impl<'a> FileNames<'a> {
    pub fn new(tree: &'a Tree) -> FileNames<'a> {
        let mut by_name: HashMap<&str, Vec<(usize, &str)>> = HashMap::new();
        for (i, p) in tree.pictures.iter().enumerate() {
            let id = p.entry.id.as_str();
            by_name.entry(id.rsplit('/').next().unwrap_or(id)).or_default().push((i, id));
        }
        FileNames { by_name }
    }

    pub fn find(&self, file_name: &str) -> Result<usize, (&'static str, &'static str)> {
        let name = file_name.replace('\\', "/");
        if name.split('/').any(|part| part == "..") || name.starts_with('/') || name.contains(':') {
            return Err(("label.path_refused", "a path may not lead out of the data set's folder"));
        }
        let name = name.trim_start_matches("./");
        let last = name.rsplit('/').next().unwrap_or(name);
        let missing = ("label.no_picture", "there is no such picture");
        let candidates = self.by_name.get(last).ok_or(missing)?;
        if let Some((exact, _)) = candidates.iter().find(|(_, id)| *id == name) {
            return Ok(*exact);
        }
        let ends_so = |id: &str| id.ends_with(&format!("/{name}"));
        let fits: Vec<usize> = candidates.iter().filter(|(_, id)| ends_so(id)).map(|(i, _)| *i).collect();
        match (fits.as_slice(), candidates.as_slice()) {
            ([one], _) | ([], [(one, _)]) => Ok(*one),
            ([], _) => Err(missing),
            _ => Err(("label.unclear", "several pictures have this name")),
        }
    }
}

#[cfg(test)]
mod tests;
