//! A box around each marked place, and what each picture is as a whole: as Datumaro has it, which knows both.

use crate::versions::VersionPicture;
use crate::{Result, StoreError};
use fovea_domain::Mark;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const FILE: &str = "boxes.json";

#[derive(Debug, Default)]
pub(super) struct Boxes {
    labels: Vec<String>,
    items: Vec<Value>,
}

impl Boxes {
    /// `whole` is what the picture counts as, also where no place of it is marked.
    pub fn add<'a>(
        &mut self,
        path: &str,
        row: &VersionPicture,
        whole: &str,
        places: impl Iterator<Item = (&'a str, &'a Mark)>,
    ) {
        let (width, height) = (row.width.max(0) as f32, row.height.max(0) as f32);
        let mut said = vec![json!({ "type": "label", "label_id": self.label(whole) })];
        for (class, mark) in places {
            // A line or what is turned may reach out of the picture.
            if let Some(b) = mark.bounds().and_then(|b| b.clip(width, height)) {
                said.push(
                    json!({ "type": "bbox", "label_id": self.label(class), "bbox": [b.x, b.y, b.w, b.h] }),
                );
            }
        }
        let image = json!({ "path": path, "size": [row.height, row.width] });
        self.items.push(json!({ "id": path, "annotations": said, "image": image }));
    }

    fn label(&mut self, name: &str) -> usize {
        if let Some(at) = self.labels.iter().position(|l| l == name) {
            return at;
        }
        self.labels.push(name.into());
        self.labels.len() - 1
    }

    pub fn write(&self, dir: &Path) -> Result<()> {
        let labels: Vec<Value> = self.labels.iter().map(|name| json!({ "name": name })).collect();
        let all = json!({ "categories": { "label": { "labels": labels } }, "items": self.items });
        let path = dir.join(FILE);
        fs::write(&path, all.to_string()).map_err(|e| StoreError::file(&path, e))
    }
}
