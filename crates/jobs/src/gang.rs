//! The tasks of a job seen together: all of them run, or none.

use crate::executor::Seen;
use crate::folder::Exit;

/// What is to be made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// None has failed, and some work.
    Work,
    /// One is over that should not be: the others are to end.
    Break,
    /// All have ended; of several that did not get to their end the one that counts, with its number.
    Ended(Exit, Option<u32>),
    /// All are over, and of one nobody knows how.
    Lost,
}

/// `leaving`: they were asked to end.
pub fn judge(seen: &[Seen], leaving: bool) -> Judged {
    let failed = |s: &Seen| match s {
        Seen::Alive => false,
        Seen::Ended(exit) => !exit.complete,
        Seen::Gone => true,
    };
    if seen.contains(&Seen::Alive) {
        return if seen.iter().any(failed) { Judged::Break } else { Judged::Work };
    }
    let mut exits = Vec::with_capacity(seen.len());
    for (rank, one) in (0u32..).zip(seen) {
        match one {
            Seen::Ended(exit) => exits.push((rank, exit)),
            // When the process of a task vanishes the others fail for want of it, not of themselves.
            Seen::Alive | Seen::Gone => return Judged::Lost,
        }
    }
    let open = exits.iter().filter(|(_, exit)| !exit.complete);
    // One that was told to end is no reason for the end of the others.
    let first = open.min_by_key(|(rank, exit)| (exit.stopped, exit.ended_ms, *rank)).copied();
    let Some((rank, exit)) = first.or(exits.first().copied()) else { return Judged::Lost };
    let mut exit = exit.clone();
    if leaving && exits.len() > 1 {
        // They were asked together: one that missed another before it heard of it did not fail by itself.
        exit.stopped = exits.iter().any(|(_, e)| e.stopped);
    }
    let rank = (exits.len() > 1 && !exit.complete).then_some(rank);
    Judged::Ended(exit, rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exit(code: i32, stopped: bool, ended_ms: i64) -> Exit {
        Exit {
            attempt: 1,
            step: "command".into(),
            code: Some(code),
            signal: None,
            stopped,
            complete: code == 0,
            out_of_memory: false,
            out_of_disk: false,
            trouble: None,
            last_words: Vec::new(),
            ended_ms,
        }
    }

    fn ended(code: i32, stopped: bool, ended_ms: i64) -> Seen {
        Seen::Ended(exit(code, stopped, ended_ms))
    }

    #[test]
    fn while_some_work_the_others_may_be_done_but_not_fail() {
        assert_eq!(judge(&[Seen::Alive, Seen::Alive], false), Judged::Work);
        assert_eq!(judge(&[ended(0, false, 1), Seen::Alive], false), Judged::Work);
        assert_eq!(judge(&[Seen::Alive, ended(3, false, 1)], false), Judged::Break);
        assert_eq!(judge(&[Seen::Alive, Seen::Gone], false), Judged::Break);
    }

    #[test]
    fn all_done_is_done() {
        let done = judge(&[ended(0, false, 5), ended(0, false, 9)], false);
        assert_eq!(done, Judged::Ended(exit(0, false, 5), None));
    }

    #[test]
    fn the_first_that_failed_by_itself_is_the_reason() {
        let seen = [ended(143, true, 1), ended(3, false, 7), ended(4, false, 6), ended(0, false, 2)];
        assert_eq!(judge(&seen, false), Judged::Ended(exit(4, false, 6), Some(2)));
        // All were told to end, each as it could.
        assert_eq!(
            judge(&[ended(9, true, 4), ended(8, true, 3)], true),
            Judged::Ended(exit(8, true, 3), Some(1))
        );
    }

    #[test]
    fn one_that_missed_another_while_all_were_to_pause_has_not_failed() {
        let Judged::Ended(end, _) = judge(&[ended(0, true, 1), ended(1, false, 2)], true) else { panic!() };
        assert!(end.stopped && !end.complete);
        let Judged::Ended(end, _) = judge(&[ended(0, true, 1), ended(1, false, 2)], false) else { panic!() };
        assert!(!end.stopped);
    }

    #[test]
    fn one_that_vanished_takes_the_others_with_it() {
        assert_eq!(judge(&[ended(1, false, 1), Seen::Gone], false), Judged::Lost);
        assert_eq!(judge(&[Seen::Gone], false), Judged::Lost);
        assert_eq!(judge(&[], false), Judged::Lost);
    }

    #[test]
    fn a_job_of_one_task_is_what_its_task_is() {
        assert_eq!(judge(&[Seen::Alive], true), Judged::Work);
        assert_eq!(judge(&[ended(3, false, 1)], true), Judged::Ended(exit(3, false, 1), None));
    }
}
