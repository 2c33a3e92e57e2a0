use super::*;

const ALTIUM: &str = r#""Designator","Comment","Layer","Footprint","Mid X","Mid Y","Ref X","Ref Y","Rotation"
"R1","10k","TopLayer","R0603","10.000mm","20.000mm","9mm","20mm","0.00"
"C7","100n, 16 V","TopLayer","C0402","30.000mm","20.000mm","29mm","20mm","90.00"
"U3","MCU","TopLayer","QFP48","10.000mm","40.000mm","5mm","35mm","45"
"R9","1k","BottomLayer","R0603","12mm","22mm","12mm","22mm","0"
"#;
const KICAD: &str = "### Module positions
# Ref     Val       Package                PosX       PosY       Rot  Side
R1        10k       R_0603_1608Metric    10.0000   -20.0000    0.0000  top
C7        100n      C_0402_1005Metric    30.0000   -20.0000   90.0000  top
## End
";
const JLC: &str = "位号;中心X;中心Y;层;角度\nR1;393.7mil;787.4mil;T;0\nC7;1181,1mil;787.4mil;B;270\n";

fn row(x: f64, y: f64) -> Centroid {
    Centroid { name: String::new(), x, y, turn: 0.0, side: BoardSide::Top, size: String::new() }
}

fn map(known: &[([f64; 2], [f64; 2])], side: BoardSide) -> Option<CentroidMap> {
    let rows: Vec<Centroid> = known.iter().map(|([x, y], _)| row(*x, *y)).collect();
    let shown: Vec<Shown> = rows.iter().zip(known).map(|(row, (_, at))| Shown { row, at: *at }).collect();
    CentroidMap::of(&shown, side)
}

fn near(map: &CentroidMap, x: f64, y: f64, wanted: [f64; 2]) {
    let [u, v] = map.apply(x, y);
    assert!((u - wanted[0]).abs() < 1e-6 && (v - wanted[1]).abs() < 1e-6, "{u} {v}");
}

#[test]
fn files_are_read_as_the_usual_programs_write_them() {
    let told = |text: &str| -> Vec<(String, f64, f64, f64, BoardSide)> {
        let read = read_centroids(text).unwrap();
        read.rows.into_iter().map(|r| (r.name, r.x, r.y, r.turn, r.side)).collect()
    };
    let one = |name: &str, x: f64, y: f64, turn: f64, side| (name.to_string(), x, y, turn, side);
    let top = BoardSide::Top;
    assert_eq!(
        told(ALTIUM),
        [
            one("R1", 10.0, 20.0, 0.0, top),
            one("C7", 30.0, 20.0, 90.0, top),
            one("U3", 10.0, 40.0, 45.0, top),
            one("R9", 12.0, 22.0, 0.0, BoardSide::Bottom),
        ]
    );
    assert_eq!(read_centroids(ALTIUM).unwrap().rows[1].size, "C0402");
    assert_eq!(told(KICAD), [one("R1", 10.0, -20.0, 0.0, top), one("C7", 30.0, -20.0, 90.0, top)]);
    assert_eq!(
        told(JLC),
        [one("R1", 393.7, 787.4, 0.0, top), one("C7", 1181.1, 787.4, 270.0, BoardSide::Bottom)]
    );
    let mm = read_centroids(JLC).unwrap().mm;
    assert!((mm - 39.37).abs() < 0.01, "{mm}");
    // A first column without a name, or with a sign for one, is a column all the same.
    for first in ["", "#"] {
        let numbered = format!("{first},Designator,X,Y\n0,R1,1,2\n1,R2,3,4\n");
        assert_eq!(
            told(&numbered),
            [one("R1", 1.0, 2.0, 0.0, top), one("R2", 3.0, 4.0, 0.0, top)],
            "{first}"
        );
    }
    assert_eq!(read_centroids("name,price\nR1,3\n"), None);
    assert_eq!(read_centroids(""), None);
    let gaps = read_centroids("ref,x,y\nR1,n/a,3\nR2,1,2\nR2,5,6\n#,1,1\n").unwrap();
    assert_eq!(gaps.rows.iter().map(|r| (r.name.as_str(), r.x)).collect::<Vec<_>>(), [("R2", 1.0)]);
}

#[test]
fn two_known_places_lay_them_over_the_picture_with_y_going_up() {
    let plain = map(&[([0.0, 0.0], [100.0, 500.0]), ([10.0, 0.0], [200.0, 500.0])], BoardSide::Top).unwrap();
    near(&plain, 0.0, 0.0, [100.0, 500.0]);
    near(&plain, 5.0, 20.0, [150.0, 300.0]);
    // Turned by a quarter, and from below.
    let turned = map(&[([0.0, 0.0], [100.0, 100.0]), ([10.0, 0.0], [100.0, 200.0])], BoardSide::Top).unwrap();
    near(&turned, 0.0, 10.0, [200.0, 100.0]);
    let below =
        map(&[([0.0, 0.0], [500.0, 500.0]), ([10.0, 0.0], [400.0, 500.0])], BoardSide::Bottom).unwrap();
    near(&below, 0.0, 20.0, [500.0, 300.0]);
    assert_eq!(map(&[([1.0, 1.0], [0.0, 0.0]), ([1.0, 1.0], [9.0, 9.0])], BoardSide::Top), None);
    assert_eq!(map(&[([1.0, 1.0], [0.0, 0.0])], BoardSide::Top), None);
}

#[test]
fn three_known_places_stretch_them() {
    let known = [([0.0, 0.0], [10.0, 90.0]), ([10.0, 0.0], [30.0, 90.0]), ([0.0, 10.0], [10.0, 60.0])];
    near(&map(&known, BoardSide::Top).unwrap(), 10.0, 10.0, [30.0, 60.0]);
    let line = [([0.0, 0.0], [10.0, 90.0]), ([10.0, 10.0], [30.0, 90.0]), ([20.0, 20.0], [10.0, 60.0])];
    assert_eq!(map(&line, BoardSide::Top), None);
}

#[test]
fn they_become_boxes_of_the_size_of_their_case_turned_with_them_and_only_of_this_side() {
    let read = read_centroids(ALTIUM).unwrap();
    let shown =
        [Shown { row: &read.rows[0], at: [100.0, 400.0] }, Shown { row: &read.rows[1], at: [300.0, 400.0] }];
    let map = CentroidMap::of(&shown, BoardSide::Top).unwrap();
    let boxes = |size| read.placed(&map, BoardSide::Top, [4.0, 4.0], size);
    let told: Vec<(String, [f32; 4])> =
        boxes((600, 600)).into_iter().map(|c| (c.name, <[f32; 4]>::from(c.bbox).map(f32::round))).collect();
    let one = |name: &str, bbox: [f32; 4]| (name.to_string(), bbox);
    assert_eq!(
        told,
        [
            one("R1", [92.0, 396.0, 16.0, 8.0]),
            one("C7", [296.0, 395.0, 8.0, 10.0]),
            one("U3", [72.0, 172.0, 57.0, 57.0]),
        ]
    );
    let names: Vec<String> = boxes((200, 600)).into_iter().map(|c| c.name).collect();
    assert_eq!(names, ["R1", "U3"]);
}
