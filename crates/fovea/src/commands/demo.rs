use super::evaluate::{evaluate, tell};
use super::train::{checkpoint_of, train_to};
use super::open_data;
use crate::cli::{DataArgs, DemoArgs};
use crate::console::say;
use crate::failure::{Failure, exit};
use fovea_datasets::Format;
use fovea_domain::Task;
use fovea_domain::quality::ThresholdRule;
use fovea_infer::{LoadOptions, Model};
use fovea_learn::{Stop, TrainOptions};

pub fn run(args: &DemoArgs) -> Result<u8, Failure> {
    let data = DataArgs { data: args.data.clone(), format: Format::Auto, good: vec![], group: None };
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
    let (_, stopped_early) = train_to(&data, &options, &file, &Stop::new(None))?;
    let load = LoadOptions { sessions: args.threads.count(), threads: 1, check: true };
    let (evaluation, report) = evaluate(&Model::open(&file, load)?, &open_data(&data)?, Some(&args.out))?;
    tell(&evaluation)?;
    say!("model:  {}", file.display())?;
    if let Some(report) = report {
        say!("report: {}", report.display())?;
    }
    Ok(if stopped_early { exit::STOPPED } else { exit::DONE })
}
