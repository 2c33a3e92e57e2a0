use super::client;
use super::table::{Column, maybe, moment, show};
use crate::cli::RegistryCommand;
use crate::commands::admin::password_line;
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::Failure;
use fovea_api::dto::{NewRegistry, Registries, Registry, RegistryChange};
use fovea_client::{ClientError, Found};

const COLUMNS: &[Column<Registry>] = &[
    ("ID", |r| r.id.to_string()),
    ("REGISTRY", |r| r.host.clone()),
    ("LOGIN", |r| r.login.clone()),
    ("LAST USED", |r| maybe(r.last_used_at.as_ref(), moment)),
];
const PATH: &str = "/account/registries";

pub fn run(command: &RegistryCommand) -> Result<u8, Failure> {
    match command {
        RegistryCommand::List(remote) => {
            let Registries { items, .. } = client(remote)?.get(PATH)?;
            show(remote, &Found { total: items.len() as u64, items }, COLUMNS)?;
        }
        RegistryCommand::Add { host, login, password_stdin: _, replace, remote } => {
            let (client, secret, login) = (client(remote)?, password_line()?, login.clone());
            let made: Registry = match replace {
                true => {
                    let Registries { mut items, .. } = client.get(PATH)?;
                    let id = find(&items, host)?.id;
                    client.put(format!("{PATH}/{id}"), &RegistryChange { login: login.clone(), secret })?;
                    items.retain(|r| r.id == id);
                    let old = items.pop().ok_or_else(|| unknown(host))?;
                    Registry { login, last_used_at: None, ..old }
                }
                false => client.post(PATH, &NewRegistry { host: host.clone(), login, secret })?,
            };
            match remote.json {
                true => print_json(&made)?,
                false => say!("images of {} are fetched as {}", made.host, made.login)?,
            }
        }
        RegistryCommand::Delete { registries, remote } => {
            let client = client(remote)?;
            let Registries { items, .. } = client.get(PATH)?;
            // All are found before the first goes.
            let found = registries.iter().map(|r| find(&items, r)).collect::<Result<Vec<_>, _>>()?;
            found.iter().try_for_each(|r| client.delete(format!("{PATH}/{}", r.id)))?;
            match remote.json {
                true => print_json(&found)?,
                false => found.iter().try_for_each(|r| say!("{} is forgotten", r.host))?,
            }
        }
    }
    DONE
}

fn find<'a>(all: &'a [Registry], text: &str) -> Result<&'a Registry, Failure> {
    let found = all.iter().find(|r| r.host == text || r.id.to_string() == text);
    found.ok_or_else(|| unknown(text))
}

fn unknown(text: &str) -> Failure {
    ClientError::Unknown { what: "registry", name: text.into() }.into()
}
