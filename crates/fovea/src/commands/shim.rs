use super::DONE;
use crate::cli::ShimArgs;
use crate::failure::{Failure, exit};
use fovea_jobs::shim::{self, ShimError};

pub fn run(args: &ShimArgs) -> Result<u8, Failure> {
    match (&args.dir, args.step_of) {
        (_, Some(shim)) => Err(shim::become_step(shim, args.entrance.as_deref(), &args.argv).into()),
        (Some(dir), None) => {
            shim::run(dir)?;
            DONE
        }
        (None, None) => Err(ShimError::NoSpec.into()),
    }
}

impl From<ShimError> for Failure {
    fn from(e: ShimError) -> Failure {
        let (code, hint) = match e {
            ShimError::Taken => ("job.taken", "wait for the other one to end"),
            ShimError::NoSpec => ("job.no_spec", "jobs are started by `fovea serve`"),
            ShimError::Folder(_) => ("job.folder", "check the free space and who may write there"),
        };
        Failure { exit: exit::FAILED, code: code.into(), message: e.to_string(), hint: hint.into() }
    }
}
