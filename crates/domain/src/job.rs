//! What can happen to a job, and what it makes of it. Every change of a job's state goes through [`transition`].

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Waits for its turn.
    Queued,
    /// Its process is being started, or does not answer yet.
    Starting,
    Running,
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
    /// Somebody wants it to end.
    StopAsked,
    /// It ended and did what it was for.
    Done,
    /// It ended without.
    Failed,
    /// Its process is gone without a word, as after a power cut: it is to run again.
    Lost,
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
        (S::Queued, E::StopAsked) => Ok(S::Stopped),
        (S::Starting, E::Up) => Ok(S::Running),
        (S::Starting | S::Running, E::StopAsked) => Ok(S::Stopping),
        (S::Starting | S::Running, E::Done) => Ok(S::Succeeded),
        // Also of one that waits: what it needs may be gone when its turn comes.
        (S::Queued | S::Starting | S::Running, E::Failed) => Ok(S::Failed),
        (S::Starting | S::Running, E::Lost) => Ok(S::Queued),
        // However it ends then, it ends because somebody wanted it to.
        (S::Stopping, E::Done | E::Failed | E::Lost) => Ok(S::Stopped),
        _ => Err(IllegalEvent { state, event }),
    }
}

impl JobState {
    pub const ALL: [JobState; 7] = [
        JobState::Queued,
        JobState::Starting,
        JobState::Running,
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

    /// It has, or is about to have, a process.
    pub fn active(self) -> bool {
        matches!(self, JobState::Starting | JobState::Running | JobState::Stopping)
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
            JobEvent::StopAsked => "stop_asked",
            JobEvent::Done => "done",
            JobEvent::Failed => "failed",
            JobEvent::Lost => "lost",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EVENTS: [JobEvent; 6] = [
        JobEvent::Start,
        JobEvent::Up,
        JobEvent::StopAsked,
        JobEvent::Done,
        JobEvent::Failed,
        JobEvent::Lost,
    ];

    fn events() -> impl Strategy<Value = Vec<JobEvent>> {
        proptest::collection::vec(proptest::sample::select(&EVENTS[..]), 0..60)
    }

    /// The states that a job goes through; illegal events change nothing.
    fn walk(events: &[JobEvent]) -> Vec<JobState> {
        let mut states = vec![JobState::Queued];
        for &event in events {
            let now = states[states.len() - 1];
            states.extend(transition(now, event));
        }
        states
    }

    proptest! {
        #[test]
        fn nothing_follows_an_end(events in events()) {
            let states = walk(&events);
            prop_assert!(states[..states.len() - 1].iter().all(|s| !s.ended()));
        }

        #[test]
        fn a_job_runs_only_after_it_was_started(events in events()) {
            for pair in walk(&events).windows(2) {
                if pair[1] == JobState::Running {
                    prop_assert_eq!(pair[0], JobState::Starting);
                }
                if pair[1] == JobState::Succeeded {
                    prop_assert!(matches!(pair[0], JobState::Starting | JobState::Running));
                }
            }
        }

        #[test]
        fn one_that_is_stopping_can_only_end_as_stopped(events in events()) {
            for pair in walk(&events).windows(2).filter(|p| p[0] == JobState::Stopping) {
                prop_assert_eq!(pair[1], JobState::Stopped);
            }
        }

        #[test]
        fn any_job_can_be_brought_to_an_end(events in events()) {
            let states = walk(&events);
            let mut state = states[states.len() - 1];
            for event in [JobEvent::StopAsked, JobEvent::Failed] {
                state = transition(state, event).unwrap_or(state);
            }
            prop_assert!(state.ended());
        }
    }

    #[test]
    fn names_are_those_of_the_wire() {
        for state in JobState::ALL {
            assert_eq!(JobState::from_name(state.name()), Some(state));
        }
        assert_eq!(JobState::from_name("lost"), None);
    }

    #[test]
    fn an_ended_job_takes_no_event() {
        for state in JobState::ALL.into_iter().filter(|s| s.ended()) {
            for event in EVENTS {
                assert_eq!(transition(state, event), Err(IllegalEvent { state, event }));
            }
        }
    }

    #[test]
    fn a_lost_one_waits_for_another_turn() {
        assert_eq!(transition(JobState::Running, JobEvent::Lost), Ok(JobState::Queued));
        assert_eq!(transition(JobState::Stopping, JobEvent::Lost), Ok(JobState::Stopped));
    }
}
