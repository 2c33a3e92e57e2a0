use super::refused::{Refused, written};
use super::table::{Column, clean, moment, show, word};
use super::{client, projects};
use crate::cli::{StorageCommand, UploadArgs};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{Import, ImportState, Refusal, StorageImport, Storages, WorkFile};
use fovea_client::Query;
use std::time::{Duration, Instant};

const FILES: &[Column<WorkFile>] = &[
    ("NAME", |f| f.name.clone()),
    ("KIND", |f| word(&f.kind)),
    ("BYTES", |f| f.bytes.to_string()),
    ("CHANGED", |f| moment(&f.changed_at)),
];
/// How often it is asked how far the server is, and how often that is told.
const LOOK: Duration = Duration::from_millis(300);
const PAUSE: Duration = Duration::from_secs(2);
/// Left out files that are named.
const MOST_NAMED: u64 = 1_000;

pub fn run(command: &StorageCommand) -> Result<u8, Failure> {
    match command {
        StorageCommand::List(remote) => {
            let found: Storages = client(remote)?.get("/storages")?;
            if remote.json {
                print_json(&found)?;
                return DONE;
            }
            for storage in &found.items {
                say!("{}", clean(&storage.name))?;
            }
            DONE
        }
        StorageCommand::Ls { storage, path, list } => {
            let name: String =
                storage.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
            let query = Query::new(format!("/storages/{name}/entries")).and("path", path);
            show(&list.remote, &client(list)?.list(&query, list.limit)?, FILES)?;
            DONE
        }
    }
}

/// Lets the server take pictures from a storage, and waits for the end.
pub fn take(args: &UploadArgs, wanted: &StorageImport) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let project = client.project(&args.project)?.id;
    let begun: Import = client.post(format!("/projects/{project}/imports/from_storage"), wanted)?;
    let mut shown = Instant::now();
    let ended = loop {
        let now: Import = client.get(format!("/imports/{}", begun.id))?;
        if now.state != ImportState::Running {
            break now;
        }
        if shown.elapsed() > PAUSE {
            shown = Instant::now();
            note!("{} files{}", now.files, if now.paused { ", paused" } else { "" });
        }
        std::thread::sleep(LOOK);
    };
    let refused =
        client.list::<Refusal>(&Query::new(format!("/imports/{}/refusals", ended.id)), MOST_NAMED)?;
    for one in refused.items {
        note!("warning: left out: {}: {}", clean(&one.name), clean(&one.detail));
    }
    if let Some(file) = &args.refused {
        written(file, Refused::default().write(&client, ended.id, file)?);
    }
    if ended.state != ImportState::Done {
        let message = format!("the import was ended before all was in: {}", word(&ended.state));
        let hint = format!("`fovea job events {}` tells why; what came in stays", ended.id);
        return Err(Failure { exit: exit::FAILED, code: "import.ended".into(), message, hint });
    }
    projects::tell_end(&ended, &args.remote)
}
