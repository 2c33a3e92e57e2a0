use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0076_records_asking",
    sql: "
-- A recipe said neither OK nor NG: a person has to look. Such a part is not passed, so its verdict is NG.
ALTER TABLE records ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
CREATE INDEX records_asking ON records (project_id, asks, id) WHERE asks = 1;
-- How many of the hour's records are such.
ALTER TABLE record_hours ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
",
    fill: None,
};
