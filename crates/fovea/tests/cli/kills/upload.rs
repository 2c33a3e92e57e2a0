//! Uploads are killed: the sender, the server, or both; the same command again brings in what is left.

use super::{Chance, all_once, names};
use crate::pictures::{part, write};
use crate::program::{fovea, run, signal};
use crate::server::{Server, administrator, free_address};
use fovea_vision::encode_png_rgb;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Files of a round beside its archive, and pictures in it.
const FILES: u64 = 10;
const PACKED: u64 = 8;

struct Sender {
    url: String,
    token: String,
    home: PathBuf,
}

impl Sender {
    fn upload(&self, folder: &Path) -> Command {
        let mut command = fovea();
        command.args(["project", "upload", "parts"]).arg(folder);
        command.env("FOVEA_SERVER", &self.url).env("FOVEA_TOKEN", &self.token);
        command
            .env("XDG_CONFIG_HOME", self.home.join("config"))
            .env("XDG_STATE_HOME", self.home.join("state"));
        command
    }

    /// Names of the files that the sender knows to have arrived.
    fn noted(&self) -> BTreeSet<String> {
        let folder = std::fs::read_dir(self.home.join("state/fovea")).into_iter().flatten().flatten();
        let texts = folder.map(|file| std::fs::read_to_string(file.path()).unwrap());
        let lines = texts.flat_map(|t| {
            // The last line may be half; the first is not a file.
            let whole = t.rfind('\n').map_or("", |end| &t[..end]).to_string();
            whole.lines().skip(1).map(String::from).collect::<Vec<_>>()
        });
        lines.filter_map(|line| Some(Path::new(&line).file_name()?.to_str()?.to_string())).collect()
    }
}

fn png(round: u64, i: u64) -> Vec<u8> {
    encode_png_rgb(&part(500_000 + round * 100 + i, i.is_multiple_of(3))).unwrap()
}

/// A folder with pictures, a folder a class, and an archive of more; the names of all pictures.
fn draw(folder: &Path, round: u64) -> BTreeSet<String> {
    let class = |i: u64| if i.is_multiple_of(3) { "blob" } else { "good" };
    let mut names = BTreeSet::new();
    for i in 0..FILES {
        let name = format!("u{round}-{i}.png");
        write(&folder.join(class(i)).join(&name), &png(round, i));
        names.insert(name);
    }
    let file = std::fs::File::create(folder.join("more.zip")).unwrap();
    let mut zip = zip::ZipWriter::new(file);
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for i in FILES..FILES + PACKED {
        let name = format!("u{round}-{i}.png");
        zip.start_file(format!("{}/{name}", class(i)), stored).unwrap();
        zip.write_all(&png(round, i)).unwrap();
        names.insert(name);
    }
    zip.finish().unwrap();
    names
}

fn serve(data: &Path, address: &str, token: &str) -> Server {
    let mut command = fovea();
    command.arg("serve").arg("--data").arg(data).args(["--listen", address]);
    Server::start_by(command, address.into(), data, token)
}

fn kill_uploads(rounds: u64, mut chance: Chance) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let token = administrator(&data);
    let address = free_address();
    let mut server = Some(serve(&data, &address, &token));
    let new = json!({ "name": "Parts", "product": "", "scene": "free", "good_name": "good", "note": "",
        "classes": [{ "name": "blob" }] });
    let project = server.as_ref().unwrap().json("POST", "/projects", new);
    let project = project["id"].as_str().unwrap().to_string();
    let sender =
        Sender { url: format!("http://{address}"), token: token.clone(), home: folder.path().into() };

    // One that nobody kills, for how long it takes.
    let parts = folder.path().join("parts");
    let mut all = draw(&parts, 1000);
    let began = Instant::now();
    run(&mut sender.upload(&parts)).exits(0);
    let whole = began.elapsed();
    let (mut cut, mut over) = (0, 0);
    for round in 0..rounds {
        std::fs::remove_dir_all(&parts).unwrap();
        let names_now = draw(&parts, round);
        let mut child = sender.upload(&parts).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole.mul_f64(chance.share() * 0.8));
        let (sender_goes, server_goes) = [(true, false), (false, true), (true, true)][chance.below(3)];
        if sender_goes {
            over += usize::from(child.try_wait().unwrap().is_some());
            let _ = child.kill();
        }
        if server_goes {
            signal(server.as_ref().unwrap().process(), "KILL");
            let data = server.take().unwrap().kill();
            server = Some(serve(&data, &address, &token));
        }
        let ended = child.wait().unwrap();
        cut += usize::from(!ended.success());
        // What the sender was told is there, is.
        let noted: BTreeSet<String> =
            sender.noted().into_iter().filter(|name| name.ends_with(".png")).collect();
        let there = server.as_ref().unwrap();
        all_once(there, &project, &noted, round);
        // Once more, to its end.
        run(&mut sender.upload(&parts)).exits(0);
        all.extend(names_now);
        all_once(there, &project, &all, round);
        assert_eq!(names(there, &project).len(), all.len(), "round {round}");
        assert_eq!(std::fs::read_dir(data.join("uploads")).unwrap().count(), 0, "round {round}");
        assert!(sender.noted().is_empty(), "round {round}: the notes are gone with the import");
        let count = |filter: &str| {
            let page = there.get(&format!("/projects/{project}/pictures?limit=1&{filter}"));
            page["total"].as_u64().unwrap()
        };
        let per_round = (0..FILES + PACKED).filter(|i| i.is_multiple_of(3)).count() as u64;
        assert_eq!(count("labelled=true"), all.len() as u64, "round {round}: labels are missing");
        assert_eq!(count("verdict=bad"), per_round * (round + 2), "round {round}");
    }
    eprintln!("uploads: {rounds} kills, {cut} cut, {over} had ended before; {} pictures", all.len());
    assert!(cut as u64 * 4 >= rounds, "only {cut} of {rounds} were cut");
}

#[test]
fn an_upload_that_is_killed_goes_on_and_brings_all_in_once() {
    kill_uploads(8, Chance::fixed(5));
}

#[test]
#[ignore = "takes minutes"]
fn fifty_kills_of_uploads_lose_nothing_and_double_nothing() {
    kill_uploads(50, Chance::new());
}
