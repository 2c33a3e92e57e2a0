use crate::{Client, ClientError, Result};
use std::fmt::Display;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use ureq::http::header;

impl Client {
    /// Writes what is answered as it comes.
    pub fn pour(&self, path: impl Display, to: &mut impl Write) -> Result<u64> {
        let mut response = self.stream(path)?;
        let length =
            response.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
        let mut from = response.body_mut().as_reader();
        let (mut part, mut sum) = (vec![0; 64 << 10], 0u64);
        loop {
            let read = from.read(&mut part).map_err(|e| self.unreachable(&ureq::Error::Io(e)))?;
            let Some(bytes) = part.get(..read).filter(|b| !b.is_empty()) else { break };
            to.write_all(bytes).map_err(|source| ClientError::File { path: "the output".into(), source })?;
            sum += bytes.len() as u64;
        }
        match length {
            Some(length) if length != sum => {
                let why = format!("the answer ended after {sum} of {length} bytes");
                Err(ClientError::Unreachable { server: self.server().clone(), why })
            }
            _ => Ok(sum),
        }
    }

    /// Into a file that is there as a whole or not at all.
    pub fn download(&self, path: impl Display, to: &Path) -> Result<u64> {
        let file = |source| ClientError::File { path: to.into(), source };
        let beside = beside(to);
        let done = File::create(&beside).map_err(file).and_then(|mut out| {
            let sum = self.pour(path, &mut out)?;
            out.sync_all().map_err(file)?;
            std::fs::rename(&beside, to).map_err(file)?;
            Ok(sum)
        });
        if done.is_err() {
            // What is half there is worth nothing.
            let _ = std::fs::remove_file(&beside);
        }
        done
    }
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.part"))
}
