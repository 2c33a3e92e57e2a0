//! Job files to begin from.

use super::House;
use serde_json::json;
use std::path::Path;

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
    let house = House::with(Some(include_str!("../../../../../docs/examples/cluster.yaml")));
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
