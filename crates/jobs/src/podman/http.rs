//! Requests over Podman's Unix socket. One connection each, by HTTP/1.0: an answer ends where the connection does, so there is
//! nothing to be taken apart but its head.

use serde_json::Value;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// Podman's own interface of a version that all since 2022 speak.
const ROOT: &str = "/v4.0.0/libpod";
const LONGEST_HEAD: u64 = 64 << 10;
const LONGEST_BODY: u64 = 64 << 20;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// What went wrong, in Podman's words on one line.
    pub fn trouble(&self) -> String {
        let told: Option<Value> = serde_json::from_slice(&self.body).ok();
        let message = told.as_ref().and_then(|v| v.get("message")?.as_str());
        let text = message.map_or_else(|| format!("status {}", self.status), ToString::to_string);
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(400).collect()
    }
}

/// `within`: how long it may keep silent; `None`: as long as it likes.
pub fn ask(
    socket: &Path,
    method: &str,
    path: &str,
    body: Option<&Value>,
    within: Option<Duration>,
) -> Result<Answer> {
    ask_with(socket, (method, path), body, within, "")
}

/// `more`: heads, each with its end of the line.
pub fn ask_with(
    socket: &Path,
    (method, path): (&str, &str),
    body: Option<&Value>,
    within: Option<Duration>,
    more: &str,
) -> Result<Answer> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(within)?;
    stream.set_write_timeout(within)?;
    let body = body.map(serde_json::to_vec).transpose()?.unwrap_or_default();
    let length = body.len();
    let head = format!(
        "{method} {ROOT}{path} HTTP/1.0\r\nHost: podman\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)?;
    let mut reader = BufReader::new(stream);
    let status = read_head(&mut reader)?;
    let mut body = Vec::new();
    reader.take(LONGEST_BODY).read_to_end(&mut body)?;
    Ok(Answer { status, body })
}

/// What a container says, from now on, in frames.
pub fn attach(socket: &Path, container: &str, within: Duration) -> Result<BufReader<UnixStream>> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(within))?;
    let path =
        format!("/containers/{container}/attach?stream=true&stdout=true&stderr=true&stdin=false&logs=false");
    let head = format!(
        "POST {ROOT}{path} HTTP/1.1\r\nHost: podman\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    let mut reader = BufReader::with_capacity(64 << 10, stream);
    match read_head(&mut reader)? {
        101 | 200 => {
            reader.get_ref().set_read_timeout(None)?;
            Ok(reader)
        }
        status => Err(Error::other(format!("Podman answered {status} when its output was asked for"))),
    }
}

/// Reads to the end of the head, and gives the status.
fn read_head(reader: &mut impl BufRead) -> Result<u16> {
    let no_http = || Error::new(ErrorKind::InvalidData, "what listens there does not speak HTTP");
    let mut head = reader.take(LONGEST_HEAD);
    let mut line = String::new();
    head.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let first = words.next().ok_or_else(no_http)?;
    let status = words.next().and_then(|w| w.parse().ok()).filter(|_| first.starts_with("HTTP/1."));
    let status = status.ok_or_else(no_http)?;
    loop {
        line.clear();
        if head.read_line(&mut line)? == 0 {
            return Err(no_http());
        }
        if line.trim().is_empty() {
            return Ok(status);
        }
    }
}

/// Part of what a container said: 1 is its output, 2 its errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub stream: u8,
    /// Bytes that follow
    pub length: u32,
}

/// `None`: there are no more.
pub fn read_frame(reader: &mut impl Read) -> Result<Option<Frame>> {
    let mut head = [0u8; 8];
    let mut have = 0;
    while have < head.len() {
        match reader.read(&mut head[have..]) {
            Ok(0) if have == 0 => return Ok(None),
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(n) => have += n,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    let [stream, _, _, _, a, b, c, d] = head;
    Ok(Some(Frame { stream, length: u32::from_be_bytes([a, b, c, d]) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;
    use std::path::PathBuf;
    use std::thread::JoinHandle;

    /// Answers once with these bytes, and gives what it was asked.
    fn one(answer: &'static [u8]) -> (tempfile::TempDir, PathBuf, JoinHandle<String>) {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("s");
        let listener = UnixListener::bind(&socket).unwrap();
        let told = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = vec![0; 4096];
            let n = stream.read(&mut asked).unwrap();
            stream.write_all(answer).unwrap();
            String::from_utf8_lossy(&asked[..n]).into_owned()
        });
        (dir, socket, told)
    }

    const SOON: Duration = Duration::from_secs(10);

    #[test]
    fn an_answer_ends_where_the_connection_does() {
        let (_dir, socket, told) =
            one(b"HTTP/1.0 404 Not Found\r\nX: y\r\n\r\n{\"message\":\"no\\n such  one\"}");
        let answer = ask(&socket, "GET", "/images/x/json", None, Some(SOON)).unwrap();
        assert_eq!((answer.status, answer.good(), answer.trouble().as_str()), (404, false, "no such one"));
        assert!(told.join().unwrap().starts_with("GET /v4.0.0/libpod/images/x/json HTTP/1.0\r\n"));
    }

    #[test]
    fn what_is_no_http_is_no_answer() {
        for wrong in
            [b"hello\r\n\r\n".as_slice(), b"", b"HTTP/1.1 xx\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n"]
        {
            let (_dir, socket, told) = one(wrong);
            assert!(ask(&socket, "GET", "/info", None, Some(SOON)).is_err(), "{wrong:?}");
            told.join().unwrap();
        }
    }

    #[test]
    fn output_comes_in_frames_behind_the_head() {
        let (_dir, socket, told) =
            one(b"HTTP/1.1 101 UPGRADED\r\n\r\n\x01\0\0\0\0\0\0\x02hi\x02\0\0\0\0\0\0\x01x");
        let mut stream = attach(&socket, "c", SOON).unwrap();
        told.join().unwrap();
        let mut bytes = [0; 2];
        assert_eq!(read_frame(&mut stream).unwrap(), Some(Frame { stream: 1, length: 2 }));
        stream.read_exact(&mut bytes).unwrap();
        assert_eq!(&bytes, b"hi");
        assert_eq!(read_frame(&mut stream).unwrap(), Some(Frame { stream: 2, length: 1 }));
        stream.read_exact(&mut bytes[..1]).unwrap();
        assert_eq!(read_frame(&mut stream).unwrap(), None);
        assert!(read_frame(&mut [1u8, 0, 0].as_slice()).is_err());
    }
}
