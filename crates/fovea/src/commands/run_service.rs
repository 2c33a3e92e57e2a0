use super::DONE;
use crate::cli::RunServiceArgs;
use crate::console::note;
use crate::failure::{Failure, exit};
use fovea_service::{Options, ServiceError};

pub fn run(args: &RunServiceArgs) -> Result<u8, Failure> {
    let options = Options {
        package: args.package.clone(),
        socket: args.socket.clone(),
        threads: args.threads.count(),
        today: || super::recipe::today().ok(),
    };
    note!("serving {} with {} threads", options.package.display(), options.threads);
    fovea_service::run(&options)?;
    DONE
}

impl From<ServiceError> for Failure {
    fn from(e: ServiceError) -> Failure {
        let (code, message, hint) = (e.code(), e.to_string(), e.hint());
        match e {
            ServiceError::Model(e) => e.into(),
            ServiceError::Recipe(e) => e.into(),
            _ => Failure { exit: exit::FAILED, code: code.into(), message, hint },
        }
    }
}
