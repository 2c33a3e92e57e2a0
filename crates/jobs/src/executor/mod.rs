//! Where jobs run. The engine knows this trait only. There is one kind: shims of this machine, whose steps are processes or
//! containers.

mod local;

pub use local::LocalExecutor;

use crate::folder::{Ask, Exit, JobFolder};

/// What is to be seen of a job's process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    Alive,
    Ended(Exit),
    /// No process and no word on how it ended.
    Gone,
}

/// All calls block for a moment: use them off the async threads.
pub trait Executor: Send + Sync + 'static {
    /// Starts what `spec.json` says. Where it runs already, that is left alone.
    fn start(&self, folder: &JobFolder) -> std::io::Result<()>;
    fn look(&self, folder: &JobFolder, attempt: u32) -> std::io::Result<Seen>;
    /// Asks it to end, for good or to go on later. Asking again does no harm.
    fn ask(&self, folder: &JobFolder, ask: &Ask) -> std::io::Result<()>;
    /// Ends what a shim that vanished left running.
    fn clear(&self, folder: &JobFolder) -> std::io::Result<()>;
    /// The job was deleted: what it left beside its folder goes.
    fn forget(&self, folder: &JobFolder) -> std::io::Result<()>;
}
