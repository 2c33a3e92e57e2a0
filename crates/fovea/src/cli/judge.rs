//! Judging pictures on this computer.

use super::{DataArgs, ProgressArg, ThreadArgs};
use clap::Args;
use fovea_domain::text::Date;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// The model package
    pub model: PathBuf,
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
    /// Write an HTML report into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Write heat maps as PNG into this folder, named by the picture's place in the JSON document
    #[arg(long, value_name = "DIR")]
    pub heatmaps: Option<PathBuf>,
    /// Write into this file what is told of each picture and what is true of it, as one JSON line each
    #[arg(long, value_name = "FILE")]
    pub predictions: Option<PathBuf>,
    /// How progress is told on stderr
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub progress: ProgressArg,
}

#[derive(Debug, Args)]
pub struct PredictArgs {
    /// The model package, or that of a recipe
    pub model: PathBuf,
    /// Pictures, or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Print one JSON line a picture
    #[arg(long)]
    pub json: bool,
    /// Write heat maps as PNG into this folder
    #[arg(long, value_name = "DIR")]
    pub heatmaps: Option<PathBuf>,
    /// Write class masks as PNG into this folder (models of task segment or glue)
    #[arg(long, value_name = "DIR")]
    pub masks: Option<PathBuf>,
    /// Compare every picture with this one (models of task compare) [default: <name>_temp beside <name>_test]
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// Leave out what lies in parts that do not matter: JSON with boxes and outlines by name, as `ignore` of a recipe's look
    #[arg(long, value_name = "FILE")]
    pub ignore: Option<PathBuf>,
    /// What must stand on each picture (models of task read): lines of a picture's name and its text, parted by a comma
    #[arg(long, value_name = "FILE")]
    pub expected: Option<PathBuf>,
    /// The day that dates are held against, such as 2026-05-31 (models of task read, recipes) [default: today by this computer's clock]
    #[arg(long, value_name = "DAY")]
    pub today: Option<Date>,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Pictures that run together
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub batch: u16,
    /// Tell progress on stderr, too
    #[arg(long, value_enum, value_name = "HOW")]
    pub progress: Option<ProgressArg>,
}
