//! The words of the commands about recipes.

use super::{DataArgs, ThreadArgs};
use clap::{Args, Subcommand};
use fovea_domain::text::Date;
use std::path::PathBuf;
use std::str::FromStr;

#[derive(Debug, Subcommand)]
pub enum RecipeCommand {
    /// Print what a recipe file may hold (JSON Schema)
    Schema,
    /// Check a recipe with all that it names; nothing is judged
    Check {
        /// The recipe (JSON or YAML), or its package
        recipe: PathBuf,
        /// Print the result as one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Judge pictures
    Run(RecipeRunArgs),
    /// Put a recipe with its models and files into one package
    Pack {
        /// The recipe (JSON or YAML)
        recipe: PathBuf,
        /// The package to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Tell what is another in the second recipe: steps added, removed, moved, and fields changed
    Diff {
        /// A recipe or its package
        before: PathBuf,
        /// Another
        after: PathBuf,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Judge pictures by two recipes and tell which verdicts differ
    Compare(RecipeCompareArgs),
    /// Judge labelled pictures and tell overkill, escapes, and what is left to a person
    Evaluate(RecipeEvaluateArgs),
}

/// What a run is given from outside.
#[derive(Debug, Clone, Default, Args)]
pub struct GivenArgs {
    /// A text that the recipe asks for, as NAME=TEXT; TEXT alone where it asks for one; may be repeated
    #[arg(long, value_name = "NAME=TEXT")]
    pub expect: Vec<ExpectArg>,
    /// The day that dates are held against, such as 2026-05-31 [default: today by this computer's clock]
    #[arg(long, value_name = "DAY")]
    pub today: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectArg {
    pub name: Option<String>,
    pub text: String,
}

impl FromStr for ExpectArg {
    type Err = String;

    fn from_str(text: &str) -> Result<ExpectArg, String> {
        let plain = |name: &str| {
            !name.is_empty()
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
        };
        Ok(match text.split_once('=').filter(|(name, _)| plain(name)) {
            Some((name, text)) => ExpectArg { name: Some(name.into()), text: text.into() },
            None => ExpectArg { name: None, text: text.into() },
        })
    }
}

#[derive(Debug, Args)]
pub struct RecipeRunArgs {
    /// The recipe (JSON or YAML), or its package
    pub recipe: PathBuf,
    /// Pictures, or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Print one JSON line a picture
    #[arg(long)]
    pub json: bool,
    /// Write the part of the picture that shows each reason as PNG into this folder
    #[arg(long, value_name = "DIR")]
    pub crops: Option<PathBuf>,
    #[command(flatten)]
    pub given: GivenArgs,
    #[command(flatten)]
    pub threads: ThreadArgs,
}

#[derive(Debug, Args)]
pub struct RecipeCompareArgs {
    /// A recipe or its package
    pub before: PathBuf,
    /// Another
    pub after: PathBuf,
    /// Pictures, or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub given: GivenArgs,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct RecipeEvaluateArgs {
    /// The recipe (JSON or YAML), or its package
    pub recipe: PathBuf,
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub given: GivenArgs,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// A version of a recipe on the pictures of a job.
#[derive(Debug, Args)]
pub struct JudgeRecipeArgs {
    /// The recipe
    #[arg(long, value_name = "FILE")]
    pub recipe: PathBuf,
    /// Another, whose verdicts are held against those of the first
    #[arg(long, value_name = "FILE")]
    pub other: Option<PathBuf>,
    /// The pictures, as a JSON list
    #[arg(long, value_name = "FILE")]
    pub pictures: PathBuf,
    /// Where verdicts are written, a JSON line a picture
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    #[command(flatten)]
    pub given: GivenArgs,
    #[command(flatten)]
    pub threads: ThreadArgs,
}
