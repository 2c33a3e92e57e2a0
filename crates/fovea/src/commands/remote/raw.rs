use super::table::{Column, clean, maybe, moment, show, word};
use super::{client, file_bytes};
use crate::cli::{RawCommand, RawFilter, RawPushArgs, RawWhich, RemoteArgs, VerdictArg};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{
    DeletedRaw, OkOrNg, RawAbout, RawChosen, RawLabel, RawPicture, RawWanted, TakeRaw, TakenRaw,
};
use fovea_client::{ClientError, Query};
use serde_json::json;
use std::path::Path;
use std::time::UNIX_EPOCH;

const COLUMNS: &[Column<RawPicture>] = &[
    ("TAKEN", |r| moment(&r.taken_at)),
    ("MACHINE", |r| r.machine.clone()),
    ("PRODUCT", |r| maybe(r.product.as_ref(), Clone::clone)),
    ("STATION", |r| maybe(r.station.as_ref(), Clone::clone)),
    ("FLAG", |r| maybe(r.flag.as_ref(), word)),
    ("SERIAL", |r| maybe(r.serial.as_ref(), Clone::clone)),
    ("NAME", |r| r.name.clone()),
    ("IN DATA", |r| if r.picture_id.is_some() { "yes" } else { "no" }.into()),
    ("ID", |r| r.id.to_string()),
];

pub fn run(command: &RawCommand) -> Result<u8, Failure> {
    match command {
        RawCommand::Push(args) => push(args),
        RawCommand::List { project, filter, list } => {
            let client = client(list)?;
            let query = Query::new(format!("/projects/{}/raw_pictures", client.project(project)?.id))
                .maybe("machine", filter.machine.as_ref())
                .maybe("product", filter.product.as_ref())
                .maybe("station", filter.station.as_ref())
                .maybe("serial", filter.serial.as_ref())
                .maybe("flag", filter.flag.map(|f| word(&flag(f))))
                .maybe("from", filter.from.as_ref())
                .maybe("to", filter.to.as_ref());
            show(&list.remote, &client.list(&query, list.limit)?, COLUMNS)?;
            DONE
        }
        RawCommand::Take { which, flags, remote } => take(which, *flags, remote),
        RawCommand::Delete { which, remote } => delete(which, remote),
    }
}

fn flag(flag: VerdictArg) -> OkOrNg {
    match flag {
        VerdictArg::Ok => OkOrNg::Ok,
        VerdictArg::Ng => OkOrNg::Ng,
    }
}

fn time(text: &str, name: &str) -> Result<fovea_api::Time, Failure> {
    fovea_api::Time::parse(text).ok_or_else(|| {
        wrong(format!("{name} {text:?} is no moment"), "write it such as 2026-03-01T00:00:00Z")
    })
}

fn wrong(message: String, hint: &str) -> Failure {
    Failure { exit: exit::USAGE, code: "raw.arguments".into(), message, hint: hint.into() }
}

fn push(args: &RawPushArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let project = client.project(&args.project)?.id;
    let labels: Vec<RawLabel> = match &args.labels {
        None => Vec::new(),
        Some(path) => serde_json::from_slice(&file_bytes(path)?).map_err(|e| {
            wrong(
                format!("{} has no labels: {e}", path.display()),
                "`fovea raw push --help` shows how they are written",
            )
        })?,
    };
    let given = args.taken_at.as_deref().map(|text| time(text, "--taken-at")).transpose()?;
    let (mut kept, mut failed) = (Vec::new(), Vec::new());
    for path in &args.files {
        let bytes = file_bytes(path)?;
        let about = RawAbout {
            machine: Some(args.machine.clone()),
            product: args.product.clone(),
            station: args.station.clone(),
            flag: args.flag.map(flag),
            name: path.file_name().map(|name| name.to_string_lossy().into_owned()),
            // Always the same of a file, so that it is known when it is sent again.
            taken_at: given.or_else(|| changed(path)),
            serial: args.serial.clone(),
            version: args.program_version.clone(),
            labels: labels.clone(),
        };
        let (kind, body) = form(&about, &bytes)?;
        let sent = client.give(
            "POST",
            format!("/projects/{project}/raw_pictures"),
            &[("content-type", &kind)],
            &body[..],
        );
        match sent {
            Ok(row) => {
                let row: RawPicture = row;
                if !args.remote.json {
                    say!("{}  {}", row.id, clean(&path.display().to_string()))?;
                }
                kept.push(row);
            }
            // One that cannot be used is no reason to leave out the others.
            Err(ClientError::Refused(r)) if matches!(r.status, 413 | 422) => {
                note!("{}: {} ({})", clean(&path.display().to_string()), r.detail, r.code);
                failed.push(r.code);
            }
            Err(other) => return Err(other.into()),
        }
    }
    if args.remote.json {
        print_json(&json!({ "items": kept }))?;
    }
    let Some(code) = failed.first().cloned() else { return DONE };
    let message = format!("{} of {} were not kept", failed.len(), args.files.len());
    Err(Failure { exit: exit::FAILED, code: code.into(), message, hint: "the lines above say why".into() })
}

fn changed(path: &Path) -> Option<fovea_api::Time> {
    let at = std::fs::metadata(path).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(at.as_millis()).ok().map(Into::into)
}

/// A form with what is said of a picture, and the picture.
fn form(about: &RawAbout, picture: &[u8]) -> Result<(String, Vec<u8>), Failure> {
    let about = serde_json::to_vec(about).map_err(|e| wrong(e.to_string(), "report this"))?;
    let border = (0_u32..).map(|n| format!("fovea-{n}-border")).find(|border| {
        let has = |bytes: &[u8]| bytes.windows(border.len()).any(|w| w == border.as_bytes());
        !has(picture) && !has(&about)
    });
    let border = border.unwrap_or_default();
    let mut body = Vec::with_capacity(picture.len() + about.len() + 400);
    for (name, kind, bytes) in [
        ("about", "application/json", about.as_slice()),
        ("image\"; filename=\"image", "application/octet-stream", picture),
    ] {
        let head = format!(
            "--{border}\r\nContent-Disposition: form-data; name=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{border}--\r\n").as_bytes());
    Ok((format!("multipart/form-data; boundary={border}"), body))
}

fn chosen(which: &RawWhich) -> Result<RawChosen, Failure> {
    let found = wanted(&which.filter)?;
    let ids: Result<Vec<_>, _> = which.ids.iter().map(|id| id.parse()).collect();
    let ids = ids.map_err(|_| wrong("one of the ids is none".into(), "`fovea raw list` tells the ids"))?;
    match (ids.is_empty(), found, which.all) {
        (false, None, false) => Ok(RawChosen { ids, found: None }),
        (true, Some(found), false) => Ok(RawChosen { ids, found: Some(found) }),
        (true, None, true) => Ok(RawChosen { ids, found: Some(RawWanted::default()) }),
        _ => Err(wrong(
            "which pictures is not said, or said twice".into(),
            "name ids, a filter such as --machine, or --all",
        )),
    }
}

fn wanted(filter: &RawFilter) -> Result<Option<RawWanted>, Failure> {
    let wanted = RawWanted {
        machine: filter.machine.clone(),
        product: filter.product.clone(),
        station: filter.station.clone(),
        serial: filter.serial.clone(),
        flag: filter.flag.map(flag),
        from: filter.from.as_deref().map(|text| time(text, "--from")).transpose()?,
        to: filter.to.as_deref().map(|text| time(text, "--to")).transpose()?,
        taken: None,
    };
    let text = [&wanted.machine, &wanted.product, &wanted.station, &wanted.serial];
    let some = text.iter().any(|t| t.is_some())
        || wanted.flag.is_some()
        || wanted.from.is_some()
        || wanted.to.is_some();
    Ok(some.then_some(wanted))
}

fn take(which: &RawWhich, flags: bool, remote: &RemoteArgs) -> Result<u8, Failure> {
    let RawChosen { ids, found } = chosen(which)?;
    let client = client(remote)?;
    let path = format!("/projects/{}/raw_pictures/take", client.project(&which.project)?.id);
    let wish = TakeRaw { ids, found, flags };
    let mut sum = TakenRaw::default();
    loop {
        let took: TakenRaw = client.post(&path, &wish)?;
        sum.added += took.added;
        sum.duplicates += took.duplicates;
        sum.labelled += took.labelled;
        for one in took.left_out {
            match sum.left_out.iter_mut().find(|o| o.class == one.class && o.why == one.why) {
                Some(same) => same.labels += one.labels,
                None => sum.left_out.push(one),
            }
        }
        sum.left = took.left;
        // Those that come meanwhile are for the next time.
        if took.left == 0 || took.added + took.duplicates == 0 {
            break;
        }
    }
    if remote.json {
        print_json(&sum)?;
        return DONE;
    }
    for one in &sum.left_out {
        note!("warning: {} labels left out: {} ({})", one.labels, clean(&one.class), word(&one.why));
    }
    say!("{} new pictures, {} were there already, {} labelled", sum.added, sum.duplicates, sum.labelled)?;
    DONE
}

fn delete(which: &RawWhich, remote: &RemoteArgs) -> Result<u8, Failure> {
    let chosen = chosen(which)?;
    let client = client(remote)?;
    let path = format!("/projects/{}/raw_pictures/delete", client.project(&which.project)?.id);
    let mut deleted = 0;
    loop {
        let gone: DeletedRaw = client.post(&path, &chosen)?;
        deleted += gone.deleted;
        if gone.left == 0 || gone.deleted == 0 {
            break;
        }
    }
    match remote.json {
        true => print_json(&json!({ "deleted": deleted }))?,
        false => say!("{deleted} deleted")?,
    }
    DONE
}
