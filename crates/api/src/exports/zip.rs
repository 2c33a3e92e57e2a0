//! A folder as a zip archive: made while it is sent, so that nothing of it is kept, or into a file.

use crate::zip_stream::streamed;
use axum::body::Body;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

const PART_BYTES: usize = 128 << 10;

/// A folder that goes when nobody needs it any more.
/// A folder that goes when nobody needs it any more.
pub(crate) struct Scratch(pub PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        match fs::remove_dir_all(&self.0) {
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                tracing::warn!(folder = %self.0.display(), %error, "a folder of an export stays until the next start");
            }
        }
    }
}

/// Files in the order of their names.
pub(super) fn zip_of(folder: Scratch) -> Body {
    streamed(move |pipe| write(&folder.0, BufWriter::with_capacity(PART_BYTES, pipe), &mut |_| Ok(())))
}

/// `on` hears how many files are in it, and may end it.
pub(super) fn write(
    folder: &Path,
    to: impl Write,
    on: &mut dyn FnMut(u64) -> io::Result<()>,
) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(to);
    add(&mut zip, folder, folder, &mut 0, on)?;
    let mut end = zip.finish().map_err(io::Error::other)?.into_inner();
    end.flush()
}

fn add<W: Write>(
    zip: &mut ZipWriter<StreamWriter<W>>,
    root: &Path,
    folder: &Path,
    done: &mut u64,
    on: &mut dyn FnMut(u64) -> io::Result<()>,
) -> io::Result<()> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<io::Result<_>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            add(zip, root, &path, done, on)?;
            continue;
        }
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        // Pictures are compressed already.
        let text = [".json", ".txt", ".xml", ".yaml", ".csv"].iter().any(|ending| name.ends_with(ending));
        let method = if text { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let large = fs::metadata(&path)?.len() >= u64::from(u32::MAX);
        let options = SimpleFileOptions::default().compression_method(method).large_file(large);
        zip.start_file(name, options).map_err(io::Error::other)?;
        io::copy(&mut BufReader::with_capacity(PART_BYTES, File::open(&path)?), zip)?;
        *done += 1;
        on(*done)?;
    }
    Ok(())
}
