use super::*;
use proptest::prelude::*;

const EVENTS: [JobEvent; 11] = [
    JobEvent::Start,
    JobEvent::Up,
    JobEvent::PauseAsked,
    JobEvent::ResumeAsked,
    JobEvent::Preempt,
    JobEvent::Yielded,
    JobEvent::StopAsked,
    JobEvent::Done,
    JobEvent::Failed,
    JobEvent::Lost,
    JobEvent::Again,
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
            if pair[1] == JobState::Starting {
                prop_assert_eq!(pair[0], JobState::Queued);
            }
            if pair[1] == JobState::Succeeded {
                prop_assert!(pair[0].active() && pair[0] != JobState::Stopping);
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
    fn a_paused_one_takes_up_devices_only_by_way_of_the_queue(events in events()) {
        for pair in walk(&events).windows(2).filter(|p| p[0] == JobState::Paused) {
            prop_assert!(matches!(pair[1], JobState::Queued | JobState::Stopped));
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
        assert_eq!(serde_json::to_value(state).unwrap(), state.name());
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
    assert_eq!(transition(JobState::Running, JobEvent::Again), Ok(JobState::Queued));
    assert_eq!(transition(JobState::Stopping, JobEvent::Lost), Ok(JobState::Stopped));
    assert_eq!(transition(JobState::Preempting, JobEvent::Lost), Ok(JobState::Queued));
    assert_eq!(transition(JobState::Pausing, JobEvent::Lost), Ok(JobState::Paused));
}

#[test]
fn one_that_makes_room_waits_again_and_one_that_pauses_waits_for_a_person() {
    use JobEvent::{PauseAsked, Preempt, ResumeAsked, Start, Up, Yielded};
    assert_eq!(walk(&[Start, Up, Preempt, Yielded]).last(), Some(&JobState::Queued));
    assert_eq!(walk(&[Start, Up, PauseAsked, Yielded]).last(), Some(&JobState::Paused));
    assert_eq!(walk(&[Start, Up, PauseAsked, Yielded, ResumeAsked]).last(), Some(&JobState::Queued));
    // A person's word counts more than the scheduler's.
    assert_eq!(walk(&[Start, Up, Preempt, PauseAsked, Yielded]).last(), Some(&JobState::Paused));
    assert_eq!(walk(&[PauseAsked]).last(), Some(&JobState::Paused));
}

/// Every state with every event, so that a change of the rules shows as a change of this table.
#[test]
fn the_whole_table() {
    let row = |state: JobState| {
        let moves = EVENTS.iter().filter_map(|&event| {
            transition(state, event).ok().map(|after| format!("{}>{}", event.name(), after.name()))
        });
        format!("{}: {}", state.name(), moves.collect::<Vec<_>>().join(" "))
    };
    let table: Vec<String> = JobState::ALL.into_iter().map(row).collect();
    assert_eq!(
        table,
        [
            "queued: start>starting pause_asked>paused stop_asked>stopped failed>failed",
            "starting: up>running pause_asked>pausing preempt>preempting stop_asked>stopping done>succeeded \
             failed>failed lost>queued again>queued",
            "running: pause_asked>pausing preempt>preempting stop_asked>stopping done>succeeded failed>failed \
             lost>queued again>queued",
            "pausing: yielded>paused stop_asked>stopping done>succeeded failed>failed lost>paused",
            "paused: resume_asked>queued stop_asked>stopped",
            "preempting: pause_asked>pausing yielded>queued stop_asked>stopping done>succeeded failed>failed \
             lost>queued",
            "stopping: yielded>stopped done>stopped failed>stopped lost>stopped",
            "succeeded: ",
            "failed: ",
            "stopped: ",
        ]
    );
}
