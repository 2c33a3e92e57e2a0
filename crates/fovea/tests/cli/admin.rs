use crate::program::{Run, fovea, run};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Stdio};

const PASSWORD: &str = "a long password";

fn create(data: &Path, name: &str, password: &str) -> Run {
    let mut command = fovea();
    command.args(["admin", "create", "--name", name, "--password-stdin", "--data"]).arg(data);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

fn token(data: &Path, name: &str) -> Run {
    run(fovea().args(["admin", "token", "--name", name, "--data"]).arg(data))
}

/// A server and the lines it greets with.
struct Server(Child, String);

impl Server {
    fn start(data: &Path, lines: usize) -> Server {
        let mut command = fovea();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        for _ in 0..lines {
            out.read_line(&mut said).unwrap();
        }
        Server(child, said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn an_administrator_and_a_token_are_made_without_a_server() {
    let folder = tempfile::tempdir().unwrap();
    create(folder.path(), "ada", PASSWORD).exits(0);
    let made = token(folder.path(), "ada").exits(0);
    assert!(made.out.starts_with("fovea_") && made.out.ends_with('\n'), "{}", made.out);
    assert_eq!(made.out.trim().len(), 70);
    assert_eq!(made.err, "");
}

#[test]
fn a_name_can_be_taken_once_and_a_password_must_be_long() {
    let folder = tempfile::tempdir().unwrap();
    create(folder.path(), "ada", "short").fails(1, "request.fields");
    create(folder.path(), "ada", PASSWORD).exits(0);
    let again = create(folder.path(), "Ada", PASSWORD).exits(1);
    assert!(again.err.contains("error[user.name_taken]: "), "{}", again.err);
    let unknown = token(folder.path(), "bob").exits(1);
    assert!(unknown.err.contains("error[user.not_found]: "), "{}", unknown.err);
}

#[test]
fn both_work_beside_a_running_server_and_take_its_setup_link() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), 2);
    assert!(server.1.contains("http://127.0.0.1:"), "{}", server.1);
    assert!(server.1.contains("/setup#token="), "{}", server.1);
    create(folder.path(), "ada", PASSWORD).exits(0);
    token(folder.path(), "ada").exits(0);
    drop(server);
    let server = Server::start(folder.path(), 1);
    assert!(!server.1.contains("/setup"), "no link where there is an administrator: {}", server.1);
}

#[test]
fn a_folder_has_one_server() {
    let folder = tempfile::tempdir().unwrap();
    let _server = Server::start(folder.path(), 2);
    let second = run(fovea().args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path()));
    second.fails(1, "store.locked");
}

#[test]
fn the_description_of_the_interface_is_one_document() {
    let document = run(fovea().arg("openapi")).exits(0).json();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/projects/{id}/imports"]["post"].is_object());
}
