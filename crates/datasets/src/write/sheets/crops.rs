//! Marked places cut out of their pictures, a folder a class: a set of its own. Turned boxes and texts are cut as they stand upright, all
//! else by the upright box around it.

use super::Sheet;
use super::masks::folder_name;
use crate::write::set::{About, Listed};
use fovea_domain::{Mark, Point};
use fovea_vision::{Picture, decode_file, encode_png_rgb, quad_size};
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
        let size = (picture.width, picture.height);
        let places: Vec<(&str, [Point; 4])> = picture
            .marks
            .iter()
            .filter_map(|one| Some((about.name(one.class), cut_place(one.mark, size, 0.0)?)))
            .collect();
        if !places.is_empty() {
            let path = about.path(picture.path);
            let whole = decode_file(&path, &about.limits).map_err(io::Error::other)?;
            for (number, (class, quad)) in places.into_iter().enumerate() {
                let piece = cut_piece(&whole, &quad);
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

/// Corners of what is cut, from the top left on as a clock goes, with this part of its sides more on each side. `None`: nothing is
/// covered.
pub fn cut_place(mark: &Mark, (width, height): (u32, u32), margin: f32) -> Option<[Point; 4]> {
    let more = 1.0 + 2.0 * margin;
    match mark {
        Mark::Points { .. } => None,
        Mark::Text { points, .. } => {
            let middle = |axis: usize| points.iter().filter_map(|p| p.get(axis)).sum::<f32>() / 4.0;
            let (cx, cy) = (middle(0), middle(1));
            Some(points.map(|[x, y]| [cx + (x - cx) * more, cy + (y - cy) * more]))
        }
        Mark::Rotated { cx, cy, w, h, angle } => {
            let (sin, cos) = angle.to_radians().sin_cos();
            let corner = |x: f32, y: f32| [cx + x * cos - y * sin, cy + x * sin + y * cos];
            let (x, y) = (w / 2.0 * more, h / 2.0 * more);
            Some([corner(-x, -y), corner(x, -y), corner(x, y), corner(-x, y)])
        }
        _ => {
            let around = mark.bounds()?;
            let (dx, dy) = (around.w * margin, around.h * margin);
            let (x0, y0) = ((around.x - dx).floor().max(0.0), (around.y - dy).floor().max(0.0));
            let x1 = (around.x + around.w + dx).ceil().min(width as f32);
            let y1 = (around.y + around.h + dy).ceil().min(height as f32);
            (x1 > x0 && y1 > y0).then_some([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        }
    }
}

/// What lies there, upright.
pub fn cut_piece(whole: &Picture, quad: &[Point; 4]) -> Picture {
    let (w, h) = quad_size(quad);
    let side = |v: f32| v.round().clamp(1.0, LONGEST) as u32;
    whole.cut_quad(quad, side(w), side(h))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_widens_what_is_cut_up_to_the_edge_of_the_picture() {
        let mark = Mark::Box { x: 10.0, y: 2.0, w: 20.0, h: 10.0 };
        let corners = |margin| cut_place(&mark, (64, 48), margin).map(|q| [q[0], q[2]]);
        assert_eq!(corners(0.0), Some([[10.0, 2.0], [30.0, 12.0]]));
        assert_eq!(corners(0.5), Some([[0.0, 0.0], [40.0, 17.0]]));
        let turned = Mark::Rotated { cx: 20.0, cy: 20.0, w: 10.0, h: 4.0, angle: 90.0 };
        let quad = cut_place(&turned, (64, 48), 0.5).unwrap();
        let (w, h) = quad_size(&quad);
        assert!((w - 20.0).abs() < 1e-4 && (h - 8.0).abs() < 1e-4, "{quad:?}");
        assert_eq!(cut_place(&Mark::Points { points: vec![[1.0, 1.0]] }, (64, 48), 0.1), None);
        let piece = cut_piece(&Picture::new(64, 48), &cut_place(&mark, (64, 48), 0.0).unwrap());
        assert_eq!((piece.width, piece.height), (20, 10));
    }
}
