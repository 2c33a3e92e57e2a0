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

fn numbers(page: &LogPage) -> Vec<u64> {
    page.lines.iter().map(|l| l.n).collect()
}

#[test]
fn any_page_is_found_by_its_number() {
    let (_dir, folder) = job();
    filled(&folder, 40_100);
    let page = page(&folder, 40_000, 3).unwrap();
    assert_eq!((numbers(&page), page.total), (vec![40_000, 40_001, 40_002], 40_100));
    assert_eq!(page.lines[1].text, "line 40001");
    let end = super::page(&folder, 40_099, 1000).unwrap();
    assert_eq!(numbers(&end), [40_099]);
    assert!(super::page(&folder, 50_000, 10).unwrap().lines.is_empty());
}

#[test]
fn a_log_that_is_not_there_yet_is_empty() {
    let (_dir, folder) = job();
    assert_eq!(page(&folder, 0, 10).unwrap(), LogPage::default());
    assert_eq!(search(&folder, "x", 0, 10).unwrap(), LogPage::default());
}

#[test]
fn a_search_counts_all_and_shows_some() {
    let (_dir, folder) = job();
    filled(&folder, 300);
    let found = search(&folder, "LINE 29", 100, 4).unwrap();
    assert_eq!((numbers(&found), found.total), (vec![290, 291, 292, 293], 11));
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
        let page = page(&folder, at, MAX_PAGE).unwrap();
        assert!(!page.lines.is_empty());
        at = page.lines[page.lines.len() - 1].n + 1;
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
