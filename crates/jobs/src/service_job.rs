//! A service as a job: one step that serves the model's package on a socket in the job's folder.

use crate::engine::EngineSettings;
use crate::error::Result;
use crate::folder::{JobFolder, Step};
use fovea_store::{Id, Job, Store};
use serde::Deserialize;
use std::fs::File;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use tokio::net::UnixStream;

#[derive(Debug, Deserialize)]
struct ServiceSpec {
    model_id: Id,
}

const SOCKET: &str = "s.sock";
/// Longest path of a socket that the system takes, with the zero at its end.
const LONGEST_PATH: usize = 107;

pub(crate) async fn prepare(store: &Store, job: &Job, settings: &EngineSettings) -> Result<Vec<Step>> {
    let spec: ServiceSpec = serde_json::from_str(&job.spec)?;
    let package = std::path::absolute(store.place().model(spec.model_id)).unwrap_or_default();
    let text = |path: &Path| path.display().to_string();
    let argv = [
        text(&settings.program),
        "run-service".into(),
        "--package".into(),
        text(&package),
        // The step runs in the folder `work`, where a short name always fits.
        "--socket".into(),
        SOCKET.into(),
        "--threads".into(),
        settings.threads.to_string(),
    ];
    Ok(vec![Step { name: "serve".into(), argv: argv.into(), accept: vec![0], ..Step::default() }])
}

pub(crate) async fn answers(folder: &JobFolder) -> bool {
    connect(folder).await.is_ok()
}

/// A connection to the service of a job.
pub async fn connect(folder: &JobFolder) -> std::io::Result<UnixStream> {
    let path = folder.work().join(SOCKET);
    if path.as_os_str().len() <= LONGEST_PATH {
        return UnixStream::connect(path).await;
    }
    // A name by way of the open folder is short wherever the data lie.
    let work = folder.work();
    let open =
        tokio::task::spawn_blocking(move || File::open(work)).await.map_err(std::io::Error::other)??;
    let short = PathBuf::from(format!("/proc/self/fd/{}/{SOCKET}", open.as_raw_fd()));
    UnixStream::connect(short).await
}
