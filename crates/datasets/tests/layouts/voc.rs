use crate::folder::{Folder, classes, listed, problems};
use fovea_datasets::Format;

fn file(name: &str, b: [&str; 4]) -> String {
    format!(
        "<annotation><filename>../../x.jpg</filename><object><name>{name}</name><bndbox><xmin>{}</xmin><ymin>{}</ymin>\
         <xmax>{}</xmax><ymax>{}</ymax></bndbox></object></annotation>",
        b[0], b[1], b[2], b[3]
    )
}

#[test]
fn boxes_and_listed_splits_are_read() {
    let f = Folder::new()
        .pictures(&["JPEGImages/a.jpg", "JPEGImages/b.jpg", "JPEGImages/c.jpg"])
        .text("Annotations/a.xml", &file("划痕", ["1", "2", "5", "6"]))
        .text("Annotations/b.xml", "<annotation/>")
        .text("ImageSets/Main/train.txt", "a\nb 1\n")
        .text("ImageSets/Main/val.txt", "c\n");
    let set = f.open(Format::Voc);
    assert_eq!(classes(&set), ["划痕", "good+"]);
    assert_eq!(
        listed(&set),
        ["JPEGImages/a.jpg 划痕 Train 1", "JPEGImages/b.jpg good Train", "JPEGImages/c.jpg good Val"]
    );
}

#[test]
fn lying_files_are_told_and_never_fatal() {
    let f = Folder::new()
        .pictures(&["a.jpg", "b.jpg", "c.jpg"])
        .text("a.xml", &file("x", ["-5", "0", "1e300", "5"]))
        .text("b.xml", &file("x", ["nan", "0", "5", "5"]))
        .text("c.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><annotation>&b;</annotation>")
        .text("gone.xml", &file("x", ["0", "0", "5", "5"]));
    let set = f.open(Format::Voc);
    assert_eq!(listed(&set), ["a.jpg x 1", "b.jpg -", "c.jpg -"]);
    let expected = [
        "label.outside a.xml",
        "label.degenerate b.xml",
        "label.unreadable c.xml",
        "label.no_picture gone.xml",
    ];
    assert_eq!(problems(&set), expected);
}
