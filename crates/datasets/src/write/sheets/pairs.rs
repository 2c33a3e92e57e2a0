//! Boards beside their templates, as DeepPCB lies: `<name>_test`, `<name>_temp`, and boxes of defects in `<name>.txt`.

use super::Sheet;
use crate::write::set::{About, Listed};
use crate::write::{bounds, pair_kind, pair_number};
use fovea_domain::BBox;
use fovea_vision::difference::{is_template, pair_name};
use std::fs;
use std::io;
use std::path::Path;

pub(super) struct Pairs<'a> {
    about: About<'a>,
}

impl<'a> Pairs<'a> {
    pub(super) fn new(about: About<'a>) -> Pairs<'a> {
        Pairs { about }
    }
}

impl Sheet for Pairs<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        let about = self.about;
        if !about.survey.is_paired(picture) {
            return about.leave_out(picture);
        }
        let folder = about.path("pairs");
        fs::create_dir_all(&folder)?;
        fs::rename(about.path(picture.path), folder.join(picture.file()))?;
        if is_template(Path::new(picture.path)) {
            return Ok(());
        }
        let stem = picture.stem();
        let name = pair_name(stem).unwrap_or(stem);
        let side = |v: f32, most: u32| v.round().clamp(0.0, most as f32);
        let line = |one: &crate::write::WrittenMark| {
            let BBox { x, y, w, h } = bounds(one.mark);
            let (left, top) = (side(x, picture.width), side(y, picture.height));
            // Also what is thinner than a pixel has a place.
            let (right, below) =
                (side(x + w, picture.width).max(left + 1.0), side(y + h, picture.height).max(top + 1.0));
            let kind = pair_number(one.name).map_or_else(|| pair_kind(one.name), |number| number.to_string());
            one.mark.covers().then(|| format!("{left} {top} {right} {below} {kind}\n"))
        };
        let text: String = picture.marks.iter().filter_map(line).collect();
        fs::write(folder.join(format!("{name}.txt")), text)
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}
