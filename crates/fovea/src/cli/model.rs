//! Models, in files and on a server.

use super::{ModelDownloadArgs, ModelListArgs, ModelPublishArgs, score};
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// Tell what a package holds
    Inspect {
        /// The model package, or that of a recipe
        model: PathBuf,
        /// Print the manifest as JSON
        #[arg(long)]
        json: bool,
    },
    /// Check a package and that it gives the results it was packed with
    Verify {
        /// The model package, or that of a recipe
        model: PathBuf,
        /// Print the result as one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Set the threshold from which a picture is NG, without a new training
    Threshold {
        /// The model package, changed in place
        model: PathBuf,
        /// New threshold, 0 to 1
        #[arg(value_parser = score)]
        threshold: f32,
    },
    /// List the models of a project on a server
    List(ModelListArgs),
    /// Publish a model of a server, so that it can be put to work
    Publish(ModelPublishArgs),
    /// Download a model package from a server
    Download(ModelDownloadArgs),
}
