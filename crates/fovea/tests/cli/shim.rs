//! The process that runs a job's steps, with steps of the shell.

use crate::program::{fovea, run, signal};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

fn step(name: &str, script: &str) -> Value {
    json!({ "name": name, "argv": ["/bin/sh", "-c", script], "accept": [0] })
}

fn write_spec(dir: &Path, attempt: u32, steps: &[Value]) {
    let spec = json!({
        // What a job left behind is found by its name.
        "job": dir.file_name().unwrap().to_str().unwrap(), "attempt": attempt, "nice": 5, "env": { "PATH": "/usr/bin:/bin", "GREETING": "hello" },
        "steps": steps,
    });
    std::fs::create_dir_all(dir.join("work")).unwrap();
    std::fs::write(dir.join("spec.json"), spec.to_string()).unwrap();
}

fn exit(dir: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(dir.join("exit.json")).unwrap()).unwrap()
}

fn log(dir: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(dir.join("log")).unwrap();
    let lines = text.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
    lines.map(|l| (l["stream"].as_str().unwrap().into(), l["text"].as_str().unwrap().into())).collect()
}

fn start(dir: &Path) -> Child {
    fovea().arg("shim").arg(dir).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[track_caller]
fn wait_for(what: impl Fn() -> bool) {
    let began = Instant::now();
    while !what() {
        assert!(began.elapsed() < Duration::from_secs(120), "it never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn steps_run_in_order_with_their_words_in_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let steps = [
        step("one", "echo $GREETING; echo trouble >&2; test -z \"$HOME\""),
        step("two", "printf 'no line end'; test $(ps -o ni= -p $$ || echo 5) -ge 5"),
    ];
    write_spec(dir.path(), 3, &steps);
    run(fovea().env("HOME", "/secret").arg("shim").arg(dir.path())).exits(0);
    let exit = exit(dir.path());
    assert_eq!((&exit["attempt"], &exit["complete"], &exit["code"]), (&json!(3), &json!(true), &json!(0)));
    let log = log(dir.path());
    for line in [("out", "hello"), ("err", "trouble"), ("out", "no line end")] {
        assert!(log.iter().any(|(s, t)| (s.as_str(), t.as_str()) == line), "{line:?}: {log:?}");
    }
    let index = std::fs::read(dir.path().join("log.index")).unwrap();
    assert_eq!(index.len(), log.len() * 8);
}

#[test]
fn a_step_that_fails_is_the_last() {
    let dir = tempfile::tempdir().unwrap();
    let mut second = step("two", "touch never");
    second["stdout"] = "two.txt".into();
    write_spec(dir.path(), 1, &[step("one", "echo 'error[a.b]: no' >&2; exit 3"), second]);
    run(fovea().arg("shim").arg(dir.path())).exits(0);
    let exit = exit(dir.path());
    assert_eq!((&exit["step"], &exit["code"], &exit["complete"]), (&json!("one"), &json!(3), &json!(false)));
    assert_eq!(exit["last_words"], json!(["error[a.b]: no"]));
    assert!(!dir.path().join("work/never").exists());
}

#[test]
fn a_step_that_was_done_before_is_not_done_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = step("one", "echo once >> count; cat count");
    first["stdout"] = "one.txt".into();
    let steps = [first, step("two", "test -e go")];
    write_spec(dir.path(), 1, &steps);
    run(fovea().arg("shim").arg(dir.path())).exits(0);
    assert_eq!(exit(dir.path())["complete"], false);
    std::fs::write(dir.path().join("work/go"), "").unwrap();
    write_spec(dir.path(), 2, &steps);
    run(fovea().arg("shim").arg(dir.path())).exits(0);
    assert_eq!(exit(dir.path())["complete"], true);
    assert_eq!(std::fs::read_to_string(dir.path().join("work/one.txt")).unwrap(), "once\n");
    assert_eq!(std::fs::read_to_string(dir.path().join("work/count")).unwrap(), "once\n");
}

#[test]
fn asked_to_end_it_asks_the_step_and_tells_how_that_went() {
    let dir = tempfile::tempdir().unwrap();
    write_spec(
        dir.path(),
        1,
        &[step("one", "trap 'echo bye; exit 4' TERM; touch up; while :; do sleep 0.05; done")],
    );
    let mut shim = start(dir.path());
    wait_for(|| dir.path().join("work/up").exists());
    signal(shim.id(), "TERM");
    assert!(shim.wait().unwrap().success());
    let exit = exit(dir.path());
    assert_eq!((&exit["stopped"], &exit["code"]), (&json!(true), &json!(4)));
    assert!(log(dir.path()).iter().any(|(_, text)| text == "bye"));
}

#[test]
fn a_killed_shim_takes_its_step_along() {
    let dir = tempfile::tempdir().unwrap();
    write_spec(dir.path(), 1, &[step("one", "echo $$ > number; exec sleep 60")]);
    let mut shim = start(dir.path());
    let number = dir.path().join("work/number");
    wait_for(|| std::fs::read_to_string(&number).is_ok_and(|t| t.ends_with('\n')));
    let process = Path::new("/proc").join(std::fs::read_to_string(&number).unwrap().trim());
    assert!(process.exists());
    shim.kill().unwrap();
    shim.wait().unwrap();
    wait_for(|| {
        !process.exists() || std::fs::read_to_string(process.join("stat")).is_ok_and(|s| s.contains(" Z "))
    });
    assert!(!dir.path().join("exit.json").exists());
}

#[test]
fn a_second_shim_leaves_the_first_alone() {
    let dir = tempfile::tempdir().unwrap();
    write_spec(dir.path(), 1, &[step("one", "touch up; while ! test -e go; do sleep 0.02; done")]);
    let mut first = start(dir.path());
    wait_for(|| dir.path().join("work/up").exists());
    run(fovea().arg("shim").arg(dir.path())).fails(1, "job.taken");
    std::fs::write(dir.path().join("work/go"), "").unwrap();
    assert!(first.wait().unwrap().success());
    assert_eq!(exit(dir.path())["complete"], true);
    let runs = log(dir.path()).iter().filter(|(_, text)| text == "one: started").count();
    assert_eq!(runs, 1);
}

#[test]
fn without_its_folder_it_ends() {
    let dir = tempfile::tempdir().unwrap();
    let job = dir.path().join("job");
    write_spec(&job, 1, &[step("one", "touch up; exec sleep 60")]);
    let mut shim = start(&job);
    wait_for(|| job.join("work/up").exists());
    std::fs::remove_dir_all(&job).unwrap();
    assert!(shim.wait().unwrap().success());
    assert!(!job.exists());
}

/// A user's command, without walls.
fn confined(script: &str) -> Value {
    let mut step = step("command", script);
    step["confine"] = json!({
        "limits": { "cores": 1, "memory_mib": 0, "processes": 64 }, "walls": false, "told": ["told first"],
    });
    step
}

/// Of a process that a script wrote into a file of the work folder.
fn number(dir: &Path, name: &str) -> std::path::PathBuf {
    let file = dir.join("work").join(name);
    wait_for(|| std::fs::read_to_string(&file).is_ok_and(|t| t.ends_with('\n')));
    Path::new("/proc").join(std::fs::read_to_string(&file).unwrap().trim())
}

fn lives(process: &Path) -> bool {
    std::fs::read_to_string(process.join("stat")).is_ok_and(|s| !s.contains(") Z "))
}

#[test]
fn what_forks_away_from_a_command_ends_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let script = "setsid sh -c 'echo $$ > number; exec sleep 300' >/dev/null 2>&1 & \
        while ! test -s number; do sleep 0.01; done; echo over";
    write_spec(dir.path(), 1, &[confined(script)]);
    run(fovea().arg("shim").arg(dir.path())).exits(0);
    assert_eq!(exit(dir.path())["complete"], true);
    assert!(!lives(&number(dir.path(), "number")));
    let log = log(dir.path());
    for text in ["told first", "over", "1 processes that it left behind were ended"] {
        assert!(log.iter().any(|(_, t)| t == text), "{text}: {log:?}");
    }
}

#[test]
fn one_that_heeds_no_signal_is_killed_with_all_its_own_when_its_time_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let script = "trap '' TERM; (trap '' TERM; sh -c 'echo $$ > number; exec sleep 300') & touch up; \
        while :; do sleep 0.05; done";
    write_spec(dir.path(), 1, &[confined(script)]);
    let ask = json!({ "what": "pause", "grace_ms": 300 });
    std::fs::write(dir.path().join("ask.json"), ask.to_string()).unwrap();
    let mut shim = start(dir.path());
    wait_for(|| dir.path().join("work/up").exists());
    let process = number(dir.path(), "number");
    signal(shim.id(), "TERM");
    assert!(shim.wait().unwrap().success());
    let exit = exit(dir.path());
    assert_eq!(
        (&exit["stopped"], &exit["complete"], &exit["signal"]),
        (&json!(true), &json!(false), &json!(9))
    );
    assert!(!lives(&process));
    let notice = std::fs::read_to_string(dir.path().join("work/.fovea-notice")).unwrap();
    assert!(notice.starts_with("pause\n"), "{notice}");
    assert!(log(dir.path()).iter().any(|(_, t)| t == "did not end within 0 s and is killed"));
}

#[test]
fn what_a_killed_shim_left_is_ended_before_the_command_runs_again() {
    let dir = tempfile::tempdir().unwrap();
    let name = dir.path().file_name().unwrap().to_str().unwrap();
    let script = &format!(
        "export FOVEA_JOB_ID={name}; if test -e number; then echo again; exit 0; fi; \
        setsid sh -c 'echo $$ > number; exec sleep 300' & wait"
    );
    write_spec(dir.path(), 1, &[confined(script)]);
    let mut shim = start(dir.path());
    let process = number(dir.path(), "number");
    wait_for(|| lives(&process));
    shim.kill().unwrap();
    shim.wait().unwrap();
    assert!(lives(&process), "it forked away from what the system ends with the shim");
    write_spec(dir.path(), 2, &[confined(script)]);
    run(fovea().arg("shim").arg(dir.path())).exits(0);
    assert!(!lives(&process));
    assert_eq!((&exit(dir.path())["attempt"], &exit(dir.path())["complete"]), (&json!(2), &json!(true)));
}

#[test]
fn a_line_without_end_is_cut_and_odd_bytes_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let script = "head -c 3000000 /dev/zero | tr '\\0' x; printf '\\n\\033[31mred\\033[0m \\377\\n'";
    write_spec(dir.path(), 1, &[confined(script)]);
    run(fovea().arg("shim").arg(dir.path())).exits(0);
    let log = log(dir.path());
    let cut = log.iter().find(|(_, t)| t.starts_with("xxx")).unwrap();
    assert!(cut.1.len() < 20_000 && cut.1.ends_with("(cut)"));
    assert!(log.iter().any(|(_, t)| t == "\u{1b}[31mred\u{1b}[0m \\xff"), "{:?}", log.last());
}

#[test]
#[ignore = "takes half a minute"]
fn a_gigabyte_without_a_newline_is_one_line_that_is_cut() {
    let dir = tempfile::tempdir().unwrap();
    write_spec(dir.path(), 1, &[confined("head -c 1000000000 /dev/zero | tr '\\0' x; echo; echo after")]);
    run(fovea().arg("shim").arg(dir.path())).exits(0);
    let log = log(dir.path());
    let long: Vec<_> = log.iter().filter(|(_, t)| t.starts_with("xxx")).collect();
    assert!(long.len() == 1 && long[0].1.len() < 20_000 && long[0].1.ends_with("(cut)"));
    assert!(log.iter().any(|(_, t)| t == "after"));
    assert!(std::fs::metadata(dir.path().join("log")).unwrap().len() < 100_000);
}

#[test]
fn a_full_disk_costs_lines_of_the_log_and_nothing_else() {
    let place = tempfile::tempdir().unwrap();
    let (prepared, disk, after) =
        (place.path().join("job"), place.path().join("disk"), place.path().join("after"));
    std::fs::create_dir(&disk).unwrap();
    let fills = "echo before; sleep 0.5; cat /dev/zero > filling 2> /dev/null; i=0
        while [ $i -lt 3000 ]; do echo \"$i is said while nothing can be written any more\"; i=$((i + 1)); done
        sleep 0.5; rm filling; echo after";
    write_spec(&prepared, 1, &[step("one", fills)]);
    // A disk of its own, which goes with the process.
    let mut command = std::process::Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c"]).arg(
        "mount -t tmpfs -o size=4m small \"$1\" && cp -a \"$2/.\" \"$1/\" && \"$0\" shim \"$1\" && cp -a \"$1\" \"$3\"",
    );
    command.arg(fovea().get_program()).args([&disk, &prepared, &after]);
    run(&mut command).exits(0);
    let exit = exit(&after);
    assert_eq!((&exit["complete"], &exit["code"]), (&json!(true), &json!(0)), "{exit}");
    // Each line that is there is whole, and the index knows it.
    let log = log(&after);
    for line in ["before", "after"] {
        assert!(log.iter().any(|(stream, text)| (stream.as_str(), text.as_str()) == ("out", line)), "{line}");
    }
    assert!(log.len() < 3000, "the disk was never full");
    assert_eq!(std::fs::read(after.join("log.index")).unwrap().len(), log.len() * 8);
}

#[test]
fn one_that_is_to_go_on_later_is_not_done_because_it_ended_in_good_order() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = step("one", "trap 'echo half; exit 4' TERM; touch up; while :; do sleep 0.05; done");
    first["stdout"] = "one.txt".into();
    first["accept"] = json!([0, 4]);
    write_spec(dir.path(), 1, &[first, step("two", "touch never")]);
    std::fs::write(dir.path().join("ask.json"), r#"{"what":"pause","grace_ms":5000}"#).unwrap();
    let mut shim = start(dir.path());
    wait_for(|| dir.path().join("work/up").exists());
    signal(shim.id(), "TERM");
    assert!(shim.wait().unwrap().success());
    let exit = exit(dir.path());
    assert_eq!(
        (&exit["stopped"], &exit["complete"], &exit["code"]),
        (&json!(true), &json!(false), &json!(4))
    );
    assert!(!dir.path().join("work/one.txt").exists() && !dir.path().join("work/never").exists());
}
