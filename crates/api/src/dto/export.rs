use super::{PicturesWanted, Reason};
use crate::time::Time;
use fovea_datasets::write::Target;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What another program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// A folder a class, masks beside
    Folders,
    /// One `annotations.json`
    Coco,
    /// The same with masks as compressed runs
    CocoRle,
    /// A JSON file beside each picture
    Labelme,
    /// Pascal VOC: an XML file for each picture, with boxes
    Voc,
    /// A text file for each picture, with boxes
    Yolo,
    /// A text file for each picture, with outlines
    YoloOutlines,
    /// A text file for each picture, with turned boxes
    YoloOriented,
    /// CVAT for images 1.1: one `annotations.xml`
    Cvat,
    /// A JSON file a subset
    Datumaro,
    /// A list of tasks, and the set-up that shows them
    LabelStudio,
    /// One table with a line a box
    Csv,
    /// Good pictures to learn from, others by kind with masks
    Mvtec,
    /// CamVid: a picture of colours for each picture, lists of both
    Camvid,
    /// MOT: frames of a video called by their numbers, and one list of boxes
    Mot,
    /// WIDER Face: pictures by subset, and a list of boxes for each
    WiderFace,
    /// VGGFace2: a folder a class, tables with a box and five points of each picture
    VggFace2,
    /// TFRecord of TensorFlow object detection: records with pictures and boxes, a file a subset
    Tfrecord,
    /// Boards beside their templates with boxes of defects, as DeepPCB lies
    Pairs,
    /// A text file for each picture, with what stands on it and where
    Icdar,
    /// PaddleOCR: one list of texts with their places, and pieces with what stands on them
    PaddleOcr,
    /// Marked places cut out of their pictures, a folder a class
    Crops,
}

impl From<ExportFormat> for Target {
    fn from(format: ExportFormat) -> Target {
        match format {
            ExportFormat::Folders => Target::Folders,
            ExportFormat::Coco => Target::Coco,
            ExportFormat::CocoRle => Target::CocoRle,
            ExportFormat::Labelme => Target::Labelme,
            ExportFormat::Voc => Target::Voc,
            ExportFormat::Yolo => Target::Yolo,
            ExportFormat::YoloOutlines => Target::YoloOutlines,
            ExportFormat::YoloOriented => Target::YoloOriented,
            ExportFormat::Cvat => Target::Cvat,
            ExportFormat::Datumaro => Target::Datumaro,
            ExportFormat::LabelStudio => Target::LabelStudio,
            ExportFormat::Csv => Target::Csv,
            ExportFormat::Mvtec => Target::Mvtec,
            ExportFormat::Camvid => Target::Camvid,
            ExportFormat::Mot => Target::Mot,
            ExportFormat::WiderFace => Target::WiderFace,
            ExportFormat::VggFace2 => Target::VggFace2,
            ExportFormat::Tfrecord => Target::Tfrecord,
            ExportFormat::Pairs => Target::Pairs,
            ExportFormat::Icdar => Target::Icdar,
            ExportFormat::PaddleOcr => Target::PaddleOcr,
            ExportFormat::Crops => Target::Crops,
        }
    }
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewExport {
    pub format: ExportFormat,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewChosenExport {
    /// These pictures, or `found`
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub ids: Vec<Id>,
    /// All that are found so
    #[serde(default)]
    pub found: Option<PicturesWanted>,
    pub format: ExportFormat,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewCuts {
    /// These pictures, or `found`
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub ids: Vec<Id>,
    /// All that are found so
    #[serde(default)]
    pub found: Option<PicturesWanted>,
    /// Another project
    pub into_project: Id,
    /// Part of a region's sides that is added on each side; a tenth where left out
    #[schema(minimum = 0, maximum = 1)]
    #[serde(default)]
    pub margin: Option<f64>,
    /// Only regions of these classes; none: of all
    #[serde(default)]
    pub class_ids: Vec<Id>,
    /// The pictures themselves with their labels, instead of regions
    #[serde(default)]
    pub whole: bool,
    /// With `whole`: once all are there they go into the bin where they came from
    #[serde(default)]
    pub away: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    Running,
    Done,
    Cancelled,
    Failed,
}

/// A version on its way into an archive, or there.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Export {
    /// Also that of its job
    pub id: Id,
    pub project_id: Id,
    /// Null: of pictures that were chosen
    pub version_id: Option<Id>,
    pub format: ExportFormat,
    pub state: ExportState,
    /// Its job is paused: it begins anew when that goes on
    pub paused: bool,
    /// Of what is written now, pictures or files
    pub done: u64,
    pub total: u64,
    /// In the archive
    pub pictures: u64,
    /// Of the archive; null: it is not there yet, or not any more
    pub bytes: Option<u64>,
    /// What the format could not say
    pub losses: Vec<LossCount>,
    pub created_at: Time,
    pub ended_at: Option<Time>,
    /// Until then the archive is kept
    pub kept_until: Option<Time>,
    /// Where it was ended by something else than its own end
    pub reason: Option<Reason>,
    /// Where its pieces become pictures of another project, instead of an archive
    pub into: Option<CutsInto>,
}

/// Cut regions on their way into another project.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CutsInto {
    pub project_id: Id,
    /// Null: it is gone
    pub name: Option<String>,
    pub margin: f64,
    /// Whole pictures, instead of regions that are cut out
    #[serde(default)]
    pub whole: bool,
    /// New pictures
    pub added: u64,
    /// Pieces that the project had already
    pub known: u64,
    /// Pieces that got their class as a label
    pub labelled: u64,
}

/// What a format could not say of so many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LossCount {
    /// `left_out`, `pixels`, `upright_box`, `turned_box`, `outline`, `apart`, `transcription`, `attributes`, `group`, `class`,
    /// `name`, `whole`, `split`, `tags` or `renamed`
    pub what: String,
    /// A kind of shape, or `picture`
    pub kind: String,
    pub count: u64,
}
