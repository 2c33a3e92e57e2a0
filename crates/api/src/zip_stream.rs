//! What is made while it is sent: written by a thread into the answer's body. Nothing of it is kept in memory or on the disk.

use axum::body::{Body, Bytes};
use futures_util::stream;
use std::io::{self, Write};
use tokio::sync::mpsc;

/// Parts that wait for the client.
const WAITING: usize = 4;

/// Where the client goes, the work ends.
pub(crate) fn streamed(write: impl FnOnce(Pipe) -> io::Result<()> + Send + 'static) -> Body {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = write(Pipe(sender.clone())) {
            // Told to the client by an archive that ends too early.
            let _ = sender.blocking_send(Err(error));
        }
    });
    Body::from_stream(stream::unfold(receiver, |mut receiver| async {
        let part = receiver.recv().await?;
        Some((part, receiver))
    }))
}

pub(crate) struct Pipe(mpsc::Sender<io::Result<Bytes>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let part = Bytes::copy_from_slice(bytes);
        self.0.blocking_send(Ok(part)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
