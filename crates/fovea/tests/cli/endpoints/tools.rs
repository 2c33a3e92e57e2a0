//! The real JupyterLab and TensorBoard in a job, where `FOVEA_TEST_TOOLS` names a folder (a virtual environment) that has them.

use super::{Visitor, until};
use crate::jobs::House;
use serde_json::json;

/// `None`: not here.
fn house(program: &str) -> Option<House> {
    let folder = std::env::var("FOVEA_TEST_TOOLS").ok()?;
    let there = std::path::Path::new(&folder).join("bin").join(program).is_file();
    there.then(|| House::with_env(&[("FOVEA_TOOLS", &folder)]))
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
