use super::*;

fn entry(id: &str) -> Entry {
    let mut folders: Vec<String> = id.split('/').map(str::to_string).collect();
    let stem = folders.pop().unwrap();
    Entry { path: id.into(), id: id.into(), folders, stem, extension: String::new() }
}

fn find(pictures: &[&str], label: &str) -> Match {
    let entries: Vec<Entry> = pictures.iter().map(|p| entry(p)).collect();
    let label = entry(label);
    Stems::new(entries.iter()).find(&label.folders, &label.stem)
}

#[test]
fn beside_comes_before_corresponding_comes_before_anywhere() {
    assert_eq!(find(&["x/a", "y/a"], "y/a"), Match::One(1));
    assert_eq!(find(&["images/train/a", "images/val/a"], "labels/val/a"), Match::One(1));
    assert_eq!(find(&["photos/2024/a"], "boxes/a"), Match::One(0));
    assert_eq!(find(&["x/a", "y/a"], "labels/a"), Match::Unclear);
    assert_eq!(find(&["x/a"], "x/b"), Match::Missing);
}
