use fovea_domain::bead::BeadPlan;
use fovea_domain::components::ComponentPlace;
use fovea_domain::text::TextArc;
use fovea_domain::{BBox, Task};
use fovea_infer::read::Try;
use fovea_store::Id;
use serde::{Deserialize, Serialize};

/// What a training was asked for; the `spec` of its job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainSpec {
    pub version_id: Id,
    pub task: Task,
    pub budget_s: Option<u64>,
    pub rule: Rule,
    /// Name that the model carries.
    pub name: String,
    /// Chosen before the training, so that its end can be repeated.
    pub model_id: Id,
    pub judged: Judged,
    /// Of tasks that learn in steps: how many before the threshold is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<u32>,
    /// Side in pixels that pictures are looked at with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    /// What was taken over from elsewhere learns, too: the backbone's deeper layers, or the reader's last one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tune: bool,
    /// Of anomalies: foreign things are pasted into good pictures.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paste_in: bool,
    /// Of beads of glue: where the bead belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bead: Option<Box<BeadWish>>,
    /// Of boards: where the components lie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<Box<BoardWish>>,
    /// Of texts: where they stand and what they must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Box<TextPlan>>,
    /// Of a comparison: the picture that others are compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub golden: Option<Id>,
}

/// Where text stands and what it must be, in the words of `fovea train --task read`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TextPlan {
    /// Boxes that hold a line each; without any, lines are looked for.
    #[serde(default)]
    pub regions: Vec<BBox>,
    /// Lines that are bent along a circle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arcs: Vec<TextArc>,
    #[serde(default)]
    pub pattern: Option<String>,
    /// As `0-9A-Z/`.
    #[serde(default)]
    pub alphabet: Option<String>,
    /// As `gs1` or `date:YYYY-MM-DD`.
    #[serde(default)]
    pub checks: Vec<String>,
    /// The text that must stand there.
    #[serde(default)]
    pub expected: Option<String>,
    /// Ways that a line may be turned, in degrees, the usual one first.
    #[serde(default)]
    pub turns: Vec<u16>,
    /// Ways to look at what cannot be read surely.
    #[serde(default)]
    pub tries: Vec<Try>,
}

impl TextPlan {
    /// As the trainer is told; every value in one word with its option, so that none is taken for another.
    pub(super) fn options(&self) -> Vec<String> {
        let mut options = Vec::new();
        for BBox { x, y, w, h } in &self.regions {
            options.push(format!("--region={x},{y},{w},{h}"));
        }
        for TextArc { start: [a, b], middle: [c, d], end: [e, f], height } in &self.arcs {
            options.push(format!("--arc={a},{b},{c},{d},{e},{f},{height}"));
        }
        for (option, value) in
            [("pattern", &self.pattern), ("alphabet", &self.alphabet), ("expect", &self.expected)]
        {
            options.extend(value.iter().map(|value| format!("--{option}={value}")));
        }
        options.extend(self.checks.iter().map(|check| format!("--check={check}")));
        if !self.turns.is_empty() {
            let turns: Vec<String> = self.turns.iter().map(u16::to_string).collect();
            options.push(format!("--turns={}", turns.join(",")));
        }
        let tries: Vec<&str> = self.tries.iter().map(|way| way.name()).collect();
        options.push(format!("--tries={}", if tries.is_empty() { "none".into() } else { tries.join(",") }));
        options
    }
}

/// Components by name, and the picture of a good board that they were drawn on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardWish {
    pub picture_id: Id,
    pub components: Vec<ComponentPlace>,
}

/// A plan of a bead, and the picture that it was drawn on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BeadWish {
    pub picture_id: Id,
    pub plan: BeadPlan,
}

/// How the threshold is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One escape costs as much as this many overkills.
    Cost(f64),
    /// At most this share of the good ones.
    Overkill(f64),
}

/// Which pictures the model is evaluated on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// Those that it did not learn from.
    HeldBack,
    /// All, since none were held back: the figures flatter.
    All,
    /// The training's own validation, since it was stopped before the evaluation.
    Validation,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_told_to_the_trainer_word_by_word() {
        let arc = TextArc { start: [1.0, 2.5], middle: [5.0, 0.0], end: [9.0, 2.5], height: 4.0 };
        let plan = TextPlan {
            regions: vec![BBox { x: 1.0, y: 2.0, w: 30.0, h: 10.0 }],
            arcs: vec![arc],
            pattern: Some("LOT [0-9]{6}".into()),
            tries: vec![Try::Dots, Try::Engraved],
            ..TextPlan::default()
        };
        let told = plan.options();
        assert_eq!(
            told,
            [
                "--region=1,2,30,10",
                "--arc=1,2.5,5,0,9,2.5,4",
                "--pattern=LOT [0-9]{6}",
                "--tries=dots,engraved"
            ]
        );
        let old: TextPlan = serde_json::from_str(r#"{"regions":[]}"#).unwrap();
        assert!(old.arcs.is_empty(), "plans of before have none");
    }
}
