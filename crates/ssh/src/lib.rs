//! An SSH server whose sessions are within running jobs. It speaks the protocol, holds the host key, and carries bytes to and from
//! the keepers of jobs; who may come in, and into which job a login name leads, is for a [`House`] to say.

mod channel;
mod cut;
mod host;
mod key;
mod server;
mod visitor;

pub use host::{HostKey, HostKeyError};
pub use key::{BadKey, PublicKey};
pub use server::run;
pub use visitor::{Guest, House};
