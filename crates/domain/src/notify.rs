//! When the owner of a job gets mail as it ends.

use crate::JobState;
use serde::{Deserialize, Serialize};

/// As a user chose it, or as the file of a job says instead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notify {
    Never,
    /// Where it failed, or a limit ended it
    #[default]
    Failure,
    /// However it ended
    End,
}

impl Notify {
    pub const ALL: [Notify; 3] = [Notify::Never, Notify::Failure, Notify::End];

    /// Never renamed.
    pub fn name(self) -> &'static str {
        match self {
            Notify::Never => "never",
            Notify::Failure => "failure",
            Notify::End => "end",
        }
    }

    pub fn from_name(name: &str) -> Option<Notify> {
        Notify::ALL.into_iter().find(|n| n.name() == name)
    }

    /// `by_limit`: it was stopped by nobody but a rule.
    pub fn is_due(self, ended: JobState, by_limit: bool) -> bool {
        match self {
            Notify::Never => false,
            Notify::Failure => ended == JobState::Failed || (ended == JobState::Stopped && by_limit),
            Notify::End => ended.ended(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wants_failures_is_told_of_those_and_of_limits_only() {
        let due = |n: Notify| {
            [
                n.is_due(JobState::Succeeded, false),
                n.is_due(JobState::Failed, false),
                n.is_due(JobState::Stopped, false),
                n.is_due(JobState::Stopped, true),
                n.is_due(JobState::Running, false),
            ]
        };
        assert_eq!(due(Notify::Never), [false; 5]);
        assert_eq!(due(Notify::Failure), [false, true, false, true, false]);
        assert_eq!(due(Notify::End), [true, true, true, true, false]);
        for one in Notify::ALL {
            assert_eq!(Notify::from_name(one.name()), Some(one));
        }
    }
}
