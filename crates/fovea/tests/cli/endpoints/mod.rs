//! The ways into running jobs, over the real server, with programs of Python's standard library in the jobs.

use crate::jobs::House;
use crate::server::{answer, free_address, wait_for};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

mod tools;

const SERVE: &str = include_str!("serve.py");

/// A visitor of one door.
pub struct Visitor {
    address: String,
    pub host: String,
    pub cookie: String,
}

impl Visitor {
    /// By a link of the command line, as a browser follows it.
    pub fn enter(house: &House, job: &str, name: &str) -> Visitor {
        let link = house.run(&["job", "open", job, name]).exits(0).out;
        let mut visitor = Visitor::at(house, link.trim());
        let path = &link.trim()[link.find("/.fovea/").unwrap()..];
        let (status, head, _) = visitor.ask("GET", path, "", b"");
        assert_eq!(status, 303, "{head}");
        let cookie = head.lines().find_map(|l| l.strip_prefix("set-cookie: ")).unwrap();
        assert!(cookie.contains("HttpOnly") && !cookie.to_lowercase().contains("domain"), "{cookie}");
        visitor.cookie = cookie.split(';').next().unwrap().into();
        visitor
    }

    fn at(house: &House, link: &str) -> Visitor {
        let host = link.strip_prefix("http://").unwrap().split('/').next().unwrap();
        let address = house.server().url().strip_prefix("http://").unwrap().to_string();
        assert!(host.contains(".localhost:"), "{host}");
        Visitor { address, host: host.into(), cookie: String::new() }
    }

    /// The server may have another address by now.
    fn again(&mut self, house: &House) {
        self.address = house.server().url().strip_prefix("http://").unwrap().into();
        let (name, port) = (self.host.split(':').next().unwrap(), self.address.rsplit(':').next().unwrap());
        self.host = format!("{name}:{port}");
    }

    fn begin(&self, method: &str, path: &str, more: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let (host, cookie) = (&self.host, &self.cookie);
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}; fovea_session=secret\r\n{more}\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream
    }

    pub fn ask(&self, method: &str, path: &str, more: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
        let more = format!("connection: close\r\ncontent-length: {}\r\n{more}", body.len());
        let mut stream = self.begin(method, path, &more);
        stream.write_all(body).unwrap();
        answer(stream).unwrap()
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        let (status, _, body) = self.ask("GET", path, "", b"");
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// A WebSocket, its handshake done.
    pub fn websocket(&self, path: &str) -> TcpStream {
        let more = format!(
            "connection: Upgrade\r\nupgrade: websocket\r\norigin: http://{}\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
            self.host
        );
        let mut stream = self.begin("GET", path, &more);
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        assert!(head.to_lowercase().contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="), "{head}");
        stream
    }
}

/// One message there and back.
fn echo(socket: &mut TcpStream, text: &[u8]) {
    let mask = [1u8, 2, 3, 4];
    let mut frame = vec![0x81, 0x80 | u8::try_from(text.len()).unwrap()];
    frame.extend(mask);
    frame.extend(text.iter().enumerate().map(|(i, b)| b ^ mask[i % 4]));
    socket.write_all(&frame).unwrap();
    let mut back = vec![0; text.len() + 2];
    socket.read_exact(&mut back).unwrap();
    assert_eq!(&back[2..], text);
}

/// A job that serves, and the port by which it does.
fn serving(house: &House) -> String {
    let port = free_address().rsplit(':').next().unwrap().to_string();
    let endpoints = json!([{ "name": "web", "port": port.parse::<u16>().unwrap() }]);
    let file = json!({ "name": "serve", "command": ["python3", "-c", SERVE, port], "endpoints": endpoints });
    house.server().json("POST", "/jobs", file)["id"].as_str().unwrap().into()
}

pub fn state(house: &House, job: &str, name: &str) -> String {
    let all = house.server().get(&format!("/jobs/{job}/endpoints"));
    let one = all["items"].as_array().unwrap().iter().find(|e| e["name"] == name).unwrap().clone();
    one["state"].as_str().unwrap().into()
}

#[track_caller]
pub fn until(house: &House, job: &str, name: &str, wanted: &str) {
    wait_for(&format!("{name} {wanted}"), || (state(house, job, name) == wanted).then_some(()));
}

#[test]
fn a_port_is_added_to_a_job_that_runs_and_is_there_again_after_a_pause() {
    let house = House::new();
    let port = free_address().rsplit(':').next().unwrap().to_string();
    let file = json!({ "name": "serve", "command": ["python3", "-c", SERVE, port] });
    let job: String = house.server().json("POST", "/jobs", file)["id"].as_str().unwrap().into();
    wait_for("the job to run", || {
        (house.server().get(&format!("/jobs/{job}"))["state"] == "running").then_some(())
    });
    house.run(&["job", "expose", &job, "web", "--port", &port]).exits(0);
    until(&house, &job, "web", "ready");
    assert_eq!(Visitor::enter(&house, &job, "web").get("/").1, "hello from attempt 1");
    // A name or port that is taken is refused, and nothing of it stays.
    house.run(&["job", "expose", &job, "web", "--port", "40001"]).fails(3, "request.fields");
    house.run(&["job", "expose", &job, "other", "--port", &port]).fails(3, "request.fields");
    let listed = house.server().get(&format!("/jobs/{job}/endpoints"));
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
    house.run(&["job", "pause", &job]).exits(0);
    wait_for("the pause", || {
        (house.server().get(&format!("/jobs/{job}"))["state"] == "paused").then_some(())
    });
    house.run(&["job", "resume", &job]).exits(0);
    until(&house, &job, "web", "ready");
    assert_eq!(Visitor::enter(&house, &job, "web").get("/").1, "hello from attempt 2");
    house.run(&["job", "stop", &job]).exits(0);
    house.ended(&job);
    house.run(&["job", "expose", &job, "late", "--port", "40001"]).fails(1, "endpoint.ended");
}

#[test]
fn a_port_of_a_job_without_network_is_reached_through_a_door_of_its_own() {
    let house = House::new();
    let job = serving(&house);
    until(&house, &job, "web", "ready");
    let visitor = Visitor::enter(&house, &job, "web");
    let (status, head, body) = visitor.ask("GET", "/", "", b"");
    assert_eq!((status, body.as_slice()), (200, b"hello from attempt 1".as_slice()), "{head}");
    // The job's cookies are for its own host, and none is in the platform's name.
    assert!(head.contains("set-cookie: id=1; Path=/\r\n") && !head.contains("stolen"), "{head}");
    let (_, seen) = visitor.get("/headers");
    let seen: Value = serde_json::from_str(&seen).unwrap();
    assert_eq!((&seen["host"], &seen["cookie"]), (&json!(visitor.host), &Value::Null));

    // Bytes go as they come, in both directions.
    let megabytes = 100;
    let (status, _, body) = visitor.ask("GET", &format!("/big/{megabytes}"), "", b"");
    assert_eq!((status, body.len(), body.iter().all(|b| *b == b'x')), (200, megabytes << 20, true));
    let sent: Vec<u8> = (0..20_000_000u32).map(|i| (i % 251) as u8).collect();
    let (status, _, digest) = visitor.ask("POST", "/", "", &sent);
    let expected = "37a2e354ca1974c2787ba91febf6fe6a3d67621e90ad9853e02e768e72e2eb49";
    assert_eq!((status, String::from_utf8(digest).unwrap().as_str()), (200, expected));
    let mut stream = visitor.begin("GET", "/drip", "connection: close\r\n");
    let mut begun: Vec<u8> = Vec::new();
    while !begun.windows(5).any(|w| w == b"first") {
        let mut part = [0; 512];
        let length = stream.read(&mut part).unwrap();
        assert!(length > 0, "it ended before its beginning was seen");
        begun.extend(&part[..length]);
    }
    std::fs::write(house.data().join("jobs").join(&job).join("work/seen"), "").unwrap();
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("last"), "{rest}");

    // A WebSocket goes through, whoever else is slow.
    let work = house.data().join("jobs").join(&job).join("work");
    let mut slow = visitor.begin("GET", "/big/200", "connection: close\r\n");
    slow.read_exact(&mut [0; 1000]).unwrap();
    let told = || std::fs::read_to_string(work.join("sent")).unwrap().trim().parse::<usize>().unwrap_or(0);
    let before = std::cell::Cell::new(0);
    wait_for("the job to be held back", || {
        std::thread::sleep(Duration::from_millis(300));
        let now: usize = told();
        let held = now > 0 && before.replace(now) == now;
        held.then_some(())
    });
    let before = before.get();
    assert!(before < 64 << 20, "{before} bytes went into a reader that reads nothing");
    let mut socket = visitor.websocket("/ws");
    echo(&mut socket, b"is anybody there");
    echo(&mut socket, "再来一次".as_bytes());
    drop(slow);

    // What is told of it.
    let listed = house.run(&["job", "endpoints", &job]).exits(0).out;
    assert!(listed.contains("web") && listed.contains("http") && listed.contains("ready"), "{listed}");
    wait_for("the use to be noted", || {
        let all = house.server().get(&format!("/jobs/{job}/endpoints"));
        all["items"][0]["last_used_at"].is_string().then_some(())
    });
    house.run(&["job", "open", &job, "other"]).fails(1, "not_found");
    house.run(&["job", "stop", &job]).exits(0);
    house.ended(&job);
    let (status, page) = visitor.get("/");
    assert_eq!(status, 410, "{page}");
    assert_eq!(state(&house, &job, "web"), "ended");
    house.run(&["job", "open", &job, "web"]).fails(1, "endpoint.ended");
}

#[test]
fn doors_outlive_the_server_and_a_new_start_of_the_job() {
    let mut house = House::new();
    let job = serving(&house);
    until(&house, &job, "web", "ready");
    let mut visitor = Visitor::enter(&house, &job, "web");
    assert_eq!(visitor.get("/"), (200, "hello from attempt 1".into()));
    // Killed without a word: the job goes on, and who was in is in again.
    house.kill();
    house.start();
    visitor.again(&house);
    assert_eq!(visitor.get("/"), (200, "hello from attempt 1".into()));
    // A pause ends what listened; the next start listens anew.
    house.run(&["job", "pause", &job]).exits(0);
    house.server().until_state(&format!("/jobs/{job}"), "paused");
    let (status, page) = visitor.get("/");
    assert!(status == 503 && page.contains("任务还没有运行"), "{status} {page}");
    house.run(&["job", "resume", &job]).exits(0);
    until(&house, &job, "web", "ready");
    assert_eq!(visitor.get("/"), (200, "hello from attempt 2".into()));
}

#[test]
fn what_listens_on_a_socket_is_reached_and_a_tool_that_is_nowhere_is_told() {
    let house = House::new();
    // Listens on the socket that its variable names, then ends it by itself.
    let script = "import os, socket\n\
        s = socket.socket(socket.AF_UNIX); s.bind(os.environ['FOVEA_ENDPOINT_OWN']); s.listen()\n\
        print(os.environ['FOVEA_ENDPOINT_OWN_HOST'], flush=True)\n\
        while not os.path.exists('enough'):\n\
        \x20c, _ = s.accept(); asked = c.recv(65536)\n\
        \x20if asked: c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\nConnection: close\\r\\n\\r\\nhere')\n\
        \x20c.close()\n\
        s.close()\n\
        import time; time.sleep(600)\n";
    let endpoints = json!([{ "name": "own", "socket": "app.sock" }, { "name": "code", "kind": "vscode" }]);
    // A path in which no tool is.
    let file = json!({ "name": "t", "command": ["/usr/bin/python3", "-c", script], "endpoints": endpoints,
        "environment": { "PATH": "/nowhere" } });
    let job = house.server().json("POST", "/jobs", file)["id"].as_str().unwrap().to_string();
    until(&house, &job, "own", "ready");
    until(&house, &job, "code", "not_installed");
    let visitor = Visitor::enter(&house, &job, "own");
    assert_eq!(visitor.get("/"), (200, "here".into()));
    let said = wait_for("its host", || house.said(&job).into_iter().next());
    assert!(said.starts_with("own--") && said.ends_with(".localhost"), "{said}");
    let code = Visitor::enter(&house, &job, "code");
    let (status, page) = code.get("/");
    assert!(status == 502 && page.contains("没有安装"), "{status} {page}");
    std::fs::write(house.data().join("jobs").join(&job).join("work/enough"), "").unwrap();
    visitor.get("/");
    until(&house, &job, "own", "dead");
    let (status, page) = visitor.get("/");
    assert!(status == 502 && page.contains("没有响应"), "{status} {page}");
    // Its own end takes the keeper along.
    house.run(&["job", "stop", &job]).exits(0);
    house.ended(&job);
}
