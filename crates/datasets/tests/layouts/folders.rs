use crate::folder::{Folder, classes, listed, problems};
use fovea_datasets::{Format, OpenOptions, open};

#[test]
fn a_folder_is_a_class_however_deep_and_in_any_script() {
    let f =
        Folder::new().pictures(&["良品/1.jpg", "划痕/a/b/2.png", "划痕/3.png", "unlabelled/4.png", "5.png"]);
    let set = f.open(Format::Folders);
    assert_eq!(classes(&set), ["划痕", "良品+"]);
    assert_eq!(
        listed(&set),
        ["5.png -", "unlabelled/4.png -", "划痕/3.png 划痕", "划痕/a/b/2.png 划痕", "良品/1.jpg 良品"]
    );
    assert_eq!(set.is_good(&set.samples[4]), Some(true));
    assert_eq!(set.is_good(&set.samples[0]), None);
    assert!(set.problems.is_empty() && set.grouped_by.is_none());
    assert_eq!(set.samples[4].group, "良品/1.jpg");
}

#[test]
fn splits_lie_on_top_unless_train_is_a_class() {
    let f = Folder::new().pictures(&["train/ok/1.png", "train/ng/2.png", "val/ok/3.png", "test/ng/4.png"]);
    let found = listed(&f.open(Format::Folders));
    assert_eq!(
        found,
        [
            "test/ng/4.png ng Test",
            "train/ng/2.png ng Train",
            "train/ok/1.png ok Train",
            "val/ok/3.png ok Val"
        ]
    );
    let f = Folder::new().pictures(&["train/1.png", "car/2.png"]);
    assert_eq!(listed(&f.open(Format::Folders)), ["car/2.png car", "train/1.png train"]);
}

#[test]
fn more_good_names_and_a_group_pattern_can_be_given() {
    let f = Folder::new().pictures(&["golden/a_7_x.png", "ng/b_7_y.png", "ng/c.png"]);
    let options = OpenOptions {
        good: vec!["Golden".into()],
        group: Some("^[ab]_([0-9])_([xy])?".into()),
        ..OpenOptions::default()
    };
    let set = open(f.root(), &options).unwrap();
    assert_eq!(classes(&set), ["golden+", "ng"]);
    let groups: Vec<&str> = set.samples.iter().map(|s| s.group.as_str()).collect();
    assert_eq!(groups, ["7_x", "7_y", "ng/c.png"]);
    assert_eq!(problems(&set), ["group.no_match ng/c.png"]);
    let broken = OpenOptions { group: Some("(".into()), ..OpenOptions::default() };
    assert_eq!(open(f.root(), &broken).unwrap_err().code(), "dataset.bad_group");
}

#[test]
fn one_part_in_two_class_folders_is_one_group() {
    let mut f = Folder::new();
    for part in 0..6 {
        f = f.picture(&format!("ok/cam1_SN100{part}.png")).picture(&format!("ng/cam2_SN100{part}.png"));
    }
    let set = f.open(Format::Folders);
    assert!(set.grouped_by.is_some());
    assert_eq!(set.samples[0].group, "SN1000");
    assert_eq!(set.samples[0].group, set.samples[6].group);
}

#[test]
fn broken_files_are_told_and_the_rest_is_read() {
    let mut bomb = b"\xFF\xD8\xFF\xC0\0\x11\x08\xEA\x60\xEA\x60\x03\x01\x11\0\x02\x11\0\x03\x11\0".to_vec();
    bomb.extend([0; 20]);
    let f = Folder::new()
        .picture("ok/good.png")
        .bytes("ok/empty.jpg", b"")
        .bytes("ok/text.png", b"hello there")
        .bytes("ok/bomb.jpg", &bomb)
        .bytes("ok/cut.png", b"\x89PNG\r\n\x1a\n\0\0");
    let png = std::fs::read(f.path("ok/good.png")).unwrap();
    let f = f.bytes("ok/really-png.jpg", &png).bytes("ok/no-ending", &png).bytes("ok/.hidden.png", &png);
    let set = f.open(Format::Folders);
    assert_eq!(listed(&set), ["ok/good.png ok", "ok/no-ending ok", "ok/really-png.jpg ok"]);
    assert_eq!(
        problems(&set),
        [
            "picture.too_large ok/bomb.jpg",
            "picture.truncated ok/cut.png",
            "picture.empty ok/empty.jpg",
            "picture.unknown_format ok/text.png"
        ]
    );
}

#[test]
fn fatal_errors_say_what_to_do() {
    let f = Folder::new().text("readme.txt", "x");
    let e = f.try_open(Format::Auto).unwrap_err();
    assert_eq!(e.code(), "dataset.no_pictures");
    assert!(e.hint().contains("good/") && e.to_string().contains("1 other files"), "{e}");
    let missing = open(&f.root().join("nowhere"), &OpenOptions::default()).unwrap_err();
    assert_eq!(missing.code(), "dataset.no_folder");
    let f = f.picture("a.png");
    for format in [Format::Coco, Format::Labelme, Format::Yolo, Format::Voc, Format::Mvtec, Format::Masks] {
        let e = f.try_open(format).unwrap_err();
        assert_eq!(e.code(), "dataset.format_not_found");
        assert!(e.to_string().contains(format.name()) && !e.hint().is_empty());
    }
}

#[cfg(unix)]
#[test]
fn links_may_not_lead_out() {
    use std::os::unix::fs::symlink;
    let outside = Folder::new().picture("secret.png");
    let f = Folder::new().picture("ok/a.png");
    symlink(outside.path("secret.png"), f.path("ok/b.png")).unwrap();
    symlink(outside.root(), f.path("ng")).unwrap();
    symlink(f.root(), f.path("ok/round")).unwrap();
    symlink("nothing", f.path("ok/broken.png")).unwrap();
    symlink(f.path("ok/a.png"), f.path("ok/c.png")).unwrap();
    let set = f.open(Format::Folders);
    assert_eq!(listed(&set), ["ok/a.png ok", "ok/c.png ok"]);
    assert_eq!(
        problems(&set),
        ["path.outside ng", "path.outside ok/b.png", "path.broken_link ok/broken.png"]
    );
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_get_unique_ids() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let f = Folder::new().picture("ok/a.png");
    let png = std::fs::read(f.path("ok/a.png")).unwrap();
    for name in [b"b\xFE.png", b"b\xFF.png"] {
        std::fs::write(f.root().join("ok").join(OsStr::from_bytes(name)), &png).unwrap();
    }
    let set = f.open(Format::Folders);
    let ids: Vec<&str> = set.samples.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["ok/a.png", "ok/b\u{fffd}.png", "ok/b\u{fffd}.png~2"]);
    assert_eq!(set.problems.len(), 2);
}
