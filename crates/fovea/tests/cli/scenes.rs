//! The scenes through a server: what people draw there is taught, judged and served.

use crate::compare;
use crate::components::{Is, LAYOUT, board};
use crate::detect;
use crate::glue::{Faults, scene};
use crate::program::{fovea, run};
use crate::read;
use crate::server::{Server, administrator};
use fovea_vision::{Picture, encode_png_rgb};
use serde_json::{Value, json};

const JSON: &str = "content-type: application/json\r\n";
const PNG: &str = "content-type: image/png\r\n";

struct House {
    folder: tempfile::TempDir,
    token: String,
    server: Server,
}

impl House {
    fn new() -> House {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let token = administrator(&data);
        let server = Server::start(&data, &token);
        House { folder, token, server }
    }

    /// From the command line, until there is a model.
    fn train(&self, project: &str, more: &[&str]) -> String {
        let mut command = fovea();
        command.args(["training", "start", project, "--json"]).args(more);
        command.env("FOVEA_SERVER", self.server.url()).env("FOVEA_TOKEN", &self.token);
        command.env("XDG_CONFIG_HOME", self.folder.path());
        let job = run(&mut command).exits(0).json();
        let done = self.server.until_state(&format!("/jobs/{}", job["id"].as_str().unwrap()), "succeeded");
        done["model_id"].as_str().unwrap().to_string()
    }
}

fn project(server: &Server, scene: &str, classes: Value) -> Value {
    let new = json!({ "name": scene, "product": "", "scene": scene, "good_name": "sound", "note": "", "classes": classes });
    server.json("POST", "/projects", new)
}

fn upload(server: &Server, project: &str, pictures: &[(String, Picture)]) {
    let import = server.json("POST", &format!("/projects/{project}/imports"), Value::Null);
    let import = import["id"].as_str().unwrap();
    for (name, picture) in pictures {
        let path = format!("/imports/{import}/files?name={name}");
        let bytes = encode_png_rgb(picture).unwrap();
        let (status, told) = server.ask("PUT", &path, "content-type: application/octet-stream\r\n", &bytes);
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&told));
    }
    server.json("POST", &format!("/imports/{import}/finish"), Value::Null);
}

/// Letters only: a number could pass for that of a part seen twice.
fn letters(number: u64) -> String {
    [number / 26, number % 26].iter().map(|&v| char::from(b'a' + v as u8)).collect()
}

fn serve_model(server: &Server, project: &str, model: &str) -> String {
    let path = format!("/models/{model}");
    let more = format!("{JSON}if-match: \"{}\"\r\n", server.get(&path)["revision"]);
    let (status, _) = server.ask("PATCH", &path, &more, br#"{"stage":"released"}"#);
    assert_eq!(status, 200);
    let new = json!({ "model_id": model, "name": "line 1", "keep": "all" });
    let service = server.json("POST", &format!("/projects/{project}/services"), new);
    let service = format!("/services/{}", service["id"].as_str().unwrap());
    server.until_state(&service, "running");
    service
}

fn infer(server: &Server, service: &str, picture: &Picture) -> Value {
    let (status, answer) =
        server.ask("POST", &format!("{service}/infer"), PNG, &encode_png_rgb(picture).unwrap());
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
    serde_json::from_slice(&answer).unwrap()
}

#[test]
fn boxes_drawn_in_a_project_are_taught_judged_and_served() {
    let house = House::new();
    let server = &house.server;
    let made = project(server, "detection", json!([{ "name": "disc" }, { "name": "square" }]));
    let id = made["id"].as_str().unwrap();
    let class = |name: &str| {
        let of = made["classes"].as_array().unwrap().iter().find(|c| c["name"] == name);
        of.unwrap()["id"].clone()
    };
    let drawn: Vec<_> = (0..30).map(|n| (format!("{}.png", letters(n)), detect::picture(n))).collect();
    upload(server, id, &drawn.iter().map(|(n, (p, _))| (n.clone(), p.clone())).collect::<Vec<_>>());
    let pictures = server.get(&format!("/projects/{id}/pictures?limit=200"));
    for picture in pictures["items"].as_array().unwrap() {
        let (_, (_, marked)) = drawn.iter().find(|(n, _)| picture["name"] == n.as_str()).unwrap();
        let label = match marked {
            Some((kind, [x, y, w, h])) => json!({ "regions": [
                { "id": "1", "class_id": class(kind), "shape": { "kind": "box", "x": x, "y": y, "w": w, "h": h } },
            ] }),
            None => json!({ "verdict": "good" }),
        };
        let path = format!("/pictures/{}/annotation", picture["id"].as_str().unwrap());
        let more = format!("{JSON}if-match: \"1\"\r\n");
        let (status, told) = server.ask("PUT", &path, &more, label.to_string().as_bytes());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&told));
    }
    // The scene chooses the task.
    let model = house.train(id, &["--steps", "20", "--size", "64"]);
    let row = server.get(&format!("/models/{model}"));
    assert_eq!((&row["task"], &row["summary"]["judged"]), (&json!("detect"), &json!("held_back")), "{row}");
    assert!((0.0..=1.0).contains(&row["summary"]["map50"].as_f64().unwrap()), "{row}");
    let path = format!("/models/{model}/evaluation");
    let before = server.get(&path);
    let pictures = before["pictures"].as_array().unwrap();
    let count =
        |key: &str| -> usize { pictures.iter().map(|p| p["boxes"][key].as_array().unwrap().len()).sum() };
    let detection = &before["evaluation"]["detection"];
    assert_eq!(detection["marked"], count("marked"), "{detection}");
    assert!(count("marked") >= 3 && count("told") > 0, "{before}");
    assert!(detection["coco"]["map50_95"].is_number() && detection["kinds"].as_array().unwrap().len() == 2);
    let first = server.get(&format!("{path}/0"));
    assert_eq!((&first["width"], &first["score"]), (&json!(64), &pictures[0]["score"]), "{first}");
    assert_eq!(first["marked"], pictures[0]["boxes"]["marked"]);
    let (status, _) = server.ask("GET", &format!("{path}/{}", pictures.len()), "", b"");
    assert_eq!(status, 404);
    // Another threshold moves what it decides: with 0 every box that is known is told.
    let more = format!("{JSON}if-match: \"1\"\r\n");
    let (status, _) = server.ask("PATCH", &format!("/models/{model}"), &more, br#"{"threshold":0}"#);
    assert_eq!(status, 200);
    let after = server.get(&path);
    let moved = &after["evaluation"]["detection"];
    assert_eq!(moved["at_threshold"]["threshold"], 0.0);
    let recall = |d: &Value| d["at_threshold"]["recall"].as_f64().unwrap();
    assert!(recall(moved) >= recall(detection) && recall(moved) > 0.0, "{moved}");
    assert_eq!(moved["coco"], detection["coco"]);
    let more = format!("{JSON}if-match: \"2\"\r\n");
    let back = json!({ "threshold": row["threshold"] }).to_string();
    let (status, _) = server.ask("PATCH", &format!("/models/{model}"), &more, back.as_bytes());
    assert_eq!(status, 200);
    // What a service says is what `fovea predict` says.
    let service = serve_model(server, id, &model);
    let shown = house.folder.path().join("shown.png");
    let (square, _) = detect::picture(61);
    crate::pictures::write_png(&shown, &square);
    let package = house.folder.path().join(format!("data/models/{model}.fovea"));
    let told = run(fovea().args(["predict", "--json"]).arg(&package).arg(&shown)).exits(0).lines();
    let answer = infer(server, &service, &square);
    assert_eq!((&answer["verdict"], &answer["regions"]), (&told[0]["verdict"], &told[0]["regions"]));
    let record = server.get(&format!("/records/{}", answer["record_id"].as_str().unwrap()));
    assert_eq!(record["regions"], answer["regions"]);
}

#[test]
fn a_bead_is_drawn_on_a_picture_taught_judged_and_served() {
    let house = House::new();
    let server = &house.server;
    let made = project(server, "glue", json!([{ "name": "broken" }]));
    let id = made["id"].as_str().unwrap();
    let scene = scene();
    let breaks = |k: u64| if k < 6 { Vec::new() } else { vec![12.0] };
    let drawn: Vec<(String, Picture)> = (0..9)
        .map(|k| {
            let folder = if k < 6 { "sound" } else { "broken" };
            let faults = Faults { breaks: breaks(k), ..Faults::default() };
            (format!("{folder}/{}.png", letters(k)), scene.draw(&faults, 40 + k).picture)
        })
        .collect();
    upload(server, id, &drawn);
    let trainings = format!("/projects/{id}/trainings");
    let (status, told) = server.ask("POST", &trainings, JSON, br#"{"task":"glue"}"#);
    assert_eq!(status, 422);
    assert_eq!(serde_json::from_slice::<Value>(&told).unwrap()["params"]["label"], "path");
    let plan = format!("/projects/{id}/bead_plan");
    assert_eq!(server.get(&plan)["plan"], Value::Null);
    let pictures = server.get(&format!("/projects/{id}/pictures?verdict=good&limit=1"));
    let mm = scene.mm_per_px;
    let path: Vec<[f64; 2]> = scene.path.iter().map(|p| p.map(f64::round)).collect();
    let mut wanted = json!({
        "picture_id": pictures["items"][0]["id"], "path": path, "closed": false, "locate": false,
        "width_mm": scene.bead * mm, "tolerance_mm": scene.tolerance * mm, "mm_per_px": mm,
        "limits": { "break_mm": 0.2 },
    });
    let drawn_plan = server.json("PUT", &plan, wanted.clone());
    assert_eq!(
        (&drawn_plan["plan"]["path"], &drawn_plan["updated_by"]),
        (&wanted["path"], &json!("admin")),
        "{drawn_plan}"
    );
    wanted["width_mm"] = json!(0.01);
    let (status, told) = server.ask("PUT", &plan, JSON, wanted.to_string().as_bytes());
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&told));
    assert!(String::from_utf8_lossy(&told).contains("bead.plan"));

    let model = house.train(id, &["--task", "glue"]);
    let row = server.get(&format!("/models/{model}"));
    assert_eq!((&row["task"], &row["threshold"]), (&json!("glue"), &json!(0.5)), "{row}");
    let evaluation = server.get(&format!("/models/{model}/evaluation"));
    let judged = evaluation["pictures"].as_array().unwrap();
    assert!(
        judged.iter().all(|p| p["bead"]["width_mean_mm"].is_number() && p["boxes"].is_null()),
        "{judged:?}"
    );
    let bad = judged.iter().find(|p| p["truth_bad"] == true).unwrap();
    assert!(bad["bead"]["reasons"].as_array().unwrap().contains(&json!("break")), "{bad}");
    let one = server.get(&format!("/models/{model}/evaluation/{}", bad["index"]));
    let bead = &one["bead"];
    assert!(bead["width_mm"]["profile"].as_array().unwrap().len() > 100, "{bead}");
    assert!(bead["path"].as_array().unwrap().len() > 10 && bead["limits_mm"][0].is_number(), "{bead}");

    let service = serve_model(server, id, &model);
    let answer = infer(server, &service, &drawn[6].1);
    let reasons = answer["bead"]["reasons"].as_array().unwrap();
    assert!(answer["verdict"] == "ng" && reasons.iter().any(|r| r["rule"] == "break"), "{answer}");
    let record = server.get(&format!("/records/{}", answer["record_id"].as_str().unwrap()));
    assert_eq!(record["bead"], answer["bead"]);
    let listed = &server.get(&format!("/projects/{id}/records"))["items"][0]["bead"];
    assert_eq!(
        (&listed["width_mm"]["profile"], &listed["reasons"]),
        (&json!([]), &answer["bead"]["reasons"])
    );
}

#[test]
fn components_drawn_on_a_good_board_are_taught_judged_and_served() {
    let house = House::new();
    let server = &house.server;
    let made = project(server, "components", json!([{ "name": "缺件" }, { "name": "反向" }]));
    let id = made["id"].as_str().unwrap();
    let faults: [&[(&str, Is)]; 3] =
        [&[("U1", Is::Missing)], &[("J1", Is::Reversed), ("C2", Is::Missing)], &[("Q1", Is::Missing)]];
    let mut drawn: Vec<(String, Picture)> =
        (0..8).map(|n| (format!("sound/{}.png", letters(n)), board(n, &[]))).collect();
    drawn.extend(faults.iter().zip(20..).map(|(f, n)| (format!("{}.png", letters(n)), board(n, f))));
    upload(server, id, &drawn);
    let listed = server.get(&format!("/projects/{id}/pictures?limit=200"));
    let picture = |name: &str| {
        let of = listed["items"].as_array().unwrap().iter().find(|p| p["name"].as_str().unwrap() == name);
        of.unwrap()["id"].as_str().unwrap().to_string()
    };
    let class = |name: &str| {
        let of = made["classes"].as_array().unwrap().iter().find(|c| c["name"] == name);
        of.unwrap()["id"].clone()
    };
    for (faults, (name, _)) in faults.iter().zip(&drawn[8..]) {
        let regions: Vec<Value> = faults
            .iter()
            .map(|(component, is)| {
                let (_, x, y, w, h) = LAYOUT.iter().find(|c| c.0 == *component).unwrap();
                let class = class(if *is == Is::Missing { "缺件" } else { "反向" });
                let shape = json!({ "kind": "box", "x": x, "y": y, "w": w, "h": h });
                json!({ "id": component, "class_id": class, "shape": shape })
            })
            .collect();
        let more = format!("{JSON}if-match: \"1\"\r\n");
        let body = json!({ "regions": regions }).to_string();
        let path = format!("/pictures/{}/annotation", picture(name));
        let (status, told) = server.ask("PUT", &path, &more, body.as_bytes());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&told));
    }
    let trainings = format!("/projects/{id}/trainings");
    let (status, told) = server.ask("POST", &trainings, JSON, br#"{"task":"components"}"#);
    assert_eq!(status, 422);
    assert_eq!(serde_json::from_slice::<Value>(&told).unwrap()["params"]["label"], "layout");
    let components: Vec<Value> =
        LAYOUT.iter().map(|(name, x, y, w, h)| json!({ "name": name, "bbox": [x, y, w, h] })).collect();
    let layout = json!({ "picture_id": picture(&drawn[0].0), "components": components });
    let path = format!("/projects/{id}/board_layout");
    let kept = server.json("PUT", &path, layout.clone());
    assert_eq!(kept["layout"]["components"].as_array().unwrap().len(), LAYOUT.len(), "{kept}");
    // Nothing is held back: so few boards are all taught.
    let version = server.json("POST", &format!("/projects/{id}/versions"), json!({ "held_back": 0 }));
    let model = house.train(id, &["--task", "components", "--data-version", &version["number"].to_string()]);
    let evaluation = server.get(&format!("/models/{model}/evaluation"));
    let judged = evaluation["pictures"].as_array().unwrap();
    // The board that the layout was drawn on is no board to judge by.
    assert_eq!(judged.len(), 10, "{judged:?}");
    let quality = &evaluation["evaluation"]["components"];
    assert_eq!((&quality["bad"], &quality["good"], &quality["escaped"]), (&json!(4), &json!(76), &json!(0)));
    let faulty = judged.iter().filter(|p| p["truth_bad"] == true);
    let found = faulty.flat_map(|p| p["components"].as_array().unwrap()).filter(|c| c["truth"] != "ok");
    assert_eq!(found.filter(|c| c["state"] == c["truth"]).count(), 4, "{judged:?}");
    let known = server.get(&format!("/models/{model}/board"));
    assert_eq!((&known["width"], known["components"].as_array().unwrap().len()), (&json!(560), LAYOUT.len()));
    let (status, golden) = server.ask("GET", &format!("/models/{model}/board/picture"), "", b"");
    assert!(status == 200 && golden.starts_with(b"\x89PNG"));

    // The good board alone teaches, too; there is none to judge by then.
    let alone = project(server, "free", json!([{ "name": "x" }]));
    let alone = alone["id"].as_str().unwrap();
    upload(server, alone, &drawn[..1]);
    let golden = server.get(&format!("/projects/{alone}/pictures"))["items"][0]["id"].clone();
    let mut one = json!({ "picture_id": golden, "components": layout["components"] });
    one["components"][0]["either_way"] = json!(true);
    let kept = server.json("PUT", &format!("/projects/{alone}/board_layout"), one);
    let kept: Vec<&Value> = (0..2).map(|i| &kept["layout"]["components"][i]["either_way"]).collect();
    assert_eq!(kept, [&json!(true), &json!(false)]);
    let by_one = house.train(alone, &["--task", "components"]);
    let known = server.get(&format!("/models/{by_one}/board"));
    assert_eq!(known["components"][0]["either_way"], true, "{known}");
    assert_eq!(server.get(&format!("/models/{by_one}"))["task"], "components");

    let service = serve_model(server, id, &model);
    let answer = infer(server, &service, &board(41, &[("U3", Is::Reversed)]));
    assert_eq!(
        (&answer["verdict"], &answer["components"]["U3"]["state"]),
        (&json!("ng"), &json!("reversed"))
    );
    let record = server.get(&format!("/records/{}", answer["record_id"].as_str().unwrap()));
    assert_eq!(record["components"], answer["components"]);
}

/// Says this of a picture of which nobody said anything yet.
fn annotate(server: &Server, picture: &str, label: &Value) -> Value {
    let more = format!("{JSON}if-match: \"1\"\r\n");
    let path = format!("/pictures/{picture}/annotation");
    let (status, told) = server.ask("PUT", &path, &more, label.to_string().as_bytes());
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&told));
    serde_json::from_slice(&told).unwrap()
}

fn refused(server: &Server, method: &str, path: &str, body: &Value) -> Value {
    let (status, told) = server.ask(method, path, JSON, body.to_string().as_bytes());
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&told));
    serde_json::from_slice(&told).unwrap()
}

/// Where labels have their text, with some ground around it.
const TEXT_AT: [u32; 4] = [50, 52, 290, 44];

#[test]
fn texts_are_set_up_on_a_picture_read_judged_served_and_corrected() {
    let house = House::new();
    let server = &house.server;
    let made = project(server, "text", json!([{ "name": "text" }]));
    let id = made["id"].as_str().unwrap();
    let class =
        made["classes"].as_array().unwrap().iter().find(|c| c["name"] == "text").unwrap()["id"].clone();
    let lots = ["LOT 213817B", "LOT 145627C", "LOT 715264A", "LOT 998417B", "LOT 121212C", "LOT 654321A"];
    let drawn: Vec<(String, Picture)> = (0..)
        .zip(lots)
        .map(|(n, text)| (format!("{}.png", letters(n)), read::label(text, read::DARK)))
        .collect();
    upload(server, id, &drawn);
    let listed = server.get(&format!("/projects/{id}/pictures?limit=200"));
    let [x, y, w, h] = TEXT_AT;
    let quad = json!([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);
    for picture in listed["items"].as_array().unwrap() {
        let n = drawn.iter().position(|(name, _)| picture["name"] == name.as_str()).unwrap();
        // Of the last one nobody says anything, and of another what does not stand there.
        let text = if n == 0 { "LOT 213817C" } else { lots[n] };
        if n < 5 {
            let region = json!({ "id": "1", "class_id": class, "shape": { "kind": "text", "points": quad, "text": text } });
            let told = annotate(server, picture["id"].as_str().unwrap(), &json!({ "regions": [region] }));
            assert_eq!(told["verdict"], "good", "what stands there is no fault: {told}");
        }
    }
    let trainings = format!("/projects/{id}/trainings");
    let told = refused(server, "POST", &trainings, &json!({ "task": "read" }));
    assert_eq!(told["params"]["label"], "texts");
    let plan = format!("/projects/{id}/text_plan");
    assert_eq!(server.get(&plan)["plan"], Value::Null);
    let mut wanted = json!({
        "picture_id": listed["items"][0]["id"], "regions": [[x, y, w, h]], "pattern": "LOT [0-9]{6",
        "tries": ["soft"],
    });
    let told = refused(server, "PUT", &plan, &wanted);
    assert_eq!((&told["code"], &told["params"]["field"]), (&json!("text.plan"), &json!("pattern")));
    wanted["pattern"] = json!(read::PATTERN);
    let kept = server.json("PUT", &plan, wanted.clone());
    assert_eq!(
        (&kept["plan"]["pattern"], &kept["updated_by"]),
        (&wanted["pattern"], &json!("admin")),
        "{kept}"
    );

    // The scene chooses the task; nothing is held back of so few.
    let version = server.json("POST", &format!("/projects/{id}/versions"), json!({ "held_back": 0 }));
    let model = house.train(id, &["--data-version", &version["number"].to_string()]);
    let row = server.get(&format!("/models/{model}"));
    assert_eq!(row["task"], "read", "{row}");
    let evaluation = server.get(&format!("/models/{model}/evaluation"));
    let reading = &evaluation["evaluation"]["reading"];
    assert_eq!((&reading["texts"], &reading["right"]), (&json!(5), &json!(4)), "{reading}");
    let judged = evaluation["pictures"].as_array().unwrap();
    let wrong: Vec<&Value> = judged.iter().filter(|p| p["texts"][0]["right"] == false).collect();
    assert_eq!((judged.len(), wrong.len()), (5, 1));
    let one = server.get(&format!("/models/{model}/evaluation/{}", wrong[0]["index"]));
    assert_eq!(
        (&one["written"][0], &one["texts"][0]["text"]),
        (&json!("LOT 213817C"), &json!("LOT 213817B")),
        "{one}"
    );
    assert_eq!(one["texts"][0]["chars"].as_array().unwrap().len(), 11);
    // With the threshold at 0 every text is unsure.
    let more = format!("{JSON}if-match: \"1\"\r\n");
    let (status, _) = server.ask("PATCH", &format!("/models/{model}"), &more, br#"{"threshold":0}"#);
    assert_eq!(status, 200);
    let moved = server.get(&format!("/models/{model}/evaluation"));
    assert_eq!(moved["evaluation"]["reading"]["overkilled"], 4, "{}", moved["evaluation"]["reading"]);
    let more = format!("{JSON}if-match: \"2\"\r\n");
    let (status, _) = server.ask("PATCH", &format!("/models/{model}"), &more, br#"{"threshold":0.5}"#);
    assert_eq!(status, 200);

    let service = serve_model(server, id, &model);
    let shown = encode_png_rgb(&read::label("LOT 654127C", read::DARK)).unwrap();
    let judge = |texts: &str| -> Value {
        let (status, answer) = server.ask("POST", &format!("{service}/infer?{texts}"), PNG, &shown);
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
        serde_json::from_slice(&answer).unwrap()
    };
    let plain = judge("");
    assert_eq!(
        (&plain["verdict"], &plain["texts"][0]["text"]),
        (&json!("ok"), &json!("LOT 654127C")),
        "{plain}"
    );
    let same = judge("texts=%7B%22expected%22:%22LOT%20654127C%22%7D");
    assert_eq!(
        (&same["verdict"], &same["texts"][0]["checks"][1]["ok"]),
        (&json!("ok"), &json!(true)),
        "{same}"
    );
    let other = judge("texts=%7B%22expected%22:%22LOT%20654127B%22%7D");
    let check = &other["texts"][0]["checks"][1];
    assert_eq!(
        (&other["verdict"], &other["class"], &check["check"]),
        (&json!("ng"), &json!("wrong"), &json!("equals"))
    );
    assert_eq!(check["fault"]["expected"], "LOT 654127B", "{other}");
    assert_eq!(other["score"], 1.0);

    // What a person says that stands there is kept, and is a marked text of the data set.
    let record = format!("/records/{}", other["record_id"].as_str().unwrap());
    let said = json!({ "verdict": "ok", "texts": ["LOT 654127B"], "to_dataset": true });
    refused(server, "POST", &format!("{record}/recheck"), &json!({ "verdict": "ok", "texts": [] }));
    let kept = server.json("POST", &format!("{record}/recheck"), said);
    assert_eq!(kept["recheck"]["texts"], json!(["LOT 654127B"]), "{kept}");
    assert_eq!(kept["texts"], other["texts"], "what was read stays");
    let label = server.get(&format!("/pictures/{}/annotation", kept["picture_id"].as_str().unwrap()));
    let shape = &label["regions"][0]["shape"];
    assert_eq!((&label["verdict"], &shape["text"]), (&json!("good"), &json!("LOT 654127B")), "{label}");
    let back = server.json("POST", &format!("{record}/recheck"), json!({ "verdict": null }));
    assert_eq!(back["recheck"], Value::Null);
}

#[test]
fn boards_are_held_beside_a_golden_picture_taught_judged_and_served() {
    let house = House::new();
    let server = &house.server;
    // A name with a blank in it is one name.
    let names = [(compare::OPEN, "open"), (compare::COPPER, "spare copper"), (compare::PINHOLE, "pinhole")];
    let made = project(server, "compare", json!(names.map(|(_, name)| json!({ "name": name }))));
    let id = made["id"].as_str().unwrap();
    let class = |kind: u32| {
        let name = names.iter().find(|n| n.0 == kind).unwrap().1;
        made["classes"].as_array().unwrap().iter().find(|c| c["name"] == name).unwrap()["id"].clone()
    };
    let golden = compare::template(7);
    let drawn: Vec<(String, (Picture, Vec<compare::Marked>))> =
        (0..12).map(|n| (format!("{}.png", letters(n)), compare::board(500 + n, &golden))).collect();
    let mut all: Vec<(String, Picture)> = drawn.iter().map(|(n, (p, _))| (n.clone(), p.clone())).collect();
    all.push(("sound/golden.png".into(), golden.clone()));
    // Another product with a template of its own, which is judged by nothing itself.
    let other = compare::template(8);
    let (board, marked) = compare::board(900, &other);
    all.push(("zz_test.png".into(), board));
    all.push(("zz_temp.png".into(), other));
    upload(server, id, &all);
    let listed = server.get(&format!("/projects/{id}/pictures?limit=200"));
    let named = |name: &str| {
        let of = listed["items"].as_array().unwrap().iter().find(|p| p["name"].as_str().unwrap() == name);
        of.unwrap()["id"].as_str().unwrap().to_string()
    };
    let own = ("zz_test.png".to_string(), marked);
    for (name, marked) in drawn.iter().map(|(n, (_, m))| (n, m)).chain([(&own.0, &own.1)]) {
        let regions: Vec<Value> = marked
            .iter()
            .map(|[x0, y0, x1, y1, kind]| {
                let shape = json!({ "kind": "box", "x": x0, "y": y0, "w": x1.min(&240) - x0, "h": y1.min(&240) - y0 });
                json!({ "id": kind.to_string(), "class_id": class(*kind), "shape": shape })
            })
            .collect();
        annotate(server, &named(name), &json!({ "regions": regions }));
    }
    let trainings = format!("/projects/{id}/trainings");
    let told = refused(server, "POST", &trainings, &json!({ "task": "compare" }));
    assert_eq!(told["params"]["label"], "golden");
    let path = format!("/projects/{id}/golden_picture");
    assert_eq!(server.get(&path)["picture_id"], Value::Null);
    let chosen = named("sound/golden.png");
    let kept = server.json("PUT", &path, json!({ "picture_id": chosen }));
    assert_eq!((&kept["picture_id"], &kept["updated_by"]), (&json!(chosen), &json!("admin")));

    let version = server.json("POST", &format!("/projects/{id}/versions"), json!({ "held_back": 0 }));
    let model = house.train(id, &["--data-version", &version["number"].to_string()]);
    let row = server.get(&format!("/models/{model}"));
    assert_eq!(row["task"], "compare", "{row}");
    let mut classes: Vec<&str> =
        row["classes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    classes.sort_unstable();
    assert_eq!(classes, ["open", "pinhole", "spare copper"]);
    let evaluation = server.get(&format!("/models/{model}/evaluation"));
    let judged = evaluation["pictures"].as_array().unwrap();
    // Neither the golden picture nor a template.
    assert_eq!(judged.len(), 13, "{judged:?}");
    assert_eq!(evaluation["evaluation"]["detection"]["marked"], 39);
    assert!(judged.iter().all(|p| p["boxes"]["marked"].as_array().unwrap().len() == 3));
    let (status, png) = server.ask("GET", &format!("/models/{model}/golden"), "", b"");
    assert!(status == 200 && png.starts_with(b"\x89PNG"));
    let (status, _) = server.ask("GET", &format!("/models/{model}/board"), "", b"");
    assert_eq!(status, 404);

    // The package has the golden picture in it: nothing has to lie beside what is judged.
    let service = serve_model(server, id, &model);
    let (bad, marked) = compare::board(777, &golden);
    let answer = infer(server, &service, &bad);
    assert_eq!((&answer["verdict"], marked.len()), (&json!("ng"), 3), "{answer}");
    assert!(answer["regions"].as_array().unwrap().len() >= 2, "{answer}");
    assert_eq!(infer(server, &service, &golden)["verdict"], "ok");
    let package = house.folder.path().join(format!("data/models/{model}.fovea"));
    let shown = house.folder.path().join("alone.png");
    crate::pictures::write_png(&shown, &bad);
    let told = run(fovea().args(["predict", "--json"]).arg(&package).arg(&shown)).exits(0).lines();
    assert_eq!(single(&told[0]["regions"]), single(&answer["regions"]));
    let record = server.get(&format!("/records/{}", answer["record_id"].as_str().unwrap()));
    assert_eq!(record["regions"], answer["regions"]);
}

/// Numbers as the model has them: the program prints them in single precision, the server the same ones widened.
fn single(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64().unwrap() as f32),
        Value::Array(all) => all.iter().map(single).collect(),
        Value::Object(all) => all.iter().map(|(key, one)| (key.clone(), single(one))).collect(),
        other => other.clone(),
    }
}
