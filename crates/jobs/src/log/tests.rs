use super::*;
use crate::folder::JobFolder;
use proptest::prelude::*;

fn job() -> (tempfile::TempDir, JobFolder) {
    let dir = tempfile::tempdir().unwrap();
    let folder = JobFolder::new(dir.path());
    (dir, folder)
}

fn filled(folder: &JobFolder, lines: usize) {
    let mut log = LogWriter::open(folder).unwrap();
    (0..lines).for_each(|i| log.add("t", Stream::Err, &format!("line {i}")));
    log.sync();
}

fn page(folder: &JobFolder, from: u64, limit: usize) -> std::io::Result<LogPage> {
    super::page(folder, &From::Line(from), limit)
}

fn words(text: &str) -> Filter {
    Filter { pattern: Some(Pattern::new(text, false, false).unwrap()), ..Filter::default() }
}

fn found(folder: &JobFolder, filter: &Filter, from: u64, limit: usize) -> LogPage {
    search(folder, filter, &Wanted { from: From::Line(from), limit, context: 0, before: None }, BUDGET)
        .unwrap()
}

/// Line `i` is said in second `i`.
fn timed(folder: &JobFolder, lines: u64) {
    let mut log = LogWriter::open(folder).unwrap();
    for i in 0..lines {
        let stream = if i % 3 == 0 { Stream::Err } else { Stream::Out };
        if i == 0 || i == lines / 2 {
            log.begin_step("2026-01-01T00:00:00.000Z", if i < lines / 2 { "train" } else { "evaluate" });
        }
        log.add(&moment(i), stream, &format!("line {i}"));
    }
    log.sync();
}

fn moment(i: u64) -> String {
    format!("2026-11-25T{:02}:{:02}:{:02}.000Z", i / 3600, i / 60 % 60, i % 60)
}

fn numbers(page: &LogPage) -> Vec<u64> {
    page.lines.iter().map(|l| l.n).collect()
}

#[test]
fn any_page_is_found_by_its_number() {
    let (_dir, folder) = job();
    filled(&folder, 40_100);
    let found = page(&folder, 40_000, 3).unwrap();
    assert_eq!((numbers(&found), found.total), (vec![40_000, 40_001, 40_002], 40_100));
    assert_eq!((found.lines[1].text.as_str(), found.next), ("line 40001", Some(40_003)));
    let end = page(&folder, 40_099, 1000).unwrap();
    assert_eq!((numbers(&end), end.next), (vec![40_099], None));
    assert!(page(&folder, 50_000, 10).unwrap().lines.is_empty());
}

#[test]
fn a_log_that_is_not_there_yet_is_empty() {
    let (_dir, folder) = job();
    let none = LogPage { complete: true, ..LogPage::default() };
    assert_eq!(page(&folder, 0, 10).unwrap(), none);
    assert_eq!(found(&folder, &words("x"), 0, 10), none);
    assert_eq!(lines(&folder).unwrap(), 0);
    assert!(Download::new(&folder, Filter::default()).unwrap().part(10, |_, _| ()).unwrap().is_none());
}

#[test]
fn a_search_counts_all_and_shows_some() {
    let (_dir, folder) = job();
    filled(&folder, 300);
    let first = found(&folder, &words("LINE 29"), 0, 4);
    assert_eq!((numbers(&first), first.total), (vec![29, 290, 291, 292], 11));
    assert_eq!((first.next, first.complete), (Some(293), true));
    let rest = found(&folder, &words("LINE 29"), 293, 100);
    assert_eq!((rest.lines.len(), rest.next), (7, None));
    assert!(rest.lines.iter().all(|l| l.hit));
}

#[test]
fn a_page_begins_at_a_byte_a_moment_or_near_the_end() {
    let (_dir, folder) = job();
    timed(&folder, 5000);
    let bytes = std::fs::read(folder.log()).unwrap();
    let first = |from: From| super::page(&folder, &from, 1).unwrap().lines.first().map(|l| l.n);
    for place in [0, 1, 77, 1000, bytes.len() / 2, bytes.len() - 1] {
        let before = bytes[..place].iter().filter(|b| **b == b'\n').count() as u64;
        assert_eq!(first(From::Byte(place as u64)), Some(before), "{place}");
    }
    assert_eq!(first(From::Moment(moment(1234))), Some(1234));
    assert_eq!(first(From::Moment("2026-11-25T00:00:01.001Z".into())), Some(2));
    assert_eq!(first(From::Moment("2020-01-01T00:00:00.000Z".into())), Some(0));
    assert_eq!(first(From::Moment("2030-01-01T00:00:00.000Z".into())), None);
    let tail = super::page(&folder, &From::Tail(3), 100).unwrap();
    assert_eq!(numbers(&tail), [4997, 4998, 4999]);
    assert_eq!(first(From::Tail(1_000_000)), Some(0));
}

#[test]
fn lines_are_told_by_stream_phase_and_time() {
    let (_dir, folder) = job();
    timed(&folder, 100);
    let of = |filter: Filter| found(&folder, &filter, 0, 1000);
    assert_eq!(of(Filter { stream: Some(Stream::Err), ..Filter::default() }).total, 34);
    let late = of(Filter { phase: Some("evaluate".into()), ..Filter::default() });
    assert_eq!((late.total, late.lines[0].n, late.lines[0].phase.as_deref()), (50, 50, Some("evaluate")));
    let within = Filter { since: Some(moment(10)), until: Some(moment(13)), ..Filter::default() };
    assert_eq!(numbers(&of(within.clone())), [10, 11, 12]);
    let both = Filter { stream: Some(Stream::Err), ..within.clone() };
    assert_eq!(numbers(&of(both)), [12]);
    let last = search(
        &folder,
        &within,
        &Wanted { from: From::Tail(2), limit: 10, context: 0, before: None },
        BUDGET,
    )
    .unwrap();
    assert_eq!(numbers(&last), [11, 12]);
    // Nothing behind a number is looked at, or counted.
    let errors = Filter { stream: Some(Stream::Err), ..Filter::default() };
    let part = Wanted { from: From::Line(4), limit: 10, context: 0, before: Some(10) };
    let part = search(&folder, &errors, &part, BUDGET).unwrap();
    assert_eq!((numbers(&part), part.total, part.next), (vec![6, 9], 2, None));
}

#[test]
fn what_is_found_comes_with_what_stands_around_it_and_each_line_once() {
    let (_dir, folder) = job();
    filled(&folder, 100);
    let filter =
        Filter { pattern: Some(Pattern::new("line (0|5|6|99)$", true, true).unwrap()), ..Filter::default() };
    let page = search(
        &folder,
        &filter,
        &Wanted { from: From::Line(0), limit: 10, context: 2, before: None },
        BUDGET,
    )
    .unwrap();
    assert_eq!(numbers(&page), [0, 1, 2, 3, 4, 5, 6, 7, 8, 97, 98, 99]);
    let hits: Vec<u64> = page.lines.iter().filter(|l| l.hit).map(|l| l.n).collect();
    assert_eq!((hits, page.total), (vec![0, 5, 6, 99], 4));
}

#[test]
fn patterns_are_words_or_regular_expressions_and_bad_ones_are_refused() {
    let (_dir, folder) = job();
    let mut log = LogWriter::open(&folder).unwrap();
    for text in ["a.b", "axb", "A.B", "tab\there", "quote \" end", "裂纹 Ä", "\u{1b}[31mred\u{1b}[0m"] {
        log.add("t", Stream::Out, text);
    }
    log.sync();
    let of = |text: &str, regular: bool, case: bool| {
        let pattern = Some(Pattern::new(text, regular, case).unwrap());
        numbers(&found(&folder, &Filter { pattern, ..Filter::default() }, 0, 100))
    };
    assert_eq!(of("a.b", false, false), [0, 2]);
    assert_eq!(of("a.b", false, true), [0]);
    assert_eq!(of("a.b", true, true), [0, 1]);
    // Signs that are kept in another way are found as they were said.
    assert_eq!(of("tab\there", false, true), [3]);
    assert_eq!(of("quote \"", false, true), [4]);
    assert_eq!(of("裂纹 ä", false, false), [5]);
    assert_eq!(of("red$|31m", true, true), [6]);
    assert!(of("\"text\"", false, true).is_empty() && of("stream", false, true).is_empty());
    assert!(matches!(Pattern::new("(", true, false), Err(BadPattern::Syntax(_))));
    assert!(matches!(Pattern::new("(a{1000}){1000}", true, false), Err(BadPattern::Syntax(_))));
    assert_eq!(Pattern::new(&"x".repeat(2000), false, false).unwrap_err(), BadPattern::TooLong);
}

#[test]
fn a_search_that_takes_too_long_says_how_far_it_got_and_goes_on_there() {
    let (_dir, folder) = job();
    filled(&folder, 10_000);
    let filter = words("line 9");
    let (mut at, mut all, mut parts) = (0, Vec::new(), 0);
    loop {
        let none = std::time::Duration::ZERO;
        let page = search(
            &folder,
            &filter,
            &Wanted { from: From::Line(at), limit: 1000, context: 0, before: None },
            none,
        )
        .unwrap();
        all.extend(numbers(&page));
        parts += 1;
        match page.next {
            Some(next) => {
                assert!(next > at && (!page.complete || page.lines.len() == 1000));
                at = next;
            }
            None => break,
        }
    }
    assert!(parts > 5, "{parts}");
    let whole: Vec<u64> = (0..10_000).filter(|n| format!("line {n}").contains("line 9")).collect();
    assert_eq!(all, whole);
}

#[test]
fn a_download_is_the_whole_log_in_parts() {
    let (_dir, folder) = job();
    filled(&folder, 5000);
    let mut download = Download::new(&folder, Filter::default()).unwrap();
    let (mut text, mut parts) = (String::new(), 0);
    let write =
        |line: &LogLine, out: &mut Vec<u8>| out.extend_from_slice(format!("{}\n", line.text).as_bytes());
    while let Some(part) = download.part(1000, write).unwrap() {
        assert!(part.len() < 1100);
        text.push_str(std::str::from_utf8(&part).unwrap());
        parts += 1;
    }
    assert!(parts > 40);
    assert_eq!(text, (0..5000).map(|n| format!("line {n}\n")).collect::<String>());
    let mut some = Download::new(&folder, words("line 42")).unwrap();
    assert_eq!(
        some.part(usize::MAX >> 20, write).unwrap().unwrap().iter().filter(|b| **b == b'\n').count(),
        111
    );
}

#[test]
fn a_second_writer_goes_on_behind_the_first() {
    let (_dir, folder) = job();
    filled(&folder, 3);
    filled(&folder, 2);
    let all = page(&folder, 0, 10).unwrap();
    assert_eq!(
        all.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(),
        ["line 0", "line 1", "line 2", "line 0", "line 1"]
    );
}

#[test]
fn the_longest_lines_still_give_a_page() {
    let (_dir, folder) = job();
    let mut log = LogWriter::open(&folder).unwrap();
    // Each byte becomes six in JSON.
    (0..100).for_each(|_| log.add("t", Stream::Out, &"\u{1}".repeat(16 << 10)));
    log.sync();
    let mut at = 0;
    while at < 100 {
        let found = page(&folder, at, MAX_PAGE).unwrap();
        assert!(!found.lines.is_empty());
        at = found.next.unwrap_or(100);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Wherever a writer is killed, the next one finds whole lines and an index that fits them.
    #[test]
    fn a_cut_log_is_mended(lines in 0usize..30, log_cut in 0u64..400, index_cut in 0u64..100) {
        let (_dir, folder) = job();
        filled(&folder, lines);
        for (path, cut) in [(folder.log(), log_cut), (folder.log_index(), index_cut)] {
            let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
            let length = file.metadata().unwrap().len();
            file.set_len(length.saturating_sub(cut)).unwrap();
        }
        let mut log = LogWriter::open(&folder).unwrap();
        log.add("t", Stream::Fovea, "again");
        log.sync();
        let all = page(&folder, 0, MAX_PAGE).unwrap();
        prop_assert_eq!(all.total as usize, all.lines.len());
        let (last, before) = all.lines.split_last().unwrap();
        prop_assert_eq!(&last.text, "again");
        for (i, line) in before.iter().enumerate() {
            prop_assert_eq!(&line.text, &format!("line {i}"));
        }
        let single = page(&folder, last.n, 1).unwrap();
        prop_assert_eq!(&single.lines[0].text, "again");
    }
}

/// As a program says them: `r` is a state of a bar that the next line draws over.
fn said(folder: &JobFolder, lines: &str) {
    let mut log = LogWriter::open(folder).unwrap();
    for (n, kind) in lines.chars().enumerate() {
        match kind {
            'r' => log.add_redrawn("t", Stream::Out, &format!("{n}")),
            _ => log.add("t", Stream::Out, &format!("{n}")),
        }
        if n % 3 == 0 {
            log.flush();
        }
    }
    log.sync();
}

fn folded(folder: &JobFolder, from: u64, limit: usize) -> LogPage {
    folded_page(folder, &From::Line(from), limit).unwrap()
}

proptest! {
    #[test]
    fn of_progress_bars_every_page_holds_the_last_states_alone(
        parts in proptest::collection::vec("[r.]{0,30}", 1..4), limit in 1usize..9,
    ) {
        let (_dir, folder) = job();
        // A writer that was ended and began anew goes on.
        parts.iter().for_each(|part| said(&folder, part));
        let all: String = parts.concat();
        let left: Vec<u64> = (0u64..).zip(all.chars()).filter(|(_, kind)| *kind != 'r').map(|(n, _)| n).collect();
        let (mut row, mut seen) = (0, Vec::new());
        loop {
            let page = folded(&folder, row, limit);
            prop_assert_eq!((page.total, page.row), (left.len() as u64, Some(row)));
            seen.extend(page.lines.iter().map(|line| line.n));
            match page.next {
                Some(next) => row = next,
                None => break,
            }
        }
        prop_assert_eq!(&seen, &left);
        for (at, n) in (0u64..).zip(&left) {
            let page = folded_page(&folder, &From::Whole(*n), 1).unwrap();
            prop_assert_eq!((page.row, page.lines[0].n), (Some(at), *n));
        }
        // The raw log has them all, and a search leaves out what it is asked to.
        prop_assert_eq!(lines(&folder).unwrap(), all.len() as u64);
        let without = found(&folder, &Filter { folded: true, ..Filter::default() }, 0, 1000);
        prop_assert_eq!(without.lines.iter().map(|line| line.n).collect::<Vec<_>>(), left);
    }
}

#[test]
fn a_log_that_was_cut_short_forgets_what_was_told_of_its_end() {
    let (_dir, folder) = job();
    said(&folder, "..rrrr");
    // Killed before the index was written.
    let index = std::fs::read(folder.log_index()).unwrap();
    std::fs::write(folder.log_index(), &index[..3 * 8]).unwrap();
    let log = std::fs::read_to_string(folder.log()).unwrap();
    let kept: String = log.split_inclusive('\n').take(3).collect();
    std::fs::write(folder.log(), kept).unwrap();
    said(&folder, "...");
    let page = folded(&folder, 0, 10);
    assert_eq!((page.lines.iter().map(|l| l.n).collect::<Vec<_>>(), page.total), (vec![0, 1, 3, 4, 5], 5));
}

#[test]
fn phases_tell_lines_times_and_exits_and_one_without_an_end_says_so() {
    let (_dir, folder) = job();
    let mut log = LogWriter::open(&folder).unwrap();
    log.begin_step("2026-01-01T00:00:01.000Z", "command");
    log.add("t", Stream::Fovea, "command: started");
    log.begin_setup("2026-01-01T00:00:01.000Z");
    log.add("t", Stream::Fovea, "no sandbox");
    log.end_group("2026-01-01T00:00:02.000Z");
    log.begin_group("2026-01-01T00:00:03.000Z", "says nothing");
    log.begin_group("2026-01-01T00:00:03.000Z", "read \u{1b}[1m data");
    log.add_redrawn("t", Stream::Out, "1%");
    log.add_redrawn("t", Stream::Out, "2%");
    log.add("t", Stream::Out, "100%");
    log.end_step("2026-01-01T00:00:09.000Z", None, Some(9));
    log.sync();
    drop(log);
    let mut again = LogWriter::open(&folder).unwrap();
    again.begin_step("2026-01-01T00:01:00.000Z", "command");
    again.add("t", Stream::Fovea, "command: started");
    again.sync();
    let told = |folded| {
        let all = phases(&folder, folded).unwrap();
        all.into_iter().map(|p| (p.name, p.kind, p.first, p.last)).collect::<Vec<_>>()
    };
    let name = |text: &str| text.to_string();
    let expected = vec![
        (name("command"), PhaseKind::Step, 0, Some(4)),
        (name("setup"), PhaseKind::Setup, 1, Some(1)),
        (name("read  [1m data"), PhaseKind::Group, 2, Some(4)),
        (name("command"), PhaseKind::Step, 5, None),
    ];
    assert_eq!(told(false), expected);
    let by_row: Vec<_> = told(true).into_iter().map(|(_, _, first, last)| (first, last)).collect();
    assert_eq!(by_row, [(0, Some(2)), (1, Some(1)), (2, Some(2)), (3, None)]);
    let all = phases(&folder, false).unwrap();
    assert_eq!((all[0].signal, all[0].ended_at.as_deref()), (Some(9), Some("2026-01-01T00:00:09.000Z")));
    assert_eq!(all[2].ended_at.as_deref(), Some("2026-01-01T00:00:09.000Z"));
    let filter = Filter { phase: Some("read  [1m data".into()), ..Filter::default() };
    assert_eq!(numbers(&found(&folder, &filter, 0, 10)), [2, 3, 4]);
    let filter = Filter { phase: Some("command".into()), ..Filter::default() };
    assert_eq!(found(&folder, &filter, 0, 10).total, 6);
}

#[test]
fn a_program_that_marks_phases_without_end_fills_no_disk_with_them() {
    let (_dir, folder) = job();
    let mut log = LogWriter::open(&folder).unwrap();
    for n in 0..30_000 {
        log.begin_group("2026-01-01T00:00:03.000Z", &format!("phase {n}"));
        log.add("t", Stream::Out, "x");
    }
    log.sync();
    assert_eq!(phases(&folder, false).unwrap().len(), 20_000);
    assert!(std::fs::metadata(folder.log_phases()).unwrap().len() < 3 << 20);
}
