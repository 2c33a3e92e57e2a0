//! A chessboard in a picture tells how large a pixel is. Its inner corners are found by a ring of sixteen places around each pixel
//! (ChESS, Bennett and Lasenby 2014), brought to a fraction of a pixel by the slopes around them (Förstner and Gülch 1987), and
//! joined into a grid from corner to corner. Whether it is a chessboard tells the change of colours from each corner to the next; a
//! board that is seen at a slant tells no one size and is refused.

mod corners;
mod grid;

use crate::Picture;
use crate::register::Gray;
use corners::{Spot, exact, spots};
use grid::grow;

/// The inner corners of a chessboard.
#[derive(Debug, Clone, PartialEq)]
pub struct Chessboard {
    pub columns: usize,
    pub rows: usize,
    /// Row by row from the top left, in continuous coordinates (the upper left pixel reaches from 0 to 1).
    pub corners: Vec<[f64; 2]>,
    /// Mean distance from corner to corner, in pixels.
    pub step_px: f64,
    /// How much that differs over the board: from the shortest to the longest row or column, as a share.
    pub spread: f64,
}

impl Chessboard {
    pub fn mm_per_px(&self, square_mm: f64) -> f64 {
        square_mm / self.step_px
    }
}

/// Why there is no size of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum NoChessboard {
    #[error(
        "no chessboard is found: three by three inner corners and more must be seen, sharp and evenly lit"
    )]
    NotFound,
    #[error("the chessboard is seen at a slant or bent: its squares differ by {:.1} %, at most {:.0} % may be", .spread * 100.0, MOST_SPREAD * 100.0)]
    Slanted { spread: f64 },
    #[error(
        "the chessboard is seen at a slant: its rows and columns stand {degrees:.1} degrees off a right angle"
    )]
    Skewed { degrees: f64 },
}

/// Fewest inner corners of a row and of a column.
const FEWEST: usize = 3;
const MOST_SPREAD: f64 = 0.05;
const MOST_SKEW: f64 = 3.0;
/// Sizes that the picture is looked at in, each half of the one before: blurred corners are found in a smaller one.
const SIZES: usize = 3;

pub fn find_chessboard(picture: &Picture) -> Result<Chessboard, NoChessboard> {
    find_in(&Gray::of(picture))
}

fn find_in(picture: &Gray) -> Result<Chessboard, NoChessboard> {
    let mut level = picture.clone();
    let mut best: Option<(f64, grid::Grid)> = None;
    for size in 0..SIZES {
        let found: Vec<Spot> = spots(&level);
        if let Some(grid) = grow(&level, &found) {
            let more = best.as_ref().is_none_or(|(_, b)| grid.places.len() > b.places.len());
            if more {
                best = Some((f64::from(1u32 << size), grid));
            }
        }
        level = level.half();
        if level.width.min(level.height) < 48 {
            break;
        }
    }
    let (scale, grid) = best.ok_or(NoChessboard::NotFound)?;
    let rough: Vec<[f64; 2]> = grid.places.iter().map(|p| p.map(|v| v * scale)).collect();
    let step = distance(rough[0], rough[1]);
    let window = (step / 3.0).clamp(3.0, 12.0);
    let corners = rough.iter().map(|p| exact(picture, *p, window)).collect::<Option<Vec<_>>>();
    measured(grid.columns, grid.rows, corners.ok_or(NoChessboard::NotFound)?)
}

fn measured(columns: usize, rows: usize, corners: Vec<[f64; 2]>) -> Result<Chessboard, NoChessboard> {
    let at = |column: usize, row: usize| corners[row * columns + column];
    let along = (0..rows).map(|r| distance(at(0, r), at(columns - 1, r)) / (columns - 1) as f64);
    let down = (0..columns).map(|c| distance(at(c, 0), at(c, rows - 1)) / (rows - 1) as f64);
    let steps: Vec<f64> = along.chain(down).collect();
    let mean = steps.iter().sum::<f64>() / steps.len() as f64;
    let (least, most) = steps.iter().fold((f64::MAX, 0.0f64), |(l, m), s| (l.min(*s), m.max(*s)));
    let spread = (most - least) / mean;
    if !spread.is_finite() || spread > MOST_SPREAD {
        return Err(NoChessboard::Slanted { spread });
    }
    let way = |from: [f64; 2], to: [f64; 2]| (to[1] - from[1]).atan2(to[0] - from[0]).to_degrees();
    let (u, v) = (way(at(0, 0), at(columns - 1, 0)), way(at(0, 0), at(0, rows - 1)));
    let degrees = ((v - u).rem_euclid(180.0) - 90.0).abs();
    if degrees > MOST_SKEW {
        return Err(NoChessboard::Skewed { degrees });
    }
    Ok(Chessboard { columns, rows, corners, step_px: mean, spread })
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

#[cfg(test)]
mod tests;
