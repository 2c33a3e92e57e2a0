//! Components on a board (器件错漏反): what is true of them, what a model tells, and how often it is right.

mod place;
mod quality;

pub use place::ComponentPlace;
pub use quality::{ComponentQuality, JudgedComponent, RecallAt};

use serde::{Deserialize, Serialize};

/// How a component is, or is told to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ComponentState {
    /// Present, of the right kind, the right way round, in its place.
    Ok,
    Missing,
    /// Another kind than belongs there.
    Wrong,
    /// Turned by half a turn.
    Reversed,
    /// Farther from its place, or turned more, than those that were taught.
    Shifted,
}

impl ComponentState {
    /// What can be wrong, the worst first.
    pub const FAULTS: [ComponentState; 4] =
        [ComponentState::Missing, ComponentState::Wrong, ComponentState::Reversed, ComponentState::Shifted];

    pub fn name(self) -> &'static str {
        match self {
            ComponentState::Ok => "ok",
            ComponentState::Missing => "missing",
            ComponentState::Wrong => "wrong",
            ComponentState::Reversed => "reversed",
            ComponentState::Shifted => "shifted",
        }
    }
}

/// What a person says of a component of one board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ComponentTruth {
    Missing,
    Wrong,
    Reversed,
    Shifted,
    /// Hard to say, or not to be seen: neither taught nor judged.
    Unclear,
}

impl ComponentTruth {
    pub fn named(word: &str) -> Option<ComponentTruth> {
        match word {
            "missing" => Some(ComponentTruth::Missing),
            "wrong" => Some(ComponentTruth::Wrong),
            "reversed" => Some(ComponentTruth::Reversed),
            "shifted" => Some(ComponentTruth::Shifted),
            "unclear" => Some(ComponentTruth::Unclear),
            _ => None,
        }
    }

    /// By a class that people mark faults of components by, in Chinese or English; `Unclear` where its name tells no state.
    pub fn of_class(name: &str) -> ComponentTruth {
        let name = name.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|w| name.contains(w));
        if says(&["缺", "漏", "missing", "absent"]) {
            ComponentTruth::Missing
        } else if says(&["反", "revers", "turned"]) {
            ComponentTruth::Reversed
        } else if says(&["偏", "移", "歪", "shift"]) {
            ComponentTruth::Shifted
        } else if says(&["错", "wrong"]) {
            ComponentTruth::Wrong
        } else {
            ComponentTruth::Unclear
        }
    }

    /// `None` where nobody can say.
    pub fn state(self) -> Option<ComponentState> {
        match self {
            ComponentTruth::Missing => Some(ComponentState::Missing),
            ComponentTruth::Wrong => Some(ComponentState::Wrong),
            ComponentTruth::Reversed => Some(ComponentState::Reversed),
            ComponentTruth::Shifted => Some(ComponentState::Shifted),
            ComponentTruth::Unclear => None,
        }
    }
}

/// What a model says of one component.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ComponentResult {
    pub state: ComponentState,
    /// 0 (surely sound) to 1 (surely not); it is not `ok` from the model's threshold on.
    pub score: f32,
    /// How far it lies from its place, in pixels of the picture that was taught, to the right and down.
    pub dx: f32,
    pub dy: f32,
    /// How far it is turned, in degrees, clockwise as one sees the picture.
    pub angle: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_tells_a_state_in_both_languages() {
        for (name, truth) in [
            ("缺件", ComponentTruth::Missing),
            ("漏装", ComponentTruth::Missing),
            ("Missing part", ComponentTruth::Missing),
            ("错件", ComponentTruth::Wrong),
            ("装反", ComponentTruth::Reversed),
            ("reversed", ComponentTruth::Reversed),
            ("偏移", ComponentTruth::Shifted),
            ("虚焊", ComponentTruth::Unclear),
        ] {
            assert_eq!(ComponentTruth::of_class(name), truth, "{name}");
        }
    }
}
