//! The command line's words. What they do is in `commands`.

mod dataset;
mod image;
mod job;
mod label_set;
mod node;
mod project;
mod raw;
mod read;
mod recipe;
mod remote;
mod setting;
mod template;
mod train;
mod vc;

pub use dataset::*;
pub use image::*;
pub use job::*;
pub use label_set::*;
pub use node::*;
pub use project::*;
pub use raw::*;
pub use read::*;
pub use recipe::*;
pub use remote::*;
pub use setting::*;
pub use template::*;
pub use train::*;
pub use vc::*;

use clap::{Args, Parser, Subcommand, ValueEnum};
use fovea_datasets::Format;
use fovea_domain::text::Date;
use fovea_store::ChainHead;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// From a folder of pictures to a verdict: visual quality inspection.
#[derive(Debug, Parser)]
#[command(name = "fovea", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Learn a model from labelled pictures
    Train(TrainArgs),
    /// Judge labelled pictures and tell overkill, escapes and more
    Evaluate(EvaluateArgs),
    /// Judge pictures
    Predict(PredictArgs),
    /// Several looks at one picture that together make a verdict
    #[command(subcommand)]
    Recipe(RecipeCommand),
    /// Look at a folder of pictures
    #[command(subcommand)]
    Dataset(DatasetCommand),
    /// Look at, check or adjust a model package; list, publish and download those of a server
    #[command(subcommand)]
    Model(ModelCommand),
    /// The whole way on the sample pictures, up to a running server
    Demo(DemoArgs),
    /// Licences of all that this program contains
    Licenses(LicensesArgs),
    /// Serve the pages and the API until told to end
    Serve(ServeArgs),
    /// Users and tokens of a data folder, also beside a running server
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Users of a server
    #[command(subcommand)]
    User(UserCommand),
    /// Groups of users
    #[command(subcommand)]
    Group(GroupCommand),
    /// Roles and what they allow
    #[command(subcommand)]
    Role(RoleCommand),
    /// Virtual clusters: who may use how much of the devices
    #[command(subcommand)]
    Vc(VcCommand),
    /// Nodes: what there is to run jobs on
    #[command(subcommand)]
    Node(NodeCommand),
    /// What holds for the whole house
    #[command(subcommand)]
    Setting(SettingCommand),
    /// Your tokens for programs
    #[command(subcommand)]
    Token(TokenCommand),
    /// Your account: public keys for SSH
    #[command(subcommand)]
    Account(AccountCommand),
    /// Projects, and pictures into them
    #[command(subcommand)]
    Project(ProjectCommand),
    /// Label sets of a server: classes to begin projects with or to add to them
    #[command(subcommand)]
    LabelSet(LabelSetCommand),
    /// Versions of a project's data
    #[command(subcommand)]
    Version(VersionCommand),
    /// Trainings on a server
    #[command(subcommand)]
    Training(TrainingCommand),
    /// Jobs on a server: commands of yours, and all that runs
    #[command(subcommand)]
    Job(JobCommand),
    /// Templates of jobs on a server: job files to begin from
    #[command(subcommand)]
    Template(TemplateCommand),
    /// Images that jobs on a server can run in
    #[command(subcommand)]
    Image(ImageCommand),
    /// Models at work on a server
    #[command(subcommand)]
    Service(ServiceCommand),
    /// Verdicts that services gave
    #[command(subcommand)]
    Record(RecordCommand),
    /// Storages of a server that pictures can be taken from
    #[command(subcommand)]
    Storage(StorageCommand),
    /// Pictures that machines of the line send to a server
    #[command(subcommand)]
    Raw(RawCommand),
    /// The audit of a server: who did what
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Log in to a server, by saying yes in a browser
    Login(LoginArgs),
    /// Make the token of a login void and forget it
    Logout(LogoutArgs),
    /// Tell who you are on a server, and what you may do there
    Whoami(RemoteArgs),
    /// Play a trace of jobs against a cluster and compare policies of the queue
    Simulate(SimulateArgs),
    /// Print the description of the API (OpenAPI 3.1, JSON)
    Openapi,
    /// Run the job in a folder; the server starts it
    #[command(hide = true)]
    Shim(ShimArgs),
    /// Look at all pictures of a project, for what helps to annotate; the server starts it
    #[command(hide = true)]
    Advise(AdviseArgs),
    /// Read what stands on pictures, without a model of one's own; the server starts it
    #[command(hide = true)]
    Read(ReadArgs),
    /// Serve a model on a Unix socket; the server starts it
    #[command(hide = true)]
    RunService(RunServiceArgs),
    /// Judge the pictures of a list by a recipe; a job of the server starts it
    #[command(hide = true)]
    JudgeRecipe(JudgeRecipeArgs),
    /// Try recipes on pictures, as lines of the input ask; the server starts it
    #[command(hide = true)]
    TryRecipes(ThreadArgs),
    /// Keep the endpoints of a job, within it; the job's shim starts it
    #[command(hide = true)]
    Keep(KeepArgs),
}

#[derive(Debug, Args)]
pub struct DataArgs {
    /// Folder with pictures and labels
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// How labels are laid out: auto, folders, masks, labelme, coco, yolo, voc, cvat,
    /// datumaro, label_studio, csv, mvtec, boards, pairs, texts or glue
    #[arg(long, default_value = "auto", value_name = "FORMAT")]
    pub format: Format,
    /// Name of a class of good pictures beside the usual ones (good, ok, free, normal, 良品 …); may be repeated
    #[arg(long, value_name = "NAME")]
    pub good: Vec<String>,
    /// Regular expression on file names whose groups tell which pictures show the same part
    #[arg(long, value_name = "REGEX")]
    pub group: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum ProgressArg {
    /// For people: a bar on a terminal, else a line every few seconds
    #[default]
    Text,
    /// For programs: a JSON line a step
    Json,
}

#[derive(Debug, Args)]
pub struct ThreadArgs {
    /// Threads to use [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl ThreadArgs {
    pub fn count(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, |n| n.get());
        self.threads.map_or_else(cores, usize::from)
    }
}

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

#[derive(Debug, Subcommand)]
pub enum DatasetCommand {
    /// Tell what a folder holds, how many of what, and every problem by file
    Inspect(InspectArgs),
    /// Tell how large a pixel is, by a picture of a chessboard
    Chessboard(ChessboardArgs),
    /// Make the layout.json of a board from a centroid file, by two or three components shown on its picture
    Centroids(CentroidsArgs),
    /// List the data sets on a server: pictures, labelled part, size, newest version and last change of each project
    List(ProjectListArgs),
    /// Create an empty data set on a server: a project
    Create(ProjectCreateArgs),
    /// Bring pictures, folders and archives into a data set on a server, with their labels; cut, the same command goes on
    Import(UploadArgs),
    /// List the imports of a project on a server, the last one first
    Imports(DatasetImportsArgs),
    /// Write the files that an import could not take, with the reasons, as CSV
    Refused(DatasetRefusedArgs),
    /// List the versions of a project on a server
    Versions(DatasetVersionsArgs),
    /// Tell what is different between two versions on a server
    Diff(DatasetDiffArgs),
    /// Part a project's pictures on a server into those to learn from, to choose by and to judge by
    Split(DatasetSplitArgs),
    /// Statistics of a project or a version on a server
    Stats(DatasetStatsArgs),
    /// Write a version, or chosen pictures as they are now, into an archive on a server, and fetch it
    Export(DatasetExportArgs),
    /// Cut marked regions out of a project's pictures into another project
    Crops(DatasetCropsArgs),
    /// Copy or move a project's pictures with their labels into another project
    Copy(DatasetCopyArgs),
    /// Let a model of a server's project propose labels of pictures that have none
    Prelabel(DatasetPrelabelArgs),
    /// Look at all pictures of a server's project: what to label next, labels that are likely wrong, pictures like no other
    Advise(DatasetAdviseArgs),
    /// Publish a version on a server: it is proposed for training and cannot be deleted
    Publish(DatasetPublishArgs),
    /// Write the pictures and labels of a folder or an archive as another program has them, and tell what its format cannot say
    Convert(ConvertArgs),
}

#[derive(Debug, Args)]
pub struct InspectArgs {
    /// Folder with pictures and labels
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// How labels are laid out: auto, folders, masks, labelme, coco, yolo, voc, cvat,
    /// datumaro, label_studio, csv, mvtec, boards, pairs, texts or glue
    #[arg(long, default_value = "auto", value_name = "FORMAT")]
    pub format: Format,
    /// Name of a class of good pictures beside the usual ones; may be repeated
    #[arg(long, value_name = "NAME")]
    pub good: Vec<String>,
    /// Regular expression on file names whose groups tell which pictures show the same part
    #[arg(long, value_name = "REGEX")]
    pub group: Option<String>,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
}

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

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder for all that the demo makes
    #[arg(long, default_value = "out/demo", value_name = "DIR")]
    pub out: PathBuf,
    /// Folder of the sample pictures
    #[arg(long, default_value = "samples/ball-screw", value_name = "DIR")]
    pub data: PathBuf,
    /// Address and port to answer on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8585", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// End when all is made instead of going on to serve
    #[arg(long)]
    pub once: bool,
    /// Instead of the ball screw: a project for each scene (components, golden comparison, text, glue, foreign objects) with
    /// drawn pictures, labelled and set up to be trained
    #[arg(long, conflicts_with = "data")]
    pub scenes: bool,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Folder that holds everything; made where it is missing
    #[arg(long, default_value = "fovea-data", value_name = "DIR")]
    pub data: PathBuf,
    /// Address and port to answer on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8585", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// Take SSH into running jobs on this address and port, such as 0.0.0.0:2222; port 0 takes a free one [default: no SSH]
    #[arg(long, value_name = "ADDR")]
    pub ssh: Option<SocketAddr>,
    /// A proxy before this server speaks TLS, so browsers must not send the cookie without
    #[arg(long)]
    pub behind_tls: bool,
    /// Run users' commands also where bubblewrap cannot make a sandbox: each of them may then do all that this server may
    #[arg(long)]
    pub unsandboxed_jobs: bool,
    /// Images of jobs are fetched from this registry, such as registry.example.com; `any` for all of them, and http://HOST:PORT for one
    /// without TLS. May be given several times [default: none is fetched]
    #[arg(long, value_name = "HOST")]
    pub image_registry: Vec<String>,
    /// Who has the right job.privileged_submit may run containers with all rights of who runs Podman
    #[arg(long)]
    pub privileged_jobs: bool,
    /// A folder of data that jobs may read, by `mounts: [{source: data}]` [default: none]
    #[arg(long, value_name = "DIR")]
    pub job_data: Option<PathBuf>,
    /// A folder of the machine that pictures may be taken from, by a name, such as lines=/mnt/lines, or a bucket of an S3 server, such as
    /// photos=s3://bucket/prefix; may be given several times. The server of buckets stands in FOVEA_S3_ENDPOINT and AWS_REGION, its key in
    /// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
    #[arg(long, value_name = "NAME=DIR|NAME=s3://BUCKET/PREFIX")]
    pub storage: Vec<String>,
    /// Largest file that is taken: of an upload, of what lies in an archive or on a storage, and into a job, such as 20GB
    #[arg(long, default_value = "64GB", value_parser = data_size, value_name = "SIZE")]
    pub most_upload: u64,
    /// Jobs with an image run by the Podman that listens here [default: podman/podman.sock in $XDG_RUNTIME_DIR, then in /run]
    #[arg(long, value_name = "SOCKET")]
    pub podman: Option<PathBuf>,
    /// Nodes beside this machine; `fovea node schema` describes it [default: cluster.yaml in the folder, where there is one]
    #[arg(long, value_name = "FILE")]
    pub cluster: Option<PathBuf>,
    /// Endpoints of jobs have hosts below this name, each its own: *.NAME must lead here. With a port where that is another than
    /// that of the pages. The usual one works in browsers on this machine
    #[arg(long, default_value = fovea_api::LOCAL_DOMAIN, value_name = "NAME[:PORT]", value_parser = gateway_domain)]
    pub gateway_domain: String,
}

/// A name of a host, not an address: below that there are no names.
fn gateway_domain(text: &str) -> Result<String, String> {
    let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
    let sign = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let parts = name.split('.').all(|part| !part.is_empty() && part.len() <= 63 && part.chars().all(sign));
    let address = name.rsplit('.').next().is_some_and(|last| last.chars().all(|c| c.is_ascii_digit()));
    if !parts || address || port.is_some_and(|p| p.parse::<u16>().is_err()) {
        return Err("give the name of a host, such as apps.example.com, or apps.example.com:8443".into());
    }
    Ok(text.to_ascii_lowercase())
}

#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Create an administrator
    Create {
        #[command(flatten)]
        folder: FolderArgs,
        /// Name to log in with
        #[arg(long)]
        name: String,
        /// Read the password from standard input: one line of at least 10 signs
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Make a token for programs and print it
    Token {
        #[command(flatten)]
        folder: FolderArgs,
        /// Name of the user that the token acts for
        #[arg(long)]
        name: String,
        /// What the token is for
        #[arg(long, default_value = "command line", value_name = "TEXT")]
        label: String,
        /// Days after which it is void [default: never]
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3650))]
        expires_days: Option<u32>,
    },
}

#[derive(Debug, Args)]
pub struct FolderArgs {
    /// Folder of the server
    #[arg(long, default_value = "fovea-data", value_name = "DIR")]
    pub data: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check that no row was changed or removed; ends with 3 where one was
    Verify {
        /// Folder of a server, running or not; without it a server is asked
        #[arg(long, value_name = "DIR", conflicts_with_all = ["server", "insecure"])]
        data: Option<PathBuf>,
        /// The head that an earlier check told: nothing up to it may have changed
        #[arg(long, value_name = "HEAD")]
        expect: Option<ChainHead>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// List what was done, newest first
    List {
        #[command(flatten)]
        filter: AuditFilter,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Write what was done as CSV or as JSON lines
    Export {
        #[command(flatten)]
        filter: AuditFilter,
        #[arg(long, value_enum, default_value_t)]
        format: TableArg,
        /// [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

/// What all commands have that talk to a server.
#[derive(Debug, Args)]
pub struct RemoteArgs {
    /// Address of the server [default: FOVEA_SERVER, else that of the last login]
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// Send the token also in plain text over a network
    #[arg(long)]
    pub insecure: bool,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct LoginArgs {
    #[command(flatten)]
    pub remote: RemoteArgs,
    /// What the token is called in your list of tokens [default: USER@HOST]
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
}

#[derive(Debug, Args)]
pub struct LogoutArgs {
    #[command(flatten)]
    pub remote: RemoteArgs,
    /// Forget the token here without telling the server, where it stays valid
    #[arg(long)]
    pub forget: bool,
}

#[derive(Debug, Args)]
pub struct LicensesArgs {
    /// Print the texts of what is embedded beside crates: the runtime with its parts, the backbone
    #[arg(long)]
    pub texts: bool,
}

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

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum TraceForm {
    /// A table with a head: submit, duration, devices, nodes, user, vc and more
    #[default]
    Csv,
    /// The job log of the Philly traces (JSON)
    Philly,
    /// The folder with pai_job_table.csv and pai_task_table.csv of Alibaba's GPU trace of 2020
    Alibaba,
}

#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// The trace of jobs
    #[arg(long, value_name = "FILE")]
    pub trace: PathBuf,
    /// Form of the trace
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub from: TraceForm,
    /// The cluster that it is played on (JSON)
    #[arg(long, value_name = "FILE")]
    pub cluster: PathBuf,
    /// Policies to compare: fovea, fair, fifo, greedy, shortest
    #[arg(long, value_delimiter = ',', default_value = "fovea", value_parser = policy, value_name = "NAME")]
    pub policy: Vec<String>,
    /// Let jobs without a limit have one of so many times their duration, as a user would guess
    #[arg(long, value_parser = positive, value_name = "FACTOR")]
    pub estimate: Option<f64>,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
    /// Draw waits and use as SVG
    #[arg(long, value_name = "FILE.svg")]
    pub plot: Option<PathBuf>,
    /// Write the trace in our own form, as it was played
    #[arg(long, value_name = "FILE.csv")]
    pub convert: Option<PathBuf>,
}

fn policy(name: &str) -> Result<String, String> {
    let known = || fovea_scheduler::Policy::NAMED.map(|(name, what)| format!("{name} ({what})")).join("; ");
    match fovea_scheduler::Policy::named(name) {
        Some(_) => Ok(name.to_string()),
        None => Err(format!("known are {}", known())),
    }
}

/// Bytes, as disks are sold: a GB is a thousand million.
fn data_size(text: &str) -> Result<u64, String> {
    let wrong = || "give a size such as 500MB, 20GB or 2TB".to_string();
    let text = text.trim();
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let bytes = match unit.trim().to_ascii_uppercase().as_str() {
        "" | "B" => number,
        "MB" => number * 1e6,
        "GB" => number * 1e9,
        "TB" => number * 1e12,
        _ => return Err(wrong()),
    };
    // What the server takes at most is less.
    if (0.0..=1e18).contains(&bytes) { Ok(bytes.round() as u64) } else { Err(wrong()) }
}

fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "give a time such as 60s, 10m or 1h".to_string();
    let text = text.trim();
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let seconds = match unit.trim() {
        "" | "s" => number,
        "m" | "min" => number * 60.0,
        "h" => number * 3600.0,
        _ => return Err(wrong()),
    };
    Duration::try_from_secs_f64(seconds).map_err(|_| wrong())
}

fn share(text: &str) -> Result<f64, String> {
    let wrong = || "give a share such as 1% or 0.01".to_string();
    let value = match text.trim().strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().map_err(|_| wrong())? / 100.0,
        None => text.trim().parse::<f64>().map_err(|_| wrong())?,
    };
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(wrong()) }
}

fn positive(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(v) if v > 0.0 && v.is_finite() => Ok(v),
        _ => Err("give a number above 0".into()),
    }
}

fn score(text: &str) -> Result<f32, String> {
    match text.trim().parse::<f32>() {
        Ok(v) if (0.0..=1.0).contains(&v) => Ok(v),
        _ => Err("give a number from 0 to 1".into()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn no_two_options_of_a_command_have_one_name() {
        super::Cli::command().debug_assert();
    }
}
