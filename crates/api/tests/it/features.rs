//! What each place of a picture looks like, worked out once and kept.

use crate::app::{Client, TestApp, id};
use fovea_api::Settings;
use fovea_vision::{Picture, encode_png_rgb};
use std::path::PathBuf;

/// A field of a protobuf message, whose length fits into seven bits twice.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let length = [(bytes.len() % 128) as u8 | 128, (bytes.len() / 128) as u8];
    [&[(number << 3) | 2][..], &length[..], bytes].concat()
}

fn number(field: u8, value: u8) -> Vec<u8> {
    vec![field << 3, value]
}

/// A graph from `image` to the mean colour of each place, as `onnx` would write it.
fn colours() -> Result<Vec<u8>, String> {
    let sides = |name: &str| {
        let kind = vec![0xa0, 0x01, 7];
        field(5, &[field(1, name.as_bytes()), number(8, 8), number(8, 8), kind].concat())
    };
    let named = |at: u8, name: &str| field(at, name.as_bytes());
    let node = [
        named(1, "image"),
        named(2, "map"),
        named(3, "map"),
        named(4, "AveragePool"),
        sides("kernel_shape"),
        sides("strides"),
    ];
    let value = |name: &str| {
        let free = |name: &str| field(1, &named(2, name));
        let shape =
            [free("N"), field(1, &number(1, 3)), free(&format!("{name}.h")), free(&format!("{name}.w"))];
        let tensor = [number(1, 1), field(2, &shape.concat())].concat();
        [named(1, name), field(2, &field(1, &tensor))].concat()
    };
    let graph =
        [field(1, &node.concat()), named(2, "colours"), field(11, &value("image")), field(12, &value("map"))];
    let operators = [named(1, ""), number(2, 15)].concat();
    Ok([number(1, 8), field(7, &graph.concat()), field(8, &operators)].concat())
}

/// Black, but for its right half.
fn halves() -> Vec<u8> {
    let mut picture = Picture::new(64, 40);
    for (at, value) in picture.rgb.iter_mut().enumerate() {
        *value = if (at / 3) % 64 < 32 { 0 } else { 255 };
    }
    encode_png_rgb(&picture).unwrap()
}

fn kept(test: &TestApp) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(test.folder().join("maps")).unwrap().flatten();
    let files = folders.filter_map(|folder| std::fs::read_dir(folder.path()).ok());
    files.flat_map(|files| files.flatten()).map(|file| file.path()).collect()
}

async fn house() -> (TestApp, Client, String) {
    let test = TestApp::with(Settings { feature_graph: Some(colours), ..Settings::default() }).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.png", halves())]).await;
    let one = admin.pictures(&project, "").await.remove(0);
    let path = format!("/pictures/{}/features", id(&one));
    (test, admin, path)
}

#[tokio::test(flavor = "multi_thread")]
async fn features_of_places_are_worked_out_once() {
    let (test, admin, path) = house().await;
    assert!(kept(&test).is_empty());
    // All at once, and the same for all.
    let answers = futures_util::future::join_all((0..4).map(|_| admin.get(&path))).await;
    for answer in &answers {
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.headers["content-type"], "application/octet-stream");
        assert_eq!(answer.bytes, answers[0].bytes);
    }
    let bytes = &answers[0].bytes;
    // 8 × 5 places of three colours.
    assert_eq!(bytes[..12], *b"FMP1\x08\x00\x05\x00\x03\x00\x00\x00");
    assert_eq!(bytes.len(), 24 + 8 * 5 * 3);
    let place = |row: usize, column: usize| bytes[24 + (row * 8 + column) * 3] as i8;
    assert_eq!([place(0, 0), place(4, 3), place(0, 4), place(4, 7)], [0, 0, 127, 127]);
    assert_eq!(kept(&test).len(), 1);
    let known = admin.with("if-none-match", &answers[0].etag()).get(&path).await;
    assert_eq!((known.status.as_u16(), known.bytes.len()), (304, 0));
    // What is kept may go, or be left half written by a power cut.
    let file = kept(&test).remove(0);
    std::fs::write(&file, &bytes[..50]).unwrap();
    assert_eq!(admin.get(&path).await.bytes, *bytes);
    assert_eq!(std::fs::read(&file).unwrap(), *bytes);
    std::fs::remove_dir_all(test.folder().join("maps")).unwrap();
    assert_eq!(admin.get(&path).await.bytes, *bytes);
    assert_eq!(kept(&test).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn features_are_there_for_those_who_see_the_picture() {
    let (test, admin, path) = house().await;
    let annotator = test.member(&admin, "kim", "annotator").await;
    annotator.get(&path).await.refused(404, "not_found");
    test.anonymous().get(&path).await.refused(401, "auth.required");
    let other = format!("/pictures/{}/features", fovea_store::Id::new());
    admin.get(&other).await.refused(404, "not_found");
    assert!(kept(&test).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_the_backbone_says_so() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("a.png", halves())]).await;
    let one = admin.pictures(&project, "").await.remove(0);
    let path = format!("/pictures/{}/features", id(&one));
    admin.get(&path).await.refused(404, "picture.no_features");
}
