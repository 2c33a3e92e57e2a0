use crate::{Format, OpenOptions, open};
use fovea_domain::Shape;
use fovea_vision::{Picture, encode_png_rgb};
use std::path::Path;

const PLAN: &str = r#"{"image": "reference.png", "path": [[5, 20], [60, 20]], "width": {"px": 8}, "tolerance": {"px": 3},
    "scale": {"mm_per_px": 0.1}}"#;

fn write(root: &Path, name: &str, bytes: &[u8]) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn folder(plan: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let png = encode_png_rgb(&Picture::new(64, 40)).unwrap();
    for name in ["reference.png", "good/a.png", "good/b.png", "bad/c.png"] {
        write(folder.path(), name, &png);
    }
    write(folder.path(), "glue.json", plan.as_bytes());
    folder
}

#[test]
fn a_folder_with_a_plan_is_one_of_beads() {
    let folder = folder(PLAN);
    let root = folder.path();
    write(root, "masks/a.png", &encode_png_rgb(&Picture::new(64, 40)).unwrap());
    let polygon = r#"{"shapes": [{"label": "glue", "points": [[1, 1], [9, 1], [9, 9]]}]}"#;
    write(root, "good/b.json", polygon.as_bytes());
    write(root, "truth/c.json", br#"{"width_mm": [0.8, null], "breaks": [[1.0, 2.0]]}"#);
    write(root, "truth/none.json", b"{}");
    write(root, "truth/b.json", b"{\"widths\": 3}");
    let set = open(root, &OpenOptions::default()).unwrap();
    assert_eq!((set.format, set.samples.len()), (Format::Glue, 4));
    let beads = set.beads.unwrap();
    assert_eq!((beads.reference_id.as_str(), beads.width, beads.height), ("reference.png", 64, 40));
    assert!(matches!(beads.marked["good/a.png"][0], Shape::Mask { .. }));
    assert!(matches!(beads.marked["good/b.png"][0], Shape::Polygon(_)));
    assert_eq!(beads.truth["bad/c.png"].breaks, [[1.0, 2.0]]);
    let told: Vec<_> = set.problems.iter().map(|p| (p.path.as_str(), p.code)).collect();
    assert_eq!(told, [("truth/b.json", "label.unreadable"), ("truth/none.json", "label.no_picture")]);
    // The reference picture has no class of its own.
    let class = |id: &str| set.samples.iter().find(|s| s.id == id).unwrap().class;
    assert_eq!((class("reference.png"), class("good/a.png").is_some()), (None, true));
}

#[test]
fn a_plan_that_cannot_be_used_is_told_with_its_reason() {
    for (plan, why) in [
        (PLAN.replace("reference.png", "../reference.png"), "is not in this folder"),
        (PLAN.replace("[60, 20]", "[600, 20]"), "outside of its picture"),
        (PLAN.replace("\"px\": 8", "\"px\": 0"), "can be measured"),
        ("{".into(), "EOF"),
        (PLAN.replace("0.1", "1e999"), "cannot be used"),
    ] {
        let folder = folder(&plan);
        let told = open(folder.path(), &OpenOptions::default()).unwrap_err().to_string();
        assert!(told.contains(why), "{plan}: {told}");
    }
}
