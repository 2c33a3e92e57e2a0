//! Labels as other programs read them, a file for each picture. What was drawn with the brush becomes its outline, whose
//! parts and holes are one closed line.

use fovea_domain::{BBox, Mark, Point, Polygon};
use fovea_vision::outline;
use serde_json::json;

/// A picture with what is marked on it.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// Name of the picture's file, without folders.
    pub file: &'a str,
    pub width: u32,
    pub height: u32,
    /// Index and name of the class.
    pub marks: &'a [(usize, &'a str, &'a Mark)],
}

/// labelme's JSON: boxes as rectangles, all else as polygons.
pub fn labelme(picture: &Written) -> String {
    let shape = |(_, class, mark): &(usize, &str, &Mark)| {
        let (kind, points) = match mark {
            Mark::Box { x, y, w, h } => ("rectangle", vec![[*x, *y], [x + w, y + h]]),
            other => ("polygon", corners(other)),
        };
        json!({"label": class, "points": points, "group_id": null, "description": "", "shape_type": kind, "flags": {}})
    };
    let file = json!({
        "version": "5.5.0",
        "flags": {},
        "shapes": picture.marks.iter().map(shape).collect::<Vec<_>>(),
        "imagePath": picture.file,
        "imageData": null,
        "imageHeight": picture.height,
        "imageWidth": picture.width,
    });
    format!("{file:#}\n")
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
    for (_, class, mark) in picture.marks {
        let BBox { x, y, w, h } = bounds(mark);
        let (left, top) = (x.floor().max(0.0), y.floor().max(0.0));
        let (right, below) =
            ((x + w).ceil().min(picture.width as f32), (y + h).ceil().min(picture.height as f32));
        text += &format!(
            "  <object>\n    <name>{}</name>\n    <pose>Unspecified</pose>\n    <truncated>0</truncated>\n    \
             <difficult>0</difficult>\n    <bndbox><xmin>{left}</xmin><ymin>{top}</ymin><xmax>{right}</xmax><ymax>{below}</ymax>\
             </bndbox>\n  </object>\n",
            escaped(class)
        );
    }
    text + "</annotation>\n"
}

/// A line for each mark: class, then centre and size of the box around it, as parts of the picture's sides.
pub fn yolo_boxes(picture: &Written) -> String {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let line = |(class, _, mark): &(usize, &str, &Mark)| {
        let BBox { x, y, w, h } = bounds(mark);
        let numbers = [(x + w / 2.0) / width, (y + h / 2.0) / height, w / width, h / height];
        yolo_line(*class, numbers)
    };
    picture.marks.iter().map(line).collect()
}

/// A line for each mark: class, then the corners of its outline.
pub fn yolo_outlines(picture: &Written) -> String {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let line = |(class, _, mark): &(usize, &str, &Mark)| {
        yolo_line(*class, corners(mark).iter().flat_map(|[x, y]| [x / width, y / height]))
    };
    picture.marks.iter().map(line).collect()
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

fn corners(mark: &Mark) -> Vec<Point> {
    match mark {
        Mark::Box { x, y, w, h } => vec![[*x, *y], [x + w, *y], [x + w, y + h], [*x, y + h]],
        Mark::Polygon { points } => points.clone(),
        Mark::Brush { rle } => {
            let mut pixels = vec![0; rle.width as usize * rle.height as usize];
            rle.fill(&mut pixels, 1);
            outline(&pixels, rle.width, rle.height).0
        }
    }
}

fn bounds(mark: &Mark) -> BBox {
    match mark {
        Mark::Box { x, y, w, h } => BBox { x: *x, y: *y, w: *w, h: *h },
        other => Polygon(corners(other)).bounds().unwrap_or(BBox { x: 0.0, y: 0.0, w: 0.0, h: 0.0 }),
    }
}

/// Signs that XML cannot hold at all are left out.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .map(|c| match c {
            '&' => "&amp;".into(),
            '<' => "&lt;".into(),
            '>' => "&gt;".into(),
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
