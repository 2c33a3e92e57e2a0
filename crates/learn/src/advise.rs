//! What helps people to annotate, worked out over all pictures of a project: what each looks like, which to label next, labels that are
//! likely wrong, and pictures like no other.

use crate::backbone::Stage;
use crate::embed::{View, embed};
use crate::head::{Rows, out_of_fold};
use crate::{LearnError, Progress, Stop, descriptor};
use fovea_datasets::Sample;
use fovea_domain::assist::{Candidates, Suspect, most_useful, outliers, pack, suspects, unpack};
use fovea_domain::quality::Temperature;
use fovea_infer::Fit;
use std::path::PathBuf;

/// Side that pictures are drawn to.
const SIZE: u32 = 256;
/// Numbers that are compared for ranks and outliers: random directions keep distances well enough.
const DIRECTIONS: usize = 64;
/// Of a class with fewer labels nothing is told.
const FEWEST: usize = 5;
const FOLDS: usize = 4;
/// Labelled pictures that a head learns from; of more, evenly taken ones.
const MOST_TAUGHT: usize = 10_000;
/// Pictures that are ranked.
const MOST_RANKED: usize = 1_000;

/// What is known of a picture.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// As [`describe`] gave it
    pub features: Vec<u8>,
    /// `None`: nobody has said anything of it
    pub class: Option<usize>,
    /// How little a model can tell of it, where one was asked
    pub uncertainty: Option<f32>,
}

/// Places in the list of pictures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Advice {
    /// To label next, the best first
    pub useful: Vec<usize>,
    pub suspects: Vec<Suspect>,
    /// With how far out they are
    pub outliers: Vec<(usize, f32)>,
}

/// What each picture looks like, through the backbone; `None` of one that cannot be read. `None` at all where stopped.
pub fn describe(
    paths: &[PathBuf],
    threads: usize,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Option<Vec<Option<Vec<u8>>>>, LearnError> {
    let sample = |path: &PathBuf| Sample {
        path: path.clone(),
        id: String::new(),
        width: 0,
        height: 0,
        class: None,
        regions: Vec::new(),
        split: None,
        group: String::new(),
        tags: Vec::new(),
    };
    let samples: Vec<Sample> = paths.iter().map(sample).collect();
    let samples: Vec<&Sample> = samples.iter().collect();
    let fit = Fit::Stretch { width: SIZE, height: SIZE };
    let graph = descriptor::graph()?;
    let Some(done) = embed(&graph, fit, &samples, &[View::Plain], threads, progress, stop)? else {
        return Ok(None);
    };
    let blocks: Vec<usize> =
        descriptor::STAGES.iter().flat_map(|stage: &Stage| [stage.channels(); 3]).collect();
    let one = |at: usize| match (done.usable.get(at), done.outputs.first()) {
        (Some(true), Some(rows)) => Ok(Some(pack(&rows.read(at)?, &blocks))),
        _ => Ok(None),
    };
    (0..samples.len()).map(one).collect::<Result<Vec<_>, LearnError>>().map(Some)
}

/// The same pictures, options and seed give the same advice. `kinds`: classes that there are.
pub fn advise(known: &[Known], kinds: usize, threads: usize, seed: u64, progress: &dyn Progress) -> Advice {
    let width = known.iter().map(|k| k.features.len()).find(|length| *length > 4).unwrap_or(0);
    let seen: Vec<usize> =
        (0..known.len()).filter(|at| width > 0 && known[*at].features.len() == width).collect();
    let rows = project(known, &seen, seed);
    progress.step("advice", 1, 3, "");
    let labelled: Vec<bool> = seen.iter().map(|at| known[*at].class.is_some()).collect();
    let uncertainty: Vec<f32> = seen.iter().map(|at| known[*at].uncertainty.unwrap_or(0.0)).collect();
    let all = Candidates { rows: &rows, width: DIRECTIONS, known: &labelled, uncertainty: &uncertainty };
    let useful = most_useful(all, MOST_RANKED).into_iter().map(|at| seen[at]).collect();
    progress.step("advice", 2, 3, "");
    let outliers = outliers(&rows, DIRECTIONS).into_iter().map(|(at, out)| (seen[at], out)).collect();
    let suspects = suspicious(known, &seen, kinds, (threads, seed));
    progress.step("advice", 3, 3, "");
    Advice { useful, suspects, outliers }
}

/// Random directions, the same for the same seed.
fn project(known: &[Known], seen: &[usize], seed: u64) -> Vec<f32> {
    let width = seen.first().map_or(0, |at| known[*at].features.len() - 4);
    let mut rng = fastrand::Rng::with_seed(seed ^ 0x6164_7669_6365);
    let scale = 1.0 / (DIRECTIONS as f32).sqrt();
    let ways: Vec<f32> = (0..width * DIRECTIONS).map(|_| if rng.bool() { scale } else { -scale }).collect();
    let mut rows = Vec::with_capacity(seen.len() * DIRECTIONS);
    for at in seen {
        let mut row = [0.0f32; DIRECTIONS];
        for (value, way) in unpack(&known[*at].features).iter().zip(ways.chunks_exact(DIRECTIONS)) {
            row.iter_mut().zip(way).for_each(|(r, w)| *r += value * w);
        }
        rows.extend(row);
    }
    rows
}

fn suspicious(known: &[Known], seen: &[usize], kinds: usize, (threads, seed): (usize, u64)) -> Vec<Suspect> {
    let mut counts = vec![0usize; kinds];
    let class = |at: usize| known[at].class.filter(|class| *class < kinds);
    seen.iter().filter_map(|at| class(*at)).for_each(|class| counts[class] += 1);
    let used: Vec<usize> = (0..kinds).filter(|class| counts[*class] >= FEWEST).collect();
    let place = |class: usize| used.iter().position(|u| *u == class);
    let told: Vec<(usize, usize)> = seen.iter().filter_map(|at| Some((*at, place(class(*at)?)?))).collect();
    if used.len() < 2 {
        return Vec::new();
    }
    let told: Vec<(usize, usize)> =
        told.iter().copied().step_by(told.len().div_ceil(MOST_TAUGHT).max(1)).collect();
    let classes: Vec<usize> = told.iter().map(|(_, class)| *class).collect();
    let rows = Rows {
        views: vec![told.iter().map(|(at, _)| unpack(&known[*at].features)).collect()],
        classes: classes.clone(),
        kinds: used.len(),
    };
    // Each picture for itself: which show the same part is not known here.
    let groups: Vec<String> = told.iter().map(|(at, _)| at.to_string()).collect();
    let logits = out_of_fold(&rows, &groups, FOLDS, threads, seed);
    let temperature = Temperature::fit(&logits, &classes);
    let probabilities: Vec<Vec<f32>> = logits
        .iter()
        .map(|row| if row.is_empty() { Vec::new() } else { Temperature::softmax(row, temperature) })
        .collect();
    suspects(&classes, &probabilities, used.len())
        .into_iter()
        .map(|s| Suspect { at: told[s.at].0, instead: used[s.instead], margin: s.margin })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Silent;

    impl Progress for Silent {
        fn step(&self, _: &'static str, _: usize, _: usize, _: &str) {}

        fn warn(&self, _: &str) {}
    }

    /// Two kinds of picture that are easily told apart; the label of one is wrong, and one picture is like no other.
    fn pictures() -> Vec<Known> {
        let mut rng = fastrand::Rng::with_seed(1);
        let mut row = |kind: usize, far: f32| {
            let values: Vec<f32> = (0..48)
                .map(|k| if (k % 2 == 0) == (kind == 0) { 1.0 } else { 0.2 } + 0.1 * rng.f32() + far * (k / 24) as f32)
                .collect();
            pack(&values, &[24, 24])
        };
        let mut all: Vec<Known> = (0..40)
            .map(|n| {
                let kind = n % 2;
                Known { features: row(kind, 0.0), class: (n < 30).then_some(kind), uncertainty: None }
            })
            .collect();
        all[4].class = Some(1);
        let values: Vec<f32> = (0..48).map(|k| if k % 7 == 0 { 9.0 } else { -3.0 }).collect();
        all.push(Known { features: pack(&values, &[24, 24]), class: None, uncertainty: None });
        // One that could not be read.
        all.push(Known::default());
        all
    }

    #[test]
    fn a_wrong_label_and_a_picture_like_no_other_are_found() {
        let found = advise(&pictures(), 2, 2, 7, &Silent);
        assert_eq!(found.suspects.first().map(|s| (s.at, s.instead)), Some((4, 0)));
        assert_eq!(found.outliers.first().map(|o| o.0), Some(40));
        // What is like nothing that is labelled comes first; labelled and unreadable ones are never asked for.
        assert_eq!(found.useful.first(), Some(&40));
        assert_eq!(found.useful.len(), 11);
        assert!(found.useful.iter().all(|at| (30..41).contains(at)));
        assert_eq!(advise(&pictures(), 2, 1, 7, &Silent), found);
    }

    #[test]
    fn with_few_labels_nobody_is_accused() {
        let mut few = pictures();
        few.iter_mut().skip(4).for_each(|k| k.class = None);
        assert_eq!(advise(&few, 2, 1, 7, &Silent).suspects, []);
        assert_eq!(advise(&[], 0, 1, 7, &Silent), Advice::default());
    }
}
