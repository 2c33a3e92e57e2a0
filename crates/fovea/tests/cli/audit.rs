//! Somebody edits the database behind the program's back, and the audit shows it.

use crate::program::{Run, fovea, run};
use crate::server::{Server, administrator};
use serde_json::json;
use std::path::Path;
use std::process::Command;

fn verify(data: &Path, more: &[&str]) -> Run {
    run(fovea().args(["audit", "verify", "--data"]).arg(data).args(more))
}

/// Another program that opens the same file: Python's own SQLite.
#[track_caller]
fn edit(data: &Path, sql: &str) {
    let script = "import sqlite3,sys
db=sqlite3.connect(sys.argv[1])
for name in ('audit_is_not_changed','audit_is_not_removed'): db.execute('DROP TRIGGER IF EXISTS '+name)
db.executescript(sys.argv[2]); db.commit()";
    let done =
        Command::new("python3").args(["-c", script]).arg(data.join("fovea.db")).arg(sql).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn rows(data: &Path, count: usize) {
    crate::server::administrator(data);
    for _ in 0..count {
        run(fovea().args(["admin", "token", "--name", "admin", "--data"]).arg(data)).exits(0);
    }
}

#[test]
fn an_untouched_audit_holds_and_tells_its_head() {
    let folder = tempfile::tempdir().unwrap();
    rows(folder.path(), 3);
    let told = verify(folder.path(), &[]).exits(0);
    let head = told.out.lines().find_map(|l| l.strip_prefix("head ")).unwrap().to_string();
    assert!(told.out.starts_with("rows 1 to 5 are as they were written\n"), "{}", told.out);
    let later = verify(folder.path(), &["--expect", &head, "--json"]).exits(0).json();
    assert_eq!(
        (&later["expected"], &later["rows"], &later["broken"]),
        (&json!("held"), &json!(5), &json!(null))
    );
    verify(folder.path(), &["--expect", "nonsense"]).exits(2);
}

#[test]
fn a_changed_and_a_removed_row_are_named() {
    let folder = tempfile::tempdir().unwrap();
    rows(folder.path(), 3);
    edit(folder.path(), "UPDATE audit SET actor_name = 'somebody else' WHERE seq = 3");
    verify(folder.path(), &[]).fails(3, "audit.changed").err.find("row 3 ").unwrap();
    // No id is so short: such a row cannot be read, and is the one that is wrong.
    edit(folder.path(), "UPDATE audit SET actor_id = x'00' WHERE seq = 2");
    verify(folder.path(), &[]).fails(3, "audit.changed").err.find("row 2 ").unwrap();
    edit(folder.path(), "DELETE FROM audit WHERE seq = 1");
    let told = verify(folder.path(), &["--json"]).exits(3);
    assert_eq!(told.json()["broken"], json!({"seq": 1, "what": "missing"}));
    assert!(told.err.contains("error[audit.missing]: row 1 is missing"), "{}", told.err);
}

#[test]
fn newest_rows_that_were_cut_off_are_missed() {
    let folder = tempfile::tempdir().unwrap();
    rows(folder.path(), 3);
    let head = verify(folder.path(), &["--json"]).exits(0).json()["head"].as_str().unwrap().to_string();
    edit(folder.path(), "DELETE FROM audit WHERE seq >= 4");
    verify(folder.path(), &[]).fails(3, "audit.missing").err.find("row 4 ").unwrap();
    // Somebody who knows how rows are numbered hides it, but not from who kept the head.
    edit(folder.path(), "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'audit'");
    verify(folder.path(), &[]).exits(0);
    verify(folder.path(), &["--expect", &head]).fails(3, "audit.missing").err.find("row 4 ").unwrap();
    // Nor by writing others in their place.
    for _ in 0..3 {
        run(fovea().args(["admin", "token", "--name", "admin", "--data"]).arg(folder.path())).exits(0);
    }
    verify(folder.path(), &[]).exits(0);
    verify(folder.path(), &["--expect", &head]).fails(3, "audit.changed").err.find("row 5 ").unwrap();
}

#[test]
fn a_running_server_is_looked_at_beside_and_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let token = administrator(folder.path());
    let server = Server::start(folder.path(), &token);
    server.json("POST", "/tokens", json!({"name": "one more"}));
    verify(folder.path(), &[]).exits(0);
    edit(folder.path(), "UPDATE audit SET after = NULL WHERE seq = 3");
    verify(folder.path(), &[]).fails(3, "audit.changed").err.find("row 3 ").unwrap();
    assert_eq!(server.get("/audit/check")["broken"], json!({"seq": 3, "what": "changed"}));
}

#[test]
fn looking_makes_no_folder_and_changes_no_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = folder.path().join("nothing");
    verify(&nothing, &[]).fails(1, "store.no_folder");
    assert!(!nothing.exists());
    rows(folder.path(), 0);
    edit(
        folder.path(),
        "DELETE FROM seaql_migrations WHERE version = (SELECT MAX(version) FROM seaql_migrations)",
    );
    verify(folder.path(), &[]).fails(1, "store.older");
}
