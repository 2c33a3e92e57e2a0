//! Teaching the reader's last layer on the user's own readings.

use super::graphs::Graphs;
use super::lines::{Lines, Told};
use super::pack::Parts;
use super::tune::{Tuned, tune};
use crate::{LearnError, Progress, Stop, TrainOptions};
use fovea_datasets::{Sample, Split, Texts};
use fovea_domain::quality::holdout;
use fovea_infer::Model;
use fovea_onnx::shifted;
use serde::Serialize;

/// Fewer say more of these texts than of print.
const FEWEST: usize = 50;
/// Part of the pictures that nothing is learnt from but when to end, and the threshold.
const KEPT: f64 = 0.2;

/// What came of it; stands in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facts {
    /// Texts that were learnt from, and signs that came in them.
    pub crops: usize,
    pub signs: usize,
    /// Texts that were kept out, and how many of them the reader alone read rightly, before and after.
    pub kept_out: usize,
    pub right_before: usize,
    pub right_after: usize,
    /// Whether the reader is another than before.
    pub changed: bool,
}

pub struct Taught {
    pub facts: Facts,
    /// Which of the pictures were kept out.
    pub kept: Vec<bool>,
    pub stopped: bool,
}

/// Changes the graph that reads signs; `bare` is the reader as it is, which finds lines whose place nobody told.
pub fn teach(
    graphs: &mut Graphs,
    (samples, texts): (&[&Sample], &Texts),
    options: &TrainOptions,
    (progress, stop): (&dyn Progress, &Stop),
) -> Result<Taught, LearnError> {
    let kept = kept_out(samples, options.seed);
    let told = Told { samples, kept: &kept, texts };
    let lines = {
        let model = bare(&*graphs, options)?;
        Lines::of(&told, (&*graphs, &model, options.threads), (progress, stop))?
    };
    let lines = lines.ok_or(LearnError::StoppedEarly)?;
    let all = lines.crops + lines.kept.len();
    if all < FEWEST || lines.taught.is_empty() || lines.kept.is_empty() {
        let why = format!(
            "teaching the reader takes {FEWEST} texts that can be found on their pictures, on pictures of several parts; there are {all}"
        );
        return Err(LearnError::NotEnough(why));
    }
    let Tuned { shifts, before, after, stopped } = tune(&lines, progress, stop);
    if shifts.is_empty() {
        progress.warn(
            "what was learnt reads the pictures that were kept out no better: the reader stays as it is",
        );
    } else {
        graphs.signs = shifted(&graphs.signs, &shifts).map_err(|e| LearnError::Backbone(e.to_string()))?;
    }
    let facts = Facts {
        crops: lines.crops,
        signs: lines.columns.len() - 1,
        kept_out: lines.kept.len(),
        right_before: before.right,
        right_after: after.right,
        changed: !shifts.is_empty(),
    };
    Ok(Taught { facts, kept, stopped })
}

fn bare(graphs: &Graphs, options: &TrainOptions) -> Result<Model, LearnError> {
    let parts = Parts { graphs, options, threshold: super::UNMEASURED, measured: None, taught: None };
    super::opened(&parts, options.threads)
}

/// Those that the data set names to validate by, else a part of all.
fn kept_out(samples: &[&Sample], seed: u64) -> Vec<bool> {
    let named: Vec<bool> = samples.iter().map(|s| s.split == Some(Split::Val)).collect();
    if named.contains(&true) && named.contains(&false) {
        return named;
    }
    let groups: Vec<String> = samples.iter().map(|s| s.group.clone()).collect();
    holdout(&groups, &vec![0; samples.len()], KEPT, seed)
}
