//! The command line's words. What they do is in `commands`.

mod audit;
mod dataset;
mod image;
mod inside;
mod job;
mod judge;
mod label_set;
mod model;
mod node;
mod project;
mod raw;
mod read;
mod recipe;
mod remote;
mod serve;
mod setting;
mod simulate;
mod template;
mod train;
mod vc;

pub use audit::*;
pub use dataset::*;
pub use image::*;
pub use inside::*;
pub use job::*;
pub use judge::*;
pub use label_set::*;
pub use model::*;
pub use node::*;
pub use project::*;
pub use raw::*;
pub use read::*;
pub use recipe::*;
pub use remote::*;
pub use serve::*;
pub use setting::*;
pub use simulate::*;
pub use template::*;
pub use train::*;
pub use vc::*;

use clap::{Args, Parser, Subcommand, ValueEnum};
use fovea_datasets::Format;
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
    Read(ReadTextsArgs),
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
    /// datumaro, label_studio, csv, mvtec, camvid, mot, wider_face, vgg_face2, tfrecord, boards, pairs, texts or glue
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
