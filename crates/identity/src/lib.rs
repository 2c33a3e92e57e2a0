//! Who somebody is, asked of others: a provider of OpenID Connect, or a directory by LDAP. Gives a [`Profile`] that
//! can be believed, or the stage that failed. Knows no database, no users and no rights of ours.
//!
//! This is the only part of the server that opens connections to other machines: each with time-outs and limits,
//! without following redirects, and over TLS unless the other end is this very machine.

mod error;
mod http;
pub mod ldap;
pub mod oidc;
mod profile;
mod reach;
mod tls;

pub use error::{Distrust, IdentityError, Stage};
pub use http::origin;
pub use profile::Profile;
pub use tls::check_certificates;

pub type Result<T> = std::result::Result<T, IdentityError>;
