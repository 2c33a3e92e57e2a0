//! The key by which clients know the server again, made at its first start.

use russh::keys::PrivateKey;
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Name in the folder of the data.
const FILE: &str = "ssh_host_ed25519_key";
/// Longer than any key of this kind.
const LONGEST: u64 = 16 << 10;

#[derive(Debug, thiserror::Error)]
pub enum HostKeyError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error(
        "{path} holds no private key of SSH; without it the server makes a new one, which all clients will ask about"
    )]
    Unreadable { path: PathBuf },
    #[error("no random numbers could be had for a key: {0}")]
    Random(String),
}

#[derive(Clone)]
pub struct HostKey {
    pub(crate) private: PrivateKey,
    /// `SHA256:…`
    pub fingerprint: String,
    /// Kind and key, as in a file of known hosts behind the name
    pub public: String,
}

impl HostKey {
    /// That of the folder, which nobody else may read.
    pub fn of(folder: &Path) -> Result<HostKey, HostKeyError> {
        let path = folder.join(FILE);
        let wrong = |source| HostKeyError::File { path: path.clone(), source };
        let text = match File::open(&path) {
            Ok(file) => {
                let mut text = String::new();
                std::io::Read::read_to_string(&mut std::io::Read::take(file, LONGEST), &mut text)
                    .map_err(wrong)?;
                text
            }
            Err(e) if e.kind() == ErrorKind::NotFound => {
                let text = new_key()?;
                write(&path, &text).map_err(wrong)?;
                text
            }
            Err(e) => return Err(wrong(e)),
        };
        let unreadable = || HostKeyError::Unreadable { path: path.clone() };
        let private = PrivateKey::from_openssh(text.as_bytes()).map_err(|_| unreadable())?;
        let fingerprint = crate::key::fingerprint(private.public_key());
        let bare = russh::keys::PublicKey::from(private.public_key().key_data().clone());
        let public = bare.to_openssh().map_err(|_| unreadable())?.trim().to_string();
        Ok(HostKey { private, fingerprint, public })
    }
}

fn new_key() -> Result<String, HostKeyError> {
    let random = |e: &dyn std::fmt::Display| HostKeyError::Random(e.to_string());
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|e| random(&e))?;
    let pair = KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed));
    let key = PrivateKey::new(pair, "fovea").map_err(|e| random(&e))?;
    Ok(key.to_openssh(LineEnding::LF).map_err(|e| random(&e))?.to_string())
}

/// As a whole or not at all, and never readable by others.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let half = path.with_extension("part");
    match std::fs::remove_file(&half) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&half, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn it_is_made_once_and_for_the_server_alone() {
        let dir = tempfile::tempdir().unwrap();
        let first = HostKey::of(dir.path()).unwrap();
        let again = HostKey::of(dir.path()).unwrap();
        assert_eq!((first.fingerprint, &first.public), (again.fingerprint, &again.public));
        assert!(first.public.starts_with("ssh-ed25519 AAAA"));
        let mode = std::fs::metadata(dir.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::write(dir.path().join(FILE), "nonsense").unwrap();
        assert!(matches!(HostKey::of(dir.path()), Err(HostKeyError::Unreadable { .. })));
    }
}
