//! Ways into a running job. Its programs listen on Unix sockets in one folder of the job, which lies outside of its walls too, so
//! that a job without network is reached. What listens on a port of 127.0.0.1 is joined to such a socket by a small relay
//! within the walls, and tools that Fovea knows are started beside the command; both are done by [`keep`], a process of ours
//! that may do no more than the job itself.

mod keep;
mod ports;
mod relay;
mod tools;

pub use keep::{KeepError, Plan, keep};
pub use tools::{Tool, tools};

use crate::folder::JobFolder;
use fovea_domain::endpoint::{Endpoint, EndpointKind};
use rustix::fs::{FileType, Mode, OFlags, fstat, open, openat};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::PathBuf;
use std::time::Duration;
use tokio::net::UnixStream;

/// Where a job within walls finds the folder of sockets, and our program.
pub(crate) const SEEN_AT: &str = "/run/fovea";
pub(crate) const PROGRAM_AT: &str = "/run/fovea-keeper";
/// Of a word that tells a state.
const LONGEST_WORD: u64 = 32;
/// A listener whose queue is full is tried again so often.
const TRIES: u32 = 20;
const AGAIN: Duration = Duration::from_millis(10);

/// How an endpoint of a job that has a process is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndpointState {
    /// Nothing listens yet.
    Starting,
    Ready,
    /// Something listened, and does not any more.
    Dead,
    /// The tool is neither in the job nor on this machine.
    NotInstalled,
}

impl EndpointState {
    /// The word in the file beside the socket.
    fn word(self) -> &'static str {
        match self {
            EndpointState::Starting => "starting",
            EndpointState::Ready => "ready",
            EndpointState::Dead => "dead",
            EndpointState::NotInstalled => "not_installed",
        }
    }
}

/// Name of the socket in the folder. Those that begin with a dot are made by us.
pub(crate) fn socket_name(endpoint: &Endpoint) -> String {
    match (&endpoint.socket, endpoint.kind) {
        (Some(socket), EndpointKind::Http) => socket.clone(),
        _ => format!(".{}.sock", endpoint.name),
    }
}

pub(crate) fn state_name(endpoint: &Endpoint) -> String {
    format!(".{}.state", endpoint.name)
}

/// A connection to what a job serves. The folder belongs to the job: a name in it may be a link to anything, so no link is
/// followed, and only a socket that lies there itself is connected to.
pub async fn connect_endpoint(folder: &JobFolder, endpoint: &Endpoint) -> std::io::Result<UnixStream> {
    connect_in(folder.sockets(), socket_name(endpoint)).await
}

/// The same of any socket in a folder that belongs to a job.
pub(crate) async fn connect_in(sockets: PathBuf, name: String) -> std::io::Result<UnixStream> {
    let held = tokio::task::spawn_blocking(move || -> std::io::Result<OwnedFd> {
        let inside = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let dir = open(&sockets, inside | OFlags::DIRECTORY, Mode::empty())?;
        let socket = openat(&dir, name.as_str(), inside, Mode::empty())?;
        match FileType::from_raw_mode(fstat(&socket)?.st_mode) {
            FileType::Socket => Ok(socket),
            _ => Err(ErrorKind::NotFound.into()),
        }
    })
    .await
    .map_err(std::io::Error::other)??;
    // By the file that is held, whatever its name means by now; such a path is short, too, wherever the data lie.
    let path = format!("/proc/self/fd/{}", held.as_raw_fd());
    for _ in 1..TRIES {
        match UnixStream::connect(&path).await {
            Err(e) if e.kind() == ErrorKind::WouldBlock => tokio::time::sleep(AGAIN).await,
            other => return other,
        }
    }
    UnixStream::connect(&path).await
}

/// Of a job that has a process.
pub async fn endpoint_state(folder: &JobFolder, endpoint: &Endpoint) -> EndpointState {
    match connect_endpoint(folder, endpoint).await {
        Ok(_) => return EndpointState::Ready,
        Err(e) if e.kind() == ErrorKind::ConnectionRefused => return EndpointState::Dead,
        Err(_) => {}
    }
    let (folder, endpoint) = (folder.clone(), endpoint.clone());
    let told = tokio::task::spawn_blocking(move || told(&folder, &endpoint).unwrap_or_default()).await;
    let words = [EndpointState::Dead, EndpointState::NotInstalled];
    let told = told.unwrap_or_default();
    words.into_iter().find(|state| state.word() == told).unwrap_or(EndpointState::Starting)
}

/// What the keeper wrote, or the job in its place: a word, of a file that lies there itself and lets itself be read at once.
fn told(folder: &JobFolder, endpoint: &Endpoint) -> std::io::Result<String> {
    let none = Mode::empty();
    let dir = open(folder.sockets(), OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, none)?;
    let how = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = openat(&dir, state_name(endpoint).as_str(), how, none)?;
    if FileType::from_raw_mode(fstat(&file)?.st_mode) != FileType::RegularFile {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut word = String::new();
    File::from(file).take(LONGEST_WORD).read_to_string(&mut word)?;
    Ok(word.trim().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::UnixListener;

    fn house() -> (tempfile::TempDir, JobFolder, Endpoint) {
        let dir = tempfile::tempdir().unwrap();
        let folder = JobFolder::new(dir.path().join("job"));
        std::fs::create_dir_all(folder.sockets()).unwrap();
        let kind = EndpointKind::Http;
        let one =
            Endpoint { name: "web".into(), kind, port: None, socket: Some("app.sock".into()), logdir: None };
        (dir, folder, one)
    }

    #[tokio::test]
    async fn a_state_is_what_answers_and_else_what_was_told() {
        let (_dir, folder, one) = house();
        assert_eq!(endpoint_state(&folder, &one).await, EndpointState::Starting);
        let listener = UnixListener::bind(folder.sockets().join("app.sock")).unwrap();
        assert_eq!(endpoint_state(&folder, &one).await, EndpointState::Ready);
        drop(listener);
        assert_eq!(endpoint_state(&folder, &one).await, EndpointState::Dead);
        let tool = Endpoint { kind: EndpointKind::Jupyter, socket: None, ..one };
        std::fs::write(folder.sockets().join(".web.state"), "not_installed").unwrap();
        assert_eq!(endpoint_state(&folder, &tool).await, EndpointState::NotInstalled);
        std::fs::write(folder.sockets().join(".web.state"), "nonsense").unwrap();
        assert_eq!(endpoint_state(&folder, &tool).await, EndpointState::Starting);
    }

    #[tokio::test]
    async fn a_link_leads_nowhere() {
        let (dir, folder, one) = house();
        // Something that listens beside, such as another job, or a service of this machine.
        let other = dir.path().join("other.sock");
        let _listener = UnixListener::bind(&other).unwrap();
        std::os::unix::fs::symlink(&other, folder.sockets().join("app.sock")).unwrap();
        connect_endpoint(&folder, &one).await.unwrap_err();
        assert_eq!(endpoint_state(&folder, &one).await, EndpointState::Starting);
        // Nor does a link in place of the word.
        std::fs::write(dir.path().join("secret"), "dead").unwrap();
        std::os::unix::fs::symlink(dir.path().join("secret"), folder.sockets().join(".web.state")).unwrap();
        assert_eq!(endpoint_state(&folder, &one).await, EndpointState::Starting);
    }

    #[tokio::test]
    async fn a_pipe_in_place_of_the_word_keeps_nobody_waiting() {
        let (_dir, folder, one) = house();
        let pipe = folder.sockets().join(".web.state");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(endpoint_state(&folder, &one).await, EndpointState::Starting);
    }
}
