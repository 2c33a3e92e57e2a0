//! Errors that the driver of NPU cards told of some cards within a time, out of the files that it writes on their node. Its containers
//! may write there, so that nothing but plain files is opened, and links are not followed.

use fovea_domain::device::Cards;
use fovea_domain::device_log::{Level, Source, named_cards, parse_line, source_of};
use rustix::fs::{Mode, OFlags, open};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Where a driver writes, and how far the clock on its wall is from UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceLogs {
    pub folder: PathBuf,
    pub offset_min: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorsWanted {
    pub cards: Cards,
    /// Cards that share a system
    pub group: u32,
    pub from_ms: i64,
    pub to_ms: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceError {
    /// `None`: of the system on a group of cards
    pub card: Option<u32>,
    /// It stands in the log of the host, and names the card.
    pub by_host: bool,
    pub at_ms: i64,
    pub module: String,
    pub process: String,
    pub text: String,
}

/// In order of time, by card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceErrors {
    pub by_card: BTreeMap<Option<u32>, Vec<DeviceError>>,
    /// Cards with more than were kept or read
    pub cut: Vec<Option<u32>>,
}

/// Of a card; the newest are kept.
const MOST_LINES: usize = 2_000;
/// Of all files of one source, from the newest on.
const MOST_BYTES: u64 = 32 << 20;
const MOST_FILES: usize = 4_096;
const DEEPEST: usize = 4;
const LONGEST_TEXT: usize = 4_096;
/// Lines without a head that go on with the one before.
const MOST_BEHIND: usize = 20;

struct LogFile {
    path: PathBuf,
    source: Source,
    changed_ms: i64,
    bytes: u64,
}

/// Blocks. Not found where the folder is not there.
pub fn read_device_errors(logs: &DeviceLogs, wanted: &ErrorsWanted) -> std::io::Result<DeviceErrors> {
    let mut files = Vec::new();
    let mut left = MOST_FILES;
    walk(&logs.folder, DEEPEST, &mut left, &mut files)?;
    files.retain(|f| concerns(f.source, wanted) && f.changed_ms >= wanted.from_ms);
    let mut by_source: BTreeMap<Source, Vec<LogFile>> = BTreeMap::new();
    for file in files {
        by_source.entry(file.source).or_default().push(file);
    }
    let mut found = DeviceErrors::default();
    for (source, mut files) in by_source {
        files.sort_by(|a, b| (b.changed_ms, &b.path).cmp(&(a.changed_ms, &a.path)));
        let mut bytes_left = MOST_BYTES;
        let mut cut = false;
        for file in &files {
            if bytes_left == 0 {
                cut = true;
                break;
            }
            // One that was taken away or cannot be read leaves the others.
            if let Ok(text) = tail(&file.path, bytes_left) {
                cut |= file.bytes > bytes_left;
                bytes_left = bytes_left.saturating_sub(text.len() as u64);
                take(&text, source, logs, wanted, &mut found);
            }
        }
        if cut {
            let cards: Vec<Option<u32>> = match source {
                Source::Card(card) => vec![Some(card)],
                Source::System(_) => vec![None],
                Source::Host => wanted.cards.numbers().map(Some).collect(),
            };
            found.cut.extend(cards);
        }
    }
    for (card, lines) in &mut found.by_card {
        lines.sort_by_key(|line| line.at_ms);
        if lines.len() > MOST_LINES {
            lines.drain(..lines.len() - MOST_LINES);
            found.cut.push(*card);
        }
    }
    found.cut.sort_unstable();
    found.cut.dedup();
    Ok(found)
}

/// Whether lines of a source may tell of these cards.
fn concerns(source: Source, wanted: &ErrorsWanted) -> bool {
    match source {
        Source::Card(card) => has(wanted.cards, card),
        Source::System(None) => true,
        Source::System(Some(first)) => !Cards::range(first, wanted.group).both(wanted.cards).is_empty(),
        Source::Host => true,
    }
}

fn has(cards: Cards, card: u32) -> bool {
    !Cards::range(card, 1).both(cards).is_empty()
}

/// Plain files with names of logs; no links.
fn walk(folder: &Path, deep: usize, left: &mut usize, files: &mut Vec<LogFile>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let Ok(entry) = entry else { continue };
        if *left == 0 {
            return Ok(());
        }
        *left -= 1;
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && deep > 1 {
            // One that may not be read is as one that is not there.
            let _ = walk(&entry.path(), deep - 1, left, files);
        } else if kind.is_file()
            && let Some(source) = entry.file_name().to_str().and_then(source_of)
            && let Ok(meta) = entry.metadata()
        {
            let changed = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let changed_ms = changed.and_then(|at| i64::try_from(at.as_millis()).ok()).unwrap_or(0);
            files.push(LogFile { path: entry.path(), source, changed_ms, bytes: meta.len() });
        }
    }
    Ok(())
}

/// So much of the end of a file, from the beginning of a line on.
fn tail(path: &Path, most: u64) -> std::io::Result<String> {
    let how = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let mut file = File::from(open(path, how, Mode::empty())?);
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    let from = meta.len().saturating_sub(most);
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(match text.split_once('\n') {
        Some((_, whole)) if from > 0 => whole.into(),
        _ => text,
    })
}

fn take(text: &str, source: Source, logs: &DeviceLogs, wanted: &ErrorsWanted, found: &mut DeviceErrors) {
    let offset_ms = i64::from(logs.offset_min) * 60_000;
    let mut open: Option<(DeviceError, usize)> = None;
    for line in text.lines() {
        let Some(read) = parse_line(line) else {
            if let Some((error, behind)) = open.as_mut().filter(|(_, behind)| *behind < MOST_BEHIND) {
                *behind += 1;
                push(&mut error.text, "\n");
                push(&mut error.text, line.trim_end());
            }
            continue;
        };
        keep(open.take(), found);
        // One without a time cannot be told to be of this job.
        let Some(at_ms) = read.wall_ms.map(|ms| ms - offset_ms) else { continue };
        if read.level != Level::Error || !(wanted.from_ms..=wanted.to_ms).contains(&at_ms) {
            continue;
        }
        let named = || named_cards(read.text).into_iter().find(|card| has(wanted.cards, *card));
        let card = match source {
            Source::Card(card) => Some(card),
            Source::System(_) => None,
            Source::Host => match named() {
                Some(card) => Some(card),
                None => continue,
            },
        };
        let mut error = DeviceError {
            card,
            by_host: source == Source::Host,
            at_ms,
            module: read.module.into(),
            process: String::new(),
            text: String::new(),
        };
        push(&mut error.process, read.process);
        push(&mut error.text, read.text);
        open = Some((error, 0));
    }
    keep(open, found);
}

fn keep(open: Option<(DeviceError, usize)>, found: &mut DeviceErrors) {
    let Some((error, _)) = open else { return };
    let lines = found.by_card.entry(error.card).or_default();
    lines.push(error);
    // Files are read from their beginning on: of too many lines the oldest go.
    if lines.len() >= 4 * MOST_LINES {
        lines.sort_by_key(|line| line.at_ms);
        lines.drain(..lines.len() - MOST_LINES - 1);
    }
}

/// As far as there is room.
fn push(to: &mut String, text: &str) {
    let room = LONGEST_TEXT.saturating_sub(to.len());
    let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= room).last();
    to.push_str(text.get(..end.unwrap_or(0)).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{create_dir_all, write};

    /// 2025-01-10 17:53:52 at +08:00.
    const AT: i64 = 1_736_502_832_000;

    fn line(level: &str, second: u32, text: &str) -> String {
        format!("[{level}] RUNTIME(3813,python3):2025-01-10-17:53:{second:02}.846.403 {text}\n")
    }

    fn wanted(cards: Cards) -> ErrorsWanted {
        ErrorsWanted { cards, group: 4, from_ms: AT - 2_000, to_ms: AT + 5_000 }
    }

    fn house() -> (tempfile::TempDir, DeviceLogs) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        for (folder, name, text) in [
            (
                "device-1",
                "device-1_1.log",
                [line("ERROR", 52, "one"), "  more of it\n".into(), line("INFO", 53, "no error")].concat(),
            ),
            (
                "device-1",
                "device-1_2.log",
                [line("ERROR", 40, "too early"), line("ERROR", 59, "too late"), line("ERROR", 55, "two")]
                    .concat(),
            ),
            ("device-2", "device-2_1.log", line("ERROR", 52, "of another job")),
            ("device-os-0/debug/device-os", "device-os-0_1.log", line("ERROR", 53, "of the ring")),
            ("device-os-4", "device-os-4_1.log", line("ERROR", 53, "of the other ring")),
            (
                "host-0",
                "host-0_1.log",
                [
                    line("ERROR", 54, "failed, device_id=1"),
                    line("ERROR", 54, "device_id=2"),
                    line("ERROR", 54, "of nobody"),
                ]
                .concat(),
            ),
        ] {
            create_dir_all(root.join(folder)).unwrap();
            write(root.join(folder).join(name), text).unwrap();
        }
        let logs = DeviceLogs { folder: root.into(), offset_min: 480 };
        (dir, logs)
    }

    #[test]
    fn only_errors_of_these_cards_and_this_time_are_found() {
        let (_dir, logs) = house();
        let found = read_device_errors(&logs, &wanted(Cards::range(1, 1))).unwrap();
        let texts =
            |card: Option<u32>| found.by_card[&card].iter().map(|e| e.text.as_str()).collect::<Vec<_>>();
        assert_eq!(found.by_card.keys().copied().collect::<Vec<_>>(), [None, Some(1)]);
        assert_eq!(texts(Some(1)), ["one\n  more of it", "failed, device_id=1", "two"]);
        assert_eq!(texts(None), ["of the ring"]);
        let one = &found.by_card[&Some(1)][0];
        assert_eq!(
            (one.at_ms, one.module.as_str(), one.process.as_str()),
            (AT + 846, "RUNTIME", "3813,python3")
        );
        assert!(found.cut.is_empty() && found.by_card[&Some(1)][1].by_host);
        let none = ErrorsWanted { to_ms: AT - 1_000, ..wanted(Cards::all(8)) };
        assert!(read_device_errors(&logs, &none).unwrap().by_card.is_empty());
    }

    #[test]
    fn links_are_not_followed_and_rubbish_is_no_harm() {
        let (dir, logs) = house();
        let outside = tempfile::tempdir().unwrap();
        write(outside.path().join("device-1_9.log"), line("ERROR", 52, "secret")).unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("more")).unwrap();
        let linked = dir.path().join("device-1/device-1_9.log");
        std::os::unix::fs::symlink(outside.path().join("device-1_9.log"), linked).unwrap();
        write(dir.path().join("device-1/device-1_8.log"), [0xff, 0x00, b'[', b'E', b'R', 0xc3]).unwrap();
        let found = read_device_errors(&logs, &wanted(Cards::range(1, 1))).unwrap();
        assert_eq!(found.by_card[&Some(1)].len(), 3);
        let gone = DeviceLogs { folder: dir.path().join("nowhere"), ..logs };
        assert_eq!(
            read_device_errors(&gone, &wanted(Cards::all(8))).unwrap_err().kind(),
            ErrorKind::NotFound
        );
    }

    #[test]
    fn of_very_many_lines_the_newest_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let many: String = (0..10_000).map(|n| line("ERROR", 52 + n / 5_000, &format!("line {n}"))).collect();
        write(dir.path().join("device-0_1.log"), many).unwrap();
        let logs = DeviceLogs { folder: dir.path().into(), offset_min: 480 };
        let found = read_device_errors(&logs, &wanted(Cards::all(1))).unwrap();
        let lines = &found.by_card[&Some(0)];
        assert_eq!((lines.len(), lines[1_999].text.as_str()), (MOST_LINES, "line 9999"));
        assert_eq!(found.cut, [Some(0)]);
        let long = "é".repeat(LONGEST_TEXT);
        write(dir.path().join("device-0_1.log"), line("ERROR", 52, &long)).unwrap();
        let found = read_device_errors(&logs, &wanted(Cards::all(1))).unwrap();
        assert_eq!(found.by_card[&Some(0)][0].text.len(), LONGEST_TEXT);
    }
}
