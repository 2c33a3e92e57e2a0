use super::{Executor, Seen};
use crate::folder::{Ask, JobFolder};
use crate::podman::{Container, Podman, PodmanError};
use crate::shim::end_left_behind;
use rustix::fs::{FlockOperation, flock};
use rustix::process::{Pid, Signal};
use std::collections::HashMap;
use std::fs::File;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Shims on this machine. Those of an earlier server are found again by the lock that they hold.
#[derive(Debug)]
pub struct LocalExecutor {
    program: PathBuf,
    /// Shims that this server started: they are waited for, or they would stay as zombies.
    children: Mutex<HashMap<PathBuf, Child>>,
}

impl LocalExecutor {
    /// `program` is the `fovea` that the shims are.
    pub fn new(program: PathBuf) -> LocalExecutor {
        LocalExecutor { program, children: Mutex::new(HashMap::new()) }
    }

    /// Whether our own child still runs; one that has ended is put away.
    fn child_runs(&self, folder: &JobFolder) -> std::io::Result<bool> {
        let mut children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(child) = children.get_mut(folder.root()) else { return Ok(false) };
        if child.try_wait()?.is_none() {
            return Ok(true);
        }
        children.remove(folder.root());
        Ok(false)
    }

    fn pid(&self, folder: &JobFolder) -> Option<Pid> {
        let children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        let own = children.get(folder.root()).and_then(|c| i32::try_from(c.id()).ok());
        let told = || std::fs::read_to_string(folder.pid()).ok()?.trim().parse().ok();
        own.or_else(told).and_then(Pid::from_raw)
    }
}

/// Whether a shim holds the lock.
fn locked(folder: &JobFolder) -> std::io::Result<bool> {
    let file = match File::open(folder.pid()) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(e),
    };
    match flock(&file, FlockOperation::NonBlockingLockShared) {
        Ok(()) => Ok(false),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(true),
        Err(e) => Err(e.into()),
    }
}

impl Executor for LocalExecutor {
    fn start(&self, folder: &JobFolder) -> std::io::Result<()> {
        if self.child_runs(folder)? || locked(folder)? {
            return Ok(());
        }
        let spec = folder.read_spec()?.ok_or(ErrorKind::NotFound)?;
        let mut command = Command::new(&self.program);
        command.arg("shim").arg(folder.root()).current_dir(folder.root());
        command.env_clear().envs(&spec.env);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn()?;
        self.children
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(folder.root().to_path_buf(), child);
        Ok(())
    }

    fn look(&self, folder: &JobFolder, attempt: u32) -> std::io::Result<Seen> {
        if self.child_runs(folder)? || locked(folder)? {
            return Ok(Seen::Alive);
        }
        // In this order: the shim writes how it ended before it lets go of the lock.
        let exit = folder.read_exit()?.filter(|e| e.attempt == attempt);
        Ok(exit.map_or(Seen::Gone, Seen::Ended))
    }

    fn ask(&self, folder: &JobFolder, ask: &Ask) -> std::io::Result<()> {
        if !self.child_runs(folder)? && !locked(folder)? {
            return Ok(());
        }
        // Before the signal, which says nothing of what it is for.
        if folder.read_ask()?.is_none_or(|told| told.what != ask.what) {
            folder.write_ask(ask)?;
        }
        match self.pid(folder).map(|pid| rustix::process::kill_process(pid, Signal::TERM)) {
            None | Some(Ok(()) | Err(rustix::io::Errno::SRCH)) => Ok(()),
            Some(Err(e)) => Err(e.into()),
        }
    }

    fn clear(&self, folder: &JobFolder) -> std::io::Result<()> {
        let Some(spec) = folder.read_spec()? else { return Ok(()) };
        // Processes end with their shim; a container is nobody's child.
        containers(folder)?.iter().try_for_each(|c| match Podman::at(&c.socket).remove(&c.name) {
            // Its processes are known by their environment.
            Err(PodmanError::Unreachable(_)) => {
                end_left_behind(&spec.mark());
                Ok(())
            }
            other => other.map_err(unreached),
        })
    }

    fn forget(&self, folder: &JobFolder) -> std::io::Result<()> {
        let Some(spec) = folder.read_spec()? else { return Ok(()) };
        containers(folder)?
            .iter()
            .try_for_each(|c| Podman::at(&c.socket).forget(&spec.job))
            .map_err(unreached)
    }
}

fn containers(folder: &JobFolder) -> std::io::Result<Vec<Container>> {
    let steps = folder.read_spec()?.map(|spec| spec.steps).unwrap_or_default();
    Ok(steps.into_iter().filter_map(|step| step.container).collect())
}

fn unreached(error: PodmanError) -> std::io::Error {
    std::io::Error::other(error.to_string())
}
