use crate::cli::ProgressArg;
use fovea_learn::Progress;
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Progress on stderr: one line that moves on a terminal, a line each few seconds elsewhere, or JSON for programs.
pub struct Reporter {
    form: Form,
    state: Mutex<State>,
}

struct State {
    stage: &'static str,
    began: Instant,
    /// Steps that were done when this stage was first told of: one that goes on from a checkpoint has many.
    first: usize,
    shown: Option<Instant>,
    open_line: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Terminal,
    Lines,
    Json,
}

impl Form {
    /// Steps are told no more often than this.
    fn pause(self) -> Duration {
        Duration::from_millis(match self {
            Form::Terminal => 100,
            Form::Lines => 3000,
            Form::Json => 250,
        })
    }
}

/// One line of `--progress json`.
#[derive(Serialize)]
struct Line<'a> {
    progress: Moment<'a>,
}

#[derive(Serialize)]
struct Moment<'a> {
    phase: &'a str,
    done: usize,
    total: usize,
    note: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    loss: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_s: Option<f64>,
}

const BAR: usize = 24;

impl Reporter {
    pub fn new(wanted: ProgressArg) -> Reporter {
        let state = State { stage: "", began: Instant::now(), first: 0, shown: None, open_line: false };
        let form = match wanted {
            ProgressArg::Json => Form::Json,
            ProgressArg::Text if std::io::stderr().is_terminal() => Form::Terminal,
            ProgressArg::Text => Form::Lines,
        };
        Reporter { form, state: Mutex::new(state) }
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
            (state.stage, state.began, state.first, state.shown) = (stage, Instant::now(), done, None);
        }
        if done < total && state.shown.is_some_and(|s| s.elapsed() < self.form.pause()) {
            return;
        }
        state.shown = Some(Instant::now());
        let spent = state.began.elapsed().as_secs_f64();
        // Unknown until one step has been seen from its beginning to its end.
        let since = done.saturating_sub(state.first);
        let left = (since > 0).then(|| spent / since as f64 * total.saturating_sub(done) as f64);
        if self.form == Form::Json {
            let loss = note.strip_prefix("loss ").and_then(|l| l.parse().ok());
            let left_s = left.map(|left| (left * 10.0).round() / 10.0);
            let line = Line { progress: Moment { phase: stage, done, total, note, loss, left_s } };
            self.write(&serde_json::to_string(&line).map_or(String::new(), |l| l + "\n"));
            return;
        }
        let times = match left {
            Some(left) => format!("{spent:.0} s, about {left:.0} s left"),
            None => format!("{spent:.0} s"),
        };
        let note = if note.is_empty() { String::new() } else { format!("  {note}") };
        if self.form == Form::Terminal {
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
