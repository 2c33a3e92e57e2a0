//! The words of the commands about pictures that machines of the line send.

use super::{ListArgs, RemoteArgs, VerdictArg};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum RawCommand {
    /// Send pictures as a machine does; sent again, nothing is doubled
    Push(RawPushArgs),
    /// List pictures of the line, newest first
    List {
        project: String,
        #[command(flatten)]
        filter: RawFilter,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Take pictures of the line into the project's data
    Take {
        #[command(flatten)]
        which: RawWhich,
        /// What a machine called OK becomes good, NG bad
        #[arg(long)]
        flags: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Delete pictures of the line; what was taken into the data stays there
    Delete {
        #[command(flatten)]
        which: RawWhich,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Args)]
pub struct RawPushArgs {
    pub project: String,
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Which machine took them
    #[arg(long, value_name = "TEXT")]
    pub machine: String,
    #[arg(long, value_name = "TEXT")]
    pub product: Option<String>,
    /// Step of the work
    #[arg(long, value_name = "TEXT")]
    pub station: Option<String>,
    /// What the machine says of them
    #[arg(long)]
    pub flag: Option<VerdictArg>,
    /// Of the part
    #[arg(long, value_name = "TEXT")]
    pub serial: Option<String>,
    /// Of the machine's program
    #[arg(long, value_name = "TEXT")]
    pub program_version: Option<String>,
    /// Such as 2026-03-01T00:00:00Z [default: when the file was changed last]
    #[arg(long, value_name = "TIME")]
    pub taken_at: Option<String>,
    /// Places that the machine marked, as JSON: [{"class": "scratch", "shape": {"kind": "box", "x": 4, "y": 4, "w": 9, "h": 9}}]
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

/// Which of them.
#[derive(Debug, Args)]
pub struct RawFilter {
    #[arg(long, value_name = "TEXT")]
    pub machine: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub product: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub station: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub serial: Option<String>,
    #[arg(long)]
    pub flag: Option<VerdictArg>,
    /// Taken from this moment on, such as 2026-03-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Taken before this moment
    #[arg(long, value_name = "TIME")]
    pub to: Option<String>,
}

/// Some by their ids, all that a filter finds, or all.
#[derive(Debug, Args)]
pub struct RawWhich {
    pub project: String,
    /// Ids, as `fovea raw list` tells them
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    #[command(flatten)]
    pub filter: RawFilter,
    /// All that there are
    #[arg(long)]
    pub all: bool,
}
