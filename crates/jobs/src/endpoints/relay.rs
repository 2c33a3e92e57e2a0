//! Joins a Unix socket outside to a TCP port inside, byte by byte.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpStream, UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

/// At a time; more wait at the door.
const MOST: usize = 512;
/// After an accept that failed, mostly for want of file handles.
const PAUSE: Duration = Duration::from_millis(50);

/// Listens until it is dropped; connections under way go on.
#[derive(Debug)]
pub struct Relay {
    socket: PathBuf,
    task: JoinHandle<()>,
}

impl Relay {
    pub fn open(socket: PathBuf, port: u16) -> std::io::Result<Relay> {
        // Of an earlier one, or put there by the job.
        let _ = std::fs::remove_file(&socket);
        let listener = UnixListener::bind(&socket)?;
        let task = tokio::spawn(accept(listener, port));
        Ok(Relay { socket, task })
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
        let _ = std::fs::remove_file(&self.socket);
    }
}

async fn accept(listener: UnixListener, port: u16) {
    let places = Arc::new(Semaphore::new(MOST));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((outside, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        tokio::spawn(async move {
            // That one of them hangs up is how it ends.
            let _ = join(outside, port).await;
            drop(place);
        });
    }
}

async fn join(mut outside: UnixStream, port: u16) -> std::io::Result<()> {
    let mut inside = match TcpStream::connect(("127.0.0.1", port)).await {
        Ok(inside) => inside,
        Err(_) => TcpStream::connect(("::1", port)).await?,
    };
    inside.set_nodelay(true)?;
    copy_bidirectional(&mut outside, &mut inside).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn what_goes_in_at_one_end_comes_out_at_the_other() {
        let dir = tempfile::tempdir().unwrap();
        let inside = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = dir.path().join("s");
        let relay = Relay::open(socket.clone(), inside.local_addr().unwrap().port()).unwrap();
        let mut outside = UnixStream::connect(&socket).await.unwrap();
        outside.write_all(b"question").await.unwrap();
        outside.shutdown().await.unwrap();
        let (mut program, _) = inside.accept().await.unwrap();
        let mut heard = String::new();
        program.read_to_string(&mut heard).await.unwrap();
        program.write_all(format!("{heard} and answer").as_bytes()).await.unwrap();
        drop(program);
        let mut answer = String::new();
        outside.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer, "question and answer");
        drop(relay);
        assert!(!socket.exists());
    }
}
