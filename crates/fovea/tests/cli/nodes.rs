//! Nodes of a cluster file, and jobs on several of them, over the real server: what is placed where, what each task learns, and
//! that all of them run or none, whatever is killed.

use crate::jobs::House;
use crate::program::{fovea, run, signal};
use crate::server::wait_for;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const CLUSTER: &str = include_str!("../../../../docs/examples/cluster.yaml");
const NPU: &str = "huawei_npu_arm64";
const GPU: &str = "nvidia_gpu_amd64_GTX2080TI";

fn house() -> House {
    House::with(Some(CLUSTER))
}

fn spread(more: Value) -> Value {
    let mut all = json!({ "type": "distributed", "nodes": 2, "device": NPU, "devices": 8 });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

impl House {
    fn tasks(&self, job: &str) -> Vec<Value> {
        self.server().get(&format!("/jobs/{job}/tasks"))["items"].as_array().unwrap().clone()
    }

    fn task_folder(&self, job: &str, rank: u32) -> PathBuf {
        self.data().join("jobs").join(job).join("tasks").join(rank.to_string())
    }

    /// What one task itself said.
    fn task_said(&self, job: &str, rank: u32) -> Vec<String> {
        let log = self.server().get(&format!("/jobs/{job}/log?limit=1000&rank={rank}"));
        let lines = log["lines"].as_array().unwrap().iter().filter(|l| l["stream"] != "fovea");
        lines.map(|l| l["text"].as_str().unwrap().to_string()).collect()
    }

    fn until_both_said(&self, job: &str, text: &str) {
        for rank in 0..2 {
            wait_for(text, || self.task_said(job, rank).iter().any(|line| line == text).then_some(()));
        }
    }

    fn work(&self, job: &str) -> PathBuf {
        self.data().join("jobs").join(job).join("work")
    }

    fn state(&self, job: &str) -> String {
        self.server().get(&format!("/jobs/{job}"))["state"].as_str().unwrap().into()
    }

    fn limits(&self, query: &str) -> Value {
        let all = self.server().get("/virtual_clusters");
        let id = all["items"][0]["id"].as_str().unwrap();
        let limits = self.server().get(&format!("/virtual_clusters/{id}/limits?{query}"));
        let device = query.split('&').find_map(|p| p.strip_prefix("device=")).unwrap_or("cpu").to_string();
        let devices = limits["devices"].as_array().unwrap();
        devices.iter().find(|d| d["device"] == *device).unwrap().clone()
    }
}

#[test]
fn two_nodes_add_up_their_numbers_and_the_log_says_who_spoke() {
    let house = house();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples/distributed.yaml");
    let ended = house.run(&["job", "submit", "-f", &example.display().to_string(), "--wait"]);
    let listed = house.server().get("/jobs");
    let job = listed["items"][0]["id"].as_str().unwrap().to_string();
    let told = ended.exits(0).out;
    assert!(told.contains("succeeded") && told.contains("npu-1") && told.contains("npu-2"), "{told}");
    // The sum over both of n times 1 and n times 2, for n from 0 to 7.
    for rank in 0..2 {
        let line = format!("rank {rank} on npu-{} has the sum 84", rank + 1);
        assert_eq!(house.task_said(&job, rank), [line]);
    }
    let whole = house.server().get(&format!("/jobs/{job}/log"));
    let lines = whole["lines"].as_array().unwrap();
    let times: Vec<&str> = lines.iter().map(|l| l["at"].as_str().unwrap()).collect();
    assert!(times.is_sorted() && lines.iter().zip(0..).all(|(l, n)| l["n"] == n), "{whole}");
    let spoke: Vec<(u64, &str)> =
        lines.iter().map(|l| (l["rank"].as_u64().unwrap(), l["node"].as_str().unwrap())).collect();
    assert!(spoke.contains(&(0, "npu-1")) && spoke.contains(&(1, "npu-2")), "{whole}");
    let one_by_one =
        house.run(&["job", "logs", &job, "--by-rank", "--search", "has the sum", "--plain"]).exits(0).out;
    assert_eq!(one_by_one, "rank 0 on npu-1 has the sum 84\nrank 1 on npu-2 has the sum 84\n");
    let second = house.run(&["job", "logs", &job, "--rank", "1", "--stream", "out", "--plain"]).exits(0).out;
    assert_eq!(second, "rank 1 on npu-2 has the sum 84\n");
    let of_node = ["job", "logs", &job, "--node", "npu-2", "--stream", "out", "--plain"];
    assert_eq!(house.run(&of_node).exits(0).out, second);
    house.run(&["job", "logs", &job, "--node", "nowhere"]).fails(3, "request.fields");
    // All cards of both nodes are its own.
    let of_card = format!("{NPU}/7");
    let of_card = ["job", "logs", &job, "--device", &of_card, "--by-rank", "--stream", "out", "--plain"];
    assert_eq!(house.run(&of_card).exits(0).out, one_by_one);
    let beyond = format!("{NPU}/8");
    for other in [beyond.as_str(), GPU, "cpu"] {
        house.run(&["job", "logs", &job, "--device", other]).fails(3, "request.fields");
    }
    let live = ["job", "logs", &job, "-f", "--node", "npu-2", "--stream", "out", "--plain"];
    assert_eq!(house.run(&live).exits(0).out, second);
    house.run(&["job", "logs", &job, "-f", "--device", "cpu"]).fails(3, "request.fields");
    let followed = house.run(&["job", "logs", &job, "-f"]).exits(0).out;
    assert_eq!(followed.lines().count(), lines.len(), "{followed}");
    let (_, text) = house.server().ask("GET", &format!("/jobs/{job}/log/download?format=jsonl"), "", b"");
    let text = String::from_utf8(text).unwrap();
    assert!(text.lines().count() == lines.len() && text.contains("\"node\":\"npu-2\""), "{text}");
    for (task, rank) in house.tasks(&job).iter().zip(0..) {
        assert_eq!(
            (&task["rank"], &task["state"], &task["exit"]["code"]),
            (&json!(rank), &json!("succeeded"), &json!(0))
        );
        assert_eq!(task["cards"], json!([0, 1, 2, 3, 4, 5, 6, 7]));
    }
    let points = house.server().get(&format!("/jobs/{job}/metrics?rank=1"));
    assert!(points["points"].is_array(), "{points}");
}

#[test]
fn an_npu_job_reads_its_rank_table_and_sees_one_group_of_cards() {
    let house = house();
    let script =
        "cat \"$RANK_TABLE_FILE\"; echo; echo \"$ASCEND_VISIBLE_DEVICES on $FOVEA_NODE of $FOVEA_NODES\"";
    let job = house.submit(script, json!({ "device": NPU, "devices": 4 }));
    assert_eq!(house.ended(&job)["state"], "succeeded", "{:?}", house.said(&job));
    let said = house.said(&job);
    let table: Value = serde_json::from_str(&said[0]).unwrap();
    assert_eq!((&table["status"], &table["server_count"]), (&json!("completed"), &json!("1")));
    assert_eq!(said[1], "0,1,2,3 on npu-1 of npu-1");
    let both = house.submit(script, spread(json!({})));
    assert_eq!(house.ended(&both)["state"], "succeeded");
    for rank in 0..2 {
        let said = house.task_said(&both, rank);
        let table: Value = serde_json::from_str(&said[0]).unwrap();
        let servers = table["server_list"].as_array().unwrap();
        let ranks = servers.iter().flat_map(|s| s["device"].as_array().unwrap());
        let ranks: Vec<&str> = ranks.map(|d| d["rank_id"].as_str().unwrap()).collect();
        assert_eq!(ranks, (0..16).map(|n| n.to_string()).collect::<Vec<_>>());
        assert_eq!(said[1], format!("0,1,2,3,4,5,6,7 on npu-{} of npu-1,npu-2", rank + 1));
    }
    let master = json!({ "master_command": "echo leads; test \"$RANK\" = 0" });
    let led = house.submit("echo follows; test \"$RANK\" = 1", spread(master));
    assert_eq!(house.ended(&led)["state"], "succeeded");
    assert_eq!(
        (house.task_said(&led, 0), house.task_said(&led, 1)),
        (vec!["leads".into()], vec!["follows".into()])
    );
}

const WAITS: &str = "echo up; while ! test -e go; do sleep 0.02; done; echo end";

#[test]
fn a_job_on_two_nodes_waits_while_half_of_it_fits() {
    let house = house();
    // One card of each node: 14 are free, and no node as a whole.
    let small: Vec<String> =
        (0..2).map(|_| house.submit(WAITS, json!({ "device": NPU, "devices": 8 }))).collect();
    for job in &small {
        house.until_said(job, "up");
    }
    std::fs::write(house.work(&small[0]).join("go"), "").unwrap();
    house.ended(&small[0]);
    let gang = house.submit("true", spread(json!({})));
    let why = wait_for("a reason", || {
        let why = house.server().get(&format!("/jobs/{gang}/why"));
        (why["code"] != "wait.soon" && why["code"] != "wait.not_looked").then_some(why)
    });
    assert!(
        ["wait.vc_quota", "wait.user_quota", "wait.devices"].contains(&why["code"].as_str().unwrap()),
        "{why}"
    );
    assert!(house.tasks(&gang).is_empty() && house.state(&gang) == "queued");
    std::fs::write(house.work(&small[1]).join("go"), "").unwrap();
    assert_eq!(house.ended(&gang)["state"], "succeeded");
    assert_eq!(house.events(&gang), ["submit", "start", "up", "done"]);
}

#[test]
fn a_job_on_two_nodes_goes_on_while_its_server_is_killed() {
    let mut house = house();
    let script = "echo up; i=0; while ! test -e go; do i=$((i+1)); echo \"$RANK.$i\"; sleep 0.02; done; echo \"$RANK.end\"";
    let job = house.submit(script, spread(json!({})));
    house.until_both_said(&job, "up");
    let pids = [0, 1].map(|rank| std::fs::read_to_string(house.task_folder(&job, rank).join("pid")).unwrap());
    house.server.take().unwrap().kill();
    std::thread::sleep(std::time::Duration::from_millis(300));
    house.start();
    assert_eq!(house.state(&job), "running");
    for (rank, pid) in (0..).zip(pids) {
        assert_eq!(std::fs::read_to_string(house.task_folder(&job, rank).join("pid")).unwrap(), pid);
    }
    let states = house.tasks(&job).iter().map(|t| t["state"].clone()).collect::<Vec<_>>();
    assert_eq!(states, ["running", "running"]);
    std::fs::write(house.work(&job).join("go"), "").unwrap();
    let ended = house.ended(&job);
    assert_eq!((&ended["state"], &ended["attempt"]), (&json!("succeeded"), &json!(1)), "{ended}");
    assert_eq!(house.events(&job), ["submit", "start", "up", "done"]);
    for rank in 0..2u32 {
        let said = house.task_said(&job, rank);
        let whole: Vec<String> = (1..said.len() - 1).map(|n| format!("{rank}.{n}")).collect();
        assert_eq!(said[1..said.len() - 1], whole, "{said:?}");
        assert_eq!(said.last().unwrap(), &format!("{rank}.end"));
    }
}

#[test]
fn where_one_task_fails_the_other_ends_with_it_and_the_reason_names_it() {
    let house = house();
    let script =
        "echo up; if test $RANK = 1; then while ! test -e go; do sleep 0.02; done; exit 3; fi; sleep 300";
    let job = house.submit(script, spread(json!({})));
    house.until_both_said(&job, "up");
    std::fs::write(house.work(&job).join("go"), "").unwrap();
    let ended = house.ended(&job);
    assert_eq!(
        (&ended["state"], &ended["reason"]["code"]),
        (&json!("failed"), &json!("job.task_failed")),
        "{ended}"
    );
    let params = &ended["reason"]["params"];
    assert_eq!((&params["rank"], &params["node"]), (&json!(1), &json!("npu-2")));
    assert_eq!(
        (&params["reason_code"], &params["reason_params"]["code"]),
        (&json!("job.step_failed"), &json!(3))
    );
    let tasks = house.tasks(&job);
    assert_eq!((&tasks[0]["state"], &tasks[1]["state"]), (&json!("stopped"), &json!("failed")), "{tasks:?}");
    let told = house.run(&["job", "show", &job]).exits(0).out;
    assert!(told.contains("Task 1 on the node npu-2") && told.contains("code 3"), "{told}");
    let log = house.server().get(&format!("/jobs/{job}/log?rank=0&stream=fovea"));
    assert!(log.to_string().contains("another task of this job is over"), "{log}");
}

#[test]
fn where_the_process_of_one_task_vanishes_all_begin_again() {
    let house = house();
    let job = house
        .submit("echo \"up $FOVEA_ATTEMPT\"; while ! test -e go; do sleep 0.02; done", spread(json!({})));
    house.until_both_said(&job, "up 1");
    let pid = std::fs::read_to_string(house.task_folder(&job, 0).join("pid")).unwrap();
    signal(pid.trim().parse().unwrap(), "KILL");
    house.until_both_said(&job, "up 2");
    std::fs::write(house.work(&job).join("go"), "").unwrap();
    let ended = house.ended(&job);
    assert_eq!((&ended["state"], &ended["attempt"]), (&json!("succeeded"), &json!(2)), "{ended}");
    assert_eq!(house.events(&job), ["submit", "start", "up", "lost", "start", "up", "done"]);
}

#[test]
fn both_tasks_pause_go_on_and_stop_together() {
    let house = house();
    let script = "trap 'head -n 1 \"$FOVEA_NOTICE\" >> told.$RANK; exit 0' TERM; echo \"up $FOVEA_ATTEMPT\"; while :; do sleep 0.02; done";
    let job = house.submit(script, spread(json!({})));
    house.until_both_said(&job, "up 1");
    house.run(&["job", "pause", &job]).exits(0);
    house.server().until_state(&format!("/jobs/{job}"), "paused");
    for rank in 0..2 {
        assert_eq!(
            std::fs::read_to_string(house.work(&job).join(format!("told.{rank}"))).unwrap(),
            "pause\n"
        );
    }
    let free = house.limits(&format!("device={NPU}"));
    assert_eq!((&free["free"], &free["whole_nodes_free"]), (&json!(16), &json!(2)), "{free}");
    house.run(&["job", "resume", &job]).exits(0);
    house.until_both_said(&job, "up 2");
    house.run(&["job", "stop", &job]).exits(0);
    assert_eq!(house.ended(&job)["state"], "stopped");
}

/// Two jobs at once use the same port, and neither reaches the other, nor the server where there are walls.
#[test]
fn tasks_reach_those_of_their_own_job_and_nobody_else() {
    let house = house();
    let address = house.server().url().replace("http://", "");
    let script = format!(
        "python3 -c '
import os, socket, time
rank = int(os.environ[\"RANK\"]); place = (os.environ[\"MASTER_ADDR\"], int(os.environ[\"MASTER_PORT\"]))
if rank == 0:
    s = socket.create_server(place); c, _ = s.accept(); print(\"heard\", c.recv(9).decode())
else:
    for _ in range(600):
        try: c = socket.create_connection(place); break
        except OSError: time.sleep(0.05)
    c.sendall(os.environ[\"WORD\"].encode())
host, port = \"{address}\".split(\":\")
try: socket.create_connection((host, int(port)), timeout=2); print(\"server reached\")
except OSError: print(\"server not reached\")
'"
    );
    let cpu = |word: &str| json!({ "type": "distributed", "nodes": 2, "devices": 1, "environment": { "WORD": word } });
    let jobs = ["one", "two"].map(|word| (house.submit(&script, cpu(word)), word));
    for (job, word) in &jobs {
        let ended = house.ended(job);
        assert_eq!(ended["state"], "succeeded", "{ended} {:?}", house.said(job));
        assert_eq!(house.task_said(job, 0)[0], format!("heard {word}"));
        if house.node()["sandbox"] == "bubblewrap" {
            assert_eq!(house.task_said(job, 1), ["server not reached"]);
        }
    }
}

/// As `ssh` between nodes: with input, both outputs and the exit code, by address and by name.
#[test]
fn one_task_runs_commands_in_another() {
    let house = house();
    if house.node()["sandbox"] != "bubblewrap" {
        eprintln!("skipped: no sandbox can be made here, and tasks have no network of their own");
        return;
    }
    let script = r#"
        if test "$RANK" = 1; then while ! test -e go; do sleep 0.02; done; exit; fi
        other=$(cut -d' ' -f1 "$FOVEA_HOSTS" | tail -n 1)
        "$FOVEA_SSH" -x -o BatchMode=yes "$other" 'echo "rank $RANK on $FOVEA_NODE"; echo aside >&2; exit 7' 2>aside
        echo "code $?, $(cat aside)"
        echo hello | "$FOVEA_SSH" ann@task-1 'read word; echo "heard $word in $(pwd)"'
        echo 'echo "$RANK reads a script"' | "$FOVEA_SSH" task-1
        "$FOVEA_SSH" -n task-1 cat; echo "and nothing was read: $?"
        "$FOVEA_SSH" nowhere true 2>/dev/null; echo "nowhere: $?"
        touch go"#;
    let file = json!({ "type": "distributed", "nodes": 2, "devices": 1 });
    let job = house.submit(script, file);
    let ended = house.ended(&job);
    let said = house.task_said(&job, 0);
    assert_eq!(ended["state"], "succeeded", "{ended} {said:?}");
    let other = house.tasks(&job)[1]["node"].as_str().unwrap().to_string();
    let wanted = [
        format!("rank 1 on {other}"),
        "code 7, aside".into(),
        "heard hello in /home/admin".into(),
        "1 reads a script".into(),
        "and nothing was read: 0".into(),
        "nowhere: 255".into(),
    ];
    assert_eq!(said, wanted);
}

/// Where no sandbox can be made, tasks meet on the machine's own loopback.
#[test]
fn without_walls_two_nodes_meet_as_well() {
    let mut house = house();
    let programs = house.data().join("programs");
    std::fs::create_dir(&programs).unwrap();
    for name in ["sh", "python3", "echo", "cat", "sleep"] {
        std::os::unix::fs::symlink(format!("/usr/bin/{name}"), programs.join(name)).unwrap();
    }
    house.server.take().unwrap().kill();
    house.path = Some(programs);
    house.start();
    assert_eq!(house.node()["sandbox"], "none");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples/distributed.yaml");
    house.run(&["job", "submit", "-f", &example.display().to_string(), "--wait"]).exits(0);
    let job = house.server().get("/jobs")["items"][0]["id"].as_str().unwrap().to_string();
    assert_eq!(house.task_said(&job, 1), ["rank 1 on npu-2 has the sum 84"]);
}

#[test]
fn counts_groups_and_quotas_are_those_of_the_devices() {
    let house = house();
    let refused = |more: Value| {
        let mut file = json!({ "name": "t", "command": "true" });
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let more = "content-type: application/json\r\n";
        let (status, text) = house.server().ask("POST", "/jobs", more, file.to_string().as_bytes());
        let problem: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!((status, &problem["code"]), (422, &json!("job_file.invalid")), "{problem}");
        let params = &problem["params"];
        (params["field"].as_str().unwrap().to_string(), params["reason_code"].as_str().unwrap().to_string())
    };
    let told = |field: &str, code: &str| (field.to_string(), code.to_string());
    assert_eq!(refused(json!({ "device": NPU, "devices": 3 })), told("devices", "device.count"));
    assert_eq!(refused(json!({ "device": NPU, "devices": 17 })), told("devices", "submit.user_quota"));
    assert_eq!(refused(json!({ "device": GPU, "devices": 5 })), told("devices", "device.count"));
    let on = |device: &str, devices: u32, nodes: u32| json!({ "type": "distributed", "device": device, "devices": devices, "nodes": nodes });
    assert_eq!(refused(on(NPU, 4, 2)), told("devices", "device.per_node"));
    assert_eq!(refused(on(NPU, 8, 3)), told("devices", "submit.user_quota"));
    assert_eq!(refused(on(GPU, 2, 2)), told("devices", "device.per_node"));
    assert_eq!(refused(json!({ "type": "distributed" })), told("type", "job_file.distributed"));
    assert_eq!(refused(json!({ "nodes": 2 })), told("nodes", "job_file.distributed"));
    assert_eq!(refused(json!({ "master_command": "x" })), told("master_command", "job_file.distributed"));

    let npu = house.limits(&format!("device={NPU}&devices=8&nodes=2"));
    assert_eq!(npu["regular"]["one_of"], json!([0, 1, 2, 4, 8]));
    assert_eq!(
        (&npu["distributed"]["per_node"]["one_of"], &npu["distributed"]["most_nodes"]),
        (&json!([8]), &json!(2))
    );
    assert_eq!((&npu["total"], &npu["free"], &npu["nodes"]), (&json!(16), &json!(16), &json!(2)));
    assert_eq!((&npu["outlook"]["starts"], &npu["outlook"]["nodes"]), (&json!("now"), &json!(2)));
    let gpu = house.limits(&format!("device={GPU}"));
    assert_eq!((&gpu["regular"]["least"], &gpu["regular"]["most"]), (&json!(0), &json!(4)), "{gpu}");
    assert_eq!((&gpu["total"], &gpu["free"], &gpu["quota"]), (&json!(8), &json!(4), &json!(4)), "{gpu}");

    // With fewer than two nodes' worth there are no jobs on several nodes.
    house.run(&["vc", "edit", "default", "--quota", &format!("{NPU}=12:12"), "--quota", "cpu=4"]).exits(0);
    let less = house.limits(&format!("device={NPU}"));
    assert_eq!(less["distributed"], Value::Null);
    assert_eq!(less["distributed_lacks"]["code"], "device.quota_for_distributed");
    assert_eq!(refused(on(NPU, 8, 2)), told("devices", "submit.user_quota"));
    assert_eq!(refused(on(NPU, 8, 1)), told("type", "device.quota_for_distributed"));

    // Two of a group, four of one group, and none across the two.
    let jobs = [2, 4, 2].map(|n| house.submit(WAITS, json!({ "device": NPU, "devices": n, "cores": 2 })));
    let cards = jobs.each_ref().map(|job| {
        house.until_said(job, "up");
        let task = house.tasks(job).remove(0);
        assert_eq!(task["cores"], 2);
        (task["node"].as_str().unwrap().to_string(), task["cards"].clone())
    });
    let on = |node: &str, cards: Value| (node.to_string(), cards);
    assert_eq!(
        cards,
        [on("npu-1", json!([0, 1])), on("npu-1", json!([4, 5, 6, 7])), on("npu-1", json!([2, 3]))]
    );
    let nodes = house.server().get("/nodes");
    let npu = &nodes["items"][1];
    assert_eq!(
        (&npu["devices"][0]["used"], &npu["devices"][0]["group"], &npu["cores_used"]),
        (&json!(8), &json!(4), &json!(6))
    );
    assert_eq!(npu["uses"].as_array().unwrap().len(), 3);
    for job in &jobs {
        std::fs::write(house.work(job).join("go"), "").unwrap();
        house.ended(job);
    }
    let none = house.submit("echo \"[$ASCEND_VISIBLE_DEVICES]\"", json!({ "device": NPU, "devices": 0 }));
    assert_eq!(house.ended(&none)["state"], "succeeded");
    assert_eq!(house.said(&none), ["[]"]);
}

#[test]
fn nodes_are_listed_closed_and_opened() {
    let house = house();
    let listed = house.run(&["node", "list"]).exits(0).out;
    for word in ["local", "npu-1", "gpu-2", "no, by the file", "rack=2", &format!("{GPU} 0/4")] {
        assert!(listed.contains(word), "{word} in {listed}");
    }
    let closed = house.run(&["node", "cordon", "npu-1", "npu-2", "--note", "new fans"]).exits(0).out;
    assert!(closed.contains("npu-2  takes jobs: no, by admin: new fans"), "{closed}");
    let limits = house.limits(&format!("device={NPU}&devices=8"));
    assert_eq!(
        (&limits["total"], &limits["free"], &limits["quota"]),
        (&json!(16), &json!(0), &json!(0)),
        "{limits}"
    );
    let job = house.submit("true", json!({ "device": NPU, "devices": 8 }));
    let why = wait_for("a reason", || {
        let why = house.server().get(&format!("/jobs/{job}/why"));
        (why["code"] != "wait.soon").then_some(why)
    });
    assert!(why["waits"] == true, "{why}");
    house.run(&["node", "uncordon", "npu-2"]).exits(0);
    assert_eq!(house.ended(&job)["state"], "succeeded");
    assert_eq!(house.tasks(&job)[0]["node"], "npu-2");
    let by_file = house.run(&["node", "uncordon", "gpu-2"]).exits(1).err;
    assert!(by_file.contains("error[node.closed_by_file]") && by_file.contains("gpu-2"), "{by_file}");
    house.run(&["node", "cordon", "nowhere"]).fails(1, "not_found");
    house.run(&["node", "cordon", "../x"]).fails(1, "node.no_name");
    let told = house.server().get("/audit?action=node.");
    let rows = told["items"].as_array().unwrap();
    let told: Vec<(&str, &str)> =
        rows.iter().map(|r| (r["action"].as_str().unwrap(), r["object_name"].as_str().unwrap())).collect();
    assert_eq!(
        told,
        [("node.uncordon", "npu-2"), ("node.cordon", "npu-2"), ("node.cordon", "npu-1")],
        "{rows:?}"
    );
    assert_eq!(house.run(&["node", "schema"]).exits(0).json()["title"], "Fovea cluster file");
}

#[test]
fn a_changed_cluster_file_holds_from_the_next_start_and_harms_nothing_that_runs() {
    let mut house = house();
    let job = house.submit(WAITS, json!({ "device": NPU, "devices": 8 }));
    house.until_said(&job, "up");
    let data = house.server.take().unwrap().kill();
    std::fs::write(data.join("cluster.yaml"), "nodes: [{name: npu-9, cores: 4, memory: 8GiB}]").unwrap();
    house.start();
    assert_eq!(house.state(&job), "running");
    let names: Vec<Value> =
        house.server().get("/nodes")["items"].as_array().unwrap().iter().map(|n| n["name"].clone()).collect();
    assert_eq!(names, ["local", "npu-9"]);
    std::fs::write(house.work(&job).join("go"), "").unwrap();
    assert_eq!(house.ended(&job)["state"], "succeeded");
}

#[test]
fn a_cluster_file_with_a_fault_starts_no_server_and_says_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.yaml");
    std::fs::write(
        &file,
        "nodes:\n  - name: a\n    cores: 2\n    memory: 4GiB\n    devices: [{type: abacus, count: 2}]\n",
    )
    .unwrap();
    let mut command = fovea();
    command.arg("serve").arg("--data").arg(folder.path().join("data")).arg("--cluster").arg(&file);
    let told = run(&mut command).fails(3, "cluster_file.invalid");
    assert!(told.err.contains("Line 5, nodes[0].devices[0].type"), "{}", told.err);
    assert!(!folder.path().join("data").exists());
    let mut command = fovea();
    command.arg("serve").arg("--data").arg(folder.path().join("data")).args(["--cluster", "nowhere.yaml"]);
    run(&mut command).fails(3, "cluster_file.unreadable");
}

#[test]
fn what_cards_do_is_told_where_the_driver_of_nvidia_tells_it() {
    let mut house = house();
    house.kill();
    // In place of the driver's own program: it answers as that does, and knows a card that is not asked for.
    let folder = tempfile::tempdir().unwrap();
    let script = "#!/bin/sh\necho \"$@\" > \"$0.asked\"\nn=0; while test $n -lt 600; do n=$((n+1)); \
        echo '0, 35, 1024'; echo '1, [N/A], 5'; echo '7, 99, 9'; sleep 0.1; done\n";
    let program = folder.path().join("nvidia-smi");
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let own = std::env::var("PATH").unwrap();
    house.path = Some(format!("{}:{own}", folder.path().display()).into());
    house.start();
    let job = house.submit(
        "echo $CUDA_VISIBLE_DEVICES; while ! test -e go; do sleep 0.1; done",
        json!({ "device": GPU, "devices": 2 }),
    );
    let metrics = wait_for("a figure of a card", || {
        let told = house.server().get(&format!("/jobs/{job}/metrics"));
        (!told["cards"][0]["points"].as_array()?.is_empty()).then_some(told)
    });
    let (card, point) = (&metrics["cards"][0], &metrics["cards"][0]["points"][0]);
    assert_eq!((&card["rank"], &card["card"]), (&json!(0), &json!(0)), "{metrics}");
    assert_eq!(
        (&point["share"], &point["memory_bytes"]),
        (&json!(0.35), &json!(1_073_741_824.0)),
        "{metrics}"
    );
    let of_others = metrics["cards"].as_array().unwrap().iter().any(|c| c["card"] == 7);
    assert!(!of_others, "{metrics}");
    let asked = std::fs::read_to_string(folder.path().join("nvidia-smi.asked")).unwrap();
    assert!(asked.contains("utilization.gpu,memory.used") && asked.trim().ends_with("-i 0,1"), "{asked}");
    std::fs::write(house.work(&job).join("go"), "").unwrap();
    let ended = house.server().until_state(&format!("/jobs/{job}"), "succeeded");
    assert_eq!(ended["attempt"], 1);
    // It is no process that the command left behind, and it is gone with the job.
    assert_eq!(house.said(&job), ["0,1"]);
    let lives = || {
        std::fs::read_dir("/proc").unwrap().flatten().any(|p| {
            let words = std::fs::read(p.path().join("cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&words).contains(&*program.to_string_lossy())
        })
    };
    wait_for("the end of the driver's program", || (!lives()).then_some(()));
}
