//! Traces of jobs, played.

use super::positive;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum TraceForm {
    /// A table with a head: submit, duration, devices, nodes, user, vc and more
    #[default]
    Csv,
    /// The job log of the Philly traces (JSON)
    Philly,
    /// The folder with pai_job_table.csv and pai_task_table.csv of Alibaba's GPU trace of 2020
    Alibaba,
}

#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// The trace of jobs
    #[arg(long, value_name = "FILE")]
    pub trace: PathBuf,
    /// Form of the trace
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub from: TraceForm,
    /// The cluster that it is played on (JSON)
    #[arg(long, value_name = "FILE")]
    pub cluster: PathBuf,
    /// Policies to compare: fovea, fair, fifo, greedy, shortest
    #[arg(long, value_delimiter = ',', default_value = "fovea", value_parser = policy, value_name = "NAME")]
    pub policy: Vec<String>,
    /// Let jobs without a limit have one of so many times their duration, as a user would guess
    #[arg(long, value_parser = positive, value_name = "FACTOR")]
    pub estimate: Option<f64>,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
    /// Draw waits and use as SVG
    #[arg(long, value_name = "FILE.svg")]
    pub plot: Option<PathBuf>,
    /// Write the trace in our own form, as it was played
    #[arg(long, value_name = "FILE.csv")]
    pub convert: Option<PathBuf>,
}

fn policy(name: &str) -> Result<String, String> {
    let known = || fovea_scheduler::Policy::NAMED.map(|(name, what)| format!("{name} ({what})")).join("; ");
    match fovea_scheduler::Policy::named(name) {
        Some(_) => Ok(name.to_string()),
        None => Err(format!("known are {}", known())),
    }
}
