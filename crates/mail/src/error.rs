use lettre::transport::smtp::Error as SmtpError;
use std::error::Error;

/// Why a letter was not sent, by what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    #[error("{0} is no address of a mailbox")]
    Address(String),
    #[error("the extra CA holds no certificate that can be used")]
    Certificates,
    #[error("the mail server cannot be reached: {0}")]
    Unreachable(String),
    #[error("the mail server did not answer in time")]
    Timeout,
    #[error("no encrypted connection comes about: {0}")]
    Tls(String),
    #[error("the mail server refuses: {0}")]
    Refused(String),
    #[error("the letter cannot be written: {0}")]
    Letter(String),
}

impl From<SmtpError> for MailError {
    fn from(error: SmtpError) -> MailError {
        if error.is_timeout() {
            MailError::Timeout
        } else if error.is_tls() {
            MailError::Tls(deepest(&error))
        } else if let Some(code) = error.status() {
            // What the server says, with its number.
            MailError::Refused(format!("{code} {}", deepest(&error)))
        } else if error.is_response() || error.is_client() {
            MailError::Refused(deepest(&error))
        } else {
            match deepest(&error) {
                // Told by the connection, and yet about whom it is to.
                text if text.contains("certificate") || text.contains("handshake") => MailError::Tls(text),
                text => MailError::Unreachable(text),
            }
        }
    }
}

/// The innermost cause in its own words: what is around it says that mail failed, which is known.
fn deepest(error: &dyn Error) -> String {
    let mut at = error;
    while let Some(source) = at.source() {
        at = source;
    }
    let text: String =
        at.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    text.trim().to_string()
}
