use super::*;
use fovea_domain::bead::{BeadLimits, BeadPlan, Length, Scale};
use fovea_vision::register::Affine;
use fovea_vision::{Picture, Strip};
use std::collections::BTreeMap;

const MIDDLE: f64 = 40.0;

fn plan() -> BeadPlan {
    BeadPlan {
        image: "good.png".into(),
        path: vec![[40.0, MIDDLE], [240.0, MIDDLE]],
        closed: false,
        width: Length::Px { px: 16.0 },
        tolerance: Length::Px { px: 4.0 },
        scale: Scale::Direct { mm_per_px: 0.1 },
        locate: false,
        contact_angle_deg: 90.0,
        limits: BeadLimits::default(),
        threshold: None,
    }
}

/// A bright bead on dark ground whose edges are where `edges` says for each column.
fn bead(edges: impl Fn(f64) -> Option<(f64, f64)>) -> Picture {
    let mut picture = Picture::new(280, 80);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = ((i % 280) as f64 + 0.5, (i / 280) as f64 + 0.5);
        let covered = edges(x).map_or(0.0, |(top, low)| ((y - top + 0.5).min(low - y + 0.5)).clamp(0.0, 1.0));
        pixel.fill((60.0 + 120.0 * covered).round() as u8);
    }
    picture
}

/// Looks as such beads have them.
fn looks(frame: &Frame) -> Looks {
    let shape = Shape { stations: Shape::stations_for(frame.columns()), outward: 5, inward: 5, across: 12 };
    let edge: Vec<f32> = (0..shape.taps())
        .map(|t| {
            if t < 5 {
                60.0
            } else if t == 5 {
                120.0
            } else {
                180.0
            }
        })
        .collect();
    let flat = vec![0.0f32; shape.taps()];
    let mut one = Vec::new();
    for _ in 0..2 {
        one.extend(edge.iter().chain(&flat).chain(&flat));
    }
    for value in [180.0f32, 0.0, 0.0, 1.0, 1.0, 1.0] {
        one.extend(vec![value; 12]);
    }
    let data = one.repeat(shape.stations as usize);
    // Dark is ground, bright is bead.
    let mut colors = vec![0.0f32; CHANNELS * BINS];
    colors[..BINS].iter_mut().enumerate().for_each(|(k, v)| *v = if k < 30 { -2.0 } else { 2.0 });
    let cuts = vec![0.0; shape.stations as usize];
    Looks {
        shape,
        data,
        colors,
        cuts,
        noise: [2.0, 1.0, 1.0],
        mix: Mix { look: 0.5, color: 0.5, usual: 2.0, shift: [0.0; 2] },
    }
}

fn traced(picture: &Picture) -> (Frame, Strip, Edges, Vec<Traits>) {
    let frame = Frame::of(&plan(), None).unwrap();
    let looks = looks(&frame);
    let strip = frame.strip(picture, &Affine::IDENTITY);
    let search = Search { reach: frame.reach, usual: [0.0; 2], stiff: 20.0 };
    let edges = trace_edges(&strip, &frame, &looks, &search);
    let traits = traits(&strip, &looks, &edges);
    (frame, strip, edges, traits)
}

#[test]
fn edges_are_found_to_a_fraction_of_a_pixel() {
    let course = |x: f64| (MIDDLE - 8.0 + 1.5 * (x / 40.0).sin(), MIDDLE + 8.6 + 1.2 * (x / 33.0).cos());
    let (frame, _, edges, traits) = traced(&bead(|x| Some(course(x))));
    for (c, seen) in traits.iter().enumerate().skip(frame.track.lead).take(frame.track.steps()) {
        // The path lies on the border of two rows of pixels; its column goes through the middle of a place.
        let (top, low) = course(frame.track.points[c][0]);
        let (left, right) =
            (edges.left[c] - frame.middle() + MIDDLE, edges.right[c] - frame.middle() + MIDDLE);
        assert!((left - top).abs() < 0.25 && (right - low).abs() < 0.25, "{c}: {left} {top} {right} {low}");
        assert!(seen.iter().all(|t| *t > 0.8), "{seen:?}");
    }
}

#[test]
fn without_bead_nothing_looks_like_it() {
    let (frame, _, _, traits) =
        traced(&bead(|x| (!(120.0..130.0).contains(&x)).then_some((MIDDLE - 8.0, MIDDLE + 8.0))));
    let rule = Rule { weights: [1.0, 1.0, 1.0], bias: -1.5 };
    let there = presence(&traits, &rule, &looks(&frame));
    let gone: Vec<usize> =
        (frame.track.lead..frame.track.lead + frame.track.steps()).filter(|c| there[*c] <= 0.0).collect();
    let first = frame.column(0.1 * (120.0 - 40.0)) as usize;
    assert!((9..=11).contains(&gone.len()) && gone[0].abs_diff(first) <= 1, "{gone:?} {first}");
}

#[test]
fn what_looks_otherwise_inside_is_a_bubble() {
    let mut picture = bead(|_| Some((MIDDLE - 8.0, MIDDLE + 8.0)));
    for (x, y) in (148..153).flat_map(|x| (38..42).map(move |y| (x, y))) {
        picture.rgb[3 * (y * 280 + x)..3 * (y * 280 + x) + 3].fill(90);
    }
    let (frame, strip, edges, _) = traced(&picture);
    let looks = looks(&frame);
    let inside = Inside::of(&strip, &frame, &looks, &edges, &vec![true; strip.columns]);
    let found = find_bubbles(&inside.oddness(&looks, &edges), &frame, 20.0);
    assert_eq!(found.len(), 1, "{found:?}");
    let at = (found[0].at - frame.track.lead as f64) * frame.track.step + 40.0;
    assert!((at - 150.5).abs() < 1.0 && found[0].across.abs() < 1.5, "{:?}", found[0]);
    assert!((15.0..50.0).contains(&found[0].area_px), "{:?}", found[0]);
}

fn spec(frame: &Frame) -> GlueSpec {
    let looks = looks(frame);
    GlueSpec {
        plan: plan(),
        width: 280,
        height: 80,
        scene: None,
        least_agreement: 0.6,
        looks: "looks.f32".into(),
        shape: looks.shape,
        noise: looks.noise,
        mix: looks.mix,
        usual: [0.0; 2],
        rule: Rule { weights: [1.0, 1.0, 1.0], bias: -1.5 },
        bubble: 20.0,
        stiff: 20.0,
    }
}

#[test]
fn a_bead_from_before_edges_were_held_is_measured_as_it_was() {
    let frame = Frame::of(&plan(), None).unwrap();
    let mut told = serde_json::to_value(spec(&frame)).unwrap();
    assert!(told.as_object_mut().unwrap().remove("stiff").is_some());
    assert_eq!(serde_json::from_value::<GlueSpec>(told).unwrap().stiff, 0.0);
}

#[test]
fn a_bead_that_lies_about_itself_is_refused() {
    let frame = Frame::of(&plan(), None).unwrap();
    let files = BTreeMap::from([("looks.f32".to_string(), looks(&frame).write())]);
    let told = |change: &dyn Fn(&mut GlueSpec)| {
        let mut spec = spec(&frame);
        change(&mut spec);
        spec.check(&files).map_err(|e| e.to_string())
    };
    assert_eq!(told(&|_| {}), Ok(()));
    for (why, change) in [
        ("another size", &(|s: &mut GlueSpec| s.shape.across = 13) as &dyn Fn(&mut GlueSpec)),
        ("do not belong to its path", &|s| s.shape.stations = 1 << 30),
        ("out of range", &|s| s.shape.inward = u32::MAX),
        ("out of range", &|s| s.noise[0] = 0.0),
        ("out of range", &|s| s.rule.bias = f32::NAN),
        ("out of range", &|s| s.usual[1] = 1e300),
        ("outside of its reference picture", &|s| s.plan.path[1][0] = 900.0),
        ("its plan", &|s| s.plan.path[1][0] = f64::INFINITY),
        ("its plan", &|s| s.plan.width = Length::Px { px: 1e9 }),
        ("reference picture", &|s| s.plan.locate = true),
        ("out of range", &|s| s.stiff = -1.0),
        ("is missing", &|s| s.looks = "other".into()),
    ] {
        let told = told(change).unwrap_err();
        assert!(told.contains(why), "{why}: {told}");
    }
    // Numbers that are none.
    let mut bytes = files["looks.f32"].clone();
    bytes[..4].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(spec(&frame).check(&BTreeMap::from([("looks.f32".to_string(), bytes)])).is_err());
}

#[test]
fn light_alone_tells_bead_from_ground_to_a_fraction_of_a_pixel() {
    use fovea_domain::bead::{BeadThreshold, BeadTone};
    let course = |x: f64| (MIDDLE - 8.0 + 1.5 * (x / 40.0).sin(), MIDDLE + 8.6 + 1.2 * (x / 33.0).cos());
    let gone = 120.0..130.0;
    let mut picture = bead(|x| (!gone.contains(&x)).then(|| course(x)));
    // A bubble, and a speck beside the bead.
    for (x, y) in (178..183).flat_map(|x| (38..42).map(move |y| (x, y))) {
        picture.rgb[3 * (y * 280 + x)..3 * (y * 280 + x) + 3].fill(70);
    }
    for (x, y) in (80..84).flat_map(|x| (58..60).map(move |y| (x, y))) {
        picture.rgb[3 * (y * 280 + x)..3 * (y * 280 + x) + 3].fill(200);
    }
    let frame = Frame::of(&plan(), None).unwrap();
    let strip = frame.strip(&picture, &Affine::IDENTITY);
    // Half way between ground and bead.
    let threshold = BeadThreshold { of: BeadTone::Light, least: 120.0, most: 255.0 };
    let Crossed { edges, present, bubbles } = cross(&strip, &frame, &threshold);
    let mut absent = 0;
    let along = present.iter().enumerate().skip(frame.track.lead).take(frame.track.steps());
    for (c, there) in along {
        let x = frame.track.points[c][0];
        if *there <= 0.0 {
            assert!((118.0..132.0).contains(&x), "{x}");
            absent += 1;
        } else if !(117.0..133.0).contains(&x) {
            let (top, low) = course(x);
            let (left, right) =
                (edges.left[c] - frame.middle() + MIDDLE, edges.right[c] - frame.middle() + MIDDLE);
            assert!((left - top).abs() < 0.3 && (right - low).abs() < 0.3, "{x}: {left} {top} {right} {low}");
        }
    }
    assert!((8..=12).contains(&absent), "{absent}");
    let at =
        |spot: &fovea_domain::bead::BubbleSpot| (spot.at - frame.track.lead as f64) * frame.track.step + 40.0;
    let inside: Vec<f64> = bubbles.iter().map(at).filter(|x| !(115.0..135.0).contains(x)).collect();
    assert_eq!(inside.len(), 1, "{bubbles:?}");
    assert!((inside[0] - 180.5).abs() < 1.5, "{inside:?}");
}

#[test]
fn a_package_by_a_threshold_has_no_looks() {
    use fovea_domain::bead::{BeadThreshold, BeadTone};
    let threshold = Some(BeadThreshold { of: BeadTone::Light, least: 120.0, most: 255.0 });
    let spec = GlueSpec::by_threshold(BeadPlan { threshold, ..plan() }, (280, 80), None, 0.6).unwrap();
    assert!(spec.check(&BTreeMap::new()).is_ok());
    let both = GlueSpec { looks: "looks.f32".into(), ..spec.clone() };
    assert!(both.check(&BTreeMap::from([("looks.f32".to_string(), Vec::new())])).is_err());
    let neither = GlueSpec { plan: plan(), ..spec };
    assert!(neither.check(&BTreeMap::new()).is_err());
}
