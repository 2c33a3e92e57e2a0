//! CamVid: a picture of colours for each picture, a list a subset, and `label_colors.txt`.

use super::Sheet;
use super::masks::{MOST_CLASSES, draw};
use crate::camvid::{BACKGROUND, color_of};
use crate::write::one_word::single_words;
use crate::write::set::{About, Listed};
use fovea_vision::{Picture, encode_png_rgb};
use std::collections::BTreeMap;
use std::fs;
use std::io;

pub(super) struct Camvid<'a> {
    about: About<'a>,
    lists: BTreeMap<&'static str, String>,
}

impl<'a> Camvid<'a> {
    pub(super) fn new(about: About<'a>) -> Camvid<'a> {
        Camvid { about, lists: BTreeMap::new() }
    }
}

impl Sheet for Camvid<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        if self.about.names.len() > MOST_CLASSES {
            return Err(io::Error::other("more classes than a mask can hold (254)"));
        }
        // What is listed was looked at.
        if !picture.told() {
            return Ok(());
        }
        let mut colored = Picture::new(picture.width, picture.height);
        if let Some(mask) = draw(picture, |one| one.class as u8 + 1) {
            for (pixel, value) in colored.rgb.chunks_exact_mut(3).zip(&mask.data) {
                pixel.copy_from_slice(&color_of(usize::from(*value)));
            }
        }
        let subset = picture.subset();
        let below = picture.below_images();
        let above = below.strip_suffix(picture.file()).unwrap_or_default();
        let name = format!("{subset}annot/{above}{}.png", picture.stem());
        let to = self.about.path(&name);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&to, encode_png_rgb(&colored).map_err(io::Error::other)?)?;
        let blank = [picture.path, &name].iter().any(|path| path.contains(char::is_whitespace));
        let quote = if blank { "\"" } else { "" };
        let line = format!("{quote}/{}{quote} {quote}{name}{quote}\n", picture.path);
        self.lists.entry(subset).or_default().push_str(&line);
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        for (subset, lines) in &self.lists {
            fs::write(self.about.path(&format!("{subset}.txt")), lines)?;
        }
        let words = single_words(self.about.names, &[BACKGROUND]);
        let line = |(at, word): (usize, &str)| {
            let [r, g, b] = color_of(at);
            format!("{r} {g} {b} {word}\n")
        };
        let lines: String =
            [BACKGROUND].into_iter().chain(words.iter().map(String::as_str)).enumerate().map(line).collect();
        fs::write(self.about.path("label_colors.txt"), lines)
    }
}
