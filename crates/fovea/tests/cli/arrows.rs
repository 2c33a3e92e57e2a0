//! Which crate may use which: the table in ARCHITECTURE.md against what cargo says.

use crate::program::root;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const PREFIX: &str = "fovea-";
const PROGRAM: &str = "fovea";

/// What is between backquotes, in order.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(String::from).collect()
}

/// The rows of the table under "Arrows": crate and what it may use; `None` for all.
fn allowed() -> BTreeMap<String, Option<BTreeSet<String>>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, section) = text.split_once("\n## Arrows\n").expect("a section `Arrows`");
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|l| l.starts_with("| `"));
    let table: BTreeMap<String, Option<BTreeSet<String>>> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let all = cells[2].starts_with("all ").then_some(());
            let uses = if all.is_some() { None } else { Some(quoted(cells[2]).into_iter().collect()) };
            (quoted(cells[1])[0].clone(), uses)
        })
        .collect();
    assert!(table.len() >= 9, "the table of arrows was not found: {table:?}");
    table
}

/// The crates of the workspace and those of ours that each uses, for building, running or testing.
fn real() -> BTreeMap<String, BTreeSet<String>> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--locked"]);
    let told = command.current_dir(root()).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let metadata: Value = serde_json::from_slice(&told.stdout).unwrap();
    let short = |name: &Value| {
        let name = name.as_str().unwrap();
        name.strip_prefix(PREFIX).unwrap_or(name).to_string()
    };
    let uses = |package: &Value| {
        let all = package["dependencies"].as_array().unwrap();
        all.iter().filter(|d| d["path"].is_string()).map(|d| short(&d["name"])).collect()
    };
    metadata["packages"].as_array().unwrap().iter().map(|p| (short(&p["name"]), uses(p))).collect()
}

#[test]
fn crates_use_only_what_the_architecture_allows() {
    let (allowed, real) = (allowed(), real());
    let wrong: Vec<String> = real
        .iter()
        .flat_map(|(from, uses)| uses.iter().map(move |to| (from, to)))
        .filter(|(from, to)| match allowed.get(*from) {
            Some(Some(may)) => !may.contains(*to),
            Some(None) => !allowed.contains_key(*to),
            None => true,
        })
        .map(|(from, to)| format!("`{from}` uses `{to}`"))
        .collect();
    assert!(wrong.is_empty(), "arrows that ARCHITECTURE.md does not allow: {}", wrong.join(", "));
}

#[test]
fn every_crate_stands_in_the_table() {
    let (allowed, real) = (allowed(), real());
    assert_eq!(allowed.keys().collect::<Vec<_>>(), real.keys().collect::<Vec<_>>());
    assert!(allowed.values().flatten().flatten().all(|name| real.contains_key(name)));
    assert!(real.values().all(|uses| !uses.contains(PROGRAM)), "nothing may use the program");
}
