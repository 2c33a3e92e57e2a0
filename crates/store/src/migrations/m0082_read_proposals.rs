use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0082_read_proposals",
    sql: "
-- NULL from now on: no model of the project, but the reader that the program carries. SQLite takes NOT NULL off no column, so it is made anew.
DROP INDEX prelabels_by_model;
ALTER TABLE prelabels ADD COLUMN by_model BLOB REFERENCES models(id) ON DELETE CASCADE;
UPDATE prelabels SET by_model = model_id;
ALTER TABLE prelabels DROP COLUMN model_id;
ALTER TABLE prelabels RENAME COLUMN by_model TO model_id;
CREATE INDEX prelabels_by_model ON prelabels (model_id);
-- Of the texts that are proposed; NULL where nothing is read, and where it is gone.
ALTER TABLE prelabels ADD COLUMN class_id BLOB REFERENCES classes(id) ON DELETE SET NULL;
CREATE INDEX prelabels_by_class ON prelabels (class_id);
",
    fill: None,
};
