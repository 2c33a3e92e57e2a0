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
fn a_project_for_each_scene_is_drawn_labelled_and_set_up_once() {
    let folder = tempfile::tempdir().unwrap();
    let demo = || {
        let mut command = fovea();
        command.args(["demo", "--scenes", "--once", "--listen", "127.0.0.1:0", "--out"]).arg(folder.path());
        run(&mut command).exits(0)
    };
    let first = demo();
    assert_eq!(first.out.matches(" files").count(), 5, "{}", first.out);
    let again = demo();
    assert_eq!(again.out.matches("is there already").count(), 5, "{}", again.out);
    let data = folder.path().join("data");
    let token = crate::server::administrator(&data);
    let server = crate::server::Server::start(&data, &token);
    let projects = server.get("/projects?limit=200");
    for (scene, plan, labelled) in [
        ("components", Some("board_layout"), 12),
        ("compare", Some("golden_picture"), 25),
        ("text", Some("text_plan"), 12),
        ("glue", Some("bead_plan"), 12),
        ("foreign_object", None, 28),
    ] {
        let project = projects["items"].as_array().unwrap().iter().find(|p| p["scene"] == scene).unwrap();
        assert_eq!(project["steps"]["annotate"]["labelled"], labelled, "{project}");
        let id = project["id"].as_str().unwrap();
        if let Some(plan) = plan {
            let told = server.get(&format!("/projects/{id}/{plan}"));
            assert!(told["updated_by"].is_string(), "{scene}: {told}");
        }
    }
    // A mark of what stands there says nothing wrong.
    let text = projects["items"].as_array().unwrap().iter().find(|p| p["scene"] == "text").unwrap();
    let listed = server.get(&format!("/projects/{}/pictures?limit=200", text["id"].as_str().unwrap()));
    assert!(
        listed["items"].as_array().unwrap().iter().all(|p| p["verdict"] == "good" && p["regions"] == 1),
        "{listed}"
    );
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
