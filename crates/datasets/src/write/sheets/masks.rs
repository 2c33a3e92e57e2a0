//! Formats whose labels are pictures: class folders with masks whose values are classes, and the layout of MVTec AD.

use super::Sheet;
use crate::Split;
use crate::write::WrittenMark;
use crate::write::set::{About, Listed, Said};
use fovea_vision::Mask;
use std::collections::HashSet;
use std::fs;
use std::io;

/// Values a mask can hold besides 0 and a spare one.
pub(super) const MOST_CLASSES: usize = 254;

pub(super) fn draw(picture: &Listed, value: impl Fn(&WrittenMark) -> u8) -> Option<Mask> {
    // Smaller ones lie over larger ones, so that a scratch inside a stain stays. Points cover nothing.
    let mut marks: Vec<&WrittenMark> = picture.marks.iter().filter(|m| m.mark.covers()).collect();
    marks.sort_by(|a, b| b.mark.area().total_cmp(&a.mark.area()));
    let mut mask = Mask::new(picture.width, picture.height);
    marks.iter().for_each(|one| mask.fill_mark(one.mark, value(one)));
    (!marks.is_empty()).then_some(mask)
}

/// The pictures lie in folders of classes already.
pub(super) struct Folders<'a> {
    about: About<'a>,
    any: bool,
}

impl<'a> Folders<'a> {
    pub(super) fn new(about: About<'a>) -> Folders<'a> {
        Folders { about, any: false }
    }
}

impl Sheet for Folders<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        if self.about.names.len() > MOST_CLASSES {
            return Err(io::Error::other("more classes than a mask can hold (254)"));
        }
        let Some(mask) = draw(picture, |one| one.class as u8 + 1) else { return Ok(()) };
        self.any = true;
        let to = self.about.path(&format!("masks/{}", picture.below_images())).with_extension("png");
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        mask.write_png(&to).map_err(io::Error::other)
    }

    fn end(&mut self) -> io::Result<()> {
        if !self.any {
            return Ok(());
        }
        let names: String =
            self.about.names.iter().map(|name| format!("{}\n", name.replace(['\n', '\r'], " "))).collect();
        fs::write(self.about.path("classes.txt"), names)
    }
}

/// `train/good`, `test/<kind>` and `ground_truth/<kind>/<name>_mask.png`.
pub(super) struct Mvtec<'a> {
    about: About<'a>,
    taken: HashSet<String>,
}

impl<'a> Mvtec<'a> {
    pub(super) fn new(about: About<'a>) -> Mvtec<'a> {
        Mvtec { about, taken: HashSet::new() }
    }

    /// Where a picture goes, with a number behind its name where another is called so.
    fn place(&mut self, folder: &str, picture: &Listed) -> (String, String) {
        let ending = picture.file().rsplit_once('.').map_or("png", |(_, ending)| ending);
        let mut stem = picture.stem().to_string();
        for number in 2.. {
            if self.taken.insert(format!("{folder}/{}", stem.to_lowercase())) {
                break;
            }
            stem = format!("{}-{number}", picture.stem());
        }
        (format!("{folder}/{stem}.{ending}"), stem)
    }
}

/// A class as a folder of its own below `test`.
pub(crate) fn folder_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    match plain.trim().trim_matches('.') {
        "" => "_".into(),
        plain => plain.into(),
    }
}

impl Sheet for Mvtec<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        let about = self.about;
        let kind = picture.class().filter(|_| picture.said != Said::Good);
        let held = matches!(picture.split, Some(Split::Test | Split::Val));
        let folder = match kind {
            Some(class) => format!("test/{}", folder_name(about.name(class))),
            None if held => "test/good".into(),
            None => "train/good".into(),
        };
        let (to, stem) = self.place(&folder, picture);
        let path = about.path(&to);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(about.path(picture.path), &path)?;
        if kind.is_none() {
            return Ok(());
        }
        let Some(mask) = draw(picture, |_| 255) else { return Ok(()) };
        let folder = folder.replacen("test", "ground_truth", 1);
        fs::create_dir_all(about.path(&folder))?;
        mask.write_png(&about.path(&format!("{folder}/{stem}_mask.png"))).map_err(io::Error::other)
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}
