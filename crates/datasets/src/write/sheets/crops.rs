//! Marked places cut out of their pictures, a folder a class: a set of its own. Turned boxes and texts are cut as they stand upright, all
//! else by the upright box around it.

use super::Sheet;
use super::masks::folder_name;
use crate::write::set::{About, Listed};
use fovea_domain::{Mark, Point};
use fovea_vision::{decode_file, encode_png_rgb, quad_size};
use std::collections::HashSet;
use std::fs;
use std::io;

/// No piece is longer, in pixels.
const LONGEST: f32 = 4096.0;

pub(super) struct Crops<'a> {
    about: About<'a>,
    taken: HashSet<String>,
}

impl<'a> Crops<'a> {
    pub(super) fn new(about: About<'a>) -> Crops<'a> {
        Crops { about, taken: HashSet::new() }
    }

    /// A name that no piece of this class has.
    fn name(&mut self, folder: &str, stem: &str, number: usize) -> String {
        let mut name = format!("{folder}/{stem}_{number}.png");
        let mut again = 1;
        while !self.taken.insert(name.to_lowercase()) {
            again += 1;
            name = format!("{folder}/{stem}_{number}-{again}.png");
        }
        name
    }
}

impl Sheet for Crops<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        let about = self.about;
        let places: Vec<(&str, [Point; 4])> = picture
            .marks
            .iter()
            .filter_map(|one| Some((about.name(one.class), place(one.mark, picture)?)))
            .collect();
        if !places.is_empty() {
            let path = about.path(picture.path);
            let whole = decode_file(&path, &about.limits).map_err(io::Error::other)?;
            for (number, (class, quad)) in places.into_iter().enumerate() {
                let (w, h) = quad_size(&quad);
                let side = |v: f32| v.round().clamp(1.0, LONGEST) as u32;
                let piece = whole.cut_quad(&quad, side(w), side(h));
                let name = self.name(&folder_name(class), picture.stem(), number + 1);
                let to = about.path(&name);
                if let Some(folder) = to.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::write(to, encode_png_rgb(&piece).map_err(io::Error::other)?)?;
            }
        }
        about.leave_out(picture)
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Corners of what is cut, from the top left on as a clock goes. `None`: nothing is covered.
fn place(mark: &Mark, picture: &Listed) -> Option<[Point; 4]> {
    match mark {
        Mark::Points { .. } => None,
        Mark::Text { points, .. } => Some(*points),
        Mark::Rotated { cx, cy, w, h, angle } => {
            let (sin, cos) = angle.to_radians().sin_cos();
            let corner = |x: f32, y: f32| [cx + x * cos - y * sin, cy + x * sin + y * cos];
            let (x, y) = (w / 2.0, h / 2.0);
            Some([corner(-x, -y), corner(x, -y), corner(x, y), corner(-x, y)])
        }
        _ => {
            let around = mark.bounds()?;
            let (x0, y0) = (around.x.floor().max(0.0), around.y.floor().max(0.0));
            let x1 = (around.x + around.w).ceil().min(picture.width as f32);
            let y1 = (around.y + around.h).ceil().min(picture.height as f32);
            (x1 > x0 && y1 > y0).then_some([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        }
    }
}
