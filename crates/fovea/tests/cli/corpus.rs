//! What the fuzz targets are fed with to begin, and whatever once made one fail: every file, on every run of the tests.

use crate::program::root;

#[path = "../../../../fuzz/bodies/labels.rs"]
mod labels;
#[path = "../../../../fuzz/bodies/package.rs"]
mod package;
#[path = "../../../../fuzz/bodies/picture.rs"]
mod picture;
#[path = "../../../../fuzz/bodies/reduced.rs"]
mod reduced;

fn each_of(folder: &str, body: fn(&[u8]), at_least: usize) {
    let files = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = files.filter(|path| path.is_file()).collect();
    assert!(files.len() >= at_least, "{folder} has {} files", files.len());
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let found = std::panic::catch_unwind(|| body(&bytes));
        assert!(found.is_ok(), "{}", file.display());
    }
}

#[test]
fn no_label_file_of_the_corpus_makes_trouble() {
    each_of("fuzz/corpus/labels", labels::run, 25);
}

#[test]
fn no_package_of_the_corpus_makes_trouble() {
    each_of("fuzz/corpus/package", package::run, 9);
}

#[test]
fn no_picture_of_the_corpus_makes_trouble() {
    each_of("fuzz/corpus/picture", picture::run, 13);
    each_of("fuzz/corpus/reduced", picture::run, 7);
}

#[test]
fn no_picture_of_the_corpus_makes_trouble_in_a_fraction_of_its_size() {
    each_of("fuzz/corpus/reduced", reduced::run, 7);
    each_of("fuzz/corpus/picture", reduced::run, 13);
    each_of("crates/vision/tests/data", reduced::run, 7);
}
