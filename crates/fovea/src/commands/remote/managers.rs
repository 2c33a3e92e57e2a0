//! Managers of one project.

use super::client;
use super::table::{Column, clean, maybe, moment, show};
use crate::cli::ManagerCommand;
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::Failure;
use fovea_api::dto::{NewProjectManager, ProjectManager};
use fovea_client::{Client, ClientError, Found, Query};
use fovea_store::fold;

/// More than a project may have.
const ALL: u64 = 1000;

const COLUMNS: &[Column<ProjectManager>] = &[
    ("USER", |m| m.name.clone()),
    ("NICKNAME", |m| m.nickname.clone()),
    ("SINCE", |m| moment(&m.named_at)),
    ("NAMED BY", |m| maybe(m.named_by.as_ref(), Clone::clone)),
];

pub fn run(command: &ManagerCommand) -> Result<u8, Failure> {
    match command {
        ManagerCommand::List { project, list } => {
            let client = client(list)?;
            let path = path(&client, project)?;
            show(&list.remote, &client.list(&Query::new(path), list.limit)?, COLUMNS)?;
        }
        ManagerCommand::Add { project, users, remote } => {
            let client = client(remote)?;
            let path = path(&client, project)?;
            let mut made: Vec<ProjectManager> = Vec::new();
            for user in users {
                made.push(client.post(&path, &NewProjectManager { user: user.clone() })?);
            }
            if remote.json {
                print_json(&made)?;
            } else {
                for one in &made {
                    say!("{} is a manager of {}", clean(&one.name), clean(project))?;
                }
            }
        }
        ManagerCommand::Remove { project, users, remote } => {
            let client = client(remote)?;
            let path = path(&client, project)?;
            let there: Found<ProjectManager> = client.list(&Query::new(&path), ALL)?;
            for user in users {
                let found = there.items.iter().find(|m| fold(&m.name) == fold(user));
                let unknown = || ClientError::Unknown { what: "manager", name: user.clone() };
                client.delete(format!("{path}/{}", found.ok_or_else(unknown)?.id))?;
                if !remote.json {
                    say!("{} is no manager of {} any more", clean(user), clean(project))?;
                }
            }
            if remote.json {
                print_json(&serde_json::json!({ "removed": users }))?;
            }
        }
    }
    DONE
}

fn path(client: &Client, project: &str) -> Result<String, Failure> {
    Ok(format!("/projects/{}/managers", client.project(project)?.id))
}
