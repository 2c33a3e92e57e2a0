//! What the server starts by itself.

use super::{ProgressArg, ThreadArgs};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ShimArgs {
    /// The job's folder
    #[arg(required_unless_present = "step_of")]
    pub dir: Option<PathBuf>,
    /// Be the step of the shim with this process number
    #[arg(long, value_name = "PID", conflicts_with = "dir", requires = "argv")]
    pub step_of: Option<u32>,
    /// Limits and groups to enter before
    #[arg(long, value_name = "FILE", requires = "step_of")]
    pub entrance: Option<PathBuf>,
    #[arg(last = true)]
    pub argv: Vec<String>,
}

#[derive(Debug, Args)]
pub struct KeepArgs {
    /// What is to be kept, as JSON
    #[arg(required_unless_present_any = ["terminal", "files", "reach"])]
    pub plan: Option<String>,
    /// Be the first program on the terminal that is the input
    #[arg(long, requires = "argv", conflicts_with_all = ["plan", "files"])]
    pub terminal: bool,
    /// Run a command in another task of the job, in the words of ssh
    #[arg(long, conflicts_with_all = ["plan", "files", "terminal"])]
    pub reach: bool,
    /// Speak SFTP on the input and output
    #[arg(long, conflicts_with = "plan")]
    pub files: bool,
    #[arg(last = true)]
    pub argv: Vec<String>,
}

#[derive(Debug, Args)]
pub struct AdviseArgs {
    /// What there is, as JSON
    pub list: PathBuf,
    /// What pictures that have no path look like
    #[arg(long, value_name = "FILE")]
    pub known: PathBuf,
    /// Where to write what the others look like
    #[arg(long, value_name = "FILE")]
    pub found: PathBuf,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// How progress is told on stderr
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub progress: ProgressArg,
}

#[derive(Debug, Args)]
pub struct RunServiceArgs {
    /// The model package
    #[arg(long, value_name = "FILE")]
    pub package: PathBuf,
    /// The socket to make
    #[arg(long, value_name = "FILE")]
    pub socket: PathBuf,
    #[command(flatten)]
    pub threads: ThreadArgs,
}
