//! Datumaro's JSON: a file a subset, with categories and items.

use crate::assemble::{Found, from_marks};
use crate::geometry::RawShape;
use crate::problem::Notes;
use crate::text::read_json;
use crate::told::{ROTATION, Told, asked_for, line, outline_or_text, plain, shown, split_of, turned};
use crate::tree::{Entry, Tree};
use crate::{Format, LabelError, OpenOptions, Rle, parse_rle, tags};
use fovea_domain::{AttributeValue, Attributes, Extra, Mark};
use fovea_vision::Limits;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

#[derive(Debug, Clone, PartialEq)]
pub struct Datumaro {
    /// By `label_id`.
    pub labels: Vec<String>,
    pub items: Vec<DatumaroItem>,
    pub unreadable: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DatumaroItem {
    pub id: String,
    pub path: Option<String>,
    /// Height and width.
    pub size: Option<[f64; 2]>,
    pub annotations: Vec<DatumaroAnnotation>,
    /// Words that were put to it, which stand among its attributes
    pub tags: Vec<String>,
    pub unreadable: usize,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DatumaroAnnotation {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub label_id: Option<usize>,
    #[serde(default)]
    pub group: Option<i64>,
    #[serde(default, deserialize_with = "crate::told::attributes")]
    pub attributes: Attributes,
    #[serde(default)]
    pub bbox: Option<[f64; 4]>,
    #[serde(default)]
    pub points: Option<Vec<f64>>,
    #[serde(default)]
    pub visibility: Option<Vec<u8>>,
    #[serde(default)]
    pub rle: Option<DatumaroRle>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DatumaroRle {
    pub counts: Counts,
    /// Height and width.
    pub size: [u32; 2],
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Counts {
    Short(String),
    Plain(Vec<u64>),
}

#[derive(Deserialize)]
struct File<'a> {
    categories: Categories,
    #[serde(borrow)]
    items: Vec<&'a RawValue>,
}

#[derive(Deserialize, Default)]
struct Categories {
    #[serde(default)]
    label: Option<Labels>,
}

#[derive(Deserialize)]
struct Labels {
    labels: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow)]
    id: std::borrow::Cow<'a, str>,
    #[serde(borrow, default)]
    annotations: Vec<&'a RawValue>,
    #[serde(default)]
    image: Option<Image>,
    #[serde(borrow, default)]
    attr: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Beside {
    #[serde(default)]
    tags: Value,
}

#[derive(Deserialize)]
struct Image {
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    size: Option<[f64; 2]>,
}

pub fn parse_datumaro(json: &[u8]) -> Result<Datumaro, LabelError> {
    let file: File = serde_json::from_slice(json)?;
    let labels = file.categories.label.map(|l| l.labels).unwrap_or_default();
    let mut unreadable = 0;
    let mut items = Vec::new();
    for raw in file.items {
        let Ok(item) = serde_json::from_str::<Item>(raw.get()) else {
            unreadable += 1;
            continue;
        };
        let read: Vec<DatumaroAnnotation> =
            item.annotations.iter().filter_map(|a| serde_json::from_str(a.get()).ok()).collect();
        let beside = item.attr.and_then(|raw| serde_json::from_str::<Beside>(raw.get()).ok());
        let image = item.image.unwrap_or(Image { path: None, size: None });
        items.push(DatumaroItem {
            id: item.id.into_owned(),
            path: image.path.filter(|p| !p.is_empty()),
            size: image.size,
            unreadable: item.annotations.len() - read.len(),
            annotations: read,
            tags: tags::of_value(beside.as_ref().map(|b| &b.tags)),
        });
    }
    Ok(Datumaro { labels: labels.into_iter().map(|l| l.name).collect(), items, unreadable })
}

impl DatumaroAnnotation {
    /// `None` for kinds that are not known, or without what they need.
    fn raw(&self, attributes: &mut Attributes) -> Result<Option<RawShape>, LabelError> {
        let pairs = || -> Vec<[f64; 2]> {
            self.points
                .iter()
                .flatten()
                .copied()
                .collect::<Vec<_>>()
                .chunks_exact(2)
                .map(|p| [p[0], p[1]])
                .collect()
        };
        let mut angle = || match attributes.get(ROTATION) {
            Some(AttributeValue::Number(angle)) => {
                let angle = *angle;
                attributes.remove(ROTATION);
                angle
            }
            _ => 0.0,
        };
        Ok(match self.kind.as_str() {
            "bbox" => self.bbox.map(|told| match angle() {
                0.0 => RawShape::Box(told),
                angle => RawShape::Drawn(turned(told, angle)),
            }),
            "polygon" => Some(outline_or_text(pairs(), attributes)),
            "polyline" => Some(line(&pairs(), attributes)),
            "points" => {
                let seen = self.visibility.clone().unwrap_or_default();
                let points = pairs().into_iter().enumerate().filter(|(i, _)| seen.get(*i) != Some(&0));
                let points: Vec<_> = points.map(|(_, p)| p).collect();
                Some(RawShape::Drawn(Mark::Points { points: plain(&points) }))
            }
            "ellipse" => match self.points.as_deref() {
                Some(&[x0, y0, x1, y1]) => Some(RawShape::Drawn(Mark::Ellipse {
                    cx: ((x0 + x1) / 2.0) as f32,
                    cy: ((y0 + y1) / 2.0) as f32,
                    rx: ((x1 - x0) / 2.0) as f32,
                    ry: ((y1 - y0) / 2.0) as f32,
                    angle: (angle() % 360.0) as f32,
                })),
                _ => None,
            },
            "mask" => match &self.rle {
                Some(DatumaroRle { counts, size: [height, width] }) => {
                    let rle = match counts {
                        Counts::Short(text) => parse_rle(*width, *height, text)?,
                        Counts::Plain(counts) => {
                            Rle { width: *width, height: *height, counts: counts.clone() }
                        }
                    };
                    let runs = rle.runs()?.ok_or_else(|| LabelError("a mask marks no pixel".into()))?;
                    Some(RawShape::Drawn(Mark::Brush { rle: runs }))
                }
                None => None,
            },
            _ => None,
        })
    }
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let mut told = Told::new(tree, notes);
    let mut any = false;
    for entry in tree.with_extension("json") {
        match read_json(&entry.path, &options.limits).and_then(|bytes| parse_datumaro(&bytes)) {
            Ok(file) => {
                any = true;
                read_file(entry, file, &mut told);
            }
            Err(e) if asked_for(options, Format::Datumaro) => {
                told.notes.add(&entry.id, "label.unreadable", format!("is no Datumaro file: {e}"));
            }
            Err(_) => {}
        }
    }
    let Told { marks, classes, .. } = told;
    any.then(|| from_marks(Format::Datumaro, tree, marks, classes.names, options))
}

fn read_file(entry: &Entry, file: Datumaro, told: &mut Told) {
    let id = entry.id.as_str();
    if file.unreadable > 0 {
        let message = format!("{} items cannot be read and were left out", file.unreadable);
        told.notes.add(id, "label.unreadable", message);
    }
    for item in file.items {
        let name = item.path.clone().unwrap_or_else(|| format!("{}.jpg", item.id));
        let Some(at) = told.picture(id, &name) else { continue };
        told.looked(at, split_of(&entry.stem));
        told.tagged(at, item.tags);
        let [height, width] = item.size.map_or([None, None], |s| s.map(Some));
        told.drawn_on(id, at, width, height);
        if item.unreadable > 0 {
            let message = format!("{}: {} annotations cannot be read", shown(&item.id), item.unreadable);
            told.spoiled(id, at, "label.unreadable", message);
        }
        for one in item.annotations {
            let Some(label) = one.label_id.and_then(|l| file.labels.get(l)) else {
                let message = format!("{}: a label's number is unknown; it was left out", shown(&item.id));
                told.spoiled(id, at, "label.unknown_class", message);
                continue;
            };
            if one.kind == "label" {
                told.whole(id, at, label);
                continue;
            }
            let mut attributes = one.attributes.clone();
            match one.raw(&mut attributes) {
                Ok(Some(raw)) => {
                    let group = one.group.and_then(|g| u32::try_from(g).ok()).filter(|g| *g > 0);
                    told.shape(id, at, label, (&raw, Extra { attributes, group }));
                }
                Ok(None) => {
                    let message = format!("unsupported annotation `{}`; it was left out", shown(&one.kind));
                    told.spoiled(id, at, "label.unsupported_shape", message);
                }
                Err(e) => told.spoiled(id, at, "label.unreadable", format!("{}: {e}", shown(&item.id))),
            }
        }
    }
}

#[derive(Deserialize)]
struct Looks {
    #[serde(rename = "categories")]
    _categories: Categories,
    #[serde(rename = "items")]
    _items: Vec<IgnoredAny>,
}

pub(crate) fn is_datumaro(entry: &Entry, limits: &Limits) -> bool {
    read_json(&entry.path, limits).is_ok_and(|bytes| serde_json::from_slice::<Looks>(&bytes).is_ok())
}

#[cfg(test)]
mod tests;
