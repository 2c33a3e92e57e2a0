//! Asked to end: the step is told by a signal and, where it is a user's command, by a file that says what for. When its time is
//! over it is killed, with all that came from it.

use super::Shim;
use super::confine::Groups;
use super::tree;
use super::work::Work;
use crate::clock;
use crate::folder::{Ask, Wanted};
use rustix::process::Signal;
use std::time::{Duration, Instant};

/// The time that a step has to put away its work where nobody says otherwise.
const GRACE_MS: u64 = 20_000;
/// Nobody gets more, whatever was written down.
const MOST_GRACE_MS: u64 = 600_000;

#[derive(Default)]
pub(super) struct Asking {
    pub since: Option<Instant>,
    grace: Duration,
    killed: bool,
}

impl Shim {
    /// What the signal was for; a signal alone asks to stop.
    pub(super) fn asked_for(&self) -> Ask {
        let told = self.folder.read_ask().ok().flatten();
        told.unwrap_or(Ask { what: Wanted::Stop, grace_ms: GRACE_MS })
    }

    /// Called again and again until the step has ended. `within`: it is a user's command.
    pub(super) fn ask(&mut self, running: &Work, asking: &mut Asking, within: Option<&Groups>) {
        let Some(since) = asking.since else {
            let ask = self.asked_for();
            asking.grace = Duration::from_millis(ask.grace_ms.min(MOST_GRACE_MS));
            asking.since = Some(Instant::now());
            let seconds = asking.grace.as_secs();
            self.outlet.own(match ask.what {
                Wanted::Stop => "asked to end",
                Wanted::Pause => "asked to pause",
                Wanted::MakeRoom => "asked to make room for another job",
                Wanted::Others => "another task of this job is over; asked to end",
            });
            match within {
                Some(groups) => {
                    let by = clock::text(clock::now() + asking.grace);
                    let notice = format!("{}\n{by}\n{seconds}\n", ask.what.name());
                    // Without the file the signal is there still.
                    let _ = crate::folder::write_whole(&self.folder.notice(), notice.as_bytes());
                    let processes = groups.processes();
                    tree::ask(&processes);
                    // Without groups the processes of a container are not known here.
                    if let (Work::Container(contained), true) = (running, processes.is_empty()) {
                        contained.signal(Signal::TERM);
                    }
                }
                None => running.signal(Signal::TERM),
            }
            return;
        };
        if since.elapsed() > asking.grace && !asking.killed {
            asking.killed = true;
            self.outlet.own(&format!("did not end within {:.0} s and is killed", asking.grace.as_secs_f32()));
            running.signal(Signal::KILL);
            if let Some(groups) = within {
                tree::end(|| groups.processes());
            }
        }
    }
}
