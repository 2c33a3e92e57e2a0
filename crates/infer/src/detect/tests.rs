use super::judge::{Share, Told};
use super::*;
use crate::{Fit, Tensor};
use fovea_domain::BBox;

/// Boxes stay as the graph tells them.
fn detector() -> Detector {
    Detector::new(DetectSpec { vote: None, ..DetectSpec::default() })
}

fn names() -> Vec<String> {
    vec![KINDS.into(), BOXES.into()]
}

/// An answer for one input of 32 × 32, whose places are 16, 4 and 1.
fn answer(kinds: usize) -> [Tensor; 2] {
    let tensor = |rows: usize| Tensor { dims: vec![1, rows, 21], data: vec![0.0; rows * 21] };
    [tensor(kinds), tensor(4)]
}

fn share() -> Share {
    let all = Fit::Stretch { width: 32, height: 32 }.placements(32, 32);
    Share::of(&all[0], &all, (32, 32))
}

fn told(kind: usize, score: f32, x: f32) -> Told {
    Told { kind, score, bbox: BBox { x, y: 10.0, w: 20.0, h: 20.0 } }
}

#[test]
fn a_place_and_its_distances_are_a_box() {
    let mut outputs = answer(2);
    // The second place of the second row of the finest level lies around (12, 12); the only place of the coarsest around (16, 16).
    outputs[0].data[21 + 5] = 0.9;
    outputs[0].data[20] = 0.4;
    for (side, v) in [3.0, 4.0, 5.0, 6.0].into_iter().enumerate() {
        outputs[1].data[side * 21 + 5] = v;
        outputs[1].data[side * 21 + 20] = 10.0 + v;
    }
    let mut found = Vec::new();
    detector().read(&names(), &outputs, 2, &share(), &mut found).unwrap();
    let bbox = |x, y, w, h| BBox { x, y, w, h };
    assert_eq!(
        found,
        [
            Told { kind: 1, score: 0.9, bbox: bbox(9.0, 8.0, 8.0, 10.0) },
            Told { kind: 0, score: 0.4, bbox: bbox(3.0, 2.0, 28.0, 30.0) },
        ]
    );
}

#[test]
fn an_answer_that_is_none_is_refused() {
    let mut found = Vec::new();
    let mut read = |outputs: &[Tensor]| detector().read(&names(), outputs, 2, &share(), &mut found).is_err();
    assert!(read(&answer(3)), "a kind too many");
    assert!(read(&answer(2)[..1]), "no boxes");
    let mut odd = answer(2);
    odd[1].data[7] = f32::NAN;
    assert!(read(&odd), "no number");
    assert!(!read(&answer(2)));
}

#[test]
fn of_boxes_over_each_other_one_is_left_for_each_kind_and_one_is_first() {
    // In a picture twice as large as what the graph saw.
    let found = [told(0, 0.6, 10.0), told(0, 0.9, 12.0), told(1, 0.8, 11.0), told(1, 0.3, 60.0)];
    let left = detector().candidates(&found, 2, (2.0, 2.0), (150, 100));
    let seen: Vec<(usize, f32, f32, bool)> =
        left.iter().map(|c| (c.kind, c.score, c.bbox.x, c.first)).collect();
    assert_eq!(seen, [(0, 0.9, 24.0, true), (1, 0.8, 22.0, false), (1, 0.3, 120.0, true)]);
    assert_eq!(left[2].bbox.w, 30.0, "cut at the border");
}

#[test]
fn a_box_is_the_mean_of_those_over_it_by_their_scores() {
    // The third lies over the first by less than half, the last is too unsure to have a say.
    let found = [told(0, 0.8, 10.0), told(0, 0.4, 12.0), told(0, 0.7, 18.0), told(0, 0.05, 11.0)];
    let voting = Detector::new(DetectSpec { vote: Some(0.6), ..DetectSpec::default() });
    let left = |of: &Detector| of.candidates(&found, 1, (1.0, 1.0), (100, 100));
    let (plain, voted) = (left(&detector()), left(&voting));
    assert_eq!((plain[0].bbox.x, plain[0].score), (10.0, 0.8));
    assert_eq!((voted.len(), voted[0].score), (plain.len(), 0.8));
    // Weights of 1 and 1/4.
    let BBox { x, y, w, h } = voted[0].bbox;
    assert!((x - 10.4).abs() < 1e-4 && (y - 10.0).abs() < 1e-4, "{:?}", voted[0]);
    assert!((w - 20.0).abs() < 1e-4 && (h - 20.0).abs() < 1e-4, "{:?}", voted[0]);
    assert_eq!(voted[1].bbox.x, 18.0);
}

#[test]
fn each_place_of_a_tiled_picture_belongs_to_one_tile() {
    let fit = Fit::Scale { factor: 1.0, multiple: 32, tile: 256 };
    for size in [(256, 300), (600, 257), (1000, 900)] {
        let tiles = fit.placements(size.0, size.1);
        let shares: Vec<Share> = tiles.iter().map(|t| Share::of(t, &tiles, size)).collect();
        for y in (4..size.1).step_by(8) {
            for x in (4..size.0).step_by(8) {
                let own = |s: &&Share| {
                    let (ax, ay) = (x as f32 - s.tile.x as f32, y as f32 - s.tile.y as f32);
                    let inside = ax >= 0.0 && ay >= 0.0;
                    inside && ax < s.tile.width as f32 && ay < s.tile.height as f32 && s.owns(ax, ay)
                };
                assert_eq!(shares.iter().filter(own).count(), 1, "{x},{y} of {size:?}");
            }
        }
    }
}

#[test]
fn numbers_out_of_range_are_refused() {
    let with = |strides: Vec<u32>, overlap: f32| DetectSpec { strides, overlap, ..DetectSpec::default() };
    assert!(DetectSpec::default().check().is_ok());
    for spec in [with(vec![], 0.5), with(vec![0], 0.5), with(vec![7], 0.5), with(vec![8], f32::NAN)] {
        assert!(spec.check().is_err(), "{spec:?}");
    }
    assert!(DetectSpec { vote: Some(1.5), ..DetectSpec::default() }.check().is_err());
}
