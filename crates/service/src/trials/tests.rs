use super::*;
use fovea_domain::text::Date;
use fovea_vision::{Picture, encode_png_rgb};
use serde_json::json;
use std::io::{BufReader, Read, pipe};

const OPTIONS: TrialOptions = TrialOptions { threads: 2, today: || Date::new(2026, 3, 1) };

fn recipe(least: f64) -> Value {
    json!({ "format": 1, "name": "try", "steps": [
        { "id": "shot", "kind": "acquire" },
        { "id": "limits", "kind": "rules", "rules": [
            { "name": "light", "kind": "number", "of": "shot", "field": "mean", "min": least } ] },
        { "id": "verdict", "kind": "verdict", "of": ["limits"] }
    ] })
}

fn ask(id: u64, recipe: Value, picture: Option<PathBuf>) -> String {
    let trial = Trial { desk: "one".into(), recipe, files: BTreeMap::new(), picture, texts: BTreeMap::new() };
    serde_json::to_string(&Ask { id, what: Asked::Try(trial) }).unwrap() + "\n"
}

/// What the process says to these lines, one after the other.
struct Spoken {
    lines: std::io::Lines<BufReader<Box<dyn Read + Send>>>,
    input: std::io::PipeWriter,
}

impl Spoken {
    fn start() -> Spoken {
        let (read, input) = pipe().unwrap();
        let (told, output) = pipe().unwrap();
        std::thread::spawn(move || run_trials(BufReader::new(read), output, OPTIONS));
        let told: Box<dyn Read + Send> = Box::new(told);
        Spoken { lines: BufReader::new(told).lines(), input }
    }

    fn say(&mut self, line: &str) {
        self.input.write_all(line.as_bytes()).unwrap();
    }

    fn hear(&mut self) -> Told {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }
}

#[test]
fn a_recipe_is_tried_and_what_is_wrong_is_told_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("grey");
    let mut picture = Picture::new(8, 8);
    picture.rgb.fill(100);
    std::fs::write(&path, encode_png_rgb(&picture).unwrap()).unwrap();
    let mut spoken = Spoken::start();
    let mut verdict = |id: u64, recipe: Value| {
        spoken.say(&ask(id, recipe, Some(path.clone())));
        let told = spoken.hear();
        assert_eq!(told.id, id);
        told.said
    };
    for (id, least, wanted) in [(1, 50.0, "ok"), (2, 200.0, "ng"), (3, 50.0, "ok")] {
        let Said::Done { verdicted: Some(told), width, .. } = verdict(id, recipe(least)) else {
            panic!("not done")
        };
        assert_eq!((told["verdict"].as_str(), width), (Some(wanted), 8));
        assert_eq!(told["steps"].as_array().unwrap().len(), 3);
    }
    let mut wrong = recipe(1.0);
    wrong["steps"][1]["rules"][0]["of"] = "nowhere".into();
    let Said::Fault(fault) = verdict(4, wrong) else { panic!("no fault") };
    assert_eq!((fault.step.as_deref(), fault.field.as_str()), (Some("limits"), "rules[0].of"));
    assert_eq!(fault.code, "unknown_step");
    let mut asks = recipe(1.0);
    asks["steps"][1]["rules"][0] =
        json!({ "name": "lot", "kind": "text", "of": "code", "expected": { "given": "lot" } });
    asks["steps"].as_array_mut().unwrap().insert(1, json!({ "id": "code", "kind": "code", "on": "shot" }));
    let Said::NotGiven { name, asked } = verdict(5, asks) else { panic!("was given") };
    assert_eq!((name.as_str(), asked), ("lot", vec!["lot".to_string()]));
}

#[test]
fn of_one_desk_the_newest_counts() {
    let desk = Desk { line: Mutex::default(), changed: Condvar::new(), output: Mutex::new(Vec::new()) };
    let read = |line: &str| serde_json::from_str::<Ask>(line).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    hold(&desk.line).now = Some((1, "one".into(), Arc::clone(&stop)));
    take(&desk, read(&ask(2, recipe(1.0), None)));
    assert!(stop.load(Ordering::Relaxed), "what is at work goes on");
    take(&desk, read(&ask(3, recipe(2.0), None)));
    let waiting = |desk: &Desk<Vec<u8>>| hold(&desk.line).waiting.iter().map(|w| w.id).collect::<Vec<_>>();
    assert_eq!(waiting(&desk), [3]);
    take(&desk, Ask { id: 3, what: Asked::Drop });
    assert_eq!(waiting(&desk), [0; 0]);
    let said = String::from_utf8(hold(&desk.output).clone()).unwrap();
    let ids: Vec<u64> =
        said.lines().map(|l| serde_json::from_str::<Told>(l).unwrap()).map(|t| t.id).collect();
    assert_eq!(ids, [2, 3]);
}
