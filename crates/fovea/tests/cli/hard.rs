//! What commands may do to be in the way, and what may happen to them: whatever it is, their job comes to a clear state. What the shim itself
//! does then stands in `shim.rs`, a full disk in `crash.rs`, a clock that is set in the tests of the engine.

use crate::jobs::House;
use crate::kills::{kill, shim_of};
use crate::server::wait_for;
use serde_json::{Value, json};

/// Whether some process of this machine was given this word.
fn runs(word: &str) -> bool {
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let mut lines = all.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    lines.any(|line| line.split(|byte| *byte == 0).any(|part| part == word.as_bytes()))
}

fn log(house: &House, job: &str) -> Vec<Value> {
    house.server().get(&format!("/jobs/{job}/log?limit=1000"))["lines"].as_array().unwrap().clone()
}

#[test]
fn a_command_whose_shim_is_killed_runs_again_and_its_job_says_why() {
    let house = House::new();
    let job = house.submit("echo \"up $FOVEA_ATTEMPT\"; while ! test -e go; do sleep 0.02; done", json!({}));
    house.until_said(&job, "up 1");
    assert!(kill(shim_of(&house.data(), &job)));
    house.until_said(&job, "up 2");
    std::fs::write(house.data().join("jobs").join(&job).join("work/go"), "").unwrap();
    let ended = house.ended(&job);
    assert_eq!((&ended["state"], &ended["attempt"]), (&json!("succeeded"), &json!(2)), "{ended}");
    assert_eq!(house.events(&job), ["submit", "start", "up", "lost", "start", "up", "done"]);
    let events = house.server().get(&format!("/jobs/{job}/events"));
    let lost = events["items"].as_array().unwrap().iter().find(|e| e["event"] == "lost").unwrap();
    assert_eq!(lost["reason"]["code"], "job.process_gone");
}

#[test]
fn what_forked_away_is_gone_once_the_job_has_succeeded() {
    let house = House::new();
    // A number of seconds that nobody else sleeps for.
    let script = "setsid sh -c 'echo up > number; exec sleep 86399.25' >/dev/null 2>&1 &
        while ! test -s number; do sleep 0.01; done; while ! test -e go; do sleep 0.02; done; echo over";
    let job = house.submit(script, json!({}));
    wait_for("what forks away", || runs("86399.25").then_some(()));
    std::fs::write(house.data().join("jobs").join(&job).join("work/go"), "").unwrap();
    let ended = house.ended(&job);
    assert_eq!((&ended["state"], &ended["reason"]), (&json!("succeeded"), &Value::Null), "{ended}");
    wait_for("the end of what forked away", || (!runs("86399.25")).then_some(()));
}

#[test]
#[ignore = "takes half a minute: such a command has twenty seconds to end"]
fn a_command_that_heeds_no_signal_is_stopped_when_its_time_is_over() {
    let house = House::new();
    let job = house.submit("trap '' TERM; echo up; while :; do sleep 0.05; done", json!({}));
    house.until_said(&job, "up");
    house.run(&["job", "stop", &job]).exits(0);
    house.server().until_state(&format!("/jobs/{job}"), "stopped");
    let said = log(&house, &job);
    let told = |line: &Value| {
        line["text"].as_str().unwrap().starts_with("did not end within") && line["stream"] == "fovea"
    };
    assert!(said.iter().any(told), "{said:?}");
}

#[test]
#[ignore = "takes half a minute"]
fn a_command_that_prints_a_gigabyte_without_a_newline_succeeds_and_fills_no_disk() {
    let house = House::new();
    let job = house.submit("head -c 1000000000 /dev/zero | tr '\\0' x; echo; echo after", json!({}));
    let ended = house.ended(&job);
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let said = house.said(&job);
    assert_eq!((said.len(), said[1].as_str()), (2, "after"));
    assert!(said[0].starts_with("xxx") && said[0].ends_with("(cut)") && said[0].len() < 20_000);
    let kept = house.data().join("jobs").join(&job).join("log");
    assert!(std::fs::metadata(kept).unwrap().len() < 100_000);
}
