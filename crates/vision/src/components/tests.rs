use super::*;
use crate::Mask;
use proptest::prelude::*;

fn bits(rows: &[&str]) -> (Vec<u8>, u32, u32) {
    let data = rows.iter().flat_map(|r| r.bytes().map(|b| u8::from(b == b'#'))).collect();
    (data, rows[0].len() as u32, rows.len() as u32)
}

#[test]
fn corners_join_and_small_ones_are_left_out() {
    let (data, w, h) = bits(&["#...##", ".#...#", "..#...", "#....."]);
    let (list, labels) = components(&data, w, h, 2);
    let seen: Vec<_> = list.iter().map(|c| (c.label, c.area, <[f32; 4]>::from(c.bbox))).collect();
    assert_eq!(seen, [(1, 3, [0.0, 0.0, 3.0, 3.0]), (2, 3, [4.0, 0.0, 2.0, 2.0])]);
    assert_eq!(labels, [1, 0, 0, 0, 2, 2, 0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn arms_that_meet_later_are_one() {
    let (data, w, h) = bits(&["#.#.#", "#.#.#", "#####"]);
    let (list, labels) = components(&data, w, h, 0);
    assert_eq!((list.len(), list[0].area), (1, 11));
    assert!(labels.iter().zip(&data).all(|(l, b)| *l == u32::from(*b)));
}

#[test]
fn nothing_everything_and_a_wrong_buffer() {
    assert!(components(&[], 0, 0, 0).0.is_empty());
    assert!(components(&[0; 6], 3, 2, 0).0.is_empty());
    assert!(components(&[1; 5], 3, 2, 0).0.is_empty());
    let (all, _) = components(&[1; 6], 3, 2, 0);
    assert_eq!(all[0].polygon.0, [[0.0, 0.0], [3.0, 0.0], [3.0, 2.0], [0.0, 2.0]]);
}

#[test]
fn a_large_disk_keeps_its_area_with_few_points() {
    let n = 100i32;
    let data: Vec<u8> =
        (0..n * n).map(|i| u8::from((i % n - 50).pow(2) + (i / n - 50).pow(2) < 1600)).collect();
    let (list, _) = components(&data, 100, 100, 1);
    let polygon = &list[0].polygon;
    assert!(polygon.0.len() < 80, "{} points", polygon.0.len());
    let mut mask = Mask::new(100, 100);
    mask.fill_polygon(polygon, 1);
    let both = mask.data.iter().zip(&data).filter(|(a, b)| **a == 1 && **b == 1).count();
    let any = mask.data.iter().zip(&data).filter(|(a, b)| **a == 1 || **b == 1).count();
    assert!(both as f32 / any as f32 > 0.96, "{both} of {any}");
}

proptest! {
    #[test]
    fn labels_areas_and_boxes_agree(
        (w, h, bits) in (1u32..14, 1u32..14).prop_flat_map(|(w, h)| {
            (Just(w), Just(h), prop::collection::vec(0u8..2, (w * h) as usize))
        }),
        least in 0u32..4,
    ) {
        let (list, labels) = components(&bits, w, h, least);
        for (i, c) in list.iter().enumerate() {
            prop_assert_eq!(c.label as usize, i + 1);
            prop_assert!(c.area >= least);
            prop_assert_eq!(labels.iter().filter(|l| **l == c.label).count() as u32, c.area);
            let inside = c.polygon.bounds().unwrap();
            prop_assert!(inside.x >= c.bbox.x && inside.w <= c.bbox.w && inside.h <= c.bbox.h);
        }
        // Neighbours, also over corners, never have different labels.
        for i in 0..labels.len() {
            let (x, y) = (i % w as usize, i / w as usize);
            for (nx, ny) in [(x + 1, y), (x, y + 1), (x + 1, y + 1), (x.wrapping_sub(1), y + 1)] {
                if nx < w as usize && ny < h as usize {
                    let other = labels[ny * w as usize + nx];
                    prop_assert!(labels[i] == 0 || other == 0 || labels[i] == other);
                }
            }
        }
    }
}
