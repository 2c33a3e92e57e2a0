use super::refused::{Refused, written};
use super::table::{Column, clean, data_size, maybe, moment, show, word};
use super::{client, state_folder};
use crate::cli::{
    ProjectCommand, ProjectCreateArgs, ProjectListArgs, ProjectScopeArg, RemoteArgs, SceneArg, UploadArgs,
    VersionCommand,
};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::Failure;
use fovea_api::dto::{
    Import, Learning, LoopStage, NewClass, NewLearningLoop, NewProject, NewVersion, Project, ProjectChange,
    Scene, StorageImport, Version,
};
use fovea_client::{Query, Upload, UploadStep, upload};
use fovea_datasets::Format;
use std::time::{Duration, Instant};

const PROJECTS: &[Column<Project>] = &[
    ("NAME", |p| p.name.clone()),
    ("SCENE", |p| word(&p.scene)),
    ("PICTURES", |p| p.steps.collect.pictures.to_string()),
    ("LABELLED", |p| p.steps.annotate.labelled.to_string()),
    ("MODELS", |p| p.steps.publish.models.to_string()),
    ("SERVICES", |p| p.steps.deploy.services.to_string()),
    ("NEXT", |p| word(&p.steps.next)),
    ("OWNER", |p| p.owner.clone().unwrap_or_default()),
    ("PUBLIC", |p| String::from(if p.public { "yes" } else { "no" })),
];

const DATA_SETS: &[Column<Project>] = &[
    ("NAME", |p| p.name.clone()),
    ("VERSION", |p| maybe(p.data.version.as_ref(), ToString::to_string)),
    ("PICTURES", |p| p.data.pictures.to_string()),
    ("LABELLED", |p| match p.data.pictures {
        0 => "-".into(),
        all => format!("{} %", p.data.labelled * 100 / all),
    }),
    ("SIZE", |p| data_size(p.data.bytes)),
    ("CHANGED", |p| maybe(p.data.changed_at.as_ref(), moment)),
    ("OWNER", |p| p.owner.clone().unwrap_or_default()),
    ("PUBLIC", |p| String::from(if p.public { "yes" } else { "no" })),
    ("NOTE", |p| p.note.clone()),
];

const VERSIONS: &[Column<Version>] = &[
    ("NUMBER", |v| v.number.to_string()),
    ("PICTURES", |v| v.pictures.to_string()),
    ("LABELLED", |v| v.labelled.to_string()),
    ("HELD BACK", |v| v.held_back.to_string()),
    ("CREATED", |v| moment(&v.created_at)),
    ("NOTE", |v| v.note.clone()),
];

pub fn run(command: &ProjectCommand) -> Result<u8, Failure> {
    match command {
        ProjectCommand::List(args) => list(args, PROJECTS),
        ProjectCommand::Show { project, remote } => {
            let project = client(remote)?.project(project)?;
            match remote.json {
                true => print_json(&project)?,
                false => told(&project)?,
            }
            DONE
        }
        ProjectCommand::Edit { project, name, product, note, public, not_public, remote } => {
            let client = client(remote)?;
            let found = client.project(project)?;
            let change = ProjectChange {
                name: name.clone(),
                product: product.clone(),
                note: note.clone(),
                public: (*public || *not_public).then_some(*public),
                ..ProjectChange::default()
            };
            let path = format!("/projects/{}", found.id);
            let changed: Project = client.patch(&path, found.revision, &change)?;
            match remote.json {
                true => print_json(&changed)?,
                false => told(&changed)?,
            }
            DONE
        }
        ProjectCommand::Create(args) => create(args),
        ProjectCommand::Delete { project, remote } => {
            let client = client(remote)?;
            let project = client.project(project)?;
            client.delete(format!("/projects/{}", project.id))?;
            match remote.json {
                true => print_json(&serde_json::json!({"deleted": project.name}))?,
                false => say!("{} deleted", clean(&project.name))?,
            }
            DONE
        }
        ProjectCommand::Loop { project, after, off, remote } => by_itself(project, *after, *off, remote),
        ProjectCommand::Managers(command) => super::managers::run(command),
        ProjectCommand::Upload(args) => import(args),
    }
}

pub fn data_sets(args: &ProjectListArgs) -> Result<u8, Failure> {
    list(args, DATA_SETS)
}

fn list(args: &ProjectListArgs, columns: &[Column<Project>]) -> Result<u8, Failure> {
    let scope = args.scope.map(|scope| match scope {
        ProjectScopeArg::Own => "own",
        ProjectScopeArg::Shared => "shared",
        ProjectScopeArg::Public => "public",
    });
    let query = Query::new("/projects").and("sort", &args.sort).maybe("name", args.search.as_ref());
    let query = query.maybe("scope", scope);
    show(&args.list.remote, &client(&args.list)?.list(&query, args.list.limit)?, columns)?;
    DONE
}

fn format_told(format: Format) -> Option<String> {
    (format != Format::Auto).then(|| format.name().to_string())
}

pub fn import(args: &UploadArgs) -> Result<u8, Failure> {
    match &args.storage {
        Some(storage) => {
            let path = args.path.clone().unwrap_or_default();
            let wanted = StorageImport {
                storage: storage.clone(),
                path,
                link: args.link,
                format: format_told(args.format),
                unmentioned_good: args.unmentioned_good,
            };
            super::storages::take(args, &wanted)
        }
        None => send(args),
    }
}

/// Turns training by itself on or off where that is asked for, and tells where it stands.
fn by_itself(project: &str, after: Option<u32>, off: bool, remote: &RemoteArgs) -> Result<u8, Failure> {
    let client = client(remote)?;
    let project = client.project(project)?;
    let path = format!("/projects/{}/learning", project.id);
    if off {
        client.delete(format!("{path}/loop"))?;
    } else if let Some(after) = after {
        client.put(format!("{path}/loop"), &NewLearningLoop { after })?;
    }
    let learning: Learning = client.get(&path)?;
    if remote.json {
        print_json(&learning.by_itself)?;
        return DONE;
    }
    let name = clean(&project.name);
    let Some(now) = learning.by_itself else {
        say!("{name} does not train by itself")?;
        return DONE;
    };
    say!("{name} trains by itself after {} new labels, in the name of {}", now.after, clean(&now.owner))?;
    match now.stage {
        LoopStage::Labels => say!("{} labels are missing for the next training", now.missing)?,
        LoopStage::Training => say!("a training is under way")?,
        LoopStage::Proposing => say!("the new model proposes labels for the rest")?,
    }
    if let Some(kept) = now.kept {
        note!("{}", kept.detail);
    }
    DONE
}

pub fn create(args: &ProjectCreateArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let set = args.label_set.as_ref().map(|name| client.label_set(name)).transpose()?;
    let new = NewProject {
        name: args.name.clone(),
        product: args.product.clone(),
        scene: match args.scene {
            SceneArg::Free => Scene::Free,
            SceneArg::ForeignObject => Scene::ForeignObject,
            SceneArg::Classification => Scene::Classification,
            SceneArg::Segmentation => Scene::Segmentation,
            SceneArg::Detection => Scene::Detection,
            SceneArg::Components => Scene::Components,
            SceneArg::Text => Scene::Text,
            SceneArg::Compare => Scene::Compare,
            SceneArg::Glue => Scene::Glue,
        },
        good_name: args.good.clone(),
        note: args.note.clone(),
        classes: args.class.iter().map(|name| NewClass { name: name.clone(), colour: None }).collect(),
        label_set_id: set.map(|s| s.id),
    };
    let made: Project = client.post("/projects", &new)?;
    match args.remote.json {
        true => print_json(&made)?,
        false => told(&made)?,
    }
    DONE
}

fn told(project: &Project) -> Result<(), Failure> {
    let steps = &project.steps;
    let classes = project.classes.iter().map(|c| clean(&c.name)).collect::<Vec<_>>().join(", ");
    say!("{}  {}", clean(&project.name), project.id)?;
    say!("  classes   {classes}")?;
    if project.public {
        say!("  public    everybody who can log in may look at its data")?;
    }
    say!("  pictures  {}, {} labelled", steps.collect.pictures, steps.annotate.labelled)?;
    say!("  trainings {}", steps.train.jobs)?;
    say!("  models    {}, {} published", steps.publish.models, steps.publish.released)?;
    say!("  services  {}, {} running", steps.deploy.services, steps.deploy.running)?;
    say!("  records   {}, {} today (UTC)", steps.inspect.records, steps.inspect.today)?;
    say!("  next      {}", word(&steps.next))
}

fn send(args: &UploadArgs) -> Result<u8, Failure> {
    /// How often it is told how far it is.
    const PAUSE: Duration = Duration::from_secs(2);
    let client = client(&args.remote)?;
    let project = client.project(&args.project)?;
    let format = format_told(args.format);
    let what = Upload {
        project: project.id,
        paths: &args.paths,
        notes: &state_folder()?,
        format: format.as_deref(),
        unmentioned_good: args.unmentioned_good,
    };
    let mut list = Refused::default();
    let mut shown: Option<Instant> = None;
    let ended = upload(&client, &what, |step: UploadStep| {
        for refused in &step.result.refused {
            note!("warning: left out: {}: {}", clean(&refused.name), clean(&refused.detail));
            list.add(refused);
        }
        if step.done == step.total || shown.is_none_or(|s| s.elapsed() > PAUSE) {
            shown = Some(Instant::now());
            note!("{}/{}  {}", step.done, step.total, clean(step.name));
        }
    })?;
    if let Some(file) = &args.refused {
        written(file, list.write(&client, ended.id, file)?);
    }
    tell_end(&ended, &args.remote)
}

pub(super) fn tell_end(ended: &Import, remote: &RemoteArgs) -> Result<u8, Failure> {
    match remote.json {
        true => print_json(ended)?,
        false => say!(
            "{} new pictures, {} were there already, {} left out, {} labelled",
            ended.added,
            ended.duplicates,
            ended.refused,
            ended.labels
        )?,
    }
    if ended.columns > 0 {
        note!("note: columns of {} pictures", ended.columns);
    }
    DONE
}

pub fn versions(command: &VersionCommand) -> Result<u8, Failure> {
    match command {
        VersionCommand::List { project, list } => {
            let client = client(list)?;
            let query = Query::new(format!("/projects/{}/versions", client.project(project)?.id));
            show(&list.remote, &client.list(&query, list.limit)?, VERSIONS)?;
            DONE
        }
        VersionCommand::Create { project, note, tag, held_back, remote } => {
            let client = client(remote)?;
            let new = NewVersion { note: note.clone(), tags: tag.clone(), held_back: *held_back };
            let path = format!("/projects/{}/versions", client.project(project)?.id);
            let made: Version = client.post(path, &new)?;
            match remote.json {
                true => print_json(&made)?,
                false => say!(
                    "version {}: {} pictures, {} labelled, {} held back",
                    made.number,
                    made.pictures,
                    made.labelled,
                    made.held_back
                )?,
            }
            DONE
        }
        VersionCommand::Download { which, out, format, remote } => {
            let client = client(remote)?;
            let version = client.version(which)?;
            let query = Query::new(format!("/versions/{}/export", version.id)).and("format", format.name());
            super::downloaded(remote, out, client.download(query, out)?)
        }
    }
}
