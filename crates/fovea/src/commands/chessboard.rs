//! How large a pixel is, by a picture of a chessboard.

use super::{DONE, print_json};
use crate::cli::ChessboardArgs;
use crate::console::say;
use crate::failure::{Failure, exit};
use fovea_vision::{Limits, NoChessboard, decode_file, find_chessboard};
use serde::Serialize;

#[derive(Serialize)]
struct Told<'a> {
    /// Inner corners of a row and of a column.
    columns: usize,
    rows: usize,
    mm_per_px: f64,
    step_px: f64,
    /// How much squares differ over the board, as a share.
    spread: f64,
    /// Row by row from the top left, in pixels.
    corners: &'a [[f64; 2]],
}

pub fn run(args: &ChessboardArgs) -> Result<u8, Failure> {
    let picture = decode_file(&args.file, &Limits::default())?;
    let board = find_chessboard(&picture).map_err(|why| Failure {
        exit: exit::DATA,
        code: match why {
            NoChessboard::NotFound => "chessboard.not_found".into(),
            NoChessboard::Slanted { .. } | NoChessboard::Skewed { .. } => "chessboard.slanted".into(),
        },
        message: format!("{}: {why}", args.file.display()),
        hint: "lay the board flat where the parts lie, look at it straight, and see that it is sharp".into(),
    })?;
    let mm_per_px = board.mm_per_px(args.square);
    if args.json {
        print_json(&Told {
            columns: board.columns,
            rows: board.rows,
            mm_per_px,
            step_px: board.step_px,
            spread: board.spread,
            corners: &board.corners,
        })?;
        return DONE;
    }
    say!("{mm_per_px:.6} mm a pixel")?;
    let (columns, rows) = (board.columns, board.rows);
    say!(
        "  {columns} × {rows} inner corners, {:.3} px apart, differing by {:.2} %",
        board.step_px,
        board.spread * 100.0
    )?;
    DONE
}
