//! A bead of glue (胶体) along a wanted path: the plan that says where it belongs and what is allowed, its measures from
//! where its edges lie, and the rules that tell sound from bad. Places along the path are told in mm from its start, places
//! across it to the right as one walks along.

mod measure;
mod path;
mod plan;
mod quality;
mod rules;

pub use measure::{
    Bead, BeadBreak, BeadBubble, BeadOverflow, BeadReason, BeadSide, BubbleSpot, Traced, WidthProfile,
    measure,
};
pub use path::Track;
pub use plan::{BeadLimits, BeadPlan, BeadThreshold, BeadTone, Length, PlanFault, Scale, Wanted};
pub use quality::{BeadQuality, BeadTally, BeadTruth, BreakResult, WidthError};
pub use rules::{BeadRule, Ruled, judge, ratio_of, score_of};

#[cfg(test)]
mod tests;
