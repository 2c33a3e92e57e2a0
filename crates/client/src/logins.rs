//! Tokens that logins left, in one file of the user's configuration folder that nobody else may read.

use crate::{ClientError, Result, ServerUrl};
use fovea_store::Id;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

const FILE: &str = "logins.json";

#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    pub server: String,
    /// Name of the user
    pub user: String,
    pub token: String,
    /// Under which the server knows the token, to make it void
    pub token_id: Id,
}

/// All logins of a user, one a server.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Logins {
    /// The server that was logged in to last
    pub current: Option<String>,
    pub logins: Vec<Login>,
}

impl Logins {
    pub fn of(&self, server: &ServerUrl) -> Option<&Login> {
        self.logins.iter().find(|l| l.server == server.as_str())
    }

    /// In place of one to the same server.
    pub fn put(&mut self, login: Login) {
        self.current = Some(login.server.clone());
        self.logins.retain(|l| l.server != login.server);
        self.logins.push(login);
    }

    pub fn remove(&mut self, server: &ServerUrl) {
        self.logins.retain(|l| l.server != server.as_str());
        if self.current.as_deref() == Some(server.as_str()) {
            self.current = self.logins.last().map(|l| l.server.clone());
        }
    }

    /// None where there is no file. A file that others may read is not used: its tokens may be known.
    pub fn load(folder: &Path) -> Result<Logins> {
        let path = folder.join(FILE);
        let file = |source| ClientError::File { path: path.clone(), source };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Logins::default()),
            Err(e) => return Err(file(e)),
        };
        let mode = std::fs::metadata(&path).map_err(file)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(ClientError::Readable { path });
        }
        serde_json::from_str(&text).map_err(|source| ClientError::BadLogins { path, source })
    }

    /// Changes the file while nobody else does: read, changed, written beside its name, synced, renamed.
    pub fn change(folder: &Path, change: impl FnOnce(&mut Logins)) -> Result<()> {
        make_folder(folder)?;
        let _lock = lock(&folder.join("logins.lock"))?;
        let mut logins = Logins::load(folder)?;
        change(&mut logins);
        logins.save(folder)
    }

    fn save(&self, folder: &Path) -> Result<()> {
        let (path, beside) = (folder.join(FILE), folder.join(".logins.json.tmp"));
        let file = |source| ClientError::File { path: path.clone(), source };
        let mut text = serde_json::to_vec_pretty(self).map_err(|e| file(e.into()))?;
        text.push(b'\n');
        // Left by a run that was killed; with another mode perhaps.
        match std::fs::remove_file(&beside) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(file(e)),
            _ => {}
        }
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside);
        let written = made.and_then(|mut f| f.write_all(&text).and_then(|()| f.sync_all()));
        written.and_then(|()| std::fs::rename(&beside, &path)).map_err(file)?;
        File::open(folder).and_then(|f| f.sync_all()).map_err(file)
    }
}

fn make_folder(folder: &Path) -> Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|source| ClientError::File { path: folder.into(), source })
}

/// Given back when the program ends, however it ends.
fn lock(path: &PathBuf) -> Result<File> {
    let opened = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path);
    let locked = opened.and_then(|f| {
        flock(&f, FlockOperation::LockExclusive)?;
        Ok(f)
    });
    locked.map_err(|source| ClientError::File { path: path.clone(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(server: &str) -> Login {
        Login { server: server.into(), user: "wang".into(), token: "fovea_x".into(), token_id: Id::new() }
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn only_the_user_may_read_what_is_kept() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/fovea");
        assert!(Logins::load(&folder).unwrap().logins.is_empty());
        // What a killed run left is no way to another mode.
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(".logins.json.tmp"), "half").unwrap();
        Logins::change(&folder, |l| l.put(login("https://a"))).unwrap();
        Logins::change(&folder, |l| l.put(login("https://b"))).unwrap();
        assert_eq!(mode(&folder.join(FILE)), 0o600);
        let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "the file and its lock: {names:?}");
        std::fs::set_permissions(folder.join(FILE), std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(Logins::load(&folder), Err(ClientError::Readable { .. })));
        std::fs::set_permissions(folder.join(FILE), std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(folder.join(FILE), "{").unwrap();
        assert!(matches!(Logins::load(&folder), Err(ClientError::BadLogins { .. })));
    }

    #[test]
    fn a_new_folder_is_closed_to_others() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("fovea");
        Logins::change(&folder, |l| l.put(login("https://a"))).unwrap();
        assert_eq!(mode(&folder), 0o700);
    }

    #[test]
    fn each_server_has_one_login_and_the_last_one_counts() {
        let mut all = Logins::default();
        for server in ["https://a", "https://b", "https://a"] {
            all.put(login(server));
        }
        assert_eq!((all.logins.len(), all.current.as_deref()), (2, Some("https://a")));
        all.remove(&ServerUrl::parse("https://a").unwrap());
        assert_eq!((all.logins.len(), all.current.as_deref()), (1, Some("https://b")));
        all.remove(&ServerUrl::parse("https://b").unwrap());
        assert_eq!((all.logins.len(), all.current), (0, None));
    }

    #[test]
    fn many_logins_at_once_all_stay() {
        let home = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for number in 0..20 {
                let folder = home.path();
                scope.spawn(move || {
                    Logins::change(folder, |l| l.put(login(&format!("https://s{number}")))).unwrap()
                });
            }
        });
        assert_eq!(Logins::load(home.path()).unwrap().logins.len(), 20);
    }
}
