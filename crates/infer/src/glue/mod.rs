//! A bead of glue measured along its path. The README in this folder tells the files, that of `learn::glue` the method and
//! what it was measured to be worth.

mod bubbles;
mod edges;
mod frame;
mod judge;
mod looks;
mod presence;
mod smooth;
mod spec;
mod threshold;

pub use bubbles::{Inside, find_bubbles};
pub use edges::{Edges, Evidence, Search, evidence, trace_edges};
pub use frame::Frame;
pub use judge::{Gluer, Seen};
pub use looks::{BINS, CHANNELS, Looks, Mix, STATION, Shape, Side, around};
pub use presence::{Rule, Traits, presence, traits};
pub use spec::GlueSpec;
pub use threshold::{Crossed, cross};

#[cfg(test)]
mod tests;
