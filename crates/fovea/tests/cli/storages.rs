//! Pictures that the server takes from a storage of its machine.

use crate::pictures::draw_parts;
use crate::program::{fovea, run};
use crate::server::{Server, administrator, free_address};
use serde_json::json;

#[test]
fn a_folder_of_a_storage_is_taken_by_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let (data, lines) = (folder.path().join("data"), folder.path().join("lines"));
    let token = administrator(&data);
    draw_parts(&lines.join("parts"));
    let mount = format!("lines={}", lines.display());

    // What is no folder, or has to do with the server's own, is refused.
    for (wrong, why) in [
        (format!("lines={}", folder.path().join("none").display()), "No such file"),
        (format!("lines={}", data.display()), "the server's own folder"),
        (format!("lines={}", data.join("blobs").display()), "the server's own folder"),
        (format!("lines={}", folder.path().display()), "the server's own folder"),
        (format!("home={}", lines.display()), "the name of another one"),
        (lines.display().to_string(), "it has no name"),
        ("cloud=s3://bucket".into(), "AWS_ACCESS_KEY_ID is not set"),
    ] {
        let args = ["serve", "--listen", "127.0.0.1:0", "--storage", &wrong];
        let mut command = fovea();
        command.env_remove("AWS_ACCESS_KEY_ID");
        let told = run(command.args(args).arg("--data").arg(&data)).fails(1, "server.storage");
        assert!(told.err.contains(why), "{wrong}: {}", told.err);
    }

    let free = free_address();
    let mut command = fovea();
    command.arg("serve").arg("--data").arg(&data).args(["--listen", &free, "--storage", &mount]);
    let server = Server::start_by(command, free, &data, &token);
    let project = json!({ "name": "Parts", "product": "", "scene": "free", "good_name": "good", "note": "",
        "classes": [{ "name": "blob" }] });
    server.json("POST", "/projects", project);
    let ask =
        |args: &[&str]| run(fovea().args(args).env("FOVEA_SERVER", server.url()).env("FOVEA_TOKEN", &token));
    assert_eq!(ask(&["storage", "list"]).exits(0).out, "lines\n");
    let listed = ask(&["storage", "ls", "lines", "parts"]).exits(0).out;
    assert!(listed.contains("blob  folder") && listed.contains("good  folder"), "{listed}");
    let took = ask(&["project", "upload", "parts", "--storage", "lines", "--path", "parts", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&took["state"], &took["refused"], &took["labels"]),
        (&json!("done"), &json!(0), &took["added"])
    );
    let again = ask(&["project", "upload", "parts", "--storage", "lines"]).exits(0).out;
    assert!(again.starts_with(&format!("0 new pictures, {} were there already", took["added"])), "{again}");
    ask(&["project", "upload", "parts", "--storage", "lines", "--path", "../data"]).fails(3, "work.bad_path");
    ask(&["project", "upload", "parts", "--storage", "none"]).fails(3, "request.fields");
    ask(&["project", "upload", "parts"]).exits(2);

    // Linked, they stay where they are.
    draw_parts(&lines.join("more"));
    std::fs::remove_dir_all(lines.join("parts")).unwrap();
    let project = json!({ "name": "Linked", "product": "", "scene": "free", "good_name": "good", "note": "",
        "classes": [{ "name": "blob" }] });
    server.json("POST", "/projects", project);
    let before = std::fs::read_dir(data.join("blobs")).unwrap().count();
    let linked =
        ask(&["project", "upload", "linked", "--storage", "lines", "--link", "--json"]).exits(0).json();
    assert_eq!((&linked["added"], &linked["received_bytes"]), (&took["added"], &json!(0)));
    assert_eq!(std::fs::read_dir(data.join("blobs")).unwrap().count(), before, "they are here already");
    ask(&["project", "upload", "linked", "--link", "x"]).exits(2);
}

#[test]
fn files_beyond_the_largest_size_are_refused_with_that_size() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    run(fovea().args(["serve", "--most-upload", "much", "--data"]).arg(&data)).exits(2);
    let token = administrator(&data);
    let free = free_address();
    let mut command = fovea();
    command.arg("serve").arg("--data").arg(&data).args(["--listen", &free, "--most-upload", "0.002MB"]);
    let server = Server::start_by(command, free, &data, &token);
    let project = json!({ "name": "Parts", "product": "", "scene": "free", "good_name": "good", "note": "",
        "classes": [{ "name": "blob" }] });
    let project = server.json("POST", "/projects", project);
    let path = format!("/projects/{}/imports", project["id"].as_str().unwrap());
    let import = server.json("POST", &path, json!({}));
    let path = format!("/imports/{}/files?name=large.jpg", import["id"].as_str().unwrap());
    let (status, told) = server.ask("PUT", &path, "content-type: application/octet-stream\r\n", &[7; 2001]);
    let told = String::from_utf8_lossy(&told).into_owned();
    assert_eq!(status, 413, "{told}");
    assert!(told.contains("import.too_large") && told.contains("2000"), "{told}");
}
