//! Records hold whole pictures. They are taken out before labels are read, and the records stay without them, so that a file of many
//! gigabytes leaves pictures and little beside.

use super::example::{Features, Values, parse_example, write_example};
use super::frames::{Records, write_record};
use super::{ENCODED, FILE_NAME, is_records, records, text};
use crate::problem::Notes;
use crate::walk::{Found, walk};
use crate::{DataError, LabelError, Links, Problem};
use fovea_vision::{Limits, sniff};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// A name of a file has at most so many bytes, with what is put before it.
const LONGEST: usize = 200;

/// What was in a record.
#[derive(Debug, Clone, PartialEq)]
pub struct UnpackedRecord {
    /// The picture, and its path from the folder of the records.
    pub picture: Option<(String, Vec<u8>)>,
    /// The record without it, as it stands in a file.
    pub labels: Vec<u8>,
}

/// Records of a file of this name one after the other, or what is wrong with one.
pub fn unpack_records(
    name: &str,
    from: impl Read,
    limits: &Limits,
) -> impl Iterator<Item = Result<UnpackedRecord, LabelError>> {
    let folder = folder_of(name);
    let mut taken = HashSet::new();
    (1u64..).zip(Records::new(from, limits.max_bytes)).map(move |(number, record)| {
        let told = |reason: LabelError| LabelError(format!("record {number}: {reason}"));
        let record = record.map_err(told)?;
        let mut whole = parse_example(&record).map_err(told)?;
        let encoded = whole.remove(ENCODED);
        let picture = encoded.as_ref().and_then(|values| values.bytes().first()).filter(|b| !b.is_empty());
        let path = picture.map(|bytes| {
            let mut file = file_name(&whole, number, bytes);
            while !taken.insert(file.to_lowercase()) {
                file = format!("{number}-{file}");
            }
            format!("{folder}/{file}")
        });
        let mut rest: Features = whole;
        if let Some(path) = &path {
            rest.insert(FILE_NAME.into(), Values::Bytes(vec![path.as_bytes()]));
        }
        let mut labels = Vec::new();
        write_record(&mut labels, &write_example(&rest)).map_err(|e| LabelError(e.to_string()))?;
        let picture = path.clone().zip(picture.map(|bytes| bytes.to_vec()));
        Ok(UnpackedRecord { picture, labels })
    })
}

/// The folder for the pictures of a file.
fn folder_of(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem: String = file.replace(".tfrecord", "").replace(".record", "");
    let plain = stem.trim_matches(|c: char| c == '.' || c.is_whitespace());
    // A file of that name may lie there.
    if plain.is_empty() || plain == file { "records".into() } else { plain.into() }
}

/// What a picture is called, without folders.
fn file_name(features: &Features, number: u64, bytes: &[u8]) -> String {
    let told = text(features, FILE_NAME).unwrap_or_default();
    let last = told.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().map(|c| if c.is_control() || c == ':' { '_' } else { c }).collect();
    let plain = plain.trim().trim_start_matches('.');
    if plain.is_empty() || plain.len() > LONGEST {
        let ending = sniff(bytes).map_or("jpg", |format| if format == "jpeg" { "jpg" } else { format });
        return format!("{number}.{ending}");
    }
    plain.into()
}

/// Whether there are records with pictures within them, in a folder or as this file.
pub fn holds_recorded_pictures(path: &Path, limits: &Limits) -> bool {
    let first_has = |found: &Found| {
        let record = records(&found.path, limits).ok().and_then(|mut records| records.next()?.ok());
        record.is_some_and(|record| {
            let features = parse_example(&record).unwrap_or_default();
            features.get(ENCODED).is_some_and(|values| values.bytes().iter().any(|bytes| !bytes.is_empty()))
        })
    };
    files(path).is_ok_and(|files| files.iter().filter(|f| is_records(&f.id)).any(first_has))
}

/// A folder, or a file with the maps of labels beside it.
fn files(path: &Path) -> Result<Vec<Found>, DataError> {
    if !path.is_file() {
        return walk(path, Links::Refused, &mut Notes::default());
    }
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let beside = path.parent().into_iter().flat_map(|folder| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
    });
    let maps = beside.filter(|file| file.extension().is_some_and(|e| e == "pbtxt") && file.is_file());
    let all = [path.to_path_buf()].into_iter().chain(maps);
    Ok(all.filter_map(|path| Some(Found { id: named(&path)?, path })).collect())
}

/// Lays a folder or file with records out anew in `into`: pictures as files, records without them, all else as it is. Tells what is wrong
/// with records.
pub fn unpack_recorded(from: &Path, into: &Path, limits: &Limits) -> Result<Vec<Problem>, DataError> {
    let unwritable = |source| DataError::Unwritable { path: into.into(), source };
    let mut notes = Notes::default();
    for found in files(from)? {
        let to = into.join(&found.id);
        fs::create_dir_all(to.parent().unwrap_or(into)).map_err(unwritable)?;
        if is_records(&found.id) {
            lay_out(&found, &to, limits, &mut notes).map_err(unwritable)?;
        } else if !to.exists() && fs::hard_link(&found.path, &to).is_err() {
            fs::copy(&found.path, &to).map_err(unwritable)?;
        }
    }
    Ok(notes.into_problems())
}

fn lay_out(found: &Found, to: &Path, limits: &Limits, notes: &mut Notes) -> io::Result<()> {
    let mut labels = BufWriter::new(File::create(to)?);
    for one in unpack_records(&found.id, BufReader::new(File::open(&found.path)?), limits) {
        let one = match one {
            Ok(one) => one,
            Err(reason) => {
                notes.add(&found.id, "label.unreadable", reason.to_string());
                continue;
            }
        };
        labels.write_all(&one.labels)?;
        let Some((path, bytes)) = one.picture else { continue };
        let picture = to.parent().unwrap_or(Path::new("")).join(&path);
        if picture.exists() {
            notes.add(&found.id, "label.unclear", format!("{path} is there already, and was not taken out"));
            continue;
        }
        if let Some(folder) = picture.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(picture, bytes)?;
    }
    labels.flush()
}
