//! The words of the commands that talk to a server: a thing, what to do with it, and which.

use super::RemoteArgs;
use clap::{Args, Subcommand, ValueEnum};
use fovea_datasets::write::Target;
use std::path::PathBuf;
use std::time::Duration;

/// Which rows of a list.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Rows to show at most
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: u64,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum UserStateArg {
    Active,
    Locked,
    Invited,
    Waiting,
}

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// List users
    List {
        /// Only those with this in user name, nickname, mail or phone
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        #[arg(long)]
        state: Option<UserStateArg>,
        /// Only those who have this role themselves
        #[arg(long)]
        role: Option<String>,
        /// Only those in this group
        #[arg(long)]
        group: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Create a user, who gets an invitation link
    Create {
        /// Name to log in with
        name: String,
        #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
        nickname: String,
        #[arg(long, default_value = "", hide_default_value = true)]
        phone: String,
        #[arg(long, default_value = "", hide_default_value = true)]
        mail: String,
        /// May be repeated; preset ones by key, such as `annotator`
        #[arg(long)]
        role: Vec<String>,
        /// May be repeated
        #[arg(long)]
        group: Vec<String>,
        /// Read a password from standard input in place of an invitation; it must be changed at the first login
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Create all users of a table, or none where a row is wrong
    Import {
        /// CSV with a head: user name, nickname, phone, e-mail, note, language, roles, groups; in Chinese or English
        file: PathBuf,
        /// Only tell every row that is wrong
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Change a user
    Edit(UserEditArgs),
    /// Lock users out, with their sessions and tokens
    Lock(UsersArgs),
    /// Let users in again, or for the first time
    Unlock(UsersArgs),
    /// Delete users who have no running jobs
    Delete {
        /// Who gets what they made; else it belongs to nobody
        #[arg(long, value_name = "USER")]
        transfer_to: Option<String>,
        #[command(flatten)]
        users: UsersArgs,
    },
    /// Make a new invitation link for users who have not come in yet
    Invite(UsersArgs),
}

#[derive(Debug, Args)]
pub struct UserEditArgs {
    pub user: String,
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub nickname: Option<String>,
    #[arg(long)]
    pub phone: Option<String>,
    #[arg(long)]
    pub mail: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// All roles in place of those there were; may be repeated
    #[arg(long)]
    pub role: Vec<String>,
    /// All groups in place of those there were; may be repeated
    #[arg(long)]
    pub group: Vec<String>,
    /// Stop jobs in virtual clusters that they were in by groups alone; else nothing is changed
    #[arg(long)]
    pub stop_jobs: bool,
    /// Longest time that one of their jobs may run, such as 2h
    #[arg(long, value_parser = super::duration, value_name = "TIME")]
    pub longest_run: Option<Duration>,
    /// No limit but the virtual cluster's
    #[arg(long, conflicts_with = "longest_run")]
    pub no_longest_run: bool,
    /// Most bytes of pictures in the projects that they made, such as 500GB
    #[arg(long, value_parser = super::data_size, value_name = "SIZE")]
    pub data_quota: Option<u64>,
    /// No limit of their own
    #[arg(long, conflicts_with = "data_quota")]
    pub no_data_quota: bool,
    /// Virtual cluster where they work if they say nothing else: one that they are in
    #[arg(long, value_name = "VC")]
    pub vc: Option<String>,
    /// The server chooses one of those that they are in
    #[arg(long, conflicts_with = "vc")]
    pub no_vc: bool,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct UsersArgs {
    /// Names or ids
    #[arg(required = true, value_name = "USER")]
    pub users: Vec<String>,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Subcommand)]
pub enum GroupCommand {
    /// List groups
    List {
        /// Only those with this in name or description
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Create a group
    Create {
        name: String,
        #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
        description: String,
        /// What its members may do; may be repeated
        #[arg(long, required = true)]
        role: Vec<String>,
        /// May be repeated
        #[arg(long)]
        user: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Put users into a group
    Add(MembersArgs),
    /// Take users out of a group
    Remove {
        #[command(flatten)]
        members: MembersArgs,
        /// Stop jobs in virtual clusters that they were in by this group alone; else nothing is changed
        #[arg(long)]
        stop_jobs: bool,
    },
    /// Delete groups; their members stay
    Delete {
        #[arg(required = true, value_name = "GROUP")]
        groups: Vec<String>,
        /// Stop jobs in virtual clusters that members were in by them alone; else nothing is deleted
        #[arg(long)]
        stop_jobs: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Args)]
pub struct MembersArgs {
    pub group: String,
    #[arg(required = true, value_name = "USER")]
    pub users: Vec<String>,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Subcommand)]
pub enum RoleCommand {
    /// List roles
    List(ListArgs),
    /// Tell what a role allows
    Show {
        role: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Create a role
    Create {
        name: String,
        #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
        description: String,
        /// Such as `project.read`; may be repeated. `fovea role show administrator` lists all
        #[arg(long, required = true)]
        right: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Delete roles of your own making
    Delete {
        #[arg(required = true, value_name = "ROLE")]
        roles: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// List your tokens
    List(ListArgs),
    /// Make a token and print its secret, which is told only now
    Create {
        /// What it is for
        name: String,
        /// Days after which it is void [default: never]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: Option<u32>,
        /// Only this right of yours; may be repeated [default: all of them]
        #[arg(long)]
        right: Vec<String>,
        /// Only for this project
        #[arg(long)]
        project: Option<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Make tokens void
    Revoke {
        /// Names or ids
        #[arg(required = true, value_name = "TOKEN")]
        tokens: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Public keys by which you come into your jobs by SSH
    #[command(subcommand)]
    Key(KeyCommand),
    /// Your accounts at registries of images
    #[command(subcommand)]
    Registry(RegistryCommand),
}

#[derive(Debug, Subcommand)]
pub enum RegistryCommand {
    /// List your registries
    List(RemoteArgs),
    /// Keep an account at a registry; the server seals its secret
    Add {
        /// Such as registry.example.com:5000
        #[arg(value_name = "REGISTRY")]
        host: String,
        /// What you are called there
        #[arg(long, value_name = "NAME")]
        login: String,
        /// Read password or token as one line from standard input
        #[arg(long, required = true)]
        password_stdin: bool,
        /// In place of what is kept for this registry
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Forget accounts at registries
    Delete {
        /// Hosts or ids
        #[arg(required = true, value_name = "REGISTRY")]
        registries: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// List your keys
    List(RemoteArgs),
    /// Add a public key
    Add {
        /// The file, such as ~/.ssh/id_ed25519.pub; `-` reads standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// What it is called [default: what stands behind the key]
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Delete keys
    Delete {
        /// Names, ids or fingerprints
        #[arg(required = true, value_name = "KEY")]
        keys: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Subcommand)]
pub enum VersionCommand {
    /// List the versions of a project's data
    List {
        project: String,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Keep a project's pictures and labels as they are now as a version, which never changes
    Create {
        project: String,
        /// What it is for
        #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
        note: String,
        /// May be repeated
        #[arg(long, value_name = "TAG")]
        tag: Vec<String>,
        /// Part of the labelled pictures that is kept out of training, from 0 to 0.5 [default: as the pictures are parted, or else 0.2]
        #[arg(long, value_name = "SHARE")]
        held_back: Option<f64>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Download a version with its labels as a zip archive
    Download {
        /// PROJECT/NUMBER or id
        #[arg(value_name = "VERSION")]
        which: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// How labels are laid out: folders, coco, coco_rle, labelme, voc, yolo, yolo_outlines, yolo_oriented, cvat, datumaro,
        /// label_studio, csv, mvtec, camvid, mot, wider_face, vgg_face2, tfrecord, pairs, icdar, paddle_ocr or crops
        #[arg(long, default_value = "folders", value_name = "FORMAT")]
        format: Target,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Subcommand)]
pub enum TrainingCommand {
    /// List trainings, newest first
    List {
        /// Only of this project
        project: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Train a model on a project's data
    Start {
        project: String,
        /// What to learn [default: what the labels ask for]
        #[arg(long)]
        task: Option<super::TaskArg>,
        /// Number of the version of the data [default: one that is made now]
        #[arg(long, value_name = "N")]
        data_version: Option<u32>,
        /// Longest time of learning, such as 10m
        #[arg(long, value_parser = super::duration)]
        budget: Option<Duration>,
        /// One escape costs as much as this many overkills
        #[arg(long, value_parser = super::positive)]
        cost: Option<f64>,
        /// Choose the threshold for at most this much overkill, such as 1%
        #[arg(long, value_parser = super::share, conflicts_with = "cost")]
        overkill: Option<f64>,
        /// Of `segment` and `detect`: steps before the threshold is chosen [default: by the pictures]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        steps: Option<u32>,
        /// Side in pixels that pictures are looked at with, 64 to 2048 [default: by task]
        #[arg(long, value_parser = clap::value_parser!(u32).range(64..=2048))]
        size: Option<u32>,
        /// Of `segment` and `detect`: let the deeper layers of the backbone learn as well. Of `read`: let the reader's last layer
        /// learn from the texts that are marked, 50 or more
        #[arg(long)]
        tune: bool,
        /// Of `anomaly`: paste foreign things into good pictures to learn what bad is [default: where foreign objects are looked for]
        #[arg(long)]
        paste_in: bool,
        /// Name that the model carries [default: that of the project]
        #[arg(long)]
        name: Option<String>,
        /// Virtual cluster that it runs in [default: the one that you work in]
        #[arg(long)]
        vc: Option<String>,
        /// Where several wait, the higher goes before [default: 100]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
        priority: Option<u16>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Tell how a training is going
    Show(TrainingArgs),
    /// Print the log of a training
    Log {
        #[command(flatten)]
        training: TrainingArgs,
        /// Go on with what is added until the training ends
        #[arg(long)]
        follow: bool,
    },
    /// Stop a training; what was learnt until then becomes the model
    Stop(TrainingArgs),
    /// Wait for a training to end; ends with 0 where it succeeded, 1 where it failed, 4 where it was stopped
    Wait(TrainingArgs),
}

#[derive(Debug, Args)]
pub struct TrainingArgs {
    /// Id of the job, or a project for its newest training
    pub training: String,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct ModelListArgs {
    pub project: String,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct ModelPublishArgs {
    /// PROJECT/NUMBER or id
    pub model: String,
    /// What is new about it
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct ModelDownloadArgs {
    /// PROJECT/NUMBER or id
    pub model: String,
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// The ONNX graph alone, for other programs
    #[arg(long)]
    pub onnx: bool,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum KeepArg {
    All,
    #[default]
    Ng,
    None,
}

#[derive(Debug, Subcommand)]
pub enum ServiceCommand {
    /// List the services of a project
    List {
        project: String,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Put a published model to work and wait until it answers
    Deploy {
        /// PROJECT/NUMBER or id
        model: String,
        /// What the service is called
        #[arg(long)]
        name: String,
        /// Which pictures to keep
        #[arg(long, value_enum, default_value_t)]
        keep: KeepArg,
        /// Virtual cluster that it runs in [default: the one that you work in]
        #[arg(long)]
        vc: Option<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Start a service that was stopped and wait until it answers
    Start {
        /// PROJECT/NAME or id
        service: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Stop a service
    Stop {
        /// PROJECT/NAME or id
        service: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Take a service away; its records stay
    Delete {
        /// PROJECT/NAME or id
        service: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Tell which parts of a service's pictures do not matter, from the next picture on
    Ignore {
        /// PROJECT/NAME or id
        service: String,
        /// Boxes and outlines by name, as of `fovea predict --ignore`
        #[arg(value_name = "FILE", required_unless_present = "none", conflicts_with = "none")]
        file: Option<PathBuf>,
        /// All of the pictures matters
        #[arg(long)]
        none: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Have pictures judged by a service
    Infer {
        /// PROJECT/NAME or id
        service: String,
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Serial number of the part, kept with the records
        #[arg(long, value_name = "TEXT")]
        serial: Option<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum VerdictArg {
    Ok,
    Ng,
}

/// Which records.
#[derive(Debug, Args)]
pub struct RecordFilter {
    pub project: String,
    /// Only of this service, by name or id
    #[arg(long)]
    pub service: Option<String>,
    #[arg(long)]
    pub verdict: Option<VerdictArg>,
    #[arg(long)]
    pub class: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub serial: Option<String>,
    /// Only those that a recipe left to a person
    #[arg(long)]
    pub asked: bool,
    /// From this moment on, such as 2026-03-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Before this moment
    #[arg(long, value_name = "TIME")]
    pub to: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum RecordCommand {
    /// List verdicts, newest first
    List {
        #[command(flatten)]
        filter: RecordFilter,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Write verdicts as CSV
    Export {
        #[command(flatten)]
        filter: RecordFilter,
        /// [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

/// Which rows of the audit.
#[derive(Debug, Args)]
pub struct AuditFilter {
    /// Only what people with this in their name did
    #[arg(long, value_name = "TEXT")]
    pub actor: Option<String>,
    /// Such as `user.change`; `user.` means all of users
    #[arg(long)]
    pub action: Option<String>,
    /// Only what was done to this object
    #[arg(long, value_name = "ID")]
    pub object: Option<String>,
    /// From this moment on, such as 2026-03-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Before this moment
    #[arg(long, value_name = "TIME")]
    pub to: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum TableArg {
    #[default]
    Csv,
    Jsonl,
}
