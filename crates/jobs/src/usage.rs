//! What a job used over time, in a file that never grows: the last hour as it was measured, the last day and the last
//! months in longer steps. Each of the three is a ring of records of one size, so that a year takes no more than a day.

use crate::folder::JobFolder;
use fovea_domain::idle::Measured;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// What was in use at a moment, or on the average of a step.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sample {
    /// End of the time that it tells of
    pub at_ms: i64,
    pub cores: f64,
    /// Bytes
    pub memory: f64,
    /// Bytes a second from and to disks, and over a network of the job's own; `None`: cannot be told here
    pub read: Option<f64>,
    pub written: Option<f64>,
    pub received: Option<f64>,
    pub sent: Option<f64>,
    pub processes: f64,
}

/// A step of time: the mean over it, and the most of what has peaks.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    pub mean: Sample,
    pub most_cores: f64,
    pub most_memory: f64,
}

/// Points in order, and how long a step is that each of them tells of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Usage {
    pub step_ms: i64,
    pub points: Vec<Point>,
}

/// A ring: steps of so long, so many of them.
struct Ring {
    step_ms: i64,
    slots: u64,
}

/// 2 s for an hour, 30 s for a day, 15 min for three months.
const RINGS: [Ring; 3] = [
    Ring { step_ms: 2_000, slots: 1_800 },
    Ring { step_ms: 30_000, slots: 2_880 },
    Ring { step_ms: 900_000, slots: 8_640 },
];
/// Numbers of a record, as [`Record::bytes`] puts them.
const NUMBERS: usize = 14;
const RECORD: u64 = NUMBERS as u64 * 8;
pub const MOST_POINTS: usize = 2_000;
/// Of a task among several: so many steps without a measurement have what was measured before.
const MOST_CARRIED: i64 = 3;
/// So many records are read one by one, and more at once.
const FEW: i64 = 64;

/// What falls into one step, as it is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Record {
    /// Number of the step since 1970
    step: i64,
    samples: f64,
    first_ms: f64,
    last_ms: f64,
    /// Sums of cores, memory, read, written, received, sent and processes
    sums: [f64; 7],
    most_cores: f64,
    most_memory: f64,
    /// Bits: which of read, written, received and sent are known
    known: f64,
}

impl Record {
    fn add(&mut self, sample: &Sample) {
        let rates = [sample.read, sample.written, sample.received, sample.sent];
        let known =
            rates.iter().enumerate().fold(0u8, |all, (at, rate)| all | u8::from(rate.is_some()) << at);
        let rate = |at: usize| rates[at].unwrap_or(0.0);
        let values = [sample.cores, sample.memory, rate(0), rate(1), rate(2), rate(3), sample.processes];
        self.sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        self.known = f64::from(known | self.known as u8);
        if self.samples == 0.0 {
            self.first_ms = sample.at_ms as f64;
        }
        self.samples += 1.0;
        self.last_ms = sample.at_ms as f64;
        self.most_cores = self.most_cores.max(sample.cores);
        self.most_memory = self.most_memory.max(sample.memory);
    }

    fn merge(&mut self, other: &Record) {
        self.sums.iter_mut().zip(other.sums).for_each(|(sum, value)| *sum += value);
        self.known = f64::from(self.known as u8 | other.known as u8);
        self.samples += other.samples;
        self.last_ms = self.last_ms.max(other.last_ms);
        self.most_cores = self.most_cores.max(other.most_cores);
        self.most_memory = self.most_memory.max(other.most_memory);
    }

    fn point(&self) -> Point {
        let of = |at: usize| self.sums[at] / self.samples.max(1.0);
        let rate = |at: usize| (self.known as u8 >> at & 1 == 1).then(|| of(at + 2));
        let mean = Sample {
            at_ms: self.last_ms as i64,
            cores: of(0),
            memory: of(1),
            read: rate(0),
            written: rate(1),
            received: rate(2),
            sent: rate(3),
            processes: of(6),
        };
        Point { mean, most_cores: self.most_cores, most_memory: self.most_memory }
    }

    /// By its peak: a job that works for a second of a long step is at work.
    fn is_use(&self) -> bool {
        let mean = self.point().mean;
        let rates = [mean.read, mean.written, mean.received, mean.sent];
        Measured { cores: self.most_cores, bytes_s: rates.into_iter().flatten().sum() }.is_use()
    }

    fn bytes(&self) -> [u8; RECORD as usize] {
        let mut bytes = [0; RECORD as usize];
        let mut numbers = [0; NUMBERS];
        numbers[0] = self.step as u64;
        numbers[1] = self.samples.to_bits();
        numbers[2] = self.last_ms.to_bits();
        for (at, sum) in self.sums.iter().enumerate() {
            numbers[3 + at] = sum.to_bits();
        }
        numbers[10] = self.most_cores.to_bits();
        numbers[11] = self.most_memory.to_bits();
        numbers[12] = self.known.to_bits();
        numbers[13] = self.first_ms.to_bits();
        for (to, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            to.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    /// `None`: nothing was written there.
    fn read(bytes: &[u8]) -> Option<Record> {
        let number = |at: usize| {
            let eight = bytes.get(at * 8..at * 8 + 8)?.first_chunk::<8>()?;
            Some(u64::from_le_bytes(*eight))
        };
        let real = |at: usize| number(at).map(f64::from_bits).filter(|n| n.is_finite());
        let mut sums = [0.0; 7];
        for (at, sum) in sums.iter_mut().enumerate() {
            *sum = real(3 + at)?;
        }
        let step = i64::from_le_bytes(number(0)?.to_le_bytes());
        let record = Record {
            step,
            samples: real(1)?,
            first_ms: real(13)?,
            last_ms: real(2)?,
            sums,
            most_cores: real(10)?,
            most_memory: real(11)?,
            known: real(12)?,
        };
        (record.samples > 0.0).then_some(record)
    }
}

/// Where a ring begins in the file.
fn offset(ring: usize) -> u64 {
    RINGS.iter().take(ring).map(|r| r.slots * RECORD).sum()
}

/// Adds what was measured. What cannot be written never ends a job.
pub struct UsageWriter {
    file: File,
    /// The step of each ring that is being filled
    open: [Record; RINGS.len()],
}

impl UsageWriter {
    pub fn open(folder: &JobFolder) -> std::io::Result<UsageWriter> {
        UsageWriter::at(&folder.usage())
    }

    /// Of a card: cores are the part of the time that it worked, memory is its own.
    pub fn of_card(folder: &JobFolder, card: u32) -> std::io::Result<UsageWriter> {
        UsageWriter::at(&folder.card_usage(card))
    }

    fn at(path: &Path) -> std::io::Result<UsageWriter> {
        let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
        Ok(UsageWriter { file, open: [Record::default(); RINGS.len()] })
    }

    pub fn add(&mut self, sample: &Sample) {
        for (at, ring) in RINGS.iter().enumerate() {
            let step = sample.at_ms.div_euclid(ring.step_ms);
            let slot = offset(at) + (step.rem_euclid(ring.slots as i64)).unsigned_abs() * RECORD;
            let mut record = self.open[at];
            if record.step != step {
                record = Record { step, ..Record::default() };
                // An earlier start of the job may have begun this very step.
                let mut bytes = [0; RECORD as usize];
                if self.file.read_exact_at(&mut bytes, slot).is_ok()
                    && let Some(kept) = Record::read(&bytes).filter(|kept| kept.step == step)
                {
                    record = kept;
                }
            }
            record.add(sample);
            let _ = self.file.write_all_at(&record.bytes(), slot);
            self.open[at] = record;
        }
    }
}

/// What was used from one moment to another, in at most so many points: by the finest ring that reaches back so far.
pub fn read(folder: &JobFolder, from_ms: i64, to_ms: i64, points: usize) -> std::io::Result<Usage> {
    read_at(&folder.usage(), from_ms, to_ms, points)
}

/// The same of each of its cards that something was told of.
pub fn of_cards(
    folder: &JobFolder,
    from_ms: i64,
    to_ms: i64,
    points: usize,
) -> std::io::Result<Vec<(u32, Usage)>> {
    let one = |card| Ok((card, read_at(&folder.card_usage(card), from_ms, to_ms, points)?));
    folder.told_cards().into_iter().map(one).collect()
}

fn read_at(path: &Path, from_ms: i64, to_ms: i64, points: usize) -> std::io::Result<Usage> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Usage::default()),
        Err(e) => return Err(e),
    };
    let whole = (0..RINGS.len()).map(|at| records(&file, at)).collect::<std::io::Result<Vec<_>>>()?;
    let first = |records: &[Record]| records.first().map(|r| r.first_ms as i64);
    let Some(begin) = whole.iter().filter_map(|r| first(r)).min() else { return Ok(Usage::default()) };
    let wanted = from_ms.max(begin);
    let reaches = |at: &usize| first(&whole[*at]).is_some_and(|ms| ms <= wanted);
    let at = (0..RINGS.len()).find(reaches).unwrap_or(RINGS.len() - 1);
    let within = |r: &&Record| (r.last_ms as i64) >= from_ms && (r.first_ms as i64) <= to_ms;
    let found: Vec<Record> = whole[at].iter().filter(within).copied().collect();
    Ok(thinned(&found, RINGS[at].step_ms, points.clamp(1, MOST_POINTS)))
}

/// What was measured last, if that is not older than half a minute.
pub fn latest(folder: &JobFolder, now_ms: i64) -> std::io::Result<Option<Sample>> {
    let file = match File::open(folder.usage()) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let [ring, ..] = RINGS;
    let step = now_ms.div_euclid(ring.step_ms);
    let mut bytes = [0; RECORD as usize];
    for step in (step - 15..=step).rev() {
        let slot = step.rem_euclid(ring.slots as i64).unsigned_abs() * RECORD;
        if file.read_exact_at(&mut bytes, slot).is_ok()
            && let Some(record) = Record::read(&bytes).filter(|r| r.step == step)
        {
            return Ok(Some(record.point().mean));
        }
    }
    Ok(None)
}

/// When a job used something last after a moment, as far as was measured; `None`: it used nothing.
pub fn last_use(folder: &JobFolder, since_ms: i64, now_ms: i64) -> std::io::Result<Option<i64>> {
    let cards = folder.told_cards().into_iter().map(|card| folder.card_usage(card));
    let all = std::iter::once(folder.usage()).chain(cards);
    let used = all.map(|path| last_use_at(&path, since_ms, now_ms)).collect::<std::io::Result<Vec<_>>>()?;
    Ok(used.into_iter().flatten().max())
}

fn last_use_at(path: &Path, since_ms: i64, now_ms: i64) -> std::io::Result<Option<i64>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let used = |r: &Record| r.last_ms as i64 > since_ms && r.is_use();
    let reaches = |ring: &Ring| since_ms >= now_ms - ring.step_ms * ring.slots as i64;
    let at = RINGS.iter().position(reaches).unwrap_or(RINGS.len() - 1);
    let ring = &RINGS[at];
    let (first, last) = (since_ms.div_euclid(ring.step_ms), now_ms.div_euclid(ring.step_ms));
    if last - first > FEW {
        return Ok(records(&file, at)?.iter().rev().find(|r| used(r)).map(|r| r.last_ms as i64));
    }
    let mut bytes = [0; RECORD as usize];
    for step in (first..=last).rev() {
        let slot = offset(at) + step.rem_euclid(ring.slots as i64).unsigned_abs() * RECORD;
        if file.read_exact_at(&mut bytes, slot).is_ok()
            && let Some(record) = Record::read(&bytes).filter(|r| r.step == step && used(r))
        {
            return Ok(Some(record.last_ms as i64));
        }
    }
    Ok(None)
}

/// All of a ring that is not older than the ring is long, in order.
fn records(file: &File, ring: usize) -> std::io::Result<Vec<Record>> {
    let slots = RINGS[ring].slots;
    let mut bytes = vec![0; (slots * RECORD) as usize];
    let mut filled = 0;
    // The file ends where nothing was written yet.
    loop {
        let read = file.read_at(&mut bytes[filled..], offset(ring) + filled as u64)?;
        filled += read;
        if read == 0 || filled == bytes.len() {
            break;
        }
    }
    let mut all: Vec<Record> =
        bytes[..filled].chunks_exact(RECORD as usize).filter_map(Record::read).collect();
    let newest = all.iter().map(|r| r.step).max().unwrap_or(0);
    all.retain(|r| r.step > newest - slots as i64);
    all.sort_unstable_by_key(|r| r.step);
    Ok(all)
}

/// Neighbours put together until they are few enough.
fn thinned(records: &[Record], step_ms: i64, points: usize) -> Usage {
    let (Some(first), Some(last)) = (records.first(), records.last()) else {
        return Usage { step_ms, points: Vec::new() };
    };
    let span = last.step - first.step + 1;
    let points = points as i64;
    let width = (span + points - 1) / points;
    let mut all: Vec<Record> = Vec::new();
    for record in records {
        let step = (record.step - first.step) / width;
        match all.last_mut().filter(|r| r.step == step) {
            Some(same) => same.merge(record),
            None => all.push(Record { step, ..*record }),
        }
    }
    Usage { step_ms: step_ms * width, points: all.iter().map(Record::point).collect() }
}

impl Sample {
    /// What two tasks use together. Where one cannot be told, neither can both.
    fn and(self, other: &Sample) -> Sample {
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b);
        Sample {
            at_ms: self.at_ms.max(other.at_ms),
            cores: self.cores + other.cores,
            memory: self.memory + other.memory,
            read: both(self.read, other.read),
            written: both(self.written, other.written),
            received: both(self.received, other.received),
            sent: both(self.sent, other.sent),
            processes: self.processes + other.processes,
        }
    }

    fn scaled(self, by: f64) -> Sample {
        Sample {
            at_ms: self.at_ms,
            cores: self.cores * by,
            memory: self.memory * by,
            read: self.read.map(|n| n * by),
            written: self.written.map(|n| n * by),
            received: self.received.map(|n| n * by),
            sent: self.sent.map(|n| n * by),
            processes: self.processes * by,
        }
    }
}

/// What the tasks of a job use at this moment together; `None`: none of them uses anything.
pub fn latest_together(folders: &[JobFolder], now_ms: i64) -> std::io::Result<Option<Sample>> {
    let mut sum: Option<Sample> = None;
    for folder in folders {
        if let Some(one) = latest(folder, now_ms)? {
            sum = Some(sum.map_or(one, |sum| sum.and(&one)));
        }
    }
    Ok(sum)
}

/// What the tasks of a job used, added up step by step. Peaks are those of each task added up, which may be more than there
/// ever was at one moment.
pub fn together(folders: &[JobFolder], from_ms: i64, to_ms: i64, points: usize) -> std::io::Result<Usage> {
    let all = folders.iter().map(|folder| read(folder, from_ms, to_ms, points));
    let mut all = all.collect::<std::io::Result<Vec<Usage>>>()?;
    all.retain(|usage| !usage.points.is_empty());
    if let [one] = all.as_slice() {
        return Ok(one.clone());
    }
    let step_ms = all.iter().map(|usage| usage.step_ms).max().unwrap_or(0).max(1);
    let mut each: Vec<BTreeMap<i64, Point>> = Vec::new();
    for usage in &all {
        // A task that is measured in shorter steps has several in one of ours: their mean counts.
        let mut own: BTreeMap<i64, (Point, u32)> = BTreeMap::new();
        for point in &usage.points {
            let (sum, n) = own.entry(point.mean.at_ms.div_euclid(step_ms)).or_insert((*point, 0));
            if *n > 0 {
                sum.mean = sum.mean.and(&point.mean);
                sum.most_cores = sum.most_cores.max(point.most_cores);
                sum.most_memory = sum.most_memory.max(point.most_memory);
            }
            *n += 1;
        }
        let mean = |(point, n): (Point, u32)| Point { mean: point.mean.scaled(1.0 / f64::from(n)), ..point };
        let mut own: BTreeMap<i64, Point> = own.into_iter().map(|(step, sum)| (step, mean(sum))).collect();
        carry(&mut own);
        each.push(own);
    }
    let mut steps: BTreeMap<i64, Point> = BTreeMap::new();
    for (step, one) in each.into_iter().flatten() {
        steps
            .entry(step)
            .and_modify(|sum| {
                sum.mean = sum.mean.and(&one.mean);
                sum.most_cores += one.most_cores;
                sum.most_memory += one.most_memory;
            })
            .or_insert(one);
    }
    Ok(Usage { step_ms, points: steps.into_values().collect() })
}

/// Tasks are measured by clocks of their own: a step that one falls beside is none in which it used nothing. What it used before
/// holds there; a longer gap is a pause.
fn carry(steps: &mut BTreeMap<i64, Point>) {
    let known: Vec<(i64, Point)> = steps.iter().map(|(step, point)| (*step, *point)).collect();
    for pair in known.windows(2) {
        let [(before, point), (after, _)] = pair else { continue };
        if (2..=MOST_CARRIED + 1).contains(&(after - before)) {
            steps.extend((before + 1..*after).map(|step| (step, *point)));
        }
    }
}

#[cfg(test)]
#[path = "usage_tests.rs"]
mod tests;
