use crate::cli::ProgressArg;
use fovea_learn::Progress;
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Progress on stderr: one line that moves on a terminal, a line each few seconds elsewhere, or JSON for programs.
pub struct Reporter {
    form: Form,
    /// When the time that was given is used up, whatever is left to do then.
    end: Option<Instant>,
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
        Reporter { form, end: None, state: Mutex::new(state) }
    }

    /// Never tells more time than is left of this, counted from now.
    pub fn within(mut self, budget: Option<Duration>) -> Reporter {
        self.end = budget.and_then(|b| Instant::now().checked_add(b));
        self
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
        let most = self.end.map(|end| end.saturating_duration_since(Instant::now()).as_secs_f64());
        let left = left(spent, done.saturating_sub(state.first), total.saturating_sub(done), most);
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

/// Seconds that the rest takes when it goes on as the steps seen so far, but no more than `most`. Unknown until one step
/// has been seen from its beginning to its end.
fn left(spent: f64, seen: usize, rest: usize, most: Option<f64>) -> Option<f64> {
    let told = (seen > 0).then(|| spent / seen as f64 * rest as f64)?;
    Some(most.map_or(told, |most| told.min(most)))
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn the_time_left_is_never_longer_than_what_was_given() {
        assert_eq!(left(3.0, 0, 10, None), None);
        assert_eq!(left(3.0, 0, 10, Some(7.0)), None);
        assert_eq!(left(3.0, 3, 10, None), Some(10.0));
        assert_eq!(left(3.0, 3, 10, Some(7.0)), Some(7.0));
        assert_eq!(left(3.0, 3, 10, Some(70.0)), Some(10.0));
        assert_eq!(left(3.0, 3, 10, Some(0.0)), Some(0.0));
    }
}
