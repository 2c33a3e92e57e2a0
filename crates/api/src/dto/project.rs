use super::said;
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is inspected, which decides what the pages offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scene {
    Free,
    ForeignObject,
    Classification,
    Segmentation,
    Detection,
    Glue,
    Components,
    /// Text that is read
    Text,
    /// Held beside a golden picture
    Compare,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Project {
    pub id: Id,
    pub name: String,
    pub product: String,
    pub scene: Scene,
    /// What a part without a defect is called
    pub good_name: String,
    pub note: String,
    /// Everybody who can log in may look at its pictures, versions and statistics
    #[serde(default)]
    pub public: bool,
    /// Who made it
    #[serde(default)]
    pub owner_id: Option<Id>,
    /// Name of the user
    #[serde(default)]
    pub owner: Option<String>,
    pub classes: Vec<Class>,
    pub revision: i64,
    pub created_at: Time,
    pub updated_at: Time,
    /// When it was taken away; such a project is in the list of deleted ones only
    pub deleted_at: Option<Time>,
    /// Until when it can be restored
    pub kept_until: Option<Time>,
    #[serde(default)]
    pub data: ProjectData,
    pub steps: Steps,
}

/// What is known of a project's pictures that are not in its bin.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct ProjectData {
    pub pictures: u64,
    pub labelled: u64,
    /// Also of pictures that are only linked
    pub bytes: u64,
    /// When a picture last came, went or was labelled, or the project itself was changed
    pub changed_at: Option<Time>,
    /// Number of the newest version; null: there is none
    pub version: Option<u32>,
    /// The pictures that came last, four at most
    pub cover: Vec<Id>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Class {
    pub id: Id,
    pub name: String,
    #[schema(example = "#e05a47")]
    pub colour: String,
    /// Pictures of it have no defect
    pub good: bool,
    pub position: i32,
    /// What is asked of each of its regions
    #[serde(default)]
    pub attributes: Vec<ClassAttribute>,
    /// The only kind of shape that its regions have; null: any
    #[serde(default)]
    pub shape: Option<ShapeKind>,
    /// The key that chooses it; null: the digit of its place
    #[serde(default)]
    pub key: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShapeKind {
    Box,
    Polygon,
    Brush,
    Rotated,
    Ellipse,
    Line,
    Points,
    Text,
}

impl ShapeKind {
    const ALL: [ShapeKind; 8] = [
        ShapeKind::Box,
        ShapeKind::Polygon,
        ShapeKind::Brush,
        ShapeKind::Rotated,
        ShapeKind::Ellipse,
        ShapeKind::Line,
        ShapeKind::Points,
        ShapeKind::Text,
    ];

    /// As shapes themselves say it.
    pub fn name(self) -> &'static str {
        match self {
            ShapeKind::Box => "box",
            ShapeKind::Polygon => "polygon",
            ShapeKind::Brush => "brush",
            ShapeKind::Rotated => "rotated",
            ShapeKind::Ellipse => "ellipse",
            ShapeKind::Line => "line",
            ShapeKind::Points => "points",
            ShapeKind::Text => "text",
        }
    }

    pub fn from_name(name: &str) -> Option<ShapeKind> {
        ShapeKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What speaks of a class, so what a change of it changes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClassUse {
    pub pictures: u64,
    pub regions: u64,
    /// Pictures of the bin, which follow
    pub in_bin: u64,
    /// Of the pictures those of which nothing else is said: without the class they are not labelled
    pub only: u64,
    /// Pictures that two people label, where one of them says it and nothing is settled yet
    pub apart: u64,
    /// Open annotation tasks that have pictures of it
    pub tasks: Vec<ClassTask>,
    /// Its regions by their kind of shape
    pub shapes: Vec<ShapeCount>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ClassTask {
    pub id: Id,
    pub name: String,
    pub pictures: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ShapeCount {
    pub shape: ShapeKind,
    pub regions: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct MergeInto {
    /// Another defect of the project
    pub into: Id,
}

/// A class after it was changed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ChangedClass {
    #[serde(flatten)]
    pub class: Class,
    /// By which the change can be taken back; null: nothing is another
    pub edit: Option<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    Choice,
    Number,
    Text,
    Tick,
}

/// What a class asks of each of its regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClassAttribute {
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    pub kind: AttributeKind,
    /// Of a choice only
    #[serde(default)]
    #[schema(max_items = 100)]
    pub choices: Vec<String>,
}

impl From<fovea_domain::Attribute> for ClassAttribute {
    fn from(one: fovea_domain::Attribute) -> ClassAttribute {
        use fovea_domain::AttributeKind as Kind;
        let kind = match one.kind {
            Kind::Choice => AttributeKind::Choice,
            Kind::Number => AttributeKind::Number,
            Kind::Text => AttributeKind::Text,
            Kind::Tick => AttributeKind::Tick,
        };
        ClassAttribute { name: one.name, kind, choices: one.choices }
    }
}

impl From<ClassAttribute> for fovea_domain::Attribute {
    fn from(one: ClassAttribute) -> fovea_domain::Attribute {
        use fovea_domain::AttributeKind as Kind;
        let kind = match one.kind {
            AttributeKind::Choice => Kind::Choice,
            AttributeKind::Number => Kind::Number,
            AttributeKind::Text => Kind::Text,
            AttributeKind::Tick => Kind::Tick,
        };
        fovea_domain::Attribute { name: one.name, kind, choices: one.choices }
    }
}

/// Who may hand out and review the annotation work of one project, whatever they may elsewhere.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ProjectManager {
    /// The user
    pub id: Id,
    pub name: String,
    pub nickname: String,
    pub named_at: Time,
    /// Name of the user who named them; null: that user is not there any more
    #[serde(default)]
    pub named_by: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewProjectManager {
    /// The name that the user logs in with
    #[schema(min_length = 1, max_length = 100)]
    pub user: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewProject {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub product: String,
    pub scene: Scene,
    #[schema(min_length = 1, max_length = 60)]
    pub good_name: String,
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub note: String,
    /// The defects; the good class is made from `good_name`
    #[serde(default)]
    pub classes: Vec<NewClass>,
    /// A label set whose classes it has before those
    #[serde(default)]
    pub label_set_id: Option<Id>,
}

/// What is left out stays as it is.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ProjectChange {
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    #[schema(max_length = 200)]
    pub product: Option<String>,
    pub scene: Option<Scene>,
    #[schema(min_length = 1, max_length = 60)]
    pub good_name: Option<String>,
    #[schema(max_length = 5000)]
    pub note: Option<String>,
    /// Whether everybody who can log in may look at its pictures, versions and statistics
    pub public: Option<bool>,
}

/// How a deleted project comes back.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct RestoredProject {
    /// Another name, where its own was given to another project meanwhile
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewClass {
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// Left out: one that the others do not have
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    pub colour: Option<String>,
}

/// What is left out stays as it is.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ClassChange {
    #[schema(min_length = 1, max_length = 60)]
    pub name: Option<String>,
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    pub colour: Option<String>,
    pub position: Option<i32>,
    /// All that is asked of each of its regions; what was said of regions stays
    #[schema(max_items = 32)]
    pub attributes: Option<Vec<ClassAttribute>>,
    /// The only kind of shape that its regions have; null: any. Regions that are there stay as they are
    #[serde(default, deserialize_with = "said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ShapeKind>)]
    pub shape: Option<Option<ShapeKind>>,
    /// A letter or digit that chooses it; null: the digit of its place
    #[serde(default, deserialize_with = "said", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 1)]
    pub key: Option<Option<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Todo,
    Doing,
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    Collect,
    Annotate,
    Train,
    Publish,
    Deploy,
    Inspect,
}

/// How far the project is on its way from pictures to verdicts.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Steps {
    pub collect: CollectStep,
    pub annotate: AnnotateStep,
    pub train: TrainStep,
    pub publish: PublishStep,
    pub deploy: DeployStep,
    pub inspect: InspectStep,
    /// What to do next
    pub next: StepName,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CollectStep {
    pub state: StepState,
    pub pictures: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AnnotateStep {
    pub state: StepState,
    pub labelled: u64,
    pub total: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TrainStep {
    pub state: StepState,
    pub jobs: u64,
    pub running_job: Option<Id>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PublishStep {
    pub state: StepState,
    pub models: u64,
    pub released: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DeployStep {
    pub state: StepState,
    pub services: u64,
    pub running: u64,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct InspectStep {
    pub state: StepState,
    pub records: u64,
    /// Since the moment `today`, else since midnight UTC
    pub today: u64,
}
