//! The words of the commands about images that jobs run in.

use super::RemoteArgs;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum ImageCommand {
    /// List images that a job may name: offered engines, then others of the server
    List {
        /// Only those that are made for this type of device, or for any
        #[arg(long, value_name = "TYPE")]
        device: Option<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Offer an image to everybody who submits jobs
    #[command(disable_version_flag = true)]
    Add {
        /// As a job file names it, with its tag or digest
        image: String,
        #[command(flatten)]
        about: ImageArgs,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Say anew what an offered image is; what is not given becomes empty
    #[command(disable_version_flag = true)]
    Edit {
        /// Its name or id
        image: String,
        /// Another image in its place
        #[arg(long, value_name = "IMAGE")]
        to: Option<String>,
        #[command(flatten)]
        about: ImageArgs,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// No longer offer images; they stay on the server
    Remove {
        /// Names or ids
        #[arg(required = true, value_name = "IMAGE")]
        images: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Args)]
pub struct ImageArgs {
    /// What is in it, such as PyTorch, TensorFlow or MindSpore
    #[arg(long, value_name = "NAME")]
    pub framework: String,
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    pub version: String,
    /// A type of device that it is made for; may be given several times [default: any]
    #[arg(long = "device", value_name = "TYPE")]
    pub devices: Vec<String>,
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    pub description: String,
}
