//! What a format cannot say of a mark.

use super::{WrittenMark, is_circle};
use fovea_domain::{AttributeValue, Mark};

/// What is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Mask pictures.
    Masks,
    Coco,
    Labelme,
    Voc,
    Yolo,
    YoloOutlines,
    YoloOriented,
    Icdar,
}

/// What becomes of a mark, or is lost of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// What the text says.
    Transcription,
    /// All that was said of it beside its class.
    Attributes,
    /// Which others it belongs to.
    Group,
}

pub fn losses(target: Target, one: &WrittenMark) -> Vec<Loss> {
    let shape = of_shape(target, one.mark);
    if shape == Some(Loss::LeftOut) {
        return vec![Loss::LeftOut];
    }
    let mut lost: Vec<Loss> = shape.into_iter().collect();
    let says = matches!(one.mark, Mark::Text { text, .. } if !text.is_empty());
    let rich = matches!(target, Target::Coco | Target::Labelme);
    if says && !rich && target != Target::Icdar {
        lost.push(Loss::Transcription);
    }
    if !rich && one.attributes.iter().any(|(_, value)| *value != AttributeValue::Tick(false)) {
        lost.push(Loss::Attributes);
    }
    if !rich && one.group.is_some() {
        lost.push(Loss::Group);
    }
    lost
}

fn of_shape(target: Target, mark: &Mark) -> Option<Loss> {
    match (target, mark) {
        // As keypoints of a kind that few programs know, and as shapes of its own.
        (Target::Coco, _) => None,
        (Target::Icdar, Mark::Text { .. }) => None,
        (Target::Icdar, _) => Some(Loss::LeftOut),
        (Target::Labelme, Mark::Brush { .. }) => Some(Loss::Outline),
        (Target::Labelme, Mark::Ellipse { rx, ry, .. }) if !is_circle(*rx, *ry) => Some(Loss::Outline),
        (Target::Labelme, _) => None,
        (_, Mark::Points { .. }) => Some(Loss::LeftOut),
        (Target::Masks, Mark::Brush { .. }) => None,
        (Target::Masks, _) => Some(Loss::Pixels),
        (Target::Voc | Target::Yolo, Mark::Box { .. }) => None,
        (Target::Voc | Target::Yolo, _) => Some(Loss::UprightBox),
        (Target::YoloOutlines, Mark::Polygon { .. } | Mark::Box { .. } | Mark::Rotated { .. }) => None,
        (Target::YoloOutlines, _) => Some(Loss::Outline),
        (Target::YoloOriented, Mark::Box { .. } | Mark::Rotated { .. }) => None,
        (Target::YoloOriented, _) => Some(Loss::TurnedBox),
    }
}
