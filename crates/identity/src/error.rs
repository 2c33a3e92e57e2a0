use std::fmt::{self, Display};

/// How far it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What was set cannot be used as an address.
    Address,
    /// Name look-up and connection.
    Connect,
    Tls,
    /// The description that a provider gives of itself.
    Discovery,
    /// The keys that it signs with.
    Keys,
    /// It knows us by id and secret.
    Client,
    /// A code becomes tokens.
    Token,
    /// What it tells beside the ID token.
    Userinfo,
    /// The directory lets the account in that looks for others.
    Bind,
    Search,
}

impl Stage {
    pub const ALL: [Stage; 10] = [
        Stage::Address,
        Stage::Connect,
        Stage::Tls,
        Stage::Discovery,
        Stage::Keys,
        Stage::Client,
        Stage::Token,
        Stage::Userinfo,
        Stage::Bind,
        Stage::Search,
    ];

    /// Never renamed: pages have words for it.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Address => "address",
            Stage::Connect => "connect",
            Stage::Tls => "tls",
            Stage::Discovery => "discovery",
            Stage::Keys => "keys",
            Stage::Client => "client",
            Stage::Token => "token",
            Stage::Userinfo => "userinfo",
            Stage::Bind => "bind",
            Stage::Search => "search",
        }
    }
}

impl Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why an ID token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distrust {
    Malformed,
    Algorithm,
    UnknownKey,
    Signature,
    Issuer,
    Audience,
    Expired,
    NotYet,
    Nonce,
    Subject,
}

impl Distrust {
    pub fn name(self) -> &'static str {
        match self {
            Distrust::Malformed => "malformed",
            Distrust::Algorithm => "algorithm",
            Distrust::UnknownKey => "unknown_key",
            Distrust::Signature => "signature",
            Distrust::Issuer => "issuer",
            Distrust::Audience => "audience",
            Distrust::Expired => "expired",
            Distrust::NotYet => "not_yet",
            Distrust::Nonce => "nonce",
            Distrust::Subject => "subject",
        }
    }
}

/// By what the caller can do: tell an administrator, or refuse whoever wants in.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The other end is not there or not as it was set.
    #[error("{stage}: {reason}")]
    Fault { stage: Stage, reason: String },
    /// An answer that somebody may have made up.
    #[error("the ID token is not believed: {}", .0.name())]
    Untrusted(Distrust),
}

impl IdentityError {
    pub(crate) fn at(stage: Stage, reason: impl Display) -> IdentityError {
        IdentityError::Fault { stage, reason: reason.to_string() }
    }
}

impl From<Distrust> for IdentityError {
    fn from(distrust: Distrust) -> IdentityError {
        IdentityError::Untrusted(distrust)
    }
}
