//! Phases of a log: the steps of the job, what was made ready for a command, and what a command marks itself. Beside the log
//! stand only their beginnings and ends, and no more than some thousand, however long it is.

use super::redrawn::Redrawn;
use crate::folder::JobFolder;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, ErrorKind};

/// Beginnings and ends of one log. Groups behind them are lines like others.
pub(super) const MOST_EVENTS: usize = 20_000;
/// Signs of a name.
const LONGEST_NAME: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PhaseKind {
    /// A step of the job
    Step,
    /// What was made ready before a command began
    Setup,
    /// What a command marked
    Group,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    pub name: String,
    pub kind: PhaseKind,
    pub first: u64,
    /// `None`: it goes on, or nobody saw its end
    pub last: Option<u64>,
    pub started_at: String,
    pub ended_at: Option<String>,
    /// Of a step
    pub code: Option<i32>,
    pub signal: Option<i32>,
}

/// As it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Event {
    /// The line that begins it, or the one behind its end
    pub n: u64,
    pub at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<PhaseKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<PhaseKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<i32>,
}

/// A name that stands in each of its lines without signs that JSON would have to write in another way.
pub(super) fn tidy(name: &str) -> String {
    let seen = |c: char| match c {
        '"' => '\'',
        '\\' => '/',
        c if c.is_control() => ' ',
        c => c,
    };
    let name: String = name.trim().chars().take(LONGEST_NAME).map(seen).collect();
    if name.trim().is_empty() { "-".into() } else { name.trim().into() }
}

pub(super) fn events(folder: &JobFolder) -> std::io::Result<Vec<Event>> {
    let file = match std::fs::File::open(folder.log_phases()) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(e),
    };
    let lines = BufReader::new(file).lines().take(MOST_EVENTS);
    // A half line of one that was killed is none.
    lines.map(|line| Ok(serde_json::from_str(&line?).ok())).filter_map(Result::transpose).collect()
}

/// All of a log in order, by the numbers of its lines; or of those that are shown where states of progress bars are folded.
pub fn phases(folder: &JobFolder, folded: bool) -> std::io::Result<Vec<Phase>> {
    let events = events(folder)?;
    let total = super::lines(folder)?;
    let mut all: Vec<Phase> = Vec::new();
    let (mut step, mut inner) = (None, None);
    let close = |all: &mut Vec<Phase>, which: &mut Option<usize>, event: &Event, seen: bool| {
        let Some(phase) = which.take().and_then(|at| all.get_mut(at)) else { return };
        // One without a line says nothing.
        phase.last = event.n.checked_sub(1).filter(|last| *last >= phase.first);
        phase.first = if phase.last.is_some() { phase.first } else { u64::MAX };
        // One that the next began without its own end: when it ended nobody saw.
        phase.ended_at = seen.then(|| event.at.clone());
        (phase.code, phase.signal) = (event.code, event.signal);
    };
    for event in events.into_iter().take_while(|event| event.n <= total) {
        match (event.begins, event.ends) {
            (Some(kind), _) => {
                close(&mut all, &mut inner, &event, kind == PhaseKind::Group);
                if kind == PhaseKind::Step {
                    close(&mut all, &mut step, &event, false);
                }
                let which = if kind == PhaseKind::Step { &mut step } else { &mut inner };
                *which = Some(all.len());
                let (name, first) = (event.name.unwrap_or_default(), event.n);
                let (started_at, ended_at, last) = (event.at, None, None);
                all.push(Phase { name, kind, first, last, started_at, ended_at, code: None, signal: None });
            }
            (_, Some(PhaseKind::Step)) => {
                let open = Event { code: None, signal: None, at: event.at.clone(), name: None, ..event };
                close(&mut all, &mut inner, &open, true);
                close(&mut all, &mut step, &event, true);
            }
            (_, Some(_)) => close(&mut all, &mut inner, &event, true),
            _ => {}
        }
    }
    all.retain(|phase| phase.first < total);
    if folded && let Some(redrawn) = Redrawn::of(folder)? {
        for phase in &mut all {
            phase.first = redrawn.row_of(phase.first)?;
            let last = phase.last.map(|last| redrawn.row_of(last + 1)).transpose()?;
            phase.last = last.map(|after| after.saturating_sub(1).max(phase.first));
        }
    }
    Ok(all)
}
