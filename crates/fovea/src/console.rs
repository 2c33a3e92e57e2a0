//! Writing for people and programs. `println!` would end the program with a panic where the reader of the output
//! has gone, such as `head`; here that is no failure, and a full disk is one that is told.

use crate::failure::Failure;
use std::fmt;
use std::io::{ErrorKind, Write};

/// Writes to stdout as it is. A reader who has seen enough is no failure.
pub fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// A line to stdout.
pub fn line(text: fmt::Arguments) -> Result<(), Failure> {
    write(format!("{text}\n").as_bytes())
}

/// A line to stderr; there is no one to tell where that fails.
pub fn error_line(text: fmt::Arguments) {
    let _ = std::io::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

/// Prints a line to stdout.
macro_rules! say {
    ($($arg:tt)*) => { $crate::console::line(format_args!($($arg)*)) };
}

/// Prints a line to stderr.
macro_rules! note {
    ($($arg:tt)*) => { $crate::console::error_line(format_args!($($arg)*)) };
}

pub(crate) use {note, say};
