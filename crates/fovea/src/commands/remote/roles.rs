use super::table::{Column, show, word};
use super::{client, each};
use crate::cli::RoleCommand;
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::Failure;
use fovea_api::dto::{ActionResults, NewRole, Role, RoleAction, RoleActionName};
use fovea_client::Query;

const COLUMNS: &[Column<Role>] = &[
    ("NAME", |r| r.key.clone().unwrap_or_else(|| r.name.clone())),
    ("KIND", |r| word(&r.kind)),
    ("RIGHTS", |r| r.permissions.len().to_string()),
    ("USERS", |r| r.users.to_string()),
    ("GROUPS", |r| r.groups.to_string()),
    ("DESCRIPTION", |r| r.description.clone()),
];

pub fn run(command: &RoleCommand) -> Result<u8, Failure> {
    match command {
        RoleCommand::List(list) => {
            show(&list.remote, &client(list)?.list(&Query::new("/roles"), list.limit)?, COLUMNS)?;
        }
        RoleCommand::Show { role, remote } => {
            let role = client(remote)?.role(role)?;
            if remote.json {
                print_json(&role)?;
                return DONE;
            }
            for right in &role.permissions {
                say!("{right}")?;
            }
        }
        RoleCommand::Create { name, description, right, remote } => {
            let permissions = Some(right.clone());
            let new = NewRole { name: name.clone(), description: description.clone(), permissions };
            let made: Role = client(remote)?.post("/roles", &new)?;
            match remote.json {
                true => print_json(&made)?,
                false => say!("{} was created with {} rights", made.name, made.permissions.len())?,
            }
        }
        RoleCommand::Delete { roles, remote } => {
            let client = client(remote)?;
            let found = roles.iter().map(|r| Ok(client.role(r)?)).collect::<Result<Vec<_>, Failure>>()?;
            let ids = found.iter().map(|r| r.id).collect();
            let wanted = RoleAction { action: RoleActionName::Delete, ids };
            let results: ActionResults = client.post("/roles/actions", &wanted)?;
            let names: Vec<&str> = found.iter().map(|r| r.name.as_str()).collect();
            return each(remote, &names, &results, "deleted");
        }
    }
    DONE
}
