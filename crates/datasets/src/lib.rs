//! A folder of pictures with labels, in whatever layout people have, becomes one typed list. Label files are
//! claims by strangers: what is wrong in them is told as a [`Problem`] and left out, never followed outside
//! the folder and never fatal. Only a folder without any usable picture is an error.

mod assemble;
mod beads;
mod boards;
mod camvid;
mod check;
mod coco;
mod convert;
mod cvat;
mod dataset;
mod datumaro;
mod detect;
mod draw;
mod error;
mod folders;
mod format;
mod geometry;
mod group;
mod inspection;
mod label_studio;
mod labelme;
mod layout;
mod masks;
mod matching;
mod mot;
mod mvtec;
mod names;
mod open;
mod pairs;
mod pattern;
mod prefix;
mod problem;
mod rle;
mod table;
mod tags;
mod text;
mod texts;
mod tfrecord;
mod told;
mod tree;
mod vgg_face2;
mod voc;
mod walk;
mod wider_face;
pub mod write;
mod xml;
mod yolo;

pub use beads::Beads;
pub use boards::{
    BoardSide, Boards, Centroid, CentroidMap, Centroids, Component, Layout, Shown, parse_faults,
    parse_layout, read_centroids,
};
pub use camvid::{LabelColor, parse_label_colors};
pub use check::check;
pub use coco::{Coco, CocoAnnotation, CocoImage, Segmentation, parse_coco};
pub use convert::{Converted, LossCount, convert, mark_of};
pub use cvat::{Cvat, CvatImage, CvatShape, parse_cvat};
pub use dataset::{DataSet, Sample, Split};
pub use datumaro::{Datumaro, DatumaroAnnotation, DatumaroItem, parse_datumaro};
pub use error::{DataError, LabelError};
pub use format::Format;
pub use group::{Grouping, group_stems};
pub use inspection::{ClassCount, GroupCount, Inspection, Sizes, SplitCount, TaskAdvice, inspect};
pub use label_studio::{LabelStudio, LabelStudioResult, LabelStudioTask, parse_brush, parse_label_studio};
pub use labelme::{Labelme, LabelmeShape, parse_labelme};
pub use mot::{MotBox, MotProblem, parse_mot};
pub use names::{is_good_name, parse_names};
pub use open::{Links, OpenOptions, Unmentioned, open};
pub use pairs::{PairBox, Pairs, parse_pair_boxes};
pub use pattern::NamePattern;
pub use problem::Problem;
pub use rle::{Rle, parse_rle};
pub use table::{Table, TableColumns, TableProblem, TableRow, parse_columns, parse_table, read_columns};
pub use texts::{Texts, ToldText, parse_paddle_lines, parse_text_lines, parse_text_list, told_texts};
pub use tfrecord::{
    UnpackedRecord, holds_recorded_pictures, is_records, parse_label_map, unpack_recorded, unpack_records,
};
pub use tree::{may_be_mask, may_hold_labels};
pub use vgg_face2::{VggFace2, VggPlace, VggRow, parse_vgg_face2};
pub use voc::{Voc, VocObject, parse_voc};
pub use wider_face::{WiderBox, WiderFace, WiderPicture, parse_wider_face};
pub use yolo::{YoloLine, parse_yolo};
