use super::lines::Lines;
use crate::log::Stream;
use std::io::Read;
use std::sync::mpsc::SyncSender;

/// A line of a step.
pub struct Said {
    pub stream: Stream,
    pub text: String,
}

/// Reads a pipe to its end on a thread of its own. A full channel slows the step down instead of filling memory.
pub fn listen(mut pipe: impl Read + Send + 'static, stream: Stream, to: SyncSender<Said>) {
    std::thread::spawn(move || {
        let mut lines = Lines::default();
        let mut bytes = vec![0; 64 << 10];
        let mut emit = |text| {
            let _ = to.send(Said { stream, text });
        };
        loop {
            match pipe.read(&mut bytes) {
                Ok(0) => break,
                Ok(n) => lines.push(&bytes[..n], &mut emit),
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        lines.end(&mut emit);
    });
}
