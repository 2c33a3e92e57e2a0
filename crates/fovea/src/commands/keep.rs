use super::DONE;
use crate::cli::KeepArgs;
use crate::failure::{Failure, exit};
use fovea_jobs::enter::{become_shell, reach, serve_files};
use fovea_jobs::{KeepError, keep_endpoints};

pub fn run(args: &KeepArgs) -> Result<u8, Failure> {
    match &args.plan {
        _ if args.terminal => return Err(KeepError::Start(become_shell(&args.argv)).into()),
        _ if args.reach => return Ok(u8::try_from(reach(&args.argv)).unwrap_or(u8::MAX)),
        // Not by the usual output, which keeps lines together.
        None => serve_files(std::io::stdin().lock(), std::fs::File::from(own_output()?))?,
        Some(plan) => keep_endpoints(plan)?,
    }
    DONE
}

fn own_output() -> std::io::Result<std::os::fd::OwnedFd> {
    use std::os::fd::AsFd;
    std::io::stdout().as_fd().try_clone_to_owned()
}

impl From<KeepError> for Failure {
    fn from(e: KeepError) -> Failure {
        let hint = "it is started by the shim of a job";
        Failure { exit: exit::FAILED, code: "job.keep".into(), message: e.to_string(), hint: hint.into() }
    }
}
