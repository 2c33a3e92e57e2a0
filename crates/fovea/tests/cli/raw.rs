//! Pictures of the line, sent and taken from the shell.

use crate::pictures::{part, write_png};
use crate::shell::Shell;
use serde_json::{Value, json};

#[test]
fn pictures_of_the_line_are_sent_listed_taken_and_deleted() {
    let shell = Shell::new();
    let project = json!({ "name": "Parts", "product": "", "scene": "free", "good_name": "good", "note": "",
        "classes": [{ "name": "blob" }] });
    shell.server.json("POST", "/projects", project);
    let files: Vec<String> = (0..3)
        .map(|number| {
            let path = shell.path(&format!("{number}.png"));
            write_png(&path, &part(number, number == 1));
            path.to_str().unwrap().to_string()
        })
        .collect();
    let notes = shell.path("notes.png");
    std::fs::write(&notes, "no picture").unwrap();
    let labels = shell.path("labels.json");
    let shape = json!({"kind": "box", "x": 4, "y": 4, "w": 8, "h": 8});
    std::fs::write(
        &labels,
        json!([{"class": "blob", "shape": shape}, {"class": "burn", "shape": shape}]).to_string(),
    )
    .unwrap();

    let push = [
        "raw",
        "push",
        "parts",
        &files[0],
        &files[2],
        "--machine",
        "AOI-1",
        "--flag",
        "ok",
        "--station",
        "front",
    ];
    assert_eq!(shell.out(&push).lines().count(), 2);
    let marked = [
        "raw",
        "push",
        "parts",
        notes.to_str().unwrap(),
        &files[1],
        "--machine",
        "AOI-2",
        "--flag",
        "ng",
        "--serial",
        "S 1",
        "--labels",
        labels.to_str().unwrap(),
    ];
    // One that cannot be used is told; the other is kept.
    let told = shell.run(&marked).exits(1);
    assert!(
        told.err.contains("1 of 2 were not kept") && told.err.contains("error[picture.unreadable]"),
        "{}",
        told.err
    );
    assert!(told.out.ends_with("1.png\n"), "{}", told.out);
    // Sent again nothing is doubled.
    assert_eq!(shell.out(&push).lines().count(), 2);
    let all = shell.run(&["raw", "list", "parts", "--json"]).json();
    assert_eq!(all["total"], 3);
    let listed = shell.out(&["raw", "list", "parts", "--machine", "AOI-2"]);
    assert!(listed.contains("AOI-2    -        -        ng    S 1     1.png  no"), "{listed}");

    shell.run(&["raw", "take", "parts"]).fails(2, "raw.arguments");
    shell.run(&["raw", "take", "parts", "x"]).fails(2, "raw.arguments");
    shell
        .run(&["raw", "push", "parts", &files[0], "--machine", "M", "--taken-at", "noon"])
        .fails(2, "raw.arguments");
    let took = shell.run(&["raw", "take", "parts", "--machine", "AOI-2"]).exits(0);
    assert_eq!(took.out, "1 new pictures, 0 were there already, 1 labelled\n");
    assert!(took.err.contains("1 labels left out: burn (unknown)"), "{}", took.err);
    let took: Value = shell.run(&["raw", "take", "parts", "--all", "--flags", "--json"]).json();
    assert_eq!((&took["added"], &took["labelled"], &took["left"]), (&json!(2), &json!(2), &json!(0)));
    let first = all["items"][0]["id"].as_str().unwrap();
    assert_eq!(shell.out(&["raw", "delete", "parts", first]), "1 deleted\n");
    assert_eq!(shell.out(&["raw", "delete", "parts", "--all"]), "2 deleted\n");
    assert!(shell.out(&["project", "list"]).contains("free   3         3"));

    assert!(shell.out(&["setting", "set", "--raw-days", "7"]).contains("pictures of line   7 days"));
    assert!(shell.out(&["setting", "set", "--raw-for-ever"]).contains("pictures of line   for ever"));
}
