//! What the reader reads is proposed as labels, from the shell and by a real job.

use crate::pictures::write_png;
use crate::read::{DARK, LABELS, label};
use crate::shell::Shell;
use serde_json::{Value, json};

#[test]
fn the_reader_proposes_texts_without_a_model_of_the_project() {
    let shell = Shell::new();
    let folder = shell.path("shots");
    write_png(&folder.join("lot.png"), &label(LABELS[1], DARK));
    write_png(&folder.join("plain.png"), &label("", DARK));
    shell.out(&["project", "create", "lots", "--scene", "text"]);
    shell.out(&["project", "upload", "lots", folder.to_str().unwrap()]);
    let refused = shell.run(&["dataset", "prelabel", "lots", "--read"]).exits(3);
    assert!(refused.err.contains("error[prelabel.no_text_class]: "), "{}", refused.err);
    let project = shell.run(&["project", "show", "lots", "--json"]).exits(0).json();
    let path = format!("/projects/{}", project["id"].as_str().unwrap());
    shell.server.json("POST", &format!("{path}/classes"), json!({ "name": "text" }));
    let told = shell.run(&["dataset", "prelabel", "lots", "--read", "--json"]).exits(0).json();
    // Nothing stands on the other picture, and so nothing is proposed of it.
    assert_eq!((&told["pictures"], &told["open"]), (&json!(2), &json!(1)), "{told}");
    assert_eq!((&told["model"], &told["state"]), (&Value::Null, &json!("succeeded")), "{told}");
    let open = shell.server.get(&format!("{path}/pictures?proposal=open"));
    let picture = open["items"][0]["id"].as_str().unwrap();
    let proposal = shell.server.get(&format!("/pictures/{picture}/annotation"))["proposal"].clone();
    let region = &proposal["regions"][0];
    assert_eq!((&proposal["bad"], &region["shape"]["kind"]), (&json!(false), &json!("text")), "{proposal}");
    assert_eq!(region["class_id"], told["class_id"], "{proposal}");
    assert!(region["shape"]["text"].as_str().unwrap().contains("1456"), "{proposal}");
}
