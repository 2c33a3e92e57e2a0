use fovea_learn::Progress;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Progress on stderr: one line that moves on a terminal, a line each few seconds elsewhere.
pub struct Reporter {
    terminal: bool,
    state: Mutex<State>,
}

struct State {
    stage: &'static str,
    began: Instant,
    shown: Option<Instant>,
    open_line: bool,
}

const BAR: usize = 24;

impl Reporter {
    pub fn new() -> Reporter {
        let state = State { stage: "", began: Instant::now(), shown: None, open_line: false };
        Reporter { terminal: std::io::stderr().is_terminal(), state: Mutex::new(state) }
    }

    fn write(&self, text: &str) {
        // A closed stderr is no reason to end a training.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
}

impl Progress for Reporter {
    fn step(&self, stage: &'static str, done: usize, total: usize, note: &str) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.stage != stage {
            (state.stage, state.began, state.shown) = (stage, Instant::now(), None);
        }
        let pause = Duration::from_millis(if self.terminal { 100 } else { 3000 });
        if done < total && state.shown.is_some_and(|s| s.elapsed() < pause) {
            return;
        }
        state.shown = Some(Instant::now());
        let spent = state.began.elapsed().as_secs_f64();
        let left = if done > 0 { spent / done as f64 * (total.saturating_sub(done)) as f64 } else { 0.0 };
        let times = format!("{spent:.0} s, about {left:.0} s left");
        let note = if note.is_empty() { String::new() } else { format!("  {note}") };
        if self.terminal {
            let filled = (done * BAR).checked_div(total).unwrap_or(0).min(BAR);
            let bar = format!("{}{}", "█".repeat(filled), "░".repeat(BAR - filled));
            let end = if done >= total { "\n" } else { "" };
            self.write(&format!("\r\x1b[K{stage:<9} {bar} {done}/{total}  {times}{note}{end}"));
            state.open_line = done < total;
        } else {
            self.write(&format!("{stage} {done}/{total}, {times}{note}\n"));
        }
    }

    fn warn(&self, message: &str) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let clear = if std::mem::take(&mut state.open_line) { "\r\x1b[K" } else { "" };
        self.write(&format!("{clear}warning: {message}\n"));
    }
}
