use super::lines::{Line, Lines};
use crate::log::Stream;
use std::io::Read;
use std::sync::mpsc::SyncSender;

/// Lines of a step, which came together.
pub struct Said {
    pub stream: Stream,
    pub lines: Vec<Line>,
}

/// Reads a pipe to its end on a thread of its own. A full channel slows the step down instead of filling memory.
pub fn listen(mut pipe: impl Read + Send + 'static, stream: Stream, to: SyncSender<Said>) {
    std::thread::spawn(move || {
        let mut lines = Lines::default();
        let mut bytes = vec![0; 64 << 10];
        let send = |lines: Vec<Line>| {
            if !lines.is_empty() {
                let _ = to.send(Said { stream, lines });
            }
        };
        loop {
            let mut came = Vec::new();
            match pipe.read(&mut bytes) {
                Ok(0) => break,
                Ok(n) => lines.push(&bytes[..n], &mut |line| came.push(line)),
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
            send(came);
        }
        let mut rest = Vec::new();
        lines.end(&mut |line| rest.push(line));
        send(rest);
    });
}
