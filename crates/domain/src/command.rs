//! What a command job does, and what a job file may ask for. Pure: texts in, values or a fault that names the field out.

use crate::endpoint::Endpoint;
use crate::notify::Notify;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// A command with its surroundings, once it was found to be in order; the `spec` of a job's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandSpec {
    pub command: Vec<String>,
    /// On several nodes: what the first task runs in place of it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub master: Option<Vec<String>>,
    /// Name of the image in whose container it runs; `None`: within the walls of this machine
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Its container has the rights of who runs Podman
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub privileged: bool,
    pub environment: BTreeMap<String, String>,
    /// Where the job sees its work folder.
    pub work: String,
    /// Folders that it shares with other jobs
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mounts: Vec<Mount>,
    /// Most processes and threads at a time.
    pub processes: u32,
    /// Most that it may keep on the disk, in its work folder and beside it; zero: not said
    #[serde(default, skip_serializing_if = "is_zero")]
    pub disk_mib: u64,
    pub restart: Restart,
    pub most_restarts: u32,
    /// Ways in from outside
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endpoints: Vec<Endpoint>,
    /// Name of the template that it came from
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// When its owner gets mail; `None`: as they have it for all of theirs
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// A folder that a job shares with others, and where it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mount {
    pub source: Shared,
    pub target: String,
    /// Of `Version`: which
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<MountedVersion>,
}

impl Mount {
    pub fn new(source: Shared, target: impl Into<String>) -> Mount {
        Mount { source, target: target.into(), version: None }
    }
}

/// A version of a project's data, as it was called when the job was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MountedVersion {
    /// Empty until it was looked up
    pub id: String,
    /// `PROJECT/NUMBER`
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    /// The folder of its owner, which all their jobs may have and which stays when they are gone
    Home,
    /// The house's folder of data, to be read
    Data,
    /// The pictures and labels of a version, to be read
    Version,
}

impl CommandSpec {
    /// Versions that it reads, in the order of its file.
    pub fn versions(&self) -> impl Iterator<Item = (&Mount, &MountedVersion)> {
        self.mounts.iter().filter_map(|mount| Some((mount, mount.version.as_ref()?)))
    }

    /// The most that a start of it may keep on the disk: its own wish, and at most what its virtual cluster allows; zero: no limit.
    pub fn disk_limit(&self, of_cluster: Option<u64>) -> u64 {
        let own = Some(self.disk_mib).filter(|mib| *mib > 0);
        own.into_iter().chain(of_cluster).min().unwrap_or(0)
    }
}

/// When a job is begun again by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    #[default]
    Never,
    OnFailure,
}

/// Why a field of a job file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("it is needed and must not be empty")]
    Required,
    #[error("it has signs that it cannot have")]
    Invalid,
    #[error("at most {most} signs are allowed")]
    TooLong { most: usize },
    #[error("at most {most} are allowed")]
    TooMany { most: usize },
    #[error("it must be from {least} to {most}")]
    OutOfRange { least: u64, most: u64 },
    #[error("this name is kept for Fovea")]
    Reserved,
    #[error("it stands there twice")]
    Twice,
    #[error("give a number with MiB or GiB, such as 4GiB")]
    Memory,
    #[error("give a number with s, m, h or d, such as 2h")]
    Time,
    #[error("a name has letters, digits and _, and begins with no digit")]
    VariableName,
    #[error("only a full path without `..`, outside of the system's own folders, can be given")]
    Path,
    #[error("no such type of device is known")]
    Device,
    #[error("`nodes` and `master_command` go with `type: distributed`, and that needs `nodes`")]
    Distributed,
    #[error("of a job on `cpu` the devices are its cores; give only one of both, or the same number")]
    CoresTwice,
    #[error("it goes with `restart: on_failure` only")]
    WithoutRestart,
    #[error(
        "a name has small letters, digits and single hyphens, begins with a letter and ends with no hyphen"
    )]
    EndpointName,
    #[error("of `http` give either `port` or `socket`")]
    EndpointTarget,
    #[error("it does not go with this kind of endpoint")]
    EndpointKind,
    #[error("it goes with an `image` only")]
    WithoutImage,
    #[error("`version` goes with `source: version`, and that needs it")]
    MountVersion,
    #[error("give the name of an image, such as localhost/tools:1 or docker.io/library/python@sha256:…")]
    Image,
}

impl Fault {
    /// Never renamed.
    pub fn code(self) -> &'static str {
        match self {
            Fault::Required => "job_file.required",
            Fault::Invalid => "job_file.signs",
            Fault::TooLong { .. } => "job_file.too_long",
            Fault::TooMany { .. } => "job_file.too_many",
            Fault::OutOfRange { .. } => "job_file.out_of_range",
            Fault::Reserved => "job_file.reserved",
            Fault::Path => "job_file.path",
            Fault::WithoutRestart => "job_file.without_restart",
            Fault::Twice => "job_file.twice",
            Fault::Memory => "job_file.memory",
            Fault::Time => "job_file.time",
            Fault::VariableName => "job_file.variable_name",
            Fault::Device => "vc.device_unknown",
            Fault::Distributed => "job_file.distributed",
            Fault::CoresTwice => "job_file.cores_twice",
            Fault::WithoutImage => "job_file.without_image",
            Fault::MountVersion => "job_file.mount_version",
            Fault::EndpointName => "job_file.endpoint_name",
            Fault::EndpointTarget => "job_file.endpoint_target",
            Fault::EndpointKind => "job_file.endpoint_kind",
            Fault::Image => "job_file.image",
        }
    }
}

/// A field, such as `environment.PATH`, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct FieldFault {
    pub field: String,
    pub fault: Fault,
}

impl Fault {
    pub fn at(self, field: impl Into<String>) -> FieldFault {
        FieldFault { field: field.into(), fault: self }
    }
}

pub const LONGEST_NAME: usize = 100;
pub const LONGEST_ARGUMENT: usize = 16 << 10;
pub const MOST_ARGUMENTS: usize = 256;
pub const MOST_VARIABLES: usize = 200;
pub const LONGEST_VARIABLE: usize = 16 << 10;
/// The work folder, that of the owner, that of the house, and versions.
pub const MOST_MOUNTS: usize = 3 + MOST_VERSIONS;
pub const MOST_VERSIONS: usize = 8;
/// Where the folder of data is seen if nothing else was said, and the work folder beside that of the owner.
pub const USUAL_DATA: &str = "/data";
pub const WORK_BESIDE_HOME: &str = "/work";
const USUAL_VERSION: &str = "/dataset";
pub const MOST_TAGS: usize = 20;
pub const LONGEST_TAG: usize = 40;
pub const MOST_MEMORY_MIB: u64 = 64 << 20;
pub const MOST_RUN_S: u64 = 366 * 24 * 3600;
pub const MOST_RESTARTS: u32 = 10;
pub const DEFAULT_RESTARTS: u32 = 3;
pub const DEFAULT_PROCESSES: u32 = 1024;
/// Cores beside cards on each node where nothing was said.
pub const DEFAULT_CORES: u32 = 1;
pub const MOST_CORES: u32 = 4096;
/// Of one job: each is a process with a log of its own.
pub const MOST_NODES: u32 = 64;
pub const PROCESSES: std::ops::RangeInclusive<u32> = 16..=32_768;
const LONGEST_PATH: usize = 255;

/// Folders of the system, which no mount may hide.
const SYSTEM: [&str; 14] = [
    "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "proc", "root", "run", "sbin", "sys", "tmp", "usr",
];

/// One line of 1 to 100 signs, without blanks around it.
pub fn check_name(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Fault::Required),
        n if n > LONGEST_NAME => Err(Fault::TooLong { most: LONGEST_NAME }),
        _ if text.chars().any(char::is_control) => Err(Fault::Invalid),
        _ => Ok(text.into()),
    }
}

/// `4GiB`, `512 MiB`, `4G`, or megabytes as a plain number; in MiB.
pub fn parse_memory(text: &str) -> Result<u64, Fault> {
    let (number, unit) = split_unit(text).ok_or(Fault::Memory)?;
    let mib = match unit {
        "" | "M" | "Mi" | "MB" | "MiB" => Some(number),
        "G" | "Gi" | "GB" | "GiB" => number.checked_mul(1024),
        "T" | "Ti" | "TB" | "TiB" => number.checked_mul(1 << 20),
        _ => return Err(Fault::Memory),
    };
    let least = 16;
    mib.filter(|mib| (least..=MOST_MEMORY_MIB).contains(mib))
        .ok_or(Fault::OutOfRange { least, most: MOST_MEMORY_MIB })
}

/// `90s`, `30m`, `2h`, `1d`, or seconds as a plain number.
pub fn parse_time(text: &str) -> Result<u64, Fault> {
    let (number, unit) = split_unit(text).ok_or(Fault::Time)?;
    let seconds = match unit {
        "" | "s" => Some(number),
        "m" | "min" => number.checked_mul(60),
        "h" => number.checked_mul(3600),
        "d" => number.checked_mul(86_400),
        _ => return Err(Fault::Time),
    };
    let most = MOST_RUN_S;
    seconds.filter(|s| (1..=most).contains(s)).ok_or(Fault::OutOfRange { least: 1, most })
}

fn split_unit(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    Some((number.parse().ok()?, unit.trim_start()))
}

/// Arguments, the program first.
pub fn check_command(argv: &[String]) -> Result<(), Fault> {
    if argv.first().is_none_or(|program| program.trim().is_empty()) {
        return Err(Fault::Required);
    }
    if argv.len() > MOST_ARGUMENTS {
        return Err(Fault::TooMany { most: MOST_ARGUMENTS });
    }
    if argv.iter().any(|a| a.len() > LONGEST_ARGUMENT) {
        return Err(Fault::TooLong { most: LONGEST_ARGUMENT });
    }
    if argv.iter().any(|a| a.contains('\0')) { Err(Fault::Invalid) } else { Ok(()) }
}

/// Names as every shell takes them; those that begin with `FOVEA_` are ours.
pub fn check_environment(all: &BTreeMap<String, String>) -> Result<(), FieldFault> {
    if all.len() > MOST_VARIABLES {
        return Err(Fault::TooMany { most: MOST_VARIABLES }.at("environment"));
    }
    for (name, value) in all {
        // A name of any length is not repeated whole.
        let field = || format!("environment.{}", name.chars().take(64).collect::<String>());
        let sign = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let named =
            name.len() <= 128 && name.chars().all(sign) && !name.starts_with(|c: char| c.is_ascii_digit());
        if name.is_empty() || !named {
            return Err(Fault::VariableName.at(field()));
        }
        if name.starts_with("FOVEA_") {
            return Err(Fault::Reserved.at(field()));
        }
        if value.len() > LONGEST_VARIABLE {
            return Err(Fault::TooLong { most: LONGEST_VARIABLE }.at(field()));
        }
        if value.contains('\0') {
            return Err(Fault::Invalid.at(field()));
        }
    }
    Ok(())
}

/// Where the first version, or the one at this place behind it, is seen if nothing else was said.
pub fn usual_version(at: usize) -> String {
    match at {
        0 => USUAL_VERSION.into(),
        n => format!("{USUAL_VERSION}-{}", n + 1),
    }
}

/// Where something may be seen inside a job.
pub fn check_target(path: &str) -> Result<String, Fault> {
    let inner = path.strip_prefix('/').ok_or(Fault::Path)?.trim_end_matches('/');
    if path.len() > LONGEST_PATH || path.chars().any(char::is_control) {
        return Err(Fault::Path);
    }
    let mut parts = inner.split('/');
    if parts.any(|part| part.is_empty() || part == "." || part == "..") {
        return Err(Fault::Path);
    }
    let first = inner.split('/').next().unwrap_or_default();
    if SYSTEM.contains(&first) || inner == "pod.env" || inner == "home" {
        return Err(Fault::Path);
    }
    Ok(format!("/{inner}"))
}

/// None may lie within another, which would hide a part of it; tells the first that does.
pub fn check_apart<'a>(targets: impl IntoIterator<Item = &'a str>) -> Result<(), usize> {
    let mut seen: Vec<&str> = Vec::new();
    for (at, target) in targets.into_iter().enumerate() {
        let within = |a: &str, b: &str| a == b || a.strip_prefix(b).is_some_and(|rest| rest.starts_with('/'));
        if seen.iter().any(|other| within(target, other) || within(other, target)) {
            return Err(at);
        }
        seen.push(target);
    }
    Ok(())
}

/// Name of an image, with its tag or its digest. What the product keeps of jobs that pause is not to be named.
pub fn check_image(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let sign = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let (rest, digest) = text.split_once('@').map_or((text, None), |(rest, digest)| (rest, Some(digest)));
    let hex = |d: &str| d.len() == 64 && d.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    let digested = digest.is_none_or(|d| d.strip_prefix("sha256:").is_some_and(hex));
    let parts: Vec<&str> = rest.split('/').collect();
    let last = parts.len().saturating_sub(1);
    let part = |(at, part): (usize, &&str)| {
        let (name, behind) = part.split_once(':').map_or((*part, None), |(name, b)| (name, Some(b)));
        // Behind the host stands a port, behind the name a tag.
        let behind = match behind {
            None => true,
            Some(port) if at == 0 && last > 0 => port.parse::<u16>().is_ok(),
            Some(tag) => at == last && tag.len() <= 128 && !tag.is_empty() && tag.chars().all(sign),
        };
        let small = at == 0 && last > 0 || !name.chars().any(|c| c.is_ascii_uppercase());
        let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let named = name.chars().all(sign) && ends(name.chars().next()) && ends(name.chars().last());
        named && small && behind
    };
    let ours = ["localhost/fovea/job-", "fovea/job-"].iter().any(|own| rest.starts_with(own));
    let named = text.len() <= LONGEST_PATH
        && !text.contains("..")
        && digested
        && !ours
        && parts.iter().enumerate().all(part);
    if named { Ok(text.into()) } else { Err(Fault::Image) }
}

/// Short words to find a job by.
pub fn check_tags(tags: &[String]) -> Result<Vec<String>, FieldFault> {
    if tags.len() > MOST_TAGS {
        return Err(Fault::TooMany { most: MOST_TAGS }.at("tags"));
    }
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(tags.len());
    for (i, tag) in tags.iter().enumerate() {
        let tag = tag.trim();
        let at = |fault: Fault| fault.at(format!("tags[{i}]"));
        if tag.is_empty() {
            return Err(at(Fault::Required));
        }
        if tag.chars().count() > LONGEST_TAG {
            return Err(at(Fault::TooLong { most: LONGEST_TAG }));
        }
        if tag.chars().any(char::is_control) {
            return Err(at(Fault::Invalid));
        }
        if !seen.insert(tag.to_lowercase()) {
            return Err(at(Fault::Twice));
        }
        kept.push(tag.to_string());
    }
    Ok(kept)
}

/// The folder of a user whose work folder says nothing else. Names that would be no folder give the plain one.
pub fn home_of(user: &str) -> String {
    let plain = |c: char| !c.is_control() && c != '/';
    let fits = !user.is_empty() && user.len() <= 64 && !user.starts_with('.') && user.chars().all(plain);
    format!("/home/{}", if fits { user } else { "user" })
}

#[cfg(test)]
mod tests;
