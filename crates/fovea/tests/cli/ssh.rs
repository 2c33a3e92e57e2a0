//! Into running jobs by the real `ssh`, `scp`, `sftp` and `rsync`, which `scripts/setup.sh --tests` brings. Without them these tests
//! are skipped with a word, and fail where CI runs.

use crate::jobs::House;
use crate::program::{Run, run};
use crate::server::{free_address, wait_for};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A job that stays, with a web server on its own loopback.
const STAYS: &str = "echo in the job > here; python3 -c \"$SERVE\" & echo ready; exec sleep 600";
const SERVE: &str = "import http.server, os
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b'served by ' + os.environ['FOVEA_JOB_NAME'].encode())
    def log_message(self, *a): pass
http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), H).serve_forever()
";

fn here() -> bool {
    let found = |program: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
    };
    let lacks: Vec<&str> =
        ["ssh", "scp", "sftp", "ssh-keygen", "rsync"].into_iter().filter(|p| !found(p)).collect();
    assert!(lacks.is_empty() || std::env::var_os("CI").is_none(), "CI lacks {lacks:?}");
    if !lacks.is_empty() {
        eprintln!("skipped: {lacks:?} are not installed; `scripts/setup.sh --tests` brings them");
    }
    lacks.is_empty()
}

/// Somebody with keys, at the port of a house.
struct Guest {
    folder: tempfile::TempDir,
    port: String,
}

impl Guest {
    fn of(house: &House) -> Guest {
        let folder = tempfile::tempdir().unwrap();
        let door = house.server().get("/jobs/ssh");
        let (port, key) = (door["port"].to_string(), door["public_key"].as_str().unwrap());
        let known = format!("[127.0.0.1]:{port} {key}\n");
        std::fs::write(folder.path().join("known"), known).unwrap();
        Guest { folder, port }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn key(&self, name: &str, more: &[&str]) -> String {
        let path = self.at(name);
        run(Command::new("ssh-keygen").args(["-q", "-N", "", "-f"]).arg(&path).args(more)).exits(0);
        format!("{}.pub", path.display())
    }

    fn options(&self, key: &str) -> Vec<String> {
        let path = |name: &str| self.at(name).display().to_string();
        let options = [
            format!("UserKnownHostsFile={}", path("known")),
            "StrictHostKeyChecking=yes".into(),
            "IdentitiesOnly=yes".into(),
            "IdentityAgent=none".into(),
            "LogLevel=ERROR".into(),
            "ConnectTimeout=20".into(),
        ];
        let mut all = vec!["-F".into(), "/dev/null".into(), "-i".into(), path(key)];
        options.into_iter().for_each(|o| all.extend(["-o".into(), o]));
        all
    }

    fn ssh(&self, key: &str, more: &[&str], login: &str, command: &[&str]) -> Command {
        let mut ssh = Command::new("ssh");
        ssh.args(self.options(key)).args(["-o", "BatchMode=yes", "-p", &self.port]).args(more);
        ssh.arg(format!("{login}@127.0.0.1")).args(command).stdin(Stdio::null());
        ssh
    }
}

/// The end of its id, as its host is called by.
fn short(job: &str) -> &str {
    &job[24..]
}

fn port_of(house: &House) -> (String, String) {
    let port = free_address().rsplit(':').next().unwrap().to_string();
    let job = house.submit(STAYS, json!({ "environment": { "SERVE": SERVE, "PORT": port } }));
    house.until_said(&job, "ready");
    (job, port)
}

fn entered(house: &House) -> Vec<Value> {
    let all = house.server().get("/audit?limit=100");
    let own = |row: &&Value| ["job.enter", "job.leave"].contains(&row["action"].as_str().unwrap());
    all["items"].as_array().unwrap().iter().filter(own).cloned().collect()
}

fn typed(mut command: Command, text: &str) -> Run {
    let path = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(path.path(), text).unwrap();
    run(command.stdin(std::fs::File::open(path.path()).unwrap()))
}

#[test]
fn a_key_opens_a_shell_and_runs_commands_as_the_job_does() {
    if !here() {
        return;
    }
    let house = House::with_ssh(None);
    let guest = Guest::of(&house);
    for (name, more) in [
        ("ed25519", ["-t", "ed25519"].as_slice()),
        ("ecdsa", &["-t", "ecdsa"]),
        ("rsa", &["-t", "rsa", "-b", "2048"]),
    ] {
        let file = guest.key(name, more);
        house.run(&["account", "key", "add", &file, "--name", name]).exits(0);
    }
    let (job, _) = port_of(&house);
    let login = short(&job);
    let says =
        "cat here; echo $FOVEA_JOB_ID $LC_ALL; pwd -P > place; echo $HOME; ls -l /proc/self/fd >&2; exit 3";
    for key in ["ed25519", "ecdsa", "rsa"] {
        let mut ssh = guest.ssh(key, &["-o", "SendEnv=LC_ALL"], login, &[says]);
        let told = run(ssh.env("LC_ALL", "C.UTF-8")).exits(3);
        assert!(told.out.starts_with(&format!("in the job\n{job} C.UTF-8\n")), "{}", told.out);
        assert!(told.err.contains(" 0 -> pipe:"), "{}", told.err);
    }
    // Where there are walls, what is beyond them is not there.
    if house.node()["sandbox"] == "bubblewrap" {
        let look = format!("ls {}", house.data().display());
        assert_ne!(run(&mut guest.ssh("rsa", &[], login, &[&look])).code, Some(0));
        let told = run(&mut guest.ssh("rsa", &[], login, &["cat place; hostname"])).exits(0);
        assert_eq!(told.out, format!("/home/admin\njob-{login}\n"));
    }
    // A terminal, with the size that it was given, and what is typed.
    let shell = guest.ssh("ed25519", &["-tt"], login, &[]);
    let told = typed(shell, "stty size; tty; echo $TERM; kill -TERM $$; exit 5\n");
    assert_eq!(told.code, Some(5), "{}", told.out);
    assert!(told.out.contains("/dev/pts/") && told.out.contains("exit 5"), "{}", told.out);
    let told = run(&mut guest.ssh("ed25519", &["-tt"], login, &["tty && exit 4"])).exits(4);
    assert!(told.out.contains("/dev/pts/"), "{}", told.out);
    // More than all buffers hold, in and out at once.
    let megabytes = "x".repeat(12 << 20);
    let told = typed(guest.ssh("ed25519", &[], login, &["cat"]), &megabytes).exits(0);
    assert!(told.out == megabytes);
    // Ended by a signal.
    let told = run(&mut guest.ssh("ed25519", &[], login, &["kill -9 $$"]));
    assert_ne!(told.code, Some(0));

    // A token in place of a password.
    let ask = guest.at("ask");
    std::fs::write(&ask, format!("#!/bin/sh\necho {}\n", house.token)).unwrap();
    run(Command::new("chmod").arg("700").arg(&ask)).exits(0);
    let mut ssh = Command::new("ssh");
    ssh.args(guest.options("none")).args(["-o", "PreferredAuthentications=password", "-p", &guest.port]);
    ssh.arg(format!("{job}@127.0.0.1")).arg("echo by token").stdin(Stdio::null());
    ssh.env("SSH_ASKPASS", &ask).env("SSH_ASKPASS_REQUIRE", "force").env("DISPLAY", ":0");
    assert_eq!(run(&mut ssh).exits(0).out, "by token\n");

    // The command line knows the server's key, and runs a command without any of this.
    let print = house.run(&["job", "ssh", &job, "--print", "--", "echo", "hi"]).exits(0).out;
    let line =
        print.trim().replacen("ssh ", &format!("ssh -F /dev/null -i {} ", guest.at("rsa").display()), 1);
    assert_eq!(run(Command::new("sh").arg("-c").arg(&line).stdin(Stdio::null())).exits(0).out, "hi\n");
    let fingerprint = house.run(&["job", "ssh", "--fingerprint"]).exits(0).out;
    assert!(fingerprint.starts_with("SHA256:"), "{fingerprint}");
    let told =
        house.run(&["job", "exec", &job, "--", "sh", "-c", "echo \"$0 it's\"; echo no >&2; exit 9", "a b"]);
    assert_eq!((told.code, told.out.as_str(), told.err.as_str()), (Some(9), "a b it's\n", "no\n"));

    // All of it stands in the audit, with its end.
    let all = wait_for("the last visit's end", || {
        let all = entered(&house);
        (all.iter().filter(|r| r["action"] == "job.leave").count() * 2 == all.len()).then_some(all)
    });
    let ways: Vec<&str> = all.iter().map(|r| r["after"]["way"].as_str().unwrap()).collect();
    assert!(ways.contains(&"ssh") && ways.contains(&"exec"), "{ways:?}");
    assert!(all.iter().all(|r| r["object_id"] == json!(job) && r["actor_name"] == "admin"), "{all:?}");
    assert!(
        all.iter().any(|r| r["after"]["by"].as_str().unwrap().starts_with("key rsa (SHA256:")),
        "{all:?}"
    );
}

#[test]
fn files_go_both_ways_and_ports_are_those_of_the_job_alone() {
    if !here() {
        return;
    }
    let house = House::with_ssh(None);
    let guest = Guest::of(&house);
    let file = guest.key("key", &["-t", "ed25519"]);
    house.run(&["account", "key", "add", &file]).exits(0);
    let (job, port) = port_of(&house);
    let to = |path: &str| format!("{}@127.0.0.1:{path}", short(&job));
    let bytes: Vec<u8> = (0..20_000_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    std::fs::write(guest.at("sent"), &bytes).unwrap();
    for more in [[].as_slice(), &["-O"]] {
        let scp = |from: String, to: String| {
            let mut scp = Command::new("scp");
            scp.args(guest.options("key")).args(["-q", "-P", &guest.port]).args(more).arg(from).arg(to);
            run(scp.stdin(Stdio::null())).exits(0);
        };
        scp(guest.at("sent").display().to_string(), to("got"));
        let _ = std::fs::remove_file(guest.at("back"));
        scp(to("got"), guest.at("back").display().to_string());
        assert!(std::fs::read(guest.at("back")).unwrap() == bytes, "{more:?}");
        assert!(std::fs::read(house.data().join("jobs").join(&job).join("work/got")).unwrap() == bytes);
    }

    let mut sftp = Command::new("sftp");
    sftp.args(guest.options("key")).args(["-q", "-b", "-", "-P", &guest.port]);
    sftp.arg(format!("{}@127.0.0.1", short(&job)));
    let batch = format!(
        "mkdir d\nput {} d/a\nrename d/a d/b\nchmod 600 d/b\nln -s d/b link\nls -l d\nget link {}\nrm link\npwd\ndf\n",
        guest.at("known").display(),
        guest.at("again").display()
    );
    let told = typed(sftp, &batch).exits(0);
    assert!(told.out.contains("-rw-------"), "{}", told.out);
    assert_eq!(std::fs::read(guest.at("again")).unwrap(), std::fs::read(guest.at("known")).unwrap());
    if house.node()["sandbox"] == "bubblewrap" {
        assert!(told.out.contains("Remote working directory: /home/admin"), "{}", told.out);
        // A link leads to what the job itself sees, and no further.
        let secret = house.data().join("secrets.key");
        std::fs::write(&secret, "secret").unwrap();
        let work = house.data().join("jobs").join(&job).join("work");
        std::os::unix::fs::symlink(&secret, work.join("out")).unwrap();
        let mut scp = Command::new("scp");
        scp.args(guest.options("key")).args(["-q", "-P", &guest.port, &to("out")]).arg(guest.at("stolen"));
        assert_ne!(run(scp.stdin(Stdio::null())).code, Some(0));
        assert!(!guest.at("stolen").exists());
    }

    let tree = guest.at("tree");
    for name in ["one", "two/three", "名 字"] {
        let path = tree.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, name).unwrap();
    }
    let shell = format!("ssh {} -p {}", guest.options("key").join(" "), guest.port);
    let rsync = |from: &str, to: &str| {
        run(Command::new("rsync").args(["-a", "--delete", "-e", &shell, from, to]).stdin(Stdio::null()))
            .exits(0);
    };
    rsync(&format!("{}/", tree.display()), &to("tree/"));
    rsync(&to("tree/"), &guest.at("tree2").display().to_string());
    run(Command::new("diff").arg("-r").arg(&tree).arg(guest.at("tree2"))).exits(0);

    let served = |inside: &str| {
        let here = free_address();
        let forward = format!("{here}:127.0.0.1:{inside}");
        let mut ssh = guest.ssh("key", &["-N", "-L", &forward], short(&job), &[]);
        let mut ssh = ssh.spawn().unwrap();
        let mut stream = wait_for("the forwarded port", || TcpStream::connect(&here).ok());
        let _ = stream.write_all(b"GET / HTTP/1.0\r\n\r\n");
        let mut said = String::new();
        let _ = stream.read_to_string(&mut said);
        ssh.kill().unwrap();
        ssh.wait().unwrap();
        said
    };
    assert!(served(&port).ends_with("served by t"));
    // The machine's own loopback, where the server itself listens, is another one.
    let server = house.server().url().rsplit(':').next().unwrap().to_string();
    if house.node()["sandbox"] == "bubblewrap" {
        assert_eq!(served(&server), "");
    }
    // Nor does a way lead to any other machine, as what the server can reach is not what the job can.
    let ask = "GET / HTTP/1.0\r\n\r\n";
    let told = typed(guest.ssh("key", &["-W", &format!("localhost:{port}")], short(&job), &[]), ask).exits(0);
    assert!(told.out.ends_with("served by t"), "{}", told.out);
    let told = typed(guest.ssh("key", &["-W", &format!("192.0.2.1:{server}")], short(&job), &[]), ask);
    assert_ne!(told.code, Some(0));
}

/// Sent as a page does: status and head of the answer.
fn posted(house: &House, path: &str, cookie: &str, body: &Value) -> (u16, String) {
    let address = house.server().url().replace("http://", "");
    let mut stream = TcpStream::connect(&address).unwrap();
    let body = body.to_string();
    let head = format!(
        "POST /api/v1{path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nx-fovea: 1\r\ncookie: {cookie}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let (status, head, _) = crate::server::answer(stream).unwrap();
    (status, head)
}

fn cookie_of(head: &str) -> String {
    let line = head.lines().find_map(|l| l.strip_prefix("set-cookie: ")).unwrap();
    line.split(';').next().unwrap().into()
}

/// What a stranger sees.
fn refused(guest: &Guest, key: &str, login: &str) -> (Option<i32>, String) {
    let told = run(&mut guest.ssh(key, &[], login, &["true"]));
    (told.code, told.err.replace(login, "LOGIN"))
}

#[test]
fn nobody_else_comes_in_and_whoever_is_in_goes_with_the_job_or_the_key() {
    if !here() {
        return;
    }
    let house = House::with_ssh(None);
    let guest = Guest::of(&house);
    for name in ["key", "second", "foreign", "unknown"] {
        guest.key(name, &["-t", "ed25519"]);
    }
    let public = |name: &str| guest.at(&format!("{name}.pub")).display().to_string();
    house.run(&["account", "key", "add", &public("key"), "--name", "key"]).exits(0);
    house.run(&["account", "key", "add", &public("second"), "--name", "second"]).exits(0);
    let again = house.run(&["account", "key", "add", &public("key")]);
    assert!(again.code == Some(1) && again.err.contains("ssh_key.known"), "{}", again.err);
    // A private key is sent back, and so is one that is too weak.
    let private = house.run(&["account", "key", "add", &guest.at("key").display().to_string()]);
    assert!(private.code == Some(1) && private.err.contains("ssh_key.private"), "{}", private.err);
    let weak = guest.key("weak", &["-t", "rsa", "-b", "1024"]);
    let weak = house.run(&["account", "key", "add", &weak]);
    assert!(weak.code == Some(3) && weak.err.contains("ssh_key.bits"), "{}", weak.err);

    // Somebody who has a key and jobs of their own, and none of this one.
    let roles = house.server().get("/roles?limit=100");
    let role = roles["items"].as_array().unwrap().iter().find(|r| r["key"] == "platform_user").unwrap()["id"]
        .clone();
    let eve = house.server().json("POST", "/users", json!({ "name": "eve", "role_ids": [role] }));
    let secret = eve["invitation"]["secret"].as_str().unwrap();
    let password = json!({ "password": "correct horse battery" });
    let (status, head) = posted(&house, &format!("/invitations/{secret}"), "", &password);
    assert_eq!(status, 200, "{head}");
    let key = json!({ "public_key": std::fs::read_to_string(public("foreign")).unwrap() });
    let (status, head) = posted(&house, "/account/ssh_keys", &cookie_of(&head), &key);
    assert_eq!(status, 201, "{head}");

    let (job, _) = port_of(&house);
    let foreign = refused(&guest, "foreign", short(&job));
    assert!(foreign.0 == Some(255) && foreign.1.contains("Permission denied"), "{foreign:?}");
    let nowhere = "0123456789ab";
    for other in [
        refused(&guest, "unknown", short(&job)),
        refused(&guest, "foreign", nowhere),
        refused(&guest, "key", nowhere),
        refused(&guest, "key", "admin"),
    ] {
        assert_eq!(other, foreign);
    }
    assert_eq!(entered(&house).len(), 0);

    // One is in by a key that is taken away, one until the job ends.
    let stays = |key: &str| {
        let mut ssh = guest.ssh(key, &[], short(&job), &["echo in; exec sleep 600"]);
        let mut child = ssh.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = [0; 3];
        child.stdout.as_mut().unwrap().read_exact(&mut said).unwrap();
        child
    };
    let (mut by_second, mut by_key) = (stays("second"), stays("key"));
    house.run(&["account", "key", "delete", "second"]).exits(0);
    let code = wait_for("the end without the key", || by_second.try_wait().unwrap());
    assert_ne!(code.code(), Some(0));
    assert_eq!(by_key.try_wait().unwrap(), None);
    house.run(&["job", "stop", &job]).exits(0);
    wait_for("the end with the job", || by_key.try_wait().unwrap());
    house.ended(&job);
    let told = run(&mut guest.ssh("key", &[], &job, &["true"]));
    assert!(told.code == Some(255) && told.err.contains("the job has ended"), "{}", told.err);
    let told = house.run(&["job", "exec", &job, "--", "true"]);
    assert!(told.code == Some(1) && told.err.contains("job.not_running"), "{}", told.err);
    let told = wait_for("all visits' ends", || {
        let all = entered(&house);
        (all.iter().filter(|r| r["action"] == "job.leave").count() == 3).then_some(all)
    });
    assert!(told.iter().all(|r| r["actor_name"] == "admin"), "{told:?}");
}

#[test]
fn each_task_of_several_is_entered_by_its_number() {
    if !here() {
        return;
    }
    let house = House::with_ssh(Some(include_str!("../../../../docs/examples/cluster.yaml")));
    let guest = Guest::of(&house);
    let file = guest.key("key", &["-t", "ed25519"]);
    house.run(&["account", "key", "add", &file]).exits(0);
    let job = house
        .submit("echo ready; exec sleep 600", json!({ "type": "distributed", "nodes": 2, "devices": 1 }));
    house.until_said(&job, "ready");
    for rank in ["0", "1"] {
        let login = if rank == "0" { short(&job).to_string() } else { format!("{}.{rank}", short(&job)) };
        let told = run(&mut guest.ssh("key", &[], &login, &["echo $FOVEA_TASK_ID"])).exits(0);
        assert_eq!(told.out, format!("{job}-{rank}\n"));
        let told = house.run(&["job", "exec", &job, "--rank", rank, "--", "sh", "-c", "echo $FOVEA_TASK_ID"]);
        assert_eq!(told.exits(0).out, format!("{job}-{rank}\n"));
    }
    let told = run(&mut guest.ssh("key", &[], &format!("{}.2", short(&job)), &["true"]));
    assert!(told.code == Some(255) && told.err.contains("no task 2"), "{}", told.err);
}

/// A WebSocket of a page.
struct Page(TcpStream);

impl Page {
    /// What was answered in place of one, where there is none.
    fn open(house: &House, job: &str, more: &str) -> Result<Page, String> {
        let address = house.server().url().replace("http://", "");
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
        let head = format!(
            "GET /api/v1/jobs/{job}/terminal?columns=101&rows=33 HTTP/1.1\r\nhost: {address}\r\nconnection: Upgrade\r\n\
             upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        if head.starts_with("HTTP/1.1 101") { Ok(Page(stream)) } else { Err(head) }
    }

    fn say(&mut self, kind: u8, text: &str) {
        let mask = [1u8, 2, 3, 4];
        let mut frame = vec![0x80 | kind, 0x80 | u8::try_from(text.len()).unwrap()];
        frame.extend(mask);
        frame.extend(text.bytes().enumerate().map(|(i, b)| b ^ mask[i % 4]));
        self.0.write_all(&frame).unwrap();
    }

    /// Its kind and what it says.
    fn hear(&mut self) -> (u8, Vec<u8>) {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).unwrap();
        let length = match head[1] {
            126 => {
                let mut long = [0; 2];
                self.0.read_exact(&mut long).unwrap();
                usize::from(u16::from_be_bytes(long))
            }
            127 => panic!("longer than it may be"),
            short => usize::from(short),
        };
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes).unwrap();
        (head[0] & 0xf, bytes)
    }
}

#[test]
fn a_terminal_is_for_pages_of_our_own_alone() {
    let house = House::new();
    let job = house.submit("echo ready; exec sleep 600", json!({}));
    house.until_said(&job, "ready");
    let address = house.server().url();
    let login = json!({ "name": "admin", "password": "correct horse battery" });
    let (status, head) = posted(&house, "/session", "", &login);
    assert_eq!(status, 200, "{head}");
    let cookie = cookie_of(&head);

    // A page of another site, or of a job's own host, comes with the cookie all the same.
    for origin in ["http://evil.example", "http://web--0199.localhost:8585"] {
        let refused = Page::open(&house, &job, &format!("cookie: {cookie}\r\norigin: {origin}\r\n"));
        assert!(refused.is_err_and(|head| head.starts_with("HTTP/1.1 403")), "{origin}");
    }
    assert!(
        Page::open(&house, &job, &format!("origin: {address}\r\n"))
            .is_err_and(|h| h.starts_with("HTTP/1.1 401"))
    );
    let mut page =
        Page::open(&house, &job, &format!("cookie: {cookie}\r\norigin: {address}\r\n")).ok().unwrap();
    page.say(2, "stty size; echo $TERM; pwd\r");
    let mut shown = String::new();
    while !shown.contains("xterm-256color") {
        let (kind, bytes) = page.hear();
        if kind == 2 {
            shown += &String::from_utf8_lossy(&bytes);
        }
    }
    assert!(shown.contains("33 101"), "{shown}");
    page.say(1, r#"{"columns":90,"rows":40}"#);
    page.say(2, "stty size; exit 3\r");
    let reason = loop {
        match page.hear() {
            (2, bytes) => shown += &String::from_utf8_lossy(&bytes),
            (8, bytes) => break bytes,
            _ => {}
        }
    };
    assert!(shown.contains("40 90"), "{shown}");
    assert_eq!((u16::from_be_bytes([reason[0], reason[1]]), &reason[2..]), (4000, b"3".as_slice()));
    // One that is open is closed with the job.
    let mut page =
        Page::open(&house, &job, &format!("cookie: {cookie}\r\norigin: {address}\r\n")).ok().unwrap();
    house.run(&["job", "stop", &job]).exits(0);
    while page.hear().0 != 8 {}
    house.ended(&job);
    let refused = Page::open(&house, &job, &format!("cookie: {cookie}\r\n"));
    assert!(refused.is_err_and(|head| head.starts_with("HTTP/1.1 409")));
    let told = wait_for("both ends", || {
        let all = entered(&house);
        (all.len() == 4).then_some(all)
    });
    assert!(
        told.iter().all(|r| r["after"]["way"] == "terminal" && r["after"]["kinds"]["shell"] == 1),
        "{told:?}"
    );
}
