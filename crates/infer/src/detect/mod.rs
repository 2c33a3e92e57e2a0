//! Boxes around what a picture shows: how the graph's places become boxes. `crates/learn/src/detect/README.md` tells the method.

mod flips;
mod judge;
mod spec;

pub(crate) use judge::Detector;
pub use judge::{BOXES, KINDS, Level, place_of};
pub use spec::DetectSpec;

#[cfg(test)]
mod tests;
