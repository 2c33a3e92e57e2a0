use super::evaluate::{evaluate, tell};
use super::train::{checkpoint_of, train_to};
use super::{DONE, open_data};
use crate::cli::{DataArgs, DemoArgs};
use crate::failure::Failure;
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
    train_to(&data, &options, &file, &Stop::new(None))?;
    let load = LoadOptions { sessions: args.threads.count(), threads: 1, check: true };
    let (evaluation, report) = evaluate(&Model::open(&file, load)?, &open_data(&data)?, Some(&args.out))?;
    tell(&evaluation);
    println!("model:  {}", file.display());
    if let Some(report) = report {
        println!("report: {}", report.display());
    }
    DONE
}
