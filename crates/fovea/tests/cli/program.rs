//! Running the program and looking at what it says.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The program, to which arguments are added.
pub fn fovea() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fovea"));
    command.stdin(Stdio::null());
    command
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The real pictures of the repository: 89 of a ball screw, 44 of them with pitting.
pub fn sample() -> PathBuf {
    root().join("samples/ball-screw")
}

/// What a run left behind.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

#[track_caller]
pub fn run(command: &mut Command) -> Run {
    let done = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("all output is UTF-8");
    Run { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

impl Run {
    #[track_caller]
    pub fn exits(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Ends with this code, an error of this name, what to do about it, and nothing on stdout.
    #[track_caller]
    pub fn fails(self, code: i32, name: &str) -> Run {
        let run = self.exits(code);
        assert!(run.err.contains(&format!("error[{name}]: ")), "{}", run.err);
        assert!(run.err.contains("\nhint: "), "{}", run.err);
        assert_eq!(run.out, "", "data although it failed");
        run
    }

    /// The one document on stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }

    /// The documents on stdout, one a line.
    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
    }
}

/// Starts the program and waits until it says `text` on stderr.
pub fn start_until(command: &mut Command, text: &str) -> Started {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let mut seen = String::new();
    while !seen.contains(text) {
        let length = err.read_line(&mut seen).unwrap();
        assert!(length > 0, "it ended without `{text}`:\n{seen}");
    }
    Started { child, err, seen }
}

pub struct Started {
    child: Child,
    err: BufReader<std::process::ChildStderr>,
    seen: String,
}

impl Started {
    /// Until it says more on stderr.
    #[track_caller]
    pub fn until(&mut self, text: &str) {
        while !self.seen.contains(text) {
            let length = self.err.read_line(&mut self.seen).unwrap();
            assert!(length > 0, "it ended without `{text}`:\n{}", self.seen);
        }
    }

    /// Sends a signal such as `TERM` and waits for the end.
    pub fn signal(self, name: &str) -> Run {
        signal(self.child.id(), name);
        self.ends()
    }

    /// Waits for the end.
    pub fn ends(mut self) -> Run {
        self.err.read_to_string(&mut self.seen).unwrap();
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        Run { code: self.child.wait().unwrap().code(), out, err: self.seen }
    }
}

pub fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), process.to_string()]).status().unwrap();
    assert!(sent.success());
}

#[track_caller]
pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
