//! The words of the commands about jobs.

use super::{ListArgs, RemoteArgs};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum JobCommand {
    /// Submit a job by its file, by a template, or as an earlier one was
    Submit {
        /// The job file, YAML or JSON; `-` reads standard input
        #[arg(short, long, value_name = "FILE", required_unless_present_any = ["template", "from"])]
        file: Option<PathBuf>,
        /// In place of a file: name or id of a template
        #[arg(long, conflicts_with = "file")]
        template: Option<String>,
        /// In place of a file: id of an earlier job, of which this is one more; it gets a work folder of its own
        #[arg(long, value_name = "ID", conflicts_with_all = ["file", "template"])]
        from: Option<String>,
        /// Print the job file of the earlier job, and submit nothing
        #[arg(long, requires = "from", conflicts_with = "wait")]
        dry_run: bool,
        /// Value of a parameter of the template; may be repeated
        #[arg(long = "set", value_name = "NAME=VALUE", requires = "template", conflicts_with_all = ["file", "from"], value_parser = value)]
        values: Vec<(String, String)>,
        /// Wait for its end
        #[arg(long)]
        wait: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// List jobs, newest first: yours, and with the right to all jobs those of others
    List {
        #[command(flatten)]
        which: JobFilterArgs,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Tell what a job is and how it is doing
    Show(JobArgs),
    /// Print what a job said
    Logs {
        /// Go on until it has ended
        #[arg(short, long)]
        follow: bool,
        /// Only lines with these words
        #[arg(long, value_name = "WORDS", conflicts_with = "follow")]
        search: Option<String>,
        #[command(flatten)]
        narrowed: LogArgs,
        /// Print the lines alone, without their times
        #[arg(long)]
        plain: bool,
        #[command(flatten)]
        job: JobArgs,
    },
    /// List the phases of a job's log: its steps, and what it marked itself
    Phases(JobArgs),
    /// Ask a job to end
    Stop(JobArgs),
    /// Ask a job to put away what it has and to pause
    Pause(JobArgs),
    /// Let a paused job wait for its turn again
    Resume(JobArgs),
    /// Change the priority of a job that waits
    Priority {
        #[command(flatten)]
        job: JobArgs,
        /// 100 to 200, the higher the sooner; 1 to 1000 where you administer its virtual cluster
        #[arg(value_parser = clap::value_parser!(u16).range(1..=1000))]
        priority: u16,
    },
    /// Take a job that has ended out of all lists
    Delete(JobArgs),
    /// Wait for the end of a job; the exit code says how it ended
    Wait(JobArgs),
    /// Tell what happened to a job
    Events(JobArgs),
    /// Tell why a job waits, its place, and when it may start
    Why(JobArgs),
    /// Look into the work folder of a command, and bring files in and out
    Files {
        #[command(subcommand)]
        command: FilesCommand,
    },
    /// List the ways into a job, and how each is doing
    Endpoints(JobArgs),
    /// Add a way into a job that waits or runs: a port of its program, or a tool beside it
    Expose {
        #[command(flatten)]
        endpoint: EndpointArgs,
        /// The job's program listens here, on 127.0.0.1; 40000 to 49999 are usual
        #[arg(long, value_name = "PORT", conflicts_with_all = ["socket", "tool"])]
        port: Option<u16>,
        /// Name of a Unix socket in the folder that the job finds in FOVEA_ENDPOINTS
        #[arg(long, value_name = "NAME", conflicts_with = "tool")]
        socket: Option<String>,
        /// Started beside the job's command
        #[arg(long, value_name = "TOOL", required_unless_present_any = ["port", "socket"])]
        tool: Option<ToolArg>,
        /// Of TensorBoard: folder with event files, seen from the work folder
        #[arg(long, value_name = "PATH", requires = "tool")]
        logdir: Option<String>,
    },
    /// Print a link to an endpoint of a job; it works once, for one minute
    Open(EndpointArgs),
    /// Let a member of the job's virtual cluster open an endpoint, for a time
    Share {
        #[command(flatten)]
        endpoint: EndpointArgs,
        /// Name of the user
        #[arg(long)]
        user: String,
        /// After so many it ends
        #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=720))]
        hours: u32,
    },
    /// End a share
    Unshare {
        #[command(flatten)]
        endpoint: EndpointArgs,
        /// Name of the user
        #[arg(long)]
        user: String,
    },
    /// Close an endpoint: nobody comes in by it any more
    Close(EndpointArgs),
    /// Open an endpoint again that was closed
    Reopen(EndpointArgs),
    /// Come into a running job by SSH, or run a command there, with the program `ssh` of this machine
    Ssh {
        /// Its id; none is needed for --fingerprint
        #[arg(required_unless_present = "fingerprint")]
        job: Option<String>,
        /// Of a job on several nodes: into this task
        #[arg(long, value_name = "N", default_value_t = 0)]
        rank: u32,
        /// Host of the server's port for SSH [default: that of the server]
        #[arg(long)]
        host: Option<String>,
        /// Print the command, and run nothing
        #[arg(long)]
        print: bool,
        /// Print the fingerprint of the server's key
        #[arg(long, conflicts_with_all = ["job", "print"])]
        fingerprint: bool,
        /// Command there, with options of `ssh` before it
        #[arg(last = true, value_name = "CMD")]
        command: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Run a command within a running job and print what it says; the exit code is that of the command
    Exec {
        /// Id of the job
        job: String,
        /// Of a job on several nodes: in this task
        #[arg(long, value_name = "N", default_value_t = 0)]
        rank: u32,
        /// Program and arguments, which no shell reads
        #[arg(last = true, required = true, value_name = "CMD")]
        command: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// List endpoints of others that were shared with you
    Shared(RemoteArgs),
    /// Print what a job file may hold (JSON Schema); asks no server
    Schema,
}

#[derive(Debug, Subcommand)]
pub enum FilesCommand {
    /// List a folder of a job's work folder
    Ls {
        /// Id of the job
        job: String,
        /// The folder, seen from the work folder
        #[arg(default_value = "")]
        path: String,
        /// `name`, `bytes` or `changed_at`; with `-` before it the other way round
        #[arg(long, allow_hyphen_values = true)]
        sort: Option<String>,
        /// Only names with these words
        #[arg(long, value_name = "WORDS")]
        search: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Fetch a file, or a folder as a zip archive
    Get {
        /// Id of the job
        job: String,
        path: String,
        /// Where to write it; `-` is standard output. Left out: under its own name here
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Send files and folders; sent again, a file goes on where it was cut
    Put {
        /// Id of the job
        job: String,
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Folder of the work folder to put them into; it is made where it lacks
        #[arg(long, value_name = "FOLDER", default_value = "")]
        to: String,
        /// Also over files that are there
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Delete files or folders
    Rm {
        /// Id of the job
        job: String,
        #[arg(required = true)]
        paths: Vec<String>,
        /// Folders with all that is in them
        #[arg(short, long)]
        recursive: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

fn value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("give NAME=VALUE")?;
    Ok((name.trim().into(), value.into()))
}

/// Which jobs, in which order.
#[derive(Debug, Default, Args)]
pub struct JobFilterArgs {
    #[arg(long)]
    pub project: Option<String>,
    #[arg(long)]
    pub vc: Option<String>,
    /// One kind, or several with commas between them
    #[arg(long, value_delimiter = ',')]
    pub kind: Vec<JobKindArg>,
    /// One state, or several with commas between them, such as `queued,running`
    #[arg(long)]
    pub state: Option<String>,
    /// Id of a user, or a part of the name
    #[arg(long)]
    pub owner: Option<String>,
    /// Type of device, such as `cpu`
    #[arg(long)]
    pub device: Option<String>,
    /// In the name or a tag, or the beginning of the id
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// Submitted from this moment on, such as 2026-01-31T08:00:00Z
    #[arg(long, value_name = "TIME")]
    pub submitted_from: Option<String>,
    /// Submitted before this moment
    #[arg(long, value_name = "TIME")]
    pub submitted_to: Option<String>,
    /// Ended from this moment on
    #[arg(long, value_name = "TIME")]
    pub ended_from: Option<String>,
    /// Ended before this moment
    #[arg(long, value_name = "TIME")]
    pub ended_to: Option<String>,
    /// `created_at`, `started_at`, `ended_at`, `name`, `priority`, `state`, `duration` or `owner`; with `-` before it the
    /// other way round
    #[arg(long, allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// Those that were deleted and are still kept, the last deleted first
    #[arg(long, conflicts_with_all = ["vc", "kind", "state", "owner", "device", "submitted_from", "submitted_to", "ended_from", "ended_to", "sort"])]
    pub deleted: bool,
}

/// Which lines of a log.
#[derive(Debug, Default, Args)]
pub struct LogArgs {
    /// The words are a regular expression
    #[arg(long, requires = "search")]
    pub regex: bool,
    /// Lines before and after each that was found, 20 at most
    #[arg(short = 'C', long, value_name = "LINES", requires = "search")]
    pub context: Option<u64>,
    /// Only the last lines; with --follow those of all streams, and what comes
    #[arg(short = 'n', long, value_name = "LINES", conflicts_with = "search")]
    pub tail: Option<u64>,
    /// Only lines of this stream
    #[arg(long)]
    pub stream: Option<LogStreamArg>,
    /// Only lines of this step, such as `train`, or of this phase within it
    #[arg(long, conflicts_with = "follow")]
    pub phase: Option<String>,
    /// From this moment on, such as 2026-01-31T08:00:00Z
    #[arg(long, value_name = "TIME", conflicts_with = "follow")]
    pub since: Option<String>,
    /// Before this moment
    #[arg(long, value_name = "TIME", conflicts_with = "follow")]
    pub until: Option<String>,
    /// Also states of progress bars that were drawn over
    #[arg(long)]
    pub states: bool,
    /// Of a job on several nodes: only this task
    #[arg(long, value_name = "N")]
    pub rank: Option<u32>,
    /// The same by the name of its node
    #[arg(long, value_name = "NAME", conflicts_with = "by_rank")]
    pub node: Option<String>,
    /// Only tasks that hold this card, such as `huawei_npu_arm64/3`, or any of a type
    #[arg(long, value_name = "TYPE[/CARD]")]
    pub device: Option<String>,
    /// Of a job on several nodes: task after task, and not by time
    #[arg(long, conflicts_with_all = ["follow", "rank"])]
    pub by_rank: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum LogStreamArg {
    Out,
    Err,
    Fovea,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum JobKindArg {
    /// A training of the platform
    Train,
    Service,
    Command,
    /// A command that trains code of a user
    Training,
    Development,
    Visualisation,
    Import,
    Export,
    Recipe,
    Prelabel,
    Advise,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ToolArg {
    Jupyter,
    Tensorboard,
    Vscode,
}

#[derive(Debug, Args)]
pub struct EndpointArgs {
    /// Id of the job
    pub job: String,
    /// Name of the endpoint
    pub name: String,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct JobArgs {
    /// Its id
    pub job: String,
    #[command(flatten)]
    pub remote: RemoteArgs,
}
