//! What a command uses: measured, and ended where it is too much.

use super::House;
use crate::server::wait_for;
use serde_json::json;

#[test]
fn a_command_that_needs_too_much_memory_is_ended_and_says_so() {
    let house = House::new();
    // `tail` keeps a line without end as a whole.
    let script = "head -c 400000000 /dev/zero | tail > /dev/null; exit $?";
    let job = house.submit(script, json!({ "memory": "64MiB" }));
    let ended = house.ended(&job);
    assert_eq!(ended["state"], "failed", "{ended}");
    if ["cgroup1", "cgroup2"].contains(&house.node()["limits"].as_str().unwrap()) {
        assert_eq!(ended["reason"]["code"], "job.out_of_memory", "{ended}");
    }
}

#[test]
fn a_command_that_fills_its_disk_is_ended_and_says_so() {
    let house = House::new();
    // Many files, none of them large: only all of them together are too much. It is not tried again, for its disk is full.
    let script = "i=0; while :; do head -c 4000000 /dev/zero > f$i; i=$((i+1)); sleep 0.02; done";
    let many = house.submit(script, json!({ "disk": "64MiB", "restart": "on_failure" }));
    // One file alone is stopped by the system, at once.
    let large = house.submit("head -c 90000000 /dev/zero > large", json!({ "disk": "64MiB" }));
    // What fits stays.
    let fits =
        house.submit("head -c 30000000 /dev/zero > x && rm x && echo done", json!({ "disk": "64MiB" }));
    for job in [&many, &large] {
        let ended = house.ended(job);
        assert_eq!((&ended["state"], &ended["attempt"]), (&json!("failed"), &json!(1)), "{ended}");
        assert_eq!(ended["reason"]["code"], "job.out_of_disk", "{ended}");
        let tasks = house.server().get(&format!("/jobs/{job}/tasks"));
        assert_eq!(tasks["items"][0]["exit"]["out_of_disk"], true, "{tasks}");
    }
    assert!(house.data().join("jobs").join(&many).join("work/f3").exists(), "its files stay");
    assert_eq!(house.ended(&fits)["state"], "succeeded");
    assert!(house.run(&["job", "show", &fits]).exits(0).out.contains("disk     64 MiB"));
    if house.node()["holds_disk"] == true {
        // Each file alone would fit: it is the folder for what is passing that is full.
        let script =
            "head -c 40000000 /dev/zero > /tmp/a && head -c 40000000 /dev/zero > /tmp/b || echo full";
        let passing = house.submit(script, json!({ "disk": "64MiB" }));
        house.ended(&passing);
        assert!(house.said(&passing).iter().any(|line| line == "full"));
    }
}

#[test]
fn what_a_command_uses_is_measured_while_it_runs() {
    let house = House::new();
    // One busy process, and 64 MiB that a second one holds.
    let script = "head -c 67108864 /dev/zero | tail | sleep 60 & while ! test -e go; do :; done; kill $!";
    let job = house.submit(script, json!({}));
    let path = format!("/jobs/{job}/metrics");
    let point = wait_for("a figure", || {
        let found = house.server().get(&path);
        assert_eq!(found["cores"].as_u64().unwrap_or(1), 1, "{found}");
        let points = found["points"].as_array().unwrap().clone();
        points
            .into_iter()
            .find(|p| p["most_cores"].as_f64().unwrap() > 0.2 && p["processes"].as_f64().unwrap() > 1.0)
    });
    assert!(point["most_memory_bytes"].as_f64().unwrap() > 1e5, "{point}");
    assert!(point["written_bytes_s"].is_number() || point["written_bytes_s"].is_null());
    let (status, text) = house.server().ask("GET", "/metrics", "", b"");
    let text = String::from_utf8(text).unwrap();
    assert_eq!(status, 200);
    assert!(text.contains(&format!("fovea_job_cores_used{{job=\"{job}\",kind=\"command\"}} ")), "{text}");
    std::fs::write(house.data().join("jobs").join(&job).join("work/go"), "").unwrap();
    house.ended(&job);
    let all = house.server().get(&format!("{path}?points=1"));
    assert_eq!(all["points"].as_array().unwrap().len(), 1, "{all}");
    let none = house.server().get(&format!("{path}?from=2100-01-01T00:00:00Z"));
    assert_eq!(none["points"], json!([]));
}
