use super::table::{Column, clean, maybe, moment, show, word};
use super::{client, each, file_bytes};
use crate::cli::{ListArgs, RemoteArgs, UserCommand, UserEditArgs, UserStateArg, UsersArgs};
use crate::commands::admin::password_line;
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{
    ActionResults, BatchAnswer, Invitation, MadeUser, NewUser, User, UserAction, UserActionName, UserChange,
    UserDetail,
};
use fovea_client::{Client, Found, Query};
use fovea_store::Id;
use serde_json::json;
use std::path::Path;

pub const COLUMNS: &[Column<User>] = &[
    ("NAME", |u| u.name.clone()),
    ("NICKNAME", |u| u.nickname.clone()),
    ("STATE", |u| word(&u.state)),
    ("ROLES", |u| u.roles.iter().map(|r| r.key.as_deref().unwrap_or(&r.name)).collect::<Vec<_>>().join(",")),
    ("GROUPS", |u| u.groups.iter().map(|g| g.name.as_str()).collect::<Vec<_>>().join(",")),
    ("LAST LOGIN", |u| maybe(u.last_login_at.as_ref(), moment)),
];

pub fn run(command: &UserCommand) -> Result<u8, Failure> {
    match command {
        UserCommand::List { search, state, role, group, list } => {
            let client = client(list)?;
            let role = role.as_ref().map(|r| client.role(r)).transpose()?;
            let group = group.as_ref().map(|g| client.group(g)).transpose()?;
            let query = Query::new("/users")
                .maybe("q", search.as_ref())
                .maybe("state", state.map(state_word))
                .maybe("role_id", role.map(|r| r.id))
                .maybe("group_id", group.map(|g| g.id));
            let ListArgs { limit, remote } = list;
            show(remote, &client.list(&query, *limit)?, COLUMNS)?;
            DONE
        }
        UserCommand::Create { .. } => create(command),
        UserCommand::Import { file, dry_run, remote } => import(file, *dry_run, remote),
        UserCommand::Edit(args) => edit(args),
        UserCommand::Lock(users) => act(users, UserActionName::Lock, None, "locked"),
        UserCommand::Unlock(users) => act(users, UserActionName::Unlock, None, "unlocked"),
        UserCommand::Delete { transfer_to, users } => {
            act(users, UserActionName::Delete, transfer_to.as_deref(), "deleted")
        }
        UserCommand::Invite(users) => invite(users),
    }
}

fn state_word(state: UserStateArg) -> &'static str {
    match state {
        UserStateArg::Active => "active",
        UserStateArg::Locked => "locked",
        UserStateArg::Invited => "invited",
        UserStateArg::Waiting => "waiting",
    }
}

fn create(command: &UserCommand) -> Result<u8, Failure> {
    let UserCommand::Create { name, nickname, phone, mail, role, group, password_stdin, remote } = command
    else {
        return DONE;
    };
    let client = client(remote)?;
    let roles = role.iter().map(|r| Ok(client.role(r)?.id)).collect::<Result<Vec<_>, Failure>>()?;
    let groups = group.iter().map(|g| Ok(client.group(g)?.id)).collect::<Result<Vec<_>, Failure>>()?;
    let password = password_stdin.then(password_line).transpose()?;
    let new = NewUser {
        name: name.clone(),
        nickname: nickname.clone(),
        phone: phone.clone(),
        mail: mail.clone(),
        role_ids: Some(roles),
        group_ids: groups,
        password,
        ..NewUser::default()
    };
    let made: MadeUser = client.post("/users", &new)?;
    match remote.json {
        true => print_json(&made)?,
        false => told(&client, &made)?,
    }
    DONE
}

fn edit(args: &UserEditArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let user = client.user(&args.user)?;
    let some = |names: &[String], ids: Vec<Id>| (!names.is_empty()).then_some(ids);
    let roles = args.role.iter().map(|r| Ok(client.role(r)?.id)).collect::<Result<Vec<_>, Failure>>()?;
    let groups = args.group.iter().map(|g| Ok(client.group(g)?.id)).collect::<Result<Vec<_>, Failure>>()?;
    let wanted = UserChange {
        name: args.name.clone(),
        nickname: args.nickname.clone(),
        phone: args.phone.clone(),
        mail: args.mail.clone(),
        note: args.note.clone(),
        language: None,
        role_ids: some(&args.role, roles),
        group_ids: some(&args.group, groups),
        stop_jobs: args.stop_jobs,
        longest_run_s: match (args.longest_run, args.no_longest_run) {
            (Some(time), _) => Some(Some(time.as_secs())),
            (None, true) => Some(None),
            (None, false) => None,
        },
        data_quota_bytes: match (args.data_quota, args.no_data_quota) {
            (Some(bytes), _) => Some(Some(bytes)),
            (None, true) => Some(None),
            (None, false) => None,
        },
        virtual_cluster_id: match (&args.vc, args.no_vc) {
            (Some(vc), _) => Some(Some(client.virtual_cluster(vc)?.id)),
            (None, true) => Some(None),
            (None, false) => None,
        },
    };
    let changed: UserDetail = client.patch(format!("/users/{}", user.id), user.revision, &wanted)?;
    match args.remote.json {
        true => print_json(&changed)?,
        false => say!("{} was changed", clean(&changed.user.name))?,
    }
    DONE
}

fn told(client: &Client, made: &MadeUser) -> Result<(), Failure> {
    match &made.invitation {
        Some(invitation) => say!("{}  {}", made.user.name, link(client, invitation)),
        None => say!("{}", made.user.name),
    }
}

/// Works once, and is told only now.
fn link(client: &Client, invitation: &Invitation) -> String {
    format!("{}/invitation#secret={}", client.server(), invitation.secret)
}

/// The whole table is checked first, so that every wrong row is told at once.
fn import(file: &Path, dry_run: bool, remote: &RemoteArgs) -> Result<u8, Failure> {
    let client = client(remote)?;
    let table = file_bytes(file)?;
    let kind = [("content-type", "text/csv")];
    let checked: BatchAnswer = client.give("POST", "/users/import?dry_run=true", &kind, &table[..])?;
    if !checked.rows.is_empty() {
        if remote.json {
            print_json(&checked)?;
        }
        for bad in &checked.rows {
            // The head is the first row of the table.
            note!("row {}: {}: {}", bad.index + 2, bad.field, bad.code);
        }
        return Err(Failure {
            exit: exit::DATA,
            code: "request.rows".into(),
            message: format!("{} problems in {} rows; nobody was created", checked.rows.len(), checked.total),
            hint: "mend these rows, then import the whole table again".into(),
        });
    }
    if dry_run {
        match remote.json {
            true => print_json(&checked)?,
            false => say!("all {} rows are good", checked.total)?,
        }
        return DONE;
    }
    let made: BatchAnswer = client.give("POST", "/users/import", &kind, &table[..])?;
    if remote.json {
        print_json(&made)?;
    } else {
        made.made.iter().try_for_each(|m| told(&client, m))?;
        note!("{} users were created; each link works once", made.made.len());
    }
    DONE
}

fn act(
    args: &UsersArgs,
    action: UserActionName,
    transfer_to: Option<&str>,
    done: &str,
) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let users = args.users.iter().map(|u| Ok(client.user(u)?)).collect::<Result<Vec<_>, Failure>>()?;
    let transfer_to = transfer_to.map(|u| client.user(u)).transpose()?.map(|u| u.id);
    let ids = users.iter().map(|u| u.id).collect();
    let wanted = UserAction {
        action,
        ids,
        group_ids: Vec::new(),
        role_ids: Vec::new(),
        transfer_to,
        stop_jobs: false,
    };
    let results: ActionResults = client.post("/users/actions", &wanted)?;
    let names: Vec<&str> = users.iter().map(|u| u.name.as_str()).collect();
    each(&args.remote, &names, &results, done)
}

fn invite(args: &UsersArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let mut made = Vec::new();
    for name in &args.users {
        let user = client.user(name)?;
        let invitation: Invitation = client.post(format!("/users/{}/invitation", user.id), &json!({}))?;
        if !args.remote.json {
            say!("{}  {}", user.name, link(&client, &invitation))?;
        }
        made.push(json!({"user": user.name, "link": link(&client, &invitation), "expires_at": invitation.expires_at}));
    }
    if args.remote.json {
        print_json(&Found { total: made.len() as u64, items: made })?;
    }
    DONE
}
