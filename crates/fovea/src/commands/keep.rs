use super::DONE;
use crate::cli::KeepArgs;
use crate::failure::{Failure, exit};
use fovea_jobs::{KeepError, keep_endpoints};

pub fn run(args: &KeepArgs) -> Result<u8, Failure> {
    keep_endpoints(&args.plan)?;
    DONE
}

impl From<KeepError> for Failure {
    fn from(e: KeepError) -> Failure {
        let hint = "it is started by the shim of a job that has endpoints";
        Failure { exit: exit::FAILED, code: "job.keep".into(), message: e.to_string(), hint: hint.into() }
    }
}
