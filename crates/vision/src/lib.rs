//! Pixels without learning: reads pictures of any common format within limits, resizes and cuts them, draws
//! and reads label masks, finds connected regions and their outlines, colours heat maps, cuts turned parts out upright, finds where a known
//! scene lies in a picture, whether two pictures show one place, where two pictures of it differ, and how large a pixel is. Everything a file says is taken as a claim: sizes are checked before memory is taken, and half a picture is an error.

mod arc;
mod chessboard;
mod components;
mod decode;
pub mod difference;
mod encode;
mod error;
mod file;
mod fill;
mod formats;
mod heat;
mod jpeg;
mod limits;
mod looks;
mod mark;
mod mask;
mod outline;
mod photo;
mod picture;
mod quad;
mod reduced;
pub mod register;
mod scene;
mod shot;
mod strip;
pub mod tiles;
mod turn;

pub use chessboard::{Chessboard, NoChessboard, find_chessboard};
pub use components::{Component, components};
pub use decode::{Probe, decode_bytes, decode_file, probe_bytes, probe_file};
pub use encode::{encode_jpeg, encode_png_gray, encode_png_rgb};
pub use error::VisionError;
pub use file::{read_limited, write_atomic};
pub use formats::sniff;
pub use heat::{heat_picture, overlay};
pub use limits::Limits;
pub use looks::{Looks, alike, looks, looks_of};
pub use mark::mark_outline;
pub use mask::{Mask, read_mask_file, read_value_file};
pub use outline::{outline, simplify};
pub use photo::{Photo, decode_file_for, decode_for};
pub use picture::Picture;
pub use quad::{Quad, quad_size, smallest_rect};
pub use scene::{agreement, scene_of};
pub use shot::Shot;
pub use strip::Strip;
