//! The whole way over the real server: pictures in, a training, a model, a service, verdicts, records, and a server that
//! is killed in the middle.

use crate::pictures::{BAD, GOOD, part};
use crate::program::{fovea, run, signal};
use fovea_vision::encode_png_rgb;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub struct Server {
    child: Child,
    address: String,
    token: String,
    data: PathBuf,
}

impl Server {
    pub fn start(data: &Path, token: &str) -> Server {
        let free = free_address();
        let mut command = fovea();
        command.arg("serve").arg("--data").arg(data).args(["--listen", &free]);
        Server::start_by(command, free, data, token)
    }

    /// By another command, which serves at this address in the end.
    pub fn start_by(mut command: Command, address: String, data: &Path, token: &str) -> Server {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Server { child, address, token: token.into(), data: data.into() };
        wait_for("the server", || TcpStream::connect(&server.address).is_ok().then_some(()));
        server
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn ask(&self, method: &str, path: &str, more: &str, body: &[u8]) -> (u16, Vec<u8>) {
        self.try_ask(method, path, more, body).unwrap()
    }

    /// `None` where the server goes away meanwhile.
    pub fn try_ask(&self, method: &str, path: &str, more: &str, body: &[u8]) -> Option<(u16, Vec<u8>)> {
        let mut stream =
            self.begin(method, path, &format!("content-length: {}\r\n{more}", body.len())).ok()?;
        stream.write_all(body).ok()?;
        let (status, _, body) = answer(stream)?;
        Some((status, body))
    }

    /// Sends the head of a request; its body is for the caller.
    pub fn begin(&self, method: &str, path: &str, more: &str) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.address)?;
        // In HTTP/1.0 the end of an answer is the end of the connection; 1.1 alone has bodies of unknown length.
        let version = if more.contains("chunked") { "1.1" } else { "1.0" };
        let head = format!(
            "{method} /api/v1{path} HTTP/{version}\r\nhost: h\r\nconnection: close\r\nauthorization: Bearer {}\r\n{more}\r\n",
            self.token
        );
        stream.write_all(head.as_bytes())?;
        Ok(stream)
    }

    #[track_caller]
    pub fn json(&self, method: &str, path: &str, body: Value) -> Value {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let more = if body.is_null() { "" } else { "content-type: application/json\r\n" };
        let (status, answer) = self.ask(method, path, more, text.as_bytes());
        let text = String::from_utf8_lossy(&answer);
        assert!((200..300).contains(&status), "{method} {path}: {status} {text}");
        serde_json::from_slice(&answer).unwrap_or(Value::Null)
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        self.json("GET", path, Value::Null)
    }

    #[track_caller]
    fn bytes(&self, path: &str) -> Vec<u8> {
        let (status, bytes) = self.ask("GET", path, "", b"");
        assert_eq!(status, 200, "{path}");
        bytes
    }

    #[track_caller]
    pub fn until_state(&self, path: &str, state: &str) -> Value {
        wait_for(&format!("{path} {state}"), || {
            let seen = self.get(path);
            let now = seen["state"].as_str().unwrap();
            assert!(now == state || !["failed", "succeeded", "stopped"].contains(&now), "{seen}");
            (now == state).then_some(seen)
        })
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    pub fn kill(mut self) -> PathBuf {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::take(&mut self.data)
    }
}

pub fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Status, head and body; `None` where the other side went away before.
pub fn answer(mut stream: TcpStream) -> Option<(u16, String, Vec<u8>)> {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n")?;
    let body = answer.split_off(end + 4);
    let head = String::from_utf8(answer).ok()?;
    Some((head.get(9..12)?.parse().ok()?, head, body))
}

impl Drop for Server {
    /// What a failed test leaves running goes with it.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let Ok(jobs) = std::fs::read_dir(self.data.join("jobs")) else { return };
        let jobs = jobs.flatten().map(|job| job.path());
        let tasks = |job: &PathBuf| std::fs::read_dir(job.join("tasks")).into_iter().flatten().flatten();
        let folders = jobs.flat_map(|job| tasks(&job).map(|t| t.path()).chain([job]).collect::<Vec<_>>());
        for folder in folders {
            let ended = folder.join("exit.json").exists();
            let pid = std::fs::read_to_string(folder.join("pid")).unwrap_or_default();
            if let (false, Ok(pid)) = (ended, pid.trim().parse::<u32>())
                && Path::new(&format!("/proc/{pid}")).exists()
            {
                signal(pid, "KILL");
            }
        }
    }
}

/// A machine that is busy or slow takes long for a training.
const LONGEST: Duration = Duration::from_secs(400);

#[track_caller]
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < LONGEST, "{what} never came");
        std::thread::sleep(Duration::from_millis(50));
    }
}

pub fn picture(number: usize) -> Vec<u8> {
    encode_png_rgb(&part(number as u64, number >= GOOD)).unwrap()
}

pub fn administrator(data: &Path) -> String {
    let mut command = fovea();
    command.args(["admin", "create", "--name", "admin", "--password-stdin", "--data"]).arg(data);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"correct horse battery\n").unwrap();
    assert!(child.wait().unwrap().success());
    let told = run(fovea().args(["admin", "token", "--name", "admin", "--data"]).arg(data)).exits(0);
    told.out.split_whitespace().find(|w| w.starts_with("fovea_")).unwrap().to_string()
}

/// A project with all drawn parts, labelled by the folders they came in.
pub fn project(server: &Server) -> String {
    project_of(server, BAD)
}

/// A project whose trainings take seconds: with fewer than five bad parts no head is taught beside the memory of good
/// ones, which is most of the work. For tests of what is around a training.
pub fn small_project(server: &Server) -> String {
    project_of(server, 4)
}

fn project_of(server: &Server, bad: usize) -> String {
    let project = server.json(
        "POST",
        "/projects",
        json!({ "name": "Parts", "product": "part", "scene": "free", "good_name": "good", "note": "",
            "classes": [{ "name": "blob" }] }),
    );
    let id = project["id"].as_str().unwrap().to_string();
    let import = server.json("POST", &format!("/projects/{id}/imports"), Value::Null);
    let import = import["id"].as_str().unwrap();
    for number in 0..GOOD + bad {
        let class = if number < GOOD { "good" } else { "blob" };
        let letters = [b'a' + (number / 26) as u8, b'a' + (number % 26) as u8].map(char::from);
        let name = format!("{class}/{}{}.png", letters[0], letters[1]);
        let path = format!("/imports/{import}/files?name={name}");
        let (status, told) =
            server.ask("PUT", &path, "content-type: application/octet-stream\r\n", &picture(number));
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&told));
    }
    server.json("POST", &format!("/imports/{import}/finish"), Value::Null);
    id
}

#[test]
fn from_pictures_to_records_and_through_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let token = administrator(&data);
    let server = Server::start(&data, &token);
    let project = project(&server);

    // Too little to learn from is told before anything runs.
    let (status, told) = server.ask(
        "POST",
        &format!("/projects/{project}/trainings"),
        "content-type: application/json\r\n",
        br#"{"task":"segment"}"#,
    );
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&told));
    assert!(String::from_utf8_lossy(&told).contains("training.not_enough"));

    // A training gives a model.
    let train = format!("/projects/{project}/trainings");
    let job = server.json("POST", &train, json!({ "task": "anomaly", "budget_s": 60, "cost": 20 }));
    let job = format!("/jobs/{}", job["id"].as_str().unwrap());
    let done = server.until_state(&job, "succeeded");
    let model = done["model_id"].as_str().unwrap().to_string();
    let log = server.get(&format!("{job}/log"));
    assert!(log["total"].as_u64().unwrap() > 2 && log["lines"][0]["text"] == "train: started", "{log}");
    assert!(server.get(&format!("{job}/log?q=evaluate"))["total"].as_u64().unwrap() >= 2);
    let row = server.get(&format!("/models/{model}"));
    assert_eq!(
        (&row["stage"], &row["number"], &row["task"]),
        (&json!("draft"), &json!(1), &json!("anomaly"))
    );
    assert!(row["summary"]["pictures"].as_u64().unwrap() >= 5, "{row}");
    let evaluation = server.get(&format!("/models/{model}/evaluation"));
    let first = &evaluation["pictures"][0];
    assert!(first["picture_id"].is_string() && first["heat"] == true, "{first}");
    assert!(server.bytes(&format!("/models/{model}/evaluation/0/heat")).starts_with(b"\x89PNG"));
    assert!(server.bytes(&format!("/models/{model}/report?lang=en")).windows(4).any(|w| w == b"html"));

    // The model proposes labels of pictures that have none, which are labels only once somebody takes them over.
    let import = server.json("POST", &format!("/projects/{project}/imports"), Value::Null);
    for (name, blob) in [("new-bad.png", true), ("new-good.png", false)] {
        let path = format!("/imports/{}/files?name={name}", import["id"].as_str().unwrap());
        let bytes = encode_png_rgb(&part(900, blob)).unwrap();
        let (status, _) = server.ask("PUT", &path, "content-type: application/octet-stream\r\n", &bytes);
        assert_eq!(status, 200);
    }
    server.json("POST", &format!("/imports/{}/finish", import["id"].as_str().unwrap()), Value::Null);
    let begun = server.json("POST", &format!("/projects/{project}/prelabels"), json!({ "model_id": model }));
    server.until_state(&format!("/jobs/{}", begun["id"].as_str().unwrap()), "succeeded");
    let told = server.get(&format!("/projects/{project}/prelabels"))["items"][0].clone();
    assert_eq!((&told["pictures"], &told["open"]), (&json!(2), &json!(2)), "{told}");
    let open = server.get(&format!("/projects/{project}/pictures?proposal=open&sort=name"));
    let proposal = |at: usize| {
        let picture = open["items"][at]["id"].as_str().unwrap();
        server.get(&format!("/pictures/{picture}/annotation"))["proposal"].clone()
    };
    let (bad, good) = (proposal(0), proposal(1));
    assert!(bad["bad"] == true && bad["regions"][0]["shape"]["kind"] == "polygon", "{bad}");
    assert!(good["bad"] == false && good["regions"].as_array().unwrap().is_empty(), "{good}");

    // A look at all pictures finds similar ones, and a label that was put wrong.
    let labelled = server.get(&format!("/projects/{project}/pictures?sort=name&limit=100&labelled=true"));
    let wrong = labelled["items"].as_array().unwrap().iter().find(|p| p["verdict"] == "good").unwrap();
    let say = |verdict: &str| {
        let body = json!({ "ids": [wrong["id"]], "verdict": verdict });
        server.json("POST", &format!("/projects/{project}/annotations/bulk"), body);
    };
    let blob = server.get(&format!("/projects/{project}"))["classes"][1]["id"].clone();
    let body = json!({ "ids": [wrong["id"]], "verdict": "bad", "class_id": blob });
    server.json("POST", &format!("/projects/{project}/annotations/bulk"), body);
    let begun = server.json("POST", &format!("/projects/{project}/advice"), Value::Null);
    server.until_state(&format!("/jobs/{}", begun["newer"]["id"].as_str().unwrap()), "succeeded");
    let advice = server.get(&format!("/projects/{project}/advice"));
    assert_eq!((&advice["described"], &advice["useful"]), (&json!(GOOD + BAD + 2), &json!(2)), "{advice}");
    let suspect =
        server.get(&format!("/projects/{project}/advice/pictures?what=suspect"))["items"][0].clone();
    assert_eq!(suspect["picture"]["id"], wrong["id"], "{suspect}");
    let spot = open["items"][0]["id"].as_str().unwrap();
    let similar = server.get(&format!("/pictures/{spot}/similar"));
    assert_eq!(similar["total"], GOOD + BAD + 1);
    say("good");

    // The model answers as a service what `fovea predict` says.
    let new = json!({ "model_id": model, "name": "line 1", "keep": "ng" });
    let services = format!("/projects/{project}/services");
    let json = "content-type: application/json\r\n";
    let (status, early) = server.ask("POST", &services, json, new.to_string().as_bytes());
    assert_eq!(status, 409, "{}", String::from_utf8_lossy(&early));
    let release = format!("{json}if-match: \"1\"\r\n");
    let (status, _) = server.ask("PATCH", &format!("/models/{model}"), &release, br#"{"stage":"released"}"#);
    assert_eq!(status, 200);
    let service = server.json("POST", &services, new);
    let service = format!("/services/{}", service["id"].as_str().unwrap());
    server.until_state(&service, "running");
    let shown = folder.path().join("shown");
    for number in [0, 1, GOOD, GOOD + 1] {
        crate::pictures::write(&shown.join(format!("{number:02}.png")), &picture(number));
    }
    let package = data.join(format!("models/{model}.fovea"));
    let told = run(fovea().args(["predict", "--json"]).arg(&package).arg(&shown)).exits(0).lines();
    let infer = |number: usize, more: &str| {
        let path = format!("{service}/infer?serial=S{number}&heat=1");
        let (status, answer) = server.ask("POST", &path, more, &picture(number));
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
        serde_json::from_slice::<Value>(&answer).unwrap()
    };
    for (number, told) in [0, 1, GOOD, GOOD + 1].into_iter().zip(&told) {
        let answer = infer(number, "content-type: image/png\r\n");
        assert_eq!(answer["verdict"], told["verdict"]);
        // The project knows one kind of defect, and that is what it is called there.
        let class = if told["class"] == "anomaly" { "blob" } else { "good" };
        assert_eq!(answer["class"], class);
        let apart = (answer["score"].as_f64().unwrap() - told["score"].as_f64().unwrap()).abs();
        assert!(apart < 1e-6 && answer["heat_png"].is_string(), "{answer}");
    }

    // Each verdict is a record; the same request again is not a second one.
    let key = "content-type: image/png\r\nidempotency-key: once\r\n";
    assert_eq!(infer(GOOD, key)["record_id"], infer(GOOD, key)["record_id"]);
    let records = server.get(&format!("/projects/{project}/records"));
    assert_eq!(records["total"], 5, "{records}");
    let counts = server.get(&format!("/projects/{project}/counts"));
    assert_eq!((&counts["total"], &counts["ng"]), (&json!(5), &json!(3)), "{counts}");
    let csv = String::from_utf8(server.bytes(&format!("/projects/{project}/records.csv"))).unwrap();
    assert_eq!(csv.lines().count(), 6, "{csv}");
    let ng = server.get(&format!("/projects/{project}/records?verdict=ng"))["items"][0].clone();
    let ng = format!("/records/{}", ng["id"].as_str().unwrap());
    for part in ["picture", "heat"] {
        assert!(server.bytes(&format!("{ng}/{part}")).starts_with(b"\x89PNG"), "{part}");
    }
    let said = json!({ "verdict": "ok", "to_dataset": true });
    let first = server.json("POST", &format!("{ng}/recheck"), said.clone());
    let again = server.json("POST", &format!("{ng}/recheck"), said);
    assert!(first["picture_id"].is_string() && first["picture_id"] == again["picture_id"]);
    assert_eq!(server.get(&format!("/projects/{project}/counts"))["overkill"], 1);

    // A new threshold reaches the running service.
    let (status, _) = server.ask(
        "PATCH",
        &format!("/models/{model}"),
        "content-type: application/json\r\nif-match: \"2\"\r\n",
        br#"{"threshold":0}"#,
    );
    assert_eq!(status, 200);
    assert_eq!(infer(0, "content-type: image/png\r\n")["verdict"], "ng");
    assert!(server.get(&format!("{service}/stats"))["points"].as_array().is_some_and(|p| !p.is_empty()));

    // Killed in the middle of a training: it goes on, the next server finds it and the service.
    let job = server.json("POST", &train, json!({ "task": "anomaly" }));
    let job = format!("/jobs/{}", job["id"].as_str().unwrap());
    server.until_state(&job, "running");
    let data = server.kill();
    let server = Server::start(&data, &token);
    server.until_state(&job, "succeeded");
    assert_eq!(server.get(&format!("/projects/{project}/models"))["total"], 2);
    assert_eq!(server.get(&service)["state"], "running");
    let (status, _) = server.ask("POST", &format!("{service}/infer"), "", &picture(0));
    assert_eq!(status, 200);

    // Stopped, it answers no more.
    server.json("POST", &format!("{service}/stop"), Value::Null);
    server.until_state(&service, "stopped");
    let (status, _) = server.ask("POST", &format!("{service}/infer"), "", &picture(0));
    assert_eq!(status, 409);
}
