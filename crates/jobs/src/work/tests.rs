use super::*;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

struct House {
    dir: tempfile::TempDir,
    folder: WorkFolder,
}

fn house() -> House {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("secret"), "the server's own").unwrap();
    let folder = WorkFolder::of(&JobFolder::new(dir.path().join("job")));
    folder.make().unwrap();
    House { dir, folder }
}

impl House {
    fn work(&self) -> PathBuf {
        self.dir.path().join("job/work")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.work().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn names(&self, path: &str, wanted: WorkWanted) -> Vec<String> {
        let (mut wanted, mut all) = (wanted, Vec::new());
        loop {
            let page = self.folder.list(&at(path), &wanted).unwrap().unwrap();
            all.extend(page.items.into_iter().map(|f| f.name));
            match page.next {
                Some(next) => wanted.cursor = Some(next),
                None => return all,
            }
        }
    }

    fn send(&self, head: UploadHead, bytes: &[u8]) -> Result<(Upload, Option<WorkFile>)> {
        let begun = self.folder.begin_upload(head)?;
        let mut receiving = self.folder.receive(begun.id, begun.received)?;
        receiving.write(bytes)?;
        receiving.end()
    }
}

fn at(path: &str) -> WorkPath {
    WorkPath::parse(path).unwrap()
}

fn head(path: &str, bytes: u64) -> UploadHead {
    UploadHead { path: path.into(), bytes, replace: false, user: "ann".into(), mark: "1".into() }
}

#[track_caller]
fn fault<T>(result: Result<T>) -> WorkFault {
    result.err().expect("it was done").fault
}

#[test]
fn a_folder_is_told_page_by_page_in_each_order() {
    let house = house();
    for n in 0..23 {
        house.write(&format!("run {n}.txt"), &"x".repeat(100 - n));
    }
    house.write("Models/a", "1");
    house.write("data/b", "1");
    let by_name = ["Models".to_string(), "data".into()];
    let by_name: Vec<String> =
        by_name.into_iter().rev().chain((0..23).map(|n| format!("run {n}.txt"))).collect();
    let wanted = |sort, down| WorkWanted { sort, down, limit: 4, ..WorkWanted::default() };
    let found = house.names("", wanted(WorkSort::Name, false));
    assert_eq!(found, by_name);
    let down: Vec<&String> = by_name[..2].iter().rev().chain(by_name[2..].iter().rev()).collect();
    assert_eq!(house.names("", wanted(WorkSort::Name, true)).iter().collect::<Vec<_>>(), down);
    let by_size = house.names("", wanted(WorkSort::Bytes, false));
    assert_eq!((&by_size[2..4], by_size.len()), (&["run 22.txt".to_string(), "run 21.txt".into()][..], 25));
    let words = WorkWanted { words: Some("RUN 2".into()), limit: 100, ..WorkWanted::default() };
    let page = house.folder.list(&at(""), &words).unwrap().unwrap();
    assert_eq!((page.total, page.items.len(), page.next), (4, 4, None));
    let strange = WorkWanted { cursor: Some("zz".into()), limit: 4, ..WorkWanted::default() };
    assert!(house.folder.list(&at(""), &strange).unwrap().is_none());
}

#[test]
fn no_link_is_followed_wherever_it_stands() {
    let house = house();
    house.write("real/file", "mine");
    symlink(house.dir.path(), house.work().join("out")).unwrap();
    symlink(house.dir.path().join("secret"), house.work().join("leak")).unwrap();
    symlink("real", house.work().join("within")).unwrap();
    assert!(matches!(fault(house.folder.open(&at("leak"))), WorkFault::Link));
    assert!(matches!(fault(house.folder.open(&at("out/secret"))), WorkFault::Link));
    assert!(matches!(fault(house.folder.list(&at("out"), &WorkWanted::default())), WorkFault::Link));
    assert!(matches!(fault(house.folder.open(&at("within/file"))), WorkFault::Link));
    assert!(matches!(fault(house.folder.save(&at("out/new"), b"x", &Expect::Nothing)), WorkFault::Link));
    assert!(matches!(fault(house.folder.make_folder(&at("out/new"))), WorkFault::Link));
    assert!(matches!(fault(house.send(head("out/new", 1), b"x")), WorkFault::Link));
    assert!(matches!(fault(house.folder.remove(&at("out/secret"), true)), WorkFault::Link));
    let tag = house.folder.entry(&at("leak")).unwrap();
    assert_eq!(tag.target, Some(house.dir.path().join("secret").display().to_string()));
    assert!(matches!(fault(house.folder.save(&at("leak"), b"x", &Expect::Tag(tag.tag))), WorkFault::Link));
    // A link goes, and what it leads to stays.
    house.folder.remove(&at("leak"), false).unwrap();
    house.folder.remove(&at("out"), true).unwrap();
    assert_eq!(fs::read_to_string(house.dir.path().join("secret")).unwrap(), "the server's own");
    // The work folder itself may be swapped where there are no walls.
    fs::rename(house.work(), house.dir.path().join("job/elsewhere")).unwrap();
    symlink(house.dir.path(), house.work()).unwrap();
    assert!(house.folder.entry(&at("secret")).is_err());
}

#[test]
fn pipes_and_devices_are_never_opened() {
    let house = house();
    let pipe = house.work().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(house.work().join("socket")).unwrap();
    for name in ["pipe", "socket"] {
        assert_eq!(house.folder.entry(&at(name)).unwrap().kind, WorkKind::Other);
        assert!(matches!(fault(house.folder.open(&at(name))), WorkFault::NoFile), "{name}");
        assert!(matches!(fault(house.folder.text(&at(name), 0, 10)), WorkFault::NoFile), "{name}");
    }
    assert!(matches!(fault(house.folder.open(&at("pipe/x"))), WorkFault::NotFolder));
}

/// A job that swaps a folder for a link as fast as it can, while it is read and written to: nothing of outside is ever seen.
#[test]
fn a_folder_that_becomes_a_link_meanwhile_leads_nowhere() {
    let house = house();
    fs::create_dir(house.dir.path().join("outside")).unwrap();
    fs::write(house.dir.path().join("outside/file"), "the server's own").unwrap();
    house.write("real/file", "mine");
    let (work, stop) = (house.work(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (there, real, link) = (work.join("there"), work.join("real"), work.join("link"));
            symlink(house.dir.path().join("outside"), &link).unwrap();
            while !stop.load(Ordering::Relaxed) {
                for from in [&real, &link] {
                    let _ = fs::rename(from, &there);
                    let _ = fs::rename(&there, from);
                }
            }
        });
        let until = Instant::now() + Duration::from_millis(400);
        let mut seen = 0;
        while Instant::now() < until {
            if let Ok(piece) = house.folder.text(&at("there/file"), 0, 100) {
                assert_eq!(piece.text, "mine");
                seen += 1;
            }
            let _ = house.folder.save(&at("there/new"), b"x", &Expect::Nothing);
            let _ = house.folder.remove(&at("there/new"), false);
        }
        stop.store(true, Ordering::Relaxed);
        assert!(seen > 0, "the folder was never met");
    });
    let outside: Vec<_> = fs::read_dir(house.dir.path().join("outside")).unwrap().collect();
    assert_eq!(outside.len(), 1);
}

#[test]
fn texts_come_in_pieces_that_cut_no_sign() {
    let house = house();
    let text = "结果：合格\n".repeat(40);
    house.write("a.txt", &text);
    for most in 16..40 {
        let (mut from, mut out) = (0, String::new());
        loop {
            let piece = house.folder.text(&at("a.txt"), from, most).unwrap();
            assert!(!piece.lossy && piece.from == from, "{most}");
            out += &piece.text;
            if piece.to == piece.bytes {
                break;
            }
            from = piece.to;
        }
        assert_eq!(out, text, "{most}");
    }
    let inner = house.folder.text(&at("a.txt"), 1, 20).unwrap();
    assert_eq!((inner.from, inner.text.chars().next()), (3, Some('果')));
    fs::write(house.work().join("bytes"), [b'a', 0xff, b'b', 0xe7, 0xbb, b'c']).unwrap();
    assert!(house.folder.text(&at("bytes"), 0, 100).unwrap().lossy);
    fs::write(house.work().join("binary"), b"\x7fELF\0\0").unwrap();
    let binary = house.folder.text(&at("binary"), 0, 100).unwrap();
    assert!(binary.binary && binary.text.is_empty());
    let beyond = house.folder.text(&at("a.txt"), 1 << 40, 100).unwrap();
    assert_eq!((beyond.text.as_str(), beyond.to), ("", beyond.bytes));
}

#[test]
fn of_two_who_change_a_text_the_second_is_told_so() {
    let house = house();
    let first = house.folder.save(&at("a.sh"), b"one", &Expect::Nothing).unwrap();
    fs::set_permissions(house.work().join("a.sh"), fs::Permissions::from_mode(0o750)).unwrap();
    let second = house.folder.save(&at("a.sh"), b"two", &Expect::Tag(first.tag.clone())).unwrap();
    assert!(second.executable && second.tag != first.tag);
    assert_eq!(fs::metadata(house.work().join("a.sh")).unwrap().mode() & 0o777, 0o750);
    assert!(matches!(
        fault(house.folder.save(&at("a.sh"), b"three", &Expect::Tag(first.tag))),
        WorkFault::Changed
    ));
    assert!(matches!(fault(house.folder.save(&at("a.sh"), b"three", &Expect::Nothing)), WorkFault::Exists));
    let gone = Expect::Tag(second.tag);
    fs::remove_file(house.work().join("a.sh")).unwrap();
    assert!(matches!(fault(house.folder.save(&at("a.sh"), b"three", &gone)), WorkFault::Changed));
    // Nothing half is left where nobody sees it.
    assert_eq!(fs::read_dir(&house.folder.beside).unwrap().count(), 0);
}

#[test]
fn an_upload_goes_on_where_it_was_cut() {
    let house = house();
    let begun = house.folder.begin_upload(head("new/deep/a.bin", 10)).unwrap();
    let mut first = house.folder.receive(begun.id, 0).unwrap();
    first.write(b"01234").unwrap();
    // Nobody else sends it meanwhile, and the job sees nothing of it.
    assert!(matches!(fault(house.folder.receive(begun.id, 5)), WorkFault::UploadBusy));
    drop(first);
    assert!(!house.work().join("new").exists());
    let again = house.folder.begin_upload(head("new/deep/a.bin", 10)).unwrap();
    assert_eq!((again.id, again.received), (begun.id, 5));
    assert!(matches!(fault(house.folder.receive(begun.id, 0)), WorkFault::UploadPlace { received: 5 }));
    // Of a file that was changed meanwhile nothing is used.
    let other =
        house.folder.begin_upload(UploadHead { mark: "2".into(), ..head("new/deep/a.bin", 10) }).unwrap();
    assert!(other.id != begun.id && other.received == 0);
    let mut rest = house.folder.receive(begun.id, 5).unwrap();
    assert!(matches!(fault(rest.write(b"567890")), WorkFault::TooLarge { most: 10 }));
    rest.write(b"56789").unwrap();
    let (_, file) = rest.end().unwrap();
    assert_eq!(file.unwrap().bytes, 10);
    assert_eq!(fs::read(house.work().join("new/deep/a.bin")).unwrap(), b"0123456789");
    assert!(matches!(fault(house.folder.upload(begun.id)), WorkFault::NotFound));
    // A name that is taken is told before anything is sent, and at the end as well.
    assert!(matches!(fault(house.folder.begin_upload(head("new/deep/a.bin", 3))), WorkFault::Exists));
    let late = house.folder.begin_upload(head("late", 1)).unwrap();
    house.write("late", "the job was quicker");
    let mut sent = house.folder.receive(late.id, 0).unwrap();
    sent.write(b"x").unwrap();
    assert!(matches!(fault(sent.end()), WorkFault::Exists));
    let over = UploadHead { replace: true, ..head("late", 0) };
    assert_eq!(house.send(over, b"").unwrap().1.unwrap().bytes, 0);
    house.folder.cancel_upload(other.id).unwrap();
}

#[test]
fn a_tree_goes_however_deep_it_is() {
    let house = house();
    house.write("tree/a/b", "1");
    assert!(matches!(fault(house.folder.remove(&at("tree"), false)), WorkFault::NotEmpty));
    // Deeper than files may be open, and than one name may lead.
    let mut inside = open(house.work().join("tree"), READ, Mode::empty()).unwrap();
    for _ in 0..1500 {
        rustix::fs::mkdirat(&inside, c"deeper", Mode::from_raw_mode(0o755)).unwrap();
        inside = openat(&inside, c"deeper", READ, Mode::empty()).unwrap();
    }
    drop(inside);
    symlink(house.dir.path(), house.work().join("tree/out")).unwrap();
    house.folder.remove(&at("tree"), true).unwrap();
    assert_eq!(house.names("", WorkWanted { limit: 9, ..WorkWanted::default() }), [""; 0]);
    assert!(house.dir.path().join("secret").exists());
    assert!(house.folder.remove(&at(""), true).is_err());
}

#[test]
fn names_are_moved_but_never_over_others() {
    let house = house();
    house.write("a", "1");
    house.write("dir/b", "2");
    house.folder.rename(&at("a"), &at("dir/a")).unwrap();
    assert!(matches!(fault(house.folder.rename(&at("dir/a"), &at("dir/b"))), WorkFault::Exists));
    assert!(matches!(fault(house.folder.rename(&at("dir"), &at("dir/in"))), WorkFault::BadPath));
    assert!(matches!(fault(house.folder.rename(&at("none"), &at("x"))), WorkFault::NotFound));
    assert!(matches!(fault(house.folder.rename(&at("dir/a"), &at("x\ny"))), WorkFault::BadPath));
    assert_eq!(house.names("dir", WorkWanted { limit: 9, ..WorkWanted::default() }), ["a", "b"]);
}

#[test]
fn names_that_are_no_text_can_be_used_all_the_same() {
    let house = house();
    fs::write(house.work().join(Path::new(std::ffi::OsStr::from_bytes(b"\xd0\xcd\xbd\xa8"))), "gbk").unwrap();
    let found =
        house.folder.list(&at(""), &WorkWanted { limit: 9, ..WorkWanted::default() }).unwrap().unwrap();
    let path = &found.items[0].path;
    assert_eq!(path, r"\xd0ͽ\xa8");
    assert_eq!(house.folder.text(&at(path), 0, 100).unwrap().text, "gbk");
    house.folder.rename(&at(path), &at("型建")).unwrap();
    assert!(house.work().join("型建").exists());
}

#[test]
fn all_below_a_folder_is_told_but_for_what_cannot_be_sent() {
    let house = house();
    house.write("a/b/c.txt", "text");
    house.write("a/d.txt", "more");
    symlink("/etc/passwd", house.work().join("a/link")).unwrap();
    let (mut files, mut left) = (Vec::new(), Vec::new());
    house
        .folder
        .each(&at("a"), &mut |way, found| {
            match found {
                Found::File(file, _) => files.push((way.shown(), std::io::read_to_string(file)?)),
                Found::Left(why) => left.push((way.shown(), why.to_string())),
                Found::Folder => assert_eq!(way.shown(), "b"),
            }
            Ok(())
        })
        .unwrap();
    files.sort();
    assert_eq!(files, [("b/c.txt".into(), "text".into()), ("d.txt".into(), "more".to_string())]);
    assert_eq!(left.len(), 1);
    assert!(left[0].0 == "link" && left[0].1.contains("link"));
}
