//! COCO's `annotations.json`, written as it comes: no list of it is ever whole in memory.

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use fovea_domain::{Mark, Runs};
use fovea_store::{Id, LaidOut, MarkedRegion, Version, VersionClass, VersionPicture};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tokio::runtime::Handle;

const PART: u64 = 200;
/// The verdict, and the category of what is bad without a name.
const BAD: &str = "bad";

/// Replaces the masks of a laid out version.
pub(super) async fn write_coco(app: &App, version: &Version, dir: &Path, laid: LaidOut) -> ApiResult<()> {
    let classes = version.classes()?;
    let (app, id, dir) = (app.clone(), version.id, dir.to_path_buf());
    let task = tokio::task::spawn_blocking(move || {
        let masks = dir.join("masks");
        if masks.is_dir() {
            fs::remove_dir_all(masks).map_err(ApiError::internal)?;
        }
        fs::remove_file(dir.join("classes.txt")).map_err(ApiError::internal)?;
        let file = File::create(dir.join("annotations.json")).map_err(ApiError::internal)?;
        let paths = laid.pictures.into_iter().map(|(path, id)| (id, path)).collect();
        let coco = Coco { app, version: id, classes, paths };
        coco.write(BufWriter::new(file))
    });
    task.await?
}

struct Coco {
    app: App,
    version: Id,
    classes: Vec<VersionClass>,
    paths: HashMap<Id, String>,
}

impl Coco {
    fn write(&self, mut to: impl Write) -> ApiResult<()> {
        let told = |e: io::Error| ApiError::internal(e);
        to.write_all(b"{\"images\":[").map_err(told)?;
        let mut first = true;
        self.each(|row| {
            // A listed picture without a mark is a good one to who reads this.
            if row.verdict.is_none() && row.regions()?.is_empty() {
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
        self.each(|row| {
            let regions = row.regions()?;
            if regions.is_empty() && row.verdict.as_deref() == Some(BAD) {
                // COCO knows marks only, so a picture that is bad as a whole is marked as a whole.
                let named = self.classes.iter().position(|c| !c.good && Some(c.id) == row.class_id);
                unnamed |= named.is_none();
                number += 1;
                let annotation = whole(number, row, named.unwrap_or(self.classes.len()));
                item(&mut to, &mut first, &annotation).map_err(told)?;
            }
            for region in regions {
                let Some(category) = self.classes.iter().position(|c| c.id == region.class_id) else {
                    continue;
                };
                number += 1;
                let annotation = annotation(number, row, category, &region);
                item(&mut to, &mut first, &annotation).map_err(told)?;
            }
            Ok(())
        })?;
        to.write_all(b"],\n\"categories\":[").map_err(told)?;
        let mut first = true;
        for (number, class) in self.classes.iter().enumerate().filter(|(_, c)| !c.good) {
            item(&mut to, &mut first, &json!({"id": number, "name": class.name})).map_err(told)?;
        }
        if unnamed {
            item(&mut to, &mut first, &json!({"id": self.classes.len(), "name": BAD})).map_err(told)?;
        }
        to.write_all(b"]}\n").and_then(|()| to.flush()).map_err(told)
    }

    fn each(&self, mut visit: impl FnMut(&VersionPicture) -> ApiResult<()>) -> ApiResult<()> {
        let mut behind = -1;
        loop {
            let rows = Handle::current().block_on(self.app.store.version_part(self.version, behind, PART))?;
            let Some(last) = rows.last() else { return Ok(()) };
            behind = last.position;
            rows.iter().try_for_each(&mut visit)?;
        }
    }
}

fn item(to: &mut impl Write, first: &mut bool, value: &Value) -> io::Result<()> {
    if !std::mem::take(first) {
        to.write_all(b",\n")?;
    }
    serde_json::to_writer(to, value).map_err(io::Error::from)
}

fn whole(number: u64, row: &VersionPicture, category: usize) -> Value {
    let (w, h) = (row.width, row.height);
    json!({
        "id": number,
        "image_id": row.position,
        "category_id": category,
        "bbox": [0, 0, w, h],
        "area": i64::from(w) * i64::from(h),
        "segmentation": [[0, 0, w, 0, w, h, 0, h]],
        "iscrowd": 0,
    })
}

fn annotation(number: u64, row: &VersionPicture, category: usize, region: &MarkedRegion) -> Value {
    let (bbox, segmentation) = match &region.shape {
        Mark::Box { x, y, w, h } => ([*x, *y, *w, *h], json!([[x, y, x + w, y, x + w, y + h, x, y + h]])),
        Mark::Polygon { points } => {
            let bounds = fovea_domain::Polygon(points.clone()).bounds();
            let flat: Vec<f32> = points.iter().flatten().copied().collect();
            (bounds.map(Into::into).unwrap_or_default(), json!([flat]))
        }
        Mark::Brush { rle } => {
            let (bounds, counts) = by_columns(rle);
            (bounds, json!({"size": [rle.height, rle.width], "counts": counts}))
        }
    };
    json!({
        "id": number,
        "image_id": row.position,
        "category_id": category,
        "bbox": bbox,
        "area": region.shape.area(),
        "segmentation": segmentation,
        "iscrowd": u8::from(matches!(region.shape, Mark::Brush { .. })),
    })
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
