use super::client;
use super::table::{Column, clean, maybe, moment, show, word};
use crate::cli::{RemoteArgs, TaskArg, TrainingArgs, TrainingCommand};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{Job, JobState, LogPage, NewTraining, Task};
use fovea_client::{Client, Query};
use fovea_store::Id;
use serde_json::json;
use std::time::Duration;

const COLUMNS: &[Column<Job>] = &[
    ("ID", |j| j.id.to_string()),
    ("NAME", |j| j.name.clone()),
    ("STATE", |j| word(&j.state)),
    ("PHASE", |j| maybe(j.progress.as_ref(), |p| format!("{} {}/{}", p.phase, p.done, p.total))),
    ("CREATED", |j| moment(&j.created_at)),
    ("OWNER", |j| maybe(j.owner.as_ref(), Clone::clone)),
];
const PAUSE: Duration = Duration::from_secs(1);

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
        Some(TaskArg::Components) => {
            return Err(Failure {
                exit: 2,
                code: "training.no_boards".into(),
                message: "a server does not teach components of boards yet".into(),
                hint: "train here with `fovea train --task components`, then publish the model".into(),
            });
        }
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

fn ended(state: JobState) -> bool {
    matches!(state, JobState::Succeeded | JobState::Failed | JobState::Stopped)
}

fn log(args: &TrainingArgs, follow: bool) -> Result<u8, Failure> {
    let (client, mut job) = find(args)?;
    let mut from = 0;
    loop {
        // The state first: what is written until then is in the page that is read after it.
        let last = !follow || ended(job.state);
        loop {
            let query = Query::new(format!("/jobs/{}/log", job.id)).and("from", from).and("limit", 1000);
            let page: LogPage = client.get(query)?;
            let Some(next) = page.lines.last().map(|l| l.n + 1) else { break };
            for line in &page.lines {
                match args.remote.json {
                    true => say!("{}", serde_json::to_string(line)?)?,
                    false => say!("{}  {}", moment(&line.at), clean(&line.text))?,
                }
            }
            from = next;
            if from >= page.total {
                break;
            }
        }
        if last {
            return DONE;
        }
        std::thread::sleep(PAUSE);
        job = client.get(format!("/jobs/{}", job.id))?;
    }
}

fn wait(args: &TrainingArgs) -> Result<u8, Failure> {
    let (client, mut job) = find(args)?;
    let mut shown = String::new();
    while !ended(job.state) {
        let now = match &job.progress {
            Some(p) => format!("{} {}/{}", p.phase, p.done, p.total),
            None => word(&job.state),
        };
        if now != shown {
            note!("{now}");
            shown = now;
        }
        std::thread::sleep(PAUSE);
        job = client.get(format!("/jobs/{}", job.id))?;
    }
    told(&args.remote, &job)?;
    Ok(match job.state {
        JobState::Succeeded => exit::DONE,
        JobState::Stopped => exit::STOPPED,
        _ => exit::FAILED,
    })
}
