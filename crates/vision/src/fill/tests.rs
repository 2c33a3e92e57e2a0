use super::*;
use proptest::prelude::*;

fn drawn(points: &[[f32; 2]]) -> String {
    let mut mask = Mask::new(6, 4);
    mask.fill_polygon(&Polygon(points.to_vec()), 1);
    mask.data
        .chunks(6)
        .map(|r| r.iter().map(|v| if *v == 0 { '.' } else { '#' }).collect())
        .collect::<Vec<String>>()
        .join("\n")
}

#[test]
fn pixels_whose_centre_is_inside_are_filled() {
    assert_eq!(drawn(&[[1.0, 1.0], [4.0, 1.0], [4.0, 3.0], [1.0, 3.0]]), "......\n.###..\n.###..\n......");
    assert_eq!(drawn(&[[1.6, 1.0], [3.4, 1.0], [3.4, 2.0], [1.6, 2.0]]), "......\n..#...\n......\n......");
    assert_eq!(drawn(&[[0.0, 0.0], [4.0, 4.0], [0.0, 4.0]]), "......\n#.....\n##....\n###...");
}

#[test]
fn a_line_around_a_hole_leaves_the_hole() {
    let ring = [
        [0.0, 0.0],
        [6.0, 0.0],
        [6.0, 4.0],
        [0.0, 4.0],
        [0.0, 0.0],
        [2.0, 1.0],
        [2.0, 3.0],
        [4.0, 3.0],
        [4.0, 1.0],
        [2.0, 1.0],
    ];
    assert_eq!(drawn(&ring), "######\n##..##\n##..##\n######");
}

#[test]
fn what_is_outside_or_no_number_does_no_harm() {
    assert_eq!(
        drawn(&[[-1e30, -1e30], [1e30, -1e30], [1e30, 1e30], [-1e30, 1e30]]),
        ["######"; 4].join("\n")
    );
    let empty = ["......"; 4].join("\n");
    assert_eq!(drawn(&[[f32::NAN, 0.0], [6.0, 0.0], [6.0, 4.0]]), empty);
    assert_eq!(drawn(&[[0.0, f32::INFINITY], [6.0, 0.0], [6.0, 4.0]]), empty);
    assert_eq!(drawn(&[]), empty);
    assert_eq!(drawn(&[[1.0, 1.0], [5.0, 3.0]]), empty);
    let mut mask = Mask::new(3, 3);
    mask.fill_box(&BBox { x: f32::NAN, y: 0.0, w: 9.0, h: 9.0 }, 1);
    mask.fill_box(&BBox { x: 9.0, y: 9.0, w: 1e38, h: 1e38 }, 1);
    mask.fill_box(&BBox { x: 2.0, y: 2.0, w: -2.0, h: -2.0 }, 1);
    assert_eq!(mask, Mask::new(3, 3));
    mask.fill_box(&BBox { x: -1e38, y: 1.0, w: f32::MAX, h: 1.0 }, 1);
    assert_eq!(mask.data, [0, 0, 0, 1, 1, 1, 0, 0, 0]);
}

proptest! {
    #[test]
    fn a_box_and_its_corners_fill_the_same(x in -4.0f32..9.0, y in -4.0f32..9.0, w in 0.0f32..9.0, h in 0.0f32..9.0) {
        let bbox = BBox { x, y, w, h };
        let corners = Polygon(vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);
        let (mut a, mut b) = (Mask::new(8, 8), Mask::new(8, 8));
        a.fill_box(&BBox { w: x + w - x, h: y + h - y, ..bbox }, 3);
        b.fill_polygon(&corners, 3);
        prop_assert_eq!(a, b);
    }

    #[test]
    fn any_points_are_drawn_without_panic(points in prop::collection::vec(any::<[f32; 2]>(), 0..20)) {
        Mask::new(7, 5).fill_polygon(&Polygon(points), 1);
    }
}
