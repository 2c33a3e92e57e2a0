//! A file on its way into a job's work folder, part by part; what was cut goes on where it was.

use crate::{Client, ClientError, Query, Result};
use fovea_api::dto::{NewWorkUpload, WorkFile, WorkUpload};
use fovea_store::Id;
use std::fs::File;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::time::Duration;

/// Sent by one request.
const PART: u64 = 8 << 20;
/// A part that does not get through is tried again so often, after so long.
const TRIES: u32 = 5;
const AGAIN: Duration = Duration::from_secs(1);

/// What is sent where.
pub struct WorkPut<'a> {
    pub job: Id,
    pub local: &'a Path,
    /// In the work folder
    pub path: String,
    /// Also over what is there
    pub replace: bool,
}

/// `told` hears how many bytes are there, of how many.
pub fn put_file(client: &Client, put: &WorkPut, mut told: impl FnMut(u64, u64)) -> Result<WorkFile> {
    let failed = |source| ClientError::File { path: put.local.into(), source };
    let file = File::open(put.local).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    let mark = format!("{}.{} {}", about.mtime(), about.mtime_nsec(), about.ino());
    let bytes = about.len();
    let wanted = NewWorkUpload { path: put.path.clone(), bytes, replace: put.replace, mark };
    let uploads = format!("/jobs/{}/files/uploads", put.job);
    let begun: WorkUpload = client.post(&uploads, &wanted)?;
    let place = format!("{uploads}/{}", begun.id);
    let kind = [("content-type", "application/octet-stream")];
    let (mut at, mut tries) = (begun.received, 0);
    loop {
        told(at, bytes);
        let part = part(&file, at, bytes).map_err(failed)?;
        match client.give("PUT", Query::new(place.clone()).and("at", at), &kind, &part[..]) {
            Ok(WorkUpload { file: Some(file), .. }) => return Ok(file),
            Ok(WorkUpload { received, .. }) if received > at => (at, tries) = (received, 0),
            Ok(_) => return Err(failed(std::io::ErrorKind::UnexpectedEof.into())),
            Err(ClientError::Unreachable { .. }) if tries < TRIES => {
                tries += 1;
                std::thread::sleep(AGAIN);
                // How much came through is for the server to say.
                match client.get(&place) {
                    Ok(WorkUpload { received, .. }) => at = received,
                    // All of it did, and only the answer was lost.
                    Err(ClientError::Refused(refusal)) if refusal.status == 404 => {
                        let entry =
                            Query::new(format!("/jobs/{}/files/entry", put.job)).and("path", &put.path);
                        return client.get(entry);
                    }
                    Err(_) => {}
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// The next part of the file as it was when it was begun.
fn part(file: &File, at: u64, bytes: u64) -> std::io::Result<Vec<u8>> {
    let length = bytes.saturating_sub(at).min(PART);
    let mut part = vec![0; usize::try_from(length).unwrap_or(0)];
    file.read_exact_at(&mut part, at)?;
    Ok(part)
}
