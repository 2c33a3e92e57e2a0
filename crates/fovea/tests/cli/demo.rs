use crate::program::{fovea, run, sample, start_until};

#[test]
#[ignore = "trains for minutes"]
fn the_demo_learns_the_ball_screw_and_does_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("demo");
    let demo = || {
        let mut command = fovea();
        command.args(["demo", "--once", "--listen", "127.0.0.1:0"]).arg("--data").arg(sample());
        command.arg("--out").arg(&out);
        run(&mut command).exits(0)
    };
    let done = demo();
    for name in ["report.html", "report-zh.html"] {
        assert!(out.join(name).is_file(), "{}", done.out);
    }
    run(fovea().args(["model", "verify"]).arg(out.join("ball-screw.fovea"))).exits(0);
    let line = done.out.lines().find(|l| l.contains("mean IoU")).unwrap();
    let iou: f64 = line.split_whitespace().last().unwrap().parse().unwrap();
    assert!(iou > 0.6, "{line}");
    assert!(done.out.contains("/setup#token="), "{}", done.out);
    let again = demo();
    assert!(again.out.contains(line) && !again.err.contains("training"), "{} {}", again.out, again.err);
}

#[test]
fn a_demo_that_is_stopped_stops_its_training() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = fovea();
    command
        .args(["demo", "--listen", "127.0.0.1:0"])
        .arg("--data")
        .arg(sample())
        .args(["--out", "demo"])
        // A folder that is named from here: jobs run elsewhere.
        .current_dir(folder.path());
    start_until(&mut command, "training ").signal("TERM").exits(4);
}

#[test]
fn a_demo_without_its_pictures_is_code_3() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = fovea();
    command
        .args(["demo", "--listen", "127.0.0.1:0"])
        .arg("--data")
        .arg(folder.path().join("nowhere"))
        .arg("--out")
        .arg(folder.path());
    run(&mut command).fails(3, "dataset.no_folder");
}
