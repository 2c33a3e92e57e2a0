//! What is said on the socket of one session. First one [`Ask`], then parts, each a kind, a length and bytes. Either side may be
//! somebody else's program: whatever is longer than it may be ends the session.

use fovea_domain::endpoint::Endpoint;
use serde::{Deserialize, Serialize};
use std::io::{Error, ErrorKind, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Of an [`Ask`], in bytes.
const MOST_ASK: usize = 1 << 20;
/// Of the bytes of a part.
pub const MOST_PART: usize = 64 << 10;

/// What a session is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub what: What,
    pub terminal: Option<Terminal>,
    /// Beside those of the job
    pub variables: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Shell,
    /// For the shell to read
    Command(Vec<u8>),
    /// The files, by SFTP: what follows are its bytes
    Files,
    /// What listens on this port of the job's own 127.0.0.1: what follows are its bytes
    Port(u16),
    /// From now on this endpoint is kept, too; nothing follows
    Keep(Endpoint),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terminal {
    /// Such as `xterm-256color`
    pub name: String,
    pub size: Size,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    pub columns: u16,
    pub rows: u16,
}

/// A part on its way into the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    Data(Vec<u8>),
    /// Nothing more will be given.
    End,
    Size(Size),
    /// By its number
    Signal(i32),
}

/// A part on its way out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It has begun; of files and ports only bytes follow.
    Begun,
    Out(Vec<u8>),
    Err(Vec<u8>),
    /// With this code
    Ended(i32),
    /// By this signal
    Killed(i32),
    /// Why it could not begin
    Trouble(String),
}

/// Signals that may be sent, and their names without SIG.
pub const SIGNALS: [(&str, i32); 11] = [
    ("HUP", 1),
    ("INT", 2),
    ("QUIT", 3),
    ("ABRT", 6),
    ("KILL", 9),
    ("USR1", 10),
    ("SEGV", 11),
    ("USR2", 12),
    ("PIPE", 13),
    ("ALRM", 14),
    ("TERM", 15),
];

pub async fn write_ask(to: &mut (impl AsyncWrite + Unpin), ask: &Ask) -> Result<()> {
    let bytes = serde_json::to_vec(ask)?;
    if bytes.len() > MOST_ASK {
        return Err(Error::new(ErrorKind::InvalidInput, "the command is too long"));
    }
    let length = u32::try_from(bytes.len()).map_err(Error::other)?;
    to.write_all(&[&length.to_be_bytes(), bytes.as_slice()].concat()).await
}

pub async fn read_ask(from: &mut (impl AsyncRead + Unpin)) -> Result<Ask> {
    let length = usize::try_from(from.read_u32().await?).unwrap_or(usize::MAX);
    if length > MOST_ASK {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).await?;
    Ok(serde_json::from_slice(&bytes)?)
}

async fn write_part(to: &mut (impl AsyncWrite + Unpin), kind: u8, bytes: &[u8]) -> Result<()> {
    let length = u32::try_from(bytes.len()).map_err(Error::other)?.to_be_bytes();
    let [a, b, c, d] = length;
    // In one go: one call of the system a part.
    to.write_all(&[&[kind, a, b, c, d], bytes].concat()).await
}

/// `None` where the other side has left between two parts.
async fn read_part(from: &mut (impl AsyncRead + Unpin)) -> Result<Option<(u8, Vec<u8>)>> {
    let mut head = [0; 5];
    let [kind, length @ ..] = match from.read(&mut head[..1]).await? {
        0 => return Ok(None),
        _ => {
            from.read_exact(&mut head[1..]).await?;
            head
        }
    };
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > MOST_PART {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).await?;
    Ok(Some((kind, bytes)))
}

fn number(bytes: &[u8]) -> Result<i32> {
    Ok(i32::from_be_bytes(bytes.try_into().map_err(|_| Error::from(ErrorKind::InvalidData))?))
}

impl Given {
    pub async fn write(&self, to: &mut (impl AsyncWrite + Unpin)) -> Result<()> {
        match self {
            Given::Data(bytes) => {
                for part in bytes.chunks(MOST_PART) {
                    write_part(to, 0, part).await?;
                }
                Ok(())
            }
            Given::End => write_part(to, 1, &[]).await,
            Given::Size(size) => {
                let ([a, b], [c, d]) = (size.columns.to_be_bytes(), size.rows.to_be_bytes());
                write_part(to, 2, &[a, b, c, d]).await
            }
            Given::Signal(signal) => write_part(to, 3, &signal.to_be_bytes()).await,
        }
    }

    pub async fn read(from: &mut (impl AsyncRead + Unpin)) -> Result<Option<Given>> {
        let Some((kind, bytes)) = read_part(from).await? else { return Ok(None) };
        Ok(Some(match (kind, bytes.as_slice()) {
            (0, _) => Given::Data(bytes),
            (1, []) => Given::End,
            (2, [a, b, c, d]) => Given::Size(Size {
                columns: u16::from_be_bytes([*a, *b]),
                rows: u16::from_be_bytes([*c, *d]),
            }),
            (3, number_of) => Given::Signal(number(number_of)?),
            _ => return Err(ErrorKind::InvalidData.into()),
        }))
    }
}

impl Told {
    pub async fn write(&self, to: &mut (impl AsyncWrite + Unpin)) -> Result<()> {
        match self {
            Told::Begun => write_part(to, 0, &[]).await,
            Told::Out(bytes) => write_part(to, 1, bytes).await,
            Told::Err(bytes) => write_part(to, 2, bytes).await,
            Told::Ended(code) => write_part(to, 3, &code.to_be_bytes()).await,
            Told::Killed(signal) => write_part(to, 4, &signal.to_be_bytes()).await,
            Told::Trouble(why) => {
                let most = why.chars().take(400).collect::<String>();
                write_part(to, 5, most.as_bytes()).await
            }
        }
    }

    pub async fn read(from: &mut (impl AsyncRead + Unpin)) -> Result<Option<Told>> {
        let Some((kind, bytes)) = read_part(from).await? else { return Ok(None) };
        Ok(Some(match kind {
            0 => Told::Begun,
            1 => Told::Out(bytes),
            2 => Told::Err(bytes),
            3 => Told::Ended(number(&bytes)?),
            4 => Told::Killed(number(&bytes)?),
            5 => Told::Trouble(String::from_utf8_lossy(&bytes).into_owned()),
            _ => return Err(ErrorKind::InvalidData.into()),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_written_is_read_again() {
        let (mut here, mut there) = tokio::io::duplex(1 << 20);
        let size = Size { columns: 200, rows: 50 };
        let terminal = Some(Terminal { name: "xterm".into(), size });
        let variables = vec![("LANG".into(), "zh_CN.UTF-8".into())];
        let ask = Ask { what: What::Command(vec![b'l', 0xff]), terminal, variables };
        write_ask(&mut here, &ask).await.unwrap();
        assert_eq!(read_ask(&mut there).await.unwrap(), ask);
        for given in [Given::Data(vec![1, 2]), Given::End, Given::Size(size), Given::Signal(15)] {
            given.write(&mut here).await.unwrap();
            assert_eq!(Given::read(&mut there).await.unwrap(), Some(given));
        }
        for told in [
            Told::Begun,
            Told::Out(vec![0; 9]),
            Told::Err(vec![]),
            Told::Ended(-1),
            Told::Killed(9),
            Told::Trouble("x".into()),
        ] {
            told.write(&mut here).await.unwrap();
            assert_eq!(Told::read(&mut there).await.unwrap(), Some(told));
        }
        // What is too long for a part goes in several.
        Given::Data(vec![7; MOST_PART + 1]).write(&mut here).await.unwrap();
        assert_eq!(Given::read(&mut there).await.unwrap(), Some(Given::Data(vec![7; MOST_PART])));
        assert_eq!(Given::read(&mut there).await.unwrap(), Some(Given::Data(vec![7])));
        drop(here);
        assert_eq!(Given::read(&mut there).await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_claims_to_be_too_long_or_is_unknown_ends_it() {
        for bad in [
            vec![0, 0xff, 0xff, 0xff, 0xff],
            vec![9, 0, 0, 0, 0],
            vec![2, 0, 0, 0, 1, 5],
            vec![3, 0, 0, 0, 0],
        ] {
            Given::read(&mut bad.as_slice()).await.unwrap_err();
        }
        Told::read(&mut [3u8, 0, 0, 0, 2, 0, 0].as_slice()).await.unwrap_err();
        read_ask(&mut [0xffu8, 0xff, 0xff, 0xff].as_slice()).await.unwrap_err();
        read_ask(&mut [0u8, 0, 0, 1, b'{'].as_slice()).await.unwrap_err();
    }
}
