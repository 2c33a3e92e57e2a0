//! Parts of a picture that do not matter to a model that looks at it by itself, told as in the `ignore` of a recipe's look.

use crate::document::{Fault, RecipeFault, Shape, shapes};
use crate::run::without;
use fovea_domain::{Polygon, Prediction, Task};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq)]
pub struct Ignored(Vec<Polygon>);

impl Ignored {
    /// From JSON: boxes and outlines by name, in pixels of the picture.
    pub fn read(json: &[u8]) -> Result<Ignored, RecipeFault> {
        let named: BTreeMap<String, Shape> =
            serde_json::from_slice(json).map_err(|e| Fault::Form(e.to_string()).of_recipe(""))?;
        if named.is_empty() {
            return Err(Fault::Required.of_recipe("ignore"));
        }
        // No step of a recipe says so.
        shapes("", "ignore", &named).map_err(|fault| RecipeFault { step: None, ..fault })?;
        Ok(Ignored(named.values().map(|shape| Polygon(shape.outline())).collect()))
    }

    /// Names, signs and measures are no places that could be left out.
    pub fn fits(task: Task) -> bool {
        !matches!(task, Task::Components | Task::Read | Task::Glue)
    }

    /// What is left of what a model found. Where nothing else was found, nothing is wrong; a score stays that of the whole picture.
    pub fn left_of(&self, found: Prediction) -> Prediction {
        without(found, &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_by_name_and_what_is_wrong_is_told() {
        let json =
            br#"{ "clamp": { "box": [1, 2, 30, 40] }, "hole": { "polygon": [[0, 0], [9, 0], [5, 9]] } }"#;
        let Ignored(outlines) = Ignored::read(json).unwrap();
        assert_eq!(outlines[0].0, [[1.0, 2.0], [31.0, 2.0], [31.0, 42.0], [1.0, 42.0]]);
        assert_eq!(outlines.len(), 2);
        let told = |json: &[u8]| Ignored::read(json).unwrap_err().to_string();
        assert!(told(br#"{ "clamp": { "box": [1, 2, 0, 40] } }"#).contains("ignore.clamp"));
        assert!(told(br#"{ "clamp": { "circle": [1, 2, 3] } }"#).contains("unknown variant"));
        assert!(told(b"{}").contains("missing"));
        assert!(!told(b"[").is_empty());
        assert!(Ignored::fits(Task::Anomaly) && !Ignored::fits(Task::Glue));
    }
}
