use super::*;

fn picture(id: &str) -> PictureEntry {
    let entry = entry_of(Found { path: id.into(), id: id.into() });
    PictureEntry { entry, width: 1, height: 1 }
}

fn masks_of(ids: &[&str]) -> Vec<String> {
    part_masks(ids.iter().map(|i| picture(i)).collect()).0.into_iter().map(|p| p.entry.id).collect()
}

#[test]
fn masks_are_told_by_folder_or_ending_and_a_picture_of_their_name() {
    assert_eq!(masks_of(&["images/a.jpg", "masks/a.png"]), ["masks/a.png"]);
    assert_eq!(masks_of(&["crack/a.jpg", "crack/a_mask.png"]), ["crack/a_mask.png"]);
    assert_eq!(masks_of(&["images/a.jpg", "label/a_gt.png"]), ["label/a_gt.png"]);
    assert_eq!(masks_of(&["test/bad/0.png", "ground_truth/bad/0_mask.png"]), ["ground_truth/bad/0_mask.png"]);
}

#[test]
fn a_class_called_mask_is_a_class() {
    assert!(masks_of(&["mask/1.jpg", "no_mask/1.jpg"]).is_empty());
    assert!(masks_of(&["images/a.jpg", "masks/b.png", "masks/c.png"]).is_empty());
    assert!(masks_of(&["a_mask.png", "b_mask.png"]).is_empty());
}

#[test]
fn a_name_is_cut_at_its_last_dot() {
    let cut = |id: &str| {
        let e = entry_of(Found { path: id.into(), id: id.into() });
        (e.folders.join("|"), e.stem, e.extension)
    };
    assert_eq!(cut("a/b/c.d.JPG"), ("a|b".into(), "c.d".into(), "jpg".into()));
    assert_eq!(cut("noext"), (String::new(), "noext".into(), String::new()));
}
