use super::confine::Entrance;
use super::lines::Line;
use super::pipes::{Said, listen};
use super::{LAST_WORDS, ShimError};
use crate::clock;
use crate::folder::{JobFolder, Step};
use crate::log::{LogWriter, Stream};
use crate::progress::{Moment, Teller};
use rustix::process::{Pid, Signal};
use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::Write;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};

/// A line by which a command begins a phase of its own, before the name; and one by which it ends it.
const GROUP: &str = "::group::";
const END_GROUP: &str = "::endgroup::";

/// Where the words of a step go: progress into its own file, all else into the log.
pub struct Outlet {
    pub log: LogWriter,
    progress: File,
    teller: Teller,
    pub words: VecDeque<String>,
}

impl Outlet {
    pub fn new(log: LogWriter, progress: File) -> Outlet {
        Outlet { log, progress, teller: Teller::default(), words: VecDeque::new() }
    }

    /// Lines that came together have one time.
    pub fn take_all(&mut self, stream: Stream, lines: &[Line]) {
        let at = clock::now_text();
        lines.iter().for_each(|line| self.take(&at, stream, line));
    }

    pub fn take(&mut self, at: &str, stream: Stream, line: &Line) {
        let text = line.text.as_str();
        if let Some(moment) = Moment::parse(text).filter(|_| stream == Stream::Err) {
            // What cannot be written is told again by the next step.
            let _ = self.progress.write_all(format!("{text}\n").as_bytes());
            if let Some(words) = self.teller.tell(&moment) {
                self.log.add(at, stream, &words);
            }
            return;
        }
        if stream == Stream::Err && !text.trim().is_empty() {
            self.words.push_back(text.chars().take(400).collect());
            if self.words.len() > LAST_WORDS {
                self.words.pop_front();
            }
        }
        if let Some(name) = text.strip_prefix(GROUP) {
            self.log.begin_group(at, name);
        }
        match line.redrawn {
            true => self.log.add_redrawn(at, stream, text),
            false => self.log.add(at, stream, text),
        }
        if text.trim_end() == END_GROUP {
            self.log.end_group(at);
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Ended {
    pub code: Option<i32>,
    pub signal: Option<i32>,
    pub out_of_memory: bool,
    pub out_of_disk: bool,
    /// It was asked to end and is to go on later.
    pub goes_on: bool,
}

/// One that is to go on later is not done because it ended early in good order. Of our own steps 0 says that nothing is left
/// to do; a user's command may say so, too, when it has put away what it had.
pub fn accepted(step: &Step, code: Option<i32>, goes_on: bool) -> bool {
    let done = |c: i32| !goes_on || (c == 0 && step.confine.is_none());
    code.is_some_and(|c| step.accept.contains(&c) && done(c))
}

/// A step that was started.
pub struct Running {
    child: Child,
    status: Option<ExitStatus>,
    pub said: Receiver<Said>,
}

const HALF: &str = ".part";
/// Reads of a pipe that wait to be written: a few megabytes.
pub const MOST_WAITING: usize = 64;

impl Running {
    /// Starts it by way of [`become_step`], so that it does not outlive the shim.
    pub fn start(
        folder: &JobFolder,
        step: &Step,
        env: &BTreeMap<String, String>,
        entrance: Option<&Path>,
    ) -> std::io::Result<Running> {
        std::fs::create_dir_all(folder.work())?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["shim", "--step-of", &std::process::id().to_string()]);
        if let Some(path) = entrance {
            command.arg("--entrance").arg(path);
        }
        command.arg("--").args(&step.argv);
        command.env_clear().envs(env).current_dir(folder.work());
        // A group of its own, so that a signal reaches what the step started itself.
        command.stdin(Stdio::null()).stderr(Stdio::piped()).process_group(0);
        match &step.stdout {
            Some(name) => command.stdout(File::create(part(folder, name))?),
            None => command.stdout(Stdio::piped()),
        };
        let mut child = command.spawn()?;
        let (send, said) = sync_channel(MOST_WAITING);
        if let Some(out) = child.stdout.take() {
            listen(out, Stream::Out, send.clone());
        }
        if let Some(err) = child.stderr.take() {
            listen(err, Stream::Err, send);
        }
        Ok(Running { child, status: None, said })
    }

    /// Whether it has ended.
    pub fn poll(&mut self) -> std::io::Result<bool> {
        self.status = self.child.try_wait()?;
        Ok(self.status.is_some())
    }

    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            // It may have ended by itself in between.
            let _ = rustix::process::kill_process_group(pid, signal);
        }
    }

    /// How it ended; what it printed gets its name if it ended well.
    pub fn finish(self, folder: &JobFolder, step: &Step, goes_on: bool) -> std::io::Result<Ended> {
        let status = self.status.unwrap_or_default();
        let (code, signal) = (status.code(), status.signal());
        let mut ended = Ended { code, signal, out_of_memory: false, out_of_disk: false, goes_on };
        if step.confine.as_ref().is_some_and(|c| c.walls)
            && let Some(signal) = ended.code.filter(|c| (129..160).contains(c))
        {
            // Walls tell of a signal as shells do.
            (ended.code, ended.signal) = (None, Some(signal - 128));
        }
        if let Some(name) = &step.stdout {
            let half = part(folder, name);
            if accepted(step, ended.code, goes_on) && made(folder, step) {
                File::open(&half)?.sync_all()?;
                std::fs::rename(&half, folder.work().join(name))?;
            }
        }
        Ok(ended)
    }
}

/// Whether what the step is to make is there.
pub fn made(folder: &JobFolder, step: &Step) -> bool {
    step.makes.as_ref().is_none_or(|name| folder.work().join(name).exists())
}

/// Whether an earlier start of the job got through this step: its output has its name only then.
pub fn done_before(folder: &JobFolder, step: &Step) -> bool {
    step.stdout.as_ref().is_some_and(|name| folder.work().join(name).exists()) && made(folder, step)
}

fn part(folder: &JobFolder, name: &str) -> PathBuf {
    folder.work().join(format!("{name}{HALF}"))
}

/// Turns this process into the step that the shim with this number started, and asks the system to end it with the
/// shim: a step that nobody watches must not go on beside its own next start. Comes back only where it fails.
pub fn become_step(shim: u32, entrance: Option<&Path>, argv: &[String]) -> ShimError {
    let fail = |e: rustix::io::Errno| ShimError::Folder(e.into());
    if let Some(path) = entrance {
        let entered = std::fs::read(path)
            .and_then(|bytes| Ok(serde_json::from_slice::<Entrance>(&bytes)?))
            .and_then(|entrance| entrance.enter());
        if let Err(e) = entered {
            return ShimError::Folder(e);
        }
    }
    // Behind the entrance: whoever enters another namespace may lose it.
    if let Err(e) = rustix::process::set_parent_process_death_signal(Some(Signal::KILL)) {
        return fail(e);
    }
    // The shim may have ended before the system was asked.
    let parent = rustix::process::getppid().map(|p| p.as_raw_nonzero().get());
    if parent.map(i64::from) != Some(i64::from(shim)) {
        return ShimError::Taken;
    }
    let Some((program, args)) = argv.split_first() else { return ShimError::NoSpec };
    ShimError::Folder(Command::new(program).args(args).exec())
}
