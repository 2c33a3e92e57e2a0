use super::client;
use super::follow::{self, Log};
use super::table::{Column, clean, maybe, moment, show, word};
use crate::cli::{RemoteArgs, TaskArg, TrainingArgs, TrainingCommand};
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::{Failure, exit};
use fovea_api::dto::{Job, NewTraining, Task};
use fovea_client::{Client, Query};
use fovea_store::Id;
use serde_json::json;

const COLUMNS: &[Column<Job>] = &[
    ("ID", |j| j.id.to_string()),
    ("NAME", |j| j.name.clone()),
    ("STATE", |j| word(&j.state)),
    ("PHASE", |j| maybe(j.progress.as_ref(), |p| format!("{} {}/{}", p.phase, p.done, p.total))),
    ("CREATED", |j| moment(&j.created_at)),
    ("OWNER", |j| maybe(j.owner.as_ref(), Clone::clone)),
];

pub fn run(command: &TrainingCommand) -> Result<u8, Failure> {
    match command {
        TrainingCommand::List { project, list } => {
            let client = client(list)?;
            let project = project.as_ref().map(|p| client.project(p)).transpose()?.map(|p| p.id);
            show(&list.remote, &client.list(&trainings(project), list.limit)?, COLUMNS)?;
            DONE
        }
        TrainingCommand::Start { .. } => start(command),
        TrainingCommand::Show(args) => {
            let (_, job) = find(args)?;
            told(&args.remote, &job)?;
            DONE
        }
        TrainingCommand::Log { training, follow } => log(training, *follow),
        TrainingCommand::Stop(args) => {
            let (client, job) = find(args)?;
            let job: Job = client.post(format!("/jobs/{}/stop", job.id), &json!({}))?;
            told(&args.remote, &job)?;
            DONE
        }
        TrainingCommand::Wait(args) => wait(args),
    }
}

fn trainings(project: Option<Id>) -> Query {
    Query::new("/jobs").and("kind", "train").maybe("project_id", project)
}

fn start(command: &TrainingCommand) -> Result<u8, Failure> {
    let TrainingCommand::Start {
        project,
        task,
        data_version,
        budget,
        cost,
        overkill,
        steps,
        size,
        tune,
        paste_in,
        name,
        vc,
        priority,
        remote,
    } = command
    else {
        return DONE;
    };
    let client = client(remote)?;
    let project = client.project(project)?;
    let version = data_version.map(|n| client.version(&format!("{}/{n}", project.id))).transpose()?;
    let task = match task {
        None => None,
        Some(TaskArg::Anomaly) => Some(Task::Anomaly),
        Some(TaskArg::Classify) => Some(Task::Classify),
        Some(TaskArg::Segment) => Some(Task::Segment),
        Some(TaskArg::Detect) => Some(Task::Detect),
        Some(TaskArg::Glue) => Some(Task::Glue),
        Some(TaskArg::Components) => Some(Task::Components),
        Some(TaskArg::Compare) => Some(Task::Compare),
        Some(TaskArg::Read) => Some(Task::Read),
    };
    let new = NewTraining {
        version_id: version.map(|v| v.id),
        task,
        budget_s: budget.map(|b| b.as_secs()),
        cost: *cost,
        overkill: *overkill,
        name: name.clone(),
        virtual_cluster_id: vc.as_ref().map(|v| client.virtual_cluster(v)).transpose()?.map(|v| v.id),
        priority: *priority,
        steps: *steps,
        size: *size,
        tune: tune.then_some(true),
        paste_in: paste_in.then_some(true),
    };
    let job: Job = client.post(format!("/projects/{}/trainings", project.id), &new)?;
    match remote.json {
        true => print_json(&job)?,
        false => say!("{}", job.id)?,
    }
    DONE
}

/// By its id, or the newest one of a project.
fn find(args: &TrainingArgs) -> Result<(Client, Job), Failure> {
    let client = client(&args.remote)?;
    let job = match args.training.parse::<Id>() {
        Ok(id) => client.get(format!("/jobs/{id}"))?,
        Err(_) => {
            let project = client.project(&args.training)?;
            let found = client.list::<Job>(&trainings(Some(project.id)), 1)?.items.pop();
            found.ok_or_else(|| Failure {
                exit: exit::FAILED,
                code: "training.none".into(),
                message: format!("{} has no training yet", project.name),
                hint: "begin one with `fovea training start`".into(),
            })?
        }
    };
    Ok((client, job))
}

fn told(remote: &RemoteArgs, job: &Job) -> Result<(), Failure> {
    if remote.json {
        return print_json(job);
    }
    say!("{}  {}", clean(&job.name), job.id)?;
    say!("  state    {}", word(&job.state))?;
    if let Some(progress) = &job.progress {
        let left = progress.remaining_s.map(|s| format!(", about {s:.0} s left")).unwrap_or_default();
        say!(
            "  phase    {} {}/{}{left} {}",
            progress.phase,
            progress.done,
            progress.total,
            clean(&progress.note)
        )?;
    }
    say!("  created  {}", moment(&job.created_at))?;
    if let Some(ended) = &job.ended_at {
        say!("  ended    {}", moment(ended))?;
    }
    if let Some(reason) = &job.reason {
        say!("  reason   {} ({})", clean(&reason.detail), reason.code)?;
    }
    if let Some(model) = &job.model_id {
        say!("  model    {model}")?;
    }
    Ok(())
}

fn log(args: &TrainingArgs, follow: bool) -> Result<u8, Failure> {
    let (client, job) = find(args)?;
    follow::log(&client, &job, &Log { follow, json: args.remote.json, ..Log::default() })
}

fn wait(args: &TrainingArgs) -> Result<u8, Failure> {
    let (client, job) = find(args)?;
    let job = follow::until_ended(&client, job)?;
    told(&args.remote, &job)?;
    Ok(follow::exit_of(job.state))
}
