//! The shim's rules are in `lines`, `step` and `log`; that it really runs, stops and outlives is shown with the real
//! program in `crates/fovea/tests/cli/shim.rs`.

use super::lines::Line;
use super::*;

fn folder() -> (tempfile::TempDir, JobFolder) {
    let dir = tempfile::tempdir().unwrap();
    let folder = JobFolder::new(dir.path());
    (dir, folder)
}

fn said(text: &str) -> Line {
    Line { text: text.into(), redrawn: false }
}

#[test]
fn only_one_works_on_a_job() {
    let (_dir, folder) = folder();
    let held = take(&folder).unwrap();
    assert_eq!(std::fs::read_to_string(folder.pid()).unwrap(), std::process::id().to_string());
    assert!(matches!(take(&folder), Err(ShimError::Taken)));
    drop(held);
    take(&folder).unwrap();
}

#[test]
fn progress_goes_into_its_own_file_and_words_into_the_log() {
    let (_dir, folder) = folder();
    let progress = OpenOptions::new().create(true).append(true).open(folder.progress()).unwrap();
    let mut outlet = Outlet::new(LogWriter::open(&folder).unwrap(), progress);
    for done in 1..=50 {
        let line = format!("{{\"progress\":{{\"phase\":\"training\",\"done\":{done},\"total\":50}}}}");
        outlet.take("t", Stream::Err, &said(&line));
    }
    outlet.take("t", Stream::Err, &said("warning: a.png is empty"));
    outlet.take("t", Stream::Out, &said("{\"progress\":{\"phase\":\"x\",\"done\":1,\"total\":1}}"));
    outlet.log.sync();
    let told = std::fs::read_to_string(folder.progress()).unwrap();
    assert_eq!(told.lines().count(), 50);
    let lines: Vec<String> = crate::log::page(&folder, &crate::log::From::Line(0), 100)
        .unwrap()
        .lines
        .into_iter()
        .map(|l| l.text)
        .collect();
    assert_eq!(lines.first().map(String::as_str), Some("training 1/50"));
    assert!(lines.contains(&"training 50/50".to_string()) && lines.len() < 10, "{lines:?}");
    assert_eq!(outlet.last_words(), ["warning: a.png is empty"]);
}

#[test]
fn a_command_marks_phases_of_its_own_by_two_lines() {
    let (_dir, folder) = folder();
    let progress = OpenOptions::new().create(true).append(true).open(folder.progress()).unwrap();
    let mut outlet = Outlet::new(LogWriter::open(&folder).unwrap(), progress);
    outlet.log.begin_step("t", "command");
    for text in ["before", "::group::Install \"x\"", "a", "::group::", "b", "::endgroup::", "after"] {
        outlet.take("t", Stream::Out, &said(text));
    }
    outlet.log.end_step("t", Some(0), None);
    outlet.log.sync();
    let phases = crate::log::phases(&folder, false).unwrap();
    let told: Vec<_> = phases.iter().map(|p| (p.name.as_str(), p.first, p.last)).collect();
    assert_eq!(told, [("command", 0, Some(6)), ("Install 'x'", 1, Some(2)), ("-", 3, Some(5))]);
    let page = crate::log::page(&folder, &crate::log::From::Line(0), 100).unwrap();
    let groups: Vec<_> = page.lines.iter().map(|l| l.group.as_deref()).collect();
    let of = Some("Install 'x'");
    assert_eq!(groups, [None, of, of, Some("-"), Some("-"), Some("-"), None]);
}
