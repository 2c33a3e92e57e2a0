use super::*;

#[test]
fn a_written_file_replaces_the_old_one_and_leaves_nothing_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("一.png");
    write_atomic(&path, b"old").unwrap();
    write_atomic(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_failed_write_names_the_file_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let e = write_atomic(&dir.path().join("no/such/x.png"), b"x").unwrap_err();
    assert_eq!(e.code(), "file.unwritable");
    assert!(e.to_string().contains("x.png"), "{e}");
    // A folder is in the way: the rename fails after the temporary file was written.
    fs::create_dir_all(dir.path().join("taken/inside")).unwrap();
    assert!(write_atomic(&dir.path().join("taken"), b"x").is_err());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_name_as_long_as_the_file_system_allows_can_be_written() {
    let dir = tempfile::tempdir().unwrap();
    write_atomic(&dir.path().join("漆".repeat(84)), b"x").unwrap();
}

#[test]
fn a_folder_a_missing_file_and_a_large_file_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let limits = Limits { max_bytes: 3, ..Limits::default() };
    assert_eq!(read_limited(dir.path(), &limits).unwrap_err().code(), "file.unreadable");
    assert_eq!(read_limited(&dir.path().join("x"), &limits).unwrap_err().code(), "file.unreadable");
    let path = dir.path().join("four");
    fs::write(&path, b"1234").unwrap();
    let e = read_limited(&path, &limits).unwrap_err();
    assert_eq!(e.code(), "picture.too_large");
    assert!(e.to_string().contains("four"), "{e}");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("pipe.jpg");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    if made.is_ok_and(|s| s.success()) {
        assert_eq!(read_limited(&path, &Limits::default()).unwrap_err().code(), "file.unreadable");
    }
}

#[test]
fn the_next_write_clears_what_a_killed_one_has_left() {
    let dir = tempfile::tempdir().unwrap();
    let hours_ago = std::time::SystemTime::now() - Duration::from_secs(7200);
    let write = |name: &str, at: Option<std::time::SystemTime>| {
        let path = dir.path().join(name);
        let file = File::create(&path).unwrap();
        at.into_iter().for_each(|at| file.set_modified(at).unwrap());
        path
    };
    // No process has a number beyond 2^22.
    let left = write(".a.json.99999999-3.tmp", Some(hours_ago));
    let just_now = write(".a.json.99999998-3.tmp", None);
    let alive = write(&format!(".b.json.{}-0.tmp", std::process::id()), Some(hours_ago));
    let of_others = [".a.tmp", "a.99999999-3.tmp", ".a.99999999-x.tmp", ".99999999-3.tmp"];
    let of_others = of_others.map(|name| write(name, Some(hours_ago)));
    write_atomic(&dir.path().join("a.json"), b"{}").unwrap();
    assert!(!left.exists());
    assert!(just_now.exists() && alive.exists() && of_others.iter().all(|path| path.exists()));
}
