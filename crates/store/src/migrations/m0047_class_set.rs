use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0047_class_set",
    sql: "
-- The only kind of shape that a class's regions have, and the key that chooses it; null: any, and by its place.
ALTER TABLE classes ADD COLUMN shape TEXT;
ALTER TABLE classes ADD COLUMN key TEXT;
",
    fill: None,
};
