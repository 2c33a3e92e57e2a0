//! Folders that jobs share: that of their owner, which stays, and the house's data, which a virtual cluster may let its jobs change.

use crate::jobs::House;
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
