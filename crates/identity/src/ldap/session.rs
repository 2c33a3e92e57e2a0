//! One connection to a directory: the four requests of RFC 4511 that a login takes.

use super::ber::{self, BOOLEAN, ENUMERATED, Element, INTEGER, SEQUENCE};
use super::{LdapConfig, address, filter};
use crate::error::{IdentityError, Stage};
use crate::reach::{connect, is_this_machine};
use crate::{Result, tls};
use std::io::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use url::Url;

/// The codes of RFC 4511 that mean that this name and password do not open: wrong, locked, or not allowed.
const NOT_LET_IN: [i32; 7] = [19, 32, 34, 48, 49, 50, 53];
const SIZE_LIMIT: i32 = 4;
const MOST_GROUPS: i32 = 1000;
/// Of one answer: a directory may ignore our limit.
const MOST_ENTRIES: usize = 2000;
/// Of all that one answer holds.
const MOST_ANSWER_BYTES: usize = 16 << 20;
const START_TLS: &str = "1.3.6.1.4.1.1466.20037";

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

pub(super) struct Session {
    stream: Box<dyn Stream>,
    /// Read and not used yet.
    read: Vec<u8>,
    last_id: i32,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub dn: String,
    pub attributes: Vec<(String, Vec<Vec<u8>>)>,
}

/// How a request ended.
struct End {
    code: i32,
    text: String,
}

impl Session {
    pub async fn open(config: &LdapConfig) -> Result<Session> {
        let url = address(&config.url, config.start_tls)?;
        let at_once = url.scheme() == "ldaps";
        let secure = at_once || config.start_tls;
        let stream = connect(&url, if at_once { 636 } else { 389 }, !secure && is_this_machine(&url)).await?;
        if !secure {
            return Ok(Session::over(stream));
        }
        let stream = if at_once { stream } else { begin_tls(stream).await? };
        let at = |e: &dyn std::fmt::Display| IdentityError::at(Stage::Tls, e);
        let name = ServerName::try_from(host(&url)).map_err(|e| at(&e))?;
        let connector = TlsConnector::from(tls::config(&config.ca_pem).await?);
        Ok(Session::over(connector.connect(name, stream).await.map_err(|e| at(&e))?))
    }

    fn over(stream: impl Stream + 'static) -> Session {
        Session { stream: Box::new(stream), read: Vec::new(), last_id: 0 }
    }

    pub async fn bind_as_service(&mut self, config: &LdapConfig) -> Result<()> {
        let end = self.bind(&config.bind_dn, &config.bind_password).await?;
        if end.code == 0 { Ok(()) } else { Err(IdentityError::at(Stage::Bind, end.told())) }
    }

    /// Whether the password is that of the entry. The bind before is void either way.
    pub async fn fits(&mut self, dn: &str, password: &str) -> Result<bool> {
        let end = self.bind(dn, password).await?;
        match end.code {
            0 => Ok(true),
            code if NOT_LET_IN.contains(&code) => Ok(false),
            _ => Err(IdentityError::at(Stage::Bind, end.told())),
        }
    }

    /// Takes what a wrong password takes.
    pub async fn bind_as_nobody(&mut self, config: &LdapConfig) -> Result<()> {
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes).map_err(|e| IdentityError::at(Stage::Bind, e))?;
        let nobody: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        if self.fits(&format!("cn={nobody},{}", config.base_dn), &nobody).await? {
            tracing::warn!("the directory lets anybody in: it takes names that are not there");
        }
        Ok(())
    }

    async fn bind(&mut self, dn: &str, password: &str) -> Result<End> {
        let parts = [ber::number(INTEGER, 3), ber::octets(dn), ber::write(0x80, password.as_bytes())];
        let at = |e: Error| IdentityError::at(Stage::Bind, e);
        let id = self.ask(ber::sequence(0x60, &parts)).await.map_err(at)?;
        let answer = self.answer(id).await.map_err(at)?;
        End::of(&answer, 0x61).map_err(at)
    }

    /// The one entry of this name; of two nobody knows which was meant.
    pub async fn find(&mut self, config: &LdapConfig, name: &str) -> Result<Option<Entry>> {
        let filter = filter::encoded(&config.user_filter, &[("{name}", name)])?;
        let wanted = [
            &config.id_attribute,
            &config.name_attribute,
            &config.nickname_attribute,
            &config.mail_attribute,
            &config.phone_attribute,
            &config.group_attribute,
        ];
        let mut found = self.search(&config.base_dn, filter, &wanted, 2).await?;
        if found.len() > 1 {
            tracing::warn!("the directory has several entries for one name; nobody is let in by it");
            return Ok(None);
        }
        Ok(found.pop())
    }

    pub async fn groups_of(&mut self, config: &LdapConfig, dn: &str, name: &str) -> Result<Vec<Entry>> {
        let filter = filter::encoded(&config.group_filter, &[("{dn}", dn), ("{name}", name)])?;
        self.search(&config.group_base_dn, filter, &[&config.group_name_attribute], MOST_GROUPS).await
    }

    async fn search(
        &mut self,
        base: &str,
        filter: Vec<u8>,
        attributes: &[&String],
        most: i32,
    ) -> Result<Vec<Entry>> {
        let at = |e: Error| IdentityError::at(Stage::Search, e);
        let mut wanted: Vec<Vec<u8>> =
            attributes.iter().filter(|a| !a.is_empty()).map(|a| ber::octets(a)).collect();
        if wanted.is_empty() {
            // None would mean all.
            wanted.push(ber::octets("1.1"));
        }
        let request = [
            ber::octets(base),
            ber::number(ENUMERATED, 2), // the whole subtree
            ber::number(ENUMERATED, 0), // aliases stay what they are
            ber::number(INTEGER, most),
            ber::number(INTEGER, 0),
            ber::write(BOOLEAN, &[0]),
            filter,
            ber::sequence(SEQUENCE, &wanted),
        ];
        let id = self.ask(ber::sequence(0x63, &request)).await.map_err(at)?;
        let (mut entries, mut bytes) = (Vec::new(), 0);
        loop {
            let answer = self.answer(id).await.map_err(at)?;
            match answer.tag {
                0x64 if entries.len() < MOST_ENTRIES && bytes < MOST_ANSWER_BYTES => {
                    let entry = Entry::of(&answer).map_err(at)?;
                    bytes += entry.bytes();
                    entries.push(entry);
                }
                0x64 => return Err(at(ber::wrong("it gives more entries than were asked for"))),
                // Other directories that might know more are not asked.
                0x73 | 0x79 => {}
                _ => {
                    break match End::of(&answer, 0x65).map_err(at)? {
                        End { code: 0 | SIZE_LIMIT, .. } => Ok(entries),
                        end => Err(IdentityError::at(Stage::Search, end.told())),
                    };
                }
            }
        }
    }

    async fn ask(&mut self, operation: Vec<u8>) -> std::result::Result<i32, Error> {
        self.last_id += 1;
        let message = ber::sequence(SEQUENCE, &[ber::number(INTEGER, self.last_id), operation]);
        self.stream.write_all(&message).await?;
        self.stream.flush().await?;
        Ok(self.last_id)
    }

    async fn answer(&mut self, id: i32) -> std::result::Result<Element, Error> {
        let message = self.message().await?;
        let operation = message.part(1)?;
        match message.part(0)?.number()? {
            0 => Err(ber::wrong("the directory ended the connection")),
            found if found == id => Ok(operation.clone()),
            _ => Err(ber::wrong("the answer is of another request")),
        }
    }

    async fn message(&mut self) -> std::result::Result<Element, Error> {
        loop {
            if let Some(length) = ber::whole_length(&self.read)?
                && self.read.len() >= length
            {
                let rest = self.read.split_off(length);
                let message = std::mem::replace(&mut self.read, rest);
                return ber::read(&message);
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(ber::wrong("the directory closed the connection"));
            }
        }
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_string()
}

/// Asks for TLS on a connection without. What came before the answer's end would not be encrypted, so there must be
/// nothing behind it.
async fn begin_tls<S: Stream + 'static>(mut stream: S) -> Result<S> {
    let at = |e: Error| IdentityError::at(Stage::Tls, e);
    let request = ber::sequence(0x77, &[ber::write(0x80, START_TLS.as_bytes())]);
    let message = ber::sequence(SEQUENCE, &[ber::number(INTEGER, 1), request]);
    stream.write_all(&message).await.map_err(at)?;
    let mut read = Vec::new();
    loop {
        match ber::whole_length(&read).map_err(at)? {
            Some(length) if read.len() == length => break,
            Some(length) if read.len() > length => {
                return Err(at(ber::wrong("it says more than it was asked")));
            }
            _ => {}
        }
        if stream.read_buf(&mut read).await.map_err(at)? == 0 {
            return Err(at(ber::wrong("the directory closed the connection")));
        }
    }
    let answer = ber::read(&read).map_err(at)?;
    let end = answer.part(1).and_then(|a| End::of(a, 0x78)).map_err(at)?;
    if end.code == 0 { Ok(stream) } else { Err(IdentityError::at(Stage::Tls, end.told())) }
}

impl Entry {
    fn of(answer: &Element) -> std::result::Result<Entry, Error> {
        let mut attributes = Vec::new();
        for part in &answer.part(1)?.parts {
            let values = part.part(1)?.parts.iter().map(|v| v.bytes.clone()).collect();
            attributes.push((part.part(0)?.text(), values));
        }
        Ok(Entry { dn: answer.part(0)?.text(), attributes })
    }

    fn bytes(&self) -> usize {
        let values = self.attributes.iter().flat_map(|(_, values)| values);
        self.dn.len() + values.map(Vec::len).sum::<usize>()
    }
}

impl End {
    fn of(answer: &Element, tag: u8) -> std::result::Result<End, Error> {
        if answer.tag != tag {
            return Err(ber::wrong("the answer is of another kind"));
        }
        Ok(End { code: answer.part(0)?.number()?, text: answer.part(2)?.text() })
    }

    fn told(&self) -> String {
        let text = self.text.trim();
        match known(self.code) {
            Some(word) if text.is_empty() => format!("{word} ({})", self.code),
            Some(word) => format!("{word} ({}): {text}", self.code),
            None => format!("the directory answers {} {text}", self.code),
        }
    }
}

fn known(code: i32) -> Option<&'static str> {
    Some(match code {
        2 => "protocol error",
        8 => "a stronger way to log in is wanted",
        13 => "the directory wants TLS",
        32 => "there is no such entry",
        34 => "this is no name of an entry",
        49 => "name or password is wrong",
        50 => "not allowed",
        51 => "the directory is busy",
        52 => "the directory is not available",
        53 => "the directory refuses this",
        _ => return None,
    })
}
