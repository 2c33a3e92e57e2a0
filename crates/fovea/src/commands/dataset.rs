use super::{DONE, open_data, print_json, remote};
use crate::cli::{DataArgs, DatasetCommand, InspectArgs, ProgressArg};
use crate::console::say;
use crate::failure::Failure;
use crate::progress::Reporter;
use fovea_learn::Progress;

pub fn run(command: &DatasetCommand) -> Result<u8, Failure> {
    match command {
        DatasetCommand::Inspect(args) => inspect(args),
        DatasetCommand::Versions(args) => remote::dataset_versions(args),
        DatasetCommand::Diff(args) => remote::dataset_diff(args),
        DatasetCommand::Split(args) => remote::dataset_split(args),
        DatasetCommand::Stats(args) => remote::dataset_stats(args),
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
