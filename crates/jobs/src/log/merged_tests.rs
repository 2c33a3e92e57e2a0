use super::*;
use crate::log::{LogWriter, Pattern, Stream};
use proptest::prelude::*;

/// Tasks with lines of these milliseconds, each saying its task and its place.
fn logs(tasks: &[Vec<u64>]) -> (tempfile::TempDir, Vec<JobFolder>) {
    let dir = tempfile::tempdir().unwrap();
    let job = JobFolder::new(dir.path());
    let mut folders = Vec::new();
    for (rank, times) in (0u32..).zip(tasks) {
        let folder = job.task(rank);
        std::fs::create_dir_all(folder.root()).unwrap();
        let mut log = LogWriter::open(&folder).unwrap();
        for (n, ms) in times.iter().enumerate() {
            log.add(&at(*ms), Stream::Out, &format!("{rank}.{n}"));
        }
        log.sync();
        folders.push(folder);
    }
    (dir, folders)
}

fn at(ms: u64) -> String {
    clock::text_of_ms(1_700_000_000_000 + i64::try_from(ms).unwrap())
}

fn texts(page: &LogPage) -> Vec<&str> {
    page.lines.iter().map(|l| l.text.as_str()).collect()
}

fn whole(folders: &[JobFolder], order: Order) -> LogPage {
    page(folders, order, &From::Line(0), MAX_PAGE).unwrap()
}

#[test]
fn lines_of_several_tasks_stand_by_time_or_task_after_task() {
    let (_dir, folders) = logs(&[vec![0, 10, 30], vec![5, 10, 40], vec![]]);
    let by_time = whole(&folders, Order::Time);
    assert_eq!(texts(&by_time), ["0.0", "1.0", "0.1", "1.1", "0.2", "1.2"]);
    assert_eq!(by_time.lines.iter().map(|l| l.n).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert_eq!(by_time.lines[1].rank, Some(1));
    assert_eq!((by_time.total, by_time.next), (6, None));
    assert_eq!(texts(&whole(&folders, Order::Rank)), ["0.0", "0.1", "0.2", "1.0", "1.1", "1.2"]);
}

#[test]
fn a_page_begins_at_a_moment_or_before_the_end() {
    let (_dir, folders) = logs(&[vec![0, 10, 30], vec![5, 10, 40]]);
    let from = |order, from| page(&folders, order, &from, 2).unwrap();
    assert_eq!(texts(&from(Order::Time, From::Moment(at(10)))), ["0.1", "1.1"]);
    assert_eq!(texts(&from(Order::Time, From::Tail(1))), ["1.2"]);
    assert_eq!(texts(&from(Order::Time, From::Moment(at(41)))), [""; 0]);
    assert_eq!(texts(&from(Order::Rank, From::Moment(at(31)))), ["1.2"]);
    assert_eq!(texts(&from(Order::Rank, From::Byte(0))), ["0.0", "0.1"]);
    let size = std::fs::metadata(folders[0].log()).unwrap().len();
    assert_eq!(texts(&from(Order::Rank, From::Byte(size))), ["1.0", "1.1"]);
    assert_eq!(texts(&from(Order::Time, From::Byte(size))), ["1.0", "0.1"]);
}

#[test]
fn a_search_finds_lines_of_all_tasks_with_those_around() {
    let (_dir, folders) = logs(&[(0..50).map(|n| n * 2).collect(), (0..50).map(|n| n * 2 + 1).collect()]);
    let find = |words: &str, limit, context| {
        let filter = Filter { pattern: Some(Pattern::new(words, true, true).unwrap()), ..Filter::default() };
        let wanted = Wanted { from: From::Line(0), limit, context, before: None };
        search(&folders, Order::Time, &filter, &wanted, Duration::from_secs(60)).unwrap()
    };
    let found = find(r"^[01]\.1\d$", 200, 0);
    assert_eq!((found.total, found.lines.len(), found.next), (20, 20, None));
    let around = find(r"^1\.7$", 200, 1);
    assert_eq!(texts(&around), ["0.7", "1.7", "0.8"]);
    assert_eq!(around.lines.iter().map(|l| l.hit).collect::<Vec<_>>(), [false, true, false]);
    let first = find(r"^1\.", 2, 0);
    assert_eq!((texts(&first), first.next), (vec!["1.0", "1.1"], Some(5)));
    let since = Filter { since: Some(at(90)), until: Some(at(93)), ..Filter::default() };
    let wanted = Wanted { from: From::Line(0), limit: 9, context: 0, before: None };
    let time = search(&folders, Order::Time, &since, &wanted, Duration::from_secs(60)).unwrap();
    assert_eq!(texts(&time), ["0.45", "1.45", "0.46"]);
    let by_rank = search(&folders, Order::Rank, &since, &wanted, Duration::from_secs(60)).unwrap();
    assert_eq!(texts(&by_rank), ["0.45", "0.46", "1.45"]);
}

#[test]
fn whoever_follows_hears_each_line_once_also_of_a_task_that_wrote_late() {
    let (_dir, folders) = logs(&[vec![0, 100], vec![50]]);
    let (first, places) = news(&folders, &[0, 0], 100).unwrap();
    assert_eq!((texts(&first), places.clone()), (vec!["0.0", "1.0", "0.1"], vec![2, 1]));
    let mut log = LogWriter::open(&folders[1]).unwrap();
    log.add(&at(60), Stream::Err, "late");
    log.sync();
    let (second, places) = news(&folders, &places, 100).unwrap();
    assert_eq!((texts(&second), places.clone(), second.lines[0].n), (vec!["late"], vec![2, 2], 3));
    assert!(news(&folders, &places, 100).unwrap().0.lines.is_empty());
    assert_eq!(lines(&folders).unwrap(), 4);
    let all = MergedDownload::new(&folders, Order::Time, Filter::default());
    let part = all.unwrap().part(1 << 20, |line, out| out.extend_from_slice(line.text.as_bytes()));
    assert_eq!(part.unwrap().unwrap(), b"0.01.0late0.1");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn pages_put_together_are_the_whole(
        tasks in prop::collection::vec(prop::collection::vec(0u64..20, 0..12), 1..4), limit in 1usize..7
    ) {
        let sorted: Vec<Vec<u64>> = tasks.into_iter().map(|mut t| { t.sort_unstable(); t }).collect();
        let (_dir, folders) = logs(&sorted);
        for order in [Order::Time, Order::Rank] {
            let all = whole(&folders, order);
            prop_assert_eq!(all.lines.len() as u64, all.total);
            let (mut from, mut seen) = (Some(0), Vec::new());
            while let Some(n) = from.filter(|_| all.total > 0) {
                let part = page(&folders, order, &From::Line(n), limit).unwrap();
                seen.extend(part.lines);
                from = part.next;
            }
            prop_assert_eq!(&seen, &all.lines);
            let mut expected: Vec<(u64, usize, usize)> = sorted.iter().enumerate()
                .flat_map(|(rank, times)| times.iter().enumerate().map(move |(n, ms)| (*ms, rank, n))).collect();
            expected.sort_by_key(|&(ms, rank, n)| if order == Order::Time { (ms, rank, n) } else { (0, rank, n) });
            let expected: Vec<String> = expected.into_iter().map(|(_, rank, n)| format!("{rank}.{n}")).collect();
            prop_assert_eq!(texts(&all), expected);
        }
    }
}
