//! The GPU trace of Alibaba's platform for AI of 2020 (`cluster-trace-gpu-v2020`): `pai_job_table.csv` and
//! `pai_task_table.csv`, tables without a head. A job's devices are those of all its tasks, parts of a card added up
//! and rounded; it works from the first start of a task to the last end. Jobs without cards or times are left out.

use super::{TraceFault, TraceJob, in_order, spread};
use std::collections::HashMap;
use std::io::Read;

/// Columns of the table of jobs, and of tasks.
const JOB: [&str; 6] = ["job_name", "inst_id", "user", "status", "start_time", "end_time"];
const TASK: [&str; 10] = [
    "job_name",
    "task_name",
    "inst_num",
    "status",
    "start_time",
    "end_time",
    "plan_cpu",
    "plan_mem",
    "plan_gpu",
    "gpu_type",
];

struct Seen {
    user: String,
    submit: u64,
    start: Option<u64>,
    end: u64,
    /// In hundredths of a card.
    cards: f64,
}

/// `largest` is how many devices a node of the cluster has, onto which the jobs are spread anew.
pub fn alibaba(jobs: impl Read, tasks: impl Read, largest: u32) -> Result<Vec<TraceJob>, TraceFault> {
    let mut seen: HashMap<String, Seen> = HashMap::new();
    each(jobs, &JOB, |row| {
        if let Some(submit) = time(row.get(4)) {
            let user = row.get(2).unwrap_or("").to_string();
            let name = row.get(0).unwrap_or("").to_string();
            seen.entry(name).or_insert(Seen { user, submit, start: None, end: 0, cards: 0.0 });
        }
    })?;
    each(tasks, &TASK, |row| {
        let Some(job) = row.get(0).and_then(|name| seen.get_mut(name)) else { return };
        let number =
            |at: usize| row.get(at).and_then(|v| v.parse::<f64>().ok()).filter(|v| *v >= 0.0 && *v < 1e9);
        let (Some(start), Some(end)) = (time(row.get(4)), time(row.get(5))) else { return };
        job.start = Some(job.start.map_or(start, |first| first.min(start)));
        job.end = job.end.max(end);
        job.cards += number(2).unwrap_or(1.0) * number(8).unwrap_or(0.0);
    })?;
    let mut found: Vec<(String, Seen)> = seen.into_iter().collect();
    // The map has no order; jobs that came at the same time are told apart by name.
    found.sort_by(|a, b| (a.1.submit, &a.0).cmp(&(b.1.submit, &b.0)));
    in_order(found.into_iter().filter_map(|(_, seen)| job(seen, largest)).collect())
}

fn each(
    from: impl Read,
    columns: &[&str],
    mut act: impl FnMut(&csv::StringRecord),
) -> Result<(), TraceFault> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(from);
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        // Some copies have a head.
        if row.get(0) == columns.first().copied() {
            continue;
        }
        if row.len() < columns.len() {
            let at = row.position().map_or(0, |position| position.line());
            let value = row.iter().take(3).collect::<Vec<_>>().join(",");
            return Err(TraceFault::Value { row: at, column: "columns", value });
        }
        act(&row);
    }
    Ok(())
}

fn time(cell: Option<&str>) -> Option<u64> {
    let seconds = cell?.parse::<f64>().ok()?;
    (seconds > 0.0 && seconds < 1e12).then_some((seconds * 1000.0) as u64)
}

fn job(seen: Seen, largest: u32) -> Option<TraceJob> {
    let duration_ms = seen.end.saturating_sub(seen.start?);
    let cards = (seen.cards / 100.0).ceil();
    if duration_ms == 0 || cards < 1.0 {
        return None;
    }
    let (nodes, devices) = spread(cards.min(f64::from(u32::MAX)) as u32, largest);
    Some(TraceJob {
        submit_ms: seen.submit,
        duration_ms,
        devices,
        nodes,
        user: seen.user,
        vc: "pai".into(),
        device: None,
        limit_ms: None,
        priority: None,
        preemptible: false,
        cores: 0,
        memory_mib: 0,
    })
}
