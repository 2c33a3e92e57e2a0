//! The words of the commands about templates of jobs.

use super::{ListArgs, RemoteArgs};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// List templates that you may use, by name
    List {
        /// Only those with this in their name
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        #[arg(long)]
        scope: Option<TemplateScopeArg>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Tell what a template is and what it asks for
    Show(TemplateArgs),
    /// Keep a job file as a template
    Create {
        name: String,
        #[command(flatten)]
        kept: KeptArgs,
        /// The job file, YAML or JSON; `-` reads standard input
        #[arg(short, long, value_name = "FILE")]
        file: PathBuf,
        #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
        description: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Delete a template
    Delete(TemplateArgs),
    /// Write the job file of a template
    Export {
        #[command(flatten)]
        template: TemplateArgs,
        /// Left out: to standard output
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Keep job files as templates that bear the names of the files
    Import {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Replace the file of a template of yours that has the name already
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        kept: KeptArgs,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Let the form on the pages begin with a template
    Default {
        /// Name or id; left out: with nothing
        template: Option<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

/// Who sees a template.
#[derive(Debug, Args)]
pub struct KeptArgs {
    #[arg(long, default_value = "mine")]
    pub scope: KeptScopeArg,
    /// Of a team; left out: where you work
    #[arg(long)]
    pub vc: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum KeptScopeArg {
    /// You alone
    Mine,
    /// The members of a virtual cluster
    Team,
    /// Everybody who may submit jobs; needs the right `job.write`
    All,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum TemplateScopeArg {
    Mine,
    Team,
    All,
    /// Those that come with the product
    Preset,
}

#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// Name or id
    pub template: String,
    #[command(flatten)]
    pub remote: RemoteArgs,
}
