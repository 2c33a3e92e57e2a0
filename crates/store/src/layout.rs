//! A version laid out as a folder that the trainer reads: pictures as hard links of the blobs under
//! `images/<class>/`, marked places as PNG under `masks/<class>/`, where a value stands for the class on that
//! line of `classes.txt`; or for tasks that tell boxes a box around each place, in `boxes.json` as Datumaro has it. Where a part is
//! set aside to validate by, pictures to learn from lie below `training` and `validation`.

mod boxes;
mod faults;
mod pairs;
mod texts;

use crate::disk::make_folder;
use crate::versions::{VersionClass, VersionPicture};
use crate::{BlobHash, Blobs, Id, Result, Store, StoreError};
use boxes::Boxes;
use fovea_domain::Mark;
use fovea_domain::components::ComponentPlace;
use fovea_vision::Mask;
use pairs::Templates;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use texts::Texts;

/// Values that a mask has for classes.
const MOST_CLASSES: usize = 254;
/// Pictures looked up at a time.
const PART: u64 = 200;
/// What a bad picture of which nobody said more counts as.
const JUST_BAD: &str = "bad";
/// The folder of pictures of which nobody has said anything; the data set reader knows the name.
const UNLABELLED: &str = "unlabelled";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// To learn from.
    Teach,
    /// Held back, to judge a model by.
    Judge,
    /// Both, and pictures of which nobody has said anything.
    Whole,
}

/// How marked places are written.
#[derive(Debug, Clone, PartialEq)]
pub enum Marked {
    /// To the pixel: what lies over each other or side by side is one.
    Masks,
    /// A box for each place.
    Boxes,
    /// Not at all: what a picture is as a whole is enough.
    Not,
    /// As faults of the components that lie at these places of a board, in a file beside each picture. A bad picture of which
    /// nobody marked which component it is about says nothing and is left out, as is the one that the layout was drawn on.
    Faults(BoardPlaces),
    /// As what stands there, in one list. Pictures of which nobody said anything lie beside, for they show what is to be read;
    /// only those on which a text is marked are told of.
    Texts,
    /// Each beside the picture that it should look like: one that is named so, or else this golden one. A bad picture on which
    /// nobody marked anything says nothing and is left out.
    Pairs(Id),
}

/// Where the components of a board lie, and the picture of the good board that they were drawn on.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardPlaces {
    pub golden: Id,
    pub components: Vec<ComponentPlace>,
}

#[derive(Debug, Clone, Default)]
pub struct LaidOut {
    /// Path of each picture from the folder, and which one it is.
    pub pictures: Vec<(String, Id)>,
    /// Names of the folders of good pictures, for tools that do not know them by their names.
    pub good: Vec<String>,
}

impl Store {
    /// Lays out the pictures of one part. What lies in `dir` already from an earlier, cut attempt is
    /// taken as it is.
    pub async fn lay_out(&self, version: Id, dir: &Path, part: Part) -> Result<LaidOut> {
        self.lay_out_as(version, dir, part, Marked::Masks).await
    }

    pub async fn lay_out_as(&self, version: Id, dir: &Path, part: Part, marked: Marked) -> Result<LaidOut> {
        let found = self.version(version).await?;
        let classes = found.classes()?;
        if classes.len() > MOST_CLASSES {
            return Err(StoreError::corrupt(format!("{} classes are more than a mask holds", classes.len())));
        }
        let mut layout = Layout::new(dir, classes, self.blobs().clone());
        if let Marked::Faults(places) = &marked {
            layout.board = Some(places.clone());
        }
        layout.boxes = (marked == Marked::Boxes).then(Boxes::default);
        layout.masks = marked == Marked::Masks;
        layout.parted = part == Part::Teach && found.validation > 0;
        layout.texts = (marked == Marked::Texts).then(Texts::default);
        if let Marked::Pairs(golden) = &marked {
            layout.templates = Some(self.templates_of(version, *golden).await?);
        }
        let unsaid = layout.texts.is_some();
        let mut behind = -1;
        loop {
            let rows = self.version_part(version, behind, PART).await?;
            let Some(last) = rows.last() else { break };
            behind = last.position;
            let wanted = |row: &VersionPicture| match part {
                Part::Teach => (unsaid || row.verdict.is_some()) && !row.held_back,
                Part::Judge => row.verdict.is_some() && row.held_back,
                Part::Whole => true,
            };
            let rows: Vec<VersionPicture> = rows.into_iter().filter(wanted).collect();
            let task = tokio::task::spawn_blocking(move || {
                let done = rows.iter().try_for_each(|row| layout.add(row));
                done.map(|()| layout)
            });
            layout = task.await.map_err(|e| StoreError::corrupt(e.to_string()))??;
        }
        let task = tokio::task::spawn_blocking(move || layout.finish());
        task.await.map_err(|e| StoreError::corrupt(e.to_string()))?
    }

    /// What the pictures of a version are compared with.
    async fn templates_of(&self, version: Id, golden: Id) -> Result<Templates> {
        let (mut found, mut behind) = (Templates::default(), -1);
        loop {
            let rows = self.version_part(version, behind, PART).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            behind = last.position;
            rows.iter().for_each(|row| found.look(golden, row));
        }
    }
}

struct Layout {
    dir: PathBuf,
    blobs: Blobs,
    /// By class, in the order of their mask values.
    folders: Vec<(VersionClass, String)>,
    just_bad: String,
    unlabelled: String,
    /// Whether those to validate by lie apart.
    parted: bool,
    /// Of places as boxes.
    boxes: Option<Boxes>,
    masks: bool,
    /// Components, where faults of theirs are told.
    board: Option<BoardPlaces>,
    /// Of texts.
    texts: Option<Texts>,
    /// Of pairs, and the names that are taken among them.
    templates: Option<Templates>,
    taken: HashSet<String>,
    copies: HashMap<String, usize>,
    out: LaidOut,
}

impl Layout {
    fn new(dir: &Path, classes: Vec<VersionClass>, blobs: Blobs) -> Layout {
        let mut taken = HashSet::new();
        let mut folders = Vec::new();
        for class in classes {
            let folder = unique(&safe_name(&class.name), &mut taken);
            folders.push((class, folder));
        }
        let just_bad = unique(JUST_BAD, &mut taken);
        let unlabelled = unique(UNLABELLED, &mut taken);
        let good = folders.iter().filter(|(c, _)| c.good).map(|(_, f)| f.clone()).collect();
        let out = LaidOut { pictures: Vec::new(), good };
        Layout {
            dir: dir.into(),
            blobs,
            folders,
            just_bad,
            unlabelled,
            parted: false,
            boxes: None,
            masks: false,
            board: None,
            texts: None,
            templates: None,
            taken: HashSet::new(),
            copies: HashMap::new(),
            out,
        }
    }

    fn add(&mut self, row: &VersionPicture) -> Result<()> {
        if let Some(templates) = &self.templates {
            let marks = row.regions()?;
            let unclear = row.verdict.as_deref() == Some("bad") && marks.is_empty();
            if unclear || templates.is_one(row) {
                return Ok(());
            }
            let from = (self.dir.as_path(), &self.blobs);
            let laid = pairs::lay(from, templates, row, &marks, &self.folders, &mut self.taken)?;
            self.out.pictures.extend(laid.map(|path| (path, row.picture_id)));
            return Ok(());
        }
        let class = self.folders.iter().find(|(c, _)| Some(c.id) == row.class_id).map(|(_, f)| f.clone());
        let class = class.unwrap_or_else(|| match row.verdict {
            Some(_) => self.just_bad.clone(),
            None => self.unlabelled.clone(),
        });
        let whole = class.clone();
        let class = match (self.parted, row.validation) {
            (false, _) => class,
            // Not `train`: below `images` that would be the layout of several MVTec sets.
            (true, true) => format!("validation/{class}"),
            (true, false) => format!("training/{class}"),
        };
        let faults = match (&self.board, row.verdict.as_deref()) {
            (Some(board), _) if board.golden == row.picture_id => return Ok(()),
            (Some(board), Some("bad")) => match faults::of(&board.components, &row.regions()?, &self.folders)
            {
                found if found.is_empty() => return Ok(()),
                found => Some(found),
            },
            _ => None,
        };
        let (place, name) = self.place(&class, row);
        let folder = self.dir.join("images").join(&place);
        make_folder(&folder)?;
        let hash: BlobHash = row.hash.parse()?;
        self.blobs.lay(&hash, &folder.join(&name))?;
        if let Some(faults) = faults {
            faults::write(&self.dir, &name, &faults)?;
        }
        if let Some(texts) = &mut self.texts {
            let path = format!("images/{place}/{name}");
            if texts.add(&path, &row.regions()?) {
                self.out.pictures.push((path, row.picture_id));
            }
            return Ok(());
        }
        // Points cover nothing: a mask of them alone would say that nothing is wrong.
        let mut regions: Vec<_> = row.regions()?.into_iter().filter(|r| r.shape.covers()).collect();
        // Nor does what a good picture bears say so.
        if row.verdict.as_deref() == Some("good") {
            regions.clear();
        }
        if let Some(boxes) = &mut self.boxes {
            if row.verdict.is_some() {
                let named = |id: Id| self.folders.iter().find(|(c, _)| c.id == id).map(|(_, f)| f.as_str());
                let places = regions.iter().filter_map(|r| Some((named(r.class_id)?, &r.shape)));
                boxes.add(&format!("images/{place}/{name}"), row, &whole, places);
            }
        } else if self.masks && !regions.is_empty() {
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            let folder = self.dir.join("masks").join(&place);
            make_folder(&folder)?;
            let to = folder.join(format!("{stem}.png"));
            let mask = self.mask(row, regions.iter().map(|r| (r.class_id, &r.shape)).collect());
            mask.write_png(&to)
                .map_err(|e| StoreError::File { path: to, source: std::io::Error::other(e) })?;
        }
        self.out.pictures.push((format!("images/{place}/{name}"), row.picture_id));
        Ok(())
    }

    /// Folder below `images` and file name. Of pictures that are called alike in a class, the second lies in a
    /// folder `2`: a changed name could not be told by the rule that finds pictures of one part by their names.
    fn place(&mut self, class: &str, row: &VersionPicture) -> (String, String) {
        let last = row.name.rsplit('/').next().unwrap_or_default();
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let stem = safe_name(stem);
        let name = format!("{stem}.{}", ending(&row.format));
        // Faults are told by the picture's name alone.
        let key = match self.board {
            Some(_) => stem.to_lowercase(),
            None => format!("{class}/{}", stem.to_lowercase()),
        };
        let copy = self.copies.entry(key).or_default();
        *copy += 1;
        match *copy {
            1 => (class.to_string(), name),
            n if self.board.is_some() => (class.to_string(), format!("{n}_{name}")),
            n => (format!("{class}/{n}"), name),
        }
    }

    /// Smaller places lie over larger ones, so that a scratch within a stain stays.
    fn mask(&self, row: &VersionPicture, mut marks: Vec<(Id, &Mark)>) -> Mask {
        let side = |v: i32| u32::try_from(v).unwrap_or(0);
        let mut mask = Mask::new(side(row.width), side(row.height));
        marks.sort_by(|a, b| b.1.area().total_cmp(&a.1.area()));
        for (class, mark) in marks {
            let Some(at) = self.folders.iter().position(|(c, _)| c.id == class) else { continue };
            let value = u8::try_from(at + 1).unwrap_or(u8::MAX);
            mask.fill_mark(mark, value);
        }
        mask
    }

    fn finish(self) -> Result<LaidOut> {
        make_folder(&self.dir)?;
        if let Some(boxes) = self.boxes {
            boxes.write(&self.dir)?;
            return Ok(self.out);
        }
        if let Some(texts) = self.texts {
            texts.write(&self.dir)?;
            return Ok(self.out);
        }
        if !self.masks {
            return Ok(self.out);
        }
        let path = self.dir.join("classes.txt");
        let names: String = self.folders.iter().map(|(_, folder)| format!("{folder}\n")).collect();
        fs::write(&path, names).map_err(|e| StoreError::file(&path, e))?;
        Ok(self.out)
    }
}

pub(crate) fn link(from: &Path, to: &Path) -> Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        // Another file system, or one without hard links.
        Err(e) if matches!(e.kind(), ErrorKind::CrossesDevices | ErrorKind::Unsupported) => {
            fs::copy(from, to).map(|_| ()).map_err(|e| StoreError::file(to, e))
        }
        Err(e) => Err(StoreError::file(from, e)),
    }
}

pub(crate) fn ending(format: &str) -> &str {
    match format {
        "jpeg" => "jpg",
        "tiff" => "tif",
        other => other,
    }
}

/// A name that is one plain file name anywhere, as like the given one as can be.
fn safe_name(name: &str) -> String {
    let plain = |c: char| {
        if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') {
            '_'
        } else {
            c
        }
    };
    let name: String = name.trim().chars().map(plain).collect();
    let name = name.trim_start_matches('.').trim_end_matches(['.', ' ']);
    // 255 bytes is what a name may have; what follows it needs some.
    let mut end = name.len().min(200);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    match name.get(..end).unwrap_or_default() {
        "" => "picture".into(),
        name => name.into(),
    }
}

fn unique(name: &str, taken: &mut HashSet<String>) -> String {
    let mut unique = name.to_string();
    let mut number = 2;
    while !taken.insert(unique.to_lowercase()) {
        unique = format!("{name}-{number}");
        number += 1;
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for (name, safe) in [
            ("..", "picture"),
            ("", "picture"),
            ("../a", "_a"),
            ("a/b\\c", "a_b_c"),
            (".hidden", "hidden"),
            ("螺丝 01", "螺丝 01"),
            ("a\u{0}b\n", "a_b"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
        assert!(safe_name(&"螺".repeat(200)).len() <= 200);
    }

    #[test]
    fn equal_folders_get_numbers() {
        let mut taken = HashSet::new();
        let names = ["a", "A", "a-2"].map(|n| unique(n, &mut taken));
        assert_eq!(names, ["a", "A-2", "a-2-2"]);
    }
}
