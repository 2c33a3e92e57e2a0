use super::table::{Column, clean, maybe, show, word};
use super::{client, poured, templates};
use crate::cli::{LabelSetArgs, LabelSetCommand, LabelSetScopeArg, RemoteArgs};
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::{Failure, exit};
use fovea_api::dto::{
    JoinWanted, KeptLabelSet, LabelSet, LabelSetClass, LabelSetDetail, LabelSetJoin, LabelSetScope,
    LabelSetStepKind, NewLabelSet,
};
use fovea_client::Query;
use std::path::Path;

const COLUMNS: &[Column<LabelSet>] = &[
    ("NAME", |s| s.name.clone()),
    ("SCOPE", |s| word(&s.scope)),
    ("CLASSES", |s| s.class_count.to_string()),
    ("OWNER", |s| maybe(s.owner.as_ref(), Clone::clone)),
    ("DESCRIPTION", |s| s.description.clone()),
];

pub fn run(command: &LabelSetCommand) -> Result<u8, Failure> {
    match command {
        LabelSetCommand::List { search, scope, list } => {
            let scope = scope.map(|scope| word(&scope_of(scope)));
            let query = Query::new("/label_sets").maybe("q", search.as_ref()).maybe("scope", scope);
            show(&list.remote, &client(list)?.list(&query, list.limit)?, COLUMNS)?;
            DONE
        }
        LabelSetCommand::Show(args) => {
            let client = client(&args.remote)?;
            let found: LabelSetDetail =
                client.get(format!("/label_sets/{}", client.label_set(&args.set)?.id))?;
            told(&args.remote, &found)
        }
        LabelSetCommand::Save { project, name, description, scope, remote } => {
            let client = client(remote)?;
            let path = format!("/projects/{}/label_sets", client.project(project)?.id);
            let scope = Some(scope_of(*scope));
            let new = KeptLabelSet { name: name.clone(), description: description.clone(), scope };
            told(remote, &client.post(path, &new)?)
        }
        LabelSetCommand::Add { set, project, update, dry_run, remote } => {
            let client = client(remote)?;
            let set = client.label_set(set)?.id;
            let path = format!("/projects/{}/label_sets/{set}", client.project(project)?.id);
            let join: LabelSetJoin = match dry_run {
                true => client.get(path)?,
                false => client.post(path, &JoinWanted { update: *update })?,
            };
            let differing = match (*update, *dry_run) {
                (true, true) => "would be changed",
                (true, false) => "changed",
                (false, _) => "stays, though different",
            };
            steps(remote, &join, differing)
        }
        LabelSetCommand::Export { set, out } => {
            let client = client(&set.remote)?;
            let found = client.label_set(&set.set)?;
            poured(&set.remote, &client, format!("/label_sets/{}/file", found.id), out.as_deref())
        }
        LabelSetCommand::Import { file, name, scope, remote } => {
            let mut new = read(file)?;
            new.scope = Some(scope_of(*scope));
            if let Some(name) = name {
                new.name.clone_from(name);
            }
            told(remote, &client(remote)?.post("/label_sets", &new)?)
        }
        LabelSetCommand::Delete(LabelSetArgs { set, remote }) => {
            let client = client(remote)?;
            let found = client.label_set(set)?;
            client.delete(format!("/label_sets/{}", found.id))?;
            match remote.json {
                true => print_json(&serde_json::json!({ "deleted": found.id }))?,
                false => say!("{} deleted", clean(&found.name))?,
            }
            DONE
        }
    }
}

fn read(file: &Path) -> Result<NewLabelSet, Failure> {
    serde_json::from_str(&templates::text(file)?).map_err(|e| Failure {
        exit: exit::DATA,
        code: "label_set.file".into(),
        message: format!("{} is no label set: {e}", file.display()),
        hint: "`fovea label-set export` writes such a file".into(),
    })
}

fn scope_of(scope: LabelSetScopeArg) -> LabelSetScope {
    match scope {
        LabelSetScopeArg::Mine => LabelSetScope::Mine,
        LabelSetScopeArg::All => LabelSetScope::All,
    }
}

fn told(remote: &RemoteArgs, found: &LabelSetDetail) -> Result<u8, Failure> {
    if remote.json {
        print_json(found)?;
        return DONE;
    }
    say!("{}  {}", clean(&found.set.name), found.set.id)?;
    for class in &found.classes {
        say!("  {}", line(class))?;
    }
    DONE
}

fn line(class: &LabelSetClass) -> String {
    let mut text = format!("{}  {}", clean(&class.name), class.colour);
    if let Some(shape) = &class.shape {
        text += &format!("  {}", word(shape));
    }
    if let Some(key) = &class.key {
        text += &format!("  key {key}");
    }
    if !class.attributes.is_empty() {
        let names: Vec<String> = class.attributes.iter().map(|a| clean(&a.name)).collect();
        text += &format!("  asks {}", names.join(", "));
    }
    text
}

/// `differing` is what becomes of classes that the set has otherwise.
fn steps(remote: &RemoteArgs, join: &LabelSetJoin, differing: &str) -> Result<u8, Failure> {
    if remote.json {
        print_json(join)?;
        return DONE;
    }
    for step in &join.steps {
        let name = clean(&step.class.name);
        let fields: Vec<String> = step.fields.iter().map(word).collect();
        match step.what {
            LabelSetStepKind::New => say!("{name}: new")?,
            LabelSetStepKind::Same => say!("{name}: there already")?,
            LabelSetStepKind::Good => say!("{name}: what good parts are called")?,
            LabelSetStepKind::Differs => say!("{name}: {differing}: {}", fields.join(", "))?,
        }
    }
    DONE
}
