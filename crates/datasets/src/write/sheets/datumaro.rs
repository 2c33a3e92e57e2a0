//! Datumaro's JSON: a file a subset in `annotations`.

use super::{Items, Sheet, create};
use crate::rle::{by_columns, compressed};
use crate::told::{ROTATION, TRANSCRIPTION, WIDTH};
use crate::write::WrittenMark;
use crate::write::set::{About, Listed, Said};
use fovea_domain::{BBox, Mark, Point};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io::{self, BufWriter, Write};

pub(super) struct Datumaro<'a> {
    about: About<'a>,
    /// By the subset's name.
    files: BTreeMap<&'static str, (BufWriter<File>, Items)>,
    marks: u64,
}

impl<'a> Datumaro<'a> {
    pub(super) fn new(about: About<'a>) -> Datumaro<'a> {
        Datumaro { about, files: BTreeMap::new(), marks: 0 }
    }

    fn begin(about: About, subset: &str) -> io::Result<(BufWriter<File>, Items)> {
        let mut file = create(&about.path(&format!("annotations/{subset}.json")))?;
        let label = |name: &str| json!({"name": name, "parent": "", "attributes": []});
        let names = about.names.iter().map(String::as_str).chain([about.good]);
        let labels: Vec<Value> = names.map(label).collect();
        let categories = json!({"label": {"labels": labels, "label_groups": [], "attributes": []}});
        write!(
            file,
            "{{\"dm_format_version\":\"1.0\",\"media_type\":2,\"infos\":{{}},\"categories\":{categories},\n\"items\":["
        )?;
        Ok((file, Items::default()))
    }
}

impl Sheet for Datumaro<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        if !picture.told() {
            return Ok(());
        }
        let subset = picture.subset();
        let mut annotations = Vec::new();
        let tag = match picture.said {
            Said::Good => Some(self.about.names.len()),
            _ => picture.tag(),
        };
        if let Some(tag) = tag {
            self.marks += 1;
            annotations.push(
                json!({"id": self.marks, "type": "label", "attributes": {}, "group": 0, "label_id": tag}),
            );
        }
        for (order, one) in picture.marks.iter().enumerate() {
            self.marks += 1;
            annotations.push(annotation(self.marks, order, one));
        }
        let path = picture.below_images();
        let id = path.rsplit_once('.').map_or(path, |(id, _)| id);
        let mut item = json!({
            "id": id,
            "annotations": annotations,
            "image": {"path": path, "size": [picture.height, picture.width]},
        });
        if !picture.tags.is_empty() {
            item["attr"] = json!({"tags": picture.tags});
        }
        let (file, items) = match self.files.entry(subset) {
            Entry::Occupied(begun) => begun.into_mut(),
            Entry::Vacant(place) => place.insert(Datumaro::begin(self.about, subset)?),
        };
        items.add(file, &item)
    }

    fn end(&mut self) -> io::Result<()> {
        self.files.values_mut().try_for_each(|(file, _)| {
            file.write_all(b"]}\n")?;
            file.flush()
        })
    }
}

fn annotation(id: u64, order: usize, one: &WrittenMark) -> Value {
    let flat = |points: &[Point]| json!(points.iter().flatten().collect::<Vec<_>>());
    let mut attributes = json!(one.attributes);
    let (kind, key, value) = match one.mark {
        Mark::Box { x, y, w, h } => ("bbox", "bbox", json!([x, y, w, h])),
        Mark::Rotated { cx, cy, w, h, angle } => {
            attributes[ROTATION] = json!(angle);
            ("bbox", "bbox", json!([cx - w / 2.0, cy - h / 2.0, w, h]))
        }
        Mark::Ellipse { cx, cy, rx, ry, angle } => {
            if *angle != 0.0 {
                attributes[ROTATION] = json!(angle);
            }
            ("ellipse", "points", json!([cx - rx, cy - ry, cx + rx, cy + ry]))
        }
        Mark::Polygon { points } => ("polygon", "points", flat(points)),
        Mark::Text { points, text } => {
            attributes[TRANSCRIPTION] = json!(text);
            ("polygon", "points", flat(points))
        }
        Mark::Line { points, width } => {
            attributes[WIDTH] = json!(width);
            ("polyline", "points", flat(points))
        }
        Mark::Points { points } => ("points", "points", flat(points)),
        Mark::Brush { rle } => {
            let counts = compressed(&by_columns(rle));
            ("mask", "rle", json!({"counts": counts, "size": [rle.height, rle.width]}))
        }
    };
    let mut written = json!({
        "id": id,
        "type": kind,
        "attributes": attributes,
        "group": one.group.unwrap_or(0),
        "label_id": one.class,
        "z_order": order,
    });
    written[key] = value;
    match one.mark {
        Mark::Points { points } => written["visibility"] = json!(vec![2; points.len()]),
        Mark::Brush { .. } => {}
        mark => {
            let BBox { x, y, w, h } = mark.bounds().unwrap_or(BBox { x: 0.0, y: 0.0, w: 0.0, h: 0.0 });
            if key != "bbox" {
                written["bbox"] = json!([x, y, w, h]);
            }
        }
    }
    written
}
