//! The words of the commands about projects and where their pictures come from.

use super::{ListArgs, RemoteArgs};
use clap::{Args, Subcommand, ValueEnum};
use fovea_datasets::Format;
use std::path::PathBuf;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProjectScopeArg {
    Own,
    Shared,
    Public,
}

#[derive(Debug, Subcommand)]
pub enum ProjectCommand {
    /// List projects
    List(ProjectListArgs),
    /// Tell how far a project is and what comes next
    Show {
        project: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Change a project; what is left out stays
    Edit {
        project: String,
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// What is inspected
        #[arg(long, value_name = "TEXT")]
        product: Option<String>,
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// Everybody who can log in may look at its pictures, versions and statistics
        #[arg(long, conflicts_with = "not_public")]
        public: bool,
        /// Only those may who have the rights
        #[arg(long)]
        not_public: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Create a project
    Create(ProjectCreateArgs),
    /// Delete a project; for 30 days it can be brought back on the pages
    Delete {
        project: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Train by itself as labels come, and let each new model propose labels for the rest; alone, tells where that stands
    Loop {
        project: String,
        /// New labels that begin the next training
        #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=100_000))]
        after: Option<u32>,
        /// Not any more
        #[arg(long, conflicts_with = "after")]
        off: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Users who may hand out and review the annotation work of one project, whatever they may elsewhere
    #[command(subcommand)]
    Managers(ManagerCommand),
    /// Bring pictures, folders and archives in, with their labels; cut, the same command goes on
    Upload(UploadArgs),
}

#[derive(Debug, Subcommand)]
pub enum ManagerCommand {
    /// List the managers of a project
    List {
        project: String,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Make users managers of a project
    Add {
        project: String,
        /// Names that they log in with
        #[arg(required = true, value_name = "USER")]
        users: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Let users be managers of a project no more
    Remove {
        project: String,
        #[arg(required = true, value_name = "USER")]
        users: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Args)]
pub struct ProjectListArgs {
    /// Only those with this in their name
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Your own, those of others that you may work in, or those that everybody may look at
    #[arg(long, value_enum)]
    pub scope: Option<ProjectScopeArg>,
    /// name, product, owner, pictures, labelled (its share), bytes, version, changed_at or created_at, with - the other way round
    #[arg(long, default_value = "name", allow_hyphen_values = true, value_name = "COLUMN")]
    pub sort: String,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct ProjectCreateArgs {
    pub name: String,
    /// What is inspected
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    pub product: String,
    /// What the pages offer
    #[arg(long, value_enum, default_value_t)]
    pub scene: SceneArg,
    /// What a good part is called
    #[arg(long, default_value = "good", value_name = "NAME")]
    pub good: String,
    /// A kind of defect; may be repeated
    #[arg(long, value_name = "NAME")]
    pub class: Vec<String>,
    /// A label set whose classes it has before those
    #[arg(long, value_name = "NAME")]
    pub label_set: Option<String>,
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    pub note: String,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct UploadArgs {
    pub project: String,
    #[arg(required_unless_present = "storage", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Take them from this storage of the server, which `fovea storage list` tells; nothing is sent then
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    pub storage: Option<String>,
    /// The folder or file of the storage [default: all of it]
    #[arg(long, value_name = "PATH", requires = "storage")]
    pub path: Option<String>,
    /// Leave the pictures there and only link to them: they are read from the storage from then on
    #[arg(long, requires = "storage", conflicts_with = "paths")]
    pub link: bool,
    /// How labels are laid out: folders, masks, labelme, coco, yolo, voc, cvat, datumaro, label_studio, csv, mvtec, camvid,
    /// mot, wider_face, vgg_face2, tfrecord, boards, pairs, texts or glue [default: found by what lies there]
    #[arg(long, default_value = "auto", hide_default_value = true, value_name = "FORMAT")]
    pub format: Format,
    /// Pictures of which label files do not speak are good, instead of being without a label
    #[arg(long)]
    pub unmentioned_good: bool,
    /// Write the files that could not be taken here, with the reasons, as CSV
    #[arg(long, value_name = "FILE")]
    pub refused: Option<PathBuf>,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Subcommand)]
pub enum StorageCommand {
    /// List the storages
    List(RemoteArgs),
    /// List a folder of a storage
    Ls {
        storage: String,
        #[arg(default_value = "", hide_default_value = true)]
        path: String,
        #[command(flatten)]
        list: ListArgs,
    },
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum SceneArg {
    #[default]
    Free,
    ForeignObject,
    Classification,
    Segmentation,
    Detection,
    Components,
    Text,
    Compare,
    Glue,
}
