use super::ENTRY;
use crate::folder::JobFolder;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};

/// Brings log and index into step after a writer was killed between the two: half lines are cut off, lines without
/// an entry get one. Tells the log's length. Reads from the last good entry on, not the whole log.
pub(super) fn repair(folder: &JobFolder) -> std::io::Result<u64> {
    let open = |path| OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path);
    let (mut log, mut index) = (open(folder.log())?, open(folder.log_index())?);
    let length = log.metadata()?.len();
    let mut entries = index.metadata()?.len() / ENTRY;
    let mut from = 0;
    while entries > 0 {
        from = entry(&mut index, entries - 1)?;
        if from < length && starts_line(&mut log, from, entries == 1)? {
            break;
        }
        entries -= 1;
        from = 0;
    }
    // The line of the last entry is looked at again: it may be half.
    let keep = entries.saturating_sub(1);
    log.seek(SeekFrom::Start(from))?;
    let mut found = Vec::new();
    let mut at = from;
    let mut reader = BufReader::new(&log);
    while let Some(size) = line_size(&mut reader)? {
        found.extend_from_slice(&at.to_le_bytes());
        at += size;
    }
    log.set_len(at)?;
    index.set_len(keep * ENTRY)?;
    index.seek(SeekFrom::Start(keep * ENTRY))?;
    index.write_all(&found)?;
    Ok(at)
}

pub(super) fn entry(index: &mut File, number: u64) -> std::io::Result<u64> {
    let mut bytes = [0; ENTRY as usize];
    index.seek(SeekFrom::Start(number * ENTRY))?;
    index.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

/// After a power cut an entry may be zeros.
fn starts_line(log: &mut File, at: u64, first: bool) -> std::io::Result<bool> {
    let Some(before) = at.checked_sub(1) else { return Ok(first) };
    let mut byte = [0];
    log.seek(SeekFrom::Start(before))?;
    log.read_exact(&mut byte)?;
    Ok(!first && byte == [b'\n'])
}

/// Bytes up to and with the next line end; `None` where there is none.
fn line_size(reader: &mut impl BufRead) -> std::io::Result<Option<u64>> {
    let mut size = 0;
    loop {
        let part = reader.fill_buf()?;
        if part.is_empty() {
            return Ok(None);
        }
        let end = part.iter().position(|&b| b == b'\n');
        let used = end.map_or(part.len(), |e| e + 1);
        reader.consume(used);
        size += used as u64;
        if end.is_some() {
            return Ok(Some(size));
        }
    }
}
