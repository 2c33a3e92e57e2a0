//! Into running jobs.

use super::jobs::id_of;
use super::{chosen, client, config_folder};
use crate::cli::RemoteArgs;
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{JobCommandWanted, SshDoor};
use fovea_client::Client;
use std::io::{ErrorKind, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

/// Under which the server's key stands in the file of known hosts, whatever its address.
const ALIAS: &str = "fovea";
/// Parts of what a command says, as the interface tells them.
const OUT: u8 = 1;
const ERR: u8 = 2;
const ENDED: u8 = 3;
const KILLED: u8 = 4;

pub struct Wanted<'a> {
    pub rank: u32,
    pub host: Option<&'a str>,
    pub print: bool,
    pub command: &'a [String],
}

struct Door {
    port: u16,
    fingerprint: String,
    public_key: String,
}

fn door(client: &Client) -> Result<Door, Failure> {
    match client.get("/jobs/ssh")? {
        SshDoor { port: Some(port), fingerprint: Some(fingerprint), public_key: Some(public_key) } => {
            Ok(Door { port, fingerprint, public_key })
        }
        _ => Err(Failure {
            exit: exit::FAILED,
            code: "ssh.off".into(),
            message: "this server takes no SSH".into(),
            hint: "an administrator starts it with --ssh; `fovea job exec` needs none".into(),
        }),
    }
}

pub fn fingerprint(remote: &RemoteArgs) -> Result<u8, Failure> {
    let door = door(&client(remote)?)?;
    match remote.json {
        true => print_json(&SshDoor {
            port: Some(door.port),
            fingerprint: Some(door.fingerprint),
            public_key: Some(door.public_key),
        })?,
        false => say!("{}", door.fingerprint)?,
    }
    DONE
}

/// Becomes the machine's `ssh`, which knows the server by what the server itself told.
pub fn ssh(job: &str, wanted: &Wanted, remote: &RemoteArgs) -> Result<u8, Failure> {
    let id = id_of(job)?;
    let server = chosen(remote)?.server;
    let door = door(&client(remote)?)?;
    let host = match wanted.host {
        Some(host) => host.to_string(),
        None => server.host().trim_start_matches('[').trim_end_matches(']').to_string(),
    };
    if host.starts_with('-') {
        return Err(Failure {
            exit: exit::USAGE,
            code: "ssh.host".into(),
            message: format!("{host:?} is no host"),
            hint: "give its name or address with --host".into(),
        });
    }
    let known = known_hosts(&door)?;
    let login = if wanted.rank == 0 { id.to_string() } else { format!("{id}.{}", wanted.rank) };
    let mut words: Vec<String> = vec!["-p".into(), door.port.to_string()];
    for option in [
        format!("HostKeyAlias={ALIAS}"),
        format!("UserKnownHostsFile=\"{}\"", known.display()),
        "GlobalKnownHostsFile=/dev/null".into(),
        "StrictHostKeyChecking=yes".into(),
        "UpdateHostKeys=no".into(),
    ] {
        words.extend(["-o".into(), option]);
    }
    words.push(format!("{login}@{host}"));
    if wanted.print {
        let shown: Vec<String> = words.iter().chain(wanted.command).map(|w| in_shell(w)).collect();
        say!("ssh {}", shown.join(" "))?;
        return DONE;
    }
    let failed = Command::new("ssh").args(&words).args(wanted.command).exec();
    let hint = match failed.kind() {
        ErrorKind::NotFound => "install OpenSSH's client; --print prints the command for another machine",
        _ => "--print prints the command",
    };
    let message = format!("ssh cannot be started: {failed}");
    Err(Failure { exit: exit::FAILED, code: "ssh.program".into(), message, hint: hint.into() })
}

/// A file with this server's key alone.
fn known_hosts(door: &Door) -> Result<PathBuf, Failure> {
    let folder = config_folder()?;
    std::fs::create_dir_all(&folder)?;
    let sign = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = door.fingerprint.chars().map(sign).collect();
    let path = folder.join(format!("ssh_known_{name}"));
    let plain = door.public_key.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    if !plain {
        return Err(std::io::Error::from(ErrorKind::InvalidData).into());
    }
    fovea_jobs::write_whole(&path, format!("{ALIAS} {}\n", door.public_key).as_bytes())?;
    Ok(path)
}

fn in_shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=@:,+".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.into(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// The exit code is that of the command, of one that a signal ended 128 and the signal.
pub fn exec(job: &str, rank: u32, command: &[String], remote: &RemoteArgs) -> Result<u8, Failure> {
    let id = id_of(job)?;
    let wanted = JobCommandWanted { command: command.to_vec(), rank };
    let mut parts = client(remote)?.parts(format!("/jobs/{id}/exec"), &wanted)?;
    loop {
        let part = parts.next_part()?;
        let number = || i32::from_be_bytes(part.bytes.as_slice().try_into().unwrap_or([0, 0, 0, 1]));
        match part.kind {
            OUT => match std::io::stdout().write_all(&part.bytes).and_then(|()| std::io::stdout().flush()) {
                // The reader, such as `head`, has seen enough.
                Err(e) if e.kind() == ErrorKind::BrokenPipe => return DONE,
                other => other?,
            },
            ERR => std::io::stderr().write_all(&part.bytes)?,
            ENDED => return Ok(u8::try_from(number()).unwrap_or(exit::FAILED)),
            KILLED => {
                note!("ended by signal {}", number());
                return Ok(u8::try_from(128 + number()).unwrap_or(exit::FAILED));
            }
            _ => {
                return Err(Failure {
                    exit: exit::FAILED,
                    code: "job.no_answer".into(),
                    message: String::from_utf8_lossy(&part.bytes).into_owned(),
                    hint: "`fovea job show` tells how the job is doing".into(),
                });
            }
        }
    }
}
