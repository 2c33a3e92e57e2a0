//! A whole data set in another program's format. Two passes: a [`Survey`] learns what the format will lose and which classes and
//! attributes there are, then [`Sheets`] puts labels beside pictures that lie in a folder already.

use super::losses::{Loss, Target, losses};
use super::sheets::{self, Sheet};
use super::tags::TagTable;
use super::{WrittenMark, whole};
use crate::Split;
use crate::vgg_face2::LANDMARKS;
use fovea_domain::dataset::Columns;
use fovea_domain::{AttributeValue, Mark};
use fovea_vision::Limits;
use fovea_vision::difference::{is_template, pair_name, template_stem};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// What is known of a picture as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Nothing,
    Good,
    /// Index of its class.
    Bad(usize),
}

/// A picture with all that is said of it.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// Where it lies, from the set's folder, `/`-separated: below `images`.
    pub path: &'a str,
    pub width: u32,
    pub height: u32,
    pub said: Said,
    pub split: Option<Split>,
    pub marks: &'a [WrittenMark<'a>],
    /// What else is known of it.
    pub columns: Option<&'a Columns>,
    /// Words that were put to it.
    pub tags: &'a [String],
}

impl Listed<'_> {
    /// Name of the file.
    pub(super) fn file(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// Name without folders and ending.
    pub(super) fn stem(&self) -> &str {
        let file = self.file();
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }

    /// From the folder of the pictures.
    pub(super) fn below_images(&self) -> &str {
        self.path.strip_prefix("images/").unwrap_or(self.path)
    }

    /// What it is for, as files call it.
    pub(super) fn subset(&self) -> &'static str {
        match self.split {
            Some(Split::Train) => "train",
            Some(Split::Val) => "val",
            Some(Split::Test) => "test",
            None => DEFAULT,
        }
    }

    /// Whether anybody has looked at it.
    pub(super) fn told(&self) -> bool {
        self.said != Said::Nothing || !self.marks.is_empty()
    }

    /// The class of the whole: as it was said, else of what covers most.
    pub(super) fn class(&self) -> Option<usize> {
        match self.said {
            Said::Good => None,
            Said::Bad(class) if self.marks.is_empty() => Some(class),
            _ => {
                let mut areas: BTreeMap<usize, f32> = BTreeMap::new();
                self.marks.iter().for_each(|m| *areas.entry(m.class).or_default() += m.mark.area().max(1.0));
                let most = areas.values().copied().fold(0.0, f32::max);
                areas.into_iter().find(|(_, area)| *area == most).map(|(class, _)| class)
            }
        }
    }

    /// The class that a box as large as the picture has to bear: where the format knows regions only, and there is none or none
    /// that it can hold. Without it the picture would be good to who reads that.
    fn marked_whole(&self, target: Target) -> Option<usize> {
        let lost = |one: &WrittenMark| losses(target, one) == [Loss::LeftOut];
        (target.marks_wholes() && self.told() && self.marks.iter().all(lost)).then(|| self.class()).flatten()
    }

    /// The class of the whole where no region says it.
    pub(super) fn tag(&self) -> Option<usize> {
        if self.marks.is_empty() { self.class() } else { None }
    }
}

/// The subset of pictures of which nobody has said what they are for.
pub(super) const DEFAULT: &str = "default";

/// What is lost: a kind of shape (or `picture`), and how.
pub type Losses = BTreeMap<(Loss, &'static str), u64>;

/// A picture as a whole, where losses are told by kinds of shapes.
pub const PICTURE: &str = "picture";

/// How an attribute is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Tick,
    Number,
    Text,
}

#[derive(Debug)]
pub struct Survey {
    target: Target,
    losses: Losses,
    /// By class, and there by name.
    pub(super) asked: BTreeMap<usize, BTreeMap<String, Asked>>,
    used: BTreeSet<usize>,
    /// What pictures are for, where that is said of any.
    pub(super) subsets: BTreeSet<&'static str>,
    /// Of pairs: by name, the paths of the picture and its template.
    pub(super) pairs: BTreeMap<String, [Option<String>; 2]>,
    /// Names of all that is known of pictures.
    pub(super) columns: BTreeSet<String>,
    /// Whether a word was put to any.
    pub(super) tagged: bool,
    waiting: Vec<Waiting>,
}

/// A picture of which it is not known yet whether it has a partner.
#[derive(Debug)]
struct Waiting {
    path: String,
    name: Option<String>,
    told: bool,
    losses: Vec<(Loss, &'static str)>,
    marks: Vec<&'static str>,
}

impl Survey {
    pub fn new(target: Target) -> Survey {
        Survey {
            target,
            losses: Losses::new(),
            asked: BTreeMap::new(),
            used: BTreeSet::new(),
            subsets: BTreeSet::new(),
            pairs: BTreeMap::new(),
            columns: BTreeSet::new(),
            tagged: false,
            waiting: Vec::new(),
        }
    }

    pub fn look(&mut self, picture: &Listed) {
        self.used.extend(picture.marks.iter().map(|m| m.class));
        self.used.extend(picture.tag());
        self.columns.extend(picture.columns.iter().flat_map(|all| all.keys().cloned()));
        self.tagged |= !picture.tags.is_empty();
        self.subsets.extend(picture.told().then(|| picture.subset()));
        for one in picture.marks {
            for (name, value) in one.attributes {
                let kind = match value {
                    AttributeValue::Tick(_) => Asked::Tick,
                    AttributeValue::Number(_) => Asked::Number,
                    AttributeValue::Text(_) => Asked::Text,
                };
                let asked = self.asked.entry(one.class).or_default().entry(name.clone()).or_insert(kind);
                if *asked != kind {
                    *asked = Asked::Text;
                }
            }
        }
        if self.target == Target::Pairs {
            self.look_at_pair(picture);
            return;
        }
        self.count(self.of_picture(picture));
    }

    fn of_picture(&self, picture: &Listed) -> Vec<(Loss, &'static str)> {
        let target = self.target;
        let nothing =
            (target.is_of_texts() && no_text(picture)) || (target.is_of_places() && no_place(picture));
        if (!picture.told() && !target.holds_unlabelled()) || nothing {
            let left = picture.marks.iter().map(|m| (Loss::LeftOut, m.mark.kind()));
            return left.chain([(Loss::LeftOut, PICTURE)]).collect();
        }
        let mut lost = Vec::new();
        if picture.split.is_some() && !target.holds_splits() {
            lost.push((Loss::Split, PICTURE));
        }
        if target.renames() {
            lost.push((Loss::Renamed, PICTURE));
        }
        if !picture.tags.is_empty() && !target.holds_tags() {
            lost.push((Loss::Tags, PICTURE));
        }
        if picture.marked_whole(target).is_some() {
            lost.push((Loss::Whole, PICTURE));
        }
        let class = picture.class();
        let face = (target == Target::VggFace2).then(|| face_of(picture));
        for (at, one) in picture.marks.iter().enumerate() {
            let kind = one.mark.kind();
            if face.is_some_and(|kept| !kept.contains(&Some(at))) {
                lost.push((Loss::LeftOut, kind));
                continue;
            }
            let here = losses(target, one);
            if target == Target::Mvtec && Some(one.class) != class && here != [Loss::LeftOut] {
                lost.push((Loss::Class, kind));
            }
            lost.extend(here.into_iter().map(|loss| (loss, kind)));
        }
        lost
    }

    fn look_at_pair(&mut self, picture: &Listed) {
        let stem = picture.stem();
        let template = is_template(Path::new(picture.path));
        let name =
            if template { stem.strip_suffix("_temp") } else { template_stem(stem).and(pair_name(stem)) };
        let name = name.map(str::to_string);
        if let Some(name) = &name {
            let [test, beside] = self.pairs.entry(name.clone()).or_default();
            let place = if template { beside } else { test };
            // Of several of this name the first.
            if place.is_none() && (template || picture.told()) {
                *place = Some(picture.path.into());
            }
        }
        let losses = if template {
            picture.marks.iter().map(|m| (Loss::LeftOut, m.mark.kind())).collect()
        } else {
            self.of_picture(picture)
        };
        self.waiting.push(Waiting {
            path: picture.path.into(),
            name,
            told: template || picture.told(),
            losses,
            marks: picture.marks.iter().map(|m| m.mark.kind()).collect(),
        });
    }

    fn count(&mut self, lost: impl IntoIterator<Item = (Loss, &'static str)>) {
        for one in lost {
            *self.losses.entry(one).or_default() += 1;
        }
    }

    /// To be called when all pictures were looked at.
    pub fn end(&mut self) {
        for one in std::mem::take(&mut self.waiting) {
            if one.told && self.pair_of(&one.path, one.name.as_deref()) {
                self.count(one.losses);
            } else {
                let left = one.marks.into_iter().map(|kind| (Loss::LeftOut, kind));
                self.count(left.chain([(Loss::LeftOut, PICTURE)]));
            }
        }
    }

    /// Whether this picture is one of a whole pair.
    fn pair_of(&self, path: &str, name: Option<&str>) -> bool {
        match name.and_then(|name| self.pairs.get(name)) {
            Some([Some(test), Some(template)]) => test == path || template == path,
            _ => false,
        }
    }

    pub(super) fn is_paired(&self, picture: &Listed) -> bool {
        let stem = picture.stem();
        self.pair_of(picture.path, stem.strip_suffix("_temp").or(pair_name(stem)))
    }

    /// Whether a region or a picture is of this class.
    pub fn uses(&self, class: usize) -> bool {
        self.used.contains(&class)
    }

    /// Whether a word was put to any picture.
    pub fn has_tags(&self) -> bool {
        self.tagged
    }

    pub fn losses(&self) -> &Losses {
        &self.losses
    }
}

/// What bears a text is all that formats of texts know; a good picture is one on which nothing stands.
pub(super) fn no_text(picture: &Listed) -> bool {
    picture.said != Said::Good && !picture.marks.iter().any(|one| matches!(one.mark, Mark::Text { .. }))
}

/// Of formats that know one box and one set of points a picture: those of the picture's class, the largest box.
pub(super) fn face_of(picture: &Listed) -> [Option<usize>; 2] {
    let class = picture.class();
    let own = || picture.marks.iter().enumerate().filter(move |(_, one)| Some(one.class) == class);
    let most = own().filter(|(_, one)| one.mark.covers()).map(|(_, one)| one.mark.area()).fold(0.0, f32::max);
    let largest = own().find(|(_, one)| one.mark.covers() && one.mark.area() >= most);
    let points =
        own().find(|(_, one)| matches!(one.mark, Mark::Points { points } if points.len() == LANDMARKS));
    [largest.map(|(at, _)| at), points.map(|(at, _)| at)]
}

/// Where nothing with an extent is marked, nothing can be cut out.
fn no_place(picture: &Listed) -> bool {
    !picture.marks.iter().any(|one| one.mark.covers())
}

/// What the writers of all formats know.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub target: Target,
    /// The set's folder.
    pub dir: &'a Path,
    /// Of classes, by their index.
    pub names: &'a [String],
    /// What a good picture is called.
    pub good: &'a str,
    pub survey: &'a Survey,
    pub limits: Limits,
}

impl About<'_> {
    pub(super) fn name(&self, class: usize) -> &str {
        self.names.get(class).map_or("", String::as_str)
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.dir.join(path)
    }

    /// Takes a picture out of the set.
    pub(super) fn leave_out(&self, picture: &Listed) -> io::Result<()> {
        std::fs::remove_file(self.path(picture.path))
    }
}

/// Writes the labels of one picture after the other. Pictures that the format has no way to speak of are taken out of the folder,
/// and where it wants them elsewhere they are moved.
pub struct Sheets<'a> {
    about: About<'a>,
    sheet: Box<dyn Sheet + 'a>,
    tags: TagTable,
}

impl<'a> Sheets<'a> {
    pub fn begin(about: About<'a>) -> io::Result<Sheets<'a>> {
        Ok(Sheets { about, sheet: sheets::begin(about)?, tags: TagTable::default() })
    }

    pub fn add(&mut self, picture: &Listed) -> io::Result<()> {
        let target = self.about.target;
        if !picture.told() && !target.holds_unlabelled() && target != Target::Pairs {
            return self.about.leave_out(picture);
        }
        self.tags.add(self.about.dir, target, picture)?;
        match picture.marked_whole(target) {
            Some(class) => {
                let (mark, attributes) = (whole(picture.width, picture.height), Default::default());
                let name = self.about.name(class);
                let one = WrittenMark { class, name, mark: &mark, attributes: &attributes, group: None };
                self.sheet.add(&Listed { marks: &[one], ..*picture })
            }
            None => self.sheet.add(picture),
        }
    }

    pub fn end(mut self) -> io::Result<()> {
        self.sheet.end()?;
        self.tags.end()?;
        remove_empty(&self.about.dir.join("images"));
        Ok(())
    }
}

/// Folders from which all was moved.
fn remove_empty(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_empty(&entry.path());
        }
    }
    // One that holds something stays.
    let _ = std::fs::remove_dir(folder);
}
