//! What the cards of a job do, as the driver of NVIDIA tells it: by `nvidia-smi`, which asks NVML, once for as long as the step
//! runs. Where the machine has none, nothing is told of cards.

use super::tree;
use crate::clock;
use crate::folder::{JobFolder, Spec};
use crate::usage::{Sample, UsageWriter};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

const PROGRAM: &str = "nvidia-smi";
/// Seconds between two of its words, as between two looks at all else.
const EVERY: &str = "2";
const MIB: f64 = 1_048_576.0;

/// Of a card at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Told {
    /// Part of the time that it worked
    share: f64,
    memory: f64,
}

pub struct Cards {
    child: Child,
    told: Arc<Mutex<BTreeMap<u32, Told>>>,
    writers: BTreeMap<u32, UsageWriter>,
}

impl Cards {
    /// `None`: it has none, or nothing here tells of them.
    pub fn watch(folder: &JobFolder, spec: &Spec, cards: &[u32]) -> Option<Cards> {
        if cards.is_empty() {
            return None;
        }
        let path = spec.env.get("PATH").map_or("", String::as_str);
        let program = std::env::split_paths(path).map(|dir| dir.join(PROGRAM)).find(|p| p.is_file())?;
        let list = cards.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let mut command = Command::new(program);
        command.args(["--query-gpu=index,utilization.gpu,memory.used", "--format=csv,noheader,nounits"]);
        command.args(["-l", EVERY, "-i", &list]).env_clear().envs(&spec.env);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let writers = cards.iter().map(|card| Some((*card, UsageWriter::of_card(folder, *card).ok()?)));
        let writers = writers.collect::<Option<BTreeMap<_, _>>>()?;
        let mut child = command.spawn().ok()?;
        // It is none of the step's.
        tree::set_apart(i32::try_from(child.id()).unwrap_or(0));
        let told: Arc<Mutex<BTreeMap<u32, Told>>> = Arc::default();
        let (heard, out) = (Arc::clone(&told), child.stdout.take()?);
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if let Some((card, what)) = parse(&line) {
                    heard.lock().unwrap_or_else(PoisonError::into_inner).insert(card, what);
                }
            }
        });
        Some(Cards { child, told, writers })
    }

    /// Keeps what was told since the last look.
    pub fn look(&mut self) {
        let told = std::mem::take(&mut *self.told.lock().unwrap_or_else(PoisonError::into_inner));
        for (card, Told { share, memory }) in told {
            if let Some(writer) = self.writers.get_mut(&card) {
                let at_ms = clock::now_ms();
                writer.add(&Sample { at_ms, cores: share, memory, ..Sample::default() });
            }
        }
    }
}

impl Drop for Cards {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Such as `0, 35, 1024`: percent and megabytes. A driver that cannot tell says so in words.
fn parse(line: &str) -> Option<(u32, Told)> {
    let mut parts = line.split(',').map(str::trim);
    let card = parts.next()?.parse().ok()?;
    let mut number = || parts.next()?.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
    let (percent, mib) = (number()?, number()?);
    Some((card, Told { share: (percent / 100.0).min(1.0), memory: mib * MIB }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_driver_is_read_and_words_are_left_out() {
        assert_eq!(parse("3, 35, 1024"), Some((3, Told { share: 0.35, memory: 1024.0 * MIB })));
        for odd in ["3, [N/A], 1024", "", "No devices were found", "0, 1", "x, 1, 2", "0, nan, 1"] {
            assert_eq!(parse(odd), None, "{odd}");
        }
    }
}
