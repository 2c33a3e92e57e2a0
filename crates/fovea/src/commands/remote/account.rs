use super::client;
use super::table::{Column, maybe, moment, show};
use crate::cli::{AccountCommand, KeyCommand};
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::{Failure, exit};
use fovea_api::dto::{NewSshKey, SshKey, SshKeys};
use fovea_client::{ClientError, Found};
use std::io::Read;
use std::path::Path;

const COLUMNS: &[Column<SshKey>] = &[
    ("ID", |k| k.id.to_string()),
    ("NAME", |k| k.name.clone()),
    ("KIND", |k| format!("{} {}", k.kind, k.bits)),
    ("FINGERPRINT", |k| k.fingerprint.clone()),
    ("LAST USED", |k| maybe(k.last_used_at.as_ref(), moment)),
];
/// Larger than any file of a key.
const MOST: u64 = 64 << 10;
const PATH: &str = "/account/ssh_keys";

pub fn run(command: &AccountCommand) -> Result<u8, Failure> {
    match command {
        AccountCommand::Key(command) => keys(command),
        AccountCommand::Registry(command) => super::registries::run(command),
    }
}

fn keys(command: &KeyCommand) -> Result<u8, Failure> {
    match command {
        KeyCommand::List(remote) => {
            let SshKeys { items } = client(remote)?.get(PATH)?;
            show(remote, &Found { total: items.len() as u64, items }, COLUMNS)?;
        }
        KeyCommand::Add { file, name, remote } => {
            let new = NewSshKey { name: name.clone().unwrap_or_default(), public_key: text(file)? };
            let made: SshKey = client(remote)?.post(PATH, &new)?;
            match remote.json {
                true => print_json(&made)?,
                false => say!("{} {}", made.name, made.fingerprint)?,
            }
        }
        KeyCommand::Delete { keys, remote } => {
            let client = client(remote)?;
            let SshKeys { items } = client.get(PATH)?;
            // All are found before the first goes.
            let found = keys.iter().map(|k| find(&items, k)).collect::<Result<Vec<_>, _>>()?;
            found.iter().try_for_each(|k| client.delete(format!("{PATH}/{}", k.id)))?;
            match remote.json {
                true => print_json(&found)?,
                false => found.iter().try_for_each(|k| say!("{} opens nothing any more", k.name))?,
            }
        }
    }
    DONE
}

fn text(file: &Path) -> Result<String, Failure> {
    let unreadable = |source| ClientError::File { path: file.into(), source };
    let mut text = String::new();
    match file == Path::new("-") {
        true => std::io::stdin().take(MOST).read_to_string(&mut text),
        false => std::fs::File::open(file).and_then(|f| f.take(MOST).read_to_string(&mut text)),
    }
    .map_err(unreadable)?;
    if text.contains("PRIVATE KEY") {
        // Not even to the server.
        return Err(Failure {
            exit: exit::FAILED,
            code: "ssh_key.private".into(),
            message: format!(
                "{} holds a private key, which is for nobody else; nothing was sent",
                file.display()
            ),
            hint: "give the file beside it whose name ends in .pub".into(),
        });
    }
    Ok(text)
}

fn find<'a>(all: &'a [SshKey], text: &str) -> Result<&'a SshKey, Failure> {
    let fits = |k: &&SshKey| k.name == text || k.fingerprint == text || k.id.to_string() == text;
    match all.iter().filter(fits).collect::<Vec<_>>()[..] {
        [one] => Ok(one),
        [] => Err(ClientError::Unknown { what: "key", name: text.into() }.into()),
        ref several => Err(Failure {
            exit: exit::FAILED,
            code: "name.several".into(),
            message: format!("{} keys are called {text:?}", several.len()),
            hint: "give the id, which `fovea account key list` shows".into(),
        }),
    }
}
