//! The keeper's side: begins what is asked for, and carries what goes in and out.

use super::SOCKET;
use super::terminal::{Main, pair, signal_group};
use super::wire::{Ask, Given, MOST_PART, SIGNALS, Told, What, read_ask};
use fovea_domain::endpoint::Endpoint;
use rustix::process::Signal;
use std::fs::File;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::unix::{OwnedReadHalf, pipe};
use tokio::net::{TcpStream, UnixListener, UnixStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

/// Sessions at a time; more wait at the door.
const MOST: usize = 128;
/// After an accept that failed, mostly for want of file handles.
const PAUSE: Duration = Duration::from_millis(50);
/// Whoever connects says within this time what they want.
const ASK_WITHIN: Duration = Duration::from_secs(10);
/// What is left in the background has its terminal for so long after the shell has ended.
const LAST_WORDS: Duration = Duration::from_millis(300);
const OWN_PROGRAM: &str = "/proc/self/exe";
const SHELLS: [&str; 2] = ["/bin/bash", "/bin/sh"];
/// Variables that whoever comes in may bring along: how they read and see.
const BROUGHT: [&str; 3] = ["LANG", "LANGUAGE", "COLORTERM"];
const LONGEST_VALUE: usize = 256;

/// Answers in the folder of sockets for as long as the job runs; `home` is the job's work folder. Further endpoints are told to `keep`.
pub async fn serve(
    folder: PathBuf,
    home: PathBuf,
    keep: mpsc::UnboundedSender<Endpoint>,
) -> std::io::Result<()> {
    // By the folder that is held: a path through it is short, wherever the data lie.
    let held = File::open(&folder)?;
    let path = PathBuf::from(format!("/proc/self/fd/{}/{SOCKET}", held.as_raw_fd()));
    // Of an earlier start.
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path)?;
    // A signal that a server was started without hearing, as `nohup` does, would be ignored in shells too; one that is heard is not.
    let _heard = signal(SignalKind::hangup())?;
    let places = Arc::new(Semaphore::new(MOST));
    let home: Arc<Path> = home.into();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return Ok(()) };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let (home, keep) = (Arc::clone(&home), keep.clone());
        tokio::spawn(async move {
            // That one of both hangs up is how it ends.
            let _ = answer(stream, &home, &keep).await;
            drop(place);
        });
    }
}

async fn answer(
    mut stream: UnixStream,
    home: &Path,
    keep: &mpsc::UnboundedSender<Endpoint>,
) -> std::io::Result<()> {
    let ask = tokio::time::timeout(ASK_WITHIN, read_ask(&mut stream)).await??;
    match ask.what {
        What::Port(port) => join(stream, port).await,
        What::Keep(endpoint) => {
            let told = match keep.send(endpoint) {
                Ok(()) => Told::Begun,
                Err(_) => Told::Trouble("the keeper is ending".into()),
            };
            told.write(&mut stream).await
        }
        What::Files => files(stream, home).await,
        What::Shell | What::Command(_) => program(stream, &ask, home).await,
    }
}

async fn join(mut stream: UnixStream, port: u16) -> std::io::Result<()> {
    let inside = match TcpStream::connect(("127.0.0.1", port)).await {
        Ok(inside) => Ok(inside),
        Err(_) => TcpStream::connect(("::1", port)).await,
    };
    let mut inside = match inside {
        Ok(inside) => inside,
        Err(e) => return Told::Trouble(e.to_string()).write(&mut stream).await,
    };
    inside.set_nodelay(true)?;
    Told::Begun.write(&mut stream).await?;
    copy_bidirectional(&mut stream, &mut inside).await?;
    Ok(())
}

/// A process of its own, which has the socket itself: bytes go through no hands but its.
async fn files(mut stream: UnixStream, home: &Path) -> std::io::Result<()> {
    Told::Begun.write(&mut stream).await?;
    let stream = stream.into_std()?;
    stream.set_nonblocking(false)?;
    let mut command = Command::new(OWN_PROGRAM);
    command.args(["keep", "--files"]).current_dir(home).process_group(0);
    command.stdin(OwnedFd::from(stream.try_clone()?)).stdout(OwnedFd::from(stream)).stderr(Stdio::null());
    let mut ends = signal(SignalKind::child())?;
    let mut child = command.spawn()?;
    drop(command);
    while child.try_wait()?.is_none() {
        ends.recv().await;
    }
    Ok(())
}

/// Where what is given goes.
enum Input {
    Terminal(Main),
    Pipe(Option<pipe::Sender>),
}

/// What speaks.
enum Output {
    Terminal(Main),
    Out(pipe::Receiver),
    Err(pipe::Receiver),
}

struct Begun {
    child: Child,
    input: Input,
    outputs: Vec<Output>,
    on_terminal: bool,
}

fn begin(ask: &Ask, home: &Path) -> std::io::Result<Begun> {
    let shell = SHELLS.into_iter().find(|s| Path::new(s).exists()).unwrap_or("/bin/sh");
    let mut command = Command::new(if ask.terminal.is_some() { OWN_PROGRAM } else { shell });
    if ask.terminal.is_some() {
        command.args(["keep", "--terminal", "--", shell]);
    }
    if let What::Command(text) = &ask.what {
        command.arg("-c").arg(std::ffi::OsString::from_vec(text.clone()));
    }
    command.current_dir(home);
    for (name, value) in ask.variables.iter().filter(|(n, v)| may_bring(n, v)) {
        command.env(name, value);
    }
    let Some(terminal) = &ask.terminal else {
        command.process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let end =
            |fd: Option<OwnedFd>| fd.ok_or_else(|| std::io::Error::from(std::io::ErrorKind::BrokenPipe));
        let input = pipe::Sender::from_owned_fd(end(child.stdin.take().map(Into::into))?)?;
        let out = pipe::Receiver::from_owned_fd(end(child.stdout.take().map(Into::into))?)?;
        let err = pipe::Receiver::from_owned_fd(end(child.stderr.take().map(Into::into))?)?;
        let outputs = vec![Output::Out(out), Output::Err(err)];
        return Ok(Begun { child, input: Input::Pipe(Some(input)), outputs, on_terminal: false });
    };
    if may_bring("LANG", &terminal.name) && !terminal.name.is_empty() {
        command.env("TERM", &terminal.name);
    }
    if shell.ends_with("bash") {
        command.env("PS1", r"\u@\h:\w\$ ");
    }
    let (main, side) = pair(terminal)?;
    command.stdin(side.try_clone()?).stdout(side.try_clone()?).stderr(side);
    let child = command.spawn()?;
    let outputs = vec![Output::Terminal(main.clone())];
    Ok(Begun { child, input: Input::Terminal(main), outputs, on_terminal: true })
}

fn may_bring(name: &str, value: &str) -> bool {
    let named = BROUGHT.contains(&name)
        || name.strip_prefix("LC_").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_uppercase()));
    let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.@:+=,".contains(&b));
    named && plain && value.len() <= LONGEST_VALUE
}

async fn program(mut stream: UnixStream, ask: &Ask, home: &Path) -> std::io::Result<()> {
    let mut ends = signal(SignalKind::child())?;
    let Begun { mut child, input, outputs, on_terminal } = match begin(ask, home) {
        Ok(begun) => begun,
        Err(e) => return Told::Trouble(e.to_string()).write(&mut stream).await,
    };
    Told::Begun.write(&mut stream).await?;
    let first = child.id();
    let (reader, mut writer) = stream.into_split();
    let (tell, mut told) = mpsc::channel::<Told>(4);
    let writing = tokio::spawn(async move {
        while let Some(part) = told.recv().await {
            if part.write(&mut writer).await.is_err() {
                return;
            }
        }
        let _ = writer.shutdown().await;
    });
    let mut hearing = tokio::spawn(hear(reader, input, first));
    let mut speaking = JoinSet::new();
    outputs.into_iter().for_each(|output| drop(speaking.spawn(speak(output, tell.clone()))));

    let mut here = true;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        tokio::select! {
            _ = ends.recv() => {}
            _ = &mut hearing, if here => {
                here = false;
                // Lets go of the terminal, whose programs are then hung up on by the system.
                speaking.abort_all();
                signal_group(first, Signal::HUP);
                signal_group(first, Signal::CONT);
            }
        }
    };
    if here {
        tokio::select! {
            () = async { while speaking.join_next().await.is_some() {} } => {}
            () = tokio::time::sleep(LAST_WORDS), if on_terminal => {}
            _ = &mut hearing => here = false,
        }
    }
    if here {
        let _ = tell.send(end_of(status)).await;
        hearing.abort();
    }
    speaking.abort_all();
    drop(tell);
    let _ = writing.await;
    Ok(())
}

fn end_of(status: ExitStatus) -> Told {
    match status.signal() {
        Some(signal) => Told::Killed(signal),
        None => Told::Ended(status.code().unwrap_or(255)),
    }
}

/// Ends once whoever came in has left.
async fn hear(mut reader: OwnedReadHalf, mut input: Input, first: u32) {
    while let Ok(Some(given)) = Given::read(&mut reader).await {
        match (given, &mut input) {
            (Given::Data(bytes), Input::Terminal(main)) => drop(main.write_all(&bytes).await),
            (Given::Data(bytes), Input::Pipe(pipe)) => {
                let failed = match pipe {
                    Some(open) => open.write_all(&bytes).await.is_err(),
                    None => false,
                };
                // It does not listen any more.
                if failed {
                    *pipe = None;
                }
            }
            // A terminal has no end.
            (Given::End, Input::Terminal(_)) | (Given::Size(_), Input::Pipe(_)) => {}
            (Given::End, Input::Pipe(pipe)) => *pipe = None,
            (Given::Size(size), Input::Terminal(main)) => drop(main.resize(size)),
            (Given::Signal(number), input) => {
                let known = SIGNALS.iter().any(|(_, n)| *n == number);
                let Some(signal) = Signal::from_named_raw(number).filter(|_| known) else { continue };
                match input {
                    Input::Terminal(main) => drop(main.signal(signal)),
                    Input::Pipe(_) => signal_group(first, signal),
                }
            }
        }
    }
}

async fn speak(mut output: Output, tell: mpsc::Sender<Told>) {
    let mut bytes = vec![0; MOST_PART];
    loop {
        let read = match &mut output {
            Output::Terminal(main) => main.read(&mut bytes).await,
            Output::Out(pipe) | Output::Err(pipe) => pipe.read(&mut bytes).await,
        };
        let Ok(length @ 1..) = read else { return };
        let said = bytes.get(..length).unwrap_or_default().to_vec();
        let part = if matches!(output, Output::Err(_)) { Told::Err(said) } else { Told::Out(said) };
        if tell.send(part).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enter::enter;
    use crate::folder::JobFolder;
    use tokio::net::TcpListener;

    #[test]
    fn only_how_somebody_reads_may_be_brought_along() {
        for (name, value) in [("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C"), ("COLORTERM", "truecolor")] {
            assert!(may_bring(name, value), "{name}");
        }
        let long = "x".repeat(300);
        for (name, value) in [
            ("LD_PRELOAD", "x"),
            ("PATH", "x"),
            ("LC_a b", "C"),
            ("LANG", "../../x"),
            ("LANG", "a b"),
            ("LANG", long.as_str()),
        ] {
            assert!(!may_bring(name, value), "{name}={value}");
        }
    }

    struct House(tempfile::TempDir, JobFolder);

    async fn house() -> House {
        let dir = tempfile::tempdir().unwrap();
        let folder = JobFolder::new(dir.path());
        std::fs::create_dir_all(folder.sockets()).unwrap();
        tokio::spawn(serve(folder.sockets(), dir.path().into(), mpsc::unbounded_channel().0));
        House(dir, folder)
    }

    fn ask(what: What) -> Ask {
        Ask {
            what,
            terminal: None,
            variables: vec![("LANG".into(), "C".into()), ("PATH".into(), "none".into())],
        }
    }

    async fn all(stream: &mut UnixStream) -> (String, String, Told) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        loop {
            match Told::read(stream).await.unwrap().unwrap() {
                Told::Out(bytes) => out.extend(bytes),
                Told::Err(bytes) => err.extend(bytes),
                end => {
                    let text = |bytes| String::from_utf8(bytes).unwrap();
                    return (text(out), text(err), end);
                }
            }
        }
    }

    #[tokio::test]
    async fn a_command_has_its_input_its_outputs_and_its_end() {
        let House(dir, folder) = house().await;
        let command = "read x; pwd -P; echo got $x $LANG; echo bad >&2; exit 7";
        let mut stream = enter(&folder, 0, &ask(What::Command(command.into()))).await.unwrap();
        Given::Data(b"this\n".to_vec()).write(&mut stream).await.unwrap();
        Given::End.write(&mut stream).await.unwrap();
        let told = all(&mut stream).await;
        let place = std::fs::canonicalize(dir.path()).unwrap();
        assert_eq!(told, (format!("{}\ngot this C\n", place.display()), "bad\n".into(), Told::Ended(7)));

        let mut stream = enter(&folder, 0, &ask(What::Command(b"sleep 60".to_vec()))).await.unwrap();
        Given::Signal(15).write(&mut stream).await.unwrap();
        assert_eq!(all(&mut stream).await.2, Told::Killed(15));
    }

    #[tokio::test]
    async fn more_than_all_buffers_hold_goes_through_both_ways() {
        let House(_dir, folder) = house().await;
        let stream = enter(&folder, 0, &ask(What::Command(b"cat".to_vec()))).await.unwrap();
        let (mut reader, mut writer) = stream.into_split();
        let writing = tokio::spawn(async move {
            for _ in 0..64 {
                Given::Data(vec![b'x'; MOST_PART]).write(&mut writer).await.unwrap();
            }
            Given::End.write(&mut writer).await.unwrap();
            writer
        });
        let mut length = 0;
        loop {
            match Told::read(&mut reader).await.unwrap().unwrap() {
                Told::Out(bytes) => length += bytes.len(),
                end => {
                    assert_eq!(end, Told::Ended(0));
                    break;
                }
            }
        }
        assert_eq!(length, 64 * MOST_PART);
        drop(writing.await.unwrap());
    }

    #[tokio::test]
    async fn whoever_leaves_hangs_up_on_the_command() {
        let House(dir, folder) = house().await;
        // The shell would tell of its child's end where nobody reads any more, and end of that.
        let command =
            "exec 2> told; trap 'echo hup > hup; exit' HUP; echo ready; while :; do sleep 0.05; done";
        let mut stream = enter(&folder, 0, &ask(What::Command(command.into()))).await.unwrap();
        assert_eq!(Told::read(&mut stream).await.unwrap(), Some(Told::Out(b"ready\n".to_vec())));
        drop(stream);
        for _ in 0..400 {
            if dir.path().join("hup").exists() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it was not hung up on");
    }

    #[tokio::test]
    async fn a_port_is_that_of_the_jobs_own_loopback() {
        let House(_dir, folder) = house().await;
        let inside = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = inside.local_addr().unwrap().port();
        let mut stream = enter(&folder, 0, &ask(What::Port(port))).await.unwrap();
        let (mut program, _) = inside.accept().await.unwrap();
        stream.write_all(b"question").await.unwrap();
        let mut heard = [0; 8];
        program.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"question");
        drop(inside);
        drop(program);
        let refused = enter(&folder, 0, &ask(What::Port(port))).await.unwrap_err();
        assert!(refused.to_string().contains("refused"), "{refused}");
    }
}
