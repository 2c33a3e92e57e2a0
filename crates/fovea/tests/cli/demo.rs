use crate::program::{fovea, run, sample, start_until};

#[test]
fn a_demo_that_is_stopped_still_shows_the_whole_way() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("demo");
    let mut command = fovea();
    command.arg("demo").arg("--data").arg(sample()).arg("--out").arg(&out);
    let done = start_until(&mut command, "training 1/").signal("TERM").exits(4);
    assert!(done.err.contains("pictures to learn from"), "{}", done.err);
    for words in [" pictures (", "overkill", "escapes", "mean IoU", "report: "] {
        assert!(done.out.contains(words), "{words}: {}", done.out);
    }
    assert!(out.join("report.html").is_file());
    run(fovea().args(["model", "verify"]).arg(out.join("ball-screw.fovea"))).exits(0);
}

#[test]
#[ignore = "trains for minutes"]
fn the_demo_learns_the_ball_screw() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("demo");
    let done = run(fovea().arg("demo").arg("--data").arg(sample()).arg("--out").arg(&out)).exits(0);
    assert!(out.join("report.html").is_file(), "{}", done.out);
    let line = done.out.lines().find(|l| l.contains("mean IoU")).unwrap();
    let iou: f64 = line.split_whitespace().last().unwrap().parse().unwrap();
    assert!(iou > 0.6, "{line}");
}

#[test]
fn a_demo_without_its_pictures_is_code_3() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = fovea();
    command.arg("demo").arg("--data").arg(folder.path().join("nowhere")).arg("--out").arg(folder.path());
    run(&mut command).fails(3, "dataset.no_folder");
}
