//! Traces: our own table, and two public ones made into it. Whatever a file says is a claim: a row that does not hold is
//! named by its number.

mod alibaba;
mod csv_form;
mod philly;

pub use alibaba::alibaba;
pub use csv_form::{CsvTrace, write_csv};
pub use philly::philly;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceJob {
    pub submit_ms: u64,
    pub duration_ms: u64,
    /// On each node.
    pub devices: u32,
    pub nodes: u32,
    pub user: String,
    pub vc: String,
    /// The usual type of the cluster where it is not told.
    pub device: Option<String>,
    pub limit_ms: Option<u64>,
    pub priority: Option<u16>,
    pub preemptible: bool,
    pub cores: u32,
    pub memory_mib: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum TraceFault {
    #[error("the table cannot be read: {0}")]
    Csv(#[from] csv::Error),
    #[error("the job log cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the column {0} is missing")]
    Column(&'static str),
    #[error("row {row}: {value:?} cannot be the {column} of a job")]
    Value { row: u64, column: &'static str, value: String },
    #[error("row {row}: the job comes before the one above it; sort the table by submit")]
    Order { row: u64 },
    #[error("the trace holds no job that could be played")]
    Empty,
}

/// Puts jobs in the order of their coming and lets the first come at 0.
fn in_order(mut jobs: Vec<TraceJob>) -> Result<Vec<TraceJob>, TraceFault> {
    jobs.sort_by_key(|job| job.submit_ms);
    let first = jobs.first().map(|job| job.submit_ms).ok_or(TraceFault::Empty)?;
    for job in &mut jobs {
        job.submit_ms -= first;
    }
    Ok(jobs)
}

/// So many devices on as few nodes as have them: nodes and devices a node.
fn spread(devices: u32, largest: u32) -> (u32, u32) {
    let nodes = devices.div_ceil(largest.max(1)).max(1);
    (nodes, devices.div_ceil(nodes))
}
