//! Jobs that bring an image: a real Podman with its own folders and socket, and an image that is made here of busybox and the
//! libraries that our program needs. Skipped, with a word, where there is no Podman that may make containers.

use crate::jobs::House;
use crate::program::signal;
use crate::server::wait_for;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub const IMAGE: &str = "localhost/fovea-test:1";

pub struct Podman {
    folder: tempfile::TempDir,
    service: Child,
}

impl Podman {
    /// `None`, with a word on stderr, where containers cannot be made.
    pub fn start() -> Option<Podman> {
        for name in ["podman", "busybox", "tar", "ldd"] {
            if !there(name) {
                eprintln!("skipped: {name} is not installed; scripts/setup.sh --tests does it");
                return None;
            }
        }
        let folder = tempfile::tempdir().unwrap();
        // Podman looks after what ran beside a command for five minutes, and would do so in a folder that is gone.
        std::fs::write(folder.path().join("containers.conf"), "[engine]\nexit_command_delay = 1\n").unwrap();
        let service = serve(folder.path());
        let podman = Podman { folder, service };
        make_image(podman.folder.path());
        let tar = podman.folder.path().join("image.tar");
        let image = podman.run(&["import", "--change", "ENTRYPOINT [\"/bin/false\"]", &text(&tar), IMAGE]);
        let tried = image.and_then(|()| {
            podman.run(&[
                "run",
                "--rm",
                "--network",
                "none",
                "--entrypoint",
                "",
                "--ulimit",
                "nofile=1024:1024",
                "--ulimit",
                "nproc=1024:1024",
                IMAGE,
                "/bin/true",
            ])
        });
        if let Err(why) = tried {
            eprintln!("skipped: Podman may make no containers here: {why}");
            return None;
        }
        Some(podman)
    }

    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("s")
    }

    fn run(&self, args: &[&str]) -> Result<(), String> {
        self.told(args).map(drop)
    }

    pub fn told(&self, args: &[&str]) -> Result<String, String> {
        let done = base(self.folder.path()).args(args).output().unwrap();
        match done.status.success() {
            true => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
            false => Err(String::from_utf8_lossy(&done.stderr).into_owned()),
        }
    }

    /// Names of containers and images that belong to a job.
    fn left(&self, job: &str) -> Vec<String> {
        let label = format!("label=fovea.job={job}");
        let all = [
            self.told(&["ps", "-a", "--filter", &label, "--format", "{{.Names}}"]).unwrap(),
            self.told(&["images", "--filter", &label, "--format", "{{.Repository}}:{{.Tag}}"]).unwrap(),
        ];
        all.iter().flat_map(|text| text.lines()).map(ToString::to_string).collect()
    }

    /// Ends the service and begins another: containers know nothing of it.
    fn restart(&mut self) {
        self.service.kill().unwrap();
        self.service.wait().unwrap();
        self.service = serve(self.folder.path());
    }
}

impl Drop for Podman {
    fn drop(&mut self) {
        let _ = self.run(&["rm", "--all", "--force", "--time", "0"]);
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

fn there(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(name).is_file()))
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// With folders of its own: nothing of the machine's Podman is touched. Copies of layers work on every disk.
fn base(folder: &Path) -> Command {
    let mut command = Command::new("podman");
    command.arg("--root").arg(folder.join("root")).arg("--runroot").arg(folder.join("run"));
    command.args(["--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--events-backend", "file"]);
    if there("runc") {
        command.args(["--runtime", "runc"]);
    }
    command.env("TMPDIR", folder).env("CONTAINERS_CONF", folder.join("containers.conf")).stdin(Stdio::null());
    command
}

fn serve(folder: &Path) -> Child {
    let socket = folder.join("s");
    let _ = std::fs::remove_file(&socket);
    let mut command = base(folder);
    command.args(["system", "service", "--time", "0"]).arg(format!("unix://{}", socket.display()));
    let service = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for("the socket of Podman", || socket.exists().then_some(()));
    service
}

/// Busybox under the names of its programs, and what our program is linked to, so that one can come in.
fn make_image(folder: &Path) {
    let root = folder.join("image");
    for dir in ["bin", "tmp", "etc", "proc", "dev", "sys", "run", "marked"] {
        std::fs::create_dir_all(root.join(dir)).unwrap();
    }
    let found = Command::new("sh").args(["-c", "command -v busybox"]).output().unwrap();
    std::fs::copy(String::from_utf8(found.stdout).unwrap().trim(), root.join("bin/busybox")).unwrap();
    for name in [
        "sh", "cat", "ls", "id", "sleep", "echo", "mkdir", "touch", "true", "false", "head", "tail", "test",
        "seq", "nc", "wc", "tr",
    ] {
        std::os::unix::fs::symlink("busybox", root.join("bin").join(name)).unwrap();
    }
    std::fs::write(root.join("etc/image"), "of the image\n").unwrap();
    let linked = Command::new("ldd").arg(env!("CARGO_BIN_EXE_fovea")).output().unwrap();
    for library in String::from_utf8(linked.stdout).unwrap().split_whitespace().filter(|w| w.starts_with('/'))
    {
        let place = root.join(library.trim_start_matches('/'));
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::copy(library, place).unwrap();
    }
    let packed =
        Command::new("tar").arg("-C").arg(&root).arg("-cf").arg(folder.join("image.tar")).arg(".").status();
    assert!(packed.unwrap().success());
}

fn with_image(more: Value) -> Value {
    let mut all = json!({ "image": IMAGE });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

fn own_words(house: &House, job: &str) -> Vec<String> {
    let log = house.server().get(&format!("/jobs/{job}/log?limit=1000&stream=fovea"));
    log["lines"].as_array().unwrap().iter().map(|l| l["text"].as_str().unwrap().to_string()).collect()
}

fn wait_for_words(house: &House, job: &str, text: &str) {
    wait_for(text, || own_words(house, job).iter().any(|line| line.contains(text)).then_some(()));
}

/// What jobs may name.
fn images(house: &House) -> Vec<String> {
    let told = house.server().get("/images");
    told["items"].as_array().unwrap().iter().map(|one| one["image"].as_str().unwrap().into()).collect()
}

#[test]
fn a_job_with_an_image_runs_in_it_and_sees_what_is_its_own() {
    let Some(podman) = Podman::start() else { return };
    let house = House::with_podman(&podman.socket(), None);
    let node = house.node();
    assert!(node["podman"].as_str().unwrap().contains('.') && node["podman_lacks"].is_null(), "{node}");
    assert_eq!(
        (images(&house), &house.server().get("/images")["lacks"]),
        (vec![IMAGE.to_string()], &Value::Null)
    );
    let script = "cat /etc/image; . /pod.env; echo \"$GREETING $FOVEA_USER $PATH\"; pwd; echo kept > made; \
        test -e /usr && echo host; busybox grep CapEff /proc/self/status; \
        ls /sys/class/net | tr '\\n' ' '; echo; echo bad >&2; test -e go; while ! test -e go; do sleep 0.05; done; exit 7";
    let job = house.submit(script, with_image(json!({ "environment": { "GREETING": "it's" } })));
    house.until_said(&job, "bad");
    let said = house.said(&job);
    assert_eq!(said[0], "of the image", "{said:?}");
    assert!(said[1].starts_with("it's admin /") && said[1].contains("/bin"), "{said:?}");
    assert_eq!(said[2], "/home/admin");
    assert!(!said.contains(&"host".to_string()), "{said:?}");
    assert!(said.contains(&"lo ".to_string()), "{said:?}");
    assert!(said.contains(&"CapEff:\t0000000000000000".to_string()), "{said:?}");
    // One comes in as everywhere.
    let inside = house.run(&["job", "exec", &job, "--", "cat", "/etc/image"]).exits(0);
    assert_eq!(inside.out, "of the image\n");
    let files = house.run(&["job", "files", "ls", &job]).exits(0);
    assert!(files.out.contains("made"), "{}", files.out);
    wait_for("a figure", || {
        let told = house.server().get(&format!("/jobs/{job}/metrics"));
        let last = told["points"].as_array().unwrap().last().cloned();
        last.filter(|p| p["processes"].as_f64().unwrap() >= 2.0 && p["memory_bytes"].as_f64().unwrap() > 0.0)
    });
    let work = house.data().join("jobs").join(&job).join("work");
    assert_eq!(std::fs::read_to_string(work.join("made")).unwrap(), "kept\n");
    std::fs::write(work.join("go"), "").unwrap();
    let ended = house.ended(&job);
    assert_eq!(
        (&ended["state"], &ended["reason"]["params"]["code"]),
        (&json!("failed"), &json!(7)),
        "{ended}"
    );
    assert!(house.run(&["job", "show", &job]).exits(0).out.contains(&format!("image    {IMAGE}")));
    assert!(own_words(&house, &job).iter().any(|l| l.contains(IMAGE) && l.contains("Podman")));
    assert_eq!(podman.left(&job), Vec::<String>::new());

    // What is not there is refused before it is in the queue, with the line.
    let wrong = house.file("name: t\ncommand: x\nimage: localhost/nowhere:1\n");
    let refused = house.run(&["job", "submit", "-f", &wrong]).fails(3, "job_file.invalid");
    assert!(refused.err.contains("Line 3, image: there is no image localhost/nowhere:1"), "{}", refused.err);
    let missing = house.submit("", with_image(json!({ "command": ["/nowhere"] })));
    let ended = house.ended(&missing);
    assert_eq!(ended["state"], "failed", "{ended}");
}

#[test]
fn where_there_is_no_podman_a_job_with_an_image_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::with_podman(&folder.path().join("nothing"), None);
    assert_eq!(house.node()["podman_lacks"]["code"], "podman.no_socket");
    assert_eq!(house.server().get("/images")["lacks"]["code"], "podman.no_socket");
    let file = house.file("name: t\ncommand: x\nimage: localhost/tools:1\n");
    let refused = house.run(&["job", "submit", "-f", &file]).exits(1);
    assert!(refused.err.contains("error[job.no_podman]: "), "{}", refused.err);
    assert!(refused.err.contains("no socket of Podman was found"), "{}", refused.err);
    assert!(refused.err.contains("Line 3, image: "), "{}", refused.err);
}

#[test]
fn a_paused_container_goes_on_from_what_it_changed_in_its_image() {
    let Some(podman) = Podman::start() else { return };
    let house = House::with_podman(&podman.socket(), None);
    let script = "trap 'head -n 1 \"$FOVEA_NOTICE\" >> told; exit 0' TERM; echo \"marked $(ls /marked | wc -l)\"; \
        touch \"/marked/$FOVEA_ATTEMPT\"; echo up; while ! test -e go; do sleep 0.05; done; echo end";
    let job = house.submit(script, with_image(json!({})));
    let path = format!("/jobs/{job}");
    for round in 0..2 {
        house.until_said(&job, &format!("marked {round}"));
        wait_for("up", || {
            (house.said(&job).iter().filter(|l| *l == "up").count() == round + 1).then_some(())
        });
        house.run(&["job", "pause", &job]).exits(0);
        house.server().until_state(&path, "paused");
        // Of several pauses the last one is kept, and nobody else may name it.
        let kept = format!("localhost/fovea/job-{job}:pause-{}", round + 1);
        assert_eq!(podman.left(&job), [kept.as_str()]);
        assert_eq!(images(&house), [IMAGE]);
        house.run(&["job", "resume", &job]).exits(0);
    }
    house.until_said(&job, "marked 2");
    let work = house.data().join("jobs").join(&job).join("work");
    assert_eq!(std::fs::read_to_string(work.join("told")).unwrap(), "pause\npause\n");
    std::fs::write(work.join("go"), "").unwrap();
    assert_eq!(house.ended(&job)["state"], "succeeded");
    assert_eq!(podman.left(&job), Vec::<String>::new());

    // One that is stopped while it is paused leaves its image until it is deleted.
    let other = house.submit(script, with_image(json!({})));
    house.until_said(&other, "up");
    house.run(&["job", "pause", &other]).exits(0);
    house.server().until_state(&format!("/jobs/{other}"), "paused");
    house.run(&["job", "stop", &other]).exits(0);
    assert_eq!(podman.left(&other).len(), 1);
    house.run(&["job", "delete", &other]).exits(0);
    assert_eq!(podman.left(&other), Vec::<String>::new());
}

#[test]
fn a_container_goes_on_while_server_and_podman_are_killed_and_not_beside_its_own_next_start() {
    let Some(mut podman) = Podman::start() else { return };
    let mut house = House::with_podman(&podman.socket(), None);
    let script = "echo \"start $FOVEA_ATTEMPT\"; i=0; while ! test -e go; do i=$((i+1)); echo $i > count; sleep 0.05; done; echo end";
    let job = house.submit(script, with_image(json!({})));
    house.until_said(&job, "start 1");
    // Its keeper is begun by Podman, too.
    house.run(&["job", "exec", &job, "--", "true"]).exits(0);
    house.kill();
    podman.restart();
    house.start();
    assert_eq!(house.server().get(&format!("/jobs/{job}"))["state"], "running");
    wait_for_words(&house, &job, "Podman was away");
    // A shim that vanishes takes its container along, by the server; then all begins again.
    let folder = house.data().join("jobs").join(&job);
    let pid: u32 = std::fs::read_to_string(folder.join("pid")).unwrap().trim().parse().unwrap();
    signal(pid, "KILL");
    house.until_said(&job, "start 2");
    let running = podman.told(&["ps", "--format", "{{.Names}}"]).unwrap();
    assert_eq!(running.trim(), format!("fovea-{job}"));
    std::fs::write(folder.join("work/go"), "").unwrap();
    let ended = house.ended(&job);
    assert_eq!((&ended["state"], &ended["attempt"]), (&json!("succeeded"), &json!(2)), "{ended}");
    assert_eq!(house.said(&job).last().unwrap(), "end");
    assert_eq!(house.events(&job).iter().filter(|e| *e == "lost").count(), 1);
    assert_eq!(podman.left(&job), Vec::<String>::new());
}

#[test]
fn limits_hold_in_a_container_and_its_end_is_told_as_such() {
    let Some(podman) = Podman::start() else { return };
    let house = House::with_podman(&podman.socket(), None);
    let large = house.submit("tail -c 400000000 /dev/zero", with_image(json!({ "memory": "64MiB" })));
    let full = house.submit("head -c 90000000 /dev/zero > large", with_image(json!({ "disk": "64MiB" })));
    let deaf = house.submit("trap '' TERM; echo up; while :; do sleep 0.1; done", with_image(json!({})));
    let ended = house.ended(&large);
    assert_eq!(ended["state"], "failed", "{ended}");
    if ["cgroup1", "cgroup2"].contains(&house.node()["limits"].as_str().unwrap()) {
        assert_eq!(ended["reason"]["code"], "job.out_of_memory", "{ended}");
    }
    assert_eq!(house.ended(&full)["reason"]["code"], "job.out_of_disk");
    house.until_said(&deaf, "up");
    house.run(&["job", "stop", &deaf]).exits(0);
    assert_eq!(house.ended(&deaf)["state"], "stopped");
    wait_for_words(&house, &deaf, "and is killed");
    let said = house.submit("seq 1 200000", with_image(json!({})));
    assert_eq!(house.ended(&said)["state"], "succeeded");
    let log = house.server().get(&format!("/jobs/{said}/log?tail=5"));
    let last = log["lines"].as_array().unwrap().iter().rev().find(|l| l["stream"] == "out").unwrap();
    assert_eq!(last["text"], "200000", "{log}");
    assert_eq!(log["total"].as_u64().unwrap() - own_words(&house, &said).len() as u64, 200_000, "{log}");
}

#[test]
fn tasks_with_an_image_meet_in_the_network_of_the_first() {
    let Some(podman) = Podman::start() else { return };
    let cluster = "nodes:\n  - {name: a, cores: 2, memory: 4GiB}\n  - {name: b, cores: 2, memory: 4GiB}\n";
    let house = House::with_podman(&podman.socket(), Some(cluster));
    let script = "echo \"rank $RANK of $WORLD_SIZE\"; if test $RANK = 0; then echo hello | nc -l -p $MASTER_PORT; \
        else until nc $MASTER_ADDR $MASTER_PORT < /dev/null > got 2> /dev/null && test -s got; do sleep 0.1; done; cat got; fi";
    let more = json!({ "type": "distributed", "nodes": 2, "device": "cpu", "devices": 1 });
    let job = house.submit(script, with_image(more));
    let ended = house.ended(&job);
    assert_eq!(ended["state"], "succeeded", "{ended}: {:?}", house.said(&job));
    let mut said = house.said(&job);
    said.sort();
    assert_eq!(said, ["hello", "rank 0 of 2", "rank 1 of 2"]);
    assert_eq!(podman.left(&job), Vec::<String>::new());
}
