//! A job of any kind, followed from the shell: its log, and its end, as the server tells them.

use super::jobs::{narrowed, of_tasks};
use super::patience::{PAUSE, Patience};
use super::table::{clean, moment, word};
use crate::cli::LogArgs;
use crate::commands::DONE;
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{Job, JobState, LogLine, LogPage};
use fovea_client::{Client, Query};
use serde::Deserialize;

/// What of a log is printed, and how.
#[derive(Default)]
pub struct Log<'a> {
    /// Until the job has ended
    pub follow: bool,
    pub search: Option<&'a str>,
    pub narrowed: Option<&'a LogArgs>,
    /// Without the times
    pub plain: bool,
    pub json: bool,
}

impl Log<'_> {
    /// Whether states of progress bars are told that were drawn over.
    fn states(&self) -> bool {
        self.narrowed.is_some_and(|args| args.states)
    }

    fn print(&self, line: &LogLine) -> Result<(), Failure> {
        match (self.json, self.plain) {
            (true, _) => say!("{}", serde_json::to_string(line)?)?,
            (false, true) => say!("{}", clean(&line.text))?,
            (false, false) => {
                let task = line.rank.map_or(String::new(), |rank| format!("[{rank}] "));
                say!("{}  {task}{}", moment(&line.at), clean(&line.text))?
            }
        }
        Ok(())
    }
}

pub fn log(client: &Client, job: &Job, how: &Log) -> Result<u8, Failure> {
    if how.follow {
        return follow(client, job, how);
    }
    let mut from = None;
    loop {
        let mut query = Query::new(format!("/jobs/{}/log", job.id)).and("limit", 1000).maybe("q", how.search);
        query = query.maybe("folded", (!how.states()).then_some(true));
        if let Some(args) = how.narrowed {
            query = narrowed(query, args).maybe("tail", args.tail.filter(|_| from.is_none()));
        }
        let page: LogPage = client.get(query.maybe("from", from))?;
        page.lines.iter().try_for_each(|line| how.print(line))?;
        // A long search is answered in parts, of which some may hold nothing.
        let Some(next) = page.next else { return DONE };
        from = Some(next);
    }
}

/// Until the server says that the job has ended. A line that was cut goes on where it was.
fn follow(client: &Client, job: &Job, how: &Log) -> Result<u8, Failure> {
    let mut last: Option<String> = None;
    let from = last_lines(client, job, how)?;
    let mut patience = Patience::default();
    loop {
        let mut query = Query::new(format!("/jobs/{}/log/follow", job.id)).maybe("from", from);
        if let Some(args) = how.narrowed {
            query = of_tasks(query, args);
        }
        let Some(mut live) = patience.bear(client.live(query, last.as_deref()))? else { continue };
        while let Some(told) = live.next_told() {
            match told.name.as_str() {
                "message" => {
                    let page: LogPage = serde_json::from_str(&told.data)?;
                    let told = page.lines.iter().filter(|line| how.states() || !line.redrawn);
                    told.into_iter().try_for_each(|line| how.print(line))?;
                }
                "end" => return DONE,
                _ => {}
            }
            last = Some(told.id);
        }
        std::thread::sleep(PAUSE);
    }
}

/// Where the last so many lines begin, if not all are wanted.
fn last_lines(client: &Client, job: &Job, how: &Log) -> Result<Option<u64>, Failure> {
    let Some((args, tail)) = how.narrowed.and_then(|args| Some((args, args.tail?))) else { return Ok(None) };
    let query = Query::new(format!("/jobs/{}/log", job.id)).and("tail", tail).and("limit", 1);
    let query = query.maybe("rank", args.rank).maybe("node", args.node.as_ref());
    let query = query.maybe("device", args.device.as_ref());
    // States of progress bars that are not printed do not count.
    let folded = tail > 0 && !how.states();
    let page: LogPage = client.get(query.maybe("folded", folded.then_some(true)))?;
    Ok(Some(page.lines.first().map_or(page.total, |line| line.n)))
}

/// What is told of a job that moved.
#[derive(Deserialize)]
struct Moved {
    job: Option<Job>,
}

/// Waits for the end, telling what goes on; the job as it is then.
pub fn until_ended(client: &Client, mut job: Job) -> Result<Job, Failure> {
    let mut shown = String::new();
    let mut tell = |job: &Job| {
        let now = match &job.progress {
            Some(p) => format!("{} {}/{}", p.phase, p.done, p.total),
            None => word(&job.state),
        };
        if now != shown && !ended(job.state) {
            note!("{now}");
            shown = now;
        }
    };
    let mut patience = Patience::default();
    while !ended(job.state) {
        let events = Query::new("/events").and("job", job.id);
        let Some(mut live) = patience.bear(client.live(events, None))? else { continue };
        // Asked once the line is open: what happens afterwards is told there.
        let Some(now) = patience.bear(client.get(format!("/jobs/{}", job.id)))? else { continue };
        job = now;
        tell(&job);
        while !ended(job.state) {
            match live.next_told() {
                Some(told) if told.name == "message" => {
                    match serde_json::from_str::<Moved>(&told.data)?.job {
                        Some(moved) => job = moved,
                        // It was deleted, which the next question tells.
                        None => break,
                    }
                }
                Some(told) if told.name == "missed" => break,
                Some(_) => continue,
                None => {
                    std::thread::sleep(PAUSE);
                    break;
                }
            }
            tell(&job);
        }
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
