//! Our own form: a table with a head, one job a row, in the order of coming. Read row by row.

use super::{TraceFault, TraceJob};
use csv::StringRecord;
use std::io::{Read, Write};

const NEEDED: [&str; 6] = ["submit", "duration", "devices", "nodes", "user", "vc"];
const OPTIONAL: [&str; 6] = ["device", "limit", "priority", "preemptible", "cores", "memory_gib"];

pub struct CsvTrace<R> {
    rows: csv::StringRecordsIntoIter<R>,
    needed: [usize; 6],
    optional: [Option<usize>; 6],
    row: u64,
    last: u64,
}

impl<R: Read> CsvTrace<R> {
    pub fn open(from: R) -> Result<CsvTrace<R>, TraceFault> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(from);
        let head = reader.headers()?.clone();
        let find = |name: &str| head.iter().position(|column| column == name);
        let mut needed = [0; 6];
        for (at, name) in needed.iter_mut().zip(NEEDED) {
            *at = find(name).ok_or(TraceFault::Column(name))?;
        }
        Ok(CsvTrace { rows: reader.into_records(), needed, optional: OPTIONAL.map(find), row: 1, last: 0 })
    }

    fn job(&self, record: &StringRecord) -> Result<TraceJob, TraceFault> {
        let cell = |at: usize| record.get(self.needed[at]).unwrap_or("");
        let option = |at: usize| {
            let value = self.optional[at].and_then(|at| record.get(at)).filter(|value| !value.is_empty());
            value.map(|value| (OPTIONAL[at], value))
        };
        let time = |(column, value): (&'static str, &str)| {
            let seconds = value.parse::<f64>().ok().filter(|s| s.is_finite() && (0.0..=1e12).contains(s));
            seconds.map(|s| (s * 1000.0).round() as u64).ok_or_else(|| self.wrong(column, value))
        };
        let count = |(column, value): (&'static str, &str)| {
            value.parse::<u32>().map_err(|_| self.wrong(column, value))
        };
        let text = |at: usize| cell(at).to_string();
        let named = |at: usize| (NEEDED[at], cell(at));
        let nodes = count(named(3))?;
        if nodes == 0 {
            return Err(self.wrong("nodes", "0"));
        }
        let preemptible = match option(3) {
            None | Some((_, "0" | "no" | "false")) => false,
            Some((_, "1" | "yes" | "true")) => true,
            Some((column, value)) => return Err(self.wrong(column, value)),
        };
        let priority = option(2).map(|told| {
            let value = u16::try_from(count(told)?).map_err(|_| self.wrong(told.0, told.1))?;
            Ok::<u16, TraceFault>(value)
        });
        Ok(TraceJob {
            submit_ms: time(named(0))?,
            duration_ms: time(named(1))?.max(1),
            devices: count(named(2))?,
            nodes,
            user: text(4),
            vc: text(5),
            device: option(0).map(|(_, name)| name.to_string()),
            limit_ms: option(1).map(time).transpose()?,
            priority: priority.transpose()?,
            preemptible,
            cores: option(4).map(count).transpose()?.unwrap_or(0),
            memory_mib: option(5).map(count).transpose()?.map_or(0, |gib| u64::from(gib) * 1024),
        })
    }

    fn wrong(&self, column: &'static str, value: &str) -> TraceFault {
        TraceFault::Value { row: self.row, column, value: value.chars().take(40).collect() }
    }
}

impl<R: Read> Iterator for CsvTrace<R> {
    type Item = Result<TraceJob, TraceFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match self.rows.next()? {
            Ok(record) => record,
            Err(fault) => return Some(Err(fault.into())),
        };
        self.row = record.position().map_or(self.row + 1, |position| position.line());
        Some(self.job(&record).and_then(|job| {
            if job.submit_ms < self.last {
                return Err(TraceFault::Order { row: self.row });
            }
            self.last = job.submit_ms;
            Ok(job)
        }))
    }
}

/// Writes jobs in our own form, so that a converted trace can be kept.
pub fn write_csv<'a>(to: impl Write, jobs: impl IntoIterator<Item = &'a TraceJob>) -> Result<(), TraceFault> {
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(NEEDED.iter().chain(&OPTIONAL))?;
    let seconds = |ms: u64| format!("{}", ms as f64 / 1000.0);
    let some = |value: Option<String>| value.unwrap_or_default();
    for job in jobs {
        writer.write_record([
            seconds(job.submit_ms),
            seconds(job.duration_ms),
            job.devices.to_string(),
            job.nodes.to_string(),
            job.user.clone(),
            job.vc.clone(),
            some(job.device.clone()),
            some(job.limit_ms.map(seconds)),
            some(job.priority.map(|priority| priority.to_string())),
            if job.preemptible { "1".into() } else { String::new() },
            job.cores.to_string(),
            job.memory_mib.div_ceil(1024).to_string(),
        ])?;
    }
    writer.flush().map_err(csv::Error::from)?;
    Ok(())
}
