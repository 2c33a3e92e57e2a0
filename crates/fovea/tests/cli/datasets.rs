//! Versions, parts and statistics of a project's data, from the shell.

use crate::pictures::draw_parts;
use crate::shell::Shell;
use serde_json::json;

#[test]
fn versions_are_parted_compared_published_and_counted_from_the_shell() {
    let shell = Shell::new();
    let folder = shell.path("parts");
    draw_parts(&folder);
    shell.out(&["project", "create", "parts", "--class", "blob"]);
    shell.out(&["project", "upload", "parts", folder.to_str().unwrap()]);
    assert!(shell.out(&["dataset", "split", "parts"]).starts_with("the pictures are not parted"));
    let dry = ["dataset", "split", "parts", "--by", "class", "--validation", "0.25", "--test", "0.25"];
    let seen = shell.run(&[&dry[..], &["--dry-run", "--json"]].concat()).json();
    let sum = |what: &str| {
        seen["counts"].as_array().unwrap().iter().map(|c| c[what].as_u64().unwrap()).sum::<u64>()
    };
    let [train, validation, test] = ["train", "validation", "test"].map(sum);
    assert_eq!((train, train + validation + test, sum("none")), (18, 36, 0), "{seen}");
    assert!(validation.abs_diff(test) <= 2, "{seen}");
    assert!(shell.out(&dry).starts_with("by class: 25 % validation, 25 % test\n"));
    shell
        .run(&["dataset", "split", "parts", "--by", "pattern", "--pattern", "("])
        .exits(3)
        .err
        .find("error[split.pattern]")
        .unwrap();
    let project = shell.run(&["project", "show", "parts", "--json"]).json();
    let path = format!("/projects/{}/versions", project["id"].as_str().unwrap());
    for (note, tags) in [("first", json!(["night"])), ("second", json!([]))] {
        shell.server.json("POST", &path, json!({"note": note, "tags": tags}));
        let all =
            shell.server.get(&format!("/projects/{}/pictures?verdict=bad", project["id"].as_str().unwrap()));
        let bulk = format!("/projects/{}/annotations/bulk", project["id"].as_str().unwrap());
        shell.server.json("POST", &bulk, json!({"ids": [all["items"][0]["id"]], "verdict": "good"}));
    }
    let listed = shell.out(&["dataset", "versions", "parts", "--search", "night"]);
    let row: Vec<&str> = listed.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(row[..6], ["1", "-", "36", "36", &validation.to_string(), &test.to_string()], "{listed}");
    assert_eq!((row[6], row[7], row[8]), ("classify,anomaly", "free", "folders:36"), "{listed}");
    let fitting = |task: &str| shell.run(&["dataset", "versions", "parts", "--task", task, "--json"]).json();
    assert_eq!((&fitting("anomaly")["total"], &fitting("read")["total"]), (&json!(2), &json!(0)));
    let diff = shell.out(&["dataset", "diff", "parts/1", "parts/2", "--kind", "label_changed"]);
    assert!(
        diff.contains("labels changed           1") && diff.contains("bad") && diff.contains("-> good"),
        "{diff}"
    );
    assert_eq!(shell.run(&["dataset", "diff", "parts/1", "parts/2", "--json"]).json()["same"], 35);
    assert_eq!(shell.out(&["dataset", "publish", "parts/2"]), "version 2 is published\n");
    assert_eq!(shell.run(&["dataset", "versions", "parts", "--published", "--json"]).json()["total"], 1);
    assert_eq!(shell.out(&["dataset", "publish", "parts/2", "--withdraw"]), "version 2 is withdrawn\n");
    let stats = shell.out(&["dataset", "stats", "parts/1"]);
    assert!(stats.starts_with("36 pictures, 36 labelled, "), "{stats}");
    // Nobody has looked at them all yet.
    assert!(stats.contains("features of 0 of 36 pictures were known"), "{stats}");
    let again = shell.run(&["dataset", "stats", "parts/1", "--json"]).json();
    assert_eq!((&again["state"], &again["result"]["pictures"]), (&json!("done"), &json!(36)));
    shell.out(&["dataset", "split", "parts", "--off"]);
    assert!(shell.out(&["dataset", "split", "parts"]).starts_with("the pictures are not parted"));
}

#[test]
fn chosen_pictures_and_versions_are_exported_from_the_shell_and_advice_is_told() {
    let shell = Shell::new();
    let folder = shell.path("parts");
    draw_parts(&folder);
    shell.out(&["project", "create", "parts", "--class", "blob"]);
    shell.out(&["project", "upload", "parts", folder.to_str().unwrap()]);
    let project = shell.run(&["project", "show", "parts", "--json"]).json();
    let of_project = |below: &str| format!("/projects/{}{below}", project["id"].as_str().unwrap());
    let bad = shell.server.get(&of_project("/pictures?verdict=bad"));
    let tagged =
        json!({"ids": [bad["items"][0]["id"], bad["items"][1]["id"]], "add": ["night"], "remove": []});
    shell.server.json("POST", &of_project("/pictures/tags"), tagged);
    shell.out(&["project", "create", "pieces", "--class", "blob"]);
    let cut = shell.out(&["dataset", "crops", "parts", "--into", "pieces", "--tag", "night"]);
    let opened = shell.out(&["project", "edit", "pieces", "--public"]);
    assert!(opened.contains("everybody who can log in may look"), "{opened}");
    for (scope, names) in [("own", 2), ("shared", 0), ("public", 1)] {
        let listed = shell.run(&["project", "list", "--scope", scope, "--json"]).json();
        assert_eq!(listed["total"], names, "{scope}");
    }
    shell.out(&["project", "edit", "pieces", "--not-public"]);
    // Only wholes are labelled here, so that there is nothing to cut.
    assert_eq!(cut, "0 new pictures in pieces, 0 were there already, 0 labelled\n");
    let told = shell.path("told.csv");
    let name = |at: usize| bad["items"][at]["name"].as_str().unwrap();
    std::fs::write(&told, format!("picture,lot\n{},7\n{},8\n", name(0), name(1))).unwrap();
    shell.out(&["project", "upload", "parts", told.to_str().unwrap()]);
    let lot = shell.path("lot.zip");
    let said = shell.out(&[
        "dataset",
        "export",
        "parts",
        "--column",
        "lot:7",
        "--format",
        "csv",
        "--out",
        lot.to_str().unwrap(),
    ]);
    assert!(said.starts_with("1 pictures, "), "{said}");
    let parted = shell.out(&["dataset", "split", "parts", "--group-column", "lot"]);
    assert!(parted.starts_with("by column lot: 10 % validation, 20 % test\n"), "{parted}");
    shell.out(&["dataset", "split", "parts", "--off"]);
    let out = shell.path("chosen.zip");
    let out = out.to_str().unwrap();
    let said = shell.out(&["dataset", "export", "parts", "--tag", "night", "--format", "coco", "--out", out]);
    assert!(said.starts_with("2 pictures, "), "{said}");
    let size = std::fs::metadata(out).unwrap().len();
    assert!(said.contains(&format!("{size} bytes")), "{said}");
    let names = zip::ZipArchive::new(std::fs::File::open(out).unwrap()).unwrap();
    assert_eq!(names.file_names().filter(|n| n.starts_with("images/")).count(), 2);
    shell.run(&["dataset", "export", "parts", "--tag", "day", "--out", out]).exits(1);
    shell.run(&["dataset", "export", "parts", "--class", "no", "--out", out]).exits(2);
    shell.server.json("POST", &of_project("/versions"), json!({"note": ""}));
    let whole = shell.path("whole.zip");
    let said = shell.out(&["dataset", "export", "parts/1", "--out", whole.to_str().unwrap()]);
    assert!(said.starts_with("36 pictures, "), "{said}");
    shell.run(&["dataset", "export", "parts/1", "--labelled", "--out", out]).exits(2);
}

#[test]
fn a_data_set_is_created_filled_and_listed_and_what_was_left_out_is_a_table() {
    let shell = Shell::new();
    let folder = shell.path("parts");
    draw_parts(&folder);
    std::fs::write(folder.join("broken.jpg"), "no picture").unwrap();
    shell.out(&["dataset", "create", "bare", "--note", "for later"]);
    shell.out(&["dataset", "create", "parts", "--class", "blob"]);
    let table = shell.path("refused.csv");
    let came = shell
        .run(&["dataset", "import", "parts", folder.to_str().unwrap(), "--refused", table.to_str().unwrap()])
        .exits(0);
    assert!(came.out.starts_with("36 new pictures"), "{}", came.out);
    let told = std::fs::read_to_string(&table).unwrap();
    let lines: Vec<&str> = told.split("\r\n").collect();
    assert_eq!((lines[0], lines.len()), ("\u{feff}file,code,reason", 3), "{told}");
    assert!(lines[1].contains("broken.jpg,"), "{told}");
    shell.run(&["dataset", "import", "bare", folder.to_str().unwrap(), "--format", "paper"]).exits(2);
    let copied = shell.out(&["dataset", "copy", "parts", "--into", "bare", "--verdict", "bad"]);
    assert!(copied.contains(" new pictures in bare, 0 were there already, "), "{copied}");
    let bare = shell.run(&["project", "show", "bare", "--json"]).json();
    assert_eq!(bare["data"]["pictures"], bare["data"]["labelled"], "{bare}");
    shell.out(&["dataset", "copy", "bare", "--into", "parts", "--move"]);
    let past = shell.run(&["dataset", "imports", "parts", "--json"]).json();
    assert_eq!((&past["total"], &past["items"][0]["added"]), (&json!(1), &json!(36)));
    let again = shell.path("again.csv");
    let import = past["items"][0]["id"].as_str().unwrap();
    let said = shell.out(&["dataset", "refused", import, "--out", again.to_str().unwrap()]);
    assert!(said.ends_with(": 1 files\n"), "{said}");
    assert_eq!(std::fs::read_to_string(&again).unwrap(), told);
    let made = shell.out(&["version", "create", "parts", "--note", "first", "--tag", "night"]);
    assert!(made.starts_with("version 1: 36 pictures, 36 labelled, "), "{made}");
    let listed = shell.out(&["dataset", "list", "--sort", "-pictures"]);
    let rows: Vec<Vec<&str>> = listed.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        rows[0],
        ["NAME", "VERSION", "PICTURES", "LABELLED", "SIZE", "CHANGED", "OWNER", "PUBLIC", "NOTE"]
    );
    assert_eq!(rows[1][..5], ["parts", "1", "36", "100", "%"], "{listed}");
    assert_eq!(rows[2][..4], ["bare", "-", "0", "-"], "{listed}");
    assert!(listed.lines().nth(2).unwrap().ends_with("for later"), "{listed}");
    let own = shell.run(&["dataset", "list", "--scope", "own", "--sort", "bytes", "--json"]).json();
    assert_eq!(
        (&own["items"][0]["name"], &own["items"][1]["data"]["labelled"]),
        (&json!("bare"), &json!(36))
    );
    let wrong = shell.run(&["dataset", "list", "--sort", "colour"]).exits(1);
    assert!(wrong.err.contains("error[list.bad_sort]"), "{}", wrong.err);
}

#[test]
fn managers_of_a_project_are_named_and_taken_away_from_the_shell() {
    let shell = Shell::new();
    shell.out(&["project", "create", "parts"]);
    shell.out(&["user", "create", "bob", "--role", "annotator"]);
    assert_eq!(shell.out(&["project", "managers", "add", "parts", "bob"]), "bob is a manager of parts\n");
    let listed = shell.run(&["project", "managers", "list", "parts", "--json"]).json();
    assert_eq!((&listed["total"], &listed["items"][0]["name"]), (&json!(1), &json!("bob")));
    let gone = shell.out(&["project", "managers", "remove", "parts", "bob"]);
    assert_eq!(gone, "bob is no manager of parts any more\n");
    shell.run(&["project", "managers", "remove", "parts", "bob"]).fails(1, "name.unknown");
}

#[test]
fn classes_are_kept_added_and_carried_as_a_file_from_the_shell() {
    let shell = Shell::new();
    shell.out(&["project", "create", "parts", "--class", "scratch", "--class", "dent"]);
    shell.out(&["project", "create", "pieces", "--class", "dent", "--class", "hole"]);
    let kept = shell.out(&["label-set", "save", "parts", "Castings"]);
    assert!(kept.contains("scratch") && kept.contains("dent"), "{kept}");
    let dry = shell.out(&["label-set", "add", "Castings", "pieces", "--dry-run"]);
    assert!(dry.starts_with("scratch: new\ndent: "), "{dry}");
    // Nothing is changed by looking, and by saying so.
    let dry = shell.out(&["label-set", "add", "Castings", "pieces", "--dry-run", "--update"]);
    assert!(dry.ends_with("dent: would be changed: colour\n"), "{dry}");
    let added = shell.out(&["label-set", "add", "Castings", "pieces"]);
    assert!(added.ends_with("dent: stays, though different: colour\n"), "{added}");
    let changed = shell.out(&["label-set", "add", "Castings", "pieces", "--update"]);
    assert!(changed.ends_with("dent: changed: colour\n"), "{changed}");
    let again = shell.run(&["label-set", "add", "Castings", "pieces", "--dry-run", "--json"]).json();
    assert_eq!(again["steps"][0]["what"], "same");
    let file = shell.path("labels.json");
    shell.out(&["label-set", "export", "Castings", "--out", file.to_str().unwrap()]);
    shell.out(&["label-set", "delete", "Castings"]);
    shell.out(&["label-set", "import", file.to_str().unwrap(), "--name", "Back"]);
    let listed = shell.run(&["label-set", "list", "--json"]).json();
    assert_eq!((&listed["total"], &listed["items"][0]["name"]), (&json!(1), &json!("Back")));
    shell.out(&["project", "create", "more", "--label-set", "back"]);
    let more = shell.run(&["project", "show", "more", "--json"]).json();
    let names: Vec<&str> =
        more["classes"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["good", "scratch", "dent"]);
    std::fs::write(&file, "{").unwrap();
    shell.run(&["label-set", "import", file.to_str().unwrap()]).fails(3, "label_set.file");
}
