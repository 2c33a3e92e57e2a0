use super::*;
use crate::result::{ReasonKind, State, StepValue, Verdict, Verdicted};
use crate::{Recipe, RecipePackage, pack, parse};
use fovea_domain::Point;
use fovea_domain::text::TextArc;
use fovea_infer::LoadOptions;
use fovea_vision::register::Affine;
use fovea_vision::{Picture, encode_png_rgb};
use rxing::{BarcodeFormat, MultiFormatWriter, Writer};
use serde_json::{Value, json};
use std::path::Path;

pub(super) const SIZE: (u32, u32) = (480, 360);
/// Where the part lies on the reference picture, and the code on it.
const PART: [f32; 4] = [120.0, 90.0, 220.0, 160.0];
pub(super) const CODE: [f32; 4] = [240.0, 110.0, 92.0, 92.0];

pub(super) fn fill(picture: &mut Picture, [x, y, w, h]: [f32; 4], value: u8) {
    for row in y as u32..(y + h) as u32 {
        let at = 3 * (row * picture.width + x as u32) as usize;
        picture.rgb[at..at + 3 * w as usize].fill(value);
    }
}

/// A plate with two holes, a slot and a code.
pub(super) fn reference(code: Option<&str>) -> Picture {
    let mut picture = Picture::new(SIZE.0, SIZE.1);
    for (i, v) in picture.rgb.iter_mut().enumerate() {
        *v = 60 + (i / 3 * 7919 % 13) as u8;
    }
    fill(&mut picture, PART, 190);
    for (x, y, r) in [(150.0f32, 120.0f32, 14.0f32), (155.0, 215.0, 20.0)] {
        for row in 0..SIZE.1 {
            for column in 0..SIZE.0 {
                if (column as f32 - x).hypot(row as f32 - y) < r {
                    fill(&mut picture, [column as f32, row as f32, 1.0, 1.0], 70);
                }
            }
        }
    }
    fill(&mut picture, [190.0, 225.0, 120.0, 10.0], 90);
    if let Some(text) = code {
        fill(&mut picture, CODE, 235);
        let matrix = MultiFormatWriter.encode(text, &BarcodeFormat::QR_CODE, 1, 1).unwrap();
        let module = (84 / matrix.getWidth()) as f32;
        for y in 0..matrix.getHeight() {
            for x in (0..matrix.getWidth()).filter(|x| matrix.get(*x, y)) {
                let at = [CODE[0] + 4.0 + x as f32 * module, CODE[1] + 4.0 + y as f32 * module];
                fill(&mut picture, [at[0], at[1], module, module], 20);
            }
        }
    }
    picture
}

/// The picture moved: turned about its middle, then shifted.
fn moved(picture: &Picture, degrees: f64, shift: (f64, f64)) -> Picture {
    let (w, h) = (f64::from(picture.width), f64::from(picture.height));
    let back = Affine::similarity(degrees, 1.0, (w / 2.0, h / 2.0), shift).inverse().unwrap();
    let corner = |x: f64, y: f64| -> Point {
        let (x, y) = back.apply(x, y);
        [x as f32, y as f32]
    };
    picture.cut_quad(
        &[corner(0.0, 0.0), corner(w, 0.0), corner(w, h), corner(0.0, h)],
        picture.width,
        picture.height,
    )
}

pub(super) fn write(path: &Path, picture: &Picture) {
    std::fs::write(path, encode_png_rgb(picture).unwrap()).unwrap();
}

pub(super) fn recipe() -> Value {
    json!({ "format": 1, "name": "plate", "steps": [
        { "id": "shot", "kind": "acquire", "sharpness": 20.0, "exposure": { "mean": [30.0, 200.0] }, "fresh": true },
        { "id": "part", "kind": "locate", "on": "shot", "picture": "good.png", "turn": 12.0,
          "by": { "template": [115, 85, 110, 170] } },
        { "id": "places", "kind": "regions", "on": "part", "regions": {
            "code": { "box": [228, 98, 116, 116] }, "face": { "polygon": [[125, 95], [230, 95], [230, 240]] } } },
        { "id": "code", "kind": "code", "on": "places", "regions": ["code"], "kinds": ["qr"] },
        { "id": "other", "kind": "code", "on": "places", "regions": ["face"], "kinds": ["data_matrix"] },
        { "id": "rules", "kind": "rules", "rules": [
            { "name": "serial", "kind": "text", "of": "code", "pattern": "SN-[0-9]{4}", "expected": { "given": "serial" } },
            { "name": "no other", "kind": "count", "of": "other", "max": 0 },
            { "name": "straight", "kind": "number", "of": "part", "field": "angle", "min": -8.0, "max": 8.0, "otherwise": "recheck" } ] },
        { "id": "verdict", "kind": "verdict", "of": ["rules"] },
    ] })
}

pub(super) struct Folder(pub(super) tempfile::TempDir);

impl Folder {
    pub(super) fn new() -> Folder {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("good.png"), &reference(Some("SN-0001")));
        Folder(folder)
    }

    fn source(&self) -> Source {
        Source::Folder(self.0.path().into())
    }

    pub(super) fn load(&self, recipe: Value) -> Result<Loaded, RecipeError> {
        let options = LoadOptions { sessions: 2, threads: 1, check: true };
        Loaded::open(parse(recipe).unwrap(), &self.source(), options)
    }
}

pub(super) fn given(serial: &str) -> Given {
    Given { texts: [("serial".to_string(), serial.to_string())].into(), today: "2026-05-31".parse().unwrap() }
}

pub(super) fn shown(picture: Picture) -> Shown<'static> {
    Shown { bytes: &[], picture, repeated: false }
}

pub(super) fn reasons(told: &Verdicted) -> Vec<(&str, ReasonKind)> {
    told.reasons.iter().map(|r| (r.step.as_str(), r.kind)).collect()
}

#[test]
fn a_part_is_located_its_code_read_and_the_verdict_has_its_reasons() {
    let runner = Runner::new(Folder::new().load(recipe()).unwrap());
    let see = |picture: Picture, serial: &str| runner.run(&shown(picture), &given(serial), 0, 1);
    let good = reference(Some("SN-0001"));
    for (degrees, shift) in [(0.0, (0.0, 0.0)), (-6.0, (21.5, -14.0)), (5.0, (-30.25, 18.0))] {
        let told = see(moved(&good, degrees, shift), "SN-0001");
        assert_eq!((told.verdict, reasons(&told)), (Verdict::Ok, vec![]), "{degrees} {shift:?}: {told:#?}");
        let StepValue::Place { place } = &told.steps[1].value else { panic!("{:?}", told.steps[1]) };
        assert!((place.angle - degrees).abs() < 0.2, "{place:?}");
        let middle = Affine::similarity(degrees, 1.0, (240.0, 180.0), shift).apply(170.0, 170.0);
        assert!((place.dx - (middle.0 - 170.0)).hypot(place.dy - (middle.1 - 170.0)) < 0.3, "{place:?}");
    }
    let other = see(good.clone(), "SN-0002");
    assert_eq!((other.verdict, reasons(&other)), (Verdict::Ng, vec![("rules", ReasonKind::Text)]));
    let reason = &other.reasons[0];
    assert_eq!((reason.of.as_deref(), reason.region.as_deref()), (Some("code"), Some("code")));
    let crop = reason.crop.unwrap();
    assert!(crop.x > 225.0 && crop.y > 95.0 && crop.x + crop.w < 350.0, "{crop:?}");
    let none = see(reference(None), "SN-0001");
    assert_eq!(reasons(&none), [("rules", ReasonKind::NoText)]);
    let turned = see(moved(&good, 10.5, (0.0, 0.0)), "SN-0001");
    assert_eq!((turned.verdict, reasons(&turned)), (Verdict::Recheck, vec![("rules", ReasonKind::Above)]));
}

#[test]
fn what_cannot_be_sure_is_left_to_a_person() {
    let runner = Runner::new(Folder::new().load(recipe()).unwrap());
    let see = |shown: &Shown| runner.run(shown, &given("SN-0001"), 0, 1);
    let good = reference(Some("SN-0001"));
    let mut soft = good.clone();
    for _ in 0..4 {
        soft = soft.resize(60, 45).resize(SIZE.0, SIZE.1);
    }
    let blurred = see(&shown(soft));
    assert_eq!((blurred.verdict, reasons(&blurred)), (Verdict::Recheck, vec![("shot", ReasonKind::Blurred)]));
    assert!(blurred.steps[1..5].iter().all(|s| s.state == State::Skipped), "{blurred:#?}");
    let repeated = see(&Shown { repeated: true, ..shown(good.clone()) });
    assert_eq!(reasons(&repeated), [("shot", ReasonKind::Repeated)]);
    let mut empty = Picture::new(SIZE.0, SIZE.1);
    empty.rgb.iter_mut().enumerate().for_each(|(i, v)| *v = 40 + (i / 3 * 7919 % 97) as u8);
    let none = see(&shown(empty));
    assert_eq!((none.verdict, reasons(&none)), (Verdict::Recheck, vec![("part", ReasonKind::NotFound)]));
    // Two plates: either could be meant.
    let mut two = Picture::new(SIZE.0, 2 * SIZE.1);
    two.rgb = [good.rgb.clone(), good.rgb].concat();
    let twice = see(&shown(two));
    assert_eq!(reasons(&twice), [("part", ReasonKind::Ambiguous)]);
}

#[test]
fn threads_change_nothing_and_results_come_in_the_order_of_the_paths() {
    let folder = Folder::new();
    let good = reference(Some("SN-0001"));
    let names = ["a.png", "b.png", "c.png", "d.png", "e.png"];
    let mut paths: Vec<std::path::PathBuf> = names.iter().map(|n| folder.0.path().join(n)).collect();
    for (n, path) in paths.iter().enumerate() {
        write(path, &moved(&good, n as f64 - 2.0, (3.0 * n as f64, 0.0)));
    }
    std::fs::write(&paths[2], b"no picture").unwrap();
    // The very picture before it, by other bytes.
    std::fs::write(&paths[4], fovea_vision::encode_png_rgb(&moved(&good, 1.0, (9.0, 0.0))).unwrap()).unwrap();
    paths.push(folder.0.path().join("nowhere.png"));
    let run = |threads: usize| {
        let runner = Runner::new(folder.load(recipe()).unwrap());
        assert_eq!(runner.width(), 2);
        let mut told = Vec::new();
        run_pictures(&runner, &paths, &given("SN-0001"), threads, &mut |index, ran| {
            assert_eq!(index, told.len());
            told.push(ran.map(|mut ran| {
                ran.verdicted.steps.iter_mut().for_each(|s| s.ms = 0.0);
                ran.verdicted
            }));
            true
        });
        told
    };
    let one = run(1);
    let verdicts: Vec<Option<Verdict>> = one.iter().map(|t| t.as_ref().ok().map(|v| v.verdict)).collect();
    let (ok, recheck) = (Some(Verdict::Ok), Some(Verdict::Recheck));
    assert_eq!(verdicts, [ok, ok, None, ok, recheck, None], "{one:?}");
    assert!(one[2].as_ref().unwrap_err().to_string().contains("c.png"));
    let four = run(4);
    for (a, b) in one.iter().zip(&four) {
        assert_eq!(a.as_ref().ok(), b.as_ref().ok());
    }
}

#[test]
fn a_part_is_known_by_its_corners_in_any_turn() {
    let mut recipe = recipe();
    // The code has corners enough.
    recipe["steps"][1]["by"] = json!({ "features": [234, 104, 104, 104] });
    recipe["steps"][5]["rules"] =
        json!([{ "name": "serial", "kind": "text", "of": "code", "expected": { "given": "serial" } }]);
    let runner = Runner::new(Folder::new().load(recipe.clone()).unwrap());
    let good = reference(Some("SN-0001"));
    for (degrees, shift) in [(0.0, (0.0, 0.0)), (52.0, (6.0, -8.0)), (-118.0, (-12.5, 4.0))] {
        let told = runner.run(&shown(moved(&good, degrees, shift)), &given("SN-0001"), 0, 1);
        let StepValue::Place { place } = &told.steps[1].value else { panic!("{:?}", told.steps[1]) };
        assert!((place.angle - degrees).abs() < 0.5, "{degrees}: {place:?}");
        assert_eq!((told.verdict, reasons(&told)), (Verdict::Ok, vec![]), "{degrees}: {told:#?}");
    }
    recipe["steps"][1]["by"] = json!({ "features": [10, 10, 60, 60] });
    let few = Folder::new().load(recipe).err().unwrap().to_string();
    assert!(few.contains("by.features") && few.contains("too few corners"), "{few}");
}

#[test]
fn fiducials_tell_where_the_part_lies_and_refuse_a_bent_one() {
    let mut recipe = recipe();
    let by = json!({ "fiducials": { "marks": [[130, 100, 40, 40], [130, 190, 50, 50], [280, 215, 45, 30]], "reach_px": 45.0 } });
    recipe["steps"][1]["by"] = by;
    let runner = Runner::new(Folder::new().load(recipe).unwrap());
    let good = reference(Some("SN-0001"));
    let see = |picture: Picture| runner.run(&shown(picture), &given("SN-0001"), 0, 1);
    let told = see(moved(&good, 4.0, (12.0, -9.0)));
    assert_eq!(told.verdict, Verdict::Ok, "{told:#?}");
    // The lower hole is cut out and put nine pixels away.
    let mut bent = good.clone();
    let hole = good.crop(130, 190, 50, 50);
    for row in 0..50u32 {
        let (from, to) = (150 * row as usize, 3 * ((190 + row) * SIZE.0 + 139) as usize);
        bent.rgb[to..to + 150].copy_from_slice(&hole.rgb[from..from + 150]);
    }
    let told = see(bent);
    assert_eq!(
        (told.verdict, reasons(&told)),
        (Verdict::Recheck, vec![("part", ReasonKind::Apart)]),
        "{told:#?}"
    );
}

#[test]
fn files_are_checked_before_anything_runs() {
    let folder = Folder::new();
    let fails = |pointer: &str, value: Value| {
        let mut recipe = recipe();
        *recipe.pointer_mut(pointer).unwrap() = value;
        folder.load(recipe).err().unwrap().to_string()
    };
    assert!(fails("/steps/1/picture", json!("nowhere.png")).contains("nowhere.png"));
    let told = fails("/steps/1/by", json!({ "template": [400, 300, 200, 100] }));
    assert!(told.contains("step `part`, field `by.template`") && told.contains("480 × 360"), "{told}");
    // A link may not lead where a path may not.
    let outside = tempfile::tempdir().unwrap();
    write(&outside.path().join("o.png"), &reference(None));
    std::os::unix::fs::symlink(outside.path().join("o.png"), folder.0.path().join("link.png")).unwrap();
    assert!(fails("/steps/1/picture", json!("link.png")).contains("leads out of"));
    let absolute = outside.path().join("o.png");
    let mut recipe = recipe();
    recipe["steps"][1]["picture"] = json!(absolute.to_str().unwrap());
    assert!(folder.load(recipe).is_ok());
}

#[test]
fn what_is_asked_for_must_be_given_and_nothing_else() {
    let loaded = Folder::new().load(recipe()).unwrap();
    assert!(given("SN-1").check(&loaded).is_ok());
    let nothing = Given { texts: BTreeMap::new(), ..given("") };
    assert!(matches!(nothing.check(&loaded), Err(RecipeError::NotGiven(name)) if name == "serial"));
    let mut more = given("SN-1");
    more.texts.insert("lot".into(), "1".into());
    assert!(matches!(more.check(&loaded), Err(RecipeError::NotAsked { .. })));
}

#[test]
fn a_package_gives_the_same_and_nothing_in_it_can_be_changed() {
    let folder = Folder::new();
    let recipe: Recipe = parse(recipe()).unwrap();
    let bytes = pack(&recipe, &folder.source(), "0.0.0").unwrap();
    assert_eq!(bytes, pack(&recipe, &folder.source(), "0.0.0").unwrap());
    let package = RecipePackage::from_bytes(&bytes).unwrap();
    assert_eq!(package.recipe.files()[0].2, "files/good.png");
    let options = LoadOptions { sessions: 1, threads: 1, check: true };
    let runner = Runner::new(Loaded::open(package.recipe, &package.source, options).unwrap());
    let told = runner.run(&shown(reference(Some("SN-0001"))), &given("SN-0001"), 0, 2);
    assert_eq!(told.verdict, Verdict::Ok, "{told:#?}");
    let at = bytes.windows(4).rposition(|w| w == b"IDAT").unwrap() + 40;
    let mut changed = bytes.clone();
    changed[at] ^= 1;
    assert!(RecipePackage::from_bytes(&changed).is_err());
    assert!(RecipePackage::from_bytes(&bytes[..bytes.len() / 2]).is_err());
    // To whoever wants a model it says what it is.
    let model = fovea_infer::Package::from_bytes(&bytes).unwrap_err();
    assert_eq!(model.code(), "model.recipe");
}

#[test]
fn what_is_bent_is_laid_flat_and_told_where_it_lies() {
    let arc = TextArc { start: [40.0, 100.0], middle: [100.0, 40.0], end: [160.0, 100.0], height: 20.0 };
    let frame = Affine::similarity(0.0, 1.0, (0.0, 0.0), (30.0, 10.0)).into();
    let area = super::frame::Area::of_arc("rim", &arc, &frame).unwrap();
    // Half a circle of radius 60.
    assert_eq!((area.width, area.height), (188, 20));
    let bounds = area.bounds();
    assert!((bounds.x - 60.0).abs() < 0.5 && (bounds.y - 40.0).abs() < 0.5, "{bounds:?}");
    let mut picture = Picture::new(240, 160);
    // Around the middle of the circle, which is at (130, 110) now: bright within the ring.
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = ((i % 240) as f32 + 0.5 - 130.0, (i / 240) as f32 + 0.5 - 110.0);
        pixel.fill(if (x.hypot(y) - 60.0).abs() < 12.0 { 200 } else { 20 });
    }
    let cut = area.cut(&picture);
    assert_eq!((cut.width, cut.height), (188, 20));
    assert!(cut.rgb.iter().all(|v| *v == 200), "nothing but the ring");
    let top = area.place([94.0, 0.0]);
    assert!((top[0] - 130.0).abs() < 0.5 && (top[1] - 40.0).abs() < 0.5, "{top:?}");
}
