//! What a head that tells good from bad adds to what is known without it, and how much it counts.

use super::paste::PASTES;
use super::{DEVIATIONS, FEWEST_BAD, FOLDS};
use crate::TrainOptions;
use crate::head::{Head, Rows, out_of_fold};
use crate::lesson::Lesson;
use crate::weighing::Weighing;
use fovea_onnx::GraphBuilder;
use std::collections::BTreeSet;

/// A head that was taught by made faults alone counts at most so much beside the distance.
const MOST_HEAD: f32 = 1.0;
/// Beside bad pictures that speak for themselves: of fewer a head learns what these have in common by chance.
pub(super) const FEWEST_FOR_HEAD: usize = 120;

/// All pictures that are learnt from: those of the lesson, then those that were made of good ones.
pub(super) struct Shown {
    /// For each its row, the picture of the lesson, and whether it is bad.
    all: Vec<(usize, usize, bool)>,
    groups: Vec<String>,
    /// How many are of the lesson.
    count: usize,
}

impl Shown {
    /// `kept` are the places of the lesson's pictures among those that were embedded, each in so many views.
    pub fn of(lesson: &Lesson, kept: &[usize], (views, slots): (usize, &[bool])) -> Shown {
        let mut all: Vec<(usize, usize, bool)> =
            kept.iter().enumerate().map(|(i, &at)| (at * views, i, lesson.bad(i))).collect();
        for (i, &at) in kept.iter().enumerate() {
            let made = (0..PASTES).filter(|k| slots.get(at * PASTES + k) == Some(&true));
            all.extend(made.map(|k| (at * views + 1 + k, i, true)));
        }
        let own = lesson.groups();
        let groups = all.iter().map(|(_, i, _)| own[*i].clone()).collect();
        Shown { all, groups, count: kept.len() }
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn row(&self, n: usize) -> usize {
        self.all[n].0
    }

    /// The picture of the lesson that it is, or was made of.
    pub fn source(&self, n: usize) -> usize {
        self.all[n].1
    }

    pub fn made(&self) -> usize {
        self.all.len() - self.count
    }

    /// Bad pictures of the lesson.
    pub fn real(&self) -> usize {
        self.all[..self.count].iter().filter(|one| one.2).count()
    }

    /// Whether there is enough of good and bad; where bad ones speak for themselves (`alike`), it takes more of them. Made ones are
    /// told by heads that have not learnt from their part, so there must be a part for each fold.
    pub fn teaches_head(&self, alike: bool) -> bool {
        let parts = self.groups.iter().collect::<BTreeSet<_>>().len();
        match alike {
            true => self.real() >= FEWEST_FOR_HEAD,
            false => self.real() >= FEWEST_BAD || (self.made() >= FEWEST_BAD && parts >= FOLDS),
        }
    }
}

/// The head, what it told of each picture without having learnt from its part, and how much it counts.
pub(super) struct Opinion {
    pub head: Option<Head>,
    pub weighing: Weighing,
    /// It has seen no faults but made ones, or hardly any: it may speak for bad, never for good.
    adds_only: bool,
    told: Vec<f32>,
}

impl Opinion {
    pub fn none() -> Opinion {
        let weighing = Weighing { place: 1.0, head: 0.0, shift: -DEVIATIONS };
        Opinion { head: None, weighing, adds_only: false, told: Vec::new() }
    }

    /// What the bad pictures themselves have told is left as it is.
    pub fn no_more() -> Opinion {
        let weighing = Weighing { place: 1.0, head: 0.0, shift: 0.0 };
        Opinion { head: None, weighing, adds_only: false, told: Vec::new() }
    }

    /// From a descriptor and the distance of each picture.
    pub fn learnt(shown: &Shown, view: Vec<Vec<f32>>, far: &[f32], options: &TrainOptions) -> Opinion {
        let bad: Vec<bool> = shown.all.iter().map(|one| one.2).collect();
        let rows =
            Rows { views: vec![view], classes: bad.iter().map(|&b| usize::from(b)).collect(), kinds: 2 };
        let logits = out_of_fold(&rows, &shown.groups, FOLDS, options.threads, options.seed);
        let mut told: Vec<f32> = logits.iter().map(|l| l[1] - l[0]).collect();
        let all: Vec<usize> = (0..shown.len()).collect();
        let head = Some(Head::train(&rows, &all, options.seed));
        let adds_only = shown.real() < FEWEST_BAD;
        let weighing = match adds_only {
            false => {
                // What was made has helped to learn; how much to trust is told by what really happened.
                let n = shown.count;
                Weighing::of(&far[..n], &told[..n], &bad[..n])
            }
            true => {
                told.iter_mut().for_each(|t| *t = t.max(0.0));
                beside(Weighing::of(far, &told, &bad))
            }
        };
        Opinion { head, weighing, adds_only, told }
    }

    /// Before the sigmoid.
    pub fn sum(&self, far: f32, i: usize) -> f32 {
        self.weighing.sum(far, self.told.get(i).copied().unwrap_or(0.0))
    }

    /// What the head told as it counts.
    pub fn write(&self, out: &mut GraphBuilder, name: &str, told: String) -> String {
        match self.adds_only {
            true => out.node("Relu", name, &[&told], &[]),
            false => told,
        }
    }
}

/// The distance counts as without a head, so that nothing is missed that would have been found without; the head adds to it.
fn beside(found: Weighing) -> Weighing {
    let head = (found.head / found.place.max(0.05)).min(MOST_HEAD);
    Weighing { place: 1.0, head, shift: -DEVIATIONS }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_that_saw_made_faults_alone_only_adds() {
        let alone = Opinion::none();
        let weighing = beside(Weighing { place: 0.4, head: 0.2, shift: -1.0 });
        assert_eq!((weighing.place, weighing.head, weighing.shift), (1.0, 0.5, -DEVIATIONS));
        assert_eq!(beside(Weighing { place: 0.0, head: 3.0, shift: -1.0 }).head, MOST_HEAD);
        let with = Opinion { head: None, weighing, adds_only: true, told: vec![0.0, 2.0] };
        assert_eq!(with.sum(3.0, 0), alone.sum(3.0, 0));
        assert!(with.sum(3.0, 1) > alone.sum(3.0, 1));
    }
}
