use super::table::{Column, show};
use super::{client, each};
use crate::cli::{GroupCommand, MembersArgs};
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::Failure;
use fovea_api::dto::{ActionResults, Group, GroupAction, GroupActionName, MembersChange, NewGroup};
use fovea_client::{Client, Query};
use fovea_store::Id;

const COLUMNS: &[Column<Group>] = &[
    ("NAME", |g| g.name.clone()),
    ("MEMBERS", |g| g.members.to_string()),
    ("ROLES", |g| g.roles.iter().map(|r| r.key.as_deref().unwrap_or(&r.name)).collect::<Vec<_>>().join(",")),
    ("DESCRIPTION", |g| g.description.clone()),
];

pub fn run(command: &GroupCommand) -> Result<u8, Failure> {
    match command {
        GroupCommand::List { search, list } => {
            let query = Query::new("/groups").maybe("q", search.as_ref());
            show(&list.remote, &client(list)?.list(&query, list.limit)?, COLUMNS)?;
            DONE
        }
        GroupCommand::Create { name, description, role, user, remote } => {
            let client = client(remote)?;
            let roles = role.iter().map(|r| Ok(client.role(r)?.id)).collect::<Result<Vec<_>, Failure>>()?;
            let new = NewGroup {
                name: name.clone(),
                description: description.clone(),
                role_ids: Some(roles),
                user_ids: users(&client, user)?,
            };
            let made: Group = client.post("/groups", &new)?;
            match remote.json {
                true => print_json(&made)?,
                false => say!("{} was created with {} members", made.name, made.members)?,
            }
            DONE
        }
        GroupCommand::Add(args) => {
            change(args, |users| MembersChange { add: users, remove: Vec::new(), stop_jobs: false })
        }
        GroupCommand::Remove { members, stop_jobs } => {
            change(members, |users| MembersChange { add: Vec::new(), remove: users, stop_jobs: *stop_jobs })
        }
        GroupCommand::Delete { groups, stop_jobs, remote } => {
            let client = client(remote)?;
            let found = groups.iter().map(|g| Ok(client.group(g)?)).collect::<Result<Vec<_>, Failure>>()?;
            let ids = found.iter().map(|g| g.id).collect();
            let (action, stop_jobs) = (GroupActionName::Delete, *stop_jobs);
            let wanted = GroupAction { action, ids, user_ids: Vec::new(), stop_jobs };
            let results: ActionResults = client.post("/groups/actions", &wanted)?;
            let names: Vec<&str> = found.iter().map(|g| g.name.as_str()).collect();
            each(remote, &names, &results, "deleted")
        }
    }
}

fn users(client: &Client, names: &[String]) -> Result<Vec<Id>, Failure> {
    names.iter().map(|u| Ok(client.user(u)?.id)).collect()
}

fn change(args: &MembersArgs, wanted: impl FnOnce(Vec<Id>) -> MembersChange) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let group = client.group(&args.group)?;
    let wanted = wanted(users(&client, &args.users)?);
    let group: Group = client.post(format!("/groups/{}/members", group.id), &wanted)?;
    match args.remote.json {
        true => print_json(&group)?,
        false => say!("{} has {} members", group.name, group.members)?,
    }
    DONE
}
