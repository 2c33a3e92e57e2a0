use crate::assemble::{Found, Marks, Place, from_marks};
use crate::geometry::{RawShape, turned_box};
use crate::matching::{Match, Stems};
use crate::problem::Notes;
use crate::text::read_json;
use crate::tree::{Entry, Tree};
use crate::{Format, LabelError, OpenOptions};
use fovea_domain::{AttributeValue, Attributes, Extra, Mark, Point};
use fovea_vision::Limits;
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A labelme file as far as it says where something is. `imagePath` is not read: it often points to another
/// machine's disk, and the file's own name says which picture is meant.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Labelme {
    pub shapes: Vec<LabelmeShape>,
    #[serde(default, rename = "imageWidth")]
    pub width: Option<f64>,
    #[serde(default, rename = "imageHeight")]
    pub height: Option<f64>,
    /// Words that were put to the picture, where they are so.
    #[serde(default, deserialize_with = "lenient")]
    pub flags: BTreeMap<String, bool>,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct LabelmeShape {
    pub label: String,
    pub points: Vec<[f64; 2]>,
    /// Old files have none: polygons.
    #[serde(default = "polygon")]
    pub shape_type: String,
    /// A note; of a text what it says.
    #[serde(default)]
    pub description: Option<String>,
    /// Of a line how broad it is, in pixels; labelme itself knows none, but keeps it.
    #[serde(default)]
    pub width: Option<f64>,
    /// `text` where four corners hold one.
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub group_id: Option<i64>,
    #[serde(default, deserialize_with = "lenient")]
    pub flags: BTreeMap<String, bool>,
    #[serde(default, deserialize_with = "lenient")]
    pub attributes: Attributes,
}

/// What others put there in another form is no reason to lose the shape.
fn lenient<'de, D: serde::Deserializer<'de>, T: Default + serde::de::DeserializeOwned>(
    from: D,
) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(from)?;
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

fn polygon() -> String {
    "polygon".into()
}

pub fn parse_labelme(json: &[u8]) -> Result<Labelme, LabelError> {
    Ok(serde_json::from_slice(json)?)
}

/// How broad a line is of which nobody says it.
const THIN: f64 = 1.0;

impl LabelmeShape {
    /// `None` for kinds that are not known, and for known ones with too few or too many points.
    pub(crate) fn raw(&self) -> Option<RawShape> {
        let text = self.kind.as_deref() == Some("text");
        match (self.shape_type.as_str(), self.points.as_slice()) {
            ("polygon", points @ [_, _, _, _]) if text => {
                let points = plain(points).try_into().ok()?;
                let text = self.description.clone().unwrap_or_default();
                Some(RawShape::Drawn(Mark::Text { points, text }))
            }
            ("polygon", points) => Some(RawShape::Polygon(points.to_vec())),
            ("rectangle", [a, b]) => {
                let (x, y) = (a[0].min(b[0]), a[1].min(b[1]));
                Some(RawShape::Box([x, y, (a[0] - b[0]).abs(), (a[1] - b[1]).abs()]))
            }
            // Newer files turn rectangles and tell all four corners.
            ("rectangle" | "rotation", points @ [_, _, _, _]) => {
                let turned = turned_box(points).map(RawShape::Drawn);
                Some(turned.unwrap_or_else(|| RawShape::Polygon(points.to_vec())))
            }
            ("circle", [centre, edge]) => {
                let radius = (edge[0] - centre[0]).hypot(edge[1] - centre[1]) as f32;
                let (cx, cy) = (centre[0] as f32, centre[1] as f32);
                Some(RawShape::Drawn(Mark::Ellipse { cx, cy, rx: radius, ry: radius, angle: 0.0 }))
            }
            ("line", points @ [_, _]) | ("linestrip", points @ [_, _, ..]) => {
                let width = self.width.unwrap_or(THIN) as f32;
                Some(RawShape::Drawn(Mark::Line { points: plain(points), width }))
            }
            ("point", points @ [_]) | ("points", points @ [_, ..]) => {
                Some(RawShape::Drawn(Mark::Points { points: plain(points) }))
            }
            _ => None,
        }
    }

    fn extra(&self) -> Extra {
        let ticks = self.flags.iter().map(|(name, on)| (name.clone(), AttributeValue::Tick(*on)));
        let mut attributes: Attributes = ticks.collect();
        attributes.extend(self.attributes.clone());
        Extra { attributes, group: self.group_id.and_then(|id| u32::try_from(id).ok()) }
    }
}

fn plain(points: &[[f64; 2]]) -> Vec<Point> {
    points.iter().map(|p| p.map(|v| v as f32)).collect()
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
                let tags = labels.flags.iter().filter(|(_, on)| **on).map(|(tag, _)| tag.clone());
                crate::tags::add(&mut marks[i].tags, tags);
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
            Some(raw) => marks.push_told(class, &raw, shape.extra(), Place { size, file }, notes),
            None => {
                marks.unlabelled = true;
                let message = format!(
                    "unsupported shape `{}` of {} points; it was left out",
                    shape.shape_type,
                    shape.points.len()
                );
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
