//! Logging in from the shell, with a browser that says yes, no or nothing.

use crate::program::{Run, fovea, run, signal};
use crate::server::{Server, administrator};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Somebody logged in with name and password, as a page is.
struct Browser<'a> {
    server: &'a Server,
    cookie: String,
}

impl Browser<'_> {
    fn new(server: &Server) -> Browser<'_> {
        let mut browser = Browser { server, cookie: String::new() };
        let (status, head, body) =
            browser.send("POST", "/session", &json!({"name": "admin", "password": "correct horse battery"}));
        assert_eq!(status, 200, "{body}");
        let cookie = head.lines().find_map(|l| l.strip_prefix("set-cookie: ")).unwrap();
        browser.cookie = cookie.split(';').next().unwrap().into();
        browser
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> (u16, String, String) {
        let text = body.to_string();
        let mut stream = TcpStream::connect(self.server.url().trim_start_matches("http://")).unwrap();
        let head = format!(
            "{method} /api/v1{path} HTTP/1.0\r\nhost: h\r\ncookie: {}\r\nx-fovea: 1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.cookie,
            text.len()
        );
        stream.write_all((head + &text).as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head[9..12].parse().unwrap(), head.into(), body.into())
    }

    fn says(&self, answer: &str, code: &str) {
        let (status, _, body) = self.send("POST", &format!("/device/{answer}"), &json!({"user_code": code}));
        assert_eq!(status, 204, "{body}");
    }

    fn tokens(&self) -> Vec<String> {
        let (_, _, body) = self.send("GET", "/tokens", &Value::Null);
        let list: Value = serde_json::from_str(&body).unwrap();
        list["items"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap().into()).collect()
    }
}

fn at(home: &Path, args: &[&str]) -> Command {
    let mut command = fovea();
    for name in ["FOVEA_SERVER", "FOVEA_TOKEN"] {
        command.env_remove(name);
    }
    command.args(args).env("XDG_CONFIG_HOME", home);
    command
}

/// A login that waits, and the code it shows.
struct Login {
    child: Child,
    err: BufReader<std::process::ChildStderr>,
    said: String,
    code: String,
}

impl Login {
    fn begin(home: &Path, args: &[&str]) -> Login {
        let mut command = at(home, args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut err = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        while !said.contains("Waiting") {
            assert!(err.read_line(&mut said).unwrap() > 0, "{said}");
        }
        let code = said.split_once("#code=").unwrap().1[..9].to_string();
        Login { child, err, said, code }
    }

    fn end(mut self) -> Run {
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        self.err.read_to_string(&mut self.said).unwrap();
        Run { code: self.child.wait().unwrap().code(), out, err: self.said }
    }
}

#[test]
fn a_login_is_kept_for_its_server_and_ends_with_the_token() {
    let folder = tempfile::tempdir().unwrap();
    let (data, home) = (folder.path().join("data"), folder.path().join("home"));
    let server = Server::start(&data, &administrator(&data));
    let (browser, url) = (Browser::new(&server), server.url());
    let login = Login::begin(&home, &["login", "--server", &url, "--name", "line 1"]);
    assert!(login.said.contains(&format!("{url}/device#code={}", login.code)), "{}", login.said);
    browser.says("approve", &login.code);
    let done = login.end().exits(0);
    assert_eq!(done.out, format!("admin is logged in to {url}\n"));
    let file = home.join("fovea/logins.json");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let me = run(&mut at(&home, &["whoami", "--json"])).exits(0).json();
    assert_eq!((&me["name"], &me["built_in"]), (&json!("admin"), &json!(true)));
    let told = run(&mut at(&home, &["whoami"])).exits(0).out;
    assert!(told.starts_with(&format!("admin at {url}\nroles   administrator\n")), "{told}");
    assert!(browser.tokens().contains(&"line 1".into()));

    // Another name for the machine is another server: the token stays.
    let other = url.replace("127.0.0.1", "localhost");
    run(&mut at(&home, &["whoami", "--server", &other])).fails(1, "login.needed");
    // A second login takes the place of the first, whose token is made void.
    let again = Login::begin(&home, &["login", "--name", "line 2"]);
    browser.says("approve", &again.code);
    again.end().exits(0);
    let tokens = browser.tokens();
    assert!(tokens.contains(&"line 2".into()) && !tokens.contains(&"line 1".into()), "{tokens:?}");

    run(&mut at(&home, &["logout"])).exits(0);
    assert!(!browser.tokens().contains(&"line 2".into()));
    assert!(!std::fs::read_to_string(&file).unwrap().contains("fovea_"));
    run(&mut at(&home, &["whoami", "--server", &url])).fails(1, "login.needed");
    run(&mut at(&home, &["logout", "--server", &url])).fails(1, "login.needed");
}

#[test]
fn no_and_ctrl_c_end_a_login_with_nothing_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (data, home) = (folder.path().join("data"), folder.path().join("home"));
    let server = Server::start(&data, &administrator(&data));
    let (browser, url) = (Browser::new(&server), server.url());
    let login = Login::begin(&home, &["login", "--server", &url]);
    browser.says("refuse", &login.code);
    login.end().fails(1, "login.refused");
    let login = Login::begin(&home, &["login", "--server", &url]);
    signal(login.child.id(), "INT");
    login.end().fails(4, "login.stopped");
    assert!(!home.join("fovea/logins.json").exists());
}

#[test]
fn variables_say_server_and_token_and_a_bad_token_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (data, home) = (folder.path().join("data"), folder.path().join("home"));
    let token = administrator(&data);
    let server = Server::start(&data, &token);
    let ask = |token: &str| {
        let mut command = at(&home, &["whoami"]);
        run(command.env("FOVEA_SERVER", server.url()).env("FOVEA_TOKEN", token))
    };
    assert!(ask(&token).exits(0).out.starts_with("admin at "));
    ask("fovea_0000").fails(1, "auth.required");
    assert!(!home.exists(), "looking makes no folder");
    // A proxy is not told what stays within the machine.
    let mut command = at(&home, &["whoami", "--server", &server.url()]);
    let proxied = command
        .env("FOVEA_TOKEN", &token)
        .env("HTTP_PROXY", "http://127.0.0.1:1")
        .env("ALL_PROXY", "http://127.0.0.1:1");
    run(proxied).exits(0);
}

#[test]
fn no_token_goes_over_a_network_in_plain_text_or_to_where_a_server_sends() {
    let home = tempfile::tempdir().unwrap();
    let ask = |args: &[&str]| run(at(home.path(), args).env("FOVEA_TOKEN", "fovea_secret"));
    ask(&["whoami", "--server", "http://192.0.2.1"]).fails(1, "server.not_private");
    ask(&["login", "--server", "http://plant.example"]).fails(1, "server.not_private");
    ask(&["whoami", "--server", "ftp://plant.example"]).fails(1, "server.address");
    ask(&["whoami", "--server", "http://127.0.0.1:1"]).fails(1, "server.unreachable");
    // A server that sends elsewhere, and counts who follows.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let here = format!("http://{}", listener.local_addr().unwrap());
    let elsewhere = format!("{here}/elsewhere");
    let served = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = vec![0; 4096];
        let length = stream.read(&mut asked).unwrap();
        let answer = format!(
            "HTTP/1.1 302 Found\r\nlocation: {elsewhere}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(answer.as_bytes()).unwrap();
        drop(stream);
        listener.set_nonblocking(true).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        (String::from_utf8_lossy(&asked[..length]).into_owned(), listener.accept().is_ok())
    });
    ask(&["whoami", "--server", &here]).fails(1, "server.redirects");
    let (asked, followed) = served.join().unwrap();
    assert!(asked.contains("Bearer fovea_secret") && !followed, "{asked}");
}

#[test]
fn a_file_of_logins_that_others_may_read_is_not_used() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("fovea/logins.json");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, r#"{"current": null, "logins": []}"#).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let told = run(&mut at(home.path(), &["whoami"])).fails(1, "login.readable");
    assert!(told.err.contains("chmod 600"), "{}", told.err);
}
