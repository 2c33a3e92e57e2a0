//! One channel, and the session within the job that it leads to. What the client sends is taken at once, up to a bound, since the
//! connection has other channels that must not wait, and a command that waits for its output to be read reads no input.

use crate::visitor::Guest;
use fovea_jobs::enter::wire::{Ask, Given, MOST_PART, SIGNALS, Size, Told, What};
use russh::server::{Handle, Msg};
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Sig};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

/// Bytes that the client sent and the job has not taken.
const MOST_HELD: usize = 8 << 20;
/// A job that takes nothing for so long, while the client has more, has its session ended.
const STUCK: Duration = Duration::from_secs(300);
/// What a session ended with that has no exit code, as OpenSSH's client tells a connection that was lost.
const LOST: u32 = 255;

/// A shell, a command, or the files.
pub async fn session(channel: Channel<Msg>, handle: Handle, guest: impl Guest, ask: Ask) {
    let plain = ask.what == What::Files;
    let id = channel.id();
    let (read, write) = channel.split();
    let code = match guest.enter(ask).await {
        Err(e) => {
            let _ = write.extended_data_bytes(1, format!("fovea: {e}\r\n").into_bytes()).await;
            Some(LOST)
        }
        Ok(stream) => {
            let (from_job, to_job) = stream.into_split();
            let inward = Inward::begin(read, to_job, !plain, guest);
            let end = match plain {
                true => outward(from_job, &write, &inward).await.map(|()| Told::Ended(0)),
                false => told(from_job, &write, &inward).await,
            };
            match end {
                None => return,
                Some(Told::Ended(code)) => Some(u32::try_from(code).unwrap_or(LOST)),
                Some(Told::Killed(number)) => {
                    let name = SIGNALS.iter().find(|(_, n)| *n == number).map_or("KILL", |(name, _)| name);
                    let signal = Sig::Custom(name.into());
                    let _ = handle.exit_signal_request(id, signal, false, String::new(), String::new()).await;
                    None
                }
                Some(_) => {
                    let words = "fovea: the job has ended, or the way into it was lost\r\n";
                    let _ = write.extended_data_bytes(1, words.as_bytes().to_vec()).await;
                    Some(LOST)
                }
            }
        }
    };
    if let Some(code) = code {
        let _ = write.exit_status(code).await;
    }
    let _ = write.eof().await;
    let _ = write.close().await;
}

/// What listens on a port.
pub async fn port(channel: Channel<Msg>, stream: UnixStream, guest: impl Guest) {
    let (read, write) = channel.split();
    let (from_job, to_job) = stream.into_split();
    let inward = Inward::begin(read, to_job, false, guest);
    if outward(from_job, &write, &inward).await.is_none() {
        return;
    }
    let _ = write.eof().await;
    // The other direction may go on.
    tokio::select! {
        () = inward.done.cancelled() => {}
        () = inward.left.cancelled() => {}
    }
    let _ = write.close().await;
}

/// Bytes as they come; `None` once the client has left.
async fn outward(mut from_job: OwnedReadHalf, write: &ChannelWriteHalf<Msg>, inward: &Inward) -> Option<()> {
    let mut bytes = vec![0; MOST_PART];
    loop {
        let length = tokio::select! {
            read = from_job.read(&mut bytes) => read.unwrap_or(0),
            () = inward.left.cancelled() => return None,
        };
        if length == 0 {
            return Some(());
        }
        let part = bytes.get(..length).unwrap_or_default().to_vec();
        tokio::select! {
            sent = write.data_bytes(part) => sent.ok()?,
            () = inward.left.cancelled() => return None,
        }
    }
}

/// How it ended, [`Told::Begun`] where nobody told; `None` once the client has left.
async fn told(mut from_job: OwnedReadHalf, write: &ChannelWriteHalf<Msg>, inward: &Inward) -> Option<Told> {
    loop {
        let part = tokio::select! {
            part = Told::read(&mut from_job) => part.ok().flatten().unwrap_or(Told::Begun),
            () = inward.left.cancelled() => return None,
        };
        let sent = async {
            match part {
                Told::Out(bytes) => Ok(write.data_bytes(bytes).await),
                Told::Err(bytes) => Ok(write.extended_data_bytes(1, bytes).await),
                end => Err(end),
            }
        };
        let sent = tokio::select! {
            sent = sent => sent,
            () = inward.left.cancelled() => return None,
        };
        match sent {
            Ok(sent) => sent.ok()?,
            Err(end) => return Some(end),
        }
    }
}

/// The way in, on tasks of its own.
struct Inward {
    /// The client has closed the channel, or is gone.
    left: CancellationToken,
    /// All that the client will ever send was handed on, or the job takes no more.
    done: CancellationToken,
}

impl Inward {
    fn begin(read: ChannelReadHalf, to_job: OwnedWriteHalf, parts: bool, guest: impl Guest) -> Inward {
        let (left, done) = (CancellationToken::new(), CancellationToken::new());
        let (give, given) = mpsc::unbounded_channel();
        tokio::spawn(hand_on(to_job, given, parts, done.clone()));
        let leaving = left.clone();
        tokio::spawn(async move {
            take(read, give, guest).await;
            leaving.cancel();
        });
        Inward { left, done }
    }
}

impl Drop for Inward {
    fn drop(&mut self) {
        self.left.cancel();
        self.done.cancel();
    }
}

type Held = (Given, Option<OwnedSemaphorePermit>);

/// Until the client closes the channel or leaves.
async fn take(mut read: ChannelReadHalf, give: mpsc::UnboundedSender<Held>, guest: impl Guest) {
    let room = Arc::new(Semaphore::new(MOST_HELD));
    while let Some(message) = read.wait().await {
        let given = match message {
            ChannelMsg::Data { data } => {
                guest.used();
                let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
                let place = tokio::time::timeout(STUCK, Arc::clone(&room).acquire_many_owned(length)).await;
                let Ok(Ok(place)) = place else { return };
                let _ = give.send((Given::Data(data.to_vec()), Some(place)));
                continue;
            }
            ChannelMsg::Eof => Given::End,
            ChannelMsg::WindowChange { col_width, row_height, .. } => {
                let small = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
                Given::Size(Size { columns: small(col_width), rows: small(row_height) })
            }
            ChannelMsg::Signal { signal } => {
                let name = name_of(&signal);
                match SIGNALS.iter().find(|(n, _)| *n == name) {
                    Some((_, number)) => Given::Signal(*number),
                    None => continue,
                }
            }
            ChannelMsg::Close => return,
            _ => continue,
        };
        let _ = give.send((given, None));
    }
}

fn name_of(signal: &Sig) -> &str {
    match signal {
        Sig::ABRT => "ABRT",
        Sig::ALRM => "ALRM",
        Sig::HUP => "HUP",
        Sig::INT => "INT",
        Sig::KILL => "KILL",
        Sig::PIPE => "PIPE",
        Sig::QUIT => "QUIT",
        Sig::SEGV => "SEGV",
        Sig::TERM => "TERM",
        Sig::USR1 => "USR1",
        Sig::Custom(name) => name,
        Sig::FPE | Sig::ILL => "",
    }
}

/// As parts or as plain bytes. What comes once the job takes no more is dropped, so that the client is not kept.
async fn hand_on(
    mut to_job: OwnedWriteHalf,
    mut given: mpsc::UnboundedReceiver<Held>,
    parts: bool,
    done: CancellationToken,
) {
    while let Some((part, place)) = given.recv().await {
        if done.is_cancelled() {
            continue;
        }
        let written = async {
            match (parts, part) {
                (true, part) => part.write(&mut to_job).await,
                (false, Given::Data(bytes)) => to_job.write_all(&bytes).await,
                (false, Given::End) => {
                    to_job.shutdown().await?;
                    done.cancel();
                    Ok(())
                }
                (false, _) => Ok(()),
            }
        };
        let failed = tokio::select! {
            written = written => written.is_err(),
            () = done.cancelled() => true,
        };
        if failed {
            done.cancel();
        }
        drop(place);
    }
}
