//! A step within a container: made by Podman, but watched, limited and sampled like every other. Podman may be started anew
//! meanwhile, since a container does not depend on it; then what it says is listened to again.

use super::confine::{Groups, Limits, put_into, within};
use super::lines::{Line, Lines};
use super::pipes::Said;
use super::step::{Ended, MOST_WAITING};
use crate::folder::{JobFolder, Spec, Step};
use crate::log::Stream;
use crate::podman::{Container, Doing, Podman, PodmanError, Start, TASK, attach, read_frame};
use rustix::process::{Pid, Resource, Signal, getrlimit};
use std::io::{BufReader, Error, Read};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// Tasks of one job are started together.
const NETWORK_WITHIN: Duration = Duration::from_secs(60);
const ATTACH_WITHIN: Duration = Duration::from_secs(30);
const AGAIN: Duration = Duration::from_millis(200);
const LOOK: Duration = Duration::from_millis(50);
/// So long after its end it is known.
const ENDED_WITHIN: Duration = Duration::from_secs(3);
/// Between two looks at what it wrote beside its image.
const SIZED_EVERY: Duration = Duration::from_secs(5);
/// Podman may be started anew within this time.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(60);
/// No more than Podman has itself, or it could not give them. Processes are held by a group: this limit counts those of others, too.
const MOST_FILES: u64 = 1 << 20;
const MOST_PROCESSES: u64 = 1 << 15;
/// Where an image of a job that paused lies.
const KEPT_IN: &str = "localhost/fovea/job-";

/// A container that was started.
pub struct Contained {
    podman: Podman,
    plan: Container,
    task: String,
    attempt: u32,
    seen: Arc<Seen>,
    pub said: Receiver<Said>,
}

#[derive(Default)]
struct Seen {
    /// How it ended: its code, or why nobody knows
    end: OnceLock<Result<i32, String>>,
    /// It wrote more beside its image than it may
    over: AtomicBool,
    /// Nobody can come in
    shut: AtomicBool,
    /// Podman was ended while it was listened to
    cut: AtomicBool,
}

/// What one start is given.
pub struct Begin<'a> {
    pub folder: &'a JobFolder,
    pub spec: &'a Spec,
    pub step: &'a Step,
    pub plan: &'a Container,
    pub limits: &'a Limits,
    pub groups: &'a Groups,
    pub stop: &'a AtomicBool,
}

fn other(error: PodmanError) -> Error {
    Error::other(error.to_string())
}

impl Contained {
    /// `tell`: what is to stand in the log before it begins.
    pub fn start(begin: &Begin, tell: &mut dyn FnMut(&str)) -> std::io::Result<Contained> {
        let podman = Podman::at(&begin.plan.socket);
        // What a shim that was killed left behind.
        podman.remove(&begin.plan.name).map_err(other)?;
        let started = make(&podman, begin, tell);
        if started.is_err() {
            // The reason is in what went wrong first.
            let _ = podman.remove(&begin.plan.name);
        }
        started
    }

    /// Whether it has ended.
    pub fn poll(&self) -> bool {
        self.seen.end.get().is_some()
    }

    /// What is to be told of it, once.
    pub fn news(&self) -> Option<&'static str> {
        let shut = "no program of Fovea runs in this image, which needs glibc: it has no endpoints and nobody can enter it";
        self.seen.shut.swap(false, Ordering::Relaxed).then_some(shut)
    }

    /// It keeps more beside its image than it may.
    pub fn over(&self) -> bool {
        self.seen.over.load(Ordering::Relaxed)
    }

    pub fn signal(&self, signal: Signal) {
        let name = if signal == Signal::KILL { "KILL" } else { "TERM" };
        // Where Podman does not answer, its processes hear it themselves: their numbers are known.
        let _ = self.podman.kill(&self.plan.name, name);
    }

    /// How it ended. One that is to go on later is written down first, with all that it changed.
    pub fn finish(
        self,
        folder: &JobFolder,
        goes_on: bool,
        tell: &mut dyn FnMut(&str),
    ) -> std::io::Result<Ended> {
        let end = self.seen.end.get().cloned().unwrap_or_else(|| Err("nobody knows how it ended".into()));
        let told = self.podman.look(&self.plan.name, false).ok().flatten();
        let kept = goes_on.then(|| self.keep(folder));
        match &kept {
            Some(Ok(image)) => tell(&format!("what it changed in its image is kept as {image}")),
            Some(Err(e)) => tell(&format!("what it changed in its image is lost: {e}")),
            None => {}
        }
        let removed = self.podman.remove(&self.plan.name).and_then(|()| match &kept {
            // Those of earlier pauses are parts of the last.
            Some(Ok(image)) => self.podman.remove_images(TASK, &self.task, Some(image)),
            // Nothing goes on from them any more.
            None if end == Ok(0) => self.podman.remove_images(TASK, &self.task, None),
            _ => Ok(()),
        });
        if let Err(e) = removed {
            tell(&format!("its container could not be taken away: {e}"));
        }
        let code = end.map_err(Error::other)?;
        let signal = Some(code - 128).filter(|_| (129..160).contains(&code));
        Ok(Ended {
            code: signal.is_none().then_some(code),
            signal,
            out_of_memory: told.is_some_and(|d: Doing| d.out_of_memory),
            out_of_disk: false,
            goes_on,
        })
    }

    fn keep(&self, folder: &JobFolder) -> Result<String, PodmanError> {
        let (repository, tag) = (format!("{KEPT_IN}{}", self.task), format!("pause-{}", self.attempt));
        self.podman.commit(&self.plan.name, &repository, &tag)?;
        let image = format!("{repository}:{tag}");
        folder.write_kept(&image)?;
        Ok(image)
    }
}

fn make(podman: &Podman, begin: &Begin, tell: &mut dyn FnMut(&str)) -> std::io::Result<Contained> {
    let (plan, name) = (begin.plan, begin.plan.name.as_str());
    let image = image(podman, begin, tell)?;
    let network = match &plan.network_of {
        Some(first) => Some(format!("/proc/{}/ns/net", made(podman, first, begin)?)),
        None => None,
    };
    let most = |what: Resource, usual: u64| getrlimit(what).maximum.unwrap_or(usual).min(usual);
    let task = begin.spec.name();
    let mut start = Start {
        image: &image,
        argv: &begin.step.argv,
        limits: begin.limits,
        job: &begin.spec.job,
        task: &task,
        attempt: begin.spec.attempt,
        network: network.as_deref(),
        files: most(Resource::Nofile, MOST_FILES),
        processes: most(Resource::Nproc, MOST_PROCESSES),
        init: true,
    };
    if let Err(e) = podman.create(&plan.body(&start)) {
        // Not every machine has the small process that Podman puts before a command.
        start.init = false;
        if podman.create(&plan.body(&start)).is_err() {
            return Err(other(e));
        }
        tell(
            "Podman has no catatonit here: the command is process 1, which hears SIGTERM only if it asks for it",
        );
    }
    podman.init(name).map_err(other)?;
    let pid = podman.look(name, false).map_err(other)?.map_or(0, |d| d.pid);
    // Before the command is: all that comes from it is held by the groups, and steps back behind other processes.
    if begin.groups.take(pid).is_err() {
        tell("its container could not be put into the control groups of the job; Podman's own hold it");
    }
    if let Some(pid) = Pid::from_raw(pid) {
        let _ = rustix::process::setpriority_process(Some(pid), i32::from(begin.spec.nice.min(19)));
    }
    for another in &plan.others {
        made(podman, another, begin)?;
    }
    let stream = attach(podman.socket(), name, ATTACH_WITHIN)?;
    podman.start(name).map_err(other)?;
    let (send, said) = sync_channel(MOST_WAITING);
    let seen = Arc::new(Seen::default());
    listen(podman.clone(), name.into(), stream, Arc::clone(&seen), send);
    wait(podman.clone(), name.into(), begin.groups.places(), Arc::clone(&seen));
    if begin.limits.disk_mib > 0 {
        let most = begin.limits.disk_mib.saturating_mul(1 << 20);
        measure(podman.clone(), name.into(), most, Arc::clone(&seen));
    }
    keeper(podman.clone(), plan.clone(), begin.groups.places(), Arc::clone(&seen));
    let (podman, plan, attempt) = (podman.clone(), plan.clone(), begin.spec.attempt);
    Ok(Contained { podman, plan, task, attempt, seen, said })
}

/// What it left behind when it paused, or the image that it names.
fn image(podman: &Podman, begin: &Begin, tell: &mut dyn FnMut(&str)) -> std::io::Result<String> {
    if let Some(kept) = begin.folder.read_kept()? {
        if podman.has_kept(&kept).map_err(other)? {
            tell(&format!("goes on from {kept}"));
            return Ok(kept);
        }
        tell(&format!("{kept} is gone: it begins from its image"));
    }
    let named = &begin.plan.image;
    match podman.has_image(named).map_err(other)? {
        true => Ok(named.clone()),
        false => Err(other(PodmanError::NoImage(named.clone()))),
    }
}

/// Waits until the container of another task is made, and gives the number of its process: the first makes the network, the others
/// enter it, and only then the first begins, or it could be over before.
fn made(podman: &Podman, other_task: &str, begin: &Begin) -> std::io::Result<i32> {
    let until = Instant::now() + NETWORK_WITHIN;
    while Instant::now() < until && !begin.stop.load(Ordering::Relaxed) {
        let doing = podman.look(other_task, false).map_err(other)?;
        let of_now = doing.filter(|d| d.attempt == Some(begin.spec.attempt));
        if let Some(doing) = of_now.filter(|d| d.pid > 0) {
            return Ok(doing.pid);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(Error::other("the container of another task, with which it shares a network, is not there"))
}

/// Until it has ended. Whoever waits at a Podman that is ended asks the next one, and gives up where nothing runs any more.
fn wait(podman: Podman, name: String, groups: Vec<PathBuf>, seen: Arc<Seen>) {
    std::thread::spawn(move || {
        let mut empty: Option<Instant> = None;
        let end = loop {
            if let Ok(code) = podman.wait(&name) {
                break Ok(code);
            }
            seen.cut.store(true, Ordering::Relaxed);
            std::thread::sleep(AGAIN);
            match podman.look(&name, false) {
                Ok(None) => break Err("its container was taken away".into()),
                Ok(Some(doing)) if doing.over => break Ok(doing.code),
                Ok(Some(_)) => empty = None,
                Err(_) if !groups.is_empty() && within(&groups).is_empty() => {
                    let since = *empty.get_or_insert_with(Instant::now);
                    if since.elapsed() > GIVEN_UP_AFTER {
                        break Err(
                            "Podman does not answer any more, and nothing of the container runs".into()
                        );
                    }
                }
                Err(_) => empty = None,
            }
        };
        let _ = seen.end.set(end);
    });
}

fn measure(podman: Podman, name: String, most: u64, seen: Arc<Seen>) {
    std::thread::spawn(move || {
        while seen.end.get().is_none() {
            std::thread::sleep(SIZED_EVERY);
            let written = podman.look(&name, true).ok().flatten().map_or(0, |d| d.written);
            seen.over.fetch_or(written > most, Ordering::Relaxed);
        }
    });
}

/// Its own program begins beside the command, so that one can come in. An image without the libraries that it needs has no ways in.
fn keeper(podman: Podman, plan: Container, groups: Vec<PathBuf>, seen: Arc<Seen>) {
    std::thread::spawn(move || match podman.beside(&plan.name, &plan.keeper, &plan.user) {
        // It counts as one of the job, and what it begins as well.
        Ok(Some(pid)) => drop(put_into(&groups, pid)),
        // Podman was ended in this very moment, which says nothing of the image.
        Err(PodmanError::Unreachable(_)) => {}
        _ => {
            // One that is over by now needs nobody to come in.
            std::thread::sleep(ENDED_WITHIN);
            seen.shut.store(seen.end.get().is_none(), Ordering::Relaxed);
        }
    });
}

fn own(to: &SyncSender<Said>, text: &str) {
    let line = Line { text: text.into(), redrawn: false };
    let _ = to.send(Said { stream: Stream::Fovea, lines: vec![line] });
}

/// Takes what it says, and goes on where Podman was started anew. A full channel slows the container down.
fn listen(
    podman: Podman,
    name: String,
    mut stream: BufReader<UnixStream>,
    seen: Arc<Seen>,
    to: SyncSender<Said>,
) {
    std::thread::spawn(move || {
        loop {
            hear(&mut stream, &to);
            // Its words end a moment before its end is known; or Podman was ended, and whoever waits for the end knows.
            stream = loop {
                if seen.end.get().is_some() {
                    return;
                }
                let again =
                    seen.cut.load(Ordering::Relaxed).then(|| attach(podman.socket(), &name, ATTACH_WITHIN));
                if let Some(Ok(again)) = again {
                    seen.cut.store(false, Ordering::Relaxed);
                    own(&to, "Podman was away; what the command said meanwhile may be missing");
                    break again;
                }
                std::thread::sleep(LOOK);
            };
        }
    });
}

/// Whether it came to its end in good order.
fn hear(stream: &mut BufReader<UnixStream>, to: &SyncSender<Said>) -> bool {
    let (mut out, mut err) = (Lines::default(), Lines::default());
    let mut bytes = vec![0; 64 << 10];
    let mut frames = || -> std::io::Result<()> {
        while let Some(frame) = read_frame(stream)? {
            let (lines, kind) = match frame.stream {
                2 => (&mut err, Stream::Err),
                _ => (&mut out, Stream::Out),
            };
            let mut left = frame.length as usize;
            while left > 0 {
                let part = left.min(bytes.len());
                let n = stream.read(&mut bytes[..part])?;
                if n == 0 {
                    return Err(std::io::ErrorKind::UnexpectedEof.into());
                }
                let mut came = Vec::new();
                lines.push(&bytes[..n], &mut |line| came.push(line));
                send(to, kind, came);
                left -= n;
            }
        }
        Ok(())
    };
    let whole = frames().is_ok();
    for (mut lines, kind) in [(out, Stream::Out), (err, Stream::Err)] {
        let mut rest = Vec::new();
        lines.end(&mut |line| rest.push(line));
        send(to, kind, rest);
    }
    whole
}

fn send(to: &SyncSender<Said>, stream: Stream, lines: Vec<Line>) {
    if !lines.is_empty() {
        let _ = to.send(Said { stream, lines });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn frames_of_both_streams_become_lines_of_each() {
        let (mut from, to) = UnixStream::pair().unwrap();
        let frame = |kind: u8, text: &str| {
            let mut all = vec![kind, 0, 0, 0];
            all.extend((text.len() as u32).to_be_bytes());
            all.extend(text.as_bytes());
            all
        };
        let said = [frame(1, "one\ntw"), frame(2, "bad\n"), frame(1, "o\nlast")].concat();
        from.write_all(&said).unwrap();
        drop(from);
        let (send, heard) = sync_channel(64);
        assert!(hear(&mut BufReader::new(to), &send));
        drop(send);
        let all: Vec<(Stream, String)> =
            heard.iter().flat_map(|s| s.lines.into_iter().map(move |l| (s.stream, l.text))).collect();
        let wanted =
            [("one", Stream::Out), ("bad", Stream::Err), ("two", Stream::Out), ("last", Stream::Out)];
        assert_eq!(all, wanted.map(|(text, stream)| (stream, text.to_string())));
    }

    #[test]
    fn words_that_are_cut_off_are_told_from_their_end() {
        let (mut from, to) = UnixStream::pair().unwrap();
        from.write_all(&[1, 0, 0, 0, 0, 0, 0, 9, b'a']).unwrap();
        drop(from);
        let (send, heard) = sync_channel(64);
        assert!(!hear(&mut BufReader::new(to), &send));
        drop(send);
        let all: Vec<String> = heard.iter().flat_map(|s| s.lines).map(|line| line.text).collect();
        assert_eq!(all, ["a"]);
    }
}
