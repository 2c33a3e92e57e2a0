//! Figures for whoever watches over a server, in the text form that Prometheus reads.

use crate::app::App;
use crate::error::ApiResult;
use crate::guard::{MonitoringRead, Permit};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use fovea_domain::JobState;
use fovea_store::{Job, now};
use std::fmt::Write as _;

const KIND: &str = "text/plain; version=0.0.4; charset=utf-8";
/// Jobs that are told one by one.
const MOST_JOBS: usize = 500;

/// Figures of the server, its queue, jobs and nodes, for Prometheus
///
/// Scrape it with a token that has the right `monitoring.read` alone.
#[utoipa::path(get, path = "/metrics", tag = "server",
    responses((status = 200, description = "Prometheus text format 0.0.4", content_type = "text/plain", body = String)))]
pub async fn metrics(_: Permit<MonitoringRead>, State(app): State<App>) -> ApiResult<Response> {
    let mut text = Text::default();
    let version = crate::about::VERSION;
    text.family("fovea_build_info", "gauge", "The version that runs.");
    text.line("fovea_build_info", &[("version", version)], 1.0);
    process(&mut text);
    queue(&app, &mut text).await?;
    devices(&app, &mut text).await?;
    node(&app, &mut text).await?;
    jobs(&app, &mut text).await?;
    Ok(([(CONTENT_TYPE, KIND)], text.0).into_response())
}

#[derive(Default)]
struct Text(String);

impl Text {
    /// Before the lines of a name, once.
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        self.0.push_str(name);
        for (at, (label, text)) in labels.iter().enumerate() {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(self.0, "{}{label}=\"{text}\"", if at == 0 { '{' } else { ',' });
        }
        let _ = writeln!(self.0, "{} {value}", if labels.is_empty() { "" } else { "}" });
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: f64) {
        self.family(name, kind, help);
        self.line(name, &[], value);
    }
}

/// This very process, by the names that Prometheus' own clients use.
fn process(text: &mut Text) {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/self/{name}")).unwrap_or_default();
    let status = read("status");
    let kib =
        status.lines().find_map(|l| l.strip_prefix("VmRSS:")?.trim().strip_suffix("kB")?.trim().parse().ok());
    if let Some(kib) = kib.map(|kib: f64| kib * 1024.0) {
        text.one("process_resident_memory_bytes", "gauge", "Memory of the server itself.", kib);
    }
    let stat = read("stat");
    let words: Vec<&str> = stat.rsplit_once(')').map_or("", |s| s.1).split_whitespace().collect();
    let ticks = |n: usize| words.get(n - 3).and_then(|w| w.parse::<f64>().ok());
    if let (Some(user), Some(system)) = (ticks(14), ticks(15)) {
        let seconds = (user + system) / 100.0;
        text.one("process_cpu_seconds_total", "counter", "Time of the server on processors.", seconds);
    }
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        text.one("process_open_fds", "gauge", "Files that the server has open.", open.count() as f64);
    }
}

async fn queue(app: &App, text: &mut Text) -> ApiResult<()> {
    let open = app.store.job_gauges().await?;
    let name = "fovea_jobs";
    text.family(name, "gauge", "Jobs that have not ended, by virtual cluster, kind and state.");
    for one in &open {
        let labels = [("virtual_cluster", &*one.cluster), ("kind", &*one.kind), ("state", &*one.state)];
        text.line(name, &labels, one.jobs as f64);
    }
    let name = "fovea_queue_oldest_seconds";
    text.family(name, "gauge", "For how long the first of the waiting jobs has been there.");
    let now = now();
    let mut oldest = std::collections::BTreeMap::<&str, i64>::new();
    for one in open.iter().filter(|one| one.state == JobState::Queued.name()) {
        let first = oldest.entry(&one.cluster).or_insert(one.oldest);
        *first = one.oldest.min(*first);
    }
    for (cluster, first) in oldest {
        text.line(name, &[("virtual_cluster", cluster)], (now - first).max(0) as f64 / 1e3);
    }
    let name = "fovea_jobs_ended_total";
    text.family(name, "counter", "Jobs that ended, by kind and how.");
    for one in app.store.job_ends().await? {
        text.line(name, &[("kind", &one.kind), ("state", &one.state)], one.jobs as f64);
    }
    let listeners = app.store.events().listeners() as f64;
    text.one("fovea_event_listeners", "gauge", "Open lines of live events.", listeners);
    Ok(())
}

async fn devices(app: &App, text: &mut Text) -> ApiResult<()> {
    let name = "fovea_devices";
    text.family(name, "gauge", "Devices of the cluster, by type.");
    let counts = app.engine.device_counts().await?;
    for (device, count) in &counts {
        text.line(name, &[("device", device.name())], f64::from(count.total));
    }
    let name = "fovea_devices_free";
    text.family(name, "gauge", "Devices that no job holds, on nodes that take jobs, by type.");
    for (device, count) in &counts {
        text.line(name, &[("device", device.name())], f64::from(count.free));
    }
    let name = "fovea_devices_used";
    text.family(name, "gauge", "Devices that jobs hold, by type.");
    for (device, used) in app.store.devices_used().await? {
        text.line(name, &[("device", device.name())], f64::from(used));
    }
    let name = "fovea_quota_devices";
    text.family(name, "gauge", "Devices that a virtual cluster may use, by type.");
    let names = app.store.cluster_names().await?;
    for (cluster, quota) in app.store.all_quotas().await? {
        let Some(cluster) = names.get(&cluster) else { continue };
        let labels = [("virtual_cluster", cluster.as_str()), ("device", quota.device.name())];
        text.line(name, &labels, f64::from(quota.quota));
    }
    Ok(())
}

async fn node(app: &App, text: &mut Text) -> ApiResult<()> {
    let name = "fovea_node_schedulable";
    text.family(name, "gauge", "Whether a node takes jobs.");
    for node in app.engine.planned_nodes().await? {
        text.line(name, &[("node", &*node.0)], f64::from(u8::from(node.1)));
    }
    let folder = app.store.place().folder().to_path_buf();
    let read = tokio::task::spawn_blocking(move || {
        let meminfo = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        (fovea_store::free_bytes(&folder).ok(), meminfo, load)
    });
    let (free, meminfo, load) = read.await?;
    if let Some(free) = free {
        text.one(
            "fovea_disk_free_bytes",
            "gauge",
            "Free space where the server keeps its data.",
            free as f64,
        );
    }
    let available = meminfo
        .lines()
        .find_map(|l| l.strip_prefix("MemAvailable:")?.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    if let Some(kib) = available {
        text.one(
            "fovea_node_memory_available_bytes",
            "gauge",
            "Memory that programs could still have.",
            kib * 1024.0,
        );
    }
    if let Some(load) = load.split(' ').next().and_then(|l| l.parse().ok()) {
        text.one("fovea_node_load1", "gauge", "Processes that ran or waited to, mean of a minute.", load);
    }
    Ok(())
}

/// What single jobs use at this moment.
async fn jobs(app: &App, text: &mut Text) -> ApiResult<()> {
    let running = |job: &Job| job.state().is_ok_and(|s| s == JobState::Running);
    let open: Vec<Job> = app.store.open_jobs().await?.into_iter().filter(running).take(MOST_JOBS).collect();
    let folders: Vec<_> = open.iter().map(|job| app.engine.task_folders(job).unwrap_or_default()).collect();
    let read = tokio::task::spawn_blocking(move || {
        let last = |all: &Vec<fovea_jobs::JobFolder>| fovea_jobs::latest_usage(all, now()).ok().flatten();
        folders.iter().map(last).collect::<Vec<_>>()
    });
    let found: Vec<_> = open.iter().zip(read.await?).filter_map(|(job, last)| Some((job, last?))).collect();
    type Of = fn(&fovea_jobs::Sample) -> f64;
    let families: [(&str, &str, Of); 3] = [
        ("fovea_job_cores_used", "Cores that a job keeps busy.", |s| s.cores),
        ("fovea_job_memory_bytes", "Memory that a job uses.", |s| s.memory),
        ("fovea_job_processes", "Processes of a job.", |s| s.processes),
    ];
    for (name, help, of) in families {
        text.family(name, "gauge", help);
        for (job, sample) in &found {
            text.line(name, &[("job", &job.id.to_string()), ("kind", &job.kind)], of(sample));
        }
    }
    Ok(())
}
