//! The public keys of people, as they paste them.

use russh::keys::ssh_key::public::KeyData;
use russh::keys::{HashAlg, PublicKey as Parsed};

/// Much longer than any key that is taken.
const LONGEST: usize = 16 << 10;
const LEAST_RSA_BITS: u32 = 2048;
const MOST_RSA_BITS: u32 = 8192;

/// A key that is taken: Ed25519, ECDSA or RSA of at least 2048 bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Such as `ssh-ed25519`
    pub kind: String,
    pub bits: u32,
    /// Kind and key, without the comment
    pub text: String,
    /// `SHA256:…`, as `ssh-keygen -l` tells it
    pub fingerprint: String,
    /// What was written behind it, mostly whose it is and where
    pub comment: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    #[error("there is no key")]
    Missing,
    #[error("this is a private key, which is for nobody else; give what is in the file ending in .pub")]
    Private,
    #[error("this is no public key of SSH: one line such as `ssh-ed25519 AAAA… name`")]
    Unreadable,
    #[error("only keys of the kinds Ed25519, ECDSA and RSA are taken")]
    Kind,
    #[error("an RSA key must have 2048 to 8192 bits")]
    Bits,
}

impl BadKey {
    /// Never renamed.
    pub fn code(self) -> &'static str {
        match self {
            BadKey::Missing => "field.required",
            BadKey::Private => "ssh_key.private",
            BadKey::Unreadable => "ssh_key.unreadable",
            BadKey::Kind => "ssh_key.kind",
            BadKey::Bits => "ssh_key.bits",
        }
    }
}

impl PublicKey {
    /// Of the one line of a `.pub` file.
    pub fn parse(text: &str) -> Result<PublicKey, BadKey> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadKey::Missing);
        }
        if text.contains("PRIVATE KEY") || text.starts_with("PuTTY-User-Key-File") {
            return Err(BadKey::Private);
        }
        if text.len() > LONGEST || text.chars().any(char::is_control) {
            return Err(BadKey::Unreadable);
        }
        let parsed = Parsed::from_openssh(text).map_err(|_| match text.split(' ').next() {
            Some(kind) if kind.starts_with("sk-") || kind.contains("-cert-") || kind == "ssh-dss" => {
                BadKey::Kind
            }
            _ => BadKey::Unreadable,
        })?;
        let bits = match parsed.key_data() {
            KeyData::Ed25519(_) => 256,
            KeyData::Ecdsa(key) => match key.curve().as_str() {
                "nistp256" => 256,
                "nistp384" => 384,
                _ => 521,
            },
            KeyData::Rsa(key) => Some(key.key_size())
                .filter(|bits| (LEAST_RSA_BITS..=MOST_RSA_BITS).contains(bits))
                .ok_or(BadKey::Bits)?,
            _ => return Err(BadKey::Kind),
        };
        let fingerprint = fingerprint(&parsed);
        let comment = parsed.comment().to_string();
        let kind = parsed.algorithm().as_str().to_string();
        let bare = Parsed::from(parsed.key_data().clone());
        let text = bare.to_openssh().map_err(|_| BadKey::Unreadable)?.trim().to_string();
        Ok(PublicKey { kind, bits, text, fingerprint, comment })
    }
}

pub(crate) fn fingerprint(key: &Parsed) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti ann@desk";

    #[test]
    fn a_line_of_a_file_is_a_key() {
        let key = PublicKey::parse(&format!("  {ED25519}\n")).unwrap();
        assert_eq!((key.kind.as_str(), key.bits, key.comment.as_str()), ("ssh-ed25519", 256, "ann@desk"));
        assert_eq!(key.fingerprint, "SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ");
        assert_eq!(format!("{} ann@desk", key.text), ED25519);
    }

    #[test]
    fn what_is_no_key_of_ours_is_refused_with_its_reason() {
        let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----";
        let two = format!("{ED25519}\n{ED25519}");
        let command = format!("command=\"/bin/sh\" {ED25519}");
        let long = format!("{ED25519} {}", "x".repeat(LONGEST));
        for (text, why) in [
            ("", BadKey::Missing),
            (" \n ", BadKey::Missing),
            (private, BadKey::Private),
            (two.as_str(), BadKey::Unreadable),
            (command.as_str(), BadKey::Unreadable),
            (long.as_str(), BadKey::Unreadable),
            ("hello", BadKey::Unreadable),
            ("ssh-ed25519 AAAA", BadKey::Unreadable),
            ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA/////w==", BadKey::Unreadable),
            (
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti",
                BadKey::Unreadable,
            ),
            ("ssh-dss AAAAB3NzaC1kc3MAAAA=", BadKey::Kind),
        ] {
            assert_eq!(PublicKey::parse(text), Err(why), "{text}");
        }
    }
}
