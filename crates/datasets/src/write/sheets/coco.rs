//! COCO's `annotations.json`, written as it comes: no list of it is ever whole in memory.

use super::{Items, Sheet, create};
use crate::rle::{by_columns, compressed};
use crate::told::ROTATION;
use crate::write::set::{About, Listed};
use crate::write::{Target, WrittenMark};
use fovea_domain::{Mark, Runs};
use fovea_vision::{Mask, mark_outline};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

const FILE: &str = "annotations.json";
/// The second list, until the first has ended.
const ASIDE: &str = "annotations.json.part";

pub(super) struct Coco<'a> {
    about: About<'a>,
    file: BufWriter<File>,
    aside: BufWriter<File>,
    images: Items,
    annotations: Items,
    pictures: u64,
    marks: u64,
}

impl<'a> Coco<'a> {
    pub(super) fn begin(about: About<'a>) -> io::Result<Coco<'a>> {
        let mut file = create(&about.path(FILE))?;
        file.write_all(b"{\"images\":[")?;
        let aside = create(&about.path(ASIDE))?;
        let (images, annotations) = (Items::default(), Items::default());
        Ok(Coco { about, file, aside, images, annotations, pictures: 0, marks: 0 })
    }
}

impl Sheet for Coco<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        // A listed picture without a mark is a good one to who reads this.
        if !picture.told() {
            return Ok(());
        }
        let id = self.pictures;
        self.pictures += 1;
        let image =
            json!({"id": id, "file_name": picture.path, "width": picture.width, "height": picture.height});
        self.images.add(&mut self.file, &image)?;
        for one in picture.marks {
            self.marks += 1;
            let runs = self.about.target == Target::CocoRle;
            let annotation = annotation([self.marks, id], picture, one, runs);
            self.annotations.add(&mut self.aside, &annotation)?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.aside.flush()?;
        self.file.write_all(b"],\n\"annotations\":[")?;
        let aside = self.about.path(ASIDE);
        io::copy(&mut File::open(&aside)?, &mut self.file)?;
        fs::remove_file(aside)?;
        self.file.write_all(b"],\n\"categories\":[")?;
        let mut categories = Items::default();
        for (number, name) in self.about.names.iter().enumerate() {
            categories.add(&mut self.file, &json!({"id": number, "name": name}))?;
        }
        self.file.write_all(b"]}\n")?;
        self.file.flush()
    }
}

/// What COCO has no shape for stands as its outline, and beside it in `shape` as it was drawn, so that nothing is lost on the
/// way back. Turned boxes tell their angle as an attribute, as CVAT has it.
fn annotation([id, image]: [u64; 2], picture: &Listed, one: &WrittenMark, runs: bool) -> Value {
    let mark = one.mark;
    let (width, height) = (picture.width, picture.height);
    let bounds = mark.bounds().map(<[f32; 4]>::from).unwrap_or_default();
    let segmentation = match mark {
        Mark::Points { .. } => json!([]),
        mark if runs => {
            let rle = pixels(mark, width, height);
            json!({"size": [height, width], "counts": compressed(&by_columns(&rle))})
        }
        Mark::Box { x, y, w, h } => json!([[x, y, x + w, y, x + w, y + h, x, y + h]]),
        Mark::Brush { rle } => json!({"size": [height, width], "counts": by_columns(rle)}),
        other => {
            let flat: Vec<f32> = mark_outline(other, width, height).0.into_iter().flatten().collect();
            if flat.is_empty() { json!([]) } else { json!([flat]) }
        }
    };
    let mut written = json!({
        "id": id,
        "image_id": image,
        "category_id": one.class,
        "bbox": bounds,
        "area": mark.area(),
        "segmentation": segmentation,
        "iscrowd": u8::from(matches!(mark, Mark::Brush { .. }) && !runs),
    });
    let mut attributes = json!(one.attributes);
    if let Mark::Rotated { angle, .. } | Mark::Ellipse { angle, .. } = mark {
        attributes[ROTATION] = json!(angle);
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
    // A box would come back as an outline of four corners.
    let plain = match mark {
        Mark::Brush { .. } => true,
        Mark::Polygon { .. } => !runs,
        _ => false,
    };
    if !plain {
        written["shape"] = json!(mark);
    }
    written
}

/// The pixels that a mark covers.
fn pixels(mark: &Mark, width: u32, height: u32) -> Runs {
    if let Mark::Brush { rle } = mark {
        return rle.clone();
    }
    let mut mask = Mask::new(width, height);
    mask.fill_mark(mark, 1);
    Runs::of(width, height, &mask.data)
}
