//! Full disks and programs that are killed: no file that is half there is ever read as a whole one.

use crate::models::{anomaly, copy, parts, segment_training};
use crate::program::{fovea, run, start_until};
use fovea_infer::Package;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A disk of a few megabytes.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// `None`, with a word on stderr, where mounting is not allowed.
    fn mount(size: &str) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(folder.path());
        if command.stderr(Stdio::null()).status().is_ok_and(|s| s.success()) {
            return Some(SmallDisk { folder });
        }
        eprintln!("skipped: only root may mount a small disk");
        None
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn files(&self) -> Vec<String> {
        files(self.folder.path())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.folder.path()).status();
    }
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
}

fn train_to(out: &Path) -> Command {
    let mut command = fovea();
    command.args(["train", "--task", "anomaly", "--size", "96", "--json", "--data"]).arg(parts());
    command.arg("--out").arg(out);
    command
}

#[test]
fn a_full_disk_is_told_and_leaves_no_part_of_a_package() {
    let Some(disk) = SmallDisk::mount("4m") else { return };
    let failed = run(&mut train_to(&disk.path("m.fovea"))).fails(1, "model.unwritable");
    assert!(failed.err.contains("m.fovea") && failed.err.contains("No space left"), "{}", failed.err);
    assert_eq!(disk.files(), Vec::<String>::new());
}

#[test]
fn a_full_disk_leaves_the_package_of_before_whole() {
    let Some(disk) = SmallDisk::mount("18m") else { return };
    let file = copy(anomaly(), disk.folder.path());
    let before = std::fs::read(&file).unwrap();
    assert!(before.len() > 9 << 20, "the disk has room for two of them");
    run(fovea().args(["model", "threshold"]).arg(&file).arg("0.5")).fails(1, "model.unwritable");
    run(&mut train_to(&file)).fails(1, "model.unwritable");
    assert!(std::fs::read(&file).unwrap() == before);
    assert_eq!(disk.files(), ["copy.fovea"]);
    run(fovea().args(["model", "verify"]).arg(&file)).exits(0);
}

#[test]
fn a_full_disk_for_heat_maps_and_reports_is_told() {
    let Some(disk) = SmallDisk::mount("64k") else { return };
    let mut command = fovea();
    command.args(["predict", "--heatmaps"]).arg(disk.path("heat")).arg(&anomaly().file).arg(parts());
    let failed = run(&mut command).exits(1);
    assert!(failed.err.contains("No space left") && failed.err.contains("hint: "), "{}", failed.err);
    for name in files(&disk.path("heat/blob")) {
        fovea_vision::decode_file(&disk.path("heat/blob").join(name), &fovea_vision::Limits::default())
            .unwrap();
    }
    let mut command = fovea();
    command
        .arg("evaluate")
        .arg(&anomaly().file)
        .arg("--data")
        .arg(parts())
        .arg("--report")
        .arg(disk.path("r"));
    let failed = run(&mut command).exits(1);
    assert!(failed.err.contains("No space left"), "{}", failed.err);
    assert!(!disk.path("r/report.html").exists());
}

#[test]
fn a_full_disk_for_what_is_kept_while_training_is_told() {
    let Some(disk) = SmallDisk::mount("16k") else { return };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("m.fovea");
    let failed = run(train_to(&out).env("TMPDIR", disk.folder.path())).fails(1, "train.unwritable");
    assert!(failed.err.contains("TMPDIR"), "{}", failed.err);
    assert!(!out.exists());
}

#[test]
fn output_that_cannot_be_written_is_no_success() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut verify = fovea();
    verify.args(["model", "inspect"]).arg(&anomaly().file);
    let mut predict = fovea();
    predict.args(["predict", "--json"]).arg(&anomaly().file).arg(parts());
    for command in [&mut verify, &mut predict] {
        let done = command.stdout(full()).output().unwrap();
        let err = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{err}");
        assert!(err.contains("error[output.unwritable]"), "{err}");
    }
}

#[test]
fn killed_while_training_leaves_the_package_of_before_and_runs_again() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("m.fovea");
    let train = |more: &[&str]| segment_training(&out, more);
    assert_eq!(start_until(&mut train(&[]), "training 1/").signal("KILL").code, None);
    assert!(!out.exists());
    std::fs::copy(&anomaly().file, &out).unwrap();
    assert_eq!(start_until(&mut train(&[]), "training 1/").signal("KILL").code, None);
    assert!(std::fs::read(&out).unwrap() == std::fs::read(&anomaly().file).unwrap());
    let done = run(&mut train(&["--budget", "8s"])).exits(4);
    assert_eq!(done.json()["manifest"]["task"], "segment");
    run(fovea().args(["model", "verify"]).arg(&out)).exits(0);
}

#[test]
fn killed_while_writing_a_package_leaves_a_whole_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = copy(anomaly(), folder.path());
    let before = Package::read(&file).unwrap();
    let (mut killed, mut halves) = (0, 0);
    for round in 0..40u64 {
        let threshold = (round + 1) as f32 / 100.0;
        let old = Package::read(&file).unwrap().manifest.threshold;
        let mut command = fovea();
        command.args(["model", "threshold"]).arg(&file).arg(threshold.to_string());
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(round * 3));
        let _ = child.kill();
        killed += usize::from(child.wait().unwrap().code().is_none());
        let found = Package::read(&file).unwrap();
        assert!([old, threshold].contains(&found.manifest.threshold), "{}", found.manifest.threshold);
        assert_eq!(found.files, before.files);
        for name in files(folder.path()).into_iter().filter(|n| n != "copy.fovea") {
            // What a killed program leaves never has the name of a package.
            assert!(name.starts_with('.') && !name.ends_with(".fovea"), "{name}");
            std::fs::remove_file(folder.path().join(name)).unwrap();
            halves += 1;
        }
    }
    eprintln!("{killed} of 40 were killed, {halves} of them while writing");
    run(fovea().args(["model", "threshold"]).arg(&file).arg("0.5")).exits(0);
    run(fovea().args(["model", "verify"]).arg(&file)).exits(0);
}
