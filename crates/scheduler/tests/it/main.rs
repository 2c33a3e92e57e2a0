//! The scheduler as the server and the simulator use it. One test program, so that it links once.
#![expect(clippy::unwrap_used, reason = "these are tests, with their helpers")]

mod admission;
mod laws;
mod queue;
mod replay;
mod room;
mod town;
mod traces;
