use crate::models::parts;
use crate::pictures::{part, write, write_png};
use crate::program::{fovea, keys, run, sample};
use std::path::Path;

fn inspect(folder: &Path, more: &[&str]) -> serde_json::Value {
    run(fovea().args(["dataset", "inspect", "--json"]).args(more).arg(folder)).exits(0).json()
}

#[test]
fn tells_what_the_real_sample_holds() {
    let seen = inspect(&sample(), &[]);
    assert_eq!(seen["format"], "labelme");
    assert_eq!((&seen["pictures"], &seen["labelled"]), (&89.into(), &89.into()));
    let pitting = seen["classes"].as_array().unwrap().iter().find(|c| c["name"] == "Pitting").unwrap();
    assert_eq!((&pitting["pictures"], &pitting["good"]), (&44.into(), &false.into()));
    assert_eq!(seen["groups"]["count"], 9);
    assert_eq!(seen["sizes"]["max"], serde_json::json!([565, 230]));
    assert!(seen["tasks"].as_array().unwrap().iter().any(|t| t["task"] == "segment" && t["enough"] == true));
    assert_eq!(seen["problems"], serde_json::json!([]));
    let parts = ["classes", "format", "groups", "labelled", "pictures", "problems"];
    assert_eq!(keys(&seen)[..6], parts);
}

#[test]
fn a_chessboard_tells_how_large_a_pixel_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut board = fovea_vision::Picture::new(240, 200);
    for (i, pixel) in board.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (i % 240, i / 240);
        let on = (20..200).contains(&x) && (20..170).contains(&y);
        // Squares of 30 pixels.
        let dark = on && ((x - 20) / 30 + (y - 20) / 30) % 2 == 0;
        pixel.fill(if dark { 40 } else { 210 });
    }
    let file = folder.path().join("board.png");
    write_png(&file, &board);
    let told =
        run(fovea().args(["dataset", "chessboard", "--square", "6", "--json"]).arg(&file)).exits(0).json();
    assert_eq!((&told["columns"], &told["rows"]), (&5.into(), &4.into()));
    assert!((told["mm_per_px"].as_f64().unwrap() - 0.2).abs() < 0.002, "{told}");
    let text = run(fovea().args(["dataset", "chessboard", "--square", "6"]).arg(&file)).exits(0);
    assert!(text.out.contains("mm a pixel") && text.out.contains("5 × 4"), "{}", text.out);
    let plain = folder.path().join("plain.png");
    write_png(&plain, &part(1, false));
    run(fovea().args(["dataset", "chessboard", "--square", "6"]).arg(&plain))
        .fails(3, "chessboard.not_found");
    write(&plain, b"no picture");
    run(fovea().args(["dataset", "chessboard", "--square", "6"]).arg(&plain))
        .fails(3, "picture.unknown_format");
    run(fovea().args(["dataset", "chessboard", "--square", "6"]).arg(folder.path().join("none.png")))
        .fails(3, "file.unreadable");
    run(fovea().args(["dataset", "chessboard", "--square", "0"]).arg(&file)).exits(2);
}

#[test]
fn a_centroid_file_becomes_a_layout_by_two_components_on_the_picture() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_png(&at("golden.png"), &fovea_vision::Picture::new(600, 500));
    let text = "Designator,X,Y,Rotation,Package,Layer\nR1,10,20,0,0603,Top\nC7,30,20,90,0402,Top\nU3,10,40,45,QFP48,Top\nR9,12,22,0,0603,Bottom\nJ1,90,20,0,X,Top\n";
    write(&at("board.csv"), text.as_bytes());
    let made = |more: &[&str]| {
        let mut command = fovea();
        command.args(["dataset", "centroids", "--json", "--size", "4x4"]).arg(at("board.csv"));
        command.arg("--picture").arg(at("golden.png")).arg("--out").arg(at("layout.json")).args(more);
        run(&mut command)
    };
    let points = ["--point", "R1=100,400", "--point", "C7=300,400"];
    let told = made(&[&points[..], &["--either-way", "R1"]].concat()).exits(0).json();
    assert_eq!((&told["components"], &told["left_out"]), (&3.into(), &serde_json::json!(["J1"])), "{told}");
    let layout: serde_json::Value =
        serde_json::from_slice(&std::fs::read(at("layout.json")).unwrap()).unwrap();
    assert_eq!((&layout["image"], &layout["either_way"]), (&"golden.png".into(), &serde_json::json!(["R1"])));
    let corners: Vec<f64> =
        layout["components"]["R1"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let wanted = [92.0, 396.0, 108.0, 404.0];
    assert!(corners.iter().zip(wanted).all(|(c, w)| (c - w).abs() < 0.11), "{corners:?}");
    assert_eq!(keys(&layout["components"]), ["C7", "R1", "U3"]);
    // It is what a training reads.
    let seen = inspect(folder.path(), &["--format", "boards"]);
    assert_eq!((&seen["format"], &seen["problems"]), (&"boards".into(), &serde_json::json!([])));
    made(&["--point", "R1=100,400"]).fails(2, "centroids.points");
    made(&["--point", "R1=100,400", "--point", "X5=300,400"]).fails(2, "centroids.unknown");
    made(&["--point", "R1=100,400", "--point", "R9=300,400"]).fails(2, "centroids.unknown");
    made(&["--point", "R1=100,400", "--point", "C7=100,400"]).fails(3, "centroids.flat");
    made(&["--point", "R1=100"]).exits(2);
    made(&[&points[..], &["--either-way", "R5"]].concat()).fails(2, "centroids.unknown");
    write(&at("board.csv"), b"name,price\nR1,3\n");
    made(&points).fails(3, "centroids.not_read");
}

#[test]
fn a_folder_a_class_is_understood() {
    let seen = inspect(parts(), &[]);
    let class = |name: &str, good: bool, pictures: usize| serde_json::json!({"name": name, "good": good, "pictures": pictures, "regions": 0});
    let classes = seen["classes"].as_array().unwrap();
    assert!(
        classes.contains(&class("good", true, 24)) && classes.contains(&class("blob", false, 12)),
        "{seen}"
    );
    assert_eq!(seen["groups"], serde_json::Value::Null);
    let text = run(fovea().args(["dataset", "inspect"]).arg(parts())).exits(0);
    assert!(
        text.out.contains("folders, 36 pictures") && text.out.contains("enough for classify"),
        "{}",
        text.out
    );
    assert!(text.err.contains("reading 36/36"), "{}", text.err);
}

#[test]
fn chinese_names_of_good_pictures_and_given_ones_are_known() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..3 {
        let name = format!("零件{}.png", ["甲", "乙", "丙"][i]);
        write_png(&folder.path().join("良品").join(&name), &part(i as u64, false));
        write_png(&folder.path().join("划痕").join(&name), &part(9 + i as u64, true));
    }
    let good = |seen: &serde_json::Value, name: &str| {
        let class = seen["classes"].as_array().unwrap().iter().find(|c| c["name"] == name).unwrap().clone();
        class["good"].as_bool().unwrap()
    };
    let seen = inspect(folder.path(), &[]);
    assert!(good(&seen, "良品") && !good(&seen, "划痕"));
    let seen = inspect(folder.path(), &["--good", "划痕"]);
    assert!(good(&seen, "划痕"));
}

#[test]
fn every_problem_is_told_by_file_and_the_rest_is_used() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..6 {
        write_png(
            &folder.path().join("good").join(format!("{}.png", ["a", "b", "c", "d", "e", "f"][i])),
            &part(i as u64, false),
        );
    }
    write(&folder.path().join("good/empty.png"), b"");
    write(&folder.path().join("bad/text.jpg"), b"this is no picture");
    let seen = inspect(folder.path(), &[]);
    assert_eq!(seen["pictures"], 6);
    let problems = seen["problems"].as_array().unwrap();
    for (path, code) in [("good/empty.png", "picture.empty"), ("bad/text.jpg", "picture.unknown_format")] {
        let problem = problems.iter().find(|p| p["path"] == path).unwrap_or_else(|| panic!("{path}: {seen}"));
        assert_eq!(problem["code"], code);
        assert!(problem["message"].as_str().is_some_and(|m| !m.is_empty()));
    }
}

#[test]
fn a_picture_that_is_cut_off_behind_its_head_is_found() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b", "c"] {
        write_png(&folder.path().join("good").join(format!("{name}.png")), &part(1, false));
    }
    let whole = std::fs::read(folder.path().join("good/a.png")).unwrap();
    write(&folder.path().join("good/cut.png"), &whole[..whole.len() / 2]);
    let seen = inspect(folder.path(), &[]);
    let problems = seen["problems"].as_array().unwrap();
    assert!(problems.iter().any(|p| p["path"] == "good/cut.png"), "{seen}");
}

#[test]
fn a_folder_with_nothing_usable_is_code_3() {
    let folder = tempfile::tempdir().unwrap();
    run(fovea().args(["dataset", "inspect"]).arg(folder.path())).fails(3, "dataset.no_pictures");
    write(&folder.path().join("good/a.png"), b"no picture");
    let failed = run(fovea().args(["dataset", "inspect"]).arg(folder.path())).fails(3, "dataset.no_pictures");
    assert!(failed.err.contains("a.png"), "{}", failed.err);
    run(fovea().args(["dataset", "inspect"]).arg(folder.path().join("nowhere")))
        .fails(3, "dataset.no_folder");
    let format = ["dataset", "inspect", "--format", "coco"];
    run(fovea().args(format).arg(parts())).fails(3, "dataset.format_not_found");
}

#[test]
fn wrong_words_are_code_2() {
    run(fovea().args(["dataset", "inspect"])).exits(2);
    run(fovea().args(["dataset", "inspect", "--format", "nonsense"]).arg(parts())).exits(2);
    run(fovea().args(["dataset", "inspect", "--group", "num_("]).arg(parts())).fails(2, "dataset.bad_group");
    run(fovea().args(["dataset", "nonsense"])).exits(2);
    run(fovea().arg("--nonsense")).exits(2);
    run(&mut fovea()).exits(2);
}

#[test]
fn a_folder_and_an_archive_are_written_in_another_format_and_losses_are_told() {
    let place = tempfile::tempdir().unwrap();
    let (cvat, voc) = (place.path().join("cvat"), place.path().join("voc"));
    let convert = |from: &Path, to: &str, out: &Path| {
        run(fovea().args(["dataset", "convert", "--json", "--to", to, "--out"]).arg(out).arg(from))
    };
    let told = convert(&sample(), "cvat", &cvat).exits(0).json();
    assert_eq!(
        (&told["from"], &told["format"], &told["pictures"]),
        (&"labelme".into(), &"cvat".into(), &89.into())
    );
    assert_eq!((&told["losses"], &told["problems"]), (&serde_json::json!([]), &serde_json::json!([])));
    let (seen, was) = (inspect(&cvat, &[]), inspect(&sample(), &[]));
    assert_eq!((&seen["format"], &seen["labelled"]), (&"cvat".into(), &was["labelled"]));
    let regions = |seen: &serde_json::Value| -> Vec<(String, u64)> {
        let of = |c: &serde_json::Value| (c["name"].as_str().unwrap().into(), c["regions"].as_u64().unwrap());
        let mut all: Vec<_> = seen["classes"].as_array().unwrap().iter().map(of).collect();
        all.sort();
        all
    };
    assert_eq!(regions(&seen), regions(&was));
    // Within a folder of its name, as people send it.
    let zip = place.path().join("set.zip");
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&zip).unwrap());
    let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for name in ["annotations.xml", "../out.txt"] {
        writer
            .start_file(if name.starts_with('.') { name.into() } else { format!("set/{name}") }, plain)
            .unwrap();
        std::io::copy(&mut std::fs::File::open(cvat.join("annotations.xml")).unwrap(), &mut writer).unwrap();
    }
    for picture in
        std::fs::read_dir(cvat.join("images")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file())
    {
        writer
            .start_file(format!("set/images/{}", picture.file_name().unwrap().to_str().unwrap()), plain)
            .unwrap();
        std::io::copy(&mut std::fs::File::open(picture).unwrap(), &mut writer).unwrap();
    }
    writer.finish().unwrap();
    let told = convert(&zip, "voc", &voc).exits(0).json();
    assert_eq!((&told["from"], &told["left_out"][0]["code"]), (&"cvat".into(), &"import.bad_name".into()));
    let outlines = told["losses"].as_array().unwrap().iter().find(|l| l["kind"] == "polygon").unwrap();
    assert_eq!(outlines["what"], "upright_box");
    assert!(std::fs::read_to_string(voc.join("README.txt")).unwrap().contains("polygon"));
    assert!(!place.path().join("voc.unpacked").exists());
    // Nothing is written over.
    let taken = convert(&sample(), "voc", &voc).exits(3);
    assert!(taken.err.contains("dataset.out_taken"), "{}", taken.err);
    // Below a file no folder can be made.
    convert(&sample(), "voc", &zip.join("inside")).fails(1, "dataset.unwritable");
    convert(&sample(), "nonsense", &place.path().join("x")).exits(2);
}
