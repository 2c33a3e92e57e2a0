//! The words of the commands that turn one format into another, and of those about versions, parts and statistics of a project's data.

use super::{ListArgs, ProjectCreateArgs, ProjectListArgs, RemoteArgs, ThreadArgs, UploadArgs};
use clap::{Args, Subcommand, ValueEnum};
use fovea_datasets::Format;
use fovea_datasets::write::Target;
use std::path::PathBuf;

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
    /// datumaro, label_studio, csv, mvtec, camvid, mot, wider_face, vgg_face2, tfrecord, boards, pairs, texts or glue
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

#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// Folder with pictures and labels, or an archive of one (zip, tar, tar.gz, tar.zst), or a TFRecord file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// What to write: folders, coco, coco_rle, labelme, voc, yolo, yolo_outlines, yolo_oriented, cvat, datumaro, label_studio, csv,
    /// mvtec, camvid, mot, wider_face, vgg_face2, tfrecord, pairs, icdar, paddle_ocr or crops
    #[arg(long, value_name = "FORMAT")]
    pub to: Target,
    /// Folder to make
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How labels are laid out [default: found by what lies there]
    #[arg(long, default_value = "auto", hide_default_value = true, value_name = "FORMAT")]
    pub from: Format,
    /// Name of a class of good pictures beside the usual ones; may be repeated
    #[arg(long, value_name = "NAME")]
    pub good: Vec<String>,
    /// Pictures of which no label file speaks were not looked at, instead of being good
    #[arg(long)]
    pub unmentioned_unlabelled: bool,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ChessboardArgs {
    /// Picture of a chessboard that lies as the parts do, seen straight from above
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Side of one of its squares, in mm
    #[arg(long, value_parser = super::positive, value_name = "MM")]
    pub square: f64,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct CentroidsArgs {
    /// Centroid file as programs for boards write it: designator, x, y, turn, side and case, parted by commas, semicolons or blanks
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Picture of a good board, beside the layout that is written or below
    #[arg(long, value_name = "PICTURE")]
    pub picture: PathBuf,
    /// Where the middle of a component is seen on that picture, in pixels; two or three, as far apart as can be
    #[arg(long, required = true, value_parser = shown_point, value_name = "NAME=X,Y")]
    pub point: Vec<PointArg>,
    /// Side of the board that the picture shows [default: top, or the only one that the file has]
    #[arg(long, value_enum, value_name = "SIDE")]
    pub side: Option<SideArg>,
    /// Width and height in mm of components whose case is unknown
    #[arg(long, default_value = "2x2", value_parser = size_mm, value_name = "WxH")]
    pub size: SizeArg,
    /// A component whose way round does not matter; may be repeated
    #[arg(long, value_name = "NAME")]
    pub either_way: Vec<String>,
    /// File to write
    #[arg(long, default_value = "layout.json", value_name = "FILE")]
    pub out: PathBuf,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
}

/// A component, and where its middle is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct PointArg {
    pub name: String,
    pub at: [f64; 2],
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeArg(pub [f64; 2]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SideArg {
    Top,
    Bottom,
}

fn shown_point(text: &str) -> Result<PointArg, String> {
    let parts = text.rsplit_once('=').and_then(|(name, at)| Some((name.trim(), two(at, ',')?)));
    match parts {
        Some((name, at)) if !name.is_empty() => Ok(PointArg { name: name.into(), at }),
        _ => Err("give a component and its place in pixels, such as R1=120,80".into()),
    }
}

fn size_mm(text: &str) -> Result<SizeArg, String> {
    match two(text, 'x') {
        Some(size) if size.iter().all(|v| (0.1..=200.0).contains(v)) => Ok(SizeArg(size)),
        _ => Err("give a width and a height from 0.1 to 200 mm, such as 2x1.2".into()),
    }
}

fn two(text: &str, sign: char) -> Option<[f64; 2]> {
    let (a, b) = text.split_once(sign)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|v| v.is_finite());
    Some([number(a)?, number(b)?])
}

#[derive(Debug, Args)]
pub struct DatasetImportsArgs {
    pub project: String,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct DatasetRefusedArgs {
    /// Id of the import, which `fovea dataset imports` tells
    pub import: String,
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct DatasetVersionsArgs {
    pub project: String,
    /// Only those with this in note or tag, or with this number
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only published ones
    #[arg(long)]
    pub published: bool,
    /// Only those with this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Only those whose labels can teach this task: anomaly, classify, segment, detect or read
    #[arg(long, value_name = "TASK")]
    pub task: Option<String>,
    /// Only those of a time when the project had this scene, such as detection
    #[arg(long, value_name = "SCENE")]
    pub scene: Option<String>,
    /// Only those with pictures of an import whose labels were laid out so, such as coco
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// number, note, pictures, labelled, bytes or published_at, with - the other way round
    #[arg(long, default_value = "-number", allow_hyphen_values = true, value_name = "COLUMN")]
    pub sort: String,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct DatasetPublishArgs {
    /// PROJECT/NUMBER or id
    #[arg(value_name = "VERSION")]
    pub which: String,
    /// Takes it back
    #[arg(long)]
    pub withdraw: bool,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum DifferenceArg {
    /// Pictures only in the second version
    Added,
    /// Pictures only in the first
    Removed,
    LabelAdded,
    LabelRemoved,
    LabelChanged,
    /// Pictures that went into another part
    Moved,
}

#[derive(Debug, Args)]
pub struct DatasetDiffArgs {
    /// Before: PROJECT/NUMBER or id
    pub before: String,
    /// After: PROJECT/NUMBER or id
    pub after: String,
    /// Names the pictures of this kind
    #[arg(long)]
    pub kind: Option<DifferenceArg>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum SplitByArg {
    /// Each picture for itself
    Random,
    /// Each class gives its share
    Class,
    /// Pictures of a folder stay together
    Folder,
    /// Pictures whose names give the same text stay together
    Pattern,
}

/// Without --by or --group-column it is only told how they are parted.
#[derive(Debug, Args)]
pub struct DatasetSplitArgs {
    pub project: String,
    #[arg(long, conflicts_with = "off", group = "rule")]
    pub by: Option<SplitByArg>,
    /// Pictures of which this column says the same stay together
    #[arg(long, value_name = "NAME", conflicts_with = "off", group = "rule")]
    pub group_column: Option<String>,
    /// What its first group finds in a name, or in the column, tells what stays together
    #[arg(long, value_name = "REGEX", required_if_eq("by", "pattern"), requires = "rule")]
    pub pattern: Option<String>,
    /// Share to choose thresholds by
    #[arg(long, default_value_t = 0.1, value_name = "SHARE")]
    pub validation: f64,
    /// Share to judge models by
    #[arg(long, default_value_t = 0.2, value_name = "SHARE")]
    pub test: f64,
    /// Deals anew, even where the rule stays
    #[arg(long, requires = "rule")]
    pub reshuffle: bool,
    /// Tells what would be done, and does nothing
    #[arg(long, requires = "rule")]
    pub dry_run: bool,
    /// Parts them no more
    #[arg(long)]
    pub off: bool,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct DatasetStatsArgs {
    /// A project, or PROJECT/NUMBER of a version
    pub what: String,
    /// Works them out anew, even where they are known
    #[arg(long)]
    pub again: bool,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

/// Which pictures of a project; what is left out does not matter.
#[derive(Debug, Args)]
pub struct PicturesArgs {
    /// Only those with this tag; may be repeated: with all of them
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only those of this class
    #[arg(long, value_name = "NAME")]
    pub class: Option<String>,
    #[arg(long)]
    pub verdict: Option<LabelArg>,
    /// Only those of which something is said
    #[arg(long, conflicts_with = "unlabelled")]
    pub labelled: bool,
    /// Only those of which nothing is said
    #[arg(long)]
    pub unlabelled: bool,
    /// Only those of which a column says this; may be repeated: all of them
    #[arg(long, value_name = "NAME:VALUE")]
    pub column: Vec<String>,
    /// Only those that the last model that proposed something gave at least this score, from 0 to 1
    #[arg(long, value_name = "SCORE")]
    pub score_min: Option<f64>,
    #[arg(long, value_name = "SCORE")]
    pub score_max: Option<f64>,
    /// Only those with this in their name
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
    /// Only those in which a text with this is marked
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    /// Only those of this part
    #[arg(long)]
    pub part: Option<PartArg>,
    /// Only those that are so far in an open annotation task
    #[arg(long)]
    pub work: Option<WorkArg>,
    /// Only those whose longer side has at least so many pixels
    #[arg(long, value_name = "PIXELS")]
    pub side_min: Option<u32>,
    #[arg(long, value_name = "PIXELS")]
    pub side_max: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PartArg {
    Train,
    Validation,
    Test,
    /// In no part yet
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum WorkArg {
    Open,
    SentBack,
    Done,
    Accepted,
    /// In no open task
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LabelArg {
    Good,
    Bad,
}

/// Each marked region becomes a picture there, its class the label, and columns tell where it came from.
#[derive(Debug, Args)]
pub struct DatasetCropsArgs {
    pub project: String,
    /// Another project
    #[arg(long, value_name = "PROJECT")]
    pub into: String,
    /// Part of a region's sides that is added on each side, from 0 to 1
    #[arg(long, default_value_t = 0.1, value_name = "SHARE")]
    pub margin: f64,
    /// Only regions of this class; may be repeated
    #[arg(long, value_name = "NAME")]
    pub region: Vec<String>,
    /// Prints the job and does not wait
    #[arg(long)]
    pub no_wait: bool,
    #[command(flatten)]
    pub pictures: PicturesArgs,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

/// Classes are found by their names there, and made where they are missing; a picture that is there already keeps its label.
#[derive(Debug, Args)]
pub struct DatasetCopyArgs {
    pub project: String,
    /// Another project
    #[arg(long, value_name = "PROJECT")]
    pub into: String,
    /// Afterwards they go into the bin of the project that they came from
    #[arg(long = "move")]
    pub away: bool,
    /// Prints the job and does not wait
    #[arg(long)]
    pub no_wait: bool,
    #[command(flatten)]
    pub pictures: PicturesArgs,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct DatasetExportArgs {
    /// A project, or PROJECT/NUMBER of a version
    pub what: String,
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// How labels are laid out: folders, coco, coco_rle, labelme, voc, yolo, yolo_outlines, yolo_oriented, cvat, datumaro,
    /// label_studio, csv, mvtec, camvid, mot, wider_face, vgg_face2, tfrecord, pairs, icdar, paddle_ocr or crops
    #[arg(long, default_value = "folders", value_name = "FORMAT")]
    pub format: Target,
    #[command(flatten)]
    pub pictures: PicturesArgs,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct DatasetPrelabelArgs {
    /// PROJECT/NUMBER or id of the model; with --read the project
    pub model: String,
    /// Without a model: the reader that the program carries proposes texts, each with what it says
    #[arg(long)]
    pub read: bool,
    /// Class that proposed texts get [default: the only one that is for texts]
    #[arg(long, value_name = "NAME")]
    pub text_class: Option<String>,
    #[command(flatten)]
    pub pictures: PicturesArgs,
    /// Virtual cluster that it runs in [default: the one that you work in]
    #[arg(long)]
    pub vc: Option<String>,
    /// Do not wait until it is done
    #[arg(long)]
    pub no_wait: bool,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AdviceArg {
    /// What to label next
    Useful,
    /// Labels that are likely wrong
    Suspect,
    /// Pictures like no other
    Outlier,
}

#[derive(Debug, Args)]
pub struct DatasetAdviseArgs {
    pub project: String,
    /// Looks anew, even where that was done
    #[arg(long)]
    pub again: bool,
    /// Names the pictures of this kind, 200 at most
    #[arg(long)]
    pub kind: Option<AdviceArg>,
    #[command(flatten)]
    pub remote: RemoteArgs,
}
