//! Packages that are damaged, or made to do harm: each is an error that tells why, never a panic, and never a
//! verdict.
#![expect(clippy::unwrap_used, clippy::panic, reason = "these are tests, with their helpers")]

mod archive;
mod graphs;

use archive::{Entry, archive};
use fovea_domain::{Task, Verdict};
use fovea_infer::read::ReadSpec;
use fovea_infer::{
    FORMAT, Fit, InferError, LoadOptions, Manifest, Model, Package, PackageFile, Reference, Training,
    run_paths,
};
use fovea_onnx::proto::{AttributeProto, ModelProto, NodeProto, StringStringEntryProto};
use fovea_onnx::{Attr, GraphBuilder};
use fovea_vision::{Limits, Picture, encode_png_rgb};
use graphs::{Shapes, graph};
use prost::Message;
use std::collections::BTreeMap;

const SIDE: u32 = 32;

fn manifest() -> Manifest {
    Manifest {
        format: FORMAT,
        fovea: "0.0.0".into(),
        task: Task::Anomaly,
        name: "test".into(),
        classes: vec!["anomaly".into()],
        good: vec![],
        input: Fit::Stretch { width: SIDE, height: SIDE },
        reduced: true,
        threshold: 0.5,
        flips: false,
        pixel_threshold: 0.5,
        min_area: 1,
        board: None,
        compare: None,
        read: None,
        glue: None,
        detect: None,
        training: Training {
            seed: 0,
            threads: 1,
            pictures: 1,
            data: String::new(),
            threshold_rule: String::new(),
            validation: String::new(),
            stopped_early: false,
            settings: serde_json::Value::Null,
        },
        validation: serde_json::Value::Null,
        licences: vec![],
        references: vec![Reference {
            file: "reference/0.png".into(),
            score: 100.0 / 255.0,
            scores: BTreeMap::new(),
            components: BTreeMap::new(),
            template: None,
            texts: Vec::new(),
        }],
        files: BTreeMap::new(),
    }
}

fn grey(value: u8) -> Picture {
    Picture { width: 40, height: 24, rgb: vec![value; 40 * 24 * 3] }
}

fn reference() -> PackageFile {
    PackageFile { name: "reference/0.png".into(), bytes: encode_png_rgb(&grey(100)).unwrap() }
}

fn package_of(manifest: Manifest, graph: Vec<u8>) -> Package {
    Package::new(manifest, graph, vec![reference()])
}

fn package() -> Package {
    package_of(manifest(), graph(&Shapes::default()))
}

/// The package as entries of an archive that a test can change.
fn entries(package: &Package) -> Vec<Entry> {
    let manifest = serde_json::to_vec(&package.manifest).unwrap();
    let files = package.files.iter().map(|(name, bytes)| Entry::new(name, bytes));
    std::iter::once(Entry::new("manifest.json", &manifest)).chain(files).collect()
}

fn read_with(change: impl FnOnce(&mut Vec<Entry>)) -> Result<Package, InferError> {
    let mut all = entries(&package());
    change(&mut all);
    Package::from_bytes(&archive(&all))
}

fn read_with_manifest(change: impl FnOnce(&mut serde_json::Value)) -> Result<Package, InferError> {
    read_with(|all| {
        let mut value: serde_json::Value = serde_json::from_slice(&all[0].data).unwrap();
        change(&mut value);
        all[0] = Entry::new("manifest.json", &serde_json::to_vec(&value).unwrap());
    })
}

/// A package that is whole but for its graph.
fn read_with_graph(change: impl FnOnce(&mut ModelProto)) -> Result<Package, InferError> {
    let mut model = ModelProto::decode(graph(&Shapes::default()).as_slice()).unwrap();
    change(&mut model);
    Package::from_bytes(&package_of(manifest(), model.encode_to_vec()).to_bytes().unwrap())
}

#[track_caller]
fn refused(result: Result<Package, InferError>, why: &str) {
    match result {
        Err(e @ (InferError::Refused(_) | InferError::Damaged(_))) => {
            assert!(e.to_string().contains(why), "{e} does not tell of `{why}`");
            assert!(!e.hint().is_empty());
        }
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_whole_package_gives_verdicts() {
    let read = Package::from_bytes(&package().to_bytes().unwrap()).unwrap();
    assert_eq!(read, package());
    assert_eq!(Package::from_bytes(&archive(&entries(&package()))).unwrap(), package());
    let model = Model::from_package(&read, LoadOptions::default()).unwrap();
    let (dark, bright) = (model.infer(&grey(20).into()).unwrap(), model.infer(&grey(240).into()).unwrap());
    assert_eq!((dark.prediction.verdict, bright.prediction.verdict), (Verdict::Ok, Verdict::Ng));
    assert!((bright.prediction.score - 240.0 / 255.0).abs() < 1e-5);
    assert_eq!(bright.prediction.regions[0].area, 40.0 * 24.0);
}

#[test]
fn a_flipped_bit_is_found_or_changes_nothing() {
    let bytes = package().to_bytes().unwrap();
    let mut found = 0;
    for i in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[i] ^= 1 << (i % 8);
        match Package::from_bytes(&changed) {
            Err(_) => found += 1,
            // Such as the time of an entry, which nothing reads.
            Ok(read) => assert_eq!(read, package(), "byte {i}"),
        }
    }
    assert!(found > bytes.len() * 3 / 4, "{found} of {}", bytes.len());
}

#[test]
fn a_package_that_is_cut_off_is_an_error() {
    let bytes = package().to_bytes().unwrap();
    for length in 0..bytes.len() {
        assert!(Package::from_bytes(&bytes[..length]).is_err(), "{length} of {}", bytes.len());
    }
}

#[test]
fn what_is_missing_or_too_much_is_named() {
    refused(read_with(|all| drop(all.remove(0))), "no manifest");
    refused(read_with(|all| all.retain(|e| e.name != "model.onnx")), "`model.onnx` is missing");
    refused(read_with(|all| all.retain(|e| e.name != "reference/0.png")), "`reference/0.png` is missing");
    refused(read_with(|all| all.push(Entry::new("more.bin", b"x"))), "`more.bin`");
    refused(read_with(|all| all.extend((0..70).map(|i| Entry::new(&format!("x{i}"), b"")))), "more than 64");
    refused(read_with_manifest(|m| m["references"] = serde_json::json!([])), "reference pictures");
    let odd = serde_json::json!([{"file": "reference/9.png", "score": 0.1}]);
    refused(read_with_manifest(|m| m["references"] = odd), "`reference/9.png`");
    refused(read_with_manifest(|m| m["files"]["model.onnx"]["bytes"] = 1.into()), "`model.onnx`");
    assert!(Package::from_bytes(b"").is_err());
    assert!(Package::from_bytes(b"PK\x05\x06").is_err());
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let names =
        ["../x", "a/../x", "/etc/x", "a//b", "", "./x", ".x", "C:\\x", "a\\..\\x", "良品", "a\0b", "a\nb"];
    for name in names {
        refused(read_with(|all| all.push(Entry::new(name, b"x"))), "with the name");
    }
    refused(read_with(|all| all.push(Entry::new(&"x".repeat(101), b"x"))), "with the name");
}

#[test]
fn a_name_that_stands_twice_is_refused() {
    for name in ["manifest.json", "model.onnx", "reference/0.png"] {
        let twice = |all: &mut Vec<Entry>| {
            let again = all.iter().find(|e| e.name == name).unwrap().clone();
            all.push(again);
        };
        refused(read_with(twice), "twice");
    }
}

#[test]
fn bytes_behind_the_end_are_refused() {
    let mut bytes = package().to_bytes().unwrap();
    bytes.extend(b"more");
    refused(Package::from_bytes(&bytes), "behind its end");
}

#[test]
fn compressed_entries_and_false_sizes_are_refused() {
    let last = |all: &mut Vec<Entry>| all.len() - 1;
    for method in [8, 9, 12, 14, 93, 95, 99] {
        let change = |all: &mut Vec<Entry>| all.iter_mut().last().unwrap().method = method;
        assert!(read_with(change).is_err(), "method {method}");
    }
    for size in [0, 1, 1 << 20, u32::MAX - 1] {
        let at = |all: &mut Vec<Entry>| {
            let k = last(all);
            all[k].claimed = size;
        };
        assert!(read_with(at).is_err(), "{size} bytes");
    }
}

#[test]
fn entries_that_share_their_bytes_are_no_bomb() {
    let big = vec![0u8; 1 << 20];
    let bomb = |all: &mut Vec<Entry>| {
        all.push(Entry::new("x0", &big));
        all.extend((1..50).map(|i| Entry { shared: true, ..Entry::new(&format!("x{i}"), &big) }));
    };
    refused(read_with(bomb), "lies about its size");
}

#[test]
fn graphs_that_reach_outside_are_refused() {
    refused(read_with_graph(|m| m.graph.as_mut().unwrap().initializer[0].data_location = 1), "another file");
    refused(
        read_with_graph(|m| m.graph.as_mut().unwrap().initializer[0].external_data.push(vec![])),
        "another file",
    );
    let node = |op: &str, domain: &str| NodeProto {
        input: vec!["image".into()],
        output: vec!["other".into()],
        op_type: op.into(),
        domain: domain.into(),
        ..Default::default()
    };
    let with = |node: NodeProto| read_with_graph(|m| m.graph.as_mut().unwrap().node.push(node));
    refused(with(node("Relu", "com.example")), "foreign operator domain");
    refused(with(node("RandomNormalLike", "")), "unknown operator `RandomNormalLike`");
    refused(with(node("ConstantOfShape", "")), "unknown operator");
    for attribute in [
        AttributeProto { g: Some(vec![]), ..Default::default() },
        AttributeProto { graphs: vec![vec![]], ..Default::default() },
    ] {
        refused(with(NodeProto { attribute: vec![attribute], ..node("Relu", "") }), "graph of its own");
    }
    refused(read_with_graph(|m| m.functions.push(vec![])), "functions");
    refused(read_with_graph(|m| m.graph = None), "no graph");
    refused(
        Package::from_bytes(&package_of(manifest(), b"not a graph".to_vec()).to_bytes().unwrap()),
        "not an ONNX file",
    );
}

#[test]
fn graphs_with_false_sizes_are_refused() {
    for dims in [vec![i64::MAX, i64::MAX], vec![1 << 40], vec![-1], vec![2]] {
        let change = |m: &mut ModelProto| m.graph.as_mut().unwrap().initializer[0].dims = dims.clone();
        refused(read_with_graph(change), "does not fit its data");
    }
}

#[test]
fn graphs_that_would_take_all_memory_are_refused_before_they_run() {
    let with = |build: &dyn Fn(&mut GraphBuilder) -> String| {
        let mut b = GraphBuilder::new("hostile");
        b.input("image", &["N", "3", "H", "W"]);
        let much = build(&mut b);
        b.node("Identity", "map", &[&much], &[]);
        let top = b.node("GlobalMaxPool", "top", &["image"], &[]);
        b.node("Identity", "score", &[&top], &[]);
        b.output("map", &["N"]);
        b.output("score", &["N"]);
        Package::from_bytes(&package_of(manifest(), b.finish()).to_bytes().unwrap())
    };
    let enlarged = |b: &mut GraphBuilder| {
        let scales = b.floats("scales", &[4], &[1.0, 1.0, 3_000.0, 3_000.0]);
        b.node("Resize", "much", &["image", "", &scales], &[])
    };
    refused(with(&enlarged), "MB of memory");
    let wide = |b: &mut GraphBuilder| {
        let weights = b.floats("w", &[2_000_000, 3, 1, 1], &vec![0.0; 6_000_000]);
        b.node("Conv", "much", &["image", &weights], &[])
    };
    refused(with(&wide), "MB of memory");
    let doubled = |b: &mut GraphBuilder| {
        (0..24).fold("image".to_string(), |last, i| {
            b.node("Concat", &format!("d{i}"), &[&last, &last], &[("axis", Attr::Int(1))])
        })
    };
    refused(with(&doubled), "MB of memory");
    let computed = |b: &mut GraphBuilder| b.node("Reshape", "much", &["image", "image"], &[]);
    refused(with(&computed), "cannot be told");
    let modest = |b: &mut GraphBuilder| {
        let scales = b.floats("scales", &[4], &[1.0, 1.0, 2.0, 2.0]);
        b.node("Resize", "much", &["image", "", &scales], &[])
    };
    assert!(with(&modest).is_ok());
}

#[test]
fn graphs_with_other_inputs_or_outputs_are_refused() {
    refused(read_with_graph(|m| m.graph.as_mut().unwrap().input[0].name = "picture".into()), "`image` alone");
    let two = |m: &mut ModelProto| {
        let graph = m.graph.as_mut().unwrap();
        let again = graph.input[0].clone();
        graph.input.push(again);
    };
    refused(read_with_graph(two), "`image` alone");
    for name in ["score", "map"] {
        refused(
            read_with_graph(|m| m.graph.as_mut().unwrap().output.retain(|o| o.name != name)),
            &format!("no `{name}`"),
        );
    }
}

#[test]
fn graphs_that_do_not_hold_together_are_errors_on_loading() {
    let loose = |m: &mut ModelProto| m.graph.as_mut().unwrap().node[0].input[0] = "nowhere".into();
    let circle = |m: &mut ModelProto| {
        let node = &mut m.graph.as_mut().unwrap().node[0];
        node.input[0] = node.output[0].clone();
    };
    let newer = |m: &mut ModelProto| m.opset_import[0].version = 9_999;
    let none = |m: &mut ModelProto| m.opset_import.clear();
    let version = |m: &mut ModelProto| m.ir_version = i64::MAX;
    for change in [&loose as &dyn Fn(&mut ModelProto), &circle] {
        refused(read_with_graph(|m| change(m)), "which nothing has made");
    }
    let changes: [&dyn Fn(&mut ModelProto); 3] = [&newer, &none, &version];
    for (k, change) in changes.iter().enumerate() {
        let read = read_with_graph(|m| change(m)).unwrap();
        let loaded = Model::from_package(&read, LoadOptions::default());
        assert!(matches!(loaded, Err(InferError::Graph(_))), "change {k}");
    }
}

#[test]
fn a_newer_format_says_so() {
    let newer = |m: &mut serde_json::Value| {
        m["format"] = (FORMAT + 1).into();
        m["threshold"] = "what is not known yet".into();
    };
    let e = read_with_manifest(newer).unwrap_err();
    assert!(matches!(e, InferError::Newer { found, known } if found == FORMAT + 1 && known == FORMAT));
    assert_eq!(e.hint(), "update Fovea");
}

#[test]
fn manifests_out_of_range_are_refused() {
    use serde_json::json;
    let bad = [
        ("threshold", json!(null)),
        ("threshold", json!(-0.1)),
        ("threshold", json!(7)),
        ("threshold", json!(1e40)),
        ("threshold", json!("0.5")),
        ("pixel_threshold", json!(1.5)),
        ("pixel_threshold", json!(null)),
        ("min_area", json!(-1)),
        ("classes", json!([])),
        ("classes", json!(["a", "a"])),
        ("classes", json!([""])),
        ("classes", json!(["\u{1b}[2J"])),
        ("classes", json!(["x".repeat(201)])),
        ("classes", json!((0..251).map(|i| i.to_string()).collect::<Vec<_>>())),
        ("name", json!("a\nb")),
        ("task", json!("conquer")),
        ("input", json!({"kind": "stretch", "width": 0, "height": 32})),
        ("input", json!({"kind": "stretch", "width": 1_000_000, "height": 32})),
        ("input", json!({"kind": "scale", "factor": 0.0, "multiple": 32, "tile": 512})),
        ("input", json!({"kind": "scale", "factor": 9.0, "multiple": 32, "tile": 512})),
        ("input", json!({"kind": "scale", "factor": 1.0, "multiple": 0, "tile": 512})),
        ("input", json!({"kind": "scale", "factor": 1.0, "multiple": 32, "tile": 0})),
        ("input", json!({"kind": "scale", "factor": 1.0, "multiple": 32, "tile": 500})),
    ];
    for (key, value) in bad {
        refused(read_with_manifest(|m| m[key] = value.clone()), "manifest.json");
    }
    let text = |text: String| read_with(|all| all[0] = Entry::new("manifest.json", text.as_bytes()));
    for broken in ["", "{}", "null", "[", "{\"format\": NaN}"] {
        refused(text(broken.into()), "manifest.json");
    }
    refused(text(format!("{{\"format\": 1, \"x\": {}", "[".repeat(100_000))), "manifest.json");
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.fovea");
    let mut odd = package();
    odd.manifest.threshold = f32::NAN;
    assert!(odd.write(&path).is_err());
    odd.manifest.threshold = 0.25;
    odd.files.insert("model.onnx".into(), vec![1, 2, 3]);
    assert!(odd.write(&path).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    package().write(&path).unwrap();
    assert_eq!(Package::read(&path).unwrap(), package());
}

#[test]
fn other_results_than_the_packed_ones_are_told() {
    for score in [0.0, 100.0 / 255.0 + 0.01, 1e30] {
        let read = read_with_manifest(|m| m["references"][0]["score"] = score.into()).unwrap();
        let e = Model::from_package(&read, LoadOptions::default()).err().unwrap();
        assert!(matches!(&e, InferError::Drifted(why) if why.contains("reference/0.png")), "{e}");
    }
    let more = |m: &mut serde_json::Value| m["references"][0]["scores"] = serde_json::json!({"dent": 0.2});
    let read = read_with_manifest(more).unwrap();
    assert!(matches!(Model::from_package(&read, LoadOptions::default()), Err(InferError::Drifted(_))));
}

#[test]
fn reference_pictures_that_cannot_be_read_are_told() {
    for bytes in [&b""[..], b"no picture", b"P6 60000 60000 255\n", b"P6 5000 1 255\n"] {
        let file = PackageFile { name: "reference/0.png".into(), bytes: bytes.to_vec() };
        let package = Package::new(manifest(), graph(&Shapes::default()), vec![file]);
        let e = Model::from_package(&package, LoadOptions::default()).err().unwrap();
        assert!(matches!(&e, InferError::Damaged(why) if why.contains("reference/0.png")), "{e}");
    }
}

/// What a model of this graph says of pictures, one by one and together.
fn judged(manifest: Manifest, shapes: &Shapes) -> Vec<Result<(), InferError>> {
    let package = package_of(manifest, graph(shapes));
    Package::from_bytes(&package.to_bytes().unwrap()).unwrap();
    let model = match Model::from_package(&package, LoadOptions { check: false, ..LoadOptions::default() }) {
        Ok(model) => model,
        Err(e) => return vec![Err(e)],
    };
    let folder = tempfile::tempdir().unwrap();
    let png = encode_png_rgb(&grey(200)).unwrap();
    let paths: Vec<_> = (0..3).map(|i| folder.path().join(format!("{i}.png"))).collect();
    paths.iter().for_each(|p| std::fs::write(p, &png).unwrap());
    let mut results = vec![model.infer(&grey(200).into()).map(drop)];
    for batch in [1, 3] {
        let before = results.len();
        run_paths(&model, &paths, batch, &Limits::default(), &mut |item| {
            if let Err(e) = &item.result {
                assert!(e.to_string().contains(".png"), "{e} does not name the picture");
            }
            results.push(item.result.map(drop));
            true
        });
        assert_eq!(results.len(), before + paths.len());
    }
    results
}

#[test]
fn outputs_of_a_wrong_shape_are_errors() {
    let anomaly = manifest();
    let classify = Manifest { task: Task::Classify, classes: vec!["a".into(), "b".into()], ..manifest() };
    let segment = Manifest { task: Task::Segment, ..manifest() };
    let tiled = Manifest { input: Fit::Scale { factor: 1.0, multiple: 32, tile: 256 }, ..manifest() };
    let plain = Shapes::default;
    let wrong: Vec<(&str, &Manifest, Shapes)> = vec![
        ("score of one for all", &anomaly, Shapes { score: vec![], ..plain() }),
        ("scores too many", &anomaly, Shapes { score_twice: true, ..plain() }),
        ("score of integers", &anomaly, Shapes { score_integer: true, ..plain() }),
        ("map of three dimensions", &anomaly, Shapes { map: vec![-1, 32, 32], ..plain() }),
        ("map of five dimensions", &anomaly, Shapes { map: vec![-1, 1, 1, 32, 32], ..plain() }),
        ("map of one dimension", &anomaly, Shapes { map: vec![-1], ..plain() }),
        ("map of too many channels", &anomaly, Shapes { map: vec![-1, 4, 16, 16], ..plain() }),
        ("map of other pictures", &anomaly, Shapes { map: vec![16, -1, 8, 8], ..plain() }),
        ("map larger than the picture", &anomaly, Shapes { larger: true, ..plain() }),
        ("map of no width", &anomaly, Shapes { empty: true, ..plain() }),
        ("coarse map of tiles", &tiled, Shapes { coarse: true, ..plain() }),
        ("no probabilities", &classify, plain()),
        ("probabilities too few", &classify, Shapes { probabilities: 1, channels: 2, ..plain() }),
        ("map without the classes", &classify, Shapes { probabilities: 2, ..plain() }),
        ("map without background", &segment, plain()),
    ];
    for (what, manifest, shapes) in wrong {
        for (k, result) in judged(manifest.clone(), &shapes).into_iter().enumerate() {
            // A constant score fits a single picture.
            let single = what == "score of one for all" && k < 4;
            assert_eq!(result.is_ok(), single, "{what}, result {k}");
        }
    }
    let right: Vec<(&Manifest, Shapes)> = vec![
        (&anomaly, plain()),
        (&anomaly, Shapes { coarse: true, ..plain() }),
        (&tiled, plain()),
        (&classify, Shapes { probabilities: 2, channels: 2, ..plain() }),
        (&segment, Shapes { channels: 2, ..plain() }),
    ];
    for (manifest, shapes) in right {
        for result in judged(manifest.clone(), &shapes) {
            result.unwrap();
        }
    }
}

#[test]
fn results_that_are_no_numbers_are_errors() {
    for shapes in
        [Shapes { nan_score: true, ..Shapes::default() }, Shapes { nan_map: true, ..Shapes::default() }]
    {
        for result in judged(manifest(), &shapes) {
            let e = result.unwrap_err();
            assert!(e.to_string().contains("no number"), "{e}");
        }
    }
}

#[test]
fn a_factor_that_would_fill_the_memory_is_an_error() {
    let manifest = Manifest { input: Fit::Scale { factor: 8.0, multiple: 32, tile: 256 }, ..manifest() };
    let package = package_of(manifest, graph(&Shapes::default()));
    let model =
        Model::from_package(&package, LoadOptions { check: false, ..LoadOptions::default() }).unwrap();
    let e = model.infer(&Picture::new(3000, 3000).into()).unwrap_err();
    assert!(e.to_string().contains("24000 × 24000"), "{e}");
}

#[test]
fn tiles_give_one_map_over_the_whole_picture() {
    let manifest = Manifest { input: Fit::Scale { factor: 1.0, multiple: 32, tile: 256 }, ..manifest() };
    let package = package_of(manifest, graph(&Shapes::default()));
    let model =
        Model::from_package(&package, LoadOptions { check: false, ..LoadOptions::default() }).unwrap();
    let (width, height) = (700u32, 300u32);
    let mut picture = Picture::new(width, height);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        pixel.fill((i as u32 % width % 7 * 20 + i as u32 / width % 5 * 20) as u8);
    }
    let heat = model.infer(&picture.clone().into()).unwrap().heat;
    assert_eq!((heat.width, heat.height), (700, 300));
    for (i, v) in heat.data.iter().enumerate() {
        assert!((v - f32::from(picture.rgb[i * 3]) / 255.0).abs() < 1e-5, "{i}");
    }
}

#[test]
fn a_comparison_that_lies_about_itself_is_refused() {
    let spec = fovea_infer::compare::CompareSpec::default();
    let side = fovea_infer::compare::SIDE as u32;
    let compare = Manifest {
        task: Task::Compare,
        input: Fit::Stretch { width: side, height: side },
        compare: Some(spec),
        ..manifest()
    };
    let read = |manifest: Manifest| {
        Package::from_bytes(&package_of(manifest, graph(&Shapes::default())).to_bytes().unwrap())
    };
    refused(read(Manifest { compare: None, ..compare.clone() }), "belongs to the task compare alone");
    refused(read(Manifest { compare: Some(spec), ..manifest() }), "belongs to the task compare alone");
    let wild = fovea_infer::compare::CompareSpec { contrast: f32::INFINITY, ..spec };
    // JSON knows no such number, so that it is gone before it is looked at.
    assert!(read(Manifest { compare: Some(wild), ..compare.clone() }).is_err());
    let wild = fovea_infer::compare::CompareSpec { join: 1 << 30, ..spec };
    refused(read(Manifest { compare: Some(wild), ..compare.clone() }), "out of range");
    refused(read(Manifest { input: manifest().input, ..compare.clone() }), "pixels");
    refused(read(compare.clone()), "the template of `reference/0.png` is missing");
    let mut with_template = compare;
    with_template.references[0].template = Some("reference/0.png".into());
    refused(read(with_template), "gives no `kinds`");
}

#[test]
fn a_detection_that_lies_about_itself_is_refused() {
    let spec = fovea_infer::detect::DetectSpec::default();
    let detect = Manifest { task: Task::Detect, detect: Some(spec.clone()), ..manifest() };
    let read = |manifest: Manifest| {
        Package::from_bytes(&package_of(manifest, graph(&Shapes::default())).to_bytes().unwrap())
    };
    refused(read(Manifest { detect: None, ..detect.clone() }), "belong to the task detect alone");
    refused(read(Manifest { detect: Some(spec.clone()), ..manifest() }), "belong to the task detect alone");
    let wild = fovea_infer::detect::DetectSpec { strides: vec![0], ..spec };
    refused(read(Manifest { detect: Some(wild), ..detect.clone() }), "out of range");
    refused(read(Manifest { flips: true, ..detect.clone() }), "gives no `kinds`");
    let odd = Fit::Stretch { width: 40, height: 32 };
    refused(read(Manifest { input: odd, ..detect.clone() }), "multiples of 32");
    refused(read(detect), "gives no `kinds`");
}

/// Eight columns of a line become a step of three signs; `signs` is what it says of itself.
fn reading_graph(signs: Option<&str>) -> Vec<u8> {
    let mut b = GraphBuilder::new("signs");
    b.input("image", &["N", "3", "48", "W"]);
    b.floats("w", &[3, 3, 48, 8], &[0.001; 3 * 3 * 48 * 8]);
    b.ints("rows", &[2]);
    let seen = b.node("Conv", "seen", &["image", "w"], &[("strides", Attr::Ints(vec![48, 8]))]);
    let line = b.node("Squeeze", "line", &[&seen, "rows"], &[]);
    let steps = b.node("Transpose", "steps", &[&line], &[("perm", Attr::Ints(vec![0, 2, 1]))]);
    b.node("Softmax", "signs", &[&steps], &[("axis", Attr::Int(2))]);
    b.output("signs", &["N", "T", "3"]);
    let mut model = ModelProto::decode(b.finish().as_slice()).unwrap();
    let entry = |value: &str| StringStringEntryProto { key: "character".into(), value: value.into() };
    model.metadata_props.extend(signs.map(entry));
    model.encode_to_vec()
}

#[test]
fn a_reader_that_lies_about_itself_is_refused() {
    let spec = ReadSpec { whole: true, ..ReadSpec::default() };
    let with = |spec: ReadSpec| Manifest { task: Task::Read, read: Some(spec), ..manifest() };
    let read = |manifest: Manifest, signs: Option<&str>| {
        Package::from_bytes(&package_of(manifest, reading_graph(signs)).to_bytes().unwrap())
    };
    refused(read(Manifest { read: None, ..with(spec.clone()) }, Some("a")), "belongs to the task read alone");
    refused(
        read(Manifest { read: Some(spec.clone()), ..manifest() }, Some("a")),
        "belongs to the task read alone",
    );
    refused(read(with(ReadSpec { side: 1 << 20, ..spec.clone() }), Some("a")), "side");
    // Where lines are looked for, the graph that finds them must be there.
    refused(read(with(ReadSpec::default()), Some("a")), "`finder.onnx` is missing");
    let open = |spec: &ReadSpec, signs: Option<&str>| {
        let load = LoadOptions { check: false, ..LoadOptions::default() };
        Model::from_package(&read(with(spec.clone()), signs).unwrap(), load)
    };
    let told = |result: Result<Model, InferError>| result.err().map_or_else(String::new, |e| e.to_string());
    assert!(told(open(&spec, None)).contains("signs are not told"));
    assert!(told(open(&spec, Some("ab\nc"))).contains("one a line"));
    let pattern = ReadSpec { pattern: Some("[a".into()), ..spec.clone() };
    assert!(told(open(&pattern, Some("a"))).contains("no regular expression"));
    // It has three columns: nothing, one sign and the blank.
    assert!(open(&spec, Some("a")).unwrap().infer(&grey(100).into()).is_ok());
    let other = open(&spec, Some("a\nb")).unwrap().infer(&grey(100).into()).unwrap_err();
    assert!(other.to_string().contains("not those that it names"), "{other}");
}

#[test]
fn a_bead_belongs_to_its_task_alone_and_needs_no_graph() {
    let plan = fovea_domain::bead::BeadPlan::parse(
        br#"{"image": "a.png", "path": [[20, 40], [100, 40]], "width": {"px": 10}, "tolerance": {"px": 3},
            "scale": {"mm_per_px": 0.1}}"#,
    )
    .unwrap();
    let frame = fovea_infer::glue::Frame::of(&plan, None).unwrap();
    let shape = fovea_infer::glue::Shape {
        stations: fovea_infer::glue::Shape::stations_for(frame.columns()),
        outward: 5,
        inward: 5,
        across: 24,
    };
    let glue = fovea_infer::glue::GlueSpec {
        plan,
        width: 128,
        height: 80,
        scene: None,
        least_agreement: 0.6,
        looks: "looks.f32".into(),
        shape,
        noise: [1.0; 3],
        mix: fovea_infer::glue::Mix { look: 0.5, color: 0.5, usual: 1.0, shift: [0.0; 2] },
        usual: [0.0; 2],
        rule: fovea_infer::glue::Rule { weights: [1.0; 3], bias: -1.0 },
        bubble: 5.0,
        stiff: 0.0,
    };
    let looks = PackageFile { name: "looks.f32".into(), bytes: vec![0; 4 * shape.all()] };
    let reference = PackageFile {
        name: "reference/0.png".into(),
        bytes: encode_png_rgb(&Picture::new(128, 80)).unwrap(),
    };
    let read = |change: &dyn Fn(&mut Manifest), graph: Vec<u8>| {
        let mut manifest = Manifest { task: Task::Glue, glue: Some(glue.clone()), ..manifest() };
        manifest.references[0].score = 0.0;
        change(&mut manifest);
        let package = Package::new(manifest, graph, vec![looks.clone(), reference.clone()]);
        Package::from_bytes(&package.to_bytes().unwrap())
    };
    let sound = read(&|_| {}, Vec::new()).unwrap();
    assert!(sound.graph().is_empty());
    // A black picture shows no bead: one break over all of the path.
    let model = Model::from_package(&sound, LoadOptions { check: false, ..LoadOptions::default() }).unwrap();
    let told = model.infer(&Picture::new(128, 80).into()).unwrap().prediction;
    assert_eq!((told.verdict, told.bead.unwrap().breaks.len()), (Verdict::Ng, 1));
    assert_eq!(told.class.as_deref(), Some("break"));
    refused(read(&|m| m.glue = None, Vec::new()), "belongs to the task glue alone");
    refused(read(&|m| m.task = Task::Anomaly, graph(&Shapes::default())), "belongs to the task glue alone");
    refused(read(&|_| {}, graph(&Shapes::default())), "has no place");
    refused(read(&|m| m.glue.as_mut().unwrap().shape.across = 8, Vec::new()), "another size");
    refused(read(&|m| m.glue.as_mut().unwrap().plan.path.clear(), Vec::new()), "its plan");
}
