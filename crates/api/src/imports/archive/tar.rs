use super::zst::Frames;
use super::{BUFFER, Fault, Kind, Stop, Unpacking};
use crate::imports::name::SafeName;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use tar::{Archive, EntryType};

/// Names longer than a header holds come as an entry of their own.
const MOST_NAME_BYTES: u64 = 64 << 10;

pub(super) fn unpack(to: &mut Unpacking, path: &Path, kind: Kind) -> Result<(), Stop> {
    let file = File::open(path).map_err(broken)?;
    let file = BufReader::with_capacity(BUFFER, file);
    match kind {
        Kind::TarGz => read(to, MultiGzDecoder::new(file)),
        Kind::TarZst => read(to, Frames::new(file)),
        Kind::Zip | Kind::Tar => read(to, file),
    }
}

/// Entries as they lie there: the library would read long names of any length into memory.
fn read(to: &mut Unpacking, from: impl Read) -> Result<(), Stop> {
    let mut archive = Archive::new(from);
    let mut long_name: Option<Vec<u8>> = None;
    for entry in archive.entries().map_err(broken)?.raw(true) {
        let mut entry = entry.map_err(broken)?;
        to.count_entry()?;
        let kind = entry.header().entry_type();
        let size = entry.header().entry_size().map_err(broken)?;
        match kind {
            EntryType::GNULongName => {
                long_name = Some(short(&mut entry)?);
                continue;
            }
            EntryType::XHeader => {
                long_name = pax_path(&short(&mut entry)?).or(long_name);
                continue;
            }
            EntryType::XGlobalHeader | EntryType::GNULongLink => {
                skip(to, size)?;
                continue;
            }
            _ => {}
        }
        let name = match long_name.take() {
            Some(name) => name,
            None => entry.header().path_bytes().into_owned(),
        };
        match kind {
            EntryType::Regular | EntryType::Continuous if name.ends_with(b"/") => {}
            EntryType::Regular | EntryType::Continuous => to.entry(&name, size, &mut entry)?,
            EntryType::Directory => {}
            EntryType::Symlink | EntryType::Link => {
                to.refuse(
                    &SafeName::decode(&name),
                    "import.link",
                    "a link could lead anywhere and is not followed",
                );
                skip(to, size)?;
            }
            _ => {
                to.refuse(&SafeName::decode(&name), "import.not_a_file", "it is no plain file");
                skip(to, size)?;
            }
        }
    }
    Ok(())
}

fn broken(error: impl std::fmt::Display) -> Stop {
    Stop::Fault(Fault::Broken(error.to_string()))
}

/// What is passed over is unpacked all the same, and counts.
fn skip(to: &mut Unpacking, bytes: u64) -> Result<(), Stop> {
    to.count_bytes(bytes)
}

fn short(entry: &mut impl Read) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    entry.take(MOST_NAME_BYTES + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > MOST_NAME_BYTES {
        return Err(broken("a name longer than any file system takes"));
    }
    while bytes.last() == Some(&0) {
        bytes.pop();
    }
    Ok(bytes)
}

/// Records are `<length> <key>=<value>\n`.
fn pax_path(mut records: &[u8]) -> Option<Vec<u8>> {
    let mut found = None;
    while let Some(blank) = records.iter().position(|b| *b == b' ') {
        let length: usize = std::str::from_utf8(records.get(..blank)?).ok()?.parse().ok()?;
        let record = records.get(blank + 1..length.checked_sub(1)?)?;
        if let Some(path) = record.strip_prefix(b"path=") {
            found = Some(path.to_vec());
        }
        records = records.get(length..)?;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::pax_path;

    #[test]
    fn a_path_is_found_among_records() {
        assert_eq!(pax_path(b"16 size=1234567\n19 path=good/1.png\n").as_deref(), Some(&b"good/1.png"[..]));
        for broken in [&b""[..], b"x", b"99 path=a\n", b"0 path=a\n", b"3 path=a\n"] {
            assert_eq!(pax_path(broken), None, "{broken:?}");
        }
    }
}
