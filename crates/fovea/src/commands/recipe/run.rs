use super::open::{given, opened, ready};
use crate::cli::{GivenArgs, PredictArgs, RecipeRunArgs};
use crate::commands::predict::{Job, gather, no_picture, write_png};
use crate::console::note;
use crate::failure::{Failure, exit};
use fovea_domain::BBox;
use fovea_recipe::{Ran, Reason, Runner, Verdict, Verdicted, run_pictures};
use fovea_vision::{Picture, encode_png_rgb};
use serde::Serialize;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// One line of `fovea recipe run --json`.
#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    #[serde(flatten)]
    verdicted: &'a Verdicted,
    ms: LineMs,
}

#[derive(Serialize)]
struct LineMs {
    decode: f32,
    run: f32,
    total: f32,
}

/// Why the work ends before its last picture.
enum Ended {
    /// The reader of the lines has seen enough; that is no failure.
    Unread,
    Failed(Failure),
}

/// What is done with the pictures.
struct Plan<'a> {
    recipe: &'a Path,
    paths: &'a [PathBuf],
    given: &'a GivenArgs,
    threads: usize,
    json: bool,
    crops: Option<&'a Path>,
}

pub fn run(args: &RecipeRunArgs) -> Result<u8, Failure> {
    work(&Plan {
        recipe: &args.recipe,
        paths: &args.paths,
        given: &args.given,
        threads: args.threads.count(),
        json: args.json,
        crops: args.crops.as_deref(),
    })
}

/// `fovea predict` with the package of a recipe.
pub fn predict(args: &PredictArgs) -> Result<u8, Failure> {
    let other = [
        (args.heatmaps.is_some(), "--heatmaps"),
        (args.masks.is_some(), "--masks"),
        (args.template.is_some(), "--template"),
        (args.ignore.is_some(), "--ignore"),
        (args.expected.is_some(), "--expected"),
        (args.batch != 1, "--batch"),
    ];
    if let Some((_, option)) = other.into_iter().find(|(given, _)| *given) {
        return Err(Failure {
            exit: exit::USAGE,
            code: "predict.recipe".into(),
            message: format!("{option} is of models, and this is the package of a recipe"),
            hint: "leave it out; `fovea recipe run --crops DIR` writes the parts that show reasons".into(),
        });
    }
    work(&Plan {
        recipe: &args.model,
        paths: &args.paths,
        given: &GivenArgs { today: args.today, ..GivenArgs::default() },
        threads: args.threads.count(),
        json: args.json,
        crops: None,
    })
}

fn work(plan: &Plan) -> Result<u8, Failure> {
    let jobs = gather(plan.paths)?;
    let opened = opened(plan.recipe)?;
    let loaded = ready(opened.recipe, &opened.source, plan.threads)?;
    let given = given(plan.given, &loaded)?;
    let runner = Runner::new(loaded);
    let paths: Vec<PathBuf> = jobs.iter().map(|j| j.path.clone()).collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut done, mut end) = (0usize, None);
    run_pictures(&runner, &paths, &given, plan.threads, &mut |index, ran| {
        let job = &jobs[index];
        let written = match ran {
            Err(e) => {
                note!("warning: left out: {e}");
                Ok(())
            }
            Ok(mut ran) => {
                done += 1;
                write_crops(plan.crops, job, &mut ran).map_err(Ended::Failed).and_then(|()| {
                    write_line(plan.json, &mut out, job, &ran).map_err(|e| match e.kind() {
                        ErrorKind::BrokenPipe => Ended::Unread,
                        _ => Ended::Failed(e.into()),
                    })
                })
            }
        };
        end = written.err();
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

fn write_line(json: bool, out: &mut impl Write, job: &Job, ran: &Ran) -> Result<(), std::io::Error> {
    let (path, told) = (job.path.to_string_lossy(), &ran.verdicted);
    if json {
        let total = ran.decode_ms + ran.run_ms;
        let ms = LineMs { decode: ran.decode_ms, run: ran.run_ms, total };
        serde_json::to_writer(&mut *out, &Line { path: &path, verdicted: told, ms })?;
        writeln!(out)?;
    } else {
        let word = match told.verdict {
            Verdict::Ok => "OK",
            Verdict::Ng => "NG",
            Verdict::Recheck => "RECHECK",
        };
        writeln!(out, "{word:<7}  {path}")?;
        for reason in &told.reasons {
            writeln!(out, "           {}", words(reason))?;
        }
    }
    // Who watches a line wants each verdict at once, not by the block.
    out.flush()
}

/// A reason for people.
pub fn words(reason: &Reason) -> String {
    let mut text =
        reason.rule.as_ref().map_or(reason.step.clone(), |rule| format!("{} / {rule}", reason.step));
    if let Some(of) = &reason.of {
        text += &format!(" ({of}");
        text += &reason.region.as_ref().map_or(String::new(), |region| format!(", {region}"));
        text.push(')');
    }
    text += &format!(": {}", reason.kind.words());
    if let Some(what) = &reason.what {
        text += &format!(", {what}");
    }
    match &reason.fault {
        Some(fault) => text += &format!(": {fault}"),
        None => {
            text += &reason.measured.as_ref().map_or(String::new(), |m| format!(": {m}"));
            text += &reason.limit.as_ref().map_or(String::new(), |l| format!(", limit {l}"));
        }
    }
    text
}

/// Pixels around what shows a reason.
const MARGIN: f32 = 12.0;

/// Of each reason that has a place, that part of the picture.
fn write_crops(dir: Option<&Path>, job: &Job, ran: &mut Ran) -> Result<(), Failure> {
    let Some(dir) = dir else { return Ok(()) };
    for (n, reason) in ran.verdicted.reasons.iter_mut().enumerate() {
        let Some(part) = reason.crop.and_then(|b| part(&ran.picture, &b)) else { continue };
        let plain = |text: &str| -> String {
            text.chars()
                .map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '_' })
                .take(60)
                .collect()
        };
        let rule = reason.rule.as_deref().map_or(String::new(), |rule| format!("-{}", plain(rule)));
        let name = job.name.join(format!("{}-{}{rule}", n + 1, plain(&reason.step)));
        write_png(dir, &name, &encode_png_rgb(&part)?)?;
        reason.crop_file = Some(format!("{}.png", name.display()));
    }
    Ok(())
}

fn part(picture: &Picture, bbox: &BBox) -> Option<Picture> {
    let grown =
        BBox { x: bbox.x - MARGIN, y: bbox.y - MARGIN, w: bbox.w + 2.0 * MARGIN, h: bbox.h + 2.0 * MARGIN };
    let BBox { x, y, w, h } = grown.clip(picture.width as f32, picture.height as f32)?;
    let part = picture.crop(x as u32, y as u32, w.ceil() as u32, h.ceil() as u32);
    (part.width > 0 && part.height > 0).then_some(part)
}
