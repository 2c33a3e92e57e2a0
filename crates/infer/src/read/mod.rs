//! Reading text: where lines lie, what stands on them, and whether that is what may stand there. The README in this folder
//! tells the files, that of `learn::read` the method and what it was measured to be worth.

mod automaton;
mod decode;
mod filters;
mod find;
mod lesson;
mod line;
mod place;
mod reader;
mod rows;
mod shapes;
mod spec;

pub use automaton::{Automaton, PatternError};
pub use lesson::{grown, known_signs, line_input};
pub use reader::{Beside, FINDER, Reader};
pub(crate) use reader::{finder_input, signs_input};
pub use spec::{READ_CLASSES, ReadSpec, Try};

/// What the reader of signs gives: a row a step from left to right, a column a sign.
pub const SIGNS: &str = "signs";
/// What the finder gives: how likely each pixel is text.
pub const TEXT: &str = "text";
/// Under this name the reader of signs carries its signs, one a line.
pub const CHARACTERS: &str = "character";
/// Height in pixels that lines are read at.
pub const LINE: u32 = 48;

#[cfg(test)]
mod tests;
