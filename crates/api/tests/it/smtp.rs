//! A mail server that keeps what it is sent: plain, with STARTTLS, or encrypted from the start; with a login or without.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

pub const USER: &str = "fovea";
pub const PASSWORD: &str = "mail secret";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub from: String,
    pub to: String,
    pub data: String,
    pub logged_in: bool,
    pub encrypted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Plain,
    StartTls,
    Tls,
}

pub struct Smtp {
    pub port: u16,
    got: Arc<Mutex<Vec<Mail>>>,
}

impl Smtp {
    /// `certificates`: a folder with `tls.pem` and `tls.key`.
    pub fn start(mode: Mode, login: bool, certificates: Option<&Path>) -> Smtp {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let got = Arc::new(Mutex::new(Vec::new()));
        let tls = certificates.map(tls);
        let kept = Arc::clone(&got);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, tls) = (Arc::clone(&kept), tls.clone());
                std::thread::spawn(move || {
                    // A client that hangs up, or does not trust us, ends its own conversation only.
                    let _ = answer(stream, mode, login, tls, &kept);
                });
            }
        });
        Smtp { port, got }
    }

    pub fn got(&self) -> Vec<Mail> {
        self.got.lock().unwrap().clone()
    }
}

fn tls(folder: &Path) -> Arc<ServerConfig> {
    let chain =
        CertificateDer::pem_file_iter(folder.join("tls.pem")).unwrap().collect::<Result<_, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("tls.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap();
    Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap())
}

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

fn encrypted(stream: TcpStream, tls: Arc<ServerConfig>) -> Box<dyn Line> {
    Box::new(StreamOwned::new(ServerConnection::new(tls).unwrap(), stream))
}

fn answer(
    stream: TcpStream,
    mode: Mode,
    login: bool,
    tls: Option<Arc<ServerConfig>>,
    kept: &Mutex<Vec<Mail>>,
) -> std::io::Result<()> {
    let raw = stream.try_clone()?;
    let mut safe = mode == Mode::Tls;
    let mut line: BufReader<Box<dyn Line>> = match (safe, &tls) {
        (true, Some(tls)) => BufReader::new(encrypted(stream, Arc::clone(tls))),
        _ => BufReader::new(Box::new(stream)),
    };
    let mut mail = Mail {
        from: String::new(),
        to: String::new(),
        data: String::new(),
        logged_in: false,
        encrypted: safe,
    };
    say(&mut line, "220 test")?;
    loop {
        let mut text = String::new();
        if line.read_line(&mut text)? == 0 {
            return Ok(());
        }
        let (text, word) = (text.trim_end().to_string(), text.trim_end().to_uppercase());
        let path = || {
            text.split_once('<').and_then(|(_, r)| r.split_once('>')).map_or(String::new(), |(a, _)| a.into())
        };
        if word.starts_with("EHLO") {
            if mode == Mode::StartTls && !safe {
                say(&mut line, "250-STARTTLS")?;
            }
            say(&mut line, "250-AUTH PLAIN LOGIN")?;
            say(&mut line, "250 8BITMIME")?;
        } else if word == "STARTTLS" {
            say(&mut line, "220 go on")?;
            safe = true;
            mail.encrypted = true;
            let tls = tls.clone().ok_or(std::io::ErrorKind::Unsupported)?;
            line = BufReader::new(encrypted(raw.try_clone()?, tls));
        } else if let Some(given) = text.strip_prefix("AUTH PLAIN ") {
            mail.logged_in = given == base64(format!("\0{USER}\0{PASSWORD}").as_bytes());
            say(&mut line, if mail.logged_in { "235 welcome" } else { "535 wrong password" })?;
        } else if word.starts_with("MAIL FROM") {
            if login && !mail.logged_in {
                say(&mut line, "530 log in first")?;
                continue;
            }
            mail.from = path();
            say(&mut line, "250 ok")?;
        } else if word.starts_with("RCPT TO") {
            mail.to = path();
            let known = !mail.to.starts_with("nobody@");
            say(&mut line, if known { "250 ok" } else { "550 no such mailbox" })?;
        } else if word == "DATA" {
            say(&mut line, "354 go on")?;
            mail.data.clear();
            loop {
                let mut part = String::new();
                line.read_line(&mut part)?;
                if part.trim_end() == "." || part.is_empty() {
                    break;
                }
                mail.data += &part;
            }
            kept.lock().unwrap().push(mail.clone());
            say(&mut line, "250 taken")?;
        } else if word == "QUIT" {
            return say(&mut line, "221 bye");
        } else {
            say(&mut line, "250 ok")?;
        }
    }
}

fn say(line: &mut BufReader<Box<dyn Line>>, text: &str) -> std::io::Result<()> {
    let to = line.get_mut();
    to.write_all(format!("{text}\r\n").as_bytes())?;
    to.flush()
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let word = part.iter().fold(0u32, |w, b| w << 8 | u32::from(*b)) << (8 * (3 - part.len()));
        for place in 0..4 {
            let sign = SIGNS[(word >> (18 - 6 * place) & 63) as usize] as char;
            text.push(if place <= part.len() { sign } else { '=' });
        }
    }
    text
}

impl Mail {
    /// All texts within, as they are read.
    pub fn text(&self) -> String {
        let parts = self.data.split("\r\n--").map(part);
        parts.collect::<Vec<_>>().join("\n\n")
    }

    pub fn link(&self) -> String {
        let text = self.text();
        let from = text.find("https://fovea.plant.example").unwrap_or_else(|| panic!("no link in {text}"));
        text[from..].split_whitespace().next().unwrap().to_string()
    }
}

/// One part, with its head.
fn part(text: &str) -> String {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    if head.contains("base64") {
        return format!("{head}\n\n{}", String::from_utf8_lossy(&unbase64(body)));
    }
    format!("{head}\n\n{}", unquoted(body))
}

fn unbase64(text: &str) -> Vec<u8> {
    let sign = |b: u8| match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let six: Vec<u8> = text.bytes().filter_map(sign).collect();
    let mut bytes = Vec::new();
    for four in six.chunks(4) {
        let word = four.iter().fold(0u32, |w, s| w << 6 | u32::from(*s)) << (6 * (4 - four.len()));
        bytes.extend(&word.to_be_bytes()[1..four.len()]);
    }
    bytes
}

fn unquoted(text: &str) -> String {
    let plain = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut signs = plain.bytes();
    while let Some(sign) = signs.next() {
        if sign != b'=' {
            bytes.push(sign);
            continue;
        }
        let pair: Vec<u8> = signs.by_ref().take(2).collect();
        match u8::from_str_radix(&String::from_utf8_lossy(&pair), 16) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend([b"=", pair.as_slice()].concat()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
