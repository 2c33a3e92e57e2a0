use super::open::today;
use crate::cli::ThreadArgs;
use crate::commands::DONE;
use crate::failure::Failure;
use fovea_service::{TrialOptions, run_trials};

/// Tries what lines of the input ask for, until it ends.
pub fn run(args: &ThreadArgs) -> Result<u8, Failure> {
    let options = TrialOptions { threads: args.count(), today: || today().ok() };
    run_trials(std::io::stdin().lock(), std::io::stdout(), options);
    DONE
}
