use super::*;

fn folders(path: &str) -> Vec<String> {
    path.split('/').filter(|p| !p.is_empty()).map(str::to_string).collect()
}

#[test]
fn a_path_says_split_and_class_in_either_order_of_roles() {
    for path in ["images/train/crack", "train/images/crack", "train/crack/images"] {
        let found = place(&folders(path), true, is_role);
        assert_eq!(found, Place { split: Some(Split::Train), rest: vec!["crack".into()] }, "{path}");
    }
    assert_eq!(place(&folders("train/crack"), false, is_role).rest, ["train", "crack"]);
    assert_eq!(place(&folders("crack/test"), true, is_role).rest, ["crack", "test"]);
}

#[test]
fn train_is_a_split_only_where_all_upper_folders_are() {
    let level = |paths: &[&str]| {
        let all: Vec<_> = paths.iter().map(|p| folders(p)).collect();
        has_split_level(all.iter().map(Vec::as_slice))
    };
    assert!(level(&["train/a", "Test/b", "images/val", ""]));
    assert!(!level(&["train", "car", "bus"]));
    assert!(!level(&["", "images"]));
}
