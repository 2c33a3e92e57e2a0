use super::DONE;
use crate::failure::Failure;

pub fn run() -> Result<u8, Failure> {
    println!("Fovea {}: Apache-2.0", env!("CARGO_PKG_VERSION"));
    DONE
}
