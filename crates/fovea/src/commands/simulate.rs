use super::{DONE, print_json};
use crate::cli::{SimulateArgs, TraceForm};
use crate::console::{note, write};
use crate::failure::{Failure, exit};
use fovea_scheduler::Policy;
use fovea_scheduler::sim::{
    ClusterFault, ClusterFile, CsvTrace, Report, Simulation, TraceFault, TraceJob, alibaba, philly, plot,
    table, write_csv,
};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

pub fn run(args: &SimulateArgs) -> Result<u8, Failure> {
    let text = std::fs::read_to_string(&args.cluster).map_err(|e| unreadable(&args.cluster, &e))?;
    let wrong_cluster = |fault: ClusterFault| wrong(&args.cluster, "simulate.cluster", &fault);
    let cluster = ClusterFile::parse(&text).map_err(wrong_cluster)?;
    let mut played = Vec::new();
    for name in &args.policy {
        let policy = Policy::named(name).unwrap_or_default();
        played.push(Simulation::new(name, policy, &cluster).map_err(wrong_cluster)?);
    }
    let mut kept = args.convert.as_ref().map(|_| Vec::new());
    let mut jobs = 0u64;
    for job in open(args, &cluster)? {
        let mut job = job.map_err(|fault| wrong(&args.trace, "simulate.trace", &fault))?;
        if let Some(factor) = args.estimate.filter(|_| job.limit_ms.is_none()) {
            // At least the duration, or the guess itself would cut the job short.
            job.limit_ms = Some(((job.duration_ms as f64 * factor) as u64).max(job.duration_ms));
        }
        for simulation in &mut played {
            simulation.submit(&job);
        }
        jobs += 1;
        if let Some(kept) = &mut kept {
            kept.push(job);
        }
    }
    if jobs == 0 {
        return Err(wrong(&args.trace, "simulate.trace", &TraceFault::Empty));
    }
    let reports: Vec<Report> = played.into_iter().map(Simulation::finish).collect();
    if let (Some(path), Some(kept)) = (&args.convert, &kept) {
        let mut bytes = Vec::new();
        write_csv(&mut bytes, kept).map_err(|fault| wrong(path, "simulate.convert", &fault))?;
        save(path, &bytes)?;
    }
    if let Some(path) = &args.plot {
        save(path, plot(&reports).as_bytes())?;
    }
    for report in reports.iter().filter(|report| report.refused > 0) {
        note!("warning: {} of {jobs} jobs can never run on this cluster ({})", report.refused, report.policy);
    }
    if args.json {
        print_json(&reports)?;
    } else {
        write(table(&reports).as_bytes())?;
    }
    DONE
}

type Jobs = Box<dyn Iterator<Item = Result<TraceJob, TraceFault>>>;

fn open(args: &SimulateArgs, cluster: &ClusterFile) -> Result<Jobs, Failure> {
    let fault = |fault: TraceFault| wrong(&args.trace, "simulate.trace", &fault);
    let file =
        |path: &Path| Ok::<_, Failure>(BufReader::new(File::open(path).map_err(|e| unreadable(path, &e))?));
    let whole = |jobs: Vec<TraceJob>| Box::new(jobs.into_iter().map(Ok)) as Jobs;
    match args.from {
        TraceForm::Csv => Ok(Box::new(CsvTrace::open(file(&args.trace)?).map_err(fault)?)),
        TraceForm::Philly => philly(file(&args.trace)?, cluster.largest()).map(whole).map_err(fault),
        TraceForm::Alibaba => {
            let tables = ["pai_job_table.csv", "pai_task_table.csv"].map(|name| args.trace.join(name));
            alibaba(file(&tables[0])?, file(&tables[1])?, cluster.largest()).map(whole).map_err(fault)
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure {
        exit: exit::DATA,
        code: "simulate.unreadable".into(),
        message: format!("{}: {error}", path.display()),
        hint: "check the path and who may read it".into(),
    }
}

fn wrong(path: &Path, code: &'static str, fault: &dyn std::error::Error) -> Failure {
    Failure {
        exit: exit::DATA,
        code: code.into(),
        message: format!("{}: {fault}", path.display()),
        hint: "docs/jobs.md describes the files of the simulator".into(),
    }
}

/// Written beside its name and renamed, so that it is there as a whole or not at all.
fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, path)?;
    Ok(())
}
