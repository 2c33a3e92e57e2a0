use super::*;
use proptest::prelude::*;

fn boxed(b: [f64; 4]) -> Fitted {
    fit(&RawShape::Box(b), 10, 8)
}

#[test]
fn boxes_are_cut_off_and_rounding_is_no_fault() {
    let shape = |x, y, w, h| Shape::Box(BBox { x, y, w, h });
    assert_eq!(boxed([1.0, 2.0, 3.0, 4.0]), Fitted::Inside(shape(1.0, 2.0, 3.0, 4.0)));
    assert_eq!(boxed([-0.5, 0.0, 2.0, 2.0]), Fitted::Inside(shape(0.0, 0.0, 1.5, 2.0)));
    assert_eq!(boxed([-5.0, 6.0, 99.0, 99.0]), Fitted::Clipped(shape(0.0, 6.0, 10.0, 2.0)));
    assert_eq!(boxed([11.0, 2.0, 3.0, 4.0]), Fitted::Outside);
}

#[test]
fn what_has_no_area_or_is_no_number_is_degenerate() {
    for b in [
        [1.0, 1.0, 0.0, 5.0],
        [1.0, 1.0, -3.0, 5.0],
        [f64::NAN, 0.0, 1.0, 1.0],
        [0.0, 0.0, f64::INFINITY, 1.0],
    ] {
        assert_eq!(boxed(b), Fitted::Degenerate);
    }
    for points in [vec![], vec![[1.0, 1.0], [2.0, 2.0]], vec![[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]] {
        assert_eq!(fit(&RawShape::Polygon(points), 10, 8), Fitted::Degenerate);
    }
}

#[test]
fn a_polygon_is_cut_at_the_border() {
    let raw = RawShape::Polygon(vec![[-5.0, 2.0], [5.0, 2.0], [5.0, 6.0], [-5.0, 6.0]]);
    let Fitted::Clipped(Shape::Polygon(p)) = fit(&raw, 10, 8) else { panic!() };
    assert_eq!(p.area(), 20.0);
    let away = RawShape::Polygon(vec![[20.0, 20.0], [30.0, 20.0], [30.0, 30.0]]);
    assert_eq!(fit(&away, 10, 8), Fitted::Outside);
}

proptest! {
    #[test]
    fn whatever_comes_the_result_lies_in_the_picture(points in prop::collection::vec(any::<[f64; 2]>(), 0..12)) {
        if let Fitted::Inside(Shape::Polygon(p)) | Fitted::Clipped(Shape::Polygon(p)) =
            fit(&RawShape::Polygon(points), 10, 8)
        {
            prop_assert!(p.0.iter().all(|p| (0.0..=10.0).contains(&p[0]) && (0.0..=8.0).contains(&p[1])));
        }
    }

    #[test]
    fn cutting_keeps_the_pixels_inside(
        points in prop::collection::vec([-10.0f64..20.0, -10.0f64..20.0], 3..8)
    ) {
        use fovea_vision::Mask;
        let whole = Polygon(points.iter().map(|p| [p[0] as f32, p[1] as f32]).collect());
        let mut expected = Mask::new(10, 8);
        expected.fill_polygon(&whole, 1);
        let mut found = Mask::new(10, 8);
        if let Fitted::Inside(Shape::Polygon(p)) | Fitted::Clipped(Shape::Polygon(p)) =
            fit(&RawShape::Polygon(points), 10, 8)
        {
            found.fill_polygon(&p, 1);
        }
        // Rounding may move a border over a pixel's centre, hardly over more than one.
        let off = expected.data.iter().zip(&found.data).filter(|(a, b)| a != b).count();
        prop_assert!(off <= 1, "{} pixels differ", off);
    }
}
