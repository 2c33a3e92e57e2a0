//! Whatever is drawn comes back from each format that can hold it, and nothing goes without a word.

use super::folder_name;
use crate::parse_columns;
use crate::write::{
    About, Listed, Loss, PICTURE, Said, Sheets, Survey, Target, WrittenMark, is_circle, losses,
};
use crate::{DataSet, Format, OpenOptions, Split, Unmentioned, mark_of, open};
use fovea_domain::{AttributeValue, Attributes, Mark, Region, Runs};
use fovea_vision::{Limits, Picture, encode_png_rgb};
use proptest::prelude::*;
use std::fs;
use tempfile::TempDir;

const W: u32 = 64;
const H: u32 = 48;

#[derive(Debug, Clone)]
struct Drawn {
    class: usize,
    mark: Mark,
    attributes: Attributes,
    group: Option<u32>,
}

/// A picture with marks, a good one, one of which nobody has said anything, and a bad one without a mark.
fn written(target: Target, drawn: &[Drawn]) -> (TempDir, Survey) {
    written_with(target, drawn, &[])
}

/// With these words at the picture with marks, and at the one of which nobody has said anything.
fn written_with(target: Target, drawn: &[Drawn], tags: &[String]) -> (TempDir, Survey) {
    let dir = tempfile::tempdir().unwrap();
    let names = ["划痕 <1> & \"co\"".to_string(), "text".to_string()];
    let marks: Vec<WrittenMark> = drawn
        .iter()
        .map(|d| WrittenMark {
            class: d.class,
            name: &names[d.class],
            mark: &d.mark,
            attributes: &d.attributes,
            group: d.group,
        })
        .collect();
    let place = |name: &str, folder: &str| match target {
        Target::Folders => format!("images/{folder}/{name}.png"),
        _ => format!("images/{name}.png"),
    };
    let listed = [
        (place("a 图", "bad"), Said::Bad(0), None, marks.as_slice()),
        (place("b", "good"), Said::Good, Some(Split::Test), &[]),
        (place("c", "unlabelled"), Said::Nothing, None, &[]),
        (place("d", "text"), Said::Bad(1), Some(Split::Train), &[]),
        (place("e", "good"), Said::Good, None, &[]),
    ];
    for (at, (path, ..)) in listed.iter().enumerate() {
        let mut picture = Picture::new(W, H);
        picture.rgb.fill(at as u8 * 40);
        fs::create_dir_all(dir.path().join(path).parent().unwrap()).unwrap();
        fs::write(dir.path().join(path), encode_png_rgb(&picture).unwrap()).unwrap();
    }
    let columns: fovea_domain::dataset::Columns = [("part".to_string(), "0815, left".to_string())].into();
    let listed = listed.each_ref().map(|(path, said, split, marks)| Listed {
        path,
        width: W,
        height: H,
        said: *said,
        split: *split,
        marks,
        columns: Some(&columns),
        tags: if path.ends_with("/a 图.png") || path.ends_with("/c.png") { tags } else { &[] },
    });
    let mut survey = Survey::new(target);
    listed.iter().for_each(|one| survey.look(one));
    survey.end();
    let about = About {
        target,
        dir: dir.path(),
        names: &names,
        good: "good",
        survey: &survey,
        limits: Limits::default(),
    };
    let mut sheets = Sheets::begin(about).unwrap();
    listed.iter().for_each(|one| sheets.add(one).unwrap());
    sheets.end().unwrap();
    (dir, survey)
}

fn read(dir: &TempDir, format: Format) -> DataSet {
    let options = OpenOptions { unmentioned: Unmentioned::Unlabelled, ..OpenOptions::default() };
    let set = open(dir.path(), &options).unwrap();
    assert_eq!(set.format, format);
    // A bad picture without a marked place is worth a word there.
    let told: Vec<_> = set.problems.iter().filter(|p| p.code != "mask.missing").collect();
    assert!(told.is_empty(), "{told:?}");
    set
}

fn format_of(target: Target) -> Format {
    match target {
        Target::Folders => Format::Masks,
        Target::Coco | Target::CocoRle => Format::Coco,
        Target::Labelme => Format::Labelme,
        Target::Voc => Format::Voc,
        Target::Yolo | Target::YoloOutlines | Target::YoloOriented => Format::Yolo,
        Target::Cvat => Format::Cvat,
        Target::Datumaro => Format::Datumaro,
        Target::LabelStudio => Format::LabelStudio,
        Target::Csv => Format::Csv,
        Target::Mvtec => Format::Mvtec,
        Target::Camvid => Format::Camvid,
        Target::Mot => Format::Mot,
        Target::WiderFace => Format::WiderFace,
        Target::VggFace2 => Format::VggFace2,
        Target::Tfrecord => Format::Tfrecord,
        Target::Pairs => Format::Pairs,
        Target::Icdar | Target::PaddleOcr => Format::Texts,
        Target::Crops => Format::Folders,
    }
}

/// Whether two marks are the same up to a format's rounding.
fn alike(one: &Mark, other: &Mark) -> bool {
    let numbers = |mark: &Mark| -> Vec<f64> {
        let text = serde_json::to_string(mark).unwrap();
        let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
        parts.filter_map(|p| p.parse().ok()).collect()
    };
    let (a, b) = (numbers(one), numbers(other));
    one.kind() == other.kind() && a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 0.02)
}

fn coordinate(most: u32) -> impl Strategy<Value = f32> {
    (0..=most * 8).prop_map(|v| v as f32 / 8.0)
}

fn point() -> impl Strategy<Value = [f32; 2]> {
    (coordinate(W), coordinate(H)).prop_map(|(x, y)| [x, y])
}

fn mark() -> impl Strategy<Value = Mark> {
    let boxes = (coordinate(W - 4), coordinate(H - 4), 1.0f32..4.0, 1.0f32..4.0)
        .prop_map(|(x, y, w, h)| Mark::Box { x, y, w: (w * 8.0).round() / 8.0, h: (h * 8.0).round() / 8.0 });
    let turned = (10.0f32..54.0, 10.0f32..38.0, 4.0f32..9.0, 2.0f32..9.0, -80i32..80)
        .prop_map(|(cx, cy, w, h, angle)| (cx, cy, w, h, if angle == 0 { 17.0 } else { angle as f32 }));
    let rotated = turned.clone().prop_map(|(cx, cy, w, h, angle)| Mark::Rotated { cx, cy, w, h, angle });
    let ellipses = turned.prop_map(|(cx, cy, rx, ry, angle)| Mark::Ellipse { cx, cy, rx, ry, angle });
    let polygons = (prop::collection::vec(3.0f32..9.0, 5..9), 10.0f32..54.0, 10.0f32..38.0).prop_map(
        |(radii, cx, cy)| {
            let many = radii.len() as f32;
            let at = |(i, r): (usize, &f32)| {
                let (sin, cos) = (i as f32 / many * std::f32::consts::TAU).sin_cos();
                [cx + r * cos, cy + r * sin]
            };
            Mark::Polygon { points: radii.iter().enumerate().map(at).collect() }
        },
    );
    let lines = (point(), point(), 2.0f32..6.0)
        .prop_filter("has a length", |(a, b, _)| a != b)
        .prop_map(|(a, b, width)| Mark::Line { points: vec![a, b], width: (width * 8.0).round() / 8.0 });
    let points = prop::collection::vec(point(), 1..4).prop_map(|points| Mark::Points { points });
    let texts = (4.0f32..40.0, 4.0f32..36.0, "[A-Z0-9批号\",<&;]{1,8}").prop_map(|(x, y, text)| {
        let (x, y) = (x.round(), y.round());
        Mark::Text { points: [[x, y], [x + 20.0, y + 1.0], [x + 20.0, y + 8.0], [x, y + 7.0]], text }
    });
    let brush = prop::collection::vec(0u8..2, 40)
        .prop_filter("marks something", |bits| bits.contains(&1))
        .prop_map(|bits| {
            let mut pixels = vec![0; (W * H) as usize];
            bits.iter().enumerate().for_each(|(i, bit)| pixels[(i / 8 + 5) * W as usize + i % 8 + 9] = *bit);
            Mark::Brush { rle: Runs::of(W, H, &pixels) }
        });
    prop_oneof![boxes, rotated, ellipses, polygons, lines, points, texts, brush]
}

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let attribute = prop_oneof![
        any::<bool>().prop_map(AttributeValue::Tick),
        (-800i32..800).prop_map(|n| AttributeValue::Number(f64::from(n) / 8.0)),
        "[a-z深<&]{1,6}"
            .prop_filter("is no word for yes or no", |t| t != "true" && t != "false")
            .prop_map(AttributeValue::Text),
    ];
    // An attribute has one kind in all regions of a class.
    let said = (attribute, prop::option::of(1u32..5));
    let one = (mark(), said).prop_map(|(mark, (value, group))| {
        let class = usize::from(matches!(mark, Mark::Text { .. }));
        let name = match value {
            AttributeValue::Tick(_) => "确定 <t>",
            AttributeValue::Number(_) => "µm",
            AttributeValue::Text(_) => "note",
        };
        Drawn { class, mark, attributes: Attributes::from([(name.to_string(), value)]), group }
    });
    prop::collection::vec(one, 1..5)
}

/// What has to be found for a mark where the format can say only so much.
fn check(target: Target, drawn: &Drawn, region: &Region) -> Result<(), TestCaseError> {
    let name = ["划痕 <1> & \"co\"", "text"][drawn.class];
    let one = WrittenMark {
        class: drawn.class,
        name,
        mark: &drawn.mark,
        attributes: &drawn.attributes,
        group: drawn.group,
    };
    let lost = losses(target, &one);
    let read = mark_of(&region.shape, &Limits::default()).unwrap();
    let shape =
        lost.iter().find(|l| matches!(l, Loss::Outline | Loss::UprightBox | Loss::TurnedBox | Loss::Pixels));
    let (own, found) = (drawn.mark.bounds().unwrap(), read.bounds().unwrap());
    match shape {
        None => {
            let meant = match &drawn.mark {
                // What is as good as a circle is written as one, which has no angle.
                Mark::Ellipse { cx, cy, rx, ry, .. } if target == Target::Labelme && is_circle(*rx, *ry) => {
                    Mark::Ellipse { cx: *cx, cy: *cy, rx: *rx, ry: *rx, angle: 0.0 }
                }
                mark => mark.clone(),
            };
            prop_assert!(alike(&meant, &read), "{target:?}: {read:?} was {:?}", drawn.mark);
        }
        // The box around it is the same, cut at the picture's border and to whole pixels.
        Some(Loss::UprightBox | Loss::Outline) => {
            let cut = own.clip(W as f32, H as f32).unwrap();
            for (a, b) in [
                (cut.x, found.x),
                (cut.y, found.y),
                (cut.x + cut.w, found.x + found.w),
                (cut.y + cut.h, found.y + found.h),
            ] {
                prop_assert!((a - b).abs() <= 1.05, "{target:?}: {found:?} of {own:?}");
            }
        }
        Some(_) => prop_assert!(found.area() > 0.0),
    }
    if !lost.contains(&Loss::Attributes) && target != Target::Csv {
        prop_assert_eq!(&region.extra.attributes, &drawn.attributes);
    }
    if !lost.contains(&Loss::Group) {
        prop_assert_eq!(region.extra.group, drawn.group);
    }
    Ok(())
}

fn picture<'a>(set: &'a DataSet, stem: &str) -> Option<&'a crate::Sample> {
    set.samples.iter().find(|s| s.id.rsplit('/').next().unwrap().starts_with(stem))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(drawn in drawn()) {
        for target in [
            Target::Coco, Target::CocoRle, Target::Cvat, Target::Datumaro, Target::LabelStudio, Target::Csv, Target::Labelme,
        ] {
            let (dir, survey) = written(target, &drawn);
            let set = read(&dir, format_of(target));
            let regions = &picture(&set, "a 图").unwrap().regions;
            let whole: Vec<&Drawn> = drawn
                .iter()
                .filter(|d| target != Target::Csv || d.mark.covers())
                .collect();
            let points = |d: &&Drawn| match &d.mark {
                Mark::Points { points } if target == Target::LabelStudio => points.len(),
                _ => 1,
            };
            prop_assert_eq!(regions.len(), whole.iter().map(points).sum::<usize>(), "{:?}", target);
            let mut at = 0;
            for one in whole {
                let many = points(&one);
                if many == 1 {
                    check(target, one, &regions[at])?;
                    prop_assert_eq!(&set.classes[regions[at].class].name, ["划痕 <1> & \"co\"", "text"][one.class]);
                }
                at += many;
            }
            let left = survey.losses().get(&(Loss::LeftOut, "points")).copied().unwrap_or(0);
            let points = drawn.iter().filter(|d| !d.mark.covers()).count() as u64;
            prop_assert_eq!(left, if target == Target::Csv { points } else { 0 });
        }
    }
}

#[test]
fn pictures_without_marks_stay_what_they_are() {
    let one = Drawn {
        class: 0,
        mark: Mark::Box { x: 2.0, y: 3.0, w: 10.0, h: 5.0 },
        attributes: Attributes::new(),
        group: None,
    };
    for target in [
        Target::Folders,
        Target::Coco,
        Target::CocoRle,
        Target::Cvat,
        Target::Datumaro,
        Target::LabelStudio,
        Target::Csv,
        Target::Labelme,
        Target::Voc,
        Target::Yolo,
        Target::Mvtec,
        Target::Camvid,
        Target::WiderFace,
        Target::VggFace2,
    ] {
        let (dir, survey) = written(target, std::slice::from_ref(&one));
        let set = read(&dir, format_of(target));
        let good = |stem| set.is_good(picture(&set, stem).unwrap());
        assert_eq!((good("a 图"), good("b"), good("e")), (Some(false), Some(true), Some(true)), "{target:?}");
        let left = survey.losses().get(&(Loss::LeftOut, PICTURE)).copied().unwrap_or(0);
        let unlabelled = picture(&set, "c");
        assert_eq!(unlabelled.map(|s| s.class), if left == 1 { None } else { Some(None) }, "{target:?}");
        let whole = picture(&set, "d").unwrap();
        assert_eq!(set.classes[whole.class.unwrap()].name, "text", "{target:?}");
        let marked = survey.losses().contains_key(&(Loss::Whole, PICTURE));
        assert_eq!(whole.regions.len(), usize::from(marked), "{target:?}");
        let split = survey.losses().get(&(Loss::Split, PICTURE)).copied().unwrap_or(0);
        let read = picture(&set, "b").unwrap().split;
        assert_eq!(read, if split == 2 { None } else { Some(Split::Test) }, "{target:?}");
    }
}

#[test]
fn texts_come_back_with_their_places_and_pieces_are_cut() {
    let mark = Mark::Text {
        points: [[4.0, 4.0], [30.0, 5.0], [30.0, 12.0], [4.0, 11.0]],
        text: "批号, \"A1\"".into(),
    };
    let text = Drawn { class: 1, mark, attributes: Attributes::new(), group: None };
    let blank =
        Mark::Text { points: [[4.0, 14.0], [30.0, 14.0], [30.0, 20.0], [4.0, 20.0]], text: String::new() };
    let other = Drawn { class: 0, mark: Mark::Box { x: 2.0, y: 3.0, w: 10.0, h: 5.0 }, ..text.clone() };
    let drawn = [text.clone(), Drawn { mark: blank, ..text }, other];
    for target in [Target::Icdar, Target::PaddleOcr] {
        let (dir, survey) = written(target, &drawn);
        let set = read(&dir, Format::Texts);
        // A picture that is bad without a text, and one nobody has looked at, are not among them.
        assert_eq!(set.samples.len(), 3, "{target:?}");
        let told = set.texts.as_ref().unwrap();
        let (_, texts) = told.iter().find(|(id, _)| id.contains("a 图")).unwrap();
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0].text, "批号, \"A1\"");
        assert_eq!(texts[0].quad, Some([[4.0, 4.0], [30.0, 5.0], [30.0, 12.0], [4.0, 11.0]]));
        assert_eq!(survey.losses()[&(Loss::LeftOut, PICTURE)], 2);
        assert_eq!(survey.losses()[&(Loss::LeftOut, "box")], 1);
    }
    let (dir, _) = written(Target::PaddleOcr, &drawn);
    let pieces: Vec<_> = fs::read_dir(dir.path().join("crop_img")).unwrap().collect();
    let lines = fs::read_to_string(dir.path().join("rec_gt.txt")).unwrap();
    assert_eq!((pieces.len(), lines.as_str()), (1, "crop_img/a 图_crop_0.jpg\t批号, \"A1\"\n"));
}

#[test]
fn marked_places_are_cut_out_into_a_folder_a_class_and_turned_ones_upright() {
    let none = Attributes::new();
    let of = |class, mark| Drawn { class, mark, attributes: none.clone(), group: None };
    let drawn = [
        of(0, Mark::Box { x: 2.0, y: 3.0, w: 10.0, h: 5.0 }),
        of(0, Mark::Polygon { points: vec![[20.0, 10.0], [30.0, 10.0], [25.0, 20.0]] }),
        of(1, Mark::Rotated { cx: 40.0, cy: 20.0, w: 16.0, h: 6.0, angle: 90.0 }),
        of(1, Mark::Points { points: vec![[1.0, 1.0]] }),
    ];
    let (dir, survey) = written(Target::Crops, &drawn);
    let set = read(&dir, Format::Folders);
    let mut cut: Vec<(String, u32, u32)> = set
        .samples
        .iter()
        .map(|s| {
            let piece = fovea_vision::decode_file(&s.path, &Limits::default()).unwrap();
            (set.classes[s.class.unwrap()].name.clone(), piece.width, piece.height)
        })
        .collect();
    cut.sort();
    let class = folder_name("划痕 <1> & \"co\"");
    assert_eq!(cut, [("text".into(), 16, 6), (class.clone(), 10, 5), (class, 10, 10)]);
    // Only what was cut is there; four of five pictures had nothing.
    assert!(!dir.path().join("images").exists());
    assert_eq!(survey.losses()[&(Loss::LeftOut, PICTURE)], 4);
    assert_eq!(
        (survey.losses()[&(Loss::UprightBox, "polygon")], survey.losses()[&(Loss::LeftOut, "points")]),
        (1, 1)
    );
}

#[test]
fn pairs_need_a_template_and_what_has_none_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let names = ["short".to_string(), "my kind".to_string()];
    let marks = [
        (0, Mark::Box { x: 2.2, y: 3.0, w: 10.0, h: 5.0 }),
        (1, Mark::Polygon { points: vec![[20.0, 10.0], [30.0, 10.0], [25.0, 20.0]] }),
        (1, Mark::Points { points: vec![[1.0, 1.0]] }),
    ];
    let none = Attributes::new();
    let marks: Vec<WrittenMark> = marks
        .iter()
        .map(|(class, mark)| WrittenMark {
            class: *class,
            name: &names[*class],
            mark,
            attributes: &none,
            group: None,
        })
        .collect();
    let listed = [
        ("images/bad/1_test.png", Said::Bad(0), marks.as_slice()),
        ("images/unlabelled/1_temp.png", Said::Nothing, &[]),
        ("images/unlabelled/2_temp.png", Said::Nothing, &[]),
        ("images/good/2_test.png", Said::Good, &[]),
        ("images/bad/3_test.png", Said::Bad(1), &marks[..1]),
        ("images/good/other.png", Said::Good, &[]),
    ];
    for (at, (path, ..)) in listed.iter().enumerate() {
        let mut picture = Picture::new(W, H);
        picture.rgb.fill(at as u8 * 40);
        fs::create_dir_all(dir.path().join(path).parent().unwrap()).unwrap();
        fs::write(dir.path().join(path), encode_png_rgb(&picture).unwrap()).unwrap();
    }
    let listed = listed.map(|(path, said, marks)| Listed {
        path,
        width: W,
        height: H,
        said,
        split: None,
        marks,
        columns: None,
        tags: &[],
    });
    let mut survey = Survey::new(Target::Pairs);
    listed.iter().for_each(|one| survey.look(one));
    survey.end();
    let lost = |loss, kind| survey.losses().get(&(loss, kind)).copied().unwrap_or(0);
    assert_eq!(
        (lost(Loss::LeftOut, PICTURE), lost(Loss::LeftOut, "box"), lost(Loss::LeftOut, "points")),
        (2, 1, 1)
    );
    assert_eq!(
        (lost(Loss::UprightBox, "polygon"), lost(Loss::Name, "polygon"), lost(Loss::Name, "box")),
        (1, 1, 0)
    );
    let about = About {
        target: Target::Pairs,
        dir: dir.path(),
        names: &names,
        good: "good",
        survey: &survey,
        limits: Limits::default(),
    };
    let mut sheets = Sheets::begin(about).unwrap();
    listed.iter().for_each(|one| sheets.add(one).unwrap());
    sheets.end().unwrap();
    let text = fs::read_to_string(dir.path().join("pairs/1.txt")).unwrap();
    assert_eq!(text, "2 3 12 8 2\n20 10 30 20 my_kind\n");
    let set = read(&dir, Format::Pairs);
    assert_eq!((set.samples.len(), set.samples[0].regions.len()), (2, 2));
    assert_eq!((set.is_good(&set.samples[0]), set.is_good(&set.samples[1])), (Some(false), Some(true)));
}

#[test]
fn the_layout_of_mvtec_holds_kinds_and_masks() {
    let drawn = [
        Drawn {
            class: 0,
            mark: Mark::Box { x: 2.0, y: 3.0, w: 10.0, h: 5.0 },
            attributes: Attributes::new(),
            group: None,
        },
        Drawn {
            class: 1,
            mark: Mark::Box { x: 40.0, y: 3.0, w: 2.0, h: 2.0 },
            attributes: Attributes::new(),
            group: None,
        },
    ];
    let (dir, survey) = written(Target::Mvtec, &drawn);
    let kind = "划痕 _1_ & _co_";
    assert!(dir.path().join(format!("test/{kind}/a 图.png")).is_file());
    assert!(dir.path().join("train/good/e.png").is_file() && dir.path().join("test/good/b.png").is_file());
    assert!(!dir.path().join("images").exists());
    let mask = dir.path().join(format!("ground_truth/{kind}/a 图_mask.png"));
    let mask = fovea_vision::read_mask_file(&mask, None, &Limits::default()).unwrap();
    assert_eq!(mask.data.iter().filter(|v| **v != 0).count(), 54);
    assert_eq!(survey.losses()[&(Loss::Class, "box")], 1);
}

#[test]
fn a_table_tells_what_else_is_known_of_pictures_and_gives_it_back() {
    let (dir, _) = written(Target::Csv, &[]);
    let text = fs::read_to_string(dir.path().join("annotations.csv")).unwrap();
    let told = parse_columns(&text).unwrap();
    assert!(!told.alone);
    assert_eq!(told.rows.len(), 5, "{text}");
    for (_, columns) in told.rows {
        assert_eq!(columns, [("part".to_string(), "0815, left".to_string())].into());
    }
}

#[test]
fn words_of_pictures_come_back_from_each_format_that_holds_them_and_are_told_as_lost_elsewhere() {
    let mark = Mark::Box { x: 2.0, y: 3.0, w: 10.0, h: 5.0 };
    let one = [Drawn { class: 0, mark, attributes: Attributes::new(), group: None }];
    let words = ["line 3; \"left\"".to_string(), "夜班".to_string()];
    let mut holding = 0;
    for target in Target::ALL.into_iter().filter(|t| t.holds_tags()) {
        holding += 1;
        let (dir, survey) = written_with(target, &one, &words);
        assert_eq!(survey.losses().get(&(Loss::Tags, PICTURE)), None, "{target:?}");
        let set = read(&dir, format_of(target));
        assert_eq!(picture(&set, "a 图").unwrap().tags, words, "{target:?}");
        assert_eq!(picture(&set, "e").unwrap().tags, Vec::<String>::new(), "{target:?}");
        // Where it is there at all.
        if let Some(unlabelled) = picture(&set, "c") {
            assert_eq!(unlabelled.tags, words, "{target:?}");
            assert_eq!(unlabelled.class, None, "{target:?}");
        }
        // Without a word there is no table.
        let (dir, _) = written(target, &one);
        assert!(!dir.path().join("tags.csv").exists(), "{target:?}");
    }
    assert_eq!(holding, 13);
    let (_, survey) = written_with(Target::Mvtec, &one, &words);
    assert_eq!(survey.losses()[&(Loss::Tags, PICTURE)], 1);
}
