//! COCO's `annotations.json`, written as it comes: no list of it is ever whole in memory.

use super::marked::{Marked, Rows};
use crate::error::{ApiError, ApiResult};
use fovea_domain::{Mark, Runs};
use fovea_store::{Id, LaidOut, VersionPicture};
use fovea_vision::mark_outline;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub(super) fn write_coco(rows: &Rows, dir: &Path, laid: LaidOut) -> ApiResult<()> {
    let file = File::create(dir.join("annotations.json")).map_err(ApiError::internal)?;
    let paths = laid.pictures.into_iter().map(|(path, id)| (id, path)).collect();
    Coco { rows, paths }.write(BufWriter::new(file))
}

struct Coco<'a> {
    rows: &'a Rows,
    paths: HashMap<Id, String>,
}

impl Coco<'_> {
    fn write(&self, mut to: impl Write) -> ApiResult<()> {
        let told = |e: io::Error| ApiError::internal(e);
        to.write_all(b"{\"images\":[").map_err(told)?;
        let mut first = true;
        self.rows.each(|row, marks| {
            // A listed picture without a mark is a good one to who reads this.
            if row.verdict.is_none() && marks.is_empty() {
                return Ok(());
            }
            let image = json!({
                "id": row.position,
                "file_name": self.paths.get(&row.picture_id),
                "width": row.width,
                "height": row.height,
            });
            item(&mut to, &mut first, &image).map_err(told)
        })?;
        to.write_all(b"],\n\"annotations\":[").map_err(told)?;
        let (mut first, mut number, mut unnamed) = (true, 0u64, false);
        self.rows.each(|row, marks| {
            for one in marks {
                unnamed |= one.class == self.rows.unnamed();
                number += 1;
                let annotation = annotation(number, row, &one);
                item(&mut to, &mut first, &annotation).map_err(told)?;
            }
            Ok(())
        })?;
        to.write_all(b"],\n\"categories\":[").map_err(told)?;
        let mut first = true;
        for (number, name) in self.rows.names(unnamed).into_iter().enumerate() {
            item(&mut to, &mut first, &json!({"id": number, "name": name})).map_err(told)?;
        }
        to.write_all(b"]}\n").and_then(|()| to.flush()).map_err(told)
    }
}

fn item(to: &mut impl Write, first: &mut bool, value: &Value) -> io::Result<()> {
    if !std::mem::take(first) {
        to.write_all(b",\n")?;
    }
    serde_json::to_writer(to, value).map_err(io::Error::from)
}

/// What COCO has no shape for stands as its outline, and beside it in `shape` as it was drawn, so that nothing is lost on the
/// way back. Turned boxes tell their angle as an attribute, as CVAT has it.
fn annotation(number: u64, row: &VersionPicture, one: &Marked) -> Value {
    let mark = &one.mark;
    let side = |v: i32| u32::try_from(v).unwrap_or(0);
    let (bbox, segmentation) = match mark {
        Mark::Box { x, y, w, h } => ([*x, *y, *w, *h], json!([[x, y, x + w, y, x + w, y + h, x, y + h]])),
        Mark::Brush { rle } => {
            let (bounds, counts) = by_columns(rle);
            (bounds, json!({"size": [rle.height, rle.width], "counts": counts}))
        }
        other => {
            let flat: Vec<f32> =
                mark_outline(other, side(row.width), side(row.height)).0.into_iter().flatten().collect();
            let outline = if flat.is_empty() { json!([]) } else { json!([flat]) };
            (other.bounds().map(Into::into).unwrap_or_default(), outline)
        }
    };
    let mut written = json!({
        "id": number,
        "image_id": row.position,
        "category_id": one.class,
        "bbox": bbox,
        "area": mark.area(),
        "segmentation": segmentation,
        "iscrowd": u8::from(matches!(mark, Mark::Brush { .. })),
    });
    let mut attributes = json!(one.attributes);
    if let Mark::Rotated { angle, .. } | Mark::Ellipse { angle, .. } = mark {
        attributes["rotation"] = json!(angle);
    }
    if attributes.as_object().is_some_and(|a| !a.is_empty()) {
        written["attributes"] = attributes;
    }
    if let Some(group) = one.group {
        written["group"] = json!(group);
    }
    if let Mark::Points { points } = mark {
        let seen: Vec<f32> = points.iter().flat_map(|[x, y]| [*x, *y, 2.0]).collect();
        written["keypoints"] = json!(seen);
        written["num_keypoints"] = json!(points.len());
    }
    if !matches!(mark, Mark::Box { .. } | Mark::Polygon { .. } | Mark::Brush { .. }) {
        written["shape"] = json!(mark);
    }
    written
}

/// COCO's runs go down the columns. With the box around them.
fn by_columns(rle: &Runs) -> ([f32; 4], Vec<u32>) {
    let (width, height) = (rle.width as usize, rle.height as usize);
    let mut pixels = vec![0; width * height];
    rle.fill(&mut pixels, 1);
    let mut turned = vec![0; pixels.len()];
    let (mut left, mut top, mut right, mut below) = (width, height, 0, 0);
    for (at, _) in pixels.iter().enumerate().filter(|(_, v)| **v != 0) {
        let (x, y) = (at % width, at / width);
        if let Some(to) = turned.get_mut(x * height + y) {
            *to = 1;
        }
        (left, top, right, below) = (left.min(x), top.min(y), right.max(x + 1), below.max(y + 1));
    }
    let counts = Runs::of(rle.height, rle.width, &turned).counts;
    let side = |from: usize, to: usize| to.saturating_sub(from) as f32;
    ([left as f32, top as f32, side(left, right), side(top, below)], counts)
}
