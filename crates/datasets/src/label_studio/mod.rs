//! Label Studio's JSON: a list of tasks, of each the picture and what somebody marked on it, in percent of the picture's sides.
//! Results of one id tell of one region.

mod brush;

pub(crate) use brush::brush;
pub use brush::parse_brush;

use crate::assemble::{Found, from_marks};
use crate::geometry::RawShape;
use crate::problem::Notes;
use crate::text::read_json;
use crate::told::{TRANSCRIPTION, Told, asked_for, shown};
use crate::tree::{Entry, Tree};
use crate::{Format, LabelError, OpenOptions, tags};
use fovea_domain::{AttributeValue, Attributes, Extra, Mark, Point};
use fovea_vision::Limits;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// Where the data of a task tell the words that were put to its picture.
pub(crate) const TAGS: &str = "tags";

#[derive(Debug, Clone, PartialEq)]
pub struct LabelStudio {
    pub tasks: Vec<LabelStudioTask>,
    pub unreadable: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LabelStudioTask {
    /// As its data call it: an address or a path.
    pub image: Option<String>,
    /// Of several people's the one that counts; `None` where nobody has looked at it.
    pub results: Option<Vec<LabelStudioResult>>,
    /// Words that were put to it, which stand among its data.
    pub tags: Vec<String>,
    /// How many people have said something.
    pub said: usize,
    pub unreadable: usize,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LabelStudioResult {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(rename = "type", default)]
    pub kind: String,
    #[serde(default)]
    pub from_name: String,
    #[serde(default)]
    pub original_width: Option<f64>,
    #[serde(default)]
    pub original_height: Option<f64>,
    /// Turn of the whole picture, in degrees.
    #[serde(default)]
    pub image_rotation: Option<f64>,
    pub value: Map<String, Value>,
}

#[derive(Deserialize)]
struct Task<'a> {
    data: Map<String, Value>,
    #[serde(borrow, default, alias = "completions")]
    annotations: Vec<Annotation<'a>>,
}

#[derive(Deserialize)]
struct Annotation<'a> {
    #[serde(borrow, default)]
    result: Vec<&'a RawValue>,
    #[serde(default)]
    was_cancelled: Option<bool>,
    #[serde(default)]
    ground_truth: Option<bool>,
}

pub fn parse_label_studio(json: &[u8]) -> Result<LabelStudio, LabelError> {
    let raw: Vec<&RawValue> = serde_json::from_slice(json)?;
    let (mut tasks, mut unreadable) = (Vec::new(), 0);
    for raw in raw {
        match serde_json::from_str::<Task>(raw.get()) {
            Ok(task) => tasks.push(read_task(task)),
            Err(_) => unreadable += 1,
        }
    }
    if tasks.is_empty() && unreadable > 0 {
        return Err(LabelError("none of its entries is a task with `data`".into()));
    }
    Ok(LabelStudio { tasks, unreadable })
}

fn read_task(task: Task) -> LabelStudioTask {
    let said: Vec<&Annotation> = task.annotations.iter().filter(|a| a.was_cancelled != Some(true)).collect();
    let counts = said.iter().find(|a| a.ground_truth == Some(true)).or(said.last());
    let raw = counts.map(|a| a.result.as_slice());
    let results: Option<Vec<LabelStudioResult>> =
        raw.map(|raw| raw.iter().filter_map(|r| serde_json::from_str(r.get()).ok()).collect());
    let unreadable = raw.map_or(0, <[_]>::len) - results.as_ref().map_or(0, Vec::len);
    let tags = tags::of_value(task.data.get(TAGS));
    LabelStudioTask { image: image_of(&task.data), results, tags, said: said.len(), unreadable }
}

/// The key is mostly `image`, but each project may call it otherwise.
fn image_of(data: &Map<String, Value>) -> Option<String> {
    let named = data.get("image").and_then(Value::as_str);
    let looks = |text: &str| {
        let name = picture_name(text).to_lowercase();
        [".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"]
            .iter()
            .any(|ending| name.ends_with(ending))
    };
    named.or_else(|| data.values().filter_map(Value::as_str).find(|t| looks(t))).map(Into::into)
}

/// The path within an address, as a file is called.
fn picture_name(told: &str) -> String {
    let path = match told.split_once("?d=") {
        Some((_, path)) => path.split('&').next().unwrap_or(path),
        None => told.split('?').next().unwrap_or(told),
    };
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    percent_decode_str(path).decode_utf8_lossy().trim_start_matches('/').to_string()
}

/// What the server puts before the names of files that were sent to it: eight digits and a dash.
fn without_prefix(name: &str) -> Option<&str> {
    let last = name.rsplit('/').next()?;
    let (prefix, rest) = last.split_once('-')?;
    (prefix.len() == 8 && prefix.bytes().all(|b| b.is_ascii_hexdigit()) && !rest.is_empty()).then_some(rest)
}

impl LabelStudioResult {
    fn number(&self, key: &str) -> Option<f64> {
        self.value.get(key)?.as_f64()
    }

    fn is_region(&self) -> bool {
        ["rectangle", "polygon", "ellipse", "keypoint", "brush", "vector", "bitmask", "video"]
            .iter()
            .any(|kind| self.kind.starts_with(kind))
    }

    /// Names in the list that is called after the kind, or plainly `labels`.
    fn labels(&self) -> Vec<&str> {
        let lists = self.value.iter().filter(|(key, _)| key.ends_with("labels"));
        lists.filter_map(|(_, list)| list.as_array()).flatten().filter_map(Value::as_str).collect()
    }

    /// The shape in pixels of a picture of `size`.
    fn raw(&self, size: (u32, u32), text: Option<&str>) -> Result<Option<RawShape>, LabelError> {
        let (w, h) = (f64::from(size.0) / 100.0, f64::from(size.1) / 100.0);
        if self.image_rotation.is_some_and(|turn| turn != 0.0) {
            return Err(LabelError(
                "it was marked on the picture turned by a quarter, which is not read".into(),
            ));
        }
        let place = || Some([self.number("x")? * w, self.number("y")? * h]);
        let angle = self.number("rotation").unwrap_or(0.0) % 360.0;
        let raw = match self.kind.as_str() {
            "rectangle" | "rectanglelabels" => place().and_then(|[x, y]| {
                let (width, height) = (self.number("width")? * w, self.number("height")? * h);
                Some(rectangle([x, y, width, height], angle, text))
            }),
            "ellipse" | "ellipselabels" => place().and_then(|[x, y]| {
                let (rx, ry) = (self.number("radiusX")? * w, self.number("radiusY")? * h);
                let (cx, cy, angle) = (x as f32, y as f32, angle as f32);
                Some(RawShape::Drawn(Mark::Ellipse { cx, cy, rx: rx as f32, ry: ry as f32, angle }))
            }),
            "keypoint" | "keypointlabels" => {
                place().map(|p| RawShape::Drawn(Mark::Points { points: vec![p.map(|v| v as f32)] }))
            }
            "polygon" | "polygonlabels" => {
                let list = self.value.get("points").and_then(Value::as_array);
                let point = |p: &Value| Some([p.get(0)?.as_f64()? * w, p.get(1)?.as_f64()? * h]);
                let points: Option<Vec<[f64; 2]>> = list.and_then(|list| list.iter().map(point).collect());
                points.map(|points| outline(points, text))
            }
            "brush" | "brushlabels" => match self.value.get("rle").and_then(Value::as_array) {
                Some(list) => {
                    let byte = |v: &Value| v.as_u64().and_then(|v| u8::try_from(v).ok());
                    let bytes: Option<Vec<u8>> = list.iter().map(byte).collect();
                    let bytes = bytes.ok_or_else(|| LabelError("its `rle` are no bytes".into()))?;
                    let runs = parse_brush(&bytes, size.0, size.1)?;
                    let rle = runs.ok_or_else(|| LabelError("nothing is painted in it".into()))?;
                    Some(RawShape::Drawn(Mark::Brush { rle }))
                }
                None => None,
            },
            _ => None,
        };
        Ok(raw)
    }
}

/// Turned around its corner at the top left.
fn rectangle([x, y, width, height]: [f64; 4], angle: f64, text: Option<&str>) -> RawShape {
    let (sin, cos) = angle.to_radians().sin_cos();
    let at = |along: f64, across: f64| [x + along * cos - across * sin, y + along * sin + across * cos];
    match text {
        Some(text) => {
            let corners = [at(0.0, 0.0), at(width, 0.0), at(width, height), at(0.0, height)];
            RawShape::Drawn(Mark::Text { points: corners.map(|p| p.map(|v| v as f32)), text: text.into() })
        }
        None if angle == 0.0 => RawShape::Box([x, y, width, height]),
        None => {
            let [cx, cy] = at(width / 2.0, height / 2.0).map(|v| v as f32);
            let (w, h, angle) = (width as f32, height as f32, angle as f32);
            RawShape::Drawn(Mark::Rotated { cx, cy, w, h, angle })
        }
    }
}

fn outline(points: Vec<[f64; 2]>, text: Option<&str>) -> RawShape {
    let corners: Result<[Point; 4], _> = crate::told::plain(&points).try_into();
    match (text, corners) {
        (Some(text), Ok(points)) => RawShape::Drawn(Mark::Text { points, text: text.into() }),
        _ => RawShape::Polygon(points),
    }
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let mut told = Told::new(tree, notes);
    let mut any = false;
    for entry in tree.with_extension("json") {
        match read_json(&entry.path, &options.limits).and_then(|bytes| parse_label_studio(&bytes)) {
            Ok(file) => {
                any = true;
                read_file(&entry.id, file, &mut told);
            }
            Err(e) if asked_for(options, Format::LabelStudio) => {
                told.notes.add(
                    &entry.id,
                    "label.unreadable",
                    format!("is no list of Label Studio's tasks: {e}"),
                );
            }
            Err(_) => {}
        }
    }
    let Told { marks, classes, .. } = told;
    any.then(|| from_marks(Format::LabelStudio, tree, marks, classes.names, options))
}

fn read_file(file: &str, read: LabelStudio, told: &mut Told) {
    if read.unreadable > 0 {
        let message = format!("{} tasks cannot be read and were left out", read.unreadable);
        told.notes.add(file, "label.unreadable", message);
    }
    for task in read.tasks {
        let Some(image) = &task.image else {
            told.notes.add(file, "label.no_picture", "a task names no picture");
            continue;
        };
        let name = picture_name(image);
        let name = match without_prefix(&name) {
            Some(rest) if !told.knows(&name) => rest,
            _ => &name,
        };
        let Some(at) = told.picture(file, name) else { continue };
        told.tagged(at, task.tags);
        let Some(results) = task.results else { continue };
        told.looked(at, None);
        if task.said > 1 {
            let message = format!("{}: of {} answers one was taken", shown(name), task.said);
            told.notes.add(file, "label.several_answers", message);
        }
        if task.unreadable > 0 {
            let message = format!("{}: {} results cannot be read", shown(name), task.unreadable);
            told.spoiled(file, at, "label.unreadable", message);
        }
        read_results(file, at, &results, told);
    }
}

/// What results that are no region say of one.
#[derive(Default)]
struct Beside {
    text: Option<String>,
    attributes: Attributes,
    label: Option<String>,
}

fn read_results(file: &str, at: usize, results: &[LabelStudioResult], told: &mut Told) {
    let regions: HashSet<&str> =
        results.iter().filter(|r| r.is_region()).filter_map(|r| r.id.as_deref()).collect();
    let mut beside: HashMap<&str, Beside> = HashMap::new();
    for one in results.iter().filter(|r| !r.is_region()) {
        match one.id.as_deref().filter(|id| regions.contains(id)) {
            Some(id) => say(one, beside.entry(id).or_default()),
            None if one.kind == "choices" => {
                let choices = one.value.get("choices").and_then(Value::as_array).into_iter().flatten();
                choices.filter_map(Value::as_str).for_each(|choice| told.whole(file, at, choice));
            }
            None => {
                let message = format!("unsupported result `{}`; it was left out", shown(&one.kind));
                told.notes.add(file, "label.unsupported_shape", message);
            }
        }
    }
    for one in results.iter().filter(|r| r.is_region()) {
        told.drawn_on(file, at, one.original_width, one.original_height);
        let said = one.id.as_deref().and_then(|id| beside.get(id));
        let labels = one.labels();
        if labels.len() > 1 {
            let message = "a region is of several classes; the first was taken";
            told.notes.add(file, "label.several_classes", message);
        }
        let label = labels.first().copied().or(said.and_then(|s| s.label.as_deref())).unwrap_or_default();
        match one.raw(told.size(at), said.and_then(|s| s.text.as_deref())) {
            Ok(Some(raw)) => {
                let mut attributes = said.map(|s| s.attributes.clone()).unwrap_or_default();
                let is_text = matches!(raw, RawShape::Drawn(Mark::Text { .. }));
                if let Some(text) = said.and_then(|s| s.text.clone()).filter(|_| !is_text) {
                    attributes.insert(TRANSCRIPTION.into(), AttributeValue::Text(text));
                }
                told.shape(file, at, label, (&raw, Extra { attributes, group: None }));
            }
            Ok(None) => {
                let message = format!("unsupported region `{}`; it was left out", shown(&one.kind));
                told.spoiled(file, at, "label.unsupported_shape", message);
            }
            Err(e) => told.spoiled(file, at, "label.unreadable", e.to_string()),
        }
    }
}

fn say(one: &LabelStudioResult, to: &mut Beside) {
    let texts = |key: &str| -> Option<String> {
        match one.value.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Array(list) => {
                let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                (!texts.is_empty()).then(|| texts.join(" "))
            }
            _ => None,
        }
    };
    let name = || one.from_name.clone();
    match one.kind.as_str() {
        "labels" => to.label = texts("labels"),
        "textarea" => match texts("text") {
            Some(text) if one.from_name == TRANSCRIPTION => to.text = Some(text),
            Some(text) => drop(to.attributes.insert(name(), AttributeValue::Text(text))),
            None => {}
        },
        "choices" => {
            let value = match texts("choices").as_deref() {
                Some("true") => AttributeValue::Tick(true),
                Some("false") => AttributeValue::Tick(false),
                Some(choice) => AttributeValue::Text(choice.into()),
                None => return,
            };
            to.attributes.insert(name(), value);
        }
        "number" | "rating" => {
            if let Some(number) = one.number(&one.kind) {
                to.attributes.insert(name(), AttributeValue::Number(number));
            }
        }
        _ => {}
    }
}

#[derive(Deserialize)]
struct Looks {
    #[serde(rename = "data")]
    _data: Map<String, Value>,
    #[serde(rename = "annotations", alias = "completions")]
    _annotations: Vec<IgnoredAny>,
}

pub(crate) fn is_label_studio(entry: &Entry, limits: &Limits) -> bool {
    read_json(&entry.path, limits)
        .is_ok_and(|bytes| serde_json::from_slice::<Vec<Looks>>(&bytes).is_ok_and(|tasks| !tasks.is_empty()))
}

#[cfg(test)]
mod tests;
