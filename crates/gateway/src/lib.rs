//! The way into a running job: HTTP and WebSocket from one door of the server to a Unix socket of the job, byte for byte as it
//! comes. What runs in a job is somebody else's program, and its pages somebody else's scripts: what is let through in either
//! direction, and from which page, is decided by the pure rules in [`headers`] and [`crossing`]. Who may come in is not known here.

pub mod crossing;
pub mod frames;
pub mod headers;
mod line;
mod pages;
mod proxy;
mod tunnel;

pub use pages::{Notice, page};
pub use proxy::{Broken, Connect, Connecting, Proxy, Visit};
