use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    Train,
    Service,
    /// What a user wrote
    Command,
    /// The same, where its file says that it trains code of theirs
    #[serde(rename = "training")]
    OwnTraining,
    /// The same, to work in, such as with JupyterLab or VS Code
    Development,
    /// The same, to look at something, such as with TensorBoard
    Visualisation,
    /// Pictures on their way into a project; it has the id of the import
    Import,
    /// A version on its way into an archive; it has the id of the export
    Export,
    /// A version of a recipe, tried on pictures (then it has the id of the run) or packed
    Recipe,
    /// A model of the project proposes labels
    Prelabel,
    /// All pictures of a project are looked at, for what helps to annotate
    Advise,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    Queued,
    Starting,
    Running,
    Pausing,
    Paused,
    Preempting,
    Stopping,
    Succeeded,
    Failed,
    Stopped,
}

/// Something that runs.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Job {
    pub id: Id,
    pub kind: JobKind,
    /// Null: of none
    pub project_id: Option<Id>,
    pub name: String,
    pub state: JobState,
    pub reason: Option<Reason>,
    pub progress: Option<Progress>,
    pub created_at: Time,
    pub started_at: Option<Time>,
    pub ended_at: Option<Time>,
    /// Name of the user
    pub owner: Option<String>,
    #[schema(value_type = Object)]
    pub spec: Value,
    pub model_id: Option<Id>,
    /// Null: it was of one that is gone
    pub virtual_cluster: Option<ClusterRef>,
    /// Where several wait, the higher goes before
    pub priority: i32,
    /// Cores that it holds, on all nodes together
    pub cores: u32,
    /// Cores that it asks for, on each node, beside devices that are cards; null: its devices are cores
    pub cores_wanted: Option<u32>,
    /// Longest time that it asked to run, in seconds; null: it asked for none
    pub longest_run_s: Option<u64>,
    /// When it is asked to end at the latest; null: no end, or it does not run
    pub ends_by: Option<Time>,
    pub device: String,
    /// Devices that it asks for, on each node; null: as many as its virtual cluster gives it
    pub devices: Option<u32>,
    /// Nodes that it runs on at once; null: it is a job on one node
    pub nodes: Option<u32>,
    /// Devices that it holds at this moment, on all nodes together
    pub held: u32,
    /// Most that it may use; null: no limit
    pub memory_mib: Option<u64>,
    /// Most that it may keep on the disk, as it asked for itself or its virtual cluster has it; null: no limit
    pub disk_mib: Option<u64>,
    /// May be told to make room for others
    pub preemptible: bool,
    pub tags: Vec<String>,
    /// How often it was started
    pub attempt: u32,
    /// Null: it does not run, or used something of late
    pub idle: Option<JobIdle>,
    pub deleted_at: Option<Time>,
    /// When the log and the work folder of a deleted job go
    pub kept_until: Option<Time>,
}

/// That a job uses nothing.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct JobIdle {
    /// When it used something last
    pub since: Time,
    /// Its owner was warned
    pub warned: bool,
    /// When it is paused if that stays so; null: its virtual cluster pauses none
    pub pauses_at: Option<Time>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JobEvents {
    pub items: Vec<JobHappening>,
}

/// Something that happened to a job.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JobHappening {
    /// `submit`, `start`, `up`, `pause_asked`, `resume_asked`, `preempt`, `yielded`, `stop_asked`, `done`, `failed`, `lost`, `again`, `idle_warned` or `clock_stepped`
    pub event: String,
    /// State that followed
    pub state: JobState,
    pub reason: Option<Reason>,
    pub at: Time,
}

/// Why a job waits.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JobWhy {
    pub waits: bool,
    /// Such as `wait.user_quota`; of one that does not wait, why it is as it is
    pub code: String,
    pub detail: String,
    #[schema(value_type = Object)]
    pub params: Value,
    /// Jobs of its virtual cluster for the same type of device that come before it
    pub ahead: Option<u64>,
    /// As far as the limits of what runs tell
    pub expected_start: Option<Time>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ClusterRef {
    pub id: Id,
    pub name: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JobChange {
    /// 100 to 200; for who administers the virtual cluster, or may change all jobs, 1 to 1000
    #[schema(minimum = 1, maximum = 1000)]
    pub priority: u16,
}

/// Why a job ended as it did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    pub code: String,
    pub detail: String,
    #[schema(value_type = Object)]
    pub params: Value,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    pub phase: String,
    pub done: u64,
    pub total: u64,
    pub note: String,
    pub remaining_s: Option<f64>,
    /// Step and loss, thinned
    #[schema(value_type = Vec<Vec<f64>>)]
    pub curve: Vec<(u64, f64)>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LogPage {
    pub lines: Vec<LogLine>,
    /// Lines of the whole log; where something is searched or filtered, those found, as far as the search got
    pub total: u64,
    /// Give it as `from` for what follows; null at the end
    pub next: Option<u64>,
    /// Whether all was searched: a long search is answered in parts
    pub complete: bool,
    /// With `folded`: number of the first line among those that are left. Else null
    pub row: Option<u64>,
}

/// Phases of a job's log, in order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LogPhases {
    pub items: Vec<LogPhase>,
}

/// Some lines of a log that belong together.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LogPhase {
    pub name: String,
    pub kind: LogPhaseKind,
    /// Number of the first line; with `folded` among those that are left
    pub first: u64,
    /// Null: it goes on, or nobody saw its end
    pub last: Option<u64>,
    pub started_at: Time,
    pub ended_at: Option<Time>,
    pub duration_ms: Option<u64>,
    /// Of a step: the exit code of its process
    pub code: Option<i32>,
    /// Of a step: the signal that ended it
    pub signal: Option<i32>,
    /// Of a job on several nodes: the task, by whose own log lines are numbered
    pub rank: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogPhaseKind {
    /// A step of the job
    Step,
    /// What was made ready before a command began
    Setup,
    /// What a command marked with `::group::NAME` and `::endgroup::`
    Group,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LogLine {
    pub n: u64,
    pub at: Time,
    pub stream: LogStream,
    /// Name of the step in which it was said
    pub phase: Option<String>,
    pub text: String,
    /// It was searched for; else it stands around what was
    pub hit: bool,
    /// Of a job on several nodes: which task said it, and on which node
    pub rank: Option<u32>,
    pub node: Option<String>,
    /// Name of the phase within the step
    pub group: Option<String>,
    /// It ended with a carriage return, and the next one of its stream was drawn over it
    pub redrawn: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogStream {
    Out,
    Err,
    Fovea,
}

/// What to train.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct NewTraining {
    /// Null or left out: a version is made now
    pub version_id: Option<Id>,
    /// Left out: what the labels and the scene ask for
    pub task: Option<Task>,
    /// Longest time of learning in seconds
    #[schema(minimum = 10, maximum = 86400)]
    pub budget_s: Option<u64>,
    /// One escape costs as much as this many overkills
    #[schema(exclusive_minimum = 0)]
    pub cost: Option<f64>,
    /// Largest share of good parts that may be called NG; instead of `cost`
    #[schema(minimum = 0, maximum = 1)]
    pub overkill: Option<f64>,
    #[schema(max_length = 100)]
    pub name: Option<String>,
    /// One that you are in; left out: where you work
    pub virtual_cluster_id: Option<Id>,
    /// 100 to 200; for who administers the virtual cluster, or may change all jobs, 1 to 1000; left out: 100
    #[schema(minimum = 1, maximum = 1000)]
    pub priority: Option<u16>,
    /// Of `segment` and `detect`: steps before the threshold is chosen; left out: by the pictures
    #[schema(minimum = 1, maximum = 1000000)]
    pub steps: Option<u32>,
    /// Side in pixels that pictures are looked at with; left out: by the task and the pictures
    #[schema(minimum = 64, maximum = 2048)]
    pub size: Option<u32>,
    /// Of `segment` and `detect`: the deeper layers of the backbone learn, too, which takes about twice as long. Of `read`: the
    /// reader's last layer learns from the texts that are marked, at least 50
    pub tune: Option<bool>,
    /// Of `anomaly`: foreign things are pasted into good pictures to learn what bad is; left out: where the scene is foreign objects
    pub paste_in: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    Anomaly,
    Classify,
    Segment,
    /// A box around each place, with its class
    Detect,
    /// Components of a board: missing, wrong, reversed, shifted
    Components,
    /// Measures of a bead of glue along its path
    Glue,
    /// Text, held against what may stand there
    Read,
    /// What differs from a golden picture
    Compare,
}

/// What a model does. Only some of it can be taught on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelTask {
    Anomaly,
    Classify,
    Segment,
    Detect,
    Components,
    Compare,
    Read,
    Glue,
    /// Several models in a packed recipe
    Recipe,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelStage {
    Draft,
    Released,
    Retired,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Model {
    pub id: Id,
    pub project_id: Id,
    pub job_id: Id,
    /// Of the data that it was taught with; null: it is a packed recipe
    pub version_id: Option<Id>,
    /// Counts up within the project
    pub number: i32,
    pub name: String,
    pub task: ModelTask,
    /// Of a packed recipe: which version it is
    pub recipe: Option<RecipeRef>,
    pub stage: ModelStage,
    pub note: String,
    /// A picture is NG from this score on
    pub threshold: f64,
    pub classes: Vec<String>,
    pub bytes: u64,
    pub summary: Option<ModelSummary>,
    pub revision: i64,
    pub created_at: Time,
}

/// A version of a recipe.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecipeRef {
    pub recipe_id: Id,
    pub version_id: Id,
    pub number: i32,
}

/// What a model is worth on labelled pictures.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ModelSummary {
    pub overkill: Option<f64>,
    pub escape: Option<f64>,
    pub auroc: Option<f64>,
    pub accuracy: Option<f64>,
    pub mean_iou: Option<f64>,
    /// Of boxes: mean over the classes of the average precision, where a box is right that lies over a marked one by half
    #[serde(default)]
    pub map50: Option<f64>,
    pub pictures: u64,
    pub judged: JudgedOn,
    /// By its budget or by somebody: what was learnt until then is the model
    pub stopped_early: bool,
}

/// Which pictures the figures are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JudgedOn {
    /// Those that the model did not learn from
    HeldBack,
    /// All, since none were held back: the figures flatter
    All,
    /// The training's own validation, since it was stopped before its evaluation
    Validation,
}

/// What is left out stays as it is.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ModelChange {
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    #[schema(max_length = 5000)]
    pub note: Option<String>,
    pub stage: Option<ModelStage>,
    #[schema(minimum = 0, maximum = 1)]
    pub threshold: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EvaluationDoc {
    pub model_id: Id,
    pub pictures: Vec<EvaluatedPicture>,
    /// As `fovea evaluate --json` gives it
    #[schema(value_type = Object)]
    pub evaluation: Value,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EvaluatedPicture {
    pub index: u64,
    pub picture_id: Option<Id>,
    pub name: String,
    pub class: Option<String>,
    pub score: f64,
    pub verdict: OkOrNg,
    pub truth_bad: bool,
    pub predicted_class: Option<String>,
    /// Whether there is a heat map
    pub heat: bool,
    /// Of a model that tells boxes; null: of another one
    pub boxes: Option<EvaluatedBoxes>,
    /// Of a model that measures a bead of glue; null: of another one
    pub bead: Option<crate::dto::BeadSummary>,
    /// Of a model that knows the components of a board; empty: of another one
    pub components: Vec<crate::dto::JudgedComponent>,
    /// Of a model that reads: the texts of which is known what stands there
    pub texts: Vec<crate::dto::JudgedText>,
}

/// Boxes on a judged picture.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EvaluatedBoxes {
    /// By people
    pub marked: Vec<ScoredBox>,
    /// By the model, the surest first; also those below the threshold
    pub told: Vec<ScoredBox>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ScoredBox {
    /// Empty: of a class that the model was not taught
    pub class: String,
    /// Null: marked by people
    pub score: Option<f64>,
    /// Left, top, width, height in pixels
    #[schema(value_type = Vec<f32>)]
    pub bbox: [f32; 4],
}

/// What the line says of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OkOrNg {
    Ok,
    Ng,
}

/// What a job used over time.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JobMetrics {
    /// Length of the step that a point tells of; 0 where there is no point
    pub step_s: f64,
    /// Cores that it holds; null: none at this moment
    pub cores: Option<u32>,
    /// Most memory that it may use; null: no limit
    pub memory_mib: Option<u64>,
    pub points: Vec<JobMetric>,
    /// Of NVIDIA cards, where the driver is on the server's machine: each card of each task
    pub cards: Vec<JobCardMetrics>,
}

/// What a card of a job did.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct JobCardMetrics {
    /// Which of its tasks
    pub rank: u32,
    pub card: u32,
    pub points: Vec<JobCardMetric>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct JobCardMetric {
    /// End of the step
    pub at: Time,
    /// Part of the time that it worked, 0 to 1
    pub share: f64,
    pub most_share: f64,
    /// In use on the card, by whomever
    pub memory_bytes: f64,
}

/// A step of time: means, and the most within it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct JobMetric {
    /// End of the step
    pub at: Time,
    /// Cores that were busy
    pub cores: f64,
    pub most_cores: f64,
    pub memory_bytes: f64,
    pub most_memory_bytes: f64,
    /// From disks
    pub read_bytes_s: Option<f64>,
    pub written_bytes_s: Option<f64>,
    /// Over a network of its own
    pub received_bytes_s: Option<f64>,
    pub sent_bytes_s: Option<f64>,
    pub processes: f64,
}
