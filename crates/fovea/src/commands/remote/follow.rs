//! A job of any kind, followed from the shell: its log, and its end.

use super::table::{clean, moment, word};
use crate::commands::DONE;
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{Job, JobState, LogPage};
use fovea_client::{Client, Query};
use std::time::Duration;

/// Between two looks at a job.
const PAUSE: Duration = Duration::from_millis(500);

/// What of a log is printed, and how.
#[derive(Default)]
pub struct Log<'a> {
    /// Until the job has ended
    pub follow: bool,
    pub search: Option<&'a str>,
    /// Without the times
    pub plain: bool,
    pub json: bool,
}

pub fn log(client: &Client, mut job: Job, how: &Log) -> Result<u8, Failure> {
    let mut from = 0;
    loop {
        // The state first: what is written until then is in the page that is read after it.
        let last = !how.follow || ended(job.state);
        loop {
            let query = Query::new(format!("/jobs/{}/log", job.id)).and("from", from).and("limit", 1000);
            let page: LogPage = client.get(query.maybe("q", how.search))?;
            let Some(next) = page.lines.last().map(|l| l.n + 1) else { break };
            for line in &page.lines {
                match (how.json, how.plain) {
                    (true, _) => say!("{}", serde_json::to_string(line)?)?,
                    (false, true) => say!("{}", clean(&line.text))?,
                    (false, false) => say!("{}  {}", moment(&line.at), clean(&line.text))?,
                }
            }
            from = next;
            if how.search.is_none() && from >= page.total {
                break;
            }
        }
        if last {
            return DONE;
        }
        std::thread::sleep(PAUSE);
        job = client.get(format!("/jobs/{}", job.id))?;
    }
}

/// Waits for the end, telling what goes on; the job as it is then.
pub fn until_ended(client: &Client, mut job: Job) -> Result<Job, Failure> {
    let mut shown = String::new();
    while !ended(job.state) {
        let now = match &job.progress {
            Some(p) => format!("{} {}/{}", p.phase, p.done, p.total),
            None => word(&job.state),
        };
        if now != shown {
            note!("{now}");
            shown = now;
        }
        std::thread::sleep(PAUSE);
        job = client.get(format!("/jobs/{}", job.id))?;
    }
    Ok(job)
}

/// The program's exit code for a job that ended so.
pub fn exit_of(state: JobState) -> u8 {
    match state {
        JobState::Succeeded => exit::DONE,
        JobState::Stopped => exit::STOPPED,
        _ => exit::FAILED,
    }
}

fn ended(state: JobState) -> bool {
    matches!(state, JobState::Succeeded | JobState::Failed | JobState::Stopped)
}
