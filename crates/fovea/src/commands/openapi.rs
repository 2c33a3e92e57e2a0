use super::DONE;
use crate::console;
use crate::failure::Failure;

pub fn run() -> Result<u8, Failure> {
    console::write(fovea_api::openapi_text().as_bytes())?;
    DONE
}
