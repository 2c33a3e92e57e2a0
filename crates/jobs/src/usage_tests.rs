use super::*;

fn job() -> (tempfile::TempDir, JobFolder) {
    let dir = tempfile::tempdir().unwrap();
    let folder = JobFolder::new(dir.path());
    (dir, folder)
}

const BEGIN: i64 = 1_770_000_000_000;

fn sample(at_ms: i64, cores: f64) -> Sample {
    Sample { at_ms, cores, memory: 100.0, read: Some(cores * 10.0), processes: 2.0, ..Sample::default() }
}

/// One sample every two seconds, on so many cores as `cores` says of its number.
fn filled(folder: &JobFolder, samples: i64, cores: impl Fn(i64) -> f64) {
    let mut writer = UsageWriter::open(folder).unwrap();
    (0..samples).for_each(|n| writer.add(&sample(BEGIN + n * 2000, cores(n))));
}

#[test]
fn what_was_measured_comes_back_in_order() {
    let (_dir, folder) = job();
    assert_eq!(read(&folder, 0, i64::MAX, 10).unwrap(), Usage::default());
    filled(&folder, 5, |n| n as f64);
    let usage = read(&folder, 0, i64::MAX, 100).unwrap();
    assert_eq!(usage.step_ms, 2000);
    assert_eq!(usage.points.iter().map(|p| p.mean.cores).collect::<Vec<_>>(), [0.0, 1.0, 2.0, 3.0, 4.0]);
    let last = usage.points[4].mean;
    assert_eq!((last.at_ms, last.read, last.sent), (BEGIN + 8000, Some(40.0), None));
    let part = read(&folder, BEGIN + 2000, BEGIN + 4000, 100).unwrap();
    assert_eq!(part.points.iter().map(|p| p.mean.cores).collect::<Vec<_>>(), [1.0, 2.0]);
}

#[test]
fn few_points_tell_means_and_peaks() {
    let (_dir, folder) = job();
    filled(&folder, 600, |n| if n == 300 { 8.0 } else { 1.0 });
    let usage = read(&folder, 0, i64::MAX, 10).unwrap();
    assert_eq!((usage.points.len(), usage.step_ms), (10, 120_000));
    assert!(usage.points.iter().any(|p| p.most_cores == 8.0 && p.mean.cores < 1.2), "{usage:?}");
}

#[test]
fn a_long_run_takes_no_more_room_and_keeps_its_beginning() {
    let (_dir, folder) = job();
    // Three days.
    filled(&folder, 3 * 43_200, |n| if n < 21_600 { 2.0 } else { 4.0 });
    let most: u64 = RINGS.iter().map(|r| r.slots * RECORD).sum();
    let size = std::fs::metadata(folder.usage()).unwrap().len();
    assert!(size <= most && most < 2 << 20, "{size} of {most}");
    let all = read(&folder, 0, i64::MAX, 500).unwrap();
    assert_eq!(all.step_ms, 900_000);
    assert!((all.points[0].mean.at_ms - BEGIN) < 900_000 && all.points[0].mean.cores == 2.0);
    // The last hour is there as it was measured.
    let end = BEGIN + 3 * 86_400_000;
    let hour = read(&folder, end - 3_000_000, end, 2000).unwrap();
    assert_eq!((hour.step_ms, hour.points.len()), (2000, 1500));
    let day = read(&folder, end - 80_000_000, end, 100).unwrap();
    assert_eq!(day.step_ms % 30_000, 0);
    assert!(day.points.len() <= 100 && day.points.iter().all(|p| p.mean.cores == 4.0));
}

#[test]
fn what_was_measured_before_a_long_pause_is_not_taken_for_the_last_hour() {
    let (_dir, folder) = job();
    filled(&folder, 100, |_| 1.0);
    let mut writer = UsageWriter::open(&folder).unwrap();
    let later = BEGIN + 10 * 3_600_000;
    (0..10).for_each(|n| writer.add(&sample(later + n * 2000, 3.0)));
    let recent = read(&folder, later, i64::MAX, 100).unwrap();
    assert_eq!((recent.step_ms, recent.points.len()), (2000, 10));
    let all = read(&folder, 0, i64::MAX, 100).unwrap();
    assert_eq!(all.points[0].mean.cores, 1.0);
    assert_eq!(all.points.last().unwrap().mean.cores, 3.0);
}

#[test]
fn the_latest_is_found_while_it_is_fresh() {
    let (_dir, folder) = job();
    assert_eq!(latest(&folder, BEGIN).unwrap(), None);
    filled(&folder, 3, |n| n as f64);
    let at = |ms: i64| latest(&folder, BEGIN + ms).unwrap().map(|s| s.cores);
    assert_eq!((at(4000), at(20_000), at(60_000), at(3_600_000 + 4000)), (Some(2.0), Some(2.0), None, None));
}

#[test]
fn the_last_use_is_found_in_the_finest_steps_that_reach_back() {
    let (_dir, folder) = job();
    assert_eq!(last_use(&folder, BEGIN, BEGIN + 1000).unwrap(), None);
    // Busy for ten minutes, then next to nothing for two hours, of which a little is read from disks.
    filled(&folder, 3_900, |n| if n < 300 { 1.0 } else { 0.01 });
    let end = BEGIN + 3_900 * 2000;
    let found = |since| last_use(&folder, since, end).unwrap();
    assert_eq!(found(end - 60_000), None);
    assert_eq!(found(end - 3_000_000), None);
    // Further back than the finest ring, in steps of 30 s.
    let use_of_step = found(BEGIN).unwrap();
    assert!((BEGIN + 299 * 2000..BEGIN + 630_000).contains(&use_of_step), "{}", use_of_step - BEGIN);
    assert_eq!(found(BEGIN + 700_000), None);
    let mut writer = UsageWriter::open(&folder).unwrap();
    writer.add(&Sample { at_ms: end + 1000, sent: Some(2e6), ..Sample::default() });
    assert_eq!(last_use(&folder, end, end + 2000).unwrap(), Some(end + 1000));
    assert_eq!(last_use(&folder, end + 1000, end + 2000).unwrap(), None);
}

#[test]
fn what_several_tasks_use_is_added_up() {
    let dir = tempfile::tempdir().unwrap();
    let folders = [0, 1].map(|rank| JobFolder::new(dir.path()).task(rank));
    for folder in &folders {
        std::fs::create_dir_all(folder.root()).unwrap();
    }
    filled(&folders[0], 5, |n| n as f64);
    assert_eq!(together(&folders, 0, i64::MAX, 100).unwrap(), read(&folders[0], 0, i64::MAX, 100).unwrap());
    filled(&folders[1], 3, |_| 10.0);
    let both = together(&folders, 0, i64::MAX, 100).unwrap();
    let cores: Vec<f64> = both.points.iter().map(|p| p.mean.cores).collect();
    assert_eq!(cores, [10.0, 11.0, 12.0, 3.0, 4.0]);
    assert_eq!((both.points[0].mean.memory, both.points[0].mean.read), (200.0, Some(100.0)));
    let now = latest_together(&folders, BEGIN + 8000).unwrap().unwrap();
    assert_eq!((now.cores, now.processes), (14.0, 4.0));
}

#[test]
fn a_step_that_one_task_was_not_measured_in_is_no_dip() {
    let dir = tempfile::tempdir().unwrap();
    let folders = [0, 1].map(|rank| JobFolder::new(dir.path()).task(rank));
    for folder in &folders {
        std::fs::create_dir_all(folder.root()).unwrap();
    }
    filled(&folders[0], 20, |_| 1.0);
    let mut writer = UsageWriter::open(&folders[1]).unwrap();
    // Late by a step twice, and then paused for seven of them.
    for n in (0..20).filter(|n| ![3, 6, 7].contains(n) && !(10..17).contains(n)) {
        writer.add(&sample(BEGIN + n * 2000, 1.0));
    }
    let both = together(&folders, 0, i64::MAX, 100).unwrap();
    let cores: Vec<f64> = both.points.iter().map(|p| p.mean.cores).collect();
    let wanted: Vec<f64> = (0..20).map(|n| if (10..17).contains(&n) { 1.0 } else { 2.0 }).collect();
    assert_eq!(cores, wanted);
}

#[test]
fn cards_are_kept_beside_and_their_work_is_use() {
    let (_dir, folder) = job();
    UsageWriter::open(&folder).unwrap().add(&sample(BEGIN, 0.0));
    let mut card = UsageWriter::of_card(&folder, 3).unwrap();
    (0..5).for_each(|n| card.add(&Sample { memory: 7.0, ..sample(BEGIN + n * 2000, 0.5) }));
    let told = of_cards(&folder, 0, i64::MAX, 100).unwrap();
    let [(3, usage)] = told.as_slice() else { panic!("{told:?}") };
    assert!(usage.points.iter().all(|p| p.mean.cores == 0.5 && p.mean.memory == 7.0));
    let used = last_use(&folder, BEGIN - 1, BEGIN + 20_000).unwrap();
    assert_eq!(used, Some(BEGIN + 8000));
}

#[test]
fn a_second_writer_adds_to_the_step_that_the_first_began() {
    let (_dir, folder) = job();
    UsageWriter::open(&folder).unwrap().add(&sample(BEGIN, 1.0));
    UsageWriter::open(&folder).unwrap().add(&sample(BEGIN + 1, 3.0));
    let usage = read(&folder, 0, i64::MAX, 10).unwrap();
    assert_eq!(usage.points.iter().map(|p| p.mean.cores).collect::<Vec<_>>(), [2.0]);
}
