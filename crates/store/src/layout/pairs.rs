//! Each picture beside the one that it should look like, as pairs lie: `<name>_test`, `<name>_temp` and the boxes of what is
//! wrong in `<name>.txt`.

use super::{ending, safe_name};
use crate::annotations::MarkedRegion;
use crate::versions::{VersionClass, VersionPicture};
use crate::{BlobHash, Blobs, Id, Result, StoreError};
use fovea_vision::difference::{is_template, pair_name};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

pub(super) const FOLDER: &str = "images";
const TEMPLATE: &str = "_temp";

/// What pictures are compared with: those that are named so, for all others the golden one.
#[derive(Debug, Default)]
pub(super) struct Templates {
    golden: Option<(Id, String, String)>,
    /// By the name of the pair: hash and format.
    named: HashMap<String, (String, String)>,
}

impl Templates {
    pub fn look(&mut self, golden: Id, row: &VersionPicture) {
        let kept = (row.hash.clone(), row.format.clone());
        if row.picture_id == golden {
            self.golden = Some((golden, kept.0, kept.1));
        } else if let Some(pair) = template_of(&row.name) {
            self.named.insert(pair, kept);
        }
    }

    fn of(&self, name: &str) -> Option<(&str, &str)> {
        let stem = without_ending(name);
        let named = self.named.get(pair_name(stem).unwrap_or(stem)).map(|(h, f)| (h.as_str(), f.as_str()));
        named.or_else(|| self.golden.as_ref().map(|(_, h, f)| (h.as_str(), f.as_str())))
    }

    /// Templates are judged by nothing.
    pub fn is_one(&self, row: &VersionPicture) -> bool {
        let golden = self.golden.as_ref().is_some_and(|(id, ..)| *id == row.picture_id);
        golden || template_of(&row.name).is_some()
    }
}

fn without_ending(name: &str) -> &str {
    let start = name.rfind('/').map_or(0, |i| i + 1);
    name.rfind('.').filter(|i| *i > start).and_then(|i| name.get(..i)).unwrap_or(name)
}

/// The name of the pair that a picture is the template of.
fn template_of(name: &str) -> Option<String> {
    let stem = without_ending(name).strip_suffix(TEMPLATE)?;
    is_template(Path::new(name)).then(|| stem.to_string())
}

/// Lays one pair; returns where the picture lies, `None` where there is nothing to compare it with.
pub(super) fn lay(
    (dir, blobs): (&Path, &Blobs),
    templates: &Templates,
    row: &VersionPicture,
    marks: &[MarkedRegion],
    classes: &[(VersionClass, String)],
    taken: &mut HashSet<String>,
) -> Result<Option<String>> {
    let Some((template, format)) = templates.of(&row.name) else { return Ok(None) };
    let folder: PathBuf = dir.join(FOLDER);
    crate::disk::make_folder(&folder)?;
    let last = without_ending(&row.name).rsplit('/').next().unwrap_or_default();
    let name = super::unique(&safe_name(pair_name(last).unwrap_or(last)), taken);
    let picture = format!("{name}_test.{}", ending(&row.format));
    let beside = format!("{name}{TEMPLATE}.{}", ending(format));
    blobs.lay(&row.hash.parse::<BlobHash>()?, &folder.join(&picture))?;
    blobs.lay(&template.parse::<BlobHash>()?, &folder.join(beside))?;
    let (width, height) = (row.width.max(0) as f32, row.height.max(0) as f32);
    let boxes = marks.iter().filter_map(|mark| {
        let (_, class) = classes.iter().find(|(c, _)| c.id == mark.class_id)?;
        let b = mark.shape.bounds()?.clip(width, height)?;
        Some(format!("{} {} {} {} {class}\n", b.x, b.y, b.x + b.w, b.y + b.h))
    });
    let path = folder.join(format!("{name}.txt"));
    fs::write(&path, boxes.collect::<String>()).map_err(|e| StoreError::file(&path, e))?;
    Ok(Some(format!("{FOLDER}/{picture}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_told_by_their_names() {
        assert_eq!(template_of("a/00041_temp.jpg").as_deref(), Some("a/00041"));
        assert_eq!(template_of("a/00041_test.jpg"), None);
        assert_eq!(template_of("_temp.jpg"), None);
        assert_eq!(without_ending("a.b/c"), "a.b/c");
        let named = HashMap::from([("a/1".to_string(), ("h1".to_string(), "png".to_string()))]);
        let golden = Some((Id::new(), "h0".to_string(), "jpeg".to_string()));
        let templates = Templates { golden, named };
        for (name, hash) in
            [("a/1_test.png", "h1"), ("a/1.png", "h1"), ("1_test.png", "h0"), ("a/2.png", "h0")]
        {
            assert_eq!(templates.of(name).unwrap().0, hash, "{name}");
        }
        assert!(Templates::default().of("a/2.png").is_none());
    }
}
