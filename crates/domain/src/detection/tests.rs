use super::*;
use proptest::prelude::*;

fn bbox(x: f32, y: f32, w: f32, h: f32) -> BBox {
    BBox { x, y, w, h }
}

fn marked(picture: usize, kind: usize, x: f32) -> MarkedBox {
    MarkedBox { picture, kind, bbox: bbox(x, 10.0, 20.0, 20.0) }
}

fn told(picture: usize, kind: usize, score: f32, x: f32) -> ToldBox {
    ToldBox { picture, kind, score, bbox: bbox(x, 10.0, 20.0, 20.0) }
}

fn kinds() -> Vec<String> {
    vec!["open".into(), "short".into()]
}

fn quality(m: &[MarkedBox], t: &[ToldBox]) -> DetectionQuality {
    DetectionQuality::of(m, t, &kinds(), 0.33, 0.5).unwrap()
}

#[test]
fn a_box_is_right_once_in_its_picture_by_its_kind_and_place() {
    let m = [marked(0, 0, 10.0), marked(1, 1, 10.0)];
    // Twice the same; the other kind; another picture; too far: 8 of 32 pixels are a quarter.
    let t = [
        told(0, 0, 0.9, 10.0),
        told(0, 0, 0.8, 11.0),
        told(0, 1, 0.7, 10.0),
        told(2, 0, 0.6, 10.0),
        told(1, 1, 0.55, 22.0),
    ];
    let q = quality(&m, &t);
    assert_eq!(q.kinds[0].average_precision, Some(1.0));
    assert_eq!(q.kinds[1].average_precision, Some(0.0));
    assert_eq!(q.mean_average_precision, 0.5);
    assert_eq!((q.at_threshold.recall, q.at_threshold.precision), (0.5, 0.2));
    assert_eq!(q.best.threshold, 0.9);
    assert!((q.best.f - 2.0 / 3.0).abs() < 1e-9);
}

#[test]
fn precision_is_averaged_over_the_marked_ones() {
    let m = [marked(0, 0, 10.0), marked(0, 0, 60.0), marked(0, 0, 110.0)];
    let t = [told(0, 0, 0.9, 10.0), told(0, 0, 0.8, 200.0), told(0, 0, 0.7, 60.0)];
    let q = quality(&m, &t);
    let wanted = (1.0 + 2.0 / 3.0) / 3.0;
    assert!((q.kinds[0].average_precision.unwrap() - wanted).abs() < 1e-9);
    assert_eq!((q.kinds[1].average_precision, q.kinds[1].recall), (None, None));
    assert!((q.mean_average_precision - wanted).abs() < 1e-9, "a kind that nobody marked does not count");
}

#[test]
fn numbers_that_are_none_and_unknown_kinds_count_for_nothing() {
    let m = [marked(0, 0, 10.0), marked(0, 7, 50.0)];
    let mut t = [told(0, 0, f32::NAN, 10.0), told(0, 0, 0.9, f32::NAN), told(0, 7, 0.9, 50.0)];
    t[2].bbox.w = f32::INFINITY;
    let q = quality(&m, &t);
    assert_eq!((q.marked, q.mean_average_precision, q.best.f), (1, 0.0, 0.0));
    assert!(DetectionQuality::of(&m[1..], &t, &kinds(), 0.33, 0.5).is_none());
}

#[test]
fn a_threshold_is_chosen_on_defects_that_are_found_missed_or_made_up() {
    let m = [marked(0, 0, 10.0), marked(0, 1, 60.0), marked(1, 0, 10.0)];
    // Found by another name; twice; nothing there.
    let t = [told(0, 1, 0.9, 10.0), told(0, 0, 0.8, 60.0), told(0, 0, 0.4, 62.0), told(1, 0, 0.3, 90.0)];
    let (scores, bad) = found_or_false(&m, &t, 0.33);
    assert_eq!(scores, [0.9, 0.8, 0.4, 0.3, 0.0]);
    assert_eq!(bad, [true, true, false, false, true]);
}

#[test]
fn of_boxes_over_each_other_the_most_certain_stays() {
    let boxes = [
        (bbox(0.0, 0.0, 20.0, 20.0), 0.5),
        (bbox(2.0, 0.0, 20.0, 20.0), 0.9),
        (bbox(50.0, 0.0, 20.0, 20.0), 0.1),
        (bbox(f32::NAN, 0.0, 20.0, 20.0), 1.0),
        (bbox(80.0, 0.0, 20.0, 20.0), f32::NAN),
    ];
    assert_eq!(distinct(&boxes, 0.3), [1, 2]);
}

fn any_box() -> impl Strategy<Value = BBox> {
    (0.0f32..100.0, 0.0f32..100.0, 1.0f32..40.0, 1.0f32..40.0).prop_map(|(x, y, w, h)| bbox(x, y, w, h))
}

proptest! {
    #[test]
    fn what_was_marked_told_back_is_all_right(boxes in prop::collection::vec((any_box(), 0usize..3, 0usize..2), 1..30)) {
        let m: Vec<MarkedBox> =
            boxes.iter().map(|&(bbox, picture, kind)| MarkedBox { picture, kind, bbox }).collect();
        let t: Vec<ToldBox> =
            boxes.iter().map(|&(bbox, picture, kind)| ToldBox { picture, kind, score: 0.9, bbox }).collect();
        let q = quality(&m, &t);
        // Boxes over each other may be taken by a neighbour that leaves them none; they alone may be lost.
        let apart = m.iter().enumerate().all(|(i, a)| {
            m[..i].iter().all(|b| a.picture != b.picture || a.kind != b.kind || a.bbox.iou(&b.bbox) <= 0.33)
        });
        if apart {
            prop_assert!((q.mean_average_precision - 1.0).abs() < 1e-9);
            prop_assert!((q.best.f - 1.0).abs() < 1e-9);
        }
        prop_assert!(q.best.f >= q.at_threshold.f);
    }

    #[test]
    fn more_wrong_boxes_never_make_it_better(
        boxes in prop::collection::vec((any_box(), 0.0f32..1.0), 1..20),
        wrong in prop::collection::vec((any_box(), 0.0f32..1.0), 0..20),
    ) {
        let m: Vec<MarkedBox> =
            boxes.iter().map(|&(bbox, _)| MarkedBox { picture: 0, kind: 0, bbox }).collect();
        let mut t: Vec<ToldBox> =
            boxes.iter().map(|&(bbox, score)| ToldBox { picture: 0, kind: 0, score, bbox }).collect();
        let before = quality(&m, &t);
        t.extend(wrong.iter().map(|&(bbox, score)| ToldBox { picture: 1, kind: 0, score, bbox }));
        let after = quality(&m, &t);
        prop_assert!(after.mean_average_precision <= before.mean_average_precision + 1e-12);
        prop_assert!(after.best.f <= before.best.f + 1e-12);
    }

    #[test]
    fn distinct_boxes_lie_apart_and_nothing_else_is_lost(boxes in prop::collection::vec((any_box(), 0.0f32..1.0), 0..40)) {
        let kept = distinct(&boxes, 0.3);
        for (n, &i) in kept.iter().enumerate() {
            prop_assert!(kept[..n].iter().all(|&k| boxes[k].0.iou(&boxes[i].0) <= 0.3));
        }
        for i in (0..boxes.len()).filter(|i| !kept.contains(i)) {
            let over = |&k: &usize| boxes[k].1 >= boxes[i].1 && boxes[k].0.iou(&boxes[i].0) > 0.3;
            prop_assert!(kept.iter().any(over));
        }
    }
}

fn coco(m: &[MarkedBox], t: &[ToldBox]) -> CocoQuality {
    CocoQuality::of(m, t, &kinds()).unwrap()
}

#[test]
fn precision_is_read_at_101_recalls_as_coco_does() {
    let m = [marked(0, 0, 10.0), marked(0, 0, 60.0)];
    // Right, wrong, right: precisions 1, 1/2, 2/3; up to a recall of 0.5 (51 of 101 places) the best is 1, beyond it 2/3.
    let t = [told(0, 0, 0.9, 10.0), told(0, 0, 0.8, 200.0), told(0, 0, 0.7, 60.0)];
    let q = coco(&m, &t);
    let wanted = (51.0 + 50.0 * 2.0 / 3.0) / 101.0;
    assert!((q.map50 - wanted).abs() < 1e-9, "{}", q.map50);
    // The boxes lie exactly over each other, so every overlap gives the same.
    assert!((q.map50_95 - wanted).abs() < 1e-9 && (q.map75 - wanted).abs() < 1e-9);
    assert_eq!((q.kinds[1].ap50, q.kinds[0].marked), (None, 2), "a kind that nobody marked does not count");
}

#[test]
fn an_overlap_of_0_6_is_right_at_three_of_ten_overlaps() {
    // 20 pixels wide, 5 beside: 15 of 25 columns are common.
    let q = coco(&[marked(0, 0, 10.0)], &[told(0, 0, 0.9, 15.0)]);
    assert_eq!((q.map50, q.map75), (1.0, 0.0));
    let k = q.kinds[0].ap50_95.unwrap();
    // 0.5 and 0.55 surely; at 0.6 rounding decides.
    assert!((k - 0.2).abs() < 1e-9 || (k - 0.3).abs() < 1e-9, "{k}");
}

#[test]
fn boxes_of_another_size_neither_help_nor_harm() {
    // 400 px² is small, 10,000 px² is large.
    let big = |x: f32| bbox(x, 0.0, 100.0, 100.0);
    let m = [marked(0, 0, 10.0), MarkedBox { picture: 1, kind: 0, bbox: big(0.0) }];
    let t = [
        ToldBox { picture: 1, kind: 0, score: 0.9, bbox: big(300.0) },
        ToldBox { picture: 1, kind: 0, score: 0.8, bbox: big(0.0) },
        told(0, 0, 0.7, 10.0),
    ];
    let q = coco(&m, &t);
    let size = |n: &str| q.sizes.iter().find(|s| s.name == n).unwrap();
    assert_eq!((size("small").marked, size("small").map50), (1, Some(1.0)));
    assert_eq!((size("medium").marked, size("medium").map50), (0, None));
    assert_eq!((size("large").marked, size("large").map50), (1, Some(0.5)));
    // All together: wrong, right, right.
    assert!((q.map50 - 2.0 / 3.0).abs() < 1e-9, "{}", q.map50);
}

#[test]
fn nothing_told_is_worth_nothing_and_nothing_marked_cannot_be_judged() {
    assert_eq!(coco(&[marked(0, 0, 10.0)], &[]).map50_95, 0.0);
    assert!(CocoQuality::of(&[], &[told(0, 0, 0.9, 10.0)], &kinds()).is_none());
    let mut t = [told(0, 0, f32::NAN, 10.0), told(0, 0, 0.9, 10.0)];
    t[1].bbox.w = f32::NAN;
    assert_eq!(coco(&[marked(0, 0, 10.0)], &t).map50, 0.0);
}
