//! What a training learns from: the labelled pictures of a data set, cut into parts that never share a group.

use crate::LearnError;
use fovea_datasets::{DataSet, Sample, Split};
use fovea_domain::Shape;
use fovea_domain::quality::holdout;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The usable part of a data set. Pictures that its layout sets aside as a test take no part.
pub struct Lesson<'a> {
    pub set: &'a DataSet,
    pub samples: Vec<&'a Sample>,
}

impl<'a> Lesson<'a> {
    pub fn of(set: &'a DataSet) -> Result<Lesson<'a>, LearnError> {
        let taught = |s: &&Sample| s.class.is_some() && s.split != Some(Split::Test);
        let samples: Vec<&Sample> = set.samples.iter().filter(taught).collect();
        if samples.is_empty() {
            return Err(LearnError::NotEnough(format!("none of {} pictures has a label", set.samples.len())));
        }
        Ok(Lesson { set, samples })
    }

    pub fn class(&self, i: usize) -> usize {
        self.samples[i].class.unwrap_or(0)
    }

    pub fn bad(&self, i: usize) -> bool {
        self.set.is_good(self.samples[i]) == Some(false)
    }

    pub fn keep(&mut self, usable: &[bool]) {
        let mut flags = usable.iter();
        self.samples.retain(|_| *flags.next().unwrap_or(&false));
    }

    pub fn groups(&self) -> Vec<String> {
        self.samples.iter().map(|s| s.group.clone()).collect()
    }

    pub fn classes(&self) -> Vec<usize> {
        (0..self.samples.len()).map(|i| self.class(i)).collect()
    }

    /// Which pictures are set aside to validate on: those that the layout names so, else `share` of each class.
    pub fn validation(&self, share: f64, seed: u64) -> Vec<bool> {
        let named: Vec<bool> = self.samples.iter().map(|s| s.split == Some(Split::Val)).collect();
        if named.contains(&true) && named.contains(&false) {
            return named;
        }
        holdout(&self.groups(), &self.classes(), share, seed)
    }

    /// Pictures that thresholds are chosen on where each is judged by what has not learnt from it: those that the layout
    /// names to validate by, where they show as much of good and bad as all do; else all.
    pub fn chosen_on(&self) -> Vec<usize> {
        let all: Vec<usize> = (0..self.samples.len()).collect();
        let named: Vec<usize> =
            all.iter().copied().filter(|&i| self.samples[i].split == Some(Split::Val)).collect();
        let sides = |of: &[usize]| [false, true].map(|bad| of.iter().any(|&i| self.bad(i) == bad));
        if sides(&named) == sides(&all) { named } else { all }
    }

    /// SHA-256 over what was taught: names, contents and labels of all pictures.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for s in &self.samples {
            let class = s.class.and_then(|c| self.set.classes.get(c)).map_or("", |c| c.name.as_str());
            let shapes: Vec<_> =
                s.regions.iter().map(|r| format!("{}{:?}", r.class, shape_text(&r.shape))).collect();
            hash.update(format!("{}\0{}\0{}\0{class}\0{}\0", s.id, s.width, s.height, shapes.join(";")));
            let masks = s.regions.iter().filter_map(|r| match &r.shape {
                Shape::Mask { path, .. } => Some(path),
                _ => None,
            });
            for path in std::iter::once(&s.path).chain(masks) {
                hash.update(content(path));
            }
        }
        hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// SHA-256 over names, what is said of them, and the contents of their files.
pub(crate) fn fingerprint(parts: &[(String, PathBuf, String)]) -> String {
    let mut hash = Sha256::new();
    for (name, path, said) in parts {
        hash.update(format!("{name}\0{said}\0"));
        hash.update(content(path));
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// SHA-256 of a file, read part by part; of one that cannot be read, of nothing: whoever needs its pixels tells so.
fn content(path: &Path) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = vec![0; 256 << 10];
    let mut file = File::open(path).ok();
    while let Some(read) = file.as_mut().and_then(|f| f.read(&mut part).ok()).filter(|&n| n > 0) {
        hash.update(&part[..read]);
    }
    hash.finalize().into()
}

/// A shape without the absolute path of its file, which may differ between machines.
fn shape_text(shape: &Shape) -> String {
    match shape {
        Shape::Mask { path, value } => {
            format!("mask {} {value:?}", path.file_name().unwrap_or_default().to_string_lossy())
        }
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_datasets::Format;
    use fovea_domain::Class;

    fn set(of: &[(usize, Option<Split>)]) -> DataSet {
        let sample = |(class, split): &(usize, Option<Split>)| Sample {
            path: "x".into(),
            id: "x".into(),
            width: 1,
            height: 1,
            class: Some(*class),
            regions: Vec::new(),
            split: *split,
            group: String::new(),
            tags: Vec::new(),
        };
        let class = |name: &str, good| Class { name: name.into(), good };
        DataSet {
            root: "x".into(),
            format: Format::Folders,
            classes: vec![class("good", true), class("dent", false)],
            samples: of.iter().map(sample).collect(),
            problems: Vec::new(),
            grouped_by: None,
            boards: None,
            pairs: None,
            texts: None,
            beads: None,
        }
    }

    #[test]
    fn thresholds_are_chosen_on_the_named_pictures_where_those_show_both_sides() {
        let (train, val) = (Some(Split::Train), Some(Split::Val));
        let both = set(&[(0, train), (1, train), (0, val), (1, val), (0, Some(Split::Test))]);
        assert_eq!(Lesson::of(&both).unwrap().chosen_on(), [2, 3]);
        let good_alone = set(&[(0, train), (1, train), (0, val)]);
        assert_eq!(Lesson::of(&good_alone).unwrap().chosen_on(), [0, 1, 2]);
        let only_good = set(&[(0, train), (0, val)]);
        assert_eq!(Lesson::of(&only_good).unwrap().chosen_on(), [1]);
        assert_eq!(Lesson::of(&set(&[(0, None), (1, None)])).unwrap().chosen_on(), [0, 1]);
    }
}
