use super::evaluate::{evaluate, tell};
use super::open_data;
use super::train::{checkpoint_of, train_to};
use crate::cli::{DataArgs, DemoArgs};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_datasets::{DataSet, Format};
use fovea_domain::Task;
use fovea_domain::quality::{ThresholdRule, holdout};
use fovea_infer::{LoadOptions, Model};
use fovea_learn::{Stop, TrainOptions};

/// Share of the spots that the demo judges and does not teach.
const KEPT_BACK: f64 = 0.3;

/// The whole way on the sample: learn from some spots of the parts, judge the pictures of others, write a report.
pub fn run(args: &DemoArgs) -> Result<u8, Failure> {
    let data = DataArgs { data: args.data.clone(), format: Format::Auto, good: vec![], group: None };
    let set = open_data(&data)?;
    let (teach, judge) = part(set);
    note!("{} pictures to learn from, {} of other spots to judge", teach.samples.len(), judge.samples.len());
    let file = args.out.join("ball-screw.fovea");
    let options = TrainOptions {
        task: Task::Segment,
        name: "ball-screw".into(),
        seed: 0,
        threads: args.threads.count(),
        size: None,
        rule: ThresholdRule::Cost(20.0),
        checkpoint: Some(checkpoint_of(&file)),
    };
    let (_, stopped_early) = train_to(&teach, &options, &file, &Stop::new(None))?;
    let load = LoadOptions { sessions: args.threads.count(), threads: 1, check: true };
    let (evaluation, report) = evaluate(&Model::open(&file, load)?, &judge, Some(&args.out))?;
    tell(&evaluation)?;
    say!("model:  {}", file.display())?;
    if let Some(report) = report {
        say!("report: {}", report.display())?;
    }
    Ok(if stopped_early { exit::STOPPED } else { exit::DONE })
}

/// Cuts a data set in two that share no part.
fn part(set: DataSet) -> (DataSet, DataSet) {
    let groups: Vec<String> = set.samples.iter().map(|s| s.group.clone()).collect();
    let classes: Vec<usize> = set.samples.iter().map(|s| s.class.unwrap_or(0)).collect();
    let held = holdout(&groups, &classes, KEPT_BACK, 0);
    let (mut teach, mut judge) = (set.clone(), set);
    let keep = |set: &mut DataSet, wanted: bool| {
        let mut flags = held.iter();
        set.samples.retain(|_| flags.next() == Some(&wanted));
    };
    keep(&mut teach, false);
    keep(&mut judge, true);
    (teach, judge)
}
