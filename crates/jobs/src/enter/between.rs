//! From one task of a job into another, as `ssh HOST COMMAND` goes from one node to another. The network of a job's tasks has nothing in
//! it but them, so that whoever can connect there is the job itself; nothing is asked for.

use super::SOCKET;
use super::wire::{Ask, Given, MOST_PART, Told, What, write_ask};
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::mpsc;

/// At the address of each task; below the one at which tasks meet.
const PORT: u16 = 29_499;
/// Another task may begin later.
const TRIES: u32 = 300;
const AGAIN: Duration = Duration::from_millis(100);
/// What a program ends with that could not reach the other task, as OpenSSH's does.
const LOST: i32 = 255;
/// Options of ssh that have a value, which launchers give; none of them means anything here.
const WITH_VALUE: &str = "BbcDEeFIiJLlmOoPpQRSWw";

/// Leads from the task's address to its own socket.
pub(crate) async fn serve(address: String, folder: PathBuf) -> std::io::Result<()> {
    let listener = TcpListener::bind((address.as_str(), PORT)).await?;
    let held = File::open(&folder)?;
    let path = PathBuf::from(format!("/proc/self/fd/{}/{SOCKET}", held.as_raw_fd()));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(AGAIN).await;
            continue;
        };
        let path = path.clone();
        // That one of both hangs up is how it ends.
        tokio::spawn(async move { join(stream, &path).await });
    }
}

async fn join(mut stream: TcpStream, path: &Path) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut inside = UnixStream::connect(path).await?;
    copy_bidirectional(&mut stream, &mut inside).await?;
    Ok(())
}

/// What was asked for in the words of ssh.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    host: String,
    /// Empty: a shell that reads the input
    command: String,
    /// Nothing is read
    quiet: bool,
}

impl Wanted {
    fn of(words: &[String]) -> Option<Wanted> {
        let (mut words, mut quiet) = (words.iter(), false);
        let host = loop {
            let word = words.next()?;
            let Some(options) = word.strip_prefix('-').filter(|o| !o.is_empty()) else { break word };
            if options == "-" {
                break words.next()?;
            }
            for (at, option) in options.char_indices() {
                quiet |= option == 'n';
                if WITH_VALUE.contains(option) {
                    // The value follows in the same word, or is the next.
                    if options.len() == at + 1 {
                        words.next()?;
                    }
                    break;
                }
            }
        };
        let host = host.rsplit_once('@').map_or(host.as_str(), |(_, host)| host);
        let command = words.map(String::as_str).collect::<Vec<_>>().join(" ");
        Some(Wanted { host: host.into(), command, quiet })
    }
}

/// Runs a command in another task and ends with its code. `words` are those of ssh.
pub fn reach(words: &[String]) -> i32 {
    let Some(wanted) = Wanted::of(words) else {
        eprintln!("fovea: give the address or name of a task, such as task-1, and a command");
        return LOST;
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = runtime.and_then(|runtime| {
        let ended = runtime.block_on(talk(&wanted));
        // A thread may still wait for input.
        runtime.shutdown_background();
        ended
    });
    ended.unwrap_or_else(|e| {
        eprintln!("fovea: {}: {e}", wanted.host);
        LOST
    })
}

async fn talk(wanted: &Wanted) -> std::io::Result<i32> {
    let stream = connect(&wanted.host).await?;
    stream.set_nodelay(true)?;
    let (mut from, mut to) = stream.into_split();
    let what = match wanted.command.as_str() {
        "" => What::Shell,
        command => What::Command(command.into()),
    };
    write_ask(&mut to, &Ask { what, terminal: None, variables: Vec::new() }).await?;
    let (give, mut given) = mpsc::channel(4);
    if wanted.quiet {
        give.send(Given::End).await.map_err(|_| ErrorKind::BrokenPipe)?;
    } else {
        std::thread::spawn(move || read_input(&give));
    }
    let giving = tokio::spawn(async move {
        while let Some(part) = given.recv().await {
            if part.write(&mut to).await.is_err() {
                return;
            }
        }
        // Held open: its end would be that of the session.
        std::future::pending::<()>().await;
    });
    let ended = loop {
        match Told::read(&mut from).await? {
            Some(Told::Begun) => {}
            Some(Told::Out(bytes)) => print(&mut std::io::stdout(), &bytes)?,
            Some(Told::Err(bytes)) => print(&mut std::io::stderr(), &bytes)?,
            Some(Told::Ended(code)) => break Ok(code),
            Some(Told::Killed(signal)) => break Ok(128 + signal),
            Some(Told::Trouble(why)) => break Err(std::io::Error::other(why)),
            None => break Err(ErrorKind::UnexpectedEof.into()),
        }
    };
    giving.abort();
    ended
}

fn print(to: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    to.write_all(bytes)?;
    to.flush()
}

fn read_input(give: &mpsc::Sender<Given>) {
    let mut bytes = vec![0; MOST_PART];
    while let Ok(length @ 1..) = std::io::stdin().read(&mut bytes) {
        let part = bytes.get(..length).unwrap_or_default().to_vec();
        if give.blocking_send(Given::Data(part)).is_err() {
            return;
        }
    }
    let _ = give.blocking_send(Given::End);
}

async fn connect(host: &str) -> std::io::Result<TcpStream> {
    let mut tries = 0;
    loop {
        match TcpStream::connect((host, PORT)).await {
            Err(e) if e.kind() == ErrorKind::ConnectionRefused && tries < TRIES => tries += 1,
            other => return other,
        }
        tokio::time::sleep(AGAIN).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(line: &str) -> Option<(String, String, bool)> {
        let words: Vec<String> = line.split(' ').filter(|w| !w.is_empty()).map(Into::into).collect();
        Wanted::of(&words).map(|w| (w.host, w.command, w.quiet))
    }

    #[test]
    fn the_words_of_ssh_are_understood() {
        for (line, host, command, quiet) in [
            ("task-1", "task-1", "", false),
            ("task-1 hostname -f", "task-1", "hostname -f", false),
            ("-x -n ann@127.1.0.2 true", "127.1.0.2", "true", true),
            ("-o BatchMode=yes -p 22 -oX=y -tt task-1 a b", "task-1", "a b", false),
            ("-nx -p22 -- task-1 -l", "task-1", "-l", true),
        ] {
            assert_eq!(wanted(line), Some((host.into(), command.into(), quiet)), "{line}");
        }
        for line in ["", "-x", "-p 22", "-o", "--"] {
            assert_eq!(wanted(line), None, "{line}");
        }
    }
}
