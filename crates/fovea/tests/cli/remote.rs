//! The commands that talk to a server, one after another as an administrator and an engineer use them.

use crate::pictures::{draw_parts, part, write_png};
use crate::program::run;
use crate::shell::Shell;
use serde_json::json;
use std::path::Path;
use std::process::Stdio;

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn people_are_managed_by_name() {
    let shell = Shell::new();
    let made = shell.out(&["user", "create", "王芳", "--nickname", "小王", "--role", "annotator"]);
    assert!(made.starts_with(&format!("王芳  {}/invitation#secret=", shell.server.url())), "{made}");
    assert_eq!(
        shell.out(&["group", "create", "nights", "--role", "reviewer", "--user", "王芳"]),
        "nights was created with 1 members\n"
    );
    let listed = shell.out(&["user", "list", "--search", "小", "--role", "annotator", "--group", "nights"]);
    assert!(listed.contains("王芳  小王      invited  annotator  nights"), "{listed}");
    assert_eq!(shell.run(&["user", "list", "--json", "--state", "active"]).json()["total"], 1);

    // Each is answered for itself, and one that was not done is told.
    let both = shell.run(&["user", "lock", "王芳", "admin"]).exits(1);
    assert_eq!(both.out, "王芳 locked\n");
    assert!(
        both.err.contains("admin: The first administrator") && both.err.contains("error[user.built_in]"),
        "{}",
        both.err
    );
    shell.out(&["user", "unlock", "王芳"]);
    assert!(shell.out(&["user", "invite", "王芳"]).contains("#secret="));
    shell.run(&["user", "lock", "nobody"]).fails(1, "name.unknown");

    assert_eq!(
        shell.out(&["role", "create", "lookers", "--right", "project.read"]),
        "lookers was created with 1 rights\n"
    );
    shell.run(&["role", "create", "pilots", "--right", "fly"]).fails(3, "request.fields");
    assert_eq!(shell.out(&["role", "show", "lookers"]), "project.read\n");
    assert!(shell.out(&["role", "list"]).contains("platform_user  preset"));
    assert_eq!(shell.out(&["group", "remove", "nights", "王芳"]), "nights has 0 members\n");
    assert_eq!(shell.out(&["group", "add", "nights", "王芳", "admin"]), "nights has 2 members\n");
    assert!(shell.out(&["group", "list", "--search", "NIGHT"]).contains("nights  2        reviewer"));
    assert_eq!(shell.out(&["user", "delete", "王芳", "--transfer-to", "admin"]), "王芳 deleted\n");
    assert_eq!(shell.out(&["group", "delete", "nights"]), "nights deleted\n");
    shell.run(&["role", "delete", "auditor"]).exits(1).err.find("error[role.preset]").unwrap();
    shell.out(&["role", "delete", "lookers"]);

    let rows = shell.run(&["audit", "list", "--action", "group.", "--json"]).json();
    let actions: Vec<_> =
        rows["items"].as_array().unwrap().iter().map(|r| r["action"].as_str().unwrap()).collect();
    assert_eq!((actions[0], actions.last().unwrap()), ("group.delete", &"group.create"));
    let csv = shell.out(&["audit", "export", "--action", "role."]);
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let file = shell.path("audit.jsonl");
    shell.out(&["audit", "export", "--format", "jsonl", "--out", text(&file)]);
    assert!(std::fs::read_to_string(&file).unwrap().lines().count() > 10);
    let told = shell.out(&["audit", "verify"]);
    let head = told.lines().find_map(|l| l.strip_prefix("head ")).unwrap();
    assert_eq!(shell.run(&["audit", "verify", "--expect", head, "--json"]).json()["expected"], "held");
    let other = format!("1:{}", "0".repeat(64));
    shell.run(&["audit", "verify", "--expect", &other]).fails(3, "audit.changed");
}

#[test]
fn a_table_of_users_comes_in_whole_or_not_at_all() {
    let shell = Shell::new();
    let file = shell.path("users.csv");
    std::fs::write(&file, "name,roles\nbob,annotator\nno spaces,annotator\ncarl,nothing\n").unwrap();
    let bad = shell.run(&["user", "import", text(&file)]).fails(3, "request.rows");
    assert!(bad.err.contains("row 3: name: field.invalid") && bad.err.contains("row 4: "), "{}", bad.err);
    std::fs::write(&file, "name,roles\nbob,annotator\ncarl,审核员\n").unwrap();
    assert_eq!(shell.out(&["user", "import", text(&file), "--dry-run"]), "all 2 rows are good\n");
    assert_eq!(shell.run(&["user", "list", "--json"]).json()["total"], 1);
    assert_eq!(shell.out(&["user", "import", text(&file)]).matches("/invitation#secret=").count(), 2);
    let limited = shell.run(&["user", "list", "--limit", "1"]).exits(0);
    assert!(limited.err.contains("1 of 3 are shown"), "{}", limited.err);
}

#[test]
fn tokens_are_made_and_made_void() {
    let shell = Shell::new();
    let secret = shell.out(&["token", "create", "line 1", "--right", "user.read", "--days", "30"]);
    let with = |args: &[&str]| run(shell.command(args).env("FOVEA_TOKEN", secret.trim()));
    with(&["user", "list"]).exits(0);
    with(&["project", "list"]).fails(1, "auth.forbidden");
    assert!(shell.out(&["token", "list"]).contains("line 1"));
    shell.run(&["token", "revoke", "line 2"]).fails(1, "name.unknown");
    assert_eq!(shell.out(&["token", "revoke", "line 1"]), "line 1 is void\n");
    with(&["user", "list"]).fails(1, "auth.required");
}

#[test]
fn from_an_upload_that_was_cut_to_records() {
    let shell = Shell::new();
    let project = json!({ "name": "Parts", "product": "", "scene": "free", "good_name": "good", "note": "",
        "classes": [{ "name": "blob" }] });
    shell.server.json("POST", "/projects", project);
    let parts = shell.path("parts");
    draw_parts(&parts);
    // A name that no server takes; it is left out, and the others are not.
    std::fs::write(parts.join("odd\u{1}.png"), "no picture").unwrap();

    // Killed once some are through, it goes on with the rest, in the same import.
    let upload = ["project", "upload", "parts", text(&parts)];
    let mut child = shell.command(&upload).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let noted = || -> usize {
        let notes = std::fs::read_dir(shell.path("state/fovea")).into_iter().flatten().flatten().next();
        notes.map_or(0, |n| std::fs::read_to_string(n.path()).unwrap().lines().count())
    };
    while noted() < 4 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = noted().saturating_sub(1);
    let done = shell.run(&upload).exits(0);
    let again = done.err.lines().filter(|l| l.contains("/37  ")).count();
    assert!(again > 0 && done.err.contains("37/37  "), "{}", done.err);
    assert!(
        done.out.starts_with("36 new pictures, ") && done.out.ends_with("36 labelled\n"),
        "{} {before}",
        done.out
    );
    assert_eq!(noted(), 0, "the notes are gone with the import");
    let shown = shell.out(&["project", "show", "parts"]);
    assert!(shown.contains("pictures  36, 36 labelled") && shown.contains("next      train"), "{shown}");
    shell.run(&["project", "upload", "parts", text(&shell.path("nothing"))]).fails(1, "file.unusable");

    let job = shell.out(&["training", "start", "Parts", "--task", "anomaly", "--budget", "60s"]);
    assert!(shell.out(&["training", "list", "parts"]).contains(job.trim()));
    let log =
        shell.command(&["training", "log", job.trim(), "--follow"]).stdout(Stdio::piped()).spawn().unwrap();
    let ended = shell.run(&["training", "wait", "parts"]).exits(0);
    assert!(ended.out.contains("state    succeeded"), "{}", ended.out);
    let log = String::from_utf8(log.wait_with_output().unwrap().stdout).unwrap();
    assert!(log.contains("train: started") && log.contains("evaluate"), "{log}");

    let versions = shell.out(&["version", "list", "parts"]);
    assert!(versions.lines().nth(1).unwrap().starts_with("1       36        36"), "{versions}");
    let zip = shell.path("v1.zip");
    shell.out(&["version", "download", "parts/1", "--out", text(&zip)]);
    assert!(std::fs::read(&zip).unwrap().starts_with(b"PK"));
    shell.run(&["version", "download", "parts/2", "--out", text(&zip)]).fails(1, "name.unknown");

    let model = shell.path("part.fovea");
    shell.out(&["model", "download", "parts/1", "--out", text(&model)]);
    shell.out(&["model", "verify", text(&model)]);
    shell
        .run(&["service", "deploy", "parts/1", "--name", "line 1"])
        .exits(1)
        .err
        .find("error[model.not_released]")
        .unwrap();
    assert!(
        shell.out(&["model", "publish", "parts/1", "--note", "first"]).ends_with("number 1 is published\n")
    );
    shell.out(&["model", "publish", "parts/1"]);
    assert!(shell.out(&["model", "list", "parts"]).contains("anomaly  released"));
    let deployed = shell.out(&["service", "deploy", "parts/1", "--name", "line 1", "--keep", "all"]);
    assert!(deployed.starts_with("line 1  running  /api/v1/services/"), "{deployed}");
    assert!(shell.out(&["service", "list", "parts"]).contains("running"));

    let (good, bad, broken) = (shell.path("good.png"), shell.path("bad.png"), shell.path("broken.png"));
    write_png(&good, &part(1000, false));
    write_png(&bad, &part(1001, true));
    std::fs::write(&broken, "no picture").unwrap();
    let infer =
        ["service", "infer", "parts/line 1", text(&good), text(&broken), text(&bad), "--serial", "S1"];
    let told = shell.run(&infer).exits(0);
    let words: Vec<&str> = told.out.lines().map(|l| &l[..2]).collect();
    assert_eq!(words, ["OK", "NG"], "{}", told.out);
    assert!(told.err.contains("left out: ") && told.err.contains("broken.png"), "{}", told.err);
    let as_json = shell.run(&["service", "infer", "parts/line 1", text(&bad), "--json"]).exits(0).lines();
    assert_eq!((as_json.len(), &as_json[0]["verdict"]), (1, &json!("ng")));
    shell.run(&["service", "infer", "parts/line 1", text(&broken)]).exits(3);

    let records =
        shell.run(&["record", "list", "parts", "--verdict", "ng", "--service", "line 1", "--json"]).json();
    assert_eq!(records["total"], 2);
    assert_eq!(shell.out(&["record", "list", "parts", "--serial", "S1"]).lines().count(), 3);
    let csv = shell.path("records.csv");
    shell.out(&["record", "export", "parts", "--out", text(&csv)]);
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), shell.out(&["record", "export", "parts"]));
    assert_eq!(std::fs::read_to_string(&csv).unwrap().lines().count(), 4);

    let parts = shell.path("parts.json");
    std::fs::write(&parts, r#"{ "all of it": { "box": [0, 0, 4000, 4000] } }"#).unwrap();
    assert_eq!(shell.out(&["service", "ignore", "parts/line 1", text(&parts)]), "line 1: all of it\n");
    let left = shell.run(&["service", "infer", "parts/line 1", text(&bad), "--json"]).exits(0).lines();
    assert_eq!(left[0]["regions"], json!([]));
    // What is NG without a place stays so.
    let placed = as_json[0]["regions"].as_array().is_some_and(|found| !found.is_empty());
    assert_eq!(left[0]["verdict"], if placed { "ok" } else { "ng" });
    assert_eq!(shell.out(&["service", "ignore", "parts/line 1", "--none"]), "line 1: all matters\n");
    std::fs::write(&parts, r#"{ "none": { "box": [0, 0, 0, 4] } }"#).unwrap();
    shell.run(&["service", "ignore", "parts/line 1", text(&parts)]).fails(3, "predict.ignore");

    assert!(shell.out(&["service", "stop", "parts/line 1"]).starts_with("line 1  stopped"));
    shell
        .run(&["service", "infer", "parts/line 1", text(&good)])
        .exits(1)
        .err
        .find("error[service.not_running]")
        .unwrap();
    let second = shell.out(&["training", "start", "parts", "--task", "anomaly", "--data-version", "1"]);
    shell.out(&["training", "stop", second.trim()]);
    let code = shell.run(&["training", "wait", second.trim()]).code;
    // A training that had learnt something by then ends with a model.
    assert!([Some(4), Some(0)].contains(&code), "{code:?}");
    shell.out(&["training", "show", second.trim()]);
}
