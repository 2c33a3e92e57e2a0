//! Podman, spoken to over its socket: jobs that bring an image run in containers of it. An image has to be
//! there by name, or comes from a registry that an administrator allowed. What is done with a container while it runs is in [`crate::shim`].

mod container;
mod http;

pub(crate) use container::Start;
pub use container::{Container, Mount};
pub(crate) use http::{attach, read_frame};

use crate::registry::RegistryLogin;
use fovea_domain::registry::Speech;
use http::Answer;
use serde::Deserialize;
use serde_json::Value;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long Podman may think about what is done at once.
const SOON: Duration = Duration::from_secs(30);
/// Where a whole container is written down.
const LONG: Duration = Duration::from_secs(1800);
/// Label of containers and images that belong to a job, and of one task of it.
pub(crate) const JOB: &str = "fovea.job";
pub(crate) const TASK: &str = "fovea.task";
pub(crate) const ATTEMPT: &str = "fovea.attempt";

/// Why there is no Podman here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PodmanLack {
    #[error("no socket of Podman was found")]
    NoSocket,
    #[error("what listens on {} does not answer as Podman does: {why}", socket.display())]
    Silent { socket: PathBuf, why: String },
}

impl PodmanLack {
    /// Never renamed.
    pub fn code(&self) -> &'static str {
        match self {
            PodmanLack::NoSocket => "podman.no_socket",
            PodmanLack::Silent { .. } => "podman.silent",
        }
    }

    /// What its sentence speaks of.
    pub fn params(&self) -> Value {
        match self {
            PodmanLack::NoSocket => serde_json::json!({}),
            PodmanLack::Silent { socket, why } => {
                serde_json::json!({ "socket": socket.display().to_string(), "why": why })
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum PodmanError {
    #[error("Podman cannot be reached: {0}")]
    Unreachable(#[from] std::io::Error),
    #[error("there is no image {0} here")]
    NoImage(String),
    #[error("Podman refused: {0}")]
    Refused(String),
}

/// What it says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodmanAbout {
    pub version: String,
    /// It runs as a user who is not root, and so do its containers.
    pub rootless: bool,
    /// What it can set limits of
    pub controllers: Vec<String>,
}

/// A Podman at its socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Podman {
    socket: PathBuf,
}

/// How a container is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doing {
    /// It has ended
    pub over: bool,
    pub pid: i32,
    pub code: i32,
    pub out_of_memory: bool,
    /// Which start of its job it belongs to
    pub attempt: Option<u32>,
    /// Bytes that it wrote beside its image, where they were asked for
    pub written: u64,
}

impl Podman {
    pub fn at(socket: impl Into<PathBuf>) -> Podman {
        Podman { socket: socket.into() }
    }

    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// The one that was named, or that is where it usually is. Takes a moment.
    pub fn find(named: Option<&Path>) -> Result<(Podman, PodmanAbout), PodmanLack> {
        let own = std::env::var_os("XDG_RUNTIME_DIR").map(|dir| Path::new(&dir).join("podman/podman.sock"));
        let usual = own.into_iter().chain(["/run/podman/podman.sock".into()]);
        let found = named.map(Path::to_path_buf).or_else(|| usual.into_iter().find(|p| p.exists()));
        let podman = Podman::at(found.ok_or(PodmanLack::NoSocket)?);
        match podman.about() {
            Ok(about) => Ok((podman, about)),
            Err(PodmanError::Unreachable(e)) if e.kind() == ErrorKind::NotFound => Err(PodmanLack::NoSocket),
            Err(e) => Err(PodmanLack::Silent { socket: podman.socket, why: e.to_string() }),
        }
    }

    fn about(&self) -> Result<PodmanAbout, PodmanError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Host {
            security: Security,
            #[serde(default)]
            cgroup_controllers: Option<Vec<String>>,
        }
        #[derive(Deserialize)]
        struct Security {
            rootless: bool,
        }
        #[derive(Deserialize)]
        struct Version {
            #[serde(rename = "Version")]
            version: String,
        }
        #[derive(Deserialize)]
        struct Info {
            host: Host,
            version: Version,
        }
        let told: Info = parsed(&self.good("GET", "/info", None)?)?;
        Ok(PodmanAbout {
            version: told.version.version,
            rootless: told.host.security.rootless,
            controllers: told.host.cgroup_controllers.unwrap_or_default(),
        })
    }

    fn good(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer, PodmanError> {
        good(http::ask(&self.socket, method, path, body, Some(SOON))?)
    }

    /// Whether a job may name this image: it is there, and is not what another job left behind when it paused.
    pub fn has_image(&self, name: &str) -> Result<bool, PodmanError> {
        Ok(self.image(name)?.is_some_and(|image| !image.of_a_job()))
    }

    /// One that a job left behind when it paused.
    pub(crate) fn has_kept(&self, name: &str) -> Result<bool, PodmanError> {
        Ok(self.image(name)?.is_some())
    }

    fn image(&self, name: &str) -> Result<Option<Image>, PodmanError> {
        let answer = http::ask(&self.socket, "GET", &format!("/images/{name}/json"), None, Some(SOON))?;
        if answer.status == 404 {
            return Ok(None);
        }
        parsed(&good(answer)?).map(Some)
    }

    /// Fetches an image from its registry, as somebody or as nobody; what is here of it already is not sent again.
    pub(crate) fn pull(
        &self,
        image: &str,
        login: Option<&RegistryLogin>,
        speech: Speech,
    ) -> Result<(), PodmanError> {
        #[derive(Deserialize)]
        struct Line {
            #[serde(default)]
            error: Option<String>,
        }
        let verified = speech == Speech::Https;
        let path = format!("/images/pull?reference={image}&policy=always&quiet=true&tlsVerify={verified}");
        let head = login.map(registry_head).unwrap_or_default();
        let answer = http::ask_with(&self.socket, ("POST", &path), None, Some(LONG), &head)?;
        let answer = good(answer)?;
        // It has begun well and may end badly: what happened stands in lines.
        let lines = String::from_utf8_lossy(&answer.body).into_owned();
        let told = lines.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
        match told.filter_map(|line| line.error).next_back() {
            Some(why) => Err(PodmanError::Refused(why.chars().take(400).collect())),
            None => Ok(()),
        }
    }

    /// Names of images that jobs may ask for.
    pub fn images(&self) -> Result<Vec<String>, PodmanError> {
        let all: Vec<Image> = parsed(&self.good("GET", "/images/json", None)?)?;
        let named = all.into_iter().filter(|image| !image.of_a_job()).flat_map(|image| image.tags());
        let mut names: Vec<String> = named.collect();
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    pub(crate) fn create(&self, body: &Value) -> Result<(), PodmanError> {
        self.good("POST", "/containers/create", Some(body)).map(drop)
    }

    /// Makes its namespaces and groups; nothing of the command runs yet.
    pub(crate) fn init(&self, name: &str) -> Result<(), PodmanError> {
        self.good("POST", &format!("/containers/{name}/init"), None).map(drop)
    }

    pub(crate) fn start(&self, name: &str) -> Result<(), PodmanError> {
        self.good("POST", &format!("/containers/{name}/start"), None).map(drop)
    }

    /// `sized`: with what it wrote, which takes longer to find out; `None`: there is no such container.
    pub(crate) fn look(&self, name: &str, sized: bool) -> Result<Option<Doing>, PodmanError> {
        let path = format!("/containers/{name}/json?size={sized}");
        let answer = http::ask(&self.socket, "GET", &path, None, Some(SOON))?;
        if answer.status == 404 {
            return Ok(None);
        }
        let told: Inspected = parsed(&good(answer)?)?;
        Ok(Some(told.doing()))
    }

    /// Waits until it has ended, however long that takes, and gives its exit code.
    pub(crate) fn wait(&self, name: &str) -> Result<i32, PodmanError> {
        let path = format!("/containers/{name}/wait?condition=stopped&condition=exited&interval=100ms");
        let answer = good(http::ask(&self.socket, "POST", &path, None, None)?)?;
        let text = String::from_utf8_lossy(&answer.body);
        text.trim().parse().map_err(|_| PodmanError::Refused(format!("it tells no exit code: {text}")))
    }

    /// One that has ended hears nothing, which is no trouble.
    pub(crate) fn kill(&self, name: &str, signal: &str) -> Result<(), PodmanError> {
        let path = format!("/containers/{name}/kill?signal={signal}");
        let answer = http::ask(&self.socket, "POST", &path, None, Some(SOON))?;
        match answer.status {
            404 | 409 => Ok(()),
            _ => good(answer).map(drop),
        }
    }

    /// With what runs in it. One that is not there is gone.
    pub(crate) fn remove(&self, name: &str) -> Result<(), PodmanError> {
        let path = format!("/containers/{name}?force=true&timeout=0&v=true&ignore=true");
        let answer = http::ask(&self.socket, "DELETE", &path, None, Some(SOON))?;
        match answer.status {
            404 => Ok(()),
            _ => good(answer).map(drop),
        }
    }

    /// Begins a program beside the command and gives its number; `None`: it ended at once.
    pub(crate) fn beside(&self, name: &str, argv: &[String], user: &str) -> Result<Option<i32>, PodmanError> {
        #[derive(Deserialize)]
        struct Made {
            #[serde(rename = "Id")]
            id: String,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Session {
            running: bool,
            pid: i32,
        }
        let wanted = serde_json::json!({ "Cmd": argv, "User": user, "Detach": true });
        let made = self.good("POST", &format!("/containers/{name}/exec"), Some(&wanted))?;
        let Made { id } = parsed(&made)?;
        let detached = serde_json::json!({ "Detach": true });
        self.good("POST", &format!("/exec/{id}/start"), Some(&detached))?;
        std::thread::sleep(Duration::from_millis(300));
        let session: Session = parsed(&self.good("GET", &format!("/exec/{id}/json"), None)?)?;
        Ok(session.running.then_some(session.pid))
    }

    /// Writes down what a container is as an image of this name, with its labels.
    pub(crate) fn commit(&self, container: &str, repository: &str, tag: &str) -> Result<(), PodmanError> {
        let path = format!("/commit?container={container}&repo={repository}&tag={tag}&pause=false");
        good(http::ask(&self.socket, "POST", &path, None, Some(LONG))?).map(drop)
    }

    /// Takes away images with this label, but for one.
    pub(crate) fn remove_images(
        &self,
        label: &str,
        value: &str,
        but: Option<&str>,
    ) -> Result<(), PodmanError> {
        // What is in it needs no other writing in an address, but for the signs of JSON.
        let path = format!("/images/json?filters=%7B%22label%22%3A%5B%22{label}%3D{value}%22%5D%7D");
        let all: Vec<Image> = parsed(&self.good("GET", &path, None)?)?;
        for name in all.into_iter().flat_map(|image| image.tags()).filter(|name| Some(name.as_str()) != but) {
            let answer = http::ask(&self.socket, "DELETE", &format!("/images/{name}"), None, Some(SOON))?;
            if answer.status != 404 {
                good(answer)?;
            }
        }
        Ok(())
    }

    /// Containers and images of a job, all of them.
    pub(crate) fn forget(&self, job: &str) -> Result<(), PodmanError> {
        #[derive(Deserialize)]
        struct Listed {
            #[serde(rename = "Id")]
            id: String,
        }
        let path = format!("/containers/json?all=true&filters=%7B%22label%22%3A%5B%22{JOB}%3D{job}%22%5D%7D");
        let all: Vec<Listed> = parsed(&self.good("GET", &path, None)?)?;
        for container in all {
            self.remove(&container.id)?;
        }
        self.remove_images(JOB, job, None)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Image {
    #[serde(default)]
    repo_tags: Option<Vec<String>>,
    #[serde(default)]
    labels: Option<std::collections::BTreeMap<String, String>>,
}

impl Image {
    fn of_a_job(&self) -> bool {
        self.labels.as_ref().is_some_and(|labels| labels.contains_key(JOB))
    }

    fn tags(&self) -> Vec<String> {
        self.repo_tags.clone().unwrap_or_default()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Inspected {
    state: State,
    #[serde(default)]
    size_rw: Option<u64>,
    config: Config,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct State {
    status: String,
    pid: i32,
    exit_code: i32,
    #[serde(default, rename = "OOMKilled")]
    oom_killed: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Config {
    #[serde(default)]
    labels: Option<std::collections::BTreeMap<String, String>>,
}

impl Inspected {
    fn doing(self) -> Doing {
        let labels = self.config.labels.unwrap_or_default();
        Doing {
            over: matches!(self.state.status.as_str(), "exited" | "stopped" | "dead" | "removing"),
            pid: self.state.pid,
            code: self.state.exit_code,
            out_of_memory: self.state.oom_killed,
            attempt: labels.get(ATTEMPT).and_then(|n| n.parse().ok()),
            written: self.size_rw.unwrap_or(0),
        }
    }
}

/// What a registry is told, as Podman takes it: JSON in the base64 of addresses.
fn registry_head(login: &RegistryLogin) -> String {
    let told = serde_json::json!({ "username": login.user, "password": login.secret, "serveraddress": login.registry });
    format!("X-Registry-Auth: {}\r\n", base64(told.to_string().as_bytes()))
}

/// Of addresses, with its filling.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let byte = |at: usize| u32::from(part.get(at).copied().unwrap_or(0));
        let number = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sign = SIGNS.get((number >> (18 - 6 * at)) as usize & 63).copied().unwrap_or(b'=');
            text.push(if at <= part.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

fn good(answer: Answer) -> Result<Answer, PodmanError> {
    // 304: it is so already.
    if answer.good() || answer.status == 304 {
        Ok(answer)
    } else {
        Err(PodmanError::Refused(answer.trouble()))
    }
}

fn parsed<T: for<'a> Deserialize<'a>>(answer: &Answer) -> Result<T, PodmanError> {
    serde_json::from_slice(&answer.body)
        .map_err(|e| PodmanError::Refused(format!("it answers otherwise: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_is_read_as_podman_tells_it() {
        let told = r#"{"State":{"Status":"exited","Pid":0,"ExitCode":137,"OOMKilled":true},"SizeRw":70,
            "Config":{"Labels":{"fovea.attempt":"2"}}}"#;
        let told: Inspected = serde_json::from_str(told).unwrap();
        let wanted =
            Doing { over: true, pid: 0, code: 137, out_of_memory: true, attempt: Some(2), written: 70 };
        assert_eq!(told.doing(), wanted);
    }

    #[test]
    fn base64_is_that_of_addresses() {
        for (plain, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("~~?>", "fn4_Pg=="),
        ] {
            assert_eq!(base64(plain.as_bytes()), text);
        }
    }

    #[test]
    fn an_image_of_a_job_is_not_for_others() {
        let image = |text: &str| serde_json::from_str::<Image>(text).unwrap();
        assert!(image(r#"{"RepoTags":["a:1"],"Labels":{"fovea.job":"1"}}"#).of_a_job());
        let plain = image(r#"{"RepoTags":null,"Labels":null}"#);
        assert!(!plain.of_a_job() && plain.tags().is_empty());
    }

    #[test]
    fn a_socket_that_is_not_there_is_told_from_one_that_is_silent() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("s");
        assert_eq!(Podman::find(Some(&path)).unwrap_err(), PodmanLack::NoSocket);
        std::fs::write(&path, "").unwrap();
        assert_eq!(Podman::find(Some(&path)).unwrap_err().code(), "podman.silent");
    }
}
