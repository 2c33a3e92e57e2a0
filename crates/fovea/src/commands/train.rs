use super::{make_folder, open_data, percent, print_json};
use crate::cli::{TaskArg, TrainArgs};
use crate::console::say;
use crate::failure::{Failure, exit};
use crate::progress::Reporter;
use fovea_datasets::DataSet;
use fovea_domain::Task;
use fovea_domain::quality::{Evaluation, ThresholdRule};
use fovea_infer::{InferError, Package};
use fovea_learn::{Stop, TrainOptions, Trained};
use serde::Serialize;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What `fovea train --json` prints.
#[derive(Serialize)]
struct Document<'a> {
    model: Cow<'a, str>,
    stopped_early: bool,
    seconds: f64,
    manifest: &'a fovea_infer::Manifest,
}

const DEFAULT_COST: f64 = 20.0;

pub fn run(args: &TrainArgs) -> Result<u8, Failure> {
    if (args.flips || args.no_flips) && !matches!(args.task, TaskArg::Segment | TaskArg::Detect) {
        return Err(Failure {
            exit: 2,
            code: "train.no_flips".into(),
            message: "only masks and boxes gain by judging pictures turned over".into(),
            hint: "leave out --flips and --no-flips, or train with --task segment or detect".into(),
        });
    }
    if args.steps.is_some() && !matches!(args.task, TaskArg::Segment | TaskArg::Detect) {
        return Err(Failure {
            exit: 2,
            code: "train.no_steps".into(),
            message: format!("the task {} learns without steps that could be counted", Task::from(args.task)),
            hint: "leave out --steps, or train with --task segment or detect".into(),
        });
    }
    if args.tune && !matches!(args.task, TaskArg::Detect | TaskArg::Segment | TaskArg::Read) {
        return Err(Failure {
            exit: 2,
            code: "train.no_tune".into(),
            message: format!("the task {} keeps the backbone as it is", Task::from(args.task)),
            hint: "leave out --tune, or train with --task detect, segment or read".into(),
        });
    }
    if args.paste_in && !matches!(args.task, TaskArg::Anomaly) {
        return Err(Failure {
            exit: 2,
            code: "train.no_paste_in".into(),
            message: format!("the task {} learns from no pasted pictures", Task::from(args.task)),
            hint: "leave out --paste-in, or train with --task anomaly".into(),
        });
    }
    if args.read.given() && !matches!(args.task, TaskArg::Read) {
        return Err(Failure {
            exit: 2,
            code: "train.no_read".into(),
            message: "patterns, regions and checks are for reading text".into(),
            hint: "leave them out, or train with --task read".into(),
        });
    }
    if args.template.is_some() && !matches!(args.task, TaskArg::Compare) {
        return Err(Failure {
            exit: 2,
            code: "train.no_template".into(),
            message: format!("the task {} compares with no template", Task::from(args.task)),
            hint: "leave out --template, or train with --task compare".into(),
        });
    }
    let options = TrainOptions {
        task: args.task.into(),
        name: args.name.clone().unwrap_or_else(|| name_of(&args.out)),
        seed: args.seed,
        threads: args.threads.count(),
        size: args.size,
        flips: (args.flips || args.no_flips).then_some(args.flips),
        steps: args.steps.map(|n| n as usize),
        tune: args.tune,
        rule: match (args.overkill, args.cost) {
            (Some(share), _) => ThresholdRule::Overkill(share),
            (None, cost) => ThresholdRule::Cost(cost.unwrap_or(DEFAULT_COST)),
        },
        checkpoint: Some(checkpoint_of(&args.out)),
        read: args.read.spec(args.size),
        template: args.template.clone(),
        paste_in: args.paste_in,
    };
    if args.restart {
        let _ = std::fs::remove_file(checkpoint_of(&args.out));
    }
    let stop = Stop::new(args.budget);
    let reporter = Reporter::new(args.progress).within(args.budget);
    let (package, stopped_early) =
        train_to(&open_data(&args.data)?, &options, &args.out, (&stop, &reporter))?;
    let seconds = stop.elapsed().as_secs_f64();
    if args.json {
        print_json(&Document {
            model: args.out.to_string_lossy(),
            stopped_early,
            seconds,
            manifest: &package.manifest,
        })?;
    } else {
        tell(&package, &args.out, seconds)?;
    }
    Ok(if stopped_early { exit::STOPPED } else { exit::DONE })
}

/// Trains and writes the package; also what the demo does.
pub fn train_to(
    set: &DataSet,
    options: &TrainOptions,
    out: &Path,
    (stop, reporter): (&Stop, &Reporter),
) -> Result<(Package, bool), Failure> {
    if let Some(parent) = out.parent().filter(|p| !p.as_os_str().is_empty()) {
        make_folder(parent)?;
    }
    check_place(out)?;
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(stop.flag()))?;
    }
    let Trained { package, stopped_early } = fovea_learn::train(set, options, reporter, stop)?;
    package.write(out)?;
    // One that was stopped goes on from there when asked again.
    if let (Some(path), false) = (&options.checkpoint, stopped_early) {
        let _ = std::fs::remove_file(path);
    }
    Ok((package, stopped_early))
}

/// Tells at once where the package could not be written at the end: a training may take long.
fn check_place(out: &Path) -> Result<(), Failure> {
    let fail = |source| InferError::Write { path: out.into(), source };
    if out.is_dir() || out.file_name().is_none() {
        return Err(fail(std::io::ErrorKind::IsADirectory.into()).into());
    }
    let mut name = checkpoint_of(out).into_os_string();
    name.push(format!(".{}", std::process::id()));
    std::fs::File::create_new(&name).and_then(|_| std::fs::remove_file(&name)).map_err(fail)?;
    Ok(())
}

fn name_of(out: &Path) -> String {
    out.file_stem().map_or_else(|| "model".into(), |s| s.to_string_lossy().into_owned())
}

/// Where an unfinished training keeps what it learnt.
pub fn checkpoint_of(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_os_string();
    name.push(".checkpoint");
    out.with_file_name(name)
}

fn tell(package: &Package, out: &Path, seconds: f64) -> Result<(), Failure> {
    let m = &package.manifest;
    say!("{} model written to {} in {seconds:.1} s", m.task, out.display())?;
    say!("threshold {:.4}: {}", m.threshold, m.training.threshold_rule)?;
    if let Ok(e) = serde_json::from_value::<Evaluation>(m.validation.clone()) {
        say!("on {}:", m.training.validation)?;
        let r = &e.rates;
        let line = |what: &str, share: f64, n: usize, of: usize, (lo, hi): (f64, f64)| {
            say!("  {what:<9} {:>8}  ({n} of {of}; 95 %: {} to {})", percent(share), percent(lo), percent(hi))
        };
        line("overkill", r.rates.overkill, r.rates.overkilled, r.rates.good, r.overkill_interval)?;
        line("escapes", r.rates.escape, r.rates.escaped, r.rates.bad, r.escape_interval)?;
        let figures = [
            ("AUROC", e.auroc),
            ("accuracy", e.accuracy),
            ("balanced", e.balanced_accuracy),
            ("mean IoU", e.pixel.and_then(|p| p.mean_iou)),
        ];
        for (name, value) in figures.into_iter().filter_map(|(n, v)| Some((n, v?))) {
            say!("  {name:<9} {value:>8.4}")?;
        }
        if let Some(c) = &e.components {
            super::evaluate::tell_components(c)?;
        }
        if let Some(r) = &e.reading {
            super::evaluate::tell_reading(r)?;
        }
        if let Some(d) = &e.detection {
            super::evaluate::tell_detection(d)?;
        }
        if let Some(b) = &e.bead {
            super::evaluate::tell_bead(b)?;
        }
    }
    Ok(())
}
