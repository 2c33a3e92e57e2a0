//! Label Studio's list of tasks, and the set-up that shows them. Numbers are percent of the picture's sides.

use super::{Items, Sheet, create};
use crate::label_studio::{TAGS, brush};
use crate::told::TRANSCRIPTION;
use crate::write::set::{About, Asked, Listed, Said};
use crate::write::{WrittenMark, corners};
use crate::xml::escaped;
use fovea_domain::{AttributeValue, Mark, Point};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

/// What may stand in an address as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

pub(super) struct LabelStudio<'a> {
    about: About<'a>,
    file: BufWriter<File>,
    tasks: Items,
    pictures: u64,
}

impl<'a> LabelStudio<'a> {
    pub(super) fn begin(about: About<'a>) -> io::Result<LabelStudio<'a>> {
        let mut file = create(&about.path("label_studio.json"))?;
        file.write_all(b"[\n")?;
        fs::write(about.path("label_config.xml"), set_up(&about))?;
        Ok(LabelStudio { about, file, tasks: Items::default(), pictures: 0 })
    }
}

impl Sheet for LabelStudio<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        self.pictures += 1;
        let sides =
            json!({"original_width": picture.width, "original_height": picture.height, "image_rotation": 0});
        let mut results = Vec::new();
        let tag = match picture.said {
            Said::Good => Some(self.about.good),
            _ => picture.tag().map(|class| self.about.name(class)),
        };
        if let Some(tag) = tag {
            results.push(json!({"id": "whole", "type": "choices", "from_name": "whole", "to_name": "image",
                "value": {"choices": [tag]}}));
        }
        for (number, one) in picture.marks.iter().enumerate() {
            write_mark(number, one, picture, &sides, &mut results);
        }
        let annotations = if picture.told() { vec![json!({"result": results})] } else { Vec::new() };
        let path = utf8_percent_encode(picture.path, KEPT).to_string();
        let mut task = json!({
            "id": self.pictures,
            "data": {"image": format!("/data/local-files/?d={path}")},
            "annotations": annotations,
        });
        if !picture.tags.is_empty() {
            task["data"][TAGS] = json!(picture.tags);
        }
        self.tasks.add(&mut self.file, &task)
    }

    fn end(&mut self) -> io::Result<()> {
        self.file.write_all(b"\n]\n")?;
        self.file.flush()
    }
}

/// Each region, and what else is said of it under the same id.
fn write_mark(number: usize, one: &WrittenMark, picture: &Listed, sides: &Value, to: &mut Vec<Value>) {
    let result = |id: &str, kind: &str, from: &str, value: Value| {
        let mut result = sides.clone();
        result["id"] = json!(id);
        result["type"] = json!(kind);
        result["from_name"] = json!(from);
        result["to_name"] = json!("image");
        result["value"] = value;
        result
    };
    let (w, h) = (100.0 / f64::from(picture.width), 100.0 / f64::from(picture.height));
    let percent = |[x, y]: Point| [f64::from(x) * w, f64::from(y) * h];
    let along = |v: f32| f64::from(v) * w;
    let across = |v: f32| f64::from(v) * h;
    let (kind, values) = match one.mark {
        Mark::Box { x, y, w, h } => {
            let value = json!({"x": along(*x), "y": across(*y), "width": along(*w), "height": across(*h), "rotation": 0});
            ("rectanglelabels", vec![value])
        }
        Mark::Rotated { w, h, angle, .. } => {
            // Turned around its corner at the top left.
            let [x, y] = one.mark.corners().map_or([0.0, 0.0], |[corner, ..]| percent(corner));
            let value = json!({"x": x, "y": y, "width": along(*w), "height": across(*h), "rotation": angle});
            ("rectanglelabels", vec![value])
        }
        Mark::Ellipse { cx, cy, rx, ry, angle } => {
            let [x, y] = percent([*cx, *cy]);
            let value =
                json!({"x": x, "y": y, "radiusX": along(*rx), "radiusY": across(*ry), "rotation": angle});
            ("ellipselabels", vec![value])
        }
        Mark::Points { points } => {
            let value = |p: &Point| {
                let [x, y] = percent(*p);
                json!({"x": x, "y": y, "width": 0.5})
            };
            ("keypointlabels", points.iter().map(value).collect())
        }
        Mark::Brush { rle } => ("brushlabels", vec![json!({"format": "rle", "rle": brush(rle)})]),
        Mark::Text { points, .. } => {
            let points: Vec<_> = points.iter().map(|p| percent(*p)).collect();
            ("polygonlabels", vec![json!({"points": points, "closed": true})])
        }
        Mark::Polygon { .. } | Mark::Line { .. } => {
            let points: Vec<_> = corners(one.mark, &picture.written()).into_iter().map(percent).collect();
            ("polygonlabels", vec![json!({"points": points, "closed": true})])
        }
    };
    for (part, mut value) in values.into_iter().enumerate() {
        let id = if part == 0 { format!("r{number}") } else { format!("r{number}-{part}") };
        let place = value.clone();
        value[kind] = json!([one.name]);
        to.push(result(&id, kind, kind, value));
        let beside = |key: &str, said: Value| {
            // The place of a painted region is not told again.
            let mut value = if kind == "brushlabels" { json!({}) } else { place.clone() };
            value[key] = said;
            value
        };
        if let Mark::Text { text, .. } = one.mark {
            to.push(result(&id, "textarea", TRANSCRIPTION, beside("text", json!([text]))));
        }
        for (name, value) in one.attributes {
            to.push(match value {
                AttributeValue::Tick(on) => {
                    result(&id, "choices", name, beside("choices", json!([on.to_string()])))
                }
                AttributeValue::Number(number) => {
                    result(&id, "number", name, beside("number", json!(number)))
                }
                AttributeValue::Text(text) => result(&id, "textarea", name, beside("text", json!([text]))),
            });
        }
    }
}

/// The labelling interface that fits the tasks.
fn set_up(about: &About) -> String {
    let mut text = String::from("<View>\n  <Image name=\"image\" value=\"$image\" zoom=\"true\"/>\n");
    for kind in ["Rectangle", "Ellipse", "Polygon", "KeyPoint", "Brush"] {
        let tag = format!("{kind}Labels");
        text += &format!("  <{tag} name=\"{}\" toName=\"image\">\n", tag.to_lowercase());
        for name in about.names {
            text += &format!("    <Label value=\"{}\"/>\n", escaped(name));
        }
        text += &format!("  </{tag}>\n");
    }
    let mut asked: BTreeMap<&str, Asked> = BTreeMap::from([(TRANSCRIPTION, Asked::Text)]);
    for (name, kind) in about.survey.asked.values().flatten() {
        asked.insert(name, *kind);
    }
    for (name, kind) in asked {
        let name = escaped(name);
        text += &match kind {
            Asked::Tick => format!(
                "  <Choices name=\"{name}\" toName=\"image\" perRegion=\"true\"><Choice value=\"true\"/><Choice \
                 value=\"false\"/></Choices>\n"
            ),
            Asked::Number => format!("  <Number name=\"{name}\" toName=\"image\" perRegion=\"true\"/>\n"),
            Asked::Text => format!("  <TextArea name=\"{name}\" toName=\"image\" perRegion=\"true\"/>\n"),
        };
    }
    text += "  <Choices name=\"whole\" toName=\"image\">\n";
    for name in about.names.iter().map(String::as_str).chain([about.good]) {
        text += &format!("    <Choice value=\"{}\"/>\n", escaped(name));
    }
    text + "  </Choices>\n</View>\n"
}
