//! Pictures and labels as the world sends them.

use crate::models::{anomaly, parts};
use crate::pictures::{part, write, write_jpeg, write_png};
use crate::program::{Run, fovea, root, run};
use std::path::Path;
use std::process::Command;

fn predict(folder: &Path) -> Run {
    run(fovea().args(["predict", "--json"]).arg(&anomaly().file).arg(folder)).exits(0)
}

fn inspect(folder: &Path) -> serde_json::Value {
    run(fovea().args(["dataset", "inspect", "--json"]).arg(folder)).exits(0).json()
}

/// A PNG whose head claims a size that no pixels follow.
fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut head = b"IHDR".to_vec();
    head.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
    head.extend([8, 2, 0, 0, 0]);
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
    };
    let crc = !head.iter().fold(u32::MAX, step);
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec(), head, crc.to_be_bytes().to_vec()].concat()
}

#[test]
fn what_is_no_picture_is_named_and_the_rest_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_png(&at("whole.png"), &part(1, false));
    let whole = std::fs::read(at("whole.png")).unwrap();
    write(&at("misnamed.jpg"), &whole);
    let bad: [(&str, &[u8]); 7] = [
        ("empty.png", b""),
        ("half.png", &whole[..whole.len() / 2]),
        ("text.jpg", b"this is a text"),
        ("bomb.png", &png_head(60_000, 60_000)),
        ("bomb.ppm", b"P6 60000 60000 255\n"),
        ("head.png", &png_head(64, 64)),
        ("page.gif", b"<html>"),
    ];
    bad.iter().for_each(|(name, bytes)| write(&at(name), bytes));
    let done = predict(folder.path());
    let told: Vec<String> = done.lines().iter().map(|l| l["path"].as_str().unwrap().into()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    for (name, _) in bad {
        assert!(
            done.err.lines().any(|l| l.starts_with("warning: ") && l.contains(name)),
            "{name}: {}",
            done.err
        );
    }
    assert_eq!(done.lines()[0]["score"], done.lines()[1]["score"], "the name must not matter");
}

#[test]
fn kinds_of_pictures_that_cameras_and_tools_write_are_judged() {
    let corpus = root().join("fuzz/corpus/picture");
    let names = [
        "cmyk.jpg",
        "cmyk.tif",
        "palette.png",
        "progressive.jpg",
        "restarts.jpg",
        "rgb.bmp",
        "rgb.png",
        "rgb.ppm",
        "rgb.tif",
        "two-frames.gif",
        "two-frames.webp",
        // Of 16 bits a pixel.
        "wide.png",
        // To be turned, as its EXIF says.
        "../reduced/turned.jpg",
    ];
    let mut command = fovea();
    command.args(["predict", "--json"]).arg(&anomaly().file).args(names.map(|n| corpus.join(n)));
    let done = run(&mut command).exits(0);
    let told: Vec<String> = done.lines().iter().map(|l| l["path"].as_str().unwrap().into()).collect();
    let missing: Vec<&str> = names.into_iter().filter(|n| !told.iter().any(|t| t.ends_with(n))).collect();
    assert_eq!(missing, Vec::<&str>::new(), "{}", done.err);
}

#[test]
fn pipes_and_links_in_a_folder_stop_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good");
    for name in ["a.png", "b.png", "c.png"] {
        write_png(&good.join(name), &part(1, false));
    }
    let made = Command::new("mkfifo").arg(good.join("pipe.png")).status().unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink(folder.path(), good.join("round")).unwrap();
    std::os::unix::fs::symlink("/nowhere/x.png", good.join("dangling.png")).unwrap();
    assert_eq!(predict(folder.path()).lines().len(), 3);
    assert_eq!(inspect(folder.path())["pictures"], 3);
    // Asked for by name, a pipe is an error and not a wait.
    let mut command = fovea();
    run(command.arg("predict").arg(&anomaly().file).arg(good.join("pipe.png")))
        .fails(3, "predict.no_picture");
}

#[test]
fn a_place_for_results_that_is_a_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("file"), b"x");
    let inside = folder.path().join("file/inside");
    let mut heat = fovea();
    heat.arg("predict").arg(&anomaly().file).arg(parts()).arg("--heatmaps").arg(&inside);
    let mut report = fovea();
    report.arg("evaluate").arg(&anomaly().file).arg("--data").arg(parts()).arg("--report").arg(&inside);
    let mut train = fovea();
    train
        .args(["train", "--task", "anomaly", "--data"])
        .arg(parts())
        .arg("--out")
        .arg(inside.join("m.fovea"));
    for command in [&mut heat, &mut report, &mut train] {
        let failed = run(command).exits(1);
        assert!(failed.err.contains("file/inside") && failed.err.contains("hint: "), "{}", failed.err);
    }
}

#[test]
fn labels_that_lie_are_told_and_the_rest_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["a", "b", "c", "d", "e"] {
        write_jpeg(&at(&format!("images/{name}.jpg")), &part(1, true));
    }
    let label = |picture: &str, points: &str| {
        format!(
            r#"{{"version": "5", "imagePath": "{picture}", "imageWidth": 96, "imageHeight": 96,
                "shapes": [{{"label": "dent", "shape_type": "polygon", "points": {points}}}]}}"#
        )
    };
    let triangle = "[[10, 10], [40, 10], [40, 40]]";
    write(&at("labelme/a.json"), label("../images/a.jpg", triangle).as_bytes());
    write(&at("labelme/b.json"), label("../images/b.jpg", "[[900, 900], [990, 900], [990, 990]]").as_bytes());
    write(&at("labelme/c.json"), b"{ broken");
    write(&at("labelme/d.json"), label("../../../../etc/passwd", triangle).as_bytes());
    write(&at("labelme/lost.json"), label("../images/lost.jpg", triangle).as_bytes());
    let seen = inspect(folder.path());
    assert_eq!((&seen["format"], &seen["pictures"]), (&"labelme".into(), &5.into()), "{seen}");
    let problems = seen["problems"].as_array().unwrap();
    for name in ["b.json", "c.json", "lost.json"] {
        assert!(problems.iter().any(|p| p["path"].as_str().unwrap().ends_with(name)), "{name}: {seen}");
    }
    assert!(!seen.to_string().contains("root:"), "a label led out of the folder");
}

#[test]
fn coco_and_yolo_files_that_lie_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let coco = folder.path().join("coco");
    write_png(&coco.join("images/a.png"), &part(1, true));
    write_png(&coco.join("images/b.png"), &part(2, true));
    write(
        &coco.join("annotations.json"),
        br#"{"images": [{"id": 1, "file_name": "a.png", "width": 96, "height": 96},
                        {"id": 2, "file_name": "b.png", "width": 96, "height": 96},
                        {"id": 3, "file_name": "missing.png", "width": 96, "height": 96},
                        {"id": 4, "file_name": "../../../etc/passwd", "width": 96, "height": 96}],
             "categories": [{"id": 1, "name": "dent"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 20]},
                             {"id": 2, "image_id": 1, "category_id": 77, "bbox": [10, 10, 20, 20]},
                             {"id": 3, "image_id": 2, "category_id": 1, "bbox": [500, 500, 20, 20]},
                             {"id": 4, "image_id": 99, "category_id": 1, "bbox": [1, 1, 2, 2]}]}"#,
    );
    let seen = inspect(&coco);
    assert_eq!((&seen["format"], &seen["pictures"]), (&"coco".into(), &2.into()), "{seen}");
    assert!(seen["problems"].as_array().unwrap().len() >= 3, "{seen}");

    let yolo = folder.path().join("yolo");
    write_png(&yolo.join("images/a.png"), &part(1, true));
    write_png(&yolo.join("images/b.png"), &part(2, true));
    write(&yolo.join("labels/a.txt"), b"0 0.5 0.5 0.2 0.2\n9 0.5 0.5 0.1 0.1\n");
    write(&yolo.join("labels/b.txt"), b"0 nan inf 7 -3\nnonsense\n");
    write(&yolo.join("classes.txt"), b"dent\nscratch\n");
    let seen = inspect(&yolo);
    assert_eq!((&seen["format"], &seen["pictures"]), (&"yolo".into(), &2.into()), "{seen}");
    assert!(seen["problems"].as_array().unwrap().len() >= 2, "{seen}");
}
