//! Folders that jobs share: that of their owner, which stays, and the house's data, which a virtual cluster may let its jobs change;
//! and versions of data, which they read.

use crate::jobs::House;
use crate::pictures::{BAD, GOOD};
use crate::server::{project, wait_for};
use serde_json::json;

#[test]
fn what_one_job_leaves_in_the_owners_folder_another_finds_there() {
    let house = House::new();
    let mounts = json!([{ "source": "home" }]);
    let first = "echo kept > \"$HOME/note\"; echo own > here; echo \"$HOME $FOVEA_HOME $PWD $FOVEA_WORK\"";
    let job = house.submit(first, json!({ "mounts": mounts }));
    assert_eq!(house.ended(&job)["state"], "succeeded", "{:?}", house.said(&job));
    let walls = house.node()["sandbox"] == "bubblewrap";
    if walls {
        assert_eq!(house.said(&job), ["/home/admin /home/admin /work /work"]);
    }
    assert!(house.data().join("jobs").join(&job).join("work/here").is_file());
    // Wherever it is to be seen.
    let elsewhere =
        json!([{ "source": "home", "target": "/mnt/mine" }, { "source": "work", "target": "/data/x" }]);
    let second =
        house.submit("cat \"$FOVEA_HOME/note\"; test -e here || echo own", json!({ "mounts": elsewhere }));
    assert_eq!(house.ended(&second)["state"], "succeeded", "{:?}", house.said(&second));
    assert_eq!(house.said(&second), ["kept", "own"]);
    // One that did not ask for it has only its own.
    let third = house.submit("ls -A \"$HOME\" | grep note; test -z \"$FOVEA_HOME\" && echo none", json!({}));
    assert_eq!(house.ended(&third)["state"], "succeeded");
    assert_eq!(house.said(&third), ["none"]);
    // Deleting jobs leaves it.
    house.run(&["job", "delete", &job]).exits(0);
    let homes = std::fs::read_dir(house.data().join("homes")).unwrap().count();
    assert_eq!(homes, 1);
}

#[test]
fn the_houses_data_is_read_by_jobs_that_ask_and_changed_where_their_cluster_lets_them() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("parts.csv"), "1,2\n").unwrap();
    let house = House::with_job_data(folder.path());
    let script = "cat \"$FOVEA_DATA/parts.csv\"; touch \"$FOVEA_DATA/mine\" 2>/dev/null && echo written; echo \"$FOVEA_DATA\"";
    let job = house.submit(script, json!({ "mounts": [{ "source": "data" }] }));
    assert_eq!(house.ended(&job)["state"], "succeeded", "{:?}", house.said(&job));
    if house.node()["sandbox"] == "bubblewrap" {
        assert_eq!(house.said(&job), ["1,2", "/data"]);
        assert!(!folder.path().join("mine").exists());
        let unasked = house.submit("ls /data 2>&1 | grep parts; echo done", json!({}));
        assert_eq!(house.ended(&unasked)["state"], "succeeded");
        assert_eq!(house.said(&unasked), ["done"]);
        let told = house.run(&["vc", "edit", "default", "--writes-data", "yes"]).exits(0);
        assert!(told.out.contains("may be changed by its jobs"), "{}", told.out);
        let writes = house.submit(script, json!({ "mounts": [{ "source": "data" }] }));
        assert_eq!(house.ended(&writes)["state"], "succeeded", "{:?}", house.said(&writes));
        assert_eq!(house.said(&writes), ["1,2", "written", "/data"]);
        assert!(folder.path().join("mine").exists());
    }
    let limits = house.server().get("/virtual_clusters")["items"][0]["id"].as_str().unwrap().to_string();
    let limits = house.server().get(&format!("/virtual_clusters/{limits}/limits"));
    assert_eq!(limits["data_folder"], true);
}

#[test]
fn where_there_is_no_folder_of_data_a_job_that_asks_for_it_is_refused() {
    let house = House::new();
    let file = house.file("name: t\ncommand: ls\nmounts:\n  - source: data\n");
    let told = house.run(&["job", "submit", "-f", &file]).fails(3, "job_file.invalid");
    assert!(told.err.contains("folder of data"), "{}", told.err);
}

#[test]
fn a_version_of_data_is_read_by_a_job_and_leaves_its_folder_with_its_end() {
    let house = House::new();
    let project = project(house.server());
    house.server().json("POST", &format!("/projects/{project}/versions"), json!({ "held_back": 0 }));
    let script = "ls \"$FOVEA_DATASET/images\"; head -n 1 \"$FOVEA_DATASET/pictures.csv\"
        grep -c ,blob,bad, \"$FOVEA_DATASET/pictures.csv\"; ls \"$FOVEA_DATASET/images/good\" | wc -l
        [ \"$walls\" = no ] || touch \"$FOVEA_DATASET/mine\" 2>/dev/null && [ \"$walls\" = yes ] && echo written
        echo \"$FOVEA_DATASET_2\"";
    let walls = house.node()["sandbox"] == "bubblewrap";
    // Which one may be asked for by a parameter, as a template does.
    let more = json!({
        "environment": { "walls": if walls { "yes" } else { "no" } },
        "parameters": [{ "name": "dataset", "type": "version" }],
        "values": { "dataset": "Parts/1" },
        "mounts": [
            { "source": "version", "version": "${dataset}" },
            { "source": "version", "version": "Parts/1", "target": "/mnt/again" },
        ],
    });
    let job = house.submit(script, more);
    assert_eq!(house.ended(&job)["state"], "succeeded", "{:?}", house.said(&job));
    let said = house.said(&job);
    let counts = [BAD.to_string(), GOOD.to_string()];
    let head = "path,name,class,verdict,part";
    assert_eq!(said[..5], ["blob", "good", head, counts[0].as_str(), counts[1].as_str()], "{said:?}");
    if walls {
        assert_eq!(said[5..], ["/mnt/again"]);
    }
    let laid = house.data().join("jobs").join(&job).join("datasets");
    wait_for("the end of what was laid out", || (!laid.exists()).then_some(()));
    let again = house.run(&["job", "submit", "--from", &job, "--dry-run"]).exits(0).out;
    // By its id, as its project may be renamed.
    let read = house.server().get(&format!("/jobs/{job}"))["spec"]["mounts"][0]["version"]["id"].clone();
    assert!(again.contains(read.as_str().unwrap()) && again.contains("/mnt/again"), "{again}");
    let file = house.file("name: t\ncommand: ls\nmounts:\n  - source: version\n    version: Parts/7\n");
    let told = house.run(&["job", "submit", "-f", &file]).fails(3, "job_file.invalid");
    assert!(told.err.contains("no such version") && told.err.contains('5'), "{}", told.err);
}
