use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0011_import_reason",
    sql: "
-- Why it was ended by something else than its own end, as code and sentence.
ALTER TABLE imports ADD COLUMN reason TEXT;
",
    fill: None,
};
