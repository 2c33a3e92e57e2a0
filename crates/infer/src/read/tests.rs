use super::decode::{Decoder, Steps};
use super::place::Place;
use super::{Automaton, PatternError, ReadSpec, Try, find, line};
use fovea_domain::BBox;
use fovea_domain::text::TextArc;
use fovea_vision::{Picture, quad_size};
use proptest::prelude::*;

const SIGNS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-/ ";

fn signs() -> Vec<char> {
    SIGNS.chars().collect()
}

fn places(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| SIGNS.chars().position(|s| s == c)).map(|i| i as u32).collect()
}

fn automaton(pattern: &str) -> Automaton {
    Automaton::compile(pattern, &signs(), |_| true).unwrap()
}

/// Rows of probabilities: a step for each entry, `' '` alone meaning nothing there; what is left is spread over all others.
fn rows(steps: &[&[(char, f32)]]) -> (usize, Vec<f32>) {
    let columns = signs().len() + 1;
    let mut data = Vec::new();
    for step in steps {
        let mut row = vec![0.0f32; columns];
        let told: f32 = step.iter().map(|s| s.1).sum();
        row.fill((1.0 - told).max(0.0) / columns as f32);
        for (sign, p) in *step {
            let column = if *sign == '_' { 0 } else { places(&sign.to_string())[0] as usize + 1 };
            row[column] += p;
        }
        data.extend(row);
    }
    (columns, data)
}

fn read(decoder: &Decoder, steps: &[&[(char, f32)]]) -> (String, f32, bool) {
    let (columns, data) = rows(steps);
    let decoded = decoder.decode(&Steps { columns, data: &data });
    (decoded.text(), decoded.least(), decoded.fits)
}

fn decoder(pattern: Option<&str>, alphabet: Option<&str>) -> Decoder {
    let spec = ReadSpec {
        pattern: pattern.map(String::from),
        alphabet: alphabet.map(String::from),
        ..ReadSpec::default()
    };
    Decoder::new(signs(), alphabet, spec.automaton(&signs()).unwrap())
}

/// Three signs, the middle one in doubt between a letter and a digit.
const DOUBT: &[&[(char, f32)]] = &[
    &[('A', 0.98)],
    &[('_', 0.97)],
    &[('B', 0.9), ('8', 0.08)],
    &[('B', 0.6), ('8', 0.05), ('_', 0.3)],
    &[('_', 0.97)],
    &[('4', 0.98)],
];

#[test]
fn signs_that_go_on_are_one_and_parted_ones_are_two() {
    let plain = decoder(None, None);
    assert_eq!(read(&plain, DOUBT).0, "AB4");
    let twice: &[&[(char, f32)]] = &[&[('1', 0.9)], &[('1', 0.8)], &[('_', 0.9)], &[('1', 0.7)]];
    let (text, least, fits) = read(&plain, twice);
    assert!(text == "11" && (least - 0.7).abs() < 0.02 && fits, "{text} {least}");
    assert_eq!(read(&plain, &[&[('_', 0.9)]]), (String::new(), 0.0, true));
}

#[test]
fn the_pattern_settles_what_looks_alike() {
    let (text, least, fits) = read(&decoder(Some("[A-Z][0-9]{2}"), None), DOUBT);
    assert_eq!((text.as_str(), fits), ("A84", true));
    assert!(least > 0.6, "{least}");
    let (text, _, fits) = read(&decoder(Some("[A-Z]{2}[0-9]"), None), DOUBT);
    assert_eq!((text.as_str(), fits), ("AB4", true));
}

#[test]
fn what_does_not_fit_at_all_is_told_as_it_stands() {
    let (text, _, fits) = read(&decoder(Some("[0-9]{6}"), None), DOUBT);
    assert_eq!((text.as_str(), fits), ("AB4", false));
    // A sign that is no look-alike is not made to fit without doubt.
    let k: &[(char, f32)] = &[('K', 0.97), ('7', 0.01)];
    let one: &[&[(char, f32)]] = &[&[('1', 0.99)], &[('2', 0.99)], k, &[('4', 0.99)], &[('5', 0.99)]];
    let (text, least, fits) = read(&decoder(Some("[0-9]{5}"), None), one);
    assert_eq!((text.as_str(), fits), ("12745", true));
    assert!(least < 0.05, "{least}");
    // Of few signs one is too many.
    let (text, _, fits) = read(&decoder(Some("[0-9]{3}"), None), &one[1..4]);
    assert_eq!((text.as_str(), fits), ("2K4", false));
}

#[test]
fn an_alphabet_leaves_out_all_others() {
    assert_eq!(read(&decoder(None, Some("0123456789")), DOUBT).0, "84");
    let both = decoder(Some("[A-Z0-9]{2}"), Some("0123456789"));
    assert_eq!(read(&both, &[&[('B', 0.8), ('8', 0.15)], &[('_', 0.9)], &[('7', 0.9)]]).0, "87");
}

#[test]
fn a_long_line_keeps_its_beams() {
    let decoder = decoder(Some("([0-9]{4} )*[0-9]{4}"), None);
    let text = "1234 5678 9012 3456 7890 1111";
    let steps: Vec<Vec<(char, f32)>> =
        text.chars().flat_map(|c| [vec![(c, 0.9)], vec![('_', 0.95)], vec![('_', 0.999)]]).collect();
    let steps: Vec<&[(char, f32)]> = steps.iter().map(Vec::as_slice).collect();
    assert_eq!(read(&decoder, &steps).0, text);
}

#[test]
fn patterns_that_cannot_be_are_refused() {
    let refused = |pattern: &str| Automaton::compile(pattern, &signs(), |_| true).unwrap_err();
    assert!(matches!(refused("[0-9"), PatternError::Syntax(_)));
    let told = refused("[0-9").to_string();
    assert!(told.contains("unclosed"), "{told}");
    assert_eq!(refused("[0-9]{3000}[A-Z]{3000}"), PatternError::TooLarge);
    assert_eq!(refused("é+"), PatternError::Nothing);
    assert_eq!(Automaton::compile("[A-Z]+", &signs(), |c| c.is_ascii_digit()), Err(PatternError::Nothing));
}

#[test]
fn only_ways_with_an_end_are_kept() {
    let rule = automaton("AB|AC1");
    let after = rule.next(Automaton::START, places("A")[0]).unwrap();
    assert_eq!((rule.left(Automaton::START), rule.left(after)), (2, 1));
    assert_eq!(rule.next(Automaton::START, places("B")[0]), None);
    assert!(rule.accepts(places("AB")) && rule.accepts(places("AC1")));
    assert!(!rule.accepts(places("AC")) && !rule.accepts(places("AB1")) && !rule.accepts(places("")));
    let used: usize = rule.uses(signs().len()).iter().filter(|u| **u).count();
    assert_eq!(used, 4);
}

#[test]
fn lines_are_found_in_a_map_and_put_in_order() {
    let (w, h) = (200usize, 120usize);
    let mut map = vec![0.02f32; w * h];
    let mut fill = |x: std::ops::Range<usize>, y: std::ops::Range<usize>, v: f32| {
        y.for_each(|y| x.clone().for_each(|x| map[y * w + x] = v));
    };
    fill(110..180, 22..32, 0.9);
    fill(20..90, 20..30, 0.9);
    fill(20..60, 70..78, 0.9);
    // Too weak, too small.
    fill(80..130, 70..80, 0.35);
    fill(190..192, 100..102, 0.9);
    // Higher than wide: read from the top down.
    fill(150..158, 50..115, 0.9);
    let spec = ReadSpec::default();
    let found = find::lines(&map, (w, h), &spec, (2.0, 1.0));
    assert_eq!(found.len(), 4, "{found:?}");
    let lefts: Vec<f32> = found.iter().map(|q| (q[0][0] / 10.0).round()).collect();
    assert_eq!(lefts[..2], [2.0, 20.0], "{found:?}");
    for quad in &found[..2] {
        let (along, across) = quad_size(quad);
        // A core of 70 × 10 or 11 grows by about seven pixels; the map is half as wide as the picture.
        assert!((along - 2.0 * 85.0).abs() < 6.0 && (across - 25.0).abs() < 3.0, "{along} {across}");
    }
    let upright = found.iter().find(|q| q[1][1] - q[0][1] > 40.0).expect("one line that stands upright");
    assert!(upright[0][0] > upright[3][0], "its top is at the right: {upright:?}");
}

#[test]
fn other_ways_to_look_keep_the_size() {
    let mut picture = Picture::new(30, 48);
    picture.rgb.iter_mut().enumerate().for_each(|(i, v)| *v = 100 + (i % 40) as u8);
    for (how, looks) in [
        (Try::Inverted, 1),
        (Try::Stretched, 1),
        (Try::Smooth, 1),
        (Try::Soft, 1),
        (Try::Dots, 3),
        (Try::Engraved, 3),
    ] {
        let seen = line::seen(&picture, how);
        assert_eq!(seen.len(), looks, "{how:?}");
        for seen in seen {
            assert_eq!((seen.width, seen.height, seen.rgb.len()), (30, 48, picture.rgb.len()), "{how:?}");
        }
    }
    let inverted = line::seen(&picture, Try::Inverted).remove(0);
    assert_eq!(line::seen(&inverted, Try::Inverted), [picture.clone()]);
    let stretched = line::seen(&picture, Try::Stretched).remove(0);
    assert_eq!((stretched.rgb.iter().min(), stretched.rgb.iter().max()), (Some(&0), Some(&255)));
    let mut data = Vec::new();
    line::tensor(&Picture { width: 1, height: 1, rgb: vec![255, 0, 51] }, (2, 1), &mut data);
    let rounded: Vec<f32> = data.iter().map(|v| (v * 10.0).round() / 10.0).collect();
    // Blue, green, red; what is beyond the picture is the middle.
    assert_eq!(rounded, [-0.6, 0.0, -1.0, 0.0, 1.0, 0.0]);
}

#[test]
fn tries_come_in_an_order_of_their_own_and_the_first_look_is_none_of_them() {
    let spec = ReadSpec { tries: vec![Try::Dots, Try::Inverted, Try::Soft], ..ReadSpec::default() };
    let ways = |spec: &ReadSpec| spec.ways().collect::<Vec<_>>();
    assert_eq!(ways(&spec), [Some(Try::Soft), Some(Try::Inverted), Some(Try::Dots)]);
    let soft = ReadSpec { first: Some(Try::Soft), ..spec };
    assert_eq!(ways(&soft), [None, Some(Try::Inverted), Some(Try::Dots)]);
    // One that is only a first look changes nothing else.
    let smooth = ReadSpec { first: Some(Try::Smooth), ..soft.clone() };
    assert_eq!(ways(&smooth), [None, Some(Try::Soft), Some(Try::Inverted), Some(Try::Dots)]);
    let json = serde_json::to_value(&soft).unwrap();
    assert_eq!(json["first"], "soft");
    assert!(serde_json::to_value(ReadSpec::default()).unwrap().get("first").is_none());
    assert_eq!(serde_json::from_value::<ReadSpec>(json).unwrap(), soft);
}

#[test]
fn little_room_is_put_behind_a_line() {
    assert_eq!([8, 160, 161, 331, 336].map(line::room), [160, 160, 168, 336, 336]);
}

#[test]
fn what_is_asked_out_of_range_is_refused() {
    assert!(ReadSpec::default().check().is_ok());
    let lies: [fn(&mut ReadSpec); 12] = [
        |s| s.regions = vec![BBox { x: f32::NAN, y: 0.0, w: 5.0, h: 5.0 }],
        |s| s.regions = vec![BBox { x: -1.0, y: 0.0, w: 5.0, h: 5.0 }],
        |s| s.regions = vec![BBox { x: 0.0, y: 0.0, w: 5.0, h: 5.0 }; 65],
        |s| s.side = 1 << 20,
        |s| s.pattern = Some(String::new()),
        |s| s.pattern = Some("a".repeat(2000)),
        |s| s.alphabet = Some(String::new()),
        |s| s.turns = vec![],
        |s| s.turns = vec![45],
        |s| s.pixel = f32::NAN,
        |s| s.grow = 1e9,
        |s| s.tries = vec![Try::Soft; 100],
    ];
    for (i, lie) in lies.into_iter().enumerate() {
        let mut spec = ReadSpec::default();
        lie(&mut spec);
        assert!(spec.check().is_err(), "lie {i}");
    }
}

#[test]
fn short_forms_of_alphabets_are_ranges() {
    assert_eq!(ReadSpec::signs_of("0-4A-C/"), "01234ABC/");
    assert_eq!(ReadSpec::signs_of("-a-c"), "-abc");
    assert_eq!(ReadSpec::signs_of("a-"), "a-");
    assert_eq!(ReadSpec::signs_of("z-a"), "z-a");
}

proptest! {
    #[test]
    fn the_automaton_says_what_the_expression_says(
        text in "[0-9A-C/-]{0,8}", which in 0usize..6,
    ) {
        let pattern = ["[0-9]{2,4}", "(AB?|C)[0-9]*", "[A-C]+(-[0-9]+)?", ".{3}", "([0-9]{2}/){2}[0-9]{2}", "(A|AB)(C|BC)"][which];
        let whole = regex_automata::dfa::regex::Regex::new(&format!("^(?:{pattern})$")).unwrap();
        prop_assert_eq!(automaton(pattern).accepts(places(&text)), whole.is_match(text.as_bytes()), "{} {}", pattern, text);
    }

    #[test]
    fn a_decoded_text_fits_its_pattern_or_says_that_it_does_not(
        steps in proptest::collection::vec(proptest::collection::vec(0.0f32..1.0, 40), 1..20), which in 0usize..3,
    ) {
        let pattern = ["[0-9]{2,4}", "[A-Z]+", ".*"][which];
        let data: Vec<f32> = steps.iter().flat_map(|row| {
            let sum: f32 = row.iter().map(|v| v.powi(8)).sum::<f32>().max(1e-9);
            row.iter().map(move |v| v.powi(8) / sum).collect::<Vec<_>>()
        }).collect();
        let decoded = decoder(Some(pattern), None).decode(&Steps { columns: 40, data: &data });
        if decoded.fits {
            prop_assert!(automaton(pattern).accepts(places(&decoded.text())), "{}", decoded.text());
        }
        prop_assert!(decoded.chars.iter().all(|c| (0.0..=1.0).contains(&c.score)));
    }
}

#[test]
fn a_bent_line_reads_from_either_end() {
    let arc = TextArc { start: [20.0, 80.0], middle: [70.0, 30.0], end: [120.0, 80.0], height: 24.0 };
    let place = Place::Bent(arc);
    assert_eq!(place.turned(180).turned(180), place);
    assert_eq!((place.turned(0), place.turned(90)), (place, place));
    let mut picture = Picture::new(140, 100);
    // Bright on the left half.
    picture.rgb.chunks_exact_mut(3).enumerate().filter(|(i, _)| i % 140 < 70).for_each(|(_, p)| p.fill(200));
    let (cut, other) = (place.cut(&picture, 2400), place.turned(180).cut(&picture, 2400));
    // Half a circle of radius 50, at 48 pixels of height for 24.
    assert_eq!((cut.width, cut.height), (315, 48));
    assert_eq!((cut.pixel(20, 24), cut.pixel(290, 24)), (Some([200; 3]), Some([0; 3])));
    assert_eq!((other.pixel(20, 24), other.pixel(290, 24)), (Some([0; 3]), Some([200; 3])));
    assert_eq!((place.at(0.0), place.at(0.5)), ([20.0, 80.0], [70.0, 30.0]));
    assert_eq!(Place::Flat([[10.0, 10.0], [50.0, 10.0], [50.0, 20.0], [10.0, 20.0]]).at(0.25), [20.0, 15.0]);
    let (w, h) = quad_size(&place.quad());
    assert!((w - 124.0).abs() < 2.0 && (h - 62.0).abs() < 2.0, "all of it: {w} {h}");
    let spec = ReadSpec { arcs: vec![arc], ..ReadSpec::default() };
    assert!(!spec.finds() && spec.check().is_ok());
    let high = ReadSpec { arcs: vec![TextArc { height: 110.0, ..arc }], ..ReadSpec::default() };
    assert!(high.check().is_err(), "there is no room for it inside of its circle");
}

#[test]
fn a_part_of_a_box_is_told_by_how_far_down_it_lies() {
    let place = Place::Flat([[10.0, 10.0], [50.0, 10.0], [50.0, 30.0], [10.0, 30.0]]);
    let part = Place::Flat([[10.0, 15.0], [50.0, 15.0], [50.0, 25.0], [10.0, 25.0]]);
    assert_eq!(place.between(0.25, 0.75), part);
    // Down as it reads: to the left, where its top is at the right.
    let upright = place.turned(90).between(0.0, 0.5);
    assert_eq!(upright, Place::Flat([[50.0, 10.0], [50.0, 30.0], [30.0, 30.0], [30.0, 10.0]]));
}
