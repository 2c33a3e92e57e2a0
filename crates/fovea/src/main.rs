//! The `fovea` program: words of the command line in `cli`, one file a command in `commands`.

mod cli;
mod commands;
mod console;
mod failure;
mod progress;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::run(cli::Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            console::error_line(format_args!("{failure}"));
            ExitCode::from(failure.exit)
        }
    }
}
