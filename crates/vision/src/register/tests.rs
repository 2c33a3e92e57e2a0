use super::*;

/// A scene of blobs and bars that repeats nowhere.
fn scene(width: usize, height: usize) -> Gray {
    let mut rng = 88172645463325252u64;
    let mut next = move || {
        rng ^= rng << 13;
        rng ^= rng >> 7;
        rng ^= rng << 17;
        (rng >> 40) as f32 / (1u64 << 24) as f32
    };
    let blobs: Vec<[f32; 5]> = (0..60)
        .map(|_| {
            let (x, y) = (next() * width as f32, next() * height as f32);
            [x, y, 6.0 + next() * 26.0, 6.0 + next() * 26.0, next() * 160.0 - 60.0]
        })
        .collect();
    let mut data = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            let soft = |d: f32, r: f32| 1.0 / (1.0 + ((d.abs() - r) / 1.5).exp());
            let sum: f32 = blobs.iter().map(|b| b[4] * soft(x - b[0], b[2]) * soft(y - b[1], b[3])).sum();
            data.push(90.0 + sum);
        }
    }
    Gray { width, height, data }
}

/// The largest distance, over the corners of the scene, between where two maps lead.
fn apart(a: &Affine, b: &Affine, w: f64, h: f64) -> f64 {
    let corners = [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h), (w / 2.0, h / 2.0)];
    let far = corners.map(|(x, y)| {
        let (p, q) = (a.apply(x, y), b.apply(x, y));
        (p.0 - q.0).hypot(p.1 - q.1)
    });
    far.into_iter().fold(0.0, f64::max)
}

/// What a camera would see: the scene moved by `map`, brighter and with more contrast.
fn seen(scene: &Gray, map: &Affine) -> Gray {
    let mut picture = warped(scene, &map.inverse().unwrap(), scene.width, scene.height);
    picture.data.iter_mut().for_each(|v| *v = *v * 1.2 + 14.0);
    picture
}

#[test]
fn a_known_shift_turn_and_scale_is_found_to_a_fraction_of_a_pixel() {
    let fixed = scene(420, 330);
    let registrar = Registrar::new(&fixed).unwrap();
    let middle = (210.0, 165.0);
    for (degrees, scale, shift) in [
        (0.0, 1.0, (0.0, 0.0)),
        (0.0, 1.0, (3.37, -2.61)),
        (1.3, 1.0, (-4.2, 6.8)),
        (-2.0, 1.02, (9.4, 3.1)),
        (0.7, 0.97, (-11.5, -8.25)),
    ] {
        let truth = Affine::similarity(degrees, scale, middle, shift);
        let found = registrar.register(&seen(&fixed, &truth)).unwrap();
        let far = apart(&found.map, &truth, 420.0, 330.0);
        assert!(far < 0.2, "{degrees}° {scale} {shift:?}: {far} px at the worst corner, {found:?}");
        assert!((found.map.degrees() - degrees).abs() < 0.03, "{found:?}");
        assert!(found.correlation > 0.97, "{found:?}");
    }
}

#[test]
fn large_shifts_and_turns_are_found_by_the_coarse_search() {
    let fixed = scene(420, 330);
    let registrar = Registrar::new(&fixed).unwrap();
    for (degrees, shift) in [(0.0, (48.0, -36.0)), (7.5, (10.0, 22.0)), (-8.0, (-30.0, 12.0))] {
        let truth = Affine::similarity(degrees, 1.0, (210.0, 165.0), shift);
        let found = registrar.register(&seen(&fixed, &truth)).unwrap();
        assert!(apart(&found.map, &truth, 420.0, 330.0) < 0.4, "{degrees}° {shift:?}: {found:?}");
    }
}

#[test]
fn a_part_that_is_missing_hardly_moves_the_rest() {
    let fixed = scene(420, 330);
    let registrar = Registrar::new(&fixed).unwrap();
    let truth = Affine::similarity(0.8, 1.0, (210.0, 165.0), (3.0, -2.0));
    let mut picture = seen(&fixed, &truth);
    for y in 120..200 {
        picture.data[y * 420 + 150..y * 420 + 240].fill(40.0);
    }
    let found = registrar.register(&picture).unwrap();
    assert!(apart(&found.map, &truth, 420.0, 330.0) < 0.4, "{found:?}");
}

#[test]
fn another_scene_agrees_with_nothing() {
    let fixed = scene(420, 330);
    let registrar = Registrar::new(&fixed).unwrap();
    let mut other = scene(330, 420);
    (other.width, other.height) = (420, 330);
    let worth = registrar.register(&other).map_or(0.0, |f| f.correlation);
    assert!(worth < 0.5, "{worth}");
    assert!(Registrar::new(&Gray::new(300, 300)).is_none(), "nothing to hold on to");
}

#[test]
fn a_rigid_part_is_laid_over_with_its_turn() {
    let fixed = scene(90, 70);
    let aligner = Aligner::new(fixed.clone(), Motion::Rigid).unwrap();
    let truth = Affine::similarity(3.0, 1.0, (45.0, 35.0), (1.4, -0.8));
    let found = aligner.align(&seen(&fixed, &truth), Affine::IDENTITY, 20).unwrap();
    assert!((found.map.degrees() - 3.0).abs() < 0.15, "{found:?}");
    let ((x, y), (u, v)) = (found.map.apply(45.0, 35.0), truth.apply(45.0, 35.0));
    assert!((x - u).hypot(y - v) < 0.1, "{found:?}");
}

#[test]
fn of_equal_places_the_nearest_is_taken() {
    let mut picture = Gray::new(60, 20);
    for y in 6..12 {
        for x in [10, 30, 50] {
            picture.data[y * 60 + x..y * 60 + x + 4].fill(200.0);
        }
    }
    let template = Template::of(&picture.part(27, 4, 10, 10));
    let (dx, dy, agreement) = template.find(&picture, 29, 5, 24, 0.1);
    assert_eq!((dx, dy), (-2, -1));
    assert!(agreement > 0.999);
}

#[test]
fn maps_compose_and_invert() {
    let a = Affine::similarity(12.0, 1.1, (30.0, 10.0), (4.0, -3.0));
    let b = Affine::similarity(-5.0, 0.9, (3.0, 70.0), (-1.0, 8.0));
    let (x, y) = b.apply(17.0, 23.0);
    assert!(apart(&a.after(&a.inverse().unwrap()), &Affine::IDENTITY, 100.0, 100.0) < 1e-9);
    let (p, q) = (a.after(&b).apply(17.0, 23.0), a.apply(x, y));
    assert!((p.0 - q.0).hypot(p.1 - q.1) < 1e-9);
    assert!((a.degrees() - 12.0).abs() < 1e-9 && (a.scale() - 1.1).abs() < 1e-9);
    assert!(Affine([0.0; 6]).inverse().is_none());
}

#[test]
fn pairs_of_places_tell_turn_scale_and_shift() {
    let truth = Affine::similarity(17.0, 1.07, (30.0, 40.0), (5.0, -3.0));
    let places = [(0.0, 0.0), (100.0, 10.0), (40.0, 90.0), (-20.0, 55.0)];
    let pairs = places.map(|p| (p, truth.apply(p.0, p.1)));
    let found = Affine::nearest_similarity(&pairs).unwrap();
    assert!(apart(&found, &truth, 100.0, 100.0) < 1e-6, "{found:?}");
    assert!(Affine::nearest_similarity(&pairs[..1]).is_none());
    assert!(Affine::nearest_similarity(&[pairs[0], pairs[0]]).is_none());
}
