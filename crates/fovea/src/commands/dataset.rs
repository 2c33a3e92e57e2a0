use super::{DONE, open_data, print_json, remote};
use crate::cli::{ConvertArgs, DataArgs, DatasetCommand, InspectArgs, ProgressArg};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use crate::progress::Reporter;
use fovea_api::RefusedEntry;
use fovea_datasets::write::{named, said};
use fovea_datasets::{Converted, DataError, Format, OpenOptions, Problem, Unmentioned};
use fovea_learn::Progress;
use fovea_vision::Limits;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

pub fn run(command: &DatasetCommand) -> Result<u8, Failure> {
    match command {
        DatasetCommand::Inspect(args) => inspect(args),
        DatasetCommand::Chessboard(args) => super::chessboard::run(args),
        DatasetCommand::Centroids(args) => super::centroids::run(args),
        DatasetCommand::Convert(args) => convert(args),
        DatasetCommand::List(args) => remote::dataset_list(args),
        DatasetCommand::Create(args) => remote::dataset_create(args),
        DatasetCommand::Import(args) => remote::dataset_import(args),
        DatasetCommand::Imports(args) => remote::dataset_imports(args),
        DatasetCommand::Refused(args) => remote::dataset_refused(args),
        DatasetCommand::Versions(args) => remote::dataset_versions(args),
        DatasetCommand::Diff(args) => remote::dataset_diff(args),
        DatasetCommand::Split(args) => remote::dataset_split(args),
        DatasetCommand::Stats(args) => remote::dataset_stats(args),
        DatasetCommand::Export(args) => remote::dataset_export(args),
        DatasetCommand::Crops(args) => remote::dataset_crops(args),
        DatasetCommand::Copy(args) => remote::dataset_copy(args),
        DatasetCommand::Prelabel(args) => remote::dataset_prelabel(args),
        DatasetCommand::Advise(args) => remote::dataset_advise(args),
        DatasetCommand::Publish(args) => remote::dataset_publish(args),
    }
}

fn inspect(args: &InspectArgs) -> Result<u8, Failure> {
    let data = DataArgs {
        data: args.dir.clone(),
        format: args.format,
        good: args.good.clone(),
        group: args.group.clone(),
    };
    let set = open_data(&data)?;
    let reporter = Reporter::new(ProgressArg::Text);
    let more = fovea_datasets::check(&set, args.threads.count(), &|done, total| {
        reporter.step("reading", done, total, "");
    });
    let seen = fovea_datasets::inspect(&set, more);
    if args.json {
        print_json(&seen)?;
        return DONE;
    }
    say!("{}: {}, {} pictures", seen.root, seen.format, seen.pictures)?;
    say!("  labelled {}, without label {}", seen.labelled, seen.unlabelled)?;
    for class in &seen.classes {
        let good = if class.good { "good" } else { "" };
        say!("  {:<24} {:>7} pictures  {:>7} regions  {good}", class.name, class.pictures, class.regions)?;
    }
    if let Some(groups) = &seen.groups {
        say!("  {} groups that stay together: {}", groups.count, groups.rule)?;
    }
    for task in &seen.tasks {
        match &task.why_not {
            None => say!("  enough for {}", task.task)?,
            Some(why) => say!("  not enough for {}: {why}", task.task)?,
        }
    }
    for problem in &seen.problems {
        say!("  problem: {}: {}", problem.path, problem.message)?;
    }
    DONE
}

/// What a conversion came to, for programs.
#[derive(Serialize)]
struct Report<'a> {
    from: Format,
    #[serde(flatten)]
    converted: &'a Converted,
    problems: &'a [Problem],
    /// Entries of the archive that were left out.
    left_out: &'a [RefusedEntry],
}

fn convert(args: &ConvertArgs) -> Result<u8, Failure> {
    let mut unpacked = None;
    let mut left_out = Vec::new();
    let dir = if args.dir.is_file() && fovea_api::is_archive(&args.dir) {
        let into = beside(&args.out);
        if into.exists() {
            return Err(DataError::OutTaken { path: into }.into());
        }
        let into = unpacked.insert(Unpacked(into));
        left_out = fovea_api::unpack_folder(&args.dir, &into.0).map_err(|e| Failure {
            exit: exit::FAILED,
            code: "dataset.not_unpacked".into(),
            message: format!("{} cannot be unpacked: {}", args.dir.display(), e.problem().detail),
            hint: "look at the free space beside the folder to make".into(),
        })?;
        inner(&into.0)
    } else {
        args.dir.clone()
    };
    let options = OpenOptions {
        format: args.from,
        good: args.good.clone(),
        unmentioned: if args.unmentioned_unlabelled { Unmentioned::Unlabelled } else { Unmentioned::Good },
        ..OpenOptions::default()
    };
    let mut taken_out = None;
    let (dir, wrong) = if fovea_datasets::holds_recorded_pictures(&dir, &Limits::default()) {
        let into = args.out.with_file_name(format!("{}.records", named_like(&args.out)));
        if into.exists() {
            return Err(DataError::OutTaken { path: into }.into());
        }
        let into = taken_out.insert(Unpacked(into));
        let wrong = fovea_datasets::unpack_recorded(&dir, &into.0, &Limits::default())?;
        (into.0.clone(), wrong)
    } else {
        (dir, Vec::new())
    };
    let mut set = fovea_datasets::open(&dir, &options)?;
    set.problems.extend(wrong);
    let reporter = Reporter::new(ProgressArg::Text);
    let told = |done, total| reporter.step("writing", done, total, "");
    let converted = fovea_datasets::convert(&set, args.to, &args.out, &Limits::default(), &told)?;
    if args.json {
        let report =
            Report { from: set.format, converted: &converted, problems: &set.problems, left_out: &left_out };
        print_json(&report)?;
        return DONE;
    }
    for one in &left_out {
        note!("warning: left out: {}: {}", one.name, one.detail);
    }
    for problem in &set.problems {
        note!("warning: {}: {}", problem.path, problem.message);
    }
    say!(
        "{}: {} to {}, {} pictures, {} regions",
        args.out.display(),
        set.format,
        args.to.name(),
        converted.pictures,
        converted.regions
    )?;
    for loss in &converted.losses {
        say!("  lost: {} × {}: {}", named(loss.kind).1, loss.count, said(loss.what).1)?;
    }
    DONE
}

/// Where an archive is unpacked: on the disk that the result goes to.
fn beside(out: &Path) -> PathBuf {
    out.with_file_name(format!("{}.unpacked", named_like(out)))
}

fn named_like(out: &Path) -> String {
    out.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Goes when the command ends, however it does.
struct Unpacked(PathBuf);

impl Drop for Unpacked {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Below folders that hold nothing but one more folder: a data set is often sent within one of its name. One that names a class of
/// good pictures says something.
fn inner(folder: &Path) -> PathBuf {
    let mut entries = fs::read_dir(folder).into_iter().flatten().flatten();
    match (entries.next(), entries.next()) {
        (Some(only), None) if only.file_type().is_ok_and(|kind| kind.is_dir()) => {
            let name = only.file_name();
            if fovea_datasets::is_good_name(&name.to_string_lossy(), &[]) {
                return folder.into();
            }
            inner(&only.path())
        }
        _ => folder.into(),
    }
}
