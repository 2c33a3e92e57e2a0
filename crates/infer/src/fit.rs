use fovea_vision::{Limits, Photo, Picture, VisionError, decode_file_for, decode_for};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How a picture of any size becomes the model's input.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Fit {
    /// Drawn to this size whatever its own form.
    Stretch { width: u32, height: u32 },
    /// Scaled by the same factor in both directions, continued at its edges to multiples of `multiple`, and
    /// cut into overlapping tiles where a side is longer than `tile`.
    Scale { factor: f32, multiple: u32, tile: u32 },
}

/// One input of the model and where it lies in the scaled picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// Left and top of the input in the scaled picture.
    pub x: u32,
    pub y: u32,
    /// Size of the input, with what was added at the edges.
    pub width: u32,
    pub height: u32,
}

/// Scaled pixels shared by neighbouring tiles; half of them is more than a cell of the coarsest features.
const OVERLAP: u32 = 128;

impl Fit {
    /// The size that a picture of `width` × `height` is scaled to.
    pub fn scaled(&self, width: u32, height: u32) -> (u32, u32) {
        match *self {
            Fit::Stretch { width, height } => (width, height),
            Fit::Scale { factor, .. } => {
                let side = |v: u32| ((v as f32 * factor).round() as u32).max(8);
                (side(width), side(height))
            }
        }
    }

    /// Reads a picture as finely as this needs it, and no finer.
    pub fn decode(&self, bytes: &[u8], limits: &Limits) -> Result<Photo, VisionError> {
        decode_for(bytes, limits, |w, h| self.scaled(w, h))
    }

    /// As [`Fit::decode`], from a file.
    pub fn decode_file(&self, path: &Path, limits: &Limits) -> Result<Photo, VisionError> {
        decode_file_for(path, limits, |w, h| self.scaled(w, h))
    }

    pub fn scale(&self, photo: &Photo) -> Picture {
        let (w, h) = self.scaled(photo.width, photo.height);
        photo.resize(w, h)
    }

    /// The inputs that together cover a scaled picture.
    pub fn placements(&self, width: u32, height: u32) -> Vec<Placement> {
        let Fit::Scale { multiple, tile, .. } = *self else {
            return vec![Placement { x: 0, y: 0, width, height }];
        };
        let up = |v: u32| v.div_ceil(multiple) * multiple;
        let along = |size: u32| -> (Vec<u32>, u32) {
            if size <= tile {
                return (vec![0], up(size));
            }
            let count = (size - OVERLAP).div_ceil(tile - OVERLAP);
            let room = size - tile;
            ((0..count).map(|i| (room as u64 * i as u64 / (count - 1).max(1) as u64) as u32).collect(), tile)
        };
        let ((xs, w), (ys, h)) = (along(width), along(height));
        ys.iter().flat_map(|&y| xs.iter().map(move |&x| Placement { x, y, width: w, height: h })).collect()
    }

    /// The numbers of one input: channels (red, green, blue), rows, columns, 0..255.
    pub fn tensor(scaled: &Picture, at: Placement, out: &mut Vec<f32>) {
        let (w, h) = (at.width as usize, at.height as usize);
        let size = w * h;
        let start = out.len();
        out.resize(start + 3 * size, 0.0);
        let planes = &mut out[start..];
        let (red, rest) = planes.split_at_mut(size);
        let (green, blue) = rest.split_at_mut(size);
        let inside = (scaled.width.saturating_sub(at.x) as usize).min(w);
        for row in 0..h {
            let y = (at.y as usize + row).min(scaled.height as usize - 1);
            let line = (y * scaled.width as usize + at.x as usize) * 3;
            let pixels = &scaled.rgb[line..line + inside * 3];
            let o = row * w;
            for (i, p) in pixels.chunks_exact(3).enumerate() {
                red[o + i] = f32::from(p[0]);
                green[o + i] = f32::from(p[1]);
                blue[o + i] = f32::from(p[2]);
            }
            for plane in [&mut *red, &mut *green, &mut *blue] {
                let last = plane[o + inside - 1];
                plane[o + inside..o + w].fill(last);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_every_pixel() {
        let fit = Fit::Scale { factor: 1.0, multiple: 32, tile: 512 };
        for (w, h) in [(31, 40), (512, 512), (513, 700), (2928, 1016), (5000, 33)] {
            let tiles = fit.placements(w, h);
            for (x, y) in [(0, 0), (w - 1, h - 1), (w / 2, h / 2), (w - 1, 0)] {
                let hit =
                    |t: &&Placement| (t.x..t.x + t.width).contains(&x) && (t.y..t.y + t.height).contains(&y);
                assert!(tiles.iter().any(|t| hit(&t)), "{x},{y} of {w}×{h}");
            }
            assert!(tiles.iter().all(|t| t.width % 32 == 0 && t.height % 32 == 0 && t.x < w && t.y < h));
        }
    }

    #[test]
    fn continues_the_picture_at_its_edges() {
        let picture = Picture { width: 2, height: 1, rgb: vec![1, 2, 3, 4, 5, 6] };
        let mut out = Vec::new();
        Fit::tensor(&picture, Placement { x: 0, y: 0, width: 3, height: 2 }, &mut out);
        assert_eq!(out, [1., 4., 4., 1., 4., 4., 2., 5., 5., 2., 5., 5., 3., 6., 6., 3., 6., 6.]);
    }
}
