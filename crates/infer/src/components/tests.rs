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
    let score = |t: &Traits| score_of(t, spec.components[0].usual, 0.0);
    let (sound, turned, absent) =
        (traits([1.0, 1.0], 200.0), traits([-1.0, 1.0], 195.0), traits([-1.0, -1.0], 25.0));
    assert!(
        score(&sound) < 0.05 && score(&turned) > 0.4 && score(&absent) > score(&turned),
        "{sound:?} {turned:?}"
    );
    assert_eq!(state_of(&turned, &spec.states), ComponentState::Reversed);
    assert_eq!(state_of(&absent, &spec.states), ComponentState::Missing);
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
