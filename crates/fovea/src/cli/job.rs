//! The words of the commands about jobs.

use super::{ListArgs, RemoteArgs};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum JobCommand {
    /// Submit a job by its file
    Submit {
        /// The job file, YAML or JSON; `-` reads standard input
        #[arg(short, long, value_name = "FILE")]
        file: PathBuf,
        /// Wait for its end
        #[arg(long)]
        wait: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// List jobs, newest first: yours, and with the right to all jobs those of others
    List {
        #[arg(long)]
        project: Option<String>,
        #[arg(long)]
        vc: Option<String>,
        #[arg(long)]
        kind: Option<JobKindArg>,
        /// Such as `running`
        #[arg(long)]
        state: Option<String>,
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
        /// Print the lines alone, without their times
        #[arg(long)]
        plain: bool,
        #[command(flatten)]
        job: JobArgs,
    },
    /// Ask a job to end
    Stop(JobArgs),
    /// Ask a job to put away what it has and to pause
    Pause(JobArgs),
    /// Let a paused job wait for its turn again
    Resume(JobArgs),
    /// Take a job that has ended out of all lists
    Delete(JobArgs),
    /// Wait for the end of a job; the exit code says how it ended
    Wait(JobArgs),
    /// Tell what happened to a job
    Events(JobArgs),
    /// Tell why a job waits, its place, and when it may start
    Why(JobArgs),
    /// Print what a job file may hold (JSON Schema); asks no server
    Schema,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum JobKindArg {
    Train,
    Service,
    Command,
}

#[derive(Debug, Args)]
pub struct JobArgs {
    /// Its id
    pub job: String,
    #[command(flatten)]
    pub remote: RemoteArgs,
}
