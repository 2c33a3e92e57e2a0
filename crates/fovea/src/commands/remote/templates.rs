use super::table::{Column, clean, maybe, moment, show, word};
use super::{client, poured};
use crate::cli::{KeptArgs, KeptScopeArg, RemoteArgs, TemplateCommand, TemplateScopeArg};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::Failure;
use fovea_api::dto::{DefaultTemplate, NewTemplate, Template, TemplateChange, TemplateDetail, TemplateScope};
use fovea_client::{Client, ClientError, Query};
use serde_json::json;
use std::io::Read;
use std::path::Path;

const COLUMNS: &[Column<Template>] = &[
    ("NAME", |t| t.name.clone()),
    ("SCOPE", |t| word(&t.scope)),
    ("VC", |t| maybe(t.virtual_cluster.as_ref(), |v| v.name.clone())),
    ("PARAMETERS", |t| t.parameters.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join(",")),
    ("DEFAULT", |t| if t.is_default { "yes" } else { "" }.into()),
    ("OWNER", |t| maybe(t.owner.as_ref(), Clone::clone)),
    ("DESCRIPTION", |t| t.description.clone()),
];
/// Larger than any job file that a server takes.
const MOST_FILE: u64 = 1 << 20;

pub fn run(command: &TemplateCommand) -> Result<u8, Failure> {
    match command {
        TemplateCommand::List { search, scope, list } => {
            let scope = scope.map(|scope| match scope {
                TemplateScopeArg::Mine => word(&TemplateScope::Mine),
                TemplateScopeArg::Team => word(&TemplateScope::Team),
                TemplateScopeArg::All => word(&TemplateScope::All),
                TemplateScopeArg::Preset => word(&TemplateScope::Preset),
            });
            let query = Query::new("/templates").maybe("q", search.as_ref()).maybe("scope", scope);
            show(&list.remote, &client(list)?.list(&query, list.limit)?, COLUMNS)?;
            DONE
        }
        TemplateCommand::Show(args) => {
            let template = client(&args.remote)?.template(&args.template)?;
            told(&args.remote, &template)
        }
        TemplateCommand::Create { name, kept, file, description, remote } => {
            let client = client(remote)?;
            let new = NewTemplate {
                name: name.clone(),
                description: description.clone(),
                scope: scope_of(kept.scope),
                virtual_cluster_id: cluster(&client, kept)?,
                file: text(file)?,
            };
            let made: TemplateDetail = client.post("/templates", &new)?;
            match remote.json {
                true => print_json(&made)?,
                false => say!("{}", made.template.id)?,
            }
            DONE
        }
        TemplateCommand::Delete(args) => {
            let client = client(&args.remote)?;
            let template = client.template(&args.template)?;
            client.delete(format!("/templates/{}", template.id))?;
            match args.remote.json {
                true => print_json(&json!({ "deleted": template.id }))?,
                false => say!("{} deleted", clean(&template.name))?,
            }
            DONE
        }
        TemplateCommand::Export { template, out } => {
            let client = client(&template.remote)?;
            let found = client.template(&template.template)?;
            poured(&template.remote, &client, format!("/templates/{}/file", found.id), out.as_deref())
        }
        TemplateCommand::Import { files, replace, kept, remote } => {
            let client = client(remote)?;
            let mut made = Vec::new();
            for file in files {
                made.push(import(&client, file, *replace, kept)?);
            }
            if remote.json {
                print_json(&made)?;
            } else {
                for one in &made {
                    say!("{}  {}", one.template.id, clean(&one.template.name))?;
                }
            }
            DONE
        }
        TemplateCommand::Default { template, remote } => usual(template.as_deref(), remote),
    }
}

fn usual(template: Option<&str>, remote: &RemoteArgs) -> Result<u8, Failure> {
    let client = client(remote)?;
    let found = template.map(|name| client.template(name)).transpose()?;
    let wanted = DefaultTemplate { template_id: found.as_ref().map(|t| t.id) };
    client.put("/templates/default", &wanted)?;
    match (remote.json, &found) {
        (true, _) => print_json(&wanted)?,
        (false, Some(found)) => say!("the form begins with {}", clean(&found.name))?,
        (false, None) => say!("the form begins empty")?,
    }
    DONE
}

fn import(client: &Client, file: &Path, replace: bool, kept: &KeptArgs) -> Result<TemplateDetail, Failure> {
    let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let text = text(file)?;
    if replace {
        let query = Query::new("/templates").and("q", &name);
        let found = client.list::<Template>(&query, 200)?.items;
        let same = |t: &&Template| t.may_change && fovea_store::fold(&t.name) == fovea_store::fold(&name);
        if let Some(found) = found.iter().find(same) {
            let change = TemplateChange { file: Some(text), ..TemplateChange::default() };
            note!("note: {} is replaced", clean(&found.name));
            return Ok(client.patch(format!("/templates/{}", found.id), found.revision, &change)?);
        }
    }
    let new = NewTemplate {
        name,
        description: String::new(),
        scope: scope_of(kept.scope),
        virtual_cluster_id: cluster(client, kept)?,
        file: text,
    };
    Ok(client.post("/templates", &new)?)
}

fn cluster(client: &Client, kept: &KeptArgs) -> Result<Option<fovea_store::Id>, Failure> {
    Ok(kept.vc.as_ref().map(|v| client.virtual_cluster(v)).transpose()?.map(|v| v.id))
}

fn scope_of(scope: KeptScopeArg) -> TemplateScope {
    match scope {
        KeptScopeArg::Mine => TemplateScope::Mine,
        KeptScopeArg::Team => TemplateScope::Team,
        KeptScopeArg::All => TemplateScope::All,
    }
}

/// A job file, or standard input.
pub(super) fn text(file: &Path) -> Result<String, Failure> {
    let unreadable = |source| ClientError::File { path: file.into(), source };
    let mut text = String::new();
    match file == Path::new("-") {
        true => std::io::stdin().take(MOST_FILE).read_to_string(&mut text).map_err(unreadable)?,
        false => std::fs::File::open(file)
            .and_then(|f| f.take(MOST_FILE).read_to_string(&mut text))
            .map_err(unreadable)?,
    };
    Ok(text)
}

fn told(remote: &RemoteArgs, template: &Template) -> Result<u8, Failure> {
    if remote.json {
        print_json(template)?;
        return DONE;
    }
    say!("{}  {}", clean(&template.name), template.id)?;
    if !template.description.is_empty() {
        say!("  {}", clean(&template.description))?;
    }
    say!("  scope    {}", word(&template.scope))?;
    if let Some(vc) = &template.virtual_cluster {
        say!("  vc       {}", clean(&vc.name))?;
    }
    if let Some(owner) = &template.owner {
        say!("  owner    {}", clean(owner))?;
    }
    if let Some(at) = &template.changed_at {
        say!("  changed  {}", moment(at))?;
    }
    for parameter in &template.parameters {
        let usual = match &parameter.default {
            Some(text) => format!("usually {}", clean(text)),
            None => "has to be given".into(),
        };
        say!(
            "  --set {}=…  {}, {usual}  {}",
            parameter.name,
            word(&parameter.kind),
            clean(&parameter.label)
        )?;
    }
    DONE
}
