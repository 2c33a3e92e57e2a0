use super::ComponentState;
use crate::quality::{Rates, rates_at};
use serde::{Deserialize, Serialize};

/// One component of one board whose truth is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedComponent {
    pub board: String,
    pub name: String,
    pub truth: ComponentState,
    pub told: ComponentState,
    pub score: f32,
}

/// Recall of faults where a share of the sound components may be called faulty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RecallAt {
    /// The share that is allowed.
    pub overkill: f64,
    /// The lowest threshold that keeps to it.
    pub threshold: f32,
    pub recall: f64,
    pub found: usize,
}

/// How well components are judged, over all boards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComponentQuality {
    /// At the model's threshold: of components, not of boards.
    #[serde(flatten)]
    pub rates: Rates,
    pub overkill_interval: (f64, f64),
    pub escape_interval: (f64, f64),
    /// Of the faults that were found, how many were told as what they are.
    pub named_right: usize,
    pub recall_at: Vec<RecallAt>,
    /// Faults, and sound components that were called faulty; the surest verdicts first.
    pub notable: Vec<JudgedComponent>,
}

/// Shares of overkill that recall is told at.
const ALLOWED: [f64; 3] = [0.005, 0.01, 0.02];

impl ComponentQuality {
    /// `None` where nothing was judged.
    pub fn of(judged: &[JudgedComponent], threshold: f32) -> Option<ComponentQuality> {
        if judged.is_empty() {
            return None;
        }
        let scores: Vec<f32> = judged.iter().map(|j| j.score).collect();
        let bad: Vec<bool> = judged.iter().map(|j| j.truth != ComponentState::Ok).collect();
        let rates = rates_at(&scores, &bad, threshold);
        let found = |j: &&JudgedComponent| j.truth != ComponentState::Ok && j.score >= threshold;
        let mut notable: Vec<JudgedComponent> = judged
            .iter()
            .filter(|j| j.truth != ComponentState::Ok || j.score >= threshold)
            .cloned()
            .collect();
        notable.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| (&a.board, &a.name).cmp(&(&b.board, &b.name)))
        });
        Some(ComponentQuality {
            rates,
            overkill_interval: rates.overkill_interval(),
            escape_interval: rates.escape_interval(),
            named_right: judged.iter().filter(found).filter(|j| j.told == j.truth).count(),
            recall_at: ALLOWED.iter().map(|&share| recall_at(&scores, &bad, share)).collect(),
            notable,
        })
    }
}

fn recall_at(scores: &[f32], bad: &[bool], share: f64) -> RecallAt {
    let of = |wanted: bool| scores.iter().zip(bad).filter(move |(_, b)| **b == wanted).map(|(s, _)| *s);
    let mut sound: Vec<f32> = of(false).collect();
    sound.sort_by(|a, b| b.total_cmp(a));
    let allowed = (share * sound.len() as f64).floor() as usize;
    // Just above the first that may not be called faulty.
    let threshold = sound.get(allowed).map_or(0.0, |s| s.next_up());
    let found = of(true).filter(|s| *s >= threshold).count();
    let faults = of(true).count();
    RecallAt { overkill: share, threshold, recall: found as f64 / faults.max(1) as f64, found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(truth: ComponentState, told: ComponentState, score: f32) -> JudgedComponent {
        JudgedComponent { board: "b".into(), name: format!("{score}"), truth, told, score }
    }

    #[test]
    fn recall_is_told_at_the_overkill_that_is_allowed() {
        let mut all: Vec<JudgedComponent> =
            (0..400).map(|i| judged(ComponentState::Ok, ComponentState::Ok, i as f32 / 1000.0)).collect();
        // Of 400 sound ones two may be called faulty at 0.5 %, four at 1 %, eight at 2 %.
        for score in [0.3975, 0.3955, 0.3925, 0.1] {
            all.push(judged(ComponentState::Missing, ComponentState::Missing, score));
        }
        let q = ComponentQuality::of(&all, 0.3949).unwrap();
        assert_eq!(q.recall_at.iter().map(|r| r.found).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!((q.rates.overkilled, q.rates.escaped, q.rates.good, q.rates.bad), (5, 2, 400, 4));
        assert_eq!(q.notable.len(), 5 + 4);
        assert!((q.recall_at[0].recall - 0.25).abs() < 1e-9);
    }

    #[test]
    fn a_fault_called_by_another_name_is_found_but_not_named_right() {
        let all = [
            judged(ComponentState::Ok, ComponentState::Ok, 0.1),
            judged(ComponentState::Missing, ComponentState::Missing, 0.9),
            judged(ComponentState::Reversed, ComponentState::Missing, 0.8),
            judged(ComponentState::Reversed, ComponentState::Ok, 0.2),
        ];
        let q = ComponentQuality::of(&all, 0.5).unwrap();
        assert_eq!((q.rates.escaped, q.named_right), (1, 1));
        assert!(ComponentQuality::of(&[], 0.5).is_none());
    }
}
