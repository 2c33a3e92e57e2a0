use serde::{Deserialize, Serialize};

/// What a model learns to do with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// Tells how far a picture is from the good ones, and where.
    Anomaly,
    /// Tells which one of the known classes a picture belongs to.
    Classify,
    /// Tells the class of each pixel.
    Segment,
    /// Tells boxes around what it knows, each with its class.
    Detect,
    /// Tells of each component of a board whether it is there, the right one and the right way round.
    Components,
    /// Finds where a board differs from its template, and what kind of defect that is.
    Compare,
    /// Reads text.
    Read,
    /// Measures a bead of glue along its path.
    Glue,
}

impl Task {
    pub fn name(self) -> &'static str {
        match self {
            Task::Anomaly => "anomaly",
            Task::Classify => "classify",
            Task::Segment => "segment",
            Task::Detect => "detect",
            Task::Components => "components",
            Task::Compare => "compare",
            Task::Read => "read",
            Task::Glue => "glue",
        }
    }
}

impl std::fmt::Display for Task {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
