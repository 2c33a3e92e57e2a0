use super::*;

/// A plane seen from aside: the right edge of a part of 200 × 100 is 1.3 times as far away as the left one.
fn tilted() -> Homography {
    Homography([1.1, -0.2, 30.0, 0.15, 0.95, 12.0, 0.0015, 0.0002, 1.0])
}

fn pairs(map: &Homography, places: &[(f64, f64)]) -> Vec<Pair> {
    places.iter().map(|&(x, y)| ((x, y), map.apply(x, y))).collect()
}

/// A grid over the part.
fn grid() -> Vec<(f64, f64)> {
    (0..24).map(|k| (f64::from(k % 6) * 40.0, f64::from(k / 6) * 33.0)).collect()
}

fn far(a: &Homography, b: &Homography) -> f64 {
    let off = grid().into_iter().map(|(x, y)| {
        let (p, q) = (a.apply(x, y), b.apply(x, y));
        (p.0 - q.0).hypot(p.1 - q.1)
    });
    off.fold(0.0, f64::max)
}

#[test]
fn four_places_tell_the_map_and_its_way_back() {
    let truth = tilted();
    let found =
        Fit::Homography.through(&pairs(&truth, &[(0.0, 0.0), (200.0, 5.0), (190.0, 100.0), (10.0, 90.0)]));
    let found = found.unwrap();
    assert!(far(&found, &truth) < 1e-5, "{found:?}");
    let back = found.inverse().unwrap();
    assert!(far(&back.after(&found), &Homography::IDENTITY) < 1e-6);
    // Near a place it is all but affine.
    let ((x, y), (u, v)) = (truth.apply(100.2, 50.1), truth.near(100.0, 50.0).apply(100.2, 50.1));
    assert!((x - u).hypot(y - v) < 1e-3);
    // Twice as large on both sides.
    let ((x, y), (u, v)) = (truth.scaled(2.0).apply(80.0, 60.0), truth.apply(40.0, 30.0));
    assert!((x - 2.0 * u).hypot(y - 2.0 * v) < 1e-9);
    assert_eq!((truth.numbers().len(), truth.affine()), (9, None));
    let affine = Affine([1.0, 0.1, 3.0, -0.1, 1.0, 4.0]);
    assert_eq!(Homography::from(affine).numbers(), affine.0);
}

#[test]
fn pairs_that_are_a_little_off_pull_a_little_and_one_that_is_far_off_hardly() {
    let truth = tilted();
    let mut seen = pairs(&truth, &grid());
    for (k, (_, q)) in seen.iter_mut().enumerate() {
        // A tenth of a pixel here and there, which adds up to nothing.
        let off = if k % 2 == 0 { 0.1 } else { -0.1 };
        *q = (q.0 + off, q.1 - off);
    }
    let near = Fit::Homography.through(&seen).unwrap();
    assert!(far(&near, &truth) < 0.2, "{near:?}");
    seen[7].1.0 += 30.0;
    let pulled = Fit::Homography.through(&seen).unwrap();
    assert!(far(&pulled, &truth) < 1.0, "{}", far(&pulled, &truth));
}

#[test]
fn shear_is_told_by_three_places_and_by_more() {
    let truth = Affine([1.05, 0.12, 7.0, -0.08, 0.93, -4.0]);
    let three = pairs(&truth.into(), &[(0.0, 0.0), (100.0, 0.0), (10.0, 80.0)]);
    assert!(far(&Fit::Affine.through(&three).unwrap(), &truth.into()) < 1e-6);
    assert!(far(&Fit::Affine.through(&pairs(&truth.into(), &grid())).unwrap(), &truth.into()) < 1e-6);
}

#[test]
fn places_that_do_not_tell_give_no_map() {
    let map = tilted();
    let line = pairs(&map, &[(0.0, 0.0), (50.0, 25.0), (100.0, 50.0), (200.0, 100.0)]);
    assert!(Fit::Affine.through(&line).is_none());
    assert!(Fit::Homography.through(&line[..3]).is_none());
    let places: Vec<(f64, f64)> = line.iter().map(|(p, _)| *p).collect();
    assert!(!steady(&places, Fit::Affine) && !steady(&places, Fit::Homography));
    // Three in a line and one beside: an affine map, and no other.
    let beside = [(0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (40.0, 60.0)];
    assert!(steady(&beside, Fit::Affine) && !steady(&beside, Fit::Homography));
    let corners = [(0.0, 0.0), (100.0, 0.0), (100.0, 60.0), (0.0, 60.0)];
    assert!(steady(&corners, Fit::Homography) && !steady(&corners[..3], Fit::Homography));
    assert!(spread(&places, (200.0, 100.0)) < 1e-6);
    assert!(spread(&grid(), (200.0, 100.0)) > 0.8);
    assert!(spread(&[(3.0, 3.0), (9.0, 4.0), (5.0, 8.0)], (200.0, 100.0)) < 0.05, "a heap");
}

#[test]
fn what_no_camera_would_see_so_is_refused() {
    let size = (200.0, 100.0);
    assert_eq!(sound(&tilted(), size), Ok(()));
    let mirrored = Homography::from(Affine([-1.0, 0.0, 200.0, 0.0, 1.0, 0.0]));
    assert_eq!(sound(&mirrored, size), Err(NoFit::Mirrored));
    let steep = Homography([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.01, 0.0, 1.0]);
    assert!(matches!(sound(&steep, size), Err(NoFit::Steep { bend, .. }) if (bend - 3.0).abs() < 1e-9));
    let through = Homography([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, -0.01, 0.0, 1.0]);
    assert!(matches!(sound(&through, size), Err(NoFit::Steep { bend, .. }) if bend.is_infinite()));
    assert!(through.apply(150.0, 50.0).0.is_nan(), "behind the horizon");
    let flat = Homography::from(Affine([4.0, 0.0, 0.0, 0.0, 1.0, 0.0]));
    assert!(matches!(sound(&flat, size), Err(NoFit::Flat { stretch, .. }) if (stretch - 4.0).abs() < 1e-6));
}
