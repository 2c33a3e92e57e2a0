use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0058_recheck_texts",
    sql: "
-- What a person says that truly stands there: a JSON list, a text for each that was read. Null: nobody said it.
ALTER TABLE records ADD COLUMN recheck_texts TEXT;
",
    fill: None,
};
