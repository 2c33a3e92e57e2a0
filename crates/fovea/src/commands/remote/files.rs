//! Files of a job's work folder, from the shell.

use super::client;
use super::jobs::id_of;
use super::table::{Column, clean, moment, show, word};
use crate::cli::FilesCommand;
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::Failure;
use fovea_api::dto::{WorkFile, WorkKind};
use fovea_client::{Query, WorkPut, put_file, to_send};
use fovea_store::Id;
use serde_json::json;
use std::path::{Path, PathBuf};

const COLUMNS: &[Column<WorkFile>] = &[
    ("NAME", name),
    ("KIND", |f| word(&f.kind)),
    ("BYTES", |f| if f.kind == WorkKind::File { f.bytes.to_string() } else { "-".into() }),
    ("CHANGED", |f| moment(&f.changed_at)),
];

fn name(file: &WorkFile) -> String {
    match (file.kind, &file.target) {
        (WorkKind::Folder, _) => format!("{}/", file.name),
        (_, Some(target)) => format!("{} -> {target}", file.name),
        _ => file.name.clone(),
    }
}

fn place(job: Id, of: &str) -> String {
    format!("/jobs/{job}/files{of}")
}

pub fn run(command: &FilesCommand) -> Result<u8, Failure> {
    match command {
        FilesCommand::Ls { job, path, sort, search, list } => {
            let job = id_of(job)?;
            let query = Query::new(place(job, "")).and("path", path);
            let query = query.maybe("sort", sort.as_ref()).maybe("q", search.as_ref());
            show(&list.remote, &client(list)?.list(&query, list.limit)?, COLUMNS)?;
        }
        FilesCommand::Get { job, path, output, remote } => {
            let (job, client) = (id_of(job)?, client(remote)?);
            let query = Query::new(place(job, "/content")).and("path", path);
            if output.as_deref() == Some(Path::new("-")) {
                client.pour(query, &mut std::io::stdout().lock())?;
                return DONE;
            }
            let to = match output {
                Some(to) => to.clone(),
                None => own_name(&client.get(Query::new(place(job, "/entry")).and("path", path))?, job),
            };
            let bytes = client.download(query, &to)?;
            match remote.json {
                true => print_json(&json!({ "path": to, "bytes": bytes }))?,
                false => say!("{}  {bytes} bytes", to.display())?,
            }
        }
        FilesCommand::Put { job, files, to, replace, remote } => {
            let (job, client) = (id_of(job)?, client(remote)?);
            let mut sent = Vec::new();
            for (name, path) in to_send(files)? {
                let to = [to.trim_matches('/'), name.as_str()]
                    .into_iter()
                    .filter(|p| !p.is_empty())
                    .collect::<Vec<_>>();
                let put = WorkPut { job, local: &path, path: to.join("/"), replace: *replace };
                let mut tenth = 0;
                let file = put_file(&client, &put, |done, all| {
                    // Of what takes its time.
                    let now = if all > 64 << 20 { done * 10 / all } else { 0 };
                    if now > tenth && now < 10 {
                        note!("{}: {done} of {all} bytes", put.path);
                    }
                    tenth = now;
                })?;
                if !remote.json {
                    say!("{}  {} bytes", clean(&file.path), file.bytes)?;
                }
                sent.push(file);
            }
            if remote.json {
                print_json(&json!({ "items": sent }))?;
            }
        }
        FilesCommand::Rm { job, paths, recursive, remote } => {
            let (job, client) = (id_of(job)?, client(remote)?);
            for path in paths {
                let query = Query::new(place(job, "")).and("path", path);
                client.delete(query.maybe("all", recursive.then_some(true)))?;
                if !remote.json {
                    say!("{} deleted", clean(path))?;
                }
            }
            if remote.json {
                print_json(&json!({ "deleted": paths }))?;
            }
        }
    }
    DONE
}

/// Under what it is written here: never outside of this folder, whatever the server calls it.
fn own_name(file: &WorkFile, job: Id) -> PathBuf {
    let last = file.name.rsplit('/').next().filter(|name| !name.is_empty() && *name != "..");
    let name = last.map_or_else(|| format!("job-{job}"), clean);
    match file.kind {
        WorkKind::Folder => format!("{name}.zip").into(),
        _ => name.into(),
    }
}
