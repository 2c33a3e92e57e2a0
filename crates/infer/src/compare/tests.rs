use super::*;
use crate::InferError;
use fovea_domain::BBox;
use fovea_vision::Picture;
use fovea_vision::difference::Spot;
use proptest::prelude::*;

fn board(width: u32, height: u32) -> Picture {
    let mut picture = Picture::new(width, height);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = ((i as u32 % width) as f32, (i as u32 / width) as f32);
        let trace = ((y + 14.0 * (x * 0.021).sin()) / 37.0).fract() < 0.34 && x > 30.0;
        let pad = (x - 60.0).hypot(y - 70.0) < 17.0;
        pixel.fill(if trace || pad { 0 } else { 255 });
    }
    picture
}

#[test]
fn a_comparison_with_numbers_out_of_range_is_refused() {
    assert!(CompareSpec::default().check().is_ok());
    let lies: [fn(&mut CompareSpec); 12] = [
        |s| s.edge = 17,
        |s| s.contrast = 0.0,
        |s| s.contrast = f32::NAN,
        |s| s.join = u32::MAX,
        |s| s.least = 0,
        |s| s.around = 0.5,
        |s| s.around = f32::INFINITY,
        |s| s.overlap = -0.1,
        |s| s.overlap = f32::NAN,
        |s| s.least_agreement = f32::NAN,
        |s| s.least_agreement = 2.0,
        |s| s.contrast = 1e9,
    ];
    for (i, lie) in lies.into_iter().enumerate() {
        let mut spec = CompareSpec::default();
        lie(&mut spec);
        assert!(spec.check().is_err(), "lie {i}");
    }
}

#[test]
fn pictures_that_cannot_be_compared_are_refused_with_the_reason() {
    let comparer = Comparer::new(CompareSpec::default());
    let template = board(200, 160);
    let look = |test: &Picture, template: &Picture| comparer.look(test, template).map(|(_, places)| places);
    assert_eq!(look(&template, &template).unwrap(), []);
    let size = look(&board(200, 161), &template).unwrap_err();
    assert!(matches!(size, InferError::TemplateSize { .. }), "{size}");
    assert!(size.to_string().contains("200 × 161") && !size.hint().is_empty(), "{size}");
    for (test, template) in [
        (Picture::new(200, 160), template.clone()),
        (template.clone(), Picture::new(200, 160)),
        (board(40, 40), board(40, 40)),
    ] {
        let apart = look(&test, &template).unwrap_err();
        assert!(matches!(apart, InferError::Apart { .. }), "{apart}");
    }
    let mut other = board(200, 160);
    other
        .rgb
        .chunks_exact_mut(3)
        .enumerate()
        .for_each(|(i, p)| p.fill(if (i / 7 + i / 1400) % 2 == 0 { 0 } else { 255 }));
    assert!(matches!(look(&other, &template), Err(InferError::Apart { .. })));
}

#[test]
fn a_defect_is_a_place_with_its_surroundings() {
    let comparer = Comparer::new(CompareSpec::default());
    let template = board(200, 160);
    let mut test = template.clone();
    for y in 100..112 {
        for x in 120..129 {
            let at = 3 * (y * 200 + x);
            let inverted = 255 - test.rgb[at];
            test.rgb[at..at + 3].fill(inverted);
        }
    }
    let (laid, places) = comparer.look(&test, &template).unwrap();
    assert!((1..=2).contains(&places.len()), "{places:?}");
    let place = places[0];
    assert!((place.middle.0 - 124.0).abs() <= 5.0 && (place.middle.1 - 106.0).abs() <= 6.0, "{place:?}");
    assert_eq!(place.side, SIDE as f32);
    let mut data = Vec::new();
    Comparer::window(&laid, &place, &mut data);
    assert_eq!(data.len(), CHANNELS * SIDE * SIDE);
    assert!(data.iter().all(|v| (-0.5..=0.5).contains(v)));
}

proptest! {
    #[test]
    fn a_box_comes_back_from_its_sides(
        spot in (0.0f32..500.0, 0.0f32..500.0, 1.0f32..120.0, 1.0f32..120.0),
        grow in (0.0f32..30.0, 0.0f32..30.0, 0.0f32..30.0, 0.0f32..30.0),
    ) {
        let bbox = BBox { x: spot.0, y: spot.1, w: spot.2, h: spot.3 };
        let place = Place::of(Spot { bbox, pixels: 9, peak: 200 }, 1.4);
        let marked = BBox {
            x: bbox.x - grow.0,
            y: bbox.y - grow.1,
            w: bbox.w + grow.0 + grow.2,
            h: bbox.h + grow.1 + grow.3,
        };
        let back = place.bbox(place.sides(&marked));
        for (a, b) in <[f32; 4]>::from(back).iter().zip(<[f32; 4]>::from(marked)) {
            prop_assert!((a - b).abs() < 0.01, "{:?} {:?}", back, marked);
        }
    }
}
