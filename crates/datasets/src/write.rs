//! Labels as other programs read them: a file for each picture here, whole sets by [`Sheets`]. In what knows no masks, what was
//! drawn with the brush becomes its outline, whose parts and holes are one closed line; what a format cannot say is told by
//! [`losses`].

mod losses;
mod one_word;
mod set;
mod sheets;
mod tags;
mod words;

pub use losses::{Loss, Target, UnknownTarget, losses};
pub use set::{About, Listed, Losses, PICTURE, Said, Sheets, Survey};
pub use sheets::crops::{cut_piece, cut_place};
pub use tags::TagTable;
pub use words::{named, readme, readme_file, said};

pub(crate) use sheets::{PIECES, folder_name};

use crate::pairs::KINDS;
use crate::xml::escaped;
use fovea_domain::{AttributeValue, Attributes, BBox, Mark, Point};
use fovea_vision::{mark_outline, smallest_rect};
use serde_json::{Value, json};

/// A mark with what is said of it.
#[derive(Debug, Clone, Copy)]
pub struct WrittenMark<'a> {
    /// Index of the class.
    pub class: usize,
    pub name: &'a str,
    pub mark: &'a Mark,
    pub attributes: &'a Attributes,
    pub group: Option<u32>,
}

/// A picture with what is marked on it.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// Name of the picture's file, without folders.
    pub file: &'a str,
    pub width: u32,
    pub height: u32,
    pub marks: &'a [WrittenMark<'a>],
    /// Words that were put to it.
    pub tags: &'a [String],
}

/// Half axes that differ by less are those of a circle.
const ROUND: f32 = 0.05;

/// labelme's JSON: boxes, turned boxes, circles, lines and points as such, all else as polygons. Keys that labelme does not
/// know (`width` of a line, `kind`, `attributes`) it keeps as they are.
pub fn labelme(picture: &Written) -> String {
    let shape = |one: &WrittenMark| {
        let mut shape = labelme_shape(one.mark, picture);
        let ticks = one.attributes.iter().filter_map(|(name, value)| match value {
            AttributeValue::Tick(on) => Some((name.clone(), Value::Bool(*on))),
            _ => None,
        });
        shape["flags"] = Value::Object(ticks.collect());
        shape["label"] = json!(one.name);
        shape["group_id"] = json!(one.group);
        let others: Attributes = one
            .attributes
            .iter()
            .filter(|(_, value)| !matches!(value, AttributeValue::Tick(_)))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        if !others.is_empty() {
            shape["attributes"] = json!(others);
        }
        shape
    };
    let tags: serde_json::Map<String, Value> =
        picture.tags.iter().map(|tag| (tag.clone(), Value::Bool(true))).collect();
    let file = json!({
        "version": "5.5.0",
        "flags": tags,
        "shapes": picture.marks.iter().map(shape).collect::<Vec<_>>(),
        "imagePath": picture.file,
        "imageData": null,
        "imageHeight": picture.height,
        "imageWidth": picture.width,
    });
    format!("{file:#}\n")
}

fn labelme_shape(mark: &Mark, picture: &Written) -> Value {
    let of =
        |kind: &str, points: Vec<Point>| json!({"shape_type": kind, "points": points, "description": ""});
    match mark {
        Mark::Box { x, y, w, h } => of("rectangle", vec![[*x, *y], [x + w, y + h]]),
        Mark::Rotated { .. } => of("rotation", corners(mark, picture)),
        Mark::Ellipse { cx, cy, rx, ry, .. } if is_circle(*rx, *ry) => {
            of("circle", vec![[*cx, *cy], [cx + rx, *cy]])
        }
        Mark::Line { points, width } => {
            let mut shape = of(if points.len() == 2 { "line" } else { "linestrip" }, points.clone());
            shape["width"] = json!(width);
            shape
        }
        Mark::Points { points } => of(if points.len() == 1 { "point" } else { "points" }, points.clone()),
        Mark::Text { points, text } => {
            json!({"shape_type": "polygon", "points": points, "description": text, "kind": "text"})
        }
        Mark::Polygon { .. } | Mark::Brush { .. } | Mark::Ellipse { .. } => {
            of("polygon", corners(mark, picture))
        }
    }
}

fn is_circle(rx: f32, ry: f32) -> bool {
    (rx - ry).abs() <= ROUND
}

/// Lines as ICDAR has them: the corners of each text in whole pixels, and what stands there, or `###` where nobody can read it.
pub fn icdar(picture: &Written) -> String {
    let line = |one: &WrittenMark| {
        let Mark::Text { points, text } = one.mark else { return None };
        let corners: String = points.iter().flatten().map(|v| format!("{},", v.round())).collect();
        let odd = text.starts_with('"') || text.trim() != text;
        let text = match text.as_str() {
            "" => "###".to_string(),
            text if odd => format!("\"{}\"", text.replace('"', "\"\"")),
            text => text.to_string(),
        };
        Some(format!("{corners}{text}\n"))
    };
    picture.marks.iter().filter_map(line).collect()
}

/// Pascal VOC's XML: the box around each mark, in whole pixels counted from 0.
pub fn voc(picture: &Written) -> String {
    let mut text = format!(
        "<annotation>\n  <filename>{}</filename>\n  <size><width>{}</width><height>{}</height><depth>3</depth></size>\n  \
         <segmented>0</segmented>\n",
        escaped(picture.file),
        picture.width,
        picture.height
    );
    for one in picture.marks.iter().filter(|m| m.mark.covers()) {
        let BBox { x, y, w, h } = bounds(one.mark);
        let (left, top) = (x.floor().max(0.0), y.floor().max(0.0));
        let (right, below) =
            ((x + w).ceil().min(picture.width as f32), (y + h).ceil().min(picture.height as f32));
        text += &format!(
            "  <object>\n    <name>{}</name>\n    <pose>Unspecified</pose>\n    <truncated>0</truncated>\n    \
             <difficult>0</difficult>\n    <bndbox><xmin>{left}</xmin><ymin>{top}</ymin><xmax>{right}</xmax><ymax>{below}</ymax>\
             </bndbox>\n  </object>\n",
            escaped(one.name)
        );
    }
    text + "</annotation>\n"
}

/// A line for each mark: class, then centre and size of the box around it, as parts of the picture's sides.
pub fn yolo_boxes(picture: &Written) -> String {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let line = |one: &WrittenMark| {
        let inside = bounds(one.mark).clip(width, height)?;
        let BBox { x, y, w, h } = inside;
        let numbers = [(x + w / 2.0) / width, (y + h / 2.0) / height, w / width, h / height];
        one.mark.covers().then(|| yolo_line(one.class, numbers))
    };
    picture.marks.iter().filter_map(line).collect()
}

/// A line for each mark: class, then the corners of its outline.
pub fn yolo_outlines(picture: &Written) -> String {
    yolo_corners(picture, |mark| corners(mark, picture))
}

/// A line for each mark: class, then the four corners of the box that it is, or the smallest around it.
pub fn yolo_oriented(picture: &Written) -> String {
    yolo_corners(picture, |mark| match corners(mark, picture) {
        four if four.len() == 4 => four,
        more => smallest_rect(&more).map(|quad| quad.to_vec()).unwrap_or_default(),
    })
}

fn yolo_corners(picture: &Written, corners: impl Fn(&Mark) -> Vec<Point>) -> String {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let line = |one: &WrittenMark| {
        let corners = corners(one.mark);
        let numbers = corners.iter().flat_map(|[x, y]| [x / width, y / height]);
        (corners.len() >= 3).then(|| yolo_line(one.class, numbers))
    };
    picture.marks.iter().filter_map(line).collect()
}

fn yolo_line(class: usize, numbers: impl IntoIterator<Item = f32>) -> String {
    let numbers: String = numbers.into_iter().map(|v| format!(" {:.6}", v.clamp(0.0, 1.0))).collect();
    format!("{class}{numbers}\n")
}

/// YOLO's `data.yaml` for pictures under `images`.
pub fn yolo_names(names: &[&str]) -> String {
    let line = |(number, name): (usize, &&str)| format!("  {number}: {}\n", json!(name));
    let names: String = names.iter().enumerate().map(line).collect();
    format!("path: .\ntrain: images\nval: images\nnames:\n{names}")
}

fn corners(mark: &Mark, picture: &Written) -> Vec<Point> {
    mark_outline(mark, picture.width, picture.height).0
}

fn bounds(mark: &Mark) -> BBox {
    mark.bounds().unwrap_or(BBox { x: 0.0, y: 0.0, w: 0.0, h: 0.0 })
}

/// The mark for a picture that is bad as a whole, where a format knows marks only.
fn whole(width: u32, height: u32) -> Mark {
    Mark::Box { x: 0.0, y: 0.0, w: width as f32, h: height as f32 }
}

/// The number that stands for a kind of defect.
fn pair_number(name: &str) -> Option<usize> {
    KINDS.iter().position(|kind| *kind == name).map(|at| at + 1)
}

/// A class as one word.
fn pair_kind(name: &str) -> String {
    let word: String =
        name.chars().map(|c| if c.is_whitespace() || c.is_control() || c == ',' { '_' } else { c }).collect();
    // A number would be taken for a kind of its own.
    if word.is_empty() || word.parse::<f64>().is_ok() { format!("_{word}") } else { word }
}

impl<'a> Listed<'a> {
    fn written(&'a self) -> Written<'a> {
        let (width, height) = (self.width, self.height);
        Written { file: self.file(), width, height, marks: self.marks, tags: self.tags }
    }
}

#[cfg(test)]
mod tests;
