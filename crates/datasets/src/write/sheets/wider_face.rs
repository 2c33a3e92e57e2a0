//! WIDER Face: pictures in `WIDER_<subset>/images`, and a list of their boxes a subset.

use super::Sheet;
use crate::wider_face::{FACE, SAID, can_tell};
use crate::write::one_word::single_words;
use crate::write::set::{About, Listed};
use crate::write::{WrittenMark, bounds};
use fovea_domain::{AttributeValue, BBox};
use std::collections::BTreeMap;
use std::fs;
use std::io;

/// The folder of pictures that lie in none: lists tell a picture by a path.
const NO_EVENT: &str = "no_label";

pub(super) struct WiderFace<'a> {
    about: About<'a>,
    lists: BTreeMap<&'static str, String>,
    /// Classes as one word each.
    words: Vec<String>,
}

impl<'a> WiderFace<'a> {
    pub(super) fn new(about: About<'a>) -> WiderFace<'a> {
        WiderFace { about, lists: BTreeMap::new(), words: single_words(about.names, &[]) }
    }

    /// A box in whole pixels, and what is said of it.
    fn line(&self, picture: &Listed, one: &WrittenMark) -> Option<String> {
        let BBox { x, y, w, h } = bounds(one.mark)
            .clip(picture.width as f32, picture.height as f32)
            .filter(|_| one.mark.covers())?;
        let (left, top) = (x.floor(), y.floor());
        let (width, height) = ((x + w).ceil() - left, (y + h).ceil() - top);
        let mut line = format!("{left} {top} {width} {height}");
        for name in SAID {
            let value = match one.attributes.get(name).filter(|value| can_tell(name, value)) {
                Some(AttributeValue::Number(value)) => *value,
                _ => 0.0,
            };
            line += &format!(" {value}");
        }
        let word = self.words.get(one.class).map_or(FACE, String::as_str);
        if word != FACE {
            line += &format!(" {word}");
        }
        Some(line + "\n")
    }
}

/// What stands behind `WIDER_<subset>/images`.
fn inside(path: &str) -> Option<&str> {
    path.strip_prefix("WIDER_")?.split_once('/')?.1.strip_prefix("images/")
}

impl Sheet for WiderFace<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        let subset = picture.subset();
        let below = picture.below_images();
        let placed = |below: &str| self.about.path(&format!("WIDER_{subset}/images/{below}"));
        // What came from such a set goes back to where it was, unless another is there.
        let own = inside(below).filter(|own| !placed(own).exists()).unwrap_or(below);
        let below = if own.contains('/') { own.to_string() } else { format!("{NO_EVENT}/{own}") };
        let to = placed(&below);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(self.about.path(picture.path), to)?;
        let boxes: Vec<String> = picture.marks.iter().filter_map(|one| self.line(picture, one)).collect();
        // Its readers expect a line behind every number.
        let nothing = if boxes.is_empty() { "0 0 0 0 0 0 0 0 0 0\n" } else { "" };
        let text = format!("{below}\n{}\n{}{nothing}", boxes.len(), boxes.concat());
        self.lists.entry(subset).or_default().push_str(&text);
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let folder = self.about.path("wider_face_split");
        fs::create_dir_all(&folder)?;
        for (subset, text) in &self.lists {
            fs::write(folder.join(format!("wider_face_{subset}_bbx_gt.txt")), text)?;
        }
        if self.words.iter().all(|word| word == FACE) {
            return Ok(());
        }
        let words: String = self.words.iter().map(|word| format!("{word}\n")).collect();
        fs::write(self.about.path("labels.txt"), words)
    }
}
