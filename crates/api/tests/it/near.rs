//! Near duplicates that a hash does not find: by features, looked at closely.

use crate::app::{TestApp, id};
use crate::sets::worked_out;
use fovea_domain::assist::pack;
use fovea_vision::{Picture, encode_jpeg};
use serde_json::json;

/// Surfaces that have nothing to do with each other, and a picture of the first once more.
const SURFACES: u32 = 12;

/// A rough surface that repeats nowhere, seen from (`x`, `y`) on.
fn surface(seed: u32, (x, y): (u32, u32), light: f32) -> Vec<u8> {
    let lattice = |u: u32, v: u32, of: u32| {
        let mut h = u.wrapping_mul(374_761_393) ^ v.wrapping_mul(668_265_263) ^ of.wrapping_mul(69_069);
        h = (h ^ (h >> 13)).wrapping_mul(1_274_126_177);
        ((h ^ (h >> 16)) & 255) as f32
    };
    let soft = |u: u32, v: u32, cell: u32| {
        let (c, r) = (u / cell, v / cell);
        let (s, t) = ((u % cell) as f32 / cell as f32, (v % cell) as f32 / cell as f32);
        let corner = |i: u32, j: u32| lattice(c + i, r + j, seed * 7 + cell);
        let top = corner(0, 0) * (1.0 - s) + corner(1, 0) * s;
        let low = corner(0, 1) * (1.0 - s) + corner(1, 1) * s;
        top * (1.0 - t) + low * t
    };
    let mut picture = Picture::new(200, 160);
    for (at, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (u, v) = (at as u32 % 200 + x, at as u32 / 200 + y);
        pixel.fill(((0.5 * soft(u, v, 7) + 0.5 * soft(u, v, 19)) * light) as u8);
    }
    encode_jpeg(&picture, 90).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_was_moved_and_lit_otherwise_is_a_leak_once_features_are_known() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let mut files: Vec<(String, Vec<u8>)> =
        (1..=SURFACES).map(|n| (format!("good/{n}.jpg"), surface(n, (20, 20), 0.9))).collect();
    files.push(("good/moved.jpg".into(), surface(1, (26, 16), 0.7)));
    admin.bring(&project, files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect()).await;
    let split = format!("/projects/{}/split", id(&project));
    admin.put(&split, json!({"by": "random", "validation": 0, "test": 0})).await.expect(200);
    let moved = admin.pictures(&project, "name=moved").await.remove(0);
    let to_test = json!({"ids": [id(&moved)], "part": "test"});
    admin.post(&format!("/projects/{}/pictures/part", id(&project)), to_test).await.expect(200);
    // The hash is another one.
    let before = worked_out(&admin, &project, json!({})).await["result"].clone();
    assert_eq!((&before["near_groups"], &before["near_described"]), (&json!(0), &json!(0)));
    // As if a job had worked out what each looks like.
    let features = |name: &str| {
        let number = name.trim_start_matches("good/").trim_end_matches(".jpg").parse::<u32>();
        let way = number.map_or(1.02, |n| n as f32);
        Some(pack(&[way.cos(), way.sin(), 0.3], &[3]))
    };
    let described: Vec<(String, Option<Vec<u8>>)> = admin
        .pictures(&project, "sort=name")
        .await
        .iter()
        .map(|p| (p["hash"].as_str().unwrap().to_string(), features(p["name"].as_str().unwrap())))
        .collect();
    test.store.keep_features(&described).await.unwrap();
    let done = worked_out(&admin, &project, json!({})).await;
    let result = &done["result"];
    assert_eq!((&result["near_described"], &result["near_unseen"]), (&json!(SURFACES + 1), &json!(0)));
    assert_eq!((&result["near_groups"], &result["leaks"]), (&json!(1), &json!(1)), "{result}");
    let group = &result["near"][0];
    assert_eq!([&group["pictures"], &group["train"], &group["test"]], [2, 1, 1]);
    let query = format!("statistics={}&facet=leak&bin={}&sort=name", id(&done), group["bin"]);
    let found = admin.pictures(&project, &query).await;
    let names: Vec<&str> = found.iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["good/1.jpg", "good/moved.jpg"]);
}
