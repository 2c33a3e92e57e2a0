//! What stands on pictures, as people marked it: a list as PaddleOCR has it, a line a picture.

use crate::annotations::MarkedRegion;
use crate::{Result, StoreError};
use fovea_domain::Mark;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const FILE: &str = "Label.txt";
/// What stands where nobody can read it.
const UNREADABLE: &str = "###";

#[derive(Debug, Default)]
pub(super) struct Texts {
    lines: String,
}

impl Texts {
    /// Whether anything that can be read is marked on the picture at `path`.
    pub fn add(&mut self, path: &str, marks: &[MarkedRegion]) -> bool {
        let told: Vec<Value> = marks
            .iter()
            .filter_map(|one| match &one.shape {
                Mark::Text { points, text } => {
                    let none = text.trim().is_empty();
                    let says = if none { UNREADABLE } else { text.as_str() };
                    Some(json!({ "transcription": says, "points": points, "difficult": none }))
                }
                _ => None,
            })
            .collect();
        let any = told.iter().any(|one| one["difficult"] == false);
        if any {
            self.lines += &format!("{path}\t{}\n", Value::Array(told));
        }
        any
    }

    pub fn write(&self, dir: &Path) -> Result<()> {
        // A list without a line would be no list.
        if self.lines.is_empty() {
            return Ok(());
        }
        let path = dir.join(FILE);
        fs::write(&path, &self.lines).map_err(|e| StoreError::file(&path, e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    #[test]
    fn a_picture_tells_something_where_a_text_can_be_read() {
        let marked = |shape| MarkedRegion {
            id: "1".into(),
            class_id: Id::new(),
            shape,
            attributes: Default::default(),
            group: None,
        };
        let text = |text: &str| {
            let points = [[1.0, 2.0], [9.0, 2.0], [9.0, 6.0], [1.0, 6.0]];
            marked(Mark::Text { points, text: text.into() })
        };
        let mut texts = Texts::default();
        let scratch = marked(Mark::Box { x: 0.0, y: 0.0, w: 4.0, h: 4.0 });
        assert!(!texts.add("images/a.png", &[scratch.clone(), text(" ")]));
        assert!(texts.add("images/b.png", &[scratch, text("LOT 7"), text("")]));
        let (path, told) = texts.lines.trim_end().split_once('\t').unwrap();
        let told: Value = serde_json::from_str(told).unwrap();
        assert_eq!((path, told.as_array().unwrap().len()), ("images/b.png", 2));
        assert_eq!((&told[0]["transcription"], &told[1]["transcription"]), (&json!("LOT 7"), &json!("###")));
        assert_eq!(told[0]["points"][2], json!([9.0, 6.0]));
    }
}
