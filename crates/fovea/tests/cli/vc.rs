//! Virtual clusters from the shell.

use crate::shell::Shell;
use serde_json::Value;

#[test]
fn shares_are_made_changed_and_given_back_by_name() {
    let shell = Shell::new();
    let cores =
        shell.run(&["vc", "show", "default", "--json"]).json()["quotas"][0]["quota"].as_u64().unwrap();
    let listed = shell.out(&["vc", "list"]);
    assert!(listed.contains(&format!("default  cpu 0/{cores}")) && listed.contains("everybody"), "{listed}");
    // Everything is given away already.
    let full = shell.run(&["vc", "create", "vision", "--quota", "cpu=1"]).fails(1, "vc.too_many");
    assert!(full.err.contains("0 are in no virtual cluster"), "{}", full.err);
    let less = format!("cpu={}", cores - 1);
    shell.out(&["vc", "edit", "default", "--quota", &less]);
    shell.out(&["user", "create", "bob", "--role", "annotator"]);
    shell.out(&["group", "create", "line", "--role", "annotator"]);
    let made = shell.out(&[
        "vc",
        "create",
        "vision",
        "--quota",
        "cpu=1:1",
        "--longest-run",
        "2h",
        "--user",
        "bob",
        "--group",
        "line",
        "--data-quota",
        "2TB",
    ]);
    assert!(made.contains("0 B of 2.0 TB"), "{made}");
    assert!(made.contains("0 of 1 used, at most 1 a user"), "{made}");
    assert!(made.contains("longest run 2h") && made.contains("groups      line"), "{made}");
    assert!(shell.out(&["vc", "list", "--search", "VIS"]).contains("vision  cpu 0/1"));
    assert_eq!(shell.run(&["vc", "list", "--mine", "--json"]).json()["total"], 1);
    shell.out(&["vc", "members", "vision", "--add", "admin", "--add-administrator", "bob"]);
    let members = shell.out(&["vc", "members", "vision"]);
    assert!(members.contains("admin") && members.contains("yes"), "{members}");
    assert_eq!(shell.out(&["vc", "use", "vision"]), "admin works in vision\n");
    shell.run(&["vc", "delete", "vision"]).fails(1, "vc.current");
    let bob = shell.run(&["user", "edit", "bob", "--vc", "vision", "--json"]).json();
    let vision = shell.run(&["vc", "show", "vision", "--json"]).json();
    let of_bob = shell.server.get(&format!("/users/{}/virtual_clusters", bob["id"].as_str().unwrap()));
    assert_eq!(of_bob["default_id"], vision["id"]);
    shell.out(&["user", "edit", "bob", "--no-vc"]);
    assert_eq!(shell.out(&["group", "add", "line", "bob"]), "line has 1 members\n");
    assert_eq!(shell.out(&["group", "remove", "line", "bob", "--stop-jobs"]), "line has 0 members\n");
    shell.out(&["vc", "use", "default"]);
    let told = shell.run(&["vc", "edit", "vision", "--data-quota", "1.5TB", "--json"]).exits(0).json();
    assert_eq!(
        (&told["data_quota_bytes"], &told["data_used_bytes"]),
        (&1_500_000_000_000_u64.into(), &0.into())
    );
    assert!(shell.out(&["vc", "show", "vision"]).contains("0 B of 1.5 TB"));
    shell.run(&["vc", "edit", "vision", "--data-quota", "2XB"]).exits(2);
    let told = shell.run(&["vc", "edit", "vision", "--no-data-quota", "--json"]).exits(0).json();
    assert!(told["data_quota_bytes"].is_null());
    shell.out(&["vc", "edit", "vision", "--no-longest-run", "--description", "line 1"]);
    let told = shell.out(&["vc", "edit", "vision", "--idle-warn", "30m", "--idle-pause", "1h"]);
    assert!(told.contains("idle jobs   warned after 30m, paused after 1h"), "{told}");
    shell.run(&["vc", "edit", "vision", "--idle-pause", "10m"]).fails(3, "request.fields");
    assert!(!shell.out(&["vc", "edit", "vision", "--no-idle-limits"]).contains("idle jobs"));
    let shown: Value = shell.run(&["vc", "show", "vision", "--json"]).json();
    assert_eq!((&shown["longest_run_s"], &shown["description"]), (&Value::Null, &"line 1".into()));
    shell.run(&["vc", "show", "nowhere"]).fails(1, "name.unknown");
    shell.run(&["vc", "create", "x", "--quota", "cpu"]).exits(2);
    assert_eq!(shell.out(&["vc", "delete", "vision"]), "vision deleted\n");
    shell.out(&["vc", "edit", "default", "--quota", &format!("cpu={cores}")]);
    shell.run(&["vc", "delete", "default"]).fails(1, "vc.last");
}

#[test]
fn settings_are_told_and_changed_one_by_one() {
    let shell = Shell::new();
    let told = shell.out(&["setting", "show"]);
    assert!(told.contains("audit              for ever") && told.contains("module cluster     on"), "{told}");
    let set =
        ["setting", "set", "--product-name", "Line Eye", "--audit-days", "400", "--module-off", "cluster"];
    let told = shell.out(&set);
    assert!(
        told.contains("Line Eye") && told.contains("400 days") && told.contains("module cluster     off"),
        "{told}"
    );
    shell.run(&["vc", "list"]).fails(1, "not_found");
    let told = shell.out(&[
        "setting",
        "set",
        "--module-on",
        "cluster",
        "--audit-for-ever",
        "--self-registration",
        "on",
    ]);
    assert!(
        told.contains("for ever") && told.contains("self registration  on") && told.contains("Line Eye"),
        "{told}"
    );
    shell.out(&["vc", "list"]);
    shell.run(&["setting", "set", "--module-off", "people"]).fails(3, "request.fields");
    shell.run(&["setting", "set", "--session-hours", "0"]).fails(3, "request.fields");
}

#[test]
fn projects_and_users_are_made_and_changed_by_scripts() {
    let shell = Shell::new();
    let made = shell.out(&[
        "project",
        "create",
        "Screws",
        "--scene",
        "classification",
        "--good",
        "ok",
        "--class",
        "scratch",
        "--class",
        "dent",
    ]);
    assert!(made.starts_with("Screws  ") && made.contains("ok, scratch, dent"), "{made}");
    shell.run(&["project", "create", "Screws"]).fails(1, "project.name_taken");
    assert_eq!(shell.out(&["project", "delete", "Screws"]), "Screws deleted\n");
    assert_eq!(shell.run(&["project", "list", "--json"]).json()["total"], 0);
    shell.out(&["user", "create", "bob", "--role", "annotator"]);
    let edit =
        ["user", "edit", "bob", "--mail", "bob@plant.example", "--role", "reviewer", "--longest-run", "90m"];
    assert_eq!(shell.out(&edit), "bob was changed\n");
    let bob = shell.run(&["user", "list", "--search", "bob", "--json"]).json()["items"][0].clone();
    assert_eq!((&bob["mail"], &bob["longest_run_s"]), (&"bob@plant.example".into(), &5400.into()));
    assert_eq!(bob["roles"][0]["key"], "reviewer");
    shell.out(&["user", "edit", "bob", "--no-longest-run"]);
    shell.run(&["user", "edit", "bob", "--mail", "nowhere"]).fails(3, "request.fields");
}
