use super::*;
use fovea_domain::BBox;
use fovea_domain::components::ComponentState;
use std::collections::BTreeMap;

const ROW: usize = 8;

fn component(name: &str) -> ComponentSpec {
    ComponentSpec {
        name: name.into(),
        bbox: BBox { x: 10.0, y: 10.0, w: 30.0, h: 20.0 },
        sound: 1,
        turned: 1,
        absent: 1,
        colors: vec![[200.0; 3], [200.0; 3], [20.0; 3]],
        usual: -5.0,
        color: 0.0,
        tolerance: Tolerance { dx: [-4.0, 4.0], dy: [-4.0, 4.0], angle: [-5.0, 5.0] },
        either_way: false,
    }
}

fn spec() -> BoardSpec {
    BoardSpec {
        golden: "golden.png".into(),
        width: 200,
        height: 100,
        bank: "bank.bin".into(),
        channels: [1, 1],
        places: 4,
        least_agreement: 0.6,
        states: StateRule { bias: 0.0, look: 1.0, color: 1.0 },
        beside: None,
        components: vec![component("R1"), component("U2")],
    }
}

fn files(bank: usize) -> BTreeMap<String, Vec<u8>> {
    BTreeMap::from([("golden.png".into(), vec![0; 9]), ("bank.bin".into(), vec![0; bank])])
}

#[test]
fn a_board_that_lies_about_itself_is_refused() {
    assert!(spec().check(&files(6 * ROW)).is_ok());
    assert!(spec().check(&files(6 * ROW - 1)).is_err(), "a bank that is too short");
    assert!(spec().check(&BTreeMap::new()).is_err(), "no files");
    let lies: [fn(&mut BoardSpec); 12] = [
        |s| s.components.clear(),
        |s| s.components[1].name = "R1".into(),
        |s| s.components[0].name = "a\u{7}".into(),
        |s| s.components[0].bbox.w = 500.0,
        |s| s.components[0].bbox.x = f32::NAN,
        |s| s.components[0].sound = 0,
        |s| s.components[0].sound = u32::MAX,
        |s| s.components[0].usual = f32::INFINITY,
        |s| s.components[0].colors.truncate(1),
        |s| s.width = 1 << 30,
        |s| s.channels = [0, 2],
        |s| s.least_agreement = f32::NAN,
    ];
    for (i, lie) in lies.into_iter().enumerate() {
        let mut spec = spec();
        lie(&mut spec);
        assert!(spec.check(&files(6 * ROW)).is_err(), "lie {i}");
    }
}

/// A look whose places are all of length 1.
fn look(signs: [f32; 2]) -> Vec<f32> {
    signs.iter().flat_map(|s| [*s; 4]).collect()
}

#[test]
fn the_nearest_look_counts_and_a_faulty_one_gets_its_name() {
    let mut spec = spec();
    spec.components.truncate(1);
    let bank: Vec<u8> = [look([1.0, 1.0]), look([-1.0, 1.0]), look([-1.0, -1.0])]
        .iter()
        .flat_map(|l| quantised(l))
        .map(|v| v.to_le_bytes()[0])
        .collect();
    spec.check(&BTreeMap::from([("golden.png".into(), vec![]), ("bank.bin".into(), bank.clone())])).unwrap();
    let bank = Bank::of(&spec, &bank);
    let traits = |signs, color| bank.traits(0, &spec.components[0], &look(signs), [color; 3]);
    let score = |t: &Traits| score_of(t, spec.components[0].usual, 0.0, None);
    let (sound, turned, absent) =
        (traits([1.0, 1.0], 200.0), traits([-1.0, 1.0], 195.0), traits([-1.0, -1.0], 25.0));
    assert!(
        score(&sound) < 0.05 && score(&turned) > 0.4 && score(&absent) > score(&turned),
        "{sound:?} {turned:?}"
    );
    let state = |traits: &Traits, either_way| state_of(traits, &spec.states, either_way);
    assert_eq!(state(&turned, false), ComponentState::Reversed);
    assert_eq!(state(&turned, true), ComponentState::Missing, "it has no way round");
    assert_eq!(state(&absent, false), ComponentState::Missing);
}

#[test]
fn another_component_in_its_place_is_wrong_unless_it_is_of_its_kind() {
    let spec = spec();
    let rows = |of: &[[f32; 2]]| -> Vec<u8> {
        of.iter().flat_map(|signs| quantised(&look(*signs))).map(|v| v.to_le_bytes()[0]).collect()
    };
    // Sound, turned and absent of the one, then of the other.
    let apart = [[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]];
    let another = |rows: &[u8], spec: &BoardSpec, signs: [f32; 2]| {
        let bank = Bank::of(spec, rows);
        let seen = look(signs);
        let traits = bank.traits(0, &spec.components[0], &seen, [200.0; 3]);
        bank.is_another(0, spec, &seen, &traits)
    };
    let bank = rows(&apart);
    assert!(another(&bank, &spec, [1.0, -1.0]), "it looks like the other one");
    for own in [[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]] {
        assert!(!another(&bank, &spec, own), "{own:?} is known of itself");
    }
    let mut varied = spec.clone();
    varied.components[0].usual = -2.0;
    assert!(!another(&bank, &varied, [1.0, -1.0]), "looks that vary so much are of one kind");
    let mut large = spec.clone();
    large.components[1].bbox.w = 90.0;
    assert!(!another(&bank, &large, [1.0, -1.0]), "the other one is far larger");
}

#[test]
fn a_component_without_a_way_round_needs_no_turned_looks() {
    let mut spec = spec();
    spec.beside =
        Some(Beside { coarse: "coarse.bin".into(), rows: 1, doubtful: 1.0, faulty: 0.0, turned: 3.0 });
    spec.components[1].turned = 0;
    spec.components[1].colors.truncate(2);
    let mut files = files(5 * ROW);
    files.insert("coarse.bin".into(), vec![0; 2 * COARSE_ROW]);
    assert!(spec.check(&files).is_err(), "what is weighed must be there");
    spec.components[1].either_way = true;
    assert!(spec.check(&files).is_ok());
    let told = serde_json::to_value(&spec).unwrap();
    assert!(told["components"][0].get("either_way").is_none() && told["components"][1]["either_way"] == true);
    assert_eq!(serde_json::from_value::<BoardSpec>(told).unwrap(), spec);
}

#[test]
fn a_turned_look_counts_place_by_place_and_more_on_a_large_component() {
    let mut spec = spec();
    spec.components[1].bbox.w = 60.0;
    let (up, down) = ([1.0f32; ROW], [-1.0f32; ROW]);
    let bytes = |look: &[f32]| -> Vec<u8> { quantised(look).iter().map(|v| v.to_le_bytes()[0]).collect() };
    let one: Vec<u8> = [&up, &down, &down].into_iter().flat_map(|l| bytes(l)).collect();
    let bank = Bank::of(&spec, &one.repeat(2));
    let turn = |i: usize, look: &[f32]| bank.turn(i, bank.place_by_place(i, &spec.components[i], look, 0..1));
    assert!(turn(0, &up) < -1.0 && turn(0, &down) > 1.0);
    assert!(turn(1, &down) > 1.5 * turn(0, &down), "the larger one shows more");
}

#[test]
fn what_counts_beside_looks_is_checked_and_weighed() {
    let mut spec = spec();
    let beside = Beside { coarse: "coarse.bin".into(), rows: 2, doubtful: 1.0, faulty: 0.5, turned: 3.0 };
    spec.beside = Some(beside.clone());
    let with = |bytes: usize| {
        let mut files = files(6 * ROW);
        files.insert("coarse.bin".into(), vec![0; bytes]);
        files
    };
    assert!(spec.check(&with(4 * COARSE_ROW)).is_ok());
    assert!(spec.check(&with(4 * COARSE_ROW - 1)).is_err(), "too short");
    assert!(spec.check(&files(6 * ROW)).is_err(), "no file");
    let lies: [fn(&mut Beside); 3] = [|b| b.rows = 0, |b| b.faulty = f32::NAN, |b| b.rows = u32::MAX];
    for (i, lie) in lies.into_iter().enumerate() {
        let mut spec = spec.clone();
        spec.beside.iter_mut().for_each(lie);
        assert!(spec.check(&with(4 * COARSE_ROW)).is_err(), "lie {i}");
    }
    let traits = Traits { sound: -3.0, turned: -1.0, absent: -2.0, color: -1.0, turn: None };
    let score = |t: &Traits| score_of(t, -3.0, 0.5, Some(&beside));
    let faulty = Traits { turned: -5.0, ..traits };
    assert!(score(&faulty) > score(&traits), "it is nearer to a turned one than to a sound one");
    let turned = Traits { turn: Some(0.5), ..traits };
    assert!(score(&turned) > 0.9 && score(&Traits { turn: Some(-2.0), ..traits }) == score(&traits));
    let without = score_of(&traits, -3.0, 0.0, None);
    assert!(without < 0.05, "{without}");
}

#[test]
fn coarse_looks_know_colours_and_forgive_light_shifts_and_print() {
    let mut spec = spec();
    spec.components.truncate(1);
    let side = SIDE as u32;
    let painted = |f: &dyn Fn(u32, u32) -> [u8; 3]| {
        let mut p = fovea_vision::Picture::new(side, side);
        for y in 0..side {
            for x in 0..side {
                let at = 3 * (y * side + x) as usize;
                p.rgb[at..at + 3].copy_from_slice(&f(x, y));
            }
        }
        p
    };
    let ground = [20u8, 110, 50];
    let part = |by: u32, red: u8| {
        move |x: u32, y: u32| match (24 + by..72 + by).contains(&x) && (24..72).contains(&y) {
            true => [red, 60, 60],
            false => ground,
        }
    };
    let good = coarse(&painted(&part(0, 200)));
    assert_eq!(good.len(), COARSE_ROW);
    let none = coarse(&painted(&|_, _| ground));
    assert_eq!(&none[..3], &ground, "an even patch stays as it is");
    let bank = CoarseBank::of(&spec, &[good.clone(), none.clone()].concat(), 2);
    let told = |look: &[u8]| nearer_to_none(bank.distances(0, look, [1.0; 3]));
    let printed = |x: u32, y: u32| {
        if x.is_multiple_of(8) && y.is_multiple_of(2) { [255; 3] } else { part(0, 200)(x, y) }
    };
    for (what, look) in
        [("shifted", coarse(&painted(&part(6, 200)))), ("printed", coarse(&painted(&printed)))]
    {
        assert!(told(&look) < -1.0, "{what}: {}", told(&look));
    }
    assert!(told(&none) > 1.0, "{}", told(&none));
    let dark: Vec<u8> = good.iter().map(|v| v / 2).collect();
    let gain = bank.gain(std::iter::once(dark.as_slice()));
    assert!(gain.iter().all(|g| (g - 0.5).abs() < 0.02), "{gain:?}");
    assert!(nearer_to_none(bank.distances(0, &dark, gain)) < -1.0);
}

#[test]
fn edges_are_a_margin_and_never_more_than_a_third() {
    let of = |w: f32, h: f32| edges(&BBox { x: 0.0, y: 0.0, w, h });
    assert_eq!(of(100.0, 100.0), (9, 9));
    let (x, y) = of(200.0, 4.0);
    assert!(x < 5 && y == SIDE / 3, "{x} {y}");
}

#[test]
fn a_board_of_an_older_package_has_nothing_beside_looks() {
    let told = serde_json::to_value(spec()).unwrap();
    assert!(told.get("beside").is_none());
    let read: BoardSpec = serde_json::from_value(told).unwrap();
    assert_eq!(read, spec());
}
