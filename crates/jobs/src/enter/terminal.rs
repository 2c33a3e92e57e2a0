//! A pseudo-terminal, and how a process comes to be the first of one.

use super::wire::{Size, Terminal};
use rustix::fs::{Mode, OFlags, fcntl_getfl, fcntl_setfl, open};
use rustix::process::{Pid, Signal, kill_process_group};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetpgrp, tcsetwinsize};
use std::io::{Error, Result};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::Arc;
use tokio::io::unix::AsyncFd;

/// The side that is not the program's. Cheap to clone; the program is hung up on once the last is gone.
#[derive(Debug, Clone)]
pub struct Main(Arc<AsyncFd<OwnedFd>>);

/// Both sides of a new one: ours, and the program's.
pub fn pair(wanted: &Terminal) -> Result<(Main, OwnedFd)> {
    let main = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
    grantpt(&main)?;
    unlockpt(&main)?;
    let name = ptsname(&main, Vec::new())?;
    let side = open(name.as_c_str(), OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?;
    fcntl_setfl(&main, fcntl_getfl(&main)? | OFlags::NONBLOCK)?;
    #[expect(deprecated, reason = "what replaces it is unsafe; an `OwnedFd` is what its own is for")]
    let main = Main(Arc::new(AsyncFd::new(main)?));
    main.resize(wanted.size)?;
    Ok((main, side))
}

impl Main {
    pub fn resize(&self, size: Size) -> Result<()> {
        let size = Winsize { ws_col: size.columns, ws_row: size.rows, ws_xpixel: 0, ws_ypixel: 0 };
        Ok(tcsetwinsize(self.0.get_ref(), size)?)
    }

    /// To what is in the foreground.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        Ok(kill_process_group(tcgetpgrp(self.0.get_ref())?, signal)?)
    }

    /// 0 once no program has it open any more.
    pub async fn read(&self, bytes: &mut [u8]) -> Result<usize> {
        loop {
            let mut ready = self.0.readable().await?;
            let read =
                ready.try_io(|main| rustix::io::read(main.get_ref(), &mut *bytes).map_err(Error::from));
            match read {
                Ok(Err(e)) if e.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => return Ok(0),
                Ok(read) => return read,
                // Not yet after all.
                Err(_) => {}
            }
        }
    }

    pub async fn write_all(&self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            let mut ready = self.0.writable().await?;
            if let Ok(written) =
                ready.try_io(|main| rustix::io::write(main.get_ref(), bytes).map_err(Error::from))
            {
                bytes = bytes.get(written?..).unwrap_or_default();
            }
        }
        Ok(())
    }
}

/// To a group of processes that this one began.
pub fn signal_group(first: u32, signal: Signal) {
    let group = i32::try_from(first).ok().and_then(Pid::from_raw);
    if let Some(group) = group {
        // It may have ended by itself in between.
        let _ = kill_process_group(group, signal);
    }
}

/// Turns this process into a program that leads a session of its own on the terminal which it was given as its input. Comes back
/// only where it fails.
pub fn become_shell(argv: &[String]) -> Error {
    let apart = || -> Result<()> {
        rustix::process::setsid()?;
        rustix::process::ioctl_tiocsctty(std::io::stdin())?;
        Ok(())
    };
    if let Err(e) = apart() {
        return e;
    }
    let Some((program, arguments)) = argv.split_first() else {
        return std::io::ErrorKind::InvalidInput.into();
    };
    Command::new(program).args(arguments).exec()
}
