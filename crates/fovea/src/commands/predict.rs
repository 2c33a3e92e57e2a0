mod expected;

use super::make_folder;
use crate::cli::{PredictArgs, ProgressArg};
use crate::console::note;
use crate::failure::{Failure, exit};
use crate::progress::Reporter;
use fovea_domain::{Prediction, Task, Verdict};
use fovea_infer::{InferError, LoadOptions, Model, Outcome, run_paths};
use fovea_learn::Progress;
use fovea_recipe::Ignored;
use fovea_vision::difference::is_template;
use fovea_vision::{
    Limits, Photo, decode_file, encode_png_gray, encode_png_rgb, heat_picture, read_limited, write_atomic,
};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};

/// One line of `fovea predict --json`.
#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    #[serde(flatten)]
    prediction: &'a Prediction,
}

/// A picture to judge and the name (without ending) of what is written for it.
pub(super) struct Job {
    pub path: PathBuf,
    pub name: PathBuf,
}

/// Why the work ends before its last picture.
enum Ended {
    /// The reader of the lines, such as `head`, has seen enough; that is no failure.
    Unread,
    Failed(Failure),
}

pub fn run(args: &PredictArgs) -> Result<u8, Failure> {
    if fovea_recipe::is_recipe(&args.model)? {
        return super::recipe::predict(args);
    }
    let jobs = gather(&args.paths)?;
    let load = LoadOptions { sessions: args.threads.count(), threads: 1, check: true };
    judge(args, Model::open(&args.model, load)?, jobs)
}

/// As [`run`], by a model that is open already.
pub(super) fn judge(args: &PredictArgs, mut model: Model, mut jobs: Vec<Job>) -> Result<u8, Failure> {
    beside_templates(args, &mut model, &mut jobs)?;
    if args.masks.is_some() && !matches!(model.manifest.task, Task::Segment | Task::Glue) {
        return Err(Failure {
            exit: 2,
            code: "predict.no_masks".into(),
            message: format!("a model of task {} tells no class of pixels", model.manifest.task),
            hint: "leave out --masks, or train with --task segment".into(),
        });
    }
    let ignored = ignored(args, model.manifest.task)?;
    let expected = expected::Expected::of(args, &model)?;
    let paths: Vec<PathBuf> = jobs.iter().map(|j| j.path.clone()).collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut done, mut end) = (0usize, None);
    let reporter = progress_of(args).map(Reporter::new);
    run_paths(&model, &paths, usize::from(args.batch), &Limits::default(), &mut |item| {
        let job = &jobs[item.index];
        let written = match item.result {
            Err(e) => {
                match &reporter {
                    Some(reporter) => reporter.warn(&format!("left out: {e}")),
                    None => note!("warning: left out: {e}"),
                }
                Ok(())
            }
            Ok((picture, mut outcome)) => {
                done += 1;
                expected.hold(&model, job, &picture, &mut outcome);
                if let Some(ignored) = &ignored {
                    outcome.prediction = ignored.left_of(outcome.prediction);
                }
                write_files(args, job, &picture, &outcome).map_err(Ended::Failed).and_then(|()| {
                    write_line(args, &mut out, job, &outcome).map_err(|e| match e.kind() {
                        ErrorKind::BrokenPipe => Ended::Unread,
                        _ => Ended::Failed(e.into()),
                    })
                })
            }
        };
        end = written.err();
        if let Some(reporter) = &reporter {
            reporter.step("predicting", item.index + 1, jobs.len(), "");
        }
        end.is_none()
    });
    match end {
        Some(Ended::Unread) => return Ok(exit::DONE),
        Some(Ended::Failed(failure)) => return Err(failure),
        None => {}
    }
    if done == 0 {
        return Err(no_picture("none of the pictures could be read"));
    }
    Ok(exit::DONE)
}

/// A bar is for people whose terminal does not show the verdicts themselves.
fn progress_of(args: &PredictArgs) -> Option<ProgressArg> {
    let unseen = std::io::stderr().is_terminal() && !std::io::stdout().is_terminal();
    args.progress.or(unseen.then_some(ProgressArg::Text))
}

/// Of a model that compares: what with, and no template is judged as if it were a board.
fn beside_templates(args: &PredictArgs, model: &mut Model, jobs: &mut Vec<Job>) -> Result<(), Failure> {
    match (&args.template, model.compares()) {
        (None, false) => return Ok(()),
        (Some(_), false) => {
            return Err(Failure {
                exit: 2,
                code: "predict.no_template".into(),
                message: format!("a model of task {} compares with no template", model.manifest.task),
                hint: "leave out --template, or train with --task compare".into(),
            });
        }
        (Some(file), true) => {
            let template = decode_file(file, &Limits::default()).map_err(InferError::from)?;
            model.set_template(template);
            let same = |job: &Job| std::fs::canonicalize(&job.path).ok() == std::fs::canonicalize(file).ok();
            jobs.retain(|job| !same(job));
        }
        (None, true) => {}
    }
    jobs.retain(|job| !is_template(&job.path));
    if jobs.is_empty() {
        return Err(no_picture("no picture in the given paths but templates"));
    }
    Ok(())
}

/// Of a path that was given, or a folder within.
fn unreadable(path: &Path, why: &std::io::Error) -> Failure {
    Failure {
        exit: exit::DATA,
        code: "predict.unreadable".into(),
        message: format!("`{}` cannot be read: {why}", path.display()),
        hint: "check the path and who may read it".into(),
    }
}

/// Parts that do not matter, of a model that finds places.
fn ignored(args: &PredictArgs, task: Task) -> Result<Option<Ignored>, Failure> {
    let Some(file) = &args.ignore else { return Ok(None) };
    if !Ignored::fits(task) {
        return Err(Failure {
            exit: exit::USAGE,
            code: "predict.no_ignore".into(),
            message: format!("a model of task {task} finds no places that could be left out"),
            hint: "leave out --ignore".into(),
        });
    }
    read_ignored(file).map(|(ignored, _)| Some(ignored))
}

/// Parts that do not matter from a file, and what it holds.
pub(super) fn read_ignored(file: &Path) -> Result<(Ignored, Vec<u8>), Failure> {
    let json = read_limited(file, &Limits::default()).map_err(InferError::from)?;
    let ignored = Ignored::read(&json).map_err(|fault| Failure {
        exit: exit::DATA,
        code: "predict.ignore".into(),
        message: format!("`{}`: {fault}", file.display()),
        hint: r#"it holds shapes by name, such as {"clamp": {"box": [x, y, width, height]}}"#.into(),
    })?;
    Ok((ignored, json))
}

pub(super) fn no_picture(message: &str) -> Failure {
    Failure {
        exit: exit::DATA,
        code: "predict.no_picture".into(),
        message: message.into(),
        hint: "give picture files or folders that hold some (JPEG, PNG, BMP, TIFF, WebP, GIF, PNM)".into(),
    }
}

fn write_line(
    args: &PredictArgs,
    out: &mut impl Write,
    job: &Job,
    outcome: &Outcome,
) -> Result<(), std::io::Error> {
    let (path, told) = (job.path.to_string_lossy(), &outcome.prediction);
    if args.json {
        serde_json::to_writer(&mut *out, &Line { path: &path, prediction: told })?;
        writeln!(out)?;
    } else {
        let word = if told.verdict == Verdict::Ng { "NG" } else { "OK" };
        let class = told.class.as_deref().unwrap_or("");
        match told.texts.as_slice() {
            [] => writeln!(
                out,
                "{word}  {:.4}  {class:<16} {} regions  {path}",
                told.score,
                told.regions.len()
            )?,
            texts => {
                let texts = texts.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" | ");
                writeln!(out, "{word}  {:.4}  {class:<16} {texts}  {path}", told.score)?;
            }
        }
    }
    // Who watches a line wants each verdict at once, not by the block.
    out.flush()
}

fn write_files(args: &PredictArgs, job: &Job, picture: &Photo, outcome: &Outcome) -> Result<(), Failure> {
    if let Some(dir) = &args.heatmaps {
        let heat = &outcome.heat;
        let (w, h) = (heat.width as u32, heat.height as u32);
        let drawn = heat_picture(&heat.data, w, h, picture.width, picture.height);
        write_png(dir, &job.name, &encode_png_rgb(&drawn)?)?;
    }
    if let (Some(dir), Some(mask)) = (&args.masks, &outcome.mask) {
        write_png(dir, &job.name, &encode_png_gray(&mask.data, mask.width, mask.height)?)?;
    }
    Ok(())
}

pub(super) fn write_png(dir: &Path, name: &Path, png: &[u8]) -> Result<(), Failure> {
    let mut file = dir.join(name).into_os_string();
    file.push(".png");
    let path = PathBuf::from(file);
    if let Some(parent) = path.parent() {
        make_folder(parent)?;
    }
    write_atomic(&path, png)?;
    Ok(())
}

/// All pictures of the given paths; folders are searched by name endings, files are taken as they are.
pub(super) fn gather(paths: &[PathBuf]) -> Result<Vec<Job>, Failure> {
    let mut found: Vec<(PathBuf, PathBuf)> = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside = Vec::new();
            search(path, path, &mut inside)?;
            inside.sort();
            found.extend(inside);
        } else if path.exists() {
            found.push((path.clone(), PathBuf::from(path.file_name().unwrap_or_default())));
        } else {
            return Err(unreadable(path, &ErrorKind::NotFound.into()));
        }
    }
    if found.is_empty() {
        return Err(no_picture("no picture in the given paths"));
    }
    let mut taken = BTreeSet::new();
    let jobs = found.into_iter().map(|(path, name)| {
        // Only plain parts, so that nothing is ever written outside the folder asked for.
        let plain: PathBuf = name.components().filter(|c| matches!(c, Component::Normal(_))).collect();
        let stem = plain.with_extension("");
        let mut name = stem.clone();
        let mut n = 2;
        while !taken.insert(name.clone()) {
            let mut text = stem.clone().into_os_string();
            text.push(format!("_{n}"));
            name = text.into();
            n += 1;
        }
        Job { path, name }
    });
    Ok(jobs.collect())
}

const ENDINGS: [&str; 12] =
    ["jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "gif", "pgm", "ppm", "pbm", "pnm"];

fn search(root: &Path, dir: &Path, found: &mut Vec<(PathBuf, PathBuf)>) -> Result<(), Failure> {
    let fail = |e| unreadable(dir, &e);
    for entry in std::fs::read_dir(dir).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(fail)?);
        // Links are not followed: one could lead anywhere, or round in circles.
        if kind.is_dir() {
            search(root, &path, found)?;
        } else if kind.is_file() {
            let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
            if ending.is_some_and(|e| ENDINGS.contains(&e.as_str())) {
                let name = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
                found.push((path, name));
            }
        }
    }
    Ok(())
}
