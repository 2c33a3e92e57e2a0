use super::predict;
use crate::cli::ReadTextsArgs;
use crate::failure::Failure;

/// Reads pictures by the general reader that the program carries, without a package.
pub fn run(args: ReadTextsArgs) -> Result<u8, Failure> {
    let args = args.into_predict();
    let jobs = predict::gather(&args.paths)?;
    predict::judge(&args, fovea_learn::reader(args.threads.count())?, jobs)
}
