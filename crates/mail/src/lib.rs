//! Letters by SMTP: what they look like, and how they are handed to the house's mail server. No users, no settings of its
//! own. Sending blocks, and is to be done off the async threads.

mod error;
mod letter;
mod send;

pub use error::MailError;
pub use letter::{JobNews, Language, Letter, Occasion, Why};
pub use send::{Config, Encryption, check_address, check_certificates, check_sender, send};

pub type Result<T> = std::result::Result<T, MailError>;
