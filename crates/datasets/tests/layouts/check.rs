use crate::folder::Folder;
use fovea_datasets::{Format, check, inspect};
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn check_finds_what_the_heads_do_not_tell() {
    let f = Folder::new()
        .pictures(&["images/crack/1.jpg", "images/crack/2.jpg", "images/free/3.jpg"])
        .mask("masks/crack/1.png", &[])
        .mask("masks/crack/2.png", &[255]);
    let whole = std::fs::read(f.path("images/free/3.jpg")).unwrap();
    let f = f
        .bytes("images/free/cut.jpg", &whole[..whole.len() - 9])
        .bytes("images/crack/copy.jpg", &whole)
        .mask("masks/free/3.png", &[]);
    let set = f.open(Format::Masks);
    assert!(set.problems.is_empty(), "{:?}", set.problems);
    let (calls, last) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let found = check(&set, 2, &|done, all| {
        assert_eq!(all, 5);
        calls.fetch_add(1, Ordering::Relaxed);
        last.fetch_max(done, Ordering::Relaxed);
    });
    assert_eq!((calls.into_inner(), last.into_inner()), (5, 5));
    let told: Vec<String> = found.iter().map(|p| format!("{} {}", p.code, p.path)).collect();
    let expected = [
        "picture.duplicate images/free/3.jpg",
        "picture.truncated images/free/cut.jpg",
        "mask.empty masks/crack/1.png",
    ];
    assert_eq!(told, expected);
    assert!(
        found[0].message.contains("class crack") && found[0].message.contains("class free"),
        "{}",
        found[0].message
    );
}

#[test]
fn an_inspection_counts_and_says_what_is_missing() {
    let mut f = Folder::new();
    for i in 0..6 {
        f = f.picture(&format!("ok/{i}00.png"));
    }
    let f = f.pictures(&["ng/x.png", "unlabelled/y.png"]);
    let set = f.open(Format::Folders);
    let json = serde_json::to_value(inspect(&set, check(&set, 0, &|_, _| {}))).unwrap();
    assert_eq!(json["format"], "folders");
    assert_eq!(
        (json["pictures"].as_u64(), json["labelled"].as_u64(), json["unlabelled"].as_u64()),
        (Some(8), Some(7), Some(1))
    );
    assert_eq!(
        json["classes"][1],
        serde_json::json!({"name": "ok", "good": true, "pictures": 6, "regions": 0})
    );
    assert_eq!(json["sizes"], serde_json::json!({"min": [20, 10], "max": [20, 10]}));
    assert!(json["groups"].is_null());
    let enough: Vec<bool> = json["tasks"].as_array().unwrap().iter().map(|t| t["enough"] == true).collect();
    assert_eq!(enough, [true, false, false, false, false, false, false, false]);
    assert_eq!(json["tasks"][1]["task"], "classify");
    assert!(json["tasks"][1]["why_not"].as_str().unwrap().contains("only the class ok"));
}
