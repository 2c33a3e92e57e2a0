//! The process that serves one model: pictures in over a Unix socket, verdicts out, in the order in which they came and
//! by the same code as `fovea predict`. More than it can do is turned away at once instead of piling up.

mod answer;
mod error;
mod pool;
mod server;
mod stats;

pub use answer::{Answer, HeatWish};
pub use error::ServiceError;
pub use server::{Options, run};
pub use stats::{Now, Point, Stats};

/// Largest picture file that is taken.
pub const MOST_BYTES: usize = 64 << 20;
