//! What a format cannot say, of a mark or of a picture.

use super::one_word::one_word;
use super::{WrittenMark, is_circle};
use crate::camvid::BACKGROUND;
use crate::told::{ROTATION, TRANSCRIPTION, WIDTH};
use crate::vgg_face2::LANDMARKS;
use crate::{mot, wider_face};
use fovea_domain::{AttributeValue, Mark};
use fovea_vision::smallest_rect;
use serde::Serialize;
use std::str::FromStr;

/// What is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A folder a class, mask pictures beside.
    Folders,
    Coco,
    /// COCO with masks as compressed runs.
    CocoRle,
    Labelme,
    Voc,
    Yolo,
    YoloOutlines,
    YoloOriented,
    Cvat,
    Datumaro,
    LabelStudio,
    Csv,
    Mvtec,
    /// A picture of colours beside each picture.
    Camvid,
    /// Frames with boxes, as MOT has them.
    Mot,
    /// A list of boxes a subset, as WIDER Face has it.
    WiderFace,
    /// A folder a class, tables with a box and five points a picture, as VGGFace2 has them.
    #[serde(rename = "vgg_face2")]
    VggFace2,
    /// Records with pictures and boxes, as TensorFlow's object detection reads them.
    Tfrecord,
    /// Boards beside their templates, as DeepPCB lies.
    Pairs,
    Icdar,
    /// PaddleOCR: texts with their places, and pieces with what stands on them.
    PaddleOcr,
    /// Marked places cut out of their pictures, a folder a class.
    Crops,
}

impl Target {
    pub const ALL: [Target; 22] = [
        Target::Folders,
        Target::Coco,
        Target::CocoRle,
        Target::Labelme,
        Target::Voc,
        Target::Yolo,
        Target::YoloOutlines,
        Target::YoloOriented,
        Target::Cvat,
        Target::Datumaro,
        Target::LabelStudio,
        Target::Csv,
        Target::Mvtec,
        Target::Camvid,
        Target::Mot,
        Target::WiderFace,
        Target::VggFace2,
        Target::Tfrecord,
        Target::Pairs,
        Target::Icdar,
        Target::PaddleOcr,
        Target::Crops,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Target::Folders => "folders",
            Target::Coco => "coco",
            Target::CocoRle => "coco_rle",
            Target::Labelme => "labelme",
            Target::Voc => "voc",
            Target::Yolo => "yolo",
            Target::YoloOutlines => "yolo_outlines",
            Target::YoloOriented => "yolo_oriented",
            Target::Cvat => "cvat",
            Target::Datumaro => "datumaro",
            Target::LabelStudio => "label_studio",
            Target::Csv => "csv",
            Target::Mvtec => "mvtec",
            Target::Camvid => "camvid",
            Target::Mot => "mot",
            Target::WiderFace => "wider_face",
            Target::VggFace2 => "vgg_face2",
            Target::Tfrecord => "tfrecord",
            Target::Pairs => "pairs",
            Target::Icdar => "icdar",
            Target::PaddleOcr => "paddle_ocr",
            Target::Crops => "crops",
        }
    }

    /// Whether a picture that nobody has looked at can lie there without being taken for good.
    pub(super) fn holds_unlabelled(self) -> bool {
        use Target::{Camvid, Coco, CocoRle, Csv, Cvat, Datumaro, Folders, LabelStudio, VggFace2};
        matches!(self, Folders | Coco | CocoRle | Cvat | Datumaro | LabelStudio | Csv | Camvid | VggFace2)
    }

    pub(super) fn holds_splits(self) -> bool {
        use Target::{Camvid, Csv, Cvat, Datumaro, Mot, Mvtec, Tfrecord, VggFace2, WiderFace};
        matches!(self, Cvat | Datumaro | Csv | Mvtec | Camvid | Mot | WiderFace | VggFace2 | Tfrecord)
    }

    /// Whether the words of a picture stand among its labels.
    fn says_tags(self) -> bool {
        matches!(self, Target::Labelme | Target::Datumaro | Target::LabelStudio | Target::Csv)
    }

    /// Whether they stand in a table beside the labels: where pictures stay what and where they are.
    pub(super) fn has_tags_beside(self) -> bool {
        use Target::{Camvid, Coco, CocoRle, Cvat, Folders, Voc, Yolo, YoloOriented, YoloOutlines};
        matches!(self, Folders | Coco | CocoRle | Voc | Yolo | YoloOutlines | YoloOriented | Cvat | Camvid)
    }

    pub(super) fn holds_tags(self) -> bool {
        self.says_tags() || self.has_tags_beside()
    }

    /// Whether what is bad as a whole has to be marked as a whole.
    pub(super) fn marks_wholes(self) -> bool {
        use Target::{Mot, Pairs, Tfrecord, Voc, WiderFace};
        let outlines = matches!(self, Target::Yolo | Target::YoloOutlines | Target::YoloOriented);
        let boxes = matches!(self, Voc | Pairs | Mot | WiderFace | Tfrecord);
        outlines || boxes || matches!(self, Target::Coco | Target::CocoRle | Target::Labelme | Target::Camvid)
    }

    /// Whether a picture gets another name.
    pub(super) fn renames(self) -> bool {
        self == Target::Mot
    }

    /// Whether an attribute has a place of its own where others have none.
    fn holds(self, name: &str, value: &AttributeValue) -> bool {
        match self {
            Target::Mot => mot::can_tell(name, value),
            Target::WiderFace => wider_face::can_tell(name, value),
            _ => false,
        }
    }

    /// Whether a picture without a place has nothing to write.
    pub(super) fn is_of_places(self) -> bool {
        self == Target::Crops
    }

    pub(super) fn is_of_texts(self) -> bool {
        matches!(self, Target::Icdar | Target::PaddleOcr)
    }

    /// Whether attributes and what a text says can be told.
    fn is_rich(self) -> bool {
        use Target::{Coco, CocoRle, Cvat, Datumaro, LabelStudio, Labelme};
        matches!(self, Coco | CocoRle | Labelme | Cvat | Datumaro | LabelStudio)
    }

    fn holds_groups(self) -> bool {
        use Target::{Coco, CocoRle, Csv, Cvat, Datumaro, Labelme};
        matches!(self, Coco | CocoRle | Labelme | Cvat | Datumaro | Csv)
    }

    /// Which attribute tells a part of the shape.
    fn reserved(self, mark: &Mark) -> Option<&'static str> {
        match (self, mark) {
            (
                Target::Coco | Target::CocoRle | Target::Datumaro,
                Mark::Rotated { .. } | Mark::Ellipse { .. },
            ) => Some(ROTATION),
            (Target::Cvat | Target::Datumaro, Mark::Line { .. }) => Some(WIDTH),
            (Target::Cvat | Target::Datumaro | Target::LabelStudio, Mark::Text { .. }) => Some(TRANSCRIPTION),
            _ => None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no format to write; known are {known}", known = Target::ALL.map(Target::name).join(", "))]
pub struct UnknownTarget(String);

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let wanted = s.trim().to_lowercase().replace('-', "_");
        Target::ALL.into_iter().find(|t| t.name() == wanted).ok_or(UnknownTarget(s.into()))
    }
}

/// What becomes of a mark, or is lost of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Left out altogether.
    LeftOut,
    /// Its pixels only, together with all others of its class.
    Pixels,
    /// The upright box around it only.
    UprightBox,
    /// The smallest turned box around it only.
    TurnedBox,
    /// Its outline only.
    Outline,
    /// Points one by one.
    Apart,
    /// What the text says.
    Transcription,
    /// All that was said of it beside its class, or a part of it.
    Attributes,
    /// Which others it belongs to.
    Group,
    /// Its class, where that is not what the format takes it for.
    Class,
    /// What a class is called, in part.
    Name,
    /// Of a picture: bad as a whole, and marked by a box as large as it.
    Whole,
    /// Of a picture: whether it is for learning or for judging.
    Split,
    /// Of a picture: words that were put to it.
    Tags,
    /// Of a picture: what it is called.
    Renamed,
}

impl Loss {
    /// Never renamed: pages have a word for each.
    pub fn name(self) -> &'static str {
        match self {
            Loss::LeftOut => "left_out",
            Loss::Pixels => "pixels",
            Loss::UprightBox => "upright_box",
            Loss::TurnedBox => "turned_box",
            Loss::Outline => "outline",
            Loss::Apart => "apart",
            Loss::Transcription => "transcription",
            Loss::Attributes => "attributes",
            Loss::Group => "group",
            Loss::Class => "class",
            Loss::Name => "name",
            Loss::Whole => "whole",
            Loss::Split => "split",
            Loss::Tags => "tags",
            Loss::Renamed => "renamed",
        }
    }
}

pub fn losses(target: Target, one: &WrittenMark) -> Vec<Loss> {
    let shape = of_shape(target, one.mark);
    if shape == Some(Loss::LeftOut) {
        return vec![Loss::LeftOut];
    }
    let mut lost: Vec<Loss> = shape.into_iter().collect();
    let says = matches!(one.mark, Mark::Text { text, .. } if !text.is_empty());
    let rich = target.is_rich();
    if says && !rich && !target.is_of_texts() && target != Target::Csv {
        lost.push(Loss::Transcription);
    }
    let told = |(name, value): (&String, &AttributeValue)| {
        *value != AttributeValue::Tick(false) && !target.holds(name, value)
    };
    let reserved = target.reserved(one.mark).is_some_and(|name| one.attributes.contains_key(name));
    if (!rich && one.attributes.iter().any(told)) || reserved {
        lost.push(Loss::Attributes);
    }
    // There a group of 0 means none.
    let counted = matches!(target, Target::Cvat | Target::Datumaro) && one.group == Some(0);
    if one.group.is_some() && (!target.holds_groups() || counted) {
        lost.push(Loss::Group);
    }
    if target.is_of_texts() && one.name != "text" {
        lost.push(Loss::Class);
    }
    if target == Target::Pairs
        && super::pair_kind(one.name) != one.name
        && super::pair_number(one.name).is_none()
    {
        lost.push(Loss::Name);
    }
    if target == Target::VggFace2 && super::folder_name(one.name) != one.name {
        lost.push(Loss::Name);
    }
    let parted = matches!(target, Target::Camvid | Target::WiderFace) && one_word(one.name) != one.name;
    if parted || (target == Target::Camvid && one.name == BACKGROUND) {
        lost.push(Loss::Name);
    }
    lost
}

fn of_shape(target: Target, mark: &Mark) -> Option<Loss> {
    match (target, mark) {
        // As keypoints of a kind that few programs know, and as shapes of its own.
        (Target::Coco | Target::CocoRle | Target::Cvat | Target::Datumaro, _) => None,
        (Target::Icdar | Target::PaddleOcr, Mark::Text { .. }) => None,
        (Target::Icdar | Target::PaddleOcr, _) => Some(Loss::LeftOut),
        (Target::Labelme, Mark::Brush { .. }) => Some(Loss::Outline),
        (Target::Labelme, Mark::Ellipse { rx, ry, .. }) if !is_circle(*rx, *ry) => Some(Loss::Outline),
        (Target::Labelme, _) => None,
        (Target::LabelStudio, Mark::Line { .. }) => Some(Loss::Outline),
        (Target::LabelStudio, Mark::Points { points }) if points.len() > 1 => Some(Loss::Apart),
        (Target::LabelStudio, _) => None,
        (Target::VggFace2, Mark::Points { points }) => (points.len() != LANDMARKS).then_some(Loss::LeftOut),
        (_, Mark::Points { .. }) => Some(Loss::LeftOut),
        (Target::Folders | Target::Mvtec | Target::Camvid, Mark::Brush { .. }) => None,
        (Target::Folders | Target::Mvtec | Target::Camvid, _) => Some(Loss::Pixels),
        (Target::Crops, Mark::Box { .. } | Mark::Rotated { .. } | Mark::Text { .. }) => None,
        (Target::Crops, _) => Some(Loss::UprightBox),
        (Target::Csv, Mark::Box { .. } | Mark::Rotated { .. }) => None,
        (Target::Csv, Mark::Text { points, .. }) => (!is_rectangle(points)).then_some(Loss::TurnedBox),
        (Target::Voc | Target::Yolo | Target::Pairs, Mark::Box { .. }) => None,
        (Target::Mot | Target::WiderFace | Target::VggFace2 | Target::Tfrecord, Mark::Box { .. }) => None,
        (Target::Mot | Target::WiderFace | Target::VggFace2 | Target::Tfrecord, _) => Some(Loss::UprightBox),
        (Target::Voc | Target::Yolo | Target::Pairs | Target::Csv, _) => Some(Loss::UprightBox),
        (Target::YoloOutlines, Mark::Polygon { .. } | Mark::Box { .. } | Mark::Rotated { .. }) => None,
        (Target::YoloOutlines, _) => Some(Loss::Outline),
        (Target::YoloOriented, Mark::Box { .. } | Mark::Rotated { .. }) => None,
        (Target::YoloOriented, _) => Some(Loss::TurnedBox),
    }
}

fn is_rectangle(points: &[[f32; 2]; 4]) -> bool {
    let own = fovea_domain::Polygon(points.to_vec()).area();
    let around = smallest_rect(points).map_or(0.0, |quad| fovea_domain::Polygon(quad.to_vec()).area());
    around <= own * 1.001 + 0.01
}
