//! Commands of users as jobs: from a file to the log and the end, over the real server.

mod going_on;
mod house;
mod limits;
mod logs;
mod templates;

pub use house::House;

use crate::program::start_until;
use serde_json::json;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;

#[test]
fn a_job_file_runs_and_its_end_is_the_exit_code() {
    let house = House::new();
    let good = house.file(
        "name: greet\ncommand: |\n  echo \"hello $WHO\"\n  echo trouble >&2\nenvironment:\n  WHO: 世界\n",
    );
    let ended = house.run(&["job", "submit", "-f", &good, "--wait"]).exits(0);
    assert!(ended.out.contains("greet") && ended.out.contains("succeeded"), "{}", ended.out);
    let listed = house.run(&["job", "list", "--kind", "command", "--json"]).exits(0).json();
    let job = listed["items"][0]["id"].as_str().unwrap();
    assert_eq!(house.run(&["job", "logs", job, "--plain", "--search", "hello"]).exits(0).out, "hello 世界\n");
    let all = house.run(&["job", "logs", job, "-f"]).exits(0).out;
    assert!(all.contains("command: started") && all.contains("trouble"), "{all}");
    let events = house.run(&["job", "events", job]).exits(0).out;
    assert!(events.contains("submit") && events.contains("start") && events.contains("done"), "{events}");
    assert!(house.run(&["job", "why", job]).exits(0).out.contains("wait.none"));

    let bad = house.file("name: fails\ncommand: [sh, -c, exit 7]\ntags: [x]\n");
    house.run(&["job", "submit", "-f", &bad, "--wait"]).exits(1);
    let failed = house.run(&["job", "list", "--state", "failed", "--json"]).exits(0).json();
    assert_eq!(failed["items"][0]["reason"]["params"]["code"], 7);
    let failed = failed["items"][0]["id"].as_str().unwrap();
    assert!(house.run(&["job", "show", failed]).exits(0).out.contains("code 7"));
    assert!(house.run(&["job", "delete", failed]).exits(0).out.contains("deleted"));
    house.run(&["job", "delete", failed]).fails(1, "not_found");
    assert!(house.run(&["job", "list"]).exits(0).out.lines().all(|line| !line.contains(failed)));
    // It can be read for as long as it is kept.
    assert!(house.run(&["job", "list", "--deleted"]).exits(0).out.contains(failed));
    assert!(house.run(&["job", "show", failed]).exits(0).out.contains("code 7"));
    assert!(
        house.run(&["setting", "set", "--job-days", "7"]).exits(0).out.contains("deleted jobs       7 days")
    );

    let wrong = house.file("name: t\ncommand: x\ncolour: red\n");
    let refused = house.run(&["job", "submit", "-f", &wrong]).fails(3, "job_file.invalid");
    assert!(refused.err.contains("Line 3, colour: there is no such field"), "{}", refused.err);
    house.run(&["job", "show", "nonsense"]).fails(1, "job.no_id");
    house.run(&["job", "submit", "-f", "nowhere.yaml"]).fails(1, "file.unusable");
    assert_eq!(house.run(&["job", "schema"]).exits(0).json()["title"], "Fovea job file");
}

#[test]
fn an_earlier_job_is_shown_whole_and_submitted_once_more() {
    let house = House::new();
    let more = json!({ "kind": "training", "longest_run": "1h", "restart": "on_failure", "priority": 120,
        "environment": { "WHO": "secret" }, "tags": ["night"], "memory": "64MiB" });
    let first = house.submit("echo \"for $WHO\"; exit 0", more);
    assert_eq!(house.ended(&first)["state"], "succeeded");
    let shown = house.run(&["job", "show", &first]).exits(0).out;
    for text in
        ["kind     training", "owner    admin", "longest  3600 s", "command  echo", "environ  WHO", "up to 3"]
    {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    assert!(!shown.contains("secret"), "{shown}");
    let file = house.run(&["job", "submit", "--from", &first, "--dry-run"]).exits(0).json();
    assert_eq!((&file["longest_run"], &file["kind"]), (&json!("3600s"), &json!("training")));
    let ended = house.run(&["job", "submit", "--from", &first, "--wait", "--json"]).exits(0).json();
    let second = ended["id"].as_str().unwrap();
    assert_ne!(second, first);
    let earlier = house.server().get(&format!("/jobs/{first}"));
    for field in ["name", "kind", "spec", "tags", "longest_run_s", "memory_mib", "priority", "devices"] {
        assert_eq!(ended[field], earlier[field], "{field}");
    }
    assert_eq!(house.said(second), ["for secret"]);
    let listed = house.run(&["job", "list", "--kind", "training", "--json"]).exits(0).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
}

#[test]
fn whoever_waits_for_a_job_waits_on_while_the_server_is_killed_and_starts_anew() {
    let mut house = House::new();
    let job = house.submit("echo begun; until test -e go; do sleep 0.1; done; echo gone on", json!({}));
    let mut logs = house.command(&["job", "logs", &job, "-f", "--plain"]);
    let mut logs = logs.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = BufReader::new(logs.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("begun") {
        assert!(out.read_line(&mut said).unwrap() > 0, "{said}");
    }
    let mut waits = start_until(&mut house.command(&["job", "wait", &job]), "running");
    let address = house.server().address().to_string();
    house.kill();
    waits.until("it is asked again for 120 s");
    house.start_at(address);
    std::fs::write(house.data().join("jobs").join(&job).join("work/go"), "").unwrap();
    let ended = waits.ends().exits(0);
    assert!(ended.out.contains("succeeded"), "{}", ended.out);
    assert_eq!(ended.err.matches("it is asked again").count(), 1, "{}", ended.err);
    out.read_to_string(&mut said).unwrap();
    assert!(logs.wait().unwrap().success());
    assert_eq!(said.matches("begun").count(), 1, "{said}");
    assert!(said.contains("gone on"), "{said}");
    // Its end alone, by both ways.
    let last = house.run(&["job", "logs", &job, "-n", "2", "--plain"]).exits(0).out;
    assert_eq!(last.lines().count(), 2, "{last}");
    assert_eq!(house.run(&["job", "logs", &job, "-f", "-n", "2", "--plain"]).exits(0).out, last);
}

#[test]
fn environment_and_work_folder_are_there_and_nothing_of_the_server_is() {
    let house = House::new();
    let data = house.data();
    let script = format!(
        "test -e /pod.env && . /pod.env; echo \"greeting $GREETING\"; echo \"user $FOVEA_USER\"; pwd > where; cat where; \
         id -u; echo \"secret $(cat {}/fovea.db 2>/dev/null | head -c 6)\"; touch /usr/mine 2>/dev/null && echo wrote; \
         cat /etc/shadow >/dev/null 2>&1 && echo shadow; ls /proc | grep -c '^[0-9]'; echo end",
        data.display()
    );
    let job = house.submit(&script, json!({ "environment": { "GREETING": "it's $HOME" } }));
    assert_eq!(house.ended(&job)["state"], "succeeded", "{:?}", house.said(&job));
    let said = house.said(&job);
    assert_eq!(said[..2], ["greeting it's $HOME", "user admin"], "{said:?}");
    let work = data.join("jobs").join(&job).join("work");
    assert_eq!(std::fs::read_to_string(work.join("where")).unwrap().trim(), said[2]);
    if house.node()["sandbox"] == "bubblewrap" {
        assert_eq!(said[2], "/home/admin");
        assert_eq!(said[3], "30001");
        assert_eq!(said[4], "secret ");
        assert!(!said.iter().any(|l| l == "wrote" || l == "shadow"), "{said:?}");
        // It sees itself and nothing else that runs.
        assert!(said[5].parse::<u32>().unwrap() < 10, "{said:?}");
    } else {
        let events = house.server().get(&format!("/jobs/{job}/events"));
        assert_eq!(events["items"][1]["reason"]["code"], "job.runs_unwalled");
    }
    assert_eq!(said.last().unwrap(), "end");
}

/// The example of the documentation is a job file.
#[test]
fn the_example_of_the_documentation_is_taken() {
    let house = House::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples/job.yaml");
    let ended = house.run(&["job", "submit", "-f", &example.display().to_string(), "--wait"]).exits(0);
    assert!(ended.out.contains("succeeded"), "{}", ended.out);
}

#[test]
fn files_go_into_a_job_while_it_runs_and_come_out_again() {
    let house = House::new();
    let script = "mkdir out; while ! test -e go/now.txt; do sleep 0.05; done; cp go/now.txt out/result.txt; ln -s /etc out/etc";
    let job = house.submit(script, json!({}));
    let there = house.data().join("sent");
    std::fs::create_dir_all(there.join("deep")).unwrap();
    std::fs::write(there.join("now.txt"), "合格").unwrap();
    std::fs::write(there.join("deep/large.bin"), vec![7u8; (8 << 20) + 5]).unwrap();
    let sent = there.display().to_string();
    let put = house.run(&["job", "files", "put", &job, &sent, "--to", "in"]).exits(0);
    assert!(put.out.contains("in/sent/deep/large.bin  8388613 bytes"), "{}", put.out);
    house.run(&["job", "files", "put", &job, &sent, "--to", "in"]).fails(1, "work.exists");
    let now = there.join("now.txt").display().to_string();
    house.run(&["job", "files", "put", &job, &now, "--to", "go"]).exits(0);
    assert_eq!(house.ended(&job)["state"], "succeeded");
    let listed = house.run(&["job", "files", "ls", &job, "out"]).exits(0);
    assert!(listed.out.contains("etc -> /etc") && listed.out.contains("result.txt"), "{}", listed.out);
    let to = house.data().join("back.txt").display().to_string();
    house.run(&["job", "files", "get", &job, "out/result.txt", "-o", &to]).exits(0);
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "合格");
    assert_eq!(house.run(&["job", "files", "get", &job, "out/result.txt", "-o", "-"]).exits(0).out, "合格");
    house.run(&["job", "files", "get", &job, "out/etc/passwd", "-o", "-"]).fails(1, "work.link");
    house.run(&["job", "files", "rm", &job, "out"]).fails(1, "work.not_empty");
    house.run(&["job", "files", "rm", &job, "out", "-r"]).exits(0);
    let left = house.run(&["job", "files", "ls", &job, "--json"]).exits(0).json();
    let names: Vec<&str> =
        left["items"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    assert!(!names.contains(&"out") && names.contains(&"in"), "{names:?}");
}

#[test]
fn whoever_follows_a_job_hears_of_its_end() {
    let house = House::new();
    let job = house.submit("while ! test -e go; do sleep 0.02; done; echo done", json!({}));
    house.server().until_state(&format!("/jobs/{job}"), "running");
    let work = house.data().join("jobs").join(&job).join("work");
    std::thread::scope(|scope| {
        let wait = scope.spawn(|| house.run(&["job", "wait", &job]).exits(0).out);
        let follow = scope.spawn(|| house.run(&["job", "logs", &job, "-f", "--plain"]).exits(0).out);
        std::thread::sleep(std::time::Duration::from_secs(1));
        std::fs::write(work.join("go"), "").unwrap();
        let told = wait.join().unwrap();
        assert!(told.contains("succeeded"), "{told}");
        let followed = follow.join().unwrap();
        assert!(followed.lines().any(|l| l == "done"), "{followed}");
    });
}
