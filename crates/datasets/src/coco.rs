use crate::assemble::{Found, Marks, Place, from_marks};
use crate::geometry::RawShape;
use crate::layout::split_named;
use crate::matching::FileNames;
use crate::problem::Notes;
use crate::text::read_json;
use crate::told::ROTATION;
use crate::tree::{Entry, Tree};
use crate::{Format, LabelError, OpenOptions, Rle, parse_rle};
use fovea_domain::{AttributeValue, Attributes, Extra, Mark};
use fovea_vision::Limits;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};

/// A COCO file as far as it says where something is. Annotations that cannot be read are counted, so that one
/// bad line does not cost the other thousands.
#[derive(Debug, Clone, PartialEq)]
pub struct Coco {
    pub images: Vec<CocoImage>,
    pub annotations: Vec<CocoAnnotation>,
    /// Names by id, in the order of ids.
    pub categories: BTreeMap<i64, String>,
    pub unreadable: usize,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct CocoImage {
    pub id: i64,
    pub file_name: String,
    #[serde(default)]
    pub width: Option<f64>,
    #[serde(default)]
    pub height: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct CocoAnnotation {
    pub image_id: i64,
    pub category_id: i64,
    #[serde(default)]
    pub bbox: Option<[f64; 4]>,
    #[serde(default)]
    pub segmentation: Option<Segmentation>,
    /// x, y and whether it is seen, of each point.
    #[serde(default, deserialize_with = "lenient")]
    pub keypoints: Vec<f64>,
    /// The shape as it was drawn, where Fovea wrote the file.
    #[serde(default, deserialize_with = "lenient")]
    pub shape: Option<Mark>,
    #[serde(default, deserialize_with = "crate::told::attributes")]
    pub attributes: Attributes,
    #[serde(default, deserialize_with = "lenient")]
    pub group: Option<u32>,
}

/// What others put there in another form is no reason to lose the annotation.
pub(crate) fn lenient<'de, D: serde::Deserializer<'de>, T: Default + serde::de::DeserializeOwned>(
    from: D,
) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(from)?;
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

/// So far may the box around a shape lie from the annotation's box: where they differ more, another program changed the
/// annotation and left the shape as it was.
const AGREES: f32 = 1.0;

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Segmentation {
    /// x, y, x, y, … for each part.
    Polygons(Vec<Vec<f64>>),
    Runs {
        counts: Vec<u64>,
        size: [u32; 2],
    },
    Compressed {
        counts: String,
        size: [u32; 2],
    },
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    images: Vec<&'a RawValue>,
    #[serde(borrow)]
    annotations: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    categories: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Category {
    id: i64,
    name: String,
}

pub fn parse_coco(json: &[u8]) -> Result<Coco, LabelError> {
    let file: File = serde_json::from_slice(json)?;
    let mut unreadable = 0;
    let categories = each::<Category>(&file.categories, &mut unreadable);
    Ok(Coco {
        images: each(&file.images, &mut unreadable),
        annotations: each(&file.annotations, &mut unreadable),
        categories: categories.into_iter().map(|c| (c.id, c.name.trim().to_string())).collect(),
        unreadable,
    })
}

fn each<'a, T: Deserialize<'a>>(raw: &[&'a RawValue], unreadable: &mut usize) -> Vec<T> {
    let read: Vec<T> = raw.iter().filter_map(|r| serde_json::from_str(r.get()).ok()).collect();
    *unreadable += raw.len() - read.len();
    read
}

impl CocoAnnotation {
    /// The parts of the marked place in a picture of this size: from the segmentation, else the box.
    fn shapes(&self, size: (u32, u32)) -> Result<Vec<RawShape>, LabelError> {
        if let Some(mark) = self.drawn() {
            return Ok(vec![match mark {
                Mark::Box { x, y, w, h } => RawShape::Box([*x, *y, *w, *h].map(f64::from)),
                Mark::Polygon { points } => {
                    RawShape::Polygon(points.iter().map(|p| p.map(f64::from)).collect())
                }
                other => RawShape::Drawn(other.clone()),
            }]);
        }
        let unmarked = match &self.segmentation {
            Some(Segmentation::Polygons(parts)) => parts.is_empty(),
            Some(_) => false,
            None => true,
        };
        let seen = self.keypoints.chunks_exact(3).filter(|p| p[2] > 0.0);
        let points: Vec<_> = seen.map(|p| [p[0] as f32, p[1] as f32]).collect();
        if let (true, Some([x, y, w, h]), Some(AttributeValue::Number(angle))) =
            (unmarked, self.bbox, self.attributes.get(ROTATION))
            && *angle != 0.0
        {
            // CVAT tells a turned box as the upright one and how far it is turned around its middle.
            let (cx, cy) = ((x + w / 2.0) as f32, (y + h / 2.0) as f32);
            let (w, h, angle) = (w as f32, h as f32, (*angle % 360.0) as f32);
            return Ok(vec![RawShape::Drawn(Mark::Rotated { cx, cy, w, h, angle })]);
        }
        let flat = self.bbox.is_none_or(|[_, _, w, h]| w <= 0.0 || h <= 0.0);
        if unmarked && flat && !points.is_empty() {
            return Ok(vec![RawShape::Drawn(Mark::Points { points })]);
        }
        let rle = match &self.segmentation {
            Some(Segmentation::Polygons(parts)) if !parts.is_empty() => {
                let points = |part: &Vec<f64>| part.chunks_exact(2).map(|p| [p[0], p[1]]).collect();
                return Ok(parts.iter().map(|p| RawShape::Polygon(points(p))).collect());
            }
            Some(Segmentation::Runs { counts, size: [h, w] }) => {
                Rle { width: *w, height: *h, counts: counts.clone() }
            }
            Some(Segmentation::Compressed { counts, size: [h, w] }) => parse_rle(*w, *h, counts)?,
            _ => return Ok(self.bbox.map(RawShape::Box).into_iter().collect()),
        };
        if (rle.width, rle.height) != size {
            let (w, h) = (rle.width, rle.height);
            return Err(LabelError(format!(
                "a mask of {w} × {h} px for a picture of {} × {} px",
                size.0, size.1
            )));
        }
        Ok(rle.runs()?.map(|rle| RawShape::Drawn(Mark::Brush { rle })).into_iter().collect())
    }
}

impl CocoAnnotation {
    /// The shape that Fovea wrote, where the rest of the annotation still says the same.
    fn drawn(&self) -> Option<&Mark> {
        let mark = self.shape.as_ref().filter(|mark| !matches!(mark, Mark::Brush { .. }))?;
        let (told, own) = (self.bbox?, mark.bounds()?);
        let near = |a: f64, b: f32| (a as f32 - b).abs() <= AGREES;
        let same = [(told[0], own.x), (told[1], own.y), (told[2], own.w), (told[3], own.h)];
        same.into_iter().all(|(a, b)| near(a, b)).then_some(mark)
    }

    fn extra(&self) -> Extra {
        let mut attributes = self.attributes.clone();
        // The shape tells it already.
        if matches!(self.drawn(), Some(Mark::Rotated { .. } | Mark::Ellipse { .. })) {
            attributes.remove(ROTATION);
        }
        Extra { attributes, group: self.group }
    }
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let mut files: Vec<(&Entry, Coco)> = Vec::new();
    for entry in tree.with_extension("json") {
        let parsed = read_json(&entry.path, &options.limits).and_then(|bytes| parse_coco(&bytes));
        match parsed {
            Ok(coco) => files.push((entry, coco)),
            Err(e) if options.format == Format::Coco => {
                notes.add(&entry.id, "label.unreadable", format!("is no COCO file: {e}"));
            }
            Err(_) => {}
        }
    }
    if files.is_empty() {
        return None;
    }
    // Files of one set share their ids; where they do not, names decide.
    let mut names: Vec<String> = Vec::new();
    let mut class_of: HashMap<String, usize> = HashMap::new();
    let mut by_id: Vec<(i64, &String)> =
        files.iter().flat_map(|(_, c)| c.categories.iter().map(|(id, name)| (*id, name))).collect();
    by_id.sort();
    for (_, name) in by_id {
        class_of.entry(name.clone()).or_insert_with(|| {
            names.push(name.clone());
            names.len() - 1
        });
    }
    let index = FileNames::new(tree);
    // A picture that no file lists was not looked at.
    let mut marks = vec![Marks { unlabelled: true, ..Marks::default() }; tree.pictures.len()];
    for (entry, coco) in &files {
        read_file(entry, coco, &class_of, &index, tree, &mut marks, notes);
    }
    Some(from_marks(Format::Coco, tree, marks, names, options))
}

fn read_file(
    entry: &Entry,
    coco: &Coco,
    class_of: &HashMap<String, usize>,
    index: &FileNames,
    tree: &Tree,
    marks: &mut [Marks],
    notes: &mut Notes,
) {
    let id = entry.id.as_str();
    if coco.unreadable > 0 {
        let message = format!("{} entries cannot be read and were left out", coco.unreadable);
        notes.add(id, "label.unreadable", message);
    }
    let split = entry.stem.split(['_', '-', '.', ' ']).find_map(split_named_plain);
    let mut picture_of = HashMap::new();
    for image in &coco.images {
        match index.find(&image.file_name) {
            Ok(i) => {
                picture_of.insert(image.id, i);
                marks[i].unlabelled = false;
                marks[i].mentioned = true;
                marks[i].split = split;
            }
            Err((code, reason)) => notes.add(id, code, format!("{}: {reason}", image.file_name)),
        }
    }
    for annotation in &coco.annotations {
        let Some(&i) = picture_of.get(&annotation.image_id) else {
            let message = format!("an annotation is of picture {}, which is not there", annotation.image_id);
            notes.add(id, "label.no_picture", message);
            continue;
        };
        let name = coco.categories.get(&annotation.category_id);
        let Some(&class) = name.and_then(|name| class_of.get(name)) else {
            let message =
                format!("class number {} is unknown; its region was left out", annotation.category_id);
            notes.add(id, "label.unknown_class", message);
            marks[i].unlabelled = true;
            continue;
        };
        let size = (tree.pictures[i].width, tree.pictures[i].height);
        match annotation.shapes(size) {
            Ok(shapes) if shapes.is_empty() => {
                notes.add(id, "label.degenerate", "an annotation marks no place and was left out");
                marks[i].unlabelled = true;
            }
            Ok(shapes) => shapes.iter().for_each(|s| {
                marks[i].push_told(class, s, annotation.extra(), Place { size, file: id }, notes)
            }),
            Err(e) => {
                notes.add(id, "label.unreadable", format!("{}: {e}", tree.pictures[i].entry.id));
                marks[i].unlabelled = true;
            }
        }
    }
}

/// `instances_train2017` says train too.
fn split_named_plain(part: &str) -> Option<crate::Split> {
    split_named(part.trim_end_matches(|c: char| c.is_ascii_digit()))
}

#[derive(Deserialize)]
struct Looks {
    #[serde(rename = "images")]
    _images: Vec<IgnoredAny>,
    #[serde(rename = "annotations")]
    _annotations: Vec<IgnoredAny>,
}

pub(crate) fn is_coco(entry: &Entry, limits: &Limits) -> bool {
    read_json(&entry.path, limits).is_ok_and(|bytes| serde_json::from_slice::<Looks>(&bytes).is_ok())
}

#[cfg(test)]
mod tests;
