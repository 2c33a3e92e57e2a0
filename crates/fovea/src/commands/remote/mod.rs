//! What the commands share that talk to a server: which one, with whose token, how lists and results are told.

mod account;
mod datasets;
mod endpoints;
mod enter;
mod files;
mod follow;
mod groups;
mod images;
mod jobs;
mod label_sets;
mod labelling;
mod managers;
mod models;
mod nodes;
mod patience;
mod projects;
mod raw;
mod records;
mod refused;
mod registries;
mod roles;
mod services;
mod settings;
mod storages;
mod table;
mod templates;
mod tokens;
mod trainings;
mod users;
mod vcs;

pub use account::run as account;
pub use datasets::{
    diff as dataset_diff, publish as dataset_publish, split as dataset_split, stats as dataset_stats,
    versions as dataset_versions,
};
pub use groups::run as group;
pub use images::run as image;
pub use jobs::run as job;
pub use label_sets::run as label_set;
pub use labelling::{
    advise as dataset_advise, copy as dataset_copy, crops as dataset_crops, export as dataset_export,
    prelabel as dataset_prelabel,
};
pub use models::{download, list as models, publish};
pub use nodes::run as node;
pub use projects::{
    create as dataset_create, data_sets as dataset_list, import as dataset_import, run as project, versions,
};
pub use raw::run as raw;
pub use records::run as record;
pub use refused::{imports as dataset_imports, refused as dataset_refused};
pub use roles::run as role;
pub use services::run as service;
pub use settings::run as setting;
pub use storages::run as storage;
pub use table::{Column, moment, show};
pub use templates::run as template;
pub use tokens::run as token;
pub use trainings::run as training;
pub use users::run as user;
pub use vcs::run as vc;

use crate::cli::{ListArgs, RemoteArgs};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::Code;
use fovea_api::dto::ActionResults;
use fovea_client::{Chosen, Client, ClientError, Logins, Surroundings, choose};
use serde_json::json;
use std::fmt::Display;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Arguments that name a server.
pub trait ClientArgs {
    fn remote(&self) -> &RemoteArgs;
}

impl ClientArgs for RemoteArgs {
    fn remote(&self) -> &RemoteArgs {
        self
    }
}

impl ClientArgs for ListArgs {
    fn remote(&self) -> &RemoteArgs {
        &self.remote
    }
}

/// A client of the server that the command line, the variables and the logins name.
pub fn client(args: &impl ClientArgs) -> Result<Client, Failure> {
    Ok(Client::of(&chosen(args.remote())?)?)
}

pub fn chosen(args: &RemoteArgs) -> Result<Chosen, Failure> {
    let around = Surroundings {
        server: args.server.clone(),
        server_variable: variable("FOVEA_SERVER"),
        token_variable: variable("FOVEA_TOKEN"),
        insecure: args.insecure,
    };
    Ok(choose(&around, &Logins::load(&config_folder()?)?)?)
}

/// Of logins.
pub fn config_folder() -> Result<PathBuf, Failure> {
    user_folder("XDG_CONFIG_HOME", ".config")
}

/// Of what only makes the next run shorter.
pub fn state_folder() -> Result<PathBuf, Failure> {
    user_folder("XDG_STATE_HOME", ".local/state")
}

/// As the XDG base directory specification has it: a path that is not absolute does not count.
fn user_folder(name: &str, below_home: &str) -> Result<PathBuf, Failure> {
    let given = std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let home = || std::env::var_os("HOME").map(PathBuf::from).filter(|p| p.is_absolute());
    let folder = given.or_else(|| home().map(|h| h.join(below_home)));
    folder.map(|f| f.join("fovea")).ok_or_else(|| Failure {
        exit: exit::FAILED,
        code: "login.no_home".into(),
        message: "there is no folder for your settings".into(),
        hint: format!("set HOME or {name} to the full path of a folder"),
    })
}

pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Tells what became of each; ends well only where all were done.
fn each(args: &RemoteArgs, names: &[&str], results: &ActionResults, done: &str) -> Result<u8, Failure> {
    if args.json {
        print_json(results)?;
    }
    let mut failed = Vec::new();
    for (name, result) in names.iter().zip(&results.results) {
        let name = table::clean(name);
        match &result.code {
            Some(code) => {
                let known = Code::ALL.iter().find(|c| c.name() == code);
                note!("{name}: {} ({code})", known.map_or("it was not done", |c| c.detail()));
                failed.push(code.to_string());
            }
            None if args.json => {}
            None => say!("{name} {done}")?,
        }
    }
    let Some(code) = failed.first().cloned() else { return DONE };
    let message = format!("{} of {} were not {done}", failed.len(), names.len());
    let hint = "the lines above say why".into();
    Err(Failure { exit: exit::FAILED, code: code.into(), message, hint })
}

fn file_bytes(path: &Path) -> Result<Vec<u8>, ClientError> {
    std::fs::read(path).map_err(|source| ClientError::File { path: path.into(), source })
}

fn downloaded(args: &RemoteArgs, out: &Path, bytes: u64) -> Result<u8, Failure> {
    match args.json {
        true => print_json(&json!({"path": out, "bytes": bytes}))?,
        false => say!("{}: {bytes} bytes", out.display())?,
    }
    DONE
}

/// To a file, or as it comes to standard output.
pub fn poured(
    args: &RemoteArgs,
    client: &Client,
    path: impl Display,
    out: Option<&Path>,
) -> Result<u8, Failure> {
    let Some(out) = out else {
        let mut to = BufWriter::new(std::io::stdout().lock());
        return match client.pour(path, &mut to) {
            // The reader, such as `head`, has seen enough.
            Err(ClientError::File { source, .. }) if source.kind() == ErrorKind::BrokenPipe => DONE,
            Err(e) => Err(e.into()),
            Ok(_) => {
                to.flush()?;
                DONE
            }
        };
    };
    downloaded(args, out, client.download(path, out)?)
}
