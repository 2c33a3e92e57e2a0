//! CVAT's XML ("CVAT for images 1.1"): one file, all pictures. Boxes may be turned, masks are runs within a box, and what a label
//! asks says how its attributes are to be read.

use crate::assemble::{Found, from_marks};
use crate::geometry::RawShape;
use crate::problem::Notes;
use crate::rle::runs_within;
use crate::text::read_text;
use crate::told::{Told, asked_for, line, outline_or_text, plain, shown, split_of, turned};
use crate::tree::{Entry, Tree};
use crate::xml::{self, child_text};
use crate::{Format, LabelError, OpenOptions};
use fovea_domain::{AttributeValue, Attributes, Extra, Mark};
use fovea_vision::Limits;
use roxmltree::Node;
use std::collections::HashMap;

const MOST_BYTES: usize = 64 << 20;
/// Problems of which the line is told; finding it takes a walk through the file.
const MOST_LINES: usize = 20;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cvat {
    pub images: Vec<CvatImage>,
    /// Of videos: not read.
    pub tracks: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CvatImage {
    pub name: String,
    pub subset: Option<String>,
    pub size: [Option<f64>; 2],
    /// Classes of the whole.
    pub tags: Vec<String>,
    pub shapes: Vec<CvatShape>,
    /// What could not be read of it.
    pub problems: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CvatShape {
    pub label: String,
    pub(crate) form: Form,
    pub attributes: Attributes,
    pub group: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    Raw(RawShape),
    /// Left, top, width, height, and runs row by row that begin outside.
    Mask([u64; 4], Vec<u64>),
}

pub fn parse_cvat(text: &str) -> Result<Cvat, LabelError> {
    let document = xml::parse(text, MOST_BYTES)?;
    let root = document.root_element();
    if !root.has_tag_name("annotations")
        || !root.children().any(|n| n.has_tag_name("meta") || n.has_tag_name("image"))
    {
        return Err(LabelError("its outer element is not <annotations> with <meta> or <image>".into()));
    }
    let kinds = attribute_kinds(root);
    let mut told = 0;
    let mut cvat = Cvat::default();
    for node in root.children() {
        if node.has_tag_name("track") {
            cvat.tracks += 1;
        }
        let Some(name) = node.attribute("name").filter(|_| node.has_tag_name("image")) else { continue };
        let side = |name: &str| node.attribute(name).and_then(|v| v.trim().parse().ok());
        let mut image = CvatImage {
            name: name.into(),
            subset: node.attribute("subset").map(Into::into),
            size: [side("width"), side("height")],
            tags: Vec::new(),
            shapes: Vec::new(),
            problems: Vec::new(),
        };
        for one in node.children().filter(Node::is_element) {
            let read = match one.tag_name().name() {
                "tag" => label_of(one).map(|label| image.tags.push(label)),
                _ => shape(one, &kinds).map(|shape| image.shapes.push(shape)),
            };
            if let Err((code, reason)) = read {
                told += 1;
                let at = if told <= MOST_LINES {
                    format!("line {}: ", document.text_pos_at(one.range().start).row)
                } else {
                    String::new()
                };
                image.problems.push((code, format!("{at}{reason}")));
            }
        }
        cvat.images.push(image);
    }
    Ok(cvat)
}

/// How values of attributes are meant, by label and name: `input_type` of the task's labels.
fn attribute_kinds<'a>(root: Node<'a, '_>) -> HashMap<(&'a str, &'a str), &'a str> {
    let mut kinds = HashMap::new();
    let meta = root.children().find(|n| n.has_tag_name("meta"));
    for label in meta.iter().flat_map(|m| m.descendants()).filter(|n| n.has_tag_name("label")) {
        let Some(name) = child_text(label, "name") else { continue };
        let asked = label.children().filter(|n| n.has_tag_name("attributes")).flat_map(|n| n.children());
        for one in asked.filter(|n| n.has_tag_name("attribute")) {
            if let (Some(attribute), Some(kind)) = (child_text(one, "name"), child_text(one, "input_type")) {
                kinds.insert((name, attribute), kind);
            }
        }
    }
    kinds
}

type Fault = (&'static str, String);

fn unreadable(reason: impl Into<String>) -> Fault {
    ("label.unreadable", reason.into())
}

fn label_of(node: Node) -> Result<String, Fault> {
    let label = node.attribute("label").map(str::trim).filter(|l| !l.is_empty());
    label.map(Into::into).ok_or_else(|| unreadable(format!("<{}> has no label", node.tag_name().name())))
}

fn number(node: Node, name: &str) -> Result<f64, Fault> {
    let told = node.attribute(name).and_then(|v| v.trim().parse().ok());
    told.ok_or_else(|| unreadable(format!("`{name}` of <{}> is no number", node.tag_name().name())))
}

fn turn(node: Node) -> Result<f64, Fault> {
    if node.attribute("rotation").is_some() { number(node, "rotation") } else { Ok(0.0) }
}

fn shape(node: Node, kinds: &HashMap<(&str, &str), &str>) -> Result<CvatShape, Fault> {
    let label = label_of(node)?;
    let mut attributes = Attributes::new();
    for one in node.children().filter(|n| n.has_tag_name("attribute")) {
        let Some(name) = one.attribute("name").map(str::trim).filter(|n| !n.is_empty()) else { continue };
        let text = one.text().unwrap_or_default();
        // An answer that was not given.
        if text.is_empty() && name != crate::told::TRANSCRIPTION {
            continue;
        }
        attributes.insert(name.into(), value(text, kinds.get(&(label.as_str(), name)).copied()));
    }
    let form = match node.tag_name().name() {
        "box" => {
            let (x0, y0) = (number(node, "xtl")?, number(node, "ytl")?);
            let (x1, y1) = (number(node, "xbr")?, number(node, "ybr")?);
            let told = [x0, y0, x1 - x0, y1 - y0];
            match turn(node)? {
                0.0 => Form::Raw(RawShape::Box(told)),
                angle => Form::Raw(RawShape::Drawn(turned(told, angle))),
            }
        }
        "polygon" => Form::Raw(outline_or_text(points(node)?, &mut attributes)),
        "polyline" => Form::Raw(line(&points(node)?, &mut attributes)),
        "points" => Form::Raw(RawShape::Drawn(Mark::Points { points: plain(&points(node)?) })),
        "ellipse" => Form::Raw(RawShape::Drawn(Mark::Ellipse {
            cx: number(node, "cx")? as f32,
            cy: number(node, "cy")? as f32,
            rx: number(node, "rx")? as f32,
            ry: number(node, "ry")? as f32,
            angle: (turn(node)? % 360.0) as f32,
        })),
        "mask" => mask(node)?,
        other => {
            let message = format!("unsupported shape <{}>; it was left out", shown(other));
            return Err(("label.unsupported_shape", message));
        }
    };
    let group = node.attribute("group_id").and_then(|g| g.trim().parse().ok()).filter(|g| *g > 0);
    Ok(CvatShape { label, form, attributes, group })
}

fn points(node: Node) -> Result<Vec<[f64; 2]>, Fault> {
    let told = node.attribute("points").unwrap_or_default();
    let point = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some([x.trim().parse().ok()?, y.trim().parse().ok()?])
    };
    let read: Option<Vec<_>> = told.split(';').map(point).collect();
    read.ok_or_else(|| unreadable(format!("`points` of <{}> are no numbers", node.tag_name().name())))
}

fn mask(node: Node) -> Result<Form, Fault> {
    let whole = |name: &str| {
        let told = node.attribute(name).and_then(|v| v.trim().parse::<u64>().ok());
        told.ok_or_else(|| unreadable(format!("`{name}` of <mask> is no whole number")))
    };
    let place = [whole("left")?, whole("top")?, whole("width")?, whole("height")?];
    let runs: Option<Vec<u64>> =
        node.attribute("rle").unwrap_or_default().split(',').map(|n| n.trim().parse().ok()).collect();
    Ok(Form::Mask(place, runs.ok_or_else(|| unreadable("`rle` of <mask> are no whole numbers"))?))
}

/// As the label asks it; where that is not said, by its looks.
fn value(text: &str, kind: Option<&str>) -> AttributeValue {
    let number = || text.trim().parse::<f64>().ok().filter(|n| n.is_finite()).map(AttributeValue::Number);
    let tick = || match text.trim() {
        "true" | "True" => Some(AttributeValue::Tick(true)),
        "false" | "False" => Some(AttributeValue::Tick(false)),
        _ => None,
    };
    let told = match kind {
        Some("checkbox") => tick(),
        Some("number") => number(),
        Some(_) => None,
        None => tick().or_else(number),
    };
    told.unwrap_or_else(|| AttributeValue::Text(text.into()))
}

impl CvatShape {
    fn raw(&self, size: (u32, u32)) -> Result<RawShape, LabelError> {
        let (place, runs) = match &self.form {
            Form::Raw(raw) => return Ok(raw.clone()),
            Form::Mask(place, runs) => (*place, runs),
        };
        let [left, top, width, height] = place;
        let ends = |from: u64, long: u64, side: u32| {
            from.checked_add(long).is_some_and(|end| end <= u64::from(side))
        };
        if !ends(left, width, size.0) || !ends(top, height, size.1) {
            return Err(LabelError(format!(
                "a mask of {width} × {height} px at {left}, {top} lies outside of its picture ({} × {} px)",
                size.0, size.1
            )));
        }
        let total = runs.iter().try_fold(0u64, |sum, run| sum.checked_add(*run));
        if total != Some(width * height) {
            return Err(LabelError(format!("a mask's runs do not fill its {width} × {height} px")));
        }
        let mut bits = Vec::with_capacity((width * height) as usize);
        for (i, run) in runs.iter().enumerate() {
            bits.resize(bits.len() + *run as usize, (i % 2) as u8);
        }
        Ok(RawShape::Drawn(Mark::Brush { rle: runs_within(size, [left, top, width], &bits) }))
    }
}

pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let mut told = Told::new(tree, notes);
    let mut any = false;
    for entry in tree.with_extension("xml") {
        match read_text(&entry.path, &options.limits).and_then(|text| parse_cvat(&text)) {
            Ok(cvat) => {
                any = true;
                read_file(&entry.id, cvat, &mut told);
            }
            Err(e) if asked_for(options, Format::Cvat) => {
                told.notes.add(&entry.id, "label.unreadable", format!("is no CVAT file: {e}"));
            }
            Err(_) => {}
        }
    }
    let Told { marks, classes, .. } = told;
    any.then(|| from_marks(Format::Cvat, tree, marks, classes.names, options))
}

fn read_file(file: &str, cvat: Cvat, told: &mut Told) {
    if cvat.tracks > 0 {
        let message = format!("{} tracks of a video were left out", cvat.tracks);
        told.notes.add(file, "label.unsupported_shape", message);
    }
    for image in cvat.images {
        let Some(at) = told.picture(file, &image.name) else { continue };
        told.looked(at, image.subset.as_deref().and_then(split_of));
        let [width, height] = image.size;
        told.drawn_on(file, at, width, height);
        image.tags.iter().for_each(|tag| told.whole(file, at, tag));
        for (code, problem) in image.problems {
            told.spoiled(file, at, code, format!("{}: {problem}", shown(&image.name)));
        }
        for shape in image.shapes {
            match shape.raw(told.size(at)) {
                Ok(raw) => {
                    let extra = Extra { attributes: shape.attributes, group: shape.group };
                    told.shape(file, at, &shape.label, (&raw, extra));
                }
                Err(e) => told.spoiled(file, at, "label.unreadable", format!("{}: {e}", shown(&image.name))),
            }
        }
    }
}

pub(crate) fn is_cvat(entry: &Entry, limits: &Limits) -> bool {
    read_text(&entry.path, limits).is_ok_and(|text| parse_cvat(&text).is_ok())
}

#[cfg(test)]
mod tests;
