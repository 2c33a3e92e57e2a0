use crate::app::{Client, TestApp, id, jpeg};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zip_of(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_of(add: impl FnOnce(&mut tar::Builder<Vec<u8>>)) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    add(&mut builder);
    builder.into_inner().unwrap()
}

fn header(kind: tar::EntryType, name: &str, size: usize) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(size as u64);
    header.set_mode(0o644);
    // By hand: the library refuses to write what attackers write.
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_cksum();
    header
}

async fn names(admin: &Client, project: &Value) -> Vec<String> {
    let found = admin.pictures(project, "sort=name").await;
    found.iter().map(|p| p["name"].as_str().unwrap().to_string()).collect()
}

fn codes(answer: &Value) -> Vec<(String, String)> {
    let told = |r: &Value| (r["name"].as_str().unwrap().to_string(), r["code"].as_str().unwrap().to_string());
    answer["refused"].as_array().unwrap().iter().map(told).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_comes_in_with_its_folders_as_labels() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let zip =
        zip_of(&[("set/good/1.jpg", jpeg(1)), ("set/dent/2.jpg", jpeg(2)), ("__MACOSX/._1.jpg", vec![1])]);
    let import = admin.import(&project).await;
    let answer = admin.file(&import, "set.zip", zip).await.expect(200);
    assert_eq!((&answer["added"], &answer["refused"]), (&json!(2), &json!([])));
    assert_eq!(admin.finish(&import).await["labels"], 2);
    assert_eq!(names(&admin, &project).await, ["set/dent/2.jpg", "set/good/1.jpg"]);
    assert_eq!(admin.pictures(&project, "verdict=good").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_in_gb18030_are_read() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    // Written as Latin letters of the same length, then changed, as old Windows archives are.
    let (coded, ..) = encoding_rs::GB18030.encode("良品/螺丝.jpg");
    let plain = "x".repeat(coded.len());
    let mut zip = zip_of(&[(plain.as_str(), jpeg(1))]);
    let places: Vec<usize> =
        (0..zip.len() - plain.len()).filter(|at| zip[*at..].starts_with(plain.as_bytes())).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        zip[at..at + coded.len()].copy_from_slice(&coded);
    }
    let import = admin.import(&project).await;
    admin.file(&import, "old.zip", zip).await.expect(200);
    assert_eq!(names(&admin, &project).await, ["良品/螺丝.jpg"]);
    assert_eq!(admin.finish(&import).await["labels"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_archive_lands_outside() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let zip = zip_of(&[("../../evil.jpg", jpeg(1)), ("/tmp/evil.jpg", jpeg(2)), ("ok.jpg", jpeg(3))]);
    let import = admin.import(&project).await;
    let answer = admin.file(&import, "a.zip", zip).await.expect(200);
    let bad = "import.bad_name".to_string();
    assert_eq!(
        codes(&answer),
        [("../../evil.jpg".into(), bad.clone()), ("/tmp/evil.jpg".into(), bad.clone())]
    );
    let tar = tar_of(|tar| {
        for name in ["../evil.jpg", "/evil.jpg", "fine.jpg"] {
            let bytes = jpeg(name.len() as u32 + 10);
            tar.append(&header(tar::EntryType::Regular, name, bytes.len()), bytes.as_slice()).unwrap();
        }
    });
    let answer = admin.file(&import, "a.tar", tar).await.expect(200);
    assert_eq!(codes(&answer), [("../evil.jpg".into(), bad.clone()), ("/evil.jpg".into(), bad)]);
    admin.finish(&import).await;
    assert_eq!(names(&admin, &project).await, ["fine.jpg", "ok.jpg"]);
    assert!(!test.folder().join("evil.jpg").exists() && !test.folder().join("uploads/evil.jpg").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn links_and_devices_are_refused_by_name() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("link.jpg", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    let import = admin.import(&project).await;
    let answer = admin.file(&import, "a.zip", zip).await.expect(200);
    assert_eq!(codes(&answer), [("link.jpg".into(), "import.link".into())]);
    let tar = tar_of(|tar| {
        for (kind, name) in [
            (tar::EntryType::Symlink, "soft.jpg"),
            (tar::EntryType::Link, "hard.jpg"),
            (tar::EntryType::Fifo, "pipe.jpg"),
            (tar::EntryType::Block, "disk.jpg"),
        ] {
            let mut header = header(kind, name, 0);
            header.set_link_name("/etc/passwd").unwrap();
            header.set_cksum();
            tar.append(&header, std::io::empty()).unwrap();
        }
    });
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&tar).unwrap();
    let answer = admin.file(&import, "a.tar.gz", packed.finish().unwrap()).await.expect(200);
    let told: Vec<String> = codes(&answer).into_iter().map(|(name, code)| format!("{name} {code}")).collect();
    assert_eq!(
        told,
        [
            "soft.jpg import.link",
            "hard.jpg import.link",
            "pipe.jpg import.not_a_file",
            "disk.jpg import.not_a_file"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_is_given_up_and_its_file_told() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let zip = zip_of(&[("first.jpg", jpeg(1)), ("zeros.bin", vec![0; 300 << 20])]);
    assert!(zip.len() < 1 << 20);
    let import = admin.import(&project).await;
    let answer = admin.file(&import, "bomb.zip", zip).await.expect(200);
    assert_eq!(codes(&answer), [("bomb.zip".into(), "import.archive_bomb".into())]);
    assert_eq!(answer["added"], 1, "what came before stays");
    admin.finish(&import).await;
    assert!(!test.folder().join("uploads").join(id(&import)).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_within_an_archive_is_named_and_left() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let inner = zip_of(&[("a.jpg", jpeg(1))]);
    let zip = zip_of(&[("inner.zip", inner), ("b.jpg", jpeg(2))]);
    let import = admin.import(&project).await;
    let answer = admin.file(&import, "a.zip", zip).await.expect(200);
    assert_eq!(codes(&answer), [("inner.zip".into(), "import.nested_archive".into())]);
    assert_eq!(answer["added"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_archive_gives_what_is_whole() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let mut tar = tar_of(|tar| {
        for number in 1..4 {
            let bytes = jpeg(number);
            let name = format!("{number}.jpg");
            tar.append(&header(tar::EntryType::Regular, &name, bytes.len()), bytes.as_slice()).unwrap();
        }
    });
    tar.truncate(tar.len() - 1024 - 600);
    let import = admin.import(&project).await;
    let answer = admin.file(&import, "cut.tar", tar).await.expect(200);
    assert_eq!(answer["added"], 2, "{answer}");
    let broken = |name: &str, code: &str| (name.to_string(), format!("import.{code}"));
    assert_eq!(codes(&answer), [broken("3.jpg", "entry_broken"), broken("cut.tar", "archive_broken")]);
    let zip = zip_of(&[("a.jpg", jpeg(9))]);
    let answer = admin.file(&import, "cut.zip", zip[..zip.len() / 2].to_vec()).await.expect(200);
    assert_eq!(codes(&answer), [("cut.zip".into(), "import.archive_broken".into())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn long_names_of_tar_are_read() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let long = format!("good/{}.jpg", "n".repeat(180));
    let tar = tar_of(|tar| {
        let bytes = jpeg(1);
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, &long, bytes.as_slice()).unwrap();
    });
    let import = admin.import(&project).await;
    admin.file(&import, "a.tar", tar).await.expect(200);
    assert_eq!(names(&admin, &project).await, [long]);
}
