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
fn many_files_find_their_places_together() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = blobs(folder.path());
    let write = |text: &str| {
        let mut writer = Blobs::writer(&folder.path().join("uploads")).unwrap();
        writer.write(text.as_bytes()).unwrap();
        writer.finish_unsynced().unwrap()
    };
    let mut texts: Vec<String> = (0..40).map(|n| n.to_string()).collect();
    texts.push("7".into());
    let files: Vec<(PathBuf, BlobHash)> = texts.iter().map(|text| write(text)).collect();
    let all: Vec<(&Path, &BlobHash)> = files.iter().map(|(path, hash)| (path.as_path(), hash)).collect();
    blobs.adopt_all(&all).unwrap();
    blobs.adopt_all(&all).unwrap();
    blobs.adopt_all(&[]).unwrap();
    for (text, (path, hash)) in texts.iter().zip(&files) {
        assert_eq!(fs::read_to_string(blobs.path(hash)).unwrap(), *text);
        assert!(path.exists());
    }
    // One that went meanwhile is told by its name.
    fs::remove_file(all[3].0).unwrap();
    let told = blobs.adopt_all(&all).unwrap_err().to_string();
    assert!(told.contains(&all[3].1.to_string()), "{told}");
}

#[test]
fn where_a_content_lay_is_forgotten_once_all_are_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = blobs(folder.path());
    let files = ["1", "2"].map(|text| {
        let mut writer = Blobs::writer(&folder.path().join("uploads")).unwrap();
        writer.write(text.as_bytes()).unwrap();
        writer.finish_unsynced().unwrap()
    });
    let all: Vec<(&Path, &BlobHash)> = files.iter().map(|(path, hash)| (path.as_path(), hash)).collect();
    let link = blobs.link_path(all[0].1);
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    fs::write(&link, "{}").unwrap();
    // A file lies where the folder of the second is to be.
    let path = blobs.path(all[1].1);
    let in_the_way = path.parent().unwrap();
    fs::write(in_the_way, "").unwrap();
    assert!(blobs.adopt_all(&all).is_err());
    assert!(link.exists());
    fs::remove_file(in_the_way).unwrap();
    blobs.adopt_all(&all).unwrap();
    assert!(!link.exists() && path.exists());
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

#[test]
fn a_linked_content_is_read_where_it_lies_and_only_as_what_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (storage, blobs) = (folder.path().join("mnt"), blobs(folder.path()));
    fs::create_dir_all(storage.join("a")).unwrap();
    fs::write(storage.join("a/1.png"), b"picture").unwrap();
    let hash = BlobHash::of(b"picture");
    let file = |path: &str| LinkedFile { storage: "lines".into(), path: path.into(), bytes: 7 };
    let why = |blobs: &Blobs| match blobs.linked_bytes(&hash) {
        Err(StoreError::Linked(fault)) => Some(fault.why),
        other => other.map(|_| None).unwrap(),
    };
    blobs.put_link(&hash, &file("a/1.png")).unwrap();
    assert!(blobs.knows(&hash) && !blobs.holds(&hash));
    assert_eq!(why(&blobs), Some(LinkWhy::NoStorage));
    blobs.set_storages([("lines".to_string(), storage.clone())]);
    assert_eq!(blobs.linked_bytes(&hash).unwrap().as_deref(), Some(b"picture".as_slice()));
    let laid = folder.path().join("laid");
    blobs.lay(&hash, &laid).unwrap();
    blobs.lay(&hash, &laid).unwrap();
    assert_eq!(fs::read(&laid).unwrap(), b"picture");
    assert_eq!(
        blobs.old(hash_folder(&hash), SystemTime::now() + ONE_DAY).unwrap(),
        [OldFile::Content(hash.clone())]
    );

    // Longer, shorter and of the same length.
    for other in [b"pictures".as_slice(), b"pict", b"pictura"] {
        fs::write(storage.join("a/1.png"), other).unwrap();
        assert_eq!(why(&blobs), Some(LinkWhy::Changed));
        assert!(blobs.lay(&hash, &folder.path().join("other")).is_err());
    }
    assert!(!folder.path().join("other").exists());
    // One that can be read takes the place of one that cannot, and not the other way round.
    fs::write(storage.join("2.png"), b"picture").unwrap();
    blobs.put_link(&hash, &file("2.png")).unwrap();
    blobs.put_link(&hash, &file("a/1.png")).unwrap();
    assert_eq!(blobs.link(&hash).unwrap(), Some(file("2.png")));
    assert_eq!(why(&blobs), None);
    for way in ["../mnt/2.png", "/2.png", "a", "", "a/../2.png"] {
        let link = serde_json::to_vec(&file(way)).unwrap();
        fs::write(blobs.link_path(&hash), link).unwrap();
        assert_eq!(why(&blobs), Some(LinkWhy::Gone), "{way}");
    }
    // The content itself, which then counts.
    blobs.put(b"picture").unwrap();
    assert!(blobs.holds(&hash) && blobs.link(&hash).unwrap().is_none() && !blobs.link_path(&hash).exists());
    assert!(blobs.remove(&hash).unwrap() && !blobs.knows(&hash));
    assert!(storage.join("2.png").is_file() && storage.join("a/1.png").is_file());
}

const ONE_DAY: std::time::Duration = std::time::Duration::from_secs(86_400);

fn hash_folder(hash: &BlobHash) -> u8 {
    u8::from_str_radix(&hash.as_str()[..2], 16).unwrap()
}
