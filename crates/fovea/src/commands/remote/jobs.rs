use super::client;
use super::endpoints;
use super::enter;
use super::files;
use super::follow::{self, Log};
use super::table::{Column, clean, maybe, moment, show, word};
use crate::cli::{
    JobArgs, JobCommand, JobFilterArgs, JobKindArg, LogArgs, LogStreamArg, RemoteArgs, ToolArg,
};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{
    EndpointKind, Job, JobChange, JobEvents, JobFile, JobFileEndpoint, JobKind, JobTask, JobTaskExit,
    JobTasks, JobWhy, LogPhase, LogPhaseKind, LogPhases, TemplateJob,
};
use fovea_client::{Client, ClientError, Found, Query};
use fovea_store::Id;
use serde_json::{Value, json};
use std::io::Read;
use std::path::Path;

const COLUMNS: &[Column<Job>] = &[
    ("ID", |j| j.id.to_string()),
    ("NAME", |j| j.name.clone()),
    ("KIND", |j| word(&j.kind)),
    ("STATE", |j| word(&j.state)),
    ("VC", |j| maybe(j.virtual_cluster.as_ref(), |v| v.name.clone())),
    ("CORES", |j| j.cores.to_string()),
    ("CREATED", |j| moment(&j.created_at)),
    ("OWNER", |j| maybe(j.owner.as_ref(), Clone::clone)),
];
/// Larger than any job file that a server takes.
const MOST_FILE: u64 = 1 << 20;

pub fn run(command: &JobCommand) -> Result<u8, Failure> {
    match command {
        JobCommand::Submit { from: Some(earlier), dry_run, wait, remote, .. } => {
            let file = earlier_file(earlier, remote)?;
            match dry_run {
                true => print_json(&file).and(DONE),
                false => {
                    let body = serde_json::to_vec(&file).map_err(std::io::Error::other)?;
                    submit("/jobs", "application/json", body, *wait, remote)
                }
            }
        }
        JobCommand::Submit { file, template, values, wait, remote, .. } => {
            let (path, kind, body) = match (file, template) {
                (Some(file), _) => ("/jobs".to_string(), "application/yaml", file_bytes(file)?),
                (None, Some(name)) => {
                    let template = client(remote)?.template(name)?;
                    let job = TemplateJob { values: values.iter().cloned().collect() };
                    let body = serde_json::to_vec(&job).map_err(std::io::Error::other)?;
                    (format!("/templates/{}/jobs", template.id), "application/json", body)
                }
                (None, None) => ("/jobs".to_string(), "application/yaml", Vec::new()),
            };
            submit(&path, kind, body, *wait, remote)
        }
        JobCommand::List { which, list } => {
            let client = client(list)?;
            let query = filtered(&client, which)?;
            show(&list.remote, &client.list(&query, list.limit)?, COLUMNS)?;
            DONE
        }
        JobCommand::Show(args) => {
            let (client, job) = find(args)?;
            told(&client, &args.remote, &job)?;
            DONE
        }
        JobCommand::Logs { follow, search, narrowed, plain, job } => {
            let (client, found) = find(job)?;
            let search = search.as_deref();
            let how = Log {
                follow: *follow,
                search,
                narrowed: Some(narrowed),
                plain: *plain,
                json: job.remote.json,
            };
            follow::log(&client, &found, &how)
        }
        JobCommand::Phases(args) => phases(args),
        JobCommand::Stop(args) => steer(args, "stop"),
        JobCommand::Pause(args) => steer(args, "pause"),
        JobCommand::Resume(args) => steer(args, "resume"),
        JobCommand::Priority { job: args, priority } => {
            let (client, job) = find(args)?;
            let body =
                serde_json::to_vec(&JobChange { priority: *priority }).map_err(std::io::Error::other)?;
            let path = format!("/jobs/{}", job.id);
            let job: Job = client.give("PATCH", path, &[("content-type", "application/json")], body)?;
            told(&client, &args.remote, &job)?;
            DONE
        }
        JobCommand::Delete(args) => {
            let (client, job) = find(args)?;
            client.delete(format!("/jobs/{}", job.id))?;
            match args.remote.json {
                true => print_json(&json!({ "deleted": job.id }))?,
                false => say!("{} deleted", job.id)?,
            }
            DONE
        }
        JobCommand::Wait(args) => {
            let (client, job) = find(args)?;
            wait(&client, job, &args.remote)
        }
        JobCommand::Events(args) => events(args),
        JobCommand::Why(args) => why(args),
        JobCommand::Files { command } => files::run(command),
        JobCommand::Endpoints(args) => endpoints::list(args),
        JobCommand::Expose { endpoint, port, socket, tool, logdir } => {
            let kind = match tool {
                None => EndpointKind::Http,
                Some(ToolArg::Jupyter) => EndpointKind::Jupyter,
                Some(ToolArg::Tensorboard) => EndpointKind::Tensorboard,
                Some(ToolArg::Vscode) => EndpointKind::Vscode,
            };
            let (name, port) = (endpoint.name.clone(), *port);
            let (socket, logdir) = (socket.clone(), logdir.clone());
            endpoints::add(endpoint, &JobFileEndpoint { name, kind, port, socket, logdir })
        }
        JobCommand::Open(args) => endpoints::open(args),
        JobCommand::Share { endpoint, user, hours } => endpoints::share(endpoint, user, *hours),
        JobCommand::Unshare { endpoint, user } => endpoints::unshare(endpoint, user),
        JobCommand::Close(endpoint) => endpoints::close(endpoint, true),
        JobCommand::Reopen(endpoint) => endpoints::close(endpoint, false),
        JobCommand::Ssh { job, rank, host, print, fingerprint, command, remote } => {
            let wanted = enter::Wanted { rank: *rank, host: host.as_deref(), print: *print, command };
            match job.as_deref().filter(|_| !fingerprint) {
                Some(job) => enter::ssh(job, &wanted, remote),
                None => enter::fingerprint(remote),
            }
        }
        JobCommand::Exec { job, rank, command, remote } => enter::exec(job, *rank, command, remote),
        JobCommand::Shared(remote) => endpoints::shared(remote),
        JobCommand::Schema => {
            print_json(&fovea_api::job_file_schema())?;
            DONE
        }
    }
}

/// What was submitted, as far as a job file tells it.
fn earlier_file(job: &str, remote: &RemoteArgs) -> Result<JobFile, Failure> {
    let job: Job = client(remote)?.get(format!("/jobs/{}", id_of(job)?))?;
    fovea_api::job_file_of(&job).ok_or_else(|| Failure {
        exit: exit::FAILED,
        code: "job.no_file".into(),
        message: format!("{} is no job of a job file", job.id),
        hint: "`fovea training start` and the pages of a project begin others of its kind".into(),
    })
}

fn filtered(client: &Client, which: &JobFilterArgs) -> Result<Query, Failure> {
    let project = which.project.as_ref().map(|p| client.project(p)).transpose()?.map(|p| p.id);
    let vc = which.vc.as_ref().map(|v| client.virtual_cluster(v)).transpose()?.map(|v| v.id);
    let kind = |kind: &JobKindArg| match kind {
        JobKindArg::Train => word(&JobKind::Train),
        JobKindArg::Service => word(&JobKind::Service),
        JobKindArg::Command => word(&JobKind::Command),
        JobKindArg::Training => word(&JobKind::OwnTraining),
        JobKindArg::Development => word(&JobKind::Development),
        JobKindArg::Visualisation => word(&JobKind::Visualisation),
        JobKindArg::Import => word(&JobKind::Import),
        JobKindArg::Export => word(&JobKind::Export),
        JobKindArg::Recipe => word(&JobKind::Recipe),
        JobKindArg::Prelabel => word(&JobKind::Prelabel),
        JobKindArg::Advise => word(&JobKind::Advise),
    };
    if which.deleted {
        let query = Query::new("/jobs/deleted").maybe("project_id", project);
        return Ok(query.maybe("q", which.search.as_ref()));
    }
    let kinds = which.kind.iter().map(kind).collect::<Vec<_>>().join(",");
    let query = Query::new("/jobs").maybe("project_id", project).maybe("virtual_cluster_id", vc);
    let query = query.maybe("kind", Some(kinds).filter(|kinds| !kinds.is_empty()));
    let query = query.maybe("state", which.state.as_ref()).maybe("owner", which.owner.as_ref());
    let query = query.maybe("device", which.device.as_ref()).maybe("q", which.search.as_ref());
    let query = query.maybe("submitted_from", which.submitted_from.as_ref());
    let query = query.maybe("submitted_to", which.submitted_to.as_ref());
    let query =
        query.maybe("ended_from", which.ended_from.as_ref()).maybe("ended_to", which.ended_to.as_ref());
    Ok(query.maybe("sort", which.sort.as_ref()))
}

fn file_bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |source| ClientError::File { path: file.into(), source };
    let mut text = Vec::new();
    match file == Path::new("-") {
        true => std::io::stdin().take(MOST_FILE).read_to_end(&mut text).map_err(unreadable)?,
        false => std::fs::File::open(file)
            .and_then(|f| f.take(MOST_FILE).read_to_end(&mut text))
            .map_err(unreadable)?,
    };
    Ok(text)
}

fn submit(
    path: &str,
    kind: &str,
    body: Vec<u8>,
    then_wait: bool,
    remote: &RemoteArgs,
) -> Result<u8, Failure> {
    let client = client(remote)?;
    // What is sent twice because an answer was lost is one job.
    let key = Id::new().to_string();
    let headers = [("content-type", kind), ("idempotency-key", key.as_str())];
    let job: Job = client.give("POST", path, &headers, body)?;
    if then_wait {
        note!("{}", job.id);
        return wait(&client, job, remote);
    }
    match remote.json {
        true => print_json(&job)?,
        false => say!("{}", job.id)?,
    }
    DONE
}

pub(super) fn id_of(job: &str) -> Result<Id, Failure> {
    job.parse().map_err(|_| Failure {
        exit: exit::FAILED,
        code: "job.no_id".into(),
        message: format!("{job:?} is no id of a job"),
        hint: "`fovea job list` shows the ids".into(),
    })
}

fn find(args: &JobArgs) -> Result<(Client, Job), Failure> {
    let id = id_of(&args.job)?;
    let client = client(&args.remote)?;
    let job = client.get(format!("/jobs/{id}"))?;
    Ok((client, job))
}

fn steer(args: &JobArgs, what: &str) -> Result<u8, Failure> {
    let (client, job) = find(args)?;
    let job: Job = client.post(format!("/jobs/{}/{what}", job.id), &json!({}))?;
    told(&client, &args.remote, &job)?;
    DONE
}

fn told(client: &Client, remote: &RemoteArgs, job: &Job) -> Result<(), Failure> {
    if remote.json {
        return print_json(job);
    }
    let tasks: JobTasks = client.get(format!("/jobs/{}/tasks", job.id))?;
    say!("{}  {}", clean(&job.name), job.id)?;
    say!("  kind     {}", word(&job.kind))?;
    say!("  state    {}", word(&job.state))?;
    if let Some(vc) = &job.virtual_cluster {
        say!("  vc       {}", clean(&vc.name))?;
    }
    if let Some(owner) = &job.owner {
        say!("  owner    {}", clean(owner))?;
    }
    if let Some(project) = job.project_id {
        // Who may see the job need not see its project.
        let name = client.project(&project.to_string()).map_or_else(|_| project.to_string(), |p| p.name);
        say!("  project  {}", clean(&name))?;
    }
    say!("  priority {}{}", job.priority, if job.preemptible { ", preemptible" } else { "" })?;
    if let Some(template) = job.spec.get("template").and_then(Value::as_str) {
        say!("  template {}", clean(template))?;
    }
    if let Some(image) = job.spec.get("image").and_then(Value::as_str) {
        say!("  image    {}", clean(image))?;
    }
    say!("  devices  {}", asked_for(job))?;
    if job.cores > 0 {
        say!("  cores    {}", job.cores)?;
    } else if let Some(cores) = job.cores_wanted {
        say!("  cores    {cores} on each node, once it runs")?;
    }
    if let Some(memory) = job.memory_mib {
        say!("  memory   {memory} MiB")?;
    }
    if let Some(disk) = job.disk_mib {
        say!("  disk     {disk} MiB")?;
    }
    if let Some(seconds) = job.longest_run_s {
        say!("  longest  {seconds} s")?;
    }
    command_told(job)?;
    if let (JobKind::Import, Some(progress)) = (job.kind, &job.progress) {
        say!("  files    {}", progress.done)?;
    }
    if !job.tags.is_empty() {
        say!("  tags     {}", clean(&job.tags.join(", ")))?;
    }
    say!("  created  {}", moment(&job.created_at))?;
    for (name, at) in [("started", &job.started_at), ("ended", &job.ended_at), ("ends by", &job.ends_by)] {
        if let Some(at) = at {
            say!("  {name:<8} {}", moment(at))?;
        }
    }
    if let Some(reason) = &job.reason {
        say!("  reason   {} ({})", clean(&reason.detail), reason.code)?;
    }
    for task in &tasks.items {
        say!("  task {:<3} {}", task.rank, in_words(task))?;
    }
    Ok(())
}

/// Of what a user wrote. Values of variables may be secrets, and are for `--json`.
fn command_told(job: &Job) -> Result<(), Failure> {
    let Some(file) = fovea_api::job_file_of(job) else { return Ok(()) };
    let words = &file.command.0;
    let text = match words.as_slice() {
        [shell, option, text] if shell == "/bin/sh" && option == "-c" => text.trim_end().to_string(),
        _ => words.join(" "),
    };
    for (i, line) in text.lines().enumerate() {
        say!("  {:<8} {}", if i == 0 { "command" } else { "" }, clean(line))?;
    }
    if !file.environment.is_empty() {
        let names: Vec<&str> = file.environment.keys().map(String::as_str).collect();
        say!("  environ  {}", clean(&names.join(", ")))?;
    }
    if let Some(most) = file.most_restarts {
        say!("  restart  on failure, up to {most}")?;
    }
    Ok(())
}

fn asked_for(job: &Job) -> String {
    let number = maybe(job.devices.as_ref(), ToString::to_string);
    match job.nodes {
        Some(nodes) => format!("{} {number} on each of {nodes} nodes", job.device),
        None => format!("{} {number}", job.device),
    }
}

/// Where it runs, on what, and how it is doing.
fn in_words(task: &JobTask) -> String {
    let cards: Vec<String> = task.cards.iter().map(ToString::to_string).collect();
    let on = match cards.is_empty() {
        true => format!("{} cores", task.cores),
        false => format!("{} {}", task.device, cards.join(",")),
    };
    let exit = match &task.exit {
        Some(JobTaskExit { trouble: Some(trouble), .. }) => format!(", {}", clean(trouble)),
        Some(JobTaskExit { code: Some(code), .. }) => format!(", code {code}"),
        Some(JobTaskExit { signal: Some(signal), .. }) => format!(", signal {signal}"),
        _ => String::new(),
    };
    format!("{:<9} on {}, {on}{exit}", word(&task.state), clean(&task.node))
}

/// Which tasks and which stream: of what is there as of what comes.
pub(super) fn of_tasks(query: Query, args: &LogArgs) -> Query {
    let stream = args.stream.map(|stream| match stream {
        LogStreamArg::Out => "out",
        LogStreamArg::Err => "err",
        LogStreamArg::Fovea => "fovea",
    });
    let query = query.maybe("stream", stream).maybe("rank", args.rank).maybe("node", args.node.as_ref());
    query.maybe("device", args.device.as_ref())
}

/// The same lines, asked of the server.
pub(super) fn narrowed(query: Query, args: &LogArgs) -> Query {
    let query = of_tasks(query, args).maybe("phase", args.phase.as_ref());
    let query = query.maybe("since", args.since.as_ref()).maybe("until", args.until.as_ref());
    let query = query.maybe("order", args.by_rank.then_some("rank"));
    query.maybe("context", args.context).maybe("regex", args.regex.then_some(true))
}

fn wait(client: &Client, job: Job, remote: &RemoteArgs) -> Result<u8, Failure> {
    let job = follow::until_ended(client, job)?;
    told(client, remote, &job)?;
    Ok(follow::exit_of(job.state))
}

fn events(args: &JobArgs) -> Result<u8, Failure> {
    let (client, job) = find(args)?;
    let found: JobEvents = client.get(format!("/jobs/{}/events", job.id))?;
    if args.remote.json {
        print_json(&found)?;
        return DONE;
    }
    for one in &found.items {
        let why = one.reason.as_ref().map(|r| format!("  {}", clean(&r.detail))).unwrap_or_default();
        say!("{}  {:<12} {:<10}{why}", moment(&one.at), one.event, word(&one.state))?;
    }
    DONE
}

const PHASES: &[Column<LogPhase>] = &[
    ("NAME", |p| if p.kind == LogPhaseKind::Step { p.name.clone() } else { format!("  {}", p.name) }),
    ("LINES", |p| format!("{}-{}", p.first + 1, maybe(p.last.as_ref(), |last| (last + 1).to_string()))),
    ("TOOK", |p| maybe(p.duration_ms.as_ref(), |ms| format!("{:.1} s", *ms as f64 / 1000.0))),
    ("EXIT", |p| match (p.code, p.signal) {
        (_, Some(signal)) => format!("signal {signal}"),
        (code, _) => maybe(code.as_ref(), ToString::to_string),
    }),
    ("TASK", |p| maybe(p.rank.as_ref(), ToString::to_string)),
];

fn phases(args: &JobArgs) -> Result<u8, Failure> {
    let (client, job) = find(args)?;
    let found: LogPhases = client.get(format!("/jobs/{}/log/phases", job.id))?;
    let total = found.items.len() as u64;
    show(&args.remote, &Found { items: found.items, total }, PHASES)?;
    DONE
}

fn why(args: &JobArgs) -> Result<u8, Failure> {
    let (client, job) = find(args)?;
    let why: JobWhy = client.get(format!("/jobs/{}/why", job.id))?;
    if args.remote.json {
        print_json(&why)?;
        return DONE;
    }
    say!("{} ({})", clean(&why.detail), why.code)?;
    if let Some(ahead) = why.ahead {
        say!("  before it  {ahead}")?;
    }
    if why.waits {
        match &why.expected_start {
            Some(at) => say!("  may start  {}", moment(at))?,
            None => say!("  may start  nobody knows: something before it has no limit")?,
        }
    }
    DONE
}
