//! Virtual clusters that lend and borrow, and the order by fair share, over the real server.

use crate::jobs::House;
use crate::server::wait_for;
use serde_json::{Value, json};

const GPU: &str = "nvidia_gpu_amd64";
/// All that runs is on one node of four cores and four cards.
const CLUSTER: &str = "
machine: {name: local, schedulable: false}
nodes:
  - {name: gpu-1, cores: 4, memory: 16GiB, devices: [{type: nvidia_gpu_amd64, count: 4}]}
";
/// Goes when it is told to.
const YIELDS: &str = "trap 'exit 0' TERM; echo up; while :; do sleep 0.05; done";
const WAITS: &str = "echo up; while [ ! -e go ]; do sleep 0.05; done";

fn house() -> House {
    House::with(Some(CLUSTER))
}

impl House {
    fn job(&self, id: &str) -> Value {
        self.server().get(&format!("/jobs/{id}"))
    }

    fn until_state(&self, id: &str, state: &str) -> Value {
        wait_for(&format!("{id} {state}"), || Some(self.job(id)).filter(|job| job["state"] == state))
    }
}

fn cards(vc: &str, cards: u32, more: Value) -> Value {
    let mut all = json!({ "virtual_cluster": vc, "device": GPU, "devices": cards });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

#[test]
fn a_job_runs_on_what_another_lends_and_gives_it_back_when_that_is_wanted() {
    let house = house();
    let quota = |numbers: &str| format!("{GPU}={numbers}");
    house.run(&["vc", "edit", "default", "--quota", &quota("2:2"), "--lends", "yes"]).exits(0);
    let made = ["vc", "create", "guests", "--open", "--quota", &quota("2:4"), "--borrows", "yes"];
    assert!(house.run(&made).exits(0).out.contains("lends nothing, borrows, weight 1"));
    // One that makes no room for others has the quota and no more.
    let hard = cards("guests", 3, json!({ "name": "hard", "command": "true" })).to_string();
    let kind = "content-type: application/json\r\n";
    let (status, told) = house.server().ask("POST", "/jobs", kind, hard.as_bytes());
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&told));

    let guest = house.submit(YIELDS, cards("guests", 3, json!({ "preemptible": true })));
    house.until_said(&guest, "up");
    let job = house.job(&guest);
    assert_eq!(job["reason"]["code"], "job.borrows", "{job}");
    assert_eq!(job["reason"]["params"], json!({ "devices": 1, "device": GPU }));
    assert!(house.run(&["job", "why", &guest]).exits(0).out.contains("are lent by other virtual clusters"));
    // What is left is enough for one card of who lent, and not for two.
    let owner = house.submit("echo mine", cards("default", 2, json!({})));
    assert_eq!(house.ended(&owner)["state"], "succeeded");
    let events = house.server().get(&format!("/jobs/{guest}/events"));
    let told: Vec<(&str, &Value)> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["event"].as_str().unwrap(), &e["reason"]["code"]))
        .collect();
    let back = told.iter().find(|(event, _)| *event == "preempt").unwrap_or_else(|| panic!("{events}"));
    assert_eq!(back.1, "job.lent_back");
    // And again, once it is lent again.
    let job = wait_for("its second start", || {
        Some(house.job(&guest)).filter(|j| j["attempt"] == 2 && j["state"] == "running")
    });
    assert_eq!(job["reason"]["code"], "job.borrows", "{job}");
    // Where nothing is lent any more it keeps what it has until that is wanted, but a second one waits and is told why.
    house.run(&["vc", "edit", "default", "--lends", "no"]).exits(0);
    let second = house.submit(YIELDS, cards("guests", 1, json!({ "preemptible": true })));
    let why = wait_for("a reason", || {
        let why = house.server().get(&format!("/jobs/{second}/why"));
        (why["code"] == "wait.nothing_to_borrow").then_some(why)
    });
    assert_eq!(why["params"], json!({ "need": 1, "lent": 0 }));
    for job in [&guest, &second] {
        house.run(&["job", "stop", job]).exits(0);
        house.until_state(job, "stopped");
    }
}

#[test]
fn by_fair_share_who_used_least_comes_first() {
    let house = house();
    let quota = format!("{GPU}=2:2");
    house.run(&["vc", "edit", "default", "--quota", &quota]).exits(0);
    house.run(&["vc", "create", "others", "--open", "--quota", &quota]).exits(0);
    assert!(house.run(&["vc", "order"]).exits(0).out.contains("by priority"));
    assert!(house.run(&["vc", "order", "fair-share"]).exits(0).out.contains("by fair share"));
    // Each takes all cores, so they run one after the other.
    let all = |vc: &str| cards(vc, 1, json!({ "cores": 4 }));
    let first = house.submit(WAITS, all("default"));
    house.until_said(&first, "up");
    let mine = house.submit("true", all("default"));
    let theirs = house.submit("true", all("others"));
    for job in [&mine, &theirs] {
        assert_eq!(house.job(job)["state"], "queued");
    }
    std::fs::write(house.data().join("jobs").join(&first).join("work/go"), "").unwrap();
    let started = |job: &str| house.ended(job)["started_at"].as_str().unwrap().to_string();
    let (mine, theirs) = (started(&mine), started(&theirs));
    assert!(theirs < mine, "who came later and had nothing yet began at {theirs}, the other at {mine}");
}
