//! Sessions within a running job: a shell, a command, its files, a port. The keeper of each task listens on a socket in the folder
//! that lies outside of the walls too, and begins what is asked for there as its own children: in the same namespaces, control
//! groups and environment as the job's command, with no more rights. Who may ask is not known here.

mod between;
mod files;
mod inside;
mod terminal;
pub mod wire;

pub use between::reach;
pub(crate) use between::serve as serve_between;
pub use files::serve as serve_files;
pub(crate) use inside::serve;
pub use terminal::become_shell;

use crate::endpoints::connect_in;
use crate::folder::JobFolder;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;
use wire::{Ask, Told};

/// Name of the socket in the folder of sockets; no endpoint can have it.
pub(crate) const SOCKET: &str = ".enter";
/// A job that has just begun may not listen yet, and one that is being ended never will.
const BEGINS_WITHIN: Duration = Duration::from_secs(10);
const AGAIN: Duration = Duration::from_millis(100);

#[derive(Debug, thiserror::Error)]
pub enum EnterError {
    #[error("nothing in the job answers; it may be ending, or its keeper was ended")]
    NobodyThere,
    /// In its own words
    #[error("{0}")]
    Refused(String),
}

/// Begins a session in a task of a job that runs; rank 0 is the first or only one. What follows are parts, or plain bytes of files
/// and ports.
pub async fn enter(folder: &JobFolder, rank: u32, ask: &Ask) -> Result<UnixStream, EnterError> {
    let begun = tokio::time::timeout(BEGINS_WITHIN, begin(folder, rank, ask)).await;
    begun.unwrap_or(Err(EnterError::NobodyThere))
}

async fn begin(folder: &JobFolder, rank: u32, ask: &Ask) -> Result<UnixStream, EnterError> {
    let folder = if rank == 0 { folder.clone() } else { folder.task(rank) };
    let mut stream = loop {
        match connect_in(folder.sockets(), SOCKET.into()).await {
            Ok(stream) => break stream,
            Err(_) => tokio::time::sleep(AGAIN).await,
        }
    };
    let cut = |_| EnterError::NobodyThere;
    wire::write_ask(&mut stream, ask).await.map_err(|e| EnterError::Refused(e.to_string()))?;
    match Told::read(&mut stream).await.map_err(cut)? {
        Some(Told::Begun) => Ok(stream),
        Some(Told::Trouble(why)) => Err(EnterError::Refused(why)),
        _ => {
            // Whoever listens there is not ours.
            let _ = stream.read(&mut [0]).await;
            Err(EnterError::NobodyThere)
        }
    }
}
