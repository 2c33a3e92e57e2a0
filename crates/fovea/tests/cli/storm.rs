//! A server that is asked for more than it can do, by clients that hang up, and with a disk that is too small.

use crate::pictures::{GOOD, part};
use crate::program::fovea;
use crate::server::{Server, administrator, answer, free_address, picture, small_project, wait_for};
use fovea_vision::{Picture, encode_png_rgb};
use serde_json::{Value, json};
use std::io::{BufWriter, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::time::Duration;

const PNG: &str = "content-type: image/png\r\n";
const FILE: &str = "content-type: application/octet-stream\r\n";
const CLIENTS: usize = 200;

/// Trains on the project's pictures and lets a service of the model run; returns its path.
fn deployed(server: &Server, project: &str, keep: &str) -> String {
    let wanted = json!({ "task": "anomaly", "budget_s": 60, "cost": 20 });
    let job = server.json("POST", &format!("/projects/{project}/trainings"), wanted);
    let done = server.until_state(&format!("/jobs/{}", job["id"].as_str().unwrap()), "succeeded");
    let model = done["model_id"].as_str().unwrap();
    let release = "content-type: application/json\r\nif-match: \"1\"\r\n";
    let (status, _) = server.ask("PATCH", &format!("/models/{model}"), release, br#"{"stage":"released"}"#);
    assert_eq!(status, 200);
    let new = json!({ "model_id": model, "name": "line 1", "keep": keep });
    let service = server.json("POST", &format!("/projects/{project}/services"), new);
    let service = format!("/services/{}", service["id"].as_str().unwrap());
    server.until_state(&service, "running");
    service
}

/// Large enough for a worker to be busy with.
fn large(number: usize) -> Vec<u8> {
    let small = part(number as u64, number.is_multiple_of(3));
    let mut picture = Picture::new(1200, 1200);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (i as u32 % 1200 * small.width / 1200, i as u32 / 1200 * small.height / 1200);
        pixel.copy_from_slice(&small.pixel(x, y).unwrap());
    }
    encode_png_rgb(&picture).unwrap()
}

fn score(body: &[u8]) -> f64 {
    serde_json::from_slice::<Value>(body).unwrap()["score"].as_f64().unwrap()
}

/// Of a process, by its place in `/proc`.
fn open_files(process: u32) -> usize {
    std::fs::read_dir(format!("/proc/{process}/fd")).unwrap().count()
}

fn megabytes(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
}

#[test]
fn in_a_storm_some_are_told_to_wait_and_all_others_get_their_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let token = administrator(&data);
    let server = Server::start(&data, &token);
    let project = small_project(&server);
    let service = deployed(&server, &project, "ng");
    let infer = format!("{service}/infer");
    let pictures: Vec<Vec<u8>> = (0..8).map(large).collect();
    let ask = |number: usize| {
        let body = &pictures[number % pictures.len()];
        let head = format!("content-length: {}\r\n{PNG}", body.len());
        let mut stream = server.begin("POST", &format!("{infer}?serial=S{number}"), &head).unwrap();
        stream.write_all(body).unwrap();
        answer(stream).unwrap()
    };
    let alone: Vec<f64> = (0..pictures.len())
        .map(|number| {
            let (status, _, body) = ask(number);
            assert_eq!(status, 200);
            score(&body)
        })
        .collect();

    let together = Barrier::new(CLIENTS);
    let told: Vec<_> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (ask, together) = (&ask, &together);
                scope.spawn(move || {
                    together.wait();
                    (number, ask(number))
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    let (mut judged, mut busy) = (0, 0);
    for (number, (status, head, body)) in &told {
        match status {
            200 => {
                judged += 1;
                let (found, wanted) = (score(body), alone[number % alone.len()]);
                assert!((found - wanted).abs() < 1e-6, "{number}: {found} instead of {wanted}");
            }
            429 => {
                busy += 1;
                assert!(head.to_lowercase().contains("\r\nretry-after: 1\r\n"), "{head}");
                assert_eq!(serde_json::from_slice::<Value>(body).unwrap()["code"], "service.busy");
            }
            other => panic!("{other}: {}", String::from_utf8_lossy(body)),
        }
    }
    assert!(busy > 0, "nobody was told to wait");
    assert!(judged >= 64, "only {judged} were judged though so many may wait");
    // Each verdict is there once, and nothing of those that were turned away.
    let records = server.get(&format!("/projects/{project}/records"));
    assert_eq!(records["total"].as_u64().unwrap() as usize, alone.len() + judged);
    let stats = server.get(&format!("{service}/stats"));
    let sum = |what: &str| -> u64 {
        stats["points"].as_array().unwrap().iter().map(|p| p[what].as_u64().unwrap()).sum()
    };
    assert_eq!((sum("rejected") as usize, sum("errors")), (busy, 0), "{stats}");
    assert_eq!((&stats["now"]["in_flight"], &stats["now"]["queue"]), (&json!(0), &json!(0)));
    assert_eq!(ask(0).0, 200);
    server.json("POST", &format!("{service}/stop"), Value::Null);
    server.until_state(&service, "stopped");
}

#[test]
fn clients_that_hang_up_half_way_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let token = administrator(&data);
    let server = Server::start(&data, &token);
    let project = small_project(&server);
    let service = deployed(&server, &project, "all");
    let import = server.json("POST", &format!("/projects/{project}/imports"), Value::Null);
    let import = import["id"].as_str().unwrap().to_string();
    let judged = |number: usize| server.ask("POST", &format!("{service}/infer"), PNG, &picture(number)).0;
    assert_eq!(judged(0), 200);
    let (files, memory) = (open_files(server.process()), megabytes(server.process()));

    // Each promises 32 MB and sends half a megabyte: all together promise more than is ever held.
    let half = vec![7u8; 512 << 10];
    std::thread::scope(|scope| {
        for number in 0..CLIENTS {
            let (server, half, service, import) = (&server, &half, &service, &import);
            scope.spawn(move || {
                let (method, path) = match number % 2 {
                    0 => ("POST", format!("{service}/infer")),
                    _ => ("PUT", format!("/imports/{import}/files?name=h{number}.png")),
                };
                let head = format!("content-length: {}\r\n{FILE}", 32 << 20);
                let Ok(mut stream) = server.begin(method, &path, &head) else { return };
                // One that is turned away may find the door closed already.
                let _ = stream.write_all(half);
                let _ = stream.shutdown(Shutdown::Both);
            });
        }
    });
    // And some that hang up while they are judged.
    for number in 0..CLIENTS / 4 {
        let body = picture(number % GOOD);
        let head = format!("content-length: {}\r\n{PNG}", body.len());
        let mut stream = server.begin("POST", &format!("{service}/infer"), &head).unwrap();
        stream.write_all(&body).unwrap();
        std::thread::sleep(Duration::from_millis(number as u64 % 17));
    }

    let pending = data.join("uploads").join(&import).join("pending");
    wait_for("the end of what was begun", || {
        let left = std::fs::read_dir(&pending).map_or(0, Iterator::count);
        let now = &server.get(&format!("{service}/stats"))["now"];
        (left == 0 && now["in_flight"] == 0 && open_files(server.process()) <= files + 8).then_some(())
    });
    let more = megabytes(server.process()).saturating_sub(memory);
    assert!(more < 200, "{more} MB more than before");
    // No place is taken for good: a picture that needs most of the room is still let in, and small ones are judged.
    let (status, told) = server.ask("POST", &format!("{service}/infer"), FILE, &vec![0; 60 << 20]);
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&told));
    assert_eq!(judged(1), 200);
    let png = encode_png_rgb(&part(9_999, false)).unwrap();
    let (status, _) = server.ask("PUT", &format!("/imports/{import}/files?name=whole.png"), FILE, &png);
    assert_eq!(status, 200);
    let done = server.json("POST", &format!("/imports/{import}/finish"), Value::Null);
    assert_eq!(done["added"], 1, "{done}");
    // Each picture that was kept has its record.
    let records = server.get(&format!("/projects/{project}/records?limit=200"));
    let kept = records["items"].as_array().unwrap();
    assert!(kept.len() >= 2 && kept.iter().all(|r| r["picture"] == true), "{records}");
    server.json("POST", &format!("{service}/stop"), Value::Null);
    server.until_state(&service, "stopped");
}

/// Zeros without an end, as a body of unknown length; how many megabytes were taken.
fn pour(stream: &TcpStream, megabytes: usize) -> usize {
    let zeros = vec![0u8; 1 << 20];
    let mut body = BufWriter::new(stream);
    for sent in 0..megabytes {
        let part = write!(body, "{:x}\r\n", zeros.len())
            .and_then(|()| body.write_all(&zeros))
            .and_then(|()| body.write_all(b"\r\n"));
        if part.is_err() {
            // What is buffered will not go either.
            let _ = body.into_parts();
            return sent;
        }
    }
    megabytes
}

#[test]
fn an_upload_that_the_disk_cannot_hold_is_refused_and_its_room_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (prepared, disk) = (folder.path().join("prepared"), folder.path().join("disk"));
    std::fs::create_dir(&disk).unwrap();
    let token = administrator(&prepared);
    let address = free_address();
    // A disk of its own, which goes with the process.
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c"]).arg(
        "mount -t tmpfs -o size=400m small \"$1\" && cp -a \"$2/.\" \"$1/\" && exec \"$0\" serve --data \"$1\" --listen \"$3\"",
    );
    command.arg(fovea().get_program()).arg(&disk).arg(&prepared).arg(&address);
    let server = Server::start_by(command, address, &disk, &token);
    // The disk as the server sees it.
    let inside = Path::new("/proc")
        .join(server.process().to_string())
        .join("root")
        .join(disk.strip_prefix("/").unwrap());
    let free = || {
        let told = Command::new("stat").args(["-f", "-c", "%a"]).arg(&inside).output().unwrap();
        let pages: u64 = String::from_utf8(told.stdout).unwrap().trim().parse().unwrap();
        pages * 4096 / (1 << 20)
    };
    assert!((200..=400).contains(&free()), "{} MB", free());
    let wanted = json!({ "name": "P", "product": "", "scene": "free", "good_name": "good", "note": "", "classes": [] });
    let project = server.json("POST", "/projects", wanted)["id"].as_str().unwrap().to_string();
    let import = server.json("POST", &format!("/projects/{project}/imports"), Value::Null);
    let file = format!("/imports/{}/files?name", import["id"].as_str().unwrap());
    let before = free();
    let full = |told: Option<(u16, String, Vec<u8>)>| {
        let (status, _, body) = told.expect("an answer");
        let body = serde_json::from_slice::<Value>(&body).unwrap();
        assert_eq!((status, &body["code"]), (507, &json!("import.disk_full")), "{body}");
    };

    // Ten gigabytes that are promised are refused before any comes.
    let stream =
        server.begin("PUT", &format!("{file}=a.zip"), &format!("content-length: {}\r\n", 10u64 << 30));
    full(answer(stream.unwrap()));
    // Those that just come, once what must stay free is reached.
    let stream = server.begin("PUT", &format!("{file}=b.zip"), "transfer-encoding: chunked\r\n").unwrap();
    let taken = pour(&stream, 10 << 10);
    assert!(taken < 400, "{taken} MB were taken");
    full(answer(stream));

    assert!(free() + 2 >= before, "{} MB are free of {before}", free());
    let (status, _) = server.ask("PUT", &format!("{file}=c.png"), FILE, &picture(0));
    assert_eq!(status, 200);
    let done =
        server.json("POST", &format!("/imports/{}/finish", import["id"].as_str().unwrap()), Value::Null);
    assert_eq!((&done["state"], &done["added"]), (&json!("done"), &json!(1)));
}
