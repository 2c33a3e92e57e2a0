//! Secrets that must be read again, such as those of second factors, are kept closed: a stolen copy of the database
//! alone opens none.

use crate::error::{ApiError, ApiResult};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use fovea_store::Id;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::OnceCell;

const FILE: &str = "secrets.key";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// The key beside the database, made where it is first needed.
#[derive(Clone)]
pub struct Seal {
    file: PathBuf,
    cipher: Arc<OnceCell<ChaCha20Poly1305>>,
}

impl Seal {
    pub fn new(folder: &Path) -> Seal {
        Seal { file: folder.join(FILE), cipher: Arc::default() }
    }

    /// Only opens again for the same user.
    pub async fn close(&self, user: Id, secret: Vec<u8>) -> ApiResult<Vec<u8>> {
        let mut nonce = [0u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(ApiError::internal)?;
        let payload = Payload { msg: &secret, aad: user.as_bytes() };
        let closed = self.cipher().await?.encrypt(Nonce::from_slice(&nonce), payload);
        let closed = closed.map_err(|_| ApiError::internal("a secret cannot be sealed"))?;
        Ok([nonce.to_vec(), closed].concat())
    }

    pub async fn open(&self, user: Id, sealed: Vec<u8>) -> ApiResult<Vec<u8>> {
        let wrong = || ApiError::internal("a sealed secret does not fit the key file of the data folder");
        let (nonce, closed) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(wrong)?;
        let payload = Payload { msg: closed, aad: user.as_bytes() };
        self.cipher().await?.decrypt(Nonce::from_slice(nonce), payload).map_err(|_| wrong())
    }

    /// The same of what may come from anybody: `None` where it is none of ours.
    pub async fn open_quietly(&self, user: Id, sealed: Vec<u8>) -> Option<Vec<u8>> {
        let (nonce, closed) = sealed.split_at_checked(NONCE_BYTES)?;
        let payload = Payload { msg: closed, aad: user.as_bytes() };
        self.cipher().await.ok()?.decrypt(Nonce::from_slice(nonce), payload).ok()
    }

    async fn cipher(&self) -> ApiResult<&ChaCha20Poly1305> {
        let made = self.cipher.get_or_try_init(|| async {
            let file = self.file.clone();
            let key = tokio::task::spawn_blocking(move || key(&file)).await?;
            let key = key.map_err(|e| ApiError::internal(format!("{}: {e}", self.file.display())))?;
            Ok::<_, ApiError>(ChaCha20Poly1305::new(Key::from_slice(&key)))
        });
        made.await
    }
}

/// Reads the key or makes one that only the owner of the folder can read. There as a whole or not at all.
fn key(file: &Path) -> std::io::Result<Vec<u8>> {
    if let Some(key) = read(file)? {
        return Ok(key);
    }
    let mut key = vec![0u8; KEY_BYTES];
    getrandom::fill(&mut key).map_err(std::io::Error::other)?;
    let beside = file.with_extension("key.new");
    let mut new = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    new.write_all(&key)?;
    new.sync_all()?;
    // A link, unlike a name that is given anew, fails where somebody was first.
    match std::fs::hard_link(&beside, file) {
        Ok(()) => {}
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
        Err(e) => return Err(e),
    }
    std::fs::remove_file(&beside)?;
    if let Some(folder) = file.parent() {
        std::fs::File::open(folder)?.sync_all()?;
    }
    read(file)?.ok_or_else(|| ErrorKind::NotFound.into())
}

fn read(file: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let mut key = Vec::new();
    match std::fs::File::open(file) {
        Ok(file) => file.take(KEY_BYTES as u64 + 1).read_to_end(&mut key)?,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    if key.len() == KEY_BYTES { Ok(Some(key)) } else { Err(ErrorKind::InvalidData.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[tokio::test]
    async fn what_is_sealed_opens_for_the_same_user_with_the_same_key_only() {
        let folder = tempfile::tempdir().unwrap();
        let (seal, user) = (Seal::new(folder.path()), Id::new());
        let sealed = seal.close(user, b"secret".to_vec()).await.unwrap();
        assert!(!sealed.windows(6).any(|w| w == b"secret"));
        let again = Seal::new(folder.path());
        assert_eq!(again.open(user, sealed.clone()).await.unwrap(), b"secret");
        assert!(again.open(Id::new(), sealed.clone()).await.is_err());
        let other = tempfile::tempdir().unwrap();
        assert!(Seal::new(other.path()).open(user, sealed).await.is_err());
        let mode = std::fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
