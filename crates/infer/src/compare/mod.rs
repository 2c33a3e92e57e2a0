//! Golden comparison: where a board differs from its template, and what kind of defect that is. The README in this folder
//! tells the files, that of `learn::compare` the method and what it was measured to be worth.

mod judge;
mod spec;

pub(crate) use judge::{BATCH, BOXES, KINDS};
pub use judge::{Comparer, Place};
pub use spec::{CHANNELS, CompareSpec, SIDE, TEMPLATE};

#[cfg(test)]
mod tests;
