//! A job file, read: YAML, of which JSON is a part. What cannot be used is told with the line and the field.

use super::parameters;
pub use super::places::Lines;
use crate::codes::Code;
use crate::dto::{self, JobFile, JobFileKind, JobFileType, JobParameter, JobRestart, MountSource};
use crate::error::ApiResult;
use crate::yaml;
use fovea_domain::command::{self, CommandSpec, Fault, FieldFault, Mount, MountedVersion, Restart, Shared};
use fovea_domain::device::{DeviceType, Unit};
use fovea_domain::endpoint::{Endpoint, EndpointKind, check_endpoints};
use fovea_domain::notify::Notify;
use fovea_domain::quota::{DEFAULT_PRIORITY, PRIORITIES};
use fovea_jobs::{CPU, usual_work};
use fovea_store::{JobAsk, JobKind};
use std::collections::BTreeMap;

/// A job as its file wants it, with what could be judged from the file alone.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub kind: JobKind,
    pub name: String,
    pub project: Option<String>,
    pub virtual_cluster: Option<String>,
    pub priority: u16,
    pub ask: JobAsk,
    pub spec: CommandSpec,
    /// Values of parameters that name something here, by their field
    pub things: Vec<Thing>,
    /// Versions that it reads, in the order of its mounts
    pub versions: Vec<Thing>,
    /// Lines of fields, for what only the server can judge
    pub lines: Lines,
}

/// A project or a version that a parameter names, and only the server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    pub field: String,
    pub version: bool,
    pub text: String,
}

/// `user` is who submits it.
pub fn read(text: &str, user: &str) -> ApiResult<Wanted> {
    let (file, lines) = parse(text)?;
    whole(file, user, &lines)
}

/// The same with values in place of those that the file has.
pub fn read_with(text: &str, user: &str, values: BTreeMap<String, String>) -> ApiResult<Wanted> {
    let (mut file, lines) = parse(text)?;
    file.values.extend(values);
    whole(file, user, &lines)
}

/// A file that is kept to be submitted later: values may be missing in it. Gives its parameters.
pub fn read_template(text: &str, user: &str) -> ApiResult<Vec<JobParameter>> {
    let (mut file, lines) = parse(text)?;
    parameters::check_secrets(text, &file, &lines)?;
    let declared = parameters::declared(&file, &lines)?;
    for parameter in &declared {
        let value = file.values.get(&parameter.name).or(parameter.default.as_ref());
        if value.is_none() {
            file.values.insert(parameter.name.clone(), parameters::example(parameter));
        }
    }
    let parameters = file.parameters.clone();
    whole(file, user, &lines)?;
    Ok(parameters)
}

fn parse(text: &str) -> ApiResult<(JobFile, Lines)> {
    let file: JobFile = yaml::read(text, yaml::small()).map_err(|e| yaml::broken(Code::JobFile, text, &e))?;
    Ok((file, Lines::of(text)))
}

/// With the values of its parameters in their places.
fn whole(mut file: JobFile, user: &str, lines: &Lines) -> ApiResult<Wanted> {
    let things = parameters::put(&mut file, lines)?;
    let wanted = check(file, user, lines).map_err(|fault| lines.fault(&fault))?;
    Ok(Wanted { things, ..wanted })
}

fn check(file: JobFile, user: &str, lines: &Lines) -> Result<Wanted, FieldFault> {
    let nodes = nodes(&file)?;
    let (device, devices, cores) = devices(&file)?;
    let priority = file.priority.unwrap_or(DEFAULT_PRIORITY);
    if !PRIORITIES.contains(&priority) {
        let (least, most) = (u64::from(*PRIORITIES.start()), u64::from(*PRIORITIES.end()));
        return Err(Fault::OutOfRange { least, most }.at("priority"));
    }
    let at = |field: &'static str| move |fault: Fault| fault.at(field);
    let memory = file.memory.as_deref().map(command::parse_memory).transpose().map_err(at("memory"))?;
    let disk = file.disk.as_deref().map(command::parse_memory).transpose().map_err(at("disk"))?;
    let longest = file.longest_run.as_deref().map(command::parse_time).transpose();
    let longest = longest.map_err(at("longest_run"))?;
    command::check_command(&file.command.0).map_err(at("command"))?;
    let master = file.master_command.as_ref().map(|c| command::check_command(&c.0)).transpose();
    master.map_err(at("master_command"))?;
    command::check_environment(&file.environment)?;
    let (restart, most_restarts) = restarts(&file)?;
    if file.privileged && file.image.is_none() {
        return Err(Fault::WithoutImage.at("privileged"));
    }
    let endpoints: Vec<Endpoint> = file.endpoints.iter().map(endpoint).collect();
    check_endpoints(&endpoints)?;
    let kind = kind(file.kind, &endpoints);
    let (work, mounts) = mounts(&file, user)?;
    let versions = file.mounts.iter().enumerate().filter_map(|(i, mount)| {
        let text = mount.version.as_deref()?.trim().to_string();
        Some(Thing { field: format!("mounts[{i}].version"), version: true, text })
    });
    let versions = versions.collect();
    let spec = CommandSpec {
        work,
        mounts,
        command: file.command.0,
        master: file.master_command.map(|c| c.0),
        privileged: file.privileged,
        image: file.image.as_deref().map(command::check_image).transpose().map_err(at("image"))?,
        environment: file.environment,
        processes: within(file.processes, command::DEFAULT_PROCESSES, &command::PROCESSES)
            .map_err(at("processes"))?,
        disk_mib: disk.unwrap_or(0),
        restart,
        most_restarts,
        endpoints,
        template: None,
        notify: file.notify.map(notify),
    };
    let ask = JobAsk {
        devices: Some(devices),
        nodes,
        cores,
        memory_mib: memory.unwrap_or(0),
        preemptible: file.preemptible,
        limit_ms: longest.map(|s| s.saturating_mul(1000)),
        tags: command::check_tags(&file.tags)?,
        device: Some(device),
    };
    Ok(Wanted {
        kind,
        name: command::check_name(&file.name).map_err(at("name"))?,
        project: file.project,
        virtual_cluster: file.virtual_cluster,
        priority,
        ask,
        spec,
        things: Vec::new(),
        versions,
        lines: lines.clone(),
    })
}

/// As the file says, else by the tools that one opens in it.
fn kind(said: Option<JobFileKind>, endpoints: &[Endpoint]) -> JobKind {
    let has = |kind: EndpointKind| endpoints.iter().any(|endpoint| endpoint.kind == kind);
    match said {
        Some(JobFileKind::Command) => JobKind::Command,
        Some(JobFileKind::Training) => JobKind::OwnTraining,
        Some(JobFileKind::Development) => JobKind::Development,
        Some(JobFileKind::Visualisation) => JobKind::Visualisation,
        None if has(EndpointKind::Jupyter) || has(EndpointKind::Vscode) => JobKind::Development,
        None if has(EndpointKind::Tensorboard) => JobKind::Visualisation,
        None => JobKind::Command,
    }
}

/// `None`: on one node.
fn nodes(file: &JobFile) -> Result<Option<u32>, FieldFault> {
    match (file.extent, file.nodes) {
        (JobFileType::Distributed, None) => Err(Fault::Distributed.at("type")),
        (JobFileType::Distributed, Some(nodes)) => {
            let nodes = within(Some(nodes), nodes, &(1..=command::MOST_NODES));
            nodes.map(Some).map_err(|fault| fault.at("nodes"))
        }
        (JobFileType::Regular, Some(n)) if n != 1 => Err(Fault::Distributed.at("nodes")),
        (JobFileType::Regular, _) if file.master_command.is_some() => {
            Err(Fault::Distributed.at("master_command"))
        }
        (JobFileType::Regular, _) => Ok(None),
    }
}

/// Type, number, and cores beside cards.
fn devices(file: &JobFile) -> Result<(DeviceType, u32, u32), FieldFault> {
    let name = file.device.as_deref().unwrap_or(CPU);
    let device = DeviceType::parse(name).map_err(|_| Fault::Device.at("device"))?;
    let (number, cores) = match (device.rules().unit(), file.devices, file.cores) {
        (Unit::Core, Some(devices), Some(cores)) if devices != cores => {
            return Err(Fault::CoresTwice.at("cores"));
        }
        (Unit::Core, devices, cores) => (devices.or(cores), 0),
        (Unit::Card, devices, cores) => {
            let cores = within(cores, command::DEFAULT_CORES, &(1..=command::MOST_CORES));
            (devices, cores.map_err(|fault| fault.at("cores"))?)
        }
    };
    Ok((device, number.unwrap_or(1), cores))
}

fn within(wanted: Option<u32>, usual: u32, range: &std::ops::RangeInclusive<u32>) -> Result<u32, Fault> {
    let wanted = wanted.unwrap_or(usual);
    if range.contains(&wanted) {
        return Ok(wanted);
    }
    Err(Fault::OutOfRange { least: u64::from(*range.start()), most: u64::from(*range.end()) })
}

fn restarts(file: &JobFile) -> Result<(Restart, u32), FieldFault> {
    match (file.restart, file.most_restarts) {
        (JobRestart::Never, Some(_)) => Err(Fault::WithoutRestart.at("most_restarts")),
        (JobRestart::Never, None) => Ok((Restart::Never, 0)),
        (JobRestart::OnFailure, most) => {
            let most = within(most, command::DEFAULT_RESTARTS, &(1..=command::MOST_RESTARTS));
            Ok((Restart::OnFailure, most.map_err(|fault| fault.at("most_restarts"))?))
        }
    }
}

pub(crate) fn notify(wanted: dto::JobNotify) -> Notify {
    match wanted {
        dto::JobNotify::Never => Notify::Never,
        dto::JobNotify::Failure => Notify::Failure,
        dto::JobNotify::End => Notify::End,
    }
}

pub fn endpoint(wanted: &dto::JobFileEndpoint) -> Endpoint {
    Endpoint {
        name: wanted.name.trim().into(),
        kind: match wanted.kind {
            dto::EndpointKind::Http => EndpointKind::Http,
            dto::EndpointKind::Jupyter => EndpointKind::Jupyter,
            dto::EndpointKind::Tensorboard => EndpointKind::Tensorboard,
            dto::EndpointKind::Vscode => EndpointKind::Vscode,
        },
        port: wanted.port,
        socket: wanted.socket.clone(),
        logdir: wanted.logdir.clone(),
    }
}

/// Where the work folder is seen, and what else is.
fn mounts(file: &JobFile, user: &str) -> Result<(String, Vec<Mount>), FieldFault> {
    if file.mounts.len() > command::MOST_MOUNTS {
        return Err(Fault::TooMany { most: command::MOST_MOUNTS }.at("mounts"));
    }
    let has_home = file.mounts.iter().any(|m| m.source == MountSource::Home);
    let usual = |source: MountSource, versions: usize| match source {
        MountSource::Work if has_home => command::WORK_BESIDE_HOME.into(),
        MountSource::Work | MountSource::Home => usual_work(user),
        MountSource::Data => command::USUAL_DATA.into(),
        MountSource::Version => command::usual_version(versions),
    };
    let mut all: Vec<(MountSource, String, Option<&str>)> = Vec::new();
    let mut versions = 0;
    for (i, mount) in file.mounts.iter().enumerate() {
        let version = mount.version.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let of_version = mount.source == MountSource::Version;
        if of_version != version.is_some() {
            return Err(Fault::MountVersion.at(format!("mounts[{i}].version")));
        }
        if !of_version && all.iter().any(|(source, ..)| *source == mount.source) {
            return Err(Fault::Twice.at(format!("mounts[{i}].source")));
        }
        let target = mount.target.as_deref().map(command::check_target).transpose();
        let target = target.map_err(|fault| fault.at(format!("mounts[{i}].target")))?;
        all.push((mount.source, target.unwrap_or_else(|| usual(mount.source, versions)), version));
        versions += usize::from(of_version);
    }
    if versions > command::MOST_VERSIONS {
        return Err(Fault::TooMany { most: command::MOST_VERSIONS }.at("mounts"));
    }
    if !all.iter().any(|(source, ..)| *source == MountSource::Work) {
        all.push((MountSource::Work, usual(MountSource::Work, versions), None));
    }
    command::check_apart(all.iter().map(|(_, target, _)| target.as_str())).map_err(|at| {
        // Where it is the work folder, of which the file says nothing, it is what the file says that does not fit.
        Fault::Twice.at(format!("mounts[{}].target", at.min(file.mounts.len().saturating_sub(1))))
    })?;
    let mut work = String::new();
    let mut mounts = Vec::new();
    for (source, target, version) in all {
        match source {
            MountSource::Work => work = target,
            MountSource::Home => mounts.push(Mount::new(Shared::Home, target)),
            MountSource::Data => mounts.push(Mount::new(Shared::Data, target)),
            MountSource::Version => {
                let version = version.map(|name| MountedVersion { id: String::new(), name: name.into() });
                mounts.push(Mount { version, ..Mount::new(Shared::Version, target) });
            }
        }
    }
    Ok((work, mounts))
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
