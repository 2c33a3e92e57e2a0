//! Pictures of a project on their way out, and models that help to label them.

use super::client;
use super::table::{clean, word};
use crate::cli::{
    AdviceArg, DatasetAdviseArgs, DatasetCopyArgs, DatasetCropsArgs, DatasetExportArgs, DatasetPrelabelArgs,
    LabelArg, PartArg, PicturesArgs, WorkArg,
};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{
    Advice, AdvisedPicture, Class, Export, ExportState, GoodOrBad, JobState, PartFilter, PicturesWanted,
    Prelabels, Project, WorkFilter,
};
use fovea_client::{Client, Query};
use fovea_store::Id;
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;

/// How often it is asked how far a job is.
const AGAIN: Duration = Duration::from_millis(500);

pub fn export(args: &DatasetExportArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let format = json!(args.format.name());
    let (path, body) = match (client.project(&args.what), args.what.contains('/')) {
        (Ok(project), _) => {
            let found = wanted(&args.pictures, &project.classes)?;
            (format!("/projects/{}/exports", project.id), json!({"found": found, "format": format}))
        }
        (Err(_), true) if is_any(&args.pictures) => {
            return Err(usage(
                "a version is exported as a whole",
                "leave the filters out, or name the project alone",
            ));
        }
        (Err(_), true) => {
            (format!("/versions/{}/exports", client.version(&args.what)?.id), json!({"format": format}))
        }
        (Err(error), false) => return Err(error.into()),
    };
    let export = ended(&client, client.post(path, &body)?, "the export ended without an archive")?;
    let bytes = client.download(format!("/exports/{}/file", export.id), &args.out)?;
    if args.remote.json {
        print_json(&export)?;
        return DONE;
    }
    say!("{} pictures, {bytes} bytes in {}", export.pictures, args.out.display())?;
    for loss in &export.losses {
        note!("note: {} {}: {}", loss.count, clean(&loss.kind), clean(&loss.what));
    }
    DONE
}

pub fn crops(args: &DatasetCropsArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let (from, into) = (client.project(&args.project)?, client.project(&args.into)?);
    let classes =
        args.region.iter().map(|name| class_named(name, &from.classes)).collect::<Result<Vec<_>, _>>()?;
    let body = json!({
        "found": wanted(&args.pictures, &from.classes)?,
        "into_project": into.id,
        "margin": args.margin,
        "class_ids": classes,
    });
    let mut export: Export = client.post(format!("/projects/{}/cuts", from.id), &body)?;
    if !args.no_wait {
        export = ended(&client, export, "the regions were not all cut")?;
    }
    match args.no_wait && !args.remote.json {
        true => say!("job {} cuts regions into {}", export.id, clean(&into.name))?,
        false => came(&export, &into.name, args.remote.json)?,
    }
    DONE
}

pub fn copy(args: &DatasetCopyArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let (from, into) = (client.project(&args.project)?, client.project(&args.into)?);
    let found = wanted(&args.pictures, &from.classes)?;
    let body = json!({"found": found, "into_project": into.id, "whole": true, "away": args.away});
    let mut export: Export = client.post(format!("/projects/{}/cuts", from.id), &body)?;
    if !args.no_wait {
        export = ended(&client, export, "the pictures were not all copied")?;
    }
    match args.no_wait && !args.remote.json {
        true => say!("job {} copies pictures into {}", export.id, clean(&into.name))?,
        false => came(&export, &into.name, args.remote.json)?,
    }
    DONE
}

/// What came into another project.
fn came(export: &Export, into: &str, json: bool) -> Result<(), Failure> {
    match &export.into {
        Some(cuts) if !json => say!(
            "{} new pictures in {}, {} were there already, {} labelled",
            cuts.added,
            clean(into),
            cuts.known,
            cuts.labelled
        )?,
        _ => print_json(export)?,
    }
    for loss in &export.losses {
        note!("note: {} {}: {}", loss.count, clean(&loss.kind), clean(&loss.what));
    }
    Ok(())
}

/// Once it is done; it fails where it ends otherwise.
fn ended(client: &Client, mut export: Export, failed: &str) -> Result<Export, Failure> {
    let mut told = None;
    while export.state == ExportState::Running {
        tell(&mut told, export.done, export.total);
        std::thread::sleep(AGAIN);
        export = client.get(format!("/exports/{}", export.id))?;
    }
    if export.state == ExportState::Done {
        return Ok(export);
    }
    let why = export.reason.as_ref().map_or_else(|| word(&export.state), |r| r.detail.clone());
    Err(Failure {
        exit: exit::FAILED,
        code: "export.ended".into(),
        message: format!("{failed}: {}", clean(&why)),
        hint: "begin it again; its job's log tells more".into(),
    })
}

pub fn prelabel(args: &DatasetPrelabelArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let (project, model): (Project, Option<Id>) = if args.read {
        (client.project(&args.model)?, None)
    } else {
        let model = client.model(&args.model)?;
        (client.get(format!("/projects/{}", model.project_id))?, Some(model.id))
    };
    let class = args.text_class.as_ref().map(|name| class_named(name, &project.classes)).transpose()?;
    let body = json!({
        "model_id": model,
        "class_id": class,
        "pictures": wanted(&args.pictures, &project.classes)?,
        "virtual_cluster_id": args.vc.as_ref().map(|v| client.virtual_cluster(v)).transpose()?.map(|v| v.id),
    });
    let path = format!("/projects/{}/prelabels", project.id);
    let mut now: Prelabels = client.post(&path, &body)?;
    let mut told = None;
    while !args.no_wait && !is_over(&now.state) {
        let progress = now.progress.as_ref().map_or((0, 0), |p| (p.done, p.total));
        tell(&mut told, progress.0, progress.1);
        std::thread::sleep(AGAIN);
        let all: Listed<Prelabels> = client.get(&path)?;
        match all.items.into_iter().find(|one| one.id == now.id) {
            Some(one) => now = one,
            None => break,
        }
    }
    if args.remote.json {
        print_json(&now)?;
    } else if is_over(&now.state) {
        say!("{} of {} pictures have a proposal; answer them in the annotator", now.open, now.pictures)?;
    } else {
        say!("job {} looks at {} pictures", now.id, now.pictures)?;
    }
    match now.state {
        JobState::Failed => Ok(exit::FAILED),
        _ => DONE,
    }
}

pub fn advise(args: &DatasetAdviseArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let project = client.project(&args.project)?;
    let path = format!("/projects/{}/advice", project.id);
    let mut now: Advice = client.get(&path)?;
    if args.again || (now.done.is_none() && now.newer.is_none()) {
        now = client.post(&path, &json!({}))?;
    }
    let mut told = None;
    while let Some(run) = now.newer.as_ref().filter(|run| !is_over(&run.state)) {
        let progress = run.progress.as_ref().map_or((0, 0), |p| (p.done, p.total));
        tell(&mut told, progress.0, progress.1);
        std::thread::sleep(AGAIN);
        now = client.get(&path)?;
    }
    let named = args.kind.map(|kind| named(&client, &path, kind)).transpose()?;
    if args.remote.json {
        match &named {
            Some(pictures) => print_json(pictures)?,
            None => print_json(&now)?,
        }
        return DONE;
    }
    match &named {
        Some(pictures) => {
            for one in pictures {
                say!("{}", line(one, &project.classes))?;
            }
        }
        None => {
            say!("{} to label next", now.useful)?;
            say!("{} labels are likely wrong", now.suspects)?;
            say!("{} pictures are like no other", now.outliers)?;
        }
    }
    DONE
}

/// A list that is told whole.
#[derive(Deserialize)]
struct Listed<T> {
    items: Vec<T>,
}

fn named(client: &Client, path: &str, kind: AdviceArg) -> Result<Vec<AdvisedPicture>, Failure> {
    let what = match kind {
        AdviceArg::Useful => "useful",
        AdviceArg::Suspect => "suspect",
        AdviceArg::Outlier => "outlier",
    };
    let found: Listed<AdvisedPicture> =
        client.get(Query::new(format!("{path}/pictures")).and("what", what))?;
    Ok(found.items)
}

fn line(one: &AdvisedPicture, classes: &[Class]) -> String {
    let name = clean(&one.picture.name);
    let class = one.class_id.and_then(|id| classes.iter().find(|c| c.id == id));
    match (one.score > 0.0, class) {
        (true, Some(class)) => format!("{name}  {:.2}  {}", one.score, clean(&class.name)),
        (true, None) => format!("{name}  {:.2}", one.score),
        (false, _) => name,
    }
}

fn is_over(state: &JobState) -> bool {
    matches!(state, JobState::Succeeded | JobState::Failed | JobState::Stopped)
}

/// At most ten times a job.
fn tell(told: &mut Option<u64>, done: u64, total: u64) {
    let tenth = done * 10 / total.max(1);
    if total > 0 && *told != Some(tenth) {
        *told = Some(tenth);
        note!("{done}/{total}");
    }
}

fn is_any(args: &PicturesArgs) -> bool {
    !args.tag.is_empty()
        || args.class.is_some()
        || args.verdict.is_some()
        || args.labelled
        || args.unlabelled
        || args.name.is_some()
        || args.text.is_some()
        || args.part.is_some()
        || args.work.is_some()
        || args.side_min.is_some()
        || args.side_max.is_some()
        || !args.column.is_empty()
        || args.score_min.is_some()
        || args.score_max.is_some()
}

fn wanted(args: &PicturesArgs, classes: &[Class]) -> Result<PicturesWanted, Failure> {
    let class_id = args.class.as_ref().map(|name| class_named(name, classes)).transpose()?;
    Ok(PicturesWanted {
        tags: (!args.tag.is_empty()).then(|| args.tag.join(",")),
        class_id,
        verdict: args.verdict.map(|v| match v {
            LabelArg::Good => GoodOrBad::Good,
            LabelArg::Bad => GoodOrBad::Bad,
        }),
        labelled: match (args.labelled, args.unlabelled) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
        score_min: args.score_min,
        score_max: args.score_max,
        name: args.name.clone(),
        text: args.text.clone(),
        part: args.part.map(|part| match part {
            PartArg::Train => PartFilter::Train,
            PartArg::Validation => PartFilter::Validation,
            PartArg::Test => PartFilter::Test,
            PartArg::None => PartFilter::None,
        }),
        work: args.work.map(|work| match work {
            WorkArg::Open => WorkFilter::Open,
            WorkArg::SentBack => WorkFilter::SentBack,
            WorkArg::Done => WorkFilter::Done,
            WorkArg::Accepted => WorkFilter::Accepted,
            WorkArg::None => WorkFilter::None,
        }),
        side_from: args.side_min,
        side_to: args.side_max,
        column: (!args.column.is_empty()).then(|| args.column.join("\n")),
        ..PicturesWanted::default()
    })
}

fn class_named(name: &str, classes: &[Class]) -> Result<Id, Failure> {
    let found = classes.iter().find(|c| c.name == name).map(|class| class.id);
    found.ok_or_else(|| {
        let names: Vec<String> = classes.iter().map(|c| clean(&c.name)).collect();
        usage(&format!("the project has no class {}", clean(name)), &format!("it has {}", names.join(", ")))
    })
}

fn usage(message: &str, hint: &str) -> Failure {
    Failure { exit: exit::USAGE, code: "usage".into(), message: message.into(), hint: hint.into() }
}
