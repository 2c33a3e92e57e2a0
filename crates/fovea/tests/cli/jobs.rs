//! Commands of users as jobs: from a file to the log and the end, over the real server.

use crate::program::{Run, fovea, run, start_until};
use crate::server::{Server, administrator, free_address, wait_for};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub struct House {
    pub server: Option<Server>,
    pub token: String,
    folder: tempfile::TempDir,
    env: Vec<(String, String)>,
    /// Of the server, where it is not that of the test
    pub path: Option<PathBuf>,
    /// Takes SSH, too
    ssh: bool,
    /// What its jobs may read
    job_data: Option<PathBuf>,
    /// Where their images come from
    registries: Vec<String>,
    privileged: bool,
    /// Socket of a Podman
    podman: Option<PathBuf>,
}

impl House {
    pub fn new() -> House {
        House::of(None, &[])
    }

    /// With this cluster file in the folder of the data.
    pub fn with(cluster: Option<&str>) -> House {
        House::of(cluster, &[])
    }

    /// Whose server has these variables too.
    pub fn with_env(env: &[(&str, &str)]) -> House {
        House::of(None, env)
    }

    /// Whose server takes SSH.
    pub fn with_ssh(cluster: Option<&str>) -> House {
        let mut house = House::of(cluster, &[]);
        house.kill();
        house.ssh = true;
        house.start();
        house
    }

    /// Whose jobs may have images from there.
    pub fn with_registries(registries: &[&str]) -> House {
        let mut house = House::of(None, &[]);
        house.fetch_from(registries);
        house
    }

    pub fn allow_privileged(&mut self) {
        self.privileged = true;
        self.kill();
        self.start();
    }

    /// From now on.
    pub fn fetch_from(&mut self, registries: &[&str]) {
        self.registries = registries.iter().map(ToString::to_string).collect();
        if self.server.is_some() {
            self.kill();
        }
        self.start();
    }

    /// Whose jobs may read this folder.
    pub fn with_job_data(folder: &Path) -> House {
        let mut house = House::of(None, &[]);
        house.kill();
        house.job_data = Some(folder.into());
        house.start();
        house
    }

    /// Whose jobs may bring an image, by the Podman at this socket.
    pub fn with_podman(socket: &Path, cluster: Option<&str>) -> House {
        let mut house = House::of(cluster, &[]);
        house.kill();
        house.podman = Some(socket.into());
        house.start();
        house
    }

    fn of(cluster: Option<&str>, env: &[(&str, &str)]) -> House {
        let folder = tempfile::tempdir().unwrap();
        let token = administrator(&folder.path().join("data"));
        let env = env.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let mut house = House {
            server: None,
            token,
            folder,
            env,
            path: None,
            ssh: false,
            job_data: None,
            registries: Vec::new(),
            privileged: false,
            podman: None,
        };
        if let Some(text) = cluster {
            std::fs::write(house.data().join("cluster.yaml"), text).unwrap();
        }
        house.start();
        house
    }

    /// Also where the machine of the test has no bubblewrap.
    pub fn start(&mut self) {
        self.start_at(free_address());
    }

    pub fn start_at(&mut self, address: String) {
        let data = self.data();
        let mut command = fovea();
        command.arg("serve").arg("--data").arg(&data).args(["--listen", &address, "--unsandboxed-jobs"]);
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        if self.ssh {
            command.args(["--ssh", "127.0.0.1:0"]);
        }
        if let Some(folder) = &self.job_data {
            command.arg("--job-data").arg(folder);
        }
        if self.privileged {
            command.arg("--privileged-jobs");
        }
        for registry in &self.registries {
            command.args(["--image-registry", registry]);
        }
        if let Some(socket) = &self.podman {
            command.arg("--podman").arg(socket);
        }
        self.server = Some(Server::start_by(command, address, &data, &self.token));
    }

    /// Without a word to it.
    pub fn kill(&mut self) {
        self.server.take().unwrap().kill();
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = fovea();
        command.args(args).env("FOVEA_SERVER", self.server().url()).env("FOVEA_TOKEN", &self.token);
        command.env("XDG_CONFIG_HOME", self.folder.path()).env("XDG_STATE_HOME", self.folder.path());
        command
    }

    #[track_caller]
    pub fn run(&self, args: &[&str]) -> Run {
        run(&mut self.command(args))
    }

    /// With something on standard input.
    pub fn run_given(&self, args: &[&str], input: &str) -> Run {
        let path = self.folder.path().join("given");
        std::fs::write(&path, input).unwrap();
        let mut command = fovea();
        command.args(args).env("FOVEA_SERVER", self.server().url()).env("FOVEA_TOKEN", &self.token);
        command.env("XDG_CONFIG_HOME", self.folder.path()).env("XDG_STATE_HOME", self.folder.path());
        run(command.stdin(std::fs::File::open(path).unwrap()))
    }

    pub fn file(&self, text: &str) -> String {
        let path = self.folder.path().join("job.yaml");
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Id of a job of this shell script and these other fields.
    #[track_caller]
    pub fn submit(&self, script: &str, more: Value) -> String {
        let mut file = json!({ "name": "t", "command": script });
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let job = self.server().json("POST", "/jobs", file);
        job["id"].as_str().unwrap().into()
    }

    #[track_caller]
    pub fn ended(&self, job: &str) -> Value {
        wait_for(&format!("the end of {job}"), || {
            let job = self.server().get(&format!("/jobs/{job}"));
            ["succeeded", "failed", "stopped"].contains(&job["state"].as_str().unwrap()).then_some(job)
        })
    }

    /// What the command itself said.
    pub fn said(&self, job: &str) -> Vec<String> {
        let log = self.server().get(&format!("/jobs/{job}/log?limit=1000"));
        let lines = log["lines"].as_array().unwrap().iter().filter(|l| l["stream"] != "fovea");
        lines.map(|l| l["text"].as_str().unwrap().to_string()).collect()
    }

    pub fn until_said(&self, job: &str, text: &str) {
        wait_for(text, || self.said(job).iter().any(|line| line == text).then_some(()));
    }

    pub fn events(&self, job: &str) -> Vec<String> {
        let events = self.server().get(&format!("/jobs/{job}/events"));
        events["items"].as_array().unwrap().iter().map(|e| e["event"].as_str().unwrap().into()).collect()
    }

    pub fn node(&self) -> Value {
        self.server().get("/virtual_clusters/devices")["nodes"][0].clone()
    }
}

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

/// The example of the documentation is a job file.
#[test]
fn the_example_of_the_documentation_is_taken() {
    let house = House::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples/job.yaml");
    let ended = house.run(&["job", "submit", "-f", &example.display().to_string(), "--wait"]).exits(0);
    assert!(ended.out.contains("succeeded"), "{}", ended.out);
}

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

#[test]
fn templates_are_kept_filled_and_exported() {
    let house = House::new();
    let file = house.file(
        "name: greet ${who}\ncommand: |\n  echo \"hello ${who}\" && printf '<%s>' ${who}\nparameters:\n  - {name: who, type: text}\n",
    );
    let made =
        house.run(&["template", "create", "问候", "-f", &file, "--description", "says hello"]).exits(0);
    assert!(made.out.trim().parse::<fovea_store::Id>().is_ok(), "{}", made.out);
    let hostile = "a $(touch hit) `touch hit`; touch hit";
    let value = format!("who={hostile}");
    house.run(&["job", "submit", "--template", "问候", "--set", &value, "--wait"]).exits(0);
    let listed =
        house.run(&["job", "list", "--search", "greet", "--sort", "-name", "--json"]).exits(0).json();
    assert_eq!(listed["items"][0]["name"], format!("greet {hostile}"));
    let job = listed["items"][0]["id"].as_str().unwrap();
    assert_eq!(house.said(job), [format!("hello {hostile}"), format!("<{hostile}>")]);
    assert!(house.run(&["job", "show", job]).exits(0).out.contains("template 问候"));
    let plain = json!({ "name": "t", "command": "true" });
    let of = made.out.trim();
    let by_file = house.server().json("POST", &format!("/jobs?template={of}"), plain);
    assert_eq!(by_file["spec"]["template"], "问候");
    let missing = house.run(&["job", "submit", "--template", "问候"]).fails(3, "job_file.invalid");
    assert!(missing.err.contains("values.who"), "{}", missing.err);
    assert!(house.run(&["template", "show", "问候"]).exits(0).out.contains("--set who="));
    let out = house.folder.path().join("copy.yaml");
    let out = out.to_str().unwrap();
    house.run(&["template", "export", "问候", "-o", out]).exits(0);
    assert_eq!(std::fs::read_to_string(out).unwrap(), std::fs::read_to_string(&file).unwrap());
    house.run(&["template", "import", out]).exits(0);
    house.run(&["template", "import", out]).fails(1, "template.name_taken");
    house.run(&["template", "import", out, "--replace"]).exits(0);
    house.run(&["template", "default", "copy"]).exits(0);
    let list = house.run(&["template", "list", "--scope", "mine"]).exits(0).out;
    assert!(list.contains("copy") && list.contains("问候") && list.contains("yes"), "{list}");
    house.run(&["template", "delete", "问候"]).exits(0);
    house.run(&["template", "show", "问候"]).fails(1, "name.unknown");
}

#[test]
fn every_preset_runs_on_this_machine() {
    if !Path::new("/usr/bin/python3").exists() {
        eprintln!("skipped: this machine has no /usr/bin/python3");
        return;
    }
    // Some ask for two nodes, one for NPU cards.
    let house = House::with(Some(include_str!("../../../../docs/examples/cluster.yaml")));
    for (preset, values, said) in [
        ("train_curve", &["epochs=5", "hidden=4"][..], "of the points kept out are right"),
        ("search", &["trials=4", "steps=50"], "the best is in best.json"),
        ("look_around", &["program=no such program"], "== programs"),
        ("classify", &["epochs=3", "pictures=200"], "pictures kept out are told right"),
        ("all_reduce", &["numbers=20000", "rounds=3"], "round 3 of 3: each number is 9"),
        ("tensorboard", &["steps=20", "minutes=0"], "TensorBoard shows both runs for 0 minutes"),
        ("rank_table", &[], "the rank table names 16 cards on 2 servers, and RANK_SIZE is 16"),
    ] {
        let mut args = vec!["job", "submit", "--template", preset, "--wait"];
        for value in values {
            args.extend(["--set", value]);
        }
        house.run(&args).exits(0);
        let listed = house.run(&["job", "list", "--json", "--limit", "1"]).exits(0).json();
        let job = listed["items"][0]["id"].as_str().unwrap();
        let lines = house.said(job);
        assert!(lines.iter().any(|line| line.contains(said)), "{preset}: {lines:?}");
    }
}
