//! How much a command keeps on the disk. No quota of the system is asked for, since those need root and the right file system:
//! the work folder is measured again and again by a thread of the shim, and what is too much ends the command. Between two looks
//! it can write more than it may; so one file alone is held by the limit that every process has, and `/tmp`, which lies in
//! memory, by its size.

use std::collections::HashSet;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Between two looks at least.
const EVERY: Duration = Duration::from_millis(500);
/// A large folder takes long to look at: it is left alone for so many times as long.
const REST: u32 = 10;
/// What a file takes is told by the system in these.
const BLOCK: u64 = 512;

#[derive(Debug, Default)]
struct Seen {
    bytes: AtomicU64,
    over: AtomicBool,
    done: AtomicBool,
}

/// Looks at a folder until it goes.
pub struct Watch {
    folder: PathBuf,
    most: u64,
    seen: Arc<Seen>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// `most`: bytes; zero: there is nothing to look at.
    pub fn begin(folder: PathBuf, most: u64) -> Watch {
        let seen = Arc::new(Seen::default());
        let looked = (folder.clone(), Arc::clone(&seen));
        let look = move || {
            let (folder, seen) = looked;
            while !seen.done.load(Ordering::Relaxed) {
                let began = Instant::now();
                let bytes = taken(&folder);
                seen.bytes.store(bytes, Ordering::Relaxed);
                seen.over.fetch_or(bytes > most, Ordering::Relaxed);
                std::thread::park_timeout(EVERY.max(began.elapsed() * REST));
            }
        };
        let thread = (most > 0).then(|| std::thread::spawn(look));
        Watch { folder, most, seen, thread }
    }

    pub fn over(&self) -> bool {
        self.seen.over.load(Ordering::Relaxed)
    }

    /// Whether it ended because there was no more room: some programs hear of it before the next look does.
    pub fn full(&self, signal: Option<i32>) -> bool {
        // The system's word for a file that grows beyond what a process may write.
        const XFSZ: i32 = 25;
        let near = self.most - self.most / 64;
        self.most > 0 && (self.over() || signal == Some(XFSZ) || taken(&self.folder) >= near)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.seen.done.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

/// Bytes that a folder takes on its disk: holes in files take none, and a file of several names counts once. What vanishes meanwhile
/// is left out, links are not followed.
pub fn taken(folder: &Path) -> u64 {
    let mut linked = HashSet::new();
    let mut open = vec![folder.to_path_buf()];
    let mut bytes = 0u64;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(about) = entry.metadata() else { continue };
            if about.nlink() > 1 && !about.is_dir() && !linked.insert((about.dev(), about.ino())) {
                continue;
            }
            bytes = bytes.saturating_add(about.blocks().saturating_mul(BLOCK));
            if about.is_dir() {
                open.push(entry.path());
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_room_is_counted_once_and_holes_not() {
        let dir = tempfile::tempdir().unwrap();
        let below = dir.path().join("a/b");
        std::fs::create_dir_all(&below).unwrap();
        let file = below.join("x");
        std::fs::write(&file, vec![7; 1 << 20]).unwrap();
        std::fs::hard_link(&file, dir.path().join("again")).unwrap();
        std::os::unix::fs::symlink("/usr", dir.path().join("usr")).unwrap();
        std::fs::File::create(dir.path().join("hole")).unwrap().set_len(1 << 30).unwrap();
        let bytes = taken(dir.path());
        assert!((1 << 20..3 << 20).contains(&bytes), "{bytes}");
        assert_eq!(taken(Path::new("/no/such/folder")), 0);
    }

    #[test]
    fn a_folder_that_grows_beyond_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let watch = Watch::begin(dir.path().into(), 1 << 20);
        assert!(!watch.full(None));
        assert!(watch.full(Some(25)));
        std::fs::write(dir.path().join("x"), vec![7; 2 << 20]).unwrap();
        let until = Instant::now() + Duration::from_secs(30);
        while !watch.over() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(watch.over() && watch.full(None));
        let without = Watch::begin(dir.path().into(), 0);
        assert!(!without.over() && !without.full(Some(25)));
    }
}
