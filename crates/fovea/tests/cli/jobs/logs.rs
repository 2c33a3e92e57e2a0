//! What a command said.

use super::House;
use serde_json::{Value, json};

#[test]
fn a_log_is_narrowed_searched_and_taken_away_as_a_file() {
    let house = House::new();
    let script =
        "i=0; while [ $i -lt 50 ]; do i=$((i+1)); echo \"step $i of 50\"; done; echo trouble >&2; exit 3";
    let job = house.submit(script, json!({}));
    assert_eq!(house.ended(&job)["state"], "failed");
    let logs = |more: &[&str]| {
        let all = [&["job", "logs", &job, "--plain"], more].concat();
        house.run(&all).exits(0).out.lines().map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(logs(&["--search", "STEP 7 "]), ["step 7 of 50"]);
    assert_eq!(logs(&["--search", "step 7 ", "-C", "1"]), ["step 6 of 50", "step 7 of 50", "step 8 of 50"]);
    assert_eq!(logs(&["--search", "step (9|10) ", "--regex"]), ["step 9 of 50", "step 10 of 50"]);
    assert_eq!(logs(&["--stream", "err"]), ["trouble"]);
    assert_eq!(logs(&["--stream", "out"]).len(), 50);
    assert_eq!(logs(&["--phase", "command"]).len(), logs(&[]).len());
    assert_eq!(logs(&["-n", "1"]), logs(&[]).last().cloned().into_iter().collect::<Vec<_>>());
    assert!(logs(&["--since", "2100-01-01T00:00:00Z"]).is_empty());
    house.run(&["job", "logs", &job, "--search", "(", "--regex"]).fails(3, "request.fields");
    let server = house.server();
    let (status, text) =
        server.ask("GET", &format!("/jobs/{job}/log/download?format=plain&stream=out"), "", b"");
    let whole: String = (1..=50).map(|n| format!("step {n} of 50\n")).collect();
    assert_eq!((status, String::from_utf8(text).unwrap()), (200, whole));
    let (_, text) = server.ask("GET", &format!("/jobs/{job}/log/download?format=jsonl"), "", b"");
    let lines: Vec<Value> =
        String::from_utf8(text).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(lines.iter().all(|l| l["phase"] == "command"), "{lines:?}");
    assert_eq!(lines.iter().filter(|l| l["stream"] == "err").count(), 1);
    let page = server.get(&format!("/jobs/{job}/log?tail=5&limit=2"));
    assert_eq!(
        (page["lines"].as_array().unwrap().len(), page["total"].as_u64().unwrap() as usize),
        (2, lines.len())
    );
    assert_eq!(page["next"], lines.len() - 3);
}

#[test]
fn of_a_progress_bar_the_last_state_is_printed_and_phases_are_told() {
    let house = House::new();
    let script =
        "echo '::group::Get ready'; printf '1%%\\r2%%\\r100%%\\n'; echo '::endgroup::'; echo done; exit 3";
    let job = house.submit(script, json!({}));
    house.ended(&job);
    let logs = |more: &[&str]| {
        let all = [&["job", "logs", &job, "--plain", "--stream", "out"], more].concat();
        house.run(&all).exits(0).out.lines().map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(logs(&[]), ["::group::Get ready", "100%", "::endgroup::", "done"]);
    assert_eq!(logs(&["--states"]), ["::group::Get ready", "1%", "2%", "100%", "::endgroup::", "done"]);
    assert_eq!(logs(&["--phase", "Get ready"]), ["::group::Get ready", "100%", "::endgroup::"]);
    let all = house.run(&["job", "logs", &job, "--plain"]).exits(0).out;
    assert!(all.contains("100%") && !all.contains("2%\n1"), "{all}");
    let phases = house.run(&["job", "phases", &job, "--json"]).exits(0).json();
    let told = phases["items"].as_array().unwrap();
    assert_eq!(
        (&told[0]["name"], &told[0]["kind"], &told[0]["code"]),
        (&json!("command"), &json!("step"), &json!(3))
    );
    let group = told.iter().find(|p| p["kind"] == "group").unwrap();
    assert_eq!(
        (&group["name"], group["last"].as_u64().unwrap() - group["first"].as_u64().unwrap()),
        (&json!("Get ready"), 4)
    );
    assert!(group["duration_ms"].is_u64());
    house.run(&["job", "phases", &job]).exits(0);
}
