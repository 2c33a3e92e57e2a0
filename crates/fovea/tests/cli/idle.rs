//! Idle jobs over the real server, with limits of seconds: shorter ones than anybody may set are put into the database.

use crate::jobs::House;
use crate::server::wait_for;
use serde_json::json;
use std::process::Command;

#[test]
fn a_job_that_does_nothing_is_warned_then_paused_and_one_that_works_goes_on() {
    let house = House::new();
    let limits = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], timeout=20)\n\
        db.execute('INSERT INTO cluster_idle_limits SELECT id, 1500, 3000 FROM virtual_clusters'); db.commit()";
    let database = house.data().join("fovea.db");
    let set = Command::new("python3").args(["-c", limits]).arg(&database).status().unwrap();
    assert!(set.success());
    let works = house.submit("while :; do :; done", json!({}));
    let sleeps = house.submit("echo hello > kept; exec sleep 600", json!({}));
    house.server().until_state(&format!("/jobs/{sleeps}"), "paused");
    let shown = house.server().get(&format!("/jobs/{sleeps}"));
    assert_eq!((&shown["reason"]["code"], &shown["idle"]), (&json!("job.idle_paused"), &json!(null)));
    let events = house.events(&sleeps);
    assert_eq!(events, ["submit", "start", "up", "idle_warned", "pause_asked", "yielded"]);
    assert!(house.data().join("jobs").join(&sleeps).join("work/kept").is_file());
    let busy = house.server().get(&format!("/jobs/{works}"));
    assert_eq!((&busy["state"], house.events(&works).len()), (&json!("running"), 3), "{busy}");
    // Who sees to it that devices are used can tell who does not.
    let vc = house.server().get("/virtual_clusters")["items"][0]["id"].as_str().unwrap().to_string();
    let held = wait_for("what is held", || {
        let told = house.server().get(&format!("/virtual_clusters/{vc}/device_users"));
        (told["items"][0]["held"] == 1).then(|| told["items"][0].clone())
    });
    assert_eq!((&held["name"], &held["idle"]), (&json!("admin"), &json!(0)));
    house.run(&["job", "stop", &works]).exits(0);
    house.run(&["job", "stop", &sleeps]).exits(0);
}
