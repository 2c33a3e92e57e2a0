//! Tools beside a command: what stands in for code-server, and, where `FOVEA_TEST_TOOLS` names a folder (a virtual environment) that has
//! them, the real ones.

use super::{Visitor, echo, until};
use crate::jobs::House;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

/// `None`: not here.
fn house(program: &str) -> Option<House> {
    let folder = std::env::var("FOVEA_TEST_TOOLS").ok()?;
    let there = std::path::Path::new(&folder).join("bin").join(program).is_file();
    there.then(|| House::with_env(&[("FOVEA_TOOLS", &folder)]))
}

#[test]
fn code_server_opens_in_the_work_folder_behind_the_ticket_alone() {
    let tools = tempfile::tempdir().unwrap();
    let program = tools.path().join("bin/code-server");
    std::fs::create_dir(tools.path().join("bin")).unwrap();
    std::fs::write(&program, include_str!("code_server.py")).unwrap();
    std::fs::set_permissions(tools.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let house = House::with_env(&[("FOVEA_TOOLS", tools.path().to_str().unwrap())]);
    let there = house.server().get("/jobs/endpoint_tools");
    let installed = |kind: &str| {
        let all = there["items"].as_array().unwrap();
        all.iter().find(|t| t["kind"] == kind).unwrap()["installed"] == true
    };
    assert!(installed("vscode"), "{there}");
    let endpoints = json!([{ "name": "code", "kind": "vscode" }]);
    let file = json!({ "name": "code", "command": ["sleep", "600"], "endpoints": endpoints });
    let job = house.server().json("POST", "/jobs", file)["id"].as_str().unwrap().to_string();
    until(&house, &job, "code", "ready");
    let visitor = Visitor::enter(&house, &job, "code");
    let (status, told) = visitor.get("/");
    let told: Value = serde_json::from_str(&told).unwrap_or_default();
    assert_eq!((status, &told["cookie"]), (200, &Value::Null), "{told}");
    let words: Vec<&str> = told["argv"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
    for word in ["--auth=none", "--disable-telemetry", "--disable-update-check"] {
        assert!(words.contains(&word), "{word} in {words:?}");
    }
    assert_eq!(words.last().copied(), told["cwd"].as_str());
    echo(&mut visitor.websocket("/stable"), b"save this file");
    // Without the ticket's cookie nobody is let in.
    let stranger = Visitor { cookie: "fovea_door=0".into(), ..visitor };
    assert_eq!(stranger.get("/").0, 401);
    house.run(&["job", "stop", &job]).exits(0);
    house.ended(&job);
}

#[test]
#[ignore = "needs code-server and takes half a minute"]
fn the_real_code_server_shows_its_page_and_opens_a_websocket() {
    let Some(house) = house("code-server") else { return };
    let endpoints = json!([{ "name": "code", "kind": "vscode" }]);
    let file = json!({ "name": "code", "command": ["sleep", "600"], "endpoints": endpoints });
    let job = house.server().json("POST", "/jobs", file)["id"].as_str().unwrap().to_string();
    until(&house, &job, "code", "ready");
    let visitor = Visitor::enter(&house, &job, "code");
    let page = crate::server::wait_for("the page of code-server", || {
        let (status, page) = visitor.get("/?folder=/");
        (status == 200).then_some(page)
    });
    assert!(page.contains("workbench"), "{page}");
    visitor.websocket("/?type=Management&reconnectionToken=00000000-0000-4000-8000-000000000000&reconnection=false&skipWebSocketFrames=false");
}

#[test]
#[ignore = "needs JupyterLab and takes half a minute"]
fn jupyter_lab_answers_and_opens_a_kernels_websocket() {
    let Some(house) = house("jupyter-lab") else { return };
    let file = json!({ "name": "lab", "command": ["sleep", "600"], "endpoints": [{ "name": "lab", "kind": "jupyter" }] });
    let job = house.server().json("POST", "/jobs", file)["id"].as_str().unwrap().to_string();
    until(&house, &job, "lab", "ready");
    let visitor = Visitor::enter(&house, &job, "lab");
    let (status, page) = visitor.get("/lab");
    assert!(status == 200 && page.contains("jupyter-config-data"), "{status} {page}");
    // The page's own requests carry this cookie back in a header.
    let (_, head, _) = visitor.ask("GET", "/lab", "", b"");
    let xsrf = head
        .lines()
        .find_map(|l| l.strip_prefix("set-cookie: _xsrf="))
        .map(|c| c.split(';').next().unwrap().to_string());
    let xsrf = xsrf.unwrap_or_default();
    let more = format!("content-type: application/json\r\ncookie: _xsrf={xsrf}\r\nx-xsrftoken: {xsrf}\r\n");
    let (status, _, kernel) = visitor.ask("POST", "/api/kernels", &more, b"{\"name\":\"python3\"}");
    let kernel: serde_json::Value = serde_json::from_slice(&kernel).unwrap_or_default();
    assert_eq!(status, 201, "{kernel}");
    visitor.websocket(&format!("/api/kernels/{}/channels", kernel["id"].as_str().unwrap()));
}

#[test]
#[ignore = "needs TensorBoard and takes half a minute"]
fn tensor_board_shows_its_page() {
    let Some(house) = house("tensorboard") else { return };
    let endpoints = json!([{ "name": "board", "kind": "tensorboard", "logdir": "runs" }]);
    let file = json!({ "name": "board", "command": "mkdir -p runs; sleep 600", "endpoints": endpoints });
    let job = house.server().json("POST", "/jobs", file)["id"].as_str().unwrap().to_string();
    until(&house, &job, "board", "ready");
    let visitor = Visitor::enter(&house, &job, "board");
    let (status, page) = visitor.get("/");
    assert!(status == 200 && page.contains("TensorBoard"), "{status} {page}");
    assert_eq!(visitor.get("/data/environment").0, 200);
}
