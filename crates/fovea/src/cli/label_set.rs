//! The words of the commands about the catalogue of label sets.

use super::{ListArgs, RemoteArgs};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum LabelSetCommand {
    /// List label sets that you may use, by name
    List {
        /// Only those with this in their name
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        #[arg(long, value_enum)]
        scope: Option<LabelSetScopeArg>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Tell the classes of a label set
    Show(LabelSetArgs),
    /// Keep the classes of a project under a name
    Save {
        project: String,
        name: String,
        #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
        description: String,
        #[arg(long, value_enum, default_value = "mine")]
        scope: LabelSetScopeArg,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Add the classes of a label set to a project, found by their names
    Add {
        set: String,
        project: String,
        /// Classes that differ become as the set has them; else they stay
        #[arg(long)]
        update: bool,
        /// Only tell what would become of each
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Write a label set as a JSON file
    Export {
        #[command(flatten)]
        set: LabelSetArgs,
        /// Left out: to standard output
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Keep a JSON file that was exported as a label set
    Import {
        /// `-` reads standard input
        file: PathBuf,
        /// Another name than the file says
        #[arg(long)]
        name: Option<String>,
        #[arg(long, value_enum, default_value = "mine")]
        scope: LabelSetScopeArg,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Delete a label set; projects keep the classes that they have of it
    Delete(LabelSetArgs),
}

#[derive(Debug, Args)]
pub struct LabelSetArgs {
    /// Name or id
    pub set: String,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

/// Who sees a label set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LabelSetScopeArg {
    /// You alone
    Mine,
    /// Everybody who may read projects
    All,
}
