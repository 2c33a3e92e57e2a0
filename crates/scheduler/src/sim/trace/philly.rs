//! The job log of Microsoft's Philly clusters (`cluster_job_log` of github.com/msr-fiddle/philly-traces): one JSON list
//! of jobs with their attempts. A job's time of work is that of all its attempts together, its devices those of the
//! attempt that had most; jobs that never ran are left out. Read job by job; what is kept of one is small.

use super::{TraceFault, TraceJob, in_order, spread};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use std::io::Read;

#[derive(Deserialize)]
struct Logged {
    #[serde(default)]
    vc: String,
    #[serde(default)]
    user: String,
    #[serde(default)]
    submitted_time: Option<String>,
    #[serde(default)]
    attempts: Vec<Attempt>,
}

#[derive(Deserialize)]
struct Attempt {
    #[serde(default)]
    start_time: Option<String>,
    #[serde(default)]
    end_time: Option<String>,
    #[serde(default)]
    detail: Vec<Machine>,
}

#[derive(Deserialize)]
struct Machine {
    #[serde(default)]
    gpus: Vec<serde::de::IgnoredAny>,
}

/// `largest` is how many devices a node of the cluster has, onto which the jobs are spread anew.
pub fn philly(from: impl Read, largest: u32) -> Result<Vec<TraceJob>, TraceFault> {
    let mut jobs = Vec::new();
    let mut json = serde_json::Deserializer::from_reader(std::io::BufReader::new(from));
    Jobs { jobs: &mut jobs, largest }.deserialize(&mut json)?;
    json.end()?;
    in_order(jobs)
}

struct Jobs<'a> {
    jobs: &'a mut Vec<TraceJob>,
    largest: u32,
}

impl<'de> DeserializeSeed<'de> for Jobs<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Jobs<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a list of jobs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(logged) = list.next_element::<Logged>()? {
            self.jobs.extend(job(logged, self.largest));
        }
        Ok(())
    }
}

fn job(logged: Logged, largest: u32) -> Option<TraceJob> {
    let submit = seconds(logged.submitted_time.as_deref()?)?;
    let mut worked = 0;
    let mut devices = 0;
    for attempt in &logged.attempts {
        let time = |told: &Option<String>| told.as_deref().and_then(seconds);
        if let (Some(start), Some(end)) = (time(&attempt.start_time), time(&attempt.end_time)) {
            worked += end.saturating_sub(start);
        }
        let cards: usize = attempt.detail.iter().map(|machine| machine.gpus.len()).sum();
        devices = devices.max(u32::try_from(cards).unwrap_or(u32::MAX));
    }
    if worked == 0 || devices == 0 {
        return None;
    }
    let (nodes, devices) = spread(devices, largest);
    Some(TraceJob {
        submit_ms: submit * 1000,
        duration_ms: worked * 1000,
        devices,
        nodes,
        user: logged.user,
        vc: logged.vc,
        device: None,
        limit_ms: None,
        priority: None,
        preemptible: false,
        cores: 0,
        memory_mib: 0,
    })
}

/// Seconds since 1970 of `2017-10-07 06:36:00`.
fn seconds(text: &str) -> Option<u64> {
    let (date, time) = text.trim().split_once([' ', 'T'])?;
    let numbers = |text: &str, by: char| -> Option<[u64; 3]> {
        let mut parts = text.split(by).map(|part| part.parse::<u64>().ok());
        let three = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(three)
    };
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    let in_range = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !in_range || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    // Years that begin in March, so that the day of the leap is the last.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
    const DAYS_TO_1970: u64 = 719_468;
    Some((days - DAYS_TO_1970) * 86_400 + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_since_1970() {
        assert_eq!(seconds("1970-01-01 00:00:00"), Some(0));
        assert_eq!(seconds("2017-10-07 06:36:00"), Some(1_507_358_160));
        assert_eq!(seconds("2016-02-29 23:59:59"), Some(1_456_790_399));
        for wrong in ["None", "", "2017-10-07", "2017-13-01 00:00:00", "2017-10-07 24:00:00", "x-y-z a:b:c"] {
            assert_eq!(seconds(wrong), None);
        }
    }
}
