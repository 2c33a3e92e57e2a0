use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// How labels are laid beside pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Find out by what lies there.
    #[default]
    Auto,
    /// One folder a class.
    Folders,
    /// Mask pictures beside the pictures.
    Masks,
    Labelme,
    Coco,
    Yolo,
    Voc,
    /// CVAT's XML of pictures.
    Cvat,
    Datumaro,
    #[serde(rename = "label_studio")]
    LabelStudio,
    /// Tables whose first line names the columns.
    Csv,
    Mvtec,
    /// Pictures of colours beside the pictures, as CamVid lies.
    Camvid,
    /// Frames of videos with boxes of what is followed through them.
    Mot,
    /// Faces and where they are, as WIDER Face lies.
    #[serde(rename = "wider_face")]
    WiderFace,
    /// A folder a person, a box and five points of the face in each picture, as VGGFace2 lies.
    #[serde(rename = "vgg_face2")]
    VggFace2,
    /// Files of records, as TensorFlow's object detection reads them.
    Tfrecord,
    /// Boards of one kind: a good one, its layout, and what is wrong on others.
    Boards,
    /// Boards beside their templates, with boxes of defects.
    Pairs,
    /// Pictures with what stands on them.
    Texts,
    /// Beads of glue along a path that was drawn.
    Glue,
}

impl Format {
    pub const ALL: [Format; 21] = [
        Format::Auto,
        Format::Folders,
        Format::Masks,
        Format::Labelme,
        Format::Coco,
        Format::Yolo,
        Format::Voc,
        Format::Cvat,
        Format::Datumaro,
        Format::LabelStudio,
        Format::Csv,
        Format::Mvtec,
        Format::Camvid,
        Format::Mot,
        Format::WiderFace,
        Format::VggFace2,
        Format::Tfrecord,
        Format::Boards,
        Format::Pairs,
        Format::Texts,
        Format::Glue,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Format::Auto => "auto",
            Format::Folders => "folders",
            Format::Masks => "masks",
            Format::Labelme => "labelme",
            Format::Coco => "coco",
            Format::Yolo => "yolo",
            Format::Voc => "voc",
            Format::Cvat => "cvat",
            Format::Datumaro => "datumaro",
            Format::LabelStudio => "label_studio",
            Format::Csv => "csv",
            Format::Mvtec => "mvtec",
            Format::Camvid => "camvid",
            Format::Mot => "mot",
            Format::WiderFace => "wider_face",
            Format::VggFace2 => "vgg_face2",
            Format::Tfrecord => "tfrecord",
            Format::Boards => "boards",
            Format::Pairs => "pairs",
            Format::Texts => "texts",
            Format::Glue => "glue",
        }
    }

    /// What has to lie in the folder, in words.
    pub(crate) fn looks_like(self) -> &'static str {
        match self {
            Format::Auto => "pictures",
            Format::Folders => "pictures in one folder per class (DIR/<class>/*.jpg)",
            Format::Masks => {
                "pictures in images/ and mask pictures of the same names in masks/ (or <name>_mask.png)"
            }
            Format::Labelme => "labelme files (<name>.json with \"shapes\") named like the pictures",
            Format::Coco => "a .json file with \"images\" and \"annotations\"",
            Format::Yolo => "text files named like the pictures with lines `class cx cy w h` from 0 to 1",
            Format::Voc => "Pascal VOC files (<name>.xml with <annotation>) named like the pictures",
            Format::Cvat => "CVAT's XML of pictures (<annotations> with <image>)",
            Format::Datumaro => "a .json file with \"categories\" and \"items\"",
            Format::LabelStudio => {
                "a .json file with a list of tasks, each with \"data\" and \"annotations\""
            }
            Format::Csv => "a .csv file whose first line names the columns, at least `picture` and `class`",
            Format::Mvtec => "train/good/, test/<kind>/ and ground_truth/<kind>/",
            Format::Camvid => {
                "label_colors.txt with lines `red green blue name`, and pictures of those colours beside the pictures, in folders such as trainannot/"
            }
            Format::Mot => {
                "gt/gt.txt with lines `frame,track,x,y,w,h,confidence,class,visibility`, and frames called by their numbers in img1/"
            }
            Format::WiderFace => {
                "wider_face_<subset>_bbx_gt.txt with a picture, the number of its boxes and lines `x y w h …`, and the pictures in WIDER_<subset>/images/"
            }
            Format::VggFace2 => {
                "loose_bb_<subset>.csv with columns NAME_ID,X,Y,W,H, or loose_landmark_<subset>.csv, in bb_landmark/, and pictures in <subset>/<class>/"
            }
            Format::Tfrecord => {
                "<subset>.tfrecord with records of TensorFlow's object detection, label_map.pbtxt, and the pictures that the records name"
            }
            Format::Boards => {
                "layout.json with \"image\" and \"components\", that picture, and boards in images/ with faults/<board>.json"
            }
            Format::Pairs => {
                "pictures `<name>_test` beside their templates `<name>_temp`, with <name>.txt of lines `x1 y1 x2 y2 kind`"
            }
            Format::Texts => {
                "labels.csv or labels.txt with lines `picture,text`, gt_<name>.txt with lines of corners and text, or PaddleOCR's Label.txt"
            }
            Format::Glue => "glue.json with \"image\" and \"path\", that picture, and pictures in good/",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, thiserror::Error)]
#[error(
    "`{0}` is no data set format; known are auto, folders, masks, labelme, coco, yolo, voc, cvat, datumaro, label_studio, csv, mvtec, camvid, mot, wider_face, vgg_face2, tfrecord, boards, pairs, texts and glue"
)]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let wanted = s.trim().to_lowercase();
        Format::ALL.into_iter().find(|f| f.name() == wanted).ok_or(UnknownFormat(s.into()))
    }
}
