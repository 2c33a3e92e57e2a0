//! An earlier job as the job file that it was: with all that is kept of it, and without what it only got.

use crate::dto::{
    CommandText, EndpointKind, Job, JobFile, JobFileEndpoint, JobFileKind, JobFileType, JobMount, JobNotify,
    JobRestart, MountSource,
};
use fovea_domain::command::{
    CommandSpec, DEFAULT_PROCESSES, MountedVersion, Restart, Shared, WORK_BESIDE_HOME,
};
use fovea_domain::endpoint::{Endpoint, EndpointKind as Kind};
use fovea_domain::notify::Notify;
use fovea_jobs::{CPU, usual_work};
use std::collections::BTreeMap;

/// `None`: it is none that a file describes, such as a training of the platform.
pub fn job_file_of(job: &Job) -> Option<JobFile> {
    let kind = JobFileKind::of(job.kind)?;
    let spec: CommandSpec = serde_json::from_value(job.spec.clone()).ok()?;
    let mib = |mib: u64| format!("{mib}MiB");
    let mounts = mounts(&spec, job.owner.as_deref().unwrap_or_default());
    Some(JobFile {
        name: job.name.clone(),
        project: job.project_id.map(|id| id.to_string()),
        virtual_cluster: job.virtual_cluster.as_ref().map(|vc| vc.name.clone()),
        kind: Some(kind),
        extent: if job.nodes.is_some() { JobFileType::Distributed } else { JobFileType::Regular },
        nodes: job.nodes,
        device: Some(job.device.clone()).filter(|device| device != CPU),
        devices: job.devices,
        cores: job.cores_wanted,
        memory: job.memory_mib.map(mib),
        disk: Some(spec.disk_mib).filter(|mib| *mib > 0).map(mib),
        processes: Some(spec.processes).filter(|n| *n != DEFAULT_PROCESSES),
        image: spec.image,
        privileged: spec.privileged,
        command: CommandText(spec.command),
        master_command: spec.master.map(CommandText),
        environment: spec.environment,
        mounts,
        priority: u16::try_from(job.priority).ok(),
        preemptible: job.preemptible,
        longest_run: job.longest_run_s.map(|seconds| format!("{seconds}s")),
        restart: match spec.restart {
            Restart::Never => JobRestart::Never,
            Restart::OnFailure => JobRestart::OnFailure,
        },
        most_restarts: (spec.restart == Restart::OnFailure).then_some(spec.most_restarts),
        tags: job.tags.clone(),
        parameters: Vec::new(),
        values: BTreeMap::new(),
        endpoints: spec.endpoints.into_iter().map(endpoint).collect(),
        notify: spec.notify.map(|notify| match notify {
            Notify::Never => JobNotify::Never,
            Notify::Failure => JobNotify::Failure,
            Notify::End => JobNotify::End,
        }),
    })
}

/// Those at other places than where they would be anyway: another user's folders have other names.
fn mounts(spec: &CommandSpec, owner: &str) -> Vec<JobMount> {
    let home = spec.mounts.iter().any(|mount| mount.source == Shared::Home);
    let usual = if home { WORK_BESIDE_HOME.into() } else { usual_work(owner) };
    let work = (spec.work != usual).then(|| JobMount {
        source: MountSource::Work,
        target: Some(spec.work.clone()),
        version: None,
    });
    let shared = spec.mounts.iter().map(|mount| match mount.source {
        Shared::Home => {
            let target = Some(mount.target.clone()).filter(|target| *target != usual_work(owner));
            JobMount { source: MountSource::Home, target, version: None }
        }
        Shared::Data => {
            JobMount { source: MountSource::Data, target: Some(mount.target.clone()), version: None }
        }
        Shared::Version => JobMount {
            source: MountSource::Version,
            target: Some(mount.target.clone()),
            version: mount.version.as_ref().map(read),
        },
    });
    work.into_iter().chain(shared).collect()
}

/// By its id: its project may have another name by now, and the name another project.
fn read(version: &MountedVersion) -> String {
    if version.id.is_empty() { version.name.clone() } else { version.id.clone() }
}

fn endpoint(one: Endpoint) -> JobFileEndpoint {
    JobFileEndpoint {
        name: one.name,
        kind: match one.kind {
            Kind::Http => EndpointKind::Http,
            Kind::Jupyter => EndpointKind::Jupyter,
            Kind::Tensorboard => EndpointKind::Tensorboard,
            Kind::Vscode => EndpointKind::Vscode,
        },
        port: one.port,
        socket: one.socket,
        logdir: one.logdir,
    }
}
