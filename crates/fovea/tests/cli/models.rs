//! One model a task, trained once for all tests that only use it.

use crate::pictures::draw_parts;
use crate::program::{Run, fovea, run, sample};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Pictures are small and the tests many.
pub const SIZE: &str = "96";

fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-models");
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    })
}

/// Drawn parts, a folder a class: good and blob.
pub fn parts() -> &'static Path {
    static PARTS: OnceLock<PathBuf> = OnceLock::new();
    PARTS.get_or_init(|| {
        let parts = folder().join("parts");
        draw_parts(&parts);
        parts
    })
}

pub struct Trained {
    pub file: PathBuf,
    pub run: Run,
}

/// Trains on the drawn parts with two threads and seed 7.
pub fn train_parts(task: &str, file: &Path) -> Run {
    let mut command = fovea();
    command.args(["train", "--task", task, "--size", SIZE, "--threads", "2", "--seed", "7", "--json"]);
    run(command.arg("--data").arg(parts()).arg("--out").arg(file)).exits(0)
}

fn of_parts(slot: &'static OnceLock<Trained>, task: &str) -> &'static Trained {
    slot.get_or_init(|| {
        let file = folder().join(format!("{task}.fovea"));
        let run = train_parts(task, &file);
        Trained { file, run }
    })
}

pub fn anomaly() -> &'static Trained {
    static MODEL: OnceLock<Trained> = OnceLock::new();
    of_parts(&MODEL, "anomaly")
}

pub fn classify() -> &'static Trained {
    static MODEL: OnceLock<Trained> = OnceLock::new();
    of_parts(&MODEL, "classify")
}

/// Trained on the ball screw for ten seconds: little is learnt, but all of it is there.
pub fn segment() -> &'static Trained {
    static MODEL: OnceLock<Trained> = OnceLock::new();
    MODEL.get_or_init(|| {
        let file = folder().join("segment.fovea");
        let mut command = fovea();
        command.args(["train", "--task", "segment", "--budget", "10s", "--threads", "2", "--json"]);
        let run = run(command.arg("--data").arg(sample()).arg("--out").arg(&file)).exits(4);
        Trained { file, run }
    })
}

/// A copy that a test may change.
pub fn copy(model: &Trained, folder: &Path) -> PathBuf {
    let file = folder.join("copy.fovea");
    std::fs::copy(&model.file, &file).unwrap();
    file
}

/// `train` a segmentation of the sample, which takes long enough to be stopped on the way.
pub fn segment_training(out: &Path, more: &[&str]) -> Command {
    let mut command = fovea();
    command.args(["train", "--task", "segment", "--json"]).args(more);
    command.arg("--data").arg(sample()).arg("--out").arg(out);
    command
}
