//! Many at once, and those that wait, are paused, make room, fail, or outlive their server.

use super::House;
use crate::server::wait_for;
use serde_json::json;

#[test]
fn two_hundred_jobs_at_once_run_once_each() {
    at_once(200);
}

#[test]
#[ignore = "takes minutes"]
fn ten_thousand_jobs_at_once_run_once_each() {
    at_once(10_000);
}

fn at_once(number: usize) {
    let house = House::new();
    let jobs: Vec<String> = (0..number).map(|_| house.submit("true", json!({}))).collect();
    for job in &jobs {
        let ended = wait_for_long(|| {
            let job = house.server().get(&format!("/jobs/{job}"));
            (job["state"] == "succeeded" || job["state"] == "failed").then_some(job)
        });
        assert_eq!((&ended["state"], &ended["attempt"]), (&json!("succeeded"), &json!(1)), "{ended}");
    }
    for job in jobs.iter().step_by(37) {
        let events = house.events(job);
        assert_eq!(events.iter().filter(|e| *e == "start").count(), 1, "{events:?}");
    }
}

fn wait_for_long<T>(look: impl Fn() -> Option<T>) -> T {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(300);
    loop {
        match look() {
            Some(found) => return found,
            None => assert!(std::time::Instant::now() < until, "it never came"),
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn a_command_goes_on_while_its_server_is_killed_and_its_log_is_whole() {
    let mut house = House::new();
    let script = "i=0; while ! test -e go; do i=$((i+1)); echo $i; sleep 0.02; done; echo $((i+1)); echo end";
    let job = house.submit(script, json!({}));
    house.until_said(&job, "5");
    let data = house.server.take().unwrap().kill();
    std::thread::sleep(std::time::Duration::from_millis(300));
    house.start();
    assert_eq!(house.server().get(&format!("/jobs/{job}"))["state"], "running");
    std::fs::write(data.join("jobs").join(&job).join("work/go"), "").unwrap();
    let ended = house.ended(&job);
    assert_eq!((&ended["state"], &ended["attempt"]), (&json!("succeeded"), &json!(1)));
    let said = house.said(&job);
    let (end, numbers) = said.split_last().unwrap();
    assert_eq!(end, "end");
    let whole: Vec<String> = (1..=numbers.len()).map(|n| n.to_string()).collect();
    assert!(numbers == whole.iter().map(String::as_str).collect::<Vec<_>>(), "{numbers:?}");
    assert_eq!(house.events(&job), ["submit", "start", "up", "done"]);
}

/// Counts on where it was, and says good-bye when it is asked to.
const COUNTS: &str = "trap 'head -n 1 \"$FOVEA_NOTICE\" >> told; exit 0' TERM; i=$(cat count 2>/dev/null || echo 0); \
    echo \"from $i\"; while ! test -e go; do i=$((i+1)); echo $i > count.new; mv count.new count; sleep 0.02; done; echo end";

#[test]
fn a_paused_command_goes_on_in_the_folder_that_it_left() {
    let house = House::new();
    let job = house.submit(COUNTS, json!({}));
    let path = format!("/jobs/{job}");
    house.until_said(&job, "from 0");
    let work = house.data().join("jobs").join(&job).join("work");
    wait_for("a count", || std::fs::read_to_string(work.join("count")).is_ok().then_some(()));
    house.run(&["job", "pause", &job]).exits(0);
    house.server().until_state(&path, "paused");
    let left = std::fs::read_to_string(work.join("count")).unwrap();
    assert_eq!(std::fs::read_to_string(work.join("told")).unwrap(), "pause\n");
    assert_eq!(house.server().get(&path)["cores"], 0);
    house.run(&["job", "resume", &job]).exits(0);
    house.until_said(&job, &format!("from {}", left.trim()));
    std::fs::write(work.join("go"), "").unwrap();
    house.run(&["job", "wait", &job]).exits(0);
    let events = house.events(&job);
    assert_eq!(events[..2], ["submit", "start"]);
    assert!(
        events.iter().any(|e| e == "yielded") && events.iter().any(|e| e == "resume_asked"),
        "{events:?}"
    );
}

#[test]
fn a_preemptible_command_makes_room_and_goes_on_afterwards() {
    let house = House::new();
    let cores = house.node()["cores"].clone();
    let soft = house.submit(COUNTS, json!({ "devices": cores, "preemptible": true }));
    house.until_said(&soft, "from 0");
    let first = house.submit("echo mine; sleep 0.2", json!({ "devices": cores }));
    assert_eq!(house.ended(&first)["state"], "succeeded");
    let work = house.data().join("jobs").join(&soft).join("work");
    assert_eq!(std::fs::read_to_string(work.join("told")).unwrap(), "make_room\n");
    house.server().until_state(&format!("/jobs/{soft}"), "running");
    std::fs::write(work.join("go"), "").unwrap();
    assert_eq!(house.ended(&soft)["state"], "succeeded");
    let events = house.events(&soft);
    assert_eq!(events.iter().filter(|e| *e == "preempt").count(), 1, "{events:?}");
}

#[test]
fn one_that_fails_is_tried_again_as_often_as_it_said() {
    let house = House::new();
    let script = "echo x >> tries; test $(wc -l < tries) -ge 3";
    let again = json!({ "restart": "on_failure", "most_restarts": 2 });
    let job = house.submit(script, again);
    assert_eq!(house.ended(&job)["state"], "succeeded");
    let never = house.submit("exit 3", json!({ "restart": "on_failure", "most_restarts": 1 }));
    let ended = house.ended(&never);
    assert_eq!((&ended["state"], &ended["attempt"]), (&json!("failed"), &json!(2)), "{ended}");
}

#[test]
fn one_that_waits_tells_why_and_stops_when_it_has_run_as_long_as_it_asked_for() {
    let house = House::new();
    let cores = house.node()["cores"].clone();
    let first = house.submit("echo up; sleep 300", json!({ "devices": cores, "longest_run": "6s" }));
    house.until_said(&first, "up");
    let second = house.submit("true", json!({ "devices": cores }));
    let why = house.server().get(&format!("/jobs/{second}/why"));
    assert_eq!((&why["waits"], &why["ahead"]), (&json!(true), &json!(0)), "{why}");
    assert!(why["expected_start"].is_string() && why["code"].as_str().unwrap().starts_with("wait."), "{why}");
    let told = house.run(&["job", "why", &second]).exits(0).out;
    assert!(told.contains("may start  20"), "{told}");
    let told = house.run(&["job", "priority", &second, "700"]).exits(0).out;
    assert!(told.contains("priority 700"), "{told}");
    let refused = house.run(&["job", "priority", &first, "150"]).exits(1);
    assert!(refused.err.contains("error[job.state]"), "{}", refused.err);
    let ended = house.ended(&first);
    assert_eq!(
        (&ended["state"], &ended["reason"]["code"]),
        (&json!("stopped"), &json!("job.longest_run_of_job"))
    );
    assert_eq!(house.ended(&second)["state"], "succeeded");
}
