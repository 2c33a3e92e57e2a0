//! How lines are looked at first. Where another look reads labelled pictures more surely than the lines as they are, it comes
//! first: else most lines would be looked at twice.

use super::graphs::Graphs;
use super::pack::Parts;
use crate::evaluate::{self, Judged};
use crate::progress::Silent;
use crate::{LearnError, Stop, TrainOptions};
use fovea_datasets::{DataSet, Sample};
use fovea_domain::text::JudgedText;
use fovea_infer::read::{ReadSpec, Try};

/// Pictures that each look is tried on; fewer than `FEWEST` say nothing.
const LOOKED_AT: usize = 40;
const FEWEST: usize = 5;
/// What is gained has to be worth the change.
const LEAST_GAIN: f32 = 0.05;
/// Looks that are one each, and no remedy for a print of its own. A smooth one goes with the soft one.
const LOOKS: [Try; 3] = [Try::Smooth, Try::Stretched, Try::Soft];

/// `None`: as they are. Of lines that are looked for nothing is chosen, since each picture takes its time.
pub fn look(
    graphs: &Graphs,
    set: &DataSet,
    told: &[&Sample],
    options: &TrainOptions,
    stop: &Stop,
) -> Result<Option<Try>, LearnError> {
    let spec = &options.read;
    if spec.finds() || told.len() < FEWEST {
        return Ok(None);
    }
    let samples = super::spread(told, LOOKED_AT);
    let worth_of = |first: Option<Try>| -> Result<f32, LearnError> {
        let turns = spec.turns.iter().copied().take(1).collect();
        // Without doubt nothing is looked at a second time.
        let read = ReadSpec { first, turns, tries: Vec::new(), doubt: 0.0, ..spec.clone() };
        let options = TrainOptions { read, ..options.clone() };
        let parts =
            Parts { graphs, options: &options, threshold: super::UNMEASURED, measured: None, taught: None };
        let model = super::opened(&parts, options.threads)?;
        let judged = Judged { set, samples: &samples };
        Ok(worth(&evaluate::run(&model, &judged, &Silent, &mut |_| {})?.read))
    };
    let plain = worth_of(None)?;
    let mut best = (None, plain + LEAST_GAIN);
    let may = |how: &Try| match how {
        Try::Smooth => spec.tries.contains(&Try::Soft),
        how => spec.tries.contains(how),
    };
    for how in LOOKS.into_iter().filter(may) {
        // No more can be gained, or nobody waits for it any more.
        if best.1 >= 1.0 || stop.due() {
            break;
        }
        let worth = worth_of(Some(how))?;
        if worth > best.1 {
            best = (Some(how), worth);
        }
    }
    Ok(best.0)
}

/// How surely texts are read; one that is read wrongly is worth nothing.
fn worth(read: &[JudgedText]) -> f32 {
    let sum: f32 = read.iter().filter(|t| t.right).map(|t| t.score).sum();
    sum / read.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_read_rightly_counts() {
        let read = [("A1", "A1", 0.75), ("A2", "A2", 0.25), ("A3", "AB", 1.0)];
        let read = read.map(|(wanted, read, score)| JudgedText::of("p", wanted, read, score));
        assert!((worth(&read) - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(worth(&[]), 0.0);
    }
}
