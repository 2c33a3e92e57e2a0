use super::*;
use crate::open;
use proptest::prelude::*;
use std::path::Path;

fn picture(path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let png = fovea_vision::encode_png_rgb(&fovea_vision::Picture::new(40, 20)).unwrap();
    std::fs::write(path, png).unwrap();
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

fn words(set: &DataSet) -> Vec<(String, Vec<String>)> {
    let texts = set.texts.as_ref().unwrap();
    texts.iter().map(|(id, t)| (id.clone(), t.iter().map(|t| t.text.clone()).collect())).collect()
}

#[test]
fn a_list_beside_the_pictures_tells_what_stands_on_them() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.png", "b.png", "deep/c.png", "d.png"] {
        picture(&dir.path().join(name));
    }
    let list =
        "picture,text\na.png,\"LOT 1, \"\"B\"\"\"\nb,B-2\ndeep/c.png,C,3\nno.png,X\na line without any\n";
    write(&dir.path().join("labels.csv"), list);
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::Texts);
    let told = [("a.png", "LOT 1, \"B\""), ("b.png", "B-2"), ("deep/c.png", "C,3")];
    assert_eq!(words(&set), told.map(|(id, t)| (id.to_string(), vec![t.to_string()])).to_vec());
    assert_eq!(set.samples.iter().filter(|s| s.class.is_some()).count(), 3);
    let codes: Vec<&str> = set.problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["label.no_picture", "label.unreadable"]);
}

#[test]
fn files_of_lines_tell_where_texts_stand() {
    let dir = tempfile::tempdir().unwrap();
    picture(&dir.path().join("img_1.png"));
    picture(&dir.path().join("img_2.png"));
    let lines = "\u{feff}1,2,11,2,11,8,1,8,HELLO, WORLD\n1,9,11,9,11,15,1,15,###\n";
    write(&dir.path().join("gt_img_1.txt"), lines);
    write(&dir.path().join("gt_img_2.txt"), "1,2,3,4,five\n");
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::Texts);
    assert_eq!(words(&set), [("img_1.png".to_string(), vec!["HELLO, WORLD".to_string()])]);
    let quad = set.texts.as_ref().unwrap()["img_1.png"][0].quad.unwrap();
    assert_eq!(quad, [[1.0, 2.0], [11.0, 2.0], [11.0, 8.0], [1.0, 8.0]]);
    assert_eq!(set.problems.len(), 1);
}

#[test]
fn labelme_files_tell_texts_by_description_or_label() {
    let dir = tempfile::tempdir().unwrap();
    picture(&dir.path().join("a.png"));
    let shapes = r#"{"shapes": [
        {"label": "text", "description": "AB 12", "points": [[1, 2], [20, 10]], "shape_type": "rectangle"},
        {"label": "X9", "points": [[1, 2], [9, 2], [9, 6], [1, 6]], "shape_type": "polygon"}]}"#;
    write(&dir.path().join("a.json"), shapes);
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::Labelme);
    let texts = told_texts(&set, &Limits::default());
    let told: Vec<&str> = texts["a.png"].iter().map(|t| t.text.as_str()).collect();
    assert_eq!(told, ["AB 12", "X9"]);
    assert_eq!(texts["a.png"][0].quad, Some([[1.0, 2.0], [20.0, 2.0], [20.0, 10.0], [1.0, 10.0]]));
}

#[test]
fn lists_of_something_else_are_no_texts() {
    let dir = tempfile::tempdir().unwrap();
    picture(&dir.path().join("good/a.png"));
    picture(&dir.path().join("bad/b.png"));
    write(&dir.path().join("labels.txt"), "good\nbad\n");
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!((set.format, set.texts), (Format::Folders, None));
}

#[test]
fn a_layout_tells_what_every_board_says() {
    let json = br#"{"image": "g.jpg", "components": {}, "texts": {"n": {"box": [1, 2, 3, 4], "text": "AB 1"}, "e": {"text": " "}}}"#;
    assert_eq!(parse::layout_texts(json), [ToldText { text: "AB 1".into(), quad: None }]);
    assert!(parse::layout_texts(b"{\"texts\": 3}").is_empty() && parse::layout_texts(b"").is_empty());
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in "[\\PC\n\t,\"#0-9]{0,80}") {
        let _ = parse_text_list(&text);
        let _ = parse_text_lines(&text);
    }

    #[test]
    fn what_is_written_as_a_list_is_read(name in "[a-z]{1,8}\\.png", text in "[A-Z0-9 ,\"]{1,12}") {
        prop_assume!(!text.trim().is_empty());
        let line = format!("{name},\"{}\"\n", text.replace('"', "\"\""));
        let (told, wrong) = parse_text_list(&line);
        prop_assert!(wrong.is_empty());
        prop_assert_eq!(told, vec![(name, text)]);
    }
}
