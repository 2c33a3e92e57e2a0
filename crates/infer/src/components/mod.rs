//! The components of a board (器件错漏反): is each there, the right one, the right way round, in its place? The README in
//! this folder tells the method and what it was measured to be worth.

mod bank;
mod board;
mod eye;
mod spec;

pub use bank::{Bank, Traits, quantised};
pub(crate) use board::{BATCH, FEATURES};
pub use board::{Board, Judgement, score_of, state_of};
pub use eye::{Eye, Look, Part, SIDE};
pub use spec::{BoardSpec, ComponentSpec, StateRule, Tolerance};

#[cfg(test)]
mod tests;
