//! Models that help people to annotate: what they propose and what became of it, which pictures to label next, labels that are likely
//! wrong, pictures like no other. A person decides; nothing here is a label.

mod advice;
mod features;
mod learning;
mod outlier;
mod proposal;
mod rank;
mod suspect;
mod texts;

pub use advice::{AdviceAsked, AdviceTold, AskedPicture, ToldOutlier, ToldSuspect, join_rows, split_rows};
pub use features::{direction, likeness, pack, unpack};
pub use learning::{FEWEST_SIZES, LEAST_GAIN, Lesson, Outlook, outlook};
pub use outlier::{OUTLIER_FACTOR, outliers};
pub use proposal::{
    MOST_PROPOSED, Outcome, Place, Proposal, ProposedRegion, Said, is_proposing, outcome, propose,
    uncertainty,
};
pub use rank::{Candidates, most_useful};
pub use suspect::{Suspect, suspects};
pub use texts::{TEXT_CLASSES, is_for_texts};
