use crate::{Client, ClientError, Result};
use serde::Serialize;
use std::fmt::Display;
use std::io::Read;

/// Longer than any part that a server sends.
const LONGEST: usize = 1 << 20;

/// A part of an answer that comes in parts, as that of a command which runs within a job.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is, as the interface tells it
    pub kind: u8,
    pub bytes: Vec<u8>,
}

/// Parts as they come.
pub struct Parts {
    from: Box<dyn Read>,
    cut: Box<dyn Fn(std::io::Error) -> ClientError>,
}

impl Client {
    /// Asks for what is answered in parts.
    pub fn parts(&self, path: impl Display, body: &impl Serialize) -> Result<Parts> {
        let from = self.post_raw(path, body)?.into_body().into_reader();
        let server = self.server().clone();
        let cut =
            move |e: std::io::Error| ClientError::Unreachable { server: server.clone(), why: e.to_string() };
        Ok(Parts { from: Box::new(from), cut: Box::new(cut) })
    }
}

impl Parts {
    /// Waits for the next; an answer that ends in the midst of one, or goes on with nonsense, was cut.
    pub fn next_part(&mut self) -> Result<Part> {
        self.read().map_err(&self.cut)
    }

    fn read(&mut self) -> std::io::Result<Part> {
        let mut head = [0; 5];
        self.from.read_exact(&mut head)?;
        let [kind, length @ ..] = head;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > LONGEST {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; length];
        self.from.read_exact(&mut bytes)?;
        Ok(Part { kind, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ServerUrl;

    #[test]
    fn parts_are_whole_or_the_answer_was_cut() {
        let server = ServerUrl::parse("localhost").unwrap();
        let cut =
            move |e: std::io::Error| ClientError::Unreachable { server: server.clone(), why: e.to_string() };
        let bytes: &[u8] = &[1, 0, 0, 0, 2, b'a', b'b', 3, 0, 0, 0, 4, 0, 0, 0, 7, 2, 0, 0];
        let mut parts = Parts { from: Box::new(bytes), cut: Box::new(cut) };
        assert_eq!(parts.next_part().unwrap(), Part { kind: 1, bytes: b"ab".to_vec() });
        assert_eq!(parts.next_part().unwrap(), Part { kind: 3, bytes: vec![0, 0, 0, 7] });
        assert!(parts.next_part().is_err());
    }
}
