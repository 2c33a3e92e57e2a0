//! What can happen to a job, and what it makes of it. Every change of a job's state goes through [`transition`].
//!
//! ```text
//! queued → starting → running → succeeded, failed, stopped
//!            running → pausing → paused → queued
//!            running → preempting → queued
//!            running → stopping → stopped
//! ```

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Waits for its turn.
    Queued,
    /// Its process is being started, or does not answer yet.
    Starting,
    Running,
    /// Was asked to pause and is putting away what it has.
    Pausing,
    /// Holds nothing, and goes on when somebody says so.
    Paused,
    /// Makes room for another job, and waits for its turn again afterwards.
    Preempting,
    /// Was asked to end and is putting away what it has.
    Stopping,
    Succeeded,
    Failed,
    Stopped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobEvent {
    /// Its turn has come.
    Start,
    /// Its process works; of a service: it answers.
    Up,
    /// Somebody wants it to pause.
    PauseAsked,
    /// Somebody wants it to go on.
    ResumeAsked,
    /// Another job needs its devices.
    Preempt,
    /// It ended because it was asked to pause or to make room, by itself or when its time for that was over.
    Yielded,
    /// Somebody wants it to end.
    StopAsked,
    /// It ended and did what it was for.
    Done,
    /// It ended without.
    Failed,
    /// Its process is gone without a word, as after a power cut: it is to run again.
    Lost,
    /// It ended without, and is to be tried once more.
    Again,
}

/// An event that a job in this state cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a job that is {state} cannot take the event {event:?}")]
pub struct IllegalEvent {
    pub state: JobState,
    pub event: JobEvent,
}

pub fn transition(state: JobState, event: JobEvent) -> Result<JobState, IllegalEvent> {
    use JobEvent as E;
    use JobState as S;
    match (state, event) {
        (S::Queued, E::Start) => Ok(S::Starting),
        (S::Starting, E::Up) => Ok(S::Running),

        // What waits has nothing to put away.
        (S::Queued, E::PauseAsked) => Ok(S::Paused),
        (S::Starting | S::Running | S::Preempting, E::PauseAsked) => Ok(S::Pausing),
        // One that vanishes while it pauses goes on from its last checkpoint, when somebody says so.
        (S::Pausing, E::Yielded | E::Lost) => Ok(S::Paused),
        (S::Paused, E::ResumeAsked) => Ok(S::Queued),

        (S::Starting | S::Running, E::Preempt) => Ok(S::Preempting),
        (S::Preempting, E::Yielded | E::Lost) => Ok(S::Queued),

        (S::Queued | S::Paused, E::StopAsked) => Ok(S::Stopped),
        (S::Starting | S::Running | S::Pausing | S::Preempting, E::StopAsked) => Ok(S::Stopping),
        // However it ends then, it ends because somebody wanted it to.
        (S::Stopping, E::Yielded | E::Done | E::Failed | E::Lost) => Ok(S::Stopped),

        // It may come to its end by itself while it was asked for something else.
        (S::Starting | S::Running | S::Pausing | S::Preempting, E::Done) => Ok(S::Succeeded),
        // Also of one that waits: what it needs may be gone when its turn comes.
        (S::Queued | S::Starting | S::Running | S::Pausing | S::Preempting, E::Failed) => Ok(S::Failed),
        (S::Starting | S::Running, E::Lost | E::Again) => Ok(S::Queued),
        _ => Err(IllegalEvent { state, event }),
    }
}

impl JobState {
    pub const ALL: [JobState; 10] = [
        JobState::Queued,
        JobState::Starting,
        JobState::Running,
        JobState::Pausing,
        JobState::Paused,
        JobState::Preempting,
        JobState::Stopping,
        JobState::Succeeded,
        JobState::Failed,
        JobState::Stopped,
    ];

    pub fn name(self) -> &'static str {
        match self {
            JobState::Queued => "queued",
            JobState::Starting => "starting",
            JobState::Running => "running",
            JobState::Pausing => "pausing",
            JobState::Paused => "paused",
            JobState::Preempting => "preempting",
            JobState::Stopping => "stopping",
            JobState::Succeeded => "succeeded",
            JobState::Failed => "failed",
            JobState::Stopped => "stopped",
        }
    }

    pub fn from_name(name: &str) -> Option<JobState> {
        JobState::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Nothing happens to it any more.
    pub fn ended(self) -> bool {
        matches!(self, JobState::Succeeded | JobState::Failed | JobState::Stopped)
    }

    /// It has, or is about to have, a process, and with it devices.
    pub fn active(self) -> bool {
        match self {
            JobState::Starting | JobState::Running => true,
            JobState::Pausing | JobState::Preempting | JobState::Stopping => true,
            JobState::Queued | JobState::Paused => false,
            JobState::Succeeded | JobState::Failed | JobState::Stopped => false,
        }
    }

    /// It has a process that was told to put away what it has and to end.
    pub fn leaving(self) -> bool {
        matches!(self, JobState::Pausing | JobState::Preempting | JobState::Stopping)
    }
}

impl std::fmt::Display for JobState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl JobEvent {
    pub fn name(self) -> &'static str {
        match self {
            JobEvent::Start => "start",
            JobEvent::Up => "up",
            JobEvent::PauseAsked => "pause_asked",
            JobEvent::ResumeAsked => "resume_asked",
            JobEvent::Preempt => "preempt",
            JobEvent::Yielded => "yielded",
            JobEvent::StopAsked => "stop_asked",
            JobEvent::Done => "done",
            JobEvent::Failed => "failed",
            JobEvent::Lost => "lost",
            JobEvent::Again => "again",
        }
    }
}

#[cfg(test)]
mod tests;
