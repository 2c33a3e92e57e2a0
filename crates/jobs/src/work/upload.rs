//! A file that comes in parts, and goes on where it was cut. It lies beside the work folder until all of it is there: the job
//! sees the whole file or none.

use super::change::{may_be_made, place};
use super::fault::{Named, of_errno};
use super::{Expect, Result, WorkFault, WorkFile, WorkFolder, WorkPath};
use crate::folder::{read_json, write_json};
use fovea_store::Id;
use rustix::fs::{AtFlags, FlockOperation, flock, unlinkat};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};
use std::ffi::CString;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// What has not been gone on with for so long goes when the next one begins.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);
/// Of one job, begun and not ended.
const MOST: usize = 64;

/// What is to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadHead {
    pub path: String,
    pub bytes: u64,
    /// What has the name already goes
    pub replace: bool,
    /// Who sends it
    pub user: String,
    /// By which the sender knows the file again, such as the time of its last change
    pub mark: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub id: Id,
    pub head: UploadHead,
    /// Bytes that are there
    pub received: u64,
}

impl WorkFolder {
    /// Begins one, or tells of the same that was begun before and cut.
    pub fn begin_upload(&self, head: UploadHead) -> Result<Upload> {
        let shown = head.path.clone();
        let path = WorkPath::parse(&head.path)?;
        may_be_made(&path)?;
        self.make()?;
        // The whole of it is not sent first where its name is taken.
        match self.entry(&path) {
            Ok(_) if !head.replace => return Err(WorkFault::Exists.of(&shown)),
            Ok(found) if found.kind == super::WorkKind::Folder => return Err(WorkFault::IsFolder.of(&shown)),
            Err(error) if !matches!(error.fault, WorkFault::NotFound) => return Err(error),
            _ => {}
        }
        std::fs::create_dir_all(&self.beside).named(&shown)?;
        let begun = self.uploads().named(&shown)?;
        if let Some(same) = begun.iter().find(|one| one.head == head) {
            return Ok(same.clone());
        }
        if begun.len() >= MOST {
            return Err(WorkFault::TooManyUploads.of(&shown));
        }
        let id = Id::new();
        let how = OpenOptions::new().create_new(true).write(true).mode(0o644).open(self.part(id));
        how.and_then(|_| write_json(&self.head(id), &head)).named(&shown)?;
        Ok(Upload { id, head, received: 0 })
    }

    pub fn upload(&self, id: Id) -> Result<Upload> {
        let found = read_json::<UploadHead>(&self.head(id)).named("")?;
        let head = found.ok_or_else(|| WorkFault::NotFound.of(""))?;
        let received = std::fs::metadata(self.part(id)).named(&head.path)?.len();
        Ok(Upload { id, head, received })
    }

    pub fn cancel_upload(&self, id: Id) -> Result<()> {
        let upload = self.upload(id)?;
        let gone = [self.head(id), self.part(id)].iter().try_for_each(std::fs::remove_file);
        gone.named(&upload.head.path)
    }

    /// To be gone on with at this byte. Nobody else writes to it meanwhile.
    pub fn receive(&self, id: Id, at: u64) -> Result<Receiving> {
        let upload = self.upload(id)?;
        let shown = upload.head.path.clone();
        let mut file = OpenOptions::new().write(true).open(self.part(id)).named(&shown)?;
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            return Err(WorkFault::UploadBusy.of(&shown));
        }
        let received = file.seek(SeekFrom::End(0)).named(&shown)?;
        if received != at {
            return Err(WorkFault::UploadPlace { received }.of(&shown));
        }
        Ok(Receiving { folder: self.clone(), upload: Upload { received, ..upload }, file })
    }

    fn head(&self, id: Id) -> PathBuf {
        self.beside.join(format!("{id}.json"))
    }

    fn part(&self, id: Id) -> PathBuf {
        self.beside.join(format!("{id}.part"))
    }

    /// Those that were begun. Old ones go, and so does what a server that was killed left half done.
    fn uploads(&self) -> std::io::Result<Vec<Upload>> {
        let mut all = Vec::new();
        for entry in std::fs::read_dir(&self.beside)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let changed = entry.metadata().and_then(|m| m.modified()).unwrap_or_else(|_| SystemTime::now());
            let old = changed.elapsed().is_ok_and(|age| age > KEPT);
            match name.split_once('.') {
                Some((id, "part")) => {
                    let upload = id.parse().ok().and_then(|id| self.upload(id).ok());
                    match upload {
                        Some(upload) if !old => all.push(upload),
                        Some(upload) => drop(self.cancel_upload(upload.id)),
                        None => {}
                    }
                }
                _ if old && name.ends_with(".text") => drop(std::fs::remove_file(entry.path())),
                _ => {}
            }
        }
        Ok(all)
    }
}

/// An upload that somebody sends at this moment. What has come stays when it is cut.
pub struct Receiving {
    folder: WorkFolder,
    upload: Upload,
    file: File,
}

impl Receiving {
    pub fn upload(&self) -> &Upload {
        &self.upload
    }

    /// Bytes that still lack.
    pub fn left(&self) -> u64 {
        self.upload.head.bytes.saturating_sub(self.upload.received)
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let shown = &self.upload.head.path;
        if bytes.len() as u64 > self.left() {
            return Err(WorkFault::TooLarge { most: self.upload.head.bytes }.of(shown));
        }
        match self.file.write_all(bytes) {
            Ok(()) => self.upload.received += bytes.len() as u64,
            Err(e) => {
                // Half of a part is no place to go on from that anybody knows.
                let _ = self.file.set_len(self.upload.received);
                return Err(e).named(shown);
            }
        }
        Ok(())
    }

    /// Gives it its name where all has come; else it waits for more.
    pub fn end(self) -> Result<(Upload, Option<WorkFile>)> {
        let shown = self.upload.head.path.clone();
        if self.left() > 0 {
            return Ok((self.upload, None));
        }
        self.file.sync_all().named(&shown)?;
        let path = WorkPath::parse(&shown)?;
        let expect = if self.upload.head.replace { Expect::Anything } else { Expect::Nothing };
        let beside = self.folder.beside().named(&shown)?;
        let half = CString::new(format!("{}.part", self.upload.id)).unwrap_or_default();
        let (folder, name) = self.folder.made_parent(&path)?;
        let placed = place((&beside, &half, &self.file), (&folder, name), &expect, &shown)?;
        let head = CString::new(format!("{}.json", self.upload.id)).unwrap_or_default();
        match unlinkat(&beside, &head, AtFlags::empty()) {
            Err(errno) if errno != Errno::NOENT => return Err(of_errno(&shown, errno)),
            _ => {}
        }
        Ok((self.upload, Some(placed)))
    }
}
