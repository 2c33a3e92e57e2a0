use super::*;

fn blobs(folder: &Path) -> Blobs {
    Blobs::new(folder.join("blobs"), "")
}

#[test]
fn a_received_file_lies_under_its_hash() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = blobs(folder.path());
    let mut writer = Blobs::writer(&folder.path().join("uploads")).unwrap();
    writer.write(b"abc").unwrap();
    writer.write(b"def").unwrap();
    let (path, hash) = writer.finish().unwrap();
    assert_eq!(hash, BlobHash::of(b"abcdef"));
    assert!(!blobs.holds(&hash));
    blobs.adopt(&path, &hash).unwrap();
    blobs.adopt(&path, &hash).unwrap();
    fs::remove_file(path).unwrap();
    assert_eq!(fs::read(blobs.path(&hash)).unwrap(), b"abcdef");
}

#[test]
fn what_is_not_finished_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Blobs::writer(folder.path()).unwrap();
    writer.write(b"abc").unwrap();
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn bytes_are_kept_once_and_go_when_removed() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = blobs(folder.path());
    let hash = blobs.put(b"x").unwrap();
    assert_eq!(blobs.put(b"x").unwrap(), hash);
    assert!(blobs.holds(&hash));
    assert!(blobs.remove(&hash).unwrap());
    assert!(!blobs.remove(&hash).unwrap());
}

#[test]
fn a_path_is_no_hash() {
    for text in ["", "../../etc/passwd", &"A".repeat(64), &"a".repeat(63)] {
        assert!(text.parse::<BlobHash>().is_err(), "{text}");
    }
}

#[test]
fn what_was_not_used_for_the_longest_time_goes_first() {
    let dir = tempfile::tempdir().unwrap();
    let cache = Blobs::new(dir.path().into(), ".tiles");
    let hashes: Vec<BlobHash> = (0u8..4).map(|n| BlobHash::of(&[n])).collect();
    for (age, hash) in hashes.iter().enumerate() {
        cache.put_as(hash, &[7; 100], false).unwrap();
        let file = fs::OpenOptions::new().append(true).open(cache.path(hash)).unwrap();
        file.set_modified(SystemTime::now() - std::time::Duration::from_secs(100 - age as u64)).unwrap();
    }
    cache.touch(&hashes[0]);
    cache.keep_newest(250, &hashes[1]).unwrap();
    let left: Vec<bool> = hashes.iter().map(|h| cache.holds(h)).collect();
    assert_eq!(left, [true, true, false, false]);
}
