//! The small process that runs a job's steps. It has a session of its own, so that it outlives the server, and tells
//! everything by files: the log, progress, and at last how it ended.

mod ask;
mod cards;
mod confine;
mod contained;
mod disk;
mod lines;
mod pipes;
mod room;
mod sample;
mod step;
mod tree;
mod work;

pub use confine::{Limits, kind as limits_kind};
pub use sample::EVERY as SAMPLED_EVERY;
pub use step::become_step;
pub(crate) use tree::end_left_behind;

use crate::clock;
use crate::folder::{Exit, JobFolder, Spec, Step};
use crate::log::{LogWriter, Stream};
use crate::usage::UsageWriter;
use ask::Asking;
use cards::Cards;
use confine::Groups;
use contained::{Begin, Contained};
use disk::Watch;
use pipes::Said;
use room::Room;
use rustix::fs::{FlockOperation, flock};
use sample::Sampler;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use step::{Ended, Outlet, Running};
use work::Work;

#[derive(Debug, thiserror::Error)]
pub enum ShimError {
    #[error("another process works on this job")]
    Taken,
    #[error("this folder has no job: it lacks spec.json")]
    NoSpec,
    #[error("the job's folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
}

const LAST_WORDS: usize = 8;
/// How often it is looked whether the job's folder is still there.
const FOLDER_EVERY: Duration = Duration::from_secs(2);

/// Runs the job in this folder to its end.
pub fn run(dir: &Path) -> Result<(), ShimError> {
    // Fails only for a process that leads a group already, as when a shell started it.
    let _ = rustix::process::setsid();
    let folder = JobFolder::new(std::path::absolute(dir)?);
    let _lock = take(&folder)?;
    let spec = folder.read_spec()?.ok_or(ShimError::NoSpec)?;
    tree::adopt_orphans();
    let _ = rustix::process::nice(i32::from(spec.nice.min(19)));
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGINT, signal_hook::consts::SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    let progress = OpenOptions::new().create(true).append(true).open(folder.progress())?;
    let log = LogWriter::open(&folder)?;
    let sampler = Sampler::new(UsageWriter::open(&folder)?);
    let mut shim = Shim { outlet: Outlet::new(log, progress), folder, spec, stop, sampler };
    let mut exit = shim.all();
    exit.ended_ms = clock::now_ms();
    shim.outlet.log.sync();
    tell_end(&shim.folder, &exit);
    // Now there is room for the word that lines were lost.
    if shim.outlet.log.has_lost() {
        shim.outlet.log.sync();
    }
    Ok(())
}

/// Holds the lock for as long as the process lives. The server takes it for a moment to look; hence the patience.
fn take(folder: &JobFolder) -> Result<File, ShimError> {
    let mut pid = OpenOptions::new().create(true).truncate(false).write(true).open(folder.pid())?;
    let until = Instant::now() + Duration::from_secs(2);
    while flock(&pid, FlockOperation::NonBlockingLockExclusive).is_err() {
        if Instant::now() > until {
            return Err(ShimError::Taken);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    pid.set_len(0)?;
    write!(pid, "{}", std::process::id())?;
    Ok(pid)
}

/// Without this file the job would count as lost and run once more; so a full disk is waited for.
fn tell_end(folder: &JobFolder, exit: &Exit) {
    for _ in 0..600 {
        if folder.write_exit(exit).is_ok() || !folder.root().exists() {
            return;
        }
        std::thread::sleep(Duration::from_secs(1));
    }
}

/// What a user's command is held by.
#[derive(Clone, Copy)]
struct Within<'a> {
    entrance: &'a Path,
    groups: &'a Groups,
    disk: &'a Watch,
    limits: &'a Limits,
}

struct Shim {
    folder: JobFolder,
    spec: Spec,
    stop: Arc<AtomicBool>,
    outlet: Outlet,
    sampler: Sampler,
}

impl Shim {
    fn all(&mut self) -> Exit {
        let mut exit = Exit {
            attempt: self.spec.attempt,
            step: String::new(),
            code: None,
            signal: None,
            stopped: false,
            complete: false,
            out_of_memory: false,
            out_of_disk: false,
            trouble: None,
            last_words: Vec::new(),
            ended_ms: 0,
        };
        let steps = self.spec.steps.clone();
        for step in &steps {
            exit.step.clone_from(&step.name);
            self.outlet.log.begin_step(&clock::now_text(), &step.name);
            if step::done_before(&self.folder, step) {
                self.outlet.own(&format!("{}: was done before", step.name));
                exit.code = Some(0);
                self.outlet.log.end_step(&clock::now_text(), exit.code, None);
                continue;
            }
            let began = Instant::now();
            self.outlet.own(&format!("{}: started", step.name));
            let ended = self.one(step);
            exit.last_words = self.outlet.last_words();
            (exit.code, exit.signal) = match &ended {
                Ok(ended) => {
                    exit.out_of_memory = ended.out_of_memory;
                    exit.out_of_disk = ended.out_of_disk;
                    (ended.code, ended.signal)
                }
                Err(e) => {
                    exit.trouble = Some(e.to_string());
                    (None, None)
                }
            };
            exit.stopped = self.stop.load(Ordering::Relaxed);
            self.outlet.own(&format!("{}: {}", step.name, words(&ended, began.elapsed())));
            self.outlet.log.end_step(&clock::now_text(), exit.code, exit.signal);
            let goes_on = ended.as_ref().is_ok_and(|ended| ended.goes_on);
            let accepted = step::accepted(step, exit.code, goes_on) && step::made(&self.folder, step);
            if !accepted || exit.stopped {
                exit.complete = accepted && steps.last() == Some(step);
                return exit;
            }
        }
        exit.complete = true;
        exit
    }

    fn one(&mut self, step: &Step) -> std::io::Result<Ended> {
        let Some(confine) = &step.confine else { return self.watch(step, None) };
        self.outlet.log.begin_setup(&clock::now_text());
        let groups = Groups::make(&self.spec.name(), &confine.limits);
        // What a shim that was killed left behind must not go on beside its own next start.
        let left = tree::end(|| [groups.processes(), tree::left_behind(&self.spec.mark())].concat());
        if left > 0 {
            self.outlet.own(&format!("{left} processes of an earlier start were ended"));
        }
        for line in &confine.told {
            self.outlet.own(line);
        }
        let lacking = groups.lacking(&confine.limits);
        // Podman holds what it can by groups of its own.
        let held = step.container.as_ref().is_some_and(|c| !c.controllers.is_empty());
        if !lacking.is_empty() && !held {
            let what = lacking.join(", ");
            self.outlet
                .own(&format!("no control group could be made here for: {what}; that is held loosely"));
        }
        let mut entrance = groups.entrance(&confine.limits);
        let enter = |network| Room::of(network, &self.folder, self.spec.attempt, &self.stop);
        let room = confine.network.as_ref().map(enter).transpose()?;
        entrance.network = room.as_ref().map(Room::door);
        let path = self.folder.root().join("entrance.json");
        crate::folder::write_whole(&path, &serde_json::to_vec(&entrance)?)?;
        self.outlet.log.end_group(&clock::now_text());
        let disk = Watch::begin(self.folder.work(), confine.limits.disk_mib.saturating_mul(1 << 20));
        self.sampler.watch_cards(Cards::watch(&self.folder, &self.spec, &confine.cards));
        let within = Within { entrance: &path, groups: &groups, disk: &disk, limits: &confine.limits };
        let mut ended = self.watch(step, Some(within))?;
        ended.out_of_memory |= groups.out_of_memory();
        ended.out_of_disk |= disk.full(ended.signal);
        ended.out_of_disk &= ended.code != Some(0) && !ended.out_of_memory;
        if let Some(room) = room {
            room.leave(&self.stop);
        }
        Ok(ended)
    }

    fn watch(&mut self, step: &Step, within: Option<Within>) -> std::io::Result<Ended> {
        let mut running = self.begin(step, within)?;
        let groups = within.map(|w| w.groups);
        let mut full = false;
        let mut asking = Asking::default();
        let mut gone: Option<Instant> = None;
        let mut looked = Instant::now();
        self.sampler.begin();
        loop {
            if gone.is_none() {
                self.sampler.look_if_due(groups);
            }
            // Without its folder nobody can find it any more, nor ask it to end.
            if looked.elapsed() > FOLDER_EVERY {
                looked = Instant::now();
                self.stop.fetch_or(!self.folder.root().exists(), Ordering::Relaxed);
            }
            match running.said().recv_timeout(Duration::from_millis(50)) {
                Ok(Said { stream, lines }) => self.outlet.take_all(stream, &lines),
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
                // Both ends are closed: nothing more will be said.
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) if gone.is_some() => break,
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(Duration::from_millis(10));
                }
            }
            self.outlet.flush_if_due();
            if let Some(news) = running.news() {
                self.outlet.own(news);
            }
            if gone.is_none() && running.poll()? {
                gone = Some(Instant::now());
                self.end_rest(step, groups);
            }
            if gone.is_none() && !full && (running.over() || within.is_some_and(|w| w.disk.over())) {
                full = true;
                self.outlet.own("it keeps more on the disk than it may, and is ended");
                running.signal(rustix::process::Signal::KILL);
                tree::end(|| groups.map(Groups::processes).unwrap_or_default());
            }
            // One that the step left behind may hold the pipe open; it is not waited for.
            if gone.is_some_and(|g| g.elapsed() > Duration::from_secs(2)) {
                running.signal(rustix::process::Signal::KILL);
                break;
            }
            if self.stop.load(Ordering::Relaxed) && gone.is_none() {
                self.ask(&running, &mut asking, groups);
            }
        }
        let goes_on = asking.since.is_some() && self.asked_for().what.goes_on();
        let over = running.over();
        let outlet = &mut self.outlet;
        let mut ended = running.finish(&self.folder, step, goes_on, &mut |line| outlet.own(line))?;
        ended.out_of_disk = full && over;
        Ok(ended)
    }

    fn begin(&mut self, step: &Step, within: Option<Within>) -> std::io::Result<Work> {
        let (folder, spec, stop) = (&self.folder, &self.spec, self.stop.as_ref());
        match (&step.container, within) {
            (Some(plan), Some(Within { groups, limits, .. })) => {
                let begin = Begin { folder, spec, step, plan, limits, groups, stop };
                let outlet = &mut self.outlet;
                Ok(Work::Container(Box::new(Contained::start(&begin, &mut |line| outlet.own(line))?)))
            }
            _ => {
                let entrance = within.map(|w| w.entrance);
                Ok(Work::Process(Running::start(folder, step, &spec.env, entrance)?))
            }
        }
    }

    /// A user's command is over when its first process is: what forked away from it ends too.
    fn end_rest(&mut self, step: &Step, groups: Option<&Groups>) {
        let Some(groups) = groups else { return };
        let keepers = tree::keepers();
        let left = tree::end(|| groups.processes()).saturating_sub(keepers);
        // Within walls all else falls with the first.
        if left > 0 && step.confine.as_ref().is_some_and(|c| !c.walls) {
            self.outlet.own(&format!("{left} processes that it left behind were ended"));
        }
    }
}

fn words(ended: &std::io::Result<Ended>, took: Duration) -> String {
    let took = took.as_secs_f64();
    match ended {
        Err(e) => format!("cannot be started: {e}"),
        Ok(Ended { code: Some(code), .. }) => format!("ended with code {code} after {took:.1} s"),
        Ok(Ended { signal: Some(signal), .. }) => format!("ended by signal {signal} after {took:.1} s"),
        Ok(_) => format!("ended after {took:.1} s"),
    }
}

impl Outlet {
    /// A line of the shim itself.
    fn own(&mut self, text: &str) {
        self.log.add(&clock::now_text(), Stream::Fovea, text);
    }

    fn flush_if_due(&mut self) {
        self.log.flush_if_due();
    }

    fn last_words(&mut self) -> Vec<String> {
        self.words.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests;
