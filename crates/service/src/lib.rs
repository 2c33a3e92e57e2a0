//! The process that serves one model or one packed recipe: pictures in over a Unix socket, verdicts out, in the order in which they came and
//! by the same code as `fovea predict`. More than it can do is turned away at once instead of piling up.

mod answer;
mod error;
mod pool;
mod server;
mod stats;
mod trials;

pub use answer::{Answer, HeatWish};
pub use error::ServiceError;
pub use pool::Today;
pub use server::{Options, run};
pub use stats::{Now, Point, Stats};
pub use trials::{Ask, Asked, Said, Told, ToldFault, Trial, TrialOptions, run_trials};

/// Largest picture file that is taken.
pub const MOST_BYTES: usize = 64 << 20;
