use crate::assemble::{Found, Marks, from_marks};
use crate::geometry::RawShape;
use crate::matching::{Match, Stems};
use crate::problem::Notes;
use crate::text::read_json;
use crate::tree::{Entry, Tree};
use crate::{Format, LabelError, OpenOptions};
use fovea_vision::Limits;
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A labelme file as far as it says where something is. `imagePath` is not read: it often points to another
/// machine's disk, and the file's own name says which picture is meant.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Labelme {
    pub shapes: Vec<LabelmeShape>,
    #[serde(default, rename = "imageWidth")]
    pub width: Option<f64>,
    #[serde(default, rename = "imageHeight")]
    pub height: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LabelmeShape {
    pub label: String,
    pub points: Vec<[f64; 2]>,
    /// Old files have none: polygons.
    #[serde(default = "polygon")]
    pub shape_type: String,
    /// A note; of a text what it says.
    #[serde(default)]
    pub description: Option<String>,
}

fn polygon() -> String {
    "polygon".into()
}

pub fn parse_labelme(json: &[u8]) -> Result<Labelme, LabelError> {
    Ok(serde_json::from_slice(json)?)
}

/// Points on a circle's outline; a corner then lies within 0.5 % of the radius.
const CIRCLE_POINTS: usize = 32;

impl LabelmeShape {
    /// `None` for kinds that mark no area: points and lines.
    fn raw(&self) -> Option<RawShape> {
        match (self.shape_type.as_str(), self.points.as_slice()) {
            ("polygon", points) => Some(RawShape::Polygon(points.to_vec())),
            ("rectangle", [a, b]) => {
                let (x, y) = (a[0].min(b[0]), a[1].min(b[1]));
                Some(RawShape::Box([x, y, (a[0] - b[0]).abs(), (a[1] - b[1]).abs()]))
            }
            // Newer files turn rectangles and tell all four corners.
            ("rectangle" | "rotation", points @ [_, _, _, _]) => Some(RawShape::Polygon(points.to_vec())),
            ("circle", [centre, edge]) => {
                let radius = (edge[0] - centre[0]).hypot(edge[1] - centre[1]);
                let point = |i: usize| {
                    let angle = i as f64 / CIRCLE_POINTS as f64 * std::f64::consts::TAU;
                    [centre[0] + radius * angle.cos(), centre[1] + radius * angle.sin()]
                };
                Some(RawShape::Polygon((0..CIRCLE_POINTS).map(point).collect()))
            }
            _ => None,
        }
    }
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let files: Vec<&Entry> = tree.with_extension("json").collect();
    let parsed: Vec<Result<Labelme, LabelError>> = files
        .par_iter()
        .map(|f| read_json(&f.path, &options.limits).and_then(|bytes| parse_labelme(&bytes)))
        .collect();
    if !parsed.iter().any(Result::is_ok) {
        return None;
    }
    let mut names: Vec<String> =
        parsed.iter().flatten().flat_map(|l| l.shapes.iter().map(|s| s.label.trim().to_string())).collect();
    names.sort();
    names.dedup();
    let stems = Stems::new(tree.pictures.iter().map(|p| &p.entry));
    let mut marks = vec![Marks::default(); tree.pictures.len()];
    for (file, parsed) in files.iter().zip(parsed) {
        match (stems.find(&file.folders, &file.stem), parsed) {
            (Match::One(i), Ok(labels)) => {
                let size = (tree.pictures[i].width, tree.pictures[i].height);
                marks[i].mentioned = true;
                mark(&labels, &names, size, &file.id, &mut marks[i], notes);
            }
            (Match::One(i), Err(e)) => {
                marks[i].unlabelled = true;
                notes.add(&file.id, "label.unreadable", format!("is no labelme file: {e}"));
            }
            (Match::Missing, Ok(_)) => {
                notes.add(&file.id, "label.no_picture", format!("there is no picture named {}", file.stem));
            }
            (Match::Unclear, Ok(_)) => {
                notes.add(&file.id, "label.unclear", format!("several pictures are named {}", file.stem));
            }
            // Some other JSON file, such as settings.
            (_, Err(_)) => {}
        }
    }
    Some(from_marks(Format::Labelme, tree, marks, names, options))
}

fn mark(
    labels: &Labelme,
    names: &[String],
    size: (u32, u32),
    file: &str,
    marks: &mut Marks,
    notes: &mut Notes,
) {
    if let (Some(w), Some(h)) = (labels.width, labels.height)
        && (w, h) != (f64::from(size.0), f64::from(size.1))
    {
        let message = format!("it was drawn on {w} × {h} px, but the picture has {} × {} px", size.0, size.1);
        notes.add(file, "label.size_differs", message);
    }
    for shape in &labels.shapes {
        let Ok(class) = names.binary_search_by(|n| n.as_str().cmp(shape.label.trim())) else { continue };
        match shape.raw() {
            Some(raw) => marks.push(class, &raw, size, file, notes),
            None => {
                marks.unlabelled = true;
                let message =
                    format!("unsupported shape `{}`: it marks no area and was left out", shape.shape_type);
                notes.add(file, "label.unsupported_shape", message);
            }
        }
    }
}

#[derive(Deserialize)]
struct Looks {
    #[serde(rename = "shapes")]
    _shapes: Vec<IgnoredAny>,
}

pub(crate) fn is_labelme(entry: &Entry, limits: &Limits) -> bool {
    read_json(&entry.path, limits).is_ok_and(|bytes| serde_json::from_slice::<Looks>(&bytes).is_ok())
}

#[cfg(test)]
mod tests;
