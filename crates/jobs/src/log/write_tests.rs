use super::*;
use crate::log::{Filter, From, MAX_PAGE, Pattern, Wanted, page, search};

const SMALL: Limits = Limits { log: 2000, part: 1000, most: 100_000 };

fn job() -> (tempfile::TempDir, JobFolder) {
    let dir = tempfile::tempdir().unwrap();
    let folder = JobFolder::new(dir.path());
    (dir, folder)
}

fn texts(folder: &JobFolder) -> Vec<String> {
    let page = page(folder, &From::Line(0), MAX_PAGE).unwrap();
    assert_eq!(page.total, page.lines.len() as u64);
    page.lines.into_iter().map(|line| line.text).collect()
}

/// As it is kept.
fn length(n: usize) -> u64 {
    format!("{{\"at\":\"t\",\"stream\":\"out\",\"text\":\"line {n}\"}}\n").len() as u64
}

/// As if time passed after each line.
fn say(log: &mut LogWriter, numbers: std::ops::Range<usize>) {
    for n in numbers {
        log.add("t", Stream::Out, &format!("line {n}"));
        log.flush();
    }
}

#[test]
fn a_log_that_is_full_keeps_its_beginning_and_its_end_and_tells_how_much_lies_between() {
    let (_dir, folder) = job();
    let mut log = LogWriter::open_within(&folder, SMALL).unwrap();
    say(&mut log, 0..500);
    log.add_redrawn("t", Stream::Out, "50%");
    log.sync();
    let texts = texts(&folder);
    let full = texts.iter().position(|text| text == FULL).unwrap();
    let (told, last) = (&texts[full + 1], &texts[full + 2..]);
    for (n, text) in texts[..full].iter().enumerate() {
        assert_eq!(*text, format!("line {n}"));
    }
    let begin = 500 - last.len();
    for (n, text) in (begin..).zip(last) {
        assert_eq!(*text, format!("line {n}"));
    }
    let left_out: u64 = (full..begin).map(length).sum();
    assert_eq!(*told, format!("{left_out} bytes are left out here; the last lines follow"));
    let kept: u64 = (begin..500).map(length).sum();
    assert!((1000..2200).contains(&kept), "{kept}");
    // It is searched as a whole, and what was kept beside it is gone.
    let pattern = Some(Pattern::new("line 499", false, false).unwrap());
    let wanted = Wanted { from: From::Line(0), limit: 10, context: 0, before: None };
    let found =
        search(&folder, &Filter { pattern, ..Filter::default() }, &wanted, crate::log::BUDGET).unwrap();
    assert_eq!(found.lines[0].n, texts.len() as u64 - 1);
    assert!(!folder.root().join("log.tail.1").exists() && !folder.root().join("log.tail.gone").exists());
}

#[test]
fn the_end_of_a_full_log_is_found_again_after_a_kill() {
    let (_dir, folder) = job();
    let mut log = LogWriter::open_within(&folder, SMALL).unwrap();
    say(&mut log, 0..60);
    drop(log);
    assert_eq!(texts(&folder).last().unwrap(), FULL);
    let mut log = LogWriter::open_within(&folder, SMALL).unwrap();
    assert_eq!(texts(&folder).last().unwrap(), "line 59");
    say(&mut log, 60..61);
    log.sync();
    let texts = texts(&folder);
    assert_eq!(texts.last().unwrap(), "line 60");
    assert_eq!(texts.iter().filter(|text| *text == FULL).count(), 2);
    // Nothing had to go.
    assert_eq!(texts.len(), 61 + 2);
}

#[test]
fn that_lines_were_lost_on_a_full_disk_is_told_once_there_is_room() {
    let (_dir, folder) = job();
    let mut log = LogWriter::open(&folder).unwrap();
    log.add("2026-01-01T00:00:01.000Z", Stream::Out, "before");
    log.flush();
    let full = || OpenOptions::new().append(true).open("/dev/full").unwrap();
    let real = std::mem::replace(&mut log.log, full());
    for second in 2..5 {
        log.add(&format!("2026-01-01T00:00:0{second}.000Z"), Stream::Out, "lost");
        log.flush();
        assert!(log.has_lost());
    }
    log.log = real;
    log.add("2026-01-01T00:00:09.000Z", Stream::Out, "after");
    log.sync();
    assert!(!log.has_lost());
    let told = "lines between 2026-01-01T00:00:02.000Z and 2026-01-01T00:00:04.000Z were lost: the log could not be written";
    assert_eq!(texts(&folder), ["before", told, "after"]);
}
