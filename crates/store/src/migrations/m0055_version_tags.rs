use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0055_version_tags",
    sql: "
-- Tags of a picture at that moment, a JSON list. A version whose number is below zero is what an export of chosen pictures is written
-- from: nobody sees it, and its pictures go with the end of the export.
ALTER TABLE version_pictures ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
",
    fill: None,
};
