use super::said;
use crate::dto::{
    AdviceKind, Class, Facet, GoodOrBad, PartFilter, Picture, PictureSource, ProposalState, Region, Scene,
};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where a picture of a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PieceState {
    /// A reviewer wants it otherwise
    SentBack,
    Open,
    /// Waits for a reviewer
    Done,
    Accepted,
}

/// Pictures that were handed out.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AnnotationTask {
    pub id: Id,
    pub project: TaskProject,
    pub name: String,
    pub instructions: String,
    pub deadline: Option<Time>,
    /// Each takes the next; else each has their part
    pub pool: bool,
    pub revision: i64,
    /// Name of the user
    pub created_by: Option<String>,
    pub created_at: Time,
    /// A closed task is nobody's work any more
    pub closed_at: Option<Time>,
    /// Of all of it; null for those who neither hand out nor review
    pub counts: Option<PieceCounts>,
    /// Of the caller's own part
    pub mine: PieceCounts,
    /// Pictures of the pool that nobody has taken
    pub free: u64,
    /// Pictures that two label apart from each other; null for those who neither hand out nor review
    pub pairs: Option<PairCounts>,
    /// Those two see nothing of each other; else the second begins with what the first finished
    pub blind: bool,
    /// Finished pictures that a reviewer looks at by themselves, without those of pairs
    pub to_review: u64,
}

/// What an annotator needs to know of the project.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskProject {
    pub id: Id,
    pub name: String,
    pub scene: Scene,
    pub classes: Vec<Class>,
}

/// Pictures by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PieceCounts {
    pub open: u64,
    pub sent_back: u64,
    pub done: u64,
    pub accepted: u64,
}

/// Which pictures of a project; what is left out does not matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PicturesWanted {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub verdict: Option<GoodOrBad>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub class_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub labelled: Option<bool>,
    /// Part of the name
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    /// Part of a text that is marked in it
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub source: Option<PictureSource>,
    /// A part, or `none`: those that are in no part
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub part: Option<PartFilter>,
    /// Those of one figure of these statistics; with `facet` and `bin`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub statistics: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub facet: Option<Facet>,
    /// The class of the figure; 0 where left out
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub bin: Option<u32>,
    /// Those of which a model's proposal is in this state
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub proposal: Option<ProposalState>,
    /// Those that the last look at all pictures tells of so
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub advice: Option<AdviceKind>,
    /// With all of these tags, separated by commas
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tags: Option<String>,
    /// Of which a column says this, as `name:value`; several, each on a line: all of them
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub column: Option<String>,
    /// The last model that proposed something of it gave it at least this score, from 0 to 1
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, maximum = 1)]
    #[param(minimum = 0, maximum = 1)]
    pub score_min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, maximum = 1)]
    #[param(minimum = 0, maximum = 1)]
    pub score_max: Option<f64>,
    /// How far it is in an open annotation task, or `none`: it is in none
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub work: Option<WorkFilter>,
    /// The user who said last what is said of it
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub said_by: Option<Id>,
    /// Whether somebody noted something at it
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub noted: Option<bool>,
    /// Its longer side has at least so many pixels
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub side_from: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub side_to: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub bytes_from: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub bytes_to: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub added_from: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub added_to: Option<Time>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkFilter {
    Open,
    SentBack,
    Done,
    Accepted,
    None,
}

impl WorkFilter {
    pub(crate) fn name(self) -> &'static str {
        match self {
            WorkFilter::Open => "open",
            WorkFilter::SentBack => "sent_back",
            WorkFilter::Done => "done",
            WorkFilter::Accepted => "accepted",
            WorkFilter::None => "none",
        }
    }
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewAnnotationTask {
    #[schema(max_length = 100)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub instructions: String,
    #[serde(default)]
    pub deadline: Option<Time>,
    /// Each takes the next; else each has their part
    #[serde(default)]
    pub pool: bool,
    /// Of a pool nobody means everybody who may annotate
    #[serde(default)]
    #[schema(max_items = 200)]
    pub people: Vec<Id>,
    #[serde(default)]
    pub pictures: PicturesWanted,
    /// Of a sample: those that are the most useful to label next, instead of any by chance
    #[serde(default)]
    pub useful: bool,
    /// So many of them, by chance; null: all
    #[serde(default)]
    #[schema(minimum = 1)]
    pub sample: Option<u64>,
    /// Of a hundred pictures so many, chosen by chance, are labelled by two apart from each other
    #[serde(default)]
    #[schema(maximum = 100)]
    pub twice: u32,
    /// The two see nothing of each other; else the second begins with what the first finished
    #[serde(default)]
    pub blind: bool,
}

/// What is left out stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AnnotationTaskChange {
    #[schema(max_length = 100)]
    pub name: Option<String>,
    #[schema(max_length = 5000)]
    pub instructions: Option<String>,
    /// Null takes it away
    #[serde(default, deserialize_with = "said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Time>)]
    pub deadline: Option<Option<Time>>,
    pub closed: Option<bool>,
}

/// How many pictures there are to hand out.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ToHandOut {
    pub found: u64,
    /// Of these part of open work already, so that they are left out
    pub at_work: u64,
}

/// Pictures that somebody has not finished go to others.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct HandOver {
    /// Null: those that nobody has
    pub from: Option<Id>,
    /// In equal parts; nobody: back to the pool
    #[schema(max_items = 200)]
    pub to: Vec<Id>,
}

/// Somebody who may annotate.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Annotator {
    pub id: Id,
    pub name: String,
    pub nickname: String,
}

/// A word about a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Note {
    pub id: Id,
    pub at: Time,
    /// Name of the user
    pub by: Option<String>,
    pub text: String,
    /// Of which place, in pixels of the picture
    pub place: Option<NotePlace>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NotePlace {
    pub x: f64,
    pub y: f64,
}

/// One picture of a task.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskPicture {
    /// Its number within the task, from 0
    pub position: u32,
    pub picture: Picture,
    pub state: PieceState,
    /// Whose it is
    pub user_id: Option<Id>,
    pub user: Option<String>,
    /// Time of work on it
    pub seconds: u64,
    pub done_at: Option<Time>,
    /// How often it was sent back
    pub sent_back: u64,
    /// It went back since too many of its batch were faulty, without having been looked at
    pub with_batch: bool,
    /// Two label it apart from each other; the picture then tells what this one says
    pub twofold: bool,
    /// The oldest first
    pub notes: Vec<Note>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NextTaskPicture {
    /// Null: there is none
    #[schema(required = true)]
    pub next: Option<TaskPicture>,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct NextWanted {
    /// Number of the picture before; left out: begin with the first
    pub after: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewVerdict {
    Accept,
    SendBack,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewReview {
    pub verdict: ReviewVerdict,
    /// What is to be done otherwise; of one that is sent back
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub note: String,
    /// Which place the note speaks of
    #[serde(default)]
    pub place: Option<NotePlace>,
}

/// How far a task is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskProgress {
    pub people: Vec<PersonProgress>,
    /// When all will be finished at the pace of the last seven days; null: nobody knows yet, or nothing is left
    pub ends_at: Option<Time>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PersonProgress {
    /// Null: nobody has these
    pub user: Option<Annotator>,
    pub counts: PieceCounts,
    /// Finished once or more
    pub finished: u64,
    /// Of those, the share that was sent back once or more; null: none was finished
    pub rework: Option<f64>,
    /// For one that was finished, on average; null: none was finished
    pub seconds: Option<f64>,
    /// Null: none was accepted
    pub agreement: Option<ReviewAgreement>,
}

/// What was finished first, beside what was accepted in the end; over the newest 2,000 accepted pictures of a task.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ReviewAgreement {
    pub pictures: u64,
    /// Of all places that either marked, how much both did with the same class; places are the same from an overlap (IoU) of 0.5 on
    pub f1: f64,
    /// Mean overlap (IoU) of places that both marked; null: there are none
    pub overlap: Option<f64>,
    /// Cohen's kappa of verdict and class of whole pictures; null: all are alike, so that nothing can be told from chance
    pub kappa: Option<f64>,
}

/// Pictures that two label, by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PairCounts {
    /// One of the two, or both, have not finished
    pub waiting: u64,
    pub ready: u64,
    pub settled: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PairState {
    /// One of the two, or both, have not finished
    Waiting,
    /// A reviewer may settle it
    Ready,
    Settled,
}

/// What becomes the picture's label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    First,
    Second,
    /// The places of the first, and those of the second that the first has not
    Both,
}

/// What one of two says of a picture.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PairSide {
    /// Its number within the task
    pub position: u32,
    pub user_id: Option<Id>,
    pub user: Option<String>,
    pub state: PieceState,
    /// Null: nothing yet
    pub verdict: Option<GoodOrBad>,
    pub class_id: Option<Id>,
    pub regions: Vec<Region>,
}

/// A picture that two label apart from each other.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Pair {
    /// Number of the first within the task
    pub position: u32,
    pub picture: Picture,
    pub state: PairState,
    pub first: PairSide,
    pub second: PairSide,
    /// Of all places that either marked, how much both did with the same class; null until both have finished
    pub f1: Option<f64>,
    /// Mean overlap (IoU) of places that both marked; null: there are none
    pub overlap: Option<f64>,
    /// They say the same; null until both have finished
    pub same: Option<bool>,
    /// What the reviewer took; null: it is not settled
    pub taken: Option<Take>,
    /// Grows with every change of what either or the picture says
    pub revision: i64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PairSettlement {
    pub take: Take,
}

/// How people agree who label the same pictures apart from each other, by what each finished first; over the newest 2,000.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PeopleAgreements {
    pub people: Vec<PeopleAgreement>,
    pub classes: Vec<ClassAgreement>,
    /// How each works, by class; over all pictures that they finished
    pub work: Vec<ClassWork>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PeopleAgreement {
    pub first: Id,
    pub second: Id,
    pub pictures: u64,
    /// Of which they do not say the same
    pub differ: u64,
    pub f1: f64,
    /// Mean overlap (IoU) of places that both marked; null: there are none
    pub overlap: Option<f64>,
    /// Cohen's kappa of verdict and class of whole pictures; null: all are alike, so that nothing can be told from chance
    pub kappa: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClassAgreement {
    pub class_id: Id,
    /// Places that both marked as this class
    pub both: u64,
    /// Places that one of them marked
    pub one: u64,
    pub f1: f64,
    pub overlap: Option<f64>,
    /// Cohen's kappa of whether a picture shows it; null: all are alike
    pub kappa: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClassWork {
    pub user_id: Id,
    /// Null: pictures without any class
    pub class_id: Option<Id>,
    /// Pictures
    pub finished: u64,
    /// The share of those that was sent back once or more
    pub rework: f64,
    /// For one of them, on average
    pub seconds: f64,
}

/// General inspection levels of ISO 2859-1: how much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum InspectionLevel {
    I,
    II,
    III,
}

/// How a batch is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BatchWanted {
    /// Acceptable quality limit, faulty pictures in a hundred: 0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4 or 6.5
    #[schema(minimum = 0.1, maximum = 6.5)]
    pub aql: f64,
    pub level: InspectionLevel,
}

/// A single sampling plan of ISO 2859-1, normal inspection.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SamplingPlan {
    /// The standard's code letter
    pub letter: String,
    /// Pictures that are looked at
    pub sample: u64,
    /// With so many faulty ones the batch is still accepted
    pub accept: u32,
}

/// Finished pictures that are accepted or sent back together.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ReviewBatch {
    pub aql: f64,
    pub level: InspectionLevel,
    pub size: u64,
    pub sample: u64,
    pub accept: u64,
    pub reviewed: u64,
    pub faulty: u64,
    pub created_at: Time,
    /// Null: it is open
    pub ended_at: Option<Time>,
    /// Null: not decided, or given up
    pub accepted: Option<bool>,
}

/// A task's sampling review.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TaskBatch {
    /// The one that is open, or else the last
    pub batch: Option<ReviewBatch>,
    /// Pictures that wait for a reviewer
    pub waiting: u64,
    /// How these would be looked at; null: there are fewer than two
    pub plan: Option<SamplingPlan>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LeaseWanted {
    /// The hand moved since the last time, so the time since then was work
    #[serde(default)]
    pub active: bool,
}

/// A picture that is yours to work on for a while.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PictureLease {
    /// Ends by itself; ask again before
    pub until: Time,
    /// How soon to ask again
    pub again_s: u64,
}
